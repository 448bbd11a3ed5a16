/*
 * Files that are over: keys that a record has, files that were not finished
 * or that nobody came for, and those that are nobody's any more.
 */
#include "base/mem.h"
#include "crypto/random.h"
#include "vault/commit.h"
#include "vault/files_parts.h"
#include "vault/keys.h"
#include "vault/record.h"

enum {
	AT_ONCE = 8, AT_OPENING = 64,	/* papers */
	PIECES = 64,			/* in one change */
	PAGE = 32,			/* papers that are looked at together */
	SWEEP_ARENA = 4 << 20, LOOK_ARENA = 64 << 20,
};

static struct entry
entry_of(struct vault *vault, const char *subject)
{
	return (struct entry){
		.kind = ENTRY_SYSTEM, .time = clock_now(vault_clock(vault)),
		.principal = TEXT("system:erase"),
		.purpose = text_of(system_purpose_names[SYSTEM_ERASE]),
		.subject = text_of(subject),
	};
}

/* Writes the paper anew, or drops it when it is at its end. */
static enum status
move(struct vault *vault, struct files_paper *paper, uint64_t pieces,
    bool last, const char *subject, struct error *error)
{
	struct change *change = change_new();
	struct entry entry = entry_of(vault, subject);
	enum status status = STATUS_OK;

	if (change == NULL)
		return error_memory(error);
	for (uint64_t i = 0; i < pieces && status == STATUS_OK; i++) {
		struct document piece = { .kind = DOCUMENT_PIECE,
		    .version = 1 };

		status = files_paper_piece(piece.id, vault, paper,
		    paper->pieces - 1 - i, error);
		if (status == STATUS_OK)
			status = document_drop(&piece, change, &entry, error);
	}
	paper->pieces -= pieces;
	if (status == STATUS_OK && !last)
		status = files_paper_write(paper, change_arena(change),
		    error);
	if (status == STATUS_OK)
		status = last ? document_drop(&paper->document, change,
		    &entry, error) : document_put(&paper->document, vault,
		    change, &entry, error);
	return commit_entry(vault, change, &entry, status, error);
}

static enum status
destroy_slot(struct vault *vault, const struct files_paper *paper,
    struct error *error)
{
	enum status status;

	if (paper->slot == 0)
		return STATUS_OK;
	keys_forget(vault_keys(vault), paper->slot);
	status = store_slots_drop(vault_store(vault), &paper->slot, 1,
	    error);
	/* Somebody may have opened it while it was still there. */
	keys_forget(vault_keys(vault), paper->slot);
	return status;
}

/* The record has the key: the other way to it goes. */
static enum status
settle(struct vault *vault, struct files_paper *paper, struct error *error)
{
	enum status status = destroy_slot(vault, paper, error);

	paper->slot = 0;
	paper->key = (struct bytes){ NULL, 0 };
	paper->document.due = 0;
	return status == STATUS_OK ? move(vault, paper, 0, false,
	    "file_key_destroyed", error) : status;
}

/* The key first, so that what is left is dead; then piece by piece. */
static enum status
take_away(struct vault *vault, struct files_paper *paper,
    struct error *error)
{
	enum status status = STATUS_OK;

	if (paper->state != FILES_LEAVING) {
		paper->state = FILES_LEAVING;
		paper->document.due = FILES_LEAVING_DUE;
		status = move(vault, paper, 0, false, "file_leaving", error);
	}
	if (status == STATUS_OK)
		status = destroy_slot(vault, paper, error);
	while (status == STATUS_OK && paper->pieces > 0)
		status = move(vault, paper, paper->pieces < PIECES ?
		    paper->pieces : PIECES, false, "file_pieces_removed",
		    error);
	return status == STATUS_OK ? move(vault, paper, 0, true,
	    "file_removed", error) : status;
}

