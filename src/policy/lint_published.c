/*
 * Which items of article 32 (and its neighbours) the policy publishes.  What
 * yes, partly and no mean for each item stands in docs/policy-lint.md.
 * Joint use, anonymised information and external transmission are set by the
 * rules about them.
 */
#include "policy/lint_rule.h"

enum { MEASURES_ENOUGH = 3 };

static struct lint_span
evidence(const struct lint *lint, int32_t sentence)
{
	if (sentence < 0)
		return (struct lint_span){ 0, 0 };
	return lint_text_of(lint, (uint32_t)sentence);
}

/* A sentence that names what may be requested, and that it may. */
static bool
is_request(const struct lint *lint, uint32_t s)
{
	return lint_has(lint, s, "(開示|訂正|利用停止)(、|・|及び|又は|や)(開示|訂正|"
	    "利用停止|削除|追加|消去)|(開示|訂正|利用停止|利用の停止|削除|消去|目的の通知)(等|、|・|"
	    "又は|及び|や|の|を)*(開示|訂正|利用停止|追加|削除|消去|第三者提供の停止|等|の|"
	    "を|、|・|又は|及び)*(請求|求め|申請|依頼|申出|手続|希望|応じ)");
}

bool
lint_published_rights(const struct lint *lint, uint32_t s)
{
	if (lint_about(lint, s, TOPIC_RIGHTS | TOPIC_IDENTITY | TOPIC_FEE) &&
	    !lint_about(lint, s, TOPIC_ITEMS | TOPIC_PURPOSE))
		return true;
	if (lint_block_of(lint, s)->requests)
		return true;
	for (int32_t n = lint_block_of(lint, s)->node; n > 0;
	    n = lint->doc->nodes[n].parent)
		if (lint->doc->nodes[n].requests)
			return true;
	return is_request(lint, s);
}

/* Sections in which somebody may request something are about requests. */
static void
mark_requests(struct lint *lint)
{
	struct lint_node *nodes = lint->doc->nodes;

	LINT_EACH(lint, s) {
		int32_t n = lint_block_of(lint, s)->node;

		if (!is_request(lint, s) || !lint_has(lint, s,
		    "請求|求め|申請|申出|希望") || lint_about(lint, s,
		    TOPIC_PURPOSE | TOPIC_SECURITY | TOPIC_DEFINITION |
		    TOPIC_THIRD | TOPIC_TRACKING | TOPIC_JOINT |
		    TOPIC_ENTRUST | TOPIC_FOREIGN | TOPIC_ITEMS | TOPIC_LAW))
			continue;
		lint->doc->blocks[lint->doc->sentences[s].block].requests =
		    true;
		while (n > 0 && !nodes[n].heading)
			n = nodes[n].parent;
		/* The title of the page is no section. */
		if (n > 0 && nodes[n].block != (uint32_t)lint->doc->title)
			nodes[n].requests = true;
	}
}

static void
find_identity(struct lint *lint)
{
	const struct lint_facts *facts = lint->facts;

	if (facts->operator_span.to > facts->operator_span.from)
		lint_publish(lint, LINT_NAME, LINT_YES, facts->operator_span);
	if (facts->address.to > facts->address.from)
		lint_publish(lint, LINT_ADDRESS, facts->address_full ?
		    LINT_YES : LINT_PARTLY, facts->address);
	if (facts->representative.to > facts->representative.from)
		lint_publish(lint, LINT_REPRESENTATIVE, LINT_YES,
		    facts->representative);
	if (facts->elsewhere) {
		lint_publish(lint, LINT_ADDRESS, LINT_YES,
		    facts->elsewhere_span);
		lint_publish(lint, LINT_REPRESENTATIVE, LINT_YES,
		    facts->elsewhere_span);
	}
}

static void
find_purposes(struct lint *lint)
{
	for (uint32_t b = 0; b < lint->doc->block_count; b++)
		if (lint_purpose_listed(lint, b)) {
			lint_publish(lint, LINT_PURPOSES, LINT_YES,
			    lint->doc->blocks[b].text);
			return;
		}
	LINT_EACH(lint, s) {
		if (lint_has(lint, s, "(為|ため|目的)(に(のみ|だけ)?|で(のみ|だけ)?|として|と(し|す))"
		    "~40(利用|使用|活用|取扱|用い|使(い|う))") && !lint_has(lint, s,
		    "(<below>|その他の?|特定(し|され)た|取得時の|本来の)~6目的|加工|クッキー|"
		    "確認|安全"))
			lint_publish(lint, LINT_PURPOSES, LINT_YES,
			    lint_text_of(lint, s));
		else if (lint_has(lint, s, "利用目的"))
			lint_publish(lint, LINT_PURPOSES, LINT_PARTLY,
			    lint_text_of(lint, s));
	}
}

