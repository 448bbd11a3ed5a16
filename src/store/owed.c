/*
 * Entries that must come into the log (store_insist()) and whose group was not
 * written: they are kept and go first in the next one, until they are there.
 */
#include "base/mem.h"
#include "store/handle.h"

enum { OWED_MAX = 4096 };

static void
begin(struct store *store)
{
	store->owed = NULL;
	store->owed_end = &store->owed;
	store->owed_n = 0;
}

void
owed_keep(struct store *store, const struct ticket *ticket)
{
	struct ticket *copy = NULL;

	if (!ticket->insists)
		return;
	if (store->owed_n < OWED_MAX && !store->closing)
		copy = mem_alloc(sizeof(*copy) + ticket->entry_n);
	if (copy == NULL) {
		store->lost = true;
		return;
	}
	if (store->owed_n == 0)
		begin(store);
	copy->insists = true;
	copy->holders = 1;
	copy->entry_n = ticket->entry_n;
	memcpy(copy->entry, ticket->entry, ticket->entry_n);
	*store->owed_end = copy;
	store->owed_end = &copy->next;
	store->owed_n++;
}

void
owed_queue(struct store *store)
{
	if (store->owed == NULL)
		return;
	*store->owed_end = store->first;
	if (store->first == NULL)
		store->end = store->owed_end;
	store->first = store->owed;
	store->waiting += store->owed_n;
	begin(store);
}

enum status
owed_late(struct error *error)
{
	return error_set(error, STATUS_BUSY, "log_unavailable",
	    "ログに記録できないため、回答できません",
	    "the log cannot be written, so there is no answer");
}

enum status
store_check_log(struct store *store, struct error *error)
{
	return store->owed_n == 0 ? STATUS_OK : owed_late(error);
}

bool
store_owes(struct store *store)
{
	return store->owed_n > 0 || store->lost;
}
