/*
 * How long, what is made of it afterwards, and what devices send.
 */
#include "policy/prose_parts.h"

static void
head(struct prose *prose, struct doc_block *row, const char *ja,
    const char *en)
{
	doc_string(prose->doc, doc_add(prose->doc, row, DOC_CELL),
	    prose_say(prose, ja, en));
}

static void
retention_row(struct prose *prose, struct doc_block *table,
    const struct node *rule)
{
	struct doc_block *row = doc_add(prose->doc, table, DOC_ROW), *cell;
	const struct node *minimum = node_get(rule, "minimum");

	prose_own(prose, row, "retention", rule);
	row->anchor = prose_name(prose, "retention", rule);
	cell = doc_add(prose->doc, row, DOC_CELL);
	prose_label(prose, cell, node_get(rule, "label"));
	cell = doc_add(prose->doc, row, DOC_CELL);
	(void)prose_refs(prose, cell, "items", node_get(rule, "items"));
	cell = doc_add(prose->doc, row, DOC_CELL);
	if (prose->language == LANGUAGE_EN) {
		prose_period(prose, cell, node_get(rule, "period"));
		doc_string(prose->doc, cell, " from ");
	}
	doc_string(prose->doc, cell, prose_word(prose, "start",
	    node_text(rule, "start")));
	if (prose->language == LANGUAGE_JA) {
		doc_string(prose->doc, cell, "から");
		prose_period(prose, cell, node_get(rule, "period"));
	}
	if (minimum != NULL) {
		doc_string(prose->doc, cell, prose_say(prose,
		    "（法定の保存期間：", " (by law "));
		prose_period(prose, cell, node_get(minimum, "period"));
		doc_string(prose->doc, cell, prose_say(prose, "、", ": "));
		prose_label(prose, cell, node_get(minimum, "law"));
		doc_string(prose->doc, cell, prose_say(prose, "）", ")"));
	}
	cell = doc_add(prose->doc, row, DOC_CELL);
	doc_string(prose->doc, cell, prose_word(prose, "at_end",
	    node_text(rule, "at_end")));
}

void
prose_retention(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *table, *row;

	(void)prose_intro(prose, at, stated,
	    "@は、個人情報を次の期間保存します。一つの情報に二つ以上の期間が当てはまるときは、すべての期間が終わるまで保存します。",
	    "@ keeps personal information for the following periods; where "
	    "several apply, until all are over.");
	table = doc_add(prose->doc, at, DOC_TABLE);
	doc_string(prose->doc, table, prose_say(prose, "保存期間",
	    "Retention"));
	prose_cite_all(prose, table, stated);
	row = doc_add(prose->doc, table, DOC_ROW);
	head(prose, row, "対象", "What");
	head(prose, row, "情報の項目", "Items");
	head(prose, row, "期間", "Kept for");
	head(prose, row, "期間が終わったとき", "Then");
	for (size_t i = 0; i < stated->count; i++)
		retention_row(prose, table, stated->list[i]);
}

/* The items as they are after processing, each with how. */
static void
processed(struct prose *prose, struct doc_block *facts,
    const struct node *items)
{
	struct doc_block *fact = doc_add(prose->doc, facts, DOC_FACT), *list,
	    *item;

	doc_string(prose->doc, fact, prose_say(prose,
	    "含まれる情報の項目と加工の方法", "Items and how they are processed"));
	list = doc_add(prose->doc, fact, DOC_LIST);
	for (size_t i = 0; i < node_count(items); i++) {
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_label(prose, item, node_get(node_at(items, i),
		    "label"));
		doc_string(prose->doc, item,
		    prose_say(prose, "（加工の方法：", " ("));
		doc_string(prose->doc, item, prose_word(prose, "technique",
		    node_text(node_at(items, i), "technique")));
		if (node_get(node_at(items, i), "detail") != NULL) {
			doc_string(prose->doc, item,
			    prose_say(prose, "。", ": "));
			prose_label(prose, item,
			    node_get(node_at(items, i), "detail"));
		}
		doc_string(prose->doc, item, prose_say(prose, "）", ")"));
	}
}

