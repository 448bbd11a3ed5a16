/*
 * Two again.
 */
#include "vault/files.h"
#include "vault/merge_parts.h"
#include "vault/person_join.h"

static enum status
not_merged(struct error *error)
{
	return error_set(error, STATUS_INVALID, "not_merged",
	    "この方は統合されていません", "this person was not merged");
}

static bool
is_copy(const struct merged *last, uint64_t seq)
{
	for (size_t i = 1; i < last->seq_count; i += 2)
		if (last->seqs[i] == seq)
			return true;
	return false;
}

/* A copy goes, and its history with it. */
static enum status
drop_copy(struct merging *m, size_t at, const struct record *record)
{
	const struct record_head *head = &m->into.heads[at];

	change_drop_record(m->change, m->into.person, head->seq,
	    head->version);
	for (uint64_t version = 1; version < head->version; version++)
		change_drop_history(m->change, m->into.person, head->seq,
		    version);
	m->written[m->written_count++] = (struct entry_record){
		head->seq, 0
	};
	return standing_quarantines(&m->into.standing, head->seq) ?
	    STATUS_OK : merge_keys(m, m->into.person, record, false);
}

/* A corrected copy comes back as the next version of what it copied. */
static enum status
bring_back(struct merging *m, size_t from, const struct record *record)
{
	struct row row = m->from.rows.row[from + 1];
	enum status status;

	row.version++;
	status = visit_seal_record(m->visit, m->decision, m->from.person,
	    m->from.standing.slot[row.tier], record, &row, m->error);
	if (status != STATUS_OK)
		return status;
	change_replace_record(m->change, m->from.person, &row,
	    row.version - 1, m->visit->now);
	m->returned[m->returned_count++] = (struct entry_record){
		row.seq, row.version
	};
	/* A file that it got meanwhile goes with it. */
	return files_return(m->visit, record, m->from.person, m->change,
	    &m->papers, m->error);
}

static enum status
return_record(struct merging *m, uint64_t there, uint64_t here)
{
	size_t from = visit_head(&m->from, there);
	size_t at = visit_head(&m->into, here);
	bool corrected = at < m->into.head_count &&
	    m->into.heads[at].version > 1;
	struct record record;
	enum status status = STATUS_OK;

	if (at < m->into.head_count)
		status = visit_unseal(m->visit, m->decision, &m->into, at,
		    &record, m->error);
	if (status == STATUS_OK && at < m->into.head_count)
		status = drop_copy(m, at, &record);
	if (status != STATUS_OK || from == m->from.head_count)
		return status;
	if (corrected)
		status = bring_back(m, from, &record);
	else
		status = visit_unseal(m->visit, m->decision, &m->from, from,
		    &record, m->error);
	if (status != STATUS_OK || standing_quarantines(&m->from.standing,
	    there))
		return status;
	return merge_keys(m, m->from.person, &record, true);
}

/* What stays has its keys, also those that a copy had too. */
static enum status
keep_keys(struct merging *m, const struct merged *last)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < m->into.head_count && status == STATUS_OK;
	    i++) {
		uint64_t seq = m->into.heads[i].seq;
		struct record record;

		if (is_copy(last, seq) ||
		    standing_quarantines(&m->into.standing, seq))
			continue;
		status = visit_unseal(m->visit, m->decision, &m->into, i,
		    &record, m->error);
		if (status == STATUS_OK)
			status = merge_keys(m, m->into.person, &record,
			    false);
		if (status == STATUS_OK)
			status = merge_keys(m, m->into.person, &record,
			    true);
	}
	return status;
}

static enum status
return_all(struct merging *m, const struct merged *last)
{
	size_t n = last->seq_count / 2 + 1;
	enum status status = STATUS_OK;

	m->written = arena_array(m->visit->arena, n, sizeof(*m->written));
	m->returned = arena_array(m->visit->arena, n, sizeof(*m->returned));
	if (m->written == NULL || m->returned == NULL)
		return error_memory(m->error);
	for (size_t i = 0; i < last->seq_count && status == STATUS_OK;
	    i += 2)
		status = return_record(m, last->seqs[i], last->seqs[i + 1]);
	return status == STATUS_OK ? keep_keys(m, last) : status;
}

