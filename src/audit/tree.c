#include "audit/tree.h"

struct hash
tree_leaf(struct bytes entry)
{
	static const uint8_t zero = 0;
	struct hash_state state;

	hash_start(&state);
	hash_add(&state, &zero, 1);
	hash_add(&state, entry.p, entry.n);
	return hash_end(&state);
}

struct hash
tree_node(const struct hash *left, const struct hash *right)
{
	uint8_t both[1 + 2 * HASH_SIZE];

	both[0] = 1;
	memcpy(both + 1, left->bytes, HASH_SIZE);
	memcpy(both + 1 + HASH_SIZE, right->bytes, HASH_SIZE);
	return hash_bytes(both, sizeof(both));
}

bool
tree_append_at(struct tree *tree, const struct hash *leaf, int level,
    struct hash *root)
{
	struct hash hash = *leaf;
	int done = 0;

	/* A carry, as when one is added to a binary number. */
	for (uint64_t size = tree->size; size & 1; size >>= 1) {
		hash = tree_node(&tree->edge[--tree->edges], &hash);
		if (++done == level)
			*root = hash;
	}
	tree->edge[tree->edges++] = hash;
	tree->size++;
	return done >= level;
}

void
tree_append(struct tree *tree, const struct hash *leaf)
{
	struct hash unused;

	(void)!tree_append_at(tree, leaf, 1, &unused);
}

struct hash
tree_root(const struct tree *tree)
{
	struct hash root;

	if (tree->edges == 0)
		return hash_bytes("", 0);
	root = tree->edge[tree->edges - 1];
	for (int i = tree->edges - 2; i >= 0; i--)
		root = tree_node(&tree->edge[i], &root);
	return root;
}

struct hash
tree_root_of(const struct hash *row, size_t n)
{
	struct tree tree = { .size = 0 };

	for (size_t i = 0; i < n; i++)
		tree_append(&tree, &row[i]);
	return tree_root(&tree);
}

/* The largest power of two below n, n > 1. */
static uint64_t
split(uint64_t n)
{
	return (uint64_t)1 << (63 - __builtin_clzll(n - 1));
}

/*
 * The root of the leaves first .. first + n - 1, where first is a multiple of
 * a power of two that is at least n.
 */
static bool
range_root(struct hash *root, uint64_t first, uint64_t n,
    struct tree_reader reader)
{
	struct hash part[64];
	int parts = 0;

	/* Complete subtrees from the largest to the smallest. */
	while (n > 0) {
		int level = 63 - __builtin_clzll(n);

		if (!reader.read(reader.context, level, first >> level,
		    &part[parts++]))
			return false;
		first += (uint64_t)1 << level;
		n -= (uint64_t)1 << level;
	}
	*root = part[--parts];
	while (parts > 0) {
		parts--;
		*root = tree_node(&part[parts], root);
	}
	return true;
}

bool
tree_root_at(struct hash *root, uint64_t size, struct tree_reader reader)
{
	if (size == 0) {
		*root = hash_bytes("", 0);
		return true;
	}
	return range_root(root, 0, size, reader);
}

/* Proofs are made from the root down and read from the leaf up. */
static void
reverse(struct tree_proof *proof)
{
	for (size_t i = 0; i < proof->n / 2; i++) {
		struct hash hash = proof->path[i];

		proof->path[i] = proof->path[proof->n - 1 - i];
		proof->path[proof->n - 1 - i] = hash;
	}
}

bool
tree_prove_inclusion(struct tree_proof *proof, uint64_t index, uint64_t size,
    struct tree_reader reader)
{
	uint64_t first = 0;

	proof->n = 0;
	if (index >= size)
		return false;
	while (size > 1) {
		uint64_t left = split(size);
		struct hash *next = &proof->path[proof->n++];

		if (index < left) {
			if (!range_root(next, first + left, size - left,
			    reader))
				return false;
			size = left;
		} else {
			if (!range_root(next, first, left, reader))
				return false;
			first += left;
			index -= left;
			size -= left;
		}
	}
	reverse(proof);
	return true;
}

