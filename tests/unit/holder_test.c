#include "folder.h"

#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/mem.h"
#include "crypto/kekfile.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/holder/holder.h"
#include "crypto/holder/wire.h"

enum { RATE = 300 };

static uint8_t store[STORE_ID_SIZE], root[SEAL_KEY];
static struct keyring *inside;	/* the same keys in this process */
static struct holder *holder;
static struct keyring *keyring;
static struct error error;

static enum status
start(uint32_t per_minute, uint32_t bulk)
{
	const struct unlock_secret secret = { .key_file = at("key") };

	return holder_start(&holder, &keyring, &(struct holder_options){
	    .folder = folder_path, .store = store, .secret = &secret,
	    .people_per_minute = per_minute, .bulk_people_per_minute = bulk },
	    &error);
}

/* As if nothing had been opened before. */
static void
forget(void)
{
	unsigned int first, last;
	char path[PATH_SIZE];

	assert_ok(journal_list(at("opened"), 1, &first, &last, &error),
	    &error);
	for (unsigned int i = first; i > 0 && i <= last; i++) {
		assert_ok(journal_path(path, at("opened"), 1, i, &error),
		    &error);
		assert_int_equal(unlink(path), 0);
	}
}

static void
make(struct wrapped_slot *slots, size_t n)
{
	assert_ok(keyring_create(inside, 5000, n, slots, NULL, &error),
	    &error);
}

static void
opens_as_one_inside_would(void **state)
{
	enum { N = 600 };
	struct wrapped_slot *slots = arena_array(*state, N, sizeof(*slots));
	struct slot_key *here = arena_array(*state, N, sizeof(*here));
	struct slot_key *there = arena_array(*state, N, sizeof(*there));

	assert_ok(start(100000, 100000), &error);
	assert_int_equal(keyring_current_kek(keyring), 1);
	make(slots, N);
	assert_ok(keyring_unwrap(inside, slots, N, here, &error), &error);
	assert_ok(keyring_unwrap(keyring, slots, N, there, &error), &error);
	assert_memory_equal(here, there, N * sizeof(*here));
	assert_ok(keyring_create(keyring, 9000, N, slots, there, &error),
	    &error);
	assert_int_equal(slots[N - 1].slot, 9000 + N - 1);
	assert_ok(keyring_unwrap(inside, slots, N, here, &error), &error);
	assert_memory_equal(here, there, N * sizeof(*here));
	assert_ok(keyring_create(keyring, 1, 1, slots, NULL, &error),
	    &error);
	assert_ok(keyring_unwrap(keyring, slots, 0, there, &error), &error);
	assert_ok(keyring_check(keyring, &error), &error);
	keyring_close(keyring);
}

/* The KEK is replaced where it is; slots of both open meanwhile. */
static void
the_kek_is_replaced(void **state)
{
	enum { N = 300 };
	struct wrapped_slot *old = arena_array(*state, N, sizeof(*old));
	struct wrapped_slot *new = arena_array(*state, N, sizeof(*new));
	struct slot_key *before = arena_array(*state, N, sizeof(*before));
	struct slot_key *after = arena_array(*state, N, sizeof(*after));

	assert_ok(start(100000, 100000), &error);
	assert_int_equal(keyring_kek_made(keyring), 0);
	make(old, N);
	assert_ok(keyring_unwrap(keyring, old, N, before, &error), &error);
	assert_fails(keyring_replace_end(keyring, &error), &error,
	    STATUS_CONFLICT, "not_replacing");
	assert_ok(keyring_replace_begin(keyring, 77, &error), &error);
	assert_int_equal(keyring_kek_made(keyring), 77);
	assert_true(keyring_is_replacing(keyring));
	assert_true(keyring_has_kek(keyring, 1));
	assert_true(keyring_has_kek(keyring, 2));
	/* One at a time. */
	assert_fails(keyring_replace_begin(inside, 78, &error), &error,
	    STATUS_BUSY, "in_use");
	assert_ok(keyring_rewrap(keyring, old, N, new, &error), &error);
	assert_int_equal(new[N - 1].kek, 2);
	assert_ok(keyring_unwrap(keyring, new, N, after, &error), &error);
	assert_memory_equal(before, after, N * sizeof(*before));
	assert_ok(keyring_unwrap(keyring, old, N, after, &error), &error);
	/* Whoever did not know of it looks, and makes no more of the old. */
	assert_ok(keyring_unwrap(inside, new, N, after, &error), &error);
	assert_memory_equal(before, after, N * sizeof(*before));
	assert_ok(keyring_replace_end(keyring, &error), &error);
	assert_false(keyring_has_kek(keyring, 1));
	assert_fails(keyring_unwrap(keyring, old, N, after, &error), &error,
	    STATUS_INTEGRITY, "slot_broken");
	assert_ok(keyring_create(inside, 1, 1, old, NULL, &error), &error);
	assert_int_equal(old[0].kek, 2);
	assert_false(keyring_has_kek(inside, 1));
	keyring_close(keyring);
}

