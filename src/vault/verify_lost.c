#include "audit/tile.h"
#include "vault/verify_lost.h"

/* The last number of the subject: of which state the rows are. */
static bool
rows_of(struct text subject, uint64_t *rows)
{
	size_t at = subject.n;

	while (at > 0 && subject.p[at - 1] != ' ')
		at--;
	return at > 0 && text_to_count(text_slice(subject, at, subject.n),
	    rows);
}

static enum status
take(void *context, uint64_t index, struct bytes bytes, struct error *error)
{
	struct verify_lost *lost = context;
	struct entry entry;
	uint64_t from;
	enum status status;

	arena_reset(lost->arena);
	status = entry_read(&entry, bytes, lost->arena, error);
	if (status != STATUS_OK || entry.kind != ENTRY_RESTORED ||
	    !rows_of(entry.subject, &from) || from >= index)
		return status;
	/* A restoring that lies in what is lost now did not happen either. */
	while (lost->n > 0 && lost->range[lost->n - 1].to >= from)
		lost->n--;
	if (lost->n == VERIFY_LOST_MAX)
		return status;
	lost->range[lost->n].from = from;
	lost->range[lost->n++].to = index;
	return STATUS_OK;
}

enum status
verify_lost_find(struct verify_lost *lost, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
{
	uint64_t size = vault_log_state(vault).size;
	struct tile_log *log;
	struct bytes value;
	enum status status;

	*lost = (struct verify_lost){ .arena = arena };
	arena_reset(arena);
	/* Only a store that was restored has lost anything. */
	status = reader_meta(reader, TEXT("restored"), &value, arena, error);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	status = tile_log_open(&log, vault_config(vault)->log_folder, size,
	    error);
	if (status != STATUS_OK)
		return status;
	status = tile_log_entries(log, 0, size, take, lost, error);
	tile_log_close(log);
	return status;
}

bool
verify_lost_has(const struct verify_lost *lost, uint64_t index)
{
	for (size_t i = 0; i < lost->n; i++)
		if (index >= lost->range[i].from &&
		    index < lost->range[i].to)
			return true;
	return false;
}
