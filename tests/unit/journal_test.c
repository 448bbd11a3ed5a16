#include "folder.h"

#include "base/encode.h"
#include "crypto/secret.h"
#include "crypto/holder/journal.h"

enum { CELLS = 64 };

static uint8_t store[STORE_ID_SIZE], root[SEAL_KEY];
static int64_t now = 1700000000000;
static struct error error;

static struct journal *
opened(const char *name)
{
	struct journal *journal;

	assert_ok(file_make_folder(at("%s", name), 0700, &error), &error);
	assert_ok(journal_open(&journal, at("%s", name), store, root,
	    clock_fixed(&now), &error), &error);
	return journal;
}

static void
append(struct journal *journal, enum journal_kind kind, uint64_t a,
    uint64_t b, size_t n)
{
	const uint64_t values[] = { a, b };

	assert_ok(journal_append(journal, kind, 0, values, n, &error),
	    &error);
}

static struct journal_info
info_of(struct journal *journal, unsigned int lane, unsigned int segment,
    struct journal_cell cells[CELLS], size_t *n)
{
	struct journal_info info;

	assert_ok(journal_read(journal, lane, segment, 0, &info, cells,
	    CELLS, n, &error), &error);
	return info;
}

static void
reads_what_it_wrote(void **state)
{
	struct journal *journal = opened("reads");
	struct journal_cell cells[CELLS], page[2];
	struct journal_info info;
	size_t n, got;

	(void)state;
	append(journal, JOURNAL_BEGAN, 0, 0, 0);
	now += 5;
	append(journal, JOURNAL_OPENED, 1024, (1ULL << 48) - 1, 2);
	append(journal, JOURNAL_MADE, 2000, 2255, 2);
	append(journal, JOURNAL_ENDED, 0, 0, 0);
	info = info_of(journal, 1, 1, cells, &n);
	assert_int_equal(info.state, JOURNAL_WHOLE);
	assert_int_equal(info.records, 4);
	assert_int_equal(info.before, 0);
	assert_false(info.live);
	assert_int_equal(n, 6);
	assert_int_equal(cells[0].kind, JOURNAL_BEGAN);
	assert_int_equal(cells[1].value, 1024);
	assert_int_equal(cells[2].value, (1ULL << 48) - 1);
	assert_int_equal(cells[2].time, now);
	assert_int_equal(cells[4].value, 2255);
	assert_int_equal(cells[5].kind, JOURNAL_ENDED);
	/* By pages that cut a record in two. */
	for (size_t from = 0; from < 6; from += got) {
		assert_ok(journal_read(journal, 1, 1, from, &info, page, 2,
		    &got, &error), &error);
		assert_int_equal(got, 2);
		assert_memory_equal(page, cells + from, sizeof(page));
	}
	assert_ok(journal_read(journal, 1, 1, 6, &info, page, 2, &got,
	    &error), &error);
	assert_int_equal(got, 0);
	assert_int_equal(journal_read(journal, 1, 2, 0, &info, page, 2, &got,
	    &error), STATUS_NOT_FOUND);
	journal_close(journal);
}

/*
 * A format on disk: these bytes do not change.  The tags were computed by
 * another program (Python's hmac).
 */
static void
golden(void **state)
{
	static const char wanted[] =
	    "534b53484f504e3100000000000000000000000000000000"
	    "0001000000010000000000000000" "0000018bcfe568000000"
	    "00000000000000000000000000000000"
	    "2f171918a756ff4655cb1cb33b4b2744"
	    "01000000" "0000018bcfe56800"
	    "8ab8a3b52d75b56e5cc2d56a500962c0"
	    "03000001" "0000018bcfe56800" "000000000400"
	    "f1036250452a2bbbde296de57a20440e";
	struct journal *journal;
	struct bytes file;
	char hex[2 * 256 + 1];

	memset(store, 0, sizeof(store));
	memset(root, 0, sizeof(root));
	now = 1700000000000;
	journal = opened("golden");
	append(journal, JOURNAL_BEGAN, 0, 0, 0);
	append(journal, JOURNAL_OPENED, 1024, 0, 1);
	journal_close(journal);
	assert_ok(file_read(&file, at("golden/01-000001"), 256, *state,
	    &error), &error);
	encode_hex(file.p, file.n, hex);
	assert_string_equal(hex, wanted);
}

