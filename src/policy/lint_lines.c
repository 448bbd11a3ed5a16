#include "policy/lint_marker.h"
#include "policy/lint_outline.h"

enum { DANGLING_MIN = 30, WRAP_MIN = 40, WRAP_SLACK = 4, TITLE_MAX = 40,
	ROW_MAX = 6000 };

static uint32_t
last_letter(const struct lint_letters *raw, struct lint_span span,
    uint32_t back)
{
	return span.to - span.from > back ? raw->code[span.to - 1 - back] : 0;
}

static bool
is_stop(uint32_t c)
{
	return c == 0x3002 || c == 0xFF61 || c == '!' || c == '?';
}

/* Whether a full stop stands at the end, a closing bracket aside. */
static bool
ends_in_stop(const struct lint_letters *raw, struct lint_span span)
{
	uint32_t last = last_letter(raw, span, 0);

	return is_stop(last) || ((last == ')' || last == 0x300D) &&
	    is_stop(last_letter(raw, span, 1))) || (last == '.' &&
	    lint_is_hiragana(last_letter(raw, span, 1)));
}

static bool
has_stop(const struct lint_letters *raw, struct lint_span span)
{
	for (uint32_t i = span.from; i < span.to; i++)
		if (raw->code[i] == 0x3002)
			return true;
	return ends_in_stop(raw, span);
}

static bool
ends_with(const struct lint_letters *raw, struct lint_span span,
    const char *word)
{
	struct text rest = text_of(word);
	uint32_t n = (uint32_t)text_length(rest), at, c;

	if (span.to - span.from < n)
		return false;
	at = span.to - n;
	while (text_next(&rest, &c))
		if (raw->code[at++] != c)
			return false;
	return true;
}

/* Whether a line stops in the middle of a sentence, to judge by its end. */
static bool
is_dangling(const struct lint_letters *raw, struct lint_span span)
{
	static const char *const open[] = {
		"、", ",", "(", "「", "は", "を", "が", "に", "へ", "っ", "つ",
		"の", "な", "お", "で", "と", "も", "及び", "又は", "および",
		"または", "若しくは", "もしくは", "並びに", "ならびに", "より",
		"や", "ご", "であり"
	};
	static const char *const closed[] = {
		"とは", "こと", "もの", "まで", "ひと", "ほか", "その他の",
		"など", "のお", "いつも"
	};

	for (size_t i = 0; i < LENGTH(closed); i++)
		if (ends_with(raw, span, closed[i]))
			return false;
	for (size_t i = 0; i < LENGTH(open); i++)
		if (ends_with(raw, span, open[i]))
			return true;
	return false;
}

/* Columns that a line takes, kana and kanji counting double. */
static uint32_t
columns(const struct lint_letters *raw, struct lint_span span)
{
	uint32_t sum = 0;

	for (uint32_t i = span.from; i < span.to; i++)
		sum += raw->code[i] < 0x250 ? 1 : 2;
	return sum;
}

static bool
is_open_line(const struct lint_doc *doc, size_t i)
{
	const struct lint_line *line = &doc->lines[i];
	const struct lint_line *next = line + 1;
	struct lint_marker marker;

	if (i + 1 >= doc->line_count || next->after_blank ||
	    next->kind != LINE_TEXT || line->kind != LINE_TEXT ||
	    ends_in_stop(&doc->raw, line->raw))
		return false;
	marker = lint_marker_read(&doc->raw, next->raw);
	return marker.style == STYLE_NONE;
}

/*
 * The width at which the author's program broke lines, or 0: then most lines
 * that do not end a sentence are about equally long.
 */
static uint32_t
wrap_width(const struct lint_doc *doc)
{
	uint32_t widest = 0, near = 0, all = 0;

	for (size_t i = 0; i < doc->line_count; i++)
		if (is_open_line(doc, i)) {
			uint32_t n = columns(&doc->raw, doc->lines[i].raw);

			widest = n > widest && n < 200 ? n : widest;
		}
	if (widest < WRAP_MIN)
		return 0;
	for (size_t i = 0; i < doc->line_count; i++)
		if (is_open_line(doc, i)) {
			uint32_t n = columns(&doc->raw, doc->lines[i].raw);

			all++;
			near += n + WRAP_SLACK >= widest;
		}
	return all >= 3 && near * 10 >= all * 6 ? widest - WRAP_SLACK : 0;
}

/* Whether line i goes on with the entry before it. */
static bool
goes_on(const struct lint_doc *doc, const struct lint_entry *before,
    const struct lint_line *line, uint32_t wrap)
{
	const struct lint_letters *raw = &doc->raw;
	struct lint_span end = before->raw;

	if (before->chrome != line->chrome || line->kind != LINE_TEXT ||
	    before->kind == LINE_HEADING || before->kind == LINE_CELL ||
	    before->kind == LINE_TERM)
		return false;
	if (before->length == 0)
		return before->marker.style != STYLE_BRACKET;
	if (ends_in_stop(raw, before->raw))
		return false;
	if (doc->html && !line->soft)
		return false;
	if (line->after_blank)
		return !doc->html && is_dangling(raw, end) &&
		    before->length > 1 && (has_stop(raw, line->raw) ||
		    lint_is_hiragana(raw->code[line->raw.from]));
	end.from = end.to;
	while (end.from > before->raw.from && raw->code[end.from - 1] != '\n')
		end.from--;
	if (is_dangling(raw, end) && (columns(raw, end) >= DANGLING_MIN ||
	    raw->code[end.to - 1] == 0x3001 || end.from > before->raw.from))
		return true;
	return wrap > 0 && columns(raw, end) >= wrap;
}

