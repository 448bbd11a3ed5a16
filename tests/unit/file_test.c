#include "test.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

static char folder[] = "/tmp/sekisho_file_test_XXXXXX";

/* A path inside the folder of this run; four at a time. */
static const char *
at(const char *name)
{
	static char paths[4][PATH_SIZE];
	static size_t next;
	char *path = paths[next++ % 4];

	(void)snprintf(path, PATH_SIZE, "%s/%s", folder, name);
	return path;
}

static struct bytes
of(const char *string)
{
	return bytes_of(text_of(string));
}

static void
assert_content(const char *path, const char *wanted, struct arena *arena)
{
	struct bytes content;
	struct error error;

	assert_ok(file_read(&content, path, 1 << 20, arena, &error), &error);
	assert_int_equal(content.n, strlen(wanted));
	assert_memory_equal(content.p, wanted, content.n);
}

static int
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return (int)(st.st_mode & 0777);
}

static void
writes_and_reads(void **state)
{
	struct error error;
	const char *path = at("plain");

	assert_false(file_exists(path));
	assert_ok(file_create(path, of("first"), 0600, &error), &error);
	assert_true(file_exists(path));
	assert_int_equal(mode_of(path), 0600);
	assert_content(path, "first", *state);
	assert_ok(file_replace(path, of("second, longer"), 0640, &error),
	    &error);
	assert_content(path, "second, longer", *state);
	assert_int_equal(mode_of(path), 0640);
	assert_ok(file_put(path, of(""), 0600, &error), &error);
	assert_content(path, "", *state);
	assert_ok(file_sync(path, &error), &error);
	assert_ok(file_sync(folder, &error), &error);
}

static void
create_refuses_what_exists(void **state)
{
	struct error error;

	assert_ok(file_create(at("once"), of("mine"), 0600, &error), &error);
	assert_fails(file_create(at("once"), of("theirs"), 0600, &error),
	    &error, STATUS_CONFLICT, "file_exists");
	assert_string_equal(error.field, at("once"));
	assert_content(at("once"), "mine", *state);
	assert_int_equal(symlink("nowhere", at("dangling")), 0);
	assert_fails(file_create(at("dangling"), of("x"), 0600, &error),
	    &error, STATUS_CONFLICT, "file_exists");
}

/* Of several processes that create one file at once, one does. */
static void
create_has_one_winner(void **state)
{
	enum { ROUNDS = 40, PROCESSES = 4 };

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		pid_t pids[PROCESSES];
		int winners = 0;
		char name[32], who[32];
		struct bytes content;
		struct error error;

		(void)snprintf(name, sizeof(name), "race%d", round);
		for (int i = 0; i < PROCESSES; i++) {
			pids[i] = fork();
			if (pids[i] != 0)
				continue;
			(void)snprintf(who, sizeof(who), "process %d", i);
			_exit(file_create(at(name), of(who), 0600, &error) ==
			    STATUS_OK ? 100 + i : 0);
		}
		who[0] = '\0';
		for (int i = 0; i < PROCESSES; i++) {
			int status = 0;

			assert_int_equal(waitpid(pids[i], &status, 0),
			    pids[i]);
			assert_true(WIFEXITED(status));
			if (WEXITSTATUS(status) < 100)
				continue;
			winners++;
			(void)snprintf(who, sizeof(who), "process %d",
			    WEXITSTATUS(status) - 100);
		}
		assert_int_equal(winners, 1);
		assert_ok(file_read(&content, at(name), 100, *state, &error),
		    &error);
		assert_int_equal(content.n, strlen(who));
		assert_memory_equal(content.p, who, content.n);
	}
}

static void
what_cannot_be_written(void **state)
{
	struct error error;

	(void)state;
	assert_fails(file_replace(at("none/file"), of("x"), 0600, &error),
	    &error, STATUS_FAILURE, "system_failure");
	assert_int_equal(mkdir(at("folder"), 0700), 0);
	assert_fails(file_replace(at("folder"), of("x"), 0600, &error), &error,
	    STATUS_FAILURE, "system_failure");
	assert_string_equal(error.field, at("folder"));
	assert_fails(file_put(at("none/file"), of("x"), 0600, &error), &error,
	    STATUS_FAILURE, "system_failure");
	assert_fails(file_sync(at("none"), &error), &error, STATUS_FAILURE,
	    "system_failure");
}

