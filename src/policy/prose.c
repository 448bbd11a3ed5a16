/*
 * The order of the text: clause by clause as the file has them, then what
 * must be published and no clause names.
 */
#include "policy/prose_parts.h"

#include "base/buf.h"
#include "base/encode.h"

enum { TITLE_MAX = 2048 };

/* How a section is written, and its heading when no clause names it. */
static const struct section {
	const char *name;
	const char *members;	/* of a section that is a map: its list */
	prose_writer *write;
	bool must;		/* published even when no clause names it */
	struct words heading;
} sections[] = {
	{ "operator", NULL, prose_operator, true, { "事業者", "Operator" } },
	{ "subjects", "", prose_subjects, true,
	  { "対象となる方", "People" } },
	{ "services", "", prose_services, true, { "サービス", "Services" } },
	{ "items", "", prose_items, true,
	  { "取り扱う情報", "Information" } },
	{ "acquisition", "", prose_acquisition, true,
	  { "取得の方法", "Acquisition" } },
	{ "purposes", "", prose_purposes, true,
	  { "利用目的", "Purposes of use" } },
	{ "prohibited_uses", "", prose_prohibited, true,
	  { "行わない利用", "What is never done" } },
	{ "recipients", "", prose_recipients, true,
	  { "提供及び委託", "Recipients" } },
	{ "clients", "", prose_clients, true,
	  { "受託して取り扱う情報", "Processing for others" } },
	{ "consents", "", prose_consents, true, { "同意", "Consents" } },
	{ "exceptions", "", prose_exceptions, true,
	  { "法令による例外", "Exceptions of the law" } },
	{ "measures", "", prose_measures, true,
	  { "安全管理のための措置", "Security measures" } },
	{ "incidents", NULL, prose_incidents, true,
	  { "漏えい等への対応", "Incidents" } },
	{ "roles", "", prose_roles, false, { "取り扱う者", "Roles" } },
	{ "retention", "", prose_retention, true,
	  { "保存期間", "Retention" } },
	{ "anonymised", "", prose_anonymised, true,
	  { "匿名加工情報", "Anonymised information" } },
	{ "pseudonymised", "", prose_pseudonymised, true,
	  { "仮名加工情報", "Pseudonymised information" } },
	{ "statistics", "", prose_statistics, true,
	  { "統計", "Statistics" } },
	{ "trackers", "", prose_trackers, true,
	  { "クッキー等による外部送信",
	    "Cookies and external transmission" } },
	{ "rights", "types", prose_rights, true,
	  { "開示等のご請求", "Rights requests" } },
	{ "desks", "", prose_desks, true, { "窓口", "Desks" } },
	{ "notices", "mail", prose_notices, true,
	  { "改訂のお知らせの方法", "How changes are made known" } },
	{ "documents", "", prose_documents, false,
	  { "関係する文書", "Documents" } },
	{ "revisions", "", prose_revisions, true,
	  { "制定及び改訂", "Revisions" } },
};

static const struct section *
section_of(struct text path)
{
	struct text name = path;

	for (size_t i = 0; i < path.n; i++) {
		if (path.p[i] == '.') {
			name = text_slice(path, 0, i);
			break;
		}
	}
	for (size_t i = 0; i < LENGTH(sections); i++)
		if (text_is(name, sections[i].name))
			return &sections[i];
	return NULL;
}

static struct text
member_of(struct text path)
{
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '.')
			return text_slice(path, i + 1, path.n);
	return TEXT("");
}

/* The i-th path that a clause states; `states` may be one bare path. */
static struct text
path_at(const struct node *states, size_t i)
{
	return states->kind == NODE_TEXT ? states->text :
	    node_at(states, i)->text;
}

static size_t
path_count(const struct node *states)
{
	return states != NULL && states->kind == NODE_TEXT ? 1 :
	    node_count(states);
}

/* The first clause that states exactly this path; NULL if none does. */
static const struct node *
first_clause(const struct prose *prose, struct text path)
{
	const struct node *text = node_get(prose->root, "text"), *states;

	for (size_t i = 0; i < node_count(text); i++) {
		states = node_get(node_at(text, i), "states");
		for (size_t j = 0; j < path_count(states); j++)
			if (text_equal(path_at(states, j), path))
				return node_at(text, i);
	}
	return NULL;
}

static const struct node *
members(const struct prose *prose, const struct section *section)
{
	const struct node *node = node_get(prose->root, section->name);

	if (section->members == NULL)
		return NULL;
	return section->members[0] == '\0' ? node :
	    node_get(node, section->members);
}

