/*
 * To whom: recipients by what they are before the law, clients, exceptions,
 * and the countries outside Japan.
 */
#include "policy/prose_parts.h"

#include "law/ground.h"
#include "policy/language.h"

/* How each kind of recipient is introduced, in the order of the text. */
static const struct {
	enum recipient_kind kind;
	const char *anchor;
	struct words heading;
	struct words intro;
} kinds[] = {
	{ RECIPIENT_THIRD_PARTY, "third-parties",
	  { "第三者への提供", "Provision to third parties" },
	  { "@は、ご本人の同意をいただいた場合及び法令が認める場合に限り、次の提供先に個人データを提供します。",
	    "@ provides personal data to the following only with the "
	    "person's consent or where the law allows it." } },
	{ RECIPIENT_PUBLIC_BODY, "public-bodies",
	  { "法令に基づく公的機関等への提供", "Public bodies" },
	  { "@は、法令に基づいて照会等を受けた場合に、次の相手に必要な範囲で提供することがあります。",
	    "@ may provide what is needed to the following under a law." } },
	{ RECIPIENT_PROCESSOR, "processors",
	  { "取扱いの委託", "Entrustment" },
	  { "@は、利用目的の達成に必要な範囲で、次のとおり個人データの取扱いを委託します。委託先は、安全管理の水準を確かめて選び、契約と定期的な確認により必要かつ適切に監督します。",
	    "@ entrusts the handling of personal data to the following as "
	    "far as the purposes need, chooses them after checking their "
	    "safeguards and supervises them." } },
	{ RECIPIENT_CLOUD_WITHOUT_HANDLING, "clouds",
	  { "クラウドサービスの利用", "Cloud services" },
	  { "@は、次のサービスに情報を保管します。サービスの事業者は、保管された個人データを取り扱いません。",
	    "@ stores data in the following services, whose operators do "
	    "not handle the personal data in them." } },
	{ RECIPIENT_JOINT_USE, "joint-use",
	  { "共同利用", "Joint use" },
	  { "@は、次のとおり、個人データを特定の者との間で共同して利用します。",
	    "@ uses personal data jointly as follows." } },
	{ RECIPIENT_SUCCESSOR, "successors",
	  { "事業の承継に伴う提供", "Succession" },
	  { "@は、合併その他の事由による事業の承継に伴って、次のとおり個人データを提供することがあります。",
	    "@ may provide personal data as follows when the business is "
	    "succeeded to by merger or otherwise." } },
	{ RECIPIENT_RELATED_INFORMATION, "related-information",
	  { "個人関連情報の提供", "Provision of related information" },
	  { "@は、次の提供先に個人関連情報を提供します。提供先がこれを個人データとして取得することが想定されるときは、そのことについてご本人の同意が得られていることを確認してから提供します。",
	    "@ provides related information to the following. Where the "
	    "recipient is expected to acquire it as personal data, it is "
	    "provided only after confirming the person's consent to that." } },
};

static const struct node *
country_of(const struct prose *prose, struct text code)
{
	const struct node *list = node_path(prose->root, "operator",
	    "countries", NULL);

	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(node_text(node_at(list, i), "code"), code))
			return node_at(list, i);
	return NULL;
}

static struct text
country_anchor(struct prose *prose, const struct node *country)
{
	return prose_name(prose, "country", country);
}

