#include "anonymise/ingest.h"
#include "anonymise/ingest_parts.h"
#include "base/mem.h"

enum { SCRATCH_LIMIT = 1 << 26 };

/* One shard's values of a column into the common numbering. */
static enum status
merge_column(struct ingest *ingest, struct ingest_shard *shard, size_t c,
    struct table *rows, struct arena *scratch, struct error *error)
{
	const struct dict *dict = &shard->dict[c];
	struct dict *all = &ingest->values[c];

	shard->value[c] = mem_array(dict->count, sizeof(**shard->value));
	if (shard->value[c] == NULL)
		return error_memory(error);
	for (uint32_t i = 0; i < dict->count; i++) {
		uint64_t place = dict->places[i];
		struct text text;
		enum status status;
		uint32_t id;

		if (i % 1024 == 0)
			arena_reset(scratch);
		status = rows->ops->text(rows, &text, dict->values[i],
		    scratch, error);
		if (status != STATUS_OK) {
			rows->ops->place(rows, error,
			    (uint32_t)(place >> 32), (uint32_t)place,
			    ingest->source[c] + 1);
			return status;
		}
		id = dict_add_text(all, text, place);
		if (id == DICT_NONE)
			return error_memory(error);
		if (place < all->places[id])
			all->places[id] = place;
		shard->value[c][i] = id;
	}
	return STATUS_OK;
}

enum status
ingest_merge(struct ingest *ingest, struct table *rows, struct error *error)
{
	struct arena *scratch = arena_new(SCRATCH_LIMIT);
	enum status status = STATUS_OK;

	ingest->values = mem_array(ingest->columns, sizeof(*ingest->values));
	if (scratch == NULL || ingest->values == NULL)
		status = error_memory(error);
	for (size_t c = 0; status == STATUS_OK && c < ingest->columns; c++) {
		if (!dict_init(&ingest->values[c]))
			status = error_memory(error);
		for (size_t s = 0; status == STATUS_OK &&
		    s < ingest->shard_count; s++)
			status = merge_column(ingest, &ingest->shards[s], c,
			    rows, scratch, error);
	}
	arena_free(scratch);
	return status;
}

/* The shards' groups in the final layout. */
static void
collect(struct ingest_records *records, const struct ingest_groups *groups,
    const struct ingest *ingest, uint32_t *const *code)
{
	size_t n = 0;

	for (size_t s = 0; s < ingest->shard_count; s++) {
		const struct ingest_shard *shard = &ingest->shards[s];
		const struct keytable *table = &shard->table;

		records->start[s] = n;
		keytable_counts(table, records->rows + n);
		for (uint32_t i = 0; i < table->count; i++, n++) {
			const uint64_t *from = table->keys +
			    (size_t)i * table->words;
			uint64_t *to = records->keys + n * groups->words;

			records->first[n] = shard->first[i];
			for (size_t c = 0; c < ingest->columns; c++) {
				uint32_t id = key_get(from, shard->field[c]);

				key_put(to, groups->field[c],
				    code[c][shard->value[c][id]]);
			}
		}
	}
}

enum status
ingest_groups(struct ingest_groups *groups, struct ingest *ingest,
    uint32_t *const *code, const uint32_t *codes, const size_t *order,
    struct error *error)
{
	struct ingest_records records = { .shards = ingest->shard_count };
	enum status status = ingest_parts_layout(groups, ingest, codes,
	    order, error);
	size_t n = 0;

	if (status != STATUS_OK)
		return status;
	for (size_t s = 0; s < ingest->shard_count; s++)
		n += ingest->shards[s].table.count;
	if (ingest_parts_records(&records, n, groups->words)) {
		collect(&records, groups, ingest, code);
		for (size_t s = 0; s < ingest->shard_count; s++)
			keytable_free(&ingest->shards[s].table);
		status = ingest_parts_finish(groups, &records, error);
	} else {
		status = error_memory(error);
	}
	ingest_parts_free_records(&records);
	return status;
}
