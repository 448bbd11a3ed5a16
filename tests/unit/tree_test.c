#define _XOPEN_SOURCE 700
#include <ftw.h>

#include "test.h"

#include "audit/tree.h"
#include "base/buf.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/json.h"

enum { LEAVES = 70 };

static struct hash leaves[LEAVES];

static void
make_leaves(void)
{
	for (size_t i = 0; i < LEAVES; i++) {
		uint8_t entry = (uint8_t)i;

		leaves[i] = tree_leaf((struct bytes){ &entry, 1 });
	}
}

/* The definition of RFC 6962, by recursion: the slow oracle. */
static struct hash
slow_root(size_t first, size_t n)
{
	struct hash left, right;
	size_t k = 1;

	if (n == 0)
		return hash_bytes("", 0);
	if (n == 1)
		return leaves[first];
	while (2 * k < n)
		k *= 2;
	left = slow_root(first, k);
	right = slow_root(first + k, n - k);
	return tree_node(&left, &right);
}

static bool
read_slowly(void *context, int level, uint64_t index, struct hash *hash)
{
	(void)context;
	*hash = slow_root(index << level, (size_t)1 << level);
	return true;
}

static const struct tree_reader reader = { read_slowly, NULL };

static void
known_hashes(void **state)
{
	struct tree empty = { .size = 0 };
	struct hash root = tree_root(&empty);
	struct hash leaf = tree_leaf((struct bytes){ (const uint8_t *)"", 0 });
	char hex[65];

	(void)state;
	encode_hex(root.bytes, 32, hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e464"
	    "9b934ca495991b7852b855");
	encode_hex(leaf.bytes, 32, hex);
	assert_string_equal(hex, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb3"
	    "3738768511a30617afa01d");
}

static void
grows_as_defined(void **state)
{
	struct tree tree = { .size = 0 };

	(void)state;
	for (size_t n = 0; n <= LEAVES; n++) {
		struct hash root = tree_root(&tree);
		struct hash slow = slow_root(0, n);
		struct hash at;

		assert_true(hash_equal(&root, &slow));
		assert_true(tree_root_at(&at, n, reader));
		assert_true(hash_equal(&root, &at));
		if (n > 0) {
			at = tree_root_of(leaves, n);
			assert_true(hash_equal(&root, &at));
		}
		if (n < LEAVES)
			tree_append(&tree, &leaves[n]);
	}
}

static void
proves_inclusion(void **state)
{
	struct tree_proof proof;

	(void)state;
	for (uint64_t size = 1; size <= LEAVES; size++) {
		struct hash root = slow_root(0, size);

		for (uint64_t i = 0; i < size; i++) {
			assert_true(tree_prove_inclusion(&proof, i, size,
			    reader));
			assert_true(tree_verify_inclusion(&proof, i, size,
			    &leaves[i], &root));
			assert_false(tree_verify_inclusion(&proof, i,
			    size + 1, &leaves[i], &root) && size > 1 &&
			    proof.n == 0);
			if (proof.n > 0) {
				proof.path[0].bytes[7] ^= 1;
				assert_false(tree_verify_inclusion(&proof, i,
				    size, &leaves[i], &root));
			}
		}
		assert_false(tree_prove_inclusion(&proof, size, size,
		    reader));
	}
}

static void
proves_consistency(void **state)
{
	struct tree_proof proof;

	(void)state;
	for (uint64_t size = 1; size <= LEAVES; size++)
		for (uint64_t old = 1; old <= size; old++) {
			struct hash root = slow_root(0, size);
			struct hash old_root = slow_root(0, old);

			assert_true(tree_prove_consistency(&proof, old, size,
			    reader));
			assert_true(tree_verify_consistency(&proof, old, size,
			    &old_root, &root));
			old_root.bytes[0] ^= 1;
			assert_false(tree_verify_consistency(&proof, old,
			    size, &old_root, &root));
		}
	assert_false(tree_prove_consistency(&proof, 0, 5, reader));
	assert_false(tree_prove_consistency(&proof, 6, 5, reader));
}

/* The public vectors. */

static struct arena *arena;
static size_t vectors;

/* Some roots are no hashes at all; what counts is whether they are equal. */
static struct hash
hash_of(const struct node *file, const char *key)
{
	struct text letters = node_text(file, key);
	uint8_t *bytes = arena_alloc(arena, letters.n + 3);
	struct hash hash;
	size_t n = 0;

	assert_non_null(bytes);
	assert_true(decode_base64(letters, bytes, &n));
	if (n != HASH_SIZE)
		return hash_bytes(bytes, n);
	memcpy(hash.bytes, bytes, HASH_SIZE);
	return hash;
}

