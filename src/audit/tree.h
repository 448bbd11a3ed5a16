/*
 * tree.h - the Merkle tree of RFC 6962, section 2.
 *
 *	leaf hash	SHA-256(0x00 || entry)
 *	node hash	SHA-256(0x01 || left || right)
 *	empty tree	SHA-256("")
 *
 * Hashes of complete subtrees are named by level and index: level 0 index i
 * is the leaf i, level l index i covers the leaves i * 2^l to (i+1) * 2^l - 1.
 */
#ifndef AUDIT_TREE_H_
#define AUDIT_TREE_H_

#include "base/base.h"
#include "crypto/hash.h"

struct hash tree_leaf(struct bytes entry);
struct hash tree_node(const struct hash *left, const struct hash *right)
    NONNULL;

/* A tree that only grows: the roots of its complete subtrees, largest first. */
struct tree {
	uint64_t size;
	struct hash edge[64];
	int edges;
};

void tree_append(struct tree *tree, const struct hash *leaf) NONNULL;
/*
 * The same; true, and the root of the last 2^level leaves, when this one
 * completes them, level >= 1.
 */
bool tree_append_at(struct tree *tree, const struct hash *leaf, int level,
    struct hash *root) MUST_USE NONNULL;
struct hash tree_root(const struct tree *tree) NONNULL;

/* The root of n hashes that stand in a row at one level, n >= 1. */
struct hash tree_root_of(const struct hash *row, size_t n) NONNULL;

/*
 * Reads hashes of complete subtrees of a tree of that size.  False when one
 * cannot be had; the error is then in the context.
 */
struct tree_reader {
	bool (*read)(void *context, int level, uint64_t index,
	    struct hash *hash);
	void *context;
};

enum { TREE_PROOF_MAX = 64 };

struct tree_proof {
	struct hash path[TREE_PROOF_MAX];
	size_t n;
};

/* RFC 6962 2.1.1: that entry index is in the tree of that size. */
bool tree_prove_inclusion(struct tree_proof *proof, uint64_t index,
    uint64_t size, struct tree_reader reader) MUST_USE;

/* RFC 6962 2.1.2: that the tree of size is what that of old_size became. */
bool tree_prove_consistency(struct tree_proof *proof, uint64_t old_size,
    uint64_t size, struct tree_reader reader) MUST_USE;

/* A proof against the tree of that size and root, 0 <= index < size. */
bool tree_verify_inclusion(const struct tree_proof *proof, uint64_t index,
    uint64_t size, const struct hash *leaf, const struct hash *root)
    MUST_USE NONNULL;

bool tree_verify_consistency(const struct tree_proof *proof,
    uint64_t old_size, uint64_t size, const struct hash *old_root,
    const struct hash *root) MUST_USE NONNULL;

/*
 * Both, for the subtree of the leaves start to end - 1 in place of the whole
 * or the old tree (draft-ietf-plants-merkle-tree-certs, section 4): start is
 * a multiple of the smallest power of two that is at least end - start.  An
 * empty subtree is in every tree; its hash is that of the empty tree.
 */
bool tree_is_subtree(uint64_t start, uint64_t end);
bool tree_verify_subtree(const struct tree_proof *proof, uint64_t start,
    uint64_t end, uint64_t size, const struct hash *subtree,
    const struct hash *root) MUST_USE NONNULL;

/* The root of a tree of that size, from its complete subtrees. */
bool tree_root_at(struct hash *root, uint64_t size,
    struct tree_reader reader) MUST_USE;

#endif
