/*
 * What a person can ask for, how, and where.
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
fee_cell(struct prose *prose, struct doc_block *row, const struct node *type)
{
	struct doc_block *cell = doc_add(prose->doc, row, DOC_CELL);
	int64_t fee = node_int(type, "fee", 0);

	if (fee == 0)
		doc_string(prose->doc, cell, prose_say(prose, "無料",
		    "none"));
	else if (prose->language == LANGUAGE_JA)
		doc_printf(prose->doc, cell, "%lld円", (long long)fee);
	else
		doc_printf(prose->doc, cell, "%lld yen", (long long)fee);
}

static void
deadline_cell(struct prose *prose, struct doc_block *row,
    const struct node *rights, const struct node *type)
{
	struct doc_block *cell = doc_add(prose->doc, row, DOC_CELL);
	const struct node *deadline = node_get(type, "deadline");

	if (deadline == NULL)
		deadline = node_get(rights, "deadline");
	if (deadline == NULL) {
		doc_string(prose->doc, cell, prose_say(prose, "遅滞なく",
		    "without delay"));
		return;
	}
	doc_mention(prose->doc, cell, deadline, TEXT("rights.deadline"));
	prose_period(prose, cell, deadline);
	doc_string(prose->doc, cell, prose_say(prose, "以内", ""));
}

static void
types_table(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *table = doc_add(prose->doc, at, DOC_TABLE), *row;
	struct doc_block *cell;

	doc_string(prose->doc, table, prose_say(prose, "受け付けるご請求",
	    "Requests that we take"));
	prose_cite_all(prose, table, stated);
	row = doc_add(prose->doc, table, DOC_ROW);
	head(prose, row, "ご請求の種類", "Request");
	head(prose, row, "手数料", "Fee");
	head(prose, row, "方法", "How");
	head(prose, row, "回答の期限", "Answered within");
	for (size_t i = 0; i < stated->count; i++) {
		row = doc_add(prose->doc, table, DOC_ROW);
		prose_own(prose, row, "rights", stated->list[i]);
		row->anchor = prose_name(prose, "rights", stated->list[i]);
		cell = doc_add(prose->doc, row, DOC_CELL);
		prose_label(prose, cell, node_get(stated->list[i], "label"));
		fee_cell(prose, row, stated->list[i]);
		cell = doc_add(prose->doc, row, DOC_CELL);
		prose_enums(prose, cell, "method",
		    node_get(stated->list[i], "methods"));
		if (node_bool(stated->list[i], "self_service", false))
			doc_string(prose->doc, cell, prose_say(prose,
			    cell->words == NULL ? "設定画面からも可" :
			    "（設定画面からも可）",
			    cell->words == NULL ? "also in the settings" :
			    " (also in the settings)"));
		if (cell->words == NULL)
			doc_string(prose->doc, cell, prose_say(prose,
			    "窓口へのお申出", "at the desk"));
		deadline_cell(prose, row, stated->node, stated->list[i]);
	}
}

static void
refusals(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct prose_stated some = *stated;
	struct doc_block *facts, *fact, *list;
	const struct node *grounds;

	some.count = 0;
	for (size_t i = 0; i < stated->count; i++)
		if (node_count(node_get(stated->list[i], "refusals")) > 0)
			some.list[some.count++] = stated->list[i];
	if (some.count == 0)
		return;
	(void)prose_intro(prose, at, &some,
	    "次の場合には、法令に従い、ご請求の全部又は一部に応じられないことがあります。",
	    "In the following cases of the law a request may be refused in "
	    "whole or in part.");
	facts = doc_add(prose->doc, at, DOC_FACTS);
	for (size_t i = 0; i < some.count; i++) {
		fact = doc_add(prose->doc, facts, DOC_FACT);
		prose_own(prose, fact, "rights", some.list[i]);
		prose_label(prose, fact, node_get(some.list[i], "label"));
		list = doc_add(prose->doc, fact, DOC_LIST);
		grounds = node_get(some.list[i], "refusals");
		for (size_t j = 0; j < node_count(grounds); j++)
			doc_string(prose->doc,
			    doc_add(prose->doc, list, DOC_ITEM),
			    prose_word(prose, "refusal",
			    node_at(grounds, j)->text));
	}
}

static void
procedure(struct prose *prose, struct doc_block *at,
    const struct node *node)
{
	struct doc_block *facts = doc_add(prose->doc, at, DOC_FACTS), *block;
	int64_t count = node_int(node, "identity_count", 0);

	doc_string(prose->doc, facts, prose_say(prose, "ご請求の手続",
	    "Procedure"));
	prose_own(prose, facts, "rights.procedure", node);
	prose_fact_label(prose, facts, "手続の流れ", "Steps",
	    node_get(node, "text"));
	if (node_bool(node, "announce_first", false))
		prose_fact_say(prose, facts, "はじめに", "First",
		    "ご請求を希望される旨を、窓口へお申し出ください。",
		    "Please tell the desk that you wish to make a request.");
	prose_fact_refs(prose, facts, "ご請求の様式", "Form", "documents",
	    node_get(node, "form"));
	if (node_bool(node, "form_sent_by_us", false))
		prose_fact_say(prose, facts, "様式の入手", "Where to get it",
		    "様式は、お申出の後に@からお送りします。",
		    "We send the form after you have told us.");
	if (count > 0) {
		block = doc_fact(prose->doc, facts, prose_say(prose,
		    "必要な本人確認書類の数", "Identity documents needed"));
		doc_printf(prose->doc, block, prose_say(prose, "%lld点",
		    "%lld"), (long long)count);
	}
	prose_fact_label(prose, facts, "ご本人に負担いただく費用", "Costs",
	    node_get(node, "costs"));
	prose_fact_label(prose, facts, "サービスへの影響",
	    "Effect on services", node_get(node, "service_may_end"));
	if (facts->first == NULL)
		doc_drop(prose->doc, facts);
}

static void
identity(struct prose *prose, struct doc_block *at, const struct node *list)
{
	struct doc_block *table = doc_add(prose->doc, at, DOC_TABLE), *row;
	struct doc_block *cell;
	const struct node *node, *mask;

	doc_string(prose->doc, table, prose_say(prose, "ご本人の確認の方法",
	    "How your identity is checked"));
	row = doc_add(prose->doc, table, DOC_ROW);
	head(prose, row, "書類又は方法", "Document or means");
	head(prose, row, "お使いいただける窓口", "Channels");
	head(prose, row, "写しの黒塗り", "To be blacked out");
	for (size_t i = 0; i < node_count(list); i++) {
		node = node_at(list, i);
		mask = node_get(node, "mask");
		row = doc_add(prose->doc, table, DOC_ROW);
		prose_own(prose, row, "rights.identity", node);
		prose_cite(prose, table, "rights.identity", node);
		cell = doc_add(prose->doc, row, DOC_CELL);
		prose_label(prose, cell, node_get(node, "label"));
		if (node_get(node, "until") != NULL) {
			doc_string(prose->doc, cell,
			    prose_say(prose, "（", " (until "));
			prose_date(prose, cell, node_text(node, "until"));
			doc_string(prose->doc, cell,
			    prose_say(prose, "まで）", ")"));
		}
		cell = doc_add(prose->doc, row, DOC_CELL);
		prose_enums(prose, cell, "channel",
		    node_get(node, "channels"));
		cell = doc_add(prose->doc, row, DOC_CELL);
		for (size_t j = 0; j < node_count(mask); j++) {
			prose_sep(prose, cell, j == 0);
			prose_label(prose, cell, node_at(mask, j));
		}
		doc_string(prose->doc, cell, cell->words == NULL ?
		    prose_say(prose, "なし", "nothing") :
		    prose_say(prose, "を黒塗りしてください", ""));
	}
}

static void
agents(struct prose *prose, struct doc_block *at, const struct node *list)
{
	struct doc_block *facts = doc_add(prose->doc, at, DOC_FACTS), *block;
	const struct node *agent;

	doc_string(prose->doc, facts, prose_say(prose,
	    "代理人によるご請求に必要な書類", "Requests by an agent"));
	for (size_t i = 0; i < node_count(list); i++) {
		agent = node_at(list, i);
		block = doc_fact(prose->doc, facts, prose_word(prose, "agent",
		    node_text(agent, "kind")));
		prose_cite(prose, facts, "rights.agents", agent);
		if (block->parent != NULL)
			prose_own(prose, block->parent, "rights.agents",
			    agent);
		for (size_t j = 0; j < node_count(node_get(agent, "proofs"));
		    j++) {
			prose_sep(prose, block, j == 0);
			prose_label(prose, block,
			    node_at(node_get(agent, "proofs"), j));
		}
		if (node_bool(agent, "own_identity", false))
			doc_string(prose->doc, block, prose_say(prose,
			    "。あわせて、代理人ご自身の本人確認書類もご提出ください。",
			    ". The agent's own identity is checked too."));
	}
}

static void
month_day(struct prose *prose, struct doc_block *block, struct text day)
{
	if (day.n != 5)
		return;
	if (prose->language == LANGUAGE_JA)
		doc_printf(prose->doc, block, "%d月%d日",
		    10 * (day.p[0] - '0') + day.p[1] - '0',
		    10 * (day.p[3] - '0') + day.p[4] - '0');
	else
		doc_text(prose->doc, block, day);
}

static void
closed_range(struct prose *prose, struct doc_block *block,
    const struct node *range)
{
	prose_sep(prose, block, false);
	month_day(prose, block, node_text(range, "from"));
	doc_string(prose->doc, block, prose_say(prose, "から", " to "));
	month_day(prose, block, node_text(range, "to"));
	doc_string(prose->doc, block, prose_say(prose, "まで", ""));
}

/* What is closed; absent keys mean what the calendar says they mean. */
static void
calendar(struct prose *prose, struct doc_block *facts,
    const struct node *node)
{
	const struct node *weekend = node_get(node, "weekend");
	const struct node *year_end = node_get(node, "year_end");
	const struct node *days = node_get(node, "closed");
	const struct node *yearly = node_get(node, "closed_yearly");
	struct doc_block *block = doc_fact(prose->doc, facts,
	    prose_say(prose, "営業日としない日", "Not business days"));

	if (node_count(weekend) > 0)
		prose_enums(prose, block, "weekday", weekend);
	else
		doc_string(prose->doc, block, prose_say(prose,
		    "土曜日、日曜日", "Saturdays, Sundays"));
	if (node_bool(node, "national_holidays", true))
		doc_string(prose->doc, block, prose_say(prose,
		    "、国民の祝日・休日", ", national holidays"));
	if (year_end != NULL)
		closed_range(prose, block, year_end);
	else
		doc_string(prose->doc, block, prose_say(prose,
		    "、12月29日から1月3日まで", ", 12-29 to 01-03"));
	for (size_t i = 0; i < node_count(yearly); i++)
		closed_range(prose, block, node_at(yearly, i));
	for (size_t i = 0; i < node_count(days); i++) {
		prose_sep(prose, block, false);
		prose_date(prose, block, node_at(days, i)->text);
	}
	doc_string(prose->doc, block, prose_say(prose,
	    "。法令が定める期間は、この日数の数え方にかかわらず法令のとおりに数えます。",
	    ". Periods of the law are counted as the law says."));
	if (node_get(node, "hours") == NULL)
		return;
	block = doc_fact(prose->doc, facts, prose_say(prose, "受付時間",
	    "Hours"));
	doc_text(prose->doc, block, node_text(node_get(node, "hours"),
	    "from"));
	doc_string(prose->doc, block, prose_say(prose, "から", " to "));
	doc_text(prose->doc, block, node_text(node_get(node, "hours"),
	    "to"));
	doc_string(prose->doc, block, prose_say(prose, "まで", ""));
}

