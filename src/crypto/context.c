#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "base/mem.h"
#include "crypto/context.h"

static const char *const names[CONTEXT_USES] = {
	[CONTEXT_GCM] = "AES-256-GCM",
	[CONTEXT_BLOCK] = "AES-256-ECB",
	[CONTEXT_BLOCK_BACK] = "AES-256-ECB",
};
static EVP_CIPHER *cipher[CONTEXT_USES];
static pthread_key_t thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

struct context {
	EVP_CIPHER_CTX *ctx;
	uint8_t key[CONTEXT_KEY];
	bool keyed;
	atomic_flag busy;
};

/* Those of one thread, in a list of all. */
struct contexts {
	struct contexts *next, **link;
	struct context use[CONTEXT_USES];
};
static _Thread_local struct contexts *contexts;
static struct contexts *all_contexts;
static pthread_mutex_t all_mutex = PTHREAD_MUTEX_INITIALIZER;

/* Mostly free: whoever waits here waits for one message. */
static void
take(struct context *c)
{
	while (atomic_flag_test_and_set_explicit(&c->busy,
	    memory_order_acquire))
		(void)sched_yield();
}

static void
give(struct context *c)
{
	atomic_flag_clear_explicit(&c->busy, memory_order_release);
}

static void
wipe(struct contexts *old)
{
	for (size_t i = 0; i < CONTEXT_USES; i++)
		EVP_CIPHER_CTX_free(old->use[i].ctx);
	mem_wipe(old, sizeof(*old));
	mem_free(old);
}

static void
free_contexts(void *memory)
{
	struct contexts *old = memory;

	(void)pthread_mutex_lock(&all_mutex);
	*old->link = old->next;
	if (old->next != NULL)
		old->next->link = old->link;
	(void)pthread_mutex_unlock(&all_mutex);
	wipe(old);
}

static void
list(struct contexts *new)
{
	(void)pthread_mutex_lock(&all_mutex);
	new->next = all_contexts;
	new->link = &all_contexts;
	if (new->next != NULL)
		new->next->link = &new->next;
	all_contexts = new;
	(void)pthread_mutex_unlock(&all_mutex);
}

static void
fetch(void)
{
	/* Fetching crashes where the library could not set itself up. */
	for (size_t i = 0; i < CONTEXT_USES &&
	    OSSL_LIB_CTX_get0_global_default() != NULL; i++)
		cipher[i] = EVP_CIPHER_fetch(NULL, names[i], NULL);
	(void)pthread_key_create(&thread_end, free_contexts);
}

static struct contexts *
thread_contexts(void)
{
	struct contexts *new;

	if (contexts != NULL)
		return contexts;
	(void)pthread_once(&once, fetch);
	new = mem_alloc(sizeof(*new));
	if (new == NULL)
		return NULL;
	for (size_t i = 0; i < CONTEXT_USES; i++) {
		new->use[i].ctx = EVP_CIPHER_CTX_new();
		if (cipher[i] == NULL || new->use[i].ctx == NULL) {
			wipe(new);
			return NULL;
		}
	}
	list(new);
	(void)pthread_setspecific(thread_end, new);
	contexts = new;
	return new;
}

/* In a time that does not depend on where they differ. */
static bool
same_key(const uint8_t a[CONTEXT_KEY], const uint8_t b[CONTEXT_KEY])
{
	uint64_t x[CONTEXT_KEY / 8], y[CONTEXT_KEY / 8];

	memcpy(x, a, sizeof(x));
	memcpy(y, b, sizeof(y));
	return ((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) |
	    (x[3] ^ y[3])) == 0;
}

/* Its context is taken. */
static bool
set_up(struct context *c, enum context_use use, const uint8_t *key,
    const uint8_t *nonce, bool sealing)
{
	const EVP_CIPHER *same;

	/* A block needs no nonce and leaves no state behind. */
	if (c->keyed && same_key(c->key, key))
		return use != CONTEXT_GCM || EVP_CipherInit_ex2(c->ctx, NULL,
		    NULL, nonce, sealing, NULL) == 1;
	/* Naming the cipher again would set up everything anew. */
	same = EVP_CIPHER_CTX_get0_cipher(c->ctx);
	memcpy(c->key, key, CONTEXT_KEY);
	c->keyed = EVP_CipherInit_ex2(c->ctx, same == NULL ? cipher[use] :
	    NULL, key, nonce, sealing, NULL) == 1 && (use == CONTEXT_GCM ||
	    EVP_CIPHER_CTX_set_padding(c->ctx, 0) == 1);
	return c->keyed;
}

EVP_CIPHER_CTX *
context_begin(enum context_use use, const uint8_t key[CONTEXT_KEY],
    const uint8_t *nonce, bool sealing)
{
	struct contexts *mine = thread_contexts();
	struct context *c;

	if (mine == NULL)
		return NULL;
	c = &mine->use[use];
	take(c);
	if (set_up(c, use, key, nonce, sealing))
		return c->ctx;
	give(c);
	return NULL;
}

void
context_end(enum context_use use)
{
	give(&contexts->use[use]);
}

void
context_forget(void)
{
	(void)pthread_mutex_lock(&all_mutex);
	for (struct contexts *t = all_contexts; t != NULL; t = t->next)
		for (size_t i = 0; i < CONTEXT_USES; i++) {
			struct context *c = &t->use[i];

			take(c);
			mem_wipe(c->key, CONTEXT_KEY);
			c->keyed = false;
			(void)EVP_CIPHER_CTX_reset(c->ctx);
			give(c);
		}
	(void)pthread_mutex_unlock(&all_mutex);
}
