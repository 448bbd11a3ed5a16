#include "anonymise/ingest.h"
#include "anonymise/ingest_parts.h"
#include "base/mem.h"
#include "base/workers.h"

enum { DIGIT = 11, DIGITS = 1 << DIGIT };

/* A key's word and which record it belongs to. */
struct item {
	uint64_t key;
	uint32_t record;
};

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

/* Equal neighbours become one group. */
static void
unite(struct ingest_groups *groups, const struct ingest_records *records,
    const struct item *items)
{
	const size_t words = groups->words;
	const uint64_t *last = NULL;

	for (size_t i = 0; i < records->n; i++) {
		size_t record = items[i].record, s = records->shards - 1;
		const uint64_t *key = records->keys + record * words;

		if (last == NULL ||
		    memcmp(last, key, words * sizeof(*key)) != 0) {
			memcpy(groups->keys + groups->count * words, key,
			    words * sizeof(*key));
			groups->first[groups->count++] =
			    records->first[record];
			last = key;
		}
		if (records->first[record] < groups->first[groups->count - 1])
			groups->first[groups->count - 1] =
			    records->first[record];
		groups->rows[groups->count - 1] += records->rows[record];
		while (record < records->start[s])
			s--;
		groups->of_shard[s][record - records->start[s]] =
		    groups->count - 1;
	}
}

enum status
ingest_parts_layout(struct ingest_groups *groups, const struct ingest *ingest,
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

bool
ingest_parts_records(struct ingest_records *records, size_t n, size_t words)
{
	records->n = n;
	records->keys = mem_array(n * words, sizeof(*records->keys));
	records->rows = mem_array(n, sizeof(*records->rows));
	records->first = mem_array(n, sizeof(*records->first));
	return records->keys != NULL && records->rows != NULL &&
	    records->first != NULL;
}

void
ingest_parts_free_records(struct ingest_records *records)
{
	mem_free(records->keys);
	mem_free(records->rows);
	mem_free(records->first);
}

static bool
make_groups(struct ingest_groups *groups,
    const struct ingest_records *records)
{
	size_t n = records->n;

	groups->shards = records->shards;
	groups->of_shard = mem_array(records->shards,
	    sizeof(*groups->of_shard));
	if (groups->of_shard == NULL)
		return false;
	for (size_t s = 0; s < records->shards; s++) {
		size_t end = s + 1 < records->shards ?
		    records->start[s + 1] : n;

		groups->of_shard[s] = mem_array(end - records->start[s],
		    sizeof(uint32_t));
		if (groups->of_shard[s] == NULL)
			return false;
	}
	groups->keys = mem_array((n + 1) * groups->words,
	    sizeof(*groups->keys));
	groups->rows = mem_array(n, sizeof(*groups->rows));
	groups->first = mem_array(n, sizeof(*groups->first));
	return groups->keys != NULL && groups->rows != NULL &&
	    groups->first != NULL;
}

enum status
ingest_parts_finish(struct ingest_groups *groups,
    const struct ingest_records *records, struct error *error)
{
	struct item *items = mem_array(records->n, sizeof(*items));
	struct item *spare = mem_array(records->n, sizeof(*spare));
	bool ready = items != NULL && spare != NULL &&
	    records->n <= KEY_MAX && make_groups(groups, records);

	if (ready) {
		sort_records(items, spare, records->n, records->keys,
		    groups->words);
		unite(groups, records, items);
	}
	mem_free(items);
	mem_free(spare);
	return ready ? STATUS_OK : error_memory(error);
}

void
ingest_groups_free(struct ingest_groups *groups)
{
	for (size_t s = 0; groups->of_shard != NULL && s < groups->shards;
	    s++)
		mem_free(groups->of_shard[s]);
	mem_free(groups->of_shard);
	mem_free(groups->keys);
	mem_free(groups->rows);
	mem_free(groups->first);
	memset(groups, 0, sizeof(*groups));
}
