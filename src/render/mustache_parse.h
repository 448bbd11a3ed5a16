/*
 * mustache_parse.h - a template as a list of tokens.
 *
 * Standalone tags (alone on their line) have taken the line's blanks and its
 * end with them; what is left of the text stands in TOKEN_TEXT.
 */
#ifndef RENDER_MUSTACHE_PARSE_H_
#define RENDER_MUSTACHE_PARSE_H_

#include "base/base.h"

enum token_kind {
	TOKEN_TEXT,
	TOKEN_VARIABLE,
	TOKEN_RAW,
	TOKEN_SECTION,
	TOKEN_INVERTED,
	TOKEN_END,
	TOKEN_PARTIAL,
};

struct token {
	enum token_kind kind;
	struct text text;	/* the text, or the name */
	struct text indent;	/* of a standalone partial */
	size_t end;		/* of a section: the index of its TOKEN_END */
};

struct tokens {
	struct token *list;
	size_t count;
};

enum status mustache_parse(struct tokens *tokens, struct text template,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
