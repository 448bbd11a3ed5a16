#include "folder.h"

#include "base/buf.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/unlock.h"

static uint8_t store[STORE_ID_SIZE], root[SEAL_KEY];
static const struct unlock_secret passphrase = {
	.passphrase = { "correct horse battery", 21 }
};

static void
assert_opens(const char *path, const struct unlock_secret *secret)
{
	uint8_t *opened = secret_alloc(SEAL_KEY);
	struct error error;

	assert_ok(unlock_open(opened, path, store, secret, &error), &error);
	assert_memory_equal(opened, root, SEAL_KEY);
	secret_free(opened);
}

/* It does not open, and nothing is handed out. */
static void
assert_shut(const char *path, const uint8_t *id,
    const struct unlock_secret *secret, enum status status, const char *code)
{
	uint8_t *opened = secret_alloc(SEAL_KEY);
	uint8_t zero[SEAL_KEY] = { 0 };
	struct error error;

	assert_fails(unlock_open(opened, path, id, secret, &error), &error,
	    status, code);
	assert_memory_equal(opened, zero, SEAL_KEY);
	secret_free(opened);
}

static struct text
read_text(const char *path, struct arena *arena)
{
	struct text text;
	struct error error;

	assert_ok(file_read_text(&text, path, UNLOCK_FILE_MAX, arena,
	    &error), &error);
	return text;
}

static void
put_text(const char *path, struct text text)
{
	struct error error;

	assert_ok(file_put(path, bytes_of(text), 0600, &error), &error);
}

