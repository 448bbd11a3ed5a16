/*
 * Single items: a new generation of each tier that held one.
 */
#include "base/mem.h"
#include "vault/commit.h"
#include "vault/erase.h"
#include "vault/erase_finish.h"
#include "vault/files.h"
#include "vault/fold.h"
#include "vault/index.h"
#include "vault/person_parts.h"
#include "vault/record.h"

/* What goes into one erasure of items. */
struct cutting {
	struct visit *visit;
	const struct opened *opened;
	const struct erase_plan *plan;
	const struct decision *decision;	/* to open and seal by */
	const struct bits *cut;			/* of each head */
	struct record *records;			/* of each head */
	const struct history_row *history;
	size_t history_count;
	bool *gone;				/* nothing is left of it */
	uint32_t tiers;				/* bit of each that changes */
	struct standing standing;
	struct entry_record *written;
	size_t written_count;
	struct error *error;
};

static enum status
drop_key(const struct visit *visit, struct change *change, uint64_t person,
    unsigned int number, struct text value, const struct bits *items,
    struct error *error)
{
	const struct policy_item *item = number >= BITS_MAX ? NULL :
	    visit->revision->policy->item_at[number];
	struct text folded = { "", 0 };
	enum status status;

	if (item == NULL || !bits_has(items, number) || !item->searchable ||
	    !fold_indexable(item->kind))
		return STATUS_OK;
	status = fold_key(&folded, item->kind, value, visit->arena, error);
	if (status == STATUS_OK)
		index_drop(visit->rules, change, person, number, folded);
	return status;
}

enum status
erase_items_keys(const struct visit *visit, struct change *change,
    uint64_t person, const struct record *record, const struct bits *items,
    struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < record->count && status == STATUS_OK; i++)
		status = drop_key(visit, change, person,
		    record->values[i].item, record->values[i].text, items,
		    error);
	for (size_t i = 0; i < record->former_count && status == STATUS_OK;
	    i++)
		status = drop_key(visit, change, person,
		    record->former[i].item, record->former[i].text, items,
		    error);
	return status;
}

/* Former values of what is cut go with it; true when one went. */
static bool
cut_former(struct record *record, const struct bits *cut,
    struct arena *arena)
{
	struct record_former *former = arena_array(arena,
	    record->former_count, sizeof(*former));
	size_t n = 0;

	for (size_t i = 0; former != NULL && i < record->former_count; i++)
		if (record->former[i].item >= BITS_MAX ||
		    !bits_has(cut, record->former[i].item))
			former[n++] = record->former[i];
	if (former == NULL || n == record->former_count)
		return false;
	record->former = former;
	record->former_count = n;
	return true;
}

/* The record without what is cut; true when something went. */
static bool
cut_out(struct record *record, const struct bits *cut, struct arena *arena)
{
	struct record_value *values = arena_array(arena, record->count,
	    sizeof(*values));
	size_t n = 0;

	for (size_t i = 0; values != NULL && i < record->count; i++)
		if (record->values[i].item >= BITS_MAX ||
		    !bits_has(cut, record->values[i].item))
			values[n++] = record->values[i];
	if (values == NULL || (n == record->count &&
	    !cut_former(record, cut, arena)))
		return false;
	record->values = values;
	record->count = n;
	(void)cut_former(record, cut, arena);
	return true;
}

static bool
holds(const struct record *record, const struct bits *cut)
{
	for (size_t i = 0; i < record->count; i++)
		if (record->values[i].item < BITS_MAX &&
		    bits_has(cut, record->values[i].item))
			return true;
	for (size_t i = 0; i < record->former_count; i++)
		if (record->former[i].item < BITS_MAX &&
		    bits_has(cut, record->former[i].item))
			return true;
	return false;
}

static enum status
open_history(const struct cutting *c, size_t i, size_t head,
    struct record *record)
{
	return visit_unseal_history(c->visit, c->decision, c->opened, head,
	    &c->history[i], record, c->error);
}

/* Which tiers hold something that is cut, now or before. */
static enum status
find_tiers(struct cutting *c)
{
	const struct opened *o = c->opened;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < o->head_count && status == STATUS_OK; i++) {
		if (bits_empty(&c->cut[i]))
			continue;
		status = visit_unseal(c->visit, c->decision, o, i,
		    &c->records[i], c->error);
		if (status == STATUS_OK && holds(&c->records[i], &c->cut[i]))
			c->tiers |= 1u << o->heads[i].tier;
	}
	for (size_t i = 0; i < c->history_count && status == STATUS_OK; i++) {
		size_t head = visit_head(o, c->history[i].row.seq);
		struct record record;

		if (head == o->head_count || bits_empty(&c->cut[head]))
			continue;
		status = open_history(c, i, head, &record);
		if (status == STATUS_OK && holds(&record, &c->cut[head]))
			c->tiers |= 1u << o->heads[head].tier;
	}
	if (status != STATUS_OK || c->tiers != 0)
		return status;
	return error_set(c->error, STATUS_INVALID, "item_not_held",
	    "これらの項目は保有していません", "none of these items is held");
}

