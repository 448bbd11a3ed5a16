/*
 * The papers of the house.
 */
#include "store/column.h"
#include "store/gather.h"
#include "store/reader.h"

static enum status
gather_document(void *context, const struct db_value *row,
    struct error *error)
{
	struct gathering *g = context;
	struct document_row *out = gather_room(g, sizeof(*out));
	struct columns c = { .value = row };

	if (out == NULL)
		return error_memory(error);
	out->kind = (uint32_t)column_number(&c, 0, 0, UINT32_MAX);
	column_fixed(&c, 1, out->id, DOCUMENT_ID_SIZE);
	out->version = column_number(&c, 2, 1, INT64_MAX);
	out->due = column_int(&c, 3, 0, INT64_MAX);
	out->sealed.bytes = column_bytes(&c, 4, ROW_BYTES_MAX);
	if (c.wrong)
		return column_damaged(error);
	return gather_keep(g->arena, &out->sealed.bytes, error);
}

enum status
reader_document(struct reader *reader, uint32_t kind,
    const uint8_t id[DOCUMENT_ID_SIZE], struct document_row *row,
    struct arena *arena, struct error *error)
{
	const struct db_value value[] = {
		db_int(kind), db_bytes(id, DOCUMENT_ID_SIZE)
	};
	const void *found;
	size_t n;
	enum status status = gather_rows(reader, STATEMENT_DOCUMENT, value,
	    LENGTH(value), gather_document, &found, &n, arena, error);

	if (status != STATUS_OK)
		return status;
	if (n == 0)
		return error_set(error, STATUS_NOT_FOUND, "no_document",
		    "その記録はありません", "there is no such document");
	*row = *(const struct document_row *)found;
	return STATUS_OK;
}

enum status
reader_documents(struct reader *reader, uint32_t kind,
    const uint8_t after[DOCUMENT_ID_SIZE], size_t max,
    const struct document_row **rows, size_t *n, struct arena *arena,
    struct error *error)
{
	const struct db_value value[] = {
		db_int(kind), db_bytes(after, DOCUMENT_ID_SIZE),
		db_number(max)
	};
	const void *found;
	enum status status = gather_rows(reader, STATEMENT_DOCUMENTS, value,
	    LENGTH(value), gather_document, &found, n, arena, error);

	*rows = found;
	return status;
}

enum status
reader_documents_due(struct reader *reader, uint32_t kind, int64_t until,
    size_t max, const struct document_row **rows, size_t *n,
    struct arena *arena, struct error *error)
{
	const struct db_value value[] = {
		db_int(kind), db_int(until), db_number(max)
	};
	const void *found;
	enum status status = gather_rows(reader, STATEMENT_DOCUMENTS_DUE, value,
	    LENGTH(value), gather_document, &found, n, arena, error);

	*rows = found;
	return status;
}
