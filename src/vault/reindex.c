#include "crypto/random.h"
#include "vault/crowd.h"
#include "vault/commit.h"
#include "vault/fold.h"
#include "vault/record.h"
#include "vault/reindex.h"

enum { BATCH = 200, ARENA = 64 << 20, ATTEMPTS = 5, PASSES = 2 };

struct working {
	struct vault *vault;
	struct reader *reader;
	struct text principal;
	struct text item;
	struct reindex *reindex;
	struct arena *arena;
	struct visit visit;
	const struct decision *decision;
	bool restored;		/* all indexes, as they are */
	struct error *error;
};

static struct entry
entry_of(const struct working *w, const char *subject, uint64_t count)
{
	return (struct entry){
		.kind = ENTRY_KEYS, .time = w->visit.now, .count = count,
		.principal = w->principal, .subject = text_of(subject),
		.purpose = text_of(system_purpose_names[SYSTEM_REINDEX]),
	};
}

static void
begin(struct working *w)
{
	const struct visitor visitor = { .principal = w->principal };

	arena_reset(w->arena);
	visit_begin(&w->visit, w->vault, w->reader, w->arena, &visitor);
	w->visit.sees_staged = true;
}

/* The item's index in that state; NULL when there is none. */
static const struct rules_index *
index_in(const struct working *w, enum search_state state)
{
	const struct rules *rules = w->visit.rules;
	unsigned int item = numbering_find(&rules->numbering, SPACE_ITEMS,
	    w->item);

	for (size_t i = 0; i < rules->index_count; i++)
		if (rules->indexes[i].item == item &&
		    rules->indexes[i].state == state)
			return &rules->indexes[i];
	return NULL;
}

/* A new index, written from now on. */
static enum status
start(struct working *w)
{
	const struct rules *rules = w->visit.rules;
	const struct rules_index *old = index_in(w, SEARCH_CURRENT);
	struct search_key_row row = { .index = 1, .state = SEARCH_BUILDING };
	struct entry entry = entry_of(w, "search_key_begun", 0);
	struct change *change;
	enum status status;

	if (old == NULL)
		return error_set(w->error, STATUS_INVALID, "not_searchable",
		    "この項目では検索できません",
		    "this item can not be searched by");
	for (size_t i = 0; i < rules->index_count; i++)
		if (rules->indexes[i].index >= row.index)
			row.index = rules->indexes[i].index + 1;
	row.item = old->item;
	row.unique = old->unique;
	bits_add(&entry.items, old->item);
	status = keys_take(vault_keys(w->vault), 1, false, &row.slot,
	    w->error);
	change = status == STATUS_OK ? change_new() : NULL;
	if (change == NULL)
		return status != STATUS_OK ? status :
		    error_memory(w->error);
	change_add_search_key(change, &row);
	return commit_entry(w->vault, change, &entry, STATUS_OK, w->error);
}

static enum status
fill_text(struct working *w, struct change *change,
    const struct rules_index *index, enum item_kind kind, struct text text,
    uint64_t person)
{
	struct text folded = { "", 0 };
	uint8_t out[SEARCH_HASH];
	enum status status = fold_key(&folded, kind, text, w->arena,
	    w->error);

	if (status == STATUS_OK && folded.n > 0)
		change_fill_index(change, index->index, index->unique,
		    rules_hash(index, folded, out), person);
	return status;
}

/* What a record holds and held of an index's item, into that index. */
static enum status
fill_value(struct working *w, struct change *change,
    const struct rules_index *index, uint64_t person,
    const struct record *record)
{
	const struct policy_item *item = w->visit.revision->policy->
	    item_at[index->item];
	const struct record_value *value = record_find(record, index->item);
	enum status status = STATUS_OK;

	if (item == NULL)
		return STATUS_OK;
	if (value != NULL)
		status = fill_text(w, change, index, item->kind, value->text,
		    person);
	for (size_t i = 0; i < record->former_count && status == STATUS_OK;
	    i++)
		if (record->former[i].item == index->item)
			status = fill_text(w, change, index, item->kind,
			    record->former[i].text, person);
	return status;
}

static enum status
fill_record(struct working *w, struct change *change, uint64_t person,
    const struct record *record)
{
	const struct rules *rules = w->visit.rules;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < rules->index_count && status == STATUS_OK;
	    i++) {
		const struct rules_index *index = &rules->indexes[i];

		if (w->restored ? index->state == SEARCH_RETIRED :
		    index != index_in(w, SEARCH_BUILDING))
			continue;
		status = fill_value(w, change, index, person, record);
	}
	return status;
}

/* One person's values, into the new index. */
static enum status
fill_person(struct working *w, struct change *change, uint64_t person)
{
	struct opened opened;
	enum status status = visit_open(&w->visit, person, &opened,
	    w->error);

	if (status != STATUS_OK || opened.hidden)
		return status;
	for (size_t i = 0; i < opened.head_count && status == STATUS_OK;
	    i++) {
		struct record record;

		/* What waits for a ground is not searched by. */
		if (standing_quarantines(&opened.standing,
		    opened.heads[i].seq))
			continue;
		status = visit_unseal(&w->visit, w->decision, &opened, i,
		    &record, w->error);
		if (status == STATUS_OK)
			status = fill_record(w, change, person, &record);
	}
	change_expect_standing(change, person, opened.standing.version);
	return status;
}

