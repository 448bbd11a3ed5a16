#include "audit/tile.h"
#include "audit/verify.h"
#include "base/mem.h"
#include "crypto/random.h"
#include "vault/crowd.h"
#include "vault/document.h"
#include "vault/record.h"
#include "vault/verify.h"
#include "vault/verify_erased.h"
#include "vault/verify_known.h"
#include "vault/verify_lost.h"
#include "vault/verify_opened.h"
#include "vault/verify_past.h"
#include "vault/verify_rules.h"

enum { BATCH = 1000, PIECES = 4, ARENA = 64 << 20 };

/* Documents stand in the same table, by their id and this with their kind. */
#define DOCUMENT_SEQ(kind) (UINT64_C(1) << 63 | (kind))

struct comparing {
	struct vault *vault;
	struct reader *reader;
	struct vault_check *check;
	struct findings *findings;
	struct arena *arena;
	struct openings *openings;
	struct verify_known_table table;
	uint64_t size;		/* entries at the moment that is looked at */
	struct verify_rules rules;
	struct verify_lost lost;
	struct verify_erased gone;
	uint64_t gone_since;	/* whose standing did not open for that */
	struct error *error;
};

/* What the log knows; of nothing, version 0. */
static struct verify_known *
find(const struct comparing *c, const uint8_t *pseudonym, uint64_t seq)
{
	return verify_known_find(&c->table, pseudonym, seq);
}

static enum status
know(struct comparing *c, const uint8_t *pseudonym, uint64_t seq,
    uint64_t version, bool erased)
{
	return verify_known_add(&c->table, pseudonym, seq, version, erased,
	    c->error);
}

/* A person is gone, or an item; then version 0 stands for a record's end. */
static enum status
learn_erasure(struct comparing *c, const struct entry *entry)
{
	bool person = text_is(entry->subject, "person");
	enum status status;

	if (!person && !text_is(entry->subject, "items"))
		return STATUS_OK;
	status = know(c, entry->person, 0, entry->standing, person &&
	    entry->record_count == 0);
	if (status == STATUS_OK && person)
		find(c, entry->person, 0)->partly = true;
	for (size_t i = 0; i < entry->record_count && status == STATUS_OK;
	    i++) {
		const struct entry_record *record = &entry->records[i];

		uint64_t version = record->version == 0 ? 1 :
		    record->version;

		status = know(c, entry->person, record->seq, version,
		    record->version == 0);
		if (status == STATUS_OK)
			find(c, entry->person, record->seq)->version = version;
	}
	return status;
}

/* Kinds of entry that wrote what they name. */
static bool
writes(enum entry_kind kind)
{
	return kind == ENTRY_ACQUIRE || kind == ENTRY_CORRECT ||
	    kind == ENTRY_STANDING;
}

/* The log has writings of one document in their order, too. */
static enum status
learn_document(struct comparing *c, const struct entry_document *document)
{
	uint64_t seq = DOCUMENT_SEQ(document->kind);
	enum status status = know(c, document->id, seq, 1, false);
	struct verify_known *known;

	if (status != STATUS_OK)
		return status;
	known = find(c, document->id, seq);
	known->dropped = document->version == 0;
	known->version = document->version + known->dropped;
	return STATUS_OK;
}