static void
deadline(struct prose *prose, struct doc_block *at, const struct node *rights)
{
	const struct node *period = node_get(rights, "deadline");
	const struct node *days = node_get(rights, "calendar");
	struct doc_block *facts = doc_add(prose->doc, at, DOC_FACTS), *block;

	if (period != NULL) {
		block = doc_fact(prose->doc, facts, prose_say(prose,
		    "回答の期限", "Deadline"));
		if (block->parent != NULL)
			doc_origin(prose->doc, block->parent, period,
			    TEXT("rights.deadline"));
		doc_string(prose->doc, block, prose_say(prose,
		    "必要な書類がそろった日の翌日から数えて",
		    "Answered within "));
		prose_period(prose, block, period);
		doc_string(prose->doc, block, prose_say(prose,
		    "以内に回答します。",
		    ", counted from the day after the papers are complete."));
	}
	if (days != NULL || node_get(period, "business_days") != NULL) {
		calendar(prose, facts, days);
		/* Without a calendar the days are told because of the term. */
		for (block = facts->first; block != NULL;
		    block = block->next)
			if (days == NULL)
				doc_origin(prose->doc, block, period,
				    TEXT("rights.deadline"));
			else if (block != facts->first || period == NULL)
				doc_origin(prose->doc, block, days,
				    TEXT("rights.calendar"));
	}
	if (facts->first == NULL)
		doc_drop(prose->doc, facts);
}

