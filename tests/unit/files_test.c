/*
 * Files of people: what becomes of a value becomes of its file (S2.2.r: call
 * recordings, S2.1a: pictures), and what is over is swept.
 */
#include "files_house.h"

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

/* Locked, files on their way stop, either way; they do not go on. */
static void
is_locked(void **state)
{
	struct files_coming *c;
	struct files_open *open;
	struct visit visit;
	struct error error;
	uint64_t person = 0;
	char id[FILES_ID];
	size_t n;

	bring(id);
	assert_ok(call(&person, id, "test", &error), &error);
	c = coming();
	assert_ok(files_write(c, (struct bytes){ content, FILES_PIECE },
	    &error), &error);
	begin(&visit, "test", "call_quality");
	assert_ok(files_open(&open, &visit, person, text_of(id), &error),
	    &error);
	visit_end(&visit);
	assert_ok(files_read(open, house.reader, room, &n, &error), &error);
	assert_int_equal(n, FILES_PIECE);
	assert_true(vault_lock(house.vault));
	assert_fails(files_read(open, house.reader, room, &n, &error),
	    &error, STATUS_BUSY, "locked");
	assert_fails(files_write(c, (struct bytes){ content, 9 }, &error),
	    &error, STATUS_BUSY, "locked");
	assert_ok(vault_unlock(house.vault, &house.secret, &error), &error);
	assert_fails(files_read(open, house.reader, room, &n, &error),
	    &error, STATUS_BUSY, "locked");
	files_close(open);
	assert_fails(files_write(c, (struct bytes){ content, 9 }, &error),
	    &error, STATUS_BUSY, "locked");
	files_let_go(c);
	is_there(person, id);
	agrees();
}

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
		case_of(is_locked),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