/* Whoever replaces a file at the same time, it is always a whole one. */
static void
replaced_by_several_at_once(void **state)
{
	enum { ROUNDS = 30, PROCESSES = 4, SIZE = 20000 };
	struct bytes content;
	struct error error;
	pid_t pids[PROCESSES];

	assert_ok(file_put(at("shared"), of(""), 0600, &error), &error);
	for (int i = 0; i < PROCESSES; i++) {
		uint8_t *own = arena_alloc(*state, SIZE);

		assert_non_null(own);
		memset(own, 'a' + i, SIZE);
		pids[i] = fork();
		if (pids[i] != 0)
			continue;
		for (int round = 0; round < ROUNDS; round++)
			if (file_put(at("shared"), (struct bytes){ own, SIZE },
			    0600, &error) != STATUS_OK)
				_exit(1);
		_exit(0);
	}
	for (int round = 0; round < 200; round++) {
		assert_ok(file_read(&content, at("shared"), SIZE, *state,
		    &error), &error);
		assert_true(content.n == 0 || content.n == SIZE);
		for (size_t i = 1; i < content.n; i++)
			if (content.p[i] != content.p[0])
				fail();
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status = -1;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
}

/* No temporary file is left, whatever became of the writing. */
static void
leaves_nothing_behind(void **state)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		assert_false(text_ends_with(text_of(entry->d_name), ".tmp"));
	(void)closedir(dir);
}