static void
goes_on_after_the_end(void **state)
{
	struct journal *journal = opened("goes");
	struct journal_cell cells[CELLS];
	struct journal_info first, second;
	size_t n;

	(void)state;
	append(journal, JOURNAL_OPENED, 1, 0, 1);
	journal_close(journal);
	journal = opened("goes");
	append(journal, JOURNAL_OPENED, 2, 0, 1);
	first = info_of(journal, 1, 1, cells, &n);
	assert_int_equal(first.records, 2);
	assert_ok(journal_rotate(journal, &error), &error);
	append(journal, JOURNAL_OPENED, 3, 0, 1);
	second = info_of(journal, 1, 2, cells, &n);
	assert_int_equal(second.before, 2);
	assert_int_equal(n, 1);
	assert_int_equal(cells[0].value, 3);
	assert_memory_equal(second.previous, first.last, JOURNAL_TAG);
	journal_close(journal);
}

/* Every bit of a segment counts: what was changed is not read on. */
static void
every_change_is_found(void **state)
{
	struct journal *journal = opened("change");
	const char *path = at("change/01-000001");
	struct journal_cell cells[CELLS];
	struct journal_info info;
	long size;
	size_t n;

	(void)state;
	append(journal, JOURNAL_OPENED, 7, 8, 2);
	append(journal, JOURNAL_OPENED, 9, 0, 1);
	assert_ok(journal_rotate(journal, &error), &error);
	size = size_of_file(path);
	for (long i = 0; i < size; i++)
		for (int bit = 0; bit < 8; bit++) {
			flip(path, i, (uint8_t)(1 << bit));
			info = info_of(journal, 1, 1, cells, &n);
			assert_int_equal(info.state, i < JOURNAL_HEAD ?
			    JOURNAL_BROKEN : JOURNAL_TORN);
			assert_true(n <= (i < JOURNAL_HEAD + 40 ? 0u : 2u));
			flip(path, i, (uint8_t)(1 << bit));
		}
	for (long cut = size - 1; cut > JOURNAL_HEAD; cut--) {
		assert_int_equal(truncate(path, cut), 0);
		info = info_of(journal, 1, 1, cells, &n);
		/* At the end of a record only the next segment tells. */
		assert_int_equal(info.state, cut == JOURNAL_HEAD + 40 ?
		    JOURNAL_WHOLE : JOURNAL_TORN);
		assert_true(info.records < 2);
	}
	journal_close(journal);
}

static void
a_torn_end_stays_and_the_next_goes_on(void **state)
{
	struct journal *journal = opened("torn");
	struct journal_cell cells[CELLS];
	struct journal_info first, second;
	size_t n;

	(void)state;
	append(journal, JOURNAL_OPENED, 1, 0, 1);
	append(journal, JOURNAL_OPENED, 2, 0, 1);
	journal_close(journal);
	assert_int_equal(truncate(at("torn/01-000001"),
	    size_of_file(at("torn/01-000001")) - 3), 0);
	journal = opened("torn");
	append(journal, JOURNAL_OPENED, 3, 0, 1);
	first = info_of(journal, 1, 1, cells, &n);
	assert_int_equal(first.state, JOURNAL_TORN);
	assert_int_equal(n, 1);
	second = info_of(journal, 1, 2, cells, &n);
	assert_int_equal(second.state, JOURNAL_WHOLE);
	assert_int_equal(second.before, 1);
	assert_memory_equal(second.previous, first.last, JOURNAL_TAG);
	journal_close(journal);
}

/* A power cut while the segment was made: nothing was opened under it. */
static void
a_segment_of_zeros_was_never_begun(void **state)
{
	struct journal *journal = opened("unborn");
	struct journal_cell cells[CELLS];
	struct journal_info first, third;
	size_t n;

	(void)state;
	append(journal, JOURNAL_OPENED, 1, 0, 1);
	assert_ok(journal_rotate(journal, &error), &error);
	assert_ok(journal_rest(journal, &error), &error);
	assert_int_equal(size_of_file(at("unborn/01-000002")), JOURNAL_HEAD);
	journal_close(journal);
	assert_int_equal(truncate(at("unborn/01-000002"), 0), 0);
	for (int i = 0; i < 2; i++) {
		journal = opened("unborn");
		append(journal, JOURNAL_OPENED, 2, 0, 1);
		assert_int_equal(info_of(journal, 1, 2, cells, &n).state,
		    JOURNAL_UNBORN);
		assert_int_equal(n, 0);
		first = info_of(journal, 1, 1, cells, &n);
		third = info_of(journal, 1, 3, cells, &n);
		assert_int_equal(third.state, JOURNAL_WHOLE);
		assert_int_equal(third.before, 1);
		assert_int_equal(n, i + 1);
		assert_memory_equal(third.previous, first.last, JOURNAL_TAG);
		journal_close(journal);
		assert_int_equal(truncate(at("unborn/01-000002"), 5000), 0);
	}
}