static void
one_anonymised(struct prose *prose, struct doc_block *at,
    const struct node *node)
{
	struct doc_block *facts = prose_facts(prose, at, "anonymised", node);

	if (!node_bool(node, "in_use", true)) {
		prose_fact_say(prose, facts, "現在の状況", "At present",
		    "現在、作成も第三者への提供も行っていません。行う場合は、あらかじめ、含まれる情報の項目と提供の方法を公表します。",
		    "None is made or provided. Items and ways are published "
		    "before that is done.");
	} else if (node_bool(node, "continuing", false)) {
		prose_fact_say(prose, facts, "作成の予定", "Continuing",
		    "同じ手法により継続的に作成します。",
		    "It is made continually in the same way.");
		if (node_get(node, "every") != NULL)
			prose_fact_period(prose, facts, "作成の間隔",
			    "Interval", node_get(node, "every"));
	}
	processed(prose, facts, node_get(node, "items"));
	prose_fact_label(prose, facts, "加工の基準", "Criteria",
	    node_get(node, "criteria"));
	prose_fact_labels(prose, facts, "第三者への提供の方法",
	    "Ways of provision", node_get(node, "ways"));
	prose_fact_refs(prose, facts, "利用目的", "Purposes", "purposes",
	    node_get(node, "purposes"));
}

void
prose_anonymised(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	(void)prose_intro(prose, at, stated,
	    "@は、匿名加工情報について、次の事項を公表します。匿名加工情報を第三者に提供するときは、それが匿名加工情報であることを相手方に明示します。また、ご本人を識別するためにほかの情報と照合することはありません。",
	    "@ publishes the following on anonymised information. It is "
	    "marked as such when provided, and is never collated to identify "
	    "a person.");
	for (size_t i = 0; i < stated->count; i++)
		one_anonymised(prose, at, stated->list[i]);
}

void
prose_pseudonymised(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *facts;

	(void)prose_intro(prose, at, stated,
	    "@は、次のとおり仮名加工情報を作成して利用します。仮名加工情報を第三者に提供することはありません。",
	    "@ makes and uses pseudonymised information as follows and "
	    "provides it to no third party.");
	for (size_t i = 0; i < stated->count; i++) {
		facts = prose_facts(prose, at, "pseudonymised",
		    stated->list[i]);
		processed(prose, facts, node_get(stated->list[i], "items"));
		prose_fact_refs(prose, facts, "利用目的", "Purposes",
		    "purposes", node_get(stated->list[i], "purposes"));
	}
}

void
prose_statistics(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *facts, *block;
	const struct node *node;
	int64_t least;

	if (stated->whole)
		at = prose_part(prose, at, stated, "statistics-made", "統計",
		    "Statistics");
	(void)prose_intro(prose, at, stated,
	    "@は、次のとおり、特定の個人を識別することができない統計を作成します。",
	    "@ makes the following statistics, which identify nobody.");
	for (size_t i = 0; i < stated->count; i++) {
		node = stated->list[i];
		facts = prose_facts(prose, at, "statistics", node);
		prose_fact_refs(prose, facts, "集計する情報", "Information",
		    "items", node_get(node, "items"));
		prose_fact_refs(prose, facts, "利用目的", "Purposes",
		    "purposes", node_get(node, "purposes"));
		if (node_bool(node, "published", false))
			prose_fact_say(prose, facts, "公表", "Published",
			    "統計として公表することがあります。",
			    "It may be published.");
		least = node_int(node, "minimum_cell", 0);
		if (least == 0)
			continue;
		block = doc_fact(prose->doc, facts, prose_say(prose,
		    "少人数の扱い", "Small numbers"));
		doc_printf(prose->doc, block, prose_say(prose,
		    "%lld人に満たない区分の数値は出しません。",
		    "No figure stands for fewer than %lld people."),
		    (long long)least);
	}
}

