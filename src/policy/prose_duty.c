/*
 * Security measures, leaks, how things are made known, documents, revisions.
 */
#include "policy/prose_parts.h"

/* Annex 10 of the guideline, in its order. */
static const struct {
	const char *name;
	struct words words;
} groups[] = {
	{ "basic_policy", { "基本方針の策定", "Basic policy" } },
	{ "rules", { "個人データの取扱いに係る規律の整備",
	  "Rules for handling" } },
	{ "organisational", { "組織的安全管理措置",
	  "Organisational measures" } },
	{ "human", { "人的安全管理措置", "Human measures" } },
	{ "physical", { "物理的安全管理措置", "Physical measures" } },
	{ "technical", { "技術的安全管理措置", "Technical measures" } },
	{ "external_environment", { "外的環境の把握",
	  "Grasp of the environment abroad" } },
};

void
prose_measures(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct prose_stated shown = *stated, part;
	struct doc_block *facts = at, *fact, *list, *item;

	shown.count = 0;
	for (size_t i = 0; i < stated->count; i++)
		if (node_bool(stated->list[i], "publishable", false))
			shown.list[shown.count++] = stated->list[i];
	if (shown.count > 0) {
		(void)prose_intro(prose, at, &shown,
		    "@は、取り扱う個人データの漏えい、滅失又は毀損の防止その他の安全管理のため、次の措置を講じています。",
		    "@ takes the following measures to keep personal data "
		    "safe from leak, loss and damage.");
		facts = doc_add(prose->doc, at, DOC_FACTS);
	}
	for (size_t g = 0; g < LENGTH(groups); g++) {
		prose_only(&part, &shown, "group", groups[g].name);
		if (part.count == 0)
			continue;
		fact = doc_add(prose->doc, facts, DOC_FACT);
		doc_string(prose->doc, fact, prose_say(prose,
		    groups[g].words.ja, groups[g].words.en));
		prose_cite_all(prose, fact, &part);
		list = doc_add(prose->doc, fact, DOC_LIST);
		for (size_t i = 0; i < part.count; i++) {
			item = doc_add(prose->doc, list, DOC_ITEM);
			prose_label(prose, item, node_get(part.list[i],
			    "text"));
			prose_own(prose, item, "measures", part.list[i]);
		}
	}
	if (stated->whole)
		prose_countries(prose, at);
}

void
prose_incidents(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	const struct node *node = stated->node;
	struct doc_block *facts;

	(void)prose_intro(prose, at, stated,
	    "漏えい等が発生し、又は発生したおそれがあるときは、次の体制で事実を調査し、法令に従って報告とご本人への通知を行い、再発を防止します。",
	    "When a leak has happened or may have happened, it is examined, "
	    "reported and made known to the people concerned as the law says, "
	    "and its cause is removed.");
	facts = doc_add(prose->doc, at, DOC_FACTS);
	prose_own(prose, facts, "incidents", node);
	prose_fact_refs(prose, facts, "報告を受ける者", "Reported to",
	    "roles", node_get(node, "report_to"));
	prose_fact_label(prose, facts, "報告連絡体制", "Line of report",
	    node_get(node, "report_line"));
	prose_fact_label(prose, facts, "報告先の機関", "Authority",
	    node_get(node, "authority"));
	prose_fact_period(prose, facts, "訓練の間隔", "Drills every",
	    node_get(node, "drill_every"));
}

