/*
 * index.h - search keys of a person, in every index that is written.
 *
 * While the key of an index is being replaced an item has two: the old one is
 * read until the new one is complete, and both are written.
 */
#ifndef VAULT_INDEX_H_
#define VAULT_INDEX_H_

#include "store/change.h"
#include "vault/rules.h"

/*
 * folded is the value's search key (fold.h); nothing is done when it is empty.
 * A conflict says "/values/" and the item, when somebody else has it.
 */
void index_add(const struct rules *rules, struct change *change,
    uint64_t person, const struct policy_item *item, struct text folded)
    NONNULL;
void index_drop(const struct rules *rules, struct change *change,
    uint64_t person, unsigned int item, struct text folded) NONNULL;

#endif
