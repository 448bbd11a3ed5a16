#include <pthread.h>
#include <sodium.h>

#include "crypto/password.h"

enum { MEMORY = 64 << 20, PASSES = 3 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static int running;

static void
take_turn(void)
{
	(void)pthread_mutex_lock(&mutex);
	while (running == PASSWORD_AT_ONCE)
		(void)pthread_cond_wait(&freed, &mutex);
	running++;
	(void)pthread_mutex_unlock(&mutex);
}

static void
end_turn(void)
{
	(void)pthread_mutex_lock(&mutex);
	running--;
	(void)pthread_cond_signal(&freed);
	(void)pthread_mutex_unlock(&mutex);
}

enum status
password_hash(char out[PASSWORD_HASH_SIZE], struct text password,
    struct error *error)
{
	int result;

	_Static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES, "size");
	take_turn();
	result = crypto_pwhash_str_alg(out, password.p, password.n, PASSES,
	    MEMORY, crypto_pwhash_ALG_ARGON2ID13);
	end_turn();
	return result == 0 ? STATUS_OK : error_memory(error);
}

bool
password_matches(struct text hash, struct text password, bool *outdated)
{
	char string[PASSWORD_HASH_SIZE] = "";
	int result;

	*outdated = false;
	if (hash.n >= sizeof(string))
		return password_matches_nobody(password);
	memcpy(string, hash.p, hash.n);
	take_turn();
	result = crypto_pwhash_str_verify(string, password.p, password.n);
	end_turn();
	*outdated = crypto_pwhash_str_needs_rehash(string, PASSES,
	    MEMORY) != 0;
	return result == 0;
}

bool
password_matches_nobody(struct text password)
{
	char ignored[PASSWORD_HASH_SIZE];
	struct error error;

	(void)!password_hash(ignored, password, &error);
	return false;
}
