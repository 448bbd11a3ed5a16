/*
 * What is shown before anything is given.
 */
#include "policy/prose_shown.h"

#include "policy/prose_parts.h"

static void
paragraph(struct prose *prose, const struct node *label)
{
	if (label != NULL)
		prose_label(prose, doc_add(prose->doc, prose->doc->root,
		    DOC_PARAGRAPH), label);
}

static struct doc_block *
part(struct prose *prose, const char *anchor, const char *ja, const char *en)
{
	struct doc_block *section = doc_add(prose->doc, prose->doc->root,
	    DOC_SECTION);

	section->anchor = text_of(anchor);
	doc_string(prose->doc, section, prose_say(prose, ja, en));
	return section;
}

/* The purposes word by word, as they are published. */
static void
purposes(struct prose *prose, const struct policy *policy,
    const struct policy_way *way)
{
	struct doc_block *list = doc_add(prose->doc, part(prose, "purposes",
	    "利用目的", "Purposes of use"), DOC_LIST);

	BITS_EACH(number, &way->purposes) {
		const struct policy_purpose *purpose =
		    policy->purpose_at[number];
		struct doc_block *item;

		if (purpose == NULL)
			continue;
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_label(prose, item, node_get(purpose->node, "text"));
		prose_own(prose, item, "purposes", purpose->node);
	}
}

static void
item_fact(struct prose *prose, struct doc_block *facts, const char *ja,
    const char *en, const struct policy *policy, const struct bits *items)
{
	struct doc_block *block;
	bool first = true;

	if (bits_empty(items))
		return;
	block = doc_fact(prose->doc, facts, prose_say(prose, ja, en));
	BITS_EACH(number, items) {
		if (policy->item_at[number] == NULL)
			continue;
		prose_sep(prose, block, first);
		first = false;
		prose_label(prose, block, node_get(
		    policy->item_at[number]->node, "label"));
	}
}

static void
items(struct prose *prose, const struct policy *policy,
    const struct policy_way *way)
{
	struct bits optional = bits_minus(&way->items, &way->required);
	struct doc_block *section = part(prose, "items",
	    "ご提供いただく情報", "What is asked for");
	struct doc_block *facts = doc_add(prose->doc, section, DOC_FACTS);

	item_fact(prose, facts, "必須の項目", "Required", policy,
	    &way->required);
	item_fact(prose, facts, "任意の項目", "Optional", policy, &optional);
	prose_fact_label(prose, facts, "ご提供いただけない場合",
	    "If it is not given", node_get(way->node, "consequence"));
}

static void
consents(struct prose *prose, const struct policy *policy,
    const struct policy_way *way)
{
	struct doc_block *section, *facts;

	if (bits_empty(&way->consents))
		return;
	section = part(prose, "consents", "あわせてお願いする同意",
	    "Consents asked for");
	(void)doc_paragraph(prose->doc, section, prose_say(prose,
	    "同意するかどうかは、一つずつお選びいただけます。同意はいつでも撤回できます。",
	    "Each is for you to choose, and can be withdrawn at any time."));
	BITS_EACH(number, &way->consents) {
		const struct policy_consent *consent =
		    policy->consent_at[number];

		if (consent == NULL)
			continue;
		facts = prose_facts(prose, section, "consents",
		    consent->node);
		prose_fact_label(prose, facts, "文言", "Wording",
		    node_get(consent->node, "wording"));
		prose_fact_label(prose, facts, "撤回の方法",
		    "How to withdraw", node_get(consent->node,
		    "withdrawal"));
	}
}

/* One document as it stands in this revision: by version and by hash. */
static void
document(struct prose *prose, struct doc_block *section, struct text id)
{
	const struct node *node = prose_find(prose, "documents", id);
	struct doc_block *facts;

	if (node == NULL)
		return;
	facts = prose_facts(prose, section, "documents", node);
	prose_fact_text(prose, facts, "版", "Version",
	    node_text(node, "version"));
	prose_fact_text(prose, facts, "日付", "Date",
	    node_text(node, "date"));
	prose_fact_text(prose, facts, "ハッシュ (SHA-256)",
	    "Hash (SHA-256)", node_text(node, "sha256"));
	prose_fact_url(prose, facts, "全文", "Text", node_text(node, "url"));
}

/* Those of the way, then those of its services, each once. */
static void
documents(struct prose *prose, const struct policy *policy,
    const struct policy_way *way)
{
	const struct node *own = node_get(way->node, "documents");
	struct doc_block *section = part(prose, "documents",
	    "あわせてお示しする文書", "Documents");
	struct text seen[64];
	size_t n = 0;

	for (size_t i = 0; i < node_count(own) && n < LENGTH(seen); i++)
		seen[n++] = node_at(own, i)->text;
	BITS_EACH(number, &way->services) {
		const struct node *list = node_get(
		    policy->service_at[number], "documents");

		for (size_t i = 0; i < node_count(list) && n < LENGTH(seen);
		    i++) {
			struct text id = node_at(list, i)->text;
			bool known = false;

			for (size_t j = 0; j < n; j++)
				known |= text_equal(seen[j], id);
			if (!known)
				seen[n++] = id;
		}
	}
	for (size_t i = 0; i < n; i++)
		document(prose, section, seen[i]);
	if (n == 0)
		doc_drop(prose->doc, section);
}

enum status
prose_shown_write(struct doc **doc, const struct policy *policy,
    const struct policy_way *way, enum language language,
    struct arena *arena, struct error *error)
{
	const struct node *operator = node_get(policy->root, "operator");
	struct prose prose = { .root = policy->root, .language = language };

	*doc = prose.doc = doc_new(language, arena);
	if (*doc == NULL)
		return error_memory(error);
	(*doc)->title = policy_label(node_get(way->node, "label"), language);
	(*doc)->author = policy_label(node_get(operator, "name"), language);
	(*doc)->subject = (*doc)->title;
	paragraph(&prose, node_get(way->node, "announcement"));
	paragraph(&prose, node_get(way->node, "shown"));
	purposes(&prose, policy, way);
	items(&prose, policy, way);
	consents(&prose, policy, way);
	documents(&prose, policy, way);
	return doc_status(*doc, error);
}
