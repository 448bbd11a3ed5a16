/*
 * processed.h - processed information and its life: made, approved,
 * published, used, provided, never joined again.
 *
 * What a run makes is never written to a disk in the clear.  The file lies
 * sealed in the store until the law lets it out:
 *
 *  make      reads people under ACT_ANONYMISE for a declared purpose, checks
 *            the plan and the result (lawful.h), seals the file, and seals
 *            the plan with what the run found (加工方法等情報) apart, under a
 *            slot of its own.  Random numbers, pseudonyms' owners and all
 *            that was read are wiped, and the log says so.
 *  approve   a second person, where the maker's role needs one.
 *  publish   which items 匿名加工情報 has (43(3)), or items and ways (43(4)):
 *            what was published where, from when, is kept as evidence.
 *  use       a file for use inside, once the items are published.  Collation
 *            to identify (43(5), 41(7)) and contact (41(8)) are refused.
 *  provide   a package that says what it is (43(4)), once items and ways are
 *            published; what is pseudonymised goes to nobody (41(6)), what is
 *            masked is personal data and goes by the ways of provision (27).
 *  method    how it was made, to those whose role may do that; each reading
 *            is an entry, and who may read is evaluated every year (Rules 35).
 *
 * A dataset is a DOCUMENT_DATASET with a JSON body; processed_paper.c says
 * which members it has.  Every function is one act of the visit.
 */
#ifndef ANONYMISE_PROCESSED_H_
#define ANONYMISE_PROCESSED_H_

#include "anonymise/lawful.h"
#include "base/file_stream.h"
#include "vault/document.h"
#include "vault/visit.h"

enum { PROCESSED_ID = 4 + 26 + 1 };	/* "ano_" and 26 letters */

/* A dataset as it was read. */
struct processed {
	char id[PROCESSED_ID];
	struct document document;
	const struct node *paper;
	enum lawful_kind kind;
};

struct processed_order {
	enum lawful_kind kind;
	struct text declaration;	/* id of the policy; "" for internal */
	const char *plan;		/* path; or NULL, and: */
	const struct node *plan_node;	/* what was sent, ... */
	struct text plan_text;		/* as it is kept, ... */
	const struct plan_place *place;	/* and its files */
	size_t threads;
	struct progress progress;	/* tell may be NULL */
	struct findings *findings;	/* gets everything that is wrong */
	bool (*ends)(void *context);	/* whether to stop; may be NULL */
	void *ends_context;
};

/* What was made; free with processed_made_free(). */
struct processed_made {
	char id[PROCESSED_ID];
	struct anonymise_report *report;
	struct detail *detail;
	size_t step_count;
	struct lawful_step steps[LAWFUL_STEPS];
	bool needs_approval;
	uint64_t people;	/* that were read */
	uint64_t left_out;	/* whom the gate refused for this purpose */
};

enum status processed_make(struct visit *visit,
    const struct processed_order *order, struct processed_made *made,
    struct error *error) MUST_USE NONNULL;
void processed_made_free(struct processed_made *made) NONNULL;
void processed_made_json(struct jsonw *json,
    const struct processed_made *made) NONNULL;

/* The paper, to somebody who may make such things for its purpose. */
enum status processed_show(struct visit *visit, struct text id,
    struct processed *processed, struct error *error) MUST_USE NONNULL;

/* Its id and its paper, as an object. */
void processed_json(struct jsonw *json, const struct processed *processed)
    NONNULL;

