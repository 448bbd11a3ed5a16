/*
 * The document model and its writers: what each makes of every kind of block,
 * and what words cannot do to the form.
 */
#include "test.h"

#include "base/buf.h"
#include "render/doc_html.h"
#include "render/doc_markdown.h"
#include "render/doc_text.h"
#include "render/doc_wire.h"
#include "render/page.h"

enum { MAX = 1 << 20 };

static const char evil[] = "<script>alert('x')</script>&\"**[a](b)|`~";

static bool
has(struct text text, const char *wanted)
{
	if (text_find(text, text_of(wanted)) < 0)
		print_error("no \"%s\" in:\n%.*s\n", wanted,
		    TEXT_ARGS(text));
	return text_find(text, text_of(wanted)) >= 0;
}

static bool
lacks(struct text text, const char *unwanted)
{
	return text_find(text, text_of(unwanted)) < 0;
}

/* A letter with one block of every kind. */
static struct doc *
letter(struct arena *arena)
{
	struct doc *doc = doc_new(LANGUAGE_JA, arena);
	struct doc_block *block, *row, *section;

	assert_non_null(doc);
	doc->title = TEXT("開示の回答");
	doc->author = TEXT("株式会社みほん");
	block = doc_add(doc, doc->root, DOC_ADDRESS);
	(void)doc_paragraph(doc, block, "999-0000 架空県架空市1番地");
	(void)doc_paragraph(doc, block, "架空 花子 様");
	section = doc_add(doc, doc->root, DOC_SECTION);
	section->anchor = TEXT("answer");
	doc_string(doc, section, "1. 回答");
	(void)doc_paragraph(doc, section, "次のとおり回答します。");
	block = doc_add(doc, section, DOC_NUMBERED);
	(void)doc_item(doc, block, TEXT("氏名"));
	(void)doc_item(doc, block, TEXT("住所"));
	block = doc_add(doc, section, DOC_FACTS);
	doc_string(doc, block, "受付");
	doc_string(doc, doc_fact(doc, block, "受付番号"), "R-1");
	block = doc_add(doc, section, DOC_TABLE);
	doc_string(doc, block, "提供の記録");
	row = doc_add(doc, block, DOC_ROW);
	doc_string(doc, doc_add(doc, row, DOC_CELL), "日");
	doc_string(doc, doc_add(doc, row, DOC_CELL), "相手");
	row = doc_add(doc, block, DOC_ROW);
	doc_string(doc, doc_add(doc, row, DOC_CELL), "11月22日");
	doc_span(doc, doc_add(doc, row, DOC_CELL), TEXT("Example Inc."),
	    LANGUAGE_EN, DOC_PLAIN, TEXT("https://www.example.com/"));
	block = doc_add(doc, section, DOC_NOTE);
	doc_string(doc, block, "写しは保存しません。");
	block = doc_add(doc, doc->root, DOC_SIGNATURE);
	(void)doc_paragraph(doc, block, "個人情報保護責任者");
	return doc;
}

/* A chart: heads, then a row of each label; the last one stands out. */
static void
add_chart(struct doc *doc, enum doc_kind kind)
{
	static const char *const cells[][3] = {
		{ "k", "before & after", "risk" }, { "a<b", "40", "0.5" },
		{ "much too long a label for any chart", "-1", "x" },
		{ "10", "20", "0.25" },
	};
	struct doc_block *chart = doc_add(doc, doc->root, kind), *row = NULL;

	doc_string(doc, chart, "Loss \"and\" risk");
	for (size_t r = 0; r < LENGTH(cells); r++) {
		row = doc_add(doc, chart, DOC_ROW);
		for (size_t c = 0; c < LENGTH(cells[r]); c++)
			doc_string(doc, doc_add(doc, row, DOC_CELL),
			    cells[r][c]);
	}
	row->key = true;
}

static struct text
html(const struct doc *doc, struct arena *arena)
{
	struct buf out;
	struct error error;

	buf_init(&out, arena, MAX);
	doc_html_body(&out, doc);
	assert_ok(buf_status(&out, &error), &error);
	return buf_as_text(&out);
}

