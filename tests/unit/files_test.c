/*
 * Files of people: what becomes of a value becomes of its file (S2.2.r: call
 * recordings, S2.1a: pictures), and what is over is swept.
 */
#include "house.h"

#include "base/mem.h"
#include "vault/document.h"
#include "vault/erase.h"
#include "vault/files.h"
#include "vault/merge.h"

enum { SIZE = FILES_PIECE + 12345 };

static struct house house;
static struct arena *acts;
static int64_t now;
static uint8_t content[SIZE], room[FILES_PIECE];

static void
begin(struct visit *visit, const char *principal, const char *purpose)
{
	arena_reset(acts);
	visit_begin(visit, house.vault, house.reader, acts,
	    &(struct visitor){ .principal = text_of(principal),
	    .role = TEXT("officer"), .purpose = text_of(purpose) });
}

static struct files_coming *
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

static void
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
static enum status
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
static enum status
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

static void
is_there(uint64_t person, const char *id)
{
	struct error error;

	assert_ok(read_it(person, id, &error), &error);
}

static void
is_gone(uint64_t person, const char *id)
{
	struct error error;

	assert_int_equal(read_it(person, id, &error), STATUS_NOT_FOUND);
}

/* Rows of pieces. */
static size_t
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

static void
sweep(void)
{
	struct error error;
	bool more = true;

	while (more)
		assert_ok(files_sweep(house.vault, house.reader, false,
		    &more, &error), &error);
}

static uint64_t
collect(void)
{
	uint64_t n;
	struct error error;

	assert_ok(files_collect(house.vault, house.reader, TEXT("test"), &n,
	    &error), &error);
	return n;
}

static void
agrees(void)
{
	const char *code;

	assert_int_equal(house_verify(&house, &code), 0);
}

static int
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

static int
unmake(void **state)
{
	house_close(&house);
	arena_free(house.arena);
	arena_free(acts);
	return 0;
}

/* Brought, claimed once by whoever brought it, read, known to nobody else. */
static void
becomes_a_value(void **state)
{
	uint64_t person = 0, other = 0;
	char id[FILES_ID], second[FILES_ID];
	struct error error;

	bring(id);
	bring(second);
	assert_fails(call(&other, id, "another", &error), &error,
	    STATUS_INVALID, "file_unknown");
	assert_string_equal(error.field, "/values/call_recording");
	assert_ok(call(&person, id, "test", &error), &error);
	assert_fails(call(&other, id, "test", &error), &error,
	    STATUS_INVALID, "file_unknown");
	is_there(person, id);
	/* The other way to its key goes; the record has it. */
	sweep();
	is_there(person, id);
	assert_fails(read_it(person, second, &error), &error,
	    STATUS_NOT_FOUND, "file_not_found");
	house_close(&house);
	house_open(&house);
	is_there(person, id);
	agrees();
}

/* What nobody came for, and what was not finished, is swept; not the rest. */
static void
is_swept(void **state)
{
	struct files_coming *c;
	uint64_t person = 0, other = 0;
	char id[FILES_ID], kept[FILES_ID];
	struct error error;

	bring(kept);
	assert_ok(call(&person, kept, "test", &error), &error);
	bring(id);
	c = coming();
	assert_ok(files_write(c, (struct bytes){ content, FILES_PIECE },
	    &error), &error);
	sweep();
	assert_int_equal(pieces(), 5);
	/* One that still comes is prolonged by each piece. */
	now += 50 * 60000;
	assert_ok(files_write(c, (struct bytes){ content, FILES_PIECE },
	    &error), &error);
	now += 50 * 60000;
	sweep();
	assert_int_equal(pieces(), 6);
	now += 20 * 60000;
	sweep();
	assert_int_equal(pieces(), 4);
	/* It was taken away: nothing more is kept of it. */
	assert_int_equal(files_write(c, (struct bytes){ content, 1 },
	    &error), STATUS_CONFLICT);
	files_let_go(c);
	now += 24 * 3600000;
	assert_fails(call(&other, id, "test", &error), &error,
	    STATUS_INVALID, "file_unknown");
	sweep();
	assert_int_equal(pieces(), 2);
	assert_int_equal(collect(), 0);
	is_there(person, kept);
	/* Given up, it goes at once; a store that is opened has none. */
	c = coming();
	assert_ok(files_write(c, (struct bytes){ content, 9 }, &error),
	    &error);
	files_give_up(c);
	files_let_go(c);
	sweep();
	assert_int_equal(pieces(), 2);
	c = coming();
	assert_ok(files_write(c, (struct bytes){ content, 9 }, &error),
	    &error);
	files_let_go(c);
	assert_ok(files_finish_open(house.vault, &error), &error);
	assert_int_equal(pieces(), engine_is_pg() ? 3 : 2);
	agrees();
}

