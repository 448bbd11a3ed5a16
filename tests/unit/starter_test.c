#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/starter.h"
#include "test.h"

static struct starter_program programs[STARTER_PROGRAMS];
static struct error error;

/* Says what it was given, and waits for a byte where there is a second one. */
static void
say(const struct starter_program *program, const int *fds, size_t n)
{
	char byte;

	if (n == 2)
		(void)!read(fds[1], &byte, 1);
	(void)!write(fds[0], program->arguments[0], 4);
	_exit(7);
}

static void
die(const struct starter_program *program, const int *fds, size_t n)
{
	(void)program;
	(void)fds;
	(void)n;
	(void)raise(SIGTERM);
}

static void
begin(void (*become)(const struct starter_program *, const int *, size_t))
{
	memset(programs, 0, sizeof(programs));
	programs[STARTER_HOLDER] = (struct starter_program){
		.become = become, .path = "/", .arguments = { "four" },
		.at_once = 1,
	};
	assert_false(starter_is_there());
	assert_ok(starter_begin(programs, TEXT(""), &error), &error);
	assert_true(starter_is_there());
}

static void
starts_what_was_named(void **state)
{
	int ended, how, ends[2];
	char said[4];

	(void)state;
	begin(say);
	/* What is changed later, it does not know. */
	memcpy(programs[STARTER_HOLDER].arguments[0], "five", 4);
	assert_int_equal(pipe(ends), 0);
	assert_ok(starter_start(&ended, STARTER_HOLDER, &ends[1], 1, &error),
	    &error);
	assert_true(starter_wait(ended, -1, &how));
	assert_true(WIFEXITED(how));
	assert_int_equal(WEXITSTATUS(how), 7);
	assert_int_equal(read(ends[0], said, 4), 4);
	assert_memory_equal(said, "four", 4);
	(void)close(ends[0]);
	(void)close(ends[1]);
	starter_end();
	assert_false(starter_is_there());
}

static void
tells_how_it_ended(void **state)
{
	int ended, how, fd = STDERR_FILENO;

	(void)state;
	begin(die);
	for (int i = 0; i < 3; i++) {
		assert_ok(starter_start(&ended, STARTER_HOLDER, &fd, 1,
		    &error), &error);
		assert_true(starter_wait(ended, -1, &how));
		assert_true(WIFSIGNALED(how));
		assert_int_equal(WTERMSIG(how), SIGTERM);
	}
	starter_end();
}

/* What may not be started ends at once, and says nothing. */
static void
starts_nothing_else(void **state)
{
	int first, ended, how, ends[2], go[2];

	(void)state;
	begin(say);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pipe(go), 0);
	assert_ok(starter_start(&first, STARTER_HOLDER,
	    (int[]){ ends[1], go[0] }, 2, &error), &error);
	/* One runs: no other one beside it. */
	assert_ok(starter_start(&ended, STARTER_HOLDER, &ends[1], 1, &error),
	    &error);
	assert_false(starter_wait(ended, -1, &how));
	/* It has no path. */
	assert_ok(starter_start(&ended, STARTER_PDF, &ends[1], 1, &error),
	    &error);
	assert_false(starter_wait(ended, -1, &how));
	assert_ok(starter_start(&ended, STARTER_PROGRAMS, &ends[1], 1,
	    &error), &error);
	assert_false(starter_wait(ended, -1, &how));
	assert_int_equal(write(go[1], "x", 1), 1);
	assert_true(starter_wait(first, -1, &how));
	starter_end();
	for (int i = 0; i < 2; i++) {
		(void)close(ends[i]);
		(void)close(go[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts_what_was_named),
		cmocka_unit_test(tells_how_it_ended),
		cmocka_unit_test(starts_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
