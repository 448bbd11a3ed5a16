/*
 * Who was erased after the state that is restored is erased again, before
 * anybody is served.  The keys' backup says who (its slots are gone there);
 * the log before, where it is known, says who was erased after that.
 */
#include <stdlib.h>

#include "audit/tile.h"
#include "backup/restore.h"
#include "base/cbor.h"
#include "base/mem.h"
#include "crypto/random.h"
#include "vault/commit.h"
#include "vault/crowd.h"
#include "vault/erase.h"
#include "vault/erase_finish.h"

enum { BATCH = 500, WORK_MAX = 128 << 20 };

/* An entry after the state that is restored. */
struct after {
	uint8_t pseudonym[PSEUDONYM_SIZE];
	enum { AFTER_CHANGE, AFTER_ITEMS, AFTER_PERSON } what;
	bool standing;			/* a change of it */
	bool done;
	uint8_t decision[DECISION_ID_SIZE];
	struct bits items;
	struct text clause;
};

struct replaying {
	struct restoring *r;
	struct arena *arena;		/* of one act */
	struct arena *entries;		/* of what follows */
	struct after *after;		/* by pseudonym, once sorted */
	size_t n, capacity;
	struct visit visit;
	struct error *error;
};

static void
begin(struct replaying *p)
{
	const struct visitor visitor = {
		.principal = p->r->wanted->principal
	};

	arena_reset(p->arena);
	visit_begin(&p->visit, p->r->vault, p->r->reader, p->arena,
	    &visitor);
	p->visit.sees_staged = true;
}

/* What the log says of it. */

static struct after *
add(struct replaying *p)
{
	struct after *after = mem_room(p->after, p->n, &p->capacity, 256,
	    sizeof(*after));

	if (after == NULL)
		return NULL;
	p->after = after;
	memset(&p->after[p->n], 0, sizeof(p->after[p->n]));
	return &p->after[p->n++];
}

static bool
changes(enum entry_kind kind)
{
	return kind == ENTRY_ACQUIRE || kind == ENTRY_CORRECT ||
	    kind == ENTRY_STANDING;
}

static enum status
take_entry(void *context, uint64_t index, struct bytes bytes,
    struct error *error)
{
	struct replaying *p = context;
	struct after *after;
	struct entry entry;
	enum status status;

	(void)index;
	arena_reset(p->arena);
	status = entry_read(&entry, bytes, p->arena, error);
	if (status == STATUS_OK)
		status = restore_dataset_learn(p->r, &entry, error);
	if (status != STATUS_OK || !entry.has_person || entry.refusal.n > 0 ||
	    (entry.kind != ENTRY_ERASE && !changes(entry.kind)))
		return status;
	after = add(p);
	if (after == NULL)
		return error_memory(error);
	memcpy(after->pseudonym, entry.person, PSEUDONYM_SIZE);
	memcpy(after->decision, entry.decision, DECISION_ID_SIZE);
	after->standing = entry.kind == ENTRY_STANDING;
	after->items = entry.items;
	after->clause = text_copy(p->entries, entry.clause);
	if (entry.kind == ENTRY_ERASE)
		after->what = text_is(entry.subject, "person") ?
		    AFTER_PERSON : AFTER_ITEMS;
	return after->clause.p == NULL ? error_memory(error) : STATUS_OK;
}

/* Entries of erasings that the keys' backup has. */
static enum status
learn_keys(struct replaying *p)
{
	struct restoring *r = p->r;
	struct backup_section section = header_section(&r->keys_contents,
	    "entries");
	enum status status = STATUS_OK;

	for (size_t i = 0; i < section.n && status == STATUS_OK; i++) {
		struct bytes piece;
		struct cbor in = { .failed = true };

		status = depot_get(r->keys_depot, &section.pieces[i], &piece,
		    r->arena, p->error);
		if (status == STATUS_OK)
			in = cbor_reader(piece);
		while (status == STATUS_OK && cbor_peek(&in) != CBOR_END) {
			uint64_t index;
			struct bytes entry;

			if (cbor_read_array(&in) != 2)
				cbor_fail(&in);
			index = cbor_read_uint(&in);
			entry = cbor_read_bytes(&in);
			if (!in.failed && index >= r->data.log_size)
				status = take_entry(p, index, entry,
				    p->error);
		}
		if (status == STATUS_OK && in.failed)
			status = error_set(p->error, STATUS_INTEGRITY,
			    "backup_broken", "消去の記録が壊れています",
			    "the record of who was erased is broken");
	}
	return status;
}

