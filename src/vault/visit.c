#include "base/mem.h"
#include "crypto/random.h"
#include "vault/record.h"
#include "vault/visit.h"

void
visit_begin(struct visit *visit, struct vault *vault, struct reader *reader,
    struct arena *arena, const struct visitor *visitor)
{
	const struct rules *rules = vault_rules(vault);

	memset(visit, 0, sizeof(*visit));
	visit->vault = vault;
	visit->rules = rules;
	visit->reader = reader;
	visit->arena = arena;
	visit->now = clock_now(vault_clock(vault));
	visit->revision = rules_in_force(rules, visit->now);
	visit->principal.name = visitor->principal;
	visit->principal.role = policy_role(visit->revision->policy,
	    visitor->role);
	visit->purpose = visitor->purpose;
	visit->reason = visitor->reason;
}

/* The entry of somebody who was opened for nothing; nobody waits for it. */
static void
pay(struct visit *visit)
{
	struct entry entry = {
		.kind = ENTRY_USE, .time = visit->now, .has_person = true,
		.principal = visit->principal.name,
		.purpose = visit_purpose(visit),
		.revision = visit->revision->number,
		.subject = TEXT("nothing_done"),
	};
	struct ticket *ticket;
	struct error ignored;
	struct buf out;

	if (!visit->owes)
		return;
	visit->owes = false;
	memcpy(entry.person, visit->owed, PSEUDONYM_SIZE);
	if (visit->principal.role != NULL)
		entry.role = visit->principal.role->id;
	buf_init(&out, visit->arena, ENTRY_MAX);
	entry_write(&out, &entry);
	if (buf_status(&out, &ignored) == STATUS_OK &&
	    store_append(vault_store(visit->vault), buf_bytes(&out), &ticket,
	    &ignored) == STATUS_OK)
		store_forget(vault_store(visit->vault), ticket);
	else
		holder_unfinished(vault_holder(visit->vault));
}

void
visit_end(struct visit *visit)
{
	pay(visit);
	vault_rules_release(visit->vault, visit->rules);
	vault_rules_release(visit->vault, visit->newer);
	visit->rules = visit->newer = NULL;
}

struct seal_place
visit_place(const struct visit *visit, enum seal_kind kind, uint64_t person,
    const struct row *row)
{
	return (struct seal_place){
		.store = store_id(vault_store(visit->vault)),
		.kind = kind, .tier = row->tier, .person = person,
		.seq = row->seq, .version = row->version,
		.class = row->class, .day = row->day,
	};
}

/* The plain bytes of a row. */
static enum status
open_row(const struct visit *visit, enum seal_kind kind, uint64_t person,
    const struct row *row, struct plain *plain, struct error *error)
{
	struct seal_place place = visit_place(visit, kind, person, row);
	struct slot_key key;
	uint64_t slot;
	enum status status = seal_slot(&slot, row->sealed, error);

	if (status == STATUS_OK)
		status = keys_get(vault_keys(visit->vault), &slot, 1, &key,
		    error);
	if (status == STATUS_OK)
		status = unseal(plain, &place, row->sealed, key.bytes,
		    visit->arena, error);
	mem_wipe(&key, sizeof(key));
	return status;
}

static enum status
take_heads(struct visit *visit, struct opened *opened, struct error *error)
{
	size_t n = opened->rows.n - 1;
	struct record_head *heads = arena_array(visit->arena, n,
	    sizeof(*heads));

	if (heads == NULL)
		return error_memory(error);
	for (size_t i = 0; i < n; i++) {
		const struct row *row = &opened->rows.row[i + 1];

		heads[i] = (struct record_head){
			.seq = row->seq, .version = row->version,
			.class = row->class, .tier = row->tier,
			.day = row->day,
		};
	}
	opened->heads = heads;
	opened->head_count = n;
	return STATUS_OK;
}

enum status
visit_open(struct visit *visit, uint64_t person, struct opened *opened,
    struct error *error)
{
	struct plain plain;
	enum status status;

