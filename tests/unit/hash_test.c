#include "vectors.h"

#include "crypto/hash.h"

static void
assert_hash(struct hash hash, const char *wanted)
{
	char hex[2 * HASH_SIZE + 1];

	encode_hex(hash.bytes, HASH_SIZE, hex);
	assert_string_equal(hex, wanted);
}

/* FIPS 180-4, examples. */
static void
known_hashes(void **state)
{
	struct hash_state many;

	(void)state;
	assert_hash(hash_bytes("", 0), "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	assert_hash(hash_bytes("abc", 3), "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	hash_start(&many);
	for (int i = 0; i < 1000000; i++)
		hash_add(&many, "a", 1);
	assert_hash(hash_end(&many), "cdc76e5c9914fb9281a1c7e284d73e67"
	    "f1809a48a497200e046d39ccc7112cd0");
}

/* However the bytes are cut, the hash is the same. */
static void
pieces(void **state)
{
	uint8_t bytes[300];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)i;
	for (size_t n = 0; n <= sizeof(bytes); n += 7) {
		struct hash whole = hash_bytes(bytes, n);

		for (size_t cut = 0; cut <= n; cut++) {
			struct hash_state state_of_two;
			struct hash two;

			hash_start(&state_of_two);
			hash_add(&state_of_two, bytes, cut);
			hash_add(&state_of_two, bytes + cut, n - cut);
			two = hash_end(&state_of_two);
			assert_true(hash_equal(&whole, &two));
		}
	}
}

static void
equal_looks_at_every_bit(void **state)
{
	struct hash a = hash_bytes("x", 1), b = a;

	(void)state;
	assert_true(hash_equal(&a, &b));
	for (size_t bit = 0; bit < 8 * HASH_SIZE; bit++) {
		b.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_false(hash_equal(&a, &b));
		b.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

/* RFC 4231, test cases 1, 2 and 6: keys shorter and longer than a block. */
static void
known_macs(void **state)
{
	static const char long_text[] = "Test Using Larger Than Block-Size "
	    "Key - Hash Key First";
	uint8_t bytes[131];
	struct hmac_key key;

	(void)state;
	memset(bytes, 0x0B, 20);
	hmac_key_make(&key, bytes, 20);
	assert_hash(hmac(&key, "Hi There", 8),
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7");
	hmac_key_make(&key, "Jefe", 4);
	assert_hash(hmac(&key, "what do ya want for nothing?", 28),
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
	memset(bytes, 0xAA, sizeof(bytes));
	hmac_key_make(&key, bytes, sizeof(bytes));
	assert_hash(hmac(&key, long_text, sizeof(long_text) - 1),
	    "60e431591ee0b67f0d8a26aacbf5b77f"
	    "8e0bc6213728c5140546040f0ee37f54");
	/* A key serves again and again. */
	assert_hash(hmac(&key, long_text, sizeof(long_text) - 1),
	    "60e431591ee0b67f0d8a26aacbf5b77f"
	    "8e0bc6213728c5140546040f0ee37f54");
}

static size_t vectors;

static void
check_group(const struct node *group, struct arena *arena)
{
	const struct node *tests = node_get(group, "tests");

	for (size_t i = 0; i < node_count(tests); i++) {
		const struct node *test = node_at(tests, i);
		struct bytes key = vectors_hex(test, "key", arena);
		struct bytes msg = vectors_hex(test, "msg", arena);
		struct bytes tag = vectors_hex(test, "tag", arena);
		struct hmac_key made;
		struct hash mac;
		bool same;

		hmac_key_make(&made, key.p, key.n);
		mac = hmac(&made, msg.p, msg.n);
		same = memcmp(mac.bytes, tag.p, tag.n) == 0;
		if (same != text_is(node_text(test, "result"), "valid"))
			fail_msg("test %d", (int)node_int(test, "tcId", 0));
		vectors++;
	}
}

static void
public_vectors(void **state)
{
	const struct node *root = vectors_read("crypto/hmac_sha256_test.json",
	    *state);
	const struct node *groups = node_get(root, "testGroups");

	for (size_t i = 0; i < node_count(groups); i++)
		check_group(node_at(groups, i), *state);
	assert_int_equal(vectors, node_int(root, "numberOfTests", 0));
	assert_true(vectors >= 170);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_hashes),
		cmocka_unit_test(pieces),
		cmocka_unit_test(equal_looks_at_every_bit),
		cmocka_unit_test(known_macs),
		arena_test(public_vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
