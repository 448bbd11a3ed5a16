/*
 * observe.h - what is noted instead of refused while a business observes;
 * only src/gate includes this.
 *
 * In the weeks before a business switches over, its programs ask under a
 * policy that was just written down.  What fails then only because of how
 * the policy divides the house's own work is noted and let through; what
 * the law forbids, what a person has said, and what a key was let in for is
 * refused as ever.  Let through are, for ACT_USE, ACT_ACQUIRE and
 * ACT_CORRECT alone:
 *
 *   role_not_for_purpose, role_not_for_act	unless it is an auditor's role
 *   item_not_for_purpose, item_not_for_role	items of the plain tier, not
 *						when they are taken in
 *   way_not_for_purpose			the purpose is published
 *   class_without_purpose			acquired under the revision in
 *						force, which publishes it, from
 *						such people for such services
 *   retention_over				until it is erased
 *
 * Whatever leaves the house or can not be undone (provision, export,
 * disclosure, erasure, anonymising, what is recorded as a person's word) is
 * always decided in earnest: APPI 18, 20(2), 27, 28, 35.
 */
#ifndef GATE_OBSERVE_H_
#define GATE_OBSERVE_H_

#include "gate/decision.h"

/* Whether the whole goes on; if so it is noted. */
bool observe_whole(struct decision *d, enum refusal refusal, struct by by)
    NONNULL_ARGS(1);

/* Those of the items that go on; if there are any it is noted. */
struct bits observe_items(struct decision *d, const struct bits *items,
    enum refusal refusal, struct by by) NONNULL_ARGS(1, 2);

/* Whether a record of that class may be opened for the purpose. */
bool observe_class(const struct decision *d, const struct class *class)
    NONNULL;

#endif
