/*
 * 改訂のお知らせ and the history, from data alone (S4.R0 to S4.R3, S2.13a-d).
 */
#include "test.h"

#include "base/buf.h"
#include "policy/prose_notice.h"
#include "render/doc_html.h"
#include "render/doc_text.h"

enum { MAX = 1 << 20 };

#define JA(words) { { "" words, sizeof(words) - 1 }, LANGUAGE_JA }

static const int a_purpose;

static const struct prose_change changes[] = {
	{ PROSE_BEYOND, JA("2. 利用目的"),
	  JA("お問い合わせへの回答のため"),
	  JA("お問い合わせへの回答及び統計の作成のため"), &a_purpose,
	  { "purposes.inquiry", 16 } },
	{ PROSE_NARROWER, JA("5. 共同利用"), JA("グループ会社との共同利用"),
	  { { "", 0 }, LANGUAGE_JA }, NULL, { "", 0 } },
};

static const struct prose_notice notice = {
	.operator = JA("株式会社みほん"),
	.policy = JA("個人情報保護方針"),
	.old_version = { "1", 1 },
	.new_version = { "2", 1 },
	.announced = { "2026-11-22", 10 },
	.in_force = { "2026-12-23", 10 },
	.displayed_until = { "2026-12-22", 10 },
	.objection_until = { "2026-12-22", 10 },
	.reason = JA("統計を作成するため"),
	.changes = changes,
	.count = LENGTH(changes),
	.new_text = { "https://www.example.com/policy", 30 },
};

static struct text
html(struct doc *doc, struct arena *arena)
{
	struct error error;
	struct buf out;

	buf_init(&out, arena, MAX);
	doc_html_body(&out, doc);
	assert_ok(buf_status(&out, &error), &error);
	return buf_as_text(&out);
}

static bool
has(struct text text, const char *wanted)
{
	if (text_find(text, text_of(wanted)) < 0)
		print_error("no \"%s\" in:\n%.*s\n", wanted,
		    TEXT_ARGS(text));
	return text_find(text, text_of(wanted)) >= 0;
}

static void
a_notice(void **state)
{
	struct error error;
	struct doc *doc;
	struct text out;

	assert_ok(prose_notice_write(&doc, &notice, LANGUAGE_JA, *state,
	    &error), &error);
	assert_text(doc->title, "「個人情報保護方針」の改訂のお知らせ");
	assert_text(doc->date, "2026-11-22");
	out = html(doc, *state);
	assert_true(has(out, "<dt>改訂の理由</dt><dd><p>統計を作成するため</p>"));
	assert_true(has(out, "2026年12月23日"));
	assert_true(has(out, "2026年12月22日の23時59分まで"));
	/* Side by side, and only what differs is marked. */
	assert_true(has(out, "お問い合わせへの回答のため"));
	assert_true(has(out, "お問い合わせへの回答<ins>及び統計の作成</ins>のため"));
	assert_true(has(out, "<del>グループ会社との共同利用</del>"));
	assert_true(has(out, "（なし）"));
	assert_true(has(out, "<tr data-declaration=\"purposes.inquiry\">"));
	/* Nobody is bound by silence: S2.13d, L-03, L-22. */
	assert_true(has(out, "このお知らせによって効力を生じることはありません"));
}

static void
a_notice_without_consent_says_nothing_of_it(void **state)
{
	struct prose_change within = changes[0];
	struct prose_notice small = notice;
	struct error error;
	struct doc *doc;
	struct text out;

	within.class = PROSE_WITHIN;
	small.changes = &within;
	small.count = 1;
	small.objection_until = TEXT("");
	assert_ok(prose_notice_write(&doc, &small, LANGUAGE_JA, *state,
	    &error), &error);
	out = html(doc, *state);
	assert_true(has(out, "個人情報保護法第17条第2項"));
	assert_true(text_find(out, TEXT("23時59分")) < 0);
	assert_true(text_find(out, TEXT("効力を生じることはありません")) < 0);
}

static void
a_notice_in_english(void **state)
{
	struct error error;
	struct doc *doc;
	struct text out;

	assert_ok(prose_notice_write(&doc, &notice, LANGUAGE_EN, *state,
	    &error), &error);
	out = html(doc, *state);
	assert_true(has(out, "<dt>Reason</dt><dd><p><span lang=\"ja\">"));
	assert_true(has(out, "Until 23:59 of 22 December 2026"));
}

/* Characters are never cut in two: 情 and 惜 share their first byte. */
static void
marks_whole_characters(void **state)
{
	struct prose_change one = { PROSE_EDITORIAL, JA("1"), JA("愛情"),
	    JA("愛惜"), NULL, { "", 0 } };
	struct prose_notice small = notice;
	struct error error;
	struct doc *doc;

	small.changes = &one;
	small.count = 1;
	assert_ok(prose_notice_write(&doc, &small, LANGUAGE_JA, *state,
	    &error), &error);
	assert_true(has(html(doc, *state), "愛<del>情</del>"));
	assert_true(has(html(doc, *state), "愛<ins>惜</ins>"));
}

static void
a_history(void **state)
{
	static const struct prose_words operator = JA("株式会社みほん");
	const struct prose_past past[] = {
		{ .version = TEXT("2"), .revised = TEXT("2026-11-22"),
		  .in_force = TEXT("2026-12-23"),
		  .reason = JA("統計を作成するため"),
		  .hash = TEXT("00ff"), .page = TEXT("/policy/00ff"),
		  .notice = TEXT("/policy/00ff/notice") },
		{ .version = TEXT("1"), .enacted = TEXT("2025-01-01"),
		  .hash = TEXT("aa11"), .reason = JA("") },
	};
	struct error error;
	struct doc *doc;
	struct text out;
	struct buf buf;

	assert_ok(prose_history_write(&doc, &operator, past, LENGTH(past),
	    LANGUAGE_JA, *state, &error), &error);
	out = html(doc, *state);
	assert_true(has(out, "<a href=\"/policy/00ff\">全文</a>"));
	assert_true(has(out, "<code>aa11</code>"));
	assert_true(has(out, "2026年11月22日 改訂、2026年12月23日 施行"));
	buf_init(&buf, *state, MAX);
	doc_text_write(&buf, doc);
	assert_true(has(buf_as_text(&buf), "・1\n  日付：2025年1月1日 制定\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(a_notice),
		arena_test(a_notice_without_consent_says_nothing_of_it),
		arena_test(a_notice_in_english),
		arena_test(marks_whole_characters),
		arena_test(a_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
