/*
 * kekfile.h - the KEK file: two areas, overwritten in place.
 *
 * The file has 8,192 bytes and is never made anew: replacing a KEK writes
 * the new one into the area that is free, and, when every slot has been
 * rewrapped, overwrites the old one.  So an old KEK does not stay behind in
 * freed blocks, and a crash at any byte leaves at least one that works.
 *
 * An area, at offset 0 or 4096:
 *
 *	offset size
 *	0      8     "SKSHKEK1"
 *	8      4     number of the KEK, from 1
 *	12     8     made at, milliseconds since 1970
 *	20     60    nonce || wrapped KEK || tag, under the root key; the tag
 *	             covers bytes 0-19 and the store's id
 *	80           zeros
 *
 * An area that is free is all zeros.
 */
#ifndef CRYPTO_KEKFILE_H_
#define CRYPTO_KEKFILE_H_

#include "base/base.h"
#include "crypto/seal.h"

enum { KEK_AREAS = 2, KEK_AREA_SIZE = 4096 };

struct kek {
	uint32_t number;	/* 0: the area is free */
	int64_t made_at;
	uint8_t key[SEAL_KEY];
};

/* Makes the file with one new KEK, number 1. */
enum status kekfile_create(const char *path,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    int64_t now, struct error *error) MUST_USE NONNULL;

/*
 * Reads both areas.  An area that holds neither zeros nor a KEK that opens is
 * STATUS_INTEGRITY, unless the other one opens: then it is taken as free, as
 * a write that a crash cut short.
 */
enum status kekfile_read(struct kek areas[KEK_AREAS], const char *path,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    struct error *error) MUST_USE NONNULL;

/* Overwrites one area with a KEK, or with zeros when its number is 0. */
enum status kekfile_write(const char *path, size_t area,
    const struct kek *kek, const uint8_t store[STORE_ID_SIZE],
    const uint8_t root[SEAL_KEY], struct error *error) MUST_USE NONNULL;

#endif
