/*
 * notice.h - how a revision becomes the policy: announced, displayed,
 * in force.
 *
 * Where the policy in force promises that changes are displayed for a period
 * (notices.changes.displayed_for), a revision that changes more than words
 * waits until it has been: announce, display, publish.  What was displayed
 * where, from when to when, with the hash of what was seen, is kept as
 * evidence (a sealed document); days on which it could not be seen extend
 * the period (calendar/period.h, 民法140条・143条 (M)).
 *
 * Publishing opens a new purpose to what was acquired before only where the
 * new revision judges it to follow from a former purpose (related_to,
 * article 17(2)) and where everybody could know: the change was published
 * (21(3)).  Any other new purpose needs each person's consent (18(1)); who
 * does not answer stays with the purposes that they were told of.
 *
 * The document is JSON:
 *	{"revision", "class", "announced_at", "wanted", "published_at",
 *	 "without", "displays": [{"place", "sha256", "from", "until"}]}
 * times in milliseconds since 1970; 0 and "" stand for absent.
 */
#ifndef NOTICE_NOTICE_H_
#define NOTICE_NOTICE_H_

#include "policy/compare.h"
#include "vault/document.h"

struct display {
	struct text place;	/* URL, or where the poster hung */
	uint8_t hash[32];	/* SHA-256 of what was seen */
	int64_t from;
	int64_t until;		/* 0: it still is */
};

enum { NOTICE_DISPLAYS_MAX = 2000 };

struct notice {
	struct document document;
	unsigned int revision;
	enum change_class class;
	int64_t announced_at;
	int64_t wanted;		/* in force not before this instant */
	int64_t published_at;	/* 0: not yet */
	struct text without;	/* why no notice was given beforehand */
	const struct display *displays;	/* by from, ascending */
	size_t display_count;
};

struct announced {
	unsigned int number;
	struct comparison comparison;
	bool waits;		/* for its display */
	int64_t in_force_from;	/* INT64_MAX while it waits */
};

struct notice_request {
	const struct policy_source *source;
	int64_t wanted;		/* instant, 0: as soon as it may be */
	struct text without;	/* at once, for this reason; or "" */
	struct text principal;
};

/*
 * Registers a revision.  STATUS_INVALID when `policy check` finds an error in
 * it, or "needs_new_id" when it widens what an old name means;
 * STATUS_CONFLICT as vault_announce().
 */
enum status notice_announce(struct announced *announced, struct vault *vault,
    const struct notice_request *request, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/*
 * A revision held against the one before; STATUS_NOT_FOUND "first_revision".
 * Both files lie in the arena, too.
 */
enum status notice_compare(const struct comparison **comparison,
    const struct rules *rules, const struct rules_revision *revision,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * The notice of a revision; STATUS_NOT_FOUND for the first revision and for
 * those of an older program.
 */
enum status notice_read(struct notice *notice, struct vault *vault,
    struct reader *reader, unsigned int revision, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/*
 * Records that it is displayed at a place from now on, or, with hash NULL,
 * no longer is.  Saying the same twice changes nothing.
 */
enum status notice_display(struct notice *notice, struct vault *vault,
    struct text place, const uint8_t *hash, struct text principal,
    struct arena *arena, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 6, 7);

/*
 * The last day of the display, gaps counted, as a day of base/clock.h.
 * INT64_MAX while nobody can say: it is not displayed, or no longer.
 */
int64_t notice_last_day(const struct notice *notice, struct period period);

/* The period that the policy promises; count 0 when it promises none. */
struct period notice_period(const struct policy *policy);

/*
 * Puts it in force, now or when it was wanted.  STATUS_REFUSED
 * "notice_running" before the display is over; STATUS_CONFLICT when it is in
 * force already.
 */
enum status notice_publish(struct notice *notice, struct vault *vault,
    struct text principal, int64_t *in_force_from, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/*
 * Until which instant somebody may ask, because of the change, that their
 * data be erased (notices.changes.objection): the end of the display's last
 * day.  0 when the policy in force promises no such thing, or it is over;
 * INT64_MAX while the end is not known.
 */
int64_t notice_objections_until(const struct notice *notice,
    const struct policy *in_force, int64_t now) NONNULL;

#endif
