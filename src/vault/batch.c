#include "audit/tree.h"
#include "vault/batch.h"
#include "vault/bulk.h"
#include "vault/crowd.h"
#include "vault/commit.h"
#include "vault/mask.h"
#include "vault/record.h"

enum {
	PERSON_ARENA = 64 << 20,
	FLUSH = 64,		/* batches between waits for the log */
};

/* What a read has at hand. */
struct reading {
	struct visit *visit;
	struct visit person;	/* the same, with an arena of its own */
	struct batch *batch;
	struct tree tree;
	uint64_t read;		/* of this batch */
	int64_t began;
	uint8_t people[BATCH_PEOPLE * PSEUDONYM_SIZE];	/* of it, too */
};

static enum status
refuse_item(struct visit *visit, const struct batch *batch,
    unsigned int item, struct error *error)
{
	enum refusal refusal = decision_item_refusal(batch->decision, item);
	struct entry entry = visit_entry(visit, batch->entry,
	    batch->decision, NULL);
	enum status status;

	entry.subject = batch->subject;
	entry.items = decision_ask(batch->decision)->items;
	entry.masked = (struct bits){ { 0 } };
	entry.refusal = text_of(refusal_table[refusal != REFUSAL_NONE ?
	    refusal : REFUSAL_ITEM_NOT_FOR_ROLE].code);
	status = visit_log(visit, &entry, error);
	if (status != STATUS_OK)
		return status;
	if (refusal != REFUSAL_NONE)
		return decision_item_error(batch->decision, item, error);
	status = error_set(error, STATUS_REFUSED, "item_not_for_role",
	    "この役割には伏せて見せる項目です",
	    "the role sees this item masked only");
	error_remedy(error, "伏せずに扱える役割で行うか、項目を除いてください",
	    "act in a role that sees it plain, or leave the item out");
	error_clause(error, "", refusal_table[
	    REFUSAL_ITEM_NOT_FOR_ROLE].article);
	return status;
}

enum status
batch_permit(struct visit *visit, struct batch *batch, struct error *error)
{
	struct ask ask = visit_ask(visit, batch->act, NULL);
	enum status status;

	/* Many at once are always decided in earnest. */
	ask.observe = false;
	for (size_t i = 0; i < batch->item_count; i++)
		bits_add(&ask.items, batch->items[i]);
	status = visit_permit(visit, &ask, batch->entry, NULL,
	    &batch->decision, error);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < batch->item_count; i++)
		if (decision_item_refusal(batch->decision,
		    batch->items[i]) != REFUSAL_NONE ||
		    (!batch->masks && bits_has(decision_masked(
		    batch->decision), batch->items[i])))
			return refuse_item(visit, batch, batch->items[i],
			    error);
	return STATUS_OK;
}

/* The newest value of each item; what was opened goes into the leaf. */
static enum status
take_record(struct reading *r, const struct decision *decision,
    const struct opened *opened, size_t i, struct text *values,
    int64_t *times, struct buf *leaf, struct error *error)
{
	const struct batch *batch = r->batch;
	struct bits items = decision_record_items(decision, i);
	struct record record;
	enum status status;

	if (bits_empty(&items))
		return STATUS_OK;
	status = visit_unseal(&r->person, decision, opened, i, &record,
	    error);
	if (status != STATUS_OK)
		return status;
	buf_u64(leaf, opened->heads[i].seq);
	buf_u64(leaf, opened->heads[i].version);
	for (size_t j = 0; j < batch->item_count; j++) {
		const struct record_value *value = !bits_has(&items,
		    batch->items[j]) ? NULL :
		    record_find(&record, batch->items[j]);

		if (value == NULL || (values[j].n > 0 &&
		    record.time < times[j]))
			continue;
		values[j] = value->text;
		times[j] = record.time;
	}
	return STATUS_OK;
}

/* Masks what the role sees masked; counts what this person's data lacks. */
static enum status
finish_values(struct reading *r, const struct decision *decision,
    struct text *values, struct error *error)
{
	const struct policy *policy = r->visit->revision->policy;
	const struct bits *masked = decision_masked(decision);
	struct batch *batch = r->batch;
	enum status status = STATUS_OK;

