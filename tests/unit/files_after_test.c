/*
 * What is left of files when people are merged and parted, values corrected
 * and erased, and a change fails in between (article 22).
 */
#include "files_house.h"
#include "vault/commit.h"
#include "vault/staged.h"

/* Corrected while two were one, it goes back with its record, and stays. */
static void
survives_parting(void **state)
{
	char a[FILES_ID], b[FILES_ID], c[FILES_ID];
	uint64_t one = caller(a), two = caller(b);

	merge(two, one);
	bring(c);
	correct(one, c);
	is_there(one, c);
	assert_int_equal(collect(), 0);
	unmerge(two);
	is_there(one, a);
	is_there(two, c);
	assert_int_equal(collect(), 0);
	is_there(two, c);
	assert_int_equal(pieces(), 6);
	agrees();
}

/* What was a value of one who was merged away is history all the same. */
static void
is_history_of_the_merged(void **state)
{
	char a[FILES_ID], b[FILES_ID], c[FILES_ID];
	uint64_t one = caller(a), two = caller(b);

	bring(c);
	correct(two, c);
	merge(two, one);
	assert_int_equal(collect(), 0);
	assert_int_equal(pieces(), 6);
	unmerge(two);
	assert_int_equal(collect(), 0);
	erase(two);
	assert_int_equal(collect(), 2);
	is_there(one, a);
	agrees();
}

/* Article 22: no original of it is left to come back from. */
static void
is_erased_of_the_merged(void **state)
{
	char a[FILES_ID], b[FILES_ID], c[FILES_ID], d[FILES_ID];
	uint64_t one = caller(a), two = caller(b), three = caller(d);
	struct erasure erasure;
	struct visit visit;
	struct error error;

	bring(c);
	assert_ok(call(&two, c, "test", &error), &error);
	merge(three, two);
	merge(two, one);
	for (int dry = 1; dry >= 0; dry--) {
		begin(&visit, "test", "rights_request");
		assert_ok(erase_file(&visit, one, text_of(b), dry == 1,
		    &erasure, &error), &error);
		assert_ok(erase_file(&visit, one, text_of(d), dry == 1,
		    &erasure, &error), &error);
		visit_end(&visit);
	}
	is_gone(one, b);
	is_there(one, c);
	unmerge(two);
	is_gone(two, b);
	is_gone(two, d);
	is_there(two, c);
	unmerge(three);
	is_gone(three, d);
	is_there(one, a);
	assert_int_equal(collect(), 2);
	is_there(two, c);
	agrees();
}

/* The paper of a file, in an arena that stays. */
static struct files_paper
paper_of(const char *id)
{
	struct files_paper paper;
	struct error error;

	assert_ok(files_paper_get(&paper, house.vault, house.reader,
	    text_of(id), house.arena, &error), &error);
	return paper;
}

/* Erased before the sweep came by, it has no other way to its key. */
static void
leaves_no_waiting_key(void **state)
{
	char id[FILES_ID];
	uint8_t key[SEAL_KEY];
	struct error error;

	for (int whole = 0; whole < 2; whole++) {
		uint64_t person = caller(id);
		struct files_paper paper = paper_of(id);

		assert_ok(files_paper_key(key, house.vault, &paper,
		    house.arena, &error), &error);
		if (whole)
			erase(person);
		else
			erase_recordings(person);
		assert_int_not_equal(files_paper_key(key, house.vault,
		    &paper, house.arena, &error), STATUS_OK);
	}
	assert_int_equal(collect(), 2);
	agrees();
}

/* Erased while it is read: not one piece more. */
static void
stops_when_erased(void **state)
{
	struct files_open *open;
	struct visit visit;
	struct error error;
	size_t n;

	for (int round = 0; round < 3; round++) {
		char id[FILES_ID], other[FILES_ID];
		uint64_t person = caller(id);

		begin(&visit, "test", "call_quality");
		assert_ok(files_open(&open, &visit, person, text_of(id),
		    &error), &error);
		visit_end(&visit);
		assert_ok(files_read(open, house.reader, room, &n, &error),
		    &error);
		assert_int_equal(n, FILES_PIECE);
		/* What else becomes of them does not cut it short. */
		bring(other);
		assert_ok(call(&person, other, "test", &error), &error);
		if (round == 1)
			erase_recordings(person);
		if (round == 2)
			erase(person);
		if (round == 0) {
			assert_ok(files_read(open, house.reader, room, &n,
			    &error), &error);
			assert_int_equal(n, SIZE - FILES_PIECE);
		} else {
			assert_fails(files_read(open, house.reader, room, &n,
			    &error), &error, STATUS_NOT_FOUND,
			    "file_not_found");
			assert_int_equal(n, 0);
		}
		files_close(open);
	}
	agrees();
}

