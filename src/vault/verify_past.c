#include "vault/record.h"
#include "vault/verify_past.h"

static void
broken(const struct verify_past *past, uint64_t seq, const char *code)
{
	past->fault(past->context, past->opened->person, seq, code,
	    (struct words){ "封緘が壊れています", "the seal is broken" });
}

static void
unknown(const struct verify_past *past, uint64_t seq)
{
	past->fault(past->context, past->opened->person, seq,
	    "history_unknown", (struct words){
	    "記録単位にない旧版があります",
	    "an earlier version of no record" });
}

static void
missing(const struct verify_past *past, uint64_t seq)
{
	past->fault(past->context, past->opened->person, seq,
	    "history_missing", (struct words){
	    "旧版が欠けています", "an earlier version is absent" });
}

/* Damage, or a slot that was never given: the person is live. */
static bool
does_not_open(enum status status)
{
	return status == STATUS_INTEGRITY || status == STATUS_NOT_FOUND;
}

/* Versions are unique, so that n - 1 of them below n are all there are. */
static void
count_versions(const struct verify_past *past, const struct history_row *rows,
    size_t n)
{
	const struct opened *opened = past->opened;

	for (size_t i = 0; i < opened->head_count; i++) {
		const struct record_head *head = &opened->heads[i];
		uint64_t found = 0;

		if (head->version == 1)
			continue;
		for (size_t j = 0; j < n; j++)
			found += rows[j].row.seq == head->seq &&
			    rows[j].row.version < head->version;
		if (found != head->version - 1)
			missing(past, head->seq);
	}
}

static enum status
check_history(const struct verify_past *past, struct error *error)
{
	const struct opened *opened = past->opened;
	const struct history_row *rows;
	size_t n;
	enum status status = reader_history(past->visit->reader,
	    opened->person, &rows, &n, past->visit->arena, error);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		const struct row *row = &rows[i].row;
		size_t head = visit_head(opened, row->seq);
		struct record record;

		if (head == opened->head_count ||
		    row->version >= opened->heads[head].version) {
			unknown(past, row->seq);
			continue;
		}
		status = visit_unseal_history(past->visit, past->decision,
		    opened, head, &rows[i], &record, error);
		if (does_not_open(status))
			broken(past, row->seq, "history_broken");
		else if (status != STATUS_OK)
			return status;
	}
	count_versions(past, rows, n);
	return STATUS_OK;
}

static enum status
check_reasons(const struct verify_past *past, struct error *error)
{
	const struct reason_row *rows;
	size_t n;
	enum status status = reader_reasons(past->visit->reader,
	    past->opened->person, &rows, &n, past->visit->arena, error);

	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		struct text reason;

		status = visit_unseal_reason(past->visit, past->decision,
		    past->opened, &rows[i], &reason, error);
		if (does_not_open(status)) {
			broken(past, 0, "reason_broken");
			status = STATUS_OK;
		}
	}
	return status;
}

enum status
vault_verify_past(const struct verify_past *past, struct error *error)
{
	enum status status = check_history(past, error);

	return status == STATUS_OK ? check_reasons(past, error) : status;
}
