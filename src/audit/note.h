/*
 * note.h - signed notes (C2SP signed-note), signed by Ed25519.
 *
 *	TEXT		one or more lines, each ended by \n
 *	\n
 *	— NAME BASE64	(key hash (4) || signature (64))
 *
 * The key hash is the head of SHA-256(name || \n || 0x01 || public key).  A
 * verifier key is written NAME+HEX(key hash)+BASE64(0x01 || public key).
 */
#ifndef AUDIT_NOTE_H_
#define AUDIT_NOTE_H_

#include "base/base.h"
#include "base/buf.h"
#include "crypto/sign.h"

enum { NOTE_NAME_MAX = 128, NOTE_MAX = 65536 };

struct note_verifier {
	char name[NOTE_NAME_MAX + 1];
	uint8_t key_hash[4];
	uint8_t public[SIGN_PUBLIC];
};

/* STATUS_INVALID when the name has blanks or '+', or is empty or long. */
enum status note_verifier_make(struct note_verifier *verifier,
    struct text name, const uint8_t public[SIGN_PUBLIC],
    struct error *error) MUST_USE NONNULL;

/* From the written form of a verifier key. */
enum status note_verifier_parse(struct note_verifier *verifier,
    struct text vkey, struct error *error) MUST_USE NONNULL;
void note_verifier_format(struct buf *out,
    const struct note_verifier *verifier) NONNULL;

/* Appends the note: text (which ends with \n), a blank line, a signature. */
void note_sign(struct buf *out, struct text text,
    const struct note_verifier *verifier, const struct sign_key *key)
    NONNULL;

/*
 * The text of a note that this verifier's key has signed.  STATUS_INVALID
 * when it is no note, STATUS_INTEGRITY when the signature is absent or wrong.
 * Signatures of other keys are passed over, as the format has it.
 */
enum status note_open(struct text *text, struct bytes note,
    const struct note_verifier *verifier, struct error *error)
    MUST_USE NONNULL;

#endif
