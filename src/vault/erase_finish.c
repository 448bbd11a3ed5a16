#include "base/mem.h"
#include "vault/backup_record.h"
#include "vault/commit.h"
#include "vault/erase_finish.h"
#include "vault/page.h"

enum { BATCH = 64, SCAN_BATCH = 4096, WORK_MAX = 64 << 20 };

/* Moves one on and says so in the log. */
static enum status
move_on(struct visit *visit, struct change *change, struct erasure *e,
    enum erasure_state to, const char *subject, struct error *error)
{
	enum erasure_state from = e->state;
	struct erasure_row row;
	struct entry entry;
	enum status status;

	e->state = to;
	status = erasure_seal(visit, e, &row, error);
	if (status != STATUS_OK)
		return status;
	change_move_erasure(change, &row, from);
	entry = erasure_entry(visit, e, subject);
	return visit_log_with(visit, change, &entry, error);
}

/* The slots of all of them, out of the caches and out of the key store. */
static enum status
destroy(struct visit *visit, struct erasure *erasures, size_t n,
    struct error *error)
{
	struct keys *keys = vault_keys(visit->vault);
	uint64_t *slots;
	size_t count = 0;
	enum status status;

	for (size_t i = 0; i < n; i++)
		count += erasures[i].slot_count;
	slots = mem_array(count + 1, sizeof(*slots));
	if (slots == NULL)
		return error_memory(error);
	count = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < erasures[i].slot_count; j++) {
			slots[count++] = erasures[i].slots[j];
			keys_forget(keys, erasures[i].slots[j]);
		}
	status = store_slots_drop(vault_store(visit->vault), slots, count,
	    error);
	/* Somebody may have opened one while it was still there. */
	for (size_t i = 0; i < count; i++)
		keys_forget(keys, slots[i]);
	mem_free(slots);
	for (size_t i = 0; i < n; i++) {
		erasures[i].kek = keyring_current_kek(
		    vault_keyring(visit->vault));
		/* After it was done: a copy of the keys made later has none. */
		erasures[i].destroyed = clock_now(vault_clock(visit->vault));
	}
	return status;
}

/* What is kept by law took the place of the rows already. */
static void
drop_rows(struct change *change, const struct erasure *e)
{
	if (e->kept_count == 0)
		change_drop_all(change, e->person);
}

enum status
erase_finish_some(struct visit *visit, struct erasure *erasures, size_t n,
    struct error *error)
{
	struct change *change;
	enum status status = destroy(visit, erasures, n, error);

	if (status != STATUS_OK)
		return status;
	change = change_new();
	if (change == NULL)
		return error_memory(error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		struct erasure *e = &erasures[i];
		bool person = e->scope == ERASURE_PERSON;

		if (person && !e->sweep)
			drop_rows(change, e);
		status = move_on(visit, change, e, person && e->sweep ?
		    ERASURE_DESTROYED : ERASURE_WAITING, "destroyed", error);
	}
	return commit_change(visit->vault, change, status, error);
}

/* Up to max erasures in a state, opened. */
static enum status
next_some(struct visit *visit, enum erasure_state state, uint64_t after,
    size_t max, struct erasure *erasures, size_t *n, struct error *error)
{
	const struct erasure_row *rows;
	enum status status = reader_erasures(visit->reader, state, after,
	    max, &rows, n, visit->arena, error);

	for (size_t i = 0; i < *n && status == STATUS_OK; i++)
		status = erasure_open(visit, &rows[i], &erasures[i], error);
	return status;
}

static enum status
next_batch(struct visit *visit, enum erasure_state state, uint64_t after,
    struct erasure erasures[BATCH], size_t *n, struct error *error)
{
	return next_some(visit, state, after, BATCH, erasures, n, error);
}

