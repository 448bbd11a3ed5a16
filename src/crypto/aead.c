#include <openssl/core_names.h>
#include <openssl/params.h>

#include "base/mem.h"
#include "crypto/aead.h"
#include "crypto/context.h"
#include "crypto/random.h"

enum { MESSAGE_MAX = 1 << 30 };

static enum status
too_long(struct error *error)
{
	return error_set(error, STATUS_FAILURE, "cipher_failure",
	    "暗号化できる長さを超えています",
	    "this is longer than can be sealed");
}

static enum status
broken(struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "seal_broken",
	    "封緘が壊れています", "the seal is broken");
}

enum status
aead_seal_at(uint8_t *out, const uint8_t key[AEAD_KEY],
    const uint8_t nonce[AEAD_NONCE], const void *plain, size_t n,
    const void *aad, size_t aad_n, struct error *error)
{
	EVP_CIPHER_CTX *ctx;
	int written;
	bool worked;

	if (n > MESSAGE_MAX)
		return too_long(error);
	ctx = context_begin(CONTEXT_GCM, key, nonce, true);
	if (ctx == NULL)
		return error_memory(error);
	worked = EVP_EncryptUpdate(ctx, NULL, &written, aad, (int)aad_n) ==
	    1 && EVP_EncryptUpdate(ctx, out, &written, plain, (int)n) == 1 &&
	    EVP_EncryptFinal_ex(ctx, out + n, &written) == 1 &&
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, AEAD_TAG,
	    out + n) == 1;
	context_end(CONTEXT_GCM);
	return worked ? STATUS_OK : error_memory(error);
}

enum status
aead_seal(uint8_t *out, const uint8_t key[AEAD_KEY], const void *plain,
    size_t n, const void *aad, size_t aad_n, struct error *error)
{
	random_bytes(out, AEAD_NONCE);
	return aead_seal_at(out + AEAD_NONCE, key, out, plain, n, aad, aad_n,
	    error);
}

enum status
aead_open_at(uint8_t *plain, const uint8_t key[AEAD_KEY],
    const uint8_t nonce[AEAD_NONCE], const void *sealed, size_t n,
    const void *aad, size_t aad_n, struct error *error)
{
	const uint8_t *body = sealed;
	uint8_t tag[AEAD_TAG];
	const OSSL_PARAM tag_is[] = {
		OSSL_PARAM_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, tag,
		    AEAD_TAG), OSSL_PARAM_END
	};
	EVP_CIPHER_CTX *ctx;
	bool ready, whole = false;
	size_t length;
	int written;

	if (n > MESSAGE_MAX)
		return too_long(error);
	if (n < AEAD_TAG)
		return broken(error);
	length = n - AEAD_TAG;
	memcpy(tag, body + length, AEAD_TAG);
	ctx = context_begin(CONTEXT_GCM, key, nonce, false);
	if (ctx == NULL)
		return error_memory(error);
	ready = EVP_DecryptUpdate(ctx, NULL, &written, aad, (int)aad_n) ==
	    1 && EVP_DecryptUpdate(ctx, plain, &written, body, (int)length) ==
	    1 && EVP_CIPHER_CTX_set_params(ctx, tag_is) == 1;
	if (ready)
		whole = EVP_DecryptFinal_ex(ctx, plain + length, &written) ==
		    1;
	context_end(CONTEXT_GCM);
	if (!ready)
		return error_memory(error);
	if (whole)
		return STATUS_OK;
	mem_wipe(plain, length);
	return broken(error);
}

enum status
aead_open(uint8_t *plain, const uint8_t key[AEAD_KEY], const void *sealed,
    size_t n, const void *aad, size_t aad_n, struct error *error)
{
	const uint8_t *nonce = sealed;

	if (n < AEAD_NONCE + AEAD_TAG)
		return broken(error);
	return aead_open_at(plain, key, nonce, nonce + AEAD_NONCE,
	    n - AEAD_NONCE, aad, aad_n, error);
}

void
aead_forget(void)
{
	context_forget();
}
