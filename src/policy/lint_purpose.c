/*
 * L-12: purposes that say nothing.  What a purpose says is what is left when
 * the words are taken away that fit every business: services, business,
 * improvement, development, and so on.
 */
#include "policy/lint_rule.h"

enum { TELLING = 2, PHRASE_MAX = 90, ROWS_MAX = 200 };

static bool purpose_cell(const struct lint *lint, uint32_t number,
    struct lint_span *cell);
static bool numbered_cell(const struct lint *lint, uint32_t number,
    struct lint_span *cell);

#define DATA_WORD "氏名|名前|住所|電話番号|メールアドレス"

/* 給与計算:氏名、口座: the purpose is the label, what it takes stands behind. */
static bool
is_purpose_label(const struct lint *lint, const struct lint_block *block)
{
	struct lint_span rest = { block->label.to, block->text.to };

	return block->kind == BLOCK_ITEM && (block->topics & TOPIC_PURPOSE) &&
	    block->label.to > block->label.from &&
	    lint_span_has(lint, rest, DATA_WORD "|経歴|口座|続柄") &&
	    !lint_span_has(lint, block->label, DATA_WORD "|情報|データ|項目");
}

bool
lint_purpose_listed(const struct lint *lint, uint32_t number)
{
	const struct lint_block *block = &lint->doc->blocks[number];

	struct lint_span cell;
	uint32_t topics = block->topics;

	if (block->chrome || block->count == 0 ||
	    (block->kind != BLOCK_ITEM && block->kind != BLOCK_ROW))
		return false;
	/* A row on those who write to the desk is no part on the desk. */
	for (int32_t n = block->node; block->kind == BLOCK_ROW && n >= 0;
	    n = lint->doc->nodes[n].parent)
		topics = (n == block->node ? 0 : topics) |
		    lint->doc->nodes[n].topics;
	if (topics & (TOPIC_TRACKING | TOPIC_RIGHTS | TOPIC_THIRD |
	    TOPIC_SECURITY | TOPIC_ANONYMISED | TOPIC_REVISION | TOPIC_JOINT |
	    TOPIC_DESK | TOPIC_SPECIAL_CARE | TOPIC_PSEUDONYMISED))
		return false;
	/* What the business does is not yet what data is for. */
	if (lint_under(lint, block->first, "(業務|事業)の?(内容|種類|範囲)\\)?$"))
		return false;
	if (block->kind == BLOCK_ROW)
		return purpose_cell(lint, number, &cell) ||
		    numbered_cell(lint, number, &cell);
	if (block->lead >= 0) {
		uint32_t lead = (uint32_t)block->lead;

		if (lint_has(lint, lead, "場合を除|クッキー|責任|<consent>なく|送信|"
		    "共同|開示等"))
			return false;
		if (lint_has(lint, lead, "目的"))
			return true;
		if (lint_has(lint, lead, "(<below>)の?~8(情報|項目|データ)(等)?を~14"
		    "(取得|収集|預か|提供|うかが|伺|登録)|(取得|収集|提供頂く|預かり|預かる)"
		    "(する|します|している)?~10(情報|項目|データ)(は|の項目は)"))
			return false;
		return (block->topics & TOPIC_PURPOSE) != 0 ||
		    lint_has(lint, lead, "(ため|為|こと)に~16(利用|使用|活用|使)");
	}
	if (is_purpose_label(lint, block))
		return true;
	return (block->topics & TOPIC_PURPOSE) != 0 && !lint_span_has(lint,
	    block->text, DATA_WORD "|[:|]|ません|ます");
}

/*
 * In a table with a column of purposes: that cell of a row.  The header is the
 * first row of the table.
 */
