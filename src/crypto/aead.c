#include "base/mem.h"
#include "crypto/aead.h"
#include "crypto/context.h"
#include "crypto/random.h"

enum { MESSAGE_MAX = 1 << 30 };

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
	uint8_t *body = out + AEAD_NONCE;
	EVP_CIPHER_CTX *ctx;
	int written;

	if (n > MESSAGE_MAX)
		return failed(error);
	random_bytes(out, AEAD_NONCE);
	ctx = context_begin(CONTEXT_GCM, key, out, true);
	if (ctx == NULL ||
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
	const uint8_t *nonce = sealed;
	const uint8_t *body = nonce + AEAD_NONCE;
	uint8_t tag[AEAD_TAG];
	EVP_CIPHER_CTX *ctx;
	size_t length;
	int written;

	if (n > MESSAGE_MAX)
		return failed(error);
	if (n < AEAD_NONCE + AEAD_TAG)
		return error_set(error, STATUS_INTEGRITY, "seal_broken",
		    "封緘が壊れています", "the seal is broken");
	length = n - AEAD_NONCE - AEAD_TAG;
	memcpy(tag, body + length, AEAD_TAG);
	ctx = context_begin(CONTEXT_GCM, key, nonce, false);
	if (ctx == NULL ||
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

void
aead_forget(void)
{
	context_forget();
}
