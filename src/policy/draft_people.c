/*
 * Who and what: operator, subjects, services, items, acquisition.
 */
#include "policy/draft_parts.h"

static void
line(struct writing *w, const char *key, const char *ja, const char *en)
{
	buf_printf(w->out, "%s: ", key);
	draft_write_say(w, ja, en);
	buf_byte(w->out, '\n');
}

/* A name that an answer gives, in both languages as it is. */
static void
name(struct writing *w, const char *key, enum draft_question question)
{
	const char *text = w->draft->answer[question].p;

	line(w, key, text, text);
}

static void
holder(struct writing *w, const char *key, const char *ja, const char *en,
    enum draft_question question)
{
	buf_printf(w->out, "  %s:\n", key);
	line(w, "    title", ja, en);
	if (w->draft->answer[question].n > 0)
		name(w, "    name", question);
	else
		buf_string(w->out, "    on_request: true\n");
}

static void
title(const struct writing *w, struct words *words)
{
	static const struct {
		const char *form;
		struct words title;
	} titles[] = {
		{ "stock_company", { "代表取締役", "Representative director" } },
		{ "limited_liability_company",
		  { "代表社員", "Representative member" } },
		{ "general_incorporated_association",
		  { "代表理事", "Representative director" } },
		{ "general_incorporated_foundation",
		  { "代表理事", "Representative director" } },
		{ "public_interest_corporation",
		  { "代表理事", "Representative director" } },
		{ "medical_corporation", { "理事長", "Chair" } },
		{ "school_corporation", { "理事長", "Chair" } },
		{ "nonprofit_corporation", { "理事長", "Chair" } },
		{ "cooperative", { "代表理事", "Representative director" } },
	};

	*words = (struct words){ "代表者", "Representative" };
	for (size_t i = 0; i < LENGTH(titles); i++)
		if (text_is(w->draft->answer[DRAFT_FORM], titles[i].form))
			*words = titles[i].title;
}

static void
scope(struct writing *w, const char *law, bool applies, const char *ja,
    const char *en)
{
	buf_printf(w->out, "    - law: %s\n      applies: %s\n", law,
	    applies ? "true" : "false");
	line(w, "      reason", ja, en);
}

static void
scopes(struct writing *w)
{
	buf_string(w->out, "  # 業種により適用される他の法律と、そう判断した理由。\n"
	    "  scopes:\n");
	if (draft_write_has(w, HAS_NEWS))
		scope(w, "advertising_mail", true,
		    "広告・お知らせを電子メールで送るため",
		    "News goes out by e-mail");
	else
		scope(w, "advertising_mail", false,
		    "広告・宣伝の電子メールを送らないため",
		    "No advertising goes out by e-mail");
	if (draft_write_has(w, HAS_ANALYTICS))
		scope(w, "external_transmission", true,
		    "閲覧の情報を外部の解析サービスに送信するため",
		    "Visits are sent to an outside analytics service");
	else
		scope(w, "external_transmission", false,
		    "閲覧の情報を外部に送信していないため",
		    "Nothing about visits is sent outside");
	if (draft_write_has(w, HAS_CARD))
		scope(w, "card_merchant", true,
		    "クレジットカード決済を行い、カード番号は保持しないため",
		    "Cards are accepted and their numbers are not kept");
	if (draft_write_has(w, HAS_PLACEMENT))
		scope(w, "employment_placement", true,
		    "有料職業紹介事業を行うため",
		    "Workers are placed for a fee");
	if (draft_write_has(w, HAS_HEALTH))
		scope(w, "medical", true, "医療を提供するため",
		    "Medical care is provided");
}

static void
operator_section(struct writing *w)
{
	const struct text *a = w->draft->answer;
	struct words representative;

	title(w, &representative);
	buf_string(w->out, "\n# 事業者\noperator:\n  name: ");
	draft_write_say(w, a[DRAFT_NAME].p, a[DRAFT_NAME_EN].p);
	buf_byte(w->out, '\n');
	line(w, "  calls_itself",
	    draft_write_has(w, HAS_HEALTH) ? "当院" :
	    draft_write_has(w, HAS_MEMBERS) ? "当団体" : "当社", "we");
	buf_printf(w->out, "  legal_form: %s\n  address:\n",
	    a[DRAFT_FORM].p);
	if (a[DRAFT_ADDRESS].n == 0)
		buf_string(w->out, "    on_request: true\n");
	if (a[DRAFT_ADDRESS].n > 0 && a[DRAFT_POSTAL_CODE].n > 0) {
		buf_string(w->out, "    postal_code: ");
		draft_write_quote(w, a[DRAFT_POSTAL_CODE]);
		buf_byte(w->out, '\n');
	}
	if (a[DRAFT_ADDRESS].n > 0)
		name(w, "    value", DRAFT_ADDRESS);
	holder(w, "representative", representative.ja, representative.en,
	    DRAFT_REPRESENTATIVE);
	holder(w, "officer", "個人情報保護責任者", "Privacy officer",
	    DRAFT_OFFICER);
	buf_printf(w->out, "  hosts: [%s%s%s]\n", a[DRAFT_HOST].p,
	    text_starts_with(a[DRAFT_HOST], "www.") ? ", " : "",
	    text_starts_with(a[DRAFT_HOST], "www.") ?
	    a[DRAFT_HOST].p + 4 : "");
	buf_printf(w->out, "  size: {employees: %s, persons: %s, "
	    "for_others: false}\n", a[DRAFT_EMPLOYEES].p,
	    a[DRAFT_PERSONS].p);
	scopes(w);
}

