/*
 * Whether rows and keys belong together: every slot under which something is
 * sealed is in the key store, and no slot is there that nothing is sealed
 * under.  Nothing is opened but papers that name slots of their own.
 */
#include "base/cbor.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/dump.h"
#include "vault/doctor.h"
#include "vault/document.h"
#include "vault/erasure.h"
#include "vault/files_parts.h"
#include "vault/key_state.h"
#include "vault/page.h"

enum {
	BATCH = 256, PAPERS = 8, ARENA = 64 << 20, SLOTS_MAX = 1 << 30,
	NAMED = 16,
};

struct matching {
	struct visit *visit;
	struct findings *findings;
	struct arena *arena;
	uint8_t *used;		/* a bit for each slot below size */
	uint8_t *there;		/* the same, of the key store */
	size_t size;
	uint64_t next;		/* numbers from here on are not given yet */
	bool unsealed;		/* the second time: who has no key */
	bool drop;		/* destroy orphans */
	uint64_t last, missing, orphans;
	struct error *error;
};

static bool
has(const uint8_t *bits, uint64_t slot)
{
	return (bits[slot / 8] >> (slot % 8) & 1) != 0;
}

static enum status
grow(struct matching *m, uint64_t slot)
{
	size_t size = m->size;
	uint8_t *used, *there;

	if (slot >= SLOTS_MAX)
		return error_set(m->error, STATUS_INTEGRITY, "slot_broken",
		    "鍵枠の番号が大きすぎます", "the number of a slot is too "
		    "large");
	while (size <= slot)
		size = size == 0 ? 1 << 16 : 2 * size;
	if (size == m->size)
		return STATUS_OK;
	used = mem_grow(m->used, m->size / 8, size / 8, 1);
	if (used != NULL)
		m->used = used;
	there = mem_grow(m->there, m->size / 8, size / 8, 1);
	if (there != NULL)
		m->there = there;
	if (used == NULL || there == NULL)
		return error_memory(m->error);
	m->size = size;
	return STATUS_OK;
}

static enum status
use(struct matching *m, uint64_t slot)
{
	enum status status = grow(m, slot);

	if (status == STATUS_OK)
		m->used[slot / 8] |= (uint8_t)(1 << slot % 8);
	return status;
}

/* Whose key is not there; a few are named. */
static void
name_missing(struct matching *m, uint64_t person)
{
	char id[ID_TEXT_SIZE] = "?";
	struct error ignored;

	if (m->last == person)
		return;
	m->last = person;
	if (m->missing++ >= NAMED)
		return;
	(void)!id_format(id, ID_PERSON, person,
	    vault_id_key(m->visit->vault), &ignored);
	(void)findings_say(m->findings, SEVERITY_ERROR, NULL, id,
	    "key_missing", (struct words){
	    "この人の鍵が鍵ストアにありません。古い鍵ストアが戻されたか、壊れて"
	    "います。最新の鍵のバックアップから sekisho backup restore で復元して"
	    "ください",
	    "this person's key is not in the key store: an older one was put "
	    "back, or it is damaged; restore with the newest backup of the "
	    "keys: sekisho backup restore" });
}

/* Whether they were erased since the rows were read. */
static bool
is_gone(struct matching *m, uint64_t person)
{
	enum person_state state;
	struct error ignored;
	bool there;

	arena_reset(m->arena);
	return reader_person_state(m->visit->reader, person, &there, &state,
	    m->arena, &ignored) == STATUS_OK && there &&
	    state == PERSON_HIDDEN;
}

/* A row whose first column is a person and whose last is sealed. */
static enum status
take_row(void *context, const struct dump_row *row, struct error *error)
{
	struct matching *m = context;
	struct cbor in = cbor_reader(row->bytes);
	size_t n = cbor_read_array(&in);
	uint64_t person = cbor_read_uint(&in), slot;
	struct sealed sealed;
	struct error ignored;

	for (size_t i = 2; i < n; i++)
		cbor_skip(&in);
	sealed.bytes = cbor_read_bytes(&in);
	if (!cbor_done(&in))
		return error_set(error, STATUS_INTEGRITY, "row_broken",
		    "行が壊れています", "a row is damaged");
	if (sealed.bytes.n == 0)
		return STATUS_OK;	/* erased */
	/* What is no seal is named by who opens it. */
	if (seal_slot(&slot, sealed, &ignored) != STATUS_OK ||
	    slot >= SLOTS_MAX)
		return STATUS_OK;
	if (!m->unsealed)
		return use(m, slot);
	if (slot < m->size && !has(m->there, slot) && !is_gone(m, person))
		name_missing(m, person);
	return STATUS_OK;
}

