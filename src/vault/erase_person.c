/*
 * A whole person.
 */
#include <stdatomic.h>

#include "crypto/random.h"
#include "gate/term.h"
#include "vault/backup_record.h"
#include "vault/commit.h"
#include "vault/erase.h"
#include "vault/erase_finish.h"
#include "vault/files.h"
#include "vault/person_parts.h"
#include "vault/record.h"

enum { DAY_MS = DAY_SECONDS * 1000 };

/* What goes into one person's erasure. */
struct erasing {
	struct visit *visit;
	const struct opened *opened;
	const struct erase_plan *plan;
	const struct decision *decision;	/* to open and seal by */
	struct record *records;		/* of each head that was opened */
	bool *is_open;
	struct bits *kept;		/* by law, of each head */
	struct row *survivors;
	struct entry_record *written;
	size_t survivor_count;
	struct standing standing;	/* what is left of it */
	struct error *error;
};

/*
 * In the order of time, so that they come to stand together in the store, and
 * each its own: a count behind the millisecond that begins anywhere.
 */
static uint64_t
new_number(int64_t now)
{
	enum { COUNT_BITS = 20 };
	static _Atomic uint32_t count;
	uint32_t none = 0, first;

	random_bytes(&first, sizeof(first));
	(void)atomic_compare_exchange_strong(&count, &none, first | 1);
	return ((uint64_t)now << COUNT_BITS | (atomic_fetch_add(&count, 1) &
	    ((1u << COUNT_BITS) - 1))) & INT64_MAX;
}

enum status
erase_person_begin(const struct visit *visit, const struct opened *opened,
    const struct erase_plan *plan, enum erasure_scope scope,
    struct error *error)
{
	const struct config *config = vault_config(visit->vault);
	int64_t horizon = (int64_t)config_horizon_days(config) * DAY_MS;
	char *id = arena_alloc(visit->arena, ID_TEXT_SIZE);
	struct erasure *e = plan->erasure;
	struct key_copies copies;
	struct log_head head;
	enum status status = id == NULL ? error_memory(error) :
	    id_format(id, ID_PERSON, opened->person,
	    vault_id_key(visit->vault), error);

	memset(e, 0, sizeof(*e));
	if (status == STATUS_OK)
		status = reader_log_head(visit->reader, &head, error);
	if (status == STATUS_OK)
		status = backup_record_key_copies(&copies, visit, error);
	if (status != STATUS_OK)
		return status;
	e->number = new_number(visit->now);
	e->person = opened->person;
	e->id = text_of(id);
	e->scope = scope;
	e->cause = plan->cause;
	e->time = visit->now;
	memcpy(e->decision, decision_id(plan->decision), DECISION_ID_SIZE);
	e->purpose = decision_ask(plan->decision)->purpose;
	e->clause = plan->clause.n > 0 ? plan->clause :
	    decision_clause(plan->decision);
	e->log_from = head.size;
	/* Copies that were promised a longer life than is set now have it. */
	e->horizon = visit->now + horizon;
	if (e->horizon < copies.last_end)
		e->horizon = copies.last_end;
	e->due = e->horizon;
	if (scope == ERASURE_PERSON) {
		e->state = ERASURE_INTENDED;
		return STATUS_OK;
	}
	e->state = ERASURE_RETIRED;
	e->retired = e->due = e->horizon;
	e->horizon = e->retired + horizon;
	return STATUS_OK;
}

static enum status
open_head(struct erasing *x, size_t i)
{
	enum status status = x->is_open[i] ? STATUS_OK :
	    visit_unseal(x->visit, x->decision, x->opened, i, &x->records[i],
	    x->error);

	x->is_open[i] = status == STATUS_OK;
	return status;
}

/* What the law wants kept, of those items that the records really hold. */
static enum status
find_kept(struct erasing *x)
{
	const struct policy *policy = x->visit->revision->policy;
	const struct opened *o = x->opened;
	int64_t today = clock_tokyo_day(x->visit->now);
	enum status status = STATUS_OK;

	for (size_t i = 0; i < o->head_count && status == STATUS_OK; i++) {
		const struct class *class = class_at(
		    &x->visit->rules->classes, o->heads[i].class);
		struct bits required = term_required(policy, &o->standing,
		    o->heads[i].day, today);

		if (class != NULL)
			required = bits_and(&required, &class->items);
		if (bits_empty(&required))
			continue;
		status = open_head(x, i);
		for (size_t j = 0; status == STATUS_OK &&
		    j < x->records[i].count; j++)
			if (bits_has(&required, x->records[i].values[j].item))
				bits_add(&x->kept[i],
				    x->records[i].values[j].item);
	}
	return status;
}

