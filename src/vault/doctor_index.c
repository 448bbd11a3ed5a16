/*
 * Whether the search indexes are complete.
 */
#include "crypto/random.h"
#include "vault/crowd.h"
#include "vault/doctor.h"
#include "vault/fold.h"
#include "vault/record.h"

enum { BATCH = 500, ARENA = 64 << 20, SAME_MAX = 1000 };

struct indexing {
	struct visit *visit;		/* of the one who looks */
	struct visit batch;
	struct arena *arena;
	const struct decision *decision;
	struct findings *findings;
	struct error *error;
};

/* Whether the person is among those whom the value finds. */
static enum status
is_found(struct indexing *x, const struct rules_index *index,
    uint64_t person, struct text folded, bool *found)
{
	uint64_t *people = arena_array(x->arena, SAME_MAX, sizeof(*people));
	uint8_t out[SEARCH_HASH];
	size_t n = 0;
	enum status status = people == NULL ? error_memory(x->error) :
	    reader_find(x->visit->reader, index->index, index->unique,
	    rules_hash(index, folded, out), SAME_MAX, people, &n, x->error);

	/* So many have it that not all are listed. */
	*found = n == SAME_MAX;
	for (size_t i = 0; i < n && !*found; i++)
		*found = people[i] == person;
	return status;
}

static void
not_found(struct indexing *x, uint64_t person, const struct policy_item *item)
{
	char id[ID_TEXT_SIZE] = "?", place[128];
	struct error ignored;

	(void)!id_format(id, ID_PERSON, person,
	    vault_id_key(x->visit->vault), &ignored);
	(void)snprintf(place, sizeof(place), "%s/%.*s", id,
	    TEXT_ARGS(item->id));
	(void)findings_add(x->findings, SEVERITY_ERROR, NULL, place,
	    "index_incomplete", "検索の索引にありません。"
	    "sekisho keys rotate-search %.*s で作り直せます",
	    "it is not in the search index; sekisho keys rotate-search %.*s "
	    "makes it anew", TEXT_ARGS(item->id));
}

static enum status
check_value(struct indexing *x, uint64_t person,
    const struct record_value *value)
{
	const struct policy_item *item = value->item >= BITS_MAX ? NULL :
	    x->batch.revision->policy->item_at[value->item];
	const struct rules_index *index = rules_index_of(x->batch.rules,
	    value->item);
	struct text folded = { "", 0 };
	bool found = true;
	enum status status;

	if (item == NULL || index == NULL || !fold_indexable(item->kind))
		return STATUS_OK;
	status = fold_key(&folded, item->kind, value->text, x->arena,
	    x->error);
	if (status == STATUS_OK && folded.n > 0)
		status = is_found(x, index, person, folded, &found);
	if (status == STATUS_OK && !found)
		not_found(x, person, item);
	return status;
}

static enum status
check_person(struct indexing *x, uint64_t person)
{
	struct opened opened;
	enum status status = visit_open(&x->batch, person, &opened, x->error);

	if (status != STATUS_OK || opened.hidden)
		return status;
	for (size_t i = 0; i < opened.head_count && status == STATUS_OK;
	    i++) {
		struct record record = { .count = 0 };

		if (standing_quarantines(&opened.standing,
		    opened.heads[i].seq))
			continue;
		status = visit_unseal(&x->batch, x->decision, &opened, i,
		    &record, x->error);
		for (size_t j = 0; j < record.count && status == STATUS_OK;
		    j++)
			status = check_value(x, person, &record.values[j]);
	}
	return status;
}

static bool
is_damage(const struct error *error, enum status status)
{
	return status == STATUS_INTEGRITY || (status == STATUS_NOT_FOUND &&
	    strcmp(error->code, "slot_gone") == 0);
}

/* Somebody of whom a row does not open; a missing key is doctor_keys()'s. */
static void
not_opened(struct indexing *x, uint64_t person)
{
	char id[ID_TEXT_SIZE] = "?";
	struct error ignored;

	if (strcmp(x->error->code, "slot_gone") == 0)
		return;
	(void)!id_format(id, ID_PERSON, person,
	    vault_id_key(x->visit->vault), &ignored);
	(void)findings_say(x->findings, SEVERITY_ERROR, NULL, id,
	    x->error->code, (struct words){
	    "この人の行が開けません (書き換えられたか、壊れています)。"
	    "sekisho backup restore で別の場所に復元し、比べてください",
	    "a row of this person does not open: it was changed, or is "
	    "damaged; restore a backup beside it and compare: sekisho backup "
	    "restore" });
}

/* A batch of people is opened: that is an entry. */
static enum status
check_batch(struct indexing *x, const uint64_t *people, size_t n)
{
	const struct visitor visitor = {
		.principal = x->visit->principal.name
	};
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .has_decision = true, .count = n,
		.principal = visitor.principal, .subject = TEXT("index"),
		.purpose = text_of(system_purpose_names[SYSTEM_VERIFY]),
	};
	enum status status;

	arena_reset(x->arena);
	visit_begin(&x->batch, x->visit->vault, x->visit->reader, x->arena,
	    &visitor);
	x->batch.counted = true;	/* by this entry */
	entry.time = x->batch.now;
	random_bytes(entry.decision, sizeof(entry.decision));
	x->decision = gate_decide_system(SYSTEM_VERIFY, entry.decision,
	    x->batch.now, x->arena);
	status = x->decision == NULL ? error_memory(x->error) :
	    visit_log(&x->batch, &entry, x->error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		status = check_person(x, people[i]);
		/* The next one may be whole. */
		if (is_damage(x->error, status)) {
			not_opened(x, people[i]);
			status = STATUS_OK;
		}
	}
	visit_end(&x->batch);
	return status;
}

enum status
doctor_index(struct visit *visit, struct findings *findings,
    struct error *error)
{
	struct indexing x = {
		.visit = visit, .arena = arena_new(ARENA),
		.findings = findings, .error = error,
	};
	uint64_t people[BATCH], after = 0, total = 0;
	struct crowd crowd;
	size_t n = 0;
	enum status status = x.arena == NULL ? error_memory(error) :
	    reader_people_count(visit->reader, &total, error);

	crowd_begin(&crowd, visit->vault, HOLDER_VERIFY, total);
	while (status == STATUS_OK) {
		status = reader_people(visit->reader, after, BATCH, people,
		    &n, error);
		if (status != STATUS_OK || n == 0)
			break;
		after = people[n - 1];
		status = crowd_open(&crowd, visit->reader, people, n, false,
		    error);
		if (status == STATUS_OK)
			status = check_batch(&x, people, n);
	}
	crowd_end(&crowd);
	arena_free(x.arena);
	return status;
}
