#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/pass.h"

static int ends[2];

static int
start(void **state)
{
	(void)state;
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
}

static int
end(void **state)
{
	(void)state;
	(void)close(ends[0]);
	(void)close(ends[1]);
	return 0;
}

/* The lowest number that is free: it moves when one is left open. */
static int
next_number(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	(void)close(fd);
	return fd;
}

static void
passes(void **state)
{
	int pipes[2], fds[2];
	char bytes[8], c = 'x';
	size_t n;

	(void)state;
	assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
	assert_true(pass_send(ends[0], "words", 5, pipes, 2));
	assert_int_equal(pass_receive(ends[1], bytes, sizeof(bytes), fds, 2,
	    &n), 5);
	assert_memory_equal(bytes, "words", 5);
	assert_int_equal(n, 2);
	assert_int_equal(fcntl(fds[0], F_GETFD), FD_CLOEXEC);
	assert_int_equal(write(fds[1], "y", 1), 1);
	assert_int_equal(read(pipes[0], &c, 1), 1);
	assert_int_equal(c, 'y');
	for (size_t i = 0; i < 2; i++) {
		(void)close(pipes[i]);
		(void)close(fds[i]);
	}
	assert_true(pass_send(ends[0], "none", 4, NULL, 0));
	assert_int_equal(pass_receive(ends[1], bytes, sizeof(bytes), fds, 2,
	    &n), 4);
	assert_int_equal(n, 0);
	/* The end. */
	(void)shutdown(ends[0], SHUT_WR);
	assert_int_equal(pass_receive(ends[1], bytes, sizeof(bytes), fds, 2,
	    &n), 0);
}

/* Six once came where there was room for five, and went behind its end. */
static void
closes_what_is_too_many(void **state)
{
	int six[PASS_MAX + 1], fds[5], free;
	char bytes[8];
	size_t n;

	(void)state;
	for (size_t i = 0; i < LENGTH(six); i++)
		six[i] = ends[0];
	free = next_number();
	for (size_t sent = 6; sent <= PASS_MAX; sent++) {
		int after[2] = { -7, -7 };

		assert_true(pass_send(ends[0], "x", 1, six, sent));
		assert_int_equal(pass_receive(ends[1], bytes, sizeof(bytes),
		    fds, LENGTH(fds), &n), 1);
		assert_int_equal(n, LENGTH(fds));
		for (size_t i = 0; i < n; i++)
			(void)close(fds[i]);
		assert_true(pass_send(ends[0], "x", 1, six, sent));
		assert_int_equal(pass_receive(ends[1], bytes, sizeof(bytes),
		    after, 1, &n), 1);
		assert_int_equal(n, 1);
		assert_int_equal(after[1], -7);
		(void)close(after[0]);
	}
	assert_int_equal(next_number(), free);
	assert_false(pass_send(ends[0], "x", 1, six, PASS_MAX + 1));
	assert_int_equal(errno, EINVAL);
}

static void
takes_whole_messages(void **state)
{
	int fd, free = next_number();
	char bytes[4];
	size_t n;

	(void)state;
	assert_true(pass_send(ends[0], "longer", 6, ends, 1));
	assert_int_equal(pass_receive(ends[1], bytes, sizeof(bytes), &fd, 1,
	    &n), -1);
	assert_int_equal(errno, EMSGSIZE);
	assert_int_equal(n, 0);
	assert_int_equal(next_number(), free);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(passes, start, end),
		cmocka_unit_test_setup_teardown(closes_what_is_too_many, start,
		    end),
		cmocka_unit_test_setup_teardown(takes_whole_messages, start,
		    end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
