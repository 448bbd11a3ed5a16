/*
 * The end of a dataset: its file and its method go, its paper stays as a
 * record of what was made, used and provided (41(5): what is no longer needed
 * is erased without delay).
 *
 * First the rows go and the paper says "erasing"; when that is durable the two
 * slots are destroyed; then the paper is at rest.  A dataset whose making came
 * to no end goes the same way ("ending"), and its paper too.  What a crash
 * left in between is finished when the store is next opened, before anybody
 * is served: such papers are due at PROCESSED_UNFINISHED.  On a shared store
 * another process may be making it, and has until the time that its paper says.
 */
#include "anonymise/processed_parts.h"
#include "crypto/random.h"
#include "vault/commit.h"
#include "vault/keys.h"

enum { AT_ONCE = 64, WORK_MAX = 64 << 20 };

/* Drops a document when it is there. */
static enum status
drop(struct visit *visit, enum document_kind kind, struct text name,
    struct change *change, struct entry *entry, bool *was_there,
    struct error *error)
{
	struct arena *arena = arena_new(3 * (size_t)PROCESSED_PART);
	uint8_t id[DOCUMENT_ID_SIZE];
	struct document document;
	enum status status;

	if (arena == NULL)
		return error_memory(error);
	status = document_id(id, visit->vault, kind, name, error);
	if (status == STATUS_OK)
		status = document_get(&document, visit->vault, visit->reader,
		    kind, id, arena, error);
	*was_there = status == STATUS_OK;
	if (status == STATUS_OK)
		status = document_drop(&document, change, entry, error);
	else if (status == STATUS_NOT_FOUND)
		status = STATUS_OK;
	arena_free(arena);
	return status;
}

/* The method, and parts as far as there are any. */
static enum status
drop_all(struct visit *visit, const char *id, struct change *change,
    struct entry *entry, struct error *error)
{
	bool more;
	enum status status = drop(visit, DOCUMENT_METHOD, text_of(id),
	    change, entry, &more, error);

	more = true;
	for (uint64_t i = 0; more && status == STATUS_OK; i++) {
		char name[PROCESSED_PART_NAME];

		status = drop(visit, DOCUMENT_PART, processed_seal_part(name,
		    id, i), change, entry, &more, error);
	}
	return status;
}

static enum status
destroy_slots(struct visit *visit, const struct node *paper,
    struct error *error)
{
	struct keys *keys = vault_keys(visit->vault);
	const struct node *list = node_get(paper, "slots");
	uint64_t slots[PROCESSED_SLOTS];
	size_t n = 0;
	enum status status;

	for (; n < node_count(list) && n < PROCESSED_SLOTS; n++) {
		slots[n] = (uint64_t)node_at(list, n)->number;
		keys_forget(keys, slots[n]);
	}
	status = store_slots_drop(vault_store(visit->vault), slots, n, error);
	/* Somebody may have opened one while it was still there. */
	for (size_t i = 0; i < n; i++)
		keys_forget(keys, slots[i]);
	return status;
}

/* The slots go, and the paper is at rest. */
static enum status
finish_erasure(struct visit *visit, struct processed *processed,
    const struct decision *decision, struct error *error)
{
	struct document *document = &processed->document;
	struct entry entry = processed_parts_entry(visit, ENTRY_ERASE,
	    decision, text_of(processed->id), "slots_destroyed");
	struct buf body;
	enum status status = destroy_slots(visit, processed->paper, error);

	if (status == STATUS_OK)
		status = processed_parts_body(&body, visit, processed->paper,
		    NULL, TEXT(""), NULL, error);
	if (status != STATUS_OK)
		return status;
	document->body = buf_bytes(&body);
	document->due = 0;
	return processed_parts_commit(visit, document, 1, &entry, error);
}

/* All rows go, and the paper says what is left to do. */
static enum status
take_rows(struct visit *visit, struct processed *processed,
    const struct buf *body, struct entry *entry, struct error *error)
{
	struct document *document = &processed->document;
	struct change *change = change_new();
	enum status status;

	if (change == NULL)
		return error_memory(error);
	document->body = buf_bytes(body);
	document->due = PROCESSED_UNFINISHED;
	status = drop_all(visit, processed->id, change, entry, error);
	if (status == STATUS_OK)
		status = document_put(document, visit->vault, change, entry,
		    error);
	return commit_entry(visit->vault, change, entry, status, error);
}

enum status
processed_parts_abandon(struct visit *visit, struct processed *processed,
    struct error *error)
{
	struct entry entry = processed_parts_entry(visit, ENTRY_ERASE, NULL,
	    text_of(processed->id), "abandoned");
	struct buf body;
	enum status status = STATUS_OK;

