#include "notice/notice_page.h"

#include <stdarg.h>

#include "base/clock.h"
#include "base/encode.h"
#include "notice/notice.h"
#include "policy/prose.h"
#include "policy/prose_notice.h"
#include "render/page.h"

enum { HASH_HEX = 2 * POLICY_HASH_SIZE + 1, PATH_MAX_BYTES = 160,
	LINKED_MAX = 8 << 20 };

static const char *
say(const struct notice_page *page, const char *ja, const char *en)
{
	return page->language == LANGUAGE_JA ? ja : en;
}

static struct text PRINTF_LIKE(2, 3)
print(struct arena *arena, const char *format, ...)
{
	struct buf out;
	char text[PATH_MAX_BYTES];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	buf_init(&out, arena, sizeof(text));
	buf_string(&out, text);
	return buf_as_text(&out);
}

static struct text
hex_of(const struct rules_revision *revision, struct arena *arena)
{
	char hex[HASH_HEX];

	encode_hex(revision->policy->hash, POLICY_HASH_SIZE, hex);
	return print(arena, "%s", hex);
}

/* A day in Japan; empty for an instant that has not been decided. */
static struct text
day_of(int64_t instant, struct arena *arena)
{
	char date[CLOCK_DATE_SIZE];

	if (instant == 0 || instant == INT64_MAX)
		return TEXT("");
	clock_format_date(clock_tokyo_day(instant), date);
	return print(arena, "%s", date);
}

/* 2026-11-22 09:30 in Japan. */
static struct text
minute_of(int64_t instant, struct arena *arena)
{
	char date[CLOCK_DATE_SIZE];
	int64_t day = clock_tokyo_day(instant), minutes;

	if (instant == 0)
		return TEXT("");
	clock_format_date(day, date);
	minutes = (instant - clock_tokyo_midnight(day)) / 60000;
	return print(arena, "%s %02d:%02d", date, (int)(minutes / 60),
	    (int)(minutes % 60));
}

enum page_time
notice_page_time(const struct notice_page *page,
    const struct rules_revision *revision)
{
	const struct rules_revision *now = rules_in_force(page->rules,
	    page->now);

	if (revision->number == now->number)
		return PAGE_IN_FORCE;
	return revision->number < now->number ? PAGE_PAST : PAGE_TO_COME;
}

bool
notice_page_english(const struct rules_revision *revision)
{
	return node_path(revision->policy->root, "operator", "name", "en",
	    NULL) != NULL;
}

/* The newest of the revisions that the policy itself tells of, or NULL. */
static const struct node *
told(const struct rules_revision *revision)
{
	const struct node *list = node_get(revision->policy->root,
	    "revisions");

	return node_count(list) == 0 ? NULL :
	    node_at(list, node_count(list) - 1);
}

static struct text
version_of(const struct notice_page *page,
    const struct rules_revision *revision, struct arena *arena)
{
	struct text version = node_text(told(revision), "version");

	return version.n > 0 ? version : print(arena, say(page, "第%u版",
	    "revision %u"), revision->number);
}

/* Words that may lack English; then they are Japanese and marked so. */
static struct prose_words
words_of(const struct notice_page *page, const struct node *label)
{
	struct text en = node_text(label, "en");

	if (page->language == LANGUAGE_EN && en.n > 0)
		return (struct prose_words){ en, LANGUAGE_EN };
	return (struct prose_words){ node_text(label, "ja"), LANGUAGE_JA };
}

static struct prose_words
operator_of(const struct notice_page *page,
    const struct rules_revision *revision)
{
	return words_of(page, node_path(revision->policy->root, "operator",
	    "name", NULL));
}

/* A revision without a date of its own bears that of its coming into force. */
static struct prose_options
options_of(const struct notice_page *page,
    const struct rules_revision *revision, struct arena *arena)
{
	return (struct prose_options){ .language = page->language,
	    .published = day_of(revision->in_force_from != INT64_MAX ?
	    revision->in_force_from : revision->announced_at, arena) };
}

static struct text
banner_of(const struct notice_page *page,
    const struct rules_revision *revision)
{
	switch (notice_page_time(page, revision)) {
	case PAGE_IN_FORCE:
		break;
	case PAGE_PAST:
		return text_of(say(page,
		    "これは過去の版です。現在の版とは異なります。",
		    "This is a past revision; another one is in force."));
	case PAGE_TO_COME:
		return text_of(say(page,
		    "これは、告知されてまだ施行されていない版です。",
		    "This revision has been announced and is not yet in "
		    "force."));
	}
	return TEXT("");
}

