/*
 * logkey.h - a signing key of a log for tests: seed 00 01 02 ...
 */
#ifndef TESTS_UNIT_LOGKEY_H_
#define TESTS_UNIT_LOGKEY_H_

#include "test.h"

#include "audit/note.h"

struct logkey {
	struct sign_key key;
	struct note_verifier verifier;
};

/* first is the first byte of the seed; the others count up. */
__attribute__((unused)) static struct logkey
logkey_make(const char *name, uint8_t first)
{
	uint8_t seed[SIGN_SEED];
	struct logkey made;
	struct error error;

	for (size_t i = 0; i < sizeof(seed); i++)
		seed[i] = (uint8_t)(first + i);
	sign_key_make(&made.key, seed);
	assert_ok(note_verifier_make(&made.verifier, text_of(name),
	    made.key.public, &error), &error);
	return made;
}

#endif
