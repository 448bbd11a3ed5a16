/*
 * directory.h - how the directory looks inside: only src/access includes it.
 */
#ifndef ACCESS_DIRECTORY_H_
#define ACCESS_DIRECTORY_H_

#include <pthread.h>

#include "access/quota.h"
#include "vault/document.h"

/* One principal; the account's texts lie in its arena. */
struct holder {
	struct holder *next;
	struct arena *arena;
	struct account account;
	uint8_t id[DOCUMENT_ID_SIZE];	/* of its document */
	uint64_t version;
};

struct session {
	struct session *next;
	struct hash hash;
	char name[80];			/* of the principal */
	int64_t made;
	int64_t authenticated;
	int64_t last;			/* use; in memory only */
	uint64_t version;
	bool seen;			/* by a refresh; writing is held */
};

struct access {
	struct vault *vault;
	struct reader *reader;
	pthread_rwlock_t lock;		/* of what is below */
	pthread_mutex_t writing;	/* one change at a time */
	struct quota quota;		/* has a lock of its own */
	struct holder *holders;		/* in the order of names */
	struct session *sessions;
};

/* The lock is held. */
struct holder *directory_find(const struct access *access,
    struct text name) NONNULL;
struct session *directory_session(const struct access *access,
    const struct hash *hash) NONNULL;

/* Copies the account into the arena. */
enum status directory_copy(struct account *out, const struct account *from,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * What is written in one transaction: an account (version 0: a new one), and
 * sessions that begin or end.
 */
struct directory_change {
	const struct account *account;	/* or NULL */
	uint64_t version;
	struct session *begins;		/* or NULL; taken when it succeeds */
	const struct session *renewed;	/* as it will be, or NULL */
	const struct hash *ends;	/* or NULL */
	bool ends_all;			/* of the account */
	struct text by;
	struct text subject;		/* what the entry says */
	struct text refusal;
};

/* Writes it durably, then into the directory; writing is held. */
enum status directory_write(struct access *access,
    const struct directory_change *change, struct error *error)
    MUST_USE NONNULL;

/* The lock is held: takes a session out of the list and frees it. */
void directory_forget(struct session **link) NONNULL;

/* What a document says, in place of what was known of it; writing is held,
 * or nobody else is there yet. */
enum status directory_take(struct access *access,
    const struct document *document, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

enum status directory_load(struct access *access, struct error *error)
    MUST_USE NONNULL;

/* Whether its document may go. */
bool directory_ended(const struct access *access,
    const struct session *session, int64_t now) NONNULL;
bool directory_over(const struct session *session, int64_t now) NONNULL;

#endif
