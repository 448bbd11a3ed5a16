#include "base/cbor_form.h"
#include "base/mem.h"
#include "crypto/hash.h"
#include "vault/erasure.h"

static const struct cbor_member slot_members[] = {
	{ .kind = CBOR_FORM_UINT, .size = sizeof(uint64_t) },
};
static const struct cbor_form slot_form = CBOR_FLAT_OF(slot_members);
static const struct cbor_member kept_members[] = {
	{ CBOR_AT(struct erasure_kept, 0, item), .most = BITS_MAX - 1 },
	{ CBOR_AT(struct erasure_kept, 1, until), .sign = true },
};
static const struct cbor_form kept_form = CBOR_FLAT_OF(kept_members);
static const struct cbor_member members[] = {
	{ CBOR_AT(struct erasure, 0, number) },
	{ CBOR_AT(struct erasure, 1, scope), .least = ERASURE_PERSON,
	  .most = ERASURE_ITEMS },
	{ CBOR_AT(struct erasure, 2, cause), .least = ERASURE_ASKED,
	  .most = ERASURE_RETENTION },
	{ CBOR_AT(struct erasure, 3, time), .sign = true },
	{ CBOR_AT(struct erasure, 4, decision) },
	{ CBOR_AT(struct erasure, 5, purpose) },
	{ CBOR_AT(struct erasure, 6, clause), .optional = true },
	{ CBOR_LIST(struct erasure, 7, slots, slot_count, &slot_form),
	  .apart = true, .most = ERASURE_MAX },
	{ CBOR_AT(struct erasure, 8, items), .optional = true },
	{ CBOR_LIST(struct erasure, 9, kept, kept_count, &kept_form),
	  .apart = true, .optional = true, .most = BITS_MAX },
	{ CBOR_AT(struct erasure, 10, retired), .sign = true,
	  .optional = true },
	{ CBOR_AT(struct erasure, 11, horizon), .sign = true },
	{ CBOR_AT(struct erasure, 12, id) },
};
static const struct cbor_form form = CBOR_MAP_OF(members);

enum status
erasure_state_it(struct erasure *e, struct arena *arena, struct error *error)
{
	struct buf out;

	buf_init(&out, arena, ERASURE_MAX);
	cbor_form_write(&out, &form, e);
	e->statement = buf_bytes(&out);
	return buf_status(&out, error);
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
	memset(e, 0, sizeof(*e));
	e->statement = statement;
	if (cbor_form_read(e, &form, statement, arena) && e->scope != 0 &&
	    e->horizon > 0)
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
