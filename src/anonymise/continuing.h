/*
 * continuing.h - 匿名加工情報 that is made continually (継続的に作成する).
 *
 * A declaration with continuing: true and every: PERIOD is made the first
 * time by somebody, with a plan that a second person approves where the role
 * needs one.  That making keeps the files that its plan names beside the plan,
 * sealed with the method.  From then on it is made again by the clock with the
 * plan of the newest making that was approved and whose method is still there,
 * in the role and for the purpose in which that one was made: at the gate, by
 * the policy in force, with the same steps and entries as by hand.  Nothing is
 * made before its items are published (43(3)), nor once all is erased.
 */
#ifndef ANONYMISE_CONTINUING_H_
#define ANONYMISE_CONTINUING_H_

#include "anonymise/processed.h"

/* Whether the declaration is made by the clock. */
bool continuing_is(const struct node *declaration);

/*
 * The plan's files as JSON, [{name, bytes}], for the method.  STATUS_INVALID
 * plan_files_large: they are too many or too large to be kept.
 */
enum status continuing_files(struct text *json, const struct plan *plan,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

struct continuing {
	struct vault *vault;
	struct reader *reader;
	struct arena *arena;
	struct text principal;
	bool (*ends)(void *context);	/* whether to stop; may be NULL */
	void *context;
	uint64_t made;			/* out */
};

/* Whether anything is due. */
enum status continuing_waits(struct continuing *run, bool *waits,
    struct error *error) MUST_USE NONNULL;

/*
 * Makes what is due; one that fails does not keep the others from being
 * made, and the first failure is told.  STATUS_BUSY "stopped".
 */
enum status continuing_make(struct continuing *run, struct error *error)
    MUST_USE NONNULL;

#endif
