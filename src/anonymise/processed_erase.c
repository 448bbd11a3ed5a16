/*
 * The end of a dataset: its file and its method go, its paper stays as a
 * record of what was made, used and provided (41(5): what is no longer needed
 * is erased without delay).
 */
#include "anonymise/processed_parts.h"

/* Drops a document when it is there. */
static enum status
drop(struct visit *visit, enum document_kind kind, struct text name,
    struct change *change, struct entry *entry, struct error *error)
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
	if (status == STATUS_OK)
		status = document_drop(&document, change, entry, error);
	else if (status == STATUS_NOT_FOUND)
		status = STATUS_OK;
	arena_free(arena);
	return status;
}

static enum status
drop_all(struct visit *visit, const struct processed *processed,
    struct change *change, struct entry *entry, struct error *error)
{
	int64_t parts = node_int(processed->paper, "parts", 0);
	enum status status = drop(visit, DOCUMENT_METHOD,
	    text_of(processed->id), change, entry, error);

	for (int64_t i = 0; i < parts && status == STATUS_OK; i++) {
		char name[PROCESSED_ID + 24];

		(void)snprintf(name, sizeof(name), "%s:%lld", processed->id,
		    (long long)i);
		status = drop(visit, DOCUMENT_PART, text_of(name), change,
		    entry, error);
	}
	return status;
}

enum status
processed_erase(struct visit *visit, struct text id, struct error *error)
{
	const struct decision *decision = NULL;
	struct processed processed;
	struct change *change;
	struct jsonw json;
	struct entry entry;
	struct buf note;
	enum status status = processed_parts_open(visit, ACT_ANONYMISE, id,
	    &processed, &decision, error);

	if (status != STATUS_OK)
		return status;
	change = change_new();
	if (change == NULL)
		return error_memory(error);
	entry = processed_parts_entry(visit, ENTRY_ERASE, decision, id,
	    "erased");
	status = drop_all(visit, &processed, change, &entry, error);
	if (status == STATUS_OK)
		status = visit_log_with(visit, change, &entry, error);
	if (status != STATUS_OK) {
		change_free(change);
		return status;
	}
	status = store_commit(vault_store(visit->vault), change,
	    vault_config(visit->vault)->deadline_ms, error);
	if (status != STATUS_OK)
		return status;
	json = processed_parts_note(visit, &note, "what",
	    TEXT("file and method"));
	jsonw_close_object(&json);
	processed.document.due = 0;
	entry = processed_parts_entry(visit, ENTRY_ANONYMISE, decision, id,
	    "closed");
	return processed_parts_append(visit, &processed.document,
	    processed.paper, "erasures", buf_as_text(&note), &entry, error);
}
