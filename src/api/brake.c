/*
 * How often an address may fail to say who it is: thirty times at once, then
 * once a second.  A fixed table, so that nobody can make it grow; two
 * addresses that share a place share its patience.
 */
#include "api/call.h"
#include "base/mem.h"
#include "crypto/random.h"

enum { PLACES = 4096, BURST = 30, PER_MS = 1000 };

struct brake {
	pthread_mutex_t mutex;
	uint8_t salt[16];
	struct {
		int64_t last;
		int64_t tokens;		/* missing from BURST, in ms */
	} place[PLACES];
};

struct brake *
brake_new(void)
{
	struct brake *brake = mem_alloc(sizeof(*brake));

	if (brake == NULL)
		return NULL;
	(void)pthread_mutex_init(&brake->mutex, NULL);
	random_bytes(brake->salt, sizeof(brake->salt));
	return brake;
}

void
brake_free(struct brake *brake)
{
	if (brake != NULL)
		(void)pthread_mutex_destroy(&brake->mutex);
	mem_free(brake);
}

static size_t
place_of(const struct brake *brake, const char *address)
{
	struct hash_state state;
	struct hash hash;

	hash_start(&state);
	hash_add(&state, brake->salt, sizeof(brake->salt));
	hash_add(&state, address, strlen(address));
	hash = hash_end(&state);
	return ((size_t)hash.bytes[0] << 8 | hash.bytes[1]) % PLACES;
}

/* The mutex is held: what has grown back since the last time. */
static void
recover(struct brake *brake, size_t i, int64_t now)
{
	int64_t since = now - brake->place[i].last;

	brake->place[i].last = now;
	brake->place[i].tokens = since >= brake->place[i].tokens ? 0 :
	    brake->place[i].tokens - since;
}

bool
brake_open(struct brake *brake, const char *address, int64_t now)
{
	size_t i = place_of(brake, address);
	bool open;

	(void)pthread_mutex_lock(&brake->mutex);
	recover(brake, i, now);
	open = brake->place[i].tokens < (int64_t)BURST * PER_MS;
	(void)pthread_mutex_unlock(&brake->mutex);
	return open;
}

void
brake_count(struct brake *brake, const char *address, int64_t now)
{
	size_t i = place_of(brake, address);

	(void)pthread_mutex_lock(&brake->mutex);
	recover(brake, i, now);
	brake->place[i].tokens += PER_MS;
	(void)pthread_mutex_unlock(&brake->mutex);
}
