/*
 * id.h - the ids that the outside sees: "per_" and 26 letters.
 *
 * Inside, people and requests are numbered 1, 2, 3, ..., which keeps the
 * store small and its writes together.  Outside, a number is shown as one
 * AES-256 block under the store's id key: the block holds the kind, zeros
 * and the number.  So an id tells nothing (not how many there are, not who
 * came first), cannot be guessed (a random one decrypts to the right kind and
 * zeros once in 2^64), and needs no table of its own.
 *
 * Decisions and other things that are not rows have 16 random bytes instead.
 */
#ifndef CRYPTO_ID_H_
#define CRYPTO_ID_H_

#include "base/base.h"

enum id_kind {
	ID_PERSON = 1,	/* per_ */
	ID_REQUEST,	/* req_ */
	ID_DECISION,	/* dec_, random */
	ID_APPROVAL,	/* apr_, random */
	ID_CURSOR,	/* cur_, a place in a list */
	ID_MAIL,	/* mai_, random */
	ID_WEBHOOK,	/* whk_, random */
	ID_EVENT,	/* evt_, random */
	ID_FILE,	/* fil_, random */
};
enum { ID_KEY = 32, ID_TEXT_SIZE = 4 + 26 + 1 };

struct id_key {
	uint8_t bytes[ID_KEY];
};

enum status id_format(char out[ID_TEXT_SIZE], enum id_kind kind,
    uint64_t number, const struct id_key *key, struct error *error)
    MUST_USE NONNULL;

/*
 * STATUS_NOT_FOUND for anything that is not an id of that kind of this
 * store: to the asker, a wrong id and an unknown one are the same.
 */
enum status id_parse(uint64_t *number, enum id_kind kind, struct text text,
    const struct id_key *key, struct error *error) MUST_USE NONNULL;

/* Random ids, shown with the prefix of their kind. */
void id_format_random(char out[ID_TEXT_SIZE], enum id_kind kind,
    const uint8_t bytes[16]) NONNULL;
bool id_parse_random(uint8_t bytes[16], enum id_kind kind, struct text text)
    NONNULL;

/* The one answer for what is unknown, erased, hidden or malformed. */
enum status id_not_found(enum id_kind kind, struct error *error) NONNULL;

#endif
