/*
 * Cookies and their like: L-08 what is sent, to whom, for what, and how to
 * stop it; L-19 no personal information, and yet linked to it.
 */
#include "policy/lint_rule.h"

#define TOOLS "クッキー|ビーコン|アナリティクス|analytics|(解析|計測|広告|タグ管理)の?(ツール|" \
    "タグ|サービス)|タグ|ピクセル|広告(識別子|id)|sdk|類似の?技術|トラッキング|リターゲティング|" \
    "行動ターゲティング|情報収集モジュール|ローカルストレージ|local ?storage"

#define TAGS "アナリティクス|analytics|(解析|計測|広告|タグ管理)の?(ツール|タグ|サービス)|ピクセル|sdk|" \
    "リターゲティング|行動ターゲティング"

static bool
is_scope(const struct lint *lint, uint32_t s)
{
	const struct lint_block *block = lint_block_of(lint, s);

	if (lint_about(lint, s, TOPIC_TRACKING))
		return true;
	if (lint_about(lint, s, TOPIC_SECURITY | TOPIC_IDENTITY |
	    TOPIC_RIGHTS) && !lint_has(lint, s, "クッキー|アナリティクス"))
		return false;
	for (uint32_t i = block->first; i < block->first + block->count; i++)
		if (lint_has(lint, i, TOOLS "|アクセス(解析|ログ|情報|データ)|外部送信|"
		    "閲覧(した)?(ページ|履歴|情報)~40(送信|送っ|送り)"))
			return true;
	return false;
}

/* Whether such tools are used at all. */
static bool
is_using(const struct lint *lint, uint32_t s)
{
	return lint_block_of(lint, s)->kind != BLOCK_HEADING &&
	    (lint_has(lint, s, "(" TOOLS ")~60(使用|利用|用い|導入|設置|取得|収集|送信|埋め|"
	    "保存|発行|活用|採用|使う|使い|使っ|組み?込|載せ)|(使用|利用|用い|導入|設置)~16(" TOOLS ")") ||
	    (lint_about(lint, s, TOPIC_TRACKING) && lint_has(lint, s,
	    "(情報|データ)~14(送信|外部)"))) &&
	    !lint_has(lint, s, "(使用|利用|用い|導入|設置|取得|収集)(は|を)?(し|て)?(て)?い?"
	    "(ません|ない|おりません|ておらず)|(使用|利用|導入)することは(ありません|ない)|とは、?");
}

#define WHAT "(閲覧|アクセス|利用|行動|操作|検索|購買|購入|訪問|遷移|視聴|クリック)(した)?(の)?" \
    "(履歴|情報|データ|状況|日時|ページ|ログ|記録|url|サイト|元)|ipアドレス|識別子|(ブラウザ|端末|" \
    "デバイス|os|機器|通信)(の)?(、|・|種類|種別|機種|型番|情報|環境|名|識別|属性|や|に関する)|位置情報|" \
    "リファラ|参照元|トラフィック(データ|情報)|送信(される|する)~8情報(の|は|:|\\||として)|" \
    "クッキーid|広告id|滞在時間|ユーザエージェント|ページビュー|閲覧ページ|訪問(回数|ページ)"
#define WHOM "google|グーグル|meta|facebook|フェイスブック|yahoo|ヤフー|line|ライン|microsoft|" \
    "マイクロソフト|adobe|アドビ|amazon|アマゾン|twitter|x corp|tiktok|bytedance|criteo|クリテオ|" \
    "hotjar|salesforce|セールスフォース|hubspot|株式会社|合同会社|有限会社|一般社団法人|llc|inc|ltd|" \
    "corporation|limited|gmbh|b\\.v\\."
#define NOT_SENT "(サーバ|サイト|<self>|自社)(以外|の(外|外部))の?(者|事業者|サーバ)?(に|へ)は?~14(送信|提供|送)~10(ません|ない|ておらず)|" \
    "(サーバ|サイト)(に|へ)(のみ|だけ|しか)~8送|" \
    "(外部|第三者|他社|当社以外|他の事業者|社外|他者)~24(送信|提供|共有|渡)~14" \
    "(ません|ない|ておらず|ことはあ)|(自社|当社|弊社|当院|当サイト|ファーストパーティ)(の|が発行する)?~12" \
    "(のみ|だけ)~20(使用|利用|発行)"