static enum status
take_counter(void *context, const struct dump_row *row, struct error *error)
{
	struct matching *m = context;
	struct cbor in = cbor_reader(row->bytes);
	struct text name;
	uint64_t next;

	(void)error;
	(void)cbor_read_array(&in);
	name = cbor_read_text(&in);
	next = cbor_read_uint(&in);
	if (!in.failed && text_is(name, "slot"))
		m->next = next;
	return STATUS_OK;
}

static enum status
take_rows(struct matching *m, struct dump *dump)
{
	static const char *const names[] = { "record", "history", "reason" };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < LENGTH(names) && status == STATUS_OK; i++)
		status = dump_table(dump, dump_table_find(DUMP_DATA,
		    text_of(names[i])), take_row, m, m->error);
	return status;
}

static enum status
take_erasures(struct matching *m, enum erasure_state state)
{
	const struct erasure_row *rows;
	struct page page;
	uint64_t after = 0;
	size_t n = 1;
	enum status status = page_begin(&page, m->visit, m->error);

	if (status != STATUS_OK)
		return status;
	while (n > 0 && status == STATUS_OK) {
		page_turn(&page);
		status = reader_erasures(m->visit->reader, state, after,
		    BATCH, &rows, &n, m->visit->arena, m->error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++) {
			struct erasure e;

			after = rows[i].number;
			status = erasure_open(m->visit, &rows[i], &e,
			    m->error);
			for (size_t j = 0; status == STATUS_OK &&
			    j < e.slot_count; j++)
				status = use(m, e.slots[j]);
		}
	}
	page_end(&page);
	return status;
}

/* Papers of datasets name the slots of what they are of. */
static enum status
use_dataset(struct matching *m, const struct document *document)
{
	const struct node *paper, *slots;
	enum status status = json_parse(&paper, document->body, m->arena,
	    m->error);

	if (status != STATUS_OK)
		return status;
	slots = node_get(paper, "slots");
	for (size_t i = 0; i < node_count(slots) && status == STATUS_OK; i++)
		status = use(m, (uint64_t)node_at(slots, i)->number);
	return status;
}

/* And those of files that of the key of who waits for its record. */
static enum status
use_file(struct matching *m, const struct document *document)
{
	struct files_paper paper;
	enum status status = files_paper_read(&paper, document, m->error);

	return status == STATUS_OK && paper.slot != 0 ? use(m, paper.slot) :
	    status;
}

static enum status
take_papers(struct matching *m, enum document_kind kind,
    enum status (*take)(struct matching *m, const struct document *document))
{
	const struct document *list;
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	size_t n = 1;
	enum status status = STATUS_OK;

	while (n > 0 && status == STATUS_OK) {
		arena_reset(m->arena);
		status = document_list(&list, &n, m->visit->vault,
		    m->visit->reader, kind, after, PAPERS, m->arena,
		    m->error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++) {
			memcpy(after, list[i].id, sizeof(after));
			status = take(m, &list[i]);
		}
	}
	return status;
}

static enum status
take_indexes(struct matching *m)
{
	const struct search_key_row *rows;
	size_t n;
	enum status status = reader_search_keys(m->visit->reader, &rows, &n,
	    m->arena, m->error);

	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = use(m, rows[i].slot);
	return status;
}

/* Of numbers that were given, and are not in hand here. */
static bool
is_orphan(struct matching *m, uint64_t slot)
{
	return slot >= KEYS_SLOT_FIRST && slot < m->next &&
	    !has(m->used, slot) &&
	    !keys_is_ahead(vault_keys(m->visit->vault), slot);
}

static enum status
take_keys(struct matching *m)
{
	struct wrapped_slot slots[BATCH];
	uint64_t after = 0, orphans[BATCH];
	size_t n = 1;
	enum status status = STATUS_OK;

	m->orphans = 0;
	while (n > 0 && status == STATUS_OK) {
		size_t found = 0;

		status = store_slots_next(vault_store(m->visit->vault),
		    after, BATCH, slots, &n, m->error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++) {
			uint64_t slot = after = slots[i].slot;

			status = grow(m, slot);
			if (status != STATUS_OK)
				break;
			m->there[slot / 8] |= (uint8_t)(1 << slot % 8);
			if (is_orphan(m, slot))
				orphans[found++] = slot;
		}
		if (status == STATUS_OK && m->drop && found > 0)
			status = store_slots_drop(vault_store(
			    m->visit->vault), orphans, found, m->error);
		m->orphans += found;
	}
	return status;
}

