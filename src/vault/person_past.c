/*
 * What stood before, and who used what.
 */
#include "audit/tile.h"
#include "vault/bulk.h"
#include "vault/person_parts.h"

static enum status
show_versions(struct visit *visit, const struct opened *opened,
    struct past *past, struct error *error)
{
	const struct decision *decision = past->view.decision;
	const struct history_row *rows;
	struct view_history *out;
	size_t n;
	enum status status = reader_history(visit->reader, opened->person,
	    &rows, &n, visit->arena, error);

	if (status != STATUS_OK)
		return status;
	out = arena_array(visit->arena, n, sizeof(*out));
	if (out == NULL)
		return error_memory(error);
	past->history = out;
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		size_t head = visit_head(opened, rows[i].row.seq);
		struct bits items = decision_record_items(decision, head);
		struct record record;

		if (bits_empty(&items))
			continue;
		status = visit_unseal_history(visit, decision, opened, head,
		    &rows[i], &record, error);
		if (status != STATUS_OK)
			break;
		*out = (struct view_history){
			.replaced_at = rows[i].replaced_at,
			.record = {
				.seq = rows[i].row.seq,
				.version = rows[i].row.version,
				.class = class_at(&visit->rules->classes,
				    rows[i].row.class),
				.time = record.time,
			},
		};
		status = person_show_values(visit, decision, &items, &record,
		    &out->record, error);
		past->history_count += out->record.count > 0;
		out += out->record.count > 0;
	}
	return status;
}

struct gathering {
	struct visit *visit;
	const uint8_t *pseudonym;
	const struct hash *roots;	/* of bulk uses that she was among */
	size_t root_count;
	struct view_use *uses;
	size_t n, capacity;
};

static bool
concerns(const struct gathering *g, struct bytes bytes)
{
	if (memmem(bytes.p, bytes.n, g->pseudonym, PSEUDONYM_SIZE) != NULL)
		return true;
	for (size_t i = 0; i < g->root_count; i++)
		if (memmem(bytes.p, bytes.n, g->roots[i].bytes,
		    HASH_SIZE) != NULL)
			return true;
	return false;
}

static enum status
gather(void *context, uint64_t index, struct bytes bytes,
    struct error *error)
{
	struct gathering *g = context;
	struct arena *arena = g->visit->arena;
	struct text copy;

	/* Both are random: where they do not stand, it is not hers. */
	if (!concerns(g, bytes))
		return STATUS_OK;
	if (g->n == g->capacity) {
		size_t capacity = g->capacity == 0 ? 16 : 2 * g->capacity;
		struct view_use *grown = arena_array(arena, capacity,
		    sizeof(*grown));

		if (grown == NULL)
			return error_memory(error);
		if (g->n > 0)
			memcpy(grown, g->uses, g->n * sizeof(*grown));
		g->uses = grown;
		g->capacity = capacity;
	}
	copy = text_copy(arena, (struct text){ (const char *)bytes.p,
	    bytes.n });
	if (copy.p == NULL)
		return error_memory(error);
	g->uses[g->n].index = index;
	return entry_read(&g->uses[g->n++].entry, bytes_of(copy), arena,
	    error);
}

static enum status
show_uses(struct visit *visit, const struct opened *opened,
    struct past *past, struct error *error)
{
	const struct config *config = vault_config(visit->vault);
	struct gathering g = {
		.visit = visit, .pseudonym = opened->standing.pseudonym
	};
	struct checkpoint state;
	struct tile_log *log;
	enum status status = vault_integrate(visit->vault, error);

	state = vault_log_state(visit->vault);
	if (status == STATUS_OK)
		status = bulk_find(&g.roots, &g.root_count, visit,
		    g.pseudonym, error);
	if (status == STATUS_OK)
		status = tile_log_open(&log, config->log_folder, state.size,
		    error);
	if (status != STATUS_OK)
		return status;
	status = tile_log_entries(log, 0, state.size, gather, &g, error);
	tile_log_close(log);
	past->uses = g.uses;
	past->use_count = g.n;
	return status;
}

enum status
person_past(struct visit *visit, uint64_t person, const struct bits *items,
    struct past *past, struct error *error)
{
	struct opened *opened = arena_alloc(visit->arena, sizeof(*opened));
	struct entry entry = { .record_count = 0 };
	enum status status;

	memset(past, 0, sizeof(*past));
	if (opened == NULL)
		return error_memory(error);
	status = visit_open_present(visit, person, opened, error);
	if (status == STATUS_OK)
		status = person_show_opened(visit, opened, items,
		    &past->view, &entry, error);
	if (status == STATUS_OK && decision_refusal(past->view.decision) ==
	    REFUSAL_NONE)
		status = show_versions(visit, opened, past, error);
	if (status == STATUS_OK)
		status = visit_log_use(visit, past->view.decision, opened,
		    &entry, error);
	if (status != STATUS_OK)
		return status;
	if (decision_refusal(past->view.decision) != REFUSAL_NONE)
		return decision_error(past->view.decision, error);
	return show_uses(visit, opened, past, error);
}