/* Where the recipient is, when not in Japan, and on which basis. */
static void
abroad_facts(struct prose *prose, struct doc_block *facts,
    const struct node *recipient)
{
	struct text code = node_text(recipient, "country");
	const struct node *country = country_of(prose, code);
	struct doc_block *block;

	if (code.n == 0 || text_is(code, "JP"))
		return;
	block = doc_fact(prose->doc, facts, prose_say(prose, "所在国",
	    "Country"));
	if (country == NULL) {
		doc_text(prose->doc, block, code);
	} else {
		prose_label(prose, block, node_get(country, "name"));
		prose_cite(prose, block, "operator.countries", country);
		if (block->parent != NULL)
			prose_cite(prose, block->parent, "operator.countries",
			    country);
		prose_fact_label(prose, facts,
		    "その国の個人情報の保護に関する制度",
		    "That country's system of protection",
		    node_get(country, "system"));
		if (facts->last != NULL && facts->last->first != NULL) {
			prose_cite(prose, facts->last, "operator.countries",
			    country);
			prose_cite(prose, facts->last->first,
			    "operator.countries", country);
		}
	}
	prose_fact_enums(prose, facts, "外国への提供の根拠",
	    "Basis of provision abroad", "abroad",
	    node_get(recipient, "abroad"));
}

static void
recipient_ground(struct prose *prose, struct doc_block *facts,
    const struct node *recipient)
{
	enum ground ground;
	const char *article;
	struct doc_block *block;

	if (!ground_find(node_text(recipient, "ground"), &ground))
		return;
	article = ground_table[ground].article[GROUND_PROVIDE];
	if (article == NULL)
		article = ground_table[ground].article[GROUND_NOT_THIRD_PARTY];
	if (article == NULL)
		return;
	block = doc_fact(prose->doc, facts, prose_say(prose, "法令上の根拠",
	    "Ground"));
	prose_article(prose, block, article);
}

static void
contract_facts(struct prose *prose, struct doc_block *facts,
    const struct node *contract)
{
	if (contract == NULL)
		return;
	prose_fact_refs(prose, facts, "契約", "Contract", "documents",
	    node_get(contract, "document"));
	if (node_bool(contract, "confidentiality", false))
		prose_fact_say(prose, facts, "秘密の保持", "Confidentiality",
		    "契約により秘密の保持を義務付けています。",
		    "Bound by contract.");
	prose_fact_label(prose, facts, "再委託", "Passing it on",
	    node_get(contract, "reentrustment"));
}

/* Who uses jointly, and who answers for it: article 27(5)3. */
static void
joint_facts(struct prose *prose, struct doc_block *facts,
    const struct node *recipient)
{
	const struct node *members = node_get(recipient, "members");
	const struct node *responsible = node_get(recipient, "responsible");
	struct doc_block *block = facts;

	prose_fact_refs(prose, facts, "共同して利用される個人データの項目",
	    "Items used jointly", "items", node_get(recipient, "items"));
	if (node_count(members) > 0)
		block = doc_fact(prose->doc, facts, prose_say(prose,
		    "共同して利用する者の範囲", "Who uses them jointly"));
	for (size_t i = 0; i < node_count(members); i++) {
		prose_sep(prose, block, i == 0);
		prose_label(prose, block, node_get(node_at(members, i),
		    "name"));
		if (node_get(node_at(members, i), "since") == NULL)
			continue;
		doc_string(prose->doc, block, prose_say(prose, "（",
		    " (since "));
		prose_date(prose, block, node_text(node_at(members, i),
		    "since"));
		doc_string(prose->doc, block, prose_say(prose, "から）",
		    ")"));
	}
	prose_fact_label(prose, facts, "共同して利用する者の利用目的",
	    "Purposes of joint use", node_get(recipient, "their_purposes"));
	if (responsible != NULL) {
		block = doc_fact(prose->doc, facts, prose_say(prose,
		    "個人データの管理について責任を有する者の名称、住所及び代表者の氏名",
		    "Who is responsible: name, address, representative"));
		prose_label(prose, block, node_get(responsible, "name"));
		doc_string(prose->doc, block, prose_say(prose, "（住所：",
		    " (address: "));
		prose_label(prose, block, node_get(responsible, "address"));
		doc_string(prose->doc, block, prose_say(prose, "、代表者：",
		    ", representative: "));
		prose_label(prose, block,
		    node_get(responsible, "representative"));
		doc_string(prose->doc, block, prose_say(prose, "）", ")"));
	}
	prose_fact_labels(prose, facts, "共同して利用される個人データの取得の方法",
	    "How they are acquired", node_get(recipient, "acquired_by"));
}

