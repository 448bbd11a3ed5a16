#include "policy/lint_rule.h"

bool
lint_find(const struct lint *lint, uint32_t sentence, const char *pattern,
    struct lint_span *found)
{
	const struct lint_sentence *s = &lint->doc->sentences[sentence];

	return lint_pattern_find(lint->doc->patterns, lint->doc->text.code,
	    s->text, s->seen, pattern, found);
}

bool
lint_has(const struct lint *lint, uint32_t sentence, const char *pattern)
{
	const struct lint_sentence *s = &lint->doc->sentences[sentence];

	return lint_pattern_has(lint->doc->patterns, lint->doc->text.code,
	    s->text, s->seen, pattern, sentence, lint->doc->sentence_count);
}

bool
lint_span_find(const struct lint *lint, struct lint_span span,
    const char *pattern, struct lint_span *found)
{
	return lint_pattern_find(lint->doc->patterns, lint->doc->text.code,
	    span, NULL, pattern, found);
}

bool
lint_span_has(const struct lint *lint, struct lint_span span,
    const char *pattern)
{
	return lint_span_find(lint, span, pattern, NULL);
}

const struct lint_block *
lint_block_of(const struct lint *lint, uint32_t sentence)
{
	return &lint->doc->blocks[lint->doc->sentences[sentence].block];
}

struct lint_span
lint_text_of(const struct lint *lint, uint32_t sentence)
{
	return lint->doc->sentences[sentence].text;
}

bool
lint_about(const struct lint *lint, uint32_t sentence, uint32_t topics)
{
	return (lint_block_of(lint, sentence)->topics & topics) != 0;
}

bool
lint_lead_has(const struct lint *lint, uint32_t sentence,
    const char *pattern)
{
	int32_t lead = lint_block_of(lint, sentence)->lead;

	return lead >= 0 && lint_has(lint, (uint32_t)lead, pattern);
}

bool
lint_under(const struct lint *lint, uint32_t sentence, const char *pattern)
{
	const struct lint_block *block = lint_block_of(lint, sentence);

	for (int32_t n = block->node; n > 0; n = lint->doc->nodes[n].parent) {
		const struct lint_block *above =
		    &lint->doc->blocks[lint->doc->nodes[n].block];

		if (above != block && lint_span_has(lint, above->text,
		    pattern))
			return true;
	}
	return lint_lead_has(lint, sentence, pattern);
}

int32_t
lint_any(const struct lint *lint, const char *pattern)
{
	LINT_EACH(lint, s)
		if (lint_has(lint, s, pattern))
			return (int32_t)s;
	return -1;
}

int32_t
lint_any_about(const struct lint *lint, uint32_t topics, const char *pattern)
{
	LINT_EACH(lint, s)
		if (lint_about(lint, s, topics) && lint_has(lint, s, pattern))
			return (int32_t)s;
	return -1;
}

struct lint_span
lint_title(const struct lint *lint)
{
	const struct lint_doc *doc = lint->doc;
	const struct lint_block *block = &doc->blocks[doc->title < 0 ? 0 :
	    doc->title];

	if (block->count == 0)
		return doc->sentences[0].text;
	return doc->sentences[block->first].text;
}

static void
add(struct lint *lint, enum lint_case kind, uint32_t at, struct text quote,
    struct words detail)
{
	struct lint_report *report = lint->report;
	struct lint_finding finding = { .kind = kind, .quote = quote,
		.detail = detail };
	struct lint_finding *list;

	lint_doc_place(lint->doc, at, &finding.line, &finding.column);
	for (size_t i = 0; i < report->count; i++)
		if (report->findings[i].kind == kind &&
		    report->findings[i].line == finding.line &&
		    report->findings[i].column == finding.column)
			return;
	if (report->count == LINT_FINDINGS_MAX) {
		report->overflow = true;
		return;
	}
	list = lint_letters_grown(lint->arena, report->findings,
	    report->count, &lint->capacity, sizeof(*list));
	if (list == NULL) {
		lint->failed = true;
		return;
	}
	report->findings = list;
	list[report->count++] = finding;
}

void
lint_report_detail(struct lint *lint, enum lint_case kind,
    struct lint_span span, const char *ja, const char *en)
{
	uint32_t at;
	struct text quote = lint_doc_quote(lint->doc, span, &at);

	add(lint, kind, at, quote, (struct words){ ja, en });
}

void
lint_report_add(struct lint *lint, enum lint_case kind, struct lint_span span)
{
	lint_report_detail(lint, kind, span, "", "");
}

void
lint_report_source(struct lint *lint, enum lint_case kind, uint32_t at,
    uint32_t end, const char *ja, const char *en)
{
	add(lint, kind, at, text_slice(lint->doc->source, at, end),
	    (struct words){ ja, en });
}

void
lint_publish(struct lint *lint, enum lint_item item, enum lint_value value,
    struct lint_span evidence)
{
	struct lint_published *row = &lint->report->published[item];
	uint32_t at;

	if (row->value >= value)
		return;
	row->value = value;
	if (evidence.from == evidence.to)
		return;
	row->quote = lint_doc_quote(lint->doc, evidence, &at);
	lint_doc_place(lint->doc, at, &row->line, &row->column);
}
