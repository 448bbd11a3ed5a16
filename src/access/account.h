/*
 * account.h - a principal as the house keeps it: who it is, what it was let
 * in for, and how it proves that it is the one.
 *
 * A document (DOCUMENT_PRINCIPAL) with the id of its name.  The body is a
 * CBOR map, absent keys left out:
 *
 *	 0 name		text, "service:web", "staff:tanaka", "auditor:ito"
 *	 1 kind		uint
 *	 2 roles	array of text, ids of the policy
 *	 3 purposes	array of text; absent: all that the role may
 *	 4 items	array of text; the same
 *	 5 services	array of text; the same
 *	 6 quota	uint, requests a minute; absent: no limit
 *	 7 made		uint, ms since 1970
 *	 8 left		uint, when it was shut out for good
 *	 9 keys		array of arrays: hash (bytes), made, expires (0:
 *			never), hint (text)
 *	10 password	text, Argon2id
 *	11 totp		bytes (20), secret of RFC 6238
 *	12 step		uint, the last time step that was used
 *	13 failures	uint, wrong passwords or codes in a row
 *	14 locked	uint, until when
 */
#ifndef ACCESS_ACCOUNT_H_
#define ACCESS_ACCOUNT_H_

#include "base/base.h"
#include "base/buf.h"
#include "crypto/hash.h"

enum account_kind {
	ACCOUNT_SERVICE = 1, ACCOUNT_STAFF, ACCOUNT_AUDITOR,
};
enum { ACCOUNT_KINDS = ACCOUNT_AUDITOR + 1 };
/* "service", "staff", "auditor": also what names begin with. */
extern const char *const account_kind_names[ACCOUNT_KINDS];

enum {
	ACCOUNT_MAX = 65536, ACCOUNT_KEYS = 8, ACCOUNT_LIST = 256,
	ACCOUNT_TOTP = 20,
};

struct account_key {
	struct hash hash;
	int64_t made;
	int64_t expires;	/* 0: never */
	struct text hint;
};

struct account_list {
	const struct text *ids;
	size_t n;		/* 0: no narrower than the role */
};

struct account {
	struct text name;
	enum account_kind kind;
	struct account_list roles, purposes, items, services;
	int64_t quota;
	int64_t made, left;
	struct account_key keys[ACCOUNT_KEYS];
	size_t key_count;
	struct text password;
	struct bytes totp;
	uint64_t step;
	uint64_t failures;
	int64_t locked;
};

/* "service:web": a kind, a colon, letters, digits, and "._-"; at most 64. */
bool account_is_name(struct text name, enum account_kind *kind) NONNULL;

void account_write(struct buf *out, const struct account *account) NONNULL;
/* Texts point into the bytes; STATUS_INTEGRITY when it is none. */
enum status account_read(struct account *account, struct bytes bytes,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
