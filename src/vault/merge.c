#include "vault/commit.h"
#include "vault/fold.h"
#include "vault/index.h"
#include "vault/merge_parts.h"
#include "vault/person_join.h"

static enum status
decide_one(struct merging *m, const struct opened *opened,
    const struct decision **decision)
{
	struct ask ask = visit_ask(m->visit, ACT_CORRECT, opened);

	return visit_permit(m->visit, &ask, ENTRY_CORRECT, opened, decision,
	    m->error);
}

enum status
merge_decide(struct merging *m)
{
	enum status status = decide_one(m, &m->from, &m->of_from);

	if (status == STATUS_OK)
		status = decide_one(m, &m->into, &m->of_into);
	if (status != STATUS_OK)
		return status;
	m->decision = gate_decide_system(SYSTEM_MERGE,
	    decision_id(m->of_into), m->visit->now, m->visit->arena);
	return m->decision == NULL ? error_memory(m->error) : STATUS_OK;
}

static enum status
key_of(struct merging *m, uint64_t person, unsigned int number,
    struct text value, bool add)
{
	const struct policy_item *item = number >= BITS_MAX ? NULL :
	    m->visit->revision->policy->item_at[number];
	struct text folded = { "", 0 };
	char field[96];
	enum status status;

	if (item == NULL || !item->searchable || !fold_indexable(item->kind))
		return STATUS_OK;
	status = fold_key(&folded, item->kind, value, m->visit->arena,
	    m->error);
	if (status != STATUS_OK)
		return status;
	(void)snprintf(field, sizeof(field), "/values/%.*s",
	    TEXT_ARGS(item->id));
	if (add)
		index_add(m->visit->rules, m->change, person, number, folded,
		    field);
	else
		index_drop(m->visit->rules, m->change, person, number,
		    folded);
	return STATUS_OK;
}

enum status
merge_keys(struct merging *m, uint64_t person, const struct record *record,
    bool add)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < record->count && status == STATUS_OK; i++)
		status = key_of(m, person, record->values[i].item,
		    record->values[i].text, add);
	for (size_t i = 0; i < record->former_count && status == STATUS_OK;
	    i++)
		status = key_of(m, person, record->former[i].item,
		    record->former[i].text, add);
	return status;
}

static struct entry
entry_of(struct merging *m, const struct decision *decision,
    const struct opened *opened, uint64_t standing, const char *subject,
    const struct entry_record *records, size_t n)
{
	struct entry entry = visit_entry(m->visit, ENTRY_CORRECT, decision,
	    opened);

	entry.standing = standing;
	entry.subject = text_of(subject);
	entry.records = records;
	entry.record_count = n;
	return entry;
}

static enum status
put_standing(struct merging *m, const struct opened *opened,
    const struct standing *standing, enum person_state state)
{
	struct row row = opened->rows.row[0];
	enum status status;

	row.version++;
	row.state = state;
	status = visit_seal_standing(m->visit, opened->person, standing,
	    &row, m->error);
	if (status == STATUS_OK)
		change_replace_standing(m->change, opened->person, &row,
		    row.version - 1);
	return status;
}

enum status
merge_commit(struct merging *m, const struct standing *from,
    enum person_state state, const char *from_subject,
    const char *into_subject)
{
	const struct visit_also *also = m->visit->also;
	struct entry of_from = entry_of(m, m->of_from, &m->from,
	    m->from.standing.version + 1, from_subject, m->returned,
	    m->returned_count);
	struct entry of_into = entry_of(m, m->of_into, &m->into,
	    m->into.standing.version + 1, into_subject, m->written,
	    m->written_count);
	enum status status = put_standing(m, &m->from, from, state);

	of_from.documents = m->papers.documents;
	of_from.document_count = m->papers.document_count;
	if (status == STATUS_OK)
		status = put_standing(m, &m->into, &m->standing,
		    PERSON_LIVE);
	/* What else the act writes is written once. */
	m->visit->also = NULL;
	if (status == STATUS_OK)
		status = visit_log_with(m->visit, m->change, &of_from,
		    m->error);
	m->visit->also = also;
	return commit_visit(m->visit, m->change, &of_into, status, m->error);
}

