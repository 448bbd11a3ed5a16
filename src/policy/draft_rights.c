/*
 * Rights, desks and retention of a draft.
 */
#include "policy/draft_parts.h"

static void
line(struct writing *w, const char *key, const char *ja, const char *en)
{
	buf_printf(w->out, "%s: ", key);
	draft_write_say(w, ja, en);
	buf_byte(w->out, '\n');
}

static const struct {
	const char *kind;
	struct words label;
	const char *more;
} types[] = {
	{ "purpose_notice", { "利用目的の通知", "Notice of the purposes" },
	  "fee: 0, methods: [electronic, paper], refusals: [already_clear, "
	  "harm_by_notice, own_rights, public_duty], " },
	{ "disclosure", { "開示", "Disclosure" },
	  "fee: 0, methods: [electronic, paper], refusals: [harm, "
	  "obstruction, violation_of_law, other_law], " },
	{ "provision_records",
	  { "第三者提供記録の開示", "Disclosure of provision records" },
	  "fee: 0, methods: [electronic, paper], refusals: [harm, "
	  "obstruction, violation_of_law], " },
	{ "correction", { "訂正・追加・削除", "Correction" },
	  "refusals: [content_is_fact, not_needed_for_purpose, other_law], "
	},
	{ "use_stop", { "利用停止・消去", "Stop of use or erasure" },
	  "refusals: [no_ground_for_stop, substitute_measure], " },
	{ "provision_stop", { "第三者提供の停止", "Stop of provision" },
	  "refusals: [no_ground_for_stop, substitute_measure], " },
	{ "complaint", { "苦情・相談", "Complaints and consultation" }, "" },
};

static const struct {
	const char *document;
	struct words label;
	const char *channels;
} identities[] = {
	{ "driver_licence",
	  { "運転免許証の写し", "Copy of the driving licence" },
	  "[post, email]" },
	{ "my_number_card_front",
	  { "マイナンバーカード (表面のみ) の写し",
	    "Copy of the front of the My Number card" }, "[post, email]" },
	{ "residence_card",
	  { "在留カードの写し", "Copy of the residence card" },
	  "[post, email]" },
};

static void
procedure(struct writing *w)
{
	buf_string(w->out, "  procedure:\n    announce_first: false\n"
	    "    identity_count: 1\n");
	line(w, "    text",
	    "下記の窓口へ、請求の種類と対象を書いてお申し出ください。書式の指定はなく、手数料は無料です。",
	    "Tell the desk what you ask for, in any form and free of "
	    "charge.");
	buf_string(w->out, "  identity:\n");
	if (draft_write_has(w, HAS_ACCOUNT)) {
		buf_string(w->out, "    - {document: registered_login, "
		    "channels: [web], label: ");
		draft_write_say(w, "登録済みの ID とパスワード",
		    "Registered login");
		buf_string(w->out, "}\n");
	}
	for (size_t i = 0; i < LENGTH(identities); i++) {
		buf_printf(w->out, "    - {document: %s, channels: %s, "
		    "label: ", identities[i].document,
		    identities[i].channels);
		draft_write_say(w, identities[i].label.ja,
		    identities[i].label.en);
		buf_string(w->out, "}\n");
	}
	buf_string(w->out, "  agents:\n    - {kind: legal_representative, "
	    "own_identity: true, proofs: [");
	draft_write_say(w, "戸籍謄本その他の法定代理権を確認できる書類",
	    "Family register or other proof of authority");
	buf_string(w->out, "]}\n    - {kind: mandate, own_identity: true, "
	    "proofs: [");
	draft_write_say(w, "委任状", "Power of attorney");
	buf_string(w->out, "]}\n");
}

static void
desks(struct writing *w)
{
	const struct text *a = w->draft->answer;

	buf_string(w->out, "\n# 窓口\ndesks:\n  - id: privacy_desk\n"
	    "    handles: [requests, complaints, inquiries, breaches, "
	    "opt_out]\n    email: ");
	draft_write_quote(w, a[DRAFT_EMAIL]);
	buf_byte(w->out, '\n');
	line(w, "    label", "個人情報お問い合わせ窓口", "Privacy desk");
	if (a[DRAFT_ADDRESS].n > 0)
		line(w, "    address", a[DRAFT_ADDRESS].p,
		    a[DRAFT_ADDRESS].p);
	if (a[DRAFT_PHONE].n > 0) {
		buf_string(w->out, "    phone: ");
		draft_write_quote(w, a[DRAFT_PHONE]);
		buf_byte(w->out, '\n');
	}
	buf_string(w->out, "    hours: {from: \"10:00\", to: \"17:00\", "
	    "days: ");
	draft_write_say(w, "平日", "Weekdays");
	buf_string(w->out, "}\n");
}