static void
key_file(void **state)
{
	char path[PATH_SIZE], other[PATH_SIZE];
	const struct unlock_secret secret = { .key_file = path };
	const struct unlock_secret wrong = { .key_file = other };
	struct error error;
	struct stat st;
	struct text line;

	(void)snprintf(path, sizeof(path), "%s", at("key"));
	(void)snprintf(other, sizeof(other), "%s", at("other.key"));
	assert_ok(unlock_make_key_file(path, &error), &error);
	assert_ok(unlock_make_key_file(other, &error), &error);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	line = read_text(path, *state);
	assert_true(text_starts_with(line, "sekisho-key-1 "));
	assert_int_equal(line.n, 14 + 44 + 1);
	assert_false(text_equal(line, read_text(other, *state)));
	assert_fails(unlock_make_key_file(path, &error), &error,
	    STATUS_CONFLICT, "file_exists");

	assert_ok(unlock_create(at("u1"), store, root, &secret, 0, &error),
	    &error);
	assert_int_equal(stat(at("u1"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_opens(at("u1"), &secret);
	assert_shut(at("u1"), store, &wrong, STATUS_UNAUTHENTICATED,
	    "wrong_secret");
	assert_shut(at("u1"), store, &passphrase, STATUS_INVALID,
	    "no_such_method");
	assert_fails(unlock_create(at("u1"), store, root, &secret, 0,
	    &error), &error, STATUS_CONFLICT, "file_exists");
}

/* The forms of a key file that are none. */
static void
not_key_files(void **state)
{
	/* What was another file, and what lost what it held. */
	static const struct {
		const char *line;
		bool damaged;
	} lines[] = {
		{ "", true }, { "\n", true }, { "sekisho-key-1", false },
		{ "sekisho-key-1 \n", false },
		{ "sekisho-key-1 "
		  "wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t8\n", true },
		{ "sekisho-key-1 "
		  "wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t9=\n", true },
		{ "sekisho-key-1 "
		  "wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t8AAAA=\n",
		  true },
		{ "sekisho-key-2 "
		  "wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t8=\n", false },
		{ "sekisho-key-1 "
		  "wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t8=\nmore\n",
		  true },
	};
	char path[PATH_SIZE];
	const struct unlock_secret secret = { .key_file = path };
	struct error error;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s", at("bad.key"));
	for (size_t i = 0; i < LENGTH(lines); i++) {
		put_text(path, text_of(lines[i].line));
		assert_fails(unlock_create(at("u2"), store, root, &secret, 0,
		    &error), &error, lines[i].damaged ? STATUS_INTEGRITY :
		    STATUS_INVALID, lines[i].damaged ? "key_file_damaged" :
		    "not_a_key_file");
		assert_string_equal(error.field, path);
		assert_false(file_exists(at("u2")));
	}
	assert_int_equal(unlink(path), 0);
	assert_fails(unlock_create(at("u2"), store, root, &secret, 0,
	    &error), &error, STATUS_NOT_FOUND, "file_not_found");
}

/*
 * Made by another program from the words in unlock.h: store 10 11 ..., root
 * key 80 81 ..., key file c0 c1 ..., nonce a0 a1 ...
 */
static void
golden(void **state)
{
	char path[PATH_SIZE];
	const struct unlock_secret secret = { .key_file = path };
	uint8_t id[STORE_ID_SIZE], *opened = secret_alloc(SEAL_KEY);
	struct error error;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s", at("golden.key"));
	put_text(path, TEXT("sekisho-key-1 "
	    "wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t8=\n"));
	put_text(at("golden"), TEXT("{\"sekisho_unlock\": 1, \"store\": "
	    "\"101112131415161718191a1b1c1d1e1f\", \"methods\": [{\"method\":"
	    " \"key_file\", \"wrapped\": \"oKGio6SlpqeoqaqrVraX4hfWiuo5sgyYO"
	    "rzVkzCEv0QY41nyrz45XhBL5XcrdVaWT+adX3U8tCzglDvX\"}]}\n"));
	for (size_t i = 0; i < sizeof(id); i++)
		id[i] = (uint8_t)(0x10 + i);
	assert_ok(unlock_open(opened, at("golden"), id, &secret, &error),
	    &error);
	for (size_t i = 0; i < SEAL_KEY; i++)
		assert_int_equal(opened[i], 0x80 + i);
	secret_free(opened);
}

static void
by_passphrase(void **state)
{
	const struct unlock_secret wrong = {
		.passphrase = { "correct horse batterz", 21 }
	};
	const struct unlock_secret japanese = {
		.passphrase = TEXT("東京都千代田区霞が関一丁目")
	};
	uint8_t other[STORE_ID_SIZE];
	struct error error;
	struct text text;

	assert_ok(unlock_create(at("p1"), store, root, &passphrase,
	    UNLOCK_MEMORY_MIN_KIB, &error), &error);
	assert_opens(at("p1"), &passphrase);
	assert_shut(at("p1"), store, &wrong, STATUS_UNAUTHENTICATED,
	    "wrong_secret");
	memcpy(other, store, sizeof(other));
	other[3] ^= 1;
	assert_shut(at("p1"), other, &passphrase, STATUS_UNAUTHENTICATED,
	    "wrong_secret");
	text = read_text(at("p1"), *state);
	assert_true(text_find(text, TEXT("65536")) > 0);
	assert_true(text_find(text, TEXT("correct")) < 0);
	/* Characters are counted, not bytes: thirteen of three bytes each. */
	assert_ok(unlock_create(at("p2"), store, root, &japanese,
	    UNLOCK_MEMORY_MIN_KIB, &error), &error);
	assert_opens(at("p2"), &japanese);
}

static void
weak_ones_are_refused(void **state)
{
	const struct unlock_secret short_one = {
		.passphrase = TEXT("eleven char")
	};
	const struct unlock_secret short_japanese = {
		.passphrase = TEXT("東京都千代田区霞が関一")
	};
	struct error error;

	(void)state;
	assert_fails(unlock_create(at("w"), store, root, &short_one,
	    UNLOCK_MEMORY_MIN_KIB, &error), &error, STATUS_INVALID,
	    "short_passphrase");
	assert_fails(unlock_create(at("w"), store, root, &short_japanese,
	    UNLOCK_MEMORY_MIN_KIB, &error), &error, STATUS_INVALID,
	    "short_passphrase");
	assert_fails(unlock_create(at("w"), store, root, &passphrase,
	    UNLOCK_MEMORY_MIN_KIB - 1, &error), &error, STATUS_INVALID,
	    "weak_parameters");
	assert_fails(unlock_create(at("w"), store, root, &passphrase,
	    UNLOCK_MEMORY_MAX_KIB + 1u, &error), &error, STATUS_INVALID,
	    "weak_parameters");
	assert_false(file_exists(at("w")));
}

/* Puts b in the place of the only a. */
static struct text
with(struct text text, const char *a, const char *b, struct arena *arena)
{
	ptrdiff_t from = text_find(text, text_of(a));
	struct buf out;

	assert_true(from >= 0);
	buf_init(&out, arena, UNLOCK_FILE_MAX);
	buf_text(&out, text_slice(text, 0, (size_t)from));
	buf_string(&out, b);
	buf_text(&out, text_slice(text, (size_t)from + strlen(a), text.n));
	return buf_as_text(&out);
}

/* Somebody who writes the file may not make guessing cheap. */
static void
lowered_parameters(void **state)
{
	static const char *const changes[][2] = {
		{ "65536", "65535" }, { "65536", "8" }, { "65536", "0" },
		{ "65536", "-65536" }, { "65536", "4194305" },
		{ "65536", "9223372036854775807" },
		{ "\"passes\": 3", "\"passes\": 2" },
		{ "\"passes\": 3", "\"passes\": -3" },
		{ "\"passes\": 3", "\"passes\": 101" },
		{ "\"passes\"", "\"passages\"" },
	};
	struct text text;

	text = read_text(at("p1"), *state);
	for (size_t i = 0; i < LENGTH(changes); i++) {
		put_text(at("p3"), with(text, changes[i][0], changes[i][1],
		    *state));
		assert_shut(at("p3"), store, &passphrase, STATUS_INVALID,
		    "weak_parameters");
	}
}

static void
damaged_files(void **state)
{
	static const char *const changes[][2] = {
		{ "\"methods\"", "\"method\"" }, { "\"methods\": [",
		  "\"methods\": {\"a\": [" }, { "\"salt\": \"",
		  "\"salt\": \"AAAA" }, { "\"salt\": \"", "\"salt\": \"*" },
		{ "\"wrapped\": \"", "\"wrapped\": \"AAAA" },
		{ "\"wrapped\": \"", "\"wrapped\": \"?" },
		{ "\"wrapped\"", "\"wrap\"" }, { "{", "" }, { "{", "{]" },
	};
	struct text text = read_text(at("p1"), *state);
	uint8_t *opened = secret_alloc(SEAL_KEY);
	struct error error;

	for (size_t i = 0; i < LENGTH(changes); i++) {
		put_text(at("p4"), with(text, changes[i][0], changes[i][1],
		    *state));
		assert_shut(at("p4"), store, &passphrase, STATUS_INTEGRITY,
		    "unlock_broken");
	}
	for (size_t n = 0; n < text.n; n += 11) {
		put_text(at("p4"), text_slice(text, 0, n));
		assert_shut(at("p4"), store, &passphrase, STATUS_INTEGRITY,
		    "unlock_broken");
	}
	/* A method of another name leaves none of ours. */
	put_text(at("p4"), with(text, "passphrase", "pass_phrase", *state));
	assert_shut(at("p4"), store, &passphrase, STATUS_INVALID,
	    "no_such_method");
	assert_fails(unlock_open(opened, at("none"), store, &passphrase,
	    &error), &error, STATUS_NOT_FOUND, "file_not_found");
	secret_free(opened);
}

/* A wrapped key moved from one method to the other does not open. */
static void
both_methods(void **state)
{
	char path[PATH_SIZE];
	const struct unlock_secret both = {
		.key_file = path, .passphrase = passphrase.passphrase
	};
	const struct unlock_secret by_file = { .key_file = path };
	struct error error;
	struct text text;

	(void)snprintf(path, sizeof(path), "%s", at("key"));
	assert_ok(unlock_create(at("b"), store, root, &both,
	    UNLOCK_MEMORY_MIN_KIB, &error), &error);
	assert_opens(at("b"), &by_file);
	assert_opens(at("b"), &passphrase);
	text = read_text(at("b"), *state);
	text = with(text, "\"key_file\"", "\"x\"", *state);
	text = with(text, "\"passphrase\"", "\"key_file\"", *state);
	put_text(at("b2"), text);
	assert_shut(at("b2"), store, &by_file, STATUS_UNAUTHENTICATED,
	    "wrong_secret");
}

static int
start(void **state)
{
	struct error error;

	random_bytes(store, sizeof(store));
	random_bytes(root, sizeof(root));
	return secret_start(&error) == STATUS_OK ? folder_make(state) : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(key_file),
		cmocka_unit_test(not_key_files),
		cmocka_unit_test(golden),
		arena_test(by_passphrase),
		cmocka_unit_test(weak_ones_are_refused),
		arena_test(lowered_parameters),
		arena_test(damaged_files),
		arena_test(both_methods),
	};

	return cmocka_run_group_tests(tests, start, folder_remove);
}
