/*
 * disposal.h - devices and media that were disposed of (S3.4.3.4; guideline
 * 10-5(4)): what, how, by whom, and who else saw to it.
 *
 * A disposal is a document of DOCUMENT_DISPOSAL.  It counts when a second
 * person has confirmed it: never the one who wrote it down.  The body is a
 * CBOR array: medium, label, method, proof (a certificate's number, or ""),
 * time, who, confirmed at (0: not yet), by whom.
 */
#ifndef VAULT_DISPOSAL_H_
#define VAULT_DISPOSAL_H_

#include "vault/visit.h"

enum disposal_method {
	DISPOSAL_SHREDDED = 1,
	DISPOSAL_DISSOLVED,
	DISPOSAL_BURNT,
	DISPOSAL_DESTROYED,	/* physically */
	DISPOSAL_OVERWRITTEN,
	DISPOSAL_KEY_DESTROYED,	/* what lay on it was sealed */
};
enum { DISPOSAL_METHODS = DISPOSAL_KEY_DESTROYED + 1 };
extern const char *const disposal_method_names[DISPOSAL_METHODS];

enum { DISPOSAL_TEXT_MAX = 500, DISPOSAL_ID_SIZE = 4 + 26 + 1 };

struct disposal {
	uint8_t id[16];
	struct text medium;	/* "SSD", "paper", ... */
	struct text label;	/* serial number, box */
	enum disposal_method method;
	struct text proof;
	int64_t time;
	struct text who;
	int64_t confirmed;	/* instant; 0: not yet */
	struct text by;
};

/* Writes one down; time, who and the id are filled in. */
enum status disposal_record(struct visit *visit, struct disposal *disposal,
    struct error *error) MUST_USE NONNULL;

/*
 * The second person's word.  STATUS_REFUSED "same_person" for the one who
 * wrote it down, STATUS_CONFLICT when it is confirmed already.
 */
enum status disposal_confirm(struct visit *visit, const uint8_t id[16],
    struct error *error) MUST_USE NONNULL;

/* Up to max of them, from behind that id on (NULL: from the first). */
enum status disposal_list(struct visit *visit, const uint8_t *after,
    size_t max, const struct disposal **list, size_t *n,
    struct error *error) MUST_USE NONNULL_ARGS(1, 4, 5, 6);

/* "dsp_" and 26 letters; STATUS_NOT_FOUND when it is no such id. */
void disposal_id(char out[DISPOSAL_ID_SIZE], const uint8_t id[16]) NONNULL;
enum status disposal_id_parse(uint8_t id[16], struct text text,
    struct error *error) MUST_USE NONNULL;

#endif
