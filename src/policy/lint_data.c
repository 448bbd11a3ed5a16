/*
 * L-11 exemptions from all liability, L-16 identifiers in anonymised
 * information, L-21 security measures that are not made known.
 */
#include "policy/lint_rule.h"

#define NO_DUTY "(負担し(ません|ない)|負い(ません|かね)|負わ(ない|ず|ぬ)|負う(もの|こと|義務)(では|で|は)?" \
    "(ありません|ない)|負(い|う)(でき|得)ません|免責(され|と(し|な))|免れ(る|ます)|(応じ|し|行い|" \
    "致し)ません|(応じ|し|行わ)(ない|かね)(もの)?|問われ(ません|ない)|(責任|責め)(は|も)?ありません|" \
    "責任はない)"

#define ALL "一切|何ら|如何なる|全て|何れ|あらゆる|どの様な|どんな|いかような"

static const struct {
	const char *pattern;
	const char *unless;
} exemptions[] = {
	{ "{(" ALL ")(の|かの|、)?~36(責任|責め|賠償|補償)~20" NO_DUTY "}",
	    NULL },
	{ "{(損害|被害)~24(賠償|補償)(は|を|に(は)?)?~6(し|行い|行わ|応じ|致し)(ません|ない|"
	    "かね)}", "リンク|外部サイト|他社(の)?サイト|第三者(の|が運営する)サイト" },
	{ "{(責任|過失|故意|帰責事由)の有無(に|を)(関わらず|問わず|よらず)~40(責任|賠償|補償)~14"
	    NO_DUTY "}", NULL },
	{ "{(責任|責め|賠償|補償)(の義務|義務|の責任|責任)?(を|は|も|に|について)?、?(一切|全く|何ら|如何なる場合(に|で)も|"
	    "何れも)~12" NO_DUTY "}", NULL },
	{ "{(理由|原因|事由|態様)(の|が)?(如何|いかん)?(を|に|は)?(問わず|関わらず|よらず|問いません)~40"
	    "(責任|賠償|補償)~14" NO_DUTY "}", NULL },
	{ "{(故意|過失)(の有無|、過失|又は過失|・過失)?(を|に)(問わず|関わらず)~40(責任|賠償|補償)~14"
	    NO_DUTY "}", NULL },
	{ "{(漏洩|流出|紛失|不正アクセス|改ざん)~40(責任|責め|賠償|補償)~14" NO_DUTY "}",
	    "リンク|外部サイト|他社(の)?サイト|第三者(の|が運営する)サイト" },
	{ "{(一切|何ら|全く)~6関知(し|致し)(ません|ない)}", NULL },
	{ "{(" ALL "|完全に|全面的に)~60(免責|責任を免れ|責めを免れ)~8(され|ます|もの|とし|と"
	    "なり|る)}", NULL },
	{ "{(漏洩|流出|紛失|不正アクセス|改ざん)~30(免責|責任を免れ)~8(され|ます|もの|とし|と"
	    "なり|る)}", NULL },
};
#define LIMITED "(故意|過失|帰(す|せ|責)|責め?に帰|消費者契約法|強行法規)~40(除|場合(は|に|を)|限り|" \
    "適用(され)?(ない|ません)|でない)|(故意|過失)(が(ある|あった)|による|に起因|に基づ)~10(場合|とき|" \
    "もの)(を|は)|責め?に帰(さない|すべからざる|すことのできない|すべきでない|すべき事由によら)|" \
    "不可抗力|法令に(別段|特段)の定め|法令(上|により|で)(許容|認め)|(場合|もの)を除(き|いて|く)"

static void
check_exemption(struct lint *lint, uint32_t s)
{
	if (!lint_has(lint, s, "責任|責め|賠償|補償|免責|免れ|関知") ||
	    (lint_has(lint, s, LIMITED) && !lint_has(lint, s, "過失(の有無)?(を|に)"
	    "(問わず|関わらず)")))
		return;
	for (size_t i = 0; i < LENGTH(exemptions); i++) {
		struct lint_span found;

		if (!lint_find(lint, s, exemptions[i].pattern, &found) ||
		    (exemptions[i].unless != NULL &&
		    lint_has(lint, s, exemptions[i].unless)))
			continue;
		lint_report_add(lint, LINT_BLANKET_EXEMPTION, found);
		return;
	}
}

#define IDENTIFIER "{氏名|%(会社|法人|部署|団体|商品|サービス|学校|施設|ハンドル)名前|電話番号|" \
    "携帯番号|メールアドレス!(の(ドメイン|有無))|住所!(の?(うち|都道府県|市区町村|地域|一部)|" \
    "[(]?(都道府県|市区町村|郵便番号|町|番地を?除|県|区)|(都道府県|市区町村)|地域|のうち)|" \
    "個人番号|マイナンバー|(免許証|旅券|パスポート|基礎年金|保険者|被保険者)番号|(会員|顧客|お客様|" \
    "社員|学籍|患者|診察券|ユーザ|アカウント)(id|番号|コード)|顔(写真|画像|データ)|クレジットカード番号|" \
    "口座番号|指紋|虹彩|声紋|snsアカウント}"
