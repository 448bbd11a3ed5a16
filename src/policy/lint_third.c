/*
 * Provision to others: L-10 countries that are not named, L-15 exceptions
 * wider than article 27.
 */
#include "policy/lint_outline.h"
#include "policy/lint_rule.h"

#define ABROAD "(<abroad>)(に(ある|所在|おい|設置|おけ|存|拠点|本社|本店|置|住所)|の~8(第三者|" \
    "者|法人|企業|会社|先|サーバ|クラウド|センター|拠点|グループ|ベンダー|サービス|パートナー|" \
    "団体|機関|スタッフ|チーム|支店|支社|施設|現地)|へ|" \
    "(子会社|拠点|法人|サーバ|グループ会社|関連会社|事業者|ベンダー|クラウド|委託先|現地)|" \
    "に(提供|移転|保管|保存|送信|転送|委託|設け)|で(の)?(取扱|保管|保存|処理|管理|運用|" \
    "開発|利用|サーバ)|で<pi>(を|の)~4(取扱|保管|保存|処理|管理)|" \
    "に[^、。]~14を(持つ|有する|置く|構える|設置)|を含)"
#define HANDLING "第三者|事業者|法人|企業|会社|委託|サーバ|クラウド|センター|提供|移転|" \
    "保管|保存|取扱|処理|拠点|グループ|所在|管理|送信|運用"
#define NONE_ABROAD "<abroad>~30(含(ま|み)(れ)?|該当し|存在し|あり|い)(ません|ない|ておらず)|"\
    "(<abroad>)[^。]*(提供|移転|取扱|取り扱|保管|保存|委託|送信|持ち出|" \
    "共有|設置|利用)(わ|し|する)?(ない(こと|旨|方針)|~14(" \
    "ません|ありません|ていない|予定はない|なし))"
#define COUNTRY_PROMISED "(国|地域|外国)の?(名称|名)(、|及び|・|等|並びに|や|を|その他|と)|" \
    "国名(、|及び|・|等|並びに|を|や|その他|と)|所在する国|所在国"

/* A sentence about data abroad that names the country. */
static bool
names_country(const struct lint *lint, uint32_t s, bool tracking)
{
	if (!lint_has(lint, s, "<country>"))
		return false;
	return lint_has(lint, s, "<abroad>|サーバ|クラウド|移転|委託|制度|国名|所在|"
	    "第三者|提供") || lint_about(lint, s, TOPIC_FOREIGN | TOPIC_ENTRUST |
	    TOPIC_THIRD | TOPIC_SECURITY | TOPIC_JOINT |
	    (tracking ? TOPIC_TRACKING : 0)) ||
	    lint_lead_has(lint, s, "<abroad>|国名|委託先");
}

static bool
is_about_abroad(const struct lint *lint, uint32_t s,
    struct lint_span *found)
{
	if (lint_block_of(lint, s)->kind == BLOCK_HEADING ||
	    !lint_find(lint, s, "{" ABROAD "}", found) ||
	    !lint_has(lint, s, HANDLING) || lint_has(lint, s, "<country>"))
		return false;
	if (lint_has(lint, s, NONE_ABROAD) || lint_has(lint, s,
	    COUNTRY_PROMISED))
		return false;
	if (lint_has(lint, s, "<abroad>(への?|で|に|の|旅|出|在)?~4(配送|発送|渡航|旅行|送金|"
	    "在住|居住|出張|留学|駐在|赴任|観光|航空|ホテル|からの?(アクセス|申込|問合せ|利用))") &&
	    !lint_has(lint, s, "外国にある第三者|サーバ|クラウド|移転"))
		return false;
	if (lint_about(lint, s, TOPIC_RIGHTS) && lint_has(lint, s,
	    "請求|求め(る|に)"))
		return false;
	return !lint_has(lint, s, "(該当|対象)~8(ありません|なし|しません)");
}