/* The members that no clause names one by one; id: only that one. */
static void
gather(struct prose *prose, struct prose_stated *stated,
    const struct section *section, struct text id)
{
	const struct node *list = members(prose, section), *member;

	stated->section = section->name;
	stated->node = node_get(prose->root, section->name);
	stated->whole = id.n == 0;
	stated->count = 0;
	for (size_t i = 0; i < node_count(list) &&
	    stated->count < PROSE_STATED_MAX; i++) {
		member = node_at(list, i);
		if (id.n > 0 ? !text_equal(prose_id(member), id) :
		    first_clause(prose, prose_name(prose, section->name,
		    member)) != NULL)
			continue;
		stated->list[stated->count++] = member;
	}
}

static bool
empty(const struct prose_stated *stated, const struct section *section)
{
	if (stated->node == NULL)
		return true;
	return section->members != NULL && section->members[0] == '\0' &&
	    stated->count == 0;
}

static struct text
anchor_of(struct prose *prose, const struct node *clause)
{
	const struct node *states = node_get(clause, "states");
	struct text text;
	struct buf buf;

	text = path_count(states) > 0 ? path_at(states, 0) : TEXT("");
	if (text.n == 0 || first_clause(prose, text) != clause)
		text = node_text(clause, "kind");
	if (text.n > 0) {
		for (const struct doc_block *block = prose->doc->root->first;
		    block != NULL; block = block->next)
			if (text_starts_with(block->anchor, "clause-") &&
			    text_equal(text_slice(block->anchor, 7,
			    block->anchor.n), text))
				text = TEXT("");
	}
	buf_init(&buf, prose->doc->arena, TITLE_MAX);
	buf_string(&buf, "clause-");
	if (text.n > 0) {
		buf_text(&buf, text);
	} else {
		size_t n = 1;

		for (const struct doc_block *block = prose->doc->root->first;
		    block != NULL; block = block->next)
			n++;
		buf_printf(&buf, "%zu", n);
	}
	if (buf.failed)
		prose->doc->failed = true;
	return buf_as_text(&buf);
}

/* A section that an earlier clause has stated: where it stands. */
static void
refer(struct prose *prose, struct doc_block *at,
    const struct section *section, const struct node *clause)
{
	struct doc_block *block;
	const struct node *heading = node_get(clause, "heading");

	if (heading == NULL)
		return;
	block = doc_add(prose->doc, at, DOC_PARAGRAPH);
	doc_string(prose->doc, block, prose_say(prose, section->heading.ja,
	    section->heading.en));
	doc_string(prose->doc, block, prose_say(prose, "については、「",
	    ": see \""));
	prose_label(prose, block, heading);
	doc_string(prose->doc, block, prose_say(prose,
	    "」もご覧ください。", "\"."));
	prose_cite(prose, block, "text", clause);
}

static void
state(struct prose *prose, struct doc_block *at, const struct node *clause,
    struct text path)
{
	const struct section *section = section_of(path);
	const struct node *first = first_clause(prose, path);
	struct prose_stated *stated;

	if (section == NULL)
		return;
	stated = arena_alloc(prose->doc->arena, sizeof(*stated));
	if (stated == NULL) {
		prose->doc->failed = true;
		return;
	}
	gather(prose, stated, section, member_of(path));
	if (empty(stated, section))
		return;
	if (first == clause || first == NULL)
		section->write(prose, at, stated);
	else if (strcmp(section->name, "revisions") == 0)
		prose_dates(prose, at, stated);
	else if (member_of(path).n == 0)
		refer(prose, at, section, first);
}

static bool
is_title(const struct node *clause)
{
	return text_is(node_text(clause, "kind"), "preamble") &&
	    node_get(clause, "heading") != NULL;
}

static void
clause_blocks(struct prose *prose, const struct node *clause, bool first)
{
	const struct node *paragraphs = node_get(clause, "paragraphs");
	const struct node *states = node_get(clause, "states");
	struct doc_block *section = doc_add(prose->doc, prose->doc->root,
	    DOC_SECTION), *block;

	/* The spare block has no place of its own. */
	if (section != &prose->doc->spare)
		section->anchor = anchor_of(prose, clause);
	prose_own(prose, section, "text", clause);
	if (!first || !is_title(clause))
		prose_label(prose, section, node_get(clause, "heading"));
	if (paragraphs != NULL && paragraphs->kind == NODE_MAP) {
		block = doc_add(prose->doc, section, DOC_PARAGRAPH);
		prose_label(prose, block, paragraphs);
	} else {
		for (size_t i = 0; i < node_count(paragraphs); i++) {
			block = doc_add(prose->doc, section, DOC_PARAGRAPH);
			prose_label(prose, block, node_at(paragraphs, i));
		}
	}
	for (size_t i = 0; i < path_count(states); i++)
		state(prose, section, clause, path_at(states, i));
}