static bool
purpose_cell(const struct lint *lint, uint32_t number, struct lint_span *cell)
{
	const struct lint_doc *doc = lint->doc;
	const struct lint_block *block = &doc->blocks[number];
	uint32_t header = number, column = 0, wanted = UINT32_MAX, from;

	while (header > 0 && number - header < ROWS_MAX &&
	    doc->blocks[header - 1].kind == BLOCK_ROW &&
	    doc->blocks[header - 1].node == block->node)
		header--;
	if (header == number || block->kind != BLOCK_ROW)
		return false;
	from = doc->blocks[header].text.from;
	for (uint32_t i = from; i <= doc->blocks[header].text.to; i++)
		if (i == doc->blocks[header].text.to ||
		    doc->text.code[i] == '|') {
			struct lint_span label = { from, i };

			if (wanted == UINT32_MAX && lint_span_has(lint, label,
			    "目的|使い(みち|道)|用途|何に使|利用(の)?内容|利用方法"))
				wanted = column;
			column += i > from || i > doc->blocks[header].text.from;
			from = i + 1;
		}
	column = 0;
	from = block->text.from;
	for (uint32_t i = from; i <= block->text.to; i++)
		if (i == block->text.to || doc->text.code[i] == '|') {
			*cell = (struct lint_span){ from, i };
			if (column == wanted && i > from)
				return true;
			column += i > from || i > block->text.from;
			from = i + 1;
		}
	return false;
}

/* ①|見積り: a list that is laid out as a table of two columns. */
static bool
numbered_cell(const struct lint *lint, uint32_t number,
    struct lint_span *cell)
{
	const struct lint_block *block = &lint->doc->blocks[number];
	struct lint_span sign;

	if ((block->topics & TOPIC_PURPOSE) == 0 || !lint_span_find(lint,
	    block->text, "^{[①-⑳]|\\(?#\\)?\\.?}\\|[^|]+$", &sign))
		return false;
	*cell = (struct lint_span){ sign.to + 1, block->text.to };
	return true;
}

/* Words that fit every business. */
#define EMPTY_WORD "(この他|その他|この|当社|弊社|当院|当会|当法人|当団体|当協会|当店|当校|当サイト|本サービス|" \
    "本サイト|<self>|自社|お客様|利用者|ユーザ|会員|皆様|患者|弊社|及び|又は|並びに|若しくは|" \
    "その他|他|等|など|や|と|の|を|に|が|は|で|も|へ|、|・|。|[(]|[)]|より良い|よりよい|一層|更なる|さらなる|" \
    "新たな|新しい|新規|新|既存|各種|様々な|すべて|全て|一切|関する|係る|かかる|ついて|おける|対する|" \
    "関連(する|した|し|会社|事業)?|付随(する|した|し)?|附随(する|した)?|付帯(する|した|し)?|附帯(する|した)?|" \
    "関わる|関係(する)?|上記|上|前(各)?号|前記|各号|これら|それら|目的|利用目的|利用|活用|使用|ため|為|" \
    "こと|もの|事項|範囲|必要|円滑|適切|適正|健全|な|達成|遂行|実施|実現|実行|行う|推進|サービス|商品|製品|" \
    "事業|業務|営業|経営|企業|会社|活動|運営|管理|運用|全般|質|品質|内容|機能|満足度|価値|利便性|" \
    "向上|改善|改良|充実|発展|拡大|拡充|開発|研究|企画|検討|創出|強化|高度化|最適化|マーケティング|ビジネス|" \
    "教室|店舗|塾|園|病院|医院|施設|法人|団体|協会|より?良く(する)?|よりよく(する)?|良く(する)?|" \
    "顧客|(医療|看護|介護|福祉|教育|指導|接客|顧客|店舗|金融)(サービス|の質|体制|環境)|提供(に向けた|に資する|に役立つ|のための)|(に)?向けた|" \
    "する|し|させる|図る|行い|行|役立て(る)?|資する|努める|るため|だ|す|た|て|提案|維持|" \
    "促進|支援|効率化|成長|戦略|施策|展開|情報|個人情報|取扱|その|正当|利益|判断|認め(る|た)|適当|妥当)"