static enum status
sweep_one(struct vault *vault, struct files_paper *paper, bool opening,
    int64_t now, bool *done, struct error *error)
{
	enum status status = STATUS_OK;

	*done = true;
	if (paper->state == FILES_TAKEN)
		status = settle(vault, paper, error);
	else if (paper->document.due <= now ||
	    (opening && paper->state == FILES_COMING))
		status = take_away(vault, paper, error);
	else
		*done = false;
	/* It goes on coming, or became somebody's, on another server. */
	if (status != STATUS_CONFLICT)
		return status;
	*done = false;
	return STATUS_OK;
}

enum status
files_sweep(struct vault *vault, struct reader *reader, bool opening,
    bool *more, struct error *error)
{
	size_t max = opening ? AT_OPENING : AT_ONCE, n = 0;
	int64_t now = clock_now(vault_clock(vault));
	struct arena *arena = arena_new(SWEEP_ARENA);
	const struct document *list;
	bool any = false, done;
	enum status status;

	*more = false;
	if (arena == NULL)
		return error_memory(error);
	status = document_due(&list, &n, vault, reader, DOCUMENT_FILE,
	    opening ? now + FILES_HOUR_MS : now, max, arena, error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		struct files_paper paper;

		status = files_paper_read(&paper, &list[i], error);
		if (status == STATUS_OK)
			status = sweep_one(vault, &paper, opening, now, &done,
			    error);
		any = any || done;
	}
	*more = status == STATUS_OK && any && n == max;
	arena_free(arena);
	return status;
}

/* Settles those of the list; true when one was. */
static enum status
settle_list(struct vault *vault, const struct document *list, size_t n,
    bool *any, struct error *error)
{
	enum status status = STATUS_OK;

	*any = false;
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		struct files_paper paper;

		status = files_paper_read(&paper, &list[i], error);
		if (status != STATUS_OK || paper.state != FILES_TAKEN)
			continue;
		status = settle(vault, &paper, error);
		*any = *any || status == STATUS_OK;
		/* Another server was there first. */
		if (status == STATUS_CONFLICT)
			status = STATUS_OK;
	}
	return status;
}

enum status
files_settle(const struct visit *visit, struct error *error)
{
	struct arena *arena = arena_new(LOOK_ARENA);
	size_t max = AT_OPENING, n = max;
	enum status status = arena == NULL ? error_memory(error) : STATUS_OK;

	while (status == STATUS_OK && n == max) {
		const struct document *list;
		bool any;

		arena_reset(arena);
		status = document_due(&list, &n, visit->vault, visit->reader,
		    DOCUMENT_FILE, clock_now(vault_clock(visit->vault)), max,
		    arena, error);
		if (status == STATUS_OK)
			status = settle_list(visit->vault, list, n, &any,
			    error);
		/* What is due for other reasons may stand before them. */
		if (status == STATUS_OK && n == max && !any)
			n = max *= 2;
	}
	arena_free(arena);
	return status;
}

enum status
files_finish_open(struct vault *vault, struct error *error)
{
	bool alone = !store_shared(vault_store(vault)), more = true;
	struct reader *reader = NULL;
	enum status status = reader_new(&reader, vault_store(vault), error);

	while (status == STATUS_OK && more)
		status = files_sweep(vault, reader, alone, &more, error);
	reader_free(reader);
	return status;
}

/* Files that are nobody's. */

struct looking {
	struct visit visit;
	const struct decision *decision;
	struct error *error;
};

static bool
has(const struct record *record, const struct files_paper *paper)
{
	const struct record_value *value = record_find(record, paper->item);

	return value != NULL && text_is(value->text, paper->id);
}

static enum status
in_records(struct looking *l, const struct opened *opened,
    const struct files_paper *paper, bool *held)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < opened->head_count && !*held &&
	    status == STATUS_OK; i++) {
		struct record record;

		status = visit_unseal(&l->visit, l->decision, opened, i,
		    &record, l->error);
		*held = status == STATUS_OK && has(&record, paper);
	}
	return status;
}

