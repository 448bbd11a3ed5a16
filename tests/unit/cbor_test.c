#include "test.h"

#include "base/cbor.h"
#include "base/encode.h"

/* Bytes written as hex, in the arena. */
static struct bytes
hex(struct arena *arena, const char *digits)
{
	size_t n = strlen(digits) / 2;
	uint8_t *p = arena_alloc(arena, n);

	assert_non_null(p);
	assert_true(decode_hex(text_of(digits), p, n));
	return (struct bytes){ p, n };
}

#define assert_hex(buf, digits) \
	do { \
		char h_[4096]; \
		assert_false((buf)->failed); \
		assert_true((buf)->n < sizeof(h_) / 2); \
		encode_hex((buf)->p, (buf)->n, h_); \
		assert_string_equal(h_, (digits)); \
	} while (0)

/* RFC 8949 appendix A, and both sides of every head width. */
static const struct {
	uint64_t value;
	const char *encoded;
} uints[] = {
	{ 0, "00" },
	{ 1, "01" },
	{ 10, "0a" },
	{ 23, "17" },
	{ 24, "1818" },
	{ 25, "1819" },
	{ 100, "1864" },
	{ 255, "18ff" },
	{ 256, "190100" },
	{ 1000, "1903e8" },
	{ 65535, "19ffff" },
	{ 65536, "1a00010000" },
	{ 1000000, "1a000f4240" },
	{ 4294967295, "1affffffff" },
	{ 4294967296, "1b0000000100000000" },
	{ 1000000000000, "1b000000e8d4a51000" },
	{ UINT64_MAX, "1bffffffffffffffff" },
};

static const struct {
	int64_t value;
	const char *encoded;
} ints[] = {
	{ -1, "20" },
	{ -10, "29" },
	{ -24, "37" },
	{ -25, "3818" },
	{ -100, "3863" },
	{ -256, "38ff" },
	{ -257, "390100" },
	{ -1000, "3903e7" },
	{ -65536, "39ffff" },
	{ -65537, "3a00010000" },
	{ -4294967296, "3affffffff" },
	{ -4294967297, "3b0000000100000000" },
	{ INT64_MIN, "3b7fffffffffffffff" },
	{ INT64_MAX, "1b7fffffffffffffff" },
	{ 0, "00" },
};

static void
integers_at_every_width(void **state)
{
	for (size_t i = 0; i < LENGTH(uints); i++) {
		struct cbor in = cbor_reader(hex(*state, uints[i].encoded));
		struct buf buf;

		buf_init(&buf, *state, 9);
		cbor_uint(&buf, uints[i].value);
		assert_hex(&buf, uints[i].encoded);
		assert_int_equal(cbor_peek(&in), CBOR_UINT);
		assert_true(cbor_read_uint(&in) == uints[i].value);
		assert_true(cbor_done(&in));
	}
	for (size_t i = 0; i < LENGTH(ints); i++) {
		struct cbor in = cbor_reader(hex(*state, ints[i].encoded));
		struct buf buf;

		buf_init(&buf, *state, 9);
		cbor_int(&buf, ints[i].value);
		assert_hex(&buf, ints[i].encoded);
		assert_int_equal(cbor_peek(&in),
		    ints[i].value < 0 ? CBOR_NEGATIVE : CBOR_UINT);
		assert_true(cbor_read_int(&in) == ints[i].value);
		assert_true(cbor_done(&in));
	}
}

static void
integers_that_do_not_fit(void **state)
{
	struct cbor in = cbor_reader(hex(*state, "1b8000000000000000"));

	assert_true(cbor_read_int(&in) == 0);
	assert_false(cbor_done(&in));
	in = cbor_reader(hex(*state, "3b8000000000000000"));
	assert_true(cbor_read_int(&in) == 0);
	assert_false(cbor_done(&in));
	in = cbor_reader(hex(*state, "20"));
	assert_true(cbor_read_uint(&in) == 0);
	assert_false(cbor_done(&in));
	/* A negative that is cut off is 0 like everything that fails. */
	in = cbor_reader(hex(*state, "38"));
	assert_true(cbor_read_int(&in) == 0);
	assert_false(cbor_done(&in));
}

