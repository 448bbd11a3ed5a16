/*
 * yaml.h - YAML 1.1 text as a tree of nodes (libyaml's events).
 *
 * Only what a policy file needs: one document of maps, lists and scalars.
 * Aliases, anchors, tags, more than one document, keys that are not plain
 * text and duplicate keys are refused; nothing is guessed from how a scalar
 * looks, so that no "no" becomes false: every scalar is NODE_TEXT until a
 * shape gives it a type.
 */
#ifndef BASE_YAML_H_
#define BASE_YAML_H_

#include "base/node.h"

enum { YAML_DEPTH = 32, YAML_NODES = 200000 };

/*
 * name stands in errors as "name:line:column".  The nodes lie in the arena
 * and copy what they need of the source.
 */
enum status yaml_parse(const struct node **root, struct text source,
    const char *name, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

#endif