	memset(opened, 0, sizeof(*opened));
	opened->person = person;
	status = reader_person(visit->reader, person, &opened->rows,
	    visit->arena, error);
	if (status != STATUS_OK)
		return status;
	if (opened->rows.n == 0 || opened->rows.row[0].seq != 0 ||
	    opened->rows.row[0].state != PERSON_LIVE) {
		opened->hidden = true;
		return STATUS_OK;
	}
	status = open_row(visit, SEAL_STANDING, person, &opened->rows.row[0],
	    &plain, error);
	if (status == STATUS_OK)
		status = standing_read(&opened->standing,
		    (struct bytes){ plain.p, plain.n }, visit->arena, error);
	/* Opened perhaps, and nobody knows of whom to write. */
	if (status == STATUS_FAILURE)
		holder_unfinished(vault_holder(visit->vault));
	if (status != STATUS_OK)
		return status;
	opened->standing.version = opened->rows.row[0].version;
	pay(visit);
	visit->owes = !visit->counted;
	memcpy(visit->owed, opened->standing.pseudonym, PSEUDONYM_SIZE);
	return take_heads(visit, opened, error);
}

struct ask
visit_ask(const struct visit *visit, enum act act,
    const struct opened *opened)
{
	struct ask ask = {
		.policy = visit->revision->policy,
		.revision = visit->revision->number,
		.in_force_from = visit->revision->in_force_from,
		.now = visit->now,
		.principal = &visit->principal,
		.act = act,
		.purpose = visit->purpose,
		.reason_given = visit->reason.n > 0,
		.classes = &visit->rules->classes,
	};

	random_bytes(ask.id, sizeof(ask.id));
	if (opened == NULL)
		return ask;
	ask.person = opened->person;
	ask.hidden = opened->hidden;
	if (opened->hidden)
		return ask;
	ask.standing = &opened->standing;
	ask.records = opened->heads;
	ask.record_count = opened->head_count;
	return ask;
}

enum status
visit_decide(const struct visit *visit, const struct ask *ask,
    const struct decision **decision, struct error *error)
{
	*decision = gate_decide(ask, visit->arena);
	return *decision == NULL ? error_memory(error) : STATUS_OK;
}

/* What somebody typed that is no id might be anything: it stays out. */
struct text
visit_purpose(const struct visit *visit)
{
	return text_is_id(visit->purpose) ? visit->purpose :
	    (struct text){ "", 0 };
}

struct entry
visit_entry(const struct visit *visit, enum entry_kind kind,
    const struct decision *decision, const struct opened *opened)
{
	enum refusal refusal = decision_refusal(decision);
	struct entry entry = {
		.kind = kind, .time = visit->now, .has_decision = true,
		.principal = visit->principal.name,
		.purpose = visit_purpose(visit),
		.revision = visit->revision->number,
		.clause = decision_clause(decision),
	};

	memcpy(entry.decision, decision_id(decision), DECISION_ID_SIZE);
	if (visit->principal.role != NULL)
		entry.role = visit->principal.role->id;
	if (opened != NULL && !opened->hidden) {
		entry.has_person = true;
		memcpy(entry.person, opened->standing.pseudonym,
		    PSEUDONYM_SIZE);
		entry.standing = opened->standing.version;
	}
	if (refusal != REFUSAL_NONE) {
		entry.refusal = text_of(refusal_table[refusal].code);
		entry.items = decision_ask(decision)->items;
	} else {
		entry.items = decision_items(decision);
		entry.masked = *decision_masked(decision);
	}
	return entry;
}

static enum status
write_entry(const struct visit *visit, const struct entry *entry,
    struct bytes *bytes, struct error *error)
{
	struct buf out;
	enum status status;

	buf_init(&out, visit->arena, ENTRY_MAX);
	entry_write(&out, entry);
	status = buf_status(&out, error);
	*bytes = buf_bytes(&out);
	return status;
}

enum status
visit_wait(struct visit *visit, struct error *error)
{
	int deadline = vault_config(visit->vault)->deadline_ms;
	enum status status = STATUS_OK;

	for (struct visit_ticket *t = visit->tickets; t != NULL;
	    t = t->next) {
		struct error late;
		enum status waited = store_wait(vault_store(visit->vault),
		    t->ticket, deadline, &late);

		if (status == STATUS_OK && waited != STATUS_OK) {
			*error = late;
			status = waited;
		}
	}
	visit->tickets = NULL;
	if (status != STATUS_OK)
		holder_unfinished(vault_holder(visit->vault));
	return status;
}

