/*
 * display.h - what was shown before something was given, and the proof of it.
 *
 * A display is the text that a way of acquisition shows (21(2)) under one
 * revision, in one language, and its SHA-256.  Whoever draws it gets a token
 * that says which text it was and when; what is then given comes with the
 * token, and the record keeps hash and time.  The text itself is kept once,
 * as a document, when it is first answered to.
 *
 * A token is "shw_" and hexadecimal digits of
 *
 *	8 when shown, ms since 1970	8 random	32 SHA-256 of the text
 *	1 language			2 number of the way
 *	16 HMAC-SHA-256 under a key of the store, cut
 *
 * with numbers in big-endian order.  It is good for a day and for one
 * acquisition, and holds nothing of anybody.
 *
 * The document (DOCUMENT_DISPLAY, named "form:" and the hash in hexadecimal)
 * is a CBOR map: 0 way (text), 1 revision (uint), 2 language (uint), 3 text.
 */
#ifndef VAULT_DISPLAY_H_
#define VAULT_DISPLAY_H_

#include "crypto/hash.h"
#include "render/doc.h"
#include "vault/document.h"
#include "vault/visit.h"

struct display {
	const struct policy_way *way;
	unsigned int revision;
	enum language language;
	const struct doc *doc;
	struct text text;
	struct hash hash;
};

enum status display_make(struct display *display,
    const struct rules_revision *revision, const struct policy_way *way,
    enum language language, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

enum {
	DISPLAY_TOKEN_SIZE = 4 + 2 * (8 + 8 + HASH_SIZE + 1 + 2 + 16) + 1,
	DISPLAY_GOOD_MS = 24 * 3600000,
};
enum status display_token(char out[DISPLAY_TOKEN_SIZE], struct vault *vault,
    const struct display *display, int64_t now, struct error *error)
    MUST_USE NONNULL;

/* What a token says, once it is known to be ours. */
struct display_shown {
	struct display display;
	int64_t time;			/* shown at */
	struct document used;		/* to be put with the acquisition */
};

/*
 * Takes a token for a way.  The way must still show that very text: if not,
 * STATUS_CONFLICT "shown_changed".  STATUS_INVALID "not_evidence" for what is
 * no token of ours for this way, "evidence_expired" after its day;
 * STATUS_CONFLICT "evidence_used" when something was given with it already.
 */
enum status display_take(struct display_shown *shown, struct visit *visit,
    const struct policy_way *way, struct text token, struct error *error)
    MUST_USE NONNULL;

/* Keeps the text, unless it is kept already. */
enum status display_keep(struct visit *visit, const struct display *display,
    struct error *error) MUST_USE NONNULL;

/* A text that was kept; STATUS_NOT_FOUND when there is none of that hash. */
struct display_kept {
	struct text way;
	unsigned int revision;
	enum language language;
	struct text text;
};
enum status display_kept(struct display_kept *kept, struct vault *vault,
    struct reader *reader, const uint8_t hash[HASH_SIZE],
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