/* One scan for these; the entry says for how many. */
static enum status
scan_for(struct visit *visit, struct erasure *erasures, size_t n,
    struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .time = visit->now, .count = n,
		.principal = visit->principal.name,
		.purpose = text_of(system_purpose_names[SYSTEM_ERASE]),
		.subject = TEXT("search_keys"),
	};
	struct change *change = change_new();
	enum status status = STATUS_OK;

	if (change == NULL)
		return error_memory(error);
	change_sweep_keys(change, ERASURE_DESTROYED);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		struct erasure_row row;

		erasures[i].state = ERASURE_WAITING;
		drop_rows(change, &erasures[i]);
		status = erasure_seal(visit, &erasures[i], &row, error);
		if (status == STATUS_OK)
			change_move_erasure(change, &row, ERASURE_DESTROYED);
	}
	return commit_visit(visit, change, &entry, status, error);
}

enum status
erase_finish_scan(struct visit *visit, struct error *error)
{
	struct erasure *some = mem_array(SCAN_BATCH, sizeof(*some));
	struct page page;
	size_t n = 0;
	enum status status;

	if (some == NULL)
		return error_memory(error);
	status = page_begin(&page, visit, error);
	if (status != STATUS_OK) {
		mem_free(some);
		return status;
	}
	do {
		page_turn(&page);
		status = next_some(visit, ERASURE_DESTROYED, 0, SCAN_BATCH,
		    some, &n, error);
		if (status == STATUS_OK && n > 0)
			status = scan_for(visit, some, n, error);
	} while (status == STATUS_OK && n > 0);
	page_end(&page);
	mem_free(some);
	return status;
}

/* Intents that a crash left open. */
static enum status
finish_intents(struct visit *visit, struct erase_progress *progress,
    struct error *error)
{
	struct erasure batch[BATCH];
	struct page page;
	size_t n = 0;
	enum status status = page_begin(&page, visit, error);

	if (status != STATUS_OK)
		return status;
	do {
		page_turn(&page);
		status = next_batch(visit, ERASURE_INTENDED, 0, batch, &n,
		    error);
		if (status == STATUS_OK && n > 0)
			status = erase_finish_some(visit, batch, n, error);
		progress->finished += n;
	} while (status == STATUS_OK && n > 0);
	page_end(&page);
	return status;
}

/* Slots of items that served restoring long enough. */
static enum status
end_retirement(struct visit *visit, struct erase_progress *progress,
    struct error *error)
{
	struct erasure batch[BATCH];
	struct page page;
	uint64_t after = 0;
	size_t n = 0;
	enum status status = page_begin(&page, visit, error);

	if (status != STATUS_OK)
		return status;
	do {
		size_t due = 0;

		page_turn(&page);
		status = next_batch(visit, ERASURE_RETIRED, after, batch, &n,
		    error);
		if (n > 0)
			after = batch[n - 1].number;
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			if (batch[i].due <= visit->now) {
				batch[due] = batch[i];
				batch[due++].due = batch[i].horizon;
			}
		if (status == STATUS_OK && due > 0)
			status = erase_finish_some(visit, batch, due, error);
		progress->retired += due;
	} while (status == STATUS_OK && n == BATCH);
	page_end(&page);
	return status;
}

/* By everything that is known, no copy of the slots is left. */
static bool
is_complete(const struct visit *visit, const struct key_copies *copies,
    const struct erasure *e)
{
	const struct config *config = vault_config(visit->vault);
	int64_t life = (int64_t)config->key_backup_days * DAY_SECONDS * 1000;

	return visit->now >= e->horizon && e->destroyed < copies->oldest &&
	    visit->now >= e->destroyed + life &&
	    !keyring_has_kek(vault_keyring(visit->vault), e->kek);
}

/* One page; after moves behind it, *n is how many it had. */
static enum status
complete_page(struct visit *visit, const struct key_copies *copies,
    uint64_t *after, size_t *n, uint64_t *completed, struct error *error)
{
	struct erasure batch[BATCH];
	struct change *change = change_new();
	size_t done = 0;
	enum status status;

	if (change == NULL)
		return error_memory(error);
	status = next_batch(visit, ERASURE_WAITING, *after, batch, n, error);
	for (size_t i = 0; i < *n && status == STATUS_OK; i++) {
		*after = batch[i].number;
		if (!is_complete(visit, copies, &batch[i]))
			continue;
		done++;
		status = move_on(visit, change, &batch[i], ERASURE_COMPLETE,
		    "complete", error);
	}
	if (status == STATUS_OK && done > 0)
		status = commit_change(visit->vault, change, status, error);
	else
		change_free(change);
	*completed += done;
	return status;
}