static void
strings_at_every_width(void **state)
{
	static const struct {
		size_t n;
		const char *head;
	} lengths[] = {
		{ 0, "40" }, { 1, "41" }, { 23, "57" }, { 24, "5818" },
		{ 255, "58ff" }, { 256, "590100" }, { 65535, "59ffff" },
		{ 65536, "5a00010000" },
	};

	for (size_t i = 0; i < LENGTH(lengths); i++) {
		size_t n = lengths[i].n, head = strlen(lengths[i].head) / 2;
		char *p = arena_alloc(*state, n + 1);
		struct buf buf;
		struct cbor in;
		struct bytes bytes;
		struct text text;

		assert_non_null(p);
		memset(p, 'x', n);
		buf_init(&buf, *state, 1 << 20);
		cbor_bytes(&buf, p, n);
		assert_int_equal(buf.n, head + n);
		assert_memory_equal(buf.p, hex(*state, lengths[i].head).p,
		    head);
		in = cbor_reader(buf_bytes(&buf));
		assert_int_equal(cbor_peek(&in), CBOR_BYTES);
		bytes = cbor_read_bytes(&in);
		assert_true(cbor_done(&in));
		assert_int_equal(bytes.n, n);
		assert_memory_equal(bytes.p, p, n);
		buf_init(&buf, *state, 1 << 20);
		cbor_text(&buf, (struct text){ p, n });
		assert_int_equal(buf.p[0],
		    hex(*state, lengths[i].head).p[0] + 0x20);
		in = cbor_reader(buf_bytes(&buf));
		assert_int_equal(cbor_peek(&in), CBOR_TEXT);
		text = cbor_read_text(&in);
		assert_true(cbor_done(&in));
		assert_true(text_equal(text, (struct text){ p, n }));
	}
}

static void
a_whole_record(void **state)
{
	static const uint8_t key[4] = { 1, 2, 3, 4 };
	struct buf buf;
	struct cbor in;
	uint8_t fixed[4];
	int64_t last = -1;

	buf_init(&buf, *state, 1000);
	cbor_map(&buf, 6);
	cbor_uint(&buf, 0);
	cbor_text(&buf, TEXT("氏名"));
	cbor_uint(&buf, 1);
	cbor_bytes(&buf, key, sizeof(key));
	cbor_uint(&buf, 2);
	cbor_bool(&buf, true);
	cbor_uint(&buf, 3);
	cbor_bool(&buf, false);
	cbor_uint(&buf, 23);
	cbor_null(&buf);
	cbor_uint(&buf, 24);
	cbor_array(&buf, 2);
	cbor_int(&buf, -5);
	cbor_array(&buf, 0);
	assert_hex(&buf, "a60066e6b08fe5908d01440102030402f503f417f61818822480");

	in = cbor_reader(buf_bytes(&buf));
	assert_int_equal(cbor_peek(&in), CBOR_MAP);
	assert_int_equal(cbor_read_map(&in), 6);
	assert_int_equal(cbor_read_key(&in, &last), 0);
	assert_text(cbor_read_text(&in), "氏名");
	assert_int_equal(cbor_read_key(&in, &last), 1);
	cbor_read_fixed(&in, fixed, sizeof(fixed));
	assert_memory_equal(fixed, key, sizeof(key));
	assert_int_equal(cbor_read_key(&in, &last), 2);
	assert_false(cbor_read_null(&in));
	assert_int_equal(cbor_peek(&in), CBOR_BOOL);
	assert_true(cbor_read_bool(&in));
	assert_int_equal(cbor_read_key(&in, &last), 3);
	assert_false(cbor_read_bool(&in));
	assert_int_equal(cbor_read_key(&in, &last), 23);
	assert_int_equal(cbor_peek(&in), CBOR_NULL);
	assert_true(cbor_read_null(&in));
	assert_int_equal(cbor_read_key(&in, &last), 24);
	assert_int_equal(cbor_peek(&in), CBOR_ARRAY);
	assert_int_equal(cbor_read_array(&in), 2);
	assert_int_equal(cbor_read_int(&in), -5);
	assert_int_equal(cbor_read_array(&in), 0);
	assert_int_equal(cbor_peek(&in), CBOR_END);
	assert_true(cbor_done(&in));
}