/* New slots for those tiers; the old ones are listed. */
static enum status
new_generation(struct cutting *c)
{
	uint64_t *old = arena_array(c->visit->arena, TIER_COUNT,
	    sizeof(*old)), new[TIER_COUNT];
	struct erasure *e = c->plan->erasure;
	enum status status = old == NULL ? error_memory(c->error) :
	    keys_take(vault_keys(c->visit->vault),
	    (size_t)__builtin_popcount(c->tiers), false, new, c->error);

	if (status != STATUS_OK)
		return status;
	for (int tier = 0; tier < TIER_COUNT; tier++)
		if ((c->tiers >> tier & 1) != 0) {
			old[e->slot_count] = c->standing.slot[tier];
			c->standing.slot[tier] = new[e->slot_count++];
		}
	e->slots = old;
	return STATUS_OK;
}

static enum status
reseal_record(struct cutting *c, size_t i)
{
	const struct opened *o = c->opened;
	struct row row = o->rows.row[i + 1];
	struct record record;
	enum status status = visit_unseal(c->visit, c->decision, o, i,
	    &record, c->error);

	if (status == STATUS_OK)
		status = erase_items_keys(c->visit, c->plan->change,
		    o->person, &record, &c->cut[i], c->error);
	if (status != STATUS_OK)
		return status;
	change_drop_record(c->plan->change, o->person, row.seq, row.version);
	(void)cut_out(&record, &c->cut[i], c->visit->arena);
	c->gone[i] = record.count == 0;
	if (record.count == 0) {
		c->written[c->written_count++] = (struct entry_record){
			row.seq, 0
		};
		return STATUS_OK;
	}
	/* No new version: it is the same one, less what went. */
	status = visit_seal_record(c->visit, c->decision, o->person,
	    c->standing.slot[row.tier], &record, &row, c->error);
	if (status == STATUS_OK)
		change_add_row(c->plan->change, o->person, &row);
	c->written[c->written_count++] = (struct entry_record){
		row.seq, row.version
	};
	return status;
}

/* An earlier version: of a record that goes it goes too. */
static enum status
reseal_history(struct cutting *c, size_t i)
{
	const struct opened *o = c->opened;
	struct row row = c->history[i].row;
	size_t head = visit_head(o, row.seq);
	struct record record = { .count = 0 };
	enum status status;

	if (head < o->head_count && (c->tiers >> row.tier & 1) == 0)
		return STATUS_OK;
	if (head < o->head_count) {
		status = open_history(c, i, head, &record);
		if (status != STATUS_OK)
			return status;
		(void)cut_out(&record, &c->cut[head], c->visit->arena);
	}
	if (head == o->head_count || c->gone[head]) {
		change_drop_history(c->plan->change, o->person, row.seq,
		    row.version);
		return STATUS_OK;
	}
	status = visit_seal_record(c->visit, c->decision, o->person,
	    c->standing.slot[row.tier], &record, &row, c->error);
	if (status == STATUS_OK)
		change_put_history(c->plan->change, o->person, &row);
	return status;
}

static enum status
reseal_reasons(struct cutting *c)
{
	const struct reason_row *rows;
	size_t n;
	enum status status = reader_reasons(c->visit->reader,
	    c->opened->person, &rows, &n, c->visit->arena, c->error);

	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		struct reason_row row = rows[i];

		status = visit_move_reason(c->visit, c->decision,
		    c->opened->person, c->standing.slot[TIER_PLAIN], &row,
		    c->error);
		if (status == STATUS_OK)
			change_put_reason(c->plan->change, c->opened->person,
			    &row);
	}
	return status;
}

static enum status
reseal(struct cutting *c)
{
	const struct opened *o = c->opened;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < o->head_count && status == STATUS_OK; i++)
		if ((c->tiers >> o->heads[i].tier & 1) != 0)
			status = reseal_record(c, i);
	for (size_t i = 0; i < c->history_count && status == STATUS_OK; i++)
		status = reseal_history(c, i);
	if (status == STATUS_OK && (c->tiers >> TIER_PLAIN & 1) != 0)
		status = reseal_reasons(c);
	return status;
}

