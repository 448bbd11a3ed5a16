/*
 * intake.h - what comes in, checked: declared, well formed, and allowed.
 *
 * Turns given values into checked ones: each is declared, has the form of its
 * kind, and holds neither a payment card number nor a My Number (which no
 * policy can allow in a text).  Free text that tells of special care is
 * marked, so that it is kept apart until a ground is recorded.
 */
#ifndef VAULT_INTAKE_H_
#define VAULT_INTAKE_H_

#include "vault/person.h"

struct files_paper;

struct intake_value {
	const struct policy_item *item;
	struct text stored;		/* a password: its Argon2id */
	struct text folded;		/* search key; empty: none */
	struct bytes key;		/* of a file, ... */
	struct files_paper *file;	/* ... and its paper; or NULL */
	bool quarantined;
	uint32_t found;			/* what the screen found, screen.h */
};

struct intake {
	struct intake_value *values;	/* ascending by number */
	size_t count;
	struct bits items;
	struct text undeclared;		/* the first item that no policy has */
};

/*
 * The error's field is a JSON Pointer, "/values/email".  An undeclared item
 * is no error here: it is for the gate to refuse.
 */
enum status intake_values(const struct visit *visit,
    const struct given_value *given, size_t n, struct intake *intake,
    struct error *error) MUST_USE NONNULL_ARGS(1, 4, 5);

#endif
