/*
 * Trackers, measures, incidents, notices, documents, revisions and text of a
 * draft.
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
trackers(struct writing *w)
{
	const struct text *a = w->draft->answer;

	if (!draft_write_has(w, HAS_ANALYTICS))
		return;
	buf_string(w->out, "\n# 外部送信\ntrackers:\n  - id: analytics_tag\n"
	    "    kind: tag\n    class: analytics\n    items: [visit]\n"
	    "    linked_to_account: false\n    lifetime: {months: 13}\n");
	line(w, "    label", "アクセス解析", "Analytics");
	buf_string(w->out, "    sends: [");
	draft_write_say(w, "閲覧したページの URL、日時、端末及びブラウザの種類、端末の識別子",
	    "Pages, times, kind of device and browser, device identifier");
	buf_string(w->out, "]\n    to: {name: ");
	draft_write_say(w, a[DRAFT_ANALYTICS].p, a[DRAFT_ANALYTICS].p);
	buf_string(w->out, "}\n    used_for:\n");
	line(w, "      sender", "利用者数と閲覧の傾向の集計",
	    "Counting visitors and what they read");
	line(w, "      recipient", "解析サービスの提供",
	    "Providing the analysis");
	line(w, "    settings",
	    "ブラウザの設定でクッキーを無効にすると送信されません。",
	    "Nothing is sent when cookies are turned off in the browser.");
}

static const struct {
	const char *id;
	const char *group;
	struct words text;
	const char *more;
} measures[] = {
	{ "policy", "basic_policy",
	  { "この方針を定めて公表し、法令を守ります。",
	    "This policy is published and the laws are obeyed." },
	  "every: {years: 1}" },
	{ "rules", "rules",
	  { "取得から廃棄までの取扱方法を社内規程に定めています。",
	    "Rules set the handling from acquisition to disposal." },
	  "every: {years: 1}, documents: [handling_rules]" },
	{ "organisation", "organisational",
	  { "個人情報保護責任者を置き、取扱状況を定期的に点検しています。",
	    "A privacy officer is appointed and the handling is checked." },
	  "every: {months: 6}" },
	{ "training", "human",
	  { "従業者に定期的な研修を行い、秘密保持を就業規則に定めています。",
	    "Staff are trained and bound to confidentiality." },
	  "every: {years: 1}" },
	{ "devices", "physical",
	  { "機器、電子媒体及び書類の盗難・紛失を防いでいます。",
	    "Devices, media and papers are protected from theft and loss." },
	  "every: {years: 1}" },
	{ "access_control", "technical",
	  { "取り扱える担当者と項目を限定し、不正アクセスを防いでいます。",
	    "Persons and items are limited, and intrusion is prevented." },
	  "every: {months: 6}" },
	{ "external_environment", "external_environment",
	  { "個人データは日本国内で取り扱っています。",
	    "Personal data is handled in Japan." }, "every: {years: 1}" },
};

static void
duties(struct writing *w)
{
	buf_string(w->out, "\n# 安全管理措置: 実際に行っていることに直します。\n"
	    "measures:\n");
	for (size_t i = 0; i < LENGTH(measures); i++) {
		buf_printf(w->out, "  - {id: %s, group: %s, owner: officer, "
		    "publishable: true, %s, text: ", measures[i].id,
		    measures[i].group, measures[i].more);
		draft_write_say(w, measures[i].text.ja,
		    measures[i].text.en);
		buf_string(w->out, "}\n");
	}
	buf_string(w->out, "\n# 漏えい等への対応\nincidents:\n"
	    "  report_to: officer\n  drill_every: {years: 1}\n");
	line(w, "  report_line",
	    "漏えい等の事実又は兆候を知った者は、直ちに責任者へ報告する",
	    "Whoever learns of a leak or a sign of one reports to the "
	    "officer at once");
	line(w, "  authority", "個人情報保護委員会",
	    "Personal Information Protection Commission");
	buf_string(w->out, "\n# 公表と改訂の知らせ方\nnotices:\n"
	    "  level: published\n  changes:\n    ways: [website]\n"
	    "    displayed_for: {months: 1}\n    with_reason: true\n"
	    "  mail:\n");
	if (draft_write_has(w, HAS_NEWS)) {
		buf_string(w->out, "    - {id: news_letter, advertising: "
		    "true, consent: news_mail, purpose: news, label: ");
		draft_write_say(w, "お知らせメール", "News");
		buf_string(w->out, "}\n");
	}
	buf_string(w->out, "    - {id: service_mail, advertising: false, "
	    "purpose: service, label: ");
	draft_write_say(w, "サービスに関する連絡", "Service mail");
	buf_string(w->out, "}\n\n# 規程・契約\ndocuments:\n"
	    "  - {id: handling_rules, kind: rule, version: \"1\", label: ");
	draft_write_say(w, "個人情報取扱規程",
	    "Rules on handling personal information");
	buf_string(w->out, "}\n  - {id: entrustment_contract, kind: "
	    "contract, version: \"1\", label: ");
	draft_write_say(w, "業務委託契約", "Contract of entrustment");
	buf_printf(w->out, "}\n\n# 制定と改訂\nrevisions:\n"
	    "  - {version: \"1\", enacted: %s, in_force: %s}\n",
	    w->draft->answer[DRAFT_DATE].p, w->draft->answer[DRAFT_DATE].p);
}

static void
clause(struct writing *w, int *number, struct words heading,
    const char *states)
{
	char ja[160], en[160];

	(void)snprintf(ja, sizeof(ja), "%d. %s", *number, heading.ja);
	(void)snprintf(en, sizeof(en), "%d. %s", *number, heading.en);
	(*number)++;
	buf_string(w->out, "  - heading: ");
	draft_write_say(w, ja, en);
	buf_printf(w->out, "\n    states: [%s]\n", states);
}

#define W(ja, en) ((struct words){ (ja), (en) })

static void
text(struct writing *w)
{
	bool gives = w->business->recipient.ja != NULL ||
	    draft_write_has(w, HAS_ORDER | HAS_CARD);
	bool asks = w->business->recipient.ja != NULL ||
	    draft_write_has(w, HAS_NEWS | HAS_HEALTH);
	char states[80];
	int number = 1;

	buf_string(w->out, "\n# 公表文の構成\ntext:\n  - kind: preamble\n"
	    "    heading: ");
	draft_write_say(w, "個人情報保護方針",
	    "Personal information protection policy");
	buf_string(w->out, "\n    states: [operator, services, revisions]\n");
	clause(w, &number, W("取得する情報", "What is acquired"),
	    "subjects, items, acquisition");
	clause(w, &number, W("利用目的", "Purposes"),
	    "purposes, prohibited_uses");
	(void)snprintf(states, sizeof(states), "%s%sexceptions",
	    gives ? "recipients, " : "", asks ? "consents, " : "");
	clause(w, &number, W("提供、委託及び同意",
	    "Provision, entrustment and consent"), states);
	if (draft_write_has(w, HAS_ANALYTICS))
		clause(w, &number, W("外部送信", "External transmission"),
		    "trackers");
	clause(w, &number, W("安全管理措置", "Security control measures"),
	    "measures, roles, incidents, documents");
	clause(w, &number, W("保存期間", "Retention"), "retention");
	clause(w, &number, W("開示等の請求", "Rights requests"), "rights");
	clause(w, &number, W("改訂", "Changes"), "notices");
	clause(w, &number, W("窓口", "Desk"), "desks");
}

void
draft_duties_write(struct writing *w)
{
	trackers(w);
	duties(w);
	text(w);
}
