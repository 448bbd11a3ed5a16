/*
 * lint.h - reads a published Japanese privacy policy and says what is amiss.
 *
 * The policy is plain text or HTML, of any business, from a file.  The report
 * has the defects found, each with its place, article and remedy, and which of
 * the items of article 32 are published.  It is a reading by a program, not
 * legal advice, and says so.
 *
 * docs/policy-lint.md describes the 22 kinds of defect (L-01 to L-22).
 */
#ifndef POLICY_LINT_H_
#define POLICY_LINT_H_

#include "base/finding.h"

enum { LINT_BYTES_MAX = 10 << 20, LINT_FINDINGS_MAX = 500 };

/* What can go wrong, each with its own words; several share an L-number. */
enum lint_case {
	LINT_FOREIGN_HOST,
	LINT_GARBLED_NEGATION,
	LINT_REVERSED_PROMISE,
	LINT_DEEMED_CONSENT,
	LINT_DEEMED_SPECIAL_CARE,
	LINT_REFERENCE_MISSING,
	LINT_REFERENCE_WRONG,
	LINT_EMPTY_LIST,
	LINT_NO_DATE,
	LINT_BAD_DATE,
	LINT_REPEATED_NUMBER,
	LINT_SKIPPED_NUMBER,
	LINT_NO_CHANGE_NOTICE,
	LINT_TRACKING_INCOMPLETE,
	LINT_EMPTY_OPT_OUT,
	LINT_NO_PROCEDURE,
	LINT_REFUSAL_GROUND,
	LINT_REFUSAL_SCOPE,
	LINT_COUNTRY_UNNAMED,
	LINT_BLANKET_EXEMPTION,
	LINT_VAGUE_PURPOSE,
	LINT_WRONG_WORD,
	LINT_WRONG_TITLE,
	LINT_MIXED_SELF_NAME,
	LINT_NAME_SPELLING,
	LINT_OBSOLETE_TERM,
	LINT_JOINT_INCOMPLETE,
	LINT_JOINT_TOO_MUCH,
	LINT_JOINT_MEMBERS,
	LINT_WIDE_EXCEPTION,
	LINT_PURPOSE_AS_PERMISSION,
	LINT_ANONYMISED_IDENTIFIER,
	LINT_ANONYMISED_BIRTH_DATE,
	LINT_OBSOLETE_IDENTITY,
	LINT_UNMASKED_IDENTITY,
	LINT_PAPER_ONLY,
	LINT_CONTRADICTION,
	LINT_NO_NAME,
	LINT_NO_ADDRESS,
	LINT_NO_REPRESENTATIVE,
	LINT_NO_MEASURES,
	LINT_THIN_MEASURES,
	LINT_DISPLAY_THEN_EFFECT,
};
enum { LINT_CASE_COUNT = LINT_DISPLAY_THEN_EFFECT + 1 };

/* The words of a case. */
struct lint_case_row {
	const char *id;			/* "L-05" */
	enum severity severity;
	const char *article;
	struct words message;
	struct words mend;
};
extern const struct lint_case_row lint_cases[LINT_CASE_COUNT];

struct lint_finding {
	enum lint_case kind;
	uint32_t line;
	uint32_t column;
	struct text quote;	/* stands in the source exactly there */
	struct words detail;	/* more about this one, or "" */
};

enum lint_value { LINT_NO, LINT_PARTLY, LINT_YES };

enum lint_item {
	LINT_NAME,
	LINT_ADDRESS,
	LINT_REPRESENTATIVE,
	LINT_PURPOSES,
	LINT_PROCEDURE,
	LINT_FEE,
	LINT_DEADLINE,
	LINT_SECURITY_MEASURES,
	LINT_COMPLAINT_DESK,
	LINT_JOINT_USE,
	LINT_ANONYMISED,
	LINT_EXTERNAL_TRANSMISSION,
	LINT_REVISION,
};
enum { LINT_ITEM_COUNT = LINT_REVISION + 1 };

struct lint_published {
	enum lint_value value;
	uint32_t line;		/* 0 when there is nothing to show */
	uint32_t column;
	struct text quote;
};

struct lint_report {
	const char *charset;
	bool html;
	struct lint_finding *findings;	/* by line and column */
	size_t count;
	bool overflow;			/* there were more */
	struct lint_published published[LINT_ITEM_COUNT];
};

/*
 * STATUS_INVALID when the bytes are no Japanese text ("not_text",
 * "unknown_charset", "not_japanese", "empty").
 */
enum status lint_run(struct lint_report **report, struct bytes bytes,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* As people read it; source is the file's name. */
void lint_write_text(struct buf *out, const struct lint_report *report,
    const char *source, enum language language);

void lint_write_json(struct jsonw *json, const struct lint_report *report);

#endif
