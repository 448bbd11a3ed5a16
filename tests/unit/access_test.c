#include "house.h"

#include <liboath/oath.h>

#include "access/approval.h"
#include "base/mem.h"

static struct house house;
static int64_t now;
static struct access *access_;
static struct access_shown shown;

#define PASSWORD TEXT("correct horse battery")

/* The house again, with a clock of our own. */
static void
reopen(void)
{
	struct error error;

	access_close(access_);
	reader_free(house.reader);
	vault_close(house.vault);
	house_now = &now;
	house_open(&house);
	assert_ok(access_open(&access_, house.vault, &error), &error);
}

static void
code_at(char out[7], int64_t when)
{
	char *secret;
	size_t n;

	assert_int_equal(oath_base32_decode(shown.totp, strlen(shown.totp),
	    &secret, &n), OATH_OK);
	assert_int_equal(oath_totp_generate(secret, n, (time_t)(when / 1000),
	    30, 0, 6, out), OATH_OK);
	mem_free(secret);
}

static enum status
log_in(char token[TOKEN_SIZE], struct error *error)
{
	char code[7];

	code_at(code, now);
	return access_log_in(token, access_, &(struct credentials){
	    .name = TEXT("staff:tanaka"), .password = PASSWORD,
	    .code = text_of(code) }, error);
}

static void
tokens(void **state)
{
	char token[TOKEN_SIZE];
	enum token_kind kind;
	struct hash made, read;

	(void)state;
	for (int i = 0; i < 100; i++) {
		token_make(token, &made, TOKEN_SESSION);
		assert_true(token_read(&read, &kind, text_of(token)));
		assert_true(hash_equal(&made, &read));
		assert_int_equal(kind, TOKEN_SESSION);
		/* One letter changed is no token. */
		token[4 + i % 58] = token[4 + i % 58] == 'a' ? 'b' : 'a';
		assert_false(token_read(&read, &kind, text_of(token)));
	}
	assert_false(token_read(&read, &kind, TEXT("")));
	assert_false(token_read(&read, &kind, TEXT("sks_")));
}

/* A code is good once, for itself and for those before it. */
static void
codes(void **state)
{
	char token[TOKEN_SIZE], old[7];
	struct error error;

	(void)state;
	code_at(old, now - 30000);
	assert_ok(log_in(token, &error), &error);
	assert_fails(log_in(token, &error), &error,
	    STATUS_UNAUTHENTICATED, "login_failed");
	assert_fails(access_log_in(token, access_, &(struct credentials){
	    .name = TEXT("staff:tanaka"), .password = PASSWORD,
	    .code = text_of(old) }, &error), &error,
	    STATUS_UNAUTHENTICATED, "login_failed");
	now += 60000;
	assert_ok(log_in(token, &error), &error);
	now += 60000;
}

static void
sessions_end(void **state)
{
	struct arena *arena = *state;
	char token[TOKEN_SIZE];
	struct error error;
	struct pass pass;
	int64_t began = now;
	bool more;

	assert_ok(log_in(token, &error), &error);
	/* Used again and again, it lives for its whole time; no longer. */
	while (now - began < ACCESS_SESSION_MS) {
		assert_ok(access_admit(&pass, access_, text_of(token), arena,
		    &error), &error);
		assert_int_equal(pass.authenticated, began);
		now += ACCESS_IDLE_MS - 1;
	}
	assert_fails(access_admit(&pass, access_, text_of(token), arena,
	    &error), &error, STATUS_UNAUTHENTICATED, "not_authenticated");
	/* Not used, it is over sooner. */
	assert_ok(log_in(token, &error), &error);
	now += ACCESS_IDLE_MS;
	assert_fails(access_admit(&pass, access_, text_of(token), arena,
	    &error), &error, STATUS_UNAUTHENTICATED, "not_authenticated");
	assert_ok(access_sweep(access_, &more, &error), &error);
	assert_false(more);
	reopen();
	assert_fails(access_admit(&pass, access_, text_of(token), arena,
	    &error), &error, STATUS_UNAUTHENTICATED, "not_authenticated");
}

static void
proves_again(void **state)
{
	char token[TOKEN_SIZE], code[7];
	struct credentials given = { .password = PASSWORD };
	struct error error;
	struct pass pass;

	assert_ok(log_in(token, &error), &error);
	assert_ok(access_admit(&pass, access_, text_of(token), *state,
	    &error), &error);
	now += 10 * 60000;
	code_at(code, now);
	given.code = text_of(code);
	assert_ok(access_prove(access_, &pass, &given, &error), &error);
	/* It is written: another process would know it, too. */
	reopen();
	assert_ok(access_admit(&pass, access_, text_of(token), *state,
	    &error), &error);
	assert_int_equal(pass.authenticated, now);
	assert_ok(access_log_out(access_, &pass, &error), &error);
	assert_fails(access_admit(&pass, access_, text_of(token), *state,
	    &error), &error, STATUS_UNAUTHENTICATED, "not_authenticated");
	now += 60000;
}