/* What is kept, item by item, for the statement. */
static enum status
list_kept(struct erasing *x)
{
	const struct policy *policy = x->visit->revision->policy;
	struct erasure_kept *list = arena_array(x->visit->arena, BITS_MAX,
	    sizeof(*list));
	struct erasure *e = x->plan->erasure;
	const struct policy_retention *rule = NULL;
	int64_t today = clock_tokyo_day(x->visit->now);
	struct bits any = { { 0 } };

	if (list == NULL)
		return error_memory(x->error);
	for (size_t i = 0; i < x->opened->head_count; i++)
		any = bits_or(&any, &x->kept[i]);
	BITS_EACH(item, &any) {
		int64_t latest = 0;

		for (size_t i = 0; i < x->opened->head_count; i++) {
			int64_t until = bits_has(&x->kept[i],
			    (unsigned int)item) ? term_required_until(policy,
			    &x->opened->standing, (unsigned int)item,
			    x->opened->heads[i].day, today, &rule) : 0;

			if (until > latest)
				latest = until;
		}
		list[e->kept_count++] = (struct erasure_kept){
			(unsigned int)item, latest
		};
	}
	e->kept = list;
	return STATUS_OK;
}

/* One record with nothing but what is kept, under the slot for that. */
static enum status
survive(struct erasing *x, size_t i)
{
	struct record record = x->records[i];
	struct record_value *values = arena_array(x->visit->arena,
	    record.count, sizeof(*values));
	struct row *row = &x->survivors[x->survivor_count];
	size_t n = 0;
	enum status status;

	if (values == NULL)
		return error_memory(x->error);
	for (size_t j = 0; j < record.count; j++)
		if (bits_has(&x->kept[i], record.values[j].item))
			values[n++] = record.values[j];
	record.values = values;
	record.count = n;
	record.former_count = 0;
	*row = x->opened->rows.row[i + 1];
	row->tier = TIER_STATUTORY;
	/* Its history goes: it is the first version of what is left. */
	row->version = 1;
	status = visit_seal_record(x->visit, x->decision, x->opened->person,
	    x->standing.slot[TIER_STATUTORY], &record, row, x->error);
	x->written[x->survivor_count++] = (struct entry_record){
		row->seq, row->version
	};
	return status;
}

/* A standing with nothing but what the kept records need. */
static enum status
keep_required(struct erasing *x, struct row *row)
{
	const struct standing *old = &x->opened->standing;
	struct keys *keys = vault_keys(x->visit->vault);
	enum status status = STATUS_OK;

	if (x->plan->erasure->kept_count == 0) {
		row->sealed.bytes = (struct bytes){ (const uint8_t *)"", 0 };
		return STATUS_OK;
	}
	x->standing.subject = old->subject;
	x->standing.next = old->next;
	memcpy(x->standing.pseudonym, old->pseudonym, PSEUDONYM_SIZE);
	memcpy(x->standing.event, old->event, sizeof(old->event));
	status = keys_take(keys, 1, false, &x->standing.slot[TIER_STATUTORY],
	    x->error);
	for (size_t i = 0; i < x->opened->head_count && status == STATUS_OK;
	    i++)
		if (!bits_empty(&x->kept[i]))
			status = survive(x, i);
	return status == STATUS_OK ? visit_seal_standing(x->visit,
	    x->opened->person, &x->standing, row, x->error) : status;
}

static enum status
drop_keys(struct erasing *x, bool all)
{
	const struct bits every = x->visit->revision->policy->declared;
	enum status status = STATUS_OK;

	x->plan->erasure->sweep = x->plan->scan || !all;
	for (size_t i = 0; i < x->opened->head_count && status == STATUS_OK &&
	    !x->plan->erasure->sweep; i++) {
		status = open_head(x, i);
		if (status == STATUS_OK)
			status = erase_items_keys(x->visit, x->plan->change,
			    x->opened->person, &x->records[i], &every,
			    x->error);
	}
	return status;
}

static enum status
list_slots(struct erasing *x)
{
	uint64_t *slots = arena_array(x->visit->arena, TIER_COUNT,
	    sizeof(*slots));
	struct erasure *e = x->plan->erasure;

	if (slots == NULL)
		return error_memory(x->error);
	for (int tier = 0; tier < TIER_COUNT; tier++)
		if (x->opened->standing.slot[tier] != 0)
			slots[e->slot_count++] =
			    x->opened->standing.slot[tier];
	e->slots = slots;
	return STATUS_OK;
}

