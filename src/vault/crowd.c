#include <time.h>

#include "base/mem.h"
#include "vault/crowd.h"
#include "vault/keys.h"

enum { CHUNK = 10000, PAUSE_MS = 50, SLOTS = 256, ROWS = 16 << 20 };

/* Slots that will be wanted, each once in a row. */
struct wanted {
	struct keys *keys;
	uint64_t slots[SLOTS];
	size_t n;
};

void
crowd_begin(struct crowd *crowd, struct vault *vault,
    enum holder_purpose purpose, uint64_t total)
{
	uint64_t rate = vault_config(vault)->bulk_people_per_minute;

	/* What a chunk may take is there at least twice in a minute. */
	*crowd = (struct crowd){
		.vault = vault, .holder = vault_holder(vault),
		.purpose = purpose,
		.chunk = rate / (2 * HOLDER_SLOTS_A_PERSON), .rest = total,
	};
	if (crowd->chunk > CHUNK)
		crowd->chunk = CHUNK;
}

static enum status
announce(struct crowd *crowd, uint64_t people, struct error *error)
{
	const struct timespec pause = { 0, PAUSE_MS * 1000000L };
	enum status status = store_clock_look(vault_store(crowd->vault),
	    error);

	while (status == STATUS_OK) {
		if (vault_ends(crowd->vault))
			return error_stopped(error);
		status = holder_bulk(crowd->holder, crowd->purpose, people,
		    !crowd->begun, error);
		if (status != STATUS_BUSY)
			break;
		(void)nanosleep(&pause, NULL);
	}
	if (status != STATUS_OK)
		return status;
	crowd->begun = true;
	crowd->ahead += people;
	crowd->rest -= people < crowd->rest ? people : crowd->rest;
	return STATUS_OK;
}

enum status
crowd_ahead(struct crowd *crowd, uint64_t n, struct error *error)
{
	enum status status = vault_ends(crowd->vault) ?
	    error_stopped(error) : STATUS_OK;
	uint64_t people = crowd->rest < crowd->chunk ? crowd->rest :
	    crowd->chunk;

	if (status == STATUS_OK && crowd->ahead < n)
		status = announce(crowd, people < n ? n : people, error);
	if (status == STATUS_OK)
		crowd->ahead -= n;
	return status;
}

/* They stay in the cache, which is all that is wanted. */
static void
open_wanted(struct wanted *wanted)
{
	struct slot_key keys[SLOTS];
	struct error ignored;

	if (wanted->n > 0)
		(void)!keys_get(wanted->keys, wanted->slots, wanted->n, keys,
		    &ignored);
	mem_wipe(keys, sizeof(keys));
	wanted->n = 0;
}

static void
want_rows(struct wanted *wanted, const struct rows *rows, bool whole)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->row[i];
		struct error ignored;
		uint64_t slot;

		if ((row->state != PERSON_LIVE && !whole) ||
		    row->sealed.bytes.n == 0 ||
		    seal_slot(&slot, row->sealed, &ignored) != STATUS_OK ||
		    (wanted->n > 0 && wanted->slots[wanted->n - 1] == slot))
			continue;
		wanted->slots[wanted->n++] = slot;
		if (wanted->n == SLOTS)
			open_wanted(wanted);
	}
}

enum status
crowd_open(struct crowd *crowd, struct reader *reader,
    const uint64_t *people, size_t n, bool whole, struct error *error)
{
	struct arena *arena = arena_new(ROWS);
	struct wanted wanted = { .keys = vault_keys(crowd->vault) };
	enum status status = arena == NULL ? error_memory(error) :
	    crowd_ahead(crowd, n, error);

	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		struct error ignored;
		struct rows rows;

		arena_reset(arena);
		if (reader_person_first(reader, people[i], whole ? SLOTS : 1,
		    &rows, arena, &ignored) == STATUS_OK)
			want_rows(&wanted, &rows, whole);
	}
	open_wanted(&wanted);
	arena_free(arena);
	return status;
}

void
crowd_end(struct crowd *crowd)
{
	struct error ignored;

	if (crowd->begun)
		(void)!holder_bulk_end(crowd->holder, crowd->purpose, &ignored);
	crowd->begun = false;
}
