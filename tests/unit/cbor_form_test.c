#include "test.h"

#include "base/cbor_form.h"
#include "base/encode.h"

enum colour { RED = 1, BLUE };

struct part {
	uint32_t number;
	int64_t below;
};

struct whole {
	enum colour colour;
	uint64_t count;
	int64_t instant, change;
	struct text name;
	struct bytes raw;
	uint8_t hash[4];
	char code[4];
	struct bits items;
	struct part parts[2];
	size_t part_count;
	const struct text *words;
	size_t word_count;
	const struct part *pairs;
	size_t pair_count;
	uint8_t mark[2];
};

static const struct cbor_member part_members[] = {
	{ CBOR_AT(struct part, 0, number), .most = 9 },
	{ CBOR_AT(struct part, 1, below), .sign = true },
};
static const struct cbor_form part_form = CBOR_ARRAY_OF(part_members);
static const struct cbor_form pair_form = CBOR_FLAT_OF(part_members);
static const struct cbor_member members[] = {
	{ CBOR_AT(struct whole, 0, colour), .least = RED, .most = BLUE },
	{ CBOR_AT(struct whole, 1, count) },
	{ CBOR_AT(struct whole, 2, instant) },
	{ CBOR_AT(struct whole, 3, change), .sign = true },
	{ CBOR_AT(struct whole, 4, name) },
	{ CBOR_AT(struct whole, 5, raw), .optional = true },
	{ CBOR_AT(struct whole, 7, hash) },
	{ CBOR_AT(struct whole, 8, code), .optional = true },
	{ CBOR_AT(struct whole, 9, items), .optional = true },
	{ CBOR_LIST(struct whole, 10, parts, part_count, &part_form),
	  .most = 2, .optional = true },
	{ CBOR_LIST(struct whole, 11, words, word_count, &cbor_form_texts),
	  .most = 3, .apart = true, .optional = true },
	{ CBOR_LIST(struct whole, 12, pairs, pair_count, &pair_form),
	  .most = 2, .apart = true, .optional = true },
	{ CBOR_AT(struct whole, 13, mark), .optional = true },
};
static const struct cbor_form form = CBOR_WHOLE_MAP_OF(members);
static const struct cbor_form loose = CBOR_MAP_OF(members);

static struct bytes
hex(struct arena *arena, const char *digits)
{
	size_t n = strlen(digits) / 2;
	uint8_t *p = arena_alloc(arena, n);

	assert_non_null(p);
	assert_true(decode_hex(text_of(digits), p, n));
	return (struct bytes){ p, n };
}

static void
assert_writes(const struct whole *whole, const char *digits,
    struct arena *arena)
{
	char written[1024];
	struct buf out;

	buf_init(&out, arena, 500);
	cbor_form_write(&out, &form, whole);
	assert_false(out.failed);
	encode_hex(out.p, out.n, written);
	assert_string_equal(written, digits);
}

/* Six members that must be there; and all. */
#define SIX "0002" "0107" "021864" "0323" "046161" "0744deadbeef"
#define ALL \
	"0001" "011903e8" "021b0000019000000000" "0318c8" "04626162" \
	"0541ff" "074401020304" "0863787978" "098203181f" \
	"0a82820120820903" "0b8261786179" "0c84010a0221" "0d420007"

static void
what_is_empty_is_left_out(void **state)
{
	struct whole a = {
		.colour = BLUE, .count = 7, .instant = 100, .change = -4,
		.name = TEXT("a"), .hash = { 0xde, 0xad, 0xbe, 0xef },
	}, b = { .colour = RED };

	assert_writes(&a, "a6" SIX, *state);
	assert_true(cbor_form_read(&b, &form, hex(*state, "a6" SIX),
	    *state));
	assert_int_equal(b.colour, BLUE);
	assert_int_equal(b.count, 7);
	assert_int_equal(b.instant, 100);
	assert_int_equal(b.change, -4);
	assert_text(b.name, "a");
	assert_memory_equal(b.hash, a.hash, sizeof(a.hash));
	assert_int_equal(b.part_count, 0);
	assert_int_equal(b.word_count, 0);
}

