/*
 * The form of the text: L-06 lists that are announced and missing, L-07 dates,
 * numbers and the way in which changes are made known.
 */
#include "base/clock.h"
#include "policy/lint_marker.h"
#include "policy/lint_rule.h"

enum { ENDS = 8, BARE_LETTERS = 30 };

#define DATE "(#年#月(#日)?|[12][0-9][0-9][0-9][./-]#[./-]#|" \
    "(平成|令和|昭和|[rh])(#|元)[年./]#[月./]#日?)"
/* A promise of a list that only a list can keep. */
#define PROMISE "<below>の?(通り|如く)|<below>の(各号|各項|事項|項目|目的|場合|" \
    "情報|措置|方法|書類|何れか|者|もの|会社|表|利用目的|個人情報|各社|企業|事業者|" \
    "団体|サービス|国|ツール|業務|委託先|提供先|送信先)|" \
    "<below>に(掲げ|定め|記載|列挙|示|挙げ|規定|該当)"
#define ELSEWHERE "<below>の?~10(<desk>|フォーム|ページ|リンク|url|サイト|規約|「|" \
    "第#|手続|方針|画面)|参照|こちら|https?:|別表|別紙|リンク先|(に|で)掲載"

/* Whether a block begins a clause beside or above the node, not below it. */
static bool
is_next_clause(const struct lint_doc *doc, size_t block, int32_t node)
{
	const struct lint_block *next = &doc->blocks[block];

	if (next->kind != BLOCK_HEADING && (next->kind != BLOCK_ITEM ||
	    doc->nodes[next->node].block != block))
		return false;
	return !lint_doc_within(doc, next->node, node);
}

/*
 * A paragraph behind a list or a table lies in what came last there, as far
 * as the outline can see; bullets that follow it are still what it announces.
 */
static bool
begins_own_list(const struct lint_doc *doc, size_t block, uint32_t promise)
{
	const struct lint_node *own =
	    &doc->nodes[doc->blocks[promise].node];
	const struct lint_node *next = &doc->nodes[doc->blocks[block].node];

	/* - 項目: and below it, further in, what it holds. */
	if (doc->blocks[block].indent > doc->blocks[promise].indent)
		return true;
	return own->block != promise && next->loose && next->block == block;
}

/* Dates and 以上 at the end of a text are no content of its last clause. */
static bool
is_signature(const struct lint *lint, const struct lint_block *block)
{
	return block->text.to - block->text.from < 40 && lint_span_has(lint,
	    block->text, "^以上$|^(制定|改定|改訂|施行|最終|更新|作成|附則)~12" DATE "|^"
	    DATE "~8(制定|改定|改訂|施行|更新|作成|現在)?$");
}

/* Whether nothing stands behind a block before the next clause begins. */
static bool
is_followed_by_nothing(const struct lint *lint, uint32_t number)
{
	const struct lint_doc *doc = lint->doc;
	int32_t node = doc->blocks[number].node;

	for (size_t i = number + 1; i < doc->block_count; i++) {
		const struct lint_block *next = &doc->blocks[i];

		if (next->chrome || next->text.from == next->text.to ||
		    (next->after_blank && is_signature(lint, next)))
			continue;
		return is_next_clause(doc, i, node) &&
		    !begins_own_list(doc, i, number);
	}
	return true;
}

/* A table that has only its header. */
static bool
is_followed_by_header(const struct lint *lint, uint32_t number)
{
	const struct lint_doc *doc = lint->doc;
	size_t i = number + 1;

	if (i >= doc->block_count || doc->blocks[i].kind != BLOCK_ROW ||
	    (i + 1 < doc->block_count && doc->blocks[i + 1].kind ==
	    BLOCK_ROW))
		return false;
	return lint_span_has(lint, doc->blocks[i].text,
	    "^[^|:0-9。]+(\\|[^|:0-9。]+)+$") &&
	    lint_span_has(lint, doc->blocks[i].text, "(項目|方法|内容|目的|名称|区分|"
	    "種類|送信先|提供先|状況|時期|名|情報)(\\||$)") && doc->blocks[i].text.to -
	    doc->blocks[i].text.from < 80;
}

static bool
ends_with_colon(const struct lint *lint, uint32_t s)
{
	struct lint_span text = lint_text_of(lint, s);

	return text.to - text.from < 40 && lint_has(lint, s, "[^:]:$");
}

