/*
 * L-14: what 27(5)3 wants to be made known about joint use.
 */
#include "policy/lint_rule.h"

#define JOINT "共同(して|で)?(利用|使用)|共同の?利用"

/* What was found in the clauses about joint use. */
struct joint {
	int32_t first;		/* the sentence that says so */
	bool items;
	bool range;
	bool members;		/* or how to know them */
	bool purposes;
	bool responsible;
	bool own;		/* the operator itself is responsible */
	bool address;
	bool representative;
	int32_t range_sentence;
};

/* Sentences that tell of joint use, not of the law's exception for it. */
static bool
is_telling(const struct lint *lint, uint32_t s)
{
	if (!lint_has(lint, s, JOINT) || lint_has(lint, s,
	    "(" JOINT ")(は|を|に?ついては|する予定は|すること)~30(ません|ていない|ありません|"
	    "ておらず|予定(は|が)?(あり)?ません)"))
		return false;
	if (lint_has(lint, s, "(" JOINT ")(する|を行う|され(る)?|した|し、)~4場合~60(公表|通知|"
	    "知り得る|明示|お知らせ|同意|定め)|特定の者との間で|該当し(ない|ません)|"
	    "第三者に(は)?当たら|(" JOINT ")(する|を行う|される)(場合|とき)[。]?$"))
		return false;
	return true;
}

/* The part of the text about joint use. */
static bool
is_scope(const struct lint *lint, uint32_t s)
{
	return lint_about(lint, s, TOPIC_JOINT) || is_telling(lint, s) ||
	    lint_under(lint, s, "(" JOINT ")(し|を行|する)");
}

static bool
has_name(const struct lint *lint, uint32_t s, bool own)
{
	const struct lint_facts *facts = lint->facts;

	for (size_t i = 0; i < facts->name_count; i++)
		if (facts->names[i].sentence == s &&
		    facts->names[i].operator_ == own)
			return true;
	return false;
}

static bool
has_person(const struct lint *lint, uint32_t s)
{
	for (size_t i = 0; i < lint->facts->person_count; i++)
		if (lint->facts->people[i].sentence == s)
			return true;
	return false;
}

#define RESPONSIBLE "責任(者|を(有する|負う|持つ|もつ|持って))|管理責任"

/* A sentence below a label or heading about who answers for the data. */
static bool
is_about_responsible(const struct lint *lint, uint32_t s)
{
	if (lint_has(lint, s, RESPONSIBLE) || lint_under(lint, s, RESPONSIBLE))
		return true;
	return s > 0 && lint_has(lint, s - 1, "責任(者|を(有する|負う|持つ|もつ))") &&
	    lint_about(lint, s, TOPIC_JOINT);
}

static void
read_responsible(const struct lint *lint, uint32_t s, struct joint *joint)
{
	if (!is_about_responsible(lint, s))
		return;
	joint->responsible = true;
	if (lint_has(lint, s, "<self>") || has_name(lint, s, true))
		joint->own = true;
	if (lint_has(lint, s, "(市|区|町|村|郡)~30#|〒#|(所在地|住所)~20#|"
	    "(都|道|府|県)~20#|(住所|所在地)(は|及び|・|、|並びに)~60(サイト|会社概要|記載の通り)"))
		joint->address = true;
	if (has_person(lint, s) || lint_has(lint, s,
	    "代表者(の|名|氏名)?~60(サイト|会社概要|記載の通り)"))
		joint->representative = true;
}

static void
read_scope(const struct lint *lint, struct joint *joint)
{
	LINT_EACH(lint, s) {
		if (!is_scope(lint, s))
			continue;
		if (joint->first < 0)
			joint->first = (int32_t)s;
		if (lint_has(lint, s, "項目|(氏名|住所|電話|メール|年齢)~30(等|情報|、)|"
		    "(利用|共有)(する|される)(個人)?(情報|データ)(は|:|\\|)|情報の(種類|内容)"))
			joint->items = true;
		if (lint_has(lint, s, "範囲|共同利用(者|先|企業|会社)|利用する(者|会社|企業|法人|"
		    "事業者)|グループ|子会社|関連会社|関係会社|加盟店|加盟各社|会員会社|"
		    "(と|との間で|において)、?~20(" JOINT ")")) {
			joint->range = true;
			if (joint->range_sentence < 0 || lint_has(lint, s,
			    "範囲"))
				joint->range_sentence = (int32_t)s;
		}
		if (has_name(lint, s, false) &&
		    !is_about_responsible(lint, s))
			joint->members = true;
		if (!is_about_responsible(lint, s) && lint_has(lint, s, "有価証券|連結|持分法|決算|"
		    "(会社|企業|法人|店舗|加盟|先|者|範囲|グループ|団体)~8一覧|一覧(は|を|に|で|:|\\|)~8(こちら|参照|覧|掲|記載|公表|別)|リンク|https?:|"
		    "(サイト|ページ|会社概要)(に|で|を|の)|会員名簿|別表|別紙|こちら|<abroad>法人|"
		    "議決権|親会社及び|全(店舗|校|院)|各(店舗|校|院)|加盟店|fc|フランチャイズ|"
		    "会計参与|財団|支部|大学|病院|学校|研究所|組合連合|協議会"))
			joint->members = true;
		if (lint_has(lint, s, "目的"))
			joint->purposes = true;
		read_responsible(lint, s, joint);
	}
	if (joint->own) {
		joint->address = joint->address ||
		    lint->facts->address.to > lint->facts->address.from ||
		    lint->facts->elsewhere;
		joint->representative = joint->representative ||
		    lint->facts->representative.to >
		    lint->facts->representative.from ||
		    lint->facts->elsewhere || lint->facts->form == FORM_NONE;
	}
}

