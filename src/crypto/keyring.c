#include "base/file.h"
#include "base/mem.h"
#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/kekfile.h"
#include "crypto/keyring.h"
#include "crypto/random.h"
#include "crypto/secret.h"

enum { COMMITMENT = 16, SEALED_KEY = KEYRING_WRAPPED - COMMITMENT };
_Static_assert((int)COMMITMENT >= (int)AEAD_NONCE, "it is the nonce");

/* Lies in guarded memory as a whole. */
struct keyring {
	uint8_t store[STORE_ID_SIZE];
	uint8_t root[SEAL_KEY];
	struct kek kek[KEK_AREAS];
	char path[PATH_SIZE];
	const struct keyring_remote *remote;	/* NULL: the keys are here */
	void *context;
};

enum status
keyring_open(struct keyring **keyring, const char *folder,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    struct error *error)
{
	struct keyring *new = secret_alloc(sizeof(*new));
	enum status status;

	*keyring = NULL;
	if (new == NULL)
		return error_memory(error);
	memcpy(new->store, store, STORE_ID_SIZE);
	memcpy(new->root, root, SEAL_KEY);
	status = file_join(new->path, folder, "kek", error);
	if (status == STATUS_OK)
		status = kekfile_read(new->kek, new->path, store, root,
		    error);
	if (status != STATUS_OK) {
		secret_free(new);
		return status;
	}
	*keyring = new;
	return STATUS_OK;
}

enum status
keyring_attach(struct keyring **keyring, const struct keyring_remote *remote,
    void *context, struct error *error)
{
	struct keyring *new = secret_alloc(sizeof(*new));

	*keyring = new;
	if (new == NULL)
		return error_memory(error);
	new->remote = remote;
	new->context = context;
	return STATUS_OK;
}

void
keyring_close(struct keyring *keyring)
{
	if (keyring != NULL && keyring->remote != NULL)
		keyring->remote->close(keyring->context);
	secret_free(keyring);
}

enum status
keyring_check(struct keyring *keyring, struct error *error)
{
	return keyring->remote == NULL ? STATUS_OK :
	    keyring->remote->check(keyring->context, error);
}

/* While a KEK is being replaced there are two; the newer one is current. */
static const struct kek *
current(const struct keyring *keyring)
{
	return &keyring->kek[keyring->kek[1].number > keyring->kek[0].number];
}

uint32_t
keyring_current_kek(const struct keyring *keyring)
{
	if (keyring->remote != NULL)
		return keyring->remote->current_kek(keyring->context);
	return current(keyring)->number;
}

static const struct kek *
find_kek(const struct keyring *keyring, uint32_t number)
{
	for (size_t i = 0; i < KEK_AREAS; i++)
		if (number != 0 && keyring->kek[i].number == number)
			return &keyring->kek[i];
	return NULL;
}

struct slot_place {
	uint8_t store[STORE_ID_SIZE];
	uint8_t slot[8];
	uint8_t kek[4];
};

static struct slot_place
place_of(const struct keyring *keyring, uint64_t slot, uint32_t kek)
{
	struct slot_place place;

	memcpy(place.store, keyring->store, STORE_ID_SIZE);
	for (int i = 0; i < 8; i++)
		place.slot[i] = (uint8_t)(slot >> (56 - 8 * i));
	for (int i = 0; i < 4; i++)
		place.kek[i] = (uint8_t)(kek >> (24 - 8 * i));
	return place;
}

static void
commit(uint8_t out[COMMITMENT], const struct slot_place *place,
    const uint8_t key[SEAL_KEY])
{
	static const char domain[] = "sekisho slot";	/* with its NUL */
	struct hash_state state;
	struct hash hash;

	hash_start(&state);
	hash_add(&state, domain, sizeof(domain));
	hash_add(&state, place->slot, sizeof(place->slot));
	hash_add(&state, key, SEAL_KEY);
	hash = hash_end(&state);
	mem_wipe(&state, sizeof(state));
	memcpy(out, hash.bytes, COMMITMENT);
}

static enum status
wrap(struct wrapped_slot *out, const struct keyring *keyring, uint64_t slot,
    const uint8_t key[SEAL_KEY], struct error *error)
{
	const struct kek *kek = current(keyring);
	struct slot_place place = place_of(keyring, slot, kek->number);

	out->slot = slot;
	out->kek = kek->number;
	commit(out->bytes, &place, key);
	return aead_seal_at(out->bytes + COMMITMENT, kek->key, out->bytes,
	    key, SEAL_KEY, &place, sizeof(place), error);
}

enum status
keyring_create(struct keyring *keyring, uint64_t first, size_t n,
    struct wrapped_slot *out, struct slot_key *keys, struct error *error)
{
	enum status status = STATUS_OK;
	uint8_t key[SEAL_KEY];

	if (keyring->remote != NULL)
		return keyring->remote->create(keyring->context, first, n,
		    out, keys, error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		random_bytes(key, SEAL_KEY);
		status = wrap(&out[i], keyring, first + i, key, error);
		if (keys != NULL)
			memcpy(keys[i].bytes, key, SEAL_KEY);
	}
	mem_wipe(key, sizeof(key));
	return status;
}

static enum status
unwrap(struct slot_key *key, const struct keyring *keyring,
    const struct wrapped_slot *slot, struct error *error)
{
	const struct kek *kek = find_kek(keyring, slot->kek);
	struct slot_place place = place_of(keyring, slot->slot, slot->kek);
	uint8_t commitment[COMMITMENT];
	enum status status = kek == NULL ? STATUS_INTEGRITY :
	    aead_open_at(key->bytes, kek->key, slot->bytes,
	    slot->bytes + COMMITMENT, SEALED_KEY, &place, sizeof(place),
	    error);

	if (status == STATUS_OK) {
		commit(commitment, &place, key->bytes);
		if (secret_equal(commitment, slot->bytes, COMMITMENT))
			return STATUS_OK;
	} else if (status != STATUS_INTEGRITY) {
		return status;
	}
	return error_set(error, STATUS_INTEGRITY, "slot_broken",
	    "鍵枠 %llu が開けません", "slot %llu does not open",
	    (unsigned long long)slot->slot);
}

enum status
keyring_unwrap(struct keyring *keyring, const struct wrapped_slot *slots,
    size_t n, struct slot_key *keys, struct error *error)
{
	if (keyring->remote != NULL) {
		enum status status = keyring->remote->unwrap(
		    keyring->context, slots, n, keys, error);

		if (status != STATUS_OK)
			mem_wipe(keys, n * sizeof(*keys));
		return status;
	}
	for (size_t i = 0; i < n; i++) {
		enum status status = unwrap(&keys[i], keyring, &slots[i],
		    error);

		if (status != STATUS_OK) {
			mem_wipe(keys, n * sizeof(*keys));
			return status;
		}
	}
	return STATUS_OK;
}
