/*
 * Files on their way in.
 */
#include "base/mem.h"
#include "crypto/random.h"
#include "vault/commit.h"
#include "vault/files_parts.h"
#include "vault/keys.h"
#include "vault/person_adding.h"
#include "vault/record.h"

enum { COMING_ARENA = 65536, WAIT_HOURS = 24 };

struct files_coming {
	struct vault *vault;
	struct arena *arena;		/* what stays */
	struct arena *work;		/* of one piece */
	struct files_paper paper;
	struct entry entry;		/* as the decision made it */
	struct hash_state hash;
	struct held_key *key;
};

static enum status
bad_parameter(const char *name, const char *code, struct words words,
    struct error *error)
{
	enum status status = error_say(error, STATUS_INVALID, code, words);

	error_at(error, "%s", name);
	return status;
}

/* What is to be decided, as an acquisition of that one item. */
static enum status
declared(struct adding *a, struct ask *ask,
    const struct policy_item **item, const struct files_given *given)
{
	enum status status = person_adding_declared(a);

	if (status != STATUS_OK) {
		/* It is no body that they stand in. */
		if (a->error->field[0] == '/')
			memmove(a->error->field, a->error->field + 1,
			    strlen(a->error->field));
		return status;
	}
	*item = policy_item(a->revision->policy, given->item);
	if (*item != NULL && (*item)->kind != KIND_FILE)
		return bad_parameter("item", "not_a_file_item",
		    (struct words){ "ファイルの項目ではありません",
		    "the item is no file" }, a->error);
	*ask = visit_ask(a->visit, ACT_ACQUIRE, NULL);
	(void)gate_ask_item(ask, given->item);
	ask->way = a->way;
	ask->subject = a->subject->number;
	ask->service = a->service;
	return STATUS_OK;
}

static bool
is_type(struct text type)
{
	size_t slashes = 0;

	for (size_t i = 0; i < type.n; i++) {
		slashes += type.p[i] == '/';
		if (type.p[i] < ' ' || type.p[i] > '~')
			return false;
	}
	return type.n == 0 || (type.n <= FILES_TYPE_MAX && slashes == 1 &&
	    type.p[0] != '/' && type.p[type.n - 1] != '/');
}

/* The gate's answer; a refusal is an entry. */
static enum status
decide(struct visit *visit, const struct files_given *given,
    const struct policy_item **item, const struct decision **decision,
    struct error *error)
{
	const struct acquisition like = {
		.way = given->way, .subject = given->subject,
		.service = given->service, .shown = true,
	};
	struct adding a = { .visit = visit, .given = &like, .error = error };
	struct ask ask;
	enum status status = declared(&a, &ask, item, given);

	if (status == STATUS_OK && !is_type(given->type))
		status = bad_parameter("Content-Type", "bad_media_type",
		    (struct words){ "メディアタイプではありません",
		    "that is no media type" }, error);
	if (status == STATUS_OK)
		status = visit_permit(visit, &ask, ENTRY_ACQUIRE, NULL,
		    decision, error);
	return status == STATUS_OK ? person_refuse_items(visit,
	    ENTRY_ACQUIRE, *decision, NULL, &ask.items, error) : status;
}

/* What later entries say; the visit and its rules may be gone by then. */
static enum status
keep_entry(struct files_coming *c, const struct visit *visit,
    const struct decision *decision, struct error *error)
{
	struct entry *e = &c->entry;
	struct text *texts[] = { &e->principal, &e->role, &e->purpose,
	    &e->clause, &e->observed };

	*e = visit_entry(visit, ENTRY_ACQUIRE, decision, NULL);
	for (size_t i = 0; i < LENGTH(texts); i++) {
		*texts[i] = text_copy(c->arena, *texts[i]);
		if (texts[i]->p == NULL)
			return error_memory(error);
	}
	e->subject = text_of(c->paper.id);
	return STATUS_OK;
}

