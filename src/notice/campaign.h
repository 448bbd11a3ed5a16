/*
 * campaign.h - people are asked to consent to what a revision brings, and
 * what they answered.
 *
 * A purpose beyond article 17(2) is opened to data that was there before only
 * by each person's consent (18(1)).  A campaign says for which consent people
 * are asked, under which revision, until when; that somebody was asked, when
 * and by which way lies in their own standing, and goes with them.  Their
 * answer is the consent, or the withdrawal, that they say (vault/person.h).
 * Whoever says nothing stays with the purposes that they were told of: the
 * gate needs no campaign for that, and no lapse of time counts as an answer.
 *
 * The campaign is a document, named by its consent and revision, of JSON:
 *	{"consent", "revision", "opened_at", "until", "by"}
 * times in milliseconds since 1970; until 0: open.
 */
#ifndef NOTICE_CAMPAIGN_H_
#define NOTICE_CAMPAIGN_H_

#include "vault/person.h"

struct campaign {
	struct text consent;	/* id */
	unsigned int revision;	/* in force when it was opened */
	int64_t opened_at;
	int64_t until;		/* instant; 0: open */
	struct text by;		/* principal */
};

enum { CAMPAIGN_LIST_MAX = 1000 };

enum campaign_way {
	CAMPAIGN_EMAIL, CAMPAIGN_POST, CAMPAIGN_PHONE, CAMPAIGN_IN_PERSON,
	CAMPAIGN_WEB, CAMPAIGN_APP,
};
enum { CAMPAIGN_WAYS = CAMPAIGN_APP + 1 };
extern const char *const campaign_way_names[CAMPAIGN_WAYS + 1];

/* Said after they were asked; what was deemed is no answer. */
enum campaign_answer {
	CAMPAIGN_AGREED, CAMPAIGN_REFUSED, CAMPAIGN_SILENT,
};
enum { CAMPAIGN_ANSWERS = CAMPAIGN_SILENT + 1 };
extern const char *const campaign_answer_names[CAMPAIGN_ANSWERS + 1];

/*
 * Opens one for a consent of the revision in force (ACT_STOP at the gate, as
 * for what people say).  STATUS_INVALID "unknown_consent"; STATUS_CONFLICT
 * "campaign_exists" for the same consent and revision.
 */
enum status campaign_open(struct campaign *campaign, struct visit *visit,
    struct text consent, int64_t until, struct error *error)
    MUST_USE NONNULL;

/*
 * All of them, up to CAMPAIGN_LIST_MAX, for a visitor: by a decision
 * (ACT_USE), and with an entry.  No person is in any.
 */
enum status campaign_see(const struct campaign **list, size_t *n,
    struct visit *visit, struct error *error) MUST_USE NONNULL;

/* That of a consent and a revision (0: the newest); STATUS_NOT_FOUND. */
enum status campaign_find(struct campaign *campaign, struct vault *vault,
    struct reader *reader, struct text consent, unsigned int revision,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * That a person was asked, now; once more is a reminder, and kept.
 * STATUS_CONFLICT "campaign_over" when its time is.
 */
enum status campaign_ask(struct visit *visit,
    const struct campaign *campaign, uint64_t person, enum campaign_way way,
    struct error *error) MUST_USE NONNULL;

struct campaign_person {
	uint64_t person;
	enum campaign_answer answer;
	enum campaign_way way;	/* by which they were asked last */
	unsigned int asked;	/* times */
	int64_t first;		/* instants */
	int64_t last;
	int64_t answered;	/* 0: never */
};

/* A page of the people who were asked; sums are added to. */
struct campaign_report {
	uint64_t asked;
	uint64_t unseen;	/* asked, but not the visitor's to use */
	uint64_t answers[CAMPAIGN_ANSWERS];
	uint64_t ways[CAMPAIGN_WAYS];	/* times asked */
	struct campaign_person *people;	/* of the page */
	size_t count;
};

/* people needs room for SWEEP_LOOK; next as in sweep.h. */
enum status campaign_page(struct campaign_report *report,
    struct visit *visit, const struct campaign *campaign, uint64_t after,
    uint64_t *next, struct error *error) MUST_USE NONNULL;

#endif
