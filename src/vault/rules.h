/*
 * rules.h - everything that the store's policies declare, ready for use.
 *
 * One immutable picture: all revisions, the numbering, the classes, the
 * search keys.  Acts that are in flight keep the picture that they began
 * with; a new revision or class makes a new picture.
 */
#ifndef VAULT_RULES_H_
#define VAULT_RULES_H_

#include "crypto/hash.h"
#include "gate/class.h"
#include "policy/policy.h"
#include "store/reader.h"
#include "vault/keys.h"

struct rules_revision {
	unsigned int number;
	const struct policy *policy;
	int64_t announced_at;
	int64_t in_force_from;	/* instant; INT64_MAX: not yet */
};

struct rules_index {
	uint64_t index;
	unsigned int item;
	bool unique;
	enum search_state state;
	const struct hmac_key *key;	/* in guarded memory */
};

/* People who were staged by an import and are not visible yet. */
struct rules_run {
	uint64_t first;
	uint64_t n;
};

struct rules {
	int holders;		/* counted by vault.c */
	uint64_t stamp;		/* reader_rules(), before the rest was read */
	struct arena *arena;
	struct numbering numbering;
	const struct rules_revision *revisions;	/* ascending */
	size_t revision_count;
	struct class_table classes;
	const struct rules_index *indexes;
	size_t index_count;
	struct hmac_key *index_keys;	/* guarded; of all indexes */
	const struct rules_run *hidden;	/* filled by vault/staged.h */
	size_t hidden_count;
	int64_t observed_until;	/* instant; 0: all is enforced (observe.h) */
};

enum { SEARCH_HASH = 10 };	/* bytes of an HMAC that are kept */

enum status rules_load(struct rules **rules, struct reader *reader,
    struct keys *keys, struct error *error) MUST_USE NONNULL;
void rules_free(struct rules *rules);
/* Wipes the search keys, when the store is locked and nobody uses them. */
void rules_forget(struct rules *rules) NONNULL;

/* The revision in force at that instant; before the first one, the first. */
const struct rules_revision *rules_in_force(const struct rules *rules,
    int64_t now) NONNULL;

/* Whether the person waits in an import. */
static inline bool
rules_is_hidden(const struct rules *rules, uint64_t person)
{
	for (size_t i = 0; i < rules->hidden_count; i++)
		if (person - rules->hidden[i].first < rules->hidden[i].n)
			return true;
	return false;
}

/* The revision of that number; NULL when there is none. */
const struct rules_revision *rules_revision(const struct rules *rules,
    unsigned int number) NONNULL;

/* The index of an item that is read; NULL when it cannot be searched. */
const struct rules_index *rules_index_of(const struct rules *rules,
    unsigned int item) NONNULL;

/*
 * The search hash of a folded key: the head of its HMAC-SHA-256 under the
 * index's key.
 */
struct bytes rules_hash(const struct rules_index *index, struct text folded,
    uint8_t out[SEARCH_HASH]) NONNULL;

#endif
