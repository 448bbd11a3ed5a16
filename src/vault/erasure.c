#include "base/cbor.h"
#include "base/mem.h"
#include "crypto/hash.h"
#include "vault/erasure.h"

enum key {
	KEY_NUMBER, KEY_SCOPE, KEY_CAUSE, KEY_TIME, KEY_DECISION, KEY_PURPOSE,
	KEY_CLAUSE, KEY_SLOTS, KEY_ITEMS, KEY_KEPT, KEY_RETIRED, KEY_HORIZON,
	KEY_ID,
};
enum { KEYS = KEY_ID + 1 };

static bool
has(const struct erasure *e, enum key key)
{
	switch (key) {
	case KEY_CLAUSE: return e->clause.n > 0;
	case KEY_ITEMS: return !bits_empty(&e->items);
	case KEY_KEPT: return e->kept_count > 0;
	case KEY_RETIRED: return e->retired != 0;
	case KEY_NUMBER:
	case KEY_SCOPE:
	case KEY_CAUSE:
	case KEY_TIME:
	case KEY_DECISION:
	case KEY_PURPOSE:
	case KEY_SLOTS:
	case KEY_HORIZON:
	case KEY_ID:
		break;
	}
	return true;
}

static void
write_value(struct buf *out, const struct erasure *e, enum key key)
{
	switch (key) {
	case KEY_NUMBER: cbor_uint(out, e->number); break;
	case KEY_SCOPE: cbor_uint(out, (uint64_t)e->scope); break;
	case KEY_CAUSE: cbor_uint(out, (uint64_t)e->cause); break;
	case KEY_TIME: cbor_int(out, e->time); break;
	case KEY_DECISION:
		cbor_bytes(out, e->decision, DECISION_ID_SIZE);
		break;
	case KEY_PURPOSE: cbor_text(out, e->purpose); break;
	case KEY_CLAUSE: cbor_text(out, e->clause); break;
	case KEY_SLOTS:
		cbor_array(out, e->slot_count);
		for (size_t i = 0; i < e->slot_count; i++)
			cbor_uint(out, e->slots[i]);
		break;
	case KEY_ITEMS: cbor_bits(out, &e->items); break;
	case KEY_KEPT:
		cbor_array(out, 2 * e->kept_count);
		for (size_t i = 0; i < e->kept_count; i++) {
			cbor_uint(out, e->kept[i].item);
			cbor_int(out, e->kept[i].until);
		}
		break;
	case KEY_RETIRED: cbor_int(out, e->retired); break;
	case KEY_HORIZON: cbor_int(out, e->horizon); break;
	case KEY_ID: cbor_text(out, e->id); break;
	}
}

enum status
erasure_state_it(struct erasure *e, struct arena *arena, struct error *error)
{
	struct buf out;
	size_t n = 0;

	for (int key = 0; key < KEYS; key++)
		n += has(e, (enum key)key);
	buf_init(&out, arena, ERASURE_MAX);
	cbor_map(&out, n);
	for (int key = 0; key < KEYS; key++)
		if (has(e, (enum key)key)) {
			cbor_uint(&out, (uint64_t)key);
			write_value(&out, e, (enum key)key);
		}
	e->statement = buf_bytes(&out);
	return buf_status(&out, error);
}

static void
read_slots(struct cbor *in, struct erasure *e, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	uint64_t *slots = n > ERASURE_MAX ? NULL :
	    arena_array(arena, n, sizeof(*slots));

	if (slots == NULL) {
		cbor_fail(in);
		return;
	}
	for (size_t i = 0; i < n && !in->failed; i++)
		slots[i] = cbor_read_uint(in);
	e->slots = slots;
	e->slot_count = n;
}

static void
read_kept(struct cbor *in, struct erasure *e, struct arena *arena)
{
	size_t n = cbor_read_array(in) / 2;
	struct erasure_kept *kept = n > BITS_MAX ? NULL :
	    arena_array(arena, n, sizeof(*kept));

	if (kept == NULL) {
		cbor_fail(in);
		return;
	}
	for (size_t i = 0; i < n && !in->failed; i++) {
		uint64_t item = cbor_read_uint(in);

		if (item >= BITS_MAX)
			cbor_fail(in);
		kept[i].item = (unsigned int)item;
		kept[i].until = cbor_read_int(in);
	}
	e->kept = kept;
	e->kept_count = n;
}

static uint64_t
read_choice(struct cbor *in)
{
	uint64_t choice = cbor_read_uint(in);

	if (choice != 1 && choice != 2)
		cbor_fail(in);
	return choice == 2 ? 2 : 1;
}

static void
read_value(struct cbor *in, struct erasure *e, enum key key,
    struct arena *arena)
{
	switch (key) {
	case KEY_NUMBER: e->number = cbor_read_uint(in); break;
	case KEY_SCOPE:
		e->scope = (enum erasure_scope)read_choice(in);
		break;
	case KEY_CAUSE:
		e->cause = (enum erasure_cause)read_choice(in);
		break;
	case KEY_TIME: e->time = cbor_read_int(in); break;
	case KEY_DECISION:
		cbor_read_fixed(in, e->decision, DECISION_ID_SIZE);
		break;
	case KEY_PURPOSE: e->purpose = cbor_read_text(in); break;
	case KEY_CLAUSE: e->clause = cbor_read_text(in); break;
	case KEY_SLOTS: read_slots(in, e, arena); break;
	case KEY_ITEMS: cbor_read_bits(in, &e->items); break;
	case KEY_KEPT: read_kept(in, e, arena); break;
	case KEY_RETIRED: e->retired = cbor_read_int(in); break;
	case KEY_HORIZON: e->horizon = cbor_read_int(in); break;
	case KEY_ID: e->id = cbor_read_text(in); break;
	}
}