static void
changes(struct prose *prose, struct doc_block *at, const struct node *node)
{
	struct doc_block *block = doc_add(prose->doc, at, DOC_PARAGRAPH);
	const struct node *period = node_get(node, "displayed_for");

	doc_origin(prose->doc, block, node, TEXT("notices.changes"));
	doc_string(prose->doc, block, prose_say(prose, prose->self.ja,
	    "When this text is revised, "));
	doc_string(prose->doc, block, prose_say(prose,
	    "は、この文書を改訂するときは、", prose->self.en));
	doc_string(prose->doc, block, prose_say(prose,
	    node_bool(node, "with_reason", false) ?
	    "改訂の理由、変更する箇所及び効力が生じる日を、" :
	    "改訂後の内容及び効力が生じる日を、",
	    node_bool(node, "with_reason", false) ?
	    " makes known the reason, the changed clauses and the day of "
	    "effect by " :
	    " makes known the revised text and the day of effect by "));
	prose_enums(prose, block, "way", node_get(node, "ways"));
	doc_string(prose->doc, block, prose_say(prose,
	    "により、", period == NULL ? "" : " for "));
	if (period != NULL) {
		prose_period(prose, block, period);
		doc_string(prose->doc, block, prose_say(prose,
		    "（初日は算入せず、暦に従って数えます。掲載が途切れた日数は延長します）、",
		    " (by the calendar, without the first day; gaps extend "
		    "it)"));
	}
	doc_string(prose->doc, block, prose_say(prose,
	    "あらかじめお知らせします。", " beforehand."));
	block = doc_add(prose->doc, at, DOC_PARAGRAPH);
	doc_origin(prose->doc, block, node, TEXT("notices.changes"));
	doc_string(prose->doc, block, prose_say(prose,
	    "変更前の利用目的と関連性を有すると合理的に認められる範囲を超えて利用目的を変更する場合は、お知らせをしただけでは変更後の利用目的で利用せず、ご本人の同意をいただきます。",
	    "A change of purposes beyond what is reasonably related to the "
	    "earlier ones is not made by notice alone: each person is asked "
	    "for consent."));
	if (!node_bool(node, "objection", false))
		return;
	block = doc_add(prose->doc, at, DOC_PARAGRAPH);
	doc_origin(prose->doc, block, node, TEXT("notices.changes"));
	doc_string(prose->doc, block, prose_say(prose,
	    "お知らせの期間の最終日の23時59分まで、ご本人は、ご自身の個人情報の削除をお申し出いただけます。",
	    "Until 23:59 of the last day of the notice you can ask for your "
	    "personal information to be erased."));
}

static void
mail(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *list, *item;
	const struct node *node;

	(void)prose_intro(prose, at, stated,
	    "@がお送りする電子メール等は、次のとおりです。広告又は宣伝を含むものは、あらかじめ同意された方にだけお送りし、いつでも停止できます。",
	    "@ sends the following mail. What advertises is sent only to "
	    "those who have agreed, and can be stopped at any time.");
	list = doc_add(prose->doc, at, DOC_LIST);
	prose_cite_all(prose, list, stated);
	for (size_t i = 0; i < stated->count; i++) {
		node = stated->list[i];
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_own(prose, item, "notices", node);
		prose_label(prose, item, node_get(node, "label"));
		doc_string(prose->doc, item,
		    node_bool(node, "advertising", false) ?
		    prose_say(prose, "（広告又は宣伝を含みます", " (advertising") :
		    prose_say(prose, "（広告又は宣伝を含みません",
		    " (no advertising"));
		if (prose_find(prose, "consents", node_text(node,
		    "consent")) != NULL) {
			doc_string(prose->doc, item, prose_say(prose,
			    "。必要な同意：", "; consent: "));
			(void)prose_refs(prose, item, "consents",
			    node_get(node, "consent"));
		}
		if (prose_find(prose, "purposes", node_text(node,
		    "purpose")) != NULL) {
			doc_string(prose->doc, item, prose_say(prose,
			    "。利用目的：", "; purpose: "));
			(void)prose_refs(prose, item, "purposes",
			    node_get(node, "purpose"));
		}
		doc_string(prose->doc, item, prose_say(prose, "）", ")"));
	}
}

void
prose_notices(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	const struct node *change = node_get(stated->node, "changes");

	if (stated->whole && change != NULL)
		changes(prose, at, change);
	if (stated->count > 0)
		mail(prose, at, stated);
}