bool
tree_prove_consistency(struct tree_proof *proof, uint64_t old_size,
    uint64_t size, struct tree_reader reader)
{
	uint64_t first = 0;
	bool whole = true;	/* the old tree is what is left of us */

	proof->n = 0;
	if (old_size == 0 || old_size > size)
		return false;
	while (old_size != size) {
		uint64_t left = split(size);
		struct hash *next = &proof->path[proof->n++];

		if (old_size <= left) {
			if (!range_root(next, first + left, size - left,
			    reader))
				return false;
			size = left;
		} else {
			if (!range_root(next, first, left, reader))
				return false;
			first += left;
			old_size -= left;
			size -= left;
			whole = false;
		}
	}
	if (!whole && !range_root(&proof->path[proof->n++], first, size,
	    reader))
		return false;
	reverse(proof);
	return true;
}

/*
 * RFC 9162, sections 2.1.3.2 and 2.1.4.2: fn and sn are the positions of the
 * node and of the last node of its level.
 */
bool
tree_verify_inclusion(const struct tree_proof *proof, uint64_t index,
    uint64_t size, const struct hash *leaf, const struct hash *root)
{
	uint64_t fn = index, sn = size - 1;
	struct hash hash = *leaf;

	if (size == 0 || index >= size)
		return false;
	for (size_t i = 0; i < proof->n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			hash = tree_node(&proof->path[i], &hash);
			while ((fn & 1) == 0 && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			hash = tree_node(&hash, &proof->path[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && hash_equal(&hash, root);
}

bool
tree_is_subtree(uint64_t start, uint64_t end)
{
	uint64_t n = end - start;
	uint64_t power = n < 2 ? n : 2 * split(n);

	return start < end && (start & (power - 1)) == 0;
}

/* Where a subtree's first and last node and the tree's last node stand. */
struct position {
	uint64_t first, last, tree;
};

static void
go_up(struct position *at)
{
	at->first >>= 1;
	at->last >>= 1;
	at->tree >>= 1;
}

bool
tree_verify_subtree(const struct tree_proof *proof, uint64_t start,
    uint64_t end, uint64_t size, const struct hash *subtree,
    const struct hash *root)
{
	struct position at = { start, end - 1, size - 1 };
	struct hash part = *subtree, whole = *subtree;
	size_t next = 0;

	if (end > size)
		return false;
	if (start == end) {
		part = hash_bytes("", 0);
		return proof->n == 0 && hash_equal(&part, subtree);
	}
	if (!tree_is_subtree(start, end))
		return false;
	while (at.first != at.last && (at.last == at.tree ||
	    (at.last & 1) != 0))
		go_up(&at);
	/* The subtree itself is left out of the proof when it is a node. */
	if (at.first != at.last) {
		if (proof->n == 0)
			return false;
		part = whole = proof->path[next++];
	}
	for (; next < proof->n; next++) {
		const struct hash *hash = &proof->path[next];

		if (at.tree == 0)
			return false;
		if ((at.last & 1) == 0 && at.last != at.tree) {
			whole = tree_node(&whole, hash);
		} else {
			if (at.first < at.last)
				part = tree_node(hash, &part);
			whole = tree_node(hash, &whole);
			while ((at.last & 1) == 0)
				go_up(&at);
		}
		go_up(&at);
	}
	return at.tree == 0 && hash_equal(&part, subtree) &&
	    hash_equal(&whole, root);
}

bool
tree_verify_consistency(const struct tree_proof *proof, uint64_t old_size,
    uint64_t size, const struct hash *old_root, const struct hash *root)
{
	return old_size > 0 && tree_verify_subtree(proof, 0, old_size, size,
	    old_root, root);
}