	if (text_is(node_text(processed->paper, "state"), "making")) {
		status = processed_parts_body(&body, visit,
		    processed->paper, NULL, TEXT(""), "ending", error);
		if (status == STATUS_OK)
			status = take_rows(visit, processed, &body, &entry,
			    error);
	}
	if (status == STATUS_OK)
		status = destroy_slots(visit, processed->paper, error);
	if (status != STATUS_OK)
		return status;
	entry = processed_parts_entry(visit, ENTRY_ERASE, NULL,
	    text_of(processed->id), "slots_destroyed");
	return commit_document_gone(visit->vault, &processed->document,
	    &entry, error);
}

/* Rows, and the paper that says so, in one change. */
static enum status
begin_erasure(struct visit *visit, struct processed *processed,
    const struct decision *decision, const char *what, struct error *error)
{
	struct entry entry = processed_parts_entry(visit, ENTRY_ERASE,
	    decision, text_of(processed->id), "erased");
	struct jsonw json;
	struct buf note, body;
	enum status status;

	json = processed_parts_note(visit, &note, "what", text_of(what));
	jsonw_close_object(&json);
	status = processed_parts_body(&body, visit, processed->paper,
	    "erasures", buf_as_text(&note), "erasing", error);
	return status == STATUS_OK ? take_rows(visit, processed, &body,
	    &entry, error) : status;
}

/* Stage by stage, as a crash may leave it. */
static enum status
erase_whole(struct visit *visit, struct processed *processed,
    const struct decision *decision, const char *what, struct error *error)
{
	enum status status = begin_erasure(visit, processed, decision, what,
	    error);

	if (status == STATUS_OK)
		status = processed_get(processed, visit->vault,
		    visit->reader, text_of(processed->id), visit->arena,
		    error);
	return status == STATUS_OK ? finish_erasure(visit, processed,
	    decision, error) : status;
}

enum status
processed_erase(struct visit *visit, struct text id, struct error *error)
{
	const struct decision *decision = NULL;
	struct processed processed;
	enum status status = processed_parts_open(visit, ACT_ANONYMISE, id,
	    &processed, &decision, error);

	if (status == STATUS_OK &&
	    node_count(node_get(processed.paper, "erasures")) > 0)
		return error_set(error, STATUS_NOT_FOUND, "dataset_erased",
		    "このデータセットは消去されました",
		    "the dataset was erased");
	if (status == STATUS_OK)
		status = erase_whole(visit, &processed, decision,
		    "file and method", error);
	return status;
}

enum status
processed_erase_again(struct visit *visit, struct text id,
    struct error *error)
{
	uint8_t decided[DECISION_ID_SIZE];
	const struct decision *decision;
	struct processed processed;
	enum status status = processed_get(&processed, visit->vault,
	    visit->reader, id, visit->arena, error);

	if (status != STATUS_OK)
		return status;
	random_bytes(decided, sizeof(decided));
	decision = gate_decide_system(SYSTEM_RESTORE, decided, visit->now,
	    visit->arena);
	return decision == NULL ? error_memory(error) : erase_whole(visit,
	    &processed, decision, "file and method, again after restoring",
	    error);
}

/* Whether another process may be at work on it. */
static bool
at_work(const struct visit *visit, const struct processed *processed)
{
	return store_shared(vault_store(visit->vault)) &&
	    text_is(node_text(processed->paper, "state"), "making") &&
	    visit->now < processed_parts_time(processed->paper, "until");
}

/* finished: how many were. */
static enum status
finish_some(struct visit *visit, size_t *finished, struct error *error)
{
	const struct document *found;
	size_t n;
	enum status status = document_due(&found, &n, visit->vault,
	    visit->reader, DOCUMENT_DATASET, PROCESSED_UNFINISHED, AT_ONCE,
	    visit->arena, error);

	*finished = 0;
	for (size_t i = 0; status == STATUS_OK && i < n; i++) {
		struct processed processed;

		status = processed_parts_read(&processed, &found[i],
		    visit->arena, error);
		if (status != STATUS_OK)
			break;
		if (at_work(visit, &processed))
			continue;
		++*finished;
		status = text_is(node_text(processed.paper, "state"),
		    "erasing") ? finish_erasure(visit, &processed, NULL,
		    error) : processed_parts_abandon(visit, &processed,
		    error);
	}
	return status;
}

enum status
processed_finish(struct vault *vault, struct error *error)
{
	const struct visitor program = { .principal = TEXT("system:erase") };
	struct arena *arena = arena_new(WORK_MAX);
	struct reader *reader = NULL;
	struct visit visit;
	size_t n = 0;
	enum status status = arena == NULL ? error_memory(error) :
	    reader_new(&reader, vault_store(vault), error);

	if (status == STATUS_OK) {
		visit_begin(&visit, vault, reader, arena, &program);
		do
			status = finish_some(&visit, &n, error);
		while (status == STATUS_OK && n > 0);
		visit_end(&visit);
	}
	reader_free(reader);
	arena_free(arena);
	return status;
}
