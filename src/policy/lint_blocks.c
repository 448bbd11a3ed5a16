#include "policy/lint_outline.h"
#include "policy/lint_pattern.h"
#include "policy/lint_topic.h"

enum { SENTENCE_MAX = 1200, LABEL_MAX = 24, ASIDE_MAX = 600 };

static bool
add_sentence(struct lint_doc *doc, struct lint_span text, uint32_t block)
{
	struct lint_sentence *list = lint_letters_grown(doc->arena,
	    doc->sentences, doc->sentence_count, &doc->sentence_capacity,
	    sizeof(*list)), *sentence;

	if (list == NULL) {
		doc->failed = true;
		return false;
	}
	doc->sentences = list;
	sentence = &list[doc->sentence_count++];
	sentence->text = text;
	sentence->block = block;
	lint_pattern_seen(sentence->seen, doc->text.code, text);
	return true;
}

static bool
is_stop(uint32_t c)
{
	return c == 0x3002 || c == '!' || c == '?';
}

/*
 * Cuts a block behind each full stop that is not within brackets.  What is
 * too long for a sentence is cut anyway, so that matching stays linear.
 */
static void
cut_sentences(struct lint_doc *doc, uint32_t number)
{
	struct lint_block *block = &doc->blocks[number];
	const uint32_t *code = doc->text.code;
	uint32_t from = block->text.from, depth = 0, opened = 0;

	block->first = (uint32_t)doc->sentence_count;
	for (uint32_t i = from; i < block->text.to; i++) {
		uint32_t c = code[i];

		if (c == '(' || c == 0x300C) {
			opened = depth == 0 ? i : opened;
			depth++;
		} else if ((c == ')' || c == 0x300D) && depth > 0) {
			depth--;
		}
		if (i - opened > ASIDE_MAX)
			depth = 0;
		if (!(is_stop(c) && depth == 0) && i + 1 - from <
		    SENTENCE_MAX)
			continue;
		while (i + 1 < block->text.to && is_stop(code[i + 1]))
			i++;
		if (!add_sentence(doc, (struct lint_span){ from, i + 1 },
		    number))
			return;
		from = i + 1;
	}
	if (from < block->text.to)
		(void)add_sentence(doc, (struct lint_span){ from,
		    block->text.to }, number);
	block->count = (uint32_t)doc->sentence_count - block->first;
}

/* 「手数料」 of 「手数料:無料」; of a table row, its first cell. */
static struct lint_span
find_label(const struct lint_doc *doc, const struct lint_block *block)
{
	uint32_t end = block->kind == BLOCK_ROW ? '|' : ':';

	for (uint32_t i = block->text.from; i < block->text.to &&
	    i - block->text.from <= LABEL_MAX; i++) {
		uint32_t c = doc->text.code[i];

		if (c == 0x3002 || (c == ':' && i + 1 < block->text.to &&
		    doc->text.code[i + 1] == '/'))
			break;
		if (c == end && i > block->text.from)
			return (struct lint_span){ block->text.from, i };
	}
	return (struct lint_span){ block->text.from, block->text.from };
}

bool
lint_blocks_announces(const struct lint_doc *doc, uint32_t sentence)
{
	const struct lint_sentence *s = &doc->sentences[sentence];

	return lint_pattern_find(doc->patterns, doc->text.code, s->text,
	    s->seen, "<below>(の|に|通り|。|です|$|、!(「|総称|単に))|何れかに?(該当|の)|"
	    ":$", NULL);
}

/* Topics of headings come down to all that stands below them. */
static void
find_topics(struct lint_doc *doc)
{
	bool any = false;

	for (size_t i = 0; i < doc->node_count; i++) {
		struct lint_node *node = &doc->nodes[i];
		const struct lint_block *block = &doc->blocks[node->block];

		if (i > 0 && node->heading && block->text.to >
		    block->text.from)
			node->topics = lint_topic_of(doc->patterns,
			    doc->text.code, block->text);
		/* 個人情報の保護について above all is no part on security. */
		if (node->heading && i > 0 && !any && !block->chrome &&
		    (node->marker.style <= STYLE_BRACKET))
			node->topics &= ~(uint32_t)(TOPIC_SECURITY | TOPIC_LAW);
		any = any || (i > 0 && node->heading && !block->chrome);
	}
	for (size_t i = 0; i < doc->block_count; i++) {
		struct lint_block *block = &doc->blocks[i];

		for (int32_t n = block->node; n >= 0; n = doc->nodes[n].parent)
			block->topics |= doc->nodes[n].topics;
		if (block->label.to > block->label.from)
			block->topics |= lint_topic_of(doc->patterns,
			    doc->text.code, block->label);
	}
}

/*
 * Items and rows get the sentence that announces them: the last one above
 * them in the same section, as long as no other sentence came between.
 */
static bool
find_leads(struct lint_doc *doc)
{
	int32_t *lead = arena_array(doc->arena, doc->node_count,
	    sizeof(*lead));

	if (lead == NULL)
		return false;
	for (size_t i = 0; i < doc->node_count; i++)
		lead[i] = -1;
	for (size_t i = 0; i < doc->block_count; i++) {
		struct lint_block *block = &doc->blocks[i];
		bool node_block = block->kind == BLOCK_ITEM ||
		    block->kind == BLOCK_HEADING;
		int32_t above = node_block ? doc->nodes[block->node].parent :
		    block->node;
		bool stop = block->text.to > block->text.from &&
		    is_stop(doc->text.code[block->text.to - 1]);

		if (block->chrome || block->count == 0)
			continue;
		if (above >= 0 && block->kind != BLOCK_HEADING &&
		    (block->kind != BLOCK_TEXT || !stop))
			block->lead = lead[above];
		if (block->kind == BLOCK_TEXT && block->lead >= 0)
			block->kind = BLOCK_ITEM;
		if (block->kind == BLOCK_TEXT)
			lead[block->node] = -1;
		for (uint32_t s = block->first; s < block->first +
		    block->count; s++)
			if (lint_blocks_announces(doc, s))
				lead[block->node] = (int32_t)s;
	}
	return true;
}

static void
find_title(struct lint_doc *doc)
{
	for (size_t i = 0; i < doc->block_count && i < 40; i++)
		if (!doc->blocks[i].chrome && doc->blocks[i].count > 0) {
			doc->title = (int32_t)i;
			return;
		}
	if (doc->block_count > 0)
		doc->title = 0;
}

bool
lint_blocks_finish(struct lint_doc *doc, const struct lint_fold *fold)
{
	for (size_t i = 0; i < doc->block_count; i++) {
		struct lint_block *block = &doc->blocks[i];

		block->text.from = (uint32_t)doc->text.n;
		lint_fold_span(fold, &doc->raw, block->raw,
		    block->kind == BLOCK_ROW, &doc->text);
		block->text.to = (uint32_t)doc->text.n;
		block->label = find_label(doc, block);
		if (doc->text.failed)
			return false;
	}
	for (uint32_t i = 0; i < doc->block_count && !doc->failed; i++)
		cut_sentences(doc, i);
	if (doc->failed)
		return false;
	find_topics(doc);
	find_title(doc);
	return find_leads(doc);
}
