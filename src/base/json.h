/*
 * json.h - JSON in, as a tree of nodes (jansson).
 *
 * The reader is strict: valid UTF-8, no duplicate keys, nothing behind the
 * value, at most JSON_DEPTH levels, integers of 64 bits.  It leaves no copy
 * of what it read on the heap: jansson's memory is the arena's too.
 */
#ifndef BASE_JSON_H_
#define BASE_JSON_H_

#include "base/node.h"

enum { JSON_DEPTH = 64 };

/*
 * Errors name the place as "line:column" of the source; once the tree is
 * there, places are JSON Pointers (see shape.h).
 */
enum status json_parse(const struct node **root, struct bytes source,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
