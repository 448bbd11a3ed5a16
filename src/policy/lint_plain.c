/*
 * The reader of plain text, which may be Markdown or what somebody copied
 * from a page: one line of the source is one line.
 */
#include "policy/lint_doc.h"

enum { HREF_MAX = 2000, INDENT_MAX = 60 };

struct reader {
	struct lint_doc *doc;
	struct text source;
	bool gap;		/* an empty line came before */
	uint32_t rows;
};

static bool
is_escapable(char c)
{
	return strchr("\\`*_{}[]()#+-.!|<>~", c) != NULL && c != '\0';
}

/* The end of "](target)" at text.p[at], or 0; *target gets what is inside. */
static size_t
link_target(struct text text, size_t at, struct text *target)
{
	size_t i = at + 2;

	if (at + 1 >= text.n || text.p[at + 1] != '(')
		return 0;
	while (i < text.n && text.p[i] != ')' && text.p[i] != '\n' &&
	    i - at < HREF_MAX)
		i += text.p[i] == '\\' ? 2 : 1;
	if (i >= text.n || text.p[i] != ')')
		return 0;
	*target = text_trim(text_slice(text, at + 2, i));
	return i + 1;
}

/* Where the words of the Markdown link that opens at text.p[at] end, or 0. */
static size_t
link_words(struct text text, size_t at)
{
	for (size_t i = at + 1; i < text.n && i - at < HREF_MAX; i++) {
		if (text.p[i] == '\\')
			i++;
		else if (text.p[i] == '[')
			return 0;
		else if (text.p[i] == ']')
			return i + 1 < text.n && text.p[i + 1] == '(' ? i : 0;
	}
	return 0;
}

/* One line from its first word on: letters without Markdown's marks. */
static void
put_line(struct reader *in, struct text line)
{
	size_t base = (size_t)(line.p - in->source.p), words = 0, start = 0;
	size_t at = 0;

	while (at < line.n) {
		struct text rest = text_slice(line, at, line.n), target;
		size_t end;
		uint32_t c;

		if (words > 0 && at == words) {
			end = link_target(line, at, &target);
			if (end > 0) {
				lint_doc_link(in->doc, base + start, base + at,
				    target);
				at = end;
				words = 0;
				continue;
			}
			words = 0;
		}
		if (line.p[at] == '[' && (words = link_words(line, at)) > 0) {
			start = ++at;
			continue;
		}
		if ((line.p[at] == '\\' && at + 1 < line.n &&
		    is_escapable(line.p[at + 1]))) {
			at++;
			rest = text_slice(line, at, line.n);
		} else if (text_starts_with(rest, "**")) {
			at += 2;
			continue;
		}
		(void)text_next(&rest, &c);
		end = line.n - rest.n;
		lint_letters_put(&in->doc->raw, c, base + at, end - at);
		at = end;
	}
}

/* ----, ====, ＊＊＊＊ and table rules: no words at all. */
static bool
is_rule(struct text line)
{
	size_t count = 0;
	uint32_t c;

	while (text_next(&line, &c)) {
		if (lint_is_japanese(c) && c != 0x30FC)
			return false;
		if (lint_is_digit(c) || lint_is_latin(c) || c == 0x300C ||
		    (c >= 0xFF10 && c <= 0xFF5A))
			return false;
		count += c != ' ' && c != 0x3000 && c != '\t';
	}
	return count >= 3;
}

static uint32_t
indent_of(struct text *line)
{
	uint32_t depth = 0, c;
	struct text rest = *line;

	while (text_next(&rest, &c) && (c == ' ' || c == 0x3000 || c == '\t' ||
	    c == '>')) {
		depth += c == 0x3000 ? 2 : c == '\t' ? 4 : 1;
		*line = rest;
	}
	return depth > INDENT_MAX ? INDENT_MAX : depth;
}

static bool
is_row(struct text line)
{
	bool inside = false;
	int bars = 0;

	for (size_t i = 0; i < line.n; i++) {
		bars += line.p[i] == '|';
		inside = inside || line.p[i] == '\t';
	}
	return inside || bars >= 2 ||
	    text_find(line, TEXT("│")) >= 0 || text_find(line, TEXT("┃")) >= 0;
}

static void
read_line(struct reader *in, struct text whole)
{
	struct text line = text_trim(whole);
	struct lint_line *out;
	uint32_t hashes = 0, depth;

	if (line.n == 0 || is_rule(line)) {
		in->gap = true;
		return;
	}
	line = whole;
	while (line.n > 0 && (line.p[line.n - 1] == '\r' ||
	    line.p[line.n - 1] == ' '))
		line.n--;
	depth = indent_of(&line);
	while (hashes < line.n && line.p[hashes] == '#')
		hashes++;
	if (hashes > 6 || (hashes > 0 && hashes < line.n &&
	    line.p[hashes] != ' ' && (uint8_t)line.p[hashes] < 0x80))
		hashes = 0;
	out = lint_doc_line(in->doc);
	if (out == NULL)
		return;
	out->raw.from = (uint32_t)in->doc->raw.n;
	out->after_blank = in->gap;
	out->depth = depth;
	if (hashes > 0) {
		out->kind = LINE_HEADING;
		out->depth = hashes;
		line = text_slice(line, hashes, line.n);
	} else if (is_row(line)) {
		out->kind = LINE_CELL;
		out->row = ++in->rows;
	}
	out->bold = text_starts_with(line, "**") &&
	    text_ends_with(text_trim(line), "**");
	put_line(in, line);
	out->raw.to = (uint32_t)in->doc->raw.n;
	lint_letters_raw(&in->doc->raw, '\n', (size_t)(line.p + line.n -
	    in->source.p), 0);
	in->gap = false;
}

void
lint_plain_read(struct lint_doc *doc)
{
	struct reader in = { .doc = doc, .source = doc->source, .gap = true };
	size_t from = 0;

	while (from < in.source.n && !doc->failed) {
		const char *end = memchr(in.source.p + from, '\n',
		    in.source.n - from);
		size_t to = end == NULL ? in.source.n :
		    (size_t)(end - in.source.p);

		read_line(&in, text_slice(in.source, from, to));
		from = to + 1;
	}
}