static enum status
learn(void *context, uint64_t index, struct bytes bytes, struct error *error)
{
	struct comparing *c = context;
	struct entry entry;
	enum status status;

	/* What came later, others did meanwhile: its rows are not read. */
	if (index >= c->size || verify_lost_has(&c->lost, index))
		return STATUS_OK;
	arena_reset(c->arena);
	status = entry_read(&entry, bytes, c->arena, error);
	if (status == STATUS_OK)
		vault_verify_rules_learn(&c->rules, &entry);
	for (size_t i = 0; i < entry.document_count && status == STATUS_OK;
	    i++)
		status = learn_document(c, &entry.documents[i]);
	if (status != STATUS_OK)
		return status;
	verify_opened_audited(c->openings, &entry);
	if (!entry.has_person)
		return STATUS_OK;
	c->check->entries++;
	if (entry.kind == ENTRY_ERASE && entry.refusal.n == 0)
		return learn_erasure(c, &entry);
	if (!writes(entry.kind) || entry.refusal.n > 0)
		return STATUS_OK;
	status = know(c, entry.person, 0, entry.standing, false);
	if (status == STATUS_OK && entry.kind == ENTRY_CORRECT &&
	    text_starts_with(entry.subject, "merge:"))
		find(c, entry.person, 0)->merged = text_is(entry.subject,
		    "merge:away");
	if (status == STATUS_OK && text_is(entry.subject, "unmerge:back"))
		find(c, entry.person, 0)->merged = false;
	/* Version 0: a copy that was taken out again. */
	for (size_t i = 0; i < entry.record_count && status == STATUS_OK; i++)
		status = know(c, entry.person, entry.records[i].seq,
		    entry.records[i].version == 0 ? 1 :
		    entry.records[i].version, entry.records[i].version == 0);
	return status;
}

static enum status
learn_log(struct comparing *c)
{
	const struct config *config = vault_config(c->vault);
	struct verify_options options = {
		.folder = config->log_folder,
		.verifier = vault_verifier(c->vault),
		.each = learn, .context = c,
	};
	struct checkpoint state;
	enum status status = vault_integrate(c->vault, c->error);

	if (status == STATUS_OK)
		status = verify_lost_find(&c->lost, c->vault, c->reader,
		    c->arena, c->error);
	return status == STATUS_OK ? verify_log(&state, &options, c->error) :
	    status;
}

static void
fault(struct comparing *c, uint64_t person, uint64_t seq, const char *code,
    struct words words)
{
	char id[ID_TEXT_SIZE] = "?", place[64];
	struct error ignored;

	/* Keys are not of one moment: nothing of the erased opens. */
	if (strstr(code, "_broken") != NULL && vault_verify_erased_since(
	    c->vault, c->reader, person, c->arena)) {
		c->gone_since += seq == 0 && strcmp(code, "row_broken") == 0;
		return;
	}
	c->check->faults++;
	(void)!id_format(id, ID_PERSON, person, vault_id_key(c->vault),
	    &ignored);
	(void)snprintf(place, sizeof(place), "%s/%llu", id,
	    (unsigned long long)seq);
	(void)findings_say(c->findings, SEVERITY_ERROR, NULL, place, code,
	    words);
}

static void
compare_row(struct comparing *c, uint64_t person, const uint8_t *pseudonym,
    const struct row *row)
{
	struct verify_known *known = find(c, pseudonym, row->seq);

	if (known->version == 0) {
		fault(c, person, row->seq, "row_unknown", (struct words){
		    "ログにない行です", "the log knows nothing of this row"
		});
		return;
	}
	known->seen = true;
	if (known->erased)
		fault(c, person, row->seq, "row_revived", (struct words){
		    "消去されたはずの行です", "a row that was erased" });
	else if (row->version < known->version)
		fault(c, person, row->seq, "row_rolled_back",
		    (struct words){ "古い版に戻されています",
		    "an older version was put back" });
	else if (row->version > known->version)
		fault(c, person, row->seq, "row_ahead", (struct words){
		    "ログにない新しい版です",
		    "a newer version than the log knows" });
}

/* Only who was erased in part is hidden, only who was merged leads on. */
static void
compare_state(struct comparing *c, const struct opened *opened)
{
	enum person_state state = opened->rows.row[0].state;
	const struct verify_known *known = find(c,
	    opened->standing.pseudonym, 0);

	if ((state == PERSON_HIDDEN) != known->partly ||
	    (state == PERSON_MERGED) != (known->merged && !known->partly))
		fault(c, opened->person, 0, "row_changed", (struct words){
		    "行が書き換えられています", "the row was changed" });
}