static enum status
write_plan(struct erasing *x, const struct row *standing)
{
	struct change *change = x->plan->change;
	struct erasure *e = x->plan->erasure;
	uint64_t person = x->opened->person;
	struct erasure_row row;
	struct entry entry;
	enum status status = erasure_state_it(e, x->visit->arena, x->error);

	if (status == STATUS_OK)
		status = erasure_seal(x->visit, e, &row, x->error);
	if (status != STATUS_OK)
		return status;
	change_replace_standing(change, person, standing,
	    standing->version - 1);
	change_add_erasure(change, &row);
	if (x->survivor_count > 0)
		change_drop_all(change, person);
	for (size_t i = 0; i < x->survivor_count; i++)
		change_add_row(change, person, &x->survivors[i]);
	entry = erasure_entry(x->visit, e, "person");
	entry.has_person = true;
	memcpy(entry.person, x->opened->standing.pseudonym, PSEUDONYM_SIZE);
	entry.about = person;
	entry.standing = standing->version;
	entry.records = x->written;
	entry.record_count = x->survivor_count;
	return visit_log_with(x->visit, change, &entry, x->error);
}

static bool
take_room(struct erasing *x)
{
	size_t n = x->opened->head_count;
	struct arena *arena = x->visit->arena;

	x->records = arena_array(arena, n, sizeof(*x->records));
	x->is_open = arena_array(arena, n, sizeof(*x->is_open));
	x->kept = arena_array(arena, n, sizeof(*x->kept));
	x->survivors = arena_array(arena, n, sizeof(*x->survivors));
	x->written = arena_array(arena, n, sizeof(*x->written));
	x->decision = gate_decide_system(SYSTEM_ERASE,
	    decision_id(x->plan->decision), x->visit->now, arena);
	return x->records != NULL && x->is_open != NULL && x->kept != NULL &&
	    x->survivors != NULL && x->written != NULL && x->decision != NULL;
}

enum status
erase_person_plan(struct visit *visit, const struct opened *opened, bool all,
    const struct erase_plan *plan, struct error *error)
{
	struct erasing x = {
		.visit = visit, .opened = opened, .plan = plan, .error = error
	};
	struct row standing = opened->rows.row[0];
	enum status status = take_room(&x) ? erase_person_begin(visit,
	    opened, plan, ERASURE_PERSON, error) : error_memory(error);

	standing.version++;
	standing.state = PERSON_HIDDEN;
	if (status == STATUS_OK)
		status = find_kept(&x);
	if (status == STATUS_OK)
		status = list_kept(&x);
	if (status == STATUS_OK)
		status = keep_required(&x, &standing);
	if (status == STATUS_OK)
		status = drop_keys(&x, all);
	if (status == STATUS_OK)
		status = list_slots(&x);
	return status == STATUS_OK ? write_plan(&x, &standing) : status;
}

/* Whether any law speaks of what this kind of person has. */
static bool
may_be_required(const struct visit *visit, const struct opened *opened)
{
	const struct policy *policy = visit->revision->policy;

	for (size_t i = 0; i < policy->retention_count; i++)
		if (policy->retentions[i].has_minimum &&
		    bits_has(&policy->retentions[i].subjects,
		    opened->standing.subject))
			return true;
	return false;
}

static enum status
plan_and_do(struct visit *visit, const struct opened *opened, bool all,
    bool dry, struct erase_plan *plan, struct error *error)
{
	enum status status;

	plan->change = change_new();
	if (plan->change == NULL)
		return error_memory(error);
	status = erase_person_plan(visit, opened, all, plan, error);
	if (status != STATUS_OK || dry) {
		change_free(plan->change);
		return status;
	}
	status = commit_opened(visit, plan->change, status, error);
	return status == STATUS_OK ? erase_finish_some(visit, plan->erasure,
	    1, error) : status;
}

enum status
erase_person(struct visit *visit, uint64_t person, bool dry,
    struct erasure *erasure, struct error *error)
{
	struct erase_plan plan = {
		.cause = ERASURE_ASKED, .erasure = erasure
	};
	struct opened opened;
	struct ask ask;
	bool all;
	enum status status = visit_open_first(visit, person, ERASE_LOOK,
	    &opened, &all, error);

	if (status == STATUS_OK && opened.hidden)
		status = visit_open_present(visit, person, &opened, error);
	if (status == STATUS_OK && !all && may_be_required(visit, &opened)) {
		status = visit_open(visit, person, &opened, error);
		all = opened.head_count <= ERASE_LOOK;
	}
	if (status != STATUS_OK)
		return status;
	ask = visit_ask(visit, ACT_ERASE, &opened);
	status = visit_permit(visit, &ask, ENTRY_ERASE, &opened,
	    &plan.decision, error);
	if (status != STATUS_OK)
		return status;
	status = dry ? STATUS_OK : files_settle(visit, error);
	if (status == STATUS_OK)
		status = erase_merged(visit, &opened, NULL, dry, error);
	if (status != STATUS_OK)
		return status;
	return plan_and_do(visit, &opened, all, dry, &plan, error);
}