static void
overwrites_in_place(void **state)
{
	struct error error;
	struct stat before, after;

	assert_ok(file_put(at("slots"), of("0123456789"), 0600, &error),
	    &error);
	assert_int_equal(stat(at("slots"), &before), 0);
	assert_ok(file_overwrite(at("slots"), 3, of("abc"), &error), &error);
	assert_content(at("slots"), "012abc6789", *state);
	assert_int_equal(stat(at("slots"), &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_ok(file_overwrite(at("slots"), 0, of(""), &error), &error);
	assert_content(at("slots"), "012abc6789", *state);
	assert_fails(file_overwrite(at("none"), 0, of("x"), &error), &error,
	    STATUS_FAILURE, "system_failure");
}

static void
reads_up_to_a_limit(void **state)
{
	struct bytes big = { arena_alloc(*state, 70000), 70000 };
	struct bytes content;
	struct error error;

	assert_non_null(big.p);
	assert_ok(file_put(at("big"), big, 0600, &error), &error);
	assert_ok(file_read(&content, at("big"), 70000, *state, &error),
	    &error);
	assert_int_equal(content.n, 70000);
	assert_ok(file_read(&content, at("big"), 70001, *state, &error),
	    &error);
	assert_int_equal(content.n, 70000);
	assert_fails(file_read(&content, at("big"), 69999, *state, &error),
	    &error, STATUS_INVALID, "too_large");
	assert_string_equal(error.field, at("big"));
	assert_fails(file_read(&content, at("big"), 1, *state, &error), &error,
	    STATUS_INVALID, "too_large");
	assert_fails(file_read(&content, "/dev/zero", 100000, *state, &error),
	    &error, STATUS_INVALID, "too_large");
}

static void
what_cannot_be_read(void **state)
{
	struct arena *small = arena_new(1000);
	struct bytes content;
	struct error error;
	char big[5000];

	assert_fails(file_read(&content, at("absent"), 100, *state, &error),
	    &error, STATUS_NOT_FOUND, "file_not_found");
	assert_string_equal(error.field, at("absent"));
	assert_fails(file_read(&content, folder, 100, *state, &error), &error,
	    STATUS_FAILURE, "system_failure");
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	assert_ok(file_put(at("medium"), of(big), 0600, &error), &error);
	assert_non_null(small);
	assert_fails(file_read(&content, at("medium"), 10000, small, &error),
	    &error, STATUS_FAILURE, "out_of_memory");
	arena_free(small);
}

static void
reads_text(void **state)
{
	struct text text;
	struct error error;

	assert_ok(file_put(at("text"), of("関所\n"), 0600, &error), &error);
	assert_ok(file_read_text(&text, at("text"), 100, *state, &error),
	    &error);
	assert_text(text, "関所\n");
	assert_ok(file_put(at("text"), of("\xEF\xBB\xBF関所"), 0600, &error),
	    &error);
	assert_ok(file_read_text(&text, at("text"), 100, *state, &error),
	    &error);
	assert_text(text, "関所");
	assert_ok(file_put(at("text"), of(""), 0600, &error), &error);
	assert_ok(file_read_text(&text, at("text"), 100, *state, &error),
	    &error);
	assert_text(text, "");
	assert_ok(file_put(at("text"), of("\x8A\xD6\x8F\x8A"), 0600, &error),
	    &error);
	assert_fails(file_read_text(&text, at("text"), 100, *state, &error),
	    &error, STATUS_INVALID, "not_utf8");
	assert_string_equal(error.field, at("text"));
	assert_ok(file_put(at("text"), (struct bytes){ (const uint8_t *)"a\0b",
	    3 }, 0600, &error), &error);
	assert_fails(file_read_text(&text, at("text"), 100, *state, &error),
	    &error, STATUS_INVALID, "not_utf8");
}

static void
makes_folders(void **state)
{
	struct error error;
	struct stat st;
	char long_path[PATH_SIZE + 10];

	(void)state;
	assert_ok(file_make_folder(at("long/name"), 0700, &error), &error);
	assert_true(file_exists(at("long/name")));
	assert_false(file_exists(at("lon")));
	assert_false(file_exists(at("long/nam")));
	assert_ok(file_make_folder(at("a/b/c"), 0700, &error), &error);
	assert_int_equal(stat(at("a/b/c"), &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(mode_of(at("a/b/c")), 0700);
	assert_ok(file_make_folder(at("a/b/c"), 0700, &error), &error);
	assert_ok(file_make_folder(at("a/b/c/"), 0700, &error), &error);
	assert_ok(file_keep_folder(at("a/b/d/e"), 0700, &error), &error);
	assert_true(file_exists(at("a/b/d/e")));
	assert_ok(file_keep_folder(at("a/b/d/e"), 0700, &error), &error);
	assert_ok(file_put(at("a/file"), of("x"), 0600, &error), &error);
	assert_fails(file_make_folder(at("a/file/d"), 0700, &error), &error,
	    STATUS_FAILURE, "system_failure");
	/* A file in its place is no folder. */
	assert_fails(file_make_folder(at("a/file"), 0700, &error), &error,
	    STATUS_FAILURE, "system_failure");
	memset(long_path, 'x', sizeof(long_path));
	long_path[sizeof(long_path) - 1] = '\0';
	assert_fails(file_make_folder(long_path, 0700, &error), &error,
	    STATUS_INVALID, "path_too_long");
	assert_fails(file_replace(long_path, of("x"), 0600, &error), &error,
	    STATUS_INVALID, "path_too_long");
}

static void
joins_paths(void **state)
{
	char out[PATH_SIZE], name[PATH_SIZE];
	struct error error;

	(void)state;
	assert_ok(file_join(out, "/a/b", "c", &error), &error);
	assert_string_equal(out, "/a/b/c");
	memset(name, 'x', sizeof(name));
	name[PATH_SIZE - 4] = '\0';
	assert_ok(file_join(out, "/a", name + 1, &error), &error);
	assert_int_equal(strlen(out), PATH_SIZE - 2);
	assert_ok(file_join(out, "/a", name, &error), &error);
	assert_int_equal(strlen(out), PATH_SIZE - 1);
	assert_fails(file_join(out, "/ab", name, &error), &error,
	    STATUS_INVALID, "path_too_long");
}

/* Another process that holds the lock until it is told to let go. */
static pid_t
hold_lock(const char *path, int *let_go)
{
	int ready[2], go[2];
	char byte = 0;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(go), 0);
	pid = fork();
	if (pid == 0) {
		struct error error;
		int lock;

		(void)close(go[1]);
		byte = file_lock(&lock, path, 0, &error) == STATUS_OK;
		(void)!write(ready[1], &byte, 1);
		(void)!read(go[0], &byte, 1);
		_exit(0);
	}
	(void)close(go[0]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(byte, 1);
	(void)close(ready[0]);
	(void)close(ready[1]);
	*let_go = go[1];
	return pid;
}

static void
locks(void **state)
{
	int lock, other, let_go, status;
	struct error error;
	int64_t started;
	pid_t pid;

	(void)state;
	assert_ok(file_lock(&lock, at("lock"), 0, &error), &error);
	assert_int_equal(mode_of(at("lock")), 0600);
	file_unlock(lock);
	assert_ok(file_lock(&lock, at("lock"), 0, &error), &error);
	file_unlock(lock);

	pid = hold_lock(at("lock"), &let_go);
	started = clock_monotonic();
	assert_fails(file_lock(&other, at("lock"), 100, &error), &error,
	    STATUS_BUSY, "in_use");
	assert_string_equal(error.field, at("lock"));
	assert_in_range(clock_monotonic() - started, 100, 5000);
	/* What was not locked has nothing to unlock. */
	assert_int_equal(other, -1);
	file_unlock(other);
	(void)close(let_go);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_ok(file_lock(&lock, at("lock"), 1000, &error), &error);
	file_unlock(lock);
	assert_fails(file_lock(&lock, at("none/lock"), 0, &error), &error,
	    STATUS_FAILURE, "system_failure");
	assert_int_equal(lock, -1);
}

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
remove_folder(void **state)
{
	const char *const arguments[] = { "rm", "-rf", folder, NULL };
	int status = -1;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		(void)execvp("rm", (char *const *)(uintptr_t)arguments);
		_exit(127);
	}
	(void)waitpid(pid, &status, 0);
	return status;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(writes_and_reads),
		arena_test(create_refuses_what_exists),
		arena_test(create_has_one_winner),
		arena_test(what_cannot_be_written),
		arena_test(replaced_by_several_at_once),
		arena_test(overwrites_in_place),
		arena_test(reads_up_to_a_limit),
		arena_test(what_cannot_be_read),
		arena_test(reads_text),
		arena_test(makes_folders),
		arena_test(joins_paths),
		arena_test(locks),
		arena_test(leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
