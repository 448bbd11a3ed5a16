#include "test.h"

#include "base/encode.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "crypto/secret.h"

static uint8_t store[STORE_ID_SIZE];
static uint8_t key[SEAL_KEY];

static struct seal_place
usual_place(void)
{
	return (struct seal_place){
		.store = store, .kind = SEAL_RECORD, .tier = 2, .person = 7,
		.seq = 3, .version = 5, .class = 9, .day = 20779,
	};
}

static struct bytes
of(const char *string)
{
	return bytes_of(text_of(string));
}

/* A copy that may be changed. */
static uint8_t *
copy_of(struct sealed sealed, struct arena *arena)
{
	uint8_t *copy = arena_alloc(arena, sealed.bytes.n + 1);

	assert_non_null(copy);
	memcpy(copy, sealed.bytes.p, sealed.bytes.n);
	return copy;
}

static void
assert_broken(const uint8_t *p, size_t n, const struct seal_place *place,
    struct arena *arena)
{
	const struct sealed sealed = { { p, n } };
	struct plain plain;
	struct error error;

	assert_fails(unseal(&plain, place, sealed, key, arena, &error),
	    &error, STATUS_INTEGRITY, "seal_broken");
}

/*
 * Made by another program from the words in seal.h: slot 0x0102030405, key
 * 00 01 02 ..., nonce a0 a1 ..., store 10 11 ...  If this does not open, the
 * format on disk has changed.
 */
static void
golden(void **state)
{
	static const char hex[] = "01000102030405a0a1a2a3a4a5a6a7a8a9aaab"
	    "87380f4824a767db4217e2b06808a47dbd92ecc13366a511552341004a248e";
	uint8_t blob[(sizeof(hex) - 1) / 2], golden_store[STORE_ID_SIZE];
	uint8_t golden_key[SEAL_KEY];
	const struct sealed sealed = { { blob, sizeof(blob) } };
	struct seal_place place = usual_place();
	struct plain plain;
	struct error error;
	uint64_t slot;

	for (size_t i = 0; i < sizeof(golden_store); i++)
		golden_store[i] = (uint8_t)(0x10 + i);
	for (size_t i = 0; i < sizeof(golden_key); i++)
		golden_key[i] = (uint8_t)i;
	assert_true(decode_hex(text_of(hex), blob, sizeof(blob)));
	place.store = golden_store;
	assert_ok(seal_slot(&slot, sealed, &error), &error);
	assert_int_equal(slot, 0x0102030405);
	assert_ok(unseal(&plain, &place, sealed, golden_key, *state, &error),
	    &error);
	assert_int_equal(plain.n, 15);
	assert_memory_equal(plain.p, "a sealed record", 15);
}

static void
sizes_and_slots(void **state)
{
	static const size_t sizes[] = { 0, 1, 16, 300, 65536, 4 << 20 };
	static const uint64_t slots[] = {
		0, 1, 255, 256, 1024, UINT32_MAX, 1ULL << 32,
		(1ULL << 48) - 1
	};
	struct seal_place place = usual_place();
	struct sealed sealed;
	struct plain plain;
	struct error error;
	uint64_t slot;

	for (size_t i = 0; i < LENGTH(sizes); i++) {
		uint8_t *bytes = arena_alloc(*state, sizes[i]);

		memset(bytes, 0x33, sizes[i]);
		assert_ok(seal(&sealed, &place, 1, key,
		    (struct bytes){ bytes, sizes[i] }, *state, &error),
		    &error);
		assert_int_equal(sealed.bytes.n, sizes[i] + SEAL_OVERHEAD);
		assert_ok(unseal(&plain, &place, sealed, key, *state, &error),
		    &error);
		assert_int_equal(plain.n, sizes[i]);
		assert_memory_equal(plain.p, bytes, sizes[i]);
	}
	for (size_t i = 0; i < LENGTH(slots); i++) {
		assert_ok(seal(&sealed, &place, slots[i], key, of("x"), *state,
		    &error), &error);
		assert_ok(seal_slot(&slot, sealed, &error), &error);
		assert_int_equal(slot, slots[i]);
		assert_ok(unseal(&plain, &place, sealed, key, *state, &error),
		    &error);
	}
}

/* A number that the header cannot hold may not be cut to one that it can. */
static void
slot_too_large(void **state)
{
	struct seal_place place = usual_place();
	struct sealed sealed;
	struct error error;

	assert_fails(seal(&sealed, &place, 1ULL << 48, key, of("x"), *state,
	    &error), &error, STATUS_FAILURE, "slot_too_large");
	assert_fails(seal(&sealed, &place, UINT64_MAX, key, of("x"), *state,
	    &error), &error, STATUS_FAILURE, "slot_too_large");
}