/* And all that the log has, where it goes on after the rows. */
static enum status
learn_log(struct replaying *p)
{
	struct restoring *r = p->r;
	struct tile_log *log;
	enum status status;

	if (r->kept == r->data.log_size)
		return STATUS_OK;
	status = tile_log_open(&log, r->wanted->to->log_folder,
	    vault_log_state(r->vault).size, p->error);
	if (status != STATUS_OK)
		return status;
	status = tile_log_entries(log, r->data.log_size, r->kept, take_entry,
	    p, p->error);
	tile_log_close(log);
	return status;
}

/* Of a decision: its pseudonym, and that it is seen to. */
static const uint8_t *
settle(struct replaying *p, const uint8_t decision[DECISION_ID_SIZE])
{
	const uint8_t *pseudonym = NULL;

	for (size_t i = 0; i < p->n; i++)
		if (p->after[i].what != AFTER_CHANGE &&
		    memcmp(p->after[i].decision, decision,
		    DECISION_ID_SIZE) == 0) {
			p->after[i].done = true;
			pseudonym = p->after[i].pseudonym;
		}
	return pseudonym;
}

/* By the keys' backup. */

static enum status
commit(struct replaying *p, struct change *change, enum status status)
{
	return commit_opened(&p->visit, change, status, p->error);
}

/* The row of an erasure as it was, so that its certificate can be made. */
static enum status
put_row(struct replaying *p, struct erasure *e, struct change *change,
    const struct entry *entry)
{
	struct log_head head;
	struct erasure_row row;
	enum status status = reader_log_head(p->r->reader, &head, p->error);

	if (status != STATUS_OK)
		return status;
	e->log_from = head.size;
	status = erasure_seal(&p->visit, e, &row, p->error);
	if (status == STATUS_OK)
		change_add_erasure(change, &row);
	return status == STATUS_OK ? visit_log_with(&p->visit, change, entry,
	    p->error) : status;
}

static enum status
hide_again(struct replaying *p, struct erasure *e, const struct row *old,
    const uint8_t *pseudonym)
{
	struct change *change = change_new();
	struct row standing = *old;
	struct entry entry;
	enum status status;

	if (change == NULL)
		return error_memory(p->error);
	standing.version++;
	standing.state = PERSON_HIDDEN;
	standing.sealed.bytes = (struct bytes){ (const uint8_t *)"", 0 };
	p->r->out->kept_lost += e->kept_count;
	e->state = ERASURE_INTENDED;
	e->sweep = true;
	e->kek = 0;
	e->destroyed = 0;
	change_replace_standing(change, e->person, &standing, old->version);
	change_drop_all(change, e->person);
	entry = erasure_entry(&p->visit, e, "person");
	entry.standing = standing.version;
	entry.has_person = pseudonym != NULL;
	if (pseudonym != NULL)
		memcpy(entry.person, pseudonym, PSEUDONYM_SIZE);
	status = commit(p, change, put_row(p, e, change, &entry));
	if (status == STATUS_OK)
		status = erase_finish_some(&p->visit, e, 1, p->error);
	p->r->out->people_erased += status == STATUS_OK;
	return status;
}

/* Nothing of it is here: only that it was. */
static enum status
note_again(struct replaying *p, struct erasure *e)
{
	struct change *change = change_new();
	struct entry entry = erasure_entry(&p->visit, e, "restored");

	return change == NULL ? error_memory(p->error) : commit(p, change,
	    put_row(p, e, change, &entry));
}

static enum status
cut_again(struct replaying *p, uint64_t person, const struct bits *items,
    struct text clause)
{
	struct erasure erasure;
	struct erase_plan plan = {
		.cause = ERASURE_ASKED, .clause = clause, .scan = true,
		.erasure = &erasure,
	};
	uint8_t id[DECISION_ID_SIZE];
	struct opened opened;
	struct bits *cut;
	enum status status = visit_open(&p->visit, person, &opened,
	    p->error);