static void
every_block_in_html(void **state)
{
	struct text out = html(letter(*state), *state);

	assert_true(has(out, "<address class=\"addressee\">"));
	assert_true(has(out, "<section id=\"answer\" "
	    "aria-labelledby=\"h-answer\">"));
	assert_true(has(out, "<h2 id=\"h-answer\">1. 回答</h2>"));
	assert_true(has(out, "<ol>\n<li>氏名</li>"));
	assert_true(has(out, "<dt>受付番号</dt><dd><p>R-1</p>"));
	assert_true(has(out, "<caption>提供の記録</caption>"));
	assert_true(has(out, "<th scope=\"col\">相手</th>"));
	assert_true(has(out, "<th scope=\"row\">11月22日</th>"));
	assert_true(has(out, "<td data-head=\"相手\">"
	    "<a href=\"https://www.example.com/\">"
	    "<span lang=\"en\">Example Inc.</span></a></td>"));
	assert_true(has(out, "<div class=\"note\">"));
	assert_true(has(out, "<div class=\"signature\">"));
}

static void
charts_are_pictures(void **state)
{
	static const enum doc_kind kinds[] = { DOC_BARS, DOC_POINTS };
	struct doc *doc;
	struct text out;
	struct buf text;

	for (size_t i = 0; i < LENGTH(kinds); i++) {
		doc = doc_new(LANGUAGE_EN, *state);
		add_chart(doc, kinds[i]);
		out = html(doc, *state);
		assert_true(has(out, "<title>Loss &quot;and&quot; risk"
		    "</title>"));
		assert_true(has(out, "before &amp; after"));
		assert_true(has(out, "a&lt;b"));
		assert_true(has(out, "…"));
		assert_false(has(out, "style="));
		/* Mere text has the table beside it. */
		buf_init(&text, *state, MAX);
		doc_text_write(&text, doc);
		assert_false(has(buf_as_text(&text), "before"));
		doc_markdown_write(&text, doc);
		assert_false(has(buf_as_text(&text), "before"));
	}
	assert_true(has(out, "r=\"7\" fill=\"#ec0000\""));
	/* One without rows, or without anything, is nothing. */
	doc = doc_new(LANGUAGE_EN, *state);
	(void)doc_add(doc, doc->root, DOC_BARS);
	(void)doc_add(doc, doc->root, DOC_POINTS);
	assert_false(has(html(doc, *state), "<svg"));
}

static void
every_block_in_text(void **state)
{
	struct buf out;

	buf_init(&out, *state, MAX);
	doc_text_write(&out, letter(*state));
	assert_true(text_starts_with(buf_as_text(&out), "開示の回答\n===="));
	assert_true(has(buf_as_text(&out), "\n株式会社みほん\n"));
	assert_true(has(buf_as_text(&out), "\n1. 回答\n----"));
	assert_true(has(buf_as_text(&out), "\n(2) 住所\n"));
	assert_true(has(buf_as_text(&out), "受付番号：R-1\n"));
	assert_true(has(buf_as_text(&out), "・11月22日\n  相手：Example Inc. "
	    "<https://www.example.com/>\n"));
	assert_true(has(buf_as_text(&out), "※ 写しは保存しません。"));
}

static void
every_block_in_markdown(void **state)
{
	struct buf out;

	buf_init(&out, *state, MAX);
	doc_markdown_write(&out, letter(*state));
	assert_true(text_starts_with(buf_as_text(&out), "# 開示の回答\n"));
	assert_true(has(buf_as_text(&out), "## 1\\. 回答\n"));
	assert_true(has(buf_as_text(&out), "\n2. 住所\n"));
	assert_true(has(buf_as_text(&out), "- **受付番号**：R-1\n"));
	assert_true(has(buf_as_text(&out), "| 日 | 相手 |\n|---|---|\n"));
	assert_true(has(buf_as_text(&out),
	    "[Example Inc.](<https://www.example.com/>)"));
	assert_true(has(buf_as_text(&out), "> 写しは保存しません。"));
}

static void
words_never_become_markup(void **state)
{
	struct doc *doc = doc_new(LANGUAGE_JA, *state);
	struct doc_block *block;
	struct text out;
	struct buf buf;

	doc->title = text_of(evil);
	block = doc_paragraph(doc, doc->root, evil);
	block->anchor = text_of("\"><script>");
	doc_origin(doc, block, doc, text_of("\" onclick=\"x"));
	doc_span(doc, block, TEXT("a"), LANGUAGE_JA, DOC_PLAIN,
	    TEXT("javascript:alert(1)"));
	doc_span(doc, block, TEXT("b"), LANGUAGE_JA, DOC_PLAIN,
	    TEXT("//host.example/"));
	doc_span(doc, block, TEXT("c"), LANGUAGE_JA, DOC_PLAIN,
	    TEXT("https://www.example.com/\"><script>"));
	out = html(doc, *state);
	assert_true(lacks(out, "<script"));
	assert_true(lacks(out, "javascript:"));
	assert_true(lacks(out, "href=\"//"));
	assert_true(lacks(out, "\" onclick"));
	assert_true(has(out, "&lt;script&gt;alert(&#39;x&#39;)"));
	buf_init(&buf, *state, MAX);
	doc_markdown_write(&buf, doc);
	assert_true(lacks(buf_as_text(&buf), "<script>alert"));
	assert_true(has(buf_as_text(&buf),
	    "\\*\\*\\[a\\](b)\\|\\`\\~"));
	assert_true(lacks(buf_as_text(&buf), "](<javascript"));
}

