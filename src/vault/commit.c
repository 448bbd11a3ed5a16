#include "vault/commit.h"

enum status
commit_change(struct vault *vault, struct change *change, enum status status,
    struct error *error)
{
	if (status == STATUS_OK)
		return store_commit(vault_store(vault), change,
		    vault_config(vault)->deadline_ms, error);
	change_free(change);
	return status;
}

enum status
commit_entry(struct vault *vault, struct change *change,
    const struct entry *entry, enum status status, struct error *error)
{
	struct buf bytes;

	if (status == STATUS_OK) {
		buf_init(&bytes, change_arena(change), ENTRY_MAX);
		entry_write(&bytes, entry);
		change_entry(change, buf_bytes(&bytes));
		status = buf_status(&bytes, error);
	}
	return commit_change(vault, change, status, error);
}

enum status
commit_visit(const struct visit *visit, struct change *change,
    const struct entry *entry, enum status status, struct error *error)
{
	if (status == STATUS_OK)
		status = visit_log_with(visit, change, entry, error);
	return commit_change(visit->vault, change, status, error);
}

enum status
commit_document(struct vault *vault, struct document *document,
    const struct buf *body, struct entry *entry, struct error *error)
{
	enum status status = buf_status(body, error);
	struct change *change;

	if (status != STATUS_OK)
		return status;
	change = change_new();
	if (change == NULL)
		return error_memory(error);
	document->body = buf_bytes(body);
	status = document_put(document, vault, change, entry, error);
	return commit_entry(vault, change, entry, status, error);
}

enum status
commit_document_gone(struct vault *vault, const struct document *document,
    struct entry *entry, struct error *error)
{
	struct change *change = change_new();
	enum status status = change == NULL ? error_memory(error) :
	    document_drop(document, change, entry, error);

	return commit_entry(vault, change, entry, status, error);
}

enum status
commit_refusal(struct vault *vault, const struct entry *entry,
    struct error *error)
{
	struct change *change = change_new();
	struct error failure;
	enum status status = change == NULL ? error_memory(&failure) :
	    commit_entry(vault, change, entry, STATUS_OK, &failure);

	if (status != STATUS_OK)
		*error = failure;
	return error->status;
}
