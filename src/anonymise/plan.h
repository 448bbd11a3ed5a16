/*
 * plan.h - what is to be anonymised, how far, and what may be lost: a YAML
 * file that somebody signs.
 *
 * docs/anonymise.md describes the language with an example; the table of
 * shapes in plan_shape.c is the language.  plan_load() reports everything
 * that is wrong at once, each with its place.
 */
#ifndef ANONYMISE_PLAN_H_
#define ANONYMISE_PLAN_H_

#include "anonymise/hierarchy_builtin.h"
#include "anonymise/problem.h"
#include "base/csv.h"
#include "base/shape.h"

enum plan_role {
	ROLE_QUASI_IDENTIFIER,	/* generalised */
	ROLE_SENSITIVE,		/* kept, and guarded by models */
	ROLE_KEEP,		/* kept as it is */
	ROLE_DELETE,		/* left out: 項目削除 */
};

enum plan_function { FUNCTION_MEAN, FUNCTION_MEDIAN, FUNCTION_MODE };
enum plan_distribution { NOISE_UNIFORM, NOISE_TRIANGULAR };

/* Where a column's hierarchy comes from. */
enum plan_source { SOURCE_NONE, SOURCE_FILE, SOURCE_BUILTIN };

struct plan_hierarchy {
	enum plan_source source;
	const char *path;
	struct hierarchy_recipe recipe;
};

/* Changes of a column's values, in the order in which they are done. */
struct plan_operators {
	/* セル削除: these values, or those that fewer rows have. */
	size_t cells_count;
	const struct text *cells;
	uint64_t cells_fewer;		/* 0: no such rule */
	struct text cells_label;
	/* トップ(ボトム)コーディング: beyond a limit, one label. */
	bool bottom;
	struct text bottom_at;
	struct text bottom_label;
	bool top;
	struct text top_at;
	struct text top_label;
	/* ミクロアグリゲーション: neighbours by value become one. */
	uint64_t micro;			/* rows at least; 0: no such rule */
	enum plan_function function;
	/* ノイズ付加, in steps of the column's last decimal. */
	bool noise;
	enum plan_distribution distribution;
	struct text amplitude;
	/* データ交換: a share of the rows, within equal other columns. */
	bool swap;
	struct ratio swap_share;
	size_t within_count;
	size_t within[KEY_FIELDS];	/* columns of the plan */
};

struct plan_column {
	struct text name;
	enum plan_role role;
	struct plan_hierarchy hierarchy;
	uint32_t min_level;
	uint32_t max_level;		/* UINT32_MAX: the top */
	bool ordered_by_number;		/* of a sensitive column */
	struct plan_operators operators;
	const struct node *node;	/* where it is declared */
};

/* レコード削除: rows with one of these values, or with a rare one. */
struct plan_deletion {
	size_t column;
	size_t count;
	const struct text *values;
	uint64_t fewer;
};

enum plan_undeclared { UNDECLARED_REFUSE, UNDECLARED_DELETE, UNDECLARED_KEEP };
enum plan_suppressed { SUPPRESSED_MARK, SUPPRESSED_DROP };
enum plan_newline { NEWLINE_SAME, NEWLINE_LF, NEWLINE_CRLF };

struct plan_output {
	enum plan_suppressed suppressed;
	bool shuffled;
	bool formula_guard;
	enum csv_encoding encoding;	/* CSV_AUTO: that of the input */
	bool bom;
	enum plan_newline newline;
	char delimiter;			/* 0: that of the input */
};

struct plan_subset {
	const char *path;		/* rows that are in it, or */
	bool by_column;			/* those with this value */
	size_t column;
	struct text value;
};

/* A file as the plan names it, and where it is. */
struct plan_file {
	struct text name;
	const char *path;
};
enum { PLAN_FILES = 64 };

struct plan {
	struct csv_options input;
	size_t column_count;
	struct plan_column *columns;
	enum plan_undeclared undeclared;
	size_t model_count;
	struct model models[MODELS_MAX];	/* sensitive: plan column */
	struct ratio suppression_limit;
	enum quality_kind quality;
	bool local;			/* Mondrian instead of one level per
					 * column */
	bool has_subset;
	struct plan_subset subset;
	size_t deletion_count;
	struct plan_deletion *deletions;
	uint64_t pseudo_rows;		/* 疑似データ生成 */
	bool deleted_unread;		/* deleted columns are not in the
					 * source at all */
	struct plan_output output;
	size_t file_count;		/* above PLAN_FILES: too many to list */
	struct plan_file files[PLAN_FILES];
};

extern const struct shape plan_shape;
extern const struct shape_language plan_language;

/*
 * Reads a plan; paths in it are relative to its folder.  *plan is NULL when
 * there are errors; warnings alone do not stop it.
 */
enum status plan_load(const struct plan **plan, const char *path,
    struct findings *findings, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/*
 * Where a plan's files are: in a folder; or, for a plan that came from
 * elsewhere (folder is NULL), those of a list by name, and no others.
 */
struct plan_place {
	const char *folder;
	size_t count;
	const struct text *names;
	const char *const *paths;
};

/* The same from a tree. */
enum status plan_from_node(const struct plan **plan, const struct node *root,
    const struct plan_place *place, struct findings *findings,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* The column of that name, or plan->column_count. */
size_t plan_find(const struct plan *plan, struct text name) NONNULL;

#endif