static void
given_facts(struct prose *prose, struct doc_block *facts,
    const struct node *recipient)
{
	prose_fact_refs(prose, facts, "提供する情報", "Information", "items",
	    node_get(recipient, "items"));
	prose_fact_refs(prose, facts, "利用目的", "Our purposes",
	    "purposes", node_get(recipient, "purposes"));
	prose_fact_label(prose, facts, "相手方の利用目的",
	    "Their purposes", node_get(recipient, "their_purposes"));
	prose_fact_labels(prose, facts, "提供する情報の取得の方法",
	    "How it is acquired", node_get(recipient, "acquired_by"));
}

static void
one_recipient(struct prose *prose, struct doc_block *at,
    const struct node *recipient)
{
	struct doc_block *facts = prose_facts(prose, at, "recipients",
	    recipient);

	prose_fact_label(prose, facts, "名称", "Name",
	    node_get(recipient, "name"));
	prose_fact_label(prose, facts, "住所", "Address",
	    node_get(recipient, "address"));
	prose_fact_label(prose, facts, "代表者", "Representative",
	    node_get(recipient, "representative"));
	if (text_is(node_text(recipient, "kind"),
	    recipient_kind_names[RECIPIENT_JOINT_USE]))
		joint_facts(prose, facts, recipient);
	else
		given_facts(prose, facts, recipient);
	prose_fact_labels(prose, facts, "提供の方法", "Ways",
	    node_get(recipient, "ways"));
	prose_fact_refs(prose, facts, "必要な同意", "Consent needed",
	    "consents", node_get(recipient, "consent"));
	if (node_bool(recipient, "individual_consent", false))
		prose_fact_say(prose, facts, "同意の取り方",
		    "How consent is asked",
		    "提供先と提供する情報を個別にお示しして、ご本人の同意をいただきます。",
		    "Each consent names the recipient and the information.");
	recipient_ground(prose, facts, recipient);
	abroad_facts(prose, facts, recipient);
	contract_facts(prose, facts, node_get(recipient, "contract"));
	prose_fact_label(prose, facts, "安全管理の確認", "Safeguards",
	    node_get(recipient, "safeguards"));
	prose_fact_period(prose, facts, "確認の間隔", "Checked every",
	    node_get(recipient, "checked_every"));
	prose_fact_url(prose, facts, "提供の停止", "Opt out",
	    node_text(recipient, "opt_out"));
}

void
prose_recipients(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct prose_stated part;
	struct doc_block *block;

	for (size_t i = 0; i < LENGTH(kinds); i++) {
		prose_only(&part, stated, "kind",
		    recipient_kind_names[kinds[i].kind]);
		if (part.count == 0)
			continue;
		block = stated->whole ? prose_part(prose, at, &part,
		    kinds[i].anchor, kinds[i].heading.ja,
		    kinds[i].heading.en) : at;
		(void)prose_intro(prose, block, &part, kinds[i].intro.ja,
		    kinds[i].intro.en);
		for (size_t j = 0; j < part.count; j++)
			one_recipient(prose, block, part.list[j]);
	}
}