/* A key of its own, under a slot of its own until a record has it. */
static enum status
make_key(struct files_coming *c, struct error *error)
{
	struct files_paper *paper = &c->paper;
	struct slot_key slot;
	struct seal_place place;
	struct sealed sealed;
	uint8_t key[SEAL_KEY];
	enum status status = keys_take(vault_keys(c->vault), 1, false,
	    &paper->slot, error);

	random_bytes(key, sizeof(key));
	if (status == STATUS_OK)
		status = held_keep(&c->key, vault_held(c->vault), key,
		    error);
	if (status == STATUS_OK)
		status = keys_get(vault_keys(c->vault), &paper->slot, 1,
		    &slot, error);
	if (status == STATUS_OK) {
		place = files_paper_place(c->vault, paper, UINT64_MAX);
		status = seal(&sealed, &place, paper->slot, slot.bytes,
		    (struct bytes){ key, sizeof(key) }, c->arena, error);
	}
	mem_wipe(key, sizeof(key));
	mem_wipe(&slot, sizeof(slot));
	if (status == STATUS_OK)
		paper->key = sealed.bytes;
	return status;
}

/* The paper, and a piece if there is one, in one change with their entry. */
static enum status
commit(struct files_coming *c, struct document *piece, int64_t until,
    struct error *error)
{
	struct change *change = change_new();
	struct entry entry = c->entry;
	uint64_t version = c->paper.document.version;
	enum status status;

	if (change == NULL)
		return error_memory(error);
	entry.time = clock_now(vault_clock(c->vault));
	c->paper.document.due = entry.time + until;
	status = files_paper_write(&c->paper, change_arena(change), error);
	if (status == STATUS_OK && piece != NULL)
		status = document_put(piece, c->vault, change, &entry,
		    error);
	if (status == STATUS_OK)
		status = document_put(&c->paper.document, c->vault, change,
		    &entry, error);
	status = commit_entry(c->vault, change, &entry, status, error);
	/* It stands as it stood, for whoever gives it up. */
	if (status != STATUS_OK)
		c->paper.document.version = version;
	return status;
}

static enum status
begin(struct files_coming *c, struct visit *visit,
    const struct files_given *given, const struct policy_item *item,
    const struct decision *decision, struct error *error)
{
	struct files_paper *paper = &c->paper;
	enum status status;

	c->arena = arena_new(COMING_ARENA);
	c->work = arena_new(FILES_WORK);
	if (c->arena == NULL || c->work == NULL)
		return error_memory(error);
	paper->document.kind = DOCUMENT_FILE;
	random_bytes(paper->document.id, DOCUMENT_ID_SIZE);
	id_format_random(paper->id, ID_FILE, paper->document.id);
	paper->state = FILES_COMING;
	paper->item = item->number;
	paper->principal = text_copy(c->arena, visit->principal.name);
	paper->type = text_copy(c->arena, given->type);
	if (paper->principal.p == NULL || paper->type.p == NULL)
		return error_memory(error);
	hash_start(&c->hash);
	status = keep_entry(c, visit, decision, error);
	if (status == STATUS_OK)
		status = make_key(c, error);
	return status == STATUS_OK ? commit(c, NULL, FILES_HOUR_MS, error) :
	    status;
}

enum status
files_begin(struct files_coming **out, struct visit *visit,
    const struct files_given *given, struct error *error)
{
	const struct decision *decision = NULL;
	const struct policy_item *item = NULL;
	struct files_coming *c;
	enum status status = decide(visit, given, &item, &decision, error);

	*out = NULL;
	if (status != STATUS_OK)
		return status;
	c = mem_alloc(sizeof(*c));
	if (c == NULL)
		return error_memory(error);
	c->vault = visit->vault;
	status = begin(c, visit, given, item, decision, error);
	if (status == STATUS_OK)
		*out = c;
	else
		files_let_go(c);
	return status;
}

enum status
files_write(struct files_coming *c, struct bytes bytes, struct error *error)
{
	struct files_paper *paper = &c->paper;
	struct seal_place place = files_paper_place(c->vault, paper,
	    paper->pieces);
	struct document piece = { .kind = DOCUMENT_PIECE };
	struct sealed sealed;
	uint8_t key[SEAL_KEY];
	enum status status = files_paper_piece(piece.id, c->vault, paper,
	    paper->pieces, error);

	if (status == STATUS_OK && bytes.n > 0)
		status = held_get(key, vault_held(c->vault), c->key, error);
	if (status != STATUS_OK || bytes.n == 0)
		return status;
	hash_add(&c->hash, bytes.p, bytes.n);
	status = seal(&sealed, &place, 0, key, bytes, c->work, error);
	mem_wipe(key, sizeof(key));
	if (status == STATUS_OK) {
		piece.body = sealed.bytes;
		paper->pieces++;
		paper->bytes += bytes.n;
		status = commit(c, &piece, FILES_HOUR_MS, error);
		/* What was not taken in is not there to be taken away. */
		if (status != STATUS_OK) {
			paper->pieces--;
			paper->bytes -= bytes.n;
		}
	}
	arena_reset(c->work);
	return status;
}

