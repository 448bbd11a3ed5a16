#include "test.h"

#include "policy/lint_decode.h"
#include "policy/lint_doc.h"
#include "policy/lint_fold.h"
#include "policy/lint_marker.h"
#include "policy/lint_tags.h"

static struct bytes
bytes_from(const char *string)
{
	return bytes_of(text_of(string));
}

static struct lint_doc *
read_doc(struct arena *arena, const char *string)
{
	struct lint_doc *doc;
	struct error error;

	assert_ok(lint_doc_read(&doc, bytes_from(string), arena, &error),
	    &error);
	return doc;
}

/* A folded span as UTF-8. */
static struct text
shown(struct arena *arena, const struct lint_letters *letters,
    struct lint_span span)
{
	char *out = arena_alloc(arena, (span.to - span.from) * 4 + 1);
	size_t n = 0;

	assert_non_null(out);
	for (uint32_t i = span.from; i < span.to; i++)
		n += text_encode(letters->code[i], out + n);
	return (struct text){ out, n };
}

static struct text
block_text(struct arena *arena, const struct lint_doc *doc, size_t i)
{
	return shown(arena, &doc->text, doc->blocks[i].text);
}

static struct text
folded(struct arena *arena, const char *string)
{
	const struct lint_fold *fold = lint_fold_new(arena);
	struct text source = text_of(string), rest = source;
	struct lint_letters raw, out;
	uint32_t c;

	lint_letters_init(&raw, arena, source.n);
	lint_letters_init(&out, arena, source.n);
	while (text_next(&rest, &c))
		lint_letters_put(&raw, c, 0, 1);
	lint_fold_span(fold, &raw, (struct lint_span){ 0, (uint32_t)raw.n },
	    false, &out);
	return shown(arena, &out, (struct lint_span){ 0, (uint32_t)out.n });
}

static void
decodes_what_pages_are_written_in(void **state)
{
	static const struct {
		const char *bytes;
		const char *charset;
	} cases[] = {
		{ "\xEF\xBB\xBF個人情報", "UTF-8" },
		{ "個人情報の取扱い", "UTF-8" },
		{ "\x8C\xC2\x90\x6C\x8F\xEE\x95\xF1\x82\xCC\x8E\xE6\x88\xB5\x82"
		    "\xA2", "CP932" },
		{ "\xB8\xC4\xBF\xCD\xBE\xF0\xCA\xF3\xA4\xCE\xBC\xE8\xB0\xB7\xA4"
		    "\xA4", "EUC-JP" },
		{ "\x1B$B8D?M>pJs$N<h07$$\x1B(B", "ISO-2022-JP" },
	};

	for (size_t i = 0; i < LENGTH(cases); i++) {
		const char *charset;
		struct error error;
		struct text text;

		assert_ok(lint_decode(&text, &charset,
		    bytes_from(cases[i].bytes), *state, &error), &error);
		assert_string_equal(charset, cases[i].charset);
		assert_true(text_starts_with(text, "個人情報"));
	}
}

static void
refuses_what_is_no_japanese_text(void **state)
{
	const char *charset;
	struct error error;
	struct text text;
	const uint8_t nul[] = { 'a', 0, 0xE5, 0x80, 0x8B };

	assert_fails(lint_decode(&text, &charset, bytes_from(""), *state,
	    &error), &error, STATUS_INVALID, "empty");
	assert_fails(lint_decode(&text, &charset, bytes_from(" \n　\n"),
	    *state, &error), &error, STATUS_INVALID, "empty");
	assert_fails(lint_decode(&text, &charset,
	    bytes_from("We respect your privacy."), *state, &error), &error,
	    STATUS_INVALID, "not_japanese");
	assert_fails(lint_decode(&text, &charset,
	    (struct bytes){ nul, sizeof(nul) }, *state, &error), &error,
	    STATUS_INVALID, "not_text");
	assert_fails(lint_decode(&text, &charset,
	    bytes_from("\xFF\xFF\xFF\x80\x80"), *state, &error), &error,
	    STATUS_INVALID, "unknown_charset");
}

