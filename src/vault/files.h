/*
 * files.h - files of people: pictures, recordings, papers; sealed piece by
 * piece, never whole in memory.
 *
 * A file comes in two steps, each with its own decision.  First it is taken
 * in, by a way and as an item that the policy declares:
 *
 *  begin    asks the gate, and writes a paper that says what to take away
 *           when it comes to no end
 *  write    one piece, sealed under the file's own random key; committed with
 *           its entry before the next one is taken
 *  finish   the paper says how long it is and what its SHA-256 is
 *
 * Then its id ("fil_...") is given as the value of that item, by the same
 * principal: person_add(), person_correct() and all that stands on them.  The
 * record takes the id and the key, so that whatever becomes of the value
 * becomes of the file: it is permitted, masked, corrected, merged and erased
 * like any other.  Until then the key lies under a slot of its own, which is
 * destroyed when the record has it, or when nobody came for it in a day.
 *
 * open() is a use, as person_show() is: logged before the first byte leaves.
 * What was changed does not open; what was cut short does not end well.
 *
 * The paper is a DOCUMENT_FILE, a CBOR map; absent keys are left out:
 *
 *	 0 state	uint: 1 coming, 2 waiting, 3 somebody's, 4 leaving
 *	 1 item		uint, number
 *	 2 principal	text, who brought it
 *	 3 type		text, media type, as it was said
 *	 4 pieces	uint, that are there (of one that comes: at least)
 *	 5 bytes	uint
 *	 6 sha256	bytes (32)
 *	 7 slot		uint, of the key; until it is somebody's and swept
 *	 8 key		bytes, sealed under that slot
 *	 9 person	uint, whose it became
 *
 * and the n-th piece a DOCUMENT_PIECE whose body is sealed again (SEAL_FILE)
 * under the file's key.
 */
#ifndef VAULT_FILES_H_
#define VAULT_FILES_H_

#include "base/arena.h"
#include "crypto/hash.h"
#include "vault/intake.h"

enum {
	FILES_PIECE = 1 << 20,		/* bytes, all but the last */
	FILES_TYPE_MAX = 100,		/* bytes */
	FILES_ID = 4 + 26 + 1,		/* "fil_" and 26 letters */
};

struct files_given {
	struct text way;		/* ids of the policy */
	struct text subject;
	struct text service;		/* "" when the way has one */
	struct text item;
	struct text type;		/* media type, or "" */
};

/* One that comes; between its calls nobody else may use it. */
struct files_coming;

/*
 * STATUS_INVALID with the field's name when the policy declares no such way
 * or the item is no file.
 */
enum status files_begin(struct files_coming **coming, struct visit *visit,
    const struct files_given *given, struct error *error) MUST_USE NONNULL;

/* Up to FILES_PIECE bytes; only the last piece is shorter. */
enum status files_write(struct files_coming *coming, struct bytes piece,
    struct error *error) MUST_USE NONNULL;

struct files_made {
	char id[FILES_ID];
	uint64_t bytes;
	struct hash hash;		/* SHA-256 */
};
enum status files_finish(struct files_coming *coming,
    struct files_made *made, struct error *error) MUST_USE NONNULL;

/* It will not come to its end: what there is goes with the next sweep. */
void files_give_up(struct files_coming *coming) NONNULL;

/* Frees it, and wipes its key. */
void files_let_go(struct files_coming *coming);

/*
 * One that is read, of a person who has it as a value.  What is unknown and
 * what is another's look the same; masked it is not given at all.
 */
struct files_open;
enum status files_open(struct files_open **open, struct visit *visit,
    uint64_t person, struct text id, struct error *error) MUST_USE NONNULL;
void files_close(struct files_open *open);

struct files_about {
	uint64_t bytes;
	struct text type;
	struct hash hash;
};
struct files_about files_about(const struct files_open *open) NONNULL;

/*
 * The next piece into out, of FILES_PIECE bytes or more; *n 0 at the end.
 * STATUS_INTEGRITY when it is not what was taken in; STATUS_NOT_FOUND when
 * the record that has it was erased, corrected or moved meanwhile, whichever
 * of its values that was about.
 */
enum status files_read(struct files_open *open, struct reader *reader,
    uint8_t *out, size_t *n, struct error *error) MUST_USE NONNULL;

/*
 * A value that is a file, as intake has it: the id is known, waits, is of
 * that item and was brought by the visit's principal.  The value gets its id,
 * key and paper.
 */
enum status files_take(const struct visit *visit, struct text given,
    struct intake_value *value, struct error *error) MUST_USE NONNULL;

/* The papers of all such values, in the change that writes the record. */
enum status files_claim(const struct visit *visit,
    const struct intake *intake, uint64_t person, struct change *change,
    struct entry *entry, struct error *error) MUST_USE NONNULL;

/*
 * The papers of a record that goes back to somebody: whose they are, in the
 * change that writes it.
 */
struct record;
enum status files_return(const struct visit *visit,
    const struct record *record, uint64_t person, struct change *change,
    struct entry *entry, struct error *error) MUST_USE NONNULL;

/*
 * Takes away what is over: keys that a record has, files that nobody came
 * for or that were not finished, some at a time.  opening: nobody else can be
 * at work in this store, so that nothing comes any more.
 */
enum status files_sweep(struct vault *vault, struct reader *reader,
    bool opening, bool *more, struct error *error) MUST_USE NONNULL;

/*
 * Keys that a record has, at once: before it is erased, so that there is no
 * other way to them.  Others than the asker's may be among them.
 */
enum status files_settle(const struct visit *visit, struct error *error)
    MUST_USE NONNULL;

/* All of it, for whoever opens a store, before anybody is served. */
enum status files_finish_open(struct vault *vault, struct error *error)
    MUST_USE NONNULL;

/*
 * Takes away files that are nobody's value any more, neither now nor in the
 * history: of people who were erased, of values that were.
 */
enum status files_collect(struct vault *vault, struct reader *reader,
    struct text principal, uint64_t *files, struct error *error)
    MUST_USE NONNULL;

#endif
