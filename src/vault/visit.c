#include "base/mem.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "vault/outbox.h"
#include "vault/record.h"
#include "vault/visit_parts.h"

enum { MERGES_MAX = 16 };	/* one into the next */

/* The rules may be old: another server may have changed them. */
static enum status
freshen(struct visit *visit, struct error *error)
{
	uint64_t stamp = visit->rules->stamp;
	enum status status = vault_check_unlocked(visit->vault, error);

	if (status != STATUS_OK || !store_shared(vault_store(visit->vault)))
		return status;
	status = reader_rules(visit->reader, &stamp, error);
	/* A reader that is frozen has an older one. */
	if (status != STATUS_OK || stamp <= visit->rules->stamp)
		return status;
	status = vault_rules_reload(visit->vault, error);
	if (status == STATUS_OK) {
		vault_rules_release(visit->vault, visit->rules);
		visit->rules = vault_rules(visit->vault);
	}
	return status;
}

/* Nothing is decided by rules that may be old: visit_decide(). */
static void
look_at_rules(struct visit *visit)
{
	struct error error;

	visit->rules_status = freshen(visit, &error);
	if (visit->rules_status == STATUS_OK)
		return;
	visit->rules_error = arena_alloc(visit->arena, sizeof(error));
	if (visit->rules_error != NULL)
		*visit->rules_error = error;
}

void
visit_begin(struct visit *visit, struct vault *vault, struct reader *reader,
    struct arena *arena, const struct visitor *visitor)
{
	memset(visit, 0, sizeof(*visit));
	visit->vault = vault;
	visit->reader = reader;
	visit->arena = arena;
	visit->rules = vault_rules(vault);
	if (vault_is_locked(vault) || store_shared(vault_store(vault)))
		look_at_rules(visit);
	visit->now = clock_now(vault_clock(vault));
	visit->revision = rules_in_force(visit->rules, visit->now);
	visit->principal.name = visitor->principal;
	visit->limits = visitor->limits;
	visit->principal.role = policy_role(visit->revision->policy,
	    visitor->role);
	visit->purpose = visitor->purpose;
	visit->reason = visitor->reason;
}

/* An entry that says whom this visit opened, and no more. */
static void
write_owed(struct visit *visit)
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

	memcpy(entry.person, visit->owed, PSEUDONYM_SIZE);
	if (visit->principal.role != NULL)
		entry.role = visit->principal.role->id;
	buf_init(&out, visit->arena, ENTRY_MAX);
	entry_write(&out, &entry);
	if (buf_status(&out, &ignored) == STATUS_OK &&
	    store_insist(vault_store(visit->vault), buf_bytes(&out), &ticket,
	    &ignored) == STATUS_OK)
		store_forget(vault_store(visit->vault), ticket);
	else
		holder_unfinished(vault_holder(visit->vault));
}

/*
 * The entry that visit_open() owes, if it still does, for who was opened for
 * another's sake or for nothing; nobody waits for it.
 */
static void
settle(struct visit *visit)
{
	if (!visit->owes)
		return;
	visit->owes = false;
	write_owed(visit);
}