/* As many as are needed, by files of any name. */
static void
shares_unlock(void **state)
{
	const struct unlock_secret whole = { .key_file = at("key") };
	const char *files[2];
	const struct unlock_secret secret = {
		.share_files = files, .share_count = 2
	};
	const struct holder_options options = {
		.folder = folder_path, .store = store, .secret = &secret,
		.people_per_minute = RATE, .bulk_people_per_minute = RATE,
	};
	char one[PATH_SIZE], two[PATH_SIZE];

	(void)state;
	assert_ok(unlock_split(at("unlock.json"), store, &whole, 2, 3,
	    folder_path, &error), &error);
	(void)snprintf(one, sizeof(one), "%s", at("share-1"));
	(void)snprintf(two, sizeof(two), "%s", at("share-3"));
	files[0] = one;
	files[1] = two;
	assert_ok(holder_start(&holder, &keyring, &options, &error), &error);
	assert_int_equal(keyring_current_kek(keyring),
	    keyring_current_kek(inside));
	keyring_close(keyring);
	files[1] = one;
	assert_fails(holder_start(&holder, &keyring, &options, &error),
	    &error, STATUS_INVALID, "share_twice");
}

static void
says_what_does_not_open(void **state)
{
	struct wrapped_slot slots[3];
	struct slot_key keys[3];
	uint8_t zero[sizeof(keys)] = { 0 };

	(void)state;
	forget();
	assert_ok(start(RATE, RATE), &error);
	make(slots, 3);
	slots[1].bytes[30] ^= 1;
	memset(keys, 0xEE, sizeof(keys));
	assert_fails(keyring_unwrap(keyring, slots, 3, keys, &error), &error,
	    STATUS_INTEGRITY, "slot_broken");
	assert_memory_equal(keys, zero, sizeof(keys));
	assert_ok(keyring_unwrap(keyring, slots, 1, keys, &error), &error);
	keyring_close(keyring);
}

static void
a_wrong_key_does_not_unlock(void **state)
{
	struct unlock_secret secret = { .key_file = at("other") };
	const struct holder_options options = {
		.folder = folder_path, .store = store, .secret = &secret,
		.people_per_minute = RATE, .bulk_people_per_minute = RATE,
	};

	(void)state;
	assert_ok(unlock_make_key_file(at("other"), &error), &error);
	assert_fails(holder_start(&holder, &keyring, &options, &error),
	    &error, STATUS_UNAUTHENTICATED, "wrong_secret");
	secret.key_file = at("absent");
	assert_fails(holder_start(&holder, &keyring, &options, &error),
	    &error, STATUS_NOT_FOUND, "file_not_found");
	secret = (struct unlock_secret){
		.passphrase = TEXT("correct horse battery")
	};
	assert_fails(holder_start(&holder, &keyring, &options, &error),
	    &error, STATUS_INVALID, "no_such_method");
}