static void
destruction(struct prose *prose, struct doc_block *at,
    const struct node *node)
{
	struct doc_block *block = doc_add(prose->doc, at, DOC_PARAGRAPH);

	prose_own(prose, block, "rights.destruction", node);
	if (node_bool(node, "identity_documents_at_check", false))
		doc_string(prose->doc, block, prose_say(prose,
		    "ご提出いただいた本人確認書類及び代理権を確認する書類は、確認を記録した後ただちに復元できない方法で廃棄します。",
		    "Identity documents and proofs of authority are destroyed "
		    "beyond recovery as soon as the check is recorded. "));
	doc_string(prose->doc, block, prose_say(prose,
	    "請求書は、手続の完了から", "Request forms are kept for "));
	prose_period(prose, block, node_get(node, "forms_after"));
	doc_string(prose->doc, block, prose_say(prose,
	    "保存した後、同様に廃棄します。",
	    " after closure and then destroyed alike."));
}

void
prose_rights(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	const struct node *rights = stated->node, *part;
	struct doc_block *block;

	if (stated->count > 0) {
		(void)prose_intro(prose, at, stated,
		    "ご本人又はその代理人は、@に対し、次のご請求をすることができます。",
		    "You or your agent can ask @ for the following.");
		types_table(prose, at, stated);
	}
	if (stated->whole) {
		if ((part = node_get(rights, "procedure")) != NULL)
			procedure(prose, at, part);
		if (node_count(part = node_get(rights, "identity")) > 0)
			identity(prose, at, part);
		if (node_count(part = node_get(rights, "agents")) > 0)
			agents(prose, at, part);
		deadline(prose, at, rights);
	}
	refusals(prose, at, stated);
	if (!stated->whole)
		return;
	if ((part = node_get(rights, "refusal")) != NULL) {
		block = doc_add(prose->doc, at, DOC_PARAGRAPH);
		prose_label(prose, block, part);
		doc_origin(prose->doc, block, part, TEXT("rights.refusal"));
	}
	if ((part = node_get(rights, "destruction")) != NULL)
		destruction(prose, at, part);
}

