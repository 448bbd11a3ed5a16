/*
 * Correcting, adding and deleting single values (article 34), and what stood
 * there before.
 */
#include "vault/commit.h"
#include "vault/files.h"
#include "vault/fold.h"
#include "vault/index.h"
#include "vault/intake.h"
#include "vault/person_parts.h"

/* A record that is open for changing. */
struct open_record {
	const struct row *row;
	struct record record;
	struct record_value *values;	/* room for every new value too */
	struct record_former *former;	/* the same */
	bool opened;
	bool changed;
};

enum mode { CORRECTS, RENAMES, FORGETS };

struct correcting {
	enum mode mode;
	bool searchable;		/* ... by the former names */
	struct visit *visit;
	struct opened opened;
	const struct decision *decision;
	struct intake intake;		/* values to be set */
	const struct policy_item **removed;
	size_t removed_count;
	struct open_record *records;
	struct change *change;
	struct entry_record *written;
	size_t written_count;
	struct standing standing;
	struct error *error;
};

/* Values to set are checked; an empty text deletes. */
static enum status
take_values(struct correcting *c, const struct given_value *given, size_t n)
{
	const struct policy *policy = c->visit->revision->policy;
	struct given_value *set = arena_array(c->visit->arena, n,
	    sizeof(*set));
	size_t set_count = 0;
	enum status status;

	c->removed = arena_array(c->visit->arena, n, sizeof(*c->removed));
	if (set == NULL || c->removed == NULL)
		return error_memory(c->error);
	for (size_t i = 0; i < n; i++) {
		const struct policy_item *item = policy_item(policy,
		    given[i].item);

		if (given[i].text.n > 0 || item == NULL)
			set[set_count++] = given[i];
		else
			c->removed[c->removed_count++] = item;
	}
	status = intake_values(c->visit, set, set_count, &c->intake,
	    c->error);
	for (size_t i = 0; i < c->removed_count; i++)
		bits_add(&c->intake.items, c->removed[i]->number);
	return status;
}

static bool
is_name(const struct policy_item *item)
{
	return item->kind == KIND_NAME || item->kind == KIND_KANA;
}

/* The names that this role may correct for this purpose. */
static struct bits
names_of(const struct correcting *c)
{
	const struct policy *policy = c->visit->revision->policy;
	const struct policy_role *role = c->visit->principal.role;
	const struct policy_purpose *purpose = policy_purpose(policy,
	    c->visit->purpose);
	struct bits names = { { 0 } };

	for (size_t i = 0; i < policy->item_count; i++)
		if (is_name(&policy->items[i]) && role != NULL &&
		    purpose != NULL &&
		    bits_has(&role->items, policy->items[i].number) &&
		    bits_has(&purpose->items, policy->items[i].number))
			bits_add(&names, policy->items[i].number);
	return names;
}

static enum status
decide(struct correcting *c)
{
	struct ask ask = visit_ask(c->visit, ACT_CORRECT, &c->opened);
	enum status status;

	if (c->mode == FORGETS)
		c->intake.items = names_of(c);
	ask.items = c->intake.items;
	ask.undeclared = c->intake.undeclared;
	status = visit_permit(c->visit, &ask, ENTRY_CORRECT, &c->opened,
	    &c->decision, c->error);
	return status == STATUS_OK ? person_refuse_items(c->visit,
	    ENTRY_CORRECT, c->decision, &c->opened, &c->intake.items,
	    c->error) : status;
}

static enum status
open_record(struct correcting *c, size_t i)
{
	struct open_record *r = &c->records[i];
	size_t room;
	enum status status = visit_unseal(c->visit, c->decision, &c->opened,
	    i, &r->record, c->error);

	if (status != STATUS_OK)
		return status;
	r->row = &c->opened.rows.row[i + 1];
	room = r->record.count + c->intake.count;
	r->former = arena_array(c->visit->arena, r->record.former_count +
	    c->intake.count, sizeof(*r->former));
	if (r->former == NULL)
		return error_memory(c->error);
	if (r->record.former_count > 0)
		memcpy(r->former, r->record.former,
		    r->record.former_count * sizeof(*r->former));
	r->record.former = r->former;
	r->values = arena_array(c->visit->arena, room, sizeof(*r->values));
	if (r->values == NULL)
		return error_memory(c->error);
	if (r->record.count > 0)
		memcpy(r->values, r->record.values,
		    r->record.count * sizeof(*r->values));
	r->record.values = r->values;
	r->opened = true;
	return STATUS_OK;
}

