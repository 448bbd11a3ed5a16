/*
 * Writer and reader side by side, so that they agree.
 */
#include "render/doc_wire.h"

#include "base/json.h"
#include "base/jsonw.h"

static void
write_words(struct jsonw *json, const struct doc_block *block)
{
	if (block->words == NULL)
		return;
	jsonw_key(json, "words");
	jsonw_open_array(json);
	for (const struct doc_span *span = block->words; span != NULL;
	    span = span->next) {
		jsonw_open_object(json);
		jsonw_member_text(json, "text", span->text);
		jsonw_member_int(json, "style", span->style);
		jsonw_member_int(json, "language", span->language);
		jsonw_given_text(json, "href", span->href);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
write_blocks(struct jsonw *json, const struct doc_block *in)
{
	if (in->first == NULL)
		return;
	jsonw_key(json, "blocks");
	jsonw_open_array(json);
	for (const struct doc_block *block = in->first; block != NULL;
	    block = block->next) {
		jsonw_open_object(json);
		jsonw_member_string(json, "kind",
		    doc_kind_names[block->kind]);
		if (block->compact)
			jsonw_member_bool(json, "compact", true);
		if (block->key)
			jsonw_member_bool(json, "key", true);
		write_words(json, block);
		write_blocks(json, block);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

void
doc_wire_write(struct buf *out, const struct doc *doc)
{
	struct jsonw json = jsonw_new(out, false);

	jsonw_open_object(&json);
	jsonw_member_int(&json, "language", doc->language);
	jsonw_member_text(&json, "title", doc->title);
	jsonw_member_text(&json, "author", doc->author);
	jsonw_member_text(&json, "subject", doc->subject);
	jsonw_member_text(&json, "keywords", doc->keywords);
	jsonw_member_text(&json, "date", doc->date);
	write_blocks(&json, doc->root);
	jsonw_close_object(&json);
}

static enum status
bad(struct error *error)
{
	return error_set(error, STATUS_INVALID, "bad_document",
	    "文書の形が正しくありません", "the document is not well formed");
}

static bool
read_words(struct doc *doc, struct doc_block *block, const struct node *words)
{
	const struct node *span;
	int64_t style, language;

	for (size_t i = 0; i < node_count(words); i++) {
		span = node_at(words, i);
		style = node_int(span, "style", 0);
		language = node_int(span, "language", 0);
		if (style < 0 || style >= DOC_STYLE_COUNT || language < 0 ||
		    language >= LANGUAGE_COUNT)
			return false;
		doc_span(doc, block, node_text(span, "text"),
		    (enum language)language, (enum doc_style)style,
		    node_text(span, "href"));
	}
	return true;
}

static bool
read_blocks(struct doc *doc, struct doc_block *into, const struct node *list)
{
	const struct node *node;
	struct doc_block *block;
	int kind;

	for (size_t i = 0; i < node_count(list); i++) {
		node = node_at(list, i);
		for (kind = 0; kind < DOC_KIND_COUNT; kind++)
			if (text_is(node_text(node, "kind"),
			    doc_kind_names[kind]))
				break;
		if (kind == DOC_KIND_COUNT)
			return false;
		block = doc_add(doc, into, (enum doc_kind)kind);
		if (block == &doc->spare)
			return false;
		block->compact = node_bool(node, "compact", false);
		block->key = node_bool(node, "key", false);
		if (!read_words(doc, block, node_get(node, "words")) ||
		    !read_blocks(doc, block, node_get(node, "blocks")))
			return false;
	}
	return true;
}

enum status
doc_wire_read(struct doc **doc, struct bytes bytes, struct arena *arena,
    struct error *error)
{
	const struct node *root;
	enum status status;
	int64_t language;

	status = json_parse(&root, bytes, arena, error);
	if (status != STATUS_OK)
		return status;
	language = node_int(root, "language", 0);
	if (root->kind != NODE_MAP || language < 0 ||
	    language >= LANGUAGE_COUNT)
		return bad(error);
	*doc = doc_new((enum language)language, arena);
	if (*doc == NULL)
		return error_memory(error);
	(*doc)->title = node_text(root, "title");
	(*doc)->author = node_text(root, "author");
	(*doc)->subject = node_text(root, "subject");
	(*doc)->keywords = node_text(root, "keywords");
	(*doc)->date = node_text(root, "date");
	if (!read_blocks(*doc, (*doc)->root, node_get(root, "blocks")))
		return bad(error);
	return doc_status(*doc, error);
}
