/*
 * files_house.h - a store with files in it, for tests of what becomes of them.
 */
#ifndef TESTS_UNIT_FILES_HOUSE_H_
#define TESTS_UNIT_FILES_HOUSE_H_

#include "house.h"

#include "base/mem.h"
#include "vault/document.h"
#include "vault/erase.h"
#include "vault/files_parts.h"
#include "vault/merge.h"

enum { SIZE = FILES_PIECE + 12345 };

static struct house house;
static struct arena *acts;
static int64_t now;
static uint8_t content[SIZE], room[FILES_PIECE];

__attribute__((unused)) static void
begin(struct visit *visit, const char *principal, const char *purpose)
{
	arena_reset(acts);
	visit_begin(visit, house.vault, house.reader, acts,
	    &(struct visitor){ .principal = text_of(principal),
	    .role = TEXT("officer"), .purpose = text_of(purpose) });
}

__attribute__((unused)) static struct files_coming *
coming(void)
{
	const struct files_given given = {
		.way = TEXT("telephone"), .subject = TEXT("user"),
		.item = TEXT("call_recording"), .type = TEXT("audio/wav"),
	};
	struct files_coming *c;
	struct visit visit;
	struct error error;

	begin(&visit, "test", "call_accuracy");
	assert_ok(files_begin(&c, &visit, &given, &error), &error);
	visit_end(&visit);
	return c;
}

__attribute__((unused)) static void
bring(char id[FILES_ID])
{
	struct files_coming *c = coming();
	struct files_made made;
	struct hash hash = hash_bytes(content, SIZE);
	struct error error;

	for (size_t at = 0; at < SIZE; at += FILES_PIECE)
		assert_ok(files_write(c, (struct bytes){ content + at,
		    SIZE - at < FILES_PIECE ? SIZE - at : FILES_PIECE },
		    &error), &error);
	assert_ok(files_finish(c, &made, &error), &error);
	assert_int_equal(made.bytes, SIZE);
	assert_true(hash_equal(&made.hash, &hash));
	(void)snprintf(id, FILES_ID, "%s", made.id);
	files_let_go(c);
}

/* A call with that recording, of somebody new (0) or known. */
__attribute__((unused)) static enum status
call(uint64_t *person, const char *id, const char *principal,
    struct error *error)
{
	const struct given_value value = { TEXT("call_recording"),
	    text_of(id) };
	struct visit visit;
	enum status status;

	begin(&visit, principal, "call_accuracy");
	status = person_add(&visit, &(struct acquisition){
	    .way = TEXT("telephone"), .subject = TEXT("user"),
	    .announced = true, .values = &value, .value_count = 1,
	    .person = *person }, person, NULL, error);
	visit_end(&visit);
	return status;
}

/* Reads it whole; STATUS_OK only when it is what came in. */
__attribute__((unused)) static enum status
read_it(uint64_t person, const char *id, struct error *error)
{
	struct files_open *open;
	struct visit visit;
	size_t n = 1, at = 0;
	enum status status;

	begin(&visit, "test", "call_quality");
	status = files_open(&open, &visit, person, text_of(id), error);
	visit_end(&visit);
	if (status != STATUS_OK)
		return status;
	assert_int_equal(files_about(open).bytes, SIZE);
	assert_text(files_about(open).type, "audio/wav");
	while (status == STATUS_OK && n > 0) {
		status = files_read(open, house.reader, room, &n, error);
		assert_true(status != STATUS_OK ||
		    memcmp(room, content + at, n) == 0);
		at += n;
	}
	files_close(open);
	assert_true(status != STATUS_OK || at == SIZE);
	return status;
}

__attribute__((unused)) static void
is_there(uint64_t person, const char *id)
{
	struct error error;

	assert_ok(read_it(person, id, &error), &error);
}

__attribute__((unused)) static void
is_gone(uint64_t person, const char *id)
{
	struct error error;

	assert_int_equal(read_it(person, id, &error), STATUS_NOT_FOUND);
}

