#include "policy/lint_topic.h"

/* Every row that matches adds its topic; "unless" takes it away again. */
static const struct {
	enum lint_topic topic;
	const char *pattern;
	const char *unless;
} topics[] = {
	{ TOPIC_PURPOSE, "(利用|使用|収集|取得|取扱|活用)の?目的|目的の特定|"
	    "<pi>の(取得と?)?(利用|使用|活用)(について|等)?$|"
	    "^(利用|使用|活用)(について|の範囲)?$|取得[・と](利用|使用)|"
	    "取得(及び|、)(利用|使用)|使い(みち|道)|何のため(に|か)|"
	    "情報の利用(方法|範囲)|(利用|使用)する(目的|理由)|"
	    "(利用|使用|取得|収集)の目的|(取得|収集)(と|及び|・|、)目的|"
	    "目的(について|は)?$|purpose",
	    "目的の(変更|通知)|目的外|共同" },
	{ TOPIC_ITEMS, "(取得|収集|預かり|預かる|利用|提供頂く|取扱)(する|している|"
	    "した|します)?~6(情報|項目|データ)(の?(項目|種類|内容|範囲|一覧))?"
	    "(について|は|及び~12|と~12|、~12|・~12)?$|"
	    "(情報|データ)の(項目|種類|内容)|取得項目|収集項目|項目$|"
	    "どの様な情報", "共同|加工|第三者|開示|送信|基本|公表" },
	{ TOPIC_ACQUISITION, "(取得|収集)(方法|手段|について|の方法|の手段|及び|・|"
	    "と|、|$|等)|適正な取得|(情報|データ)の(取得|収集)", NULL },
	{ TOPIC_THIRD, "第三者~8(提供|開示|共有)|(提供|開示)先|外部(へ|への)"
	    "(提供|開示)|(情報|データ)の(提供|開示)(について|の制限|$)|"
	    "他社へ?の(提供|開示)|third part", "自己|記録" },
	{ TOPIC_ENTRUST, "委託|アウトソーシング|外注", NULL },
	{ TOPIC_JOINT, "共同(利用|して利用|で利用|で使用|使用)|共有(利用|の範囲)|"
	    "グループ(内|会社|企業)(で|間|との)(の)?(利用|共有)", NULL },
	{ TOPIC_ANONYMISED, "匿名加工|匿名化", NULL },
	{ TOPIC_PSEUDONYMISED, "仮名加工|仮名化", NULL },
	{ TOPIC_RIGHTS, "(開示|訂正|利用停止|削除|消去)(、|・|・?訂正|等|及び|や|"
	    "の(請求|求め|手続|依頼|申請|申出|方法)|請求|手続|対応|について)|"
	    "本人の権利|お客様の権利|利用者の権利|権利行使|"
	    "(利用)?目的の通知|請求手続|開示等|"
	    "(保有個人データ|個人情報)(の|に関する)(照会|確認|修正|変更|開示|訂正)",
	    "不?開示先|第三者への開示|開示の制限|^<pi>の(提供|開示)$" },
	{ TOPIC_IDENTITY, "本人確認|本人で(あること|ある事)の確認|確認書類|"
	    "証明書類?|必要書類|添付書類|提出書類|代理人", NULL },
	{ TOPIC_FEE, "手数料|費用|料金", "支払|請求方法" },
	{ TOPIC_SECURITY, "安全(管理|対策|措置)|セキュリティ|適正(な)?管理|"
	    "(情報|データ)の(管理|保護)(体制|措置|について|$|方法)|"
	    "管理(措置|体制)|漏洩~6防止|正確性|"
	    "(組織|人|物理|技術)的~6措置|外的環境", NULL },
	{ TOPIC_FOREIGN, "<abroad>|越境|国際移転", NULL },
	{ TOPIC_TRACKING, "クッキー|アクセス(解析|ログ|情報)|外部送信|"
	    "(利用者|ユーザ)情報の(外部)?送信|(広告|行動)(配信|ターゲティング|履歴)|"
	    "ビーコン|トラッキング|analytics|アナリティクス|情報収集モジュール|"
	    "認識できない方法|行動ターゲティング|(解析|計測)ツール|タグ|sdk",
	    NULL },
	{ TOPIC_REVISION, "(改定|改訂|改正|変更|見直し)(について|手続|等|の手続|$|の"
	    "(方法|通知|お知らせ|告知|公表)|と通知)|"
	    "(方針|規程|規約|ポリシー)の(改定|改訂|改正|変更|見直|更新)|"
	    "目的の変更", "訂正" },
	{ TOPIC_DESK, "窓口|問合せ|連絡先|苦情|相談|申出先|請求先|contact",
	    NULL },
	{ TOPIC_DISCLAIMER, "免責|責任(の制限|の範囲|について)|保証の否認", NULL },
	{ TOPIC_DEFINITION, "定義|とは$|とは\\?|用語|適用範囲", NULL },
	{ TOPIC_CONSENT, "^.?.?.?~10同意(について|$|の(取得|確認|撤回))", NULL },
	{ TOPIC_SPECIAL_CARE, "要配慮|機微|センシティブ|特定の個人情報", NULL },
	{ TOPIC_RETENTION, "(保管|保存|保有|保持)(期間|期限|について)|"
	    "(廃棄|消去|削除)について", NULL },
	{ TOPIC_STATISTICS, "統計|集計", NULL },
	{ TOPIC_OPERATOR, "事業者(の名称|名|の氏名|について|情報)|"
	    "(運営|会社)(者|会社|情報|概要)|(名称|氏名)(及び|・|、|と)住所|"
	    "管理(者|責任者)(の|について|$)|保護(管理|責任)者", NULL },
	{ TOPIC_EXCEPTION, "例外|除外", NULL },
	{ TOPIC_LAW, "法令~8遵守|遵守", NULL },
};

uint32_t
lint_topic_of(struct lint_patterns *patterns, const uint32_t *code,
    struct lint_span span)
{
	uint64_t seen[4];
	uint32_t set = 0;

	lint_pattern_seen(seen, code, span);
	for (size_t i = 0; i < LENGTH(topics); i++)
		if (lint_pattern_find(patterns, code, span, seen,
		    topics[i].pattern, NULL) && (topics[i].unless == NULL ||
		    !lint_pattern_find(patterns, code, span, seen,
		    topics[i].unless, NULL)))
			set |= topics[i].topic;
	return set;
}
