/*
 * The plain form of a record: what is written is read, what is hostile is
 * refused, and what older programs wrote opens.
 */
#include "test.h"
#include "vault/record.h"

static struct bytes
written(const struct record *record, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, RECORD_MAX);
	record_write(&out, record);
	assert_false(out.failed);
	return buf_bytes(&out);
}

/* What was shown and when (S4.0), and names that stood before. */
static void
what_is_written_is_read(void **state)
{
	static const uint8_t key[32] = { 9 };
	static const struct record_value values[] = {
		{ 1, { "a", 1 }, { NULL, 0 } },
		{ 7, { "b", 1 }, { key, sizeof(key) } }
	};
	static const struct record_former former[] = {
		{ 1, { "old", 3 }, 1700000000000 }, { 1, { "older", 5 }, -5 },
	};
	struct record in = {
		.time = 5, .values = values, .count = 2,
		.shown = { (const uint8_t *)"hash", 4 }, .shown_at = 9,
		.ground = TEXT("law"), .origin = TEXT("list"),
		.former = former, .former_count = 2,
	}, out;
	struct error error;

	assert_ok(record_read(&out, written(&in, *state), *state, &error),
	    &error);
	assert_int_equal(out.shown.n, 4);
	assert_int_equal(out.shown_at, 9);
	assert_int_equal(out.former_count, 2);
	assert_text(out.former[1].text, "older");
	assert_int_equal(out.former[1].until, -5);
	assert_text(record_find(&out, 7)->text, "b");
	assert_int_equal(record_find(&out, 1)->key.n, 0);
	assert_memory_equal(record_find(&out, 7)->key.p, key, sizeof(key));
}

/* A record without what came later: {0: 5, 1: {1: "a"}}. */
static void
an_old_record_opens(void **state)
{
	static const char bytes[] = "\xA2\x00\x05\x01\xA1\x01\x61" "a";
	struct record out;
	struct error error;

	assert_ok(record_read(&out, (struct bytes){ (const uint8_t *)bytes,
	    sizeof(bytes) - 1 }, *state, &error), &error);
	assert_int_equal(out.shown_at, 0);
	assert_int_equal(out.former_count, 0);
}

static void
hostile_bytes(void **state)
{
	static const struct text bad[] = {
		{ "\xA1\x05\x60", 3 },		/* a text for a time */
		{ "\xA1\x06\x00", 3 },		/* no list */
		{ "\xA1\x06\x81\x82\x01\x60", 6 },	/* two of three */
		{ "\xA1\x06\x81\x83\x01\x00\x00", 7 },	/* no text */
		{ "\xA1\x06\x9B\x0F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 11 },
		{ "\xA1\x07\x00", 3 },		/* a key that is none */
		{ "\xA2\x05\x01\x05\x01", 5 },	/* one twice */
		{ "\xA1\x08\xA1\x01\x41\x00", 6 },	/* of no value */
		{ "\xA1\x08\xA0", 3 },		/* of none */
	};
	struct record out;
	struct error error;

	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_fails(record_read(&out, (struct bytes){
		    (const uint8_t *)bad[i].p, bad[i].n }, *state, &error),
		    &error, STATUS_INTEGRITY, "not_a_record");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(what_is_written_is_read),
		arena_test(an_old_record_opens),
		arena_test(hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