	for (size_t j = 0; j < batch->item_count && status == STATUS_OK;
	    j++) {
		unsigned int item = batch->items[j];

		if (decision_item_refusal(decision, item) != REFUSAL_NONE)
			batch->withheld[j]++;
		else if (batch->masks && values[j].n > 0 &&
		    bits_has(masked, item))
			status = mask_value(&values[j],
			    policy->item_at[item]->kind, values[j],
			    r->person.arena, error);
	}
	return status;
}

static enum status
take_person(struct reading *r, const struct decision *decision,
    const struct opened *opened, struct error *error)
{
	struct text values[BATCH_ITEMS_MAX];
	int64_t times[BATCH_ITEMS_MAX] = { 0 };
	struct hash hash;
	struct buf leaf;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < BATCH_ITEMS_MAX; i++)
		values[i] = (struct text){ "", 0 };
	buf_init(&leaf, r->person.arena, 1 << 20);
	buf_put(&leaf, opened->standing.pseudonym, PSEUDONYM_SIZE);
	buf_u64(&leaf, opened->standing.version);
	for (size_t i = 0; i < opened->head_count && status == STATUS_OK;
	    i++)
		status = take_record(r, decision, opened, i, values, times,
		    &leaf, error);
	if (status == STATUS_OK)
		status = buf_status(&leaf, error);
	if (status == STATUS_OK)
		status = finish_values(r, decision, values, error);
	if (status != STATUS_OK)
		return status;
	hash = tree_leaf(buf_bytes(&leaf));
	tree_append(&r->tree, &hash);
	memcpy(r->people + r->read * PSEUDONYM_SIZE,
	    opened->standing.pseudonym, PSEUDONYM_SIZE);
	r->read++;
	return r->batch->each(r->batch->context, values, error);
}

/* The clause is told apart as long as there is room for it. */
static void
count_refused(struct batch *batch, const struct decision *decision)
{
	enum refusal refusal = decision_refusal(decision);
	struct text clause = decision_clause(decision);
	bool full = batch->reason_count == BATCH_REASONS;
	struct batch_reason *reason = batch->reasons;

	for (size_t i = 0; i < batch->reason_count; i++, reason++)
		if (reason->refusal == refusal && (full ||
		    text_equal(reason->clause, clause)))
			break;
	if (reason == batch->reasons + BATCH_REASONS)
		reason--;
	if (reason == batch->reasons + batch->reason_count) {
		reason->refusal = refusal;
		reason->clause = clause;
		batch->reason_count++;
	}
	reason->people++;
	reason->unlogged++;
}

/* Somebody erased, or being erased, is nobody: not even counted. */
static enum status
read_person(struct reading *r, uint64_t person, struct error *error)
{
	const struct decision *decision = NULL;
	struct opened *opened;
	struct ask ask;
	enum status status;

	arena_reset(r->person.arena);
	opened = arena_alloc(r->person.arena, sizeof(*opened));
	if (opened == NULL)
		return error_memory(error);
	status = visit_open(&r->person, person, opened, error);
	if (status != STATUS_OK || opened->hidden)
		return status;
	ask = visit_ask(&r->person, r->batch->act, opened);
	ask.items = decision_ask(r->batch->decision)->items;
	ask.observe = false;
	status = visit_decide(&r->person, &ask, &decision, error);
	if (status != STATUS_OK)
		return status;
	r->batch->person = person;
	if (decision_refusal(decision) == REFUSAL_NONE)
		return take_person(r, decision, opened, error);
	count_refused(r->batch, decision);
	return STATUS_OK;
}

/* The entry, and who these people were. */
static enum status
log_people(struct reading *r, struct entry *entry, struct error *error)
{
	struct visit *visit = r->visit;
	struct change *change = change_new();
	enum status status = change == NULL ? error_memory(error) :
	    bulk_put(visit, change, entry, r->people, r->read, error);

	return commit_visit(visit, change, entry, status, error);
}

