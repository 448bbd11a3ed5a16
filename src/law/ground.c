#include "law/ground.h"

/* The grounds as they stand since the amendment of 2021 (令和3年法律37号). */
#define SINCE { "2022-04-01", "" }

const struct ground_row ground_table[GROUND_COUNT] = {
	[GROUND_LAW] = {
	    { "18(3)1", "20(2)1", NULL, "27(1)1", NULL },
	    { "法令に基づく場合", "required or allowed by law" }, SINCE },
	[GROUND_LIFE_BODY_PROPERTY] = {
	    { "18(3)2", "20(2)2", NULL, "27(1)2", NULL },
	    { "人の生命、身体又は財産の保護のために必要で、本人の同意を得ることが困難",
	      "needed to protect life, body or property, and consent is hard "
	      "to obtain" }, SINCE },
	[GROUND_PUBLIC_HEALTH_CHILD] = {
	    { "18(3)3", "20(2)3", NULL, "27(1)3", NULL },
	    { "公衆衛生の向上又は児童の健全な育成のために特に必要で、"
	      "本人の同意を得ることが困難",
	      "specially needed for public health or the sound growth of "
	      "children, and consent is hard to obtain" }, SINCE },
	[GROUND_PUBLIC_DUTY] = {
	    { "18(3)4", "20(2)4", "21(4)3", "27(1)4", NULL },
	    { "国の機関等が法令の定める事務を遂行することへの協力で、"
	      "同意を得ることがその支障となるおそれ",
	      "cooperation with a state or local body in its statutory duty, "
	      "which asking for consent would obstruct" }, SINCE },
	[GROUND_ACADEMIC_SELF] = {
	    { "18(3)5", "20(2)5", NULL, NULL, NULL },
	    { "学術研究機関等である当事業者が学術研究目的で取り扱う必要",
	      "the operator is an academic institution and needs it for "
	      "research" }, SINCE },
	[GROUND_ACADEMIC_PUBLICATION] = {
	    { NULL, NULL, NULL, "27(1)5", NULL },
	    { "学術研究の成果の公表又は教授のためやむを得ない",
	      "unavoidable for publishing or teaching the results of "
	      "research" }, SINCE },
	[GROUND_ACADEMIC_JOINT] = {
	    { NULL, NULL, NULL, "27(1)6", NULL },
	    { "学術研究機関等が共同研究の相手に学術研究目的で提供する必要",
	      "an academic institution provides it to its research partner" },
	    SINCE },
	[GROUND_ACADEMIC_RECIPIENT] = {
	    { "18(3)6", NULL, NULL, "27(1)7", NULL },
	    { "提供先の学術研究機関等が学術研究目的で取り扱う必要 "
	      "(個人の権利利益を不当に侵害するおそれがないこと)",
	      "the recipient is an academic institution and needs it for "
	      "research, without unjust harm to anyone's rights" }, SINCE },
	[GROUND_ACADEMIC_SOURCE] = {
	    { NULL, "20(2)6", NULL, NULL, NULL },
	    { "学術研究機関等から学術研究目的で取得する必要",
	      "acquired from an academic institution for joint research" },
	    SINCE },
	[GROUND_MADE_PUBLIC] = {
	    { NULL, "20(2)7", NULL, NULL, NULL },
	    { "本人、国の機関等、報道機関その他により公開されている",
	      "made public by the person, a public body, the press or another "
	      "of those listed" }, SINCE },
	[GROUND_VISIBLE] = {
	    { NULL, "20(2)8", NULL, NULL, NULL },
	    { "外形上明らかな情報の目視・撮影による取得、又は委託・事業承継・"
	      "共同利用に伴う取得 (施行令9条)",
	      "seen or filmed from outside, or received by entrustment, "
	      "succession or joint use (Order, article 9)" }, SINCE },
	[GROUND_HARM_BY_NOTICE] = {
	    { NULL, NULL, "21(4)1", NULL, NULL },
	    { "通知又は公表により本人又は第三者の権利利益を害するおそれ",
	      "making it known might harm the rights of the person or "
	      "another" }, SINCE },
	[GROUND_OWN_RIGHTS] = {
	    { NULL, NULL, "21(4)2", NULL, NULL },
	    { "通知又は公表により当事業者の権利又は正当な利益を害するおそれ",
	      "making it known might harm the operator's rights or just "
	      "interests" }, SINCE },
	[GROUND_OBVIOUS] = {
	    { NULL, NULL, "21(4)4", NULL, NULL },
	    { "取得の状況からみて利用目的が明らか",
	      "the purpose is obvious from the situation" }, SINCE },
	[GROUND_ENTRUSTMENT] = {
	    { NULL, NULL, NULL, NULL, "27(5)1" },
	    { "利用目的の達成に必要な範囲内での取扱いの委託",
	      "entrustment within what the purpose needs" }, SINCE },
	[GROUND_SUCCESSION] = {
	    { NULL, NULL, NULL, NULL, "27(5)2" },
	    { "合併その他の事由による事業の承継",
	      "succession of the business by merger or otherwise" },
	    SINCE },
	[GROUND_JOINT_USE] = {
	    { NULL, NULL, NULL, NULL, "27(5)3" },
	    { "あらかじめ所定の事項を知り得る状態に置いた共同利用",
	      "joint use whose particulars were made known beforehand" },
	    SINCE },
};

const char *const ground_names[GROUND_COUNT + 1] = {
	[GROUND_LAW] = "law",
	[GROUND_LIFE_BODY_PROPERTY] = "life_body_property",
	[GROUND_PUBLIC_HEALTH_CHILD] = "public_health_child",
	[GROUND_PUBLIC_DUTY] = "public_duty",
	[GROUND_ACADEMIC_SELF] = "academic_self",
	[GROUND_ACADEMIC_PUBLICATION] = "academic_publication",
	[GROUND_ACADEMIC_JOINT] = "academic_joint",
	[GROUND_ACADEMIC_RECIPIENT] = "academic_recipient",
	[GROUND_ACADEMIC_SOURCE] = "academic_source",
	[GROUND_MADE_PUBLIC] = "made_public",
	[GROUND_VISIBLE] = "visible",
	[GROUND_HARM_BY_NOTICE] = "harm_by_notice",
	[GROUND_OWN_RIGHTS] = "own_rights",
	[GROUND_OBVIOUS] = "obvious",
	[GROUND_ENTRUSTMENT] = "entrustment",
	[GROUND_SUCCESSION] = "succession",
	[GROUND_JOINT_USE] = "joint_use",
};

const char *
ground_article(enum ground ground, enum ground_scope scope, int64_t day)
{
	const struct ground_row *row = &ground_table[ground];

	return law_in_force(row->days, day) ? row->article[scope] : NULL;
}

bool
ground_find(struct text id, enum ground *ground)
{
	for (int i = 0; i < GROUND_COUNT; i++)
		if (text_is(id, ground_names[i])) {
			*ground = (enum ground)i;
			return true;
		}
	return false;
}
