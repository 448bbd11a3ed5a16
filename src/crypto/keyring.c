#include <pthread.h>
#include <stdatomic.h>

#include "base/encode.h"
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
	pthread_rwlock_t lock;		/* of the KEKs */
	pthread_mutex_t writing;	/* of the root key and the KEK file */
	atomic_bool locked;
	uint8_t store[STORE_ID_SIZE];
	uint8_t root[SEAL_KEY];
	struct kek kek[KEK_AREAS];
	char path[PATH_SIZE];
	int replacing;			/* lock on the file, or -1 */
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
	(void)pthread_rwlock_init(&new->lock, NULL);
	(void)pthread_mutex_init(&new->writing, NULL);
	new->replacing = -1;
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
	new->replacing = -1;
	new->remote = remote;
	new->context = context;
	return STATUS_OK;
}

void
keyring_close(struct keyring *keyring)
{
	if (keyring == NULL)
		return;
	file_unlock(keyring->replacing);
	if (keyring->remote != NULL)
		keyring->remote->close(keyring->context);
	secret_free(keyring);
}

enum status
keyring_check(struct keyring *keyring, struct error *error)
{
	return keyring->remote == NULL || keyring->locked ? STATUS_OK :
	    keyring->remote->check(keyring->context, error);
}

/* Locking. */

enum status
keyring_locked(struct error *error)
{
	(void)error_set(error, STATUS_BUSY, "locked",
	    "ストアは施錠されています。個人情報は取り扱えません",
	    "the store is locked: nothing is done with personal data");
	error_remedy(error, "運用者が sekisho keys unlock で解錠するのを"
	    "お待ちください",
	    "wait until the operator unlocks it: sekisho keys unlock");
	return STATUS_BUSY;
}

void
keyring_lock(struct keyring *keyring)
{
	keyring->locked = true;
	keyring->remote->lock(keyring->context);
}

bool
keyring_is_locked(const struct keyring *keyring)
{
	return keyring->locked;
}

enum status
keyring_unlock(struct keyring *keyring, const struct unlock_secret *secret,
    struct error *error)
{
	enum status status = keyring->remote->unlock(keyring->context, secret,
	    error);

	if (status == STATUS_OK)
		keyring->locked = false;
	return status;
}

/* While a KEK is being replaced there are two; the newer one is current. */
static const struct kek *
current(const struct keyring *keyring)
{
	return &keyring->kek[keyring->kek[1].number > keyring->kek[0].number];
}

struct keyring_keks
keyring_keks(const struct keyring *keyring)
{
	const struct kek *kek = current(keyring);

	if (keyring->remote != NULL)
		return keyring->remote->keks(keyring->context);
	return (struct keyring_keks){
		.number = kek->number, .made_at = kek->made_at,
		.older = keyring->kek[kek == &keyring->kek[0]].number,
	};
}

enum status
keyring_look(struct keyring *keyring, struct error *error)
{
	struct kek kek[KEK_AREAS];
	enum status status;

	if (keyring->locked)
		return keyring_locked(error);
	if (keyring->remote != NULL)
		return keyring->remote->look(keyring->context, error);
	status = kekfile_read(kek, keyring->path, keyring->store,
	    keyring->root, error);
	if (status == STATUS_OK) {
		(void)pthread_rwlock_wrlock(&keyring->lock);
		memcpy(keyring->kek, kek, sizeof(kek));
		(void)pthread_rwlock_unlock(&keyring->lock);
	}
	mem_wipe(kek, sizeof(kek));
	return status;
}

uint32_t
keyring_current_kek(const struct keyring *keyring)
{
	return keyring_keks(keyring).number;
}

int64_t
keyring_kek_made(const struct keyring *keyring)
{
	return keyring_keks(keyring).made_at;
}

bool
keyring_is_replacing(const struct keyring *keyring)
{
	return keyring_keks(keyring).older != 0;
}

static const struct kek *
find_kek(const struct keyring *keyring, uint32_t number)
{
	for (size_t i = 0; i < KEK_AREAS; i++)
		if (number != 0 && keyring->kek[i].number == number)
			return &keyring->kek[i];
	return NULL;
}

bool
keyring_has_kek(const struct keyring *keyring, uint32_t number)
{
	struct keyring_keks keks = keyring_keks(keyring);

	return number != 0 && (keks.number == number || keks.older == number);
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
	encode_number(place.slot, slot, sizeof(place.slot));
	encode_number(place.kek, kek, sizeof(place.kek));
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

	if (keyring->locked)
		return keyring_locked(error);
	if (keyring->remote != NULL)
		return keyring->remote->create(keyring->context, first, n,
		    out, keys, error);
	/* Another server may have replaced it. */
	status = keyring_look(keyring, error);
	if (status != STATUS_OK)
		return status;
	(void)pthread_rwlock_rdlock(&keyring->lock);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		random_bytes(key, SEAL_KEY);
		status = wrap(&out[i], keyring, first + i, key, error);
		if (keys != NULL)
			memcpy(keys[i].bytes, key, SEAL_KEY);
	}
	(void)pthread_rwlock_unlock(&keyring->lock);
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