/* What does not open is a fault of the store; all else is ours. */
static enum status
take_failure(struct comparing *c, uint64_t person, uint64_t seq,
    const struct error *error)
{
	/* A slot that was never given is damage, too: the person is live. */
	if (error->status != STATUS_INTEGRITY &&
	    error->status != STATUS_NOT_FOUND) {
		*c->error = *error;
		return error->status;
	}
	fault(c, person, seq, "row_broken", (struct words){
	    "封緘が壊れています", "the seal is broken" });
	return STATUS_OK;
}

/* Sealed under a slot that its tier had before items were erased. */
static bool
is_of_old_slot(const struct opened *opened, size_t i)
{
	uint8_t tier = opened->heads[i].tier;
	struct error ignored;
	uint64_t slot;

	return tier < TIER_COUNT && seal_slot(&slot,
	    opened->rows.row[i + 1].sealed, &ignored) == STATUS_OK &&
	    slot != opened->standing.slot[tier];
}

static enum status
compare_records(struct comparing *c, struct visit *visit,
    const struct decision *decision, const struct opened *opened)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < opened->head_count && status == STATUS_OK;
	    i++) {
		struct record record;
		struct error error;

		compare_row(c, opened->person, opened->standing.pseudonym,
		    &opened->rows.row[i + 1]);
		/* Only the standing's row has one; nobody else sets it. */
		if (opened->rows.row[i + 1].state != PERSON_LIVE)
			fault(c, opened->person, opened->heads[i].seq,
			    "row_changed", (struct words){
			    "行が書き換えられています",
			    "the row was changed" });
		if (is_of_old_slot(opened, i))
			fault(c, opened->person, opened->heads[i].seq,
			    "row_rolled_back", (struct words){
			    "消去前の行に戻されています",
			    "a row from before an erasure was put back" });
		if (visit_unseal(visit, decision, opened, i, &record,
		    &error) != STATUS_OK)
			status = take_failure(c, opened->person,
			    opened->heads[i].seq, &error);
		c->check->records++;
	}
	return status;
}

/* fault(), for those who know nothing of this comparison. */
static void
past_fault(void *context, uint64_t person, uint64_t seq, const char *code,
    struct words words)
{
	fault(context, person, seq, code, words);
}

static enum status
compare_person(struct comparing *c, uint64_t person,
    const struct decision *decision)
{
	const struct visitor nobody = { .principal = { "", 0 } };
	struct opened opened;
	struct visit visit;
	struct verify_past past = {
		.visit = &visit, .decision = decision,
		.fault = past_fault, .context = c,
	};
	struct error error;
	enum status status = STATUS_OK;

	arena_reset(c->arena);
	visit_begin(&visit, c->vault, c->reader, c->arena, &nobody);
	visit.counted = true;		/* by the entry of the batch */
	visit.sees_staged = true;
	if (visit_open_kept(&visit, person, &opened, &error) != STATUS_OK) {
		status = take_failure(c, person, 0, &error);
		visit_end(&visit);
		return status;
	}
	past.opened = &opened;
	if (opened.rows.n > 0 && opened.rows.row[0].state == PERSON_HIDDEN)
		status = vault_verify_erased(&c->gone, &past, c->error);
	if (!opened.hidden && status == STATUS_OK) {
		verify_opened_person(c->openings, &opened);
		compare_row(c, person, opened.standing.pseudonym,
		    &opened.rows.row[0]);
		compare_state(c, &opened);
		status = compare_records(c, &visit, decision, &opened);
		if (status == STATUS_OK)
			status = vault_verify_past(&past, c->error);
		c->check->people++;
	}
	visit_end(&visit);
	return status;
}

static enum status
compare_people(struct comparing *c, struct text principal,
    struct arena *decisions)
{
	uint64_t people[BATCH], after = 0, total = 0, done = 0;
	uint8_t id[DECISION_ID_SIZE];
	const struct decision *decision;
	struct crowd crowd;
	size_t n = 0;
	enum status status = reader_people_count(c->reader, &total, c->error);

