#include "anonymise/ingest.h"
#include "anonymise/ingest_parts.h"
#include "base/mem.h"

void
ingest_unify(struct ingest *ingest)
{
	for (size_t p = 0; p < ingest->piece_count; p++) {
		struct ingest_piece *piece = &ingest->pieces[p];
		const struct ingest_shard *shard =
		    &ingest->shards[piece->shard];
		uint32_t *cell = piece->ids;

		for (uint32_t r = 0; r < piece->rows; r++)
			for (size_t c = 0; c < ingest->columns; c++, cell++)
				*cell = shard->value[c][*cell];
	}
}

/* What grouping cells has at hand. */
struct grouping {
	struct keytable table;
	uint64_t *first;
	uint32_t first_capacity;
	uint64_t keys[KEY_BATCH * KEY_WORDS];
	uint32_t ids[KEY_BATCH];
};

/* Groups up to KEY_BATCH rows of a piece from row at on. */
static bool
group_some(struct grouping *g, const struct ingest_groups *groups,
    const struct ingest *ingest, uint32_t *const *code,
    const struct ingest_piece *piece, uint32_t at, uint32_t n)
{
	const uint32_t *cell = piece->ids + (size_t)at * ingest->columns;
	uint32_t before = g->table.count;

	memset(g->keys, 0, n * groups->words * sizeof(*g->keys));
	for (uint32_t r = 0; r < n; r++)
		for (size_t c = 0; c < ingest->columns; c++, cell++)
			key_put(g->keys + r * groups->words,
			    groups->field[c], code[c][*cell]);
	if (!keytable_add(&g->table, g->keys, n, g->ids))
		return false;
	if (g->table.count > g->first_capacity) {
		uint64_t *grown = mem_grow(g->first, g->first_capacity,
		    g->table.capacity, sizeof(*grown));

		if (grown == NULL)
			return false;
		g->first = grown;
		g->first_capacity = g->table.capacity;
	}
	for (uint32_t r = 0; r < n && before < g->table.count; r++)
		if (g->ids[r] == before)
			g->first[before++] = (uint64_t)piece->number << 32 |
			    (at + r);
	return true;
}

/* A piece's cells become the numbers of its rows' groups. */
static bool
group_piece(struct grouping *g, const struct ingest_groups *groups,
    const struct ingest *ingest, uint32_t *const *code,
    struct ingest_piece *piece)
{
	uint32_t *ids = mem_array(piece->rows, sizeof(*ids));
	uint32_t n;

	if (ids == NULL)
		return false;
	for (uint32_t at = 0; at < piece->rows; at += n) {
		n = piece->rows - at < KEY_BATCH ? piece->rows - at :
		    KEY_BATCH;
		if (!group_some(g, groups, ingest, code, piece, at, n)) {
			mem_free(ids);
			return false;
		}
		memcpy(ids + at, g->ids, n * sizeof(*ids));
	}
	mem_free(piece->ids);
	piece->ids = ids;
	piece->capacity = piece->rows;
	piece->shard = 0;
	return true;
}

enum status
ingest_cells_groups(struct ingest_groups *groups, struct ingest *ingest,
    uint32_t *const *code, const uint32_t *codes, const size_t *order,
    struct error *error)
{
	struct ingest_records records = { .shards = 1 };
	struct grouping *g = mem_alloc(sizeof(*g));
	enum status status = ingest_parts_layout(groups, ingest, codes,
	    order, error);
	bool ready = status == STATUS_OK && g != NULL &&
	    keytable_init(&g->table, groups->words);

	for (size_t p = 0; ready && p < ingest->piece_count; p++)
		ready = group_piece(g, groups, ingest, code,
		    &ingest->pieces[p]);
	if (ready)
		ready = ingest_parts_records(&records, g->table.count,
		    groups->words);
	if (ready) {
		size_t words = groups->words;

		memcpy(records.keys, g->table.keys, g->table.count * words *
		    sizeof(*records.keys));
		memcpy(records.first, g->first, g->table.count *
		    sizeof(*records.first));
		keytable_counts(&g->table, records.rows);
		status = ingest_parts_finish(groups, &records, error);
	} else if (status == STATUS_OK) {
		status = error_memory(error);
	}
	ingest_parts_free_records(&records);
	if (g != NULL) {
		keytable_free(&g->table);
		mem_free(g->first);
	}
	mem_free(g);
	return status;
}
