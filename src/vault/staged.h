/*
 * staged.h - people who were taken in together and are not visible yet.
 *
 * An import reserves one run of numbers for its people, a number a row of its
 * file.  As long as its document says so, nobody in that run can be opened or
 * found; writing the document once makes all of them visible, however many
 * they are.  The document's body is a CBOR map:
 *
 *	0 state		uint, enum staged_state
 *	1 file		bytes (32), SHA-256 of the file
 *	2 first		uint, number of the first row's person
 *	3 rows		uint, how many rows the file has
 *	4 done		uint, rows up to this one were seen to
 *	5 began		uint, milliseconds since 1970
 *	6 principal	text, who began it
 *	7 name		text, the file's name without its folders
 */
#ifndef VAULT_STAGED_H_
#define VAULT_STAGED_H_

#include "vault/document.h"
#include "vault/rules.h"
#include "vault/visit.h"

enum staged_state {
	STAGED_HIDDEN = 1,	/* being taken in, or waiting */
	STAGED_VISIBLE,
	STAGED_DROPPED,		/* nobody finished it: connector/sweep.h */
};

struct staged {
	struct document document;
	enum staged_state state;
	uint8_t file[32];
	uint64_t first, rows, done;
	int64_t began;
	struct text principal;
	struct text name;
};

/* Those of this store, in the order of their ids; at most STAGED_MAX. */
enum { STAGED_MAX = 1000 };
enum status staged_list(const struct staged **list, size_t *n,
    struct vault *vault, struct reader *reader, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* STATUS_NOT_FOUND when there is none of that file. */
enum status staged_of_file(struct staged *staged, struct vault *vault,
    struct reader *reader, const uint8_t file[32], struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* A new one, with numbers for its rows. */
enum status staged_new(struct staged *staged, struct vault *vault,
    const uint8_t file[32], uint64_t rows, struct error *error)
    MUST_USE NONNULL;

/* Writes what it says now, with its entry; waits until that is durable. */
enum status staged_put(struct staged *staged, struct visit *visit,
    struct error *error) MUST_USE NONNULL;

/*
 * Given up before it was seen: it goes on as a dropped one under an id of its
 * own, in which its people stay hidden, so that the same file can come anew.
 * Whoever still takes it in fails at the next note.
 */
enum status staged_give_up(struct staged *staged, struct visit *visit,
    struct error *error) MUST_USE NONNULL;

/* The document goes, with an entry; the caller has seen to the people. */
enum status staged_forget(struct staged *staged, struct visit *visit,
    struct error *error) MUST_USE NONNULL;

/* Fills the rules with the runs that are hidden. */
enum status staged_load(struct rules *rules, struct vault *vault,
    struct reader *reader, struct error *error) MUST_USE NONNULL;

#endif