/* Rows of pieces. */
__attribute__((unused)) static size_t
pieces(void)
{
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	struct arena *arena = arena_new(32 << 20);
	const struct document_row *rows;
	struct error error;
	size_t n = 1, all = 0;

	assert_non_null(arena);
	while (n > 0) {
		arena_reset(arena);
		assert_ok(reader_documents(house.reader, DOCUMENT_PIECE,
		    after, 4, &rows, &n, arena, &error), &error);
		if (n > 0)
			memcpy(after, rows[n - 1].id, sizeof(after));
		all += n;
	}
	arena_free(arena);
	return all;
}

__attribute__((unused)) static void
sweep(void)
{
	struct error error;
	bool more = true;

	while (more)
		assert_ok(files_sweep(house.vault, house.reader, false,
		    &more, &error), &error);
}

__attribute__((unused)) static uint64_t
collect(void)
{
	uint64_t n;
	struct error error;

	assert_ok(files_collect(house.vault, house.reader, TEXT("test"), &n,
	    &error), &error);
	return n;
}

__attribute__((unused)) static void
agrees(void)
{
	const char *code;

	assert_int_equal(house_verify(&house, &code), 0);
}

__attribute__((unused)) static int
make(void **state)
{
	static int made;

	acts = arena_new((size_t)64 << 20);
	if (acts == NULL)
		return -1;
	for (size_t i = 0; i < SIZE; i++)
		content[i] = (uint8_t)(i * 37 >> 5);
	now = clock_now(clock_system());
	house.policy = "libera";
	house_now = &now;
	house_make(&house, at("made%d", made++) + strlen(folder_path) + 1);
	return 0;
}

__attribute__((unused)) static int
unmake(void **state)
{
	house_close(&house);
	arena_free(house.arena);
	arena_free(acts);
	return 0;
}

__attribute__((unused)) static void
erase_recordings(uint64_t person)
{
	struct erasure erasure;
	struct bits items = { { 0 } };
	struct visit visit;
	struct error error;

	begin(&visit, "test", "rights_request");
	bits_add(&items, policy_item(visit.revision->policy,
	    TEXT("call_recording"))->number);
	assert_ok(erase_items(&visit, person, &items, false, &erasure,
	    &error), &error);
	visit_end(&visit);
}

__attribute__((unused)) static void
erase(uint64_t person)
{
	struct erasure erasure;
	struct visit visit;
	struct error error;

	begin(&visit, "test", "rights_request");
	assert_ok(erase_person(&visit, person, false, &erasure, &error),
	    &error);
	visit_end(&visit);
}

__attribute__((unused)) static void
merge(uint64_t from, uint64_t into)
{
	struct visit visit;
	struct error error;

	begin(&visit, "test", "call_accuracy");
	assert_ok(merge_people(&visit, from, into, &error), &error);
	visit_end(&visit);
}

__attribute__((unused)) static void
unmerge(uint64_t person)
{
	struct visit visit;
	struct error error;

	begin(&visit, "test", "call_accuracy");
	assert_ok(merge_undo(&visit, person, &error), &error);
	visit_end(&visit);
}

__attribute__((unused)) static void
correct(uint64_t person, const char *id)
{
	struct given_value value = { .item = TEXT("call_recording"),
		.text = text_of(id) };
	struct visit visit;
	struct error error;

	begin(&visit, "test", "call_accuracy");
	assert_ok(person_correct(&visit, person, &value, 1, &error), &error);
	visit_end(&visit);
}

/* Somebody with a new recording. */
__attribute__((unused)) static uint64_t
caller(char id[FILES_ID])
{
	uint64_t person = 0;
	struct error error;

	bring(id);
	assert_ok(call(&person, id, "test", &error), &error);
	return person;
}

#define case_of(function) \
	cmocka_unit_test_setup_teardown(function, make, unmake)

#endif