/* They may be one person only where they could have been one. */
static enum status
check_alike(struct merging *m)
{
	const struct standing *a = &m->from.standing, *b = &m->into.standing;

	if (m->from.person == m->into.person)
		return error_set(m->error, STATUS_INVALID, "same_person",
		    "すでに同じ本人です", "this is the same person already");
	if (a->subject == b->subject && a->client == b->client)
		return STATUS_OK;
	return error_set(m->error, STATUS_INVALID, "different_kinds",
	    "本人の種類又は受託元が異なる方は統合できません",
	    "people of different kinds or clients are not merged");
}

/* One record, under the other's slot of its tier. */
static enum status
copy_record(struct merging *m, size_t i)
{
	struct row row = m->from.rows.row[i + 1];
	uint64_t *slot = &m->standing.slot[row.tier];
	struct record record;
	enum status status = visit_unseal(m->visit, m->decision, &m->from, i,
	    &record, m->error);

	if (status == STATUS_OK && *slot == 0)
		status = keys_take(vault_keys(m->visit->vault), 1, false,
		    slot, m->error);
	m->seqs[m->seq_count++] = row.seq;
	row.seq = m->standing.next++;
	m->seqs[m->seq_count++] = row.seq;
	row.version = 1;
	if (status == STATUS_OK)
		status = visit_seal_record(m->visit, m->decision,
		    m->into.person, *slot, &record, &row, m->error);
	if (status != STATUS_OK)
		return status;
	change_add_row(m->change, m->into.person, &row);
	m->written[m->written_count++] = (struct entry_record){
		row.seq, row.version
	};
	if (standing_quarantines(&m->from.standing, m->seqs[m->seq_count -
	    2]))
		return STATUS_OK;
	status = merge_keys(m, m->from.person, &record, false);
	return status == STATUS_OK ? merge_keys(m, m->into.person, &record,
	    true) : status;
}

static enum status
copy_all(struct merging *m)
{
	size_t n = m->from.head_count;
	enum status status = STATUS_OK;

	m->seqs = arena_array(m->visit->arena, 2 * n + 1, sizeof(*m->seqs));
	m->written = arena_array(m->visit->arena, n + 1,
	    sizeof(*m->written));
	if (m->seqs == NULL || m->written == NULL)
		return error_memory(m->error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = copy_record(m, i);
	return status;
}

/* The standing of both, which remembers what it was. */
static enum status
join(struct merging *m)
{
	struct standing bare = m->into.standing, joined;
	size_t n = m->into.standing.merged_count;
	struct merged *list = arena_array(m->visit->arena, n + 1,
	    sizeof(*list));
	struct buf *before = arena_alloc(m->visit->arena, sizeof(*before));
	enum status status;

	if (list == NULL || before == NULL)
		return error_memory(m->error);
	bare.merged_count = 0;
	buf_init(before, m->visit->arena, STANDING_MAX);
	standing_write(before, &bare);
	status = buf_status(before, m->error);
	if (status == STATUS_OK)
		status = person_join(&joined, &m->into.standing,
		    &m->from.standing, m->seqs, m->seq_count,
		    m->visit->arena, m->error);
	if (status != STATUS_OK)
		return status;
	if (n > 0)
		memcpy(list, m->into.standing.merged, n * sizeof(*list));
	list[n] = (struct merged){ m->from.person, m->seqs, m->seq_count,
	    buf_bytes(before) };
	joined.next = m->standing.next;
	memcpy(joined.slot, m->standing.slot, sizeof(joined.slot));
	joined.merged = list;
	joined.merged_count = n + 1;
	m->standing = joined;
	return STATUS_OK;
}

enum status
merge_people(struct visit *visit, uint64_t from, uint64_t into,
    struct error *error)
{
	struct merging m = { .visit = visit, .error = error };
	struct standing gone;
	enum status status = visit_open_present(visit, from, &m.from, error);

	if (status == STATUS_OK)
		status = visit_open_present(visit, into, &m.into, error);
	if (status == STATUS_OK)
		status = merge_decide(&m);
	if (status == STATUS_OK)
		status = check_alike(&m);
	if (status != STATUS_OK)
		return status;
	m.change = change_new();
	if (m.change == NULL)
		return error_memory(error);
	m.standing = m.into.standing;
	status = copy_all(&m);
	if (status == STATUS_OK)
		status = join(&m);
	if (status != STATUS_OK) {
		change_free(m.change);
		return status;
	}
	gone = m.from.standing;
	gone.into = m.into.person;
	return merge_commit(&m, &gone, PERSON_MERGED, "merge:away",
	    "merge:into");
}
