/*
 * cbor.h - the one binary form of records, standings, entries and slots.
 *
 * RFC 8949, core deterministic encoding (section 4.2.1): shortest heads,
 * definite lengths, map keys in ascending order.  Of the types, only
 * integers, byte strings, text strings, arrays, maps, false, true and null
 * are used; no tags, no floats.  The reader refuses everything else, and
 * every integer or length that is not written in the shortest way, so that
 * one value has one encoding.
 *
 * Maps have small unsigned integers as keys.  Whoever writes one puts them
 * in ascending order; the reader's cbor_read_key() checks it.
 *
 * Both sides fail stickily: write or read on, and ask once at the end.
 */
#ifndef BASE_CBOR_H_
#define BASE_CBOR_H_

#include "base/base.h"
#include "base/bits.h"
#include "base/buf.h"

void cbor_uint(struct buf *out, uint64_t value);
void cbor_int(struct buf *out, int64_t value);
void cbor_bytes(struct buf *out, const void *bytes, size_t n);
void cbor_text(struct buf *out, struct text text);
void cbor_bool(struct buf *out, bool value);
void cbor_null(struct buf *out);
/* The head of an array of n values, of a map of n pairs; then write them. */
void cbor_array(struct buf *out, size_t n);
void cbor_map(struct buf *out, size_t n);
/* A set, as an array of its members. */
void cbor_bits(struct buf *out, const struct bits *set);

enum cbor_kind {
	CBOR_END,	/* nothing left, or the reader has failed */
	CBOR_UINT,
	CBOR_NEGATIVE,
	CBOR_BYTES,
	CBOR_TEXT,
	CBOR_ARRAY,
	CBOR_MAP,
	CBOR_BOOL,
	CBOR_NULL,
};

struct cbor {
	const uint8_t *p;
	size_t n;
	bool failed;
};

struct cbor cbor_reader(struct bytes bytes);

/* What comes next, without taking it. */
enum cbor_kind cbor_peek(const struct cbor *in);

/* Each returns 0, false, or an empty value once the reader has failed. */
uint64_t cbor_read_uint(struct cbor *in);
int64_t cbor_read_int(struct cbor *in);
struct bytes cbor_read_bytes(struct cbor *in);
struct text cbor_read_text(struct cbor *in);
bool cbor_read_bool(struct cbor *in);
/* Takes a null if one is next. */
bool cbor_read_null(struct cbor *in);
/* Bytes of exactly that length into out; zeros when failed. */
void cbor_read_fixed(struct cbor *in, void *out, size_t n);
size_t cbor_read_array(struct cbor *in);
size_t cbor_read_map(struct cbor *in);
/*
 * The next key of a map; *last is the one before, start with -1.  UINT64_MAX
 * when failed, which is the key of nothing.
 */
uint64_t cbor_read_key(struct cbor *in, int64_t *last);
/* Adds the members of an array to a set; fails above BITS_MAX. */
void cbor_read_bits(struct cbor *in, struct bits *set);
/* Takes one whole value of whatever kind; nests at most 16 deep. */
void cbor_skip(struct cbor *in);

void cbor_fail(struct cbor *in);
/* Whether all went well and everything was read. */
bool cbor_done(const struct cbor *in) MUST_USE;

#endif