/* What must be published and no clause names. */
static void
the_rest(struct prose *prose)
{
	struct prose_stated *stated =
	    arena_alloc(prose->doc->arena, sizeof(*stated));
	struct doc_block *block;

	if (stated == NULL) {
		prose->doc->failed = true;
		return;
	}
	for (size_t i = 0; i < LENGTH(sections); i++) {
		if (!sections[i].must ||
		    first_clause(prose, text_of(sections[i].name)) != NULL)
			continue;
		gather(prose, stated, &sections[i], TEXT(""));
		if (empty(stated, &sections[i]))
			continue;
		block = prose_part(prose, prose->doc->root, stated,
		    sections[i].name, sections[i].heading.ja,
		    sections[i].heading.en);
		sections[i].write(prose, block, stated);
	}
}

/* Version, hash: the same on every rendering of this revision. */
static void
colophon(struct prose *prose, const uint8_t *hash)
{
	char hex[2 * POLICY_HASH_SIZE + 1];
	const struct node *revisions = node_get(prose->root, "revisions");
	const struct node *latest = node_count(revisions) == 0 ? NULL :
	    node_at(revisions, node_count(revisions) - 1);
	struct doc_block *facts = doc_add(prose->doc, prose->doc->root,
	    DOC_FACTS);
	struct doc_block *block;
	struct text copy;

	encode_hex(hash, POLICY_HASH_SIZE, hex);
	copy = text_copy(prose->doc->arena, text_of(hex));
	if (copy.p == NULL) {
		prose->doc->failed = true;
		return;
	}
	facts->anchor = TEXT("revision");
	doc_string(prose->doc, facts, prose_say(prose, "この文書の版",
	    "This revision"));
	doc_origin(prose->doc, facts, prose->root, TEXT("policy"));
	prose_fact_text(prose, facts, "版", "Version",
	    node_text(latest, "version"));
	block = doc_fact(prose->doc, facts, prose_say(prose, "日付",
	    "Dates"));
	if (node_get(latest, "enacted") == NULL &&
	    node_get(latest, "revised") == NULL &&
	    node_get(latest, "in_force") == NULL)
		prose_date(prose, block, prose->published);
	else
		for (int i = 0; i < 3; i++) {
			static const char *const keys[] = {
				"enacted", "revised", "in_force",
			};
			static const struct words words[] = {
				{ "制定 ", "enacted " },
				{ "改訂 ", "revised " },
				{ "施行 ", "in force from " },
			};

			if (node_get(latest, keys[i]) == NULL)
				continue;
			prose_sep(prose, block, block->words == NULL);
			doc_string(prose->doc, block, prose_say(prose,
			    words[i].ja, words[i].en));
			prose_date(prose, block, node_text(latest, keys[i]));
		}
	if (block->words == NULL)
		doc_drop(prose->doc, block->parent);
	block = doc_fact(prose->doc, facts, prose_say(prose,
	    "版のハッシュ (SHA-256)", "Hash (SHA-256)"));
	doc_span(prose->doc, block, copy, prose->language, DOC_CODE,
	    TEXT(""));
}

static void
describe(struct prose *prose, const struct node *title)
{
	const struct node *operator = node_get(prose->root, "operator");
	struct doc_block words = { .kind = DOC_PARAGRAPH };
	struct doc_block name = { .kind = DOC_PARAGRAPH };

	if (title != NULL)
		prose_label(prose, &words, node_get(title, "heading"));
	else
		doc_string(prose->doc, &words, prose_say(prose,
		    "個人情報の取扱いについて", "Handling of personal information"));
	prose->doc->title = doc_words(prose->doc, &words);
	prose_label(prose, &name, node_get(operator, "name"));
	prose->doc->author = doc_words(prose->doc, &name);
	prose->doc->subject = text_of(prose_say(prose,
	    "個人情報の取扱いに関する公表事項",
	    "What is published on the handling of personal information"));
}

static struct words
self_words(const struct node *operator)
{
	const struct node *self = node_get(operator, "calls_itself");
	bool company = text_is(node_text(operator, "legal_form"),
	    "stock_company");
	struct words words = { company ? "当社" : "当方", "The operator" };

	if (self == NULL)
		return words;
	words.ja = node_text(self, "ja").p;
	if (node_get(self, "en") != NULL)
		words.en = node_text(self, "en").p;
	return words;
}

enum status
prose_policy(struct doc **doc, const struct policy_source *source,
    const struct prose_options *options, struct arena *arena,
    struct error *error)
{
	const struct node *text = node_get(source->root, "text");
	const struct node *title = NULL;
	struct prose prose = {
		.root = source->root,
		.language = options->language,
		.published = options->published,
		.self = self_words(node_get(source->root, "operator")),
	};

	*doc = prose.doc = doc_new(options->language, arena);
	if (*doc == NULL)
		return error_memory(error);
	for (size_t i = 0; i < node_count(text) && title == NULL; i++)
		if (is_title(node_at(text, i)))
			title = node_at(text, i);
	describe(&prose, title);
	for (size_t i = 0; i < node_count(text); i++)
		clause_blocks(&prose, node_at(text, i),
		    i == 0 && title == node_at(text, i));
	the_rest(&prose);
	colophon(&prose, source->hash);
	return doc_status(prose.doc, error);
}
