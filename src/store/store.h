/*
 * store.h - where people's sealed rows, the standings and the log's tail lie.
 *
 * The store knows no policy and no key: it keeps sealed bytes, numbers and
 * entries.  Two things hold:
 *
 * - Nothing is written without an entry: store_submit() takes a change, a
 *   change without an entry is refused, and both go into one transaction.
 * - Nobody is told that something is so before it is durable: what was
 *   submitted or appended is a ticket, and store_wait() returns when the
 *   group it went into is on disk.
 *
 * Many threads submit; one at a time commits everything that waits, as one
 * group.  A group is one transaction of the database and one batch of the
 * log.  Inside it every change stands or falls alone.
 */
#ifndef STORE_STORE_H_
#define STORE_STORE_H_

#include "base/base.h"
#include "base/clock.h"
#include "crypto/keyring.h"
#include "crypto/seal.h"

struct store;

struct store_options {
	const char *data_url;	/* "sqlite:PATH" or "postgresql://..." */
	const char *keys_url;	/* the key store lies apart */
	size_t cache_bytes;	/* sealed rows kept in memory; 0: none, and
				 * none where several servers write */
	bool trial;		/* a copy of a store that may be open, too */
};

/*
 * Makes both databases; the id is new and random, and written to both.
 * STATUS_CONFLICT when one of them holds a store already.
 */
enum status store_create(const struct store_options *options,
    const uint8_t id[STORE_ID_SIZE], struct error *error) MUST_USE NONNULL;

/*
 * Whether both can be made: STATUS_CONFLICT "store_exists", or why the server
 * cannot be reached.  It makes nothing; files are not looked at.
 */
enum status store_check_new(const struct store_options *options,
    struct error *error) MUST_USE NONNULL;

/*
 * STATUS_BUSY when somebody has an embedded one open, here or elsewhere;
 * STATUS_INTEGRITY when the files are no store's, or of two stores.
 */
enum status store_open(struct store **store,
    const struct store_options *options, struct error *error)
    MUST_USE NONNULL;

/* Commits what waits, then closes; NULL is allowed. */
void store_close(struct store *store);

const uint8_t *store_id(const struct store *store) NONNULL;

/* Whether several servers may have it open at once. */
bool store_shared(const struct store *store) NONNULL;

/*
 * Time does not run back: from here on nothing is committed while the clock is
 * more than the tolerance (steps of NTP) before the highest instant at which
 * something was, by whichever server: STATUS_BUSY "clock_behind".
 */
enum { STORE_CLOCK_TOLERANCE_MS = 5 * 60 * 1000 };
enum status store_clock_keep(struct store *store, struct clock clock,
    struct error *error) MUST_USE NONNULL;
/* The clock, or that instant where the clock is before it. */
struct clock store_clock(struct store *store) NONNULL;
/* Milliseconds that the clock is before that instant; 0 when it is not. */
int64_t store_clock_behind(const struct store *store) NONNULL;
/* Whether it is kept by the machine's clock, and not by one of a test. */
bool store_clock_is_system(const struct store *store) NONNULL;
/*
 * Before something is done that has to be written down: fails as a commit
 * would now.  It costs nothing while the clock is not behind.
 */
enum status store_clock_look(struct store *store, struct error *error)
    MUST_USE NONNULL;
/*
 * The clock ran ahead and is right now: goes on from where it stands.  How far
 * back that was; 0, and nothing is done, when it was not behind.  The next
 * commit tells the other servers.
 */
int64_t store_clock_take(struct store *store) NONNULL;

/* Numbers that were never given before; unused ones are lost or returned. */
enum store_counter { STORE_PERSON, STORE_SLOT };
enum status store_reserve(struct store *store, enum store_counter counter,
    uint64_t n, uint64_t *first, struct error *error) MUST_USE NONNULL;
/* Gives back the last n of the newest reservation, if nobody came between. */
void store_return(struct store *store, enum store_counter counter,
    uint64_t first, uint64_t n) NONNULL;

/*
 * Takes one share-th of what is left of limit in the name's window, at least
 * one, whichever server asks; a window ends when a later one begins.  One that
 * is a little ahead, by another clock, is taken for the present one.  *got is
 * 0 when nothing is left; *taken gets what all of them have taken, these
 * included.
 */
enum { STORE_LEASE_NAME = 64, STORE_LEASE_MAX = 0x7fffffff };
struct store_lease {
	const char *name;	/* fewer than STORE_LEASE_NAME letters */
	int64_t window;		/* below 2^31 */
	int64_t limit;		/* at most STORE_LEASE_MAX */
	int64_t share;
};
enum status store_lease(struct store *store,
    const struct store_lease *lease, int64_t *got, int64_t *taken,
    struct error *error) MUST_USE NONNULL;

/* One act: what it writes, what must still hold, and its entries. */
struct change;

