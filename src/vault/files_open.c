/*
 * Files on their way out: one use, logged before the first byte.
 */
#include "base/mem.h"
#include "vault/files_parts.h"
#include "vault/person_parts.h"
#include "vault/record.h"

/* The record that has the file, as it was when its use was permitted. */
struct source {
	uint64_t person;
	uint64_t seq;
	uint64_t version;
	struct hash sealed;		/* of its bytes */
};

struct files_open {
	struct vault *vault;
	struct arena *work;		/* of one piece */
	struct source source;
	struct files_paper paper;	/* texts are in room */
	char type[FILES_TYPE_MAX + 1];
	struct hash_state hash;
	struct held_key *key;
	uint64_t next;
};

static struct source
source_of(uint64_t person, const struct row *row)
{
	return (struct source){ person, row->seq, row->version,
	    hash_bytes(row->sealed.bytes.p, row->sealed.bytes.n) };
}

/* The record that has this file, of those that may be opened. */
static enum status
find(struct visit *visit, const struct decision *decision,
    const struct opened *opened, const struct files_paper *paper,
    struct source *source, struct bytes *key, struct error *error)
{
	*key = (struct bytes){ NULL, 0 };
	for (size_t i = opened->head_count; i > 0 && key->n == 0; i--) {
		struct bits items = decision_record_items(decision, i - 1);
		const struct record_value *value;
		struct record record;
		enum status status;

		if (!bits_has(&items, paper->item))
			continue;
		status = visit_unseal(visit, decision, opened, i - 1,
		    &record, error);
		if (status != STATUS_OK)
			return status;
		value = record_find(&record, paper->item);
		if (value == NULL || !text_is(value->text, paper->id))
			continue;
		*key = value->key;
		*source = source_of(opened->person, &opened->rows.row[i]);
	}
	return STATUS_OK;
}

static enum status
masked(const struct policy_item *item, struct error *error)
{
	enum status status = error_set(error, STATUS_REFUSED, "file_masked",
	    "この役割にはこの項目は伏せて表示されるため、ファイルは渡せません",
	    "this role sees the item masked, so its file is not handed out");
	char clause[sizeof(error->clause)];

	(void)snprintf(clause, sizeof(clause), "%.*s",
	    TEXT_ARGS(policy_clause(item->node)));
	error_clause(error, clause, "23");
	error_remedy(error, "理由を示せば見られる役割なら Reason を付けてください",
	    "give a Reason, if the role may see it with one");
	return status;
}

/* What was decided, said in the log; then what it means for the file. */
static enum status
settle(struct visit *visit, const struct decision *decision,
    const struct opened *opened, const struct files_paper *paper,
    struct source *source, struct bytes *key, struct error *error)
{
	const struct policy_item *item = visit->revision->policy->item_at[
	    paper->item];
	bool hidden = item != NULL && bits_has(decision_masked(decision),
	    paper->item);
	struct entry_record where;
	struct entry entry = visit_entry(visit, ENTRY_USE, decision, opened);
	enum status status = hidden ? STATUS_OK : find(visit, decision,
	    opened, paper, source, key, error);

	if (status != STATUS_OK)
		return status;
	entry.subject = TEXT("file");
	if (key->n > 0) {
		where = (struct entry_record){ source->seq,
		    source->version };
		entry.records = &where;
		entry.record_count = 1;
	}
	if (hidden)
		entry.refusal = TEXT("file_masked");
	status = visit_log_use(visit, decision, opened, &entry, error);
	if (status != STATUS_OK)
		return status;
	if (hidden)
		return masked(item, error);
	return key->n == SEAL_KEY ? STATUS_OK : id_not_found(ID_FILE, error);
}

/* Of an unknown file the person is asked about all the same. */
static enum status
look_up(struct visit *visit, uint64_t person, struct text id,
    struct files_paper *paper, struct source *source, struct bytes *key,
    struct error *error)
{
	struct opened opened;
	const struct decision *decision;
	struct ask ask;
	enum status status = files_paper_get(paper, visit->vault,
	    visit->reader, id, visit->arena, error);
	bool known = status == STATUS_OK;

	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	status = visit_open_present(visit, person, &opened, error);
	if (status != STATUS_OK)
		return status;
	ask = visit_ask(visit, ACT_USE, &opened);
	if (known)
		bits_add(&ask.items, paper->item);
	status = visit_permit(visit, &ask, ENTRY_USE, &opened, &decision,
	    error);
	if (status != STATUS_OK)
		return status;
	if (known)
		return settle(visit, decision, &opened, paper, source, key,
		    error);
	return id_not_found(ID_FILE, error);
}

