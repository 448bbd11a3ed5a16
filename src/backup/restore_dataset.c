/*
 * Datasets that were erased after the state that is restored are erased again:
 * those of which the log says so, and those whose slots the keys have no more.
 */
#include "anonymise/processed.h"
#include "backup/restore.h"
#include "vault/keys.h"

enum { WORK_MAX = 64 << 20 };

/* One of which an entry says that it was erased. */
struct restore_dataset {
	struct restore_dataset *next;
	char id[PROCESSED_ID];
};

enum status
restore_dataset_learn(struct restoring *r, const struct entry *entry,
    struct error *error)
{
	struct restore_dataset *new;

	if (entry->kind != ENTRY_ERASE || entry->has_person ||
	    entry->refusal.n > 0 || entry->subject.n < PROCESSED_ID ||
	    !text_starts_with(entry->subject, "ano_") ||
	    !text_is(text_slice(entry->subject, PROCESSED_ID,
	    entry->subject.n), "erased"))
		return STATUS_OK;
	new = arena_alloc(r->arena, sizeof(*new));
	if (new == NULL)
		return error_memory(error);
	memcpy(new->id, entry->subject.p, PROCESSED_ID - 1);
	new->next = r->datasets;
	r->datasets = new;
	return STATUS_OK;
}

static bool
was_erased(const struct restoring *r, const struct processed *processed)
{
	for (const struct restore_dataset *d = r->datasets; d != NULL;
	    d = d->next)
		if (strcmp(d->id, processed->id) == 0)
			return true;
	return false;
}

/* Whether both of its slots are in the key store. */
static enum status
has_slots(bool *has, struct restoring *r, const struct processed *processed)
{
	const struct node *list = node_get(processed->paper, "slots");
	enum status status = STATUS_OK;

	for (size_t i = 0; i < node_count(list) && status == STATUS_OK; i++) {
		uint64_t slot = (uint64_t)node_at(list, i)->number;
		struct wrapped_slot wrapped;

		status = store_slots_get(vault_store(r->vault), &slot, 1,
		    &wrapped, r->error);
	}
	*has = status == STATUS_OK;
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status
look_at(struct restoring *r, struct visit *visit,
    const struct processed *processed)
{
	bool has = true;
	enum status status = STATUS_OK;

	if (node_count(node_get(processed->paper, "erasures")) > 0)
		return STATUS_OK;
	if (!was_erased(r, processed))
		status = has_slots(&has, r, processed);
	if (status != STATUS_OK || (has && !was_erased(r, processed)))
		return status;
	status = processed_erase_again(visit, text_of(processed->id),
	    r->error);
	r->out->datasets_erased += status == STATUS_OK;
	return status;
}

enum status
restore_dataset_replay(struct restoring *r)
{
	const struct visitor visitor = { .principal = r->wanted->principal };
	struct arena *arena = arena_new(WORK_MAX);
	const struct processed *list = NULL;
	struct visit visit;
	size_t n = 0;
	enum status status = arena == NULL ? error_memory(r->error) :
	    processed_finish(r->vault, r->error);

	if (status == STATUS_OK) {
		visit_begin(&visit, r->vault, r->reader, arena, &visitor);
		status = processed_list(&list, &n, r->vault, r->reader,
		    arena, r->error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			status = look_at(r, &visit, &list[i]);
		visit_end(&visit);
	}
	arena_free(arena);
	return status;
}
