/*
 * source.h - a policy file, read and checked for structure.
 *
 * The canonical form of a policy is RFC 8785 JSON of the checked tree with
 * absent keys left out; its SHA-256 names the revision.  Comments, blanks and
 * the order of keys do not count; every word that is declared does.
 */
#ifndef POLICY_SOURCE_H_
#define POLICY_SOURCE_H_

#include "base/finding.h"
#include "base/node.h"

enum { POLICY_FILE_MAX = 4 << 20, POLICY_HASH_SIZE = 32 };

struct policy_source {
	const struct node *root;
	struct text canonical;
	uint8_t hash[POLICY_HASH_SIZE];
};

/*
 * Reads YAML text; name stands in findings.  STATUS_INVALID when it is not
 * YAML at all (error) or not the language (findings; then root is NULL, and
 * the error repeats the first finding).
 */
enum status policy_source_parse(struct policy_source *source,
    struct text yaml, const char *name, struct findings *findings,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* The same for a file. */
enum status policy_source_read(struct policy_source *source,
    const char *path, struct findings *findings, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* The reverse of canonical: what a store keeps, checked again. */
enum status policy_source_restore(struct policy_source *source,
    struct text canonical, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

#endif
