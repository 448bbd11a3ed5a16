#include <strings.h>

#include "policy/lint_tags.h"

/* A tag with a quote that never ends is given up after that many bytes. */
enum { ATTRIBUTES_MAX = 65536 };

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_named(struct text name, const char *wanted)
{
	return name.n == strlen(wanted) &&
	    strncasecmp(name.p, wanted, name.n) == 0;
}

/* Comments and declarations have no name. */
static bool
read_declaration(struct text source, size_t *at, struct lint_tag *tag)
{
	struct text rest = text_slice(source, *at, source.n);
	bool comment = text_starts_with(rest, "<!--");
	ptrdiff_t end = comment ? text_find(text_slice(rest, 4, rest.n),
	    TEXT("-->")) : text_find(rest, TEXT(">"));

	if (end < 0)
		*at = source.n;
	else
		*at += (size_t)end + (comment ? 7 : 1);
	tag->name = TEXT("");
	tag->end = *at;
	return true;
}

/* The known name with its static small spelling, so that texts compare. */
static struct text
known_name(struct text name)
{
	static const char *const names[] = {
		"br", "hr", "p", "div", "section", "article", "main", "header",
		"footer", "nav", "aside", "ul", "ol", "menu", "li", "dl", "dt",
		"dd", "table", "tr", "td", "th", "thead", "tbody", "tfoot",
		"caption", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
		"pre", "form", "fieldset", "legend", "address", "figure",
		"figcaption", "details", "summary", "b", "strong", "a", "img",
		"script", "style", "noscript", "template", "svg", "title",
		"select", "textarea", "iframe", "object", "canvas", "math",
		"link", "meta", "html", "body", "head", "center", "button"
	};

	for (size_t i = 0; i < LENGTH(names); i++)
		if (is_named(name, names[i]))
			return text_of(names[i]);
	return name;
}

bool
lint_tags_read(struct text source, size_t *at, struct lint_tag *tag)
{
	size_t i = *at + 1, from;
	char quote = 0;

	memset(tag, 0, sizeof(*tag));
	if (i >= source.n)
		return false;
	if (source.p[i] == '!' || source.p[i] == '?')
		return read_declaration(source, at, tag);
	tag->closing = source.p[i] == '/';
	i += tag->closing;
	from = i;
	while (i < source.n && (is_letter(source.p[i]) || (i > from &&
	    ((source.p[i] >= '0' && source.p[i] <= '9') ||
	    source.p[i] == '-' || source.p[i] == ':'))))
		i++;
	if (i == from || i >= source.n || (!is_white(source.p[i]) &&
	    source.p[i] != '>' && source.p[i] != '/'))
		return false;
	tag->name = known_name(text_slice(source, from, i));
	from = i;
	while (i < source.n && (source.p[i] != '>' || quote != 0)) {
		if (quote == 0 && (source.p[i] == '"' || source.p[i] == '\'') &&
		    source.p[i - 1] == '=')
			quote = source.p[i];
		else if (source.p[i] == quote)
			quote = 0;
		if (i - from > ATTRIBUTES_MAX ||
		    (source.p[i] == '<' && quote == 0))
			return false;
		i++;
	}
	if (i >= source.n)
		return false;
	tag->attributes = text_slice(source, from, i);
	tag->empty = source.p[i - 1] == '/';
	*at = tag->end = i + 1;
	return true;
}

enum lint_tag_kind
lint_tags_kind(struct text name)
{
	static const struct {
		const char *name;
		enum lint_tag_kind kind;
	} kinds[] = {
		{ "br", TAG_BREAK }, { "ul", TAG_LIST }, { "ol", TAG_LIST },
		{ "menu", TAG_LIST }, { "li", TAG_ITEM },
		{ "table", TAG_TABLE }, { "tr", TAG_TABLE },
		{ "td", TAG_TABLE }, { "th", TAG_TABLE }, { "b", TAG_BOLD },
		{ "strong", TAG_BOLD }, { "a", TAG_LINK },
		{ "img", TAG_IMAGE },
		{ "hr", TAG_BLOCK }, { "p", TAG_BLOCK }, { "div", TAG_BLOCK },
		{ "section", TAG_BLOCK }, { "article", TAG_BLOCK },
		{ "main", TAG_BLOCK }, { "header", TAG_BLOCK },
		{ "footer", TAG_BLOCK }, { "nav", TAG_BLOCK },
		{ "aside", TAG_BLOCK }, { "dl", TAG_BLOCK },
		{ "dt", TAG_BLOCK }, { "dd", TAG_BLOCK },
		{ "thead", TAG_BLOCK }, { "tbody", TAG_BLOCK },
		{ "tfoot", TAG_BLOCK }, { "caption", TAG_BLOCK },
		{ "blockquote", TAG_BLOCK }, { "pre", TAG_BLOCK },
		{ "form", TAG_BLOCK }, { "fieldset", TAG_BLOCK },
		{ "legend", TAG_BLOCK }, { "address", TAG_BLOCK },
		{ "figure", TAG_BLOCK }, { "figcaption", TAG_BLOCK },
		{ "details", TAG_BLOCK }, { "summary", TAG_BLOCK },
		{ "center", TAG_BLOCK }, { "body", TAG_BLOCK },
	};

	if (name.n == 2 && name.p[0] == 'h' && name.p[1] >= '1' &&
	    name.p[1] <= '6')
		return TAG_HEADING;
	for (size_t i = 0; i < LENGTH(kinds); i++)
		if (text_is(name, kinds[i].name))
			return kinds[i].kind;
	return lint_tags_hidden(name) != NULL ? TAG_HIDDEN : TAG_OTHER;
}