static void
folds_to_one_spelling(void **state)
{
	static const char *const pairs[][2] = {
		{ "お問い合わせ先", "問合せ先" },
		{ "ご同意いただいたものとさせていただきます",
		    "同意頂いたものとします" },
		{ "提供いたしません", "提供しません" },
		{ "提供は致しません", "提供はしません" },
		{ "１２ヶ月", "12か月" },
		{ "Ｃｏｏｋｉｅ", "クッキー" },
		{ "ｸﾞﾙｰﾌﾟ会社", "グループ会社" },
		{ "個 人　情 報", "個人情報" },
		{ "Google Analytics を利用", "google analyticsを利用" },
		{ "お客様のご家族", "お客様の家族" },
		{ "㈱架空", "株式会社架空" },
		{ "漏えい，紛失．", "漏洩、紛失。" },
		{ "か\u3099き", "がき" },
		{ "1,000円", "1,000円" },
	};

	for (size_t i = 0; i < LENGTH(pairs); i++)
		assert_text(folded(*state, pairs[i][0]), pairs[i][1]);
	/* What is folded is not folded again, nor made longer. */
	for (size_t i = 0; i < lint_fold_count(); i++) {
		struct text from, to;

		lint_fold_pair(i, &from, &to);
		assert_true(text_length(to) <= text_length(from));
	}
}

static void
reads_markers(void **state)
{
	static const struct {
		const char *line;
		enum lint_style style;
		uint32_t number;
	} cases[] = {
		{ "第1条（目的）", STYLE_ARTICLE, 1 },
		{ "第十二条　目的", STYLE_ARTICLE, 12 },
		{ "第 3 条 目的", STYLE_ARTICLE, 3 },
		{ "第2条に定める目的", STYLE_NONE, 0 },
		{ "第１章　総則", STYLE_CHAPTER, 1 },
		{ "1. 目的", STYLE_DOT, 1 },
		{ "１．目的", STYLE_DOT, 1 },
		{ "3、目的", STYLE_DOT, 3 },
		{ "2 目的", STYLE_SPACE, 2 },
		{ "2)目的", STYLE_CLOSE, 2 },
		{ "（４）目的", STYLE_PAREN, 4 },
		{ "⑤目的", STYLE_CIRCLE, 5 },
		{ "2.1 目的", STYLE_MULTI, 2 },
		{ "一、目的", STYLE_KANJI, 1 },
		{ "（三）目的", STYLE_KANJI_PAREN, 3 },
		{ "イ．目的", STYLE_KANA, 2 },
		{ "b) 目的", STYLE_LATIN, 2 },
		{ "Ⅲ　目的", STYLE_ROMAN, 3 },
		{ "iv) 目的", STYLE_ROMAN, 4 },
		{ "・目的", STYLE_BULLET, 0 },
		{ "- ・(2) 目的", STYLE_PAREN, 2 },
		{ "【目的】", STYLE_BRACKET, 0 },
		{ "Q3. 目的は何ですか？", STYLE_QUESTION, 3 },
		{ "24時間受け付けます", STYLE_NONE, 0 },
		{ "3年間保存します", STYLE_NONE, 0 },
		{ "03-1234-5678", STYLE_NONE, 0 },
		{ "2024年4月1日 制定", STYLE_NONE, 0 },
		{ "9:00から17:00まで", STYLE_NONE, 0 },
		{ "1,000円", STYLE_NONE, 0 },
		{ "一般社団法人", STYLE_NONE, 0 },
		{ "目的", STYLE_NONE, 0 },
	};

	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct text rest = text_of(cases[i].line);
		struct lint_letters raw;
		struct lint_marker marker;
		uint32_t c;

		lint_letters_init(&raw, *state, 64);
		while (text_next(&rest, &c))
			lint_letters_put(&raw, c, 0, 1);
		marker = lint_marker_read(&raw, (struct lint_span){ 0,
		    (uint32_t)raw.n });
		if (marker.style != cases[i].style)
			print_error("%s\n", cases[i].line);
		assert_int_equal(marker.style, cases[i].style);
		assert_int_equal(marker.number, cases[i].number);
	}
}

static void
joins_broken_sentences(void **state)
{
	struct lint_doc *doc = read_doc(*state,
	    "本人確認書類の写しを、当社の窓口あてにご同封ください。な\n\n"
	    "お、本籍地は黒く塗りつぶしてください。\n\n運転免許証\n\n旅券\n");

	assert_int_equal(doc->block_count, 3);
	assert_int_equal(doc->blocks[0].count, 2);
	assert_text(block_text(*state, doc, 1), "運転免許証");
	assert_text(block_text(*state, doc, 2), "旅券");
}

