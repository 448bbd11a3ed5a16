#include "house.h"
#include "sql.h"

#include "crypto/random.h"
#include "vault/commit.h"

static struct house house;

static struct entry
entry_now(void)
{
	return (struct entry){
		.kind = ENTRY_SETTING, .principal = TEXT("test"),
		.time = clock_now(vault_clock(house.vault)),
	};
}

/* An act of its own: one document, one entry. */
static enum status
put(struct document *document, struct error *error)
{
	struct entry entry = entry_now();
	struct buf body;

	buf_init(&body, house.arena, 100);
	buf_put(&body, document->body.p, document->body.n);
	return commit_document(house.vault, document, &body, &entry, error);
}

static void
drop(const struct document *document)
{
	struct entry entry = entry_now();
	struct error error;

	assert_ok(commit_document_gone(house.vault, document, &entry, &error),
	    &error);
}

static struct document
made(enum document_kind kind, int64_t due, const char *body)
{
	struct document document = {
		.kind = kind, .due = due, .body = bytes_of(text_of(body)),
	};
	struct error error;

	random_bytes(document.id, sizeof(document.id));
	assert_ok(put(&document, &error), &error);
	assert_int_equal(document.version, 1);
	return document;
}

static void
puts_and_gets(void **state)
{
	struct document a = made(DOCUMENT_JOB, 1234, "first"), b, again;
	struct error error;

	(void)state;
	assert_ok(document_get(&b, house.vault, house.reader, DOCUMENT_JOB,
	    a.id, house.arena, &error), &error);
	assert_int_equal(b.version, 1);
	assert_int_equal(b.due, 1234);
	assert_int_equal(b.body.n, 5);
	assert_memory_equal(b.body.p, "first", 5);
	again = b;
	b.body = bytes_of(TEXT("second"));
	assert_ok(put(&b, &error), &error);
	assert_int_equal(b.version, 2);
	/* Somebody who read the first version comes too late. */
	assert_fails(put(&again, &error), &error, STATUS_CONFLICT, "moved");
	assert_ok(document_get(&b, house.vault, house.reader, DOCUMENT_JOB,
	    a.id, house.arena, &error), &error);
	assert_memory_equal(b.body.p, "second", 6);
	drop(&b);
	assert_fails(document_get(&b, house.vault, house.reader,
	    DOCUMENT_JOB, a.id, house.arena, &error), &error,
	    STATUS_NOT_FOUND, "no_document");
	/* Of another kind there was never one. */
	assert_fails(document_get(&b, house.vault, house.reader,
	    DOCUMENT_MAIL, a.id, house.arena, &error), &error,
	    STATUS_NOT_FOUND, "no_document");
	/* And what is gone may come again. */
	a.version = 0;
	assert_ok(put(&a, &error), &error);
	a.version = 0;
	assert_fails(put(&a, &error), &error, STATUS_CONFLICT, "duplicate");
}

static void
lists(void **state)
{
	const struct document *found;
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	struct error error;
	size_t n, total = 0;

	(void)state;
	for (int i = 0; i < 5; i++)
		(void)made(DOCUMENT_MAIL, 100 * (5 - i), "mail");
	(void)made(DOCUMENT_MAIL, 0, "never due");
	do {
		assert_ok(document_list(&found, &n, house.vault,
		    house.reader, DOCUMENT_MAIL, after, 4, house.arena,
		    &error), &error);
		for (size_t i = 0; i < n; i++) {
			assert_true(memcmp(after, found[i].id,
			    sizeof(after)) < 0);
			memcpy(after, found[i].id, sizeof(after));
		}
		total += n;
	} while (n > 0);
	assert_int_equal(total, 6);
	assert_ok(document_due(&found, &n, house.vault, house.reader,
	    DOCUMENT_MAIL, 300, 10, house.arena, &error), &error);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(found[i].due, 100 * (i + 1));
}