static void
every_bit_counts(void **state)
{
	struct seal_place place = usual_place();
	struct sealed sealed;
	struct plain plain;
	struct error error;
	uint8_t *copy;

	assert_ok(seal(&sealed, &place, 77, key, of("花子さんの記録"), *state,
	    &error), &error);
	copy = copy_of(sealed, *state);
	for (size_t bit = 0; bit < 8 * sealed.bytes.n; bit++) {
		copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_broken(copy, sealed.bytes.n, &place, *state);
		copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t n = 0; n < sealed.bytes.n; n++)
		assert_broken(copy, n, &place, *state);
	copy[sealed.bytes.n] = 0;
	assert_broken(copy, sealed.bytes.n + 1, &place, *state);
	assert_ok(unseal(&plain, &place, (struct sealed){ { copy,
	    sealed.bytes.n } }, key, *state, &error), &error);
	key[31] ^= 1;
	assert_broken(copy, sealed.bytes.n, &place, *state);
	key[31] ^= 1;
}

/* Every suite but ours is refused before anything is tried. */
static void
other_suites(void **state)
{
	struct seal_place place = usual_place();
	struct sealed sealed;
	struct error error;
	uint64_t slot;
	uint8_t *copy;

	assert_ok(seal(&sealed, &place, 77, key, of("x"), *state, &error),
	    &error);
	copy = copy_of(sealed, *state);
	for (int suite = 0; suite < 256; suite++) {
		if (suite == SEAL_SUITE_AES_256_GCM)
			continue;
		copy[0] = (uint8_t)suite;
		assert_fails(seal_slot(&slot, (struct sealed){ { copy,
		    sealed.bytes.n } }, &error), &error, STATUS_INTEGRITY,
		    "seal_broken");
	}
	assert_fails(seal_slot(&slot, (struct sealed){ { copy, 0 } }, &error),
	    &error, STATUS_INTEGRITY, "seal_broken");
}

enum { PLACES = 12 };

/* Places that differ from each other in one field each. */
static void
make_places(struct seal_place places[PLACES], const uint8_t *other_store)
{
	for (size_t i = 0; i < PLACES; i++)
		places[i] = usual_place();
	places[1].store = other_store;
	places[2].kind = SEAL_STANDING;
	places[3].tier = 3;
	places[4].person = 8;
	places[5].seq = 4;
	places[6].version = 6;
	places[7].class = 10;
	places[8].day = 20780;
	/* Neighbours that a sloppy encoding would take for each other. */
	places[9].person = 7ULL << 32;
	places[10].day = -20779;
	places[11].person = 3;
	places[11].seq = 7;
}

/* What was sealed for one place opens in no other. */
static void
swaps(void **state)
{
	uint8_t other_store[STORE_ID_SIZE];
	struct seal_place places[PLACES];
	struct sealed sealed[PLACES];
	struct plain plain;
	struct error error;

	memcpy(other_store, store, sizeof(other_store));
	other_store[15] ^= 1;
	make_places(places, other_store);
	for (size_t i = 0; i < PLACES; i++)
		assert_ok(seal(&sealed[i], &places[i], 5, key, of("plain"),
		    *state, &error), &error);
	for (size_t i = 0; i < PLACES; i++)
		for (size_t j = 0; j < PLACES; j++) {
			if (i != j) {
				assert_broken(sealed[i].bytes.p,
				    sealed[i].bytes.n, &places[j], *state);
				continue;
			}
			assert_ok(unseal(&plain, &places[j], sealed[i], key,
			    *state, &error), &error);
			assert_memory_equal(plain.p, "plain", 5);
		}
}

static void
no_memory(void **state)
{
	struct arena *small = arena_new(64);
	struct seal_place place = usual_place();
	struct sealed sealed;
	struct plain plain;
	struct error error;

	assert_non_null(small);
	assert_fails(seal(&sealed, &place, 1, key, of("some forty bytes that "
	    "do not fit in there"), small, &error), &error, STATUS_FAILURE,
	    "out_of_memory");
	assert_ok(seal(&sealed, &place, 1, key, of("some forty bytes that do "
	    "not fit in there with the rest"), *state, &error), &error);
	arena_reset(small);
	assert_non_null(arena_alloc(small, 48));
	assert_fails(unseal(&plain, &place, sealed, key, small, &error),
	    &error, STATUS_FAILURE, "out_of_memory");
	arena_free(small);
}

static int
start(void **state)
{
	struct error error;

	(void)state;
	random_bytes(store, sizeof(store));
	random_bytes(key, sizeof(key));
	return secret_start(&error) == STATUS_OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(golden),
		arena_test(sizes_and_slots),
		arena_test(slot_too_large),
		arena_test(every_bit_counts),
		arena_test(other_suites),
		arena_test(swaps),
		arena_test(no_memory),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