	crowd_begin(&crowd, c->vault, HOLDER_VERIFY, total);
	while (status == STATUS_OK) {
		status = reader_people(c->reader, after, BATCH, people, &n,
		    c->error);
		if (status != STATUS_OK || n == 0)
			break;
		after = people[n - 1];
		reader_ahead(c->reader, people, n);
		status = crowd_open(&crowd, c->reader, people, n, true,
		    c->error);
		if (status != STATUS_OK)
			break;
		random_bytes(id, sizeof(id));
		arena_reset(decisions);
		decision = gate_decide_system(SYSTEM_VERIFY, id,
		    clock_now(vault_clock(c->vault)), decisions);
		status = decision == NULL ? error_memory(c->error) :
		    verify_opened_batch(c->openings,
		    c->reader, principal, n, id, c->error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			status = compare_person(c, people[i], decision);
		done += n;
		if (c->check->progress != NULL)
			c->check->progress(c->check->context, done, total);
	}
	reader_ahead(c->reader, NULL, 0);
	crowd_end(&crowd);
	return status == STATUS_OK ? vault_verify_rules_counter(&c->rules,
	    c->reader, after, c->error) : status;
}

static enum status
compare_erased(struct comparing *c)
{
	const struct visitor nobody = { .principal = { "", 0 } };
	struct visit visit;
	enum status status;

	visit_begin(&visit, c->vault, c->reader, c->arena, &nobody);
	status = vault_verify_erased_all(&c->gone, &(struct verify_past){
	    .visit = &visit, .fault = past_fault, .context = c }, c->error);
	visit_end(&visit);
	return status;
}

/* What no row tells, because it is not found: SQLite's own check. */
static void
engine_fault(void *context, struct text problem)
{
	struct comparing *c = context;

	c->check->faults++;
	(void)findings_add(c->findings, SEVERITY_ERROR, NULL, "",
	    "engine_damaged", "データベースのファイルが壊れています: %.*s",
	    "the database's file is damaged: %.*s", TEXT_ARGS(problem));
}

static enum status
compare_document(struct comparing *c, const struct document_row *row)
{
	struct verify_known *known = find(c, row->id, DOCUMENT_SEQ(row->kind));
	const char *code = "document_broken";
	struct document document;
	struct error error;

	if (known->version == 0 || known->dropped)
		code = "document_unknown";
	else if (row->version < known->version)
		code = "document_rolled_back";
	else if (row->version == known->version && document_get(&document,
	    c->vault, c->reader, (enum document_kind)row->kind, row->id,
	    c->arena, &error) == STATUS_OK)
		code = NULL;
	else if (row->version == known->version &&
	    error.status != STATUS_INTEGRITY)
		return take_failure(c, 0, 0, &error);
	if (known->version > 0)
		known->seen = true;
	if (code == NULL)
		return STATUS_OK;
	c->check->faults++;
	(void)findings_add(c->findings, SEVERITY_ERROR, NULL, "", code,
	    "種類 %u の文書がログと一致しません",
	    "a document of kind %u does not agree with the log",
	    (unsigned int)row->kind);
	return STATUS_OK;
}

/* Pieces of files are large, and are opened beside what was read. */
static size_t
page_of(uint32_t kind)
{
	return kind == DOCUMENT_PART || kind == DOCUMENT_PIECE ? PIECES :
	    BATCH;
}

static enum status
compare_documents(struct comparing *c)
{
	enum status status = STATUS_OK;

	for (uint32_t kind = 1; kind < DOCUMENT_KINDS; kind++) {
		uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
		const struct document_row *rows;
		size_t n = 1;

		while (n > 0 && status == STATUS_OK) {
			arena_reset(c->arena);
			status = reader_documents(c->reader, kind, after,
			    page_of(kind), &rows, &n, c->arena,
			    c->error);
			for (size_t i = 0; i < n && status == STATUS_OK; i++)
				status = compare_document(c, &rows[i]);
			if (status == STATUS_OK && n > 0)
				memcpy(after, rows[n - 1].id, sizeof(after));
		}
	}
	return status;
}

/*
 * What the log knows and the store does not have.  A person whose standing is
 * gone was erased, or cut out of the store: only the count can be told.
 */
static void
count_missing(struct comparing *c)
{
	for (size_t i = 0; i < c->table.places; i++) {
		const struct verify_known *known = &c->table.known[i];

		if (known->version == 0 || known->seen || known->dropped)
			continue;
		if (known->erased) {
			c->check->erased += known->seq == 0;
			continue;
		}
		if (known->seq >= DOCUMENT_SEQ(0)) {
			c->check->faults++;
			(void)findings_say(c->findings, SEVERITY_ERROR, NULL,
			    "", "document_missing", (struct words){
			    "ログにある文書がストアにありません",
			    "a document that the log knows is absent" });
		} else if (known->seq == 0)
			c->check->blind++;
		else if (find(c, known->pseudonym, 0)->partly)
			continue;
		else if (find(c, known->pseudonym, 0)->seen) {
			c->check->faults++;
			(void)findings_say(c->findings, SEVERITY_ERROR, NULL,
			    "", "row_missing", (struct words){
			    "ログにある行がストアにありません",
			    "a row that the log knows is absent" });
		}
	}
	c->check->blind -= c->gone_since < c->check->blind ? c->gone_since :
	    c->check->blind;
	if (c->check->blind > 0) {
		c->check->faults += c->check->blind;
		(void)findings_add(c->findings, SEVERITY_ERROR, NULL, "",
		    "people_missing",
		    "ログにある %llu 人がストアにありません",
		    "%llu people that the log knows are absent",
		    (unsigned long long)c->check->blind);
	}
}

static void
compare_rules(struct comparing *c)
{
	const struct rules *present = vault_rules(c->vault);

	vault_verify_rules_end(&c->rules, present);
	vault_rules_release(c->vault, present);
}

/* All of it as it is at one moment; the log, up to what it had then. */
static enum status
compare_all(struct comparing *c, struct text principal,
    struct arena *decisions, struct arena *kept)
{
	struct log_head head;
	enum status status = reader_log_head(c->reader, &head, c->error);

