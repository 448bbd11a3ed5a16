/*
 * Who handles whose information, which information, and how it comes in.
 */
#include "policy/prose_parts.h"

#include "law/ground.h"
#include "policy/language.h"

static void
address_fact(struct prose *prose, struct doc_block *facts,
    const struct node *address)
{
	struct doc_block *block;

	if (address == NULL)
		return;
	block = doc_fact(prose->doc, facts, prose_say(prose, "住所",
	    "Address"));
	if (node_get(address, "value") == NULL) {
		doc_string(prose->doc, block, prose_say(prose,
		    "住所は、ご本人の求めに応じて遅滞なくお答えします。",
		    "Told without delay to whoever asks."));
		return;
	}
	if (node_get(address, "postal_code") != NULL) {
		doc_string(prose->doc, block, prose_say(prose, "〒", ""));
		doc_text(prose->doc, block,
		    node_text(address, "postal_code"));
		doc_string(prose->doc, block, " ");
	}
	prose_label(prose, block, node_get(address, "value"));
}

/* The representative or the officer. */
static void
holder_fact(struct prose *prose, struct doc_block *facts, const char *key,
    const char *ja, const char *en, const char *name)
{
	const struct node *operator = node_get(prose->root, "operator");
	const struct node *holder = node_get(operator, key);
	struct doc_block *block;

	if (holder == NULL)
		return;
	block = doc_fact(prose->doc, facts, prose_say(prose, ja, en));
	if (block->parent != NULL)
		doc_origin(prose->doc, block->parent, holder, text_of(key));
	if (node_get(holder, "title") != NULL)
		prose_label(prose, block, node_get(holder, "title"));
	if (node_get(holder, "name") != NULL) {
		if (node_get(holder, "title") != NULL)
			doc_string(prose->doc, block, " ");
		prose_label(prose, block, node_get(holder, "name"));
	}
	if (node_bool(holder, "on_request", false)) {
		if (node_get(holder, "title") != NULL)
			doc_string(prose->doc, block,
			    prose_say(prose, "。", ". "));
		doc_string(prose->doc, block, prose_say(prose, name,
		    "The name"));
		doc_string(prose->doc, block, prose_say(prose,
		    "は、ご本人の求めに応じて遅滞なくお答えします。",
		    " is told without delay to whoever asks."));
	}
}

static void
hosts_fact(struct prose *prose, struct doc_block *facts,
    const struct node *operator)
{
	const struct node *hosts = node_get(operator, "hosts");
	struct doc_block *block;

	if (hosts == NULL)
		return;
	block = doc_fact(prose->doc, facts, prose_say(prose,
	    "ウェブサイト等のドメイン", "Domains"));
	if (hosts->kind == NODE_TEXT)
		doc_text(prose->doc, block, hosts->text);
	for (size_t i = 0; i < node_count(hosts); i++) {
		prose_sep(prose, block, i == 0);
		doc_text(prose->doc, block, node_at(hosts, i)->text);
	}
}

/* Other laws that apply; that one does not apply is not published. */
static void
scopes(struct prose *prose, struct doc_block *at, const struct node *operator)
{
	const struct node *list = node_get(operator, "scopes"), *scope;
	struct doc_block *facts = NULL, *block;

	for (size_t i = 0; i < node_count(list); i++) {
		scope = node_at(list, i);
		if (!node_bool(scope, "applies", false))
			continue;
		if (facts == NULL) {
			facts = doc_add(prose->doc, at, DOC_FACTS);
			doc_string(prose->doc, facts, prose_say(prose,
			    "個人情報保護法のほかに従う法令",
			    "Other laws that we follow"));
		}
		block = doc_fact(prose->doc, facts,
		    prose_word(prose, "law", node_text(scope, "law")));
		prose_label(prose, block, node_get(scope, "reason"));
		if (block->parent != NULL)
			prose_own(prose, block->parent, "operator.scopes",
			    scope);
		prose_cite(prose, facts, "operator.scopes", scope);
	}
}

