#include "tiles.h"

#include "audit/proof.h"
#include "crypto/random.h"

static struct logkey key;

static struct text
make(const char *folder, uint64_t index, struct arena *arena)
{
	struct error error;
	struct buf out;

	buf_init(&out, arena, PROOF_MAX);
	assert_ok(proof_make(&out, folder, &key.verifier, index, arena,
	    &error), &error);
	return buf_as_text(&out);
}

static enum status
check(struct text proof, struct arena *arena)
{
	struct proof_content content;
	struct error error;

	return proof_check(&content, bytes_of(proof), &key.verifier, arena,
	    &error);
}

static void
makes_and_checks(void **state)
{
	static const uint64_t sizes[] = { 1, 2, 3, 255, 256, 257, 700 };

	for (size_t i = 0; i < LENGTH(sizes); i++) {
		uint64_t size = sizes[i];
		struct checkpoint wanted = tiles_make(at("log%d", (int)i),
		    size, &key, *state);

		for (uint64_t j = 0; j < size; j += 1 + size / 5) {
			struct text proof = make(at("log%d", (int)i), j,
			    *state);
			struct proof_content content;
			char room[64];
			struct bytes entry = tiles_entry(j, room);
			struct error error;

			assert_ok(proof_check(&content, bytes_of(proof),
			    &key.verifier, *state, &error), &error);
			assert_int_equal(content.index, j);
			assert_int_equal(content.entry.n, entry.n);
			assert_memory_equal(content.entry.p, entry.p,
			    entry.n);
			assert_int_equal(content.checkpoint.size, size);
			assert_true(hash_equal(&content.checkpoint.root,
			    &wanted.root));
		}
	}
}

static void
not_integrated(void **state)
{
	struct error error;
	struct buf out;

	(void)tiles_make(at("short"), 5, &key, *state);
	buf_init(&out, *state, PROOF_MAX);
	assert_fails(proof_make(&out, at("short"), &key.verifier, 5, *state,
	    &error), &error, STATUS_NOT_FOUND, "not_integrated");
	assert_fails(proof_make(&out, at("short"), &key.verifier, UINT64_MAX,
	    *state, &error), &error, STATUS_NOT_FOUND, "not_integrated");
	assert_fails(proof_make(&out, at("absent"), &key.verifier, 0, *state,
	    &error), &error, STATUS_NOT_FOUND, "file_not_found");
}

/* The form, as C2SP tlog-proof has it. */
static void
form(void **state)
{
	struct text proof, wanted, note;
	struct error error;
	struct bytes bytes;

	(void)tiles_make(at("form"), 2, &key, *state);
	proof = make(at("form"), 1, *state);
	wanted = TEXT("c2sp.org/tlog-proof@v1\nextra ZW50cnkgMSBh\nindex 1\n");
	assert_true(text_starts_with(proof, wanted.p));
	assert_ok(file_read(&bytes, at("form/checkpoint"), NOTE_MAX, *state,
	    &error), &error);
	note = (struct text){ (const char *)bytes.p, bytes.n };
	/* One hash, a blank line, the checkpoint as it is. */
	assert_int_equal(proof.n, wanted.n + 44 + 1 + 1 + note.n);
	assert_memory_equal(proof.p + wanted.n + 44, "\n\n", 2);
	assert_memory_equal(proof.p + wanted.n + 46, note.p, note.n);
}

/* Any changed bit, anywhere, and any cut. */
static void
every_change_is_found(void **state)
{
	struct arena *arena = arena_new(8 << 20);
	struct text proof;
	char *copy;

	(void)tiles_make(at("bits"), 300, &key, *state);
	proof = make(at("bits"), 123, *state);
	copy = arena_alloc(*state, proof.n + 1);
	for (size_t bit = 0; bit < 8 * proof.n; bit++) {
		memcpy(copy, proof.p, proof.n);
		copy[bit / 8] ^= (char)(1 << bit % 8);
		assert_int_not_equal(check((struct text){ copy, proof.n },
		    arena), STATUS_OK);
		arena_reset(arena);
	}
	for (size_t n = 0; n < proof.n; n++) {
		assert_int_not_equal(check((struct text){ proof.p, n },
		    arena), STATUS_OK);
		arena_reset(arena);
	}
	memcpy(copy, proof.p, proof.n);
	copy[proof.n] = '\n';
	assert_int_not_equal(check((struct text){ copy, proof.n + 1 },
	    arena), STATUS_OK);
	arena_free(arena);
}

/* The proof with one line in the place of the n-th, or without it. */
static struct text
with_line(struct text proof, size_t n, const char *line, struct arena *arena)
{
	struct buf out;
	size_t at_line = 0;

	buf_init(&out, arena, PROOF_MAX);
	for (size_t i = 0; i < proof.n; at_line++) {
		size_t end = i;

		while (proof.p[end] != '\n')
			end++;
		if (at_line == n && line != NULL)
			buf_string(&out, line);
		if (at_line != n)
			buf_put(&out, proof.p + i, end + 1 - i);
		i = end + 1;
	}
	return buf_as_text(&out);
}