/* The documents of files that there are, as they stand. */
static size_t
papers(struct files_paper *list, size_t max)
{
	const struct document *documents;
	struct error error;
	size_t n;

	assert_ok(document_list(&documents, &n, house.vault, house.reader,
	    DOCUMENT_FILE, NULL, max, house.arena, &error), &error);
	for (size_t i = 0; i < n; i++)
		assert_ok(files_paper_read(&list[i], &documents[i], &error),
		    &error);
	return n;
}

static void
write_paper(struct document *document, bool drop)
{
	struct change *change = change_new();
	struct entry entry = { .kind = ENTRY_SYSTEM, .time = now,
		.principal = TEXT("test"), .subject = TEXT("test") };
	struct error error;

	assert_non_null(change);
	assert_ok(drop ? document_drop(document, change, &entry, &error) :
	    document_put(document, house.vault, change, &entry, &error),
	    &error);
	assert_ok(commit_entry(house.vault, change, &entry, STATUS_OK,
	    &error), &error);
}

/* A piece that was not taken in is not taken away either. */
static void
counts_what_is_there(void **state)
{
	struct files_coming *c = coming();
	struct document piece = { .kind = DOCUMENT_PIECE,
		.body = { (const uint8_t *)"x", 1 } };
	struct files_paper paper;
	struct error error;

	assert_int_equal(papers(&paper, 2), 1);
	assert_ok(files_paper_piece(piece.id, house.vault, &paper, 0,
	    &error), &error);
	write_paper(&piece, false);
	assert_int_equal(files_write(c, (struct bytes){ content, 9 },
	    &error), STATUS_CONFLICT);
	write_paper(&piece, true);
	files_give_up(c);
	files_let_go(c);
	sweep();
	assert_int_equal(papers(&paper, 2), 0);
	agrees();
}

/* Papers that can not be swept neither hold a start up nor each other. */
static void
is_not_jammed(void **state)
{
	enum { BAD = 64 };
	struct files_paper bad = { .state = FILES_LEAVING, .pieces = 1,
		.item = 1, .principal = TEXT("test"),
		.document = { .kind = DOCUMENT_FILE,
		.due = FILES_LEAVING_DUE } };
	struct error error;

	assert_ok(files_paper_write(&bad, house.arena, &error), &error);
	for (size_t i = 0; i < BAD; i++) {
		bad.document.id[0] = (uint8_t)(i + 1);
		bad.document.version = 0;
		write_paper(&bad.document, false);
	}
	sweep();
	assert_ok(files_finish_open(house.vault, &error), &error);
	agrees();
}

/* Of people whom an import has not shown yet it is a value like any other. */
static void
is_kept_of_the_staged(void **state)
{
	const uint8_t of[32] = { 1 };
	struct acquisition given = {
		.way = TEXT("telephone"), .subject = TEXT("user"),
		.announced = true, .value_count = 1,
	};
	struct given_value value = { TEXT("call_recording"), TEXT("") };
	struct staged staged;
	struct visit visit;
	struct error error;
	uint64_t person;
	char id[FILES_ID];

	bring(id);
	begin(&visit, "test", "call_accuracy");
	assert_ok(staged_new(&staged, house.vault, of, 1, &error), &error);
	staged.principal = TEXT("test");
	staged.name = TEXT("calls.csv");
	assert_ok(staged_put(&staged, &visit, &error), &error);
	visit_end(&visit);
	assert_ok(vault_rules_reload(house.vault, &error), &error);
	begin(&visit, "test", "call_accuracy");
	visit.sees_staged = true;
	value.text = text_of(id);
	given.values = &value;
	given.number = staged.first;
	assert_ok(person_add(&visit, &given, &person, NULL, &error), &error);
	visit_end(&visit);
	assert_int_equal(collect(), 0);
	begin(&visit, "test", "call_accuracy");
	staged.state = STAGED_VISIBLE;
	assert_ok(staged_put(&staged, &visit, &error), &error);
	visit_end(&visit);
	assert_ok(vault_rules_reload(house.vault, &error), &error);
	is_there(person, id);
	assert_int_equal(collect(), 0);
	agrees();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		case_of(survives_parting),
		case_of(is_history_of_the_merged),
		case_of(is_erased_of_the_merged),
		case_of(leaves_no_waiting_key),
		case_of(stops_when_erased),
		case_of(counts_what_is_there),
		case_of(is_not_jammed),
		case_of(is_kept_of_the_staged),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