static void
subjects(struct writing *w)
{
	buf_string(w->out, "\n# 本人の種類\nsubjects:\n"
	    "  - id: customer\n    kind: customer\n    guardian_under: 16\n");
	line(w, "    label", w->business->subject.ja,
	    w->business->subject.en);
	buf_string(w->out, "  - id: business_contact\n"
	    "    kind: business_contact\n");
	line(w, "    label", "取引先のご担当者",
	    "Contact at a business partner");
	buf_string(w->out, "\n# サービス\nservices:\n"
	    "  - id: main_service\n");
	line(w, "    label", w->business->service.ja,
	    w->business->service.en);
	buf_string(w->out, "\n# 項目: ここにない項目は保存できません。\nitems:\n");
	for (const struct draft_item *item = draft_items; item->id != NULL;
	    item++) {
		if (!draft_write_has(w, item->features))
			continue;
		buf_printf(w->out, "  - {id: %s, kind: %s, %slabel: ",
		    item->id, item->kind, item->more);
		draft_write_say(w, item->label.ja, item->label.en);
		buf_string(w->out, "}\n");
	}
}

static void
way(struct writing *w, const char *id, const char *medium,
    const char *source, const char *subject)
{
	buf_printf(w->out, "  - id: %s\n    medium: %s\n    source: %s\n"
	    "    subjects: [%s]\n    services: [main_service]\n", id, medium,
	    source, subject);
}

static void
items(struct writing *w, const char *key, unsigned int ways)
{
	buf_printf(w->out, "    %s: ", key);
	draft_write_list(w, 0, ways, KEPT_NOT);
	buf_byte(w->out, '\n');
}

static void
form(struct writing *w)
{
	way(w, "entry_form", draft_write_has(w, HAS_HEALTH) ? "paper" :
	    "web", "person", "customer");
	line(w, "    label", w->business->form.ja, w->business->form.en);
	items(w, "required", IN_FORM_REQUIRED);
	items(w, "optional", IN_FORM);
	buf_printf(w->out, "    purposes: [service%s%s%s%s]\n",
	    draft_write_has(w, HAS_CARD) ? ", payment" : "",
	    w->business->recipient.ja != NULL ? ", provision" : "",
	    draft_write_has(w, HAS_PLACEMENT) ? ", ledger_keeping" : "",
	    draft_write_has(w, HAS_NEWS) ? ", news" : "");
	line(w, "    shown",
	    "ご記入いただいた情報は、この方針に定める利用目的のために利用します。送信又は提出の前に方針をご確認ください。",
	    "What you enter is used for the purposes of our policy. Please "
	    "read it before sending.");
	line(w, "    consequence",
	    "任意の項目はご記入いただかなくても差し支えありませんが、ご希望に沿えない場合があります。",
	    "The optional items may be left out; some wishes then cannot be "
	    "met.");
	if (draft_write_has(w, HAS_NEWS | HAS_HEALTH))
		buf_printf(w->out, "    consents: [%s%s%s]\n",
		    draft_write_has(w, HAS_NEWS) ? "news_mail" : "",
		    draft_write_has(w, HAS_NEWS) &&
		    draft_write_has(w, HAS_HEALTH) ? ", " : "",
		    draft_write_has(w, HAS_HEALTH) ? "care_consent" : "");
}

static void
records(struct writing *w)
{
	if (draft_write_has(w, HAS_ACCOUNT | HAS_ORDER | HAS_HEALTH |
	    HAS_PLACEMENT | HAS_MEMBERS)) {
		way(w, "service_record", "system", "observed", "customer");
		line(w, "    label", "サービスの提供に伴う記録",
		    "Recorded while serving");
		items(w, "optional", IN_RECORD);
		buf_printf(w->out, "    purposes: [service%s]\n",
		    draft_write_has(w, HAS_PLACEMENT) ? ", ledger_keeping" :
		    "");
		if (draft_write_has(w, HAS_HEALTH))
			buf_string(w->out, "    consents: [care_consent]\n");
	}
	if (draft_write_has(w, HAS_ANALYTICS)) {
		way(w, "visits", "web", "observed", "customer");
		line(w, "    label", "ウェブサイトの閲覧に伴う記録",
		    "Recorded while the website is visited");
		items(w, "optional", IN_VISITS);
		buf_string(w->out, "    purposes: [analytics]\n");
	}
}

void
draft_people_write(struct writing *w)
{
	operator_section(w);
	subjects(w);
	buf_string(w->out, "\n# 取得: 直接いただくときは、送信の前に示す文 (shown) が要ります。\n"
	    "acquisition:\n");
	form(w);
	records(w);
	way(w, "inquiry_form", "web", "person",
	    "customer, business_contact");
	line(w, "    label", "お問い合わせフォーム", "Inquiry form");
	items(w, "required", IN_INQUIRY_REQUIRED);
	items(w, "optional", IN_INQUIRY);
	buf_string(w->out, "    purposes: [inquiry_answer, improvement]\n");
	line(w, "    shown", "お問い合わせへの回答のために利用します。",
	    "Used to answer you.");
	way(w, "rights_papers", "paper", "person",
	    "customer, business_contact");
	line(w, "    label", "開示等の請求の本人確認",
	    "Identity check of a rights request");
	items(w, "optional", IN_RIGHTS);
	buf_string(w->out, "    purposes: [rights_request]\n");
	line(w, "    shown",
	    "ご本人の確認のためだけに利用し、確認後ただちに廃棄します。",
	    "Used only to check your identity and destroyed after that.");
}
