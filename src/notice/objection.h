/*
 * objection.h - who objects to a change of the policy, while it is displayed.
 *
 * Where the policy promises it (notices.changes.objection), a person may
 * object until the end of the last day of the display.  The objection goes
 * into their standing with the purposes that the revision adds or widens;
 * the gate refuses these for them, until they consent or take it back.
 * Whether their data is to be erased as well is for the request that they
 * make (rights.types policy_change_objection).
 */
#ifndef NOTICE_OBJECTION_H_
#define NOTICE_OBJECTION_H_

#include "vault/sweep.h"
#include "vault/person.h"

/*
 * Records the objection to a revision, or (0) to the newest.  STATUS_NOT_FOUND
 * when there is no such revision or notice; STATUS_REFUSED
 * "objections_not_promised", "objections_closed".
 */
enum status objection_say(struct visit *visit, uint64_t person,
    unsigned int revision, struct error *error) MUST_USE NONNULL;

/* Who objects, and to what they still do. */
struct objecting {
	uint64_t person;
	unsigned int revision;
	int64_t time;
	struct bits purposes;	/* what they agreed to since is not in it */
};

/*
 * A page of them, for a revision or (0) any; list needs room for SWEEP_LOOK,
 * after and *next are as in sweep.h.  Who objects to several revisions stands
 * there for the last.  *unseen: not the visitor's to use.
 */
enum status objection_page(struct objecting *list, size_t *n,
    uint64_t *unseen, struct visit *visit, unsigned int revision,
    uint64_t after, uint64_t *next, struct error *error) MUST_USE NONNULL;

#endif