static struct lint_entry *
new_entry(struct lint_doc *doc, struct lint_entries *entries)
{
	struct lint_entry *list = lint_letters_grown(doc->arena,
	    entries->list, entries->n, &entries->capacity, sizeof(*list));

	if (list == NULL) {
		doc->failed = true;
		return NULL;
	}
	entries->list = list;
	memset(&list[entries->n], 0, sizeof(*list));
	return &list[entries->n++];
}

static void
measure(const struct lint_doc *doc, struct lint_entry *entry)
{
	entry->length = entry->raw.to - entry->marker.span.to;
	entry->stop = has_stop(&doc->raw, entry->raw);
	entry->ends_stop = ends_in_stop(&doc->raw, entry->raw);
}

/* One row of a table: all cells that follow with the same number. */
static size_t
join_row(struct lint_doc *doc, size_t i, struct lint_entry *entry)
{
	const struct lint_line *line = &doc->lines[i];

	while (i + 1 < doc->line_count && doc->lines[i + 1].kind ==
	    LINE_CELL && doc->lines[i + 1].row == line->row &&
	    entry->raw.to - entry->raw.from < ROW_MAX)
		entry->raw.to = doc->lines[++i].raw.to;
	return i;
}

static bool
is_decoration(uint32_t c)
{
	return (c >= 0x25A0 && c <= 0x25FF && c != 0x25CB && c != 0x25EF) ||
	    c == 0x2605 || c == 0x2606 || c == '*' || c == '=' || c == '-' ||
	    c == '~' || c == '_' || c == '#';
}

/*
 * === 利用目的 ===, ■1 変更■: what stands behind words for their looks goes;
 * true when the like stands before them twice.
 */
static bool
undress(const struct lint_letters *raw, struct lint_span *span)
{
	uint32_t first = raw->code[span->from], end = span->to;
	bool twice = span->to - span->from > 4 &&
	    raw->code[span->from + 1] == first;

	if (span->to - span->from < 3 || !is_decoration(first) ||
	    raw->code[end - 1] != first)
		return false;
	while (end > span->from && raw->code[end - 1] == first)
		end--;
	if (end == span->from)
		return false;
	span->to = end;
	while (twice && raw->code[span->from] == first)
		span->from++;
	*span = lint_letters_trim(raw, *span);
	return twice;
}

static bool
add_line(struct lint_doc *doc, struct lint_entries *entries, size_t *i,
    uint32_t wrap)
{
	const struct lint_line *line = &doc->lines[*i];
	struct lint_span raw = lint_letters_trim(&doc->raw, line->raw);
	bool dressed = raw.to > raw.from && line->kind != LINE_CELL &&
	    undress(&doc->raw, &raw);
	struct lint_marker marker = lint_marker_read(&doc->raw, raw);
	struct lint_entry *entry = entries->n == 0 ? NULL :
	    &entries->list[entries->n - 1];

	if (raw.from == raw.to)
		return true;
	if (line->kind == LINE_CELL)
		marker = (struct lint_marker){ .style = STYLE_NONE,
			.span = { raw.from, raw.from } };
	if (entry != NULL && marker.style == STYLE_NONE &&
	    goes_on(doc, entry, line, wrap)) {
		entry->raw.to = raw.to;
		measure(doc, entry);
		return true;
	}
	entry = new_entry(doc, entries);
	if (entry == NULL)
		return false;
	entry->raw = raw;
	entry->marker = marker;
	entry->kind = line->kind;
	entry->depth = line->depth;
	entry->number = line->number;
	entry->chrome = line->chrome;
	entry->after_blank = line->after_blank;
	entry->past_terms = line->past_terms;
	entry->definition = line->definition;
	entry->bold = line->bold || dressed;
	if (line->kind == LINE_CELL)
		*i = join_row(doc, *i, entry);
	if (marker.style == STYLE_NONE && line->kind == LINE_ITEM) {
		entry->marker.style = line->number > 0 ? STYLE_ORDERED :
		    STYLE_BULLET;
		entry->marker.number = line->number;
		entry->marker.variant = line->depth;
	}
	measure(doc, entry);
	return true;
}

