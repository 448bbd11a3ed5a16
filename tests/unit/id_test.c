#include "test.h"

#include "base/encode.h"
#include "crypto/id.h"
#include "crypto/random.h"
#include "crypto/secret.h"

static struct id_key key;

static void
round_trip(void **state)
{
	static const uint64_t numbers[] = {
		0, 1, 2, 255, 256, 1024, UINT32_MAX, 1ULL << 40, INT64_MAX,
		UINT64_MAX
	};
	static const enum id_kind kinds[] = { ID_PERSON, ID_REQUEST };
	char text[ID_TEXT_SIZE];
	struct error error;
	uint64_t number;

	(void)state;
	for (size_t k = 0; k < LENGTH(kinds); k++)
		for (size_t i = 0; i < LENGTH(numbers); i++) {
			assert_ok(id_format(text, kinds[k], numbers[i], &key,
			    &error), &error);
			assert_int_equal(strlen(text), 30);
			assert_memory_equal(text, kinds[k] == ID_PERSON ?
			    "per_" : "req_", 4);
			assert_ok(id_parse(&number, kinds[k], text_of(text),
			    &key, &error), &error);
			assert_int_equal(number, numbers[i]);
		}
}

/* Person 42 under the key 00 01 02 ..., computed by another program. */
static void
golden(void **state)
{
	struct id_key known;
	uint8_t block[16];
	char text[ID_TEXT_SIZE], wanted[ID_TEXT_SIZE] = "per_";
	struct error error;

	(void)state;
	for (size_t i = 0; i < ID_KEY; i++)
		known.bytes[i] = (uint8_t)i;
	assert_true(decode_hex(TEXT("8509ea3d2ca91c2059ac7176f746cb60"),
	    block, 16));
	encode_base32_id(block, wanted + 4);
	assert_ok(id_format(text, ID_PERSON, 42, &known, &error), &error);
	assert_string_equal(text, wanted);
}

/* Neighbouring numbers look nothing alike. */
static void
tells_nothing(void **state)
{
	char a[ID_TEXT_SIZE], b[ID_TEXT_SIZE];
	struct error error;
	size_t same = 0;

	(void)state;
	for (uint64_t i = 0; i < 200; i++) {
		assert_ok(id_format(a, ID_PERSON, i, &key, &error), &error);
		assert_ok(id_format(b, ID_PERSON, i + 1, &key, &error),
		    &error);
		for (size_t j = 4; j < 30; j++)
			same += a[j] == b[j];
	}
	/* 5,200 letters, of which one in 32 is the same by chance. */
	assert_true(same < 400);
}

static void
assert_unknown(enum id_kind kind, struct text text, const char *code)
{
	struct error error;
	uint64_t number = 1;

	assert_fails(id_parse(&number, kind, text, &key, &error), &error,
	    STATUS_NOT_FOUND, code);
	assert_int_equal(number, 0);
}

static void
kinds_are_not_confused(void **state)
{
	char text[ID_TEXT_SIZE];
	struct error error;

	(void)state;
	assert_ok(id_format(text, ID_PERSON, 7, &key, &error), &error);
	assert_unknown(ID_REQUEST, text_of(text), "request_not_found");
	/* Not even with the prefix of the other kind. */
	memcpy(text, "req_", 4);
	assert_unknown(ID_REQUEST, text_of(text), "request_not_found");
	assert_unknown(ID_PERSON, text_of(text), "person_not_found");
}

static void
forged(void **state)
{
	char text[ID_TEXT_SIZE];
	struct id_key other = key;
	struct error error;
	uint64_t number;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		uint8_t bytes[16];

		random_bytes(bytes, sizeof(bytes));
		id_format_random(text, ID_PERSON, bytes);
		assert_unknown(ID_PERSON, text_of(text), "person_not_found");
	}
	assert_ok(id_format(text, ID_PERSON, 7, &key, &error), &error);
	for (size_t i = 0; i < 30; i++) {
		char c = text[i];

		for (int letter = 1; letter < 256; letter++) {
			text[i] = (char)letter;
			if ((char)letter == c || id_parse(&number, ID_PERSON, (struct text){ text,
			    30 }, &key, &error) != STATUS_OK)
				continue;
			/* Only another way to write the same letter. */
			assert_int_equal(number, 7);
			assert_true(i >= 4);
		}
		text[i] = c;
	}
	other.bytes[0] ^= 1;
	assert_fails(id_parse(&number, ID_PERSON, text_of(text), &other,
	    &error), &error, STATUS_NOT_FOUND, "person_not_found");
}

static void
malformed(void **state)
{
	char text[ID_TEXT_SIZE + 8];
	struct error error;

	(void)state;
	assert_ok(id_format(text, ID_PERSON, 7, &key, &error), &error);
	for (size_t n = 0; n < 30; n++)
		assert_unknown(ID_PERSON, (struct text){ text, n },
		    "person_not_found");
	text[30] = '0';
	text[31] = '\0';
	assert_unknown(ID_PERSON, text_of(text), "person_not_found");
	assert_unknown(ID_PERSON, TEXT("per_"), "person_not_found");
	assert_unknown(ID_PERSON, TEXT("per_関所関所関所関所関"),
	    "person_not_found");
	assert_unknown(ID_PERSON, TEXT("7"), "person_not_found");
}

static void
random_ids(void **state)
{
	uint8_t bytes[16], read[16];
	char text[ID_TEXT_SIZE];
	struct error error;

	(void)state;
	for (int i = 0; i < 200; i++) {
		random_bytes(bytes, sizeof(bytes));
		id_format_random(text, ID_DECISION, bytes);
		assert_memory_equal(text, "dec_", 4);
		assert_true(id_parse_random(read, ID_DECISION,
		    text_of(text)));
		assert_memory_equal(read, bytes, 16);
		assert_false(id_parse_random(read, ID_PERSON, text_of(text)));
	}
	assert_fails(id_not_found(ID_DECISION, &error), &error,
	    STATUS_NOT_FOUND, "decision_not_found");
}

static int
start(void **state)
{
	struct error error;

	(void)state;
	random_bytes(key.bytes, sizeof(key.bytes));
	return secret_start(&error) == STATUS_OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(golden),
		cmocka_unit_test(tells_nothing),
		cmocka_unit_test(kinds_are_not_confused),
		cmocka_unit_test(forged),
		cmocka_unit_test(malformed),
		cmocka_unit_test(random_ids),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