static void
check_abroad(struct lint *lint)
{
	LINT_EACH(lint, s) {
		bool tracking = lint_about(lint, s, TOPIC_TRACKING);
		uint32_t block = lint->doc->sentences[s].block;
		struct lint_span found;
		bool named = false;

		if (!is_about_abroad(lint, s, &found))
			continue;
		for (uint32_t i = 0; i < lint->doc->sentence_count && !named;
		    i++)
			named = names_country(lint, i, tracking) ||
			    ((lint->doc->sentences[i].block == block ||
			    lint_block_of(lint, i)->node ==
			    lint->doc->blocks[block].node) &&
			    (lint_has(lint, i, COUNTRY_PROMISED) ||
			    lint_has(lint, i, NONE_ABROAD)));
		if (!named)
			lint_report_add(lint, LINT_COUNTRY_UNNAMED, found);
	}
}

/* Sentences whose list says when data goes to others without consent. */
#define GIVES "(第三者|提供|開示|共有|渡)"
static const char *const announcing[] = {
	"<consent>~16(なく|%(み)なし|ず|ないで|要しない|必要と(しない|せず)|不要)[^。]*"
	    "(提供|開示|共有)",
	"(場合|もの|とき|事項|事由)(等)?を?除(き|いて|く|外)[^。]*(提供|開示)",
	"(提供|開示)[^。]*(ません|ない)[^。]*(場合|とき)~8(除(き|いて|く)|この限り)",
	"(但し|尚|なお|ただ)[^。]*(<below>|各号)[^。]*(この限り|除(き|く)|適用(し|され)|"
	    "例外|同意なく|提供|開示)",
	"(<below>|何れか)[^。]*(場合|とき)(に|は|には|に限り|を?除)[^。]*(第三者(に|へ)|"
	    "外部(に|へ)|他社(に|へ))?~8(提供|開示|共有)(し|する|され)",
	"(法令|法律)で認められる場合[^。]*(<below>|次)",
	"(例外|場合)は、?(<below>)",
	"(提供|開示)~20(場合|とき)(は|が)、?(<below>)",
};

static bool
is_exception_lead(const struct lint *lint, uint32_t s)
{
	if (!lint_has(lint, s, GIVES) && !lint_about(lint, s, TOPIC_THIRD))
		return false;
	if (lint_has(lint, s, "(開示|訂正|利用停止)(等)?(の?(請求|求め|申出|依頼)|に応じ|"
	    "をしない|しないこと|をお断り)|不開示") ||
	    lint_has(lint, s, "要配慮[^。]*取得|目的外|責任を負"))
		return false;
	for (size_t i = 0; i < LENGTH(announcing); i++)
		if (lint_has(lint, s, announcing[i]))
			return true;
	return false;
}

/* Grounds of 27(1) and 27(5), consent, and what is no personal data. */
#define LAWFUL "法令|法律|条例|法に(基づ|定め|より)|法第|法の規定|裁判|令状|捜査|" \
    "警察|検察|税務|行政機関|官公庁|官公署|公的機関|公共機関|監督(官庁|当局)|規制当局|" \
    "国の(機関|行政)|国又は地方|地方(公共団体|自治体)|弁護士会|生命|人命|身体|救急|救助|" \
    "緊急|災害|公衆衛生|児童|学術研究|<consent>|" \
    "(本人|お客様|利用者|会員|ユーザ|患者|応募者|自ら)~26(求め|依頼|希望|請求|" \
    "申出|指示|明示|意思|要請|選択|指定|自ら)|委託|アウトソーシング|外注|再委託|合併|承継|" \
    "継承|譲渡|会社分割|分割|株式(交換|移転)|組織再編|共同(して)?利用|統計|匿名加工|" \
    "仮名加工|(識別|特定)(でき|する)~14(ない|ません|不可能)|識別不能|個人が特定されない|" \
    "オプトアウト|個人情報保護委員会|第?(27|23|二十七|二十三)条|公開され|公知|本人に(対し)?" \
    "(開示|提供)|本人(への|へ)(開示|提供)|認められ(た|る|ている)(場合|とき)|法定"