enum status
files_open(struct files_open **out, struct visit *visit, uint64_t person,
    struct text id, struct error *error)
{
	struct files_paper paper;
	struct source source = { .person = person };
	struct bytes key = { NULL, 0 };
	struct files_open *f;
	enum status status = look_up(visit, person, id, &paper, &source,
	    &key, error);

	*out = NULL;
	if (status != STATUS_OK)
		return status;
	f = mem_alloc(sizeof(*f));
	if (f == NULL)
		return error_memory(error);
	f->vault = visit->vault;
	status = held_keep(&f->key, vault_held(f->vault), key.p, error);
	f->work = arena_new(FILES_WORK);
	if (status == STATUS_OK && f->work == NULL)
		status = error_memory(error);
	if (status != STATUS_OK) {
		files_close(f);
		return status;
	}
	f->source = source;
	f->paper = paper;
	(void)snprintf(f->type, sizeof(f->type), "%.*s",
	    TEXT_ARGS(paper.type));
	hash_start(&f->hash);
	*out = f;
	return STATUS_OK;
}

void
files_close(struct files_open *f)
{
	if (f == NULL)
		return;
	held_drop(vault_held(f->vault), f->key);
	arena_free(f->work);
	mem_wipe(f, sizeof(*f));
	mem_free(f);
}

struct files_about
files_about(const struct files_open *f)
{
	return (struct files_about){ f->paper.bytes, text_of(f->type),
	    f->paper.hash };
}

/* Whether the record still stands as it did; erased, it does not. */
static enum status
still_there(struct files_open *f, struct reader *reader, struct error *error)
{
	const struct source *then = &f->source;
	struct rows rows;
	enum status status = reader_person(reader, then->person, &rows,
	    f->work, error);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 1; i < rows.n && rows.row[0].seq == 0 &&
	    rows.row[0].state == PERSON_LIVE; i++) {
		struct source now;

		if (rows.row[i].seq != then->seq)
			continue;
		now = source_of(then->person, &rows.row[i]);
		if (now.version == then->version &&
		    hash_equal(&now.sealed, &then->sealed))
			return STATUS_OK;
	}
	return id_not_found(ID_FILE, error);
}

static enum status
take_piece(struct files_open *f, struct reader *reader, uint8_t *out,
    size_t *n, struct error *error)
{
	struct seal_place place = files_paper_place(f->vault, &f->paper,
	    f->next);
	struct document piece;
	struct sealed sealed;
	struct plain plain;
	uint8_t id[DOCUMENT_ID_SIZE], key[SEAL_KEY];
	enum status status = files_paper_piece(id, f->vault, &f->paper,
	    f->next, error);

	if (status == STATUS_OK)
		status = document_get(&piece, f->vault, reader,
		    DOCUMENT_PIECE, id, f->work, error);
	if (status != STATUS_OK)
		return status;
	sealed.bytes = piece.body;
	status = held_get(key, vault_held(f->vault), f->key, error);
	if (status == STATUS_OK)
		status = unseal(&plain, &place, sealed, key, f->work, error);
	mem_wipe(key, sizeof(key));
	if (status != STATUS_OK || plain.n > FILES_PIECE)
		return status != STATUS_OK ? status : error_set(error,
		    STATUS_INTEGRITY, "file_changed", "ファイルが壊れています",
		    "the file is broken");
	hash_add(&f->hash, plain.p, plain.n);
	memcpy(out, plain.p, plain.n);
	*n = plain.n;
	return STATUS_OK;
}

enum status
files_read(struct files_open *f, struct reader *reader, uint8_t *out,
    size_t *n, struct error *error)
{
	enum status status;
	struct hash hash;

	*n = 0;
	if (f->next == f->paper.pieces)
		return STATUS_OK;
	status = still_there(f, reader, error);
	arena_reset(f->work);
	if (status == STATUS_OK)
		status = take_piece(f, reader, out, n, error);
	arena_reset(f->work);
	if (status != STATUS_OK || ++f->next < f->paper.pieces)
		return status;
	/* The last piece leaves when all of them were what came in. */
	hash = hash_end(&f->hash);
	if (hash_equal(&hash, &f->paper.hash))
		return STATUS_OK;
	*n = 0;
	return error_set(error, STATUS_INTEGRITY, "file_changed",
	    "ファイルが壊れています", "the file is broken");
}
