/*
 * reindex.h - a new key for an item's search index.
 *
 * A new index is begun beside the old one and written with it from then on;
 * everybody's values are put into it; then it is read, the old one is emptied
 * and its key destroyed.  A run that ends anywhere is taken up again by the
 * next.  Nobody has to wait meanwhile.
 */
#ifndef VAULT_REINDEX_H_
#define VAULT_REINDEX_H_

#include "vault/visit.h"

struct reindex {
	uint64_t people;	/* that were looked at */
	void (*progress)(void *context, uint64_t done, uint64_t total);
	void *context;
};

/*
 * STATUS_INVALID "not_searchable" when the item has no index.  Under
 * system:reindex, batch by batch with an entry each.
 */
enum status reindex_item(struct vault *vault, struct reader *reader,
    struct text principal, struct text item, struct reindex *reindex,
    struct error *error) MUST_USE NONNULL;

/*
 * Fills the indexes of a restored store, which are empty: of every item that
 * has one.  Nobody else uses the store yet; it may be done again.
 */
enum status reindex_restored(struct vault *vault, struct reader *reader,
    struct text principal, struct reindex *reindex, struct error *error)
    MUST_USE NONNULL;

#endif