static void
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

static void
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

/* Erased as the value is: at once for everybody, its bytes by the job. */
static void
is_erased(void **state)
{
	uint64_t one = 0, two = 0, three = 0;
	char a[FILES_ID], b[FILES_ID], c[FILES_ID];
	struct error error;

	bring(a);
	assert_ok(call(&one, a, "test", &error), &error);
	bring(b);
	assert_ok(call(&two, b, "test", &error), &error);
	bring(c);
	assert_ok(call(&three, c, "test", &error), &error);
	erase_recordings(one);
	is_gone(one, a);
	erase(two);
	is_gone(two, b);
	is_there(three, c);
	assert_int_equal(collect(), 2);
	assert_int_equal(pieces(), 2);
	is_there(three, c);
	agrees();
}

/* S2: two who are one have the files of both; parted, each has their own. */
static void
goes_where_its_person_goes(void **state)
{
	uint64_t one = 0, two = 0;
	char a[FILES_ID], b[FILES_ID];
	struct visit visit;
	struct error error;

	bring(a);
	assert_ok(call(&one, a, "test", &error), &error);
	bring(b);
	assert_ok(call(&two, b, "test", &error), &error);
	begin(&visit, "test", "call_accuracy");
	assert_ok(merge_people(&visit, two, one, &error), &error);
	visit_end(&visit);
	is_there(one, a);
	is_there(one, b);
	assert_int_equal(collect(), 0);
	begin(&visit, "test", "call_accuracy");
	assert_ok(merge_undo(&visit, two, &error), &error);
	visit_end(&visit);
	is_there(two, b);
	is_gone(one, b);
	is_there(one, a);
	assert_int_equal(collect(), 0);
	agrees();
}

/* A corrected one: the old is history, which the job leaves in peace. */
static void
is_corrected(void **state)
{
	uint64_t person = 0;
	char a[FILES_ID], b[FILES_ID];
	struct given_value value = { .item = TEXT("call_recording") };
	struct visit visit;
	struct error error;

	bring(a);
	assert_ok(call(&person, a, "test", &error), &error);
	bring(b);
	value.text = text_of(b);
	begin(&visit, "test", "call_accuracy");
	assert_ok(person_correct(&visit, person, &value, 1, &error), &error);
	visit_end(&visit);
	is_there(person, b);
	is_gone(person, a);
	assert_int_equal(collect(), 0);
	assert_int_equal(pieces(), 4);
	erase_recordings(person);
	assert_int_equal(collect(), 2);
	assert_int_equal(pieces(), 0);
	agrees();
}

/* What the gate or the policy does not let in is refused before a byte. */
static void
is_refused(void **state)
{
	static const struct {
		const char *way, *item, *type;
		enum status status;
		const char *code;
	} bad[] = {
		{ "pigeon", "call_recording", "a/b",
		  STATUS_INVALID, "unknown_way" },
		{ "telephone", "inquiry", "a/b",
		  STATUS_INVALID, "not_a_file_item" },
		{ "telephone", "photo", "a/b",
		  STATUS_REFUSED, "item_not_for_purpose" },
		{ "telephone", "shoe", "a/b",
		  STATUS_REFUSED, "item_undeclared" },
		{ "telephone", "call_recording", "a",
		  STATUS_INVALID, "bad_media_type" },
		{ "telephone", "call_recording", "a/b\n",
		  STATUS_INVALID, "bad_media_type" },
	};

	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct files_coming *c;
		struct visit visit;
		struct error error;

		begin(&visit, "test", "call_accuracy");
		assert_fails(files_begin(&c, &visit, &(struct files_given){
		    .way = text_of(bad[i].way), .subject = TEXT("user"),
		    .item = text_of(bad[i].item),
		    .type = text_of(bad[i].type) }, &error),
		    &error, bad[i].status, bad[i].code);
		visit_end(&visit);
		assert_null(c);
	}
	assert_int_equal(pieces(), 0);
	agrees();
}

#define case_of(function) \
	cmocka_unit_test_setup_teardown(function, make, unmake)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		case_of(becomes_a_value),
		case_of(is_swept),
		case_of(is_erased),
		case_of(goes_where_its_person_goes),
		case_of(is_corrected),
		case_of(is_refused),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