enum status
files_finish(struct files_coming *c, struct files_made *made,
    struct error *error)
{
	struct files_paper *paper = &c->paper;

	paper->hash = hash_end(&c->hash);
	paper->state = FILES_WAITING;
	made->bytes = paper->bytes;
	made->hash = paper->hash;
	(void)snprintf(made->id, sizeof(made->id), "%s", paper->id);
	return commit(c, NULL, (int64_t)WAIT_HOURS * FILES_HOUR_MS, error);
}

void
files_give_up(struct files_coming *c)
{
	struct error ignored;

	c->paper.state = FILES_LEAVING;
	/* Where that can not be written, its time will end. */
	if (commit(c, NULL, FILES_LEAVING_DUE - clock_now(vault_clock(
	    c->vault)), &ignored) != STATUS_OK)
		return;
}

void
files_let_go(struct files_coming *c)
{
	if (c == NULL)
		return;
	held_drop(vault_held(c->vault), c->key);
	arena_free(c->work);
	arena_free(c->arena);
	mem_wipe(c, sizeof(*c));
	mem_free(c);
}

/* Then it becomes the value of a record. */

static enum status
not_there(struct error *error)
{
	return error_set(error, STATUS_INVALID, "file_unknown",
	    "登録を待っているファイルではありません",
	    "no such file waits to become a value");
}

enum status
files_take(const struct visit *visit, struct text given,
    struct intake_value *value, struct error *error)
{
	struct files_paper *paper = arena_alloc(visit->arena, sizeof(*paper));
	uint8_t *key = arena_alloc(visit->arena, SEAL_KEY);
	enum status status;

	if (paper == NULL || key == NULL)
		return error_memory(error);
	status = files_paper_get(paper, visit->vault, visit->reader, given,
	    visit->arena, error);
	if (status == STATUS_NOT_FOUND || (status == STATUS_OK &&
	    (paper->state != FILES_WAITING ||
	    paper->document.due <= visit->now ||
	    paper->item != value->item->number ||
	    !text_equal(paper->principal, visit->principal.name))))
		return not_there(error);
	if (status == STATUS_OK)
		status = files_paper_key(key, visit->vault, paper,
		    visit->arena, error);
	if (status != STATUS_OK)
		return status;
	value->stored = text_of(paper->id);
	value->key = (struct bytes){ key, SEAL_KEY };
	value->file = paper;
	return STATUS_OK;
}

static enum status
give_to(struct files_paper *paper, const struct visit *visit,
    uint64_t person, struct change *change, struct entry *entry,
    struct error *error)
{
	enum status status;

	paper->person = person;
	status = files_paper_write(paper, change_arena(change), error);
	return status == STATUS_OK ? document_put(&paper->document,
	    visit->vault, change, entry, error) : status;
}

enum status
files_claim(const struct visit *visit, const struct intake *intake,
    uint64_t person, struct change *change, struct entry *entry,
    struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < intake->count && status == STATUS_OK; i++) {
		struct files_paper *paper = intake->values[i].file;

		if (paper == NULL)
			continue;
		paper->state = FILES_TAKEN;
		paper->document.due = visit->now;
		status = give_to(paper, visit, person, change, entry, error);
	}
	return status;
}

enum status
files_return(const struct visit *visit, const struct record *record,
    uint64_t person, struct change *change, struct entry *entry,
    struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < record->count && status == STATUS_OK; i++) {
		struct files_paper paper;

		if (record->values[i].key.n == 0)
			continue;
		status = files_paper_get(&paper, visit->vault, visit->reader,
		    record->values[i].text, visit->arena, error);
		/* One that is lost holds nobody back. */
		if (status == STATUS_NOT_FOUND)
			status = STATUS_OK;
		else if (status == STATUS_OK && paper.person != person)
			status = give_to(&paper, visit, person, change,
			    entry, error);
	}
	return status;
}