static enum status
in_history(struct looking *l, const struct opened *opened,
    const struct files_paper *paper, bool *held)
{
	const struct history_row *rows;
	size_t n = 0;
	enum status status = reader_history(l->visit.reader, opened->person,
	    &rows, &n, l->visit.arena, l->error);

	for (size_t i = 0; i < n && !*held && status == STATUS_OK; i++) {
		struct record record;
		size_t at = 0;

		while (at < opened->head_count &&
		    opened->heads[at].seq != rows[i].row.seq)
			at++;
		if (at == opened->head_count)
			continue;
		status = visit_unseal_history(&l->visit, l->decision, opened,
		    at, &rows[i], &record, l->error);
		*held = status == STATUS_OK && has(&record, paper);
	}
	return status;
}

/* Of who is hidden only what a law wants kept is left, without history. */
static enum status
in_person(struct looking *l, const struct opened *opened,
    const struct files_paper *paper, bool *held)
{
	enum status status = STATUS_OK;

	if (opened->hidden || *held)
		return STATUS_OK;
	status = in_records(l, opened, paper, held);
	return status == STATUS_OK && !*held &&
	    opened->rows.row[0].state != PERSON_HIDDEN ?
	    in_history(l, opened, paper, held) : status;
}

/* Who was merged away has records and a history of their own, to come back. */
static enum status
is_held(struct looking *l, const struct files_paper *paper, bool *held)
{
	struct opened opened;
	enum status status = visit_open_kept(&l->visit, paper->person,
	    &opened, l->error);

	*held = false;
	if (status == STATUS_OK)
		status = in_person(l, &opened, paper, held);
	if (status != STATUS_OK || *held || opened.hidden ||
	    opened.rows.row[0].state != PERSON_MERGED)
		return status;
	status = visit_open_present(&l->visit, paper->person, &opened,
	    l->error);
	return status == STATUS_OK ? in_person(l, &opened, paper, held) :
	    status;
}

/* One page of papers; after gets the last id. */
static enum status
look_at(struct looking *l, uint8_t *after, size_t *n, uint64_t *files)
{
	struct vault *vault = l->visit.vault;
	struct entry entry = entry_of(vault, "files_looked_at");
	const struct document *list;
	enum status status = document_list(&list, n, vault, l->visit.reader,
	    DOCUMENT_FILE, after, PAGE, l->visit.arena, l->error);

	if (status != STATUS_OK || *n == 0)
		return status;
	entry.has_decision = true;
	random_bytes(entry.decision, sizeof(entry.decision));
	entry.count = *n;
	l->decision = gate_decide_system(SYSTEM_ERASE, entry.decision,
	    l->visit.now, l->visit.arena);
	if (l->decision == NULL)
		return error_memory(l->error);
	for (size_t i = 0; i < *n && status == STATUS_OK; i++) {
		struct files_paper paper;
		bool held = true;

		memcpy(after, list[i].id, DOCUMENT_ID_SIZE);
		status = files_paper_read(&paper, &list[i], l->error);
		if (status == STATUS_OK && paper.state == FILES_TAKEN)
			status = is_held(l, &paper, &held);
		if (status != STATUS_OK || held)
			continue;
		status = take_away(vault, &paper, l->error);
		*files += status == STATUS_OK;
		if (status == STATUS_CONFLICT)
			status = STATUS_OK;
	}
	return status == STATUS_OK ? visit_log(&l->visit, &entry, l->error) :
	    status;
}

enum status
files_collect(struct vault *vault, struct reader *reader,
    struct text principal, uint64_t *files, struct error *error)
{
	const struct visitor visitor = { .principal = principal };
	struct looking l = { .error = error };
	struct arena *arena = arena_new(LOOK_ARENA);
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	size_t n = 1;
	enum status status = arena == NULL ? error_memory(error) : STATUS_OK;

	*files = 0;
	while (status == STATUS_OK && n > 0) {
		arena_reset(arena);
		visit_begin(&l.visit, vault, reader, arena, &visitor);
		/* Who is not shown yet has files all the same. */
		l.visit.sees_staged = true;
		status = look_at(&l, after, &n, files);
		visit_end(&l.visit);
	}
	arena_free(arena);
	return status;
}