static void
opens_no_more_than_the_rate(void **state)
{
	struct wrapped_slot slots[100];
	struct slot_key keys[100];
	size_t got = 0;

	(void)state;
	forget();
	assert_ok(start(RATE, 100000), &error);
	make(slots, LENGTH(slots));
	while (got <= 2 * RATE && keyring_unwrap(keyring, slots,
	    LENGTH(slots), keys, &error) == STATUS_OK)
		got += LENGTH(slots);
	assert_int_equal(error.status, STATUS_BUSY);
	assert_string_equal(error.code, "key_rate");
	assert_int_equal(got, RATE);
	/* A job that was announced goes on, up to what it said. */
	assert_ok(holder_bulk(holder, HOLDER_VERIFY, 100, true, &error),
	    &error);
	for (got = 0; got <= 10000 && keyring_unwrap(keyring, slots,
	    LENGTH(slots), keys, &error) == STATUS_OK; )
		got += LENGTH(slots);
	assert_int_equal(got, 100 * HOLDER_SLOTS_A_PERSON);
	assert_ok(holder_bulk(holder, HOLDER_USE, 1000, true, &error),
	    &error);
	assert_ok(keyring_unwrap(keyring, slots, 100, keys, &error), &error);
	assert_ok(holder_bulk_end(holder, HOLDER_USE, &error), &error);
	assert_fails(keyring_unwrap(keyring, slots, 100, keys, &error),
	    &error, STATUS_BUSY, "key_rate");
	/* Making slots opens nobody. */
	assert_ok(keyring_create(keyring, 1, 100, slots, keys, &error),
	    &error);
	keyring_close(keyring);
}

/* What the journal says of the holder that was started last. */
static size_t
journal_of(struct journal_cell *cells, size_t max)
{
	unsigned int first, last, lane = holder_lane(holder);
	struct journal_info info;
	size_t n = 0, got;

	assert_ok(holder_rotate(holder, &error), &error);
	assert_ok(journal_list(at("opened"), lane, &first, &last, &error),
	    &error);
	do {
		assert_true(n + HOLDER_CELLS <= max);
		assert_ok(holder_read(holder, lane, last - 1, n, &info,
		    cells + n, &got, &error), &error);
		assert_int_equal(info.state, JOURNAL_WHOLE);
		n += got;
	} while (got == HOLDER_CELLS);
	return n;
}

static void
slots_open(struct wrapped_slot *slots, size_t n, enum status wanted)
{
	struct slot_key keys[100];

	assert_int_equal(keyring_unwrap(keyring, slots, n, keys, &error),
	    wanted);
}

/* Whoever kills the holder gets one that has opened as much. */
static void
another_start_is_no_other_minute(void **state)
{
	struct wrapped_slot slots[100];

	(void)state;
	forget();
	assert_ok(start(RATE, 100000), &error);
	make(slots, LENGTH(slots));
	slots_open(slots, 100, STATUS_OK);
	slots_open(slots, 100, STATUS_OK);
	assert_int_equal(kill(holder_process(holder), SIGKILL), 0);
	keyring_close(keyring);
	assert_ok(start(RATE, 100000), &error);
	slots_open(slots, 90, STATUS_OK);
	slots_open(slots, 100, STATUS_BUSY);
	/* In a segment before the last one, too. */
	assert_ok(holder_rotate(holder, &error), &error);
	keyring_close(keyring);
	assert_ok(start(RATE, 100000), &error);
	slots_open(slots, 100, STATUS_BUSY);
	/* What jobs opened is of the other rate. */
	assert_ok(holder_bulk(holder, HOLDER_VERIFY, 100, true, &error),
	    &error);
	for (int i = 0; i < 5; i++)
		slots_open(slots, 100, STATUS_OK);
	keyring_close(keyring);
	assert_ok(start(2 * RATE, 1000), &error);
	slots_open(slots, 100, STATUS_OK);
	assert_fails(holder_bulk(holder, HOLDER_VERIFY, 200, true, &error),
	    &error, STATUS_BUSY, "key_rate");
	keyring_close(keyring);
}