#define CHANNEL "所定の?(様式|書式|用紙|書面|請求|申請|方法|フォーム|手続|書類)|指定(の)?" \
    "(様式|書式|用紙|書面|フォーム)|専用(の)?(様式|書式|用紙|フォーム)|請求書|申請書|依頼書|" \
    "申込書|申出書|フォーム|書面|郵送|郵便|メール|電話|<desk>|持参|来社|来店|マイページ|" \
    "管理画面|設定|アカウント|様式|チャット"
#define ASKING "(請求|申請|申出|申込|送付|提出|連絡|問合せ|記入|受付|送り|添付|でき|入力|" \
    "願い|下さい|設置|承|まで|宛|あて|返送|対応)"
#define CHECKED "(証|証明書|票|免許|旅券)の?(写し|コピー|画像)|(本人|保護者)~16(確かめ|照らし|照合)|本人(で|に|の|から|による)?(ある|の)?(こと|請求|事)?(の|を|が|である)*~6" \
    "確認|本人確認|確認書類|身分証|証明書|免許証|パスポート|旅券|マイナンバーカード|" \
    "個人番号カード|なりすまし|登録(情報|メール|の|され)~16(一致|照合|確認)|本人性"

static void
find_rights(struct lint *lint)
{
	struct lint_rights *r = &lint->rights;

	*r = (struct lint_rights){ -1, -1, -1, -1, -1 };
	LINT_EACH(lint, s) {
		if (!lint_published_rights(lint, s))
			continue;
		if (r->clause < 0 || (lint_has(lint, s, "請求|求め|申請|依頼|"
		    "申出") && !lint_has(lint, (uint32_t)r->clause,
		    "請求|求め|申請|依頼|申出")))
			r->clause = (int32_t)s;
		if (r->way < 0 && lint_has(lint, s, CHANNEL) &&
		    lint_has(lint, s, ASKING))
			r->way = (int32_t)s;
		if (r->identity < 0 && lint_has(lint, s, CHECKED))
			r->identity = (int32_t)s;
		if (r->agent < 0 && lint_has(lint, s, "代理人|代理権|代理請求|委任状|"
		    "法定代理|親権者|後見人|代理の方|代理申請"))
			r->agent = (int32_t)s;
		if (r->records < 0 && lint_has(lint, s,
		    "第三者(へ|に|への)?の?提供(の|した|に関する|に係る|時の|等の|先の)*記録|"
		    "提供(した|の)?記録|提供(及び|・)受領の記録"))
			r->records = (int32_t)s;
	}
	if (r->clause < 0)
		return;
	lint_publish(lint, LINT_PROCEDURE, r->way >= 0 && r->identity >= 0 &&
	    r->agent >= 0 && r->records >= 0 ? LINT_YES : LINT_PARTLY,
	    evidence(lint, r->way >= 0 ? r->way : r->clause));
}

static void
find_fee_and_deadline(struct lint *lint)
{
	LINT_EACH(lint, s) {
		struct lint_span text = lint_text_of(lint, s);

		if (!lint_published_rights(lint, s) && !lint_has(lint, s,
		    "(開示|目的の通知|請求)~40(手数料|無料|無償|#円)|手数料~40(開示|請求)"))
			continue;
		if (lint_has(lint, s, "(手数料|費用|料金|実費|#円|代金)~60(無料|無償|#円|"
		    "頂きません|かかりません|不要|(徴収|請求|申受け?|頂戴|発生|し)"
		    "(は|い)?(た)?し?(ません|ない)|頂か(ない|ず)|必要はありません|要しない|"
		    "(あり|要し)ません|切手|印紙|為替|掛かりません)|(無料|無償)(で|に|と|"
		    "です|。)|\\|(無料|無償)(\\||$)|#円|手数料[|:](なし|無|0)|手数料は(なし|無|0)"))
			lint_publish(lint, LINT_FEE, LINT_YES, text);
		else if (lint_has(lint, s, "手数料|(費用|実費|郵送料|送料|交通費|通信費)~40"
		    "負担|有料"))
			lint_publish(lint, LINT_FEE, LINT_PARTLY, text);
		if (lint_has(lint, s, "#(営業日|日|週間|か月|月)(以内|程度|ほど|くらい|ぐらい|を目安|前後|を目途|"
		    "を目処|後まで|間で)|#(営業日|日|週間|か月)までに|まで(に)?~4#(営業日|日|"
		    "週間|か月)|(期限|期間|日数|目安)~8#(営業日|日|週間|か月)"))
			lint_publish(lint, LINT_DEADLINE, LINT_YES, text);
		else if (lint_has(lint, s, "遅滞なく|速やか|迅速|合理的な(期間|範囲)|相当の期間|"
		    "可能な限り早|直ちに"))
			lint_publish(lint, LINT_DEADLINE, LINT_PARTLY, text);
	}
}

