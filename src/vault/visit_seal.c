/*
 * Sealing and unsealing under a decision; what is kept of a use.
 */
#include "base/encode.h"
#include "base/mem.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "vault/record.h"
#include "vault/visit_parts.h"

static enum status
does_not_fit(struct error *error)
{
	return error_set(error, STATUS_FAILURE, "decision_mismatch",
	    "判定と対象が一致しません",
	    "the decision is not about what it is used for");
}

static enum status
unseal_row(struct visit *visit, const struct decision *decision,
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
	status = visit_open_row(visit, SEAL_RECORD, opened->person, row, &plain,
	    error);
	if (status == STATUS_OK)
		status = record_read(record,
		    (struct bytes){ plain.p, plain.n }, visit->arena, error);
	return status;
}

enum status
visit_unseal(struct visit *visit, const struct decision *decision,
    const struct opened *opened, size_t i, struct record *record,
    struct error *error)
{
	if (i >= opened->head_count)
		return does_not_fit(error);
	return unseal_row(visit, decision, opened, i,
	    &opened->rows.row[i + 1], record, error);
}

enum status
visit_unseal_history(struct visit *visit,
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
	return (struct row){
		.version = 1, .seq = decode_number(decision, 8),
		.day = (int64_t)decode_number(decision + 8, 8),
	};
}

enum status
visit_unseal_reason(struct visit *visit,
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
	status = visit_open_row(visit, SEAL_REASON, opened->person, &row,
	    &plain, error);
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
	/* Of somebody who is erased, what a law wants kept may be left. */
	return seal_row(visit, SEAL_STANDING, person,
	    standing->slot[standing->slot[TIER_PLAIN] != 0 ? TIER_PLAIN :
	    TIER_STATUTORY], buf_bytes(&plain), row, error);
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
	    (!decision_is_system(decision) &&
	    decision_ask(decision)->person != person))
		return does_not_fit(error);
	/* Every value that is stored must have been permitted. */
	for (size_t i = 0; i < record->count; i++)
		if (record->values[i].item >= BITS_MAX ||
		    (!decision_is_system(decision) &&
		    !bits_has(&items, record->values[i].item) &&
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
visit_move_reason(struct visit *visit, const struct decision *decision,
    uint64_t person, uint64_t slot, struct reason_row *reason,
    struct error *error)
{
	struct row row = reason_place(reason->decision);
	struct plain plain;
	enum status status;

	row.sealed = reason->sealed;
	if (!decision_is_system(decision))
		return does_not_fit(error);
	status = visit_open_row(visit, SEAL_REASON, person, &row, &plain,
	    error);
	if (status == STATUS_OK)
		status = seal_row(visit, SEAL_REASON, person, slot,
		    (struct bytes){ plain.p, plain.n }, &row, error);
	reason->sealed = row.sealed;
	return status;
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
	if (status == STATUS_OK) {
		visit->paid_by_change = visit->owes;
		visit->owes = false;
	}
	return status == STATUS_OK ? visit_take_ticket(visit, ticket, error) :
	    status;
}
