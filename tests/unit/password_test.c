#include "test.h"

#include <pthread.h>
#include <sodium.h>

#include "base/clock.h"
#include "crypto/password.h"
#include "crypto/secret.h"

static void
hashes_and_matches(void **state)
{
	static const char *const passwords[] = {
		"correct horse battery staple", "関所を越える合言葉", "",
	};
	char hash[PASSWORD_HASH_SIZE], again[PASSWORD_HASH_SIZE];
	struct error error;
	bool outdated;

	(void)state;
	for (size_t i = 0; i < LENGTH(passwords); i++) {
		struct text password = text_of(passwords[i]);

		assert_ok(password_hash(hash, password, &error), &error);
		assert_true(text_starts_with(text_of(hash),
		    "$argon2id$v=19$m=65536,t=3,p=1$"));
		assert_true(password_matches(text_of(hash), password,
		    &outdated));
		assert_false(outdated);
		assert_ok(password_hash(again, password, &error), &error);
		assert_string_not_equal(hash, again);
	}
	assert_false(password_matches(text_of(hash), TEXT("a"), &outdated));
	assert_ok(password_hash(hash, TEXT("Password"), &error), &error);
	assert_false(password_matches(text_of(hash), TEXT("password"),
	    &outdated));
	assert_false(password_matches(text_of(hash), TEXT("Password "),
	    &outdated));
}

static void
weaker_ones_are_outdated(void **state)
{
	char hash[PASSWORD_HASH_SIZE];
	bool outdated = false;

	(void)state;
	assert_int_equal(crypto_pwhash_str_alg(hash, "old", 3, 1, 8 << 20,
	    crypto_pwhash_ALG_ARGON2ID13), 0);
	assert_true(password_matches(text_of(hash), TEXT("old"), &outdated));
	assert_true(outdated);
	outdated = false;
	assert_false(password_matches(text_of(hash), TEXT("new"),
	    &outdated));
}

static void
damaged_hashes(void **state)
{
	char hash[PASSWORD_HASH_SIZE], long_hash[400];
	struct error error;
	bool outdated;

	(void)state;
	assert_ok(password_hash(hash, TEXT("secret word"), &error), &error);
	memset(long_hash, 'x', sizeof(long_hash));
	assert_false(password_matches((struct text){ long_hash,
	    sizeof(long_hash) }, TEXT("secret word"), &outdated));
	assert_false(password_matches((struct text){ long_hash,
	    PASSWORD_HASH_SIZE }, TEXT("secret word"), &outdated));
	assert_false(password_matches(TEXT(""), TEXT(""), &outdated));
	assert_false(password_matches(TEXT("$argon2id$v=19$m=1,t=1,p=1$"),
	    TEXT(""), &outdated));
	for (size_t n = 0; n < strlen(hash); n += 13)
		assert_false(password_matches((struct text){ hash, n },
		    TEXT("secret word"), &outdated));
	/* A letter in the tag. */
	hash[strlen(hash) - 2] ^= 1;
	assert_false(password_matches(text_of(hash), TEXT("secret word"),
	    &outdated));
}

/* Of this thread: it is the same whatever else the machine does. */
static int64_t
cpu_time(void)
{
	struct timespec at;

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

/* An account that is not there must not answer sooner than one that is. */
static void
nobody_takes_as_long(void **state)
{
	char hash[PASSWORD_HASH_SIZE];
	struct error error;
	int64_t started, with, without;
	bool outdated;

	(void)state;
	assert_ok(password_hash(hash, TEXT("secret word"), &error), &error);
	started = cpu_time();
	for (int i = 0; i < 3; i++)
		assert_false(password_matches(text_of(hash), TEXT("other"),
		    &outdated));
	with = cpu_time() - started;
	started = cpu_time();
	for (int i = 0; i < 3; i++)
		assert_false(password_matches_nobody(TEXT("other")));
	without = cpu_time() - started;
	assert_true(2 * without > with);
}

static void *
match_once(void *context)
{
	const char *hash = context;
	bool outdated;

	return password_matches(text_of(hash), TEXT("shared"), &outdated) ?
	    context : NULL;
}

static void
many_at_once(void **state)
{
	char hash[PASSWORD_HASH_SIZE];
	pthread_t thread[6];
	struct error error;

	(void)state;
	assert_ok(password_hash(hash, TEXT("shared"), &error), &error);
	for (size_t i = 0; i < LENGTH(thread); i++)
		assert_int_equal(pthread_create(&thread[i], NULL, match_once,
		    hash), 0);
	for (size_t i = 0; i < LENGTH(thread); i++) {
		void *result = NULL;

		assert_int_equal(pthread_join(thread[i], &result), 0);
		assert_ptr_equal(result, hash);
	}
}

static int
start(void **state)
{
	struct error error;

	(void)state;
	return secret_start(&error) == STATUS_OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_and_matches),
		cmocka_unit_test(weaker_ones_are_outdated),
		cmocka_unit_test(damaged_hashes),
		cmocka_unit_test(nobody_takes_as_long),
		cmocka_unit_test(many_at_once),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