#define TOO_WIDE "(店|所|園|塾|教室|行)が必要(だ|である)?(と|に)(判断|認め|考え)|消費者センター|消費生活センター|国民生活センター|(これら|それら|" \
    "上記|前各号|前項)(の(機関|者|団体|場合))?に(準じ|準ず|類する|類似)|" \
    "に準(じた|ずる)(権限|機関|者|団体)|同等の(権限|立場)|" \
    "(当?社|<self>)が(必要|適切|適当|相当|妥当|合理的|有益|正当|やむを得ない|やむをえない)(である|" \
    "性がある)?(と|に)(判断|認め|考え|思料)|業務上(の)?必要|(自社|当社|弊社)の(権利|財産|利益|事業)|" \
    "広告主|業界団体|報道|親会社(から|へ|に)|株主(から|へ|に)|名簿業者"

static bool
is_wide(const struct lint *lint, struct lint_span span,
    struct lint_span *found)
{
	if (lint_span_find(lint, span, "{" TOO_WIDE "}", found))
		return !lint_span_has(lint, span, "支障|困難|<consent>|委託|法令|"
		    "共同利用") || lint_span_has(lint, span,
		    "消費者センター|消費生活センター|国民生活センター|に準(じた|ずる)"
		    "(権限|機関|者|団体)|(これら|それら)(の~4)?に(準|類)");
	return false;
}

enum { CASE_MIN = 8 };

/*
 * Cases within one sentence: each ends with 場合 or とき.  One that names no
 * ground of the law is too wide.
 */
static bool
check_cases(struct lint *lint, struct lint_span rest)
{
	struct lint_span part, found;
	bool any = false;

	while (lint_span_find(lint, rest, "^{~(場合|とき)}", &part)) {
		rest.from = part.to;
		if (is_wide(lint, part, &found) ||
		    (!lint_span_has(lint, part, LAWFUL) &&
		    part.to - part.from >= CASE_MIN && !lint_span_has(lint,
		    part, "^(\\(|であ|で、|に|は|を|、?(当該|その|この))|<below>|何れか|どれか|(第#|前|次|"
		    "本)(条|項|方針|規約)|(に|で)(定め|規定|掲げ|記載|示|認め)|例外|限られ|限り"))) {
			lint_report_add(lint, LINT_WIDE_EXCEPTION, part);
			any = true;
		}
	}
	return any;
}

static void
check_item(struct lint *lint, uint32_t s)
{
	struct lint_span text = lint_text_of(lint, s), found;
	const struct lint_block *block = lint_block_of(lint, s);

	if (is_wide(lint, text, &found)) {
		lint_report_add(lint, LINT_WIDE_EXCEPTION, text);
		return;
	}
	if (check_cases(lint, text))
		return;
	if (s != block->first || lint_has(lint, s, LAWFUL) ||
	    text.to - text.from < 5 || lint_lead_has(lint, s,
	    "第三者に(は)?(該当|当た)") || lint_blocks_announces(lint->doc, s))
		return;
	if (block->kind == BLOCK_ROW || !lint_has(lint, s,
	    "(場合|とき|時|ため|こと|為|場面|ケース)[)。、]*$|(提供|開示|照会|要請|要求|"
	    "連携|渡)~12[。)]?$"))
		return;
	lint_report_add(lint, LINT_WIDE_EXCEPTION, text);
}

/* 法令に基づく場合、…場合又は…場合を除き: each case in one sentence. */
static void
check_inline(struct lint *lint, uint32_t s)
{
	struct lint_span rest = lint_text_of(lint, s), end;

	if ((lint_published_rights(lint, s) && !lint_has(lint, s,
	    "第三者")) || lint_has(lint, s, "責任を負"))
		return;
	if (!(lint_has(lint, s, "(提供|開示|共有)[^。]*(ません|ありません|ない|しないもの)|"
	    "<consent>~12(なく|%(み)なし|ず|ないで)") || (s > 0 && lint_has(lint, s,
	    "^(但し|尚|なお)|(場合|とき)は(別|例外)") && lint_has(lint, s - 1,
	    "(提供|開示|共有|渡)[^。]*(ません|ない)"))) ||
	    !lint_find(lint, s, "{(場合|とき|もの)(等)?(を?除(き|いて|く)|以外|"
	    "(に|は|には)[、]?~20<consent>~12(なく|%(み)なし|ず|ないで)|は、?~10(この限り|限りで)|は(別|例外)(です|とし))}",
	    &end) || (!lint_has(lint, s, GIVES) && (s == 0 ||
	    !lint_has(lint, s - 1, GIVES))))
		return;
	rest.to = end.from + 2;
	(void)check_cases(lint, rest);
}