void
prose_operator(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	const struct node *operator = stated->node, *association;
	struct doc_block *facts = doc_add(prose->doc, at, DOC_FACTS), *block;

	facts->key = true;
	facts->anchor = TEXT("operator-facts");
	prose_own(prose, facts, "operator", operator);
	prose_fact_label(prose, facts, "事業者の名称", "Name",
	    node_get(operator, "name"));
	address_fact(prose, facts, node_get(operator, "address"));
	holder_fact(prose, facts, "representative", "代表者の氏名",
	    "Representative", "代表者の氏名");
	holder_fact(prose, facts, "officer", "個人情報保護の責任者",
	    "Privacy officer", "責任者の氏名");
	prose_fact_text(prose, facts, "法人番号", "Corporate number",
	    node_text(operator, "corporate_number"));
	hosts_fact(prose, facts, operator);
	association = node_get(operator, "association");
	if (association != NULL) {
		block = doc_fact(prose->doc, facts, prose_say(prose,
		    "認定個人情報保護団体",
		    "Accredited personal information protection organisation"));
		if (block->parent != NULL)
			doc_origin(prose->doc, block->parent, association,
			    TEXT("association"));
		prose_label(prose, block, node_get(association, "name"));
		doc_string(prose->doc, block, prose_say(prose,
		    "。苦情の申出先：", ". Complaints go to: "));
		prose_label(prose, block, node_get(association, "desk"));
	}
	scopes(prose, at, operator);
}

/* How often people are asked whether what is held is right (article 22). */
static void
confirmed(struct prose *prose, struct doc_block *item,
    const struct node *period)
{
	if (period == NULL)
		return;
	doc_string(prose->doc, item, prose_say(prose, "（", " (every "));
	prose_period(prose, item, period);
	doc_string(prose->doc, item, prose_say(prose,
	    "ごとに、内容が正確で最新かをお尋ねします）",
	    " you are asked whether it is accurate and up to date)"));
}

void
prose_subjects(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *list, *item;
	int64_t age;

	(void)prose_intro(prose, at, stated,
	    "@は、次の方々の個人情報を取り扱います。",
	    "@ handles the personal information of the following people.");
	list = doc_add(prose->doc, at, DOC_LIST);
	prose_cite_all(prose, list, stated);
	for (size_t i = 0; i < stated->count; i++) {
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_label(prose, item, node_get(stated->list[i], "label"));
		prose_own(prose, item, "subjects", stated->list[i]);
		if (node_bool(stated->list[i], "introduced", false))
			doc_string(prose->doc, item, prose_say(prose,
			    "（ほかの方から情報をお預かりする場合があります）",
			    " (another person may give us the information)"));
		age = node_int(stated->list[i], "guardian_under", 0);
		if (age > 0 && prose->language == LANGUAGE_JA)
			doc_printf(prose->doc, item,
			    "（%lld歳未満の方の同意は、法定代理人からいただきます）",
			    (long long)age);
		else if (age > 0)
			doc_printf(prose->doc, item,
			    " (below the age of %lld the guardian consents)",
			    (long long)age);
		confirmed(prose, item, node_get(stated->list[i],
		    "confirm_every"));
	}
}

void
prose_services(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *list, *item;
	const struct node *service;

	(void)prose_intro(prose, at, stated,
	    "この文書は、次のサービスにおける個人情報の取扱いに適用します。",
	    "This text applies to the handling of personal information in "
	    "the following services.");
	list = doc_add(prose->doc, at, DOC_LIST);
	prose_cite_all(prose, list, stated);
	for (size_t i = 0; i < stated->count; i++) {
		service = stated->list[i];
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_own(prose, item, "services", service);
		prose_label(prose, item, node_get(service, "label"));
		if (node_get(service, "url") != NULL) {
			doc_string(prose->doc, item,
			    prose_say(prose, "：", ": "));
			doc_span(prose->doc, item, node_text(service, "url"),
			    prose->language, DOC_PLAIN,
			    node_text(service, "url"));
		}
		if (node_count(node_get(service, "documents")) > 0) {
			doc_string(prose->doc, item, prose_say(prose,
			    "（適用される文書：", " (terms: "));
			(void)prose_refs(prose, item, "documents",
			    node_get(service, "documents"));
			doc_string(prose->doc, item,
			    prose_say(prose, "）", ")"));
		}
	}
}