static void
every_slot_is_in_the_journal(void **state)
{
	enum { MAX = 8192 };
	struct journal_cell *cells = arena_array(*state, MAX, sizeof(*cells));
	struct wrapped_slot slots[30];
	struct slot_key keys[30];
	size_t n, seen = 0, kinds[JOURNAL_BURST + 1] = { 0 };

	forget();
	assert_ok(start(RATE, 5000), &error);
	assert_ok(holder_rotate(holder, &error), &error);
	make(slots, LENGTH(slots));
	for (size_t i = 0; i < LENGTH(slots); i++)
		assert_ok(keyring_unwrap(keyring, &slots[i], 1, &keys[i],
		    &error), &error);
	while (keyring_unwrap(keyring, slots, 30, keys, &error) == STATUS_OK)
		seen += 30;
	assert_ok(holder_bulk(holder, HOLDER_REINDEX, 77, true, &error),
	    &error);
	assert_ok(holder_bulk(holder, HOLDER_USE, 78, true, &error), &error);
	assert_ok(keyring_unwrap(keyring, slots, 1, keys, &error), &error);
	assert_ok(keyring_create(keyring, 70000, 9, slots, keys, &error),
	    &error);
	n = journal_of(cells, MAX);
	for (size_t i = 0; i < n; i++)
		kinds[cells[i].kind]++;
	assert_int_equal(kinds[JOURNAL_OPENED], 30 + seen + 1);
	for (size_t i = 0; i < 30; i++)
		assert_int_equal(cells[i].value, 5000 + i);
	assert_int_equal(kinds[JOURNAL_BURST], 1);
	assert_int_equal(kinds[JOURNAL_BULK], 2);
	assert_int_equal(cells[n - 5].value, 77);
	assert_int_equal(cells[n - 5].purposes, 1 << HOLDER_REINDEX);
	assert_int_equal(cells[n - 4].value, 78);
	assert_int_equal(cells[n - 3].purposes, 1 << HOLDER_REINDEX |
	    1 << HOLDER_USE);
	assert_int_equal(kinds[JOURNAL_MADE], 2);
	assert_int_equal(cells[n - 1].value, 70008);
	keyring_close(keyring);
}

static void
what_was_opened_survives_a_kill(void **state)
{
	enum { MAX = 4096 };
	struct journal_cell *cells = arena_array(*state, MAX, sizeof(*cells));
	struct wrapped_slot slot;
	struct slot_key key;
	size_t n, begun = 0, ended = 0, opened = 0;

	forget();
	assert_ok(start(RATE, RATE), &error);
	assert_ok(holder_rotate(holder, &error), &error);
	make(&slot, 1);
	assert_ok(keyring_unwrap(keyring, &slot, 1, &key, &error), &error);
	assert_int_equal(kill(holder_process(holder), SIGKILL), 0);
	keyring_close(keyring);
	assert_ok(start(RATE, RATE), &error);
	n = journal_of(cells, MAX);
	for (size_t i = 0; i < n; i++) {
		begun += cells[i].kind == JOURNAL_BEGAN;
		ended += cells[i].kind == JOURNAL_ENDED;
		opened += cells[i].kind == JOURNAL_OPENED;
	}
	assert_int_equal(opened, 1);
	assert_int_equal(begun, 1);	/* the second; the first is before */
	assert_int_equal(ended, 0);
	keyring_close(keyring);
}

static void
its_death_is_an_error_for_good(void **state)
{
	struct wrapped_slot slot;
	struct slot_key key;

	(void)state;
	assert_ok(start(RATE, RATE), &error);
	make(&slot, 1);
	assert_ok(keyring_unwrap(keyring, &slot, 1, &key, &error), &error);
	assert_int_equal(kill(holder_process(holder), SIGKILL), 0);
	while (keyring_check(keyring, &error) == STATUS_OK)
		(void)usleep(1000);
	assert_string_equal(error.code, "holder_gone");
	for (int i = 0; i < 3; i++) {
		assert_fails(keyring_unwrap(keyring, &slot, 1, &key, &error),
		    &error, STATUS_FAILURE, "holder_gone");
		assert_fails(keyring_create(keyring, 1, 1, &slot, NULL,
		    &error), &error, STATUS_FAILURE, "holder_gone");
		assert_fails(holder_bulk(holder, HOLDER_VERIFY, 1, true,
		    &error), &error, STATUS_FAILURE, "holder_gone");
	}
	keyring_close(keyring);
}

