/*
 * decide.h - the steps of the decision; only src/gate/decide*.c include this.
 *
 * A step either refuses the whole ask or takes items out of what is still
 * permitted, and says whether to go on: when nothing is left, the steps
 * behind it are not asked, and the reason of the step that took out first is
 * that of the whole.
 */
#ifndef GATE_DECIDE_H_
#define GATE_DECIDE_H_

#include "gate/decision.h"

/* Refuses the whole: always false. */
bool decide_refuse(struct decision *d, enum refusal refusal,
    struct by by) NONNULL_ARGS(1);

/* Takes these items out, or all but these. */
bool decide_take_out(struct decision *d, const struct bits *items,
    enum refusal refusal, struct by by) NONNULL_ARGS(1, 2);
bool decide_keep_only(struct decision *d, const struct bits *items,
    enum refusal refusal, struct by by) NONNULL_ARGS(1, 2);

/*
 * Takes out what is shut in every record that could hold it.  When no record
 * is left to be opened, that is the end, whatever else was asked for.
 */
bool decide_shut(struct decision *d, const struct bits *shut,
    const struct bits *open, enum refusal refusal, struct by by)
    NONNULL_ARGS(1, 2, 3);

/*
 * Whether the purpose must bear it: rights of the person and duties of the
 * law do not depend on what was agreed before.
 */
bool decide_by_purpose(const struct decision *d) NONNULL;

/* No consent is needed to hand it over: a ground, or no third party. */
bool decide_care_by_ground(const struct decision *d) NONNULL;

/* The steps that are not in decide.c, in their order. */
bool decide_said_classes(struct decision *d) NONNULL;
bool decide_said_consents(struct decision *d) NONNULL;
bool decide_said_stops(struct decision *d) NONNULL;
bool decide_care(struct decision *d) NONNULL;
bool decide_term_retention(struct decision *d) NONNULL;
bool decide_term_hold(struct decision *d) NONNULL;
bool decide_term_client(struct decision *d) NONNULL;

#endif