static void
names(void **state)
{
	uint8_t a[DOCUMENT_ID_SIZE], b[DOCUMENT_ID_SIZE];
	struct error error;

	(void)state;
	assert_ok(document_id(a, house.vault, DOCUMENT_PRINCIPAL,
	    TEXT("staff:tanaka"), &error), &error);
	assert_ok(document_id(b, house.vault, DOCUMENT_PRINCIPAL,
	    TEXT("staff:tanaka"), &error), &error);
	assert_memory_equal(a, b, sizeof(a));
	assert_ok(document_id(b, house.vault, DOCUMENT_SESSION,
	    TEXT("staff:tanaka"), &error), &error);
	assert_memory_not_equal(a, b, sizeof(a));
	assert_ok(document_id(b, house.vault, DOCUMENT_PRINCIPAL,
	    TEXT("staff:suzuki"), &error), &error);
	assert_memory_not_equal(a, b, sizeof(a));
}

static uint64_t
log_size(void)
{
	struct log_head head;
	struct error error;

	assert_ok(reader_log_head(house.reader, &head, &error), &error);
	return head.size;
}

/* What failed before is the answer, and nothing of it is written. */
static void
ends(void **state)
{
	struct document document = { .kind = DOCUMENT_JOB };
	struct entry entry = entry_now();
	struct error error, before;
	struct buf body;
	uint64_t size = log_size();

	(void)state;
	(void)error_set(&before, STATUS_REFUSED, "no", "不可", "no");
	error = before;
	assert_fails(commit_entry(house.vault, change_new(), &entry,
	    STATUS_REFUSED, &error), &error, STATUS_REFUSED, "no");
	assert_fails(commit_change(house.vault, NULL, STATUS_REFUSED,
	    &error), &error, STATUS_REFUSED, "no");
	random_bytes(document.id, sizeof(document.id));
	buf_init(&body, house.arena, 1);
	buf_string(&body, "too much");
	assert_fails(commit_document(house.vault, &document, &body, &entry,
	    &error), &error, STATUS_INVALID, "too_large");
	assert_int_equal(document.version, 0);
	assert_int_equal(log_size(), size);
	/* A refusal is written, and stays what it was. */
	error = before;
	entry.refusal = text_of(error.code);
	assert_fails(commit_refusal(house.vault, &entry, &error), &error,
	    STATUS_REFUSED, "no");
	assert_int_equal(log_size(), size + 1);
	/* A change without an entry is none. */
	assert_fails(commit_change(house.vault, change_new(), STATUS_OK,
	    &error), &error, STATUS_FAILURE, "no_entry");
}

/* What is done to the table behind the program's back, and what is said. */
static void
tampering(void **state)
{
	static const struct {
		const char *sql, *undo, *code;
	} tried[] = {
		{ "UPDATE document SET due = 7 WHERE kind = 20",
		  "UPDATE document SET due = 5 WHERE kind = 20",
		  "document_broken" },
		{ "UPDATE document SET version = 1 WHERE kind = 20",
		  "UPDATE document SET version = 2 WHERE kind = 20",
		  "document_rolled_back" },
		{ "UPDATE document SET kind = 3 WHERE kind = 20",
		  "UPDATE document SET kind = 20 WHERE kind = 3",
		  "document_unknown" },
		{ "CREATE TABLE old AS SELECT * FROM document; "
		  "DELETE FROM document WHERE kind = 20",
		  "INSERT INTO document SELECT * FROM old WHERE kind = 20",
		  "document_missing" },
	};
	struct document document = made(DOCUMENT_SUPPRESSION, 5, "one");
	struct document gone = made(DOCUMENT_SUPPRESSION, 6, "gone");
	struct error error;
	const char *code;

	(void)state;
	document.body = bytes_of(TEXT("two"));
	assert_ok(put(&document, &error), &error);
	drop(&gone);
	assert_int_equal(house_verify(&house, &code), 0);
	for (size_t i = 0; i < LENGTH(tried); i++) {
		house_close(&house);
		sql(at("house/data.db"), "%s", tried[i].sql);
		house_open(&house);
		assert_true(house_verify(&house, &code) > 0);
		assert_string_equal(code, tried[i].code);
		house_close(&house);
		sql(at("house/data.db"), "%s", tried[i].undo);
		house_open(&house);
		assert_int_equal(house_verify(&house, &code), 0);
	}
}

static int
start(void **state)
{
	return house_start(&house, state);
}

static int
end(void **state)
{
	return house_end(&house, state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_and_gets),
		cmocka_unit_test(lists),
		cmocka_unit_test(names),
		cmocka_unit_test(ends),
		cmocka_unit_test(tampering),
	};

	return cmocka_run_group_tests(tests, start, end);
}