static const struct {
	enum draft_keeping keeping;
	unsigned int features;
	const char *id;
	struct words label;
	const char *rule;
	struct words law;	/* of the minimum, or NULL */
} keepings[] = {
	{ KEPT_WITH_SERVICE, HAS_ALL, "customer_data",
	  { "ご登録いただいた情報", "What was registered" },
	  "subjects: [customer], start: service_end, period: {years: 1}",
	  { NULL, NULL } },
	{ KEPT_AS_BOOKS, HAS_ORDER | HAS_MEMBERS, "books",
	  { "取引の記録", "Records of transactions" },
	  "subjects: [customer], start: record_made, period: {years: 7}",
	  { "法人税法施行規則59条",
	    "Corporation Tax Act Enforcement Rules 59" } },
	{ KEPT_AS_MEDICAL, HAS_HEALTH, "medical_data",
	  { "診療の記録", "Medical records" },
	  "subjects: [customer], start: last_use, period: {years: 5}",
	  { "医師法24条", "Medical Practitioners Act 24" } },
	{ KEPT_AS_LEDGER, HAS_PLACEMENT, "ledger_data",
	  { "求職管理簿", "Ledger of job seekers" },
	  "subjects: [customer], start: service_end, period: {years: 2}",
	  { "職業安定法32条の15", "Employment Security Act 32-15" } },
	{ KEPT_SHORTLY, HAS_ANALYTICS, "visit_data",
	  { "閲覧の記録", "Visits" },
	  "subjects: [customer], start: acquisition, period: {months: 13}",
	  { NULL, NULL } },
	{ KEPT_FOR_CHECK, HAS_ALL, "identity_evidence",
	  { "本人確認書類", "Identity documents" },
	  "start: identity_checked, period: {days: 1}", { NULL, NULL } },
};

static void
retention(struct writing *w)
{
	buf_string(w->out, "\n# 保存期間\nretention:\n");
	for (size_t i = 0; i < LENGTH(keepings); i++) {
		const char *years = strstr(keepings[i].rule, "{");

		if (!draft_write_has(w, keepings[i].features))
			continue;
		buf_printf(w->out, "  - {id: %s, %s, at_end: erase, items: ",
		    keepings[i].id, keepings[i].rule);
		draft_write_list(w, 0, 0, keepings[i].keeping);
		buf_string(w->out, ", label: ");
		draft_write_say(w, keepings[i].label.ja,
		    keepings[i].label.en);
		if (keepings[i].law.ja != NULL) {
			buf_printf(w->out, ", minimum: {period: %s, law: ",
			    years);
			draft_write_say(w, keepings[i].law.ja,
			    keepings[i].law.en);
			buf_byte(w->out, '}');
		}
		buf_string(w->out, "}\n");
	}
	buf_string(w->out, "  - {id: inquiry_data, subjects: [customer, "
	    "business_contact], start: last_use, period: {years: 1}, "
	    "at_end: erase, items: [name, email, phone, company, inquiry], "
	    "label: ");
	draft_write_say(w, "お問い合わせの記録", "Inquiries");
	buf_string(w->out, "}\n");
}

void
draft_rights_write(struct writing *w)
{
	const struct text *a = w->draft->answer;

	buf_string(w->out, "\n# 開示等の請求\nrights:\n  types:\n");
	for (size_t i = 0; i < LENGTH(types); i++) {
		buf_printf(w->out, "    - {id: %s, kind: %s, %slabel: ",
		    types[i].kind, types[i].kind, types[i].more);
		draft_write_say(w, types[i].label.ja, types[i].label.en);
		buf_string(w->out, "}\n");
	}
	procedure(w);
	if (!text_is(a[DRAFT_DEADLINE], "0"))
		buf_printf(w->out, "  deadline: {business_days: %s}\n",
		    a[DRAFT_DEADLINE].p);
	buf_string(w->out, "  calendar:\n    weekend: [saturday, sunday]\n"
	    "    national_holidays: true\n"
	    "    year_end: {from: \"12-29\", to: \"01-03\"}\n"
	    "  destruction:\n    identity_documents_at_check: true\n"
	    "    forms_after: {years: 1}\n");
	line(w, "  refusal",
	    "請求に応じない場合は、根拠となる条文と理由をご説明します。",
	    "When a request is refused you are told the article and the "
	    "reason.");
	desks(w);
	retention(w);
}