/* Each row is one kind of measure; a policy that has three says something. */
static const char *const measures[] = {
	"(規程|規則|規律|ルール|マニュアル|手順書|手順|要領)~24(整備|策定|定め|制定|設け|作成)",
	"(責任者|管理者|担当者|cpo|責任体制)~16(設置|選任|置い|置き|置く|任命|配置|定め|設け|選定|とし|"
	    "明確)",
	"(報告|連絡)(連絡)?体制|漏洩等?(が|の)?(事案|事故|発生|兆候)~40(体制|対応|手順)|"
	    "インシデント",
	"点検|監査|モニタリング|見直し及び改善|定期的に(確認|見直|検証)",
	"研修|教育|訓練|啓発|周知徹底",
	"秘密(の)?保持|守秘|誓約|就業規則|秘密を守",
	"入退(室|館|出)|立(ち)?入(り)?|区域|施錠|鍵|監視カメラ|防犯カメラ|icカード|キャビネット|"
	    "金庫|覗き見|のぞき見",
	"盗難|持ち?出し?|持ち運|シュレッダー|溶解|復元(でき|不可)|裁断|廃棄|消去(証明|ソフト)",
	"アクセス(制御|権限|制限|管理|できる(者|従業|担当|職員|社員)|可能な)|権限~14(限定|管理|"
	    "付与|設定|制限|定め)|(担当者|従業者|従業員|職員|社員)(の範囲)?(を|に|のみ|だけ)~14"
	    "(限定|限っ|制限|アクセス)|(見|閲覧|触れ)(る|でき)~20(だけ|限|のみ)|(ほか|他|以外)は?~8(見られ|閲覧)",
	"認証|パスワード|二段階|識別~6認証|暗証番号",
	"ファイアウォール|ウイルス|マルウェア|不正ソフト|セキュリティ(ソフト|パッチ)|脆弱性|"
	    "waf|不正(な)?アクセス~24(防止|保護|遮断|対策|検知)|不正侵入",
	"暗号|ssl|tls|vpn|https通信",
	"ログ(の|を|取得|監視|管理|記録|点検)|アクセス(履歴|記録)|(操作|利用)記録|利用状況~6記録",
	"外的環境|制度~24把握",
	"組織体制|体制(を|の)(整備|構築|確立)",
	"バックアップ|冗長化",
};

#define MEASURES_SAID "(安全管理|安全対策|セキュリティ対策|漏洩|滅失|毀損|紛失|" \
    "不正アクセス)~50(措置|対策|防止|講じ|管理)|(厳重|適切|安全)に(管理|保管)"

/* Whether a sentence can tell of the operator's own measures. */
static bool
is_about_measures(const struct lint *lint, uint32_t s)
{
	if (lint_block_of(lint, s)->kind == BLOCK_HEADING)
		return false;
	if (lint_about(lint, s, TOPIC_SECURITY))
		return true;
	if (lint_about(lint, s, TOPIC_ENTRUST | TOPIC_TRACKING |
	    TOPIC_RIGHTS | TOPIC_JOINT | TOPIC_ANONYMISED | TOPIC_IDENTITY |
	    TOPIC_PSEUDONYMISED | TOPIC_DISCLAIMER | TOPIC_DEFINITION) ||
	    lint_has(lint, s, "委託先|委託を受け|提供先"))
		return false;
	return !(lint_about(lint, s, TOPIC_PURPOSE | TOPIC_ITEMS) ||
	    lint_block_of(lint, s)->node == 0) ||
	    lint_has(lint, s, MEASURES_SAID);
}

