#include "anonymise/ingest.h"
#include "anonymise/ingest_parts.h"
#include "base/mem.h"
#include "base/workers.h"

enum { DIGIT = 11, DIGITS = 1 << DIGIT, SCRATCH_LIMIT = 1 << 26 };

/* A key's word and which record it belongs to. */
struct item {
	uint64_t key;
	uint32_t record;
};

/* One shard's values of a column into the common numbering. */
static enum status
merge_column(struct ingest *ingest, struct ingest_shard *shard, size_t c,
    struct rows *rows, struct arena *scratch, struct error *error)
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
ingest_merge(struct ingest *ingest, struct rows *rows, struct error *error)
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

/* Sorts items by the bits of their keys that differ; stable. */
static void
radix_sort(struct item *items, struct item *spare, size_t n, uint64_t differ)
{
	for (unsigned int shift = 0; shift < 64; shift += DIGIT) {
		size_t start[DIGITS] = { 0 };
		size_t sum = 0;

		if ((differ >> shift & (DIGITS - 1)) == 0)
			continue;
		for (size_t i = 0; i < n; i++)
			start[items[i].key >> shift & (DIGITS - 1)]++;
		for (size_t d = 0; d < DIGITS; d++) {
			size_t here = start[d];

			start[d] = sum;
			sum += here;
		}
		for (size_t i = 0; i < n; i++)
			spare[start[items[i].key >> shift &
			    (DIGITS - 1)]++] = items[i];
		memcpy(items, spare, n * sizeof(*items));
	}
}

/* Records in the order of their keys, the last word first. */
static void
sort_records(struct item *items, struct item *spare, size_t n,
    const uint64_t *keys, size_t words)
{
	for (size_t i = 0; i < n; i++)
		items[i].record = (uint32_t)i;
	for (size_t w = words; w-- > 0;) {
		uint64_t differ = 0;

		for (size_t i = 0; i < n; i++) {
			items[i].key = keys[items[i].record * words + w];
			differ |= items[i].key ^ items[0].key;
		}
		radix_sort(items, spare, n, differ);
	}
}

/* The keys of all shards' groups in the final layout, and their counts. */
struct records {
	size_t n;
	uint64_t *keys;
	uint32_t *rows;
};

static void
collect(struct records *records, const struct ingest_groups *groups,
    const struct ingest *ingest, uint32_t *const *code)
{
	size_t n = 0;

	for (size_t s = 0; s < ingest->shard_count; s++) {
		const struct ingest_shard *shard = &ingest->shards[s];
		const struct keytable *table = &shard->table;

		keytable_counts(table, records->rows + n);
		for (uint32_t i = 0; i < table->count; i++, n++) {
			const uint64_t *from = table->keys +
			    (size_t)i * table->words;
			uint64_t *to = records->keys + n * groups->words;

			for (size_t c = 0; c < ingest->columns; c++) {
				uint32_t id = key_get(from, shard->field[c]);

				key_put(to, groups->field[c],
				    code[c][shard->value[c][id]]);
			}
		}
	}
}

/* Equal neighbours become one group. */
static void
unite(struct ingest_groups *groups, const struct records *records,
    const struct item *items, const struct ingest *ingest)
{
	const size_t words = groups->words;
	size_t start[WORKERS_MAX] = { 0 };
	const uint64_t *last = NULL;

	for (size_t s = 0; s + 1 < ingest->shard_count; s++)
		start[s + 1] = start[s] + ingest->shards[s].table.count;
	for (size_t i = 0; i < records->n; i++) {
		size_t record = items[i].record, s = ingest->shard_count - 1;
		const uint64_t *key = records->keys + record * words;

		if (last == NULL ||
		    memcmp(last, key, words * sizeof(*key)) != 0) {
			memcpy(groups->keys + groups->count * words, key,
			    words * sizeof(*key));
			groups->count++;
			last = key;
		}
		groups->rows[groups->count - 1] += records->rows[record];
		while (record < start[s])
			s--;
		groups->of_shard[s][record - start[s]] = groups->count - 1;
	}
}

static enum status
lay_out(struct ingest_groups *groups, const struct ingest *ingest,
    const uint32_t *codes, const size_t *order, struct error *error)
{
	struct key_field field[KEY_FIELDS];

	memset(field, 0, sizeof(field));
	for (size_t i = 0; i < ingest->columns; i++)
		field[i].bits = keytable_bits(codes[order[i]]);
	groups->words = keytable_layout(field, ingest->columns);
	if (groups->words == 0)
		return error_set(error, STATUS_INVALID, "too_many_columns",
		    "列の値の種類が多すぎます (合計 %d ビットまで)",
		    "the columns have too many values (at most %d bits)",
		    KEY_WORDS * 64);
	for (size_t i = 0; i < ingest->columns; i++)
		groups->field[order[i]] = field[i];
	return STATUS_OK;
}

enum status
ingest_groups(struct ingest_groups *groups, struct ingest *ingest,
    uint32_t *const *code, const uint32_t *codes, const size_t *order,
    struct error *error)
{
	struct records records = { .n = 0 };
	struct item *items = NULL, *spare = NULL;
	enum status status = lay_out(groups, ingest, codes, order, error);
	bool ready;

	if (status != STATUS_OK)
		return status;
	for (size_t s = 0; s < ingest->shard_count; s++)
		records.n += ingest->shards[s].table.count;
	groups->of_shard = mem_array(ingest->shard_count,
	    sizeof(*groups->of_shard));
	ready = groups->of_shard != NULL && records.n <= KEY_MAX;
	for (size_t s = 0; ready && s < ingest->shard_count; s++) {
		groups->of_shard[s] = mem_array(
		    ingest->shards[s].table.count, sizeof(uint32_t));
		ready = groups->of_shard[s] != NULL;
	}
	records.keys = mem_array(records.n * groups->words,
	    sizeof(*records.keys));
	records.rows = mem_array(records.n, sizeof(*records.rows));
	items = mem_array(records.n, sizeof(*items));
	spare = mem_array(records.n, sizeof(*spare));
	groups->keys = mem_array(records.n * groups->words + groups->words,
	    sizeof(*groups->keys));
	groups->rows = mem_array(records.n, sizeof(*groups->rows));
	ready = ready && records.keys != NULL && records.rows != NULL &&
	    items != NULL && spare != NULL && groups->keys != NULL &&
	    groups->rows != NULL;
	if (ready) {
		collect(&records, groups, ingest, code);
		sort_records(items, spare, records.n, records.keys,
		    groups->words);
		unite(groups, &records, items, ingest);
		for (size_t s = 0; s < ingest->shard_count; s++)
			keytable_free(&ingest->shards[s].table);
	} else {
		status = error_memory(error);
	}
	mem_free(records.keys);
	mem_free(records.rows);
	mem_free(items);
	mem_free(spare);
	return status;
}

void
ingest_groups_free(struct ingest_groups *groups, size_t shards)
{
	for (size_t s = 0; groups->of_shard != NULL && s < shards; s++)
		mem_free(groups->of_shard[s]);
	mem_free(groups->of_shard);
	mem_free(groups->keys);
	mem_free(groups->rows);
	memset(groups, 0, sizeof(*groups));
}
