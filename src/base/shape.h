/*
 * shape.h - what a tree of nodes must look like, as a table.
 *
 * The policy language, the configuration, plans and request bodies are each a
 * table of shapes.  From one table come the check (with places), the types of
 * the scalars, and the JSON Schema that editors and the API's description
 * use, so the three cannot disagree.
 *
 * shape_check() gives types to scalars in place: after it, a date is a
 * NODE_TEXT whose number is its day, an integer is NODE_INT, and so on; YAML
 * and JSON look alike.
 */
#ifndef BASE_SHAPE_H_
#define BASE_SHAPE_H_

#include "base/finding.h"
#include "base/node.h"

enum shape_kind {
	SHAPE_OBJECT,	/* a map with these fields and no others */
	SHAPE_LIST,	/* of element */
	SHAPE_DICT,	/* a map from ids to element */
	SHAPE_TEXT,	/* min..max characters; min -1: may be empty */
	SHAPE_ID,	/* snake_case; declares itself in space, if any */
	SHAPE_REF,	/* an id that space declares */
	SHAPE_PATH,	/* "section" or "section.id" of the same document */
	SHAPE_INT,	/* min..max */
	SHAPE_BOOL,
	SHAPE_DATE,	/* 2026-11-22; number is the day */
	SHAPE_TIME,	/* 09:30; number is the minute of the day */
	SHAPE_ENUM,	/* one of names; number is its index */
	SHAPE_URL,	/* https://host/... or http:// */
	SHAPE_EMAIL,
	SHAPE_SCALAR,	/* text, integer, boolean or null, as written */
};

/* How many of an object's fields stand. */
enum shape_rule { SHAPE_ANY, SHAPE_ONE, SHAPE_SOME };

struct shape_field;

struct shape {
	enum shape_kind kind;
	const struct shape_field *fields;	/* end: a NULL name */
	const struct shape_field *common;	/* more fields, shared */
	enum shape_rule rule;	/* ONE: exactly one, SOME: >= 1 */
	const struct shape *element;
	const char *const *names;		/* ends with NULL */
	const char *all;	/* of a LIST: the word for "every one" */
	bool single;	/* of a LIST: one bare value is a list of one */
	int64_t min;
	int64_t max;		/* 0: a default that suits the kind */
	int space;		/* of ID and REF, from 1; 0: none */
	const char *title;	/* for the schema: names the definition */
};

struct shape_field {
	const char *name;
	const struct shape *shape;
	bool required;
	struct words about;
};

/* A document: its root and the names of its id spaces (the sections). */
struct shape_language {
	const struct shape *root;
	const char *const *spaces;	/* [0] is unused */
	int space_count;		/* with [0] */
	const char *id;			/* of the JSON Schema */
	struct words title;
};

enum { SHAPE_SPACES_MAX = 48, SHAPE_DEPTH = 40 };

/*
 * Checks the tree and types its scalars; what is wrong goes to findings:
 * unknown_key, missing_key, wrong_type, bad_value, too_few, too_many,
 * duplicate_id, dangling_reference, exactly_one, too_deep.  Failure only when
 * memory is out.
 */
enum status shape_check(const struct node *root,
    const struct shape_language *language, struct findings *findings,
    struct error *error) MUST_USE NONNULL;

/* The shape's max, or what stands for 0. */
int64_t shape_max(const struct shape *shape);

/* The JSON Schema (draft 2020-12) of the language. */
void shape_schema(struct jsonw *json, const struct shape_language *language);

/*
 * The schema of one shape, for OpenAPI; objects with a title become
 * references under `definitions` ("#/components/schemas/").
 */
void shape_schema_of(struct jsonw *json, const struct shape *shape,
    const struct shape_language *language, const char *definitions);

/*
 * Every shape at or below one that has a title, as members of an open
 * object: what "definitions" refers to.
 */
void shape_schema_titled(struct jsonw *json, const struct shape *shape,
    const char *definitions);

#endif