struct tracking {
	int32_t first;		/* the sentence that tells of use */
	bool what;
	bool whom;
	bool why;
	bool empty_link;
};

static void
report_missing(struct lint *lint, const struct tracking *t)
{
	static const struct words missing[] = {
		{ "", "" }, { "送信される情報", "what is sent" },
		{ "送信先", "to whom" },
		{ "送信される情報、送信先", "what is sent, to whom" },
		{ "利用目的", "what for" },
		{ "送信される情報、利用目的", "what is sent, what for" },
		{ "送信先、利用目的", "to whom, what for" },
		{ "送信される情報、送信先、利用目的",
		    "what is sent, to whom, what for" },
	};
	int set = !t->what + 2 * !t->whom + 4 * !t->why;

	if (set != 0)
		lint_report_detail(lint, LINT_TRACKING_INCOMPLETE,
		    lint_text_of(lint, (uint32_t)t->first), missing[set].ja,
		    missing[set].en);
}

static void
read_tracking(const struct lint *lint, struct tracking *t)
{
	bool own = false, tags = false;

	LINT_EACH(lint, s) {
		bool heading = lint_block_of(lint, s)->kind == BLOCK_HEADING;

		if (!is_scope(lint, s))
			continue;
		if (t->first < 0 && is_using(lint, s))
			t->first = (int32_t)s;
		if (!heading && lint_has(lint, s, WHAT))
			t->what = true;
		if (lint_has(lint, s, WHOM))
			t->whom = true;
		if (lint_has(lint, s, NOT_SENT))
			own = true;
		else if (!heading && is_using(lint, s) &&
		    lint_has(lint, s, TAGS))
			tags = true;
		if (lint_has(lint, s, "(ため|為|目的)|に(利用|使用|活用|役立て)|計測|分析|解析"))
			t->why = true;
	}
	/* That our own cookies stay here says nothing of others' tags. */
	if (own && !tags)
		t->whom = t->what = true;
}

#define STOPPING "<optout>|無効|拒否|停止|解除"

static bool
has_letters(const struct lint_doc *doc, const struct lint_link *link)
{
	for (uint32_t i = link->at; i < link->end; i++)
		if (doc->source.p[i] != ' ' && doc->source.p[i] != '\n')
			return true;
	return false;
}

/* The sentence in which a byte of the source stands, or -1. */
static int32_t
sentence_at(const struct lint *lint, uint32_t at)
{
	const struct lint_doc *doc = lint->doc;

	LINT_EACH(lint, s) {
		struct lint_span text = doc->sentences[s].text;

		if (doc->text.at[text.from] <= at && at <=
		    lint_letters_end(&doc->text, text.to - 1))
			return (int32_t)s;
	}
	return -1;
}

static bool
check_links(struct lint *lint)
{
	const struct lint_doc *doc = lint->doc;
	bool any = false;

	for (size_t i = 0; i < doc->link_count; i++) {
		const struct lint_link *link = &doc->links[i];
		int32_t s;

		if (!link->empty || !has_letters(doc, link))
			continue;
		s = sentence_at(lint, link->at);
		if (s < 0 || !lint_has(lint, (uint32_t)s, STOPPING) ||
		    lint_has(lint, (uint32_t)s, "(クッキー|同意)の?設定(画面|パネル)?"))
			continue;
		any = true;
		lint_report_source(lint, LINT_EMPTY_OPT_OUT, link->at,
		    link->end, "", "");
	}
	return any;
}

/* オプトアウト: with nothing behind it, or (準備中). */
static bool
check_unlinked(struct lint *lint)
{
	const struct lint_doc *doc = lint->doc;
	bool any = false;

	LINT_EACH(lint, s) {
		uint32_t block = doc->sentences[s].block;
		struct lint_span found;
		bool last = block + 1 >= doc->block_count ||
		    doc->blocks[block + 1].kind == BLOCK_HEADING ||
		    lint_span_has(lint, doc->blocks[block + 1].text,
		    "^(制定|改定|附則|以上)");

		if (!is_scope(lint, s) || !lint_has(lint, s, "<optout>"))
			continue;
		if (lint_find(lint, s, "{(準備中|工事中|作成中|未定|近日公開)}|{こちら(\\(\\)|「」)}|"
		    "(url|リンク先?|ページ|アドレス){(は|:)?(\\(\\)|「」|-|xxx+|\\*\\*+|●+|○○+)}",
		    &found) || (last && lint_find(lint, s, "{<optout>.*(url|ページ|方法|"
		    "リンク|手続|こちら)?:}$", &found)) || (doc->html && lint_find(lint, s,
		    "<optout>~60{(こちら|ここ)}", &found))) {
			bool linked = lint_has(lint, s, "https?:");

			for (size_t i = 0; i < doc->link_count && !linked; i++)
				linked = sentence_at(lint, doc->links[i].at) ==
				    (int32_t)s;
			if (linked)
				continue;
			any = true;
			lint_report_add(lint, LINT_EMPTY_OPT_OUT, found);
		}
	}
	return any;
}