void
prose_documents(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *list, *item;
	const struct node *node;

	(void)prose_intro(prose, at, stated,
	    "個人情報の取扱いに関係する法令、規程その他の文書は、次のとおりです。",
	    "The following laws, rules and other documents bear on the "
	    "handling of personal information.");
	list = doc_add(prose->doc, at, DOC_LIST);
	prose_cite_all(prose, list, stated);
	for (size_t i = 0; i < stated->count; i++) {
		node = stated->list[i];
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_own(prose, item, "documents", node);
		prose_label(prose, item, node_get(node, "label"));
		if (node_get(node, "version") != NULL) {
			doc_string(prose->doc, item, prose_say(prose,
			    "（第", " (version "));
			doc_text(prose->doc, item, node_text(node,
			    "version"));
			doc_string(prose->doc, item, prose_say(prose,
			    "版）", ")"));
		}
		if (node_get(node, "text") != NULL) {
			doc_string(prose->doc, item,
			    prose_say(prose, "：", ": "));
			prose_label(prose, item, node_get(node, "text"));
		}
		if (node_get(node, "url") != NULL) {
			doc_string(prose->doc, item, " ");
			doc_span(prose->doc, item, node_text(node, "url"),
			    prose->language, DOC_PLAIN,
			    node_text(node, "url"));
		}
	}
}

static void
date_line(struct prose *prose, struct doc_block *item,
    const struct node *revision)
{
	static const struct {
		const char *key;
		const char *ja;
		const char *en;
	} kinds[] = {
		{ "enacted", " 制定", "enacted " },
		{ "revised", " 改訂", "revised " },
		{ "in_force", " 施行", "in force from " },
	};
	bool any = false;
	struct text date;

	for (size_t i = 0; i < LENGTH(kinds); i++) {
		date = node_text(revision, kinds[i].key);
		if (date.n == 0)
			continue;
		prose_sep(prose, item, !any);
		if (prose->language == LANGUAGE_EN)
			doc_string(prose->doc, item, kinds[i].en);
		prose_date(prose, item, date);
		if (prose->language == LANGUAGE_JA)
			doc_string(prose->doc, item, kinds[i].ja);
		any = true;
	}
	if (any || prose->published.n == 0)
		return;
	if (prose->language == LANGUAGE_EN)
		doc_string(prose->doc, item, "in force from ");
	prose_date(prose, item, prose->published);
	if (prose->language == LANGUAGE_JA)
		doc_string(prose->doc, item, " 公表・施行");
}

void
prose_dates(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *list = doc_add(prose->doc, at, DOC_LIST), *item;

	prose_cite_all(prose, list, stated);
	for (size_t i = 0; i < stated->count; i++) {
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_own(prose, item, "revisions", stated->list[i]);
		date_line(prose, item, stated->list[i]);
	}
}

static void
changed(struct prose *prose, struct doc_block *item,
    const struct node *revision)
{
	const struct node *list = node_get(revision, "changed");
	struct doc_block *inner;

	if (node_count(list) == 0)
		return;
	inner = doc_add(prose->doc, item, DOC_LIST);
	for (size_t i = 0; i < node_count(list); i++)
		prose_label(prose, doc_add(prose->doc, inner, DOC_ITEM),
		    node_get(node_at(list, i), "what"));
}

void
prose_revisions(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *list = doc_add(prose->doc, at, DOC_LIST), *item,
	    *block;
	const struct node *revision;

	prose_cite_all(prose, list, stated);
	for (size_t i = 0; i < stated->count; i++) {
		revision = stated->list[i];
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_own(prose, item, "revisions", revision);
		item->anchor = prose_name(prose, "revisions", revision);
		date_line(prose, item, revision);
		if (node_get(revision, "reason") != NULL) {
			block = doc_paragraph(prose->doc, item, prose_say(
			    prose, "改訂の理由：", "Reason: "));
			prose_label(prose, block, node_get(revision,
			    "reason"));
		}
		changed(prose, item, revision);
		if (node_get(revision, "inherits") != NULL) {
			block = doc_paragraph(prose->doc, item, prose_say(
			    prose, "事業の承継により引き継ぐ利用目的：",
			    "Purposes taken over by succession: "));
			prose_label(prose, block, node_get(revision,
			    "inherits"));
		}
	}
}
