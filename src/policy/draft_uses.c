/*
 * What for and to whom: purposes, consents, roles, recipients, exceptions.
 */
#include "policy/draft_parts.h"

static void
line(struct writing *w, const char *key, const char *ja, const char *en)
{
	buf_printf(w->out, "%s: ", key);
	draft_write_say(w, ja, en);
	buf_byte(w->out, '\n');
}

static void
purpose(struct writing *w, const char *id, struct words label,
    struct words text, unsigned int items, const char *subjects,
    const char *more)
{
	buf_printf(w->out, "  - id: %s\n", id);
	line(w, "    label", label.ja, label.en);
	line(w, "    text", text.ja, text.en);
	buf_string(w->out, "    items: ");
	if (items == 0)
		buf_string(w->out, "all");
	else
		draft_write_list(w, items, 0, KEPT_NOT);
	buf_printf(w->out, "\n%s    made_known: published\n%s", subjects,
	    more);
}

#define CUSTOMERS "    subjects: [customer]\n"
#define EVERYBODY "    subjects: [customer, business_contact]\n"
#define W(ja, en) ((struct words){ (ja), (en) })

static void
purposes(struct writing *w)
{
	buf_string(w->out, "\n# 利用目的: 用いる情報と行うことが分かるように書きます (法17条1項)。\n"
	    "purposes:\n");
	purpose(w, "service", w->business->service, w->business->purpose,
	    FOR_SERVICE, CUSTOMERS, "    contact: service\n");
	if (draft_write_has(w, HAS_CARD))
		purpose(w, "payment", W("代金の決済", "Payment"),
		    W("代金の決済及びその確認のため",
		    "To take payment and confirm it"), FOR_PAYMENT,
		    CUSTOMERS, "");
	if (w->business->recipient.ja != NULL)
		purpose(w, "provision", W("ご紹介のための提供",
		    "Provision for introduction"),
		    W("ご本人の同意を得た提供先に、ご紹介に必要な情報を提供するため",
		    "To provide what an introduction needs to recipients "
		    "that the person approved"), FOR_PROVISION, CUSTOMERS,
		    "    provides: [introduced_to]\n");
	if (draft_write_has(w, HAS_PLACEMENT))
		purpose(w, "ledger_keeping", W("求職管理簿",
		    "Ledger of job seekers"),
		    W("職業安定法に定める求職管理簿の作成及び保存のため",
		    "To make and keep the ledger that the Employment "
		    "Security Act asks for"), FOR_LEDGER, CUSTOMERS, "");
	purpose(w, "inquiry_answer", W("お問い合わせへの回答",
	    "Answering inquiries"),
	    W("お問い合わせ及びご相談への回答のため",
	    "To answer inquiries and requests for advice"), FOR_INQUIRY,
	    EVERYBODY, "    contact: service\n");
	if (draft_write_has(w, HAS_NEWS))
		purpose(w, "news", W("お知らせ", "News"),
		    W("新しいサービス及び催しのお知らせを電子メールで送るため",
		    "To tell of new services and events by e-mail"),
		    FOR_NEWS, CUSTOMERS,
		    "    consent: news_mail\n    contact: advertising\n");
	if (draft_write_has(w, HAS_ANALYTICS))
		purpose(w, "analytics", W("閲覧の集計", "Analytics"),
		    W("閲覧の記録を集計して行う、ウェブサイトの構成及び表示の改善のため",
		    "To improve the website by counting visits"),
		    FOR_ANALYTICS, CUSTOMERS, "");
	purpose(w, "improvement", W("手順の改善", "Improvement"),
	    W("お問い合わせの内容を分析して行う、ご案内及び手順の改善のため",
	    "To improve information and procedures by analysing inquiries"),
	    FOR_IMPROVEMENT, EVERYBODY, "");
	purpose(w, "rights_request", W("開示等の請求への対応",
	    "Rights requests"),
	    W("開示等の請求並びに苦情及び相談への対応のため",
	    "To answer rights requests, complaints and consultation"), 0,
	    "", "    statutory: true\n    contact: service\n");
}

