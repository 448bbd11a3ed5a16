/*
 * Reads a template once, from left to right.
 */
#include "render/mustache_parse.h"

#include "render/mustache.h"

enum { DELIMITER_MAX = 16 };

struct parser {
	struct text source;
	size_t at;
	unsigned int line;
	struct text open;	/* the delimiters of now */
	struct text close;
	struct token *list;
	size_t count;
	size_t room;
	size_t opened[MUSTACHE_DEPTH];	/* sections, by token */
	size_t depth;
	struct arena *arena;
	struct error *error;
};

/* One tag as it stands in the source. */
struct tag {
	char kind;		/* its first letter; v for a variable */
	struct text name;
	size_t from;		/* of the opening delimiter */
	size_t to;		/* behind the closing one */
};

static enum status
fail(struct parser *parser, const char *code, const char *ja, const char *en)
{
	struct words words = { ja, en };

	(void)error_say(parser->error, STATUS_INVALID, code, words);
	error_at(parser->error, "%u", parser->line);
	return STATUS_INVALID;
}

static enum status
add(struct parser *parser, struct token token)
{
	struct token *list;
	size_t room;

	if (parser->count == parser->room) {
		room = parser->room == 0 ? 32 : 2 * parser->room;
		list = arena_array(parser->arena, room, sizeof(*list));
		if (list == NULL)
			return error_memory(parser->error);
		if (parser->count > 0)
			memcpy(list, parser->list,
			    parser->count * sizeof(*list));
		parser->list = list;
		parser->room = room;
	}
	parser->list[parser->count++] = token;
	return STATUS_OK;
}

static enum status
add_text(struct parser *parser, size_t from, size_t to)
{
	struct token token = { .kind = TOKEN_TEXT };

	if (from >= to)
		return STATUS_OK;
	token.text = text_slice(parser->source, from, to);
	return add(parser, token);
}

/* The position of wanted at or behind from; the source's end if none. */
static size_t
find(const struct parser *parser, size_t from, struct text wanted)
{
	struct text rest = text_slice(parser->source, from, parser->source.n);
	ptrdiff_t found = text_find(rest, wanted);

	return found < 0 ? parser->source.n : from + (size_t)found;
}

static void
count_lines(struct parser *parser, size_t from, size_t to)
{
	for (; from < to; from++)
		if (parser->source.p[from] == '\n')
			parser->line++;
}

static bool
has_blank(struct text text)
{
	for (size_t i = 0; i < text.n; i++)
		if (strchr(" \t\r\n=", text.p[i]) != NULL)
			return true;
	return false;
}

/* {{=<% %>=}}: the name is "<% %>". */
static enum status
set_delimiters(struct parser *parser, struct text name)
{
	size_t blank = 0;

	while (blank < name.n && strchr(" \t\r\n", name.p[blank]) == NULL)
		blank++;
	parser->open = text_slice(name, 0, blank);
	parser->close = text_trim(text_slice(name, blank, name.n));
	if (parser->open.n == 0 || parser->close.n == 0 ||
	    parser->open.n > DELIMITER_MAX ||
	    parser->close.n > DELIMITER_MAX || has_blank(parser->open) ||
	    has_blank(parser->close))
		return fail(parser, "bad_delimiters",
		    "区切り記号の指定が正しくありません",
		    "the delimiters are not well formed");
	return STATUS_OK;
}

/* Reads the tag whose opening delimiter stands at from. */
static enum status
read_tag(struct parser *parser, struct tag *tag, size_t from)
{
	struct text close = parser->close, unescaped = TEXT("}}}");
	size_t at = from + parser->open.n, end;

	*tag = (struct tag){ .kind = 'v', .from = from };
	while (at < parser->source.n && (parser->source.p[at] == ' ' ||
	    parser->source.p[at] == '\t'))
		at++;
	if (at < parser->source.n &&
	    strchr("&{#^/>!=<$*", parser->source.p[at]) != NULL)
		tag->kind = parser->source.p[at++];
	if (tag->kind == '<' || tag->kind == '$' || tag->kind == '*')
		return fail(parser, "unknown_tag", "使えない種類のタグです",
		    "this kind of tag is not known");
	if (tag->kind == '{' && text_is(close, "}}"))
		close = unescaped;
	end = find(parser, at, close);
	if (end >= parser->source.n)
		return fail(parser, "unclosed_tag", "タグが閉じていません",
		    "a tag is not closed");
	tag->name = text_slice(parser->source, at, end);
	tag->to = end + close.n;
	if (tag->kind == '{' || tag->kind == '=') {
		if (tag->name.n > 0 && (tag->name.p[tag->name.n - 1] == '}' ||
		    tag->name.p[tag->name.n - 1] == '='))
			tag->name.n--;
	}
	tag->name = text_trim(tag->name);
	if (tag->kind == '>' && text_starts_with(tag->name, "*"))
		return fail(parser, "unknown_tag", "使えない種類のタグです",
		    "this kind of tag is not known");
	return STATUS_OK;
}

