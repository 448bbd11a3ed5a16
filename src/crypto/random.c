#include <pthread.h>
#include <sodium.h>

#include "crypto/random.h"
#include "base/mem.h"

enum { BLOCK = 512 };

static _Thread_local struct {
	uint8_t bytes[BLOCK];
	size_t left;
	unsigned int generation;
} block;

/* Counts forks, so that no child repeats what its parent drew. */
static unsigned int generation;

static void
forked(void)
{
	generation++;
}

static void
watch_forks(void)
{
	(void)pthread_atfork(NULL, NULL, forked);
}

void
random_bytes(void *out, size_t n)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	uint8_t *from;

	(void)pthread_once(&once, watch_forks);
	if (n > BLOCK / 4) {
		randombytes_buf(out, n);
		return;
	}
	if (block.left < n || block.generation != generation) {
		randombytes_buf(block.bytes, BLOCK);
		block.left = BLOCK;
		block.generation = generation;
	}
	from = block.bytes + BLOCK - block.left;
	memcpy(out, from, n);
	mem_wipe(from, n);
	block.left -= n;
}

uint64_t
random_below(uint64_t limit)
{
	/* Refuse the uneven rest of 2^64, so that every value is as likely. */
	uint64_t rest = (UINT64_MAX % limit + 1) % limit;
	uint64_t value;

	do {
		random_bytes(&value, sizeof(value));
	} while (value > UINT64_MAX - rest);
	return value % limit;
}