void
visit_end(struct visit *visit)
{
	settle(visit);
	mem_wipe(&visit->key, sizeof(visit->key));
	visit->slot = 0;
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
enum status
visit_open_row(struct visit *visit, enum seal_kind kind, uint64_t person,
    const struct row *row, struct plain *plain, struct error *error)
{
	struct seal_place place = visit_place(visit, kind, person, row);
	uint64_t slot;
	enum status status = seal_slot(&slot, row->sealed, error);

	if (status == STATUS_OK && slot != visit->slot) {
		visit->slot = 0;
		status = keys_get(vault_keys(visit->vault), &slot, 1,
		    &visit->key, error);
	}
	if (status != STATUS_OK)
		return status;
	visit->slot = slot;
	return unseal(plain, &place, row->sealed, visit->key.bytes,
	    visit->arena, error);
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

/* In which state a person's rows are: another one after every write. */
static uint64_t
state_of(const struct opened *opened)
{
	struct hash_state hash;
	struct hash out;
	uint64_t state;

	hash_start(&hash);
	hash_add(&hash, &opened->person, sizeof(opened->person));
	for (size_t i = 0; i < opened->rows.n; i++) {
		const struct row *row = &opened->rows.row[i];

		hash_add(&hash, &row->seq, sizeof(row->seq));
		hash_add(&hash, &row->version, sizeof(row->version));
	}
	out = hash_end(&hash);
	memcpy(&state, out.bytes, sizeof(state));
	return state;
}

/* The rows are read: opens the standing, unless they are hidden. */
static enum status
open_rows(struct visit *visit, uint64_t person, struct opened *opened,
    bool kept, struct error *error)
{
	const struct row *first = opened->rows.row;
	struct plain plain;
	uint64_t slot;
	enum status status;

	if (opened->rows.n == 0 || first->seq != 0 ||
	    (!visit->sees_staged && rules_is_hidden(visit->rules, person)) ||
	    (first->state != PERSON_LIVE && !(kept &&
	    first->sealed.bytes.n > 0))) {
		opened->hidden = true;
		return STATUS_OK;
	}
	status = seal_slot(&slot, first->sealed, error);
	if (status != STATUS_OK)
		return status;
	keys_expect(vault_keys(visit->vault), slot);
	/* Whoever is opened has to come into the log. */
	status = store_clock_look(vault_store(visit->vault), error);
	if (status == STATUS_OK)
		status = visit_open_row(visit, SEAL_STANDING, person,
		    &opened->rows.row[0], &plain, error);
	if (status == STATUS_OK)
		status = standing_read(&opened->standing,
		    (struct bytes){ plain.p, plain.n }, visit->arena, error);
	/* Opened perhaps, and nobody knows of whom to write. */
	if (status == STATUS_FAILURE)
		holder_unfinished(vault_holder(visit->vault));
	if (status != STATUS_OK)
		return status;
	opened->standing.version = opened->rows.row[0].version;
	if (memcmp(visit->owed, opened->standing.pseudonym,
	    PSEUDONYM_SIZE) != 0)
		settle(visit);
	/* A search counts whom it finds, not who led to them. */
	visit->owes = !visit->counted || (first->state == PERSON_MERGED &&
	    !visit->sees_staged);
	memcpy(visit->owed, opened->standing.pseudonym, PSEUDONYM_SIZE);
	if (visit->keeps_state || visit->expected != 0)
		visit->state = state_of(opened);
	visit->moved = visit->expected != 0 &&
	    visit->state != visit->expected;
	return take_heads(visit, opened, error);
}

size_t
visit_head(const struct opened *opened, uint64_t seq)
{
	size_t i = 0;

	while (i < opened->head_count && opened->heads[i].seq != seq)
		i++;
	return i;
}

enum status
visit_open(struct visit *visit, uint64_t person, struct opened *opened,
    struct error *error)
{
	enum status status;

	memset(opened, 0, sizeof(*opened));
	opened->person = person;
	status = reader_person(visit->reader, person, &opened->rows,
	    visit->arena, error);
	return status == STATUS_OK ? open_rows(visit, person, opened, false,
	    error) : status;
}

enum status
visit_open_kept(struct visit *visit, uint64_t person, struct opened *opened,
    struct error *error)
{
	enum status status;

	memset(opened, 0, sizeof(*opened));
	opened->person = person;
	status = reader_person(visit->reader, person, &opened->rows,
	    visit->arena, error);
	return status == STATUS_OK ? open_rows(visit, person, opened, true,
	    error) : status;
}

enum status
visit_knows(struct visit *visit, uint64_t person, bool *knows,
    struct error *error)
{
	enum person_state state;
	enum status status = reader_person_state(visit->reader, person,
	    knows, &state, visit->arena, error);

	*knows = *knows && state != PERSON_HIDDEN &&
	    (visit->sees_staged || !rules_is_hidden(visit->rules, person));
	return status;
}

enum status
visit_open_present(struct visit *visit, uint64_t person,
    struct opened *opened, struct error *error)
{
	enum status status = visit_open(visit, person, opened, error);

	for (int i = 0; i < MERGES_MAX && status == STATUS_OK &&
	    opened->hidden && opened->rows.n > 0 &&
	    opened->rows.row[0].state == PERSON_MERGED; i++) {
		struct opened there;

		status = visit_open_kept(visit, opened->person, &there,
		    error);
		if (status == STATUS_OK && !there.hidden)
			status = visit_open(visit, there.standing.into,
			    opened, error);
		else
			break;
	}
	return status;
}

enum status
visit_open_first(struct visit *visit, uint64_t person, size_t max,
    struct opened *opened, bool *all, struct error *error)
{
	enum status status;

	memset(opened, 0, sizeof(*opened));
	opened->person = person;
	/* The standing, the records, and one more to see whether it is all. */
	status = reader_person_first(visit->reader, person, max + 2,
	    &opened->rows, visit->arena, error);
	*all = opened->rows.n < max + 2;
	if (status == STATUS_OK && !*all)
		opened->rows.n--;
	return status == STATUS_OK ? open_rows(visit, person, opened, false,
	    error) : status;
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
		.limits = visit->limits,
		.act = act,
		.purpose = visit->purpose,
		.reason_given = visit->reason.n > 0,
		.classes = &visit->rules->classes,
		.observe = visit->now < visit->rules->observed_until,
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
visit_decide(struct visit *visit, const struct ask *ask,
    const struct decision **decision, struct error *error)
{
	*decision = NULL;
	if (visit->rules_status != STATUS_OK) {
		if (visit->rules_error == NULL)
			return error_memory(error);
		*error = *visit->rules_error;
		return visit->rules_status;
	}
	*decision = gate_decide(ask, visit->arena);
	visit->has_decided = true;
	memcpy(visit->decision, ask->id, DECISION_ID_SIZE);
	if (*decision == NULL)
		return error_memory(error);
	if (visit->observed == REFUSAL_NONE)
		visit->observed = decision_observed(*decision);
	return STATUS_OK;
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
		entry.about = opened->person;
	}
	if (refusal != REFUSAL_NONE) {
		entry.refusal = text_of(refusal_table[refusal].code);
		entry.items = decision_ask(decision)->items;
	} else {
		if (decision_observed(decision) != REFUSAL_NONE)
			entry.observed = text_of(refusal_table[
			    decision_observed(decision)].code);
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
	/* An entry alone is still written; a change was the last of its own. */
	if (status != STATUS_OK && visit->paid_by_change)
		visit->owes = true;
	return status;
}

/* Takes a ticket on; waits for it unless that is deferred. */
enum status
visit_take_ticket(struct visit *visit, struct ticket *ticket,
    struct error *error)
{
	struct visit_ticket *link = arena_alloc(visit->arena, sizeof(*link));

	if (link == NULL) {
		visit->owes |= visit->paid_by_change;
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

	/* Of two people who were opened, the entry is about one. */
	if (entry->has_person &&
	    memcmp(entry->person, visit->owed, PSEUDONYM_SIZE) != 0)
		settle(visit);
	if (status == STATUS_OK)
		status = store_insist(vault_store(visit->vault), bytes,
		    &ticket, error);
	if (status == STATUS_OK && entry->has_person)
		visit->owes = false;
	return status == STATUS_OK ? visit_take_ticket(visit, ticket, error) :
	    status;
}

enum status
visit_log_with(const struct visit *visit, struct change *change,
    const struct entry *entry, struct error *error)
{
	struct entry whole = *entry;
	struct bytes bytes;
	enum status status = STATUS_OK;

	if (entry->has_person && visit->moved)
		status = error_set(error, STATUS_CONFLICT,
		    "precondition_failed", "その間に変更されました",
		    "it was changed meanwhile");
	if (status == STATUS_OK && entry->has_person && visit->also != NULL)
		status = visit->also->put(visit->also->context, change,
		    &whole, error);
	if (status == STATUS_OK)
		status = outbox_add(visit, change, &whole, error);
	if (status == STATUS_OK)
		status = write_entry(visit, &whole, &bytes, error);
	if (status == STATUS_OK)
		change_entry(change, bytes);
	return status;
}

enum status
visit_permit(struct visit *visit, const struct ask *ask,
    enum entry_kind kind, const struct opened *opened,
    const struct decision **decision, struct error *error)
{
	struct entry entry;
	enum status status = visit_decide(visit, ask, decision, error);

	if (status != STATUS_OK ||
	    decision_refusal(*decision) == REFUSAL_NONE)
		return status;
	entry = visit_entry(visit, kind, *decision, opened);
	status = visit_log(visit, &entry, error);
	return status == STATUS_OK ? decision_error(*decision, error) :
	    status;
}