/* The groups in which items are told, in this order. */
enum group {
	GROUP_PLAIN,
	GROUP_FINANCIAL,
	GROUP_CARE,
	GROUP_CREDENTIAL,
	GROUP_CODE,
	GROUP_STATUTORY,
	GROUP_RELATED,
	GROUP_NEVER,
};
enum { GROUP_COUNT = GROUP_NEVER + 1 };

static const struct words group_words[GROUP_COUNT] = {
	[GROUP_PLAIN] = { "個人情報", "Personal information" },
	[GROUP_FINANCIAL] = { "お支払い、口座、所得等に関する情報",
	    "Payment, accounts and income" },
	[GROUP_CARE] = { "要配慮個人情報", "Special care information" },
	[GROUP_CREDENTIAL] = { "認証のための情報", "Credentials" },
	[GROUP_CODE] = { "個人識別符号を含む情報",
	    "Information with identification codes" },
	[GROUP_STATUTORY] = { "法令に基づいて作成し保存する記録",
	    "Records that the law orders to be kept" },
	[GROUP_RELATED] = { "個人関連情報 (クッキー等の識別子、閲覧の履歴など)",
	    "Related information (cookies, history of pages and the like)" },
	[GROUP_NEVER] = { "取得しない情報", "Never acquired" },
};

static enum group
group_of(const struct node *item)
{
	struct text tier = node_text(item, "tier");
	struct text category = node_text(item, "category");

	if (node_bool(item, "never_held", false))
		return GROUP_NEVER;
	if (text_is(category, "related"))
		return GROUP_RELATED;
	if (text_is(tier, tier_names[TIER_SPECIAL_CARE]))
		return GROUP_CARE;
	if (text_is(category, "id_code"))
		return GROUP_CODE;
	if (text_is(tier, tier_names[TIER_FINANCIAL]))
		return GROUP_FINANCIAL;
	if (text_is(tier, tier_names[TIER_CREDENTIAL]))
		return GROUP_CREDENTIAL;
	if (text_is(tier, tier_names[TIER_STATUTORY]))
		return GROUP_STATUTORY;
	return GROUP_PLAIN;
}

static void
item_list(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *list = doc_add(prose->doc, at, DOC_LIST), *item;
	const struct node *subjects;

	list->compact = true;
	for (size_t i = 0; i < stated->count; i++) {
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_own(prose, item, "items", stated->list[i]);
		prose_label(prose, item, node_get(stated->list[i], "label"));
		subjects = node_get(stated->list[i], "subjects");
		if (subjects == NULL || node_count(subjects) == 0)
			continue;
		doc_string(prose->doc, item, prose_say(prose, "［", " ["));
		(void)prose_refs(prose, item, "subjects", subjects);
		doc_string(prose->doc, item, prose_say(prose, "］", "]"));
	}
}

static void
of_group(struct prose_stated *out, const struct prose_stated *stated,
    enum group group)
{
	out->section = stated->section;
	out->node = stated->node;
	out->count = 0;
	for (size_t i = 0; i < stated->count; i++)
		if (group_of(stated->list[i]) == group)
			out->list[out->count++] = stated->list[i];
}

static void
held_items(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct prose_stated part;
	struct doc_block *facts, *fact;

	facts = doc_add(prose->doc, at, DOC_FACTS);
	for (int g = GROUP_PLAIN; g < GROUP_NEVER; g++) {
		of_group(&part, stated, (enum group)g);
		if (part.count == 0)
			continue;
		fact = doc_add(prose->doc, facts, DOC_FACT);
		doc_string(prose->doc, fact, prose_say(prose,
		    group_words[g].ja, group_words[g].en));
		prose_cite_all(prose, fact, &part);
		item_list(prose, fact, &part);
	}
}

