/*
 * Who the operator is: L-13 names, titles and words, L-20 what article 32(1)1
 * asks for.
 */
#include "policy/lint_rule.h"

/* Words that are written for others of the same sound. */
static const char *const wrong_words[] = {
	"{決裁}(手段|方法|代行|サービス|情報|会社|業者|事業者|画面|システム|機能|代金|"
	    "手数料|日|金額|完了|処理|用|に(関する|必要|利用|係る)|のため|時|データ|"
	    "内容|履歴|口座|カード|、?(配送|発送|請求|返金))",
	"(クレジットカード|カード|電子|オンライン|代金|料金|支払|口座|キャッシュレス|"
	    "コンビニ|モバイル|即時|後払い|請求・?|利用料金の)(の|・|による|での)?{決裁}",
	"(以外|現金|銀行振込|返金|購入|代金引換|返品|取引)(の|及び|・|や|、)~4{決裁}!(者|権|承|会|を(受|経)|規)",
	"((参加|受講|会|購読|授業|学|医療|治療|診療|宿泊|送料)費|費用|料|代|賃|税)の"
	    "{決裁}!(者|権|承|会|を(受|経)|規|区分|済)",
	"{意志}(表示|の確認|確認)",
	"{第三社|第3社|第三物|第参者}",
	"{個人情法|個人情報保護員会|個人惰報|箇人情報|個人情報法護|個人情報保獲|"
	    "プライバシーポリシイ}",
	"{保護方進|保護法針|基本方新}",
	"同意{を的}|{同位}(を得|の上|した|なく|頂)",
	"{開字|会示}(請求|等|の)",
	"利用{目敵|目滴}",
	"(守秘|秘密保持){義努}",
	"{機蜜|気密}(保持|性|情報)",
	"{以託|委詫|委託栓}(先|する|契約)?",
	"{要配慮個人情}!(報)",
	"(苦情|相談|問合せ){窓□}",
	"{補償}(します|するものではありません)~6正確性|正確性~10{補償}(し|する)",
	"{遵主|順守義努|尊守}(し|する|に)",
	"{漏曳|漏浅}",
	"(匿名|仮名){可工}",
	"代表{取締約|取諦役|取り締役|取締訳}",
	"{管理責任者}{責任者}",
};

static void
check_words(struct lint *lint, uint32_t s)
{
	for (size_t i = 0; i < LENGTH(wrong_words); i++) {
		struct lint_span found;

		if (lint_find(lint, s, wrong_words[i], &found))
			lint_report_add(lint, LINT_WRONG_WORD, found);
	}
}

static void
check_terms(struct lint *lint, uint32_t s, bool *reported)
{
	struct lint_span found;

	if (*reported || !lint_find(lint, s, "{開示対象個人情報|"
	    "機微な?個人情報保護法|個人情報データベース取扱事業者}", &found))
		return;
	*reported = true;
	lint_report_add(lint, LINT_OBSOLETE_TERM, found);
}

/* 代表者|理事長: the label of a row may stand before the title. */
#define LABELLED "^(代表者?(の?(氏名|名前|名))?[:|/ ]+)?"

/* Titles that a legal form does not have. */
static const char *
wrong_title(enum lint_form form)
{
	switch (form) {
	case FORM_COMPANY:
		return LABELLED "{(代表理事|理事長|代表社員|代表役員)}";
	case FORM_PARTNERS:
		return LABELLED "{(代表取締役|取締役社長|代表理事|理事長|代表役員)}";
	case FORM_ASSOCIATION:
		return LABELLED "{(代表取締役|取締役社長|代表社員|代表執行役|代表役員)}";
	case FORM_CHAIRED:
	case FORM_COOPERATIVE:
	case FORM_PUBLIC:
		return LABELLED "{(代表取締役|取締役社長|代表社員|代表執行役|代表役員)}";
	case FORM_OFFICE:
		return LABELLED "{(代表取締役|取締役社長|代表理事|代表執行役|代表役員)}";
	case FORM_RELIGIOUS:
		return LABELLED "{(代表取締役|取締役社長|代表理事|代表社員|代表執行役)}";
	case FORM_NONE:
	case FORM_OVERSEAS:
	case FORM_OTHER:
		break;
	}
	return NULL;
}

static void
check_titles(struct lint *lint)
{
	const struct lint_facts *facts = lint->facts;

	for (size_t i = 0; i < facts->person_count; i++) {
		const struct lint_person *person = &facts->people[i];
		enum lint_form form = facts->form;
		struct lint_span between = { 0, person->title.from }, found;
		const char *wrong;

		if (lint_block_of(lint, person->sentence)->chrome)
			continue;
		if (person->of >= 0) {
			between.from = facts->names[person->of].span.to;
			if (!lint_span_has(lint, between, "<self>"))
				form = facts->names[person->of].form;
		}
		wrong = wrong_title(form);
		if (wrong != NULL && lint_span_find(lint, person->title,
		    wrong, &found))
			lint_report_add(lint, LINT_WRONG_TITLE, found);
	}
}