static void
check_list(struct lint *lint, uint32_t s)
{
	const struct lint_doc *doc = lint->doc;
	uint32_t block = doc->sentences[s].block;
	const struct lint_block *own = &doc->blocks[block];
	uint32_t last = own->first + own->count - 1;
	bool colon = ends_with_colon(lint, s);
	struct lint_span found;

	if (own->node == 0 || own->kind == BLOCK_HEADING || s + 2 <= last ||
	    own->kind == BLOCK_ROW)
		return;
	if (!colon && (!lint_find(lint, s, PROMISE, &found) ||
	    lint_has(lint, s, ELSEWHERE) ||
	    lint_has(lint, s, "[①②]|\\(1\\)|1\\.|(" PROMISE ")~12:~4.")))
		return;
	if (colon && (!lint_find(lint, s, "^{.*}:$", &found) ||
	    lint_has(lint, s, "<optout>")))
		return;
	if (s < last && (!lint_has(lint, s, "<below>の?(通り|各号)|掲げ") ||
	    lint_has(lint, last, "・|①|\\(1\\)|、~30、")))
		return;
	if (is_followed_by_nothing(lint, block) ||
	    is_followed_by_header(lint, block))
		lint_report_add(lint, LINT_EMPTY_LIST, found);
}

/* 下記の窓口 with nothing by which to reach it. */
static void
check_desk(struct lint *lint, uint32_t s)
{
	struct lint_span found;

	if (!lint_find(lint, s, "{<below>の?~8(<desk>)}", &found) ||
	    lint_about(lint, s, TOPIC_REVISION))
		return;
	for (uint32_t i = s > 4 ? s - 4 : 0; i < lint->doc->sentence_count;
	    i++)
		if (lint_has(lint, i, "@|https?:|tel|電話|fax|#-#-#|〒|フォーム|"
		    "(市|区|町|村)~20#|当サイトの問合せ|こちら|#\\(#\\)#|郵便|"
		    "[a-z]\\.(jp|com)|アットマーク|\\[at\\]"))
			return;
	for (size_t i = 0; i < lint->doc->link_count; i++)
		if (!lint->doc->links[i].empty)
			return;
	lint_report_add(lint, LINT_EMPTY_LIST, found);
}

#define ENACTED "制定|施行|作成|策定|公開|実施|適用|発効|掲載|開始|公表|以上|附則|" \
    "改定|改訂|改正|更新|見直|現在|版|日付|updated|effective|revised|date|変更"

static bool
is_near_end(const struct lint_doc *doc, uint32_t block)
{
	return block < ENDS || block + ENDS >= doc->block_count;
}

static void
check_dated(struct lint *lint)
{
	const struct lint_doc *doc = lint->doc;

	for (uint32_t s = 0; s < doc->sentence_count; s++) {
		struct lint_span text = lint_text_of(lint, s);

		if (!lint_has(lint, s, DATE))
			continue;
		if (lint_has(lint, s, DATE "~10(" ENACTED ")|(" ENACTED
		    ")~14" DATE))
			return;
		if (is_near_end(doc, doc->sentences[s].block) &&
		    text.to - text.from <= BARE_LETTERS)
			return;
		if (lint_about(lint, s, TOPIC_REVISION))
			return;
	}
	lint_report_add(lint, LINT_NO_DATE, lint_title(lint));
}

/* The year that an era's year is, or 0. */
static int
western_year(const struct lint_doc *doc, uint32_t at, int number)
{
	uint32_t c = doc->text.code[at];

	switch (c) {
	case 0x5E73: case 'h':
		return 1988 + number;
	case 0x4EE4: case 'r':
		return 2018 + number;
	case 0x662D:
		return 1925 + number;
	default:
		return number;
	}
}

/* The date at a span of #年#月#日; false when it is not of that form. */
static bool
read_date(const struct lint_doc *doc, struct lint_span span, int date[3])
{
	uint32_t at = span.from;

	for (int i = 0; i < 3; i++) {
		uint32_t number = 0;

		while (at < span.to && !lint_is_digit(doc->text.code[at]) &&
		    doc->text.code[at] != 0x5143)
			at++;
		if (at < span.to && doc->text.code[at] == 0x5143) {
			number = 1;
			at++;
		} else if (!lint_marker_number(&doc->text, &at, span.to,
		    &number)) {
			return false;
		}
		date[i] = (int)number;
	}
	date[0] = western_year(doc, span.from, date[0]);
	return true;
}

/* Dates that do not exist, and a last revision before the enactment. */
static void
check_dates(struct lint *lint)
{
	int64_t enacted = INT64_MIN, revised = INT64_MIN;
	struct lint_span revision = { 0, 0 };

	LINT_EACH(lint, s) {
		struct lint_span rest = lint_text_of(lint, s), found;

		while (lint_has(lint, s, "年|[./-]") && lint_span_find(lint,
		    rest, "{((平成|令和|昭和)(#|元)|[12][0-9][0-9][0-9])"
		    "(年|[./-])#(月|[./-])#}(日|[^0-9./-]|$)", &found)) {
			struct lint_span from = { found.to, rest.to };
			int date[3];
			int64_t day;

			rest.from = found.to;
			if (!read_date(lint->doc, found, date))
				continue;
			if (!clock_date_exists(date[0], date[1], date[2])) {
				lint_report_add(lint, LINT_BAD_DATE, found);
				continue;
			}
			day = clock_day_number(date[0], date[1], date[2]);
			if (lint_span_has(lint, from, "^日?[^年。]~4(制定|作成)") ||
			    lint_has(lint, s, "^(制定|作成)(日|年月日)?[:|]?[^改更]*$"))
				enacted = day;
			else if (lint_has(lint, s, "最終(改|更)") ||
			    lint_span_has(lint, from, "^日?[^年。]~4(改定|改訂|更新)")) {
				revised = day > revised ? day : revised;
				revision = found;
			}
		}
	}
	if (enacted != INT64_MIN && revised != INT64_MIN && revised < enacted)
		lint_report_detail(lint, LINT_BAD_DATE, revision,
		    "改定日が制定日より前です",
		    "the revision is before the enactment");
}