/*
 * A ticket is what one waits for.  It must be given to exactly one of
 * store_wait(), store_forget() and store_when_done().
 */
struct ticket;

/* Takes the change, whatever comes of it. */
enum status store_submit(struct store *store, struct change *change,
    struct ticket **ticket, struct error *error) MUST_USE NONNULL;

/* An entry of a read, a search or a refusal: nothing but the log. */
enum status store_append(struct store *store, struct bytes entry,
    struct ticket **ticket, struct error *error) MUST_USE NONNULL;

/*
 * The same for what has happened, whatever is answered: when it could not be
 * written, whoever waited for it is told so, and it goes with the next group
 * that is.  Until then store_check_log() fails as store_wait() does, so that
 * no more happens.  store_owes(): there is such an entry, or was one for which
 * there was no memory.
 */
enum status store_insist(struct store *store, struct bytes entry,
    struct ticket **ticket, struct error *error) MUST_USE NONNULL;
enum status store_check_log(struct store *store, struct error *error)
    MUST_USE NONNULL;
bool store_owes(struct store *store) NONNULL;

/*
 * Waits until the ticket's group is durable, at most so many milliseconds.
 * STATUS_CONFLICT when something the change expected no longer holds (the
 * field says what); STATUS_BUSY "log_unavailable" when it was not done in
 * time: then it is not known whether it will be, and nothing may be answered.
 */
enum status store_wait(struct store *store, struct ticket *ticket,
    int milliseconds, struct error *error) MUST_USE NONNULL;

void store_forget(struct store *store, struct ticket *ticket);

/*
 * Calls back once, from the thread that commits, or at once when it is done
 * already.  Nothing else is committed until the callback returns, so it may
 * submit and append, but not wait.
 */
typedef void ticket_fn(void *context, enum status status,
    const struct error *error);
void store_when_done(struct store *store, struct ticket *ticket,
    ticket_fn *done, void *context) NONNULL_ARGS(1, 2, 3);

/* Submit and wait in one. */
enum status store_commit(struct store *store, struct change *change,
    int milliseconds, struct error *error) MUST_USE NONNULL;

/* Commits everything that waits now. */
enum status store_commit_now(struct store *store, struct error *error)
    MUST_USE NONNULL;

/*
 * A thread of its own that commits whenever something waits, so that no
 * caller has to; stopped by store_close().
 */
enum status store_start_committer(struct store *store, struct error *error)
    MUST_USE NONNULL;

/*
 * What the databases' engine finds wrong with its own files: a row that its
 * index does not know, a page that nobody refers to.  The whole of them is
 * read.  The problem names tables and indexes, never a value.
 */
typedef void store_problem_fn(void *context, struct text problem);
enum status store_inspect(struct store *store, store_problem_fn *each,
    void *context, struct error *error) MUST_USE NONNULL_ARGS(1, 2, 4);

/*
 * Writes the WAL back and truncates it.  STATUS_BUSY when a reader is in the
 * way: try again later.
 */
enum status store_tidy(struct store *store, struct error *error)
    MUST_USE NONNULL;

/*
 * Remembers that the first n entries are in durable tiles, and forgets the
 * batches that are wholly among them.  A number that is larger than the log or
 * smaller than before changes nothing.
 */
enum status store_log_tiled(struct store *store, uint64_t n,
    struct error *error) MUST_USE NONNULL;

/* Slots, as the key store holds them: wrapped. */
enum status store_slots_add(struct store *store,
    const struct wrapped_slot *slots, size_t n, struct error *error)
    MUST_USE NONNULL;
/* STATUS_NOT_FOUND when one is absent: destroyed, or never made. */
enum status store_slots_get(struct store *store, const uint64_t *numbers,
    size_t n, struct wrapped_slot *slots, struct error *error)
    MUST_USE NONNULL;
/* Destroys slots: overwritten and deleted; absent ones are passed over. */
enum status store_slots_drop(struct store *store, const uint64_t *numbers,
    size_t n, struct error *error) MUST_USE NONNULL;
/* Up to max slots with a number above after, in order. */
enum status store_slots_next(struct store *store, uint64_t after, size_t max,
    struct wrapped_slot *slots, size_t *n, struct error *error)
    MUST_USE NONNULL;
/* Replaces what was wrapped under another KEK; those that went stay gone. */
enum status store_slots_rewrap(struct store *store,
    const struct wrapped_slot *old, const struct wrapped_slot *new, size_t n,
    struct error *error) MUST_USE NONNULL;
/* How many slots each KEK wraps; at most max rows. */
struct slot_count {
	uint32_t kek;
	uint64_t slots;
};
enum status store_slots_count(struct store *store, size_t max,
    struct slot_count *counts, size_t *n, struct error *error)
    MUST_USE NONNULL;
/* The largest slot number there is. */
enum status store_slots_top(struct store *store, uint64_t *top,
    struct error *error) MUST_USE NONNULL;

#endif
