/*
 * zipaes.h - AES-256 as archives of the ZIP format have it (WinZip's AE-2,
 * its specification of 2009), so that 7-Zip and others open them.
 *
 * PBKDF2-HMAC-SHA-1 with 1,000 rounds makes two keys out of a passphrase and
 * a random salt; the bytes go through AES-256 in counter mode (the counter is
 * little-endian and starts at 1), and HMAC-SHA-1 over what came out, cut to
 * 80 bits, ends them.  So few rounds protect no passphrase that somebody
 * chose: zipaes_passphrase() makes one of 125 random bits, and nothing else
 * is to be used.
 */
#ifndef CRYPTO_ZIPAES_H_
#define CRYPTO_ZIPAES_H_

#include "base/base.h"

enum {
	ZIPAES_SALT = 16, ZIPAES_CHECK = 2, ZIPAES_TAG = 10,
	ZIPAES_PASSPHRASE_SIZE = 30,	/* 5 groups of 5, 4 dashes, a NUL */
};

struct zipaes;

/* "7K2QD-...": letters and digits that nobody takes for one another. */
void zipaes_passphrase(char out[ZIPAES_PASSPHRASE_SIZE]) NONNULL;

/*
 * check gets two bytes by which a wrong passphrase is mostly seen at once.
 * The state is wiped when it is freed.
 */
enum status zipaes_new(struct zipaes **state, struct text passphrase,
    const uint8_t salt[ZIPAES_SALT], uint8_t check[ZIPAES_CHECK],
    struct error *error) MUST_USE NONNULL;
void zipaes_free(struct zipaes *state);

/* The next bytes, in place. */
enum status zipaes_seal(struct zipaes *state, uint8_t *bytes, size_t n,
    struct error *error) MUST_USE NONNULL;

/* What stands behind the last byte; nothing more may come. */
enum status zipaes_end(struct zipaes *state, uint8_t tag[ZIPAES_TAG],
    struct error *error) MUST_USE NONNULL;

#endif
