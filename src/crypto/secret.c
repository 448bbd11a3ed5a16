#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "crypto/secret.h"

enum status
secret_start(struct error *error)
{
	const struct rlimit none = { 0, 0 };

	if (sodium_init() < 0)
		return error_set(error, STATUS_FAILURE, "crypto_start",
		    "暗号ライブラリーを初期化できません",
		    "the crypto library does not start");
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	return STATUS_OK;
}

void *
secret_alloc(size_t size)
{
	void *secret = sodium_malloc(size);

	if (secret != NULL)
		memset(secret, 0, size);
	return secret;
}

void
secret_free(void *secret)
{
	sodium_free(secret);
}

bool
secret_equal(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}
