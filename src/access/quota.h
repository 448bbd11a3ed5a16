/*
 * quota.h - how many requests a principal may still make this minute; only
 * src/access includes it.
 *
 * Several servers count in the store.  Each takes a part of what is left, the
 * smaller the less there is: together they never let more through, and what
 * one of them took and does not need is little.  No lock is held while the
 * store is asked.
 */
#ifndef ACCESS_QUOTA_H_
#define ACCESS_QUOTA_H_

#include <pthread.h>

#include "access/access.h"
#include "vault/document.h"

struct quota_count;

struct quota {
	pthread_mutex_t mutex;
	pthread_cond_t asked;		/* the store has answered */
	struct quota_count *counts;
};

void quota_init(struct quota *quota) NONNULL;
void quota_free(struct quota *quota) NONNULL;

/*
 * Counts a request of now, of the principal with that document; fills
 * pass->left.  STATUS_BUSY "quota_exceeded" beyond pass->quota a minute.
 */
enum status quota_take(struct quota *quota, struct store *store,
    const uint8_t id[DOCUMENT_ID_SIZE], struct pass *pass, int64_t now,
    struct error *error) MUST_USE NONNULL;

#endif