/* Whether there is joint use at all: said, not only named as a heading. */
static bool
is_practised(const struct lint *lint)
{
	bool denied = false, heading = false;

	LINT_EACH(lint, s) {
		if (lint_block_of(lint, s)->kind == BLOCK_HEADING) {
			heading = heading || (lint_about(lint, s,
			    TOPIC_JOINT) && lint_has(lint, s, JOINT));
			continue;
		}
		if (is_telling(lint, s) && (lint_about(lint, s, TOPIC_JOINT) ||
		    lint_has(lint, s, "(" JOINT ")(し|を(し|行|実施)|する|"
		    "され|に供)")) && (lint_block_of(lint, s)->lead < 0 ||
		    lint_has(lint, s, "(" JOINT ")(します|しています|する)[。)]*$")))
			return true;
		if (lint_has(lint, s, JOINT) && !is_telling(lint, s))
			denied = true;
	}
	return heading && !denied && lint_any_about(lint, TOPIC_JOINT,
	    "範囲|項目|責任者") >= 0;
}

#define NEVER_SHARED "パスワード|暗証番号|クレジットカード(の)?(番号|情報)|カード番号|" \
    "セキュリティコード|マイナンバー|個人番号"

/* Items that no joint use needs, named or taken in by 同様, すべて. */
static void
check_items(struct lint *lint)
{
	bool acquired = false;

	LINT_EACH(lint, s)
		acquired = acquired || (!lint_about(lint, s, TOPIC_JOINT |
		    TOPIC_RIGHTS | TOPIC_SECURITY | TOPIC_TRACKING |
		    TOPIC_DISCLAIMER) && (lint_about(lint, s, TOPIC_ITEMS |
		    TOPIC_ACQUISITION) || lint_lead_has(lint, s,
		    "項目|情報|取得")) && lint_has(lint, s, NEVER_SHARED));
	LINT_EACH(lint, s) {
		struct lint_span found;

		if (!is_scope(lint, s) || lint_has(lint, s,
		    "除(き|く|い)|含(み|ま(れ)?)(ません|ない)"))
			continue;
		if (lint_find(lint, s, "{" NEVER_SHARED "}", &found) ||
		    lint_find(lint, s, "{(取得|保有|収集|登録)(した|する|している|された)?~8"
		    "(全て|一切|全部|全項目)の?(個人)?(情報|データ|項目)}|{(全て|一切)の"
		    "(個人)?(情報|データ|項目)}", &found) ||
		    (acquired && lint_find(lint, s, "{(取得|収集|項目|情報)~24(と同(様|じ|一)|"
		    "に同じ|の通り|に記載|に掲げ|に定め|全て)}", &found) &&
		    lint_has(lint, s, "項目|取得|収集") &&
		    !lint_has(lint, s, "範囲|責任者"))) {
			lint_report_add(lint, LINT_JOINT_TOO_MUCH, found);
			return;
		}
	}
}

static void
report_missing(struct lint *lint, const struct joint *joint)
{
	char ja[200], en[200];
	struct text copy_ja, copy_en;

	(void)snprintf(ja, sizeof(ja), "ないもの: %s%s%s%s%s%s",
	    joint->items ? "" : "項目 ", joint->range ? "" : "範囲 ",
	    joint->purposes ? "" : "利用目的 ",
	    joint->responsible ? "" : "管理責任者 ",
	    joint->address ? "" : "責任者の住所 ",
	    joint->representative ? "" : "責任者の代表者名 ");
	(void)snprintf(en, sizeof(en), "missing: %s%s%s%s%s%s",
	    joint->items ? "" : "items, ", joint->range ? "" : "range, ",
	    joint->purposes ? "" : "purposes, ",
	    joint->responsible ? "" : "responsible party, ",
	    joint->address ? "" : "its address, ",
	    joint->representative ? "" : "its representative, ");
	ja[strlen(ja) - 1] = '\0';
	en[strlen(en) - 2] = '\0';
	copy_ja = text_copy(lint->arena, text_of(ja));
	copy_en = text_copy(lint->arena, text_of(en));
	if (copy_ja.p == NULL || copy_en.p == NULL) {
		lint->failed = true;
		return;
	}
	lint_report_detail(lint, LINT_JOINT_INCOMPLETE,
	    lint_text_of(lint, (uint32_t)joint->first), copy_ja.p, copy_en.p);
}

void
lint_joint_check(struct lint *lint)
{
	struct joint joint = { .first = -1, .range_sentence = -1 };
	bool complete;

	if (!is_practised(lint))
		return;
	read_scope(lint, &joint);
	if (joint.first < 0)
		return;
	complete = joint.items && joint.range && joint.purposes &&
	    joint.responsible && joint.address && joint.representative;
	if (!complete)
		report_missing(lint, &joint);
	if (joint.range && !joint.members && joint.range_sentence >= 0)
		lint_report_add(lint, LINT_JOINT_MEMBERS,
		    lint_text_of(lint, (uint32_t)joint.range_sentence));
	check_items(lint);
	lint_publish(lint, LINT_JOINT_USE, complete && joint.members ?
	    LINT_YES : LINT_PARTLY, lint_text_of(lint,
	    (uint32_t)joint.first));
}
