/*
 * answer.h - what a command says: lines for people, or JSON behind --json.
 *
 * Both are written into one buffer, and nothing is printed of what failed.
 */
#ifndef CLI_ANSWER_H_
#define CLI_ANSWER_H_

#include "cli/cli.h"

struct answer {
	const struct cli *cli;
	struct buf out;
	struct jsonw json;	/* into out */
	bool list, object;	/* that are open */
};

void answer_begin(struct answer *answer, const struct cli *cli) NONNULL;

/* In JSON: what follows are elements of a list, or of one with a name. */
void answer_list(struct answer *answer, const char *key) NONNULL_ARGS(1);

/* Ends the list and prints it all, unless what was done failed. */
enum status answer_end(struct answer *answer, enum status status,
    struct error *error) MUST_USE NONNULL;

#endif