/* Articles are counted through chapters; a supplement begins anew. */
static void
check_articles(struct lint *lint)
{
	const struct lint_doc *doc = lint->doc;
	uint32_t last = 0, last_sub = 0;

	for (size_t i = 1; i < doc->node_count; i++) {
		const struct lint_node *node = &doc->nodes[i];
		uint32_t number = node->marker.number;
		struct lint_span words = doc->blocks[node->block].text;

		if (node->marker.style != STYLE_ARTICLE)
			continue;
		if (words.from == words.to && node->block + 1 <
		    doc->block_count)
			words = doc->blocks[node->block + 1].text;
		if (words.from == words.to) {
			continue;
		} else if (number == last ? node->marker.sub <= last_sub :
		    number < last && number > 1) {
			lint_report_add(lint, LINT_REPEATED_NUMBER, words);
		} else if (last > 0 && number > last + 1 &&
		    number <= last + 3) {
			lint_report_add(lint, LINT_SKIPPED_NUMBER, words);
		}
		last = number;
		last_sub = node->marker.sub;
	}
}

static bool
counts_clauses(enum lint_style style)
{
	return style == STYLE_CHAPTER || style == STYLE_DOT ||
	    style == STYLE_SPACE || style == STYLE_CLOSE ||
	    style == STYLE_PAREN || style == STYLE_CIRCLE ||
	    style == STYLE_KANJI || style == STYLE_MULTI ||
	    style == STYLE_KANJI_PAREN;
}

static void
check_numbers(struct lint *lint)
{
	const struct lint_doc *doc = lint->doc;

	check_articles(lint);
	for (size_t i = 1; i < doc->node_count; i++) {
		const struct lint_node *node = &doc->nodes[i];
		const struct lint_block *block = &doc->blocks[node->block];
		struct lint_span words = block->text;

		if (!counts_clauses(node->marker.style) ||
		    words.from == words.to || block->chrome)
			continue;
		if (node->repeated)
			lint_report_add(lint, LINT_REPEATED_NUMBER, words);
		else if (node->skipped && node->heading && node->before >= 0 &&
		    doc->nodes[node->before].heading &&
		    node->marker.number <=
		    doc->nodes[node->before].marker.number + 3)
			lint_report_add(lint, LINT_SKIPPED_NUMBER, words);
	}
}

#define PUBLISHED "公表|掲載|%(この|本)通知|告知|お知らせ|掲示|周知|表示|公開|連絡|案内|" \
    "明示|知らせ"

/* Changes are reserved; is it said how they are made known? */
static void
check_notice(struct lint *lint)
{
	struct lint_span reserved = { 0, 0 };

	LINT_EACH(lint, s) {
		struct lint_span found;

		if (lint_block_of(lint, s)->kind == BLOCK_HEADING)
			continue;
		if ((lint_has(lint, s, "(変更|改定|改訂|改正|修正|更新)~60(" PUBLISHED
		    ")") &&
		    lint_has(lint, s, "<this>|利用目的|(変更|改定|改訂|改正)(後|内容)")) ||
		    (lint_about(lint, s, TOPIC_REVISION) && lint_has(lint, s,
		    PUBLISHED)))
			return;
		if (reserved.to == 0 && (lint_about(lint, s, TOPIC_REVISION) ||
		    lint_has(lint, s, "(<this>|内容|規定|利用目的)~30(変更|改定|"
		    "改訂|改正|修正)")) && lint_find(lint, s,
		    "{(変更|改定|改訂|改正|修正|更新)(を)?(する|行う|し得る|できる|される|"
		    "し(ます|、)|行い|加える|なされる)~8(こと|場合|もの|ます|とし|$|。)}",
		    &found))
			reserved = found;
	}
	if (reserved.to > reserved.from)
		lint_report_add(lint, LINT_NO_CHANGE_NOTICE, reserved);
}

void
lint_form_check(struct lint *lint)
{
	LINT_EACH(lint, s) {
		check_list(lint, s);
		check_desk(lint, s);
	}
	check_dated(lint);
	check_dates(lint);
	check_numbers(lint);
	check_notice(lint);
}