/* One value has one encoding: everything else is refused, read or skipped. */
static void
refuses_other_encodings(void **state)
{
	static const char *const bad[] = {
		/* not the shortest head, of each type and width */
		"1800", "1817", "190017", "1900ff", "1a0000ffff",
		"1b00000000ffffffff", "3800", "3817", "3900ff", "3a0000ffff",
		"5800", "5900ff", "7800", "79000161", "9800", "990001f6",
		"b800", "b9000100f6",
		/* reserved additional information */
		"1c", "1d", "1e", "3c", "5c", "7d", "9e", "bc", "fc", "fd",
		/* indefinite lengths, and a break alone */
		"1f", "3f", "5f4100ff", "7f6161ff", "9fff", "bfff", "ff",
		/* tags, floats, other simple values */
		"c000", "c249010000000000000000", "d81800", "f90000",
		"fa00000000", "fb0000000000000000", "e0", "f3", "f7", "f8ff",
		"f814", "f820",
		/* text that is not UTF-8, or has a NUL */
		"61ff", "62c080", "6100", "63eda080",
		/* longer than what is there */
		"41", "62c3", "5bffffffffffffffff", "9bffffffffffffffff",
		"bbffffffffffffffff", "81", "a1", "a100", "8200",
		"", "18", "19", "1900", "1a000000", "1b00000000000000",
	};

	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct cbor in = cbor_reader(hex(*state, bad[i]));

		cbor_skip(&in);
		if (cbor_done(&in))
			print_error("%s is skipped\n", bad[i]);
		assert_false(cbor_done(&in));
	}
}

static void
refuses_the_wrong_type(void **state)
{
	static const char *const values[] = {
		"01", "20", "4161", "6161", "80", "a0", "f4", "f6",
	};
	enum { COUNT = 8 };

	for (size_t v = 0; v < COUNT; v++)
		for (size_t as = 0; as < COUNT; as++) {
			struct cbor in = cbor_reader(hex(*state, values[v]));
			bool is_int = v <= 1 && as <= 1;

			switch (as) {
			case 0: (void)cbor_read_uint(&in); break;
			case 1: (void)cbor_read_int(&in); break;
			case 2: (void)cbor_read_bytes(&in); break;
			case 3: (void)cbor_read_text(&in); break;
			case 4: (void)cbor_read_array(&in); break;
			case 5: (void)cbor_read_map(&in); break;
			case 6: (void)cbor_read_bool(&in); break;
			default: (void)cbor_read_null(&in); break;
			}
			assert_int_equal(cbor_done(&in),
			    v == as || (is_int && as == 1));
		}
}

static void
keys_ascend(void **state)
{
	static const char *const bad[] = {
		"a201f600f6", "a201f601f6", "a11a80000000f6", "a120f6",
		"a16161f6",
	};

	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct cbor in = cbor_reader(hex(*state, bad[i]));
		int64_t last = -1;
		size_t n = cbor_read_map(&in);

		assert_true(n > 0);
		for (; n > 0; n--) {
			(void)cbor_read_key(&in, &last);
			(void)cbor_read_null(&in);
		}
		assert_false(cbor_done(&in));
	}
}

/* A record cut off anywhere, or with a byte too much, is never read. */
static void
truncated_at_every_length(void **state)
{
	struct buf buf;

	buf_init(&buf, *state, 1000);
	cbor_map(&buf, 3);
	cbor_uint(&buf, 1);
	cbor_text(&buf, TEXT("関所の記録"));
	cbor_uint(&buf, 300);
	cbor_array(&buf, 3);
	cbor_int(&buf, -70000);
	cbor_bytes(&buf, "0123456789012345678901234567890", 30);
	cbor_bool(&buf, true);
	cbor_uint(&buf, 301);
	cbor_uint(&buf, UINT64_MAX);
	for (size_t n = 0; n <= buf.n + 1; n++) {
		uint8_t *copy = arena_alloc(*state, n);
		struct cbor in = cbor_reader((struct bytes){ copy, n });

		assert_non_null(copy);
		memcpy(copy, buf.p, n < buf.n ? n : buf.n);
		cbor_skip(&in);
		assert_int_equal(cbor_done(&in), n == buf.n);
	}
}