/* A body that is no company calls itself a company, or the reverse. */
static const char *
wrong_self(enum lint_form form)
{
	switch (form) {
	case FORM_COMPANY:
	case FORM_PARTNERS:
		return "{当社団|当財団|当法人|当協会|当会!(員|議|場|期|社|計|話)|当組合|"
		    "当院|当校|当園|当学園}";
	case FORM_ASSOCIATION:
	case FORM_CHAIRED:
	case FORM_OFFICE:
	case FORM_COOPERATIVE:
	case FORM_RELIGIOUS:
	case FORM_PUBLIC:
		return "{当社!(団)|弊社|小社|わが社|我が社}";
	case FORM_NONE:
	case FORM_OVERSEAS:
	case FORM_OTHER:
		break;
	}
	return NULL;
}

/* A company that calls itself 当社 or 当館 and elsewhere 弊社. */
static void
check_humble(struct lint *lint)
{
	static const char *const humble = "{弊社|小社|わが社|我が社}";
	static const char *const plain = "{当(社!(団)|館|店|ホテル|施設|所|院|校|園)!(の他)}";
	struct lint_span found, first[2] = { { 0, 0 }, { 0, 0 } };
	uint32_t count[2] = { 0, 0 };

	LINT_EACH(lint, s)
		for (int kind = 0; kind < 2; kind++)
			if (lint_find(lint, s, kind == 0 ? humble : plain,
			    &found) && !lint_has(lint, s,
			    "(以下|総称)~8「?(当|弊)") && count[kind]++ == 0)
				first[kind] = found;
	if (count[0] > 0 && count[1] > 0)
		lint_report_add(lint, LINT_MIXED_SELF_NAME,
		    count[0] <= count[1] ? first[0] : first[1]);
}

static void
check_self(struct lint *lint)
{
	const struct lint_facts *facts = lint->facts;
	const char *wrong = wrong_self(facts->form);
	bool company = facts->form == FORM_COMPANY ||
	    facts->form == FORM_PARTNERS;
	struct lint_span found;

	if (company && facts->self.to == facts->self.from)
		check_humble(lint);
	if (wrong == NULL || facts->self.to == facts->self.from)
		return;
	if (company && !lint_span_has(lint, facts->self,
	    "当社!(団)|弊社|小社|わが社|我が社")) {
		check_humble(lint);
		return;
	}
	LINT_EACH(lint, s)
		if (lint_find(lint, s, wrong, &found) &&
		    !lint_has(lint, s, "(以下|総称)~8「?(当|弊)|グループ") &&
		    found.from != facts->self.from) {
			lint_report_add(lint, LINT_MIXED_SELF_NAME, found);
			return;
		}
	if (!company)
		return;
	wrong = lint_span_has(lint, facts->self, "当社") ? "{弊社|小社|わが社|我が社}" :
	    "{当社!(団)}";
	LINT_EACH(lint, s)
		if (lint_find(lint, s, wrong, &found) &&
		    !lint_has(lint, s, "(以下|総称)~8「?(当|弊)")) {
			lint_report_add(lint, LINT_MIXED_SELF_NAME, found);
			return;
		}
}

static void
check_spelling(struct lint *lint)
{
	const struct lint_facts *facts = lint->facts;

	for (size_t i = 0; i < facts->name_count; i++) {
		const struct lint_name *name = &facts->names[i];

		if (!name->alike || lint_block_of(lint,
		    name->sentence)->chrome)
			continue;
		lint_report_add(lint, LINT_NAME_SPELLING, name->span);
		return;
	}
}

/* What article 32(1)1 asks for, as lint_published found it. */
static void
check_identity(struct lint *lint)
{
	const struct lint_facts *facts = lint->facts;
	const struct lint_published *table = lint->report->published;
	struct lint_span place = lint_title(lint);

	if (facts->operator_span.to > facts->operator_span.from)
		place = facts->operator_span;
	if (table[LINT_NAME].value == LINT_NO)
		lint_report_add(lint, LINT_NO_NAME, place);
	if (table[LINT_ADDRESS].value == LINT_NO)
		lint_report_add(lint, LINT_NO_ADDRESS, place);
	if (table[LINT_REPRESENTATIVE].value == LINT_NO &&
	    facts->form != FORM_NONE)
		lint_report_add(lint, LINT_NO_REPRESENTATIVE, place);
}

void
lint_naming_check(struct lint *lint)
{
	bool reported = false;

	LINT_EACH(lint, s) {
		check_words(lint, s);
		check_terms(lint, s, &reported);
	}
	check_titles(lint);
	check_self(lint);
	check_spelling(lint);
	check_identity(lint);
}