/* Signals of a terminal or a service manager are not for it. */
static void
ends_with_its_service_only(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct wrapped_slot slot;
	struct slot_key key;
	pid_t process;

	(void)state;
	assert_ok(start(RATE, RATE), &error);
	process = holder_process(holder);
	for (size_t i = 0; i < LENGTH(signals); i++)
		assert_int_equal(kill(process, signals[i]), 0);
	make(&slot, 1);
	assert_ok(keyring_unwrap(keyring, &slot, 1, &key, &error), &error);
	keyring_close(keyring);
	assert_int_equal(kill(process, 0), -1);
}

static void
is_locked(const struct wrapped_slot *slot)
{
	struct wrapped_slot again;
	struct slot_key key;

	assert_true(keyring_is_locked(keyring));
	assert_fails(keyring_unwrap(keyring, slot, 1, &key, &error), &error,
	    STATUS_BUSY, "locked");
	assert_fails(keyring_create(keyring, 2, 1, &again, NULL, &error),
	    &error, STATUS_BUSY, "locked");
	assert_fails(keyring_look(keyring, &error), &error, STATUS_BUSY,
	    "locked");
	assert_fails(keyring_rewrap(keyring, slot, 1, &again, &error),
	    &error, STATUS_BUSY, "locked");
	assert_fails(keyring_replace_begin(keyring, 8, &error), &error,
	    STATUS_BUSY, "locked");
	assert_fails(keyring_replace_end(keyring, &error), &error,
	    STATUS_BUSY, "locked");
	assert_fails(holder_bulk(holder, HOLDER_VERIFY, 1, true, &error),
	    &error, STATUS_BUSY, "locked");
	assert_ok(keyring_check(keyring, &error), &error);
}

/* Locked, there is no process, and no KEK file is written; numbers stay. */
static void
locks_and_unlocks(void **state)
{
	const struct unlock_secret right = { .key_file = at("key") };
	const struct unlock_secret wrong = { .key_file = at("wrong") };
	struct wrapped_slot slot, again;
	struct slot_key key, same;
	uint32_t kek;
	int64_t made;

	(void)state;
	assert_ok(unlock_make_key_file(at("wrong"), &error), &error);
	assert_ok(start(100000, 100000), &error);
	make(&slot, 1);
	assert_ok(keyring_unwrap(keyring, &slot, 1, &key, &error), &error);
	kek = keyring_current_kek(keyring);
	made = keyring_kek_made(keyring);
	keyring_lock(keyring);
	keyring_lock(keyring);
	is_locked(&slot);
	assert_int_equal(keyring_current_kek(keyring), kek);
	assert_int_equal(keyring_kek_made(keyring), made);
	assert_fails(keyring_unlock(keyring, &wrong, &error), &error,
	    STATUS_UNAUTHENTICATED, "wrong_secret");
	is_locked(&slot);
	assert_ok(keyring_unlock(keyring, &right, &error), &error);
	assert_ok(keyring_unwrap(keyring, &slot, 1, &same, &error), &error);
	assert_memory_equal(same.bytes, key.bytes, SEAL_KEY);
	/* Half a replacement is gone on with after it. */
	assert_ok(keyring_replace_begin(keyring, 8, &error), &error);
	keyring_lock(keyring);
	assert_ok(keyring_unlock(keyring, &right, &error), &error);
	assert_true(keyring_is_replacing(keyring));
	assert_ok(keyring_replace_begin(keyring, 9, &error), &error);
	assert_int_equal(keyring_kek_made(keyring), 8);
	assert_ok(keyring_rewrap(keyring, &slot, 1, &again, &error), &error);
	assert_ok(keyring_replace_end(keyring, &error), &error);
	assert_ok(keyring_unwrap(keyring, &again, 1, &same, &error), &error);
	assert_memory_equal(same.bytes, key.bytes, SEAL_KEY);
	keyring_close(keyring);
}

static bool
status_has(pid_t process, const char *line)
{
	char path[64], text[8192];
	FILE *file;
	size_t n;

	(void)snprintf(path, sizeof(path), "/proc/%d/status", (int)process);
	file = fopen(path, "r");
	assert_non_null(file);
	n = fread(text, 1, sizeof(text) - 1, file);
	assert_int_equal(fclose(file), 0);
	text[n] = '\0';
	return strstr(text, line) != NULL;
}