/* Whether a tag stands alone on its line; from and to are then the line's. */
static bool
standalone(const struct parser *parser, const struct tag *tag, size_t *from,
    size_t *to)
{
	size_t before = tag->from, after = tag->to;
	struct text source = parser->source;

	if (tag->kind == 'v' || tag->kind == '&' || tag->kind == '{')
		return false;
	while (before > 0 && (source.p[before - 1] == ' ' ||
	    source.p[before - 1] == '\t'))
		before--;
	if (before > 0 && source.p[before - 1] != '\n')
		return false;
	while (after < source.n && (source.p[after] == ' ' ||
	    source.p[after] == '\t'))
		after++;
	if (after < source.n) {
		if (source.p[after] == '\r' && after + 1 < source.n &&
		    source.p[after + 1] == '\n')
			after++;
		if (source.p[after] != '\n')
			return false;
		after++;
	}
	*from = before;
	*to = after;
	return true;
}

static enum status
open_section(struct parser *parser, const struct tag *tag)
{
	struct token token = { .text = tag->name };

	token.kind = tag->kind == '#' ? TOKEN_SECTION : TOKEN_INVERTED;
	if (parser->depth == MUSTACHE_DEPTH)
		return fail(parser, "too_deep", "入れ子が深すぎます",
		    "nested too deeply");
	parser->opened[parser->depth++] = parser->count;
	return add(parser, token);
}

static enum status
close_section(struct parser *parser, const struct tag *tag)
{
	struct token token = { .kind = TOKEN_END, .text = tag->name };
	struct token *opened;

	if (parser->depth == 0)
		return fail(parser, "unopened_section",
		    "開いていない節を閉じています",
		    "a section is closed that is not open");
	opened = &parser->list[parser->opened[--parser->depth]];
	if (!text_equal(opened->text, tag->name))
		return fail(parser, "unopened_section",
		    "別の名の節を閉じています",
		    "a section is closed under another name");
	opened->end = parser->count;
	return add(parser, token);
}

static enum status
take(struct parser *parser, const struct tag *tag, struct text indent)
{
	struct token token = { .text = tag->name };

	switch (tag->kind) {
	case '!':
		return STATUS_OK;
	case '=':
		return set_delimiters(parser, tag->name);
	case '#':
	case '^':
		return open_section(parser, tag);
	case '/':
		return close_section(parser, tag);
	case '>':
		token.kind = TOKEN_PARTIAL;
		token.indent = indent;
		return add(parser, token);
	case '&':
	case '{':
		token.kind = TOKEN_RAW;
		return add(parser, token);
	default:
		token.kind = TOKEN_VARIABLE;
		return add(parser, token);
	}
}

static enum status
step(struct parser *parser, size_t next)
{
	struct tag tag;
	struct text indent = { "", 0 };
	enum status status;
	size_t from, to, was = parser->at;

	count_lines(parser, was, next);
	status = read_tag(parser, &tag, next);
	if (status != STATUS_OK)
		return status;
	if (standalone(parser, &tag, &from, &to) && from >= was) {
		indent = text_slice(parser->source, from, tag.from);
	} else {
		from = tag.from;
		to = tag.to;
	}
	status = add_text(parser, was, from);
	if (status == STATUS_OK)
		status = take(parser, &tag, indent);
	count_lines(parser, tag.from, to);
	parser->at = to;
	return status;
}

enum status
mustache_parse(struct tokens *tokens, struct text template,
    struct arena *arena, struct error *error)
{
	struct parser parser = {
		.source = template, .line = 1, .open = TEXT("{{"),
		.close = TEXT("}}"), .arena = arena, .error = error,
	};
	enum status status = STATUS_OK;
	size_t next;

	while (status == STATUS_OK && parser.at < template.n) {
		next = find(&parser, parser.at, parser.open);
		if (next >= template.n) {
			status = add_text(&parser, parser.at, template.n);
			break;
		}
		status = step(&parser, next);
	}
	if (status == STATUS_OK && parser.depth > 0)
		status = fail(&parser, "unclosed_section",
		    "節が閉じていません", "a section is not closed");
	tokens->list = parser.list;
	tokens->count = parser.count;
	return status;
}