static void
each_line(void **state)
{
	static const char hash[] =
	    "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=\n";
	static const struct {
		size_t line;
		const char *text;
		enum status status;
	} changes[] = {
		{ 0, "c2sp.org/tlog-proof@v2\n", STATUS_INVALID },
		{ 0, NULL, STATUS_INVALID },
		{ 1, "extra \n", STATUS_INTEGRITY },
		{ 1, "extra AAAA\n", STATUS_INTEGRITY },
		{ 1, "extra A\n", STATUS_INVALID },
		{ 1, "Extra AAAA\n", STATUS_INVALID },
		{ 1, NULL, STATUS_INVALID },
		{ 2, "index 122\n", STATUS_INTEGRITY },
		{ 2, "index 299\n", STATUS_INTEGRITY },
		{ 2, "index 300\n", STATUS_INTEGRITY },
		{ 2, "index 9223372036854775807\n", STATUS_INTEGRITY },
		{ 2, "index 0123\n", STATUS_INVALID },
		{ 2, "index -123\n", STATUS_INVALID },
		{ 2, "index -0\n", STATUS_INVALID },
		{ 2, "index \n", STATUS_INVALID },
		{ 2, "index 123 \n", STATUS_INVALID },
		{ 2, "index 18446744073709551739\n", STATUS_INVALID },
		{ 2, NULL, STATUS_INVALID },
		{ 3, hash, STATUS_INTEGRITY },
		{ 3, NULL, STATUS_INTEGRITY },
		{ 3, "pQ==\n", STATUS_INVALID },
		{ 3, "not base64\n", STATUS_INVALID },
		{ 11, NULL, STATUS_INTEGRITY },
		{ 11, hash, STATUS_INTEGRITY },
		/* The blank line: the checkpoint is then no checkpoint. */
		{ 12, NULL, STATUS_INVALID },
		{ 12, "\n\n", STATUS_INTEGRITY },
		{ 13, "another/origin\n", STATUS_INTEGRITY },
		{ 14, "301\n", STATUS_INTEGRITY },
		{ 15, hash, STATUS_INTEGRITY },
		{ 16, NULL, STATUS_INVALID },
		{ 17, NULL, STATUS_INVALID },
		{ 17, "— test AAAAAAAA\n", STATUS_INTEGRITY },
	};
	struct text proof;

	(void)tiles_make(at("lines"), 300, &key, *state);
	proof = make(at("lines"), 123, *state);
	assert_int_equal(check(proof, *state), STATUS_OK);
	for (size_t i = 0; i < LENGTH(changes); i++) {
		enum status status = check(with_line(proof, changes[i].line,
		    changes[i].text, *state), *state);

		if (status != changes[i].status)
			fail_msg("change %zu: %d", i, status);
	}
}

/* A proof of one entry with another's words, under another log's key. */
static void
mixed(void **state)
{
	struct logkey other = logkey_make("other", 1);
	struct proof_content content;
	struct text a, b;
	struct error error;

	(void)tiles_make(at("mixed"), 300, &key, *state);
	a = make(at("mixed"), 7, *state);
	b = make(at("mixed"), 8, *state);
	assert_int_equal(check(with_line(a, 2, "index 8\n", *state), *state),
	    STATUS_INTEGRITY);
	assert_int_equal(check(b, *state), STATUS_OK);
	assert_fails(proof_check(&content, bytes_of(a), &other.verifier,
	    *state, &error), &error, STATUS_INTEGRITY, "bad_signature");
}

/* Too many hashes, or noise: refused, and nothing is read past the end. */
static void
hostile(void **state)
{
	struct arena *arena = arena_new(8 << 20);
	struct buf out;

	buf_init(&out, *state, PROOF_MAX);
	buf_string(&out, "c2sp.org/tlog-proof@v1\nextra \nindex 0\n");
	for (int i = 0; i < 200; i++)
		buf_string(&out,
		    "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=\n");
	assert_int_equal(check(buf_as_text(&out), *state), STATUS_INVALID);
	for (int i = 0; i < 20000; i++) {
		static const char letters[] = "ieA=\n c2spex1 .-—";
		char noise[120];
		size_t n = 23 + (size_t)random_below(sizeof(noise) - 23);

		(void)snprintf(noise, sizeof(noise),
		    "c2sp.org/tlog-proof@v1\n");
		for (size_t j = 23; j < n; j++)
			noise[j] = letters[random_below(sizeof(letters))];
		assert_int_not_equal(check((struct text){ noise, n }, arena),
		    STATUS_OK);
		arena_reset(arena);
	}
	arena_free(arena);
}

/* A proof is not made from tiles that are not what was signed. */
static void
damaged_tiles(void **state)
{
	struct error error;
	struct buf out;

	(void)tiles_make(at("bent"), 300, &key, *state);
	flip(at("bent/tile/0/000"), 32 * 122, 1);
	buf_init(&out, *state, PROOF_MAX);
	assert_fails(proof_make(&out, at("bent"), &key.verifier, 123, *state,
	    &error), &error, STATUS_INTEGRITY, "proof_wrong");
	assert_int_equal(unlink(at("bent/tile/0/000")), 0);
	buf_init(&out, *state, PROOF_MAX);
	assert_fails(proof_make(&out, at("bent"), &key.verifier, 123, *state,
	    &error), &error, STATUS_INTEGRITY, "tile_missing");
}

static int
start(void **state)
{
	key = logkey_make("test", 0);
	return folder_make(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(makes_and_checks),
		arena_test(not_integrated),
		arena_test(form),
		arena_test(every_change_is_found),
		arena_test(each_line),
		arena_test(mixed),
		arena_test(hostile),
		arena_test(damaged_tiles),
	};

	return cmocka_run_group_tests(tests, start, folder_remove);
}
