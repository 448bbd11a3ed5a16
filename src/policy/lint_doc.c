#include "policy/lint_decode.h"
#include "policy/lint_doc.h"
#include "policy/lint_outline.h"
#include "policy/lint_pattern.h"

/* A quote ends where more than that many bytes of blanks or marks follow. */
enum { QUOTE_LETTERS = 80, GAP_MAX = 32 };

struct lint_line *
lint_doc_line(struct lint_doc *doc)
{
	struct lint_line *lines = lint_letters_grown(doc->arena, doc->lines,
	    doc->line_count, &doc->line_capacity, sizeof(*lines));

	if (lines == NULL) {
		doc->failed = true;
		return NULL;
	}
	doc->lines = lines;
	return &doc->lines[doc->line_count++];
}

/* "", "#", "#top", "javascript:void(0)" lead nowhere; "#section" may lead. */
static bool
leads_nowhere(struct text href)
{
	return href.n == 0 || text_is(href, "#") ||
	    text_starts_with(href, "javascript:");
}

void
lint_doc_link(struct lint_doc *doc, size_t at, size_t end, struct text href)
{
	struct lint_link *links = lint_letters_grown(doc->arena, doc->links,
	    doc->link_count, &doc->link_capacity, sizeof(*links));

	if (links == NULL) {
		doc->failed = true;
		return;
	}
	doc->links = links;
	links[doc->link_count++] = (struct lint_link){
		(uint32_t)at, (uint32_t)end, href, leads_nowhere(href)
	};
}

static bool
index_lines(struct lint_doc *doc)
{
	size_t count = 1, n = 0;

	for (size_t i = 0; i < doc->source.n; i++)
		count += doc->source.p[i] == '\n';
	doc->newlines = arena_array(doc->arena, count,
	    sizeof(*doc->newlines));
	if (doc->newlines == NULL)
		return false;
	doc->newlines[n++] = 0;
	for (size_t i = 0; i < doc->source.n; i++)
		if (doc->source.p[i] == '\n')
			doc->newlines[n++] = (uint32_t)i + 1;
	doc->newline_count = n;
	return true;
}

void
lint_doc_place(const struct lint_doc *doc, uint32_t at, uint32_t *line,
    uint32_t *column)
{
	size_t low = 0, high = doc->newline_count;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (doc->newlines[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	*line = (uint32_t)low + 1;
	*column = (uint32_t)text_length(text_slice(doc->source,
	    doc->newlines[low], at)) + 1;
}

/* Whether the source between two letters can be shown as it is. */
static bool
is_plain_between(const struct lint_doc *doc, uint32_t from, uint32_t to)
{
	if (to > from + GAP_MAX)
		return false;
	for (uint32_t i = from; i < to; i++) {
		char c = doc->source.p[i];

		if (c == '\n' || c == '\r' || (doc->html && (c == '<' ||
		    c == '&')))
			return false;
		if (!doc->html && (c == ']' || c == '['))
			return false;
	}
	return true;
}

/* The last letter that stands in one piece with the letter at from. */
static uint32_t
piece_end(const struct lint_doc *doc, uint32_t from, uint32_t to)
{
	const struct lint_letters *text = &doc->text;
	uint32_t i = from;

	if (!is_plain_between(doc, text->at[from],
	    lint_letters_end(text, from)))
		return from;
	while (i + 1 < to && i + 1 - from < QUOTE_LETTERS) {
		uint32_t end = lint_letters_end(text, i + 1);

		if (text->at[i + 1] < text->at[i] ||
		    !is_plain_between(doc, lint_letters_end(text, i), end))
			break;
		i++;
	}
	return i;
}

struct text
lint_doc_quote(const struct lint_doc *doc, struct lint_span span,
    uint32_t *at)
{
	const struct lint_letters *text = &doc->text;
	uint32_t best = span.from, best_end = span.from;
	bool found = false;

	*at = span.from < text->n ? text->at[span.from] : 0;
	for (uint32_t i = span.from; i < span.to && i < text->n;) {
		uint32_t last = piece_end(doc, i, span.to);

		if (is_plain_between(doc, text->at[i],
		    lint_letters_end(text, i)) && text->width[i] > 0 &&
		    (!found || last - i > best_end - best)) {
			found = true;
			best = i;
			best_end = last;
		}
		if (found && best == span.from && best_end - best >= 5)
			break;
		i = last + 1;
	}
	if (!found)
		return TEXT("");
	*at = text->at[best];
	return text_trim(text_slice(doc->source, *at,
	    lint_letters_end(text, best_end)));
}

bool
lint_doc_within(const struct lint_doc *doc, int32_t node, int32_t outer)
{
	while (node > outer)
		node = doc->nodes[node].parent;
	return node == outer;
}

enum status
lint_doc_read(struct lint_doc **out, struct bytes bytes, struct arena *arena,
    struct error *error)
{
	struct lint_doc *doc = arena_alloc(arena, sizeof(*doc));
	enum status status;

	*out = doc;
	if (doc == NULL)
		return error_memory(error);
	doc->arena = arena;
	doc->title = -1;
	status = lint_decode(&doc->source, &doc->charset, bytes, arena, error);
	if (status != STATUS_OK)
		return status;
	doc->html = lint_html_looks_so(doc->source);
	doc->patterns = lint_pattern_new(arena);
	lint_letters_init(&doc->raw, arena, text_length(doc->source));
	if (doc->patterns == NULL || !index_lines(doc) || doc->raw.failed)
		return error_memory(error);
	if (doc->html)
		lint_html_read(doc);
	else
		lint_plain_read(doc);
	lint_letters_init(&doc->text, arena, doc->raw.n);
	if (doc->failed || doc->raw.failed || doc->text.failed ||
	    !lint_outline_build(doc) || doc->failed || doc->text.failed ||
	    lint_pattern_failed(doc->patterns))
		return error_memory(error);
	if (doc->sentence_count == 0)
		return error_say(error, STATUS_INVALID, "empty", (struct words){
		    "読める文章がありません", "there are no words to read" });
	return STATUS_OK;
}
