/*
 * A single file: the item of the one record that has it.  The record's next
 * generation is without the file's key; its pieces go by the job.
 */
#include "vault/commit.h"
#include "vault/erase.h"
#include "vault/files_parts.h"
#include "vault/person_parts.h"
#include "vault/record.h"

struct erasing {
	struct visit *visit;
	struct files_paper paper;
	struct opened opened;
	struct erase_plan plan;
	struct bits *cut;		/* of each head */
	struct error *error;
};

/* Of an unknown file the gate is asked all the same, about no item. */
static enum status
ask_gate(struct erasing *x, bool known)
{
	struct ask ask = visit_ask(x->visit, ACT_ERASE, &x->opened);
	struct bits wanted = { { 0 } };
	enum status status;

	if (known)
		bits_add(&wanted, x->paper.item);
	ask.items = wanted;
	status = visit_permit(x->visit, &ask, ENTRY_ERASE, &x->opened,
	    &x->plan.decision, x->error);
	return status == STATUS_OK ? person_refuse_items(x->visit,
	    ENTRY_ERASE, x->plan.decision, &x->opened, &wanted, x->error) :
	    status;
}

static enum status
find(struct erasing *x)
{
	const struct decision *decision = gate_decide_system(SYSTEM_ERASE,
	    decision_id(x->plan.decision), x->visit->now, x->visit->arena);
	bool found = false;
	enum status status = STATUS_OK;

	x->cut = arena_array(x->visit->arena, x->opened.head_count + 1,
	    sizeof(*x->cut));
	if (decision == NULL || x->cut == NULL)
		return error_memory(x->error);
	for (size_t i = 0; i < x->opened.head_count && status == STATUS_OK;
	    i++) {
		const struct record_value *value;
		struct record record;

		status = visit_unseal(x->visit, decision, &x->opened, i,
		    &record, x->error);
		if (status != STATUS_OK)
			break;
		value = record_find(&record, x->paper.item);
		if (value == NULL || !text_is(value->text, x->paper.id))
			continue;
		bits_add(&x->cut[i], x->paper.item);
		found = true;
	}
	return status != STATUS_OK || found ? status :
	    id_not_found(ID_FILE, x->error);
}

/* The key under which it waited for its record, while it is still there. */
static enum status
drop_waiting_key(struct erasing *x)
{
	struct vault *vault = x->visit->vault;
	enum status status;

	if (x->paper.slot == 0)
		return STATUS_OK;
	keys_forget(vault_keys(vault), x->paper.slot);
	status = store_slots_drop(vault_store(vault), &x->paper.slot, 1,
	    x->error);
	keys_forget(vault_keys(vault), x->paper.slot);
	return status;
}

enum status
erase_file(struct visit *visit, uint64_t person, struct text id, bool dry,
    struct erasure *erasure, struct error *error)
{
	struct erasing x = {
		.visit = visit, .error = error,
		.plan = { .cause = ERASURE_ASKED, .erasure = erasure },
	};
	enum status status = files_paper_get(&x.paper, visit->vault,
	    visit->reader, id, visit->arena, error);
	bool known = status == STATUS_OK;

	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	status = visit_open_present(visit, person, &x.opened, error);
	if (status == STATUS_OK)
		status = ask_gate(&x, known);
	if (status != STATUS_OK)
		return status;
	if (!known)
		return id_not_found(ID_FILE, error);
	status = find(&x);
	if (status == STATUS_OK)
		status = erase_merged_cut(visit, &x.opened, x.cut, dry,
		    error);
	if (status != STATUS_OK)
		return status;
	x.plan.change = change_new();
	if (x.plan.change == NULL)
		return error_memory(error);
	status = erase_items_plan(visit, &x.opened, x.cut, &x.plan, error);
	/* First, so that the record's own key is the last one. */
	if (status == STATUS_OK && !dry)
		status = drop_waiting_key(&x);
	if (status == STATUS_OK && !dry)
		return commit_change(visit->vault, x.plan.change, status,
		    error);
	change_free(x.plan.change);
	return status;
}
