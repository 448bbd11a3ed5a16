#include "crypto/aead.h"
#include "crypto/seal.h"
#include "fuzz.h"

/*
 * No bytes open but those that seal() made; changed, cut or longer ones never.
 * The first two bytes say which byte of a sealed one is changed, and how.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t key[SEAL_KEY] = { 1 }, store[STORE_ID_SIZE];
	const struct seal_place here = {
		.store = store, .kind = SEAL_RECORD, .person = 1, .version = 1
	};
	struct arena *arena = fuzz_arena();
	struct sealed sealed, foreign = { { data, size } };
	struct plain plain;
	struct error error;
	uint64_t slot;
	uint8_t *copy;
	enum status status = seal_slot(&slot, foreign, &error);

	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	CHECK(unseal(&plain, &here, foreign, key, arena, &error) !=
	    STATUS_OK);
	if (size < 3)
		return 0;
	CHECK(seal(&sealed, &here, 7, key, (struct bytes){ data + 2,
	    size - 2 }, arena, &error) == STATUS_OK);
	CHECK(unseal(&plain, &here, sealed, key, arena, &error) == STATUS_OK);
	CHECK(plain.n == size - 2 && memcmp(plain.p, data + 2, plain.n) == 0);
	copy = arena_alloc(arena, sealed.bytes.n);
	CHECK(copy != NULL);
	memcpy(copy, sealed.bytes.p, sealed.bytes.n);
	copy[data[0] % sealed.bytes.n] ^= (uint8_t)(data[1] | 1);
	CHECK(unseal(&plain, &here, (struct sealed){ { copy,
	    sealed.bytes.n } }, key, arena, &error) != STATUS_OK);
	CHECK(unseal(&plain, &here, (struct sealed){ { sealed.bytes.p,
	    sealed.bytes.n - 1 - data[0] % sealed.bytes.n } }, key, arena,
	    &error) != STATUS_OK);
	return 0;
}
