/*
 * context.h - a thread's cipher contexts, kept from use to use.
 *
 * Fetching a cipher, making a context and expanding a key each cost more
 * than sealing a record.  So there is one cipher for the process, one context
 * for each thread and use, and a context keeps its last key: a person's
 * standing and records are mostly under one, ids always.
 *
 * A context is in use from context_begin() to context_end(); in between
 * nobody wipes it.
 *
 * Only src/crypto includes this.
 */
#ifndef CRYPTO_CONTEXT_H_
#define CRYPTO_CONTEXT_H_

#include <openssl/evp.h>

#include "base/base.h"

enum context_use {
	CONTEXT_GCM,		/* AES-256-GCM, both ways */
	CONTEXT_BLOCK,		/* one block of AES-256 */
	CONTEXT_BLOCK_BACK,
};
enum { CONTEXT_USES = CONTEXT_BLOCK_BACK + 1, CONTEXT_KEY = 32 };

/*
 * Ready for one message under that key: nonce is for GCM, sealing says
 * which way.  NULL when memory is out or the cipher is missing; otherwise
 * context_end() must follow.
 */
EVP_CIPHER_CTX *context_begin(enum context_use use,
    const uint8_t key[CONTEXT_KEY], const uint8_t *nonce, bool sealing)
    MUST_USE;
void context_end(enum context_use use);

/* Wipes the last keys of all threads, when the store is locked. */
void context_forget(void);

#endif
