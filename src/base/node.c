#include <stdarg.h>

#include "base/node.h"

/* As deep as any parser's lists and maps, and a value in them. */
enum { CANONICAL_DEPTH = 64 + 1 };

const struct node *
node_get(const struct node *node, const char *key)
{
	if (node == NULL || node->kind != NODE_MAP)
		return NULL;
	for (size_t i = 0; i < node->count; i++)
		if (text_is(node->members[i].key, key))
			return node->members[i].value;
	return NULL;
}

const struct node *
node_path(const struct node *node, ...)
{
	va_list args;
	const char *key;

	va_start(args, node);
	while ((key = va_arg(args, const char *)) != NULL)
		node = node_get(node, key);
	va_end(args);
	return node;
}

struct text
node_text(const struct node *node, const char *key)
{
	const struct node *value = node_get(node, key);

	if (value == NULL || value->kind != NODE_TEXT)
		return (struct text){ "", 0 };
	return value->text;
}

int64_t
node_int(const struct node *node, const char *key, int64_t absent)
{
	const struct node *value = node_get(node, key);

	if (value == NULL || value->kind == NODE_NULL)
		return absent;
	return value->number;
}

bool
node_bool(const struct node *node, const char *key, bool absent)
{
	const struct node *value = node_get(node, key);

	if (value == NULL || value->kind != NODE_BOOL)
		return absent;
	return value->number != 0;
}

const struct node *
node_at(const struct node *node, size_t i)
{
	return node->members[i].value;
}

size_t
node_count(const struct node *node)
{
	return node == NULL ? 0 : node->count;
}

bool
node_lists(const struct node *list, struct text text)
{
	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(node_at(list, i)->text, text))
			return true;
	return false;
}

void
node_write_string(struct buf *out, struct text text)
{
	size_t start = 0;

	buf_byte(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		uint8_t c = (uint8_t)text.p[i];
		const char *named = NULL;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_put(out, text.p + start, i - start);
		start = i + 1;
		switch (c) {
		case '"': named = "\\\""; break;
		case '\\': named = "\\\\"; break;
		case '\b': named = "\\b"; break;
		case '\f': named = "\\f"; break;
		case '\n': named = "\\n"; break;
		case '\r': named = "\\r"; break;
		case '\t': named = "\\t"; break;
		default: break;
		}
		if (named != NULL)
			buf_string(out, named);
		else
			buf_printf(out, "\\u%04x", c);
	}
	buf_put(out, text.p + start, text.n - start);
	buf_byte(out, '"');
}

/*
 * RFC 8785 sorts keys by their UTF-16 units.  That is the order of bytes, but
 * for code points above U+FFFF (first byte F0 to F4), whose surrogates come
 * before U+E000 to U+FFFF (first byte EE or EF).
 */
static int
utf16_weight(char c)
{
	uint8_t byte = (uint8_t)c;

	return byte >= 0xF0 ? byte - 2 : byte >= 0xEE ? byte + 5 : byte;
}

static int
compare_keys(struct text a, struct text b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++)
		if (a.p[i] != b.p[i])
			return utf16_weight(a.p[i]) - utf16_weight(b.p[i]);
	return (a.n > b.n) - (a.n < b.n);
}

/* The member of a map that comes next after `after`, or NULL. */
static const struct member *
next_member(const struct node *map, const struct member *after)
{
	const struct member *best = NULL;

	for (size_t i = 0; i < map->count; i++) {
		const struct member *m = &map->members[i];

		if (m->value->kind == NODE_NULL ||
		    (after != NULL && compare_keys(m->key, after->key) <= 0))
			continue;
		if (best == NULL || compare_keys(m->key, best->key) < 0)
			best = m;
	}
	return best;
}

static enum status
canonical(struct buf *out, const struct node *node, int depth,
    struct error *error)
{
	const struct member *m = NULL;
	enum status status = STATUS_OK;
	bool first = true;

	if (depth == CANONICAL_DEPTH)
		return error_set(error, STATUS_INVALID, "too_deep",
		    "入れ子が深すぎます", "nested too deeply");
	switch (node->kind) {
	case NODE_NULL:
		buf_string(out, "null");
		break;
	case NODE_BOOL:
		buf_string(out, node->number ? "true" : "false");
		break;
	case NODE_INT:
		buf_printf(out, "%lld", (long long)node->number);
		break;
	case NODE_REAL:
		return error_set(error, STATUS_INVALID, "real_number",
		    "小数は使えません", "real numbers are not allowed");
	case NODE_TEXT:
		node_write_string(out, node->text);
		break;
	case NODE_LIST:
		buf_byte(out, '[');
		for (size_t i = 0; i < node->count && status == STATUS_OK;
		    i++) {
			if (i > 0)
				buf_byte(out, ',');
			status = canonical(out, node_at(node, i), depth + 1,
			    error);
		}
		buf_byte(out, ']');
		break;
	case NODE_MAP:
		buf_byte(out, '{');
		while (status == STATUS_OK &&
		    (m = next_member(node, m)) != NULL) {
			if (!first)
				buf_byte(out, ',');
			first = false;
			node_write_string(out, m->key);
			buf_byte(out, ':');
			status = canonical(out, m->value, depth + 1, error);
		}
		buf_byte(out, '}');
		break;
	}
	return status;
}

enum status
node_canonical(struct buf *out, const struct node *node, struct error *error)
{
	enum status status = canonical(out, node, 0, error);

	return status == STATUS_OK ? buf_status(out, error) : status;
}
