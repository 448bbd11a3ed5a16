/*
 * What for, what never, with which consents, by whose hands.
 */
#include "policy/prose_parts.h"

static void
purpose_facts(struct prose *prose, struct doc_block *item,
    const struct node *purpose)
{
	struct doc_block *facts = doc_add(prose->doc, item, DOC_FACTS);

	prose_fact_refs(prose, facts, "用いる情報", "Information", "items",
	    node_get(purpose, "items"));
	prose_fact_refs(prose, facts, "対象となる方", "People", "subjects",
	    node_get(purpose, "subjects"));
	prose_fact_refs(prose, facts, "サービス", "Services", "services",
	    node_get(purpose, "services"));
	prose_fact_refs(prose, facts, "付随する元の利用目的", "Serves",
	    "purposes", node_get(purpose, "parent"));
	prose_fact_refs(prose, facts, "この利用目的で提供する相手",
	    "Provided to", "recipients", node_get(purpose, "provides"));
	prose_fact_refs(prose, facts, "必要な同意", "Consent needed",
	    "consents", node_get(purpose, "consent"));
	if (node_bool(purpose, "statutory", false))
		prose_fact_say(prose, facts, "利用の停止との関係",
		    "Stop of use",
		    "法令上の義務を果たすための利用であり、ご本人の停止のお求めがあっても義務の及ぶ限り行います。",
		    "It fulfils a duty of the law and goes on as far as the "
		    "duty reaches.");
	if (facts->first == NULL)
		doc_drop(prose->doc, facts);
}

void
prose_purposes(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *list, *item;

	(void)prose_intro(prose, at, stated,
	    "@は、個人情報を、次の利用目的の達成に必要な範囲で利用します。",
	    "@ uses personal information as far as the following purposes "
	    "need.");
	list = doc_add(prose->doc, at, DOC_NUMBERED);
	prose_cite_all(prose, list, stated);
	for (size_t i = 0; i < stated->count; i++) {
		item = doc_add(prose->doc, list, DOC_ITEM);
		item->anchor = prose_name(prose, "purposes", stated->list[i]);
		prose_label(prose, item, node_get(stated->list[i], "text"));
		prose_own(prose, item, "purposes", stated->list[i]);
		purpose_facts(prose, item, stated->list[i]);
	}
}

void
prose_prohibited(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *list, *item;
	const struct node *why;

	(void)prose_intro(prose, at, stated,
	    "@は、個人情報を次のように利用することはありません。",
	    "@ does not use personal information in the following ways.");
	list = doc_add(prose->doc, at, DOC_LIST);
	prose_cite_all(prose, list, stated);
	for (size_t i = 0; i < stated->count; i++) {
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_label(prose, item, node_get(stated->list[i], "label"));
		prose_own(prose, item, "prohibited_uses", stated->list[i]);
		why = node_get(stated->list[i], "why");
		if (why == NULL)
			continue;
		doc_string(prose->doc, item,
		    prose_say(prose, "（理由：", " (why: "));
		prose_label(prose, item, why);
		doc_string(prose->doc, item, prose_say(prose, "）", ")"));
	}
}

static void
one_consent(struct prose *prose, struct doc_block *at,
    const struct node *consent)
{
	struct doc_block *facts = prose_facts(prose, at, "consents", consent);

	prose_fact_label(prose, facts, "お示しする文言", "Wording",
	    node_get(consent, "wording"));
	prose_fact_refs(prose, facts, "同意の及ぶ利用目的", "Purposes",
	    "purposes", node_get(consent, "purposes"));
	prose_fact_refs(prose, facts, "同意の及ぶ提供先", "Recipients",
	    "recipients", node_get(consent, "recipients"));
	prose_fact_refs(prose, facts, "同意の及ぶ情報", "Information",
	    "items", node_get(consent, "items"));
	if (node_bool(consent, "special_care", false))
		prose_fact_say(prose, facts, "要配慮個人情報",
		    "Special care information",
		    "この同意は、要配慮個人情報の取得に及びます。",
		    "This consent covers acquiring special care information.");
	prose_fact_enums(prose, facts, "同意できる方", "Given by", "giver",
	    node_get(consent, "given_by"));
	prose_fact_period(prose, facts, "有効期間", "Valid for",
	    node_get(consent, "expires"));
	prose_fact_label(prose, facts, "撤回の方法", "How to withdraw",
	    node_get(consent, "withdrawal"));
}

void
prose_consents(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *part = at;

	if (stated->whole)
		part = prose_part(prose, at, stated, "consents-given",
		    "同意をお願いする事項", "Consents");
	(void)prose_intro(prose, part, stated,
	    "@は、次の事項について、その内容をお示ししたうえでご本人の意思を確認し、同意をいただきます。サービスをご利用になったことやお返事がないことをもって、同意いただいたものとは取り扱いません。",
	    "@ asks for the following consents after showing what each "
	    "covers. Neither use of a service nor silence counts as consent.");
	for (size_t i = 0; i < stated->count; i++)
		one_consent(prose, part, stated->list[i]);
}

void
prose_roles(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *list, *item;

	(void)prose_intro(prose, at, stated,
	    "@は、個人情報を取り扱う者を次の役割に分け、役割ごとに、取り扱うことのできる利用目的と情報の項目を必要な範囲に限っています。",
	    "@ divides those who handle personal information into the "
	    "following roles and limits the purposes and items of each to "
	    "what it needs.");
	list = doc_add(prose->doc, at, DOC_LIST);
	list->compact = true;
	prose_cite_all(prose, list, stated);
	for (size_t i = 0; i < stated->count; i++) {
		item = doc_add(prose->doc, list, DOC_ITEM);
		prose_label(prose, item, node_get(stated->list[i], "label"));
		prose_own(prose, item, "roles", stated->list[i]);
	}
}
