/*
 * aead.h - AES-256-GCM (SP 800-38D), the one cipher of the house.
 *
 * Nonces are random, 96 bits (those of wrapped slots are the head of a hash
 * of what they seal); no key here ever seals more than a person's records or
 * one key store, far below 2^32 messages.  Listed by CRYPTREC, so
 * that sealed data counts as 高度な暗号化 when keys are kept (Rules 7(1)).
 */
#ifndef CRYPTO_AEAD_H_
#define CRYPTO_AEAD_H_

#include "base/base.h"

/*
 * Everything here fails with out_of_memory when the library cannot allocate.
 */
enum { AEAD_KEY = 32, AEAD_NONCE = 12, AEAD_TAG = 16 };

/*
 * out gets nonce || ciphertext || tag: n + 28 bytes; it may not overlap the
 * plain bytes.
 */
enum status aead_seal(uint8_t *out, const uint8_t key[AEAD_KEY],
    const void *plain, size_t n, const void *aad, size_t aad_n,
    struct error *error) MUST_USE;

/*
 * The same with a nonce that stands elsewhere and is never used twice for
 * different plain bytes; out gets ciphertext || tag: n + 16 bytes.
 */
enum status aead_seal_at(uint8_t *out, const uint8_t key[AEAD_KEY],
    const uint8_t nonce[AEAD_NONCE], const void *plain, size_t n,
    const void *aad, size_t aad_n, struct error *error) MUST_USE;

/* sealed is ciphertext || tag; plain gets n - 16 bytes. */
enum status aead_open_at(uint8_t *plain, const uint8_t key[AEAD_KEY],
    const uint8_t nonce[AEAD_NONCE], const void *sealed, size_t n,
    const void *aad, size_t aad_n, struct error *error) MUST_USE;

/*
 * sealed is nonce || ciphertext || tag; plain gets n - 28 bytes.
 * STATUS_INTEGRITY when anything was changed; plain is then wiped.
 */
enum status aead_open(uint8_t *plain, const uint8_t key[AEAD_KEY],
    const void *sealed, size_t n, const void *aad, size_t aad_n,
    struct error *error) MUST_USE;

/* Wipes the last keys of all threads, when the store is locked. */
void aead_forget(void);

#endif
