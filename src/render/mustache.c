/*
 * Fills parsed templates.
 */
#include "render/mustache.h"

#include "render/doc_html.h"
#include "render/mustache_parse.h"

/* What is being looked at, the innermost last. */
struct context {
	const struct node *node;
	const struct context *outer;
};

struct filling {
	struct buf *out;
	const struct mustache_set *set;
	struct arena *arena;
	struct error *error;
	unsigned int depth;
};

static enum status fill(struct filling *filling, const struct tokens *tokens,
    size_t from, size_t to, const struct context *context);

static const struct node *
member(const struct node *map, struct text name)
{
	if (map == NULL || map->kind != NODE_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (text_equal(map->members[i].key, name))
			return map->members[i].value;
	return NULL;
}

static size_t
first_part(struct text name)
{
	size_t n = 0;

	while (n < name.n && name.p[n] != '.')
		n++;
	return n;
}

/*
 * The first part of a dotted name is looked for from the inside outwards,
 * the others only within what it names.
 */
static const struct node *
look_up(const struct context *context, struct text name)
{
	const struct node *found = NULL;
	size_t n;

	if (text_is(name, "."))
		return context->node;
	n = first_part(name);
	for (; context != NULL && found == NULL; context = context->outer)
		found = member(context->node, text_slice(name, 0, n));
	while (found != NULL && n < name.n) {
		name = text_slice(name, n + 1, name.n);
		n = first_part(name);
		found = member(found, text_slice(name, 0, n));
	}
	return found;
}

static bool
holds(const struct node *node)
{
	if (node == NULL)
		return false;
	switch (node->kind) {
	case NODE_NULL:
		return false;
	case NODE_BOOL:
		return node->number != 0;
	case NODE_LIST:
		return node->count > 0;
	case NODE_INT:
	case NODE_REAL:
	case NODE_TEXT:
	case NODE_MAP:
		break;
	}
	return true;
}

static void
print(struct buf *out, const struct node *node, bool escaped)
{
	char digits[24];
	struct text text;

	if (node == NULL)
		return;
	switch (node->kind) {
	case NODE_TEXT:
	case NODE_REAL:
		text = node->text;
		break;
	case NODE_INT:
		(void)snprintf(digits, sizeof(digits), "%lld",
		    (long long)node->number);
		text = text_of(digits);
		break;
	case NODE_BOOL:
		text = text_of(node->number != 0 ? "true" : "false");
		break;
	case NODE_NULL:
	case NODE_LIST:
	case NODE_MAP:
		return;
	}
	if (escaped)
		doc_html_escape(out, text);
	else
		buf_text(out, text);
}

static const struct mustache_piece *
piece(const struct mustache_piece *table, struct text name)
{
	for (; table != NULL && table->name != NULL; table++)
		if (text_is(name, table->name))
			return table;
	return NULL;
}

static enum status
print_raw(struct filling *filling, const struct token *token,
    const struct context *context)
{
	const struct mustache_piece *fragment;

	if (filling->set->fragments == NULL) {
		print(filling->out, look_up(context, token->text), false);
		return STATUS_OK;
	}
	fragment = piece(filling->set->fragments, token->text);
	if (fragment == NULL)
		return error_set(filling->error, STATUS_INVALID,
		    "unknown_fragment",
		    "エスケープしない出力の名が、断片の一覧にありません",
		    "an unescaped tag names no fragment");
	buf_text(filling->out, fragment->text);
	return STATUS_OK;
}

/* The partial's text, each of its lines behind the indentation. */
static enum status
indented(struct text *out, struct text text, struct text indent,
    struct filling *filling)
{
	struct buf buf;
	bool line_start = true;

	*out = text;
	if (indent.n == 0)
		return STATUS_OK;
	buf_init(&buf, filling->arena, MUSTACHE_BYTES_MAX);
	for (size_t i = 0; i < text.n; i++) {
		if (line_start)
			buf_text(&buf, indent);
		buf_byte(&buf, (uint8_t)text.p[i]);
		line_start = text.p[i] == '\n';
	}
	*out = buf_as_text(&buf);
	return buf_status(&buf, filling->error);
}

static enum status
too_deep(struct filling *filling)
{
	return error_set(filling->error, STATUS_INVALID, "too_deep",
	    "入れ子が深すぎます", "nested too deeply");
}

static enum status
fill_partial(struct filling *filling, const struct token *token,
    const struct context *context)
{
	const struct mustache_piece *partial =
	    piece(filling->set->partials, token->text);
	struct tokens tokens;
	struct text text;
	enum status status;

	if (partial == NULL)
		return STATUS_OK;
	if (filling->depth == MUSTACHE_DEPTH)
		return too_deep(filling);
	filling->depth++;
	status = indented(&text, partial->text, token->indent, filling);
	if (status == STATUS_OK)
		status = mustache_parse(&tokens, text, filling->arena,
		    filling->error);
	if (status == STATUS_OK)
		status = fill(filling, &tokens, 0, tokens.count, context);
	filling->depth--;
	return status;
}

static enum status
fill_section(struct filling *filling, const struct tokens *tokens, size_t at,
    const struct context *context)
{
	const struct token *token = &tokens->list[at];
	const struct node *node = look_up(context, token->text);
	struct context inner = { node, context };
	enum status status = STATUS_OK;

	if (token->kind == TOKEN_INVERTED)
		return holds(node) ? STATUS_OK :
		    fill(filling, tokens, at + 1, token->end, context);
	if (!holds(node))
		return STATUS_OK;
	if (node->kind != NODE_LIST)
		return fill(filling, tokens, at + 1, token->end, &inner);
	for (size_t i = 0; i < node->count && status == STATUS_OK; i++) {
		inner.node = node->members[i].value;
		status = fill(filling, tokens, at + 1, token->end, &inner);
	}
	return status;
}

static enum status
fill(struct filling *filling, const struct tokens *tokens, size_t from,
    size_t to, const struct context *context)
{
	const struct token *token;
	enum status status = STATUS_OK;

	for (size_t i = from; i < to && status == STATUS_OK; i++) {
		token = &tokens->list[i];
		switch (token->kind) {
		case TOKEN_TEXT:
			buf_text(filling->out, token->text);
			break;
		case TOKEN_VARIABLE:
			print(filling->out, look_up(context, token->text),
			    true);
			break;
		case TOKEN_RAW:
			status = print_raw(filling, token, context);
			break;
		case TOKEN_SECTION:
		case TOKEN_INVERTED:
			status = fill_section(filling, tokens, i, context);
			i = token->end;
			break;
		case TOKEN_PARTIAL:
			status = fill_partial(filling, token, context);
			break;
		case TOKEN_END:
			break;
		}
	}
	return status;
}

enum status
mustache_render(struct buf *out, struct text template,
    const struct node *data, const struct mustache_set *set,
    struct arena *arena, struct error *error)
{
	struct filling filling = {
		.out = out, .set = set, .arena = arena, .error = error,
	};
	struct context context = { data, NULL };
	struct tokens tokens;
	enum status status;

	status = mustache_parse(&tokens, template, arena, error);
	if (status == STATUS_OK)
		status = fill(&filling, &tokens, 0, tokens.count, &context);
	return status == STATUS_OK ? buf_status(out, error) : status;
}
