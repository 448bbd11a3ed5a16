/*
 * What every section needs: labels, references, facts.
 */
#include "policy/prose_parts.h"

#include "base/buf.h"

enum { NAME_MAX_BYTES = 256 };

const char *
prose_say(const struct prose *prose, const char *ja, const char *en)
{
	return prose->language == LANGUAGE_JA ? ja : en;
}

struct text
prose_id(const struct node *declaration)
{
	static const char *const keys[] = {
		"id", "code", "law", "document", "version", "kind",
	};
	struct text id = TEXT("");

	for (size_t i = 0; i < LENGTH(keys) && id.n == 0; i++)
		id = node_text(declaration, keys[i]);
	return id;
}

const struct node *
prose_find(const struct prose *prose, const char *section, struct text id)
{
	const struct node *list = node_get(prose->root, section);

	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(node_text(node_at(list, i), "id"), id))
			return node_at(list, i);
	return NULL;
}

void
prose_label(struct prose *prose, struct doc_block *block,
    const struct node *label)
{
	struct text en = node_text(label, "en");

	if (prose->language == LANGUAGE_EN && en.n > 0)
		doc_span(prose->doc, block, en, LANGUAGE_EN, DOC_PLAIN,
		    TEXT(""));
	else
		doc_span(prose->doc, block, node_text(label, "ja"),
		    LANGUAGE_JA, DOC_PLAIN, TEXT(""));
}

struct text
prose_name(struct prose *prose, const char *section,
    const struct node *declaration)
{
	struct text id = prose_id(declaration);
	struct buf buf;

	buf_init(&buf, prose->doc->arena, NAME_MAX_BYTES);
	buf_string(&buf, section);
	if (id.n > 0) {
		buf_byte(&buf, '.');
		buf_text(&buf, id);
	}
	if (buf.failed)
		prose->doc->failed = true;
	return buf_as_text(&buf);
}

void
prose_cite(struct prose *prose, struct doc_block *block, const char *section,
    const struct node *declaration)
{
	if (declaration == NULL || doc_has_origin(block, declaration))
		return;
	doc_mention(prose->doc, block, declaration,
	    prose_name(prose, section, declaration));
}

void
prose_own(struct prose *prose, struct doc_block *block, const char *section,
    const struct node *declaration)
{
	if (declaration != NULL)
		doc_origin(prose->doc, block, declaration,
		    prose_name(prose, section, declaration));
}

void
prose_cite_all(struct prose *prose, struct doc_block *block,
    const struct prose_stated *stated)
{
	for (size_t i = 0; i < stated->count; i++)
		prose_cite(prose, block, stated->section, stated->list[i]);
	if (stated->count == 0)
		prose_cite(prose, block, stated->section, stated->node);
}

/* The words with @ in place of what the operator calls itself. */
static void
say_self(struct prose *prose, struct doc_block *block, const char *words)
{
	const char *at = strchr(words, '@');

	if (at == NULL) {
		doc_string(prose->doc, block, words);
		return;
	}
	doc_text(prose->doc, block,
	    (struct text){ words, (size_t)(at - words) });
	/* "the Company" at the head of a sentence gets its capital. */
	if (prose->language == LANGUAGE_EN && at == words &&
	    block->words == NULL && prose->self.en[0] == 't') {
		doc_string(prose->doc, block, "T");
		doc_string(prose->doc, block, prose->self.en + 1);
	} else {
		doc_string(prose->doc, block,
		    prose_say(prose, prose->self.ja, prose->self.en));
	}
	say_self(prose, block, at + 1);
}

struct doc_block *
prose_intro(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated, const char *ja, const char *en)
{
	struct doc_block *block = doc_add(prose->doc, at, DOC_PARAGRAPH);

	say_self(prose, block, prose_say(prose, ja, en));
	prose_cite_all(prose, block, stated);
	return block;
}

struct doc_block *
prose_part(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated, const char *anchor, const char *ja,
    const char *en)
{
	struct doc_block *block = doc_add(prose->doc, at, DOC_SECTION);

	block->anchor = text_of(anchor);
	doc_string(prose->doc, block, prose_say(prose, ja, en));
	prose_cite_all(prose, block, stated);
	return block;
}

struct doc_block *
prose_facts(struct prose *prose, struct doc_block *at, const char *section,
    const struct node *declaration)
{
	struct doc_block *facts = doc_add(prose->doc, at, DOC_FACTS);

	prose_label(prose, facts, node_get(declaration, "label"));
	prose_own(prose, facts, section, declaration);
	facts->anchor = prose_name(prose, section, declaration);
	return facts;
}

void
prose_sep(struct prose *prose, struct doc_block *block, bool first)
{
	if (!first)
		doc_string(prose->doc, block, prose_say(prose, "、", ", "));
}

