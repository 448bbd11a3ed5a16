/*
 * node.h - a tree of values as somebody wrote it, from YAML or from JSON.
 *
 * Policy files, configuration, plans, request bodies and bulk lines all
 * arrive as nodes; a shape (shape.h) then says what they must look like and
 * gives the scalars their types.  A node knows where it was written, so that
 * an error can point there.
 *
 * In a map every key is unique.  Members keep the order of the source.
 */
#ifndef BASE_NODE_H_
#define BASE_NODE_H_

#include "base/base.h"
#include "base/buf.h"

enum node_kind {
	NODE_NULL,
	NODE_BOOL,
	NODE_INT,
	NODE_REAL,	/* from JSON; nothing of ours counts in reals */
	NODE_TEXT,
	NODE_LIST,
	NODE_MAP,
};

struct node {
	enum node_kind kind;
	bool plain;		/* a YAML scalar without quotes */
	uint32_t line;		/* from 1; 0 when the source has no lines */
	uint32_t column;	/* in characters, from 1 */
	struct text text;	/* NODE_TEXT; NODE_REAL in decimal */
	int64_t number;		/* NODE_INT; NODE_BOOL as 0 or 1; of a date,
				 * set by the shape: its day number */
	size_t count;		/* members of a list or map */
	struct member *members;
};

struct member {
	struct text key;	/* empty in a list */
	uint32_t line;
	uint32_t column;
	struct node *value;
};

/* The member of a map, or NULL; also NULL when node is NULL or no map. */
const struct node *node_get(const struct node *node, const char *key);

/* The same, some levels down: node_path(node, "operator", "name", NULL). */
const struct node *node_path(const struct node *node, ...)
    __attribute__((sentinel));

/* What a member holds, or the given default when it is absent. */
struct text node_text(const struct node *node, const char *key);
int64_t node_int(const struct node *node, const char *key, int64_t absent);
bool node_bool(const struct node *node, const char *key, bool absent);

/* The i-th member's value of a list or map. */
const struct node *node_at(const struct node *node, size_t i);
size_t node_count(const struct node *node);

/* Whether a list of texts has this one. */
bool node_lists(const struct node *list, struct text text);

/*
 * Writes the tree as RFC 8785 JSON (JCS): keys sorted, no blanks, nulls left
 * out of maps.  Real numbers are not allowed (STATUS_INVALID): nothing that
 * is hashed here has them.
 */
enum status node_canonical(struct buf *out, const struct node *node,
    struct error *error) MUST_USE NONNULL;

/* JSON string with its quotes, escaped as RFC 8785 has it. */
void node_write_string(struct buf *out, struct text text);

#endif
