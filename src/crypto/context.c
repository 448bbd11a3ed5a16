#include <pthread.h>

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
};
static _Thread_local struct context *contexts;

static void
free_contexts(void *memory)
{
	struct context *old = memory;

	for (size_t i = 0; i < CONTEXT_USES; i++)
		EVP_CIPHER_CTX_free(old[i].ctx);
	mem_wipe(old, CONTEXT_USES * sizeof(*old));
	mem_free(old);
}

static void
fetch(void)
{
	for (size_t i = 0; i < CONTEXT_USES; i++)
		cipher[i] = EVP_CIPHER_fetch(NULL, names[i], NULL);
	(void)pthread_key_create(&thread_end, free_contexts);
}

static struct context *
thread_contexts(void)
{
	struct context *new;

	if (contexts != NULL)
		return contexts;
	(void)pthread_once(&once, fetch);
	new = mem_array(CONTEXT_USES, sizeof(*new));
	if (new == NULL)
		return NULL;
	for (size_t i = 0; i < CONTEXT_USES; i++) {
		new[i].ctx = EVP_CIPHER_CTX_new();
		if (cipher[i] == NULL || new[i].ctx == NULL) {
			free_contexts(new);
			return NULL;
		}
	}
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

EVP_CIPHER_CTX *
context_begin(enum context_use use, const uint8_t key[CONTEXT_KEY],
    const uint8_t *nonce, bool sealing)
{
	struct context *all = thread_contexts(), *c;
	const EVP_CIPHER *same;

	if (all == NULL)
		return NULL;
	c = &all[use];
	if (c->keyed && same_key(c->key, key)) {
		/* A block needs no nonce and leaves no state behind. */
		if (use == CONTEXT_GCM && EVP_CipherInit_ex2(c->ctx, NULL,
		    NULL, nonce, sealing, NULL) != 1)
			return NULL;
		return c->ctx;
	}
	/* Naming the cipher again would set up everything anew. */
	same = EVP_CIPHER_CTX_get0_cipher(c->ctx);
	memcpy(c->key, key, CONTEXT_KEY);
	c->keyed = EVP_CipherInit_ex2(c->ctx, same == NULL ? cipher[use] :
	    NULL, key, nonce, sealing, NULL) == 1 && (use == CONTEXT_GCM ||
	    EVP_CIPHER_CTX_set_padding(c->ctx, 0) == 1);
	return c->keyed ? c->ctx : NULL;
}

void
context_forget(void)
{
	for (size_t i = 0; contexts != NULL && i < CONTEXT_USES; i++) {
		mem_wipe(contexts[i].key, CONTEXT_KEY);
		contexts[i].keyed = false;
		(void)EVP_CIPHER_CTX_reset(contexts[i].ctx);
	}
}
