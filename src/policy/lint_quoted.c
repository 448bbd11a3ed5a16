/*
 * L-05: references to parts by their name, not their number.
 */
#include "policy/lint_rule.h"
#include "policy/lint_topic.h"

static bool
is_linked(const struct lint_doc *doc, struct lint_span span)
{
	for (size_t i = 0; i < doc->link_count; i++)
		if (doc->links[i].at <= doc->text.at[span.from] &&
		    doc->links[i].end > doc->text.at[span.from])
			return true;
	return false;
}

/* 別表, 別紙: something of that name must stand in the text or be linked. */
void
lint_quoted_annex(struct lint *lint, uint32_t s, struct lint_span found)
{
	const struct lint_doc *doc = lint->doc;

	if (is_linked(doc, found))
		return;
	LINT_EACH(lint, other)
		if (other != s && (lint_has(lint, other, "^[([【「<]?(別表|別紙)") ||
		    lint_block_of(lint, other)->kind == BLOCK_ROW))
			return;
	lint_report_add(lint, LINT_REFERENCE_MISSING, found);
}

/* 上記「利用目的」: a heading of that name or matter. */
void
lint_quoted_heading(struct lint *lint, uint32_t s, struct lint_span name)
{
	const struct lint_doc *doc = lint->doc;
	uint32_t topics = lint_topic_of(doc->patterns, doc->text.code, name);
	uint32_t n = name.to - name.from;

	if (n < 2 || is_linked(doc, name))
		return;
	for (size_t i = 0; i < doc->block_count; i++) {
		const struct lint_block *block = &doc->blocks[i];
		struct lint_span text = block->text;

		if (i == doc->sentences[s].block || n * sizeof(uint32_t) >
		    (text.to - text.from) * sizeof(uint32_t))
			continue;
		if (memmem(doc->text.code + text.from, (text.to - text.from) *
		    sizeof(uint32_t), doc->text.code + name.from, n *
		    sizeof(uint32_t)) != NULL)
			return;
	}
	if (topics == 0 || !lint_topic_exists(doc, topics) ||
	    lint_span_has(lint, name, "(表|一覧|リスト|別紙)$"))
		lint_report_add(lint, LINT_REFERENCE_MISSING, name);
}