const char *
lint_tags_hidden(struct text name)
{
	static const char *const hidden[] = {
		"script", "style", "noscript", "template", "svg", "title",
		"select", "textarea", "iframe", "object", "canvas", "math",
		"button"
	};

	for (size_t i = 0; i < LENGTH(hidden); i++)
		if (text_is(name, hidden[i]))
			return hidden[i];
	return NULL;
}

struct text
lint_tags_attribute(const struct lint_tag *tag, const char *name)
{
	struct text rest = tag->attributes;
	size_t i = 0, n = strlen(name);

	while (i + n < rest.n) {
		size_t from;
		char quote;

		if (strncasecmp(rest.p + i, name, n) != 0 ||
		    (i > 0 && !is_white(rest.p[i - 1]) &&
		    rest.p[i - 1] != '"' && rest.p[i - 1] != '\'')) {
			i++;
			continue;
		}
		i += n;
		while (i < rest.n && is_white(rest.p[i]))
			i++;
		if (i >= rest.n || rest.p[i] != '=')
			continue;
		i++;
		while (i < rest.n && is_white(rest.p[i]))
			i++;
		quote = i < rest.n && (rest.p[i] == '"' || rest.p[i] == '\'') ?
		    rest.p[i] : 0;
		from = i += quote != 0;
		while (i < rest.n && (quote != 0 ? rest.p[i] != quote :
		    !is_white(rest.p[i])))
			i++;
		return text_trim(text_slice(rest, from, i));
	}
	return TEXT("");
}

static size_t
numeric_entity(struct text text, uint32_t *code_point)
{
	bool hex = text.n > 2 && (text.p[2] == 'x' || text.p[2] == 'X');
	size_t i = hex ? 3 : 2, from = i;
	uint32_t value = 0;

	while (i < text.n && i - from < 8) {
		char c = text.p[i];

		if (c >= '0' && c <= '9')
			value = value * (hex ? 16 : 10) + (uint32_t)(c - '0');
		else if (hex && is_letter(c) && (c | 0x20) <= 'f')
			value = value * 16 + (uint32_t)((c | 0x20) - 'a') + 10;
		else
			break;
		i++;
	}
	if (i == from || value == 0 || value > 0x10FFFF ||
	    (value >= 0xD800 && value < 0xE000))
		return 0;
	*code_point = value;
	return i + (i < text.n && text.p[i] == ';');
}

size_t
lint_tags_entity(struct text text, uint32_t *code_point)
{
	static const struct {
		const char *name;
		uint32_t code_point;
	} named[] = {
		{ "&nbsp;", 0xA0 }, { "&amp;", '&' }, { "&lt;", '<' },
		{ "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' },
		{ "&copy;", 0xA9 }, { "&reg;", 0xAE }, { "&trade;", 0x2122 },
		{ "&middot;", 0xB7 }, { "&bull;", 0x2022 },
		{ "&hellip;", 0x2026 }, { "&mdash;", 0x2014 },
		{ "&ndash;", 0x2013 }, { "&laquo;", 0xAB },
		{ "&raquo;", 0xBB }, { "&ensp;", 0x2002 },
		{ "&emsp;", 0x2003 }, { "&thinsp;", 0x2009 },
		{ "&yen;", 0xA5 }, { "&sect;", 0xA7 }, { "&times;", 0xD7 },
		{ "&rarr;", 0x2192 }, { "&larr;", 0x2190 },
		{ "&lsquo;", 0x2018 }, { "&rsquo;", 0x2019 },
		{ "&ldquo;", 0x201C }, { "&rdquo;", 0x201D },
		{ "&zwj;", 0x200D }, { "&zwnj;", 0x200C },
		{ "&shy;", 0xAD }, { "&commat;", '@' }, { "&period;", '.' },
	};

	if (text.n > 2 && text.p[1] == '#')
		return numeric_entity(text, code_point);
	for (size_t i = 0; i < LENGTH(named); i++)
		if (text_starts_with(text, named[i].name)) {
			*code_point = named[i].code_point;
			return strlen(named[i].name);
		}
	return 0;
}

bool
lint_tags_find(struct text source, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i + n + 1 < source.n; i++) {
		const char *found = memchr(source.p + i, '<', source.n - i -
		    n - 1);
		char after;

		if (found == NULL)
			return false;
		i = (size_t)(found - source.p);
		after = source.p[i + 1 + n];
		if (strncasecmp(found + 1, name, n) == 0 && (after == '>' ||
		    after == '/' || is_white(after)))
			return true;
	}
	return false;
}
