/*
 * term.h - how long what was acquired may be kept, and how long it must be.
 *
 * One arithmetic for the gate, which refuses what is over, and for the job,
 * which erases it.  A retention begins with its event and ends with the last
 * day of its period (calendar/period.h, or business days of the policy's
 * calendar); while the law wants it kept longer, that day is the last.  Before
 * the event neither has begun.  An item is over when every rule that speaks of
 * it, for that kind of person, says so; an item of which no rule speaks is
 * never over.
 *
 * Days are day numbers of base/clock.h in Asia/Tokyo.
 */
#ifndef GATE_TERM_H_
#define GATE_TERM_H_

#include "gate/gate.h"

enum { TERM_NEVER = INT32_MAX };	/* a day that does not come */

/*
 * The last day on which the rule keeps what was acquired that day;
 * TERM_NEVER while its event has not happened.
 */
int64_t term_last(const struct policy_retention *rule,
    const struct standing *standing, int64_t acquired) NONNULL;

/* What of a record's items is over on that day. */
struct bits term_over(const struct policy *policy,
    const struct standing *standing, int64_t acquired, int64_t today)
    NONNULL;

/*
 * What a law wants kept on that day: its minimum has not passed, or has not
 * begun.
 */
struct bits term_required(const struct policy *policy,
    const struct standing *standing, int64_t acquired, int64_t today)
    NONNULL;

/*
 * The last day on which a law wants the item kept; 0 when none does, and
 * TERM_NEVER when its event has not happened.  *rule gets the one that says so.
 */
int64_t term_required_until(const struct policy *policy,
    const struct standing *standing, unsigned int item, int64_t acquired,
    int64_t today, const struct policy_retention **rule) NONNULL;

#endif