/* Takes a ticket on; waits for it unless that is deferred. */
static enum status
take_ticket(struct visit *visit, struct ticket *ticket, struct error *error)
{
	struct visit_ticket *link = arena_alloc(visit->arena, sizeof(*link));

	if (link == NULL) {
		holder_unfinished(vault_holder(visit->vault));
		store_forget(vault_store(visit->vault), ticket);
		return error_memory(error);
	}
	*link = (struct visit_ticket){ visit->tickets, ticket };
	visit->tickets = link;
	return visit->defer ? STATUS_OK : visit_wait(visit, error);
}

enum status
visit_log(struct visit *visit, const struct entry *entry,
    struct error *error)
{
	struct ticket *ticket;
	struct bytes bytes;
	enum status status = write_entry(visit, entry, &bytes, error);

	if (status == STATUS_OK)
		status = store_append(vault_store(visit->vault), bytes,
		    &ticket, error);
	if (status == STATUS_OK && entry->has_person)
		visit->owes = false;
	return status == STATUS_OK ? take_ticket(visit, ticket, error) :
	    status;
}

enum status
visit_commit(struct visit *visit, struct change *change, struct error *error)
{
	enum status status = store_commit(vault_store(visit->vault), change,
	    vault_config(visit->vault)->deadline_ms, error);

	if (status == STATUS_OK)
		visit->owes = false;
	return status;
}

enum status
visit_log_with(const struct visit *visit, struct change *change,
    const struct entry *entry, struct error *error)
{
	struct bytes bytes;
	enum status status = write_entry(visit, entry, &bytes, error);

	if (status == STATUS_OK)
		change_entry(change, bytes);
	return status;
}

enum status
visit_refuse(struct visit *visit, enum entry_kind kind,
    const struct decision *decision, const struct opened *opened,
    struct error *error)
{
	struct entry entry = visit_entry(visit, kind, decision, opened);
	enum status status = visit_log(visit, &entry, error);

	return status == STATUS_OK ? decision_error(decision, error) :
	    status;
}

static enum status
does_not_fit(struct error *error)
{
	return error_set(error, STATUS_FAILURE, "decision_mismatch",
	    "判定と対象が一致しません",
	    "the decision is not about what it is used for");
}

static enum status
unseal_row(const struct visit *visit, const struct decision *decision,
    const struct opened *opened, size_t i, const struct row *row,
    struct record *record, struct error *error)
{
	struct bits items = decision_record_items(decision, i);
	struct plain plain;
	enum status status;

	if (!decision_fits(decision, opened->person,
	    opened->standing.version) ||
	    (!decision_is_system(decision) && bits_empty(&items)))
		return does_not_fit(error);
	status = open_row(visit, SEAL_RECORD, opened->person, row, &plain,
	    error);
	if (status == STATUS_OK)
		status = record_read(record,
		    (struct bytes){ plain.p, plain.n }, visit->arena, error);
	return status;
}

enum status
visit_unseal(const struct visit *visit, const struct decision *decision,
    const struct opened *opened, size_t i, struct record *record,
    struct error *error)
{
	if (i >= opened->head_count)
		return does_not_fit(error);
	return unseal_row(visit, decision, opened, i,
	    &opened->rows.row[i + 1], record, error);
}

enum status
visit_unseal_history(const struct visit *visit,
    const struct decision *decision, const struct opened *opened, size_t i,
    const struct history_row *row, struct record *record,
    struct error *error)
{
	if (i >= opened->head_count || opened->heads[i].seq != row->row.seq)
		return does_not_fit(error);
	return unseal_row(visit, decision, opened, i, &row->row, record,
	    error);
}

/*
 * A reason belongs to a decision: its id stands in place of a record's number
 * and day, so that two reasons of one person can not change places.
 */
static struct row
reason_place(const uint8_t decision[DECISION_ID_SIZE])
{
	struct row row = { .version = 1 };

	uint64_t tail = 0;

	for (int i = 0; i < 8; i++) {
		row.seq = row.seq << 8 | decision[i];
		tail = tail << 8 | decision[8 + i];
	}
	row.day = (int64_t)tail;
	return row;
}

