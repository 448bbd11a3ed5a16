/*
 * handle.h - an open store, inside: only src/store includes this.
 */
#ifndef STORE_HANDLE_H_
#define STORE_HANDLE_H_

#include <pthread.h>
#include <stdatomic.h>

#include "store/cache.h"
#include "store/db.h"
#include "store/op.h"
#include "store/store.h"

enum {
	PENDING_MAX = 1 << 16,		/* submissions that may wait */
	GROUP_MAX = 4096,		/* submissions in one transaction */
	GROUP_BYTES_MAX = 8 << 20,	/* of entries in one transaction */
	QUIET_GROUPS = 64,		/* without another server's */
	TRY_MS = 10000,			/* a shared database is tried for */
};

enum ticket_state { TICKET_WAITING, TICKET_TAKEN, TICKET_DONE };

/* A submission; held by the one who waits and by the queue. */
struct ticket {
	struct ticket *next;
	enum ticket_state state;
	int holders;
	struct change *change;		/* NULL: only an entry */
	bool insists;			/* written later if not now */
	enum status status;
	struct error *error;		/* of a failure; it is large */
	ticket_fn *when_done;
	void *context;
	size_t entry_n;
	uint8_t entry[];		/* of a read, with its length before */
};

struct store {
	struct store *next;		/* of those that are open */
	bool listed;
	uint8_t id[STORE_ID_SIZE];
	const struct db_driver *driver;
	char *data_url, *keys_url;
	struct db *data;		/* the committer's connection */
	struct cache *cache;		/* NULL: none */

	pthread_mutex_t mutex;
	pthread_cond_t changed;		/* something is done, or waits */
	struct ticket *first, **end;	/* the queue */
	size_t waiting;
	struct ticket *owed, **owed_end;	/* owed.c */
	_Atomic size_t owed_n;
	_Atomic bool lost;		/* an entry that will not be written */
	_Atomic bool closing;
	bool committing;		/* somebody is in commit_group() */
	bool committer_runs;
	bool stopping;
	pthread_t committer;
	uint64_t log_size;		/* as of the last group */
	/* Of a database that several servers share. */
	uint8_t writer[16];		/* who we are, in the database */
	uint64_t groups;		/* that we began to write */
	uint64_t first_try;		/* of the group in hand */
	bool in_doubt;			/* whether a try at it is there */
	bool crowded;			/* others append, too: ask first */
	unsigned int quiet;
	/* Time; but for the atomics, the committer's alone. */
	struct clock clock;		/* .now NULL: nobody keeps it */
	_Atomic int64_t mark;		/* highest instant committed */
	atomic_bool mark_taken;		/* it was set back by hand */
	bool mark_due;			/* to be written with a group */
	int64_t mark_stored;		/* as the database has it */
	int64_t mark_looked;		/* when that was read, monotonic */
	uint8_t *batch;			/* of the group in hand */
	size_t batch_n, batch_capacity;

	const struct db_driver *keys_driver;
	struct db *keys;		/* one connection, one at a time */
	pthread_mutex_t keys_mutex;
	/*
	 * What was read of it lately, each in the place of its number: only
	 * where, as with the cache, all writes pass through this process.
	 */
	struct wrapped_slot *slots;	/* NULL: nothing is kept */
};

enum { STORE_SLOTS_KEPT = 1 << 14 };

/* The mutex of the keys is held: it is about to be changed or destroyed. */
void store_slots_forget(struct store *store, uint64_t number) NONNULL;

struct reader {
	struct store *store;
	const struct db_driver *driver;
	struct db *db;
	bool frozen;			/* reads one moment, past the cache */
	uint64_t rules;			/* of that moment; 0: not read */
	struct ahead *ahead;		/* reader_ahead.c; or NULL */
};

/* The counter that keeps the mark. */
#define STORE_CLOCK_NAME "clock"

/*
 * store_clock.c, before a group is committed: STATUS_BUSY "clock_behind" when
 * the clock is too far behind; else the mark is moved, and due if need be.
 */
enum status store_clock_check(struct store *store, struct error *error)
    MUST_USE NONNULL;

/* group.c; an entry in a batch has its length, 2 bytes, before it. */
void group_put_entry(uint8_t *out, struct bytes entry) NONNULL;
void group_fail(struct ticket *ticket, enum status status,
    const struct error *error) NONNULL;

/* Nobody can say whether it was stored. */
enum status group_unknown(struct error *error) NONNULL;

/*
 * Begins a transaction, writes the group and commits.  Carefully, a conflict
 * is the one ticket's own; otherwise STATUS_CONFLICT, and all is to be rolled
 * back and done carefully.
 *
 * When the answer to a commit is lost it is in doubt.  Called again for the
 * same group, this looks first, in the transaction that would write it once
 * more, and with the log locked: what went out before can come to the database
 * only before that, or when this is not done.
 */
enum status group_write(struct store *store, struct ticket *group,
    bool carefully, struct error *error) MUST_USE NONNULL;

/*
 * owed.c, with the mutex: an entry that was not written is kept, and all that
 * are kept go to the front of the queue.
 */
void owed_keep(struct store *store, const struct ticket *ticket) NONNULL;
void owed_queue(struct store *store) NONNULL;
enum status owed_late(struct error *error) NONNULL;

/*
 * store.c: a short sleep; false when TRY_MS since `started` are over, or since
 * the database was lost: however much there is to do, it is waited for once.
 */
bool store_try_again(const struct db_driver *driver, const struct db *db,
    enum status status, int64_t started) NONNULL;

#endif