/* 業務上必要な場合は取引先に開示します: no list, no consent, no ground. */
static void
check_running(struct lint *lint, uint32_t s)
{
	struct lint_span found;

	if (lint_has(lint, s, "<consent>|委託|共同|法令|法律|統計|匿名|仮名|承継|"
	    "(特定|識別)でき|個人情報を含ま|生命"))
		return;
	if (lint_find(lint, s, "{((業務|事業|営業)の?(遂行|運営|推進)?上の?必要な?(範囲|限度)?|業務の(都合|必要)|必要(に応じ|がある場合|な場合|"
	    "と(判断|認め)~8)|適(当|切)と(判断|認め)~8|合理的(に|な)(必要|"
	    "理由)|正当な(理由|利益))~24(第三者|取引先|提携|関係(会社|者|先|企業)|関連|外部|"
	    "他社|グループ|協力|広告|企業|親会社|業界)~16(提供|開示|共有)"
	    "(し(ます|得)|する(こと|場合|もの|。|$)|でき)}", &found) &&
	    !lint_about(lint, s, TOPIC_JOINT) && (!lint_about(lint, s,
	    TOPIC_ENTRUST) || lint_has(lint, s, "取引先|第三者|関係(会社|者|先)|"
	    "親会社|業界|広告"))) {
		lint_report_add(lint, LINT_WIDE_EXCEPTION, found);
		return;
	}
	if (!lint_about(lint, s, TOPIC_ENTRUST | TOPIC_JOINT) &&
	    (lint_find(lint, s, "{が~10(相当|必要|適(当|切)|妥当|合理的)(である)?(と|に)(判断|認め|"
	    "考え)~24(第三者|取引先|提携|関係|関連|外部|他社|企業)~16(提供|開示|共有)(し(ます|得)|する"
	    "(こと|場合|もの|。|$)|でき)}", &found) ||
	    (lint_find(lint, s, "{(会社|業者|企業|団体|機関|オーナー|店)(等)?(に|へ)(は|対し(て)?)?、?"
	    "(必要に応じ|必要な範囲|随時|適宜)~14(提供|開示|共有|渡)(します|する)}", &found) &&
	    !lint_has(lint, s, "配送|配達|運送|宅配|決済|印刷|発送|保守")))) {
		lint_report_add(lint, LINT_WIDE_EXCEPTION, found);
		return;
	}
	if (lint_find(lint, s, "{目的(の(他|範囲外)|以外)(に|の目的で|で|は|には)*、?"
	    "[^。利使]~20第三者(に|へ)~10(提供|開示)(し|する)~8(ません|ない)}",
	    &found) ||
	    lint_find(lint, s, "{目的(の達成に?(の?ため)?に?必要な)?の?(範囲(内|の中)?|"
	    "限度)?(で|において|に限り|であれば)、?~24(第三者|提携|他社|取引先|"
	    "外部|他の(企業|会社|事業者))~14(提供|開示|共有)(し(ます|得|、)|する"
	    "(こと|場合|もの|。|$)|でき)}", &found))
		lint_report_add(lint, LINT_PURPOSE_AS_PERMISSION, found);
}

void
lint_third_check(struct lint *lint)
{
	LINT_EACH(lint, s) {
		const struct lint_block *block = lint_block_of(lint, s);

		check_running(lint, s);
		if (block->lead >= 0 && block->kind != BLOCK_TEXT &&
		    is_exception_lead(lint, (uint32_t)block->lead))
			check_item(lint, s);
		else if (s > block->first && is_exception_lead(lint, s - 1) &&
		    lint_has(lint, s, "^([①・ア-]|\\([1一ア]\\)|1[.)、])"))
			(void)check_cases(lint, lint_text_of(lint, s));
		else
			check_inline(lint, s);
	}
	check_abroad(lint);
}
