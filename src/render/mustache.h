/*
 * mustache.h - logic-less templates (the Mustache specification, core).
 *
 * A template is filled from a tree of nodes.  {{name}} is always escaped for
 * HTML.  {{{name}}} and {{&name}} do not escape, so what they may print is
 * bounded: when the set has fragments, they print a fragment of that name and
 * nothing else, and a fragment is HTML that a writer of this folder made.
 * Data can therefore never become markup.  Without fragments (templates of
 * plain text) they print the data as it is.
 *
 * Known: variables, dotted names, the implicit iterator, sections, inverted
 * sections, comments, partials and set delimiters.  Not known, and refused:
 * lambdas, inheritance and dynamic names.
 */
#ifndef RENDER_MUSTACHE_H_
#define RENDER_MUSTACHE_H_

#include "base/buf.h"
#include "base/node.h"

enum { MUSTACHE_DEPTH = 32, MUSTACHE_BYTES_MAX = 1 << 20 };

/* A named piece of text; a table ends with a NULL name. */
struct mustache_piece {
	const char *name;
	struct text text;
};

struct mustache_set {
	const struct mustache_piece *partials;	/* or NULL */
	const struct mustache_piece *fragments;	/* or NULL: plain text */
};

/*
 * Fills the template.  STATUS_INVALID with the line of the template for
 * "unclosed_tag", "unclosed_section", "unopened_section", "bad_delimiters",
 * "unknown_tag", "unknown_fragment" and "too_deep" (partials within
 * partials, sections within sections).  A name that the data do not have
 * prints nothing.
 */
enum status mustache_render(struct buf *out, struct text template,
    const struct node *data, const struct mustache_set *set,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
