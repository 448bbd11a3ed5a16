#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>

#include "base/mem.h"
#include "crypto/aead.h"
#include "crypto/random.h"

enum { MESSAGE_MAX = 1 << 30 };

/*
 * Fetching the cipher and making a context cost more than sealing a record,
 * so there is one cipher for the process and one context for each thread.
 */
static EVP_CIPHER *cipher;
static pthread_key_t thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;
/*
 * Expanding a key costs as much as opening a record.  A person's standing and
 * records are mostly under one key, so a context keeps the last one.
 */
struct context {
	EVP_CIPHER_CTX *ctx;
	uint8_t key[AEAD_KEY];
	bool keyed;
};
static _Thread_local struct context *context;

static void
free_context(void *memory)
{
	struct context *old = memory;

	EVP_CIPHER_CTX_free(old->ctx);
	mem_wipe(old, sizeof(*old));
	mem_free(old);
}

static void
fetch(void)
{
	cipher = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	(void)pthread_key_create(&thread_end, free_context);
}

static struct context *
thread_context(void)
{
	struct context *new;

	(void)pthread_once(&once, fetch);
	if (context != NULL || cipher == NULL)
		return context;
	new = mem_alloc(sizeof(*new));
	if (new == NULL)
		return NULL;
	new->ctx = EVP_CIPHER_CTX_new();
	if (new->ctx == NULL) {
		mem_free(new);
		return NULL;
	}
	(void)pthread_setspecific(thread_end, new);
	context = new;
	return new;
}

/* Ready to seal (1) or open (0) one message under that key and nonce. */
static bool
begin(struct context *c, int sealing, const uint8_t key[AEAD_KEY],
    const uint8_t nonce[AEAD_NONCE])
{
	if (c->keyed && CRYPTO_memcmp(c->key, key, AEAD_KEY) == 0)
		return EVP_CipherInit_ex2(c->ctx, NULL, NULL, nonce, sealing,
		    NULL) == 1;
	memcpy(c->key, key, AEAD_KEY);
	c->keyed = EVP_CipherInit_ex2(c->ctx, cipher, key, nonce, sealing,
	    NULL) == 1;
	return c->keyed;
}

void
aead_forget(void)
{
	if (context == NULL)
		return;
	mem_wipe(context->key, AEAD_KEY);
	context->keyed = false;
	(void)EVP_CIPHER_CTX_reset(context->ctx);
}

static enum status
failed(struct error *error)
{
	return error_set(error, STATUS_FAILURE, "cipher_failure",
	    "暗号処理に失敗しました", "the cipher failed");
}

enum status
aead_seal(uint8_t *out, const uint8_t key[AEAD_KEY], const void *plain,
    size_t n, const void *aad, size_t aad_n, struct error *error)
{
	struct context *c = thread_context();
	uint8_t *body = out + AEAD_NONCE;
	EVP_CIPHER_CTX *ctx;
	int written;

	if (c == NULL || n > MESSAGE_MAX)
		return failed(error);
	ctx = c->ctx;
	random_bytes(out, AEAD_NONCE);
	if (!begin(c, 1, key, out) ||
	    EVP_EncryptUpdate(ctx, NULL, &written, aad, (int)aad_n) != 1 ||
	    EVP_EncryptUpdate(ctx, body, &written, plain, (int)n) != 1 ||
	    EVP_EncryptFinal_ex(ctx, body + n, &written) != 1 ||
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, AEAD_TAG,
	    body + n) != 1)
		return failed(error);
	return STATUS_OK;
}

enum status
aead_open(uint8_t *plain, const uint8_t key[AEAD_KEY], const void *sealed,
    size_t n, const void *aad, size_t aad_n, struct error *error)
{
	struct context *c = thread_context();
	const uint8_t *nonce = sealed;
	const uint8_t *body = nonce + AEAD_NONCE;
	uint8_t tag[AEAD_TAG];
	EVP_CIPHER_CTX *ctx;
	size_t length;
	int written;

	if (c == NULL || n > MESSAGE_MAX)
		return failed(error);
	ctx = c->ctx;
	if (n < AEAD_NONCE + AEAD_TAG)
		return error_set(error, STATUS_INTEGRITY, "seal_broken",
		    "封緘が壊れています", "the seal is broken");
	length = n - AEAD_NONCE - AEAD_TAG;
	memcpy(tag, body + length, AEAD_TAG);
	if (!begin(c, 0, key, nonce) ||
	    EVP_DecryptUpdate(ctx, NULL, &written, aad, (int)aad_n) != 1 ||
	    EVP_DecryptUpdate(ctx, plain, &written, body, (int)length) != 1 ||
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, AEAD_TAG,
	    tag) != 1)
		return failed(error);
	if (EVP_DecryptFinal_ex(ctx, plain + length, &written) != 1) {
		mem_wipe(plain, length);
		return error_set(error, STATUS_INTEGRITY, "seal_broken",
		    "封緘が壊れています", "the seal is broken");
	}
	return STATUS_OK;
}