static enum status
not_an_erasure(struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "not_an_erasure",
	    "消去の記録が読めません", "this is no record of an erasure");
}

enum status
erasure_read(struct erasure *e, struct bytes statement, struct arena *arena,
    struct error *error)
{
	struct cbor in = cbor_reader(statement);
	size_t n = cbor_read_map(&in);
	int64_t last = -1;

	memset(e, 0, sizeof(*e));
	e->statement = statement;
	for (size_t i = 0; i < n && !in.failed; i++) {
		uint64_t key = cbor_read_key(&in, &last);

		if (key >= KEYS)
			cbor_fail(&in);
		else
			read_value(&in, e, (enum key)key, arena);
	}
	if (cbor_done(&in) && e->scope != 0 && e->horizon > 0)
		return STATUS_OK;
	return not_an_erasure(error);
}

static enum status
duty_key(const struct visit *visit, struct slot_key *key, struct error *error)
{
	const uint64_t slot = KEYS_SLOT_ERASURE;

	return keys_get(vault_keys(visit->vault), &slot, 1, key, error);
}

static struct seal_place
place_of(const struct visit *visit, uint64_t person, uint64_t number)
{
	const struct row row = { .seq = number, .version = 1 };

	return visit_place(visit, SEAL_ERASURE, person, &row);
}

enum status
erasure_seal(const struct visit *visit, const struct erasure *e,
    struct erasure_row *row, struct error *error)
{
	struct seal_place place = place_of(visit, e->person, e->number);
	struct slot_key key;
	struct buf out;
	enum status status;

	buf_init(&out, visit->arena, 2 * ERASURE_MAX);
	cbor_array(&out, 5);
	cbor_bytes(&out, e->statement.p, e->statement.n);
	cbor_uint(&out, e->log_from);
	cbor_bool(&out, e->sweep);
	cbor_uint(&out, e->kek);
	cbor_int(&out, e->destroyed);
	*row = (struct erasure_row){
		.person = e->person, .number = e->number, .state = e->state,
		.due = e->due,
	};
	status = buf_status(&out, error);
	if (status == STATUS_OK)
		status = duty_key(visit, &key, error);
	if (status == STATUS_OK)
		status = seal(&row->sealed, &place, KEYS_SLOT_ERASURE,
		    key.bytes, buf_bytes(&out), visit->arena, error);
	mem_wipe(&key, sizeof(key));
	return status;
}

enum status
erasure_open(const struct visit *visit, const struct erasure_row *row,
    struct erasure *e, struct error *error)
{
	struct seal_place place = place_of(visit, row->person, row->number);
	struct bytes statement;
	struct slot_key key;
	struct plain plain;
	struct cbor in;
	struct erasure progress = { .person = row->person };
	enum status status = duty_key(visit, &key, error);

	if (status == STATUS_OK)
		status = unseal(&plain, &place, row->sealed, key.bytes,
		    visit->arena, error);
	mem_wipe(&key, sizeof(key));
	if (status != STATUS_OK)
		return status;
	in = cbor_reader((struct bytes){ plain.p, plain.n });
	if (cbor_read_array(&in) != 5)
		cbor_fail(&in);
	statement = cbor_read_bytes(&in);
	progress.log_from = cbor_read_uint(&in);
	progress.sweep = cbor_read_bool(&in);
	progress.kek = (uint32_t)cbor_read_uint(&in);
	progress.destroyed = cbor_read_int(&in);
	if (!cbor_done(&in))
		return not_an_erasure(error);
	status = erasure_read(e, statement, visit->arena, error);
	e->person = row->person;
	e->state = row->state;
	e->due = row->due;
	e->log_from = progress.log_from;
	e->sweep = progress.sweep;
	e->kek = progress.kek;
	e->destroyed = progress.destroyed;
	return status;
}

struct entry
erasure_entry(const struct visit *visit, const struct erasure *e,
    const char *subject)
{
	struct hash hash = hash_bytes(e->statement.p, e->statement.n);
	struct entry entry = {
		.kind = ENTRY_ERASE, .time = visit->now, .has_decision = true,
		.principal = visit->principal.name, .purpose = e->purpose,
		.revision = visit->revision->number, .clause = e->clause,
		.has_commitment = true, .count = e->slot_count,
		.subject = text_of(subject), .items = e->items,
	};

	memcpy(entry.decision, e->decision, DECISION_ID_SIZE);
	memcpy(entry.commitment, hash.bytes, HASH_SIZE);
	if (visit->principal.role != NULL)
		entry.role = visit->principal.role->id;
	return entry;
}

void
erasure_id(char out[ERASURE_ID_SIZE], uint64_t number)
{
	(void)snprintf(out, ERASURE_ID_SIZE, "ers_%016llx",
	    (unsigned long long)number);
}

enum status
erasure_id_parse(uint64_t *number, struct text id, struct error *error)
{
	static const char digits[] = "0123456789abcdef";
	bool right = text_starts_with(id, "ers_") && id.n == 20;

	*number = 0;
	for (size_t i = 4; i < id.n && right; i++) {
		const char *at = memchr(digits, id.p[i], 16);

		right = at != NULL;
		*number = *number << 4 | (at == NULL ? 0 :
		    (uint64_t)(at - digits));
	}
	if (right && *number <= INT64_MAX)
		return STATUS_OK;
	return error_set(error, STATUS_NOT_FOUND, "erasure_not_found",
	    "該当する消去はありません", "there is no such erasure");
}