/* Other servers have numbers in hand that nothing is sealed under yet. */
static void
tell_orphans(struct matching *m)
{
	if (m->orphans > 0 && !store_shared(vault_store(m->visit->vault)))
		(void)findings_add(m->findings, SEVERITY_NOTE, NULL, "keys",
		    "orphan_keys", "どの行も使っていない鍵枠が %llu 個あります "
		    "(予約したまま使わなかったもの、又は復元で失われた人の"
		    "もの)。このストアでは"
		    "何も開きません。sekisho keys drop-orphans で破棄できます。"
		    "復元したのなら、復元元より新しいデータの写しも"
		    "破棄してください",
		    "%llu slots are in the key store that no row is sealed "
		    "under (reserved and never used, or of people whom a "
		    "restoring lost); they open nothing here; sekisho keys "
		    "drop-orphans destroys them; after a restoring destroy "
		    "copies of the data that are newer, too",
		    (unsigned long long)m->orphans);
	if (m->missing > NAMED)
		(void)findings_add(m->findings, SEVERITY_ERROR, NULL, "keys",
		    "key_missing", "鍵のない人は全部で %llu 人です",
		    "%llu people have no key in all",
		    (unsigned long long)m->missing);
}

static enum status
match(struct matching *m, struct dump *dump)
{
	size_t records = dump_table_find(DUMP_DATA, TEXT("record"));
	enum status status = take_rows(m, dump);

	if (status == STATUS_OK)
		status = dump_table(dump, dump_table_find(DUMP_DATA,
		    TEXT("counter")), take_counter, m, m->error);
	for (int state = 0; state < ERASURE_STATES && status == STATUS_OK;
	    state++)
		status = take_erasures(m, (enum erasure_state)state);
	if (status == STATUS_OK)
		status = take_papers(m, DOCUMENT_DATASET, use_dataset);
	if (status == STATUS_OK)
		status = take_papers(m, DOCUMENT_FILE, use_file);
	if (status == STATUS_OK)
		status = take_indexes(m);
	if (status == STATUS_OK)
		status = take_keys(m);
	/* Whoever has a row at all has one there. */
	m->unsealed = true;
	return status == STATUS_OK ? dump_table(dump, records, take_row, m,
	    m->error) : status;
}

static enum status
match_all(struct matching *m)
{
	struct dump *dump = NULL;
	enum status status;

	m->last = UINT64_MAX;
	m->arena = arena_new(ARENA);
	status = m->arena == NULL ? error_memory(m->error) : dump_open(&dump,
	    vault_store(m->visit->vault), DUMP_DATA, m->error);
	if (status == STATUS_OK)
		status = grow(m, KEYS_SLOT_FIRST);
	if (status == STATUS_OK)
		status = match(m, dump);
	dump_close(dump);
	return status;
}

static void
matching_free(struct matching *m)
{
	mem_free(m->used);
	mem_free(m->there);
	arena_free(m->arena);
}

enum status
doctor_keys(struct visit *visit, struct findings *findings,
    struct error *error)
{
	struct matching m = {
		.visit = visit, .findings = findings, .error = error,
	};
	enum status status = match_all(&m);

	if (status == STATUS_OK)
		tell_orphans(&m);
	matching_free(&m);
	return status;
}

enum status
doctor_drop_orphans(struct visit *visit, struct findings *findings,
    uint64_t *dropped, struct error *error)
{
	struct matching m = {
		.visit = visit, .findings = findings, .error = error,
	};
	enum status status = match_all(&m);

	*dropped = 0;
	if (status == STATUS_OK && m.missing > 0)
		status = error_set(error, STATUS_INTEGRITY, "key_missing",
		    "鍵のない人がいます。先に最新の鍵のバックアップから復元してください",
		    "people have no key: first restore with the newest backup "
		    "of the keys");
	/* Written down first: what goes is known, whatever comes then. */
	if (status == STATUS_OK && m.orphans > 0) {
		*dropped = m.orphans;
		status = key_state_record(visit, TEXT("orphans_destroyed"),
		    m.orphans, error);
		m.drop = true;
		if (status == STATUS_OK)
			status = take_keys(&m);
	}
	matching_free(&m);
	return status;
}
