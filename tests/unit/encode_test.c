#include "test.h"

#include "base/encode.h"

/* RFC 4648 section 10. */
static const struct {
	const char *plain;
	const char *base64;
	const char *hex;
} vectors[] = {
	{ "", "", "" },
	{ "f", "Zg==", "66" },
	{ "fo", "Zm8=", "666f" },
	{ "foo", "Zm9v", "666f6f" },
	{ "foob", "Zm9vYg==", "666f6f62" },
	{ "fooba", "Zm9vYmE=", "666f6f6261" },
	{ "foobar", "Zm9vYmFy", "666f6f626172" },
};

static void
rfc_4648(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(vectors); i++) {
		size_t n = strlen(vectors[i].plain), decoded;
		const uint8_t *plain = (const uint8_t *)vectors[i].plain;
		uint8_t back[16];
		char out[32];

		encode_base64(plain, n, out);
		assert_string_equal(out, vectors[i].base64);
		assert_int_equal(strlen(out) + 1, BASE64_SIZE(n));
		assert_true(decode_base64(text_of(out), back, &decoded));
		assert_int_equal(decoded, n);
		assert_memory_equal(back, plain, n);
		encode_hex(plain, n, out);
		assert_string_equal(out, vectors[i].hex);
		assert_true(decode_hex(text_of(out), back, n));
		assert_memory_equal(back, plain, n);
	}
}

static void
every_byte_round_trips(void **state)
{
	(void)state;
	for (size_t n = 0; n <= 256; n++) {
		uint8_t bytes[256], back[256 + 3];
		char out[BASE64_SIZE(256) + 256];
		size_t decoded;

		for (size_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)(i * 7 + n);
		encode_base64(bytes, n, out);
		assert_true(decode_base64(text_of(out), back, &decoded));
		assert_int_equal(decoded, n);
		assert_memory_equal(back, bytes, n);
		encode_hex(bytes, n, out);
		assert_true(decode_hex(text_of(out), back, n));
		assert_memory_equal(back, bytes, n);
	}
}

static void
base64_is_strict(void **state)
{
	static const char *const bad[] = {
		"Z", "Zg", "Zg=", "Zg===", "Zm8", "====", "=", "Z===", "Z=g=",
		"Zg==Zg==", "Zm=v", "Zm9v ", " Zm9v", "Zm9v\n", "Zm9v\nYmFy",
		"Zm9-", "Zm9_", "Zm9\x80", "Zh==", "Zm9=", "Zv==", "Zm9vYh==",
		"Zm9\xEF",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		uint8_t out[16];
		size_t n;

		if (decode_base64(text_of(bad[i]), out, &n))
			print_error("%s is decoded\n", bad[i]);
		assert_false(decode_base64(text_of(bad[i]), out, &n));
	}
}

static void
hex_is_exact(void **state)
{
	uint8_t out[4];

	(void)state;
	assert_true(decode_hex(TEXT("DeadBEEF"), out, 4));
	assert_memory_equal(out, "\xDE\xAD\xBE\xEF", 4);
	assert_true(decode_hex(TEXT("aAfF0990"), out, 4));
	assert_memory_equal(out, "\xAA\xFF\x09\x90", 4);
	assert_false(decode_hex(TEXT("deadbee"), out, 4));
	assert_false(decode_hex(TEXT("deadbeef0"), out, 4));
	assert_false(decode_hex(TEXT("deadbeef"), out, 3));
	assert_false(decode_hex(TEXT("deadbeeg"), out, 4));
	assert_false(decode_hex(TEXT("deadbe f"), out, 4));
	assert_false(decode_hex(TEXT("0x00000f"), out, 4));
	assert_true(decode_hex(TEXT(""), out, 0));
}

static void
assert_id(const uint8_t bytes[16], const char *letters)
{
	char out[BASE32_ID_SIZE];
	uint8_t back[16];

	encode_base32_id(bytes, out);
	assert_string_equal(out, letters);
	memset(back, 0xAA, sizeof(back));
	assert_true(decode_base32_id(text_of(out), back));
	assert_memory_equal(back, bytes, 16);
}

static void
ids(void **state)
{
	static const uint8_t zeros[16] = { 0 };
	static const uint8_t one[16] = { [15] = 1 };
	/* 0123456789abcdeffedcba9876543210 as a number, in fives. */
	static const uint8_t mixed[16] = {
		0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF,
		0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10,
	};
	uint8_t ones[16];

	(void)state;
	memset(ones, 0xFF, sizeof(ones));
	assert_id(zeros, "00000000000000000000000000");
	assert_id(one, "00000000000000000000000001");
	assert_id(ones, "7zzzzzzzzzzzzzzzzzzzzzzzzz");
	assert_id(mixed, "014d2pf2dbsqqzxq5tk1v58cgg");
}

static void
ids_read_out_aloud(void **state)
{
	uint8_t a[16], b[16];

	(void)state;
	assert_true(decode_base32_id(TEXT("014d2pf2dbsqqzxq5tk1v58cgg"), a));
	assert_true(decode_base32_id(TEXT("OL4D2PF2DBSQQZXQ5TKIV58CGG"), b));
	assert_memory_equal(a, b, 16);
	assert_true(decode_base32_id(TEXT("oi4d2pf2dbsqqzxq5tkLv58cgg"), b));
	assert_memory_equal(a, b, 16);
}

static void
ids_are_strict(void **state)
{
	static const char *const bad[] = {
		"", "0", "0000000000000000000000000",
		"000000000000000000000000000", "80000000000000000000000000",
		"0000000000000000000000000u", "U0000000000000000000000000",
		"0000000000000-000000000000", "0000000000000 000000000000",
		"zzzzzzzzzzzzzzzzzzzzzzzzzz", "00000000000000000000000あ",
	};
	uint8_t bytes[16];

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_false(decode_base32_id(text_of(bad[i]), bytes));
	assert_false(decode_base32_id(
	    (struct text){ "0000000000000000000000000\0", 26 }, bytes));
}

static void
numbers(void **state)
{
	uint8_t bytes[8] = { 0xff, 0xff, 0xff, 0xff };

	(void)state;
	encode_number(bytes, 0x0102, 3);
	assert_memory_equal(bytes, "\x00\x01\x02\xff", 4);
	assert_int_equal(decode_number(bytes, 3), 0x0102);
	encode_number(bytes, UINT64_MAX - 1, 8);
	assert_true(decode_number(bytes, 8) == UINT64_MAX - 1);
	assert_int_equal(decode_number(bytes, 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(rfc_4648),
		cmocka_unit_test(every_byte_round_trips),
		cmocka_unit_test(base64_is_strict),
		cmocka_unit_test(hex_is_exact),
		cmocka_unit_test(ids),
		cmocka_unit_test(ids_read_out_aloud),
		cmocka_unit_test(ids_are_strict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