static void
lanes_for_those_at_work(void **state)
{
	struct journal *one = opened("lanes"), *two = opened("lanes"), *three;
	struct journal_cell cells[CELLS];
	struct journal_info info;
	unsigned int first, last;
	size_t n;

	(void)state;
	assert_int_equal(journal_lane(one), 1);
	assert_int_equal(journal_lane(two), 2);
	append(two, JOURNAL_OPENED, 5, 0, 1);
	info = info_of(one, 2, 1, cells, &n);
	assert_true(info.live);
	assert_int_equal(cells[0].value, 5);
	journal_close(two);
	info = info_of(one, 2, 1, cells, &n);
	assert_false(info.live);
	three = opened("lanes");
	assert_int_equal(journal_lane(three), 2);
	assert_ok(journal_rotate(three, &error), &error);
	assert_ok(journal_list(at("lanes"), 2, &first, &last, &error),
	    &error);
	assert_int_equal(first, 1);
	assert_int_equal(last, 2);
	assert_ok(journal_list(at("lanes"), 3, &first, &last, &error),
	    &error);
	assert_int_equal(last, 0);
	journal_close(three);
	journal_close(one);
}

/* Of another store, or under another root key, it is nothing. */
static void
strangers_are_found(void **state)
{
	struct journal *journal = opened("strange");
	struct journal_cell cells[CELLS];
	struct journal_info info;
	size_t n;

	(void)state;
	append(journal, JOURNAL_OPENED, 1, 0, 1);
	journal_close(journal);
	root[0] ^= 1;
	journal = opened("strange");
	info = info_of(journal, 1, 1, cells, &n);
	assert_int_equal(info.state, JOURNAL_BROKEN);
	assert_int_equal(n, 0);
	journal_close(journal);
	root[0] ^= 1;
	store[3] ^= 1;
	journal = opened("strange");
	info = info_of(journal, 1, 1, cells, &n);
	assert_int_equal(info.state, JOURNAL_BROKEN);
	journal_close(journal);
	store[3] ^= 1;
}

static void
segments_are_bounded(void **state)
{
	struct journal *journal = opened("bounded");
	uint64_t values[JOURNAL_VALUES] = { 0 };
	struct journal_cell cells[CELLS];
	struct journal_info info;
	unsigned int first, last;
	size_t n;

	(void)state;
	for (int i = 0; i < 1400; i++)
		assert_ok(journal_append(journal, JOURNAL_OPENED, 0, values,
		    LENGTH(values), &error), &error);
	assert_ok(journal_list(at("bounded"), 1, &first, &last, &error),
	    &error);
	assert_int_equal(last, 3);
	assert_true(size_of_file(at("bounded/01-000001")) <
	    JOURNAL_SEGMENT_MAX + 2048);
	info = info_of(journal, 1, 3, cells, &n);
	assert_int_equal(info.state, JOURNAL_WHOLE);
	assert_int_equal(info.before + info.records, 1400);
	assert_fails(journal_append(journal, JOURNAL_OPENED, 0, values,
	    JOURNAL_VALUES + 1, &error), &error, STATUS_FAILURE,
	    "journal_failed");
	journal_close(journal);
}

static int
setup(void **state)
{
	return secret_start(&error) == STATUS_OK ? folder_make(state) : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(golden),
		cmocka_unit_test(reads_what_it_wrote),
		cmocka_unit_test(goes_on_after_the_end),
		cmocka_unit_test(every_change_is_found),
		cmocka_unit_test(a_torn_end_stays_and_the_next_goes_on),
		cmocka_unit_test(a_segment_of_zeros_was_never_begun),
		cmocka_unit_test(lanes_for_those_at_work),
		cmocka_unit_test(strangers_are_found),
		cmocka_unit_test(segments_are_bounded),
	};

	return cmocka_run_group_tests(tests, setup, folder_remove);
}
