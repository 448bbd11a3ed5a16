/*
 * Showing and finding people.
 */
#include "vault/fold.h"
#include "vault/mask.h"
#include "vault/person_parts.h"

/* Everything that the purpose uses and the role may handle. */
static struct bits
all_items(const struct visit *visit, const struct opened *opened)
{
	const struct policy *policy = visit->revision->policy;
	const struct policy_role *role = visit->principal.role;
	const struct policy_purpose *purpose = policy_purpose(policy,
	    visit->purpose);
	const struct personal_purpose *personal = opened->hidden ? NULL :
	    standing_personal(&opened->standing, visit->purpose);
	struct bits items = { { 0 } };

	if (role == NULL || (purpose == NULL && personal == NULL))
		return items;
	items = bits_and(purpose != NULL ? &purpose->items :
	    &personal->items, &role->items);
	items = bits_minus(&items, &policy->never_held);
	if (visit->limits != NULL)
		items = bits_and(&items, &visit->limits->items);
	return bits_and(&items, &policy->declared);
}

static enum status
show_value(const struct visit *visit, const struct decision *decision,
    const struct record_value *value, struct view_value *out,
    struct error *error)
{
	out->item = visit->revision->policy->item_at[value->item];
	out->masked = bits_has(decision_masked(decision), value->item);
	out->text = value->text;
	if (!out->masked)
		return STATUS_OK;
	return mask_value(&out->text, out->item->kind, value->text,
	    visit->arena, error);
}

enum status
person_show_values(const struct visit *visit,
    const struct decision *decision, const struct bits *items,
    const struct record *record, struct view_record *out,
    struct error *error)
{
	struct view_value *values = arena_array(visit->arena, record->count,
	    sizeof(*values));
	enum status status = STATUS_OK;

	if (values == NULL)
		return error_memory(error);
	out->values = values;
	for (size_t i = 0; i < record->count && status == STATUS_OK; i++)
		if (record->values[i].item < BITS_MAX &&
		    bits_has(items, record->values[i].item))
			status = show_value(visit, decision,
			    &record->values[i], &values[out->count++],
			    error);
	return status;
}

/* What the decision lets out of one record. */
static enum status
show_record(struct visit *visit, const struct decision *decision,
    const struct opened *opened, size_t i, struct view_record *out,
    struct error *error)
{
	struct bits items = decision_record_items(decision, i);
	const struct record_head *head = &opened->heads[i];
	struct record record;
	enum status status = visit_unseal(visit, decision, opened, i,
	    &record, error);

	if (status != STATUS_OK)
		return status;
	*out = (struct view_record){
		.seq = head->seq, .version = head->version,
		.class = class_at(&visit->rules->classes, head->class),
		.time = record.time, .shown = record.shown,
		.shown_at = record.shown_at,
		.origin = record.origin,
		.source_unknown = record.source_unknown,
	};
	return person_show_values(visit, decision, &items, &record, out,
	    error);
}

/* Opens what may be opened; *read gets what the entry says was read. */
static enum status
show_records(struct visit *visit, const struct decision *decision,
    const struct opened *opened, struct view *view,
    struct entry_record *read, size_t *read_n, struct error *error)
{
	struct view_record *records = arena_array(visit->arena,
	    opened->head_count, sizeof(*records));
	enum status status = STATUS_OK;

	if (records == NULL)
		return error_memory(error);
	view->records = records;
	*read_n = 0;
	for (size_t i = 0; i < opened->head_count && status == STATUS_OK;
	    i++) {
		struct bits items = decision_record_items(decision, i);

		if (bits_empty(&items))
			continue;
		status = show_record(visit, decision, opened, i,
		    &records[view->count], error);
		read[*read_n].seq = opened->heads[i].seq;
		read[(*read_n)++].version = opened->heads[i].version;
		view->count += records[view->count].count > 0;
	}
	return status;
}

enum status
person_show_opened(struct visit *visit, struct opened *opened,
    const struct bits *items, struct view *view, struct entry *entry,
    struct error *error)
{
	struct ask ask = visit_ask(visit, ACT_USE, opened);
	struct entry_record *read = arena_array(visit->arena,
	    opened->head_count, sizeof(*read));
	enum status status;