/* The page as a whole: no resource, a policy, and data that stay data. */
static void
a_page_stands_alone(void **state)
{
	struct doc *doc = letter(*state);
	struct page page = { .doc = doc };
	struct error error;
	struct buf out;
	struct text text;

	page.linked = TEXT("{\"a\": \"</script><script>alert(1)<!--\"}");
	doc->title = text_of(evil);
	buf_init(&out, *state, MAX);
	assert_ok(page_write(&out, &page, *state, &error), &error);
	text = buf_as_text(&out);
	assert_true(has(text, "<html lang=\"ja\">"));
	assert_true(has(text, "default-src &#39;none&#39;; style-src "
	    "&#39;sha256-"));
	assert_true(has(text, "\\u003c/script>\\u003cscript>alert(1)"
	    "\\u003c!--"));
	assert_true(lacks(text, "<script>alert"));
	assert_true(lacks(text, " src="));
	assert_true(lacks(text, "@import"));
	assert_true(lacks(text, "url("));
	assert_true(has(text, "<a href=\"#answer\">1. 回答</a>"));
	/* A site with a style sheet of its own says the policy itself. */
	page.stylesheet = "/assets/page.css";
	buf_init(&out, *state, MAX);
	assert_ok(page_write(&out, &page, *state, &error), &error);
	assert_true(has(buf_as_text(&out),
	    "<link rel=\"stylesheet\" href=\"/assets/page.css\">"));
	assert_true(lacks(buf_as_text(&out), "<style>"));
	assert_true(page_stylesheet().n > 1000);
}

static void
over_the_wire(void **state)
{
	struct doc *doc = letter(*state), *again;
	struct text before = html(doc, *state), after;
	struct error error;
	struct buf wire;

	buf_init(&wire, *state, MAX);
	doc_wire_write(&wire, doc);
	assert_ok(doc_wire_read(&again, buf_bytes(&wire), *state, &error),
	    &error);
	after = html(again, *state);
	/* Anchors stay at home. */
	assert_true(has(before, "id=\"answer\""));
	assert_true(lacks(after, "id=\"answer\""));
	assert_true(has(after, "<h2>1. 回答</h2>"));
	assert_true(has(after, "<span lang=\"en\">Example Inc.</span>"));
	assert_true(text_equal(again->title, doc->title));
}

static void
the_wire_is_checked(void **state)
{
	static const char *const bad[] = {
		"[]", "{\"language\": 7}",
		"{\"blocks\": [{\"kind\": \"film\"}]}",
		"{\"blocks\": [{\"kind\": \"paragraph\", \"words\": "
		"[{\"text\": \"a\", \"style\": 99}]}]}",
		"{\"blocks\": [{\"kind\": \"paragraph\", \"words\": "
		"[{\"text\": \"a\", \"language\": -1}]}]}",
	};
	struct error error;
	struct doc *doc;

	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_fails(doc_wire_read(&doc, bytes_of(text_of(bad[i])),
		    *state, &error), &error, STATUS_INVALID, "bad_document");
}

static void
too_deep_and_out_of_memory(void **state)
{
	struct doc *doc = doc_new(LANGUAGE_JA, *state);
	struct doc_block *block = doc->root;
	struct arena *small = arena_new(4096);
	struct error error;

	assert_ok(doc_status(doc, &error), &error);
	for (int i = 0; i < DOC_DEPTH + 5; i++)
		block = doc_add(doc, block, DOC_LIST);
	assert_int_equal(doc_status(doc, &error), STATUS_FAILURE);
	doc = doc_new(LANGUAGE_JA, small);
	assert_non_null(doc);
	for (int i = 0; i < 100; i++)
		(void)doc_paragraph(doc, doc->root, "語");
	assert_int_equal(doc_status(doc, &error), STATUS_FAILURE);
	arena_free(small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(every_block_in_html),
		arena_test(charts_are_pictures),
		arena_test(every_block_in_text),
		arena_test(every_block_in_markdown),
		arena_test(words_never_become_markup),
		arena_test(a_page_stands_alone),
		arena_test(over_the_wire),
		arena_test(the_wire_is_checked),
		arena_test(too_deep_and_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