static void
hours_fact(struct prose *prose, struct doc_block *facts,
    const struct node *hours)
{
	struct doc_block *block;

	if (hours == NULL)
		return;
	block = doc_fact(prose->doc, facts, prose_say(prose, "受付時間",
	    "Hours"));
	if (node_get(hours, "days") != NULL) {
		prose_label(prose, block, node_get(hours, "days"));
		doc_string(prose->doc, block, " ");
	}
	doc_text(prose->doc, block, node_text(hours, "from"));
	doc_string(prose->doc, block, prose_say(prose, "〜", " to "));
	doc_text(prose->doc, block, node_text(hours, "to"));
}

static struct text
link_to(struct prose *prose, const char *scheme, struct text text)
{
	char href[320];
	struct text copy;

	(void)snprintf(href, sizeof(href), "%s%.*s", scheme,
	    TEXT_ARGS(text));
	copy = text_copy(prose->doc->arena, text_of(href));
	if (copy.p == NULL)
		prose->doc->failed = true;
	return copy.p == NULL ? TEXT("") : copy;
}

static void
one_desk(struct prose *prose, struct doc_block *at, const struct node *desk)
{
	struct doc_block *facts = prose_facts(prose, at, "desks", desk);
	struct doc_block *block;
	struct text text;

	facts->key = true;
	prose_fact_enums(prose, facts, "受け付けること", "Handles", "task",
	    node_get(desk, "handles"));
	if (node_get(desk, "address") != NULL) {
		block = doc_fact(prose->doc, facts, prose_say(prose, "住所",
		    "Address"));
		text = node_text(desk, "postal_code");
		if (text.n > 0)
			doc_printf(prose->doc, block, prose_say(prose,
			    "〒%.*s ", "%.*s "), TEXT_ARGS(text));
		prose_label(prose, block, node_get(desk, "address"));
	}
	prose_fact_url(prose, facts, "入力フォーム", "Form",
	    node_text(desk, "web"));
	text = node_text(desk, "email");
	if (text.n > 0)
		doc_span(prose->doc, doc_fact(prose->doc, facts,
		    prose_say(prose, "メールアドレス", "E-mail")), text,
		    prose->language, DOC_PLAIN,
		    link_to(prose, "mailto:", text));
	text = node_text(desk, "phone");
	if (text.n > 0)
		doc_span(prose->doc, doc_fact(prose->doc, facts,
		    prose_say(prose, "電話番号", "Telephone")), text,
		    prose->language, DOC_PLAIN, link_to(prose, "tel:", text));
	prose_fact_label(prose, facts, "責任者", "Person responsible",
	    node_get(desk, "person"));
	hours_fact(prose, facts, node_get(desk, "hours"));
}

void
prose_desks(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	(void)prose_intro(prose, at, stated,
	    "個人情報の取扱いに関するお申出は、次の窓口で受け付けます。",
	    "Please turn to the following about personal information.");
	for (size_t i = 0; i < stated->count; i++)
		one_desk(prose, at, stated->list[i]);
}