static void
consents(struct writing *w)
{
	if (!draft_write_has(w, HAS_NEWS | HAS_HEALTH) &&
	    w->business->recipient.ja == NULL)
		return;
	buf_string(w->out, "\n# 同意\nconsents:\n");
	if (draft_write_has(w, HAS_NEWS)) {
		buf_string(w->out, "  - id: news_mail\n"
		    "    purposes: [news]\n    given_by: [person, guardian]\n");
		line(w, "    label", "お知らせメール", "Mail with news");
		line(w, "    wording",
		    "お知らせを電子メールで受け取ることに同意します。",
		    "I agree to receive news by e-mail.");
		line(w, "    withdrawal",
		    "メールに記載の配信停止先から、いつでも撤回できます。",
		    "Withdraw at any time by the link in the mail.");
	}
	if (draft_write_has(w, HAS_HEALTH)) {
		buf_string(w->out, "  - id: care_consent\n"
		    "    purposes: [service]\n    special_care: true\n"
		    "    items: [symptoms, medical_record]\n"
		    "    given_by: [person, guardian]\n");
		line(w, "    label", "診療の情報の取得",
		    "Acquisition of medical information");
		line(w, "    wording",
		    "診療のために病歴その他の要配慮個人情報が取得されることに同意します。",
		    "I agree that medical history and other special care "
		    "information is acquired for my care.");
		line(w, "    withdrawal",
		    "窓口へのお申し出により、いつでも撤回できます。",
		    "Withdraw at any time by telling the desk.");
	}
	if (w->business->recipient.ja == NULL)
		return;
	buf_string(w->out, "  - id: provision_consent\n"
	    "    purposes: [provision]\n    recipients: [introduced_to]\n"
	    "    given_by: [person, guardian]\n    items: ");
	draft_write_list(w, FOR_PROVISION, 0, KEPT_NOT);
	buf_byte(w->out, '\n');
	line(w, "    label", "ご紹介先への提供の同意",
	    "Consent to provision");
	line(w, "    wording",
	    "表示された提供先に、表示された項目を提供することに同意します。",
	    "I agree that the items shown are provided to the recipient "
	    "shown.");
	line(w, "    withdrawal",
	    "会員ページ又は窓口から、いつでも撤回できます。",
	    "Withdraw at any time on the member page or at the desk.");
}

/* The purposes of a role, by what the business does. */
static void
role_purposes(struct writing *w, bool payment, bool study)
{
	buf_string(w->out, "    purposes: [service, inquiry_answer");
	if (payment && draft_write_has(w, HAS_CARD))
		buf_string(w->out, ", payment");
	if (w->business->recipient.ja != NULL)
		buf_string(w->out, ", provision");
	if (draft_write_has(w, HAS_PLACEMENT))
		buf_string(w->out, ", ledger_keeping");
	if (study && draft_write_has(w, HAS_NEWS))
		buf_string(w->out, ", news");
	if (study && draft_write_has(w, HAS_ANALYTICS))
		buf_string(w->out, ", analytics");
	buf_string(w->out, study ? "]\n" : ", rights_request]\n");
}

/* Items of purposes that people work with: no credentials, no cards. */
static void
staff_items(struct writing *w)
{
	buf_string(w->out, "    items: [identity_document");
	for (const struct draft_item *item = draft_items; item->id != NULL;
	    item++)
		if (draft_write_has(w, item->features) &&
		    (item->purposes & (FOR_SERVICE | FOR_PROVISION |
		    FOR_LEDGER | FOR_INQUIRY)) != 0 &&
		    strcmp(item->kind, "password") != 0)
			buf_printf(w->out, ", %s", item->id);
	buf_string(w->out, "]\n");
}

static void
roles(struct writing *w)
{
	bool gives = w->business->recipient.ja != NULL;

	buf_string(w->out, "\n# 役割: だれが、何のために、どの項目を扱えるか\n"
	    "roles:\n  - id: clerk\n    kind: staff\n");
	line(w, "    label", "業務担当", "Clerk");
	role_purposes(w, false, false);
	staff_items(w);
	buf_printf(w->out, "    masked: [phone, address]\n"
	    "    unmask: with_reason\n"
	    "    acts: [acquire, use, correct, stop%s]\n"
	    "    reauthenticate_minutes: 30\n", gives ? ", provide" : "");
	buf_string(w->out, "  - id: planner\n    kind: staff\n");
	line(w, "    label", "企画担当", "Planning");
	buf_printf(w->out, "    purposes: [improvement%s%s]\n    items: ",
	    draft_write_has(w, HAS_NEWS) ? ", news" : "",
	    draft_write_has(w, HAS_ANALYTICS) ? ", analytics" : "");
	draft_write_list(w, FOR_IMPROVEMENT |
	    (draft_write_has(w, HAS_NEWS) ? FOR_NEWS : 0u) |
	    (draft_write_has(w, HAS_ANALYTICS) ? FOR_ANALYTICS : 0u), 0,
	    KEPT_NOT);
	buf_string(w->out, "\n    unmask: never\n    acts: [use]\n"
	    "    reauthenticate_minutes: 30\n"
	    "  - id: officer\n    kind: officer\n");
	line(w, "    label", "個人情報保護責任者", "Privacy officer");
	buf_string(w->out, "    purposes: all\n    items: all\n"
	    "    masked: [identity_document]\n    unmask: with_reason\n"
	    "    acts: [acquire, use, correct, provide, stop, erase, export, "
	    "disclose, anonymise]\n"
	    "    approvals:\n      - {act: export, by: [auditor]}\n"
	    "    reauthenticate_minutes: 15\n"
	    "  - id: auditor\n    kind: auditor\n");
	line(w, "    label", "監査担当", "Auditor");
	buf_string(w->out, "    purposes: []\n    items: []\n    acts: []\n"
	    "  - id: system\n    kind: service\n");
	line(w, "    label", "サービスのシステム",
	    "The service's own system");
	role_purposes(w, true, true);
	buf_string(w->out, "    items: ");
	draft_write_list(w, FOR_SERVICE | FOR_INQUIRY | FOR_PAYMENT |
	    FOR_PROVISION | FOR_LEDGER |
	    (draft_write_has(w, HAS_NEWS) ? FOR_NEWS : 0u) |
	    (draft_write_has(w, HAS_ANALYTICS) ? FOR_ANALYTICS : 0u), 0,
	    KEPT_NOT);
	buf_string(w->out, "\n    acts: [acquire, use, correct, stop]\n");
}