static void
skip_has_a_depth(void **state)
{
	/* Arrays in arrays; the innermost holds a null: levels + 1 values. */
	for (size_t levels = 1; levels < 40; levels++) {
		struct buf buf;
		struct cbor in;

		buf_init(&buf, *state, 100);
		for (size_t i = 0; i < levels; i++)
			cbor_array(&buf, 1);
		cbor_null(&buf);
		in = cbor_reader(buf_bytes(&buf));
		cbor_skip(&in);
		assert_int_equal(cbor_done(&in), levels < 16);
	}
}

static void
skips_one_value(void **state)
{
	struct cbor in = cbor_reader(hex(*state,
	    "8301820203a2016161024101" "05"));

	cbor_skip(&in);
	assert_int_equal(cbor_read_uint(&in), 5);
	assert_true(cbor_done(&in));
}

static void
the_reader_stays_failed(void **state)
{
	struct cbor in = cbor_reader(hex(*state, "0001020304"));
	uint8_t fixed[2] = { 9, 9 };
	int64_t last = -1;

	assert_int_equal(cbor_read_text(&in).n, 0);
	assert_int_equal(cbor_peek(&in), CBOR_END);
	assert_int_equal(cbor_read_uint(&in), 0);
	assert_int_equal(cbor_read_bytes(&in).n, 0);
	assert_int_equal(cbor_read_array(&in), 0);
	assert_int_equal(cbor_read_map(&in), 0);
	assert_false(cbor_read_bool(&in));
	assert_false(cbor_read_null(&in));
	assert_true(cbor_read_key(&in, &last) == UINT64_MAX);
	cbor_read_fixed(&in, fixed, sizeof(fixed));
	assert_int_equal(fixed[0] | fixed[1], 0);
	assert_false(cbor_done(&in));
	in = cbor_reader(hex(*state, "4100"));
	cbor_read_fixed(&in, fixed, sizeof(fixed));
	assert_false(cbor_done(&in));
	in = cbor_reader(hex(*state, "00"));
	assert_false(cbor_done(&in));
	cbor_fail(&in);
	assert_false(cbor_done(&in));
}

static void
the_writer_stays_failed(void **state)
{
	struct buf buf;

	buf_init(&buf, *state, 10);
	cbor_text(&buf, TEXT("more than ten"));
	assert_true(buf.failed);
	cbor_uint(&buf, 1);
	cbor_bool(&buf, true);
	assert_true(buf.failed);
}

static void
heads_fill_to_the_brim(void **state)
{
	for (size_t i = 0; i < LENGTH(uints); i++) {
		size_t n = strlen(uints[i].encoded) / 2;
		struct buf buf;

		for (size_t room = 0; room <= n; room++) {
			buf_init(&buf, *state, 20 + room);
			buf_put(&buf, "01234567890123456789", 20);
			cbor_uint(&buf, uints[i].value);
			assert_int_equal(buf.failed, room < n);
			assert_int_equal(buf.n, room < n ? 20 : 20 + n);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(integers_at_every_width),
		arena_test(integers_that_do_not_fit),
		arena_test(strings_at_every_width),
		arena_test(a_whole_record),
		arena_test(refuses_other_encodings),
		arena_test(refuses_the_wrong_type),
		arena_test(keys_ascend),
		arena_test(truncated_at_every_length),
		arena_test(skip_has_a_depth),
		arena_test(skips_one_value),
		arena_test(the_reader_stays_failed),
		arena_test(the_writer_stays_failed),
		arena_test(heads_fill_to_the_brim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