	if (status != STATUS_OK || opened.hidden)
		return status;
	random_bytes(id, sizeof(id));
	plan.decision = gate_decide_system(SYSTEM_RESTORE, id, p->visit.now,
	    p->arena);
	cut = arena_array(p->arena, opened.head_count + 1, sizeof(*cut));
	plan.change = change_new();
	if (cut == NULL || plan.change == NULL || plan.decision == NULL) {
		change_free(plan.change);
		return error_memory(p->error);
	}
	for (size_t i = 0; i < opened.head_count; i++)
		cut[i] = *items;
	status = erase_items_plan(&p->visit, &opened, cut, &plan, p->error);
	/* None of them is held: they came after the backup. */
	if (status == STATUS_INVALID) {
		change_free(plan.change);
		return STATUS_OK;
	}
	status = commit(p, plan.change, status);
	p->r->out->items_erased += status == STATUS_OK;
	return status;
}

static enum status
replay_row(struct replaying *p, const struct erasure_row *row)
{
	struct erasure_row there;
	struct erasure e;
	struct rows rows;
	const uint8_t *pseudonym;
	enum status status = reader_erasure(p->r->reader, row->number,
	    &there, p->arena, p->error);
	bool known = status == STATUS_OK;

	if (status == STATUS_OK || status == STATUS_NOT_FOUND)
		status = erasure_open(&p->visit, row, &e, p->error);
	if (status != STATUS_OK)
		return status;
	pseudonym = settle(p, e.decision);
	if (known)
		return STATUS_OK;
	status = reader_person_first(p->r->reader, e.person, 1, &rows,
	    p->arena, p->error);
	if (status != STATUS_OK)
		return status;
	if (e.scope == ERASURE_PERSON && rows.n > 0 &&
	    rows.row[0].seq == 0 && rows.row[0].state != PERSON_HIDDEN)
		return hide_again(p, &e, &rows.row[0], pseudonym);
	status = note_again(p, &e);
	return status == STATUS_OK && e.scope == ERASURE_ITEMS ?
	    cut_again(p, e.person, &e.items, e.clause) : status;
}

static enum status
replay_piece(struct replaying *p, struct bytes rows)
{
	enum status status = STATUS_OK;

	while (rows.n > 0 && status == STATUS_OK) {
		struct erasure_row row;

		begin(p);
		status = dump_take_erasure(&rows, &row, p->error);
		if (status == STATUS_OK)
			status = replay_row(p, &row);
		visit_end(&p->visit);
	}
	return status;
}

static enum status
replay_keys(struct replaying *p)
{
	struct restoring *r = p->r;
	struct backup_section section = header_section(&r->keys_contents,
	    "erasure");
	enum status status = STATUS_OK;

	for (size_t i = 0; i < section.n && status == STATUS_OK; i++) {
		struct bytes piece;

		status = depot_get(r->keys_depot, &section.pieces[i], &piece,
		    r->arena, p->error);
		if (status == STATUS_OK)
			status = replay_piece(p, piece);
	}
	return status;
}

/* By the log alone. */

static int
by_pseudonym(const void *a, const void *b)
{
	return memcmp(a, b, PSEUDONYM_SIZE);
}

static void
tell(struct replaying *p, uint64_t person, size_t changes, size_t standings)
{
	char id[ID_TEXT_SIZE] = "?";
	struct error ignored;

	if (p->r->out->findings == NULL || changes == 0)
		return;
	(void)!id_format(id, ID_PERSON, person, vault_id_key(p->r->vault),
	    &ignored);
	(void)findings_add(p->r->out->findings, SEVERITY_WARNING, NULL, id,
	    "changes_lost", "バックアップ後の変更 %zu 件 (うち同意・撤回・"
	    "停止など %zu 件) が失われました",
	    "%zu changes after the backup are lost (%zu of them consents, "
	    "withdrawals, stops and the like)", changes, standings);
}

static enum status
erase_again(struct replaying *p, const struct opened *opened,
    const struct after *after)
{
	struct erasure erasure;
	struct erase_plan plan = {
		.cause = ERASURE_ASKED, .clause = after->clause,
		.scan = true, .erasure = &erasure,
	};
	uint8_t id[DECISION_ID_SIZE];
	enum status status;

	random_bytes(id, sizeof(id));
	plan.decision = gate_decide_system(SYSTEM_RESTORE, id, p->visit.now,
	    p->arena);
	plan.change = change_new();
	if (plan.change == NULL || plan.decision == NULL) {
		change_free(plan.change);
		return error_memory(p->error);
	}
	status = commit(p, plan.change, erase_person_plan(&p->visit, opened,
	    true, &plan, p->error));
	if (status == STATUS_OK)
		status = erase_finish_some(&p->visit, &erasure, 1, p->error);
	p->r->out->people_erased += status == STATUS_OK;
	return status;
}