/* What makes an empty purpose a vague one. */
#define VAGUE "より?良く|よりよく|より良い|よりよい|向上|改善|改良|充実|発展|拡大|開発|研究|企画|検討|創出|強化|付随|附随|付帯|附帯|関連|" \
    "関係する|事業活動|企業活動|経営|業務|マーケティング|ビジネス|営業活動|その他|役立て|資する|" \
    "必要な(事項|目的|業務)|正当な利益|判断|認め|成長|戦略|施策|活用|価値"

/* How many letters of a phrase tell something. */
static uint32_t
telling_letters(const struct lint *lint, struct lint_span span)
{
	uint32_t count = 0;

	while (span.from < span.to) {
		struct lint_span word;

		if (lint_span_find(lint, span, "^" EMPTY_WORD "+", &word) &&
		    word.to > span.from) {
			span.from = word.to;
			continue;
		}
		count++;
		span.from++;
	}
	return count;
}

/* The phrase without its bracketed remark, when that tells nothing either. */
static bool
is_vague(const struct lint *lint, struct lint_span span)
{
	uint32_t n = span.to - span.from;

	if (n < 4 || n > PHRASE_MAX || !lint_span_has(lint, span, VAGUE))
		return false;
	return telling_letters(lint, span) < TELLING;
}

/* その他、これらに付随する業務: vague whatever stands before it. */
#define BARE_REST "{(その他、?)?((上記|前(各)?号|前記|これら|それら|以上)(の|に|と)?(各号)?(の)?" \
    "(利用)?(目的|業務|事業|サービス|事項|各項目?)?(の遂行|の達成)?(に|と|、)?)?(密接に)?(付随|附随|" \
    "付帯|附帯|関連|関係)(又は|若しくは|・|、|及び|し、?|して)?(付随|附随|付帯|附帯|関連|関係)?" \
    "(する)?(一切の|全ての|その他の|各種の?)?(業務|目的|事項|事業|行為|利用|こと|サービス)" \
    "(を行う|の遂行|の実施|全般)?(の)?(ため|為)?}[。)]*$|" \
    "{(事業|業務|営業|経営|企業)(活動)?全般(の(遂行|推進|実施|運営))?(のため|の為)?}[。)]*$|" \
    "{(<self>|本会|財団|協会|法人|団体)の(業務|事業|運営)を(適切|円滑|適正|効率的|健全)(かつ(適切|円滑|適正|効率的))?" \
    "に(遂行|実施|運営|行う)(する)?(ため)?}[。)]*$|" \
    "{(前各号|上記|これら|前記)(に掲げる|に定める|の)?(もの|こと|目的|事項)?の?(ほか|他|以外)、?" \
    "[^、。]~12に?(必要な|関する|適当な)(事項|目的|業務|こと)(のため)?}[。)]*$|" \
    "{その他[^。、]~2、?[^。、]~12(業務|事業|運営|活動)(に|上)(必要な|関する|関わる|係る|関連する)~6" \
    "(利用|こと|事項|目的|業務|用途)(のため)?}[。)]*$"
#define OWN_WILL "{(上記|前各号|各号|これら|前記)(の)?(各号)?の?(目的)?に(準ずる|準じる|準じた|類する|類似する|相当する)" \
    "~6(目的|業務|事項|利用|こと)}|{(当|弊)?(社|院|会|法人|団体|協会|店|校|所|行)が(必要|適当|適切|妥当|相当|有益)(で" \
    "ある)?(と|に)(判断|認め|考え)(する|た|し|る)~12(目的|業務|事項|利用|場合|こと|もの)}|" \
    "{(事業|企業|経営|営業|業務)(活動|運営|上|全般)(全般)?(の|に|で|上)?(ため|為|必要な|" \
    "用い|役立て|利用|資する)(目的)?}|{正当な(利益|(事業|業務|経営)(上の)?(目的|必要))}|{(必要|適当|適切|妥当|相当|有益)(である)?(と|に)~6が?(判断|認め|考え)る~12(目的|業務|事項|" \
    "利用)}|{(より(良|よ)い|(最|より)適な|質の高い|高品質な)~6(サービス|商品|製品|価値|体験|提案)" \
    "(や|と|・|、|及び)?(サービス|商品|製品)?(を|の)(提供|届け|開発)(する|を行う)?(ため|為|こと)?}$"