static void
every_kind_there_and_back(void **state)
{
	const struct text words[] = { TEXT("x"), TEXT("y") };
	const struct part pairs[] = { { 1, 10 }, { 2, -2 } };
	struct whole a = {
		.colour = RED, .count = 1000, .instant = 0x19000000000,
		.change = 200, .name = TEXT("ab"),
		.raw = { (const uint8_t *)"\xff", 1 },
		.hash = { 1, 2, 3, 4 }, .code = "xyx",
		.parts = { { 1, -1 }, { 9, 3 } }, .part_count = 2,
		.words = words, .word_count = 2,
		.pairs = pairs, .pair_count = 2, .mark = { 0, 7 },
	}, b = { .colour = BLUE };

	bits_add(&a.items, 3);
	bits_add(&a.items, 31);
	assert_writes(&a, "ad" ALL, *state);
	assert_true(cbor_form_read(&b, &form, hex(*state, "ad" ALL),
	    *state));
	assert_int_equal(b.colour, RED);
	assert_int_equal(b.raw.n, 1);
	assert_string_equal(b.code, "xyx");
	assert_true(bits_has(&b.items, 3) && bits_has(&b.items, 31));
	assert_int_equal(b.part_count, 2);
	assert_int_equal(b.parts[1].number, 9);
	assert_int_equal(b.parts[0].below, -1);
	assert_int_equal(b.word_count, 2);
	assert_text(b.words[1], "y");
	assert_int_equal(b.pair_count, 2);
	assert_int_equal(b.pairs[1].below, -2);
	assert_int_equal(b.mark[1], 7);
}

static void
what_is_of_no_form(void **state)
{
	static const char *const broken[] = {
		"", "80", "a6", "a6" SIX "00",
		/* one more than said, one less, one that nobody knows */
		"a7" SIX, "a5" SIX, "a7" SIX "1820" "00",
		/* key 6 is none; keys out of order */
		"a7" "0002" "0107" "021864" "0323" "046161" "0600"
		"0744deadbeef",
		"a6" "0107" "0002" "021864" "0323" "046161" "0744deadbeef",
		/* colours 0 and 3; a text for a number */
		"a6" "0000" "0107" "021864" "0323" "046161" "0744deadbeef",
		"a6" "0003" "0107" "021864" "0323" "046161" "0744deadbeef",
		"a6" "006161" "0107" "021864" "0323" "046161" "0744deadbeef",
		/* a colour of more than 32 bits */
		"a6" "001b0000000100000001" "0107" "021864" "0323" "046161"
		"0744deadbeef",
		/* a sign where none is; a hash too short; a code too long */
		"a6" "0002" "0120" "021864" "0323" "046161" "0744deadbeef",
		"a6" "0002" "0107" "021864" "0323" "046161" "0743deadbe",
		"a7" SIX "086461626364",
		/* lists: too many, a part too short, half a pair */
		"a7" SIX "0a83820120820903820000", "a7" SIX "0a818101",
		"a7" SIX "0b8461616161616161", "a7" SIX "0c83010a02",
		"a7" SIX "0c86010a02210303",
		/* a part whose number is above 9 */
		"a7" SIX "0a81820a00",
	};

	for (size_t i = 0; i < LENGTH(broken); i++) {
		struct whole a = { .colour = RED };

		assert_false(cbor_form_read(&a, &form,
		    hex(*state, broken[i]), *state));
	}
}

/* What a map may lack it may lack in the middle and at the end. */
static void
what_may_be_absent(void **state)
{
	static const char *const lacking[] = {
		"a0", "a1" "0744deadbeef", "a2" "0002" "046161",
		"a5" "0002" "0107" "021864" "0323" "046161",
	};

	for (size_t i = 0; i < LENGTH(lacking); i++) {
		struct whole a = { .count = 5 };
		struct bytes body = hex(*state, lacking[i]);

		assert_true(cbor_form_read(&a, &loose, body, *state));
		assert_int_equal(a.count, i == 3 ? 7 : 5);
		assert_false(cbor_form_read(&a, &form, body, *state));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(what_is_empty_is_left_out),
		arena_test(every_kind_there_and_back),
		arena_test(what_is_of_no_form),
		arena_test(what_may_be_absent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
