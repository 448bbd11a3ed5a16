/*
 * nonces.c - seals under a few keys, for the test of that name.
 *
 *	nonces COUNT [counter]
 *		seals COUNT records, from several threads, before a fork, in
 *		the child and in the parent after it; writes slot (8 bytes)
 *		and nonce (12 bytes) of each to standard output.
 *		counter is the planted fault: a nonce that counts, and begins
 *		anew with the process.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "crypto/seal.h"
#include "crypto/secret.h"

enum { SLOTS = 4, THREADS = 3, PIECE = 20, AT_ONCE = 200 };

static unsigned long count;
static bool counter;
static atomic_ulong next_nonce;

static int
seal_one(uint8_t out[PIECE], unsigned long number, struct arena *arena)
{
	static const uint8_t store[STORE_ID_SIZE];
	const struct seal_place place = {
		.store = store, .kind = SEAL_RECORD, .person = number,
		.version = 1
	};
	const uint8_t key[SEAL_KEY] = { (uint8_t)(number % SLOTS) };
	struct sealed sealed;
	struct error error;

	if (seal(&sealed, &place, number % SLOTS, key,
	    bytes_of(TEXT("value")), arena, &error) != STATUS_OK)
		return -1;
	memset(out, 0, 8);
	memcpy(out + 2, sealed.bytes.p + 1, 6);
	memcpy(out + 8, sealed.bytes.p + SEAL_HEADER, 12);
	if (counter) {
		unsigned long n = atomic_fetch_add(&next_nonce, 1);

		memset(out + 8, 0, 12);
		memcpy(out + 8, &n, sizeof(n));
	}
	return 0;
}

/* In pieces that a pipe takes whole: many write to it. */
static void *
seal_some(void *context)
{
	struct arena *arena = arena_new(16 << 20);
	uint8_t out[AT_ONCE][PIECE];
	size_t n = 0;

	(void)context;
	for (unsigned long i = 0; arena != NULL && i < count; i++) {
		arena_reset(arena);
		if (seal_one(out[n++], i, arena) != 0)
			_exit(1);
		if ((n == AT_ONCE || i + 1 == count) &&
		    write(STDOUT_FILENO, out, n * PIECE) !=
		    (ssize_t)(n * PIECE))
			_exit(1);
		n = n == AT_ONCE ? 0 : n;
	}
	arena_free(arena);
	return NULL;
}

static void
seal_in_threads(void)
{
	pthread_t thread[THREADS];

	for (size_t i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, seal_some, NULL) != 0)
			_exit(1);
	for (size_t i = 0; i < THREADS; i++)
		(void)pthread_join(thread[i], NULL);
}

int
main(int argc, char **argv)
{
	struct error error;
	int code = 1;
	pid_t child;

	if (argc < 2 || secret_start(&error) != STATUS_OK)
		return 2;
	/* Three threads and one before, one behind the fork on each side. */
	count = strtoul(argv[1], NULL, 10) / (THREADS + 3);
	counter = argc > 2 && strcmp(argv[2], "counter") == 0;
	seal_in_threads();
	/* What is left of this thread's block must not be drawn twice. */
	(void)seal_some(NULL);
	child = fork();
	if (child < 0)
		return 1;
	(void)seal_some(NULL);
	if (child == 0)
		return 0;
	return waitpid(child, &code, 0) == child && code == 0 ? 0 : 1;
}