#define LINKED "(応じ(て|た)~12(表示|画面|切り?替|出し分|変え|変わ|カスタマイズ|提案|お?すすめ)|照らし合|つなげ|結び|対応(付け|づけ|させ)|同期|紐付|照合|関連付|結付|突合|組合せ|連携|参照|結合|統合|マッチング|関連づ|併せて)"
#define OWN_DATA "(登録(されている|された|した|済みの)?(情報|内容|データ)|会員(情報|id|データ|属性|" \
    "登録|番号)|お客様(情報|id|番号)|アカウント(情報|に)?|顧客(情報|データ|id)|氏名|メールアドレス|" \
    "(購入|注文|予約|利用|視聴|受講|学習|来店|購買)(の)?(履歴|記録)|(購入|注文|予約)情報|プロフィール|ユーザ(情報|id)|(保有する|お預かりしている|預かりしている)" \
    "(個人)?(情報|データ)|個人情報|個人データ|属性情報)"

/* クッキーにより会員を識別し: who it is, not which browser */
#define RECOGNISED "(クッキー|識別子|タグ|ビーコン|これら?|広告id)~8(により|によって|で|を(用い|使|利用し)て)、?" \
    "~12(会員|お客様|登録者|スタッフ|本人|受講者|患者|応募者)~4(を|が誰であるかを)(識別|特定|認識|判別)" \
    "(し|する)"

static void
check_contradiction(struct lint *lint)
{
	struct lint_span claim = { 0, 0 }, found;
	bool linked = false;

	LINT_EACH(lint, s) {
		if (!is_scope(lint, s))
			continue;
		if (claim.to == 0 && lint_find(lint, s, "{(個人情報|個人を(特定|識別)|"
		    "(お客様|利用者|ユーザ|本人|会員)(個人)?を(特定|識別)|個人が(特定|識別)|特定の個人を"
		    "(識別|特定))~36(ません|ない(もの|形|情報|$|。)|ていない|ことはあり|ありえ)}",
		    &found) && !lint_has(lint, s, "第三者に(提供|開示)|同意"))
			claim = found;
		if (lint_has(lint, s, "(個人情報|個人データ)として(、?(取扱|扱|適切|管理|保護|本方針))"))
			return;
		if (lint_has(lint, s, OWN_DATA "~30" LINKED "|" LINKED "~24"
		    OWN_DATA) &&
		    !lint_has(lint, s, LINKED "~24(ません|ない|ことはあり|ておらず)|<consent>"))
			linked = true;
		if (lint_has(lint, s, RECOGNISED) && !lint_has(lint, s,
		    RECOGNISED "~24(ません|ない|ことはあり|ておらず)|<consent>"))
			linked = true;
	}
	if (claim.to > claim.from && linked)
		lint_report_add(lint, LINT_CONTRADICTION, claim);
}

void
lint_tracking_check(struct lint *lint)
{
	struct tracking t = { .first = -1 };

	read_tracking(lint, &t);
	t.empty_link = check_links(lint);
	t.empty_link = check_unlinked(lint) || t.empty_link;
	check_contradiction(lint);
	for (uint32_t s = 0; s < lint->doc->sentence_count && t.first < 0 &&
	    t.what && t.whom; s++)
		if (lint_about(lint, s, TOPIC_TRACKING) &&
		    lint_block_of(lint, s)->kind != BLOCK_HEADING &&
		    lint_has(lint, s, WHAT))
			t.first = (int32_t)s;
	if (t.first < 0)
		return;
	report_missing(lint, &t);
	lint_publish(lint, LINT_EXTERNAL_TRANSMISSION, t.what && t.whom &&
	    t.why && !t.empty_link ? LINT_YES : LINT_PARTLY,
	    lint_text_of(lint, (uint32_t)t.first));
}