/* The KEKs of all of these are here, if they are anywhere. */
static enum status
look_for(struct keyring *keyring, const struct wrapped_slot *slots, size_t n,
    struct error *error)
{
	for (size_t i = 0; i < n; i++)
		if (!keyring_has_kek(keyring, slots[i].kek))
			return keyring_look(keyring, error);
	return STATUS_OK;
}

enum status
keyring_unwrap(struct keyring *keyring, const struct wrapped_slot *slots,
    size_t n, struct slot_key *keys, struct error *error)
{
	enum status status;

	if (keyring->locked) {
		status = keyring_locked(error);
	} else if (keyring->remote != NULL) {
		status = keyring->remote->unwrap(keyring->context, slots, n,
		    keys, error);
	} else {
		status = look_for(keyring, slots, n, error);
		(void)pthread_rwlock_rdlock(&keyring->lock);
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			status = unwrap(&keys[i], keyring, &slots[i], error);
		(void)pthread_rwlock_unlock(&keyring->lock);
	}
	if (status != STATUS_OK)
		mem_wipe(keys, n * sizeof(*keys));
	return status;
}

/* Replacing the KEK. */

/* One process at a time; what others did before is looked at. */
static enum status
lock_file(struct keyring *keyring, struct error *error)
{
	enum status status = keyring->replacing >= 0 ? STATUS_OK :
	    file_lock(&keyring->replacing, keyring->path, 0, error);

	return status == STATUS_OK ? keyring_look(keyring, error) : status;
}

/* The file and the root key are ours. */
static enum status
add_kek(struct keyring *keyring, int64_t now, struct error *error)
{
	size_t area = keyring->kek[0].number == 0 ? 0 : 1;
	struct kek new = { .made_at = now };
	enum status status;

	new.number = current(keyring)->number + 1;
	random_bytes(new.key, SEAL_KEY);
	status = kekfile_write(keyring->path, area, &new, keyring->store,
	    keyring->root, error);
	if (status == STATUS_OK) {
		(void)pthread_rwlock_wrlock(&keyring->lock);
		keyring->kek[area] = new;
		(void)pthread_rwlock_unlock(&keyring->lock);
	}
	mem_wipe(&new, sizeof(new));
	return status;
}

enum status
keyring_replace_begin(struct keyring *keyring, int64_t now,
    struct error *error)
{
	enum status status;

	if (keyring->locked)
		return keyring_locked(error);
	if (keyring->remote != NULL)
		return keyring->remote->replace_begin(keyring->context, now,
		    error);
	(void)pthread_mutex_lock(&keyring->writing);
	status = lock_file(keyring, error);
	if (status == STATUS_OK && !keyring_is_replacing(keyring))
		status = add_kek(keyring, now, error);
	(void)pthread_mutex_unlock(&keyring->writing);
	return status;
}

enum status
keyring_rewrap(struct keyring *keyring, const struct wrapped_slot *slots,
    size_t n, struct wrapped_slot *out, struct error *error)
{
	struct slot_key key;
	enum status status = STATUS_OK;

	if (keyring->locked)
		return keyring_locked(error);
	if (keyring->remote != NULL)
		return keyring->remote->rewrap(keyring->context, slots, n,
		    out, error);
	(void)pthread_rwlock_rdlock(&keyring->lock);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		status = unwrap(&key, keyring, &slots[i], error);
		if (status == STATUS_OK)
			status = wrap(&out[i], keyring, slots[i].slot,
			    key.bytes, error);
	}
	(void)pthread_rwlock_unlock(&keyring->lock);
	mem_wipe(&key, sizeof(key));
	return status;
}

static enum status
drop_kek(struct keyring *keyring, struct error *error)
{
	size_t old = keyring->kek[0].number > keyring->kek[1].number;
	struct kek none = { .number = 0 };
	enum status status = kekfile_write(keyring->path, old, &none,
	    keyring->store, keyring->root, error);

	if (status != STATUS_OK)
		return status;
	(void)pthread_rwlock_wrlock(&keyring->lock);
	mem_wipe(&keyring->kek[old], sizeof(keyring->kek[old]));
	(void)pthread_rwlock_unlock(&keyring->lock);
	file_unlock(keyring->replacing);
	keyring->replacing = -1;
	return STATUS_OK;
}

enum status
keyring_replace_end(struct keyring *keyring, struct error *error)
{
	enum status status;

	if (keyring->locked)
		return keyring_locked(error);
	if (keyring->remote != NULL)
		return keyring->remote->replace_end(keyring->context, error);
	(void)pthread_mutex_lock(&keyring->writing);
	if (keyring->replacing < 0 || !keyring_is_replacing(keyring))
		status = error_set(error, STATUS_CONFLICT, "not_replacing",
		    "鍵暗号化鍵の交換は行われていません",
		    "no KEK is being replaced");
	else
		status = drop_kek(keyring, error);
	(void)pthread_mutex_unlock(&keyring->writing);
	return status;
}