static void
tracker_recipient(struct prose *prose, struct doc_block *facts,
    const struct node *tracker)
{
	const struct node *to = node_get(tracker, "to"), *recipient;
	struct doc_block *block;
	struct text country;

	block = doc_fact(prose->doc, facts, prose_say(prose, "送信先",
	    "Sent to"));
	if (to == NULL) {
		doc_string(prose->doc, block, prose_say(prose,
		    prose->self.ja, prose->self.en));
		doc_string(prose->doc, block, prose_say(prose,
		    "のみ（外部の者には送信しません）",
		    " only (nobody else receives it)"));
		return;
	}
	prose_label(prose, block, node_get(to, "name"));
	country = node_text(to, "country");
	if (country.n > 0 && !text_is(country, "JP")) {
		const struct node *list = node_path(prose->root, "operator",
		    "countries", NULL);

		for (size_t i = 0; i < node_count(list); i++) {
			if (!text_equal(node_text(node_at(list, i), "code"),
			    country))
				continue;
			doc_string(prose->doc, block,
			    prose_say(prose, "（", " ("));
			prose_label(prose, block, node_get(node_at(list, i),
			    "name"));
			doc_string(prose->doc, block,
			    prose_say(prose, "）", ")"));
			prose_cite(prose, block, "operator.countries",
			    node_at(list, i));
		}
	}
	recipient = prose_find(prose, "recipients",
	    node_text(to, "recipient"));
	if (recipient != NULL)
		prose_cite(prose, block, "recipients", recipient);
}

static void
one_tracker(struct prose *prose, struct doc_block *at,
    const struct node *tracker)
{
	struct doc_block *facts = prose_facts(prose, at, "trackers", tracker),
	    *block;
	const struct node *used = node_get(tracker, "used_for");

	block = doc_fact(prose->doc, facts, prose_say(prose, "種類",
	    "Kind"));
	prose_enums(prose, block, "tracker", node_get(tracker, "kind"));
	doc_string(prose->doc, block, prose_say(prose, "（", " ("));
	prose_enums(prose, block, "class", node_get(tracker, "class"));
	doc_string(prose->doc, block, prose_say(prose, "）", ")"));
	prose_fact_labels(prose, facts, "送信される情報", "What is sent",
	    node_get(tracker, "sends"));
	tracker_recipient(prose, facts, tracker);
	block = doc_fact(prose->doc, facts, prose_say(prose, "利用目的",
	    "Purpose"));
	prose_label(prose, block, node_get(used, "sender"));
	prose_fact_label(prose, facts, "送信先での利用目的",
	    "Purpose of the recipient", node_get(used, "recipient"));
	prose_fact_refs(prose, facts, "対応する情報の項目", "Items", "items",
	    node_get(tracker, "items"));
	if (node_get(tracker, "linked_to_account") != NULL &&
	    node_bool(tracker, "linked_to_account", false))
		prose_fact_say(prose, facts, "会員情報との結び付き",
		    "Joined to the account",
		    "登録された情報と結び付くため、個人情報として取り扱います。",
		    "It is joined to the account and handled as personal "
		    "information.");
	else if (node_get(tracker, "linked_to_account") != NULL)
		prose_fact_say(prose, facts, "会員情報との結び付き",
		    "Joined to the account",
		    "登録された情報とは結び付けません。",
		    "It is not joined to the account.");
	prose_fact_url(prose, facts, "停止の方法", "How to stop it",
	    node_text(tracker, "opt_out"));
	prose_fact_label(prose, facts, "ブラウザ等での設定", "Settings",
	    node_get(tracker, "settings"));
	prose_fact_period(prose, facts, "保存期間", "Lifetime",
	    node_get(tracker, "lifetime"));
}

void
prose_trackers(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	(void)prose_intro(prose, at, stated,
	    "@のウェブサイト等では、ご利用の端末から、次のとおり情報が送信されます。",
	    "On our website and applications devices send information as "
	    "follows.");
	for (size_t i = 0; i < stated->count; i++)
		one_tracker(prose, at, stated->list[i]);
}
