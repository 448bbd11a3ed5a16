#include "anonymise/dice.h"
#include "base/mem.h"
#include "crypto/random.h"

enum { POOL = 4096 };

struct dice {
	struct dice_source source;
	size_t at;
	uint8_t pool[POOL];
};

static void
fill(void *context, uint8_t *out, size_t n)
{
	(void)context;
	random_bytes(out, n);
}

struct dice_source
dice_system(void)
{
	return (struct dice_source){ fill, NULL };
}

struct dice *
dice_new(struct dice_source source)
{
	struct dice *dice = mem_alloc(sizeof(*dice));

	if (dice != NULL) {
		dice->source = source;
		dice->at = POOL;
	}
	return dice;
}

void
dice_free(struct dice *dice)
{
	if (dice == NULL)
		return;
	mem_wipe(dice, sizeof(*dice));
	mem_free(dice);
}

static uint64_t
next(struct dice *dice)
{
	uint64_t word;

	if (dice->at + sizeof(word) > POOL) {
		dice->source.fill(dice->source.context, dice->pool, POOL);
		dice->at = 0;
	}
	memcpy(&word, dice->pool + dice->at, sizeof(word));
	mem_wipe(dice->pool + dice->at, sizeof(word));
	dice->at += sizeof(word);
	return word;
}

/* The remainder that would make small numbers likelier is thrown away. */
uint64_t
dice_below(struct dice *dice, uint64_t n)
{
	uint64_t least = (0 - n) % n, word;

	do
		word = next(dice);
	while (word < least);
	return word % n;
}