void
prose_countries(struct prose *prose, struct doc_block *at)
{
	const struct node *list = node_path(prose->root, "operator",
	    "countries", NULL), *country;
	struct doc_block *facts, *block;

	for (size_t i = 0; i < node_count(list); i++) {
		country = node_at(list, i);
		facts = doc_add(prose->doc, at, DOC_FACTS);
		doc_string(prose->doc, facts, prose_say(prose,
		    "外国における取扱い又は外国への提供：",
		    "Handling in or provision to: "));
		prose_label(prose, facts, node_get(country, "name"));
		prose_own(prose, facts, "operator.countries", country);
		facts->anchor = country_anchor(prose, country);
		prose_fact_label(prose, facts, "内容", "What",
		    node_get(country, "what"));
		prose_fact_label(prose, facts,
		    "その国の個人情報の保護に関する制度の概要",
		    "Its system of protection", node_get(country, "system"));
		prose_fact_url(prose, facts, "出典", "Source",
		    node_text(country, "source"));
		if (node_get(country, "checked") == NULL)
			continue;
		block = doc_fact(prose->doc, facts, prose_say(prose,
		    "確認した日", "Checked on"));
		prose_date(prose, block, node_text(country, "checked"));
	}
}

void
prose_clients(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *facts;
	const struct node *client;

	(void)prose_intro(prose, at, stated,
	    "@は、次のとおり、ほかの事業者から委託を受けて個人情報を取り扱います。これらは@の保有個人データではないため、開示等のご請求は委託元へお願いします。",
	    "@ processes personal information for others as follows. It is "
	    "theirs; rights requests go to them.");
	for (size_t i = 0; i < stated->count; i++) {
		client = stated->list[i];
		facts = prose_facts(prose, at, "clients", client);
		prose_fact_refs(prose, facts, "委託された業務",
		    "Entrusted work", "purposes", node_get(client,
		    "purposes"));
		prose_fact_refs(prose, facts, "取り扱う情報", "Information",
		    "items", node_get(client, "items"));
		prose_fact_label(prose, facts, "開示等のご請求の宛先",
		    "Where requests go", node_get(client, "requests_to"));
		contract_facts(prose, facts, node_get(client, "contract"));
	}
}

static void
one_exception(struct prose *prose, struct doc_block *list,
    const struct node *exception)
{
	static const char *const scopes[] = {
		"use", "acquire", "notice", "provide", "not_third_party",
	};
	const struct node *named = node_get(exception, "scopes");
	struct doc_block *item = doc_add(prose->doc, list, DOC_ITEM);
	enum ground ground;
	bool first = true, has;

	prose_label(prose, item, node_get(exception, "label"));
	prose_own(prose, item, "exceptions", exception);
	if (!ground_find(node_text(exception, "ground"), &ground))
		return;
	doc_string(prose->doc, item, prose_say(prose, "（", " ("));
	for (size_t i = 0; i < LENGTH(scopes); i++) {
		has = named->kind == NODE_TEXT ?
		    text_is(named->text, scopes[i]) :
		    node_lists(named, text_of(scopes[i]));
		if (!has || ground_table[ground].article[i] == NULL)
			continue;
		if (!first)
			doc_string(prose->doc, item,
			    prose_say(prose, "；", "; "));
		doc_string(prose->doc, item, prose_word(prose, "scope",
		    text_of(scopes[i])));
		doc_string(prose->doc, item, prose_say(prose, "：", ": "));
		prose_article(prose, item, ground_table[ground].article[i]);
		first = false;
	}
	doc_string(prose->doc, item, prose_say(prose, "）", ")"));
}

void
prose_exceptions(struct prose *prose, struct doc_block *at,
    const struct prose_stated *stated)
{
	struct doc_block *part = at, *list;

	if (stated->whole)
		part = prose_part(prose, at, stated, "exceptions-allowed",
		    "ご本人の同意等によらない場合",
		    "Cases that need no consent");
	(void)prose_intro(prose, part, stated,
	    "@は、次の場合には、法令が認める範囲で、ご本人の同意を得ることなく、又は通知等を行うことなく、括弧内の取扱いをすることがあります。",
	    "In the following cases @ may act as stated in brackets without "
	    "consent or notice, within what the law allows.");
	list = doc_add(prose->doc, part, DOC_NUMBERED);
	prose_cite_all(prose, list, stated);
	for (size_t i = 0; i < stated->count; i++)
		one_exception(prose, list, stated->list[i]);
}
