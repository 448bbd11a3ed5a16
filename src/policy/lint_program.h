/*
 * lint_program.h - a pattern as the instructions that match it.
 */
#ifndef POLICY_LINT_PROGRAM_H_
#define POLICY_LINT_PROGRAM_H_

#include "policy/lint_letters.h"

enum lint_op {
	OP_LETTER,	/* a: the letter */
	OP_ANY,
	OP_SET,		/* a: first range, b: how many; c: not these */
	OP_GAP,		/* a: at most that many letters */
	OP_SPLIT,	/* a before b */
	OP_JUMP,	/* a */
	OP_BEGIN,
	OP_END,
	OP_NOT,		/* the program behind, up to OP_MATCH; then at a */
	OP_BEHIND,	/* a: first letter, b: how many */
	OP_OPEN,
	OP_CLOSE,
	OP_MATCH,
};

struct lint_instruction {
	enum lint_op op;
	uint32_t a;
	uint32_t b;
	bool c;
};

/* One of these sets of letters must occur in what matches. */
struct lint_clause {
	uint64_t (*masks)[4];
	size_t count;
};

struct lint_program {
	const char *source;
	struct lint_instruction *code;
	size_t n, capacity;
	struct lint_span *ranges;	/* of OP_SET */
	size_t range_count, range_capacity;
	uint32_t *letters;		/* of OP_BEHIND */
	size_t letter_count, letter_capacity;
	struct lint_clause clauses[16];
	size_t clause_count;
	uint8_t *known;		/* of sentences: 0 not asked, 1 no, 2 yes */
	uint64_t first[4];	/* letters with which a match can begin */
	bool any_first;
};

/* False when the pattern is malformed or memory is out. */
bool lint_program_compile(struct lint_program *program, const char *pattern,
    struct arena *arena);

static inline unsigned int
lint_program_hash(uint32_t letter)
{
	return letter * 2654435761u >> 24;
}

#endif
