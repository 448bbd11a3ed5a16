#include "base/mem.h"
#include "crypto/keyring.h"
#include "crypto/secret.h"
#include "vault/held.h"

struct held_key {
	struct held_key *next;
	uint8_t *key;			/* guarded; NULL: wiped */
};

void
held_init(struct held *held)
{
	(void)pthread_mutex_init(&held->mutex, NULL);
	held->keys = NULL;
}

void
held_wipe(struct held *held)
{
	(void)pthread_mutex_lock(&held->mutex);
	for (struct held_key *k = held->keys; k != NULL; k = k->next) {
		secret_free(k->key);
		k->key = NULL;
	}
	(void)pthread_mutex_unlock(&held->mutex);
}

enum status
held_keep(struct held_key **out, struct held *held,
    const uint8_t key[SEAL_KEY], struct error *error)
{
	struct held_key *k = mem_alloc(sizeof(*k));

	*out = NULL;
	if (k == NULL)
		return error_memory(error);
	k->key = secret_alloc(SEAL_KEY);
	if (k->key == NULL) {
		mem_free(k);
		return error_memory(error);
	}
	memcpy(k->key, key, SEAL_KEY);
	(void)pthread_mutex_lock(&held->mutex);
	k->next = held->keys;
	held->keys = k;
	(void)pthread_mutex_unlock(&held->mutex);
	*out = k;
	return STATUS_OK;
}

enum status
held_get(uint8_t key[SEAL_KEY], struct held *held,
    const struct held_key *from, struct error *error)
{
	enum status status = STATUS_OK;

	(void)pthread_mutex_lock(&held->mutex);
	if (from->key != NULL)
		memcpy(key, from->key, SEAL_KEY);
	else
		status = keyring_locked(error);
	(void)pthread_mutex_unlock(&held->mutex);
	return status;
}

void
held_drop(struct held *held, struct held_key *key)
{
	struct held_key **at = &held->keys;

	if (key == NULL)
		return;
	(void)pthread_mutex_lock(&held->mutex);
	while (*at != key)
		at = &(*at)->next;
	*at = key->next;
	(void)pthread_mutex_unlock(&held->mutex);
	secret_free(key->key);
	mem_free(key);
}