static enum status
open_records(struct correcting *c)
{
	enum status status = STATUS_OK;

	c->records = arena_array(c->visit->arena, c->opened.head_count,
	    sizeof(*c->records));
	if (c->records == NULL)
		return error_memory(c->error);
	for (size_t i = 0; i < c->opened.head_count && status == STATUS_OK;
	    i++) {
		struct bits items = decision_record_items(c->decision, i);

		if (!bits_empty(&items))
			status = open_record(c, i);
	}
	return status;
}

/* The newest record that holds the item; NULL when none does. */
static struct open_record *
holding(struct correcting *c, unsigned int item)
{
	for (size_t i = c->opened.head_count; i > 0; i--)
		if (c->records[i - 1].opened &&
		    record_find(&c->records[i - 1].record, item) != NULL)
			return &c->records[i - 1];
	return NULL;
}

/* The newest record that could hold it: same tier, and its class has it. */
static struct open_record *
could_hold(struct correcting *c, const struct policy_item *item)
{
	for (size_t i = c->opened.head_count; i > 0; i--) {
		const struct record_head *head = &c->opened.heads[i - 1];
		const struct class *class = class_at(
		    &c->visit->rules->classes, head->class);

		if (c->records[i - 1].opened && head->tier == item->tier &&
		    class != NULL && bits_has(&class->items, item->number))
			return &c->records[i - 1];
	}
	return NULL;
}

static enum status
not_held(struct correcting *c, const struct policy_item *item)
{
	enum status status = error_set(c->error, STATUS_INVALID,
	    "item_not_held", "この項目は保有していません",
	    "this item is not held");

	error_at(c->error, "/values/%.*s", TEXT_ARGS(item->id));
	return status;
}

static void
index_key(struct correcting *c, const struct policy_item *item,
    struct text folded, bool add)
{
	char field[96];

	(void)snprintf(field, sizeof(field), "/values/%.*s",
	    TEXT_ARGS(item->id));
	if (add)
		index_add(c->visit->rules, c->change, c->opened.person,
		    item->number, folded, field);
	else
		index_drop(c->visit->rules, c->change, c->opened.person,
		    item->number, folded);
}

/* A name that is left behind, as the person is still found by it. */
static void
keep_former(struct correcting *c, struct open_record *r, size_t at)
{
	if (r->record.former_count < RECORD_FORMER_MAX)
		r->former[r->record.former_count++] = (struct record_former){
			r->values[at].item, r->values[at].text, c->visit->now
		};
}

/* Takes a value out, and its search key with it. */
static enum status
remove_value(struct correcting *c, struct open_record *r,
    const struct policy_item *item)
{
	struct text folded = { "", 0 };
	size_t at = 0;
	enum status status = STATUS_OK;

	while (r->values[at].item != item->number)
		at++;
	if (item->searchable && fold_indexable(item->kind))
		status = fold_key(&folded, item->kind, r->values[at].text,
		    c->visit->arena, c->error);
	if (status != STATUS_OK)
		return status;
	if (c->mode == RENAMES && c->searchable)
		keep_former(c, r, at);
	else
		index_key(c, item, folded, false);
	memmove(&r->values[at], &r->values[at + 1],
	    (r->record.count - at - 1) * sizeof(*r->values));
	r->record.count--;
	r->changed = true;
	return STATUS_OK;
}

static void
insert_value(struct open_record *r, const struct intake_value *value)
{
	size_t at = r->record.count;

	while (at > 0 && r->values[at - 1].item > value->item->number) {
		r->values[at] = r->values[at - 1];
		at--;
	}
	r->values[at] = (struct record_value){
		value->item->number, value->stored, value->key
	};
	r->record.count++;
	r->changed = true;
}

