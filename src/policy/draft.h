/*
 * draft.h - the first policy of a new business, from a dozen answers.
 *
 * The answers are asked for one by one, or come as a map in YAML.  The file
 * that is written holds together as `policy check` wants it; what the
 * business does beyond it is for its officer to add.
 */
#ifndef POLICY_DRAFT_H_
#define POLICY_DRAFT_H_

#include "base/base.h"
#include "base/buf.h"
#include "base/node.h"

enum draft_question {
	DRAFT_KIND,
	DRAFT_NAME,
	DRAFT_NAME_EN,
	DRAFT_FORM,
	DRAFT_POSTAL_CODE,
	DRAFT_ADDRESS,
	DRAFT_REPRESENTATIVE,
	DRAFT_OFFICER,
	DRAFT_HOST,
	DRAFT_EMAIL,
	DRAFT_PHONE,
	DRAFT_EMPLOYEES,
	DRAFT_PERSONS,
	DRAFT_NEWS,
	DRAFT_ANALYTICS,
	DRAFT_DEADLINE,
	DRAFT_DATE,
};
enum { DRAFT_QUESTIONS = DRAFT_DATE + 1 };

struct draft_row {
	const char *id;			/* in a file of answers */
	struct words question;
	bool optional;			/* may be left empty */
};
extern const struct draft_row draft_table[DRAFT_QUESTIONS];

struct draft {
	struct text answer[DRAFT_QUESTIONS];
	int64_t today;			/* day number, for the default date */
};

/* The kinds of business with their labels; ends with a NULL id. */
struct draft_kind {
	const char *id;
	struct words label;
};
extern const struct draft_kind draft_kinds[];

/* What an empty answer to a question means, after those before it. */
struct text draft_default(const struct draft *draft,
    enum draft_question question, struct arena *arena);

/*
 * Takes an answer; an empty one means the default.  STATUS_INVALID when it
 * is none that the question can have.
 */
enum status draft_answer(struct draft *draft, enum draft_question question,
    struct text answer, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* All answers from a map; what is absent is the default. */
enum status draft_read(struct draft *draft, const struct node *answers,
    const char *file, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* The policy file. */
void draft_write(struct buf *out, const struct draft *draft) NONNULL;

#endif