static void
nests_numbers_of_one_kind(void **state)
{
	struct lint_doc *doc = read_doc(*state,
	    "1.目的\n目的はこのとおりとします。\n"
	    "2.安全管理措置\n1.組織的措置\n責任者を置いています。\n"
	    "2.人的措置\n研修を行っています。\n3.第三者提供\n"
	    "同意なく第三者に提供しません。\n5.窓口\n窓口は次のとおりです。\n");
	const struct lint_node *nodes = doc->nodes;

	assert_int_equal(doc->node_count, 7);
	assert_int_equal(nodes[3].parent, 2);
	assert_int_equal(nodes[4].parent, 2);
	assert_int_equal(nodes[5].parent, 0);
	assert_int_equal(nodes[5].marker.number, 3);
	assert_true(nodes[6].skipped);
	assert_true(doc->blocks[nodes[2].block].topics & TOPIC_SECURITY);
	assert_true(doc->blocks[nodes[5].block].topics & TOPIC_THIRD);
}

static void
reads_html(void **state)
{
	struct lint_doc *doc = read_doc(*state,
	    "<!DOCTYPE html><html><head><title>x</title>"
	    "<script>if (a < b) 同意</script></head><body>\n"
	    "<nav><a href=\"/\">トップ</a></nav><main><h2>1. 利用&#30446;的</h2>\n"
	    "<p>次の目的で<b>利用</b>\n します。</p><ol><li>発送<li>請求</ol>"
	    "<table><tr><th>送信先<td>架空&amp;株式会社</tr></table>"
	    "<p>停止は<a href='#'>こちら</a><!-- > --></main></body></html>");

	assert_true(doc->html);
	assert_int_equal(doc->block_count, 7);
	assert_true(doc->blocks[0].chrome);
	assert_text(block_text(*state, doc, 1), "利用目的");
	assert_text(block_text(*state, doc, 2), "次の目的で利用します。");
	assert_text(block_text(*state, doc, 4), "請求");
	assert_int_equal(doc->nodes[doc->blocks[4].node].marker.number, 2);
	assert_int_equal(doc->blocks[3].lead, doc->blocks[2].first);
	assert_text(block_text(*state, doc, 5), "送信先|架空&株式会社");
	assert_int_equal(doc->link_count, 2);
	assert_true(doc->links[1].empty);
}

static void
quotes_what_stands_there(void **state)
{
	struct lint_doc *doc = read_doc(*state,
	    "<p>x</p>\n<p>利用者は、 同意した<b>ものとみなします</b>。</p>");
	uint32_t at, line, column;
	struct text quote = lint_doc_quote(doc,
	    doc->blocks[doc->block_count - 1].text, &at);

	assert_text(quote, "利用者は、 同意した");
	lint_doc_place(doc, at, &line, &column);
	assert_int_equal(line, 2);
	assert_int_equal(column, 4);
}

static void
survives_broken_markup(void **state)
{
	static const char *const broken[] = {
		"<html>個<", "<html>個<a", "<html>個<a href=\"", "<html>個<!--",
		"<html>個&", "<html>個&#", "<html>個&#x110000;", "<html>個&#0;",
		"<html></p></td></ul></ul>個", "<html><script>個人</scrip>情報",
		"<html>個<td><tr><td>人<table>情<li>報</dt>", "<html>個<3>人",
		"[個](", "[個](x", "[[[個]]](", "# ", "個\n#\n###### \n", "|個|\n||\n",
	};

	for (size_t i = 0; i < LENGTH(broken); i++) {
		struct lint_doc *doc;
		struct error error;

		(void)!lint_doc_read(&doc, bytes_from(broken[i]), *state,
		    &error);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(decodes_what_pages_are_written_in),
		arena_test(refuses_what_is_no_japanese_text),
		arena_test(folds_to_one_spelling),
		arena_test(reads_markers),
		arena_test(joins_broken_sentences),
		arena_test(nests_numbers_of_one_kind),
		arena_test(reads_html),
		arena_test(quotes_what_stands_there),
		arena_test(survives_broken_markup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