#define BIRTH_DATE "{生年月日}!(の?(うち|年|西暦)|から|を(年|基|元|もと)|に(基|代)|\\((年|西暦|年代|" \
    "月日を除)|→|を年)"
#define REMOVED "削除|除去|除い|除き|除外|除く|置換|復元|含(ま|み)(れ)?(ません|ない)|マスキング|一般化|" \
    "抽象化|丸め|ハッシュ|符号化|変換|仮id|算出|取り?除|消去|匿名化処理|含めません|含めない"

/* A sentence about anonymised information, itself or by those before it. */
static bool
is_about_anonymised(const struct lint *lint, uint32_t s)
{
	const struct lint_block *block = lint_block_of(lint, s);

	/* A part of its own on statistics, which article 43 leaves free. */
	if (lint_under(lint, s, "^統計"))
		return false;
	if (lint_about(lint, s, TOPIC_ANONYMISED))
		return true;
	for (uint32_t i = block->first; i <= s; i++)
		if (lint_has(lint, i, "匿名加工情報"))
			return true;
	return lint_under(lint, s, "匿名加工情報");
}

static bool
is_anonymised_items(const struct lint *lint, uint32_t s)
{
	const struct lint_block *block = lint_block_of(lint, s);
	bool about = is_about_anonymised(lint, s);

	if (block->kind == BLOCK_HEADING || lint_has(lint, s, REMOVED))
		return false;
	if (about && lint_has(lint, s, "項目|含(まれ|む|み)|対象|情報は|内容は"))
		return true;
	if (block->lead >= 0 && (about || lint_has(lint,
	    (uint32_t)block->lead, "匿名加工")))
		return lint_has(lint, (uint32_t)block->lead,
		    "項目|含まれ|情報|内容|通り") && !lint_has(lint,
		    (uint32_t)block->lead, REMOVED "|措置|加工方法|基準");
	if (about && block->kind != BLOCK_HEADING)
		for (int32_t n = block->node; n > 0;
		    n = lint->doc->nodes[n].parent)
			if (lint_span_has(lint, lint->doc->blocks[
			    lint->doc->nodes[n].block].text,
			    "項目|含まれる情報"))
				return true;
	return false;
}

static void
check_anonymised(struct lint *lint)
{
	bool told = false, items = false, way = false;
	int32_t first = -1;

	LINT_EACH(lint, s) {
		bool about = is_about_anonymised(lint, s);
		struct lint_span found;

		if (!about && !lint_lead_has(lint, s, "匿名加工"))
			continue;
		if (lint_has(lint, s, "匿名加工~24(作成|提供|利用)~16(ません|ていない|おらず|ありません)"
		    "|該当(は|する)?~6(ありません|なし)"))
			return;
		if (lint_has(lint, s, "匿名加工情報?~60(作成|提供|利用|公表)|(作成|提供)~30匿名加工"))
			told = true;
		first = first < 0 && told ? (int32_t)s : first;
		way = way || lint_has(lint, s, "提供の?方法[:|は]|(メール|電磁的|サーバ|データ"
		    "(ファイル|伝送|転送)|暗号化|書面|api|ftp|媒体|ファイル)~40(提供|送付|送信|"
		    "授受|受渡|方法)|提供を行");
		if (!is_anonymised_items(lint, s))
			continue;
		items = items || lint_has(lint, s, "年齢|年代|性別|地域|都道府県|市区町村|履歴|"
		    "生年|氏名|職業|属性|利用|購買|金額|日時");
		if (lint_find(lint, s, IDENTIFIER, &found))
			lint_report_add(lint, LINT_ANONYMISED_IDENTIFIER,
			    found);
		if (lint_find(lint, s, BIRTH_DATE, &found))
			lint_report_add(lint, LINT_ANONYMISED_BIRTH_DATE,
			    found);
	}
	if (told)
		lint_publish(lint, LINT_ANONYMISED, items && way ? LINT_YES :
		    LINT_PARTLY, lint_text_of(lint, (uint32_t)first));
}

static void
check_measures(struct lint *lint)
{
	const struct lint_published *row =
	    &lint->report->published[LINT_SECURITY_MEASURES];

	if (row->value == LINT_NO) {
		lint_report_add(lint, LINT_NO_MEASURES, lint_title(lint));
		return;
	}
	if (row->value == LINT_PARTLY && lint->thin_measures >= 0)
		lint_report_add(lint, LINT_THIN_MEASURES, lint_text_of(lint,
		    (uint32_t)lint->thin_measures));
}

void
lint_data_check(struct lint *lint)
{
	LINT_EACH(lint, s)
		check_exemption(lint, s);
	check_anonymised(lint);
	check_measures(lint);
}
