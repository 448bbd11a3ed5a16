/*
 * The public state of 匿名加工情報, and the forms of all reports.
 */
#include "anonymise/report_parts.h"
#include "render/page.h"
#include "render/pdf.h"

const char *
report_parts_say(const struct doc *doc, struct words words)
{
	return doc->language == LANGUAGE_JA ? words.ja : words.en;
}

struct doc_block *
report_parts_section(struct doc *doc, const char *anchor,
    struct words heading)
{
	struct doc_block *section = doc_add(doc, doc->root, DOC_SECTION);

	section->anchor = text_of(anchor);
	doc_string(doc, section, report_parts_say(doc, heading));
	return section;
}

void
report_parts_fact(struct doc *doc, struct doc_block *facts,
    struct words term, struct text value)
{
	doc_text(doc, doc_fact(doc, facts, report_parts_say(doc, term)),
	    value.n > 0 ? value : TEXT("-"));
}

void
report_parts_cell(struct doc *doc, struct doc_block *row, struct text text)
{
	doc_text(doc, doc_add(doc, row, DOC_CELL), text);
}

struct doc_block *
report_parts_table(struct doc *doc, struct doc_block *section,
    enum doc_kind kind, struct words title, const struct words *heads,
    size_t n)
{
	struct doc_block *table = doc_add(doc, section, kind);
	struct doc_block *row = doc_add(doc, table, DOC_ROW);

	if (title.ja != NULL)
		doc_string(doc, table, report_parts_say(doc, title));
	for (size_t i = 0; i < n; i++)
		report_parts_cell(doc, row, text_of(report_parts_say(doc,
		    heads[i])));
	return table;
}

struct text
report_parts_number(struct doc *doc, const struct node *node,
    const char *key)
{
	const struct node *value = node_get(node, key);
	char number[32];

	if (value == NULL)
		return TEXT("-");
	(void)snprintf(number, sizeof(number), "%.*s",
	    TEXT_ARGS(value->text));
	if (value->kind == NODE_REAL)
		(void)snprintf(number, sizeof(number), "%.6g",
		    strtod(number, NULL));
	else
		(void)snprintf(number, sizeof(number), "%lld",
		    (long long)value->number);
	return text_copy(doc->arena, text_of(number));
}

static void
add_labels(struct doc *doc, struct doc_block *section, struct words what,
    const struct node *list)
{
	struct doc_block *items;

	(void)doc_paragraph(doc, section, report_parts_say(doc, what));
	items = doc_add(doc, section, DOC_LIST);
	for (size_t i = 0; i < node_count(list); i++)
		(void)doc_item(doc, items, policy_label(node_at(list, i),
		    doc->language));
}

static void
add_since(struct doc *doc, struct doc_block *facts, struct words term,
    const struct node *declaration, const char *key)
{
	struct text date = node_text(declaration, key);

	report_parts_fact(doc, facts, term, date.n > 0 ? date :
	    text_of(report_parts_say(doc, (struct words){
	    "まだ公表していません", "not published yet" })));
}

static void
add_declaration(struct doc *doc, const struct node *d)
{
	static const struct words making[] = {
		{ "作成していません", "not made" },
		{ "作成しました", "made" },
		{ "継続的に作成しています", "made continually" },
	};
	static const struct words providing[] = {
		{ "提供していません", "not provided" },
		{ "提供しています", "provided" },
	};
	bool made = node_bool(d, "made", false);
	struct doc_block *section = doc_add(doc, doc->root, DOC_SECTION);
	struct doc_block *facts;

	section->anchor = node_text(d, "id");
	doc_text(doc, section, policy_label(node_get(d, "label"),
	    doc->language));
	add_labels(doc, section, (struct words){
	    "匿名加工情報に含まれる個人に関する情報の項目",
	    "Items of information on individuals in it" },
	    node_get(d, "items"));
	add_labels(doc, section, (struct words){ "提供の方法",
	    "Ways of provision" }, node_get(d, "ways"));
	facts = doc_add(doc, section, DOC_FACTS);
	report_parts_fact(doc, facts, (struct words){ "作成", "Making" },
	    text_of(report_parts_say(doc, making[!made ? 0 :
	    1 + node_bool(d, "continuing", false)])));
	report_parts_fact(doc, facts, (struct words){ "最後に作成した日",
	    "Last made" }, node_text(d, "last_made"));
	report_parts_fact(doc, facts, (struct words){ "第三者への提供",
	    "Provision" }, text_of(report_parts_say(doc,
	    providing[node_bool(d, "provided", false)])));
	report_parts_fact(doc, facts, (struct words){ "加工の基準",
	    "Criteria" }, policy_label(node_get(d, "criteria"),
	    doc->language));
	add_since(doc, facts, (struct words){ "項目の公表",
	    "Items published" }, d, "items_published_from");
	add_since(doc, facts, (struct words){ "提供の方法の公表",
	    "Ways published" }, d, "ways_published_from");
}

enum status
report_state(struct doc **out, const struct node *state,
    enum language language, struct arena *arena, struct error *error)
{
	struct doc *doc = *out = doc_new(language, arena);
	const struct node *list = node_get(state, "anonymised");
	struct text as_of = node_text(state, "as_of");

	if (doc == NULL)
		return error_memory(error);
	doc->title = text_of(report_parts_say(doc, (struct words){
	    "匿名加工情報の作成及び提供の状況",
	    "Anonymised information: what is made and provided" }));
	doc->author = node_text(state, "operator");
	doc->date = text_slice(as_of, 0, as_of.n < 10 ? as_of.n : 10);
	if (!node_bool(state, "any_made", false))
		(void)doc_paragraph(doc, doc->root, report_parts_say(doc,
		    (struct words){
		    "現在、匿名加工情報の作成及び提供は行っていません。",
		    "At present no anonymised information is made or "
		    "provided." }));
	for (size_t i = 0; i < node_count(list); i++)
		add_declaration(doc, node_at(list, i));
	doc_printf(doc, doc_add(doc, doc->root, DOC_PARAGRAPH),
	    report_parts_say(doc, (struct words){ "現在: %.*s",
	    "As of %.*s" }), TEXT_ARGS(as_of));
	return doc_status(doc, error);
}

enum status
report_write(struct buf *out, const struct doc *doc, bool paper,
    struct arena *arena, struct error *error)
{
	const struct page page = { .doc = doc };
	struct bytes pdf;
	enum status status;

	if (paper) {
		status = pdf_write(&pdf, doc, NULL, arena, error);
		if (status == STATUS_OK)
			buf_put(out, pdf.p, pdf.n);
	} else {
		status = page_write(out, &page, arena, error);
	}
	return status == STATUS_OK ? buf_status(out, error) : status;
}
