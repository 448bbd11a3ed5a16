#include <openssl/evp.h>
#include <openssl/params.h>

#include "base/mem.h"
#include "crypto/random.h"
#include "crypto/zipaes.h"

enum { KEY = 32, ROUNDS = 1000, SHA1 = 20, BLOCK = 16, AT_ONCE = 256 };

struct zipaes {
	EVP_CIPHER_CTX *cipher;
	EVP_MAC_CTX *mac;
	uint64_t counter;
	uint8_t stream[AT_ONCE * BLOCK];
	size_t left;		/* of stream, at its end */
};

static enum status
failed(struct error *error)
{
	return error_set(error, STATUS_FAILURE, "cipher_failed",
	    "暗号の処理に失敗しました", "the cipher failed");
}

void
zipaes_passphrase(char out[ZIPAES_PASSPHRASE_SIZE])
{
	/* Crockford's letters: no I, L, O, U. */
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	size_t n = 0;

	for (int i = 0; i < 25; i++) {
		if (i > 0 && i % 5 == 0)
			out[n++] = '-';
		out[n++] = letters[random_below(32)];
	}
	out[n] = '\0';
}

static enum status
start_mac(struct zipaes *z, const uint8_t key[KEY], struct error *error)
{
	EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	char digest[] = "SHA1";
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string("digest", digest, 0),
		OSSL_PARAM_construct_end(),
	};

	z->mac = hmac == NULL ? NULL : EVP_MAC_CTX_new(hmac);
	EVP_MAC_free(hmac);
	return z->mac != NULL && EVP_MAC_init(z->mac, key, KEY,
	    parameters) == 1 ? STATUS_OK : failed(error);
}

enum status
zipaes_new(struct zipaes **out, struct text passphrase,
    const uint8_t salt[ZIPAES_SALT], uint8_t check[ZIPAES_CHECK],
    struct error *error)
{
	struct zipaes *z = mem_alloc(sizeof(*z));
	uint8_t keys[2 * KEY + ZIPAES_CHECK];
	enum status status = STATUS_OK;

	*out = NULL;
	if (z == NULL)
		return error_memory(error);
	z->cipher = EVP_CIPHER_CTX_new();
	if (z->cipher == NULL || PKCS5_PBKDF2_HMAC_SHA1(passphrase.p,
	    (int)passphrase.n, salt, ZIPAES_SALT, ROUNDS, sizeof(keys),
	    keys) != 1 || EVP_EncryptInit_ex2(z->cipher, EVP_aes_256_ecb(),
	    keys, NULL, NULL) != 1 ||
	    EVP_CIPHER_CTX_set_padding(z->cipher, 0) != 1)
		status = failed(error);
	if (status == STATUS_OK)
		status = start_mac(z, keys + KEY, error);
	memcpy(check, keys + 2 * KEY, ZIPAES_CHECK);
	mem_wipe(keys, sizeof(keys));
	if (status == STATUS_OK)
		*out = z;
	else
		zipaes_free(z);
	return status;
}

void
zipaes_free(struct zipaes *z)
{
	if (z == NULL)
		return;
	EVP_CIPHER_CTX_free(z->cipher);
	EVP_MAC_CTX_free(z->mac);
	mem_wipe(z, sizeof(*z));
	mem_free(z);
}

/* OpenSSL's counter mode counts from the other end of the block. */
static bool
refill(struct zipaes *z)
{
	int n;

	memset(z->stream, 0, sizeof(z->stream));
	for (size_t i = 0; i < AT_ONCE; i++) {
		z->counter++;
		for (size_t b = 0; b < 8; b++)
			z->stream[i * BLOCK + b] =
			    (uint8_t)(z->counter >> 8 * b);
	}
	z->left = sizeof(z->stream);
	return EVP_EncryptUpdate(z->cipher, z->stream, &n, z->stream,
	    sizeof(z->stream)) == 1 && n == sizeof(z->stream);
}

static enum status
mix(struct zipaes *z, uint8_t *bytes, size_t n, struct error *error)
{
	for (size_t i = 0; i < n; i++) {
		if (z->left == 0 && !refill(z))
			return failed(error);
		bytes[i] ^= z->stream[sizeof(z->stream) - z->left--];
	}
	return STATUS_OK;
}

enum status
zipaes_seal(struct zipaes *z, uint8_t *bytes, size_t n, struct error *error)
{
	enum status status = mix(z, bytes, n, error);

	if (status == STATUS_OK && EVP_MAC_update(z->mac, bytes, n) != 1)
		status = failed(error);
	return status;
}

enum status
zipaes_end(struct zipaes *z, uint8_t tag[ZIPAES_TAG], struct error *error)
{
	uint8_t whole[SHA1];
	size_t n = 0;

	if (EVP_MAC_final(z->mac, whole, &n, sizeof(whole)) != 1 ||
	    n != sizeof(whole))
		return failed(error);
	memcpy(tag, whole, ZIPAES_TAG);
	return STATUS_OK;
}
