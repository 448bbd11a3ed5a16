#include "test.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/secret.h"

static void
zeroed_and_large(void **state)
{
	static const size_t sizes[] = { 0, 1, 32, 4096, 4097, 1 << 20 };

	(void)state;
	for (size_t i = 0; i < LENGTH(sizes); i++) {
		uint8_t *secret = secret_alloc(sizes[i]);

		assert_non_null(secret);
		for (size_t j = 0; j < sizes[i]; j++)
			assert_int_equal(secret[j], 0);
		memset(secret, 0xAB, sizes[i]);
		secret_free(secret);
	}
	secret_free(NULL);
}

static void
compares(void **state)
{
	uint8_t a[33], b[33];

	(void)state;
	memset(a, 7, sizeof(a));
	memcpy(b, a, sizeof(b));
	assert_true(secret_equal(a, b, 33));
	assert_true(secret_equal(a, b, 0));
	for (size_t i = 0; i < 33; i++) {
		b[i] ^= 0x80;
		assert_false(secret_equal(a, b, 33));
		assert_true(secret_equal(a, b, i));
		b[i] ^= 0x80;
	}
}

/* What a child does with secret memory that it must not. */
static int
signal_of(void (*act)(volatile uint8_t *secret))
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		uint8_t *secret = secret_alloc(32);

		(void)signal(SIGSEGV, SIG_DFL);
		(void)signal(SIGABRT, SIG_DFL);
		act(secret);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void
write_behind(volatile uint8_t *secret)
{
	secret[32] = 1;
}

static void
read_page_before(volatile uint8_t *secret)
{
	(void)*(secret - 4096);
}

static void
write_canary(volatile uint8_t *secret)
{
	secret[-1] ^= 1;
	secret_free((void *)(uintptr_t)secret);
}

static void
use_after_free(volatile uint8_t *secret)
{
	secret_free((void *)(uintptr_t)secret);
	secret[0] = 1;
}

static void
guarded(void **state)
{
	(void)state;
	assert_int_not_equal(signal_of(write_behind), 0);
	assert_int_not_equal(signal_of(read_page_before), 0);
	assert_int_not_equal(signal_of(write_canary), 0);
	assert_int_not_equal(signal_of(use_after_free), 0);
}

static void
no_dumps(void **state)
{
	struct rlimit core;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_CORE, &core), 0);
	assert_int_equal(core.rlim_cur, 0);
	assert_int_equal(core.rlim_max, 0);
	assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
}

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

/* Locked: the kernel counts the pages as such. */
static void
locked(void **state)
{
	uint8_t *secret;
	char line[256], wanted[32];
	bool here = false, is_locked = false;
	FILE *maps;

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();		/* AddressSanitizer makes nothing of mlock() */
#endif
	secret = secret_alloc(32);
	maps = fopen("/proc/self/smaps", "r");
	assert_non_null(secret);
	assert_non_null(maps);
	(void)snprintf(wanted, sizeof(wanted), "%lx-",
	    (unsigned long)(uintptr_t)secret & ~4095ul);
	while (fgets(line, sizeof(line), maps) != NULL) {
		if (strchr(line, '-') != NULL && strstr(line, "kB") == NULL &&
		    strncmp(line, "VmFlags:", 8) != 0)
			here = strncmp(line, wanted, strlen(wanted)) == 0;
		if (here && strncmp(line, "VmFlags:", 8) == 0)
			is_locked = strstr(line, " lo ") != NULL ||
			    strstr(line, " lo\n") != NULL;
	}
	(void)fclose(maps);
	secret_free(secret);
	assert_true(is_locked);
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
		cmocka_unit_test(zeroed_and_large),
		cmocka_unit_test(compares),
		cmocka_unit_test(guarded),
		cmocka_unit_test(no_dumps),
		cmocka_unit_test(locked),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