/* Links between the pages, and to the same page in the other language. */
static enum status
send_page(struct buf *out, const struct notice_page *page,
    const struct doc *doc, const struct rules_revision *revision,
    struct text banner, struct text linked, struct text path,
    struct arena *arena, struct error *error)
{
	bool ja = page->language == LANGUAGE_JA;
	struct text hash = hex_of(revision, arena);
	struct page_alternate both[] = { { "ja", NULL }, { "en", NULL },
	    { NULL, NULL } };
	struct page_link links[6] = { { { NULL, 0 }, { NULL, 0 } } };
	struct page html = { .doc = doc, .linked = linked, .banner = banner,
	    .links = links };
	size_t n = 0;

	links[n++] = (struct page_link){ text_of(say(page, "現在の版",
	    "Revision in force")), print(arena, "%s", page->base) };
	links[n++] = (struct page_link){ text_of(say(page, "改訂の履歴",
	    "All revisions")), print(arena, "%s/history", page->base) };
	if (revision->number > 1)
		links[n++] = (struct page_link){ text_of(say(page,
		    "改訂のお知らせ", "Notice of revision")), print(arena,
		    "%s/%s/notice", page->base, hash.p) };
	links[n++] = (struct page_link){ text_of(say(page,
	    "プログラムのための写し (JSON-LD)", "For programs (JSON-LD)")),
	    print(arena, "%s/%s/linked", page->base, hash.p) };
	if (notice_page_english(revision)) {
		both[0].href = print(arena, "%s?lang=ja", path.p).p;
		both[1].href = print(arena, "%s?lang=en", path.p).p;
		html.alternates = both;
		links[n] = (struct page_link){ text_of(ja ? "English" :
		    "日本語"), text_of(both[ja ? 1 : 0].href) };
	}
	if (both[1].href == NULL)
		html.alternates = NULL;
	return page_write(out, &html, arena, error);
}

enum status
notice_page_linked(struct buf *out, const struct notice_page *page,
    const struct rules_revision *revision, struct arena *arena,
    struct error *error)
{
	struct prose_options options = options_of(page, revision, arena);
	struct policy_source source;
	struct jsonw json;
	enum status status = policy_source_restore(&source,
	    revision->policy->canonical, arena, error);

	if (status != STATUS_OK)
		return status;
	json = jsonw_new(out, false);
	prose_linked(&json, &source, &options);
	return buf_status(out, error);
}

enum status
notice_page_policy(struct buf *out, const struct notice_page *page,
    const struct rules_revision *revision, struct arena *arena,
    struct error *error)
{
	struct prose_options options = options_of(page, revision, arena);
	struct policy_source source;
	struct buf linked;
	struct doc *doc;
	enum status status = policy_source_restore(&source,
	    revision->policy->canonical, arena, error);

	buf_init(&linked, arena, LINKED_MAX);
	if (status == STATUS_OK)
		status = notice_page_linked(&linked, page, revision, arena,
		    error);
	if (status == STATUS_OK)
		status = prose_policy(&doc, &source, &options, arena, error);
	if (status != STATUS_OK)
		return status;
	return send_page(out, page, doc, revision, banner_of(page, revision),
	    buf_as_text(&linked), print(arena, "%s/%s", page->base,
	    hex_of(revision, arena).p), arena, error);
}

static enum status
take_displays(struct prose_notice *out, const struct notice_page *page,
    const struct notice *notice, struct arena *arena, struct error *error)
{
	struct prose_display *list = arena_array(arena,
	    notice->display_count + 1, sizeof(*list));
	const struct rules_revision *now = rules_in_force(page->rules,
	    page->now);
	struct period period = notice_period(now->policy);
	int64_t last = notice_last_day(notice, period), objections;

	if (list == NULL)
		return error_memory(error);
	for (size_t i = 0; i < notice->display_count; i++) {
		const struct display *d = &notice->displays[i];
		char hex[2 * sizeof(d->hash) + 1];

		encode_hex(d->hash, sizeof(d->hash), hex);
		list[i] = (struct prose_display){ .place = d->place,
		    .from = minute_of(d->from, arena),
		    .until = minute_of(d->until, arena),
		    .hash = print(arena, "%s", hex) };
	}
	out->displays = list;
	out->display_count = notice->display_count;
	if (last != INT64_MAX) {
		out->displayed_until = day_of(clock_tokyo_midnight(last),
		    arena);
		out->gap_days = (unsigned int)(last - period_last(
		    clock_tokyo_day(notice->displays[0].from), period,
		    PERIOD_BEGINS_DURING));
	}
	objections = notice_objections_until(notice, now->policy, page->now);
	if (objections != 0 && objections != INT64_MAX)
		out->objection_until = day_of(objections - 1, arena);
	return STATUS_OK;
}