/* The quarantine as it stands, without what was only a copy. */
static enum status
part_quarantine(struct merging *m, const struct merged *last)
{
	const struct standing *now = &m->into.standing;
	uint64_t *list = arena_array(m->visit->arena,
	    now->quarantine_count + 1, sizeof(*list));
	size_t n = 0;

	if (list == NULL)
		return error_memory(m->error);
	for (size_t i = 0; i < now->quarantine_count; i++)
		if (!is_copy(last, now->quarantine[i]))
			list[n++] = now->quarantine[i];
	m->standing.quarantine = list;
	m->standing.quarantine_count = n;
	return STATUS_OK;
}

/* What each had said, and what was said since. */
static enum status
part(struct merging *m, const struct merged *last, struct standing *back)
{
	const struct standing *now = &m->into.standing;
	struct arena *arena = m->visit->arena;
	struct standing before, joined;
	enum status status = standing_read(&before, last->before, arena,
	    m->error);

	if (status == STATUS_OK)
		status = person_join(&joined, &before, &m->from.standing,
		    last->seqs, last->seq_count, arena, m->error);
	m->standing = before;
	if (status == STATUS_OK)
		status = person_join_since(&m->standing, &joined, now, false,
		    arena, m->error);
	*back = m->from.standing;
	back->into = 0;
	if (status == STATUS_OK)
		status = person_join_since(back, &joined, now, true, arena,
		    m->error);
	if (status != STATUS_OK)
		return status;
	m->standing.next = now->next;
	memcpy(m->standing.slot, now->slot, sizeof(now->slot));
	m->standing.merged = now->merged;
	m->standing.merged_count = now->merged_count - 1;
	return part_quarantine(m, last);
}

static enum status
open_both(struct merging *m, uint64_t person, const struct merged **last)
{
	enum status status = visit_open_kept(m->visit, person, &m->from,
	    m->error);
	const struct standing *into = &m->into.standing;

	if (status == STATUS_OK && (m->from.hidden ||
	    m->from.rows.row[0].state == PERSON_HIDDEN))
		return id_not_found(ID_PERSON, m->error);
	if (status == STATUS_OK && m->from.rows.row[0].state == PERSON_LIVE) {
		m->into = m->from;
		status = merge_decide(m);
		return status == STATUS_OK ? not_merged(m->error) : status;
	}
	if (status == STATUS_OK)
		status = visit_open_present(m->visit, m->from.standing.into,
		    &m->into, m->error);
	if (status != STATUS_OK)
		return status;
	*last = into->merged_count == 0 ? NULL :
	    &into->merged[into->merged_count - 1];
	return STATUS_OK;
}

enum status
merge_undo(struct visit *visit, uint64_t person, struct error *error)
{
	struct merging m = { .visit = visit, .error = error };
	const struct merged *last = NULL;
	struct standing back;
	enum status status = open_both(&m, person, &last);

	if (status == STATUS_OK)
		status = merge_decide(&m);
	if (status == STATUS_OK && (last == NULL ||
	    last->person != m.from.person))
		status = error_set(error, STATUS_CONFLICT, "merged_later",
		    "後の統合から順に解除してください",
		    "undo the later merge first");
	if (status != STATUS_OK)
		return status;
	m.change = change_new();
	if (m.change == NULL)
		return error_memory(error);
	status = return_all(&m, last);
	if (status == STATUS_OK)
		status = part(&m, last, &back);
	if (status != STATUS_OK) {
		change_free(m.change);
		return status;
	}
	return merge_commit(&m, &back, PERSON_LIVE, "unmerge:back",
	    "unmerge:from");
}