/* Free text that tells of special care goes to a record of its own. */
static enum status
add_quarantined(struct correcting *c, const struct open_record *beside,
    const struct intake_value *value)
{
	struct record_value one = { value->item->number, value->stored,
	    value->key };
	struct record record = {
		.time = c->visit->now, .values = &one, .count = 1
	};
	struct row row = {
		.seq = c->standing.next++, .version = 1,
		.class = beside->row->class, .tier = beside->row->tier,
		.day = clock_tokyo_day(c->visit->now),
	};
	size_t n = c->standing.quarantine_count;
	uint64_t *list = arena_array(c->visit->arena, n + 1, sizeof(*list));
	enum status status = visit_seal_record(c->visit, c->decision,
	    c->opened.person, c->standing.slot[row.tier], &record, &row,
	    c->error);

	if (status != STATUS_OK || list == NULL)
		return status != STATUS_OK ? status :
		    error_memory(c->error);
	if (n > 0)
		memcpy(list, c->standing.quarantine, n * sizeof(*list));
	list[n] = row.seq;
	c->standing.quarantine = list;
	c->standing.quarantine_count = n + 1;
	change_add_row(c->change, c->opened.person, &row);
	c->written[c->written_count++] = (struct entry_record){ row.seq, 1 };
	return STATUS_OK;
}

static enum status
set_value(struct correcting *c, const struct intake_value *value)
{
	struct open_record *r = holding(c, value->item->number);
	enum status status = STATUS_OK;

	if (r != NULL)
		status = remove_value(c, r, value->item);
	else
		r = could_hold(c, value->item);
	if (r == NULL)
		return not_held(c, value->item);
	if (status != STATUS_OK)
		return status;
	if (value->quarantined)
		return add_quarantined(c, r, value);
	insert_value(r, value);
	index_key(c, value->item, value->folded, true);
	return STATUS_OK;
}

static enum status
change_values(struct correcting *c)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < c->removed_count && status == STATUS_OK;
	    i++) {
		struct open_record *r = holding(c, c->removed[i]->number);

		status = r == NULL ? not_held(c, c->removed[i]) :
		    remove_value(c, r, c->removed[i]);
	}
	for (size_t i = 0; i < c->intake.count && status == STATUS_OK; i++)
		status = set_value(c, &c->intake.values[i]);
	return status;
}

/* A present name keeps its key, also where a former one was the same. */
static enum status
key_again(struct correcting *c, const struct open_record *r)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < r->record.count && status == STATUS_OK; i++) {
		const struct policy_item *item = c->visit->revision->policy->
		    item_at[r->values[i].item];
		struct text folded = { "", 0 };

		if (item == NULL || !is_name(item) || !item->searchable)
			continue;
		status = fold_key(&folded, item->kind, r->values[i].text,
		    c->visit->arena, c->error);
		if (status != STATUS_OK)
			continue;
		index_key(c, item, folded, false);
		index_key(c, item, folded, true);
	}
	return status;
}

/* Former names go from the records, and their search keys with them. */
static enum status
forget_names(struct correcting *c)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < c->opened.head_count; i++) {
		struct open_record *r = &c->records[i];
		size_t n = r->record.former_count;

		for (size_t j = 0; j < n && status == STATUS_OK; j++) {
			const struct policy_item *item = c->visit->revision->
			    policy->item_at[r->former[j].item];
			struct text folded = { "", 0 };

			if (item != NULL && fold_indexable(item->kind))
				status = fold_key(&folded, item->kind,
				    r->former[j].text, c->visit->arena,
				    c->error);
			if (item != NULL && status == STATUS_OK)
				index_key(c, item, folded, false);
		}
		r->record.former_count = 0;
		r->changed |= r->opened && n > 0;
	}
	for (size_t i = 0; i < c->opened.head_count && status == STATUS_OK;
	    i++)
		if (c->records[i].opened)
			status = key_again(c, &c->records[i]);
	return status;
}

static enum status
write_record(struct correcting *c, struct open_record *r)
{
	struct row row = *r->row;
	enum status status;

	row.version++;
	status = visit_seal_record(c->visit, c->decision, c->opened.person,
	    c->standing.slot[row.tier], &r->record, &row, c->error);
	if (status != STATUS_OK)
		return status;
	change_replace_record(c->change, c->opened.person, &row,
	    row.version - 1, c->visit->now);
	c->written[c->written_count++] = (struct entry_record){
		row.seq, row.version
	};
	return STATUS_OK;
}