/* The standing, the intent and the entry. */
static enum status
write_plan(struct cutting *c)
{
	struct erasure *e = c->plan->erasure;
	struct row row = c->opened->rows.row[0];
	struct erasure_row kept;
	struct entry entry;
	enum status status;

	for (size_t i = 0; i < c->opened->head_count; i++)
		e->items = bits_or(&e->items, &c->cut[i]);
	row.version++;
	status = visit_seal_standing(c->visit, c->opened->person,
	    &c->standing, &row, c->error);
	if (status == STATUS_OK)
		status = erasure_state_it(e, c->visit->arena, c->error);
	if (status == STATUS_OK)
		status = erasure_seal(c->visit, e, &kept, c->error);
	if (status != STATUS_OK)
		return status;
	change_replace_standing(c->plan->change, c->opened->person, &row,
	    row.version - 1);
	change_add_erasure(c->plan->change, &kept);
	entry = erasure_entry(c->visit, e, "items");
	entry.has_person = true;
	memcpy(entry.person, c->standing.pseudonym, PSEUDONYM_SIZE);
	entry.about = c->opened->person;
	entry.standing = row.version;
	entry.records = c->written;
	entry.record_count = c->written_count;
	return visit_log_with(c->visit, c->plan->change, &entry, c->error);
}

enum status
erase_items_plan(struct visit *visit, const struct opened *opened,
    const struct bits *cut, const struct erase_plan *plan,
    struct error *error)
{
	struct cutting c = {
		.visit = visit, .opened = opened, .plan = plan, .cut = cut,
		.standing = opened->standing, .error = error
	};
	enum status status;

	c.records = arena_array(visit->arena, opened->head_count,
	    sizeof(*c.records));
	c.gone = arena_array(visit->arena, opened->head_count,
	    sizeof(*c.gone));
	c.written = arena_array(visit->arena, opened->head_count,
	    sizeof(*c.written));
	c.decision = gate_decide_system(SYSTEM_ERASE,
	    decision_id(plan->decision), visit->now, visit->arena);
	if (c.records == NULL || c.written == NULL || c.gone == NULL ||
	    c.decision == NULL)
		return error_memory(error);
	status = reader_history(visit->reader, opened->person, &c.history,
	    &c.history_count, visit->arena, error);
	if (status == STATUS_OK)
		status = find_tiers(&c);
	if (status == STATUS_OK)
		status = erase_person_begin(visit, opened, plan,
		    ERASURE_ITEMS, error);
	if (status == STATUS_OK)
		status = new_generation(&c);
	if (status == STATUS_OK)
		status = reseal(&c);
	return status == STATUS_OK ? write_plan(&c) : status;
}

/* The asked items, of every record whose class has them. */
static enum status
cut_of(struct visit *visit, const struct opened *opened,
    const struct bits *items, struct bits **cut, struct error *error)
{
	*cut = arena_array(visit->arena, opened->head_count, sizeof(**cut));
	if (*cut == NULL)
		return error_memory(error);
	for (size_t i = 0; i < opened->head_count; i++)
		(*cut)[i] = *items;
	return STATUS_OK;
}

enum status
erase_items(struct visit *visit, uint64_t person, const struct bits *items,
    bool dry, struct erasure *erasure, struct error *error)
{
	struct erase_plan plan = {
		.cause = ERASURE_ASKED, .erasure = erasure
	};
	struct opened opened;
	struct bits *cut;
	struct ask ask;
	enum status status = visit_open_present(visit, person, &opened, error);

	if (status != STATUS_OK)
		return status;
	ask = visit_ask(visit, ACT_ERASE, &opened);
	ask.items = *items;
	status = visit_permit(visit, &ask, ENTRY_ERASE, &opened,
	    &plan.decision, error);
	if (status == STATUS_OK)
		status = person_refuse_items(visit, ENTRY_ERASE,
		    plan.decision, &opened, items, error);
	if (status == STATUS_OK && !dry)
		status = files_settle(visit, error);
	if (status == STATUS_OK)
		status = erase_merged(visit, &opened, items, dry, error);
	if (status == STATUS_OK)
		status = cut_of(visit, &opened, items, &cut, error);
	if (status != STATUS_OK)
		return status;
	plan.change = change_new();
	if (plan.change == NULL)
		return error_memory(error);
	status = erase_items_plan(visit, &opened, cut, &plan, error);
	if (status == STATUS_OK && !dry)
		return commit_opened(visit, plan.change, status, error);
	change_free(plan.change);
	return status;
}
