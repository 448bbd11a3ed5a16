/*
 * Whoever was merged into somebody goes with them.
 */
#include "vault/commit.h"
#include "vault/erase.h"
#include "vault/erase_finish.h"

/* What goes of each. */
struct share {
	const struct bits *items;	/* NULL: the whole */
	const struct bits *cut;		/* of each head; NULL: items of all */
};

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
	enum status status = commit_opened(visit, plan->change, STATUS_OK,
	    error);

	return status == STATUS_OK && whole ? erase_finish_some(visit,
	    plan->erasure, 1, error) : status;
}

static enum status
plan_part(struct visit *visit, const struct opened *opened,
    const struct share *share, const struct erase_plan *plan,
    struct error *error)
{
	struct bits *cut = arena_array(visit->arena, opened->head_count,
	    sizeof(*cut));

	if (cut == NULL)
		return error_memory(error);
	if (share->items == NULL)
		return erase_person_plan(visit, opened,
		    opened->head_count <= ERASE_LOOK, plan, error);
	for (size_t i = 0; i < opened->head_count; i++)
		cut[i] = share->cut == NULL ? *share->items : share->cut[i];
	return erase_items_plan(visit, opened, cut, plan, error);
}

/* What goes of copies goes of what they were copied from. */
static enum status
share_of_part(struct share *share, const struct visit *visit,
    const struct opened *into, const struct merged *merged,
    const struct opened *opened, struct error *error)
{
	struct bits *cut = arena_array(visit->arena, opened->head_count + 1,
	    sizeof(*cut)), *items = &cut[opened->head_count];

	if (cut == NULL)
		return error_memory(error);
	for (size_t i = 0; i + 1 < merged->seq_count; i += 2) {
		size_t there = visit_head(opened, merged->seqs[i]);
		size_t here = visit_head(into, merged->seqs[i + 1]);

		if (there == opened->head_count || here == into->head_count)
			continue;
		cut[there] = share->cut[here];
		*items = bits_or(items, &cut[there]);
	}
	*share = (struct share){ items, cut };
	return STATUS_OK;
}

static enum status
erase_parts(struct visit *visit, const struct opened *opened,
    const struct share *share, bool dry, struct error *error);

static enum status
decide_and_erase(struct visit *visit, const struct opened *opened,
    const struct share *share, bool dry, struct error *error)
{
	const struct bits *items = share->items;
	struct erasure erasure;
	struct erase_plan plan = {
		.cause = ERASURE_ASKED, .erasure = &erasure
	};
	struct ask ask = visit_ask(visit, ACT_ERASE, opened);
	enum status status;

	if (items != NULL)
		ask.items = *items;
	status = visit_permit(visit, &ask, ENTRY_ERASE, opened, &plan.decision,
	    error);
	if (status != STATUS_OK)
		return status;
	plan.change = change_new();
	if (plan.change == NULL)
		return error_memory(error);
	status = plan_part(visit, opened, share, &plan, error);
	if (status == STATUS_OK && !dry)
		return commit(visit, &plan, items == NULL, error);
	change_free(plan.change);
	/* They may hold less than the one that they were merged into. */
	return items != NULL && status == STATUS_INVALID ? STATUS_OK :
	    status;
}

static enum status
erase_part(struct visit *visit, const struct opened *into,
    const struct merged *merged, struct share share, bool dry,
    struct error *error)
{
	struct opened opened;
	enum status status = visit_open_kept(visit, merged->person, &opened,
	    error);

	/* Of whom a retention has already erased everything. */
	if (status != STATUS_OK || opened.hidden ||
	    opened.rows.row[0].state != PERSON_MERGED)
		return status;
	if (share.cut != NULL)
		status = share_of_part(&share, visit, into, merged, &opened,
		    error);
	if (status != STATUS_OK ||
	    (share.items != NULL && bits_empty(share.items)))
		return status;
	status = erase_parts(visit, &opened, &share, dry, error);
	if (status != STATUS_OK)
		return status;
	/* Of the whole nothing is left to tell it apart by later. */
	if (share.items == NULL)
		erase_merged_events(&opened.standing, &into->standing);
	return decide_and_erase(visit, &opened, &share, dry, error);
}

static enum status
erase_parts(struct visit *visit, const struct opened *opened,
    const struct share *share, bool dry, struct error *error)
{
	const struct standing *standing = &opened->standing;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < standing->merged_count &&
	    status == STATUS_OK; i++)
		status = erase_part(visit, opened, &standing->merged[i],
		    *share, dry, error);
	return status;
}

enum status
erase_merged(struct visit *visit, const struct opened *opened,
    const struct bits *items, bool dry, struct error *error)
{
	return erase_parts(visit, opened, &(struct share){ items, NULL },
	    dry, error);
}

enum status
erase_merged_cut(struct visit *visit, const struct opened *opened,
    const struct bits *cut, bool dry, struct error *error)
{
	static const struct bits none;

	return erase_parts(visit, opened, &(struct share){ &none, cut },
	    dry, error);
}
