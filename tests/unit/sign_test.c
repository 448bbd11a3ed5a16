#include "vectors.h"

#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/sign.h"

/* RFC 8032, section 7.1, tests 1 to 3. */
static void
known_signatures(void **state)
{
	static const struct {
		const char *seed, *public, *message, *signature;
	} known[] = {
		{ "9d61b19deffd5a60ba844af492ec2cc4"
		  "4449c5697b326919703bac031cae7f60",
		  "d75a980182b10ab7d54bfed3c964073a"
		  "0ee172f3daa62325af021a68f707511a", "",
		  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065"
		  "224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
		  "655141438e7a100b" },
		{ "4ccd089b28ff96da9db6c346ec114e0f"
		  "5b8a319f35aba624da8cf6ed4fb8a6fb",
		  "3d4017c3e843895a92b70aa74d1b7ebc"
		  "9c982ccf2ec4968cc0cd55f12af4660c", "72",
		  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223"
		  "ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
		  "b00d291612bb0c00" },
		{ "c5aa8df43f9f837bedb7442f31dcb7b1"
		  "66d38535076f094b85ce3a2e0b4458f7",
		  "fc51cd8e6218a1a38da47ed00230f058"
		  "0816ed13ba3303ac5deb911548908025", "af82",
		  "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7"
		  "db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
		  "c027beceea1ec40a" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(known); i++) {
		size_t n = strlen(known[i].message) / 2;
		uint8_t seed[SIGN_SEED], message[4], signature[SIGN_SIZE];
		char hex[2 * SIGN_SIZE + 1];
		struct sign_key key;

		assert_true(decode_hex(text_of(known[i].seed), seed, 32));
		assert_true(decode_hex(text_of(known[i].message), message,
		    n));
		sign_key_make(&key, seed);
		encode_hex(key.public, SIGN_PUBLIC, hex);
		assert_string_equal(hex, known[i].public);
		sign(signature, &key, (struct bytes){ message, n });
		encode_hex(signature, SIGN_SIZE, hex);
		assert_string_equal(hex, known[i].signature);
		assert_true(sign_verify(signature, key.public,
		    (struct bytes){ message, n }));
	}
}

static void
every_change_is_found(void **state)
{
	uint8_t seed[SIGN_SEED], signature[SIGN_SIZE];
	uint8_t message[20] = "what was signed";
	struct bytes signed_bytes = { message, sizeof(message) };
	struct sign_key key, other;

	(void)state;
	random_bytes(seed, sizeof(seed));
	sign_key_make(&key, seed);
	seed[0] ^= 1;
	sign_key_make(&other, seed);
	sign(signature, &key, signed_bytes);
	for (size_t bit = 0; bit < 8 * SIGN_SIZE; bit++) {
		signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_false(sign_verify(signature, key.public,
		    signed_bytes));
		signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t bit = 0; bit < 8 * sizeof(message); bit++) {
		message[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_false(sign_verify(signature, key.public,
		    signed_bytes));
		message[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_false(sign_verify(signature, other.public, signed_bytes));
	assert_false(sign_verify(signature, key.public,
	    (struct bytes){ message, sizeof(message) - 1 }));
	assert_true(sign_verify(signature, key.public, signed_bytes));
}

static size_t vectors;

static void
check_group(const struct node *group, struct arena *arena)
{
	struct bytes public = vectors_hex(node_get(group, "publicKey"), "pk",
	    arena);
	const struct node *tests = node_get(group, "tests");

	assert_int_equal(public.n, SIGN_PUBLIC);
	for (size_t i = 0; i < node_count(tests); i++) {
		const struct node *test = node_at(tests, i);
		struct bytes sig = vectors_hex(test, "sig", arena);
		bool valid = text_is(node_text(test, "result"), "valid");

		vectors++;
		/* A signature of another size cannot even be asked about. */
		if (sig.n != SIGN_SIZE) {
			assert_false(valid);
			continue;
		}
		if (sign_verify(sig.p, public.p, vectors_hex(test, "msg",
		    arena)) != valid)
			fail_msg("test %d", (int)node_int(test, "tcId", 0));
	}
}

static void
public_vectors(void **state)
{
	const struct node *root = vectors_read("crypto/ed25519_test.json",
	    *state);
	const struct node *groups = node_get(root, "testGroups");

	for (size_t i = 0; i < node_count(groups); i++)
		check_group(node_at(groups, i), *state);
	assert_int_equal(vectors, node_int(root, "numberOfTests", 0));
	assert_true(vectors >= 150);
}

static int
start(void **state)
{
	struct error error;

	(void)state;
	return secret_start(&error) == STATUS_OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_signatures),
		cmocka_unit_test(every_change_is_found),
		arena_test(public_vectors),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
