#include <time.h>

#include "base/cbor.h"
#include "base/mem.h"
#include "crypto/secret.h"
#include "vault/rules.h"

enum { RULES_MAX = 256 << 20, PAUSE_MS = 50, PAUSES = 100 };

static enum status
load_names(struct rules *rules, struct reader *reader, struct error *error)
{
	const struct name_row *rows;
	size_t n;
	enum status status = reader_names(reader, &rows, &n, rules->arena,
	    error);

	numbering_init(&rules->numbering, rules->arena);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		if (rows[i].space >= SPACE_COUNT ||
		    !numbering_add(&rules->numbering,
		    (enum policy_space)rows[i].space, rows[i].number,
		    rows[i].id, false))
			status = error_memory(error);
	return status;
}

static enum status
load_revision(struct rules_revision *out, const struct revision_row *row,
    struct rules *rules, struct error *error)
{
	struct policy_source source;
	enum status status = policy_source_restore(&source, row->canonical,
	    rules->arena, error);

	if (status == STATUS_OK &&
	    memcmp(source.hash, row->hash, POLICY_HASH_SIZE) != 0)
		status = error_set(error, STATUS_INTEGRITY, "policy_changed",
		    "保存されたポリシー第 %u 版がハッシュと一致しません",
		    "the stored policy revision %u is not the one that its "
		    "hash names", row->number);
	if (status == STATUS_OK)
		status = policy_compile(&out->policy, &source,
		    &rules->numbering, rules->arena, error);
	out->number = row->number;
	out->announced_at = row->announced_at;
	out->in_force_from = row->in_force_from;
	return status;
}

static enum status
load_revisions(struct rules *rules, struct reader *reader,
    struct error *error)
{
	const struct revision_row *rows;
	struct rules_revision *out;
	size_t n;
	enum status status = reader_revisions(reader, &rows, &n,
	    rules->arena, error);

	if (status != STATUS_OK)
		return status;
	out = arena_array(rules->arena, n, sizeof(*out));
	if (out == NULL)
		return error_memory(error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = load_revision(&out[i], &rows[i], rules, error);
	rules->revisions = out;
	rules->revision_count = n;
	return status;
}

static enum status
take_class(struct class *out, const struct class_row *row,
    const struct rules *rules, struct error *error)
{
	const struct rules_revision *revision = rules_revision(rules,
	    row->revision);
	const struct policy_way *way = revision == NULL ||
	    row->way >= BITS_MAX ? NULL : revision->policy->way_at[row->way];
	struct cbor in = cbor_reader(row->purposes);

	cbor_read_bits(&in, &out->purposes);
	if (!cbor_done(&in) || row->service >= BITS_MAX ||
	    row->subject >= BITS_MAX)
		return error_set(error, STATUS_INTEGRITY, "class_damaged",
		    "取得区分 %u が壊れています", "class %u is damaged",
		    row->number);
	out->number = row->number;
	out->revision = row->revision;
	out->way = row->way;
	out->service = row->service;
	out->subject = row->subject;
	out->version = row->version;
	if (way != NULL)
		out->items = way->items;
	return STATUS_OK;
}

static enum status
load_classes(struct rules *rules, struct reader *reader, struct error *error)
{
	const struct class_row *rows;
	struct class *out;
	size_t n, top = 0;
	enum status status = reader_classes(reader, &rows, &n, rules->arena,
	    error);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < n; i++)
		if (rows[i].number > top)
			top = rows[i].number;
	out = arena_array(rules->arena, top + 1, sizeof(*out));
	if (out == NULL)
		return error_memory(error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = take_class(&out[rows[i].number], &rows[i], rules,
		    error);
	rules->classes = (struct class_table){ out, top + 1 };
	return status;
}

/*
 * Without them nothing is open: right after as many people were opened as may
 * be in a minute, whoever opens the store waits for these few.
 */
static enum status
open_keys(struct keys *keys, const uint64_t *slots, size_t n,
    struct slot_key *opened, struct error *error)
{
	const struct timespec pause = { 0, PAUSE_MS * 1000000L };
	enum status status = keys_get(keys, slots, n, opened, error);

