/*
 * law.h - the days on which a rule of the law is in force.
 *
 * Every table of this folder gives its rows such days, and every question is
 * asked for a day: what was decided in the past is judged by the law of that
 * day, and an amendment that is promulgated but not in force answers nothing.
 * Days are those of base/clock.h, in Asia/Tokyo.
 */
#ifndef LAW_LAW_H_
#define LAW_LAW_H_

#include "base/base.h"

struct law_days {
	const char *from;	/* YYYY-MM-DD; "" while no day is set */
	const char *until;	/* the first day after, or "" */
};

bool law_in_force(struct law_days days, int64_t day);

/* The packs of amendments, in the order of their promulgation. */
enum law_pack { LAW_PACK_2021, LAW_PACK_2026 };
enum { LAW_PACKS = LAW_PACK_2026 + 1 };

struct law_change {
	const char *id;
	struct words what;
};

struct law_pack_row {
	const char *id;
	struct words title;
	const char *promulgated;
	struct law_days days;
	const char *latest;	/* comes into force by this day, or "" */
	const struct law_change *changes;	/* end: a NULL id */
};
extern const struct law_pack_row law_packs[LAW_PACKS];

#endif