	memset(view, 0, sizeof(*view));
	if (read == NULL)
		return error_memory(error);
	ask.items = items != NULL ? *items : all_items(visit, opened);
	status = visit_decide(visit, &ask, &view->decision, error);
	if (status != STATUS_OK)
		return status;
	view->person = opened->person;
	view->standing = &opened->standing;
	if (decision_refusal(view->decision) == REFUSAL_NONE)
		status = show_records(visit, view->decision, opened, view,
		    read, &entry->record_count, error);
	if (status == STATUS_OK) {
		size_t n = entry->record_count;

		*entry = visit_entry(visit, ENTRY_USE, view->decision,
		    opened);
		entry->records = read;
		entry->record_count = n;
	}
	return status;
}

enum status
person_show(struct visit *visit, uint64_t person, const struct bits *items,
    struct view *view, struct error *error)
{
	struct opened *opened = arena_alloc(visit->arena, sizeof(*opened));
	struct entry entry = { .record_count = 0 };
	enum status status;

	if (opened == NULL)
		return error_memory(error);
	status = visit_open_present(visit, person, opened, error);
	if (status == STATUS_OK)
		status = person_show_opened(visit, opened, items, view, &entry,
		    error);
	if (status == STATUS_OK)
		status = visit_log_use(visit, view->decision, opened, &entry,
		    error);
	if (status == STATUS_OK &&
	    decision_refusal(view->decision) != REFUSAL_NONE)
		status = decision_error(view->decision, error);
	return status;
}

/* The gate says no to an item that nobody declared, and writes it down. */
static enum status
undeclared(struct visit *visit, struct text id, struct error *error)
{
	struct ask ask = visit_ask(visit, ACT_USE, NULL);
	const struct decision *decision;

	ask.undeclared = id;
	return visit_permit(visit, &ask, ENTRY_USE, NULL, &decision, error);
}

enum status
person_items(struct visit *visit, const struct text *ids, size_t n,
    struct bits *items, struct error *error)
{
	*items = (struct bits){ { 0 } };
	for (size_t i = 0; i < n; i++) {
		const struct policy_item *item = policy_item(
		    visit->revision->policy, ids[i]);

		if (item == NULL)
			return undeclared(visit, ids[i], error);
		bits_add(items, item->number);
	}
	return STATUS_OK;
}

/* The numbers that a search key leads to, before anybody is judged. */
static enum status
candidates(struct visit *visit, const struct policy_item *item,
    struct text value, size_t max, uint64_t *people, size_t *n,
    struct error *error)
{
	const struct rules_index *index = rules_index_of(visit->rules,
	    item->number);
	uint8_t hash[SEARCH_HASH];
	struct text folded;
	enum status status;

	*n = 0;
	if (index == NULL) {
		status = error_set(error, STATUS_INVALID, "not_searchable",
		    "この項目では検索できません",
		    "this item can not be searched by");
		error_at(error, "%.*s", TEXT_ARGS(item->id));
		return status;
	}
	status = fold_key(&folded, item->kind, value, visit->arena, error);
	if (status != STATUS_OK) {
		error_at(error, "%.*s", TEXT_ARGS(item->id));
		return status;
	}
	return reader_find(visit->reader, index->index, index->unique,
	    rules_hash(index, folded, hash), max, people, n, error);
}

/* Asks the gate about the search itself, with nobody in view. */
static enum status
ask_search(struct visit *visit, struct text item_id,
    const struct policy_item **item, const struct decision **decision,
    struct error *error)
{
	struct ask ask = visit_ask(visit, ACT_USE, NULL);

	*item = gate_ask_item(&ask, item_id);
	return visit_permit(visit, &ask, ENTRY_SEARCH, NULL, decision, error);
}

/* The search found nobody who may be shown: that is an entry too. */
static enum status
log_search(struct visit *visit, const struct decision *decision,
    size_t found, struct error *error)
{
	struct entry entry = visit_entry(visit, ENTRY_SEARCH, decision, NULL);

	entry.count = found;
	return visit_log(visit, &entry, error);
}