	for (int i = 0; i < PAUSES && status == STATUS_BUSY &&
	    strcmp(error->code, "key_rate") == 0; i++) {
		(void)nanosleep(&pause, NULL);
		status = keys_get(keys, slots, n, opened, error);
	}
	return status;
}

static enum status
load_keys(struct rules *rules, const struct search_key_row *rows, size_t n,
    struct keys *keys, struct error *error)
{
	uint64_t *slots = arena_array(rules->arena, n, sizeof(*slots));
	struct slot_key *opened = secret_alloc((n + 1) * sizeof(*opened));
	enum status status = STATUS_OK;

	rules->index_keys = secret_alloc((n + 1) *
	    sizeof(*rules->index_keys));
	if (slots == NULL || opened == NULL || rules->index_keys == NULL)
		status = error_memory(error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		slots[i] = rows[i].slot;
	if (status == STATUS_OK)
		status = open_keys(keys, slots, n, opened, error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		hmac_key_make(&rules->index_keys[i], opened[i].bytes,
		    SEAL_KEY);
	secret_free(opened);
	return status;
}

static enum status
load_indexes(struct rules *rules, struct reader *reader, struct keys *keys,
    struct error *error)
{
	const struct search_key_row *rows;
	struct rules_index *out;
	size_t n;
	enum status status = reader_search_keys(reader, &rows, &n,
	    rules->arena, error);

	if (status == STATUS_OK)
		status = load_keys(rules, rows, n, keys, error);
	if (status != STATUS_OK)
		return status;
	out = arena_array(rules->arena, n, sizeof(*out));
	if (out == NULL)
		return error_memory(error);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct rules_index){
			.index = rows[i].index, .item = rows[i].item,
			.unique = rows[i].unique, .state = rows[i].state,
			.key = &rules->index_keys[i],
		};
	rules->indexes = out;
	rules->index_count = n;
	return STATUS_OK;
}

enum status
rules_load(struct rules **out, struct reader *reader, struct keys *keys,
    struct error *error)
{
	struct rules *rules = mem_alloc(sizeof(*rules));
	enum status status;

	*out = NULL;
	if (rules == NULL)
		return error_memory(error);
	rules->holders = 1;
	rules->arena = arena_new(RULES_MAX);
	status = rules->arena == NULL ? error_memory(error) :
	    reader_rules(reader, &rules->stamp, error);
	if (status == STATUS_OK)
		status = load_names(rules, reader, error);
	if (status == STATUS_OK)
		status = load_revisions(rules, reader, error);
	if (status == STATUS_OK)
		status = load_classes(rules, reader, error);
	if (status == STATUS_OK)
		status = load_indexes(rules, reader, keys, error);
	if (status != STATUS_OK) {
		rules_free(rules);
		return status;
	}
	*out = rules;
	return STATUS_OK;
}

void
rules_free(struct rules *rules)
{
	if (rules == NULL)
		return;
	secret_free(rules->index_keys);
	arena_free(rules->arena);
	mem_free(rules);
}

void
rules_forget(struct rules *rules)
{
	mem_wipe(rules->index_keys, rules->index_count *
	    sizeof(*rules->index_keys));
}

const struct rules_revision *
rules_in_force(const struct rules *rules, int64_t now)
{
	const struct rules_revision *found = &rules->revisions[0];

	for (size_t i = 0; i < rules->revision_count; i++)
		if (rules->revisions[i].in_force_from <= now)
			found = &rules->revisions[i];
	return found;
}

const struct rules_revision *
rules_revision(const struct rules *rules, unsigned int number)
{
	for (size_t i = 0; i < rules->revision_count; i++)
		if (rules->revisions[i].number == number)
			return &rules->revisions[i];
	return NULL;
}

const struct rules_index *
rules_index_of(const struct rules *rules, unsigned int item)
{
	for (size_t i = 0; i < rules->index_count; i++)
		if (rules->indexes[i].item == item &&
		    rules->indexes[i].state == SEARCH_CURRENT)
			return &rules->indexes[i];
	return NULL;
}

struct bytes
rules_hash(const struct rules_index *index, struct text folded,
    uint8_t out[SEARCH_HASH])
{
	struct hash hash = hmac(index->key, folded.p, folded.n);

	memcpy(out, hash.bytes, SEARCH_HASH);
	return (struct bytes){ out, SEARCH_HASH };
}