/* A corrected date of birth says anew who consents. */
static void
learn_age(struct correcting *c)
{
	const struct policy *policy = c->visit->revision->policy;
	int64_t born;

	for (size_t i = 0; i < policy->subject_count; i++) {
		const struct policy_subject *s = &policy->subjects[i];

		if (s->number != c->standing.subject || s->birth == 0 ||
		    s->guardian_under == 0 ||
		    !bits_has(&c->intake.items, s->birth))
			continue;
		c->standing.of_age = 0;
		for (size_t j = 0; j < c->intake.count; j++)
			if (c->intake.values[j].item->number == s->birth &&
			    clock_parse_date(c->intake.values[j].stored,
			    &born))
				c->standing.of_age = person_of_age(s, born);
	}
}

static enum status
write_all(struct correcting *c)
{
	struct row row = c->opened.rows.row[0];
	struct entry entry;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < c->opened.head_count && status == STATUS_OK;
	    i++)
		if (c->records[i].changed)
			status = write_record(c, &c->records[i]);
	row.version++;
	learn_age(c);
	if (status == STATUS_OK)
		status = visit_seal_standing(c->visit, c->opened.person,
		    &c->standing, &row, c->error);
	if (status != STATUS_OK)
		return status;
	change_replace_standing(c->change, c->opened.person, &row,
	    row.version - 1);
	entry = visit_entry(c->visit, ENTRY_CORRECT, c->decision,
	    &c->opened);
	entry.standing = row.version;
	entry.records = c->written;
	entry.record_count = c->written_count;
	status = files_claim(c->visit, &c->intake, c->opened.person,
	    c->change, &entry, c->error);
	if (status != STATUS_OK)
		return status;
	if (c->mode != CORRECTS)
		entry.subject = c->mode == RENAMES ? TEXT("name_change") :
		    TEXT("former_names_forgotten");
	return visit_log_with(c->visit, c->change, &entry, c->error);
}

static enum status
correct(struct correcting *c, uint64_t person,
    const struct given_value *values, size_t count)
{
	enum status status = visit_open_present(c->visit, person, &c->opened,
	    c->error);

	c->standing = c->opened.standing;
	if (status == STATUS_OK)
		status = person_refuse_value(c->visit, ENTRY_CORRECT,
		    take_values(c, values, count), c->error);
	if (status == STATUS_OK)
		status = decide(c);
	if (status == STATUS_OK)
		status = open_records(c);
	if (status != STATUS_OK)
		return status;
	c->written = arena_array(c->visit->arena, c->opened.head_count +
	    count, sizeof(*c->written));
	if (c->written == NULL)
		return error_memory(c->error);
	status = c->mode == FORGETS ? forget_names(c) : change_values(c);
	return status == STATUS_OK ? write_all(c) : status;
}

static enum status
run(struct correcting *c, uint64_t person, const struct given_value *values,
    size_t count)
{
	enum status status;

	c->change = change_new();
	if (c->change == NULL)
		return error_memory(c->error);
	status = correct(c, person, values, count);
	return commit_opened(c->visit, c->change, status, c->error);
}

enum status
person_correct(struct visit *visit, uint64_t person,
    const struct given_value *values, size_t count, struct error *error)
{
	return run(&(struct correcting){ .visit = visit, .error = error },
	    person, values, count);
}

enum status
person_rename(struct visit *visit, uint64_t person,
    const struct given_value *values, size_t count, bool searchable,
    struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		const struct policy_item *item = policy_item(
		    visit->revision->policy, values[i].item);
		enum status status;

		if (item == NULL || (is_name(item) && values[i].text.n > 0))
			continue;
		status = error_set(error, STATUS_INVALID, "not_a_name",
		    "氏名とその読みだけを変更できます",
		    "only names and their readings are changed so");
		error_at(error, "/values/%.*s", TEXT_ARGS(item->id));
		return status;
	}
	return run(&(struct correcting){ .visit = visit, .error = error,
	    .mode = RENAMES, .searchable = searchable }, person, values,
	    count);
}

enum status
person_forget_names(struct visit *visit, uint64_t person,
    struct error *error)
{
	static const struct given_value none[1];

	return run(&(struct correcting){ .visit = visit, .error = error,
	    .mode = FORGETS }, person, none, 0);
}