static enum status
look_at(struct replaying *p, uint64_t person)
{
	struct opened opened;
	struct after *first, wanted;
	size_t changes = 0, standings = 0;
	enum status status = visit_open(&p->visit, person, &opened,
	    p->error);

	if (status != STATUS_OK || opened.hidden)
		return status;
	memcpy(wanted.pseudonym, opened.standing.pseudonym, PSEUDONYM_SIZE);
	first = bsearch(&wanted, p->after, p->n, sizeof(wanted),
	    by_pseudonym);
	while (first != NULL && first > p->after &&
	    by_pseudonym(first - 1, &wanted) == 0)
		first--;
	for (; first != NULL && first < p->after + p->n &&
	    by_pseudonym(first, &wanted) == 0 && status == STATUS_OK;
	    first++) {
		if (first->what == AFTER_PERSON && !first->done)
			return erase_again(p, &opened, first);
		if (first->what == AFTER_ITEMS && !first->done)
			status = cut_again(p, person, &first->items,
			    first->clause);
		changes += first->what == AFTER_CHANGE;
		standings += first->standing;
	}
	tell(p, person, changes, standings);
	return status;
}

static enum status
log_batch(struct replaying *p, size_t n)
{
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .has_decision = true, .count = n,
		.principal = p->r->wanted->principal,
		.time = p->visit.now, .subject = TEXT("look"),
		.purpose = text_of(system_purpose_names[SYSTEM_RESTORE]),
	};

	random_bytes(entry.decision, sizeof(entry.decision));
	return visit_log(&p->visit, &entry, p->error);
}

/* Everybody is opened once: a pseudonym stands only in their standing. */
static enum status
replay_log(struct replaying *p)
{
	uint64_t people[BATCH], after = 0, total = 0;
	struct crowd crowd;
	size_t n = 1;
	enum status status = reader_people_count(p->r->reader, &total,
	    p->error);

	if (p->n == 0 || p->r->kept == p->r->data.log_size)
		return status;
	qsort(p->after, p->n, sizeof(*p->after), by_pseudonym);
	crowd_begin(&crowd, p->r->vault, HOLDER_RESTORE, total);
	while (status == STATUS_OK && n > 0) {
		status = reader_people(p->r->reader, after, BATCH, people,
		    &n, p->error);
		if (status != STATUS_OK || n == 0)
			break;
		after = people[n - 1];
		status = crowd_open(&crowd, p->r->reader, people, n, false,
		    p->error);
		if (status != STATUS_OK)
			break;
		begin(p);
		status = log_batch(p, n);
		visit_end(&p->visit);
		for (size_t i = 0; i < n && status == STATUS_OK; i++) {
			begin(p);
			p->visit.counted = true;	/* by that entry */
			status = look_at(p, people[i]);
			visit_end(&p->visit);
		}
	}
	crowd_end(&crowd);
	return status;
}

/* The search keys of those who were erased; there are none yet. */
static enum status
finish(struct replaying *p)
{
	enum status status;

	begin(p);
	status = erase_finish_scan(&p->visit, p->error);
	visit_end(&p->visit);
	return status;
}

enum status
restore_replay(struct restoring *r)
{
	struct replaying p = {
		.r = r, .arena = arena_new(WORK_MAX),
		.entries = arena_new(WORK_MAX), .error = r->error,
	};
	enum status status = p.arena == NULL || p.entries == NULL ?
	    error_memory(r->error) : learn_keys(&p);

	if (status == STATUS_OK)
		status = learn_log(&p);
	if (status == STATUS_OK)
		status = replay_keys(&p);
	if (status == STATUS_OK)
		status = replay_log(&p);
	if (status == STATUS_OK)
		status = restore_dataset_replay(r);
	if (status == STATUS_OK)
		status = finish(&p);
	mem_free(p.after);
	arena_free(p.entries);
	arena_free(p.arena);
	return status;
}