	c->size = head.size;
	if (status == STATUS_OK)
		status = vault_verify_rules_begin(&c->rules, c->reader, kept,
		    c->error);
	if (status == STATUS_OK)
		status = learn_log(c);
	if (status == STATUS_OK)
		compare_rules(c);
	if (status == STATUS_OK)
		status = compare_people(c, principal, decisions);
	if (status == STATUS_OK)
		status = compare_erased(c);
	c->check->faults += c->rules.faults;
	if (status == STATUS_OK)
		status = compare_documents(c);
	if (status == STATUS_OK)
		count_missing(c);
	return status;
}

enum status
vault_verify(struct vault *vault, struct reader *reader,
    struct text principal, struct vault_check *check,
    struct findings *findings, struct error *error)
{
	struct arena *decisions = arena_new(1 << 20);
	struct arena *kept = arena_new(ARENA);
	struct comparing c = {
		.vault = vault, .reader = reader, .check = check,
		.findings = findings, .arena = arena_new(ARENA),
		.rules = { .findings = findings }, .error = error,
	};
	enum status status = STATUS_OK;

	if (c.arena == NULL || decisions == NULL || kept == NULL)
		status = error_memory(error);
	if (status == STATUS_OK)
		status = verify_known_begin(&c.table, error);
	if (status == STATUS_OK)
		status = store_inspect(vault_store(vault), engine_fault, &c,
		    error);
	if (status == STATUS_OK)
		status = verify_opened_load(&c.openings, vault, reader,
		    check, findings, error);
	if (status == STATUS_OK)
		status = reader_freeze(reader, error);
	if (status == STATUS_OK) {
		status = compare_all(&c, principal, decisions, kept);
		reader_thaw(reader);
	}
	if (status == STATUS_OK)
		status = verify_opened_end(c.openings, reader, principal,
		    error);
	verify_opened_free(c.openings);
	verify_known_free(&c.table);
	vault_verify_erased_free(&c.gone);
	arena_free(c.arena);
	arena_free(decisions);
	arena_free(kept);
	return status;
}