static void
locks(void **state)
{
	char token[TOKEN_SIZE];
	struct error error;

	(void)state;
	for (int i = 0; i < ACCESS_FAILURES; i++)
		assert_fails(access_log_in(token, access_,
		    &(struct credentials){ .name = TEXT("staff:tanaka"),
		    .password = TEXT("wrong"), .code = TEXT("000000") },
		    &error), &error, STATUS_UNAUTHENTICATED,
		    "login_failed");
	assert_fails(log_in(token, &error), &error, STATUS_UNAUTHENTICATED,
	    "login_failed");
	reopen();
	now += ACCESS_LOCK_MS - 1000;
	assert_fails(log_in(token, &error), &error, STATUS_UNAUTHENTICATED,
	    "login_failed");
	now += 1000;
	assert_ok(log_in(token, &error), &error);
}

static void
keys_expire(void **state)
{
	const struct text roles[] = { TEXT("web_service") };
	struct access_shown first, second;
	struct error error;
	struct pass pass;

	assert_ok(access_add(access_, &(struct access_new){
	    .name = TEXT("service:web"), .roles = { roles, 1 },
	    .expires = now + 100000, .quota = 2 }, TEXT("test"), &first,
	    &error), &error);
	for (int i = 0; i < 2; i++)
		assert_ok(access_admit(&pass, access_, text_of(first.key),
		    *state, &error), &error);
	assert_fails(access_admit(&pass, access_, text_of(first.key), *state,
	    &error), &error, STATUS_BUSY, "quota_exceeded");
	now += 60000;
	assert_ok(access_admit(&pass, access_, text_of(first.key), *state,
	    &error), &error);
	assert_ok(access_rotate(access_, TEXT("service:web"), 3600000, 0,
	    TEXT("test"), &second, &error), &error);
	now += 60000;
	/* Its own end comes before that of the overlap. */
	assert_fails(access_admit(&pass, access_, text_of(first.key), *state,
	    &error), &error, STATUS_UNAUTHENTICATED, "not_authenticated");
	assert_ok(access_admit(&pass, access_, text_of(second.key), *state,
	    &error), &error);
}

static struct approval
wanted(const char *digest)
{
	struct approval a = {
		.requester = TEXT("staff:tanaka"), .role = TEXT("sales"),
		.purpose = TEXT("contract"), .act = ACT_PROVIDE,
		.request = TEXT("POST /v1/x"),
	};

	memcpy(a.digest.bytes, digest, strlen(digest));
	return a;
}

/* S0: sales provide only with the officer's approval, in time, once. */
static void
approvals(void **state)
{
	const struct text roles[] = { TEXT("officer") };
	struct approval want = wanted("one"), got;
	struct pass officer = { .name = TEXT("staff:sato"),
	    .roles = { roles, 1 } };
	struct error error;

	assert_fails(approval_check(&got, house.vault, house.reader, &want,
	    false, *state, &error), &error, STATUS_REFUSED,
	    "approval_needed");
	assert_ok(approval_decide(&got, house.vault, &officer, true,
	    TEXT(""), *state, &error), &error);
	assert_ok(approval_check(&got, house.vault, house.reader, &want,
	    false, *state, &error), &error);
	now += APPROVAL_GOOD_MS;
	assert_fails(approval_check(&got, house.vault, house.reader, &want,
	    false, *state, &error), &error, STATUS_REFUSED,
	    "approval_needed");
	/* Asked anew; left alone for too long, nobody can decide it. */
	now += APPROVAL_ASKED_MS;
	assert_fails(approval_decide(&got, house.vault, &officer, true,
	    TEXT(""), *state, &error), &error, STATUS_CONFLICT, "not_open");
}

static int
setup(void **state)
{
	const struct text roles[] = { TEXT("sales") };
	struct error error;

	if (house_start(&house, state) != 0)
		return -1;
	now = clock_now(clock_system()) / 30000 * 30000 + 1000;
	reopen();
	assert_ok(access_add(access_, &(struct access_new){
	    .name = TEXT("staff:tanaka"), .roles = { roles, 1 },
	    .password = PASSWORD }, TEXT("test"), &shown, &error), &error);
	return 0;
}

static int
teardown(void **state)
{
	const char *code;
	int bad;

	bad = house_verify(&house, &code) != 0;
	access_close(access_);
	house_close(&house);
	arena_free(house.arena);
	return folder_remove(state) != 0 || bad ? -1 : 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(tokens),
		arena_test(codes),
		arena_test(sessions_end),
		arena_test(proves_again),
		arena_test(locks),
		arena_test(keys_expire),
		arena_test(approvals),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