void
prose_items(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct prose_stated held = *stated, never;

	of_group(&never, stated, GROUP_NEVER);
	held.count = 0;
	for (size_t i = 0; i < stated->count; i++)
		if (group_of(stated->list[i]) != GROUP_NEVER)
			held.list[held.count++] = stated->list[i];
	if (held.count > 0) {
		(void)prose_intro(prose, at, &held,
		    "@が取り扱う情報は、次のとおりです。",
		    "@ handles the following information.");
		held_items(prose, at, &held);
	}
	if (never.count > 0) {
		(void)prose_intro(prose, at, &never,
		    "@は、次の情報を取得しません。",
		    "@ does not acquire the following.");
		item_list(prose, at, &never);
	}
}

static void
ground_fact(struct prose *prose, struct doc_block *facts,
    const struct node *way)
{
	enum ground ground;
	struct doc_block *block;
	const char *article;

	if (!ground_find(node_text(way, "ground"), &ground))
		return;
	article = ground_table[ground].article[GROUND_NOTICE];
	block = doc_fact(prose->doc, facts, prose_say(prose,
	    "利用目的を改めてお示ししない理由",
	    "Why the purposes are not shown again"));
	doc_string(prose->doc, block, prose_say(prose,
	    ground_table[ground].label.ja, ground_table[ground].label.en));
	if (article == NULL)
		return;
	doc_string(prose->doc, block, prose_say(prose, "（", " ("));
	prose_article(prose, block, article);
	doc_string(prose->doc, block, prose_say(prose, "）", ")"));
}

static void
one_way(struct prose *prose, struct doc_block *at, const struct node *way)
{
	struct doc_block *facts = prose_facts(prose, at, "acquisition", way);
	struct doc_block *block;

	block = doc_fact(prose->doc, facts, prose_say(prose, "取得の方法",
	    "How"));
	prose_enums(prose, block, "source", node_get(way, "source"));
	doc_string(prose->doc, block, prose_say(prose, "から（", " ("));
	prose_enums(prose, block, "medium", node_get(way, "medium"));
	doc_string(prose->doc, block, prose_say(prose, "）", ")"));
	prose_fact_refs(prose, facts, "対象となる方", "People", "subjects",
	    node_get(way, "subjects"));
	prose_fact_refs(prose, facts, "サービス", "Services", "services",
	    node_get(way, "services"));
	prose_fact_refs(prose, facts, "必須の項目", "Required", "items",
	    node_get(way, "required"));
	prose_fact_refs(prose, facts, "任意の項目", "Optional", "items",
	    node_get(way, "optional"));
	prose_fact_refs(prose, facts, "利用目的", "Purposes", "purposes",
	    node_get(way, "purposes"));
	prose_fact_label(prose, facts, "取得の前にお示しする文",
	    "Shown beforehand", node_get(way, "shown"));
	ground_fact(prose, facts, way);
	prose_fact_label(prose, facts, "ご提供いただけない場合",
	    "If it is not given", node_get(way, "consequence"));
	prose_fact_label(prose, facts, "お電話でのご案内",
	    "Said on the telephone", node_get(way, "announcement"));
	prose_fact_refs(prose, facts, "あわせてお願いする同意",
	    "Consents asked for", "consents", node_get(way, "consents"));
	prose_fact_refs(prose, facts, "あわせてお示しする文書", "Documents",
	    "documents", node_get(way, "documents"));
}

void
prose_acquisition(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	(void)prose_intro(prose, at, stated,
	    "@は、次の場面で、適正な手段により個人情報を取得します。",
	    "@ acquires personal information by fair means on the following "
	    "occasions.");
	for (size_t i = 0; i < stated->count; i++)
		one_way(prose, at, stated->list[i]);
}