/* What changed, held against the revision before. */
static enum status
take_changes(struct prose_notice *out, const struct notice_page *page,
    const struct rules_revision *revision, struct arena *arena,
    struct error *error)
{
	const struct comparison *comparison;
	enum status status = notice_compare(&comparison, page->rules,
	    revision, arena, error);

	return status == STATUS_OK ? prose_change_collect(&out->changes,
	    &out->count, comparison, page->language, arena, error) : status;
}

/* The title of the policy: the heading of its preamble. */
static struct prose_words
title_of(const struct notice_page *page,
    const struct rules_revision *revision)
{
	const struct node *text = node_get(revision->policy->root, "text");

	for (size_t i = 0; i < node_count(text); i++)
		if (text_is(node_text(node_at(text, i), "kind"),
		    "preamble") && node_get(node_at(text, i), "heading") !=
		    NULL)
			return words_of(page, node_get(node_at(text, i),
			    "heading"));
	return (struct prose_words){ text_of(say(page,
	    "個人情報の取扱いについて", "Handling of personal information")),
	    page->language };
}

enum status
notice_page_notice(struct buf *out, const struct notice_page *page,
    const struct rules_revision *revision, struct arena *arena,
    struct error *error)
{
	const struct rules_revision *before = rules_revision(page->rules,
	    revision->number - 1);
	struct prose_notice prose;
	struct notice notice;
	struct doc *doc;
	enum status status;

	if (before == NULL)
		return error_set(error, STATUS_NOT_FOUND, "first_revision",
		    "最初の版に改訂のお知らせはありません",
		    "the first revision changes nothing");
	prose = (struct prose_notice){
		.operator = operator_of(page, revision),
		.policy = title_of(page, revision),
		.old_version = version_of(page, before, arena),
		.new_version = version_of(page, revision, arena),
		.announced = day_of(revision->announced_at, arena),
		.in_force = day_of(revision->in_force_from, arena),
		.reason = words_of(page, node_get(told(revision), "reason")),
		.new_text = print(arena, "%s/%s", page->base, hex_of(
		    revision, arena).p),
	};
	status = notice_read(&notice, page->vault, page->reader,
	    revision->number, arena, error);
	if (status == STATUS_OK)
		status = take_displays(&prose, page, &notice, arena, error);
	else if (status == STATUS_NOT_FOUND)
		status = STATUS_OK;	/* announced by an older program */
	if (status == STATUS_OK)
		status = take_changes(&prose, page, revision, arena,
		    error);
	if (status == STATUS_OK)
		status = prose_notice_write(&doc, &prose, page->language,
		    arena, error);
	return status == STATUS_OK ? send_page(out, page, doc, revision,
	    TEXT(""), TEXT(""), print(arena, "%s/%s/notice", page->base,
	    hex_of(revision, arena).p), arena, error) : status;
}

enum status
notice_page_history(struct buf *out, const struct notice_page *page,
    struct arena *arena, struct error *error)
{
	size_t n = page->rules->revision_count;
	struct prose_past *past = arena_array(arena, n + 1, sizeof(*past));
	const struct rules_revision *newest = &page->rules->revisions[n - 1];
	struct prose_words operator = operator_of(page, rules_in_force(
	    page->rules, page->now));
	struct doc *doc;
	enum status status;

	if (past == NULL)
		return error_memory(error);
	for (size_t i = 0; i < n; i++) {
		const struct rules_revision *r =
		    &page->rules->revisions[n - 1 - i];
		const struct node *own = told(r);

		past[i] = (struct prose_past){
			.version = version_of(page, r, arena),
			.enacted = node_text(own, "enacted"),
			.revised = node_text(own, "revised"),
			.in_force = day_of(r->in_force_from, arena),
			.announced = day_of(r->announced_at, arena),
			.reason = words_of(page, node_get(own, "reason")),
			.hash = hex_of(r, arena),
		};
		past[i].page = print(arena, "%s/%s", page->base,
		    past[i].hash.p);
		if (r->number > 1)
			past[i].notice = print(arena, "%s/%s/notice",
			    page->base, past[i].hash.p);
	}
	status = prose_history_write(&doc, &operator, past, n,
	    page->language, arena, error);
	return status == STATUS_OK ? send_page(out, page, doc, newest,
	    TEXT(""), TEXT(""), print(arena, "%s/history", page->base),
	    arena, error) : status;
}