enum status
visit_unseal_reason(const struct visit *visit,
    const struct decision *decision, const struct opened *opened,
    const struct reason_row *reason, struct text *out, struct error *error)
{
	struct row row = reason_place(reason->decision);
	struct plain plain;
	enum status status;

	if (!decision_is_system(decision) || opened->hidden ||
	    !decision_fits(decision, opened->person,
	    opened->standing.version))
		return does_not_fit(error);
	row.sealed = reason->sealed;
	status = open_row(visit, SEAL_REASON, opened->person, &row, &plain,
	    error);
	if (status == STATUS_OK)
		*out = (struct text){ (const char *)plain.p, plain.n };
	return status;
}

/* Seals bytes for a row under a slot. */
static enum status
seal_row(const struct visit *visit, enum seal_kind kind, uint64_t person,
    uint64_t slot, struct bytes plain, struct row *row, struct error *error)
{
	struct seal_place place = visit_place(visit, kind, person, row);
	struct slot_key key;
	enum status status = keys_get(vault_keys(visit->vault), &slot, 1,
	    &key, error);

	if (status == STATUS_OK)
		status = seal(&row->sealed, &place, slot, key.bytes, plain,
		    visit->arena, error);
	mem_wipe(&key, sizeof(key));
	return status;
}

enum status
visit_seal_standing(const struct visit *visit, uint64_t person,
    const struct standing *standing, struct row *row, struct error *error)
{
	struct buf plain;
	enum status status = standing_check(standing, error);

	if (status != STATUS_OK)
		return status;
	buf_init(&plain, visit->arena, STANDING_MAX);
	standing_write(&plain, standing);
	status = buf_status(&plain, error);
	if (status != STATUS_OK)
		return status;
	return seal_row(visit, SEAL_STANDING, person,
	    standing->slot[TIER_PLAIN], buf_bytes(&plain), row, error);
}

enum status
visit_seal_record(const struct visit *visit, const struct decision *decision,
    uint64_t person, uint64_t slot, const struct record *record,
    struct row *row, struct error *error)
{
	struct bits items = decision_items(decision);
	struct buf plain;
	enum status status;

	if (decision_refusal(decision) != REFUSAL_NONE ||
	    decision_ask(decision)->person != person)
		return does_not_fit(error);
	/* Every value that is stored must have been permitted. */
	for (size_t i = 0; i < record->count; i++)
		if (record->values[i].item >= BITS_MAX ||
		    (!bits_has(&items, record->values[i].item) &&
		    decision_ask(decision)->act == ACT_ACQUIRE))
			return does_not_fit(error);
	buf_init(&plain, visit->arena, RECORD_MAX);
	record_write(&plain, record);
	status = buf_status(&plain, error);
	if (status != STATUS_OK)
		return status;
	return seal_row(visit, SEAL_RECORD, person, slot, buf_bytes(&plain),
	    row, error);
}

enum status
visit_log_use(struct visit *visit, const struct decision *decision,
    const struct opened *opened, const struct entry *entry,
    struct error *error)
{
	struct row row = reason_place(decision_id(decision));
	struct change *change;
	struct ticket *ticket;
	enum status status;

	if (visit->reason.n == 0 || opened->hidden ||
	    decision_refusal(decision) != REFUSAL_NONE)
		return visit_log(visit, entry, error);
	status = seal_row(visit, SEAL_REASON, opened->person,
	    opened->standing.slot[TIER_PLAIN], bytes_of(visit->reason), &row,
	    error);
	if (status != STATUS_OK)
		return status;
	change = change_new();
	if (change == NULL)
		return error_memory(error);
	change_add_reason(change, opened->person, decision_id(decision),
	    row.sealed);
	status = visit_log_with(visit, change, entry, error);
	if (status != STATUS_OK) {
		change_free(change);
		return status;
	}
	status = store_submit(vault_store(visit->vault), change, &ticket,
	    error);
	if (status == STATUS_OK)
		visit->owes = false;
	return status == STATUS_OK ? take_ticket(visit, ticket, error) :
	    status;
}
