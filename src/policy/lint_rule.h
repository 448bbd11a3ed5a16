/*
 * lint_rule.h - what rules share: asking about sentences, and reporting.
 *
 * A rule is a function that looks over the document and reports.  Rules ask
 * for structure, topics and patterns of speech; none may know a company or a
 * sentence of anybody's policy.
 */
#ifndef POLICY_LINT_RULE_H_
#define POLICY_LINT_RULE_H_

#include "policy/lint.h"
#include "policy/lint_doc.h"
#include "policy/lint_facts.h"
#include "policy/lint_pattern.h"

/* What the text says of requests: the sentence, or -1. */
struct lint_rights {
	int32_t clause;		/* any sentence about requests */
	int32_t way;		/* form, channel */
	int32_t identity;
	int32_t agent;
	int32_t records;	/* of provisions: 33(5) */
};

struct lint {
	struct arena *arena;
	struct lint_doc *doc;
	struct lint_facts *facts;
	struct lint_report *report;
	struct lint_rights rights;
	int32_t thin_measures;	/* a sentence that only calls them adequate */
	size_t capacity;
	bool failed;
};

/* Rules, by what they look at. */
void lint_consent_check(struct lint *lint);	/* L-02 L-03 L-04 L-22 */
void lint_reference_check(struct lint *lint);	/* L-05 */
void lint_form_check(struct lint *lint);	/* L-06 L-07 */
void lint_naming_check(struct lint *lint);	/* L-13 L-20 */
void lint_contact_check(struct lint *lint);	/* L-01 */
void lint_third_check(struct lint *lint);	/* L-10 L-15 */
void lint_joint_check(struct lint *lint);	/* L-14 */
void lint_purpose_check(struct lint *lint);	/* L-12 */
void lint_rights_check(struct lint *lint);	/* L-09 L-17 L-18 */
void lint_tracking_check(struct lint *lint);	/* L-08 L-19 */
void lint_data_check(struct lint *lint);	/* L-11 L-16 L-21 */

/* The table of article 32; call it before the rules, which use it. */
void lint_published_find(struct lint *lint);

/* Whether a sentence is about requests of persons: 開示等の請求. */
bool lint_published_rights(const struct lint *lint, uint32_t sentence);

/* Whether a block is one of the purposes that the policy lists. */
bool lint_purpose_listed(const struct lint *lint, uint32_t block);

/* Sentences that belong to the policy, not to the page around it. */
#define LINT_EACH(lint, s) \
	for (uint32_t s = 0; s < (lint)->doc->sentence_count; s++) \
		if (!(lint)->doc->blocks[(lint)->doc->sentences[s].block] \
		    .chrome)

/* Whether the pattern occurs in a sentence; where. */
bool lint_has(const struct lint *lint, uint32_t sentence,
    const char *pattern);
bool lint_find(const struct lint *lint, uint32_t sentence,
    const char *pattern, struct lint_span *found);

/* The same in a part of a sentence. */
bool lint_span_has(const struct lint *lint, struct lint_span span,
    const char *pattern);
bool lint_span_find(const struct lint *lint, struct lint_span span,
    const char *pattern, struct lint_span *found);

const struct lint_block *lint_block_of(const struct lint *lint,
    uint32_t sentence);
struct lint_span lint_text_of(const struct lint *lint, uint32_t sentence);

/* Whether a sentence stands below headings about all / any of the topics. */
bool lint_about(const struct lint *lint, uint32_t sentence, uint32_t topics);

/* Whether the sentence that announces this item has the pattern. */
bool lint_lead_has(const struct lint *lint, uint32_t sentence,
    const char *pattern);

/* The same for any heading or item above it, or the announcing sentence. */
bool lint_under(const struct lint *lint, uint32_t sentence,
    const char *pattern);

/* lint_quoted.c: an annex, or 「a heading」, that the sentence refers to. */
void lint_quoted_annex(struct lint *lint, uint32_t s,
    struct lint_span found) NONNULL;
void lint_quoted_heading(struct lint *lint, uint32_t s,
    struct lint_span name) NONNULL;

/* Any sentence of the policy with that pattern: its number, or -1. */
int32_t lint_any(const struct lint *lint, const char *pattern);
/* The same below headings about these topics. */
int32_t lint_any_about(const struct lint *lint, uint32_t topics,
    const char *pattern);

/* The first words of the policy: for what is missing everywhere. */
struct lint_span lint_title(const struct lint *lint);

/* Reports; the same case is reported once at a place. */
void lint_report_add(struct lint *lint, enum lint_case kind,
    struct lint_span span);
void lint_report_detail(struct lint *lint, enum lint_case kind,
    struct lint_span span, const char *ja, const char *en);
/* A place given by bytes of the source. */
void lint_report_source(struct lint *lint, enum lint_case kind, uint32_t at,
    uint32_t end, const char *ja, const char *en);

/* Sets an item of the table, unless it has a higher value already. */
void lint_publish(struct lint *lint, enum lint_item item,
    enum lint_value value, struct lint_span evidence);

#endif
