/*
 * Whoever was merged into somebody goes with them.
 */
#include "vault/commit.h"
#include "vault/erase.h"
#include "vault/erase_finish.h"

void
erase_merged_events(struct standing *part, const struct standing *into)
{
	for (int start = 0; start < START_COUNT; start++)
		if (into->event[start] > part->event[start])
			part->event[start] = into->event[start];
	if (into->hold_count > 0) {
		part->holds = into->holds;
		part->hold_count = into->hold_count;
	}
}

static enum status
commit(struct visit *visit, const struct erase_plan *plan, bool whole,
    struct error *error)
{
	enum status status = commit_change(visit->vault, plan->change,
	    STATUS_OK, error);

	return status == STATUS_OK && whole ? erase_finish_some(visit,
	    plan->erasure, 1, error) : status;
}

static enum status
plan_part(struct visit *visit, const struct opened *opened,
    const struct bits *items, const struct erase_plan *plan,
    struct error *error)
{
	struct bits *cut = arena_array(visit->arena, opened->head_count,
	    sizeof(*cut));

	if (cut == NULL)
		return error_memory(error);
	if (items == NULL)
		return erase_person_plan(visit, opened,
		    opened->head_count <= ERASE_LOOK, plan, error);
	for (size_t i = 0; i < opened->head_count; i++)
		cut[i] = *items;
	return erase_items_plan(visit, opened, cut, plan, error);
}

static enum status
erase_part(struct visit *visit, const struct opened *into, uint64_t person,
    const struct bits *items, bool dry, struct error *error)
{
	struct erasure erasure;
	struct erase_plan plan = {
		.cause = ERASURE_ASKED, .erasure = &erasure
	};
	struct opened opened;
	struct ask ask;
	enum status status = visit_open_kept(visit, person, &opened, error);

	/* Of whom a retention has already erased everything. */
	if (status != STATUS_OK || opened.hidden ||
	    opened.rows.row[0].state != PERSON_MERGED)
		return status;
	status = erase_merged(visit, &opened, items, dry, error);
	if (status != STATUS_OK)
		return status;
	/* Of the whole nothing is left to tell it apart by later. */
	if (items == NULL)
		erase_merged_events(&opened.standing, &into->standing);
	ask = visit_ask(visit, ACT_ERASE, &opened);
	if (items != NULL)
		ask.items = *items;
	status = visit_decide(visit, &ask, &plan.decision, error);
	if (status != STATUS_OK)
		return status;
	if (decision_refusal(plan.decision) != REFUSAL_NONE)
		return visit_refuse(visit, ENTRY_ERASE, plan.decision,
		    &opened, error);
	plan.change = change_new();
	if (plan.change == NULL)
		return error_memory(error);
	status = plan_part(visit, &opened, items, &plan, error);
	if (status == STATUS_OK && !dry)
		return commit(visit, &plan, items == NULL, error);
	change_free(plan.change);
	/* They may hold less than the one that they were merged into. */
	return items != NULL && status == STATUS_INVALID ? STATUS_OK :
	    status;
}

enum status
erase_merged(struct visit *visit, const struct opened *opened,
    const struct bits *items, bool dry, struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < opened->standing.merged_count &&
	    status == STATUS_OK; i++)
		status = erase_part(visit, opened,
		    opened->standing.merged[i].person, items, dry, error);
	return status;
}