static void
processor(struct writing *w, const char *id, struct words label,
    const char *purpose_id, const char *items)
{
	buf_printf(w->out, "  - id: %s\n    kind: processor\n"
	    "    country: JP\n    ground: entrustment\n    items: %s\n"
	    "    purposes: [%s]\n    contract: {document: "
	    "entrustment_contract, confidentiality: true, reentrustment: ",
	    id, items, purpose_id);
	draft_write_say(w, "事前の承諾を要する", "Needs our prior approval");
	buf_string(w->out, "}\n    checked_every: {years: 1}\n");
	line(w, "    label", label.ja, label.en);
	line(w, "    safeguards",
	    "安全管理措置の内容を選定の時と毎年確認する",
	    "Safeguards are checked at selection and yearly");
}

static void
recipients(struct writing *w)
{
	if (!draft_write_has(w, HAS_ORDER | HAS_CARD) &&
	    w->business->recipient.ja == NULL)
		return;
	buf_string(w->out, "\n# 取扱先: 委託先を加えるときは、契約と確認の内容も書きます。\n"
	    "recipients:\n");
	if (draft_write_has(w, HAS_ORDER))
		processor(w, "delivery_firm", W("配送の委託先",
		    "Delivery firm"), "service",
		    "[name, postal_code, address, phone]");
	if (draft_write_has(w, HAS_CARD))
		processor(w, "payment_firm", W("決済の委託先",
		    "Payment firm"), "payment", "[name, card]");
	if (w->business->recipient.ja == NULL)
		return;
	buf_string(w->out, "  - id: introduced_to\n    kind: third_party\n"
	    "    individual_consent: true\n    consent: provision_consent\n"
	    "    purposes: [provision]\n    items: ");
	draft_write_list(w, FOR_PROVISION, 0, KEPT_NOT);
	buf_byte(w->out, '\n');
	line(w, "    label", w->business->recipient.ja,
	    w->business->recipient.en);
	line(w, "    their_purposes", "ご紹介を受けた方の選考及びその連絡",
	    "Selection, and messages about it");
	buf_string(w->out, "    ways: [");
	draft_write_say(w, "暗号化した電磁的記録の送信",
	    "Encrypted electronic transmission");
	buf_string(w->out, "]\n");
}

void
draft_uses_write(struct writing *w)
{
	purposes(w);
	buf_string(w->out, "\n# 禁止する利用 (法19条)\nprohibited_uses:\n"
	    "  - id: unjust_discrimination\n");
	line(w, "    label", "不当な差別につながる利用",
	    "Use that leads to unjust discrimination");
	line(w, "    why",
	    "違法又は不当な行為を助長するおそれのある利用の禁止 (法19条)",
	    "Use that abets unlawful or unjust acts is forbidden "
	    "(article 19)");
	consents(w);
	roles(w);
	recipients(w);
	buf_string(w->out, "\n# 同意がなくても行える場合 (法律の根拠)\n"
	    "exceptions:\n"
	    "  - id: by_law\n    ground: law\n    scopes: [use, provide]\n"
	    "    evidence: [statute, authority, document_number]\n"
	    "    approver: officer\n    withheld: true\n");
	line(w, "    label", "法令に基づく場合", "Required or allowed by law");
	buf_string(w->out, "  - id: life_body_property\n"
	    "    ground: life_body_property\n    scopes: [use, provide]\n"
	    "    evidence: [facts, consent_hard]\n    approver: officer\n");
	line(w, "    label",
	    "人の生命、身体又は財産の保護のために必要がある場合であって、本人の同意を得ることが困難であるとき",
	    "Needed to protect life, body or property, and consent is hard "
	    "to obtain");
}