void
prose_fact_label(struct prose *prose, struct doc_block *facts, const char *ja,
    const char *en, const struct node *label)
{
	if (label != NULL)
		prose_label(prose,
		    doc_fact(prose->doc, facts, prose_say(prose, ja, en)),
		    label);
}

void
prose_fact_text(struct prose *prose, struct doc_block *facts, const char *ja,
    const char *en, struct text text)
{
	if (text.n > 0)
		doc_text(prose->doc,
		    doc_fact(prose->doc, facts, prose_say(prose, ja, en)),
		    text);
}

void
prose_fact_say(struct prose *prose, struct doc_block *facts,
    const char *term_ja, const char *term_en, const char *ja, const char *en)
{
	say_self(prose, doc_fact(prose->doc, facts,
	    prose_say(prose, term_ja, term_en)), prose_say(prose, ja, en));
}

void
prose_fact_url(struct prose *prose, struct doc_block *facts, const char *ja,
    const char *en, struct text url)
{
	if (url.n > 0)
		doc_span(prose->doc,
		    doc_fact(prose->doc, facts, prose_say(prose, ja, en)),
		    url, prose->language, DOC_PLAIN, url);
}

void
prose_fact_labels(struct prose *prose, struct doc_block *facts,
    const char *ja, const char *en, const struct node *labels)
{
	struct doc_block *block;

	if (node_count(labels) == 0)
		return;
	block = doc_fact(prose->doc, facts, prose_say(prose, ja, en));
	for (size_t i = 0; i < node_count(labels); i++) {
		prose_sep(prose, block, i == 0);
		prose_label(prose, block, node_at(labels, i));
	}
}

static bool
is_all(const struct node *ids)
{
	return ids != NULL && ids->kind == NODE_TEXT &&
	    text_is(ids->text, "all");
}

static void
say_all(struct prose *prose, struct doc_block *block, const char *section)
{
	if (strcmp(section, "items") == 0)
		doc_string(prose->doc, block, prose_say(prose,
		    "取り扱うすべての情報", "all information that is held"));
	else if (strcmp(section, "purposes") == 0)
		doc_string(prose->doc, block, prose_say(prose,
		    "この文書に定めるすべての利用目的", "all purposes stated here"));
	else
		doc_string(prose->doc, block, prose_say(prose, "すべて",
		    "all"));
}

static bool
one_ref(struct prose *prose, struct doc_block *block, const char *section,
    struct text id, bool first)
{
	const struct node *found = prose_find(prose, section, id);

	if (found == NULL)
		return false;
	prose_sep(prose, block, first);
	prose_label(prose, block, node_get(found, "label"));
	prose_cite(prose, block, section, found);
	return true;
}

bool
prose_refs(struct prose *prose, struct doc_block *block, const char *section,
    const struct node *ids)
{
	bool any = false;

	if (ids == NULL)
		return false;
	if (is_all(ids)) {
		say_all(prose, block, section);
		return true;
	}
	if (ids->kind == NODE_TEXT)
		return one_ref(prose, block, section, ids->text, true);
	for (size_t i = 0; i < node_count(ids); i++)
		if (one_ref(prose, block, section, node_at(ids, i)->text,
		    !any))
			any = true;
	return any;
}

void
prose_fact_refs(struct prose *prose, struct doc_block *facts, const char *ja,
    const char *en, const char *section, const struct node *ids)
{
	struct doc_block *block;

	if (ids == NULL)
		return;
	block = doc_fact(prose->doc, facts, prose_say(prose, ja, en));
	if (!prose_refs(prose, block, section, ids))
		doc_drop(prose->doc, block->parent);
	else if (block->parent != NULL)
		for (const struct doc_origin *o = block->origins; o != NULL;
		    o = o->next)
			doc_mention(prose->doc, block->parent, o->key,
			    o->name);
}

void
prose_enums(struct prose *prose, struct doc_block *block, const char *table,
    const struct node *names)
{
	if (names != NULL && names->kind == NODE_TEXT)
		doc_string(prose->doc, block,
		    prose_word(prose, table, names->text));
	for (size_t i = 0; i < node_count(names); i++) {
		prose_sep(prose, block, i == 0);
		doc_string(prose->doc, block,
		    prose_word(prose, table, node_at(names, i)->text));
	}
}

void
prose_fact_enums(struct prose *prose, struct doc_block *facts, const char *ja,
    const char *en, const char *table, const struct node *names)
{
	if (names != NULL)
		prose_enums(prose,
		    doc_fact(prose->doc, facts, prose_say(prose, ja, en)),
		    table, names);
}

void
prose_only(struct prose_stated *out, const struct prose_stated *stated,
    const char *key, const char *value)
{
	out->section = stated->section;
	out->node = stated->node;
	out->whole = stated->whole;
	out->count = 0;
	for (size_t i = 0; i < stated->count; i++)
		if (text_is(node_text(stated->list[i], key), value))
			out->list[out->count++] = stated->list[i];
}