static void
check_phrase(struct lint *lint, struct lint_span span)
{
	struct lint_span found;

	if (lint_span_find(lint, span, BARE_REST, &found) ||
	    lint_span_find(lint, span, OWN_WILL, &found))
		lint_report_add(lint, LINT_VAGUE_PURPOSE, found);
	else if (is_vague(lint, span))
		lint_report_add(lint, LINT_VAGUE_PURPOSE, span);
}

/* An item may name several purposes; it tells something if one part does. */
static void
check_item(struct lint *lint, uint32_t number)
{
	const struct lint_block *block = &lint->doc->blocks[number];
	struct lint_span text = block->text;

	if (block->kind == BLOCK_ROW) {
		struct lint_span part;

		if (!purpose_cell(lint, number, &text) &&
		    !numbered_cell(lint, number, &text))
			return;
		while (lint_span_find(lint, text, "^{~(ため|為|こと)}、", &part)) {
			check_phrase(lint, part);
			text.from = part.to + 1;
		}
	} else if (is_purpose_label(lint, block)) {
		text = block->label;
	} else if (block->label.to > block->label.from &&
	    block->label.to + 1 < text.to) {
		text.from = block->label.to + 1;
	}
	check_phrase(lint, text);
}

#define USING "(利用|使用|活用|用い|取扱|取得|収集|役立て|使)(し|する|い|う|さ|ます|ま)"

/* 個人情報をサービス向上のために利用します: purposes in running text. */
static void
check_running(struct lint *lint, uint32_t s)
{
	struct lint_span text = lint_text_of(lint, s), phrase;

	if (!lint_about(lint, s, TOPIC_PURPOSE) && !lint_has(lint, s,
	    "<pi>(を|は)、?~80(ため|為|目的)(に|で)"))
		return;
	if (lint_about(lint, s, TOPIC_TRACKING | TOPIC_RIGHTS |
	    TOPIC_SECURITY | TOPIC_REVISION | TOPIC_THIRD | TOPIC_JOINT |
	    TOPIC_ANONYMISED | TOPIC_PSEUDONYMISED) || lint_has(lint, s,
	    "クッキー|ません|統計|安全|確認"))
		return;
	if (!lint_span_find(lint, text, "(<pi>(を|は)|は)、?{.*(ため|為|目的)(に|で)}(も|のみ)?"
	    "、?~12" USING, &phrase) && !lint_span_find(lint, text,
	    "^(また|なお|更に|さらに|その他)?、?{.*(ため|為|目的)(に|で)}(も|のみ)?、?~6" USING,
	    &phrase))
		return;
	if (is_vague(lint, phrase))
		lint_report_add(lint, LINT_VAGUE_PURPOSE, phrase);
	else if (lint_span_find(lint, phrase, "{(その他、?)?(これら|上記|それら)?(に|と)?(付随|"
	    "附随|付帯|附帯|関連)(又は|・)?(付随|関連)?する(一切の|全ての)?(業務|目的|事項|事業)の?"
	    "(ため|目的)}", &phrase) || lint_span_find(lint, phrase, OWN_WILL,
	    &phrase))
		lint_report_add(lint, LINT_VAGUE_PURPOSE, phrase);
}

void
lint_purpose_check(struct lint *lint)
{
	for (uint32_t b = 0; b < lint->doc->block_count; b++) {
		const struct lint_block *block = &lint->doc->blocks[b];

		if (lint_purpose_listed(lint, b))
			check_item(lint, b);
		else if (!block->chrome && block->kind != BLOCK_HEADING)
			for (uint32_t s = block->first; s < block->first +
			    block->count; s++)
				check_running(lint, s);
	}
}