/* By id; STATUS_NOT_FOUND. */
enum status processed_get(struct processed *processed, struct vault *vault,
    struct reader *reader, struct text id, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* All of them, in no order that means anything. */
enum status processed_list(const struct processed **list, size_t *n,
    struct vault *vault, struct reader *reader, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* Those that were made for the visit's purpose, to whoever may make them. */
enum status processed_list_for(const struct processed **list, size_t *n,
    struct visit *visit, struct error *error) MUST_USE NONNULL;

/*
 * A second person agrees that it was made, or that its file goes out.  act:
 * ACT_ANONYMISE or ACT_EXPORT.  The visitor's role must be one that the
 * maker's role names for it, and the visitor another than the maker.
 */
enum status processed_approve(struct visit *visit, struct text id,
    enum act act, struct error *error) MUST_USE NONNULL;

struct processed_notice {
	struct text declaration;
	struct text where;		/* a URL, or which paper */
	bool ways;			/* of provision, too: 43(4) */
	int64_t from;			/* instant; 0: now; never earlier */
};

/* Writes down what is published; the page itself comes from
 * processed_page_notice(). */
enum status processed_publish(struct visit *visit,
    const struct processed_notice *notice, struct error *error)
    MUST_USE NONNULL;

/* What is done with a file; a closed list. */
enum processed_use {
	PROCESSED_ANALYSIS,
	PROCESSED_COLLATION,	/* with other data, to know whose it is */
	PROCESSED_CONTACT,	/* to write, ring or visit somebody by it */
};
enum { PROCESSED_USES = PROCESSED_CONTACT + 1 };
extern const char *const processed_use_names[PROCESSED_USES + 1];

/*
 * A file on its way out, part by part: up to size bytes at a time, *n 0 at
 * the end.  STATUS_INTEGRITY, and not all of it, when it is not what was
 * sealed.
 */
struct processed_sending;
uint64_t processed_send_size(const struct processed_sending *sending)
    NONNULL;
enum status processed_send_read(struct processed_sending *sending,
    struct reader *reader, uint8_t *out, size_t size, size_t *n,
    struct error *error) MUST_USE NONNULL;
void processed_send_close(struct processed_sending *sending);

/*
 * Where a file goes: to a path that must not exist; or, where that is NULL,
 * to whoever reads sending, and closes it.
 */
struct processed_out {
	const char *path;
	struct processed_sending *sending;
};

enum status processed_use(struct visit *visit, struct text id,
    enum processed_use use, struct processed_out *out, struct error *error)
    MUST_USE NONNULL;

struct processed_provision {
	struct text recipient;
	struct text way;	/* one of the declaration's, in Japanese or
				 * English */
	const char *folder;	/* must not exist; NULL: */
	/* Out; sending as in struct processed_out. */
	struct text statement;
	struct text manifest;
	struct processed_sending *sending;
};

/* Makes data.csv, statement.txt and manifest.json. */
enum status processed_provide(struct visit *visit, struct text id,
    struct processed_provision *provision, struct error *error)
    MUST_USE NONNULL;

/* The sealed paper: plan, node, report and what a report page shows. */
enum status processed_method(struct visit *visit, struct text id,
    const struct node **method, struct error *error) MUST_USE NONNULL;

/* Rules 35(2): who may read it was looked at, and what came of it. */
enum status processed_evaluate(struct visit *visit, struct text id,
    struct text result, struct error *error) MUST_USE NONNULL;

/*
 * Erases the file and the method and destroys the slots under which they were
 * sealed; the paper stays.  What is pseudonymised is erased when it is no
 * longer needed (41(5)).
 */
enum status processed_erase(struct visit *visit, struct text id,
    struct error *error) MUST_USE NONNULL;

/*
 * The same after restoring a state from before it was erased: by the program,
 * under system:restore.  The slots may be gone already.
 */
enum status processed_erase_again(struct visit *visit, struct text id,
    struct error *error) MUST_USE NONNULL;

/*
 * Finishes what a crash left: makings that came to no end, erasures whose
 * slots are still there.  For whoever opens a store, before anybody is served.
 */
enum status processed_finish(struct vault *vault, struct error *error)
    MUST_USE NONNULL;

/*
 * The present state of making and provision, for the public: every
 * declaration with its items, ways, since when it is published, whether it is
 * made and provided.  Nothing about methods.
 */
enum status processed_status(struct jsonw *json, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

#endif