/* Whether the search item may be used about somebody; NULL: not there. */
static enum status
judge_found(struct visit *visit, const struct opened *opened,
    const struct policy_item *item, const struct decision **decision,
    struct error *error)
{
	struct ask ask = visit_ask(visit, ACT_USE, opened);

	*decision = NULL;
	if (opened->hidden)
		return STATUS_OK;
	bits_add(&ask.items, item->number);
	return visit_decide(visit, &ask, decision, error);
}

/* Somebody may not be found by this: nobody is told, the log is. */
static enum status
log_not_found(struct visit *visit, const struct opened *opened,
    const struct decision *decision, struct error *error)
{
	struct entry entry = visit_entry(visit, ENTRY_SEARCH, decision,
	    opened);

	return visit_log(visit, &entry, error);
}

/* Shows one who was found, unless the gate refuses; *shown says which. */
static enum status
show_found(struct visit *visit, uint64_t person,
    const struct policy_item *item, const struct bits *items,
    struct view *view, bool *shown, struct error *error)
{
	struct opened *opened = arena_alloc(visit->arena, sizeof(*opened));
	struct entry entry = { .record_count = 0 };
	const struct decision *decision = NULL;
	enum status status;

	*shown = false;
	if (opened == NULL)
		return error_memory(error);
	status = visit_open_present(visit, person, opened, error);
	if (status == STATUS_OK)
		status = judge_found(visit, opened, item, &decision, error);
	if (status != STATUS_OK || decision == NULL)
		return status;
	if (decision_refusal(decision) != REFUSAL_NONE)
		return log_not_found(visit, opened, decision, error);
	status = person_show_opened(visit, opened, items, view, &entry,
	    error);
	if (status == STATUS_OK)
		status = visit_log_use(visit, view->decision, opened, &entry,
		    error);
	if (status == STATUS_OK)
		*shown = decision_refusal(view->decision) == REFUSAL_NONE;
	return status;
}

enum status
person_look_up(struct visit *visit, struct text item_id, struct text value,
    const struct bits *items, size_t max, struct view *views, size_t *n,
    struct error *error)
{
	const struct policy_item *item;
	const struct decision *decision;
	uint64_t people[PERSON_FIND_MAX];
	size_t found = 0;
	enum status status = ask_search(visit, item_id, &item, &decision,
	    error);

	*n = 0;
	if (max > PERSON_FIND_MAX)
		max = PERSON_FIND_MAX;
	if (status == STATUS_OK)
		status = candidates(visit, item, value, max, people, &found,
		    error);
	for (size_t i = 0; i < found && status == STATUS_OK; i++) {
		bool shown;

		status = show_found(visit, people[i], item, items, &views[*n],
		    &shown, error);
		*n += shown;
	}
	if (status == STATUS_OK && *n == 0)
		status = log_search(visit, decision, 0, error);
	return status;
}

enum status
person_find(struct visit *visit, struct text item_id, struct text value,
    size_t max, uint64_t *people, size_t *n, struct error *error)
{
	const struct policy_item *item;
	const struct decision *decision;
	size_t found = 0;
	enum status status = ask_search(visit, item_id, &item, &decision,
	    error);

	*n = 0;
	if (status == STATUS_OK)
		status = candidates(visit, item, value, max, people, &found,
		    error);
	visit->counted = true;		/* by the entry of the search */
	for (size_t i = 0; i < found && status == STATUS_OK; i++) {
		const struct decision *judged = NULL;
		struct opened opened;

		status = visit_open(visit, people[i], &opened, error);
		if (status == STATUS_OK)
			status = judge_found(visit, &opened, item, &judged,
			    error);
		if (judged == NULL)
			continue;
		if (decision_refusal(judged) == REFUSAL_NONE)
			people[(*n)++] = people[i];
		else
			status = log_not_found(visit, &opened, judged, error);
	}
	visit->counted = false;
	return status == STATUS_OK ? log_search(visit, decision, *n, error) :
	    status;
}