/* Everybody of a batch who is not changed meanwhile. */
static enum status
fill_once(struct working *w, const uint64_t *people, size_t n)
{
	struct change *change = change_new();
	struct error ignored;
	struct entry entry;
	enum status status = STATUS_OK;

	if (change == NULL)
		return error_memory(w->error);
	begin(w);
	w->visit.counted = true;	/* by the entry of the batch */
	entry = entry_of(w, "search_key_filled", n);
	entry.kind = ENTRY_SYSTEM;
	entry.has_decision = true;
	random_bytes(entry.decision, sizeof(entry.decision));
	w->decision = gate_decide_system(SYSTEM_REINDEX, entry.decision,
	    w->visit.now, w->arena);
	if (w->decision == NULL)
		status = error_memory(w->error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = fill_person(w, change, people[i]);
	if (status == STATUS_OK)
		status = commit_entry(w->vault, change, &entry, STATUS_OK,
		    w->error);
	else
		change_free(change);
	/* Whoever was opened was opened. */
	if (status != STATUS_OK)
		(void)!visit_log(&w->visit, &entry, &ignored);
	visit_end(&w->visit);
	return status;
}

static enum status
fill_all(struct working *w)
{
	uint64_t people[BATCH], after = 0, total = 0, done = 0;
	struct crowd crowd;
	size_t n = 0;
	enum status status = reader_people_count(w->reader, &total,
	    w->error);

	crowd_begin(&crowd, w->vault, HOLDER_REINDEX, total);
	while (status == STATUS_OK) {
		status = reader_people(w->reader, after, BATCH, people, &n,
		    w->error);
		if (status != STATUS_OK || n == 0)
			break;
		after = people[n - 1];
		status = crowd_open(&crowd, w->reader, people, n, false,
		    w->error);
		if (status != STATUS_OK)
			break;
		status = STATUS_CONFLICT;
		for (int i = 0; i < ATTEMPTS && status == STATUS_CONFLICT;
		    i++)
			status = fill_once(w, people, n);
		done += n;
		if (w->reindex->progress != NULL)
			w->reindex->progress(w->reindex->context, done,
			    total);
	}
	crowd_end(&crowd);
	w->reindex->people = done;
	return status;
}

/* From now on the new one is read; of the old one nothing is left. */
static enum status
finish(struct working *w)
{
	const struct rules_index *old, *new;
	struct entry entry;
	struct change *change = change_new();
	enum status status;

	if (change == NULL)
		return error_memory(w->error);
	begin(w);
	old = index_in(w, SEARCH_CURRENT);
	new = index_in(w, SEARCH_BUILDING);
	entry = entry_of(w, "search_key_replaced", w->reindex->people);
	if (new != NULL)
		bits_add(&entry.items, new->item);
	if (old != NULL) {
		change_move_search_key(change, old->index, SEARCH_CURRENT,
		    SEARCH_RETIRED);
		change_clear_index(change, old->index);
	}
	if (new != NULL)
		change_move_search_key(change, new->index, SEARCH_BUILDING,
		    SEARCH_CURRENT);
	status = commit_entry(w->vault, change, &entry, STATUS_OK, w->error);
	visit_end(&w->visit);
	return status == STATUS_OK ? vault_rules_reload(w->vault, w->error) :
	    status;
}

enum status
reindex_item(struct vault *vault, struct reader *reader,
    struct text principal, struct text item, struct reindex *reindex,
    struct error *error)
{
	struct working w = {
		.vault = vault, .reader = reader, .principal = principal,
		.item = item, .reindex = reindex, .arena = arena_new(ARENA),
		.error = error,
	};
	enum status status = STATUS_OK;

	if (w.arena == NULL)
		return error_memory(error);
	begin(&w);
	if (index_in(&w, SEARCH_BUILDING) == NULL)
		status = start(&w);
	visit_end(&w.visit);
	if (status == STATUS_OK)
		status = vault_rules_reload(vault, error);
	/* Twice: acts that began before the first may have ended within it. */
	for (int pass = 0; pass < PASSES && status == STATUS_OK; pass++)
		status = fill_all(&w);
	if (status == STATUS_OK)
		status = finish(&w);
	arena_free(w.arena);
	return status;
}

enum status
reindex_restored(struct vault *vault, struct reader *reader,
    struct text principal, struct reindex *reindex, struct error *error)
{
	struct working w = {
		.vault = vault, .reader = reader, .principal = principal,
		.reindex = reindex, .arena = arena_new(ARENA),
		.restored = true, .error = error,
	};
	enum status status = w.arena == NULL ? error_memory(error) :
	    fill_all(&w);

	arena_free(w.arena);
	return status;
}