static void
the_process_is_confined(void **state)
{
	(void)state;
	assert_ok(start(RATE, RATE), &error);
	assert_true(status_has(holder_process(holder), "Seccomp:\t2\n"));
	assert_true(status_has(holder_process(holder), "NoNewPrivs:\t1\n"));
	keyring_close(keyring);
}

/* Starts the program with a socket of ours; its exit code after n bytes. */
static int
feed(const void *bytes, size_t n)
{
	char self[PATH_SIZE], path[PATH_SIZE + 16], *slash;
	char *const nothing[] = { NULL };
	char name[] = "sekisho-holder", rate[] = "300";
	char *const arguments[] = { name, rate, rate, NULL };
	posix_spawn_file_actions_t files;
	ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);
	pid_t child;
	int ends[2], status;

	assert_true(size > 0);
	self[size] = '\0';
	slash = strrchr(self, '/');
	*slash = '\0';
	(void)snprintf(path, sizeof(path), "%s/sekisho-holder", self);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC,
	    0, ends), 0);
	(void)posix_spawn_file_actions_init(&files);
	(void)posix_spawn_file_actions_adddup2(&files, ends[1], WIRE_FD);
	assert_int_equal(posix_spawn(&child, path, &files, NULL, arguments,
	    nothing), 0);
	(void)posix_spawn_file_actions_destroy(&files);
	(void)close(ends[1]);
	assert_int_equal(send(ends[0], bytes, n, MSG_NOSIGNAL), n);
	(void)shutdown(ends[0], SHUT_WR);
	assert_int_equal(waitpid(child, &status, 0), child);
	(void)close(ends[0]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Anything that is no request ends it: nobody honest sends that. */
static void
what_is_no_request_ends_it(void **state)
{
	struct wire_request request = { 0, 0, 0, 0 };
	uint8_t many[sizeof(request) + 100] = { 0 };

	(void)state;
	assert_int_equal(feed("x", 1), 7);
	assert_int_equal(feed(&request, sizeof(request)), 7);
	for (uint32_t kind = WIRE_CREATE; kind <= WIRE_END + 1; kind++) {
		request.kind = kind;	/* before a start */
		assert_int_equal(feed(&request, sizeof(request)), 7);
	}
	request.kind = WIRE_START;	/* without its body, or with half */
	assert_int_equal(feed(&request, sizeof(request)), 7);
	memcpy(many, &request, sizeof(request));
	assert_int_equal(feed(many, sizeof(many)), 7);
	request.count = UINT32_MAX;
	assert_int_equal(feed(&request, sizeof(request)), 7);
}

static int
setup(void **state)
{
	if (secret_start(&error) != STATUS_OK || folder_make(state) != 0)
		return -1;
	random_bytes(store, sizeof(store));
	random_bytes(root, sizeof(root));
	assert_ok(unlock_make_key_file(at("key"), &error), &error);
	assert_ok(unlock_create(at("unlock.json"), store, root,
	    &(struct unlock_secret){ .key_file = at("key") }, 0, &error),
	    &error);
	assert_ok(kekfile_create(at("kek"), store, root, 0, &error), &error);
	assert_ok(keyring_open(&inside, folder_path, store, root, &error),
	    &error);
	return 0;
}

static int
teardown(void **state)
{
	keyring_close(inside);
	return folder_remove(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(opens_as_one_inside_would),
		arena_test(the_kek_is_replaced),
		cmocka_unit_test(shares_unlock),
		cmocka_unit_test(says_what_does_not_open),
		cmocka_unit_test(a_wrong_key_does_not_unlock),
		cmocka_unit_test(opens_no_more_than_the_rate),
		cmocka_unit_test(another_start_is_no_other_minute),
		arena_test(every_slot_is_in_the_journal),
		arena_test(what_was_opened_survives_a_kill),
		cmocka_unit_test(its_death_is_an_error_for_good),
		cmocka_unit_test(ends_with_its_service_only),
		cmocka_unit_test(locks_and_unlocks),
		cmocka_unit_test(the_process_is_confined),
		cmocka_unit_test(what_is_no_request_ends_it),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