/* The kinds of measure of a sentence, as bits. */
static uint32_t
kinds_of(const struct lint *lint, uint32_t s)
{
	uint32_t kinds = 0;

	for (uint32_t i = 0; i < LENGTH(measures); i++)
		if (lint_has(lint, s, measures[i]))
			kinds |= 1u << i;
	return kinds;
}

static void
find_measures(struct lint *lint)
{
	uint32_t kinds = 0, section = 0;
	int32_t first = -1, node = -1;

	lint->thin_measures = -1;
	LINT_EACH(lint, s) {
		bool about = lint_about(lint, s, TOPIC_SECURITY);
		bool said = lint_has(lint, s, MEASURES_SAID);

		if (lint_has(lint, s, "(安全管理|安全対策|管理措置|措置)~60(求め|請求|問合せ|"
		    "照会|要望)~24(回答|答え|お知らせ|開示|説明|知らせ|通知)"))
			lint_publish(lint, LINT_SECURITY_MEASURES, LINT_YES,
			    lint_text_of(lint, s));
		if (!is_about_measures(lint, s))
			continue;
		if ((about && said) || (lint->thin_measures < 0 &&
		    (about || said)))
			lint->thin_measures = (int32_t)s;
		if (lint_block_of(lint, s)->node != node)
			section = 0;
		node = lint_block_of(lint, s)->node;
		section |= kinds_of(lint, s);
		/* Outside a section on security, one word proves little. */
		if (about || said || __builtin_popcount(section) >= 2)
			kinds |= section;
		if (kinds != 0 && first < 0)
			first = (int32_t)s;
	}
	if (lint->thin_measures >= 0)
		lint_publish(lint, LINT_SECURITY_MEASURES, LINT_PARTLY,
		    evidence(lint, lint->thin_measures));
	if (__builtin_popcount(kinds) >= MEASURES_ENOUGH)
		lint_publish(lint, LINT_SECURITY_MEASURES, LINT_YES,
		    evidence(lint, first));
}

static void
find_desk(struct lint *lint)
{
	bool reachable = lint->facts->host_count > 0 ||
	    lint_any(lint, "@|tel|電話|fax|〒|https?:|#-#-#|フォーム") >= 0;

	for (int pass = 0; pass < 2; pass++)
		LINT_EACH(lint, s)
			if (lint_has(lint, s, "苦情|相談|問合せ|質問|意見") &&
			    (lint_about(lint, s, TOPIC_DESK) || (pass > 0 &&
			    lint_has(lint, s, "<desk>|受付|まで|係|担当|フォーム|"
			    "<mail>|宛|電話|tel"))))
				lint_publish(lint, LINT_COMPLAINT_DESK,
				    reachable ? LINT_YES : LINT_PARTLY,
				    lint_text_of(lint, s));
}

#define TELLING "公表|掲載|通知|告知|お知らせ|掲示|周知|公開|案内|明示|知らせ|表示|載せ|貼り|伝え"

static void
find_revision(struct lint *lint)
{
	LINT_EACH(lint, s) {
		struct lint_span text = lint_text_of(lint, s);
		bool about = lint_about(lint, s, TOPIC_REVISION);

		if ((about && lint_has(lint, s, TELLING)) || (lint_has(lint, s,
		    "(変更|改定|改訂|改正|改め|変え)~60(" TELLING ")") && lint_has(lint, s,
		    "<this>|利用目的|(変更|改定|改訂|改正)(後|内容)|この(ページ|取扱|"
		    "内容|決まり|文書)")))
			lint_publish(lint, LINT_REVISION, LINT_YES, text);
		else if (about || lint_has(lint, s, "(<this>|内容|取組|仕組|体制|取扱)~40"
		    "(変更|改定|改訂|改正|見直)"))
			lint_publish(lint, LINT_REVISION, LINT_PARTLY, text);
	}
}

void
lint_published_find(struct lint *lint)
{
	mark_requests(lint);
	find_identity(lint);
	find_purposes(lint);
	find_rights(lint);
	find_fee_and_deadline(lint);
	find_measures(lint);
	find_desk(lint);
	find_revision(lint);
}