/* Where the title in the brackets behind 第1条 or within 【 】 ends, or 0. */
static uint32_t
bracket_end(const struct lint_letters *raw, const struct lint_entry *entry)
{
	uint32_t open = entry->marker.span.to, depth = 0;

	if (entry->marker.style == STYLE_BRACKET) {
		for (uint32_t i = open; i < entry->raw.to; i++)
			if (raw->code[i] == 0x3011)
				return i + 1;
		return 0;
	}
	if (open >= entry->raw.to || (raw->code[open] != '(' &&
	    raw->code[open] != 0x3010 && raw->code[open] != 0x300C))
		return 0;
	for (uint32_t i = open; i < entry->raw.to && i - open < TITLE_MAX;
	    i++) {
		uint32_t c = raw->code[i];

		depth += c == '(' || c == 0x3010 || c == 0x300C;
		depth -= c == ')' || c == 0x3011 || c == 0x300D;
		if (depth == 0)
			return i + 1;
	}
	return 0;
}

/* Where a title that is set off by a blank or line break ends, or 0. */
static uint32_t
blank_end(struct lint_doc *doc, const struct lint_fold *fold,
    const struct lint_entry *entry)
{
	const struct lint_letters *raw = &doc->raw;
	uint32_t from = entry->marker.span.to;

	for (uint32_t i = from; i < entry->raw.to && i - from < TITLE_MAX;
	    i++) {
		uint32_t c = raw->code[i];
		struct lint_span title = { from, i };

		if (c == 0x3001 || is_stop(c) || c == ',')
			return 0;
		if (!lint_is_blank(c) && c != ':')
			continue;
		if (c == ' ' && i > from && raw->code[i - 1] < 0x250)
			continue;
		if (entry->marker.style == STYLE_ARTICLE ||
		    (i - from > 1 && !is_dangling(raw, title) &&
		    lint_heading_topics(doc, fold, title) != 0))
			return i;
		return 0;
	}
	return 0;
}

/* 第1条(目的)当社は… and 【窓口】当社は… become heading and paragraph. */
static bool
cut_titles(struct lint_doc *doc, const struct lint_fold *fold,
    struct lint_entries *entries)
{
	struct lint_entries cut = { NULL, 0, 0 };

	for (size_t i = 0; i < entries->n; i++) {
		struct lint_entry *entry = new_entry(doc, &cut), *rest;
		uint32_t end = 0;

		if (entry == NULL)
			return false;
		*entry = entries->list[i];
		if (entry->kind != LINE_CELL && entry->stop &&
		    entry->marker.style != STYLE_NONE &&
		    entry->marker.style != STYLE_BULLET) {
			end = bracket_end(&doc->raw, entry);
			if (end == 0 && entry->marker.style != STYLE_PAREN)
				end = blank_end(doc, fold, entry);
			if (end == 0 && entry->marker.style == STYLE_ARTICLE)
				end = entry->marker.span.to;
		}
		if (end == 0 || end >= entry->raw.to)
			continue;
		rest = new_entry(doc, &cut);
		if (rest == NULL)
			return false;
		entry = rest - 1;
		*rest = *entry;
		rest->raw = lint_letters_trim(&doc->raw,
		    (struct lint_span){ end, entry->raw.to });
		if (rest->raw.from < rest->raw.to &&
		    doc->raw.code[rest->raw.from] == ':')
			rest->raw.from++;
		rest->marker = lint_marker_read(&doc->raw, rest->raw);
		rest->kind = LINE_TEXT;
		rest->after_blank = false;
		rest->past_terms = false;
		measure(doc, rest);
		entry->raw = lint_letters_trim(&doc->raw,
		    (struct lint_span){ entry->raw.from, end });
		entry->cut = true;
		measure(doc, entry);
		entry->stop = entry->ends_stop = false;
	}
	*entries = cut;
	return true;
}

/* (目的) on a line of its own, as statutes have it above 第1条. */
static bool
is_caption(const struct lint_letters *raw, const struct lint_entry *entry,
    const struct lint_entry *next)
{
	return entry->marker.style == STYLE_NONE && !entry->stop &&
	    entry->kind != LINE_CELL && entry->length > 2 &&
	    entry->length <= TITLE_MAX && raw->code[entry->raw.from] == '(' &&
	    raw->code[entry->raw.to - 1] == ')' &&
	    next->marker.style == STYLE_ARTICLE &&
	    next->raw.to <= next->marker.span.to &&
	    entry->chrome == next->chrome;
}

/* The caption above an article is its heading. */
static void
take_captions(const struct lint_letters *raw, struct lint_entries *entries)
{
	size_t n = 0;

	for (size_t i = 0; i < entries->n; i++) {
		struct lint_entry *entry = &entries->list[i];

		if (i + 1 < entries->n && is_caption(raw, entry, entry + 1)) {
			entry[1].caption = entry->raw;
			entry[1].after_blank = entry->after_blank;
			continue;
		}
		entries->list[n++] = *entry;
	}
	entries->n = n;
}

bool
lint_lines_join(struct lint_doc *doc, const struct lint_fold *fold,
    struct lint_entries *entries)
{
	uint32_t wrap = doc->html ? 0 : wrap_width(doc);

	for (size_t i = 0; i < doc->line_count; i++)
		if (!add_line(doc, entries, &i, wrap))
			return false;
	if (!cut_titles(doc, fold, entries))
		return false;
	take_captions(&doc->raw, entries);
	return true;
}