/* What was read and what was not, as entries. */
static enum status
log_batch(struct reading *r, struct error *error)
{
	struct entry entry = visit_entry(r->visit, r->batch->entry,
	    r->batch->decision, NULL);
	struct hash root = tree_root(&r->tree);
	enum status status = STATUS_OK;

	entry.time = r->began;
	entry.subject = r->batch->subject;
	entry.count = r->read;
	entry.has_commitment = true;
	memcpy(entry.commitment, root.bytes, sizeof(entry.commitment));
	if (r->read > 0)
		status = log_people(r, &entry, error);
	entry.has_commitment = false;
	entry.document_count = 0;
	for (size_t i = 0; i < r->batch->reason_count &&
	    status == STATUS_OK; i++) {
		struct batch_reason *reason = &r->batch->reasons[i];

		if (reason->unlogged == 0)
			continue;
		entry.count = reason->unlogged;
		entry.refusal = text_of(refusal_table[reason->refusal].code);
		entry.clause = reason->clause;
		status = visit_log(r->visit, &entry, error);
		r->batch->left_out += reason->unlogged;
		reason->unlogged = 0;
	}
	r->batch->read += r->read;
	r->read = 0;
	memset(&r->tree, 0, sizeof(r->tree));
	return status;
}

static enum status
read_all(struct reading *r, struct error *error)
{
	uint64_t people[BATCH_PEOPLE], after = 0, total = 0, done = 0;
	size_t n = 1, batches = 0;
	struct crowd crowd;
	struct error late;
	enum status status = reader_people_count(r->visit->reader, &total,
	    error);

	crowd_begin(&crowd, r->visit->vault, HOLDER_USE, total);
	while (status == STATUS_OK && n > 0) {
		status = reader_people(r->visit->reader, after, BATCH_PEOPLE,
		    people, &n, error);
		if (status == STATUS_OK && n > 0)
			status = crowd_open(&crowd, r->visit->reader, people,
			    n, false, error);
		r->began = clock_now(vault_clock(r->visit->vault));
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			status = read_person(r, people[i], error);
		if (status == STATUS_OK && n > 0)
			status = log_batch(r, error);
		if (status == STATUS_OK && ++batches % FLUSH == 0)
			status = visit_wait(r->visit, error);
		if (status == STATUS_OK && r->batch->ends != NULL &&
		    r->batch->ends(r->batch->ends_context))
			status = error_stopped(error);
		after = n > 0 ? people[n - 1] : after;
		done += n;
		if (r->batch->progress != NULL)
			r->batch->progress(r->batch->progress_context, done,
			    total);
	}
	crowd_end(&crowd);
	/* Whoever was opened before a failure was opened. */
	if (status != STATUS_OK)
		(void)!log_batch(r, &late);
	return status;
}

enum status
batch_read(struct visit *visit, struct batch *batch, struct error *error)
{
	struct reading r = { .visit = visit, .batch = batch };
	bool deferred = visit->defer;
	struct error late;
	enum status status, waited;

	batch->read = batch->left_out = 0;
	batch->reason_count = 0;
	memset(batch->reasons, 0, sizeof(batch->reasons));
	memset(batch->withheld, 0, sizeof(batch->withheld));
	if (batch->item_count > BATCH_ITEMS_MAX)
		return error_set(error, STATUS_INVALID, "too_many_items",
		    "項目が多すぎます (上限 %d)",
		    "there are too many items (at most %d)",
		    BATCH_ITEMS_MAX);
	status = batch_permit(visit, batch, error);
	if (status != STATUS_OK)
		return status;
	r.person = *visit;
	r.person.counted = true;	/* by the entries of the batches */
	r.person.owes = false;
	r.person.arena = arena_new(PERSON_ARENA);
	if (r.person.arena == NULL)
		return error_memory(error);
	visit->defer = true;
	status = read_all(&r, error);
	visit->defer = deferred;
	waited = visit_wait(visit, &late);
	if (status == STATUS_OK && waited != STATUS_OK) {
		*error = late;
		status = waited;
	}
	arena_free(r.person.arena);
	return status;
}