/* Some vectors have numbers up to 2^64 - 1, which we quote before reading. */
static struct bytes
quote_large_numbers(struct bytes json)
{
	struct buf out;

	buf_init(&out, arena, 2 * json.n + 64);
	for (size_t i = 0; i < json.n; i++) {
		size_t digits = 0;

		while (i + digits < json.n && json.p[i + digits] >= '0' &&
		    json.p[i + digits] <= '9')
			digits++;
		if (digits >= 17) {
			buf_printf(&out, "\"%.*s\"", (int)digits,
			    (const char *)json.p + i);
			i += digits - 1;
		} else {
			buf_byte(&out, json.p[i]);
		}
	}
	return buf_bytes(&out);
}

static uint64_t
number_of(const struct node *file, const char *key)
{
	const struct node *value = node_get(file, key);

	assert_non_null(value);
	if (value->kind == NODE_TEXT)
		return strtoull(value->text.p, NULL, 10);
	return (uint64_t)value->number;
}

/* False when the proof itself has a form that no proof has. */
static bool
proof_of(struct tree_proof *proof, const struct node *file)
{
	const struct node *list = node_get(file, "proof");

	proof->n = 0;
	if (list == NULL || list->kind != NODE_LIST)
		return true;
	for (size_t i = 0; i < list->count; i++) {
		uint8_t bytes[256];
		size_t n = 0;

		if (proof->n == TREE_PROOF_MAX ||
		    node_at(list, i)->text.n > 128 ||
		    !decode_base64(node_at(list, i)->text, bytes, &n) ||
		    n != HASH_SIZE)
			return false;
		memcpy(proof->path[proof->n++].bytes, bytes, HASH_SIZE);
	}
	return true;
}

static bool
verify_vector(const struct node *file)
{
	struct tree_proof proof;
	uint64_t start = 0, end = 0;

	if (!proof_of(&proof, file))
		return false;
	if (node_get(file, "start") != NULL) {
		start = number_of(file, "start");
		end = number_of(file, "end");
	}
	if (node_get(file, "leafIdx") != NULL) {
		uint64_t index = number_of(file, "leafIdx");
		struct hash leaf = hash_of(file, "leafHash");
		struct hash root = hash_of(file, "root");

		if (node_get(file, "end") == NULL)
			end = number_of(file, "treeSize");
		else if (!tree_is_subtree(start, end) || index < start)
			return false;
		if (node_text(file, "leafHash").n == 0)
			return false;
		return tree_verify_inclusion(&proof, index - start,
		    end - start, &leaf, &root);
	} else {
		struct hash root1 = hash_of(file, "root1");
		struct hash root2 = hash_of(file, "root2");
		bool whole = node_get(file, "size1") != NULL;

		if (whole)
			end = number_of(file, "size1");
		if (whole)
			return tree_verify_consistency(&proof, end,
			    number_of(file, "size2"), &root1, &root2);
		return tree_verify_subtree(&proof, start, end,
		    number_of(file, "size"), &root1, &root2);
	}
}

static int
check_vector(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	const struct node *file;
	struct bytes bytes;
	struct error error;
	bool wanted;

	(void)st;
	(void)ftw;
	if (type != FTW_F || !text_ends_with(text_of(path), ".json"))
		return 0;
	arena_reset(arena);
	assert_ok(file_read(&bytes, path, 1 << 20, arena, &error), &error);
	assert_ok(json_parse(&file, quote_large_numbers(bytes), arena,
	    &error), &error);
	wanted = !node_bool(file, "wantErr", false);
	if (verify_vector(file) != wanted)
		print_error("%s: wanted %d\n", path, wanted);
	assert_int_equal(verify_vector(file), wanted);
	vectors++;
	return 0;
}

static void
passes_public_vectors(void **state)
{
	const char *shared = getenv("SEKISHO_SHARED");
	char path[PATH_SIZE];

	arena = *state;
	(void)snprintf(path, sizeof(path), "%s/vectors/merkle",
	    shared == NULL ? "../shared" : shared);
	if (!file_exists(path)) {
		print_message("skipped: no %s\n", path);
		skip();
	}
	assert_int_equal(nftw(path, check_vector, 16, FTW_PHYS), 0);
	assert_true(vectors >= 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_hashes),
		cmocka_unit_test(grows_as_defined),
		cmocka_unit_test(proves_inclusion),
		cmocka_unit_test(proves_consistency),
		arena_test(passes_public_vectors),
	};

	make_leaves();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
