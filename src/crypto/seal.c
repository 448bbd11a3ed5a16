#include "base/encode.h"
#include "crypto/aead.h"
#include "crypto/seal.h"

_Static_assert((int)SEAL_KEY == (int)AEAD_KEY, "key size");
_Static_assert((int)SEAL_OVERHEAD == (int)SEAL_HEADER + AEAD_NONCE + AEAD_TAG,
    "layout");

enum { PLACE_MAX = 104, SLOT_BITS = 48 };

static size_t
put(uint8_t *out, size_t at, const void *field, size_t n)
{
	out[at] = (uint8_t)n;
	memcpy(out + at + 1, field, n);
	return at + 1 + n;
}

static size_t
put_number(uint8_t *out, size_t at, uint64_t value, size_t n)
{
	uint8_t bytes[8];

	encode_number(bytes, value, n);
	return put(out, at, bytes, n);
}

/* The bytes that the tag covers beside the ciphertext. */
static size_t
place_bytes(uint8_t out[PLACE_MAX], const struct seal_place *place,
    const uint8_t header[SEAL_HEADER])
{
	static const char domain[] = "sekisho/1";
	size_t n = put(out, 0, domain, sizeof(domain) - 1);

	n = put(out, n, header, SEAL_HEADER);
	n = put(out, n, place->store, STORE_ID_SIZE);
	n = put_number(out, n, (uint64_t)place->kind, 1);
	n = put_number(out, n, place->tier, 1);
	n = put_number(out, n, place->person, 8);
	n = put_number(out, n, place->seq, 8);
	n = put_number(out, n, place->version, 8);
	n = put_number(out, n, place->class, 4);
	return put_number(out, n, (uint64_t)place->day, 8);
}

enum status
seal(struct sealed *sealed, const struct seal_place *place, uint64_t slot,
    const uint8_t key[SEAL_KEY], struct bytes plain, struct arena *arena,
    struct error *error)
{
	uint8_t aad[PLACE_MAX];
	uint8_t *out = arena_alloc(arena, plain.n + SEAL_OVERHEAD);
	size_t aad_n;

	if (out == NULL)
		return error_memory(error);
	if (slot >> SLOT_BITS != 0)
		return error_set(error, STATUS_FAILURE, "slot_too_large",
		    "鍵枠の番号が大きすぎます",
		    "the slot's number is too large");
	out[0] = SEAL_SUITE_AES_256_GCM;
	encode_number(out + 1, slot, 6);
	aad_n = place_bytes(aad, place, out);
	sealed->bytes = (struct bytes){ out, plain.n + SEAL_OVERHEAD };
	return aead_seal(out + SEAL_HEADER, key, plain.p, plain.n, aad, aad_n,
	    error);
}

enum status
seal_slot(uint64_t *slot, struct sealed sealed, struct error *error)
{
	const uint8_t *p = sealed.bytes.p;

	*slot = 0;
	if (sealed.bytes.n < SEAL_OVERHEAD ||
	    p[0] != SEAL_SUITE_AES_256_GCM)
		return error_set(error, STATUS_INTEGRITY, "seal_broken",
		    "封緘が壊れています", "the seal is broken");
	*slot = decode_number(p + 1, 6);
	return STATUS_OK;
}

enum status
unseal(struct plain *plain, const struct seal_place *place,
    struct sealed sealed, const uint8_t key[SEAL_KEY], struct arena *arena,
    struct error *error)
{
	uint8_t aad[PLACE_MAX];
	size_t aad_n;
	uint64_t slot;
	enum status status = seal_slot(&slot, sealed, error);

	if (status != STATUS_OK)
		return status;
	plain->n = sealed.bytes.n - SEAL_OVERHEAD;
	plain->p = arena_alloc(arena, plain->n);
	if (plain->p == NULL)
		return error_memory(error);
	aad_n = place_bytes(aad, place, sealed.bytes.p);
	return aead_open(plain->p, key, sealed.bytes.p + SEAL_HEADER,
	    sealed.bytes.n - SEAL_HEADER, aad, aad_n, error);
}
