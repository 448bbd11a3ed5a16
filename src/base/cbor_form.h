/*
 * cbor_form.h - a struct as one CBOR value, by a table that serves both ways.
 *
 * The form of a document is a table of its members: key, place in the
 * struct, and what else holds of the value.  It is what writes the bytes and
 * what reads them, so the two can not part:
 *
 *	static const struct cbor_member members[] = {
 *		{ CBOR_AT(struct mail, 0, state), .least = 1, .most = 5 },
 *		{ CBOR_AT(struct mail, 1, principal) },
 *	};
 *	static const struct cbor_form form = CBOR_MAP_OF(members);
 *
 * A member's kind follows from its type.  int64_t is an instant or a count
 * and is written without a sign, unless the member says that it has one.
 */
#ifndef BASE_CBOR_FORM_H_
#define BASE_CBOR_FORM_H_

#include <stddef.h>

#include "base/cbor.h"

enum cbor_form_kind {
	CBOR_FORM_UINT,		/* of 4 or 8 bytes; an enum, too */
	CBOR_FORM_TEXT,
	CBOR_FORM_BYTES,
	CBOR_FORM_FIXED,	/* uint8_t[], as bytes */
	CBOR_FORM_STRING,	/* char[] that ends with NUL, as text */
	CBOR_FORM_BITS,
	CBOR_FORM_LIST,
};

struct cbor_member {
	uint64_t key;			/* in an array: the place */
	enum cbor_form_kind kind;
	bool sign;			/* of an int64_t */
	bool optional;			/* left out when it is empty or 0s */
	bool apart;			/* a list that is pointed at */
	size_t at;
	size_t size;			/* of a list: of an element */
	uint64_t least, most;		/* of a UINT (most 0: any); a list has
					 * at most so many */
	size_t count_at;		/* where a list's size_t is */
	const struct cbor_form *of;	/* a list's elements */
};

enum cbor_form_shape {
	CBOR_FORM_MAP,
	CBOR_FORM_ARRAY,
	CBOR_FORM_FLAT,		/* values of a list, without a head each */
};

struct cbor_form {
	enum cbor_form_shape shape;
	/* Of a map: all that is not optional must be there. */
	bool whole;
	const struct cbor_member *members;	/* in the order of keys */
	size_t n;
};

/* For use in braces, before what else holds of the member. */
#define CBOR_AT(type, number, member) \
	.key = (number), .at = offsetof(type, member), \
	.size = sizeof(((type *)0)->member), \
	.kind = _Generic(((type *)0)->member, \
	    uint32_t: CBOR_FORM_UINT, uint64_t: CBOR_FORM_UINT, \
	    int64_t: CBOR_FORM_UINT, struct text: CBOR_FORM_TEXT, \
	    struct bytes: CBOR_FORM_BYTES, uint8_t *: CBOR_FORM_FIXED, \
	    char *: CBOR_FORM_STRING, struct bits: CBOR_FORM_BITS)
#define CBOR_LIST(type, number, member, count, form) \
	.key = (number), .kind = CBOR_FORM_LIST, \
	.at = offsetof(type, member), \
	.size = sizeof(*((type *)0)->member), \
	.count_at = offsetof(type, count), .of = (form)

#define CBOR_OF(members) (members), LENGTH(members)
#define CBOR_MAP_OF(members) { CBOR_FORM_MAP, false, CBOR_OF(members) }
#define CBOR_WHOLE_MAP_OF(members) { CBOR_FORM_MAP, true, CBOR_OF(members) }
#define CBOR_ARRAY_OF(members) { CBOR_FORM_ARRAY, true, CBOR_OF(members) }
#define CBOR_FLAT_OF(members) { CBOR_FORM_FLAT, true, CBOR_OF(members) }

/* A list of texts. */
extern const struct cbor_form cbor_form_texts;

void cbor_form_write(struct buf *out, const struct cbor_form *form,
    const void *from) NONNULL;

/*
 * Into a struct that is empty; texts lie in the body.  Whether the body was
 * of that form and nothing else.  The arena is for lists apart; it may be
 * NULL where there are none.
 */
bool cbor_form_read(void *into, const struct cbor_form *form,
    struct bytes body, struct arena *arena) MUST_USE NONNULL_ARGS(1, 2);

#endif