static enum status
complete(struct visit *visit, struct erase_progress *progress,
    struct error *error)
{
	struct key_copies copies;
	struct page page;
	uint64_t after = 0;
	size_t n = 0;
	enum status status = backup_record_key_copies(&copies, visit, error);

	if (status == STATUS_OK)
		status = page_begin(&page, visit, error);
	if (status != STATUS_OK)
		return status;
	do {
		page_turn(&page);
		status = complete_page(visit, &copies, &after, &n,
		    &progress->complete, error);
	} while (status == STATUS_OK && n == BATCH);
	page_end(&page);
	return status;
}

/* How many of its slots are in the key store. */
static enum status
count_there(struct visit *visit, const struct erasure *e, uint64_t *n,
    struct error *error)
{
	enum status status = STATUS_OK;

	*n = 0;
	for (size_t i = 0; i < e->slot_count && status == STATUS_OK; i++) {
		struct wrapped_slot wrapped;

		status = store_slots_get(vault_store(visit->vault),
		    &e->slots[i], 1, &wrapped, error);
		*n += status == STATUS_OK;
		if (status == STATUS_NOT_FOUND)
			status = STATUS_OK;
	}
	return status;
}

static enum status
destroy_again(struct visit *visit, struct erasure *e, struct error *error)
{
	struct change *change;
	enum status status = destroy(visit, e, 1, error);

	if (status != STATUS_OK)
		return status;
	change = change_new();
	if (change == NULL)
		return error_memory(error);
	return commit_change(visit->vault, change, move_on(visit, change, e,
	    ERASURE_WAITING, "destroyed", error), error);
}

/* One page of those that are done. */
static enum status
revived_page(struct visit *visit, enum erasure_state state, uint64_t *after,
    size_t *n, uint64_t *revived, struct error *error)
{
	struct erasure batch[BATCH];
	enum status status = next_batch(visit, state, *after, batch, n,
	    error);

	for (size_t i = 0; i < *n && status == STATUS_OK; i++) {
		uint64_t there;

		*after = batch[i].number;
		status = count_there(visit, &batch[i], &there, error);
		if (status == STATUS_OK && there > 0)
			status = destroy_again(visit, &batch[i], error);
		*revived += there;
	}
	return status;
}

enum status
erase_finish_revived(struct visit *visit, struct erase_progress *progress,
    struct error *error)
{
	static const enum erasure_state done[] = {
		ERASURE_WAITING, ERASURE_COMPLETE
	};
	struct page page;
	enum status status = page_begin(&page, visit, error);

	progress->revived = 0;
	if (status != STATUS_OK)
		return status;
	for (size_t s = 0; s < LENGTH(done); s++) {
		uint64_t after = 0;
		size_t n = BATCH;

		while (n == BATCH && status == STATUS_OK) {
			page_turn(&page);
			status = revived_page(visit, done[s], &after, &n,
			    &progress->revived, error);
		}
	}
	page_end(&page);
	return status;
}

enum status
erase_finish_open(struct vault *vault, struct reader *reader,
    struct error *error)
{
	const struct visitor program = { .principal = TEXT("system:erase") };
	struct erase_progress progress = { .finished = 0 };
	struct arena *arena = arena_new(WORK_MAX);
	struct visit visit;
	enum status status;

	if (arena == NULL)
		return error_memory(error);
	visit_begin(&visit, vault, reader, arena, &program);
	status = finish_intents(&visit, &progress, error);
	if (status == STATUS_OK)
		status = erase_finish_scan(&visit, error);
	visit_end(&visit);
	arena_free(arena);
	return status;
}

enum status
erase_finish_all(struct visit *visit, struct erase_progress *progress,
    struct error *error)
{
	enum status status;

	memset(progress, 0, sizeof(*progress));
	status = finish_intents(visit, progress, error);
	if (status == STATUS_OK)
		status = erase_finish_scan(visit, error);
	if (status == STATUS_OK)
		status = end_retirement(visit, progress, error);
	return status == STATUS_OK ? complete(visit, progress, error) :
	    status;
}
