/*
 * sekisho policy display|publish|notice|show|acknowledge|acknowledged
 */
#include <sodium.h>

#include "base/encode.h"
#include "base/file.h"
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "notice/acknowledge.h"
#include "notice/notice.h"
#include "notice/notice_page.h"

enum { OUTPUT_MAX = 16 << 20, SHOWN_MAX = 16 << 20, LIST_MAX = 1000 };

/* The revision that was said, by number or hash; else the last one. */
static enum status
find_revision(const char *said, const struct rules *rules,
    const struct rules_revision **found, struct error *error)
{
	char hash[2 * POLICY_HASH_SIZE + 1];
	int64_t number = 0;

	*found = &rules->revisions[rules->revision_count - 1];
	if (said == NULL)
		return STATUS_OK;
	for (size_t i = 0; i < rules->revision_count; i++) {
		*found = &rules->revisions[i];
		encode_hex((*found)->policy->hash, POLICY_HASH_SIZE, hash);
		if ((text_to_int(text_of(said), &number) &&
		    number == (*found)->number) ||
		    (strlen(said) >= 8 &&
		    text_starts_with(text_of(hash), said)))
			return STATUS_OK;
	}
	return error_set(error, STATUS_NOT_FOUND, "no_such_revision",
	    "その版はありません", "there is no such revision");
}

static const char *
argument(const struct cli *cli)
{
	return cli->argument_count > 0 ? cli->arguments[0] : NULL;
}

/* Opens the store, finds the revision, runs the act. */
static enum status
with_revision(struct cli *cli, enum status (*act)(struct session *session,
    const struct rules *rules, const struct rules_revision *revision,
    struct error *error), struct error *error)
{
	struct session session;
	const struct rules *rules;
	const struct rules_revision *revision;
	enum status status = session_open(&session, cli, error);

	if (status != STATUS_OK)
		return status;
	rules = vault_rules(session.vault);
	status = find_revision(argument(cli), rules, &revision, error);
	if (status == STATUS_OK)
		status = act(&session, rules, revision, error);
	vault_rules_release(session.vault, rules);
	return session_close(&session, status);
}

static enum status
show_in(struct session *session, const struct rules *rules,
    const struct rules_revision *revision, struct error *error)
{
	struct buf out;

	(void)rules;
	buf_init(&out, session->cli->arena, OUTPUT_MAX);
	buf_text(&out, revision->policy->canonical);
	return cli_put(session->cli, &out, error);
}

static enum status
show(struct cli *cli, struct error *error)
{
	return with_revision(cli, show_in, error);
}

/* What people saw: the file that --content names, or the revision itself. */
static enum status
shown_hash(struct cli *cli, const struct rules_revision *revision,
    uint8_t hash[32], struct error *error)
{
	const char *path = cli_option(cli, "content");
	struct bytes content;
	enum status status;

	if (path == NULL) {
		memcpy(hash, revision->policy->hash, POLICY_HASH_SIZE);
		return STATUS_OK;
	}
	status = file_read(&content, path, SHOWN_MAX, cli->arena, error);
	if (status == STATUS_OK)
		(void)crypto_hash_sha256(hash, content.p, content.n);
	return status;
}

static void
json_displays(struct jsonw *json, const struct notice *notice)
{
	jsonw_key(json, "displays");
	jsonw_open_array(json);
	for (size_t i = 0; i < notice->display_count; i++) {
		const struct display *d = &notice->displays[i];
		char hash[2 * sizeof(d->hash) + 1];

		encode_hex(d->hash, sizeof(d->hash), hash);
		jsonw_open_object(json);
		jsonw_member_text(json, "place", d->place);
		jsonw_member_string(json, "sha256", hash);
		jsonw_given_instant(json, "from", d->from);
		jsonw_given_instant(json, "until", d->until);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
write_displays(struct cli *cli, struct buf *out, const struct notice *notice)
{
	for (size_t i = 0; i < notice->display_count; i++) {
		const struct display *d = &notice->displays[i];
		char from[CLOCK_TEXT_SIZE], until[CLOCK_TEXT_SIZE] = "";
		char hash[2 * sizeof(d->hash) + 1];

		clock_format(d->from, from);
		if (d->until != 0)
			clock_format(d->until, until);
		encode_hex(d->hash, sizeof(d->hash), hash);
		buf_printf(out, "  %s - %-24s %.*s\n    sha256 %s\n", from,
		    d->until == 0 ? cli_say(cli, "掲示中", "still") : until,
		    TEXT_ARGS(d->place), hash);
	}
}

/* The state of a notice. */
static enum status
report(struct session *session, const struct rules *rules,
    const struct notice *notice, struct error *error)
{
	struct cli *cli = session->cli;
	int64_t now = clock_now(cli->clock);
	const struct policy *policy = rules_in_force(rules, now)->policy;
	int64_t last = notice_last_day(notice, notice_period(policy));
	int64_t objections = notice_objections_until(notice, policy, now);
	char date[CLOCK_DATE_SIZE] = "";
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (last != INT64_MAX)
		clock_format_date(last, date);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_member_int(&json, "revision", notice->revision);
		jsonw_member_string(&json, "class",
		    change_class_names[notice->class]);
		jsonw_given_instant(&json, "announced_at",
		    notice->announced_at);
		jsonw_given_instant(&json, "published_at",
		    notice->published_at);
		jsonw_given_text(&json, "without_notice", notice->without);
		if (last != INT64_MAX)
			jsonw_member_string(&json, "displayed_until", date);
		jsonw_given_instant(&json, "objections_until", objections);
		json_displays(&json, notice);
		jsonw_close_object(&json);
		return cli_put(cli, &out, error);
	}
	buf_printf(&out, cli_say(cli, "第 %u 版: %s\n", "revision %u: %s\n"),
	    notice->revision, cli_say(cli,
	    change_class_words[notice->class].ja,
	    change_class_words[notice->class].en));
	if (notice->display_count > 0)
		buf_printf(&out, cli_say(cli, "掲示の最終日: %s\n",
		    "displayed until: %s\n"), last == INT64_MAX ?
		    cli_say(cli, "未定 (掲示していません)",
		    "open (it is not displayed)") : date);
	if (objections != 0)
		buf_string(&out, cli_say(cli,
		    "この改訂を理由とする削除の申出を受け付けています\n",
		    "erasure can be asked for because of this change\n"));
	write_displays(cli, &out, notice);
	return cli_put(cli, &out, error);
}

static enum status
display_in(struct session *session, const struct rules *rules,
    const struct rules_revision *revision, struct error *error)
{
	struct cli *cli = session->cli;
	const char *place = cli_option(cli, "place");
	bool stop = cli_option(cli, "stop") != NULL;
	uint8_t hash[32];
	struct notice notice;
	enum status status;

	if (place == NULL)
		return cli_usage("--place", (struct words){
		    "掲示した場所 (URL など) を指定してください",
		    "where it is displayed (a URL) is needed" }, error);
	status = shown_hash(cli, revision, hash, error);
	if (status == STATUS_OK)
		status = notice_read(&notice, session->vault,
		    session->reader, revision->number, cli->arena, error);
	if (status == STATUS_OK)
		status = notice_display(&notice, session->vault,
		    text_of(place), stop ? NULL : hash,
		    session->visitor.principal, cli->arena, error);
	return status == STATUS_OK ? report(session, rules, &notice,
	    error) : status;
}

static enum status
display(struct cli *cli, struct error *error)
{
	return with_revision(cli, display_in, error);
}

static enum status
publish_in(struct session *session, const struct rules *rules,
    const struct rules_revision *revision, struct error *error)
{
	struct cli *cli = session->cli;
	char hash[2 * POLICY_HASH_SIZE + 1], time[CLOCK_TEXT_SIZE];
	struct notice notice;
	struct jsonw json;
	struct buf out;
	int64_t from;
	enum status status = notice_read(&notice, session->vault,
	    session->reader, revision->number, cli->arena, error);

	(void)rules;
	if (status == STATUS_OK)
		status = notice_publish(&notice, session->vault,
		    session->visitor.principal, &from, cli->arena, error);
	if (status != STATUS_OK)
		return status;
	encode_hex(revision->policy->hash, POLICY_HASH_SIZE, hash);
	clock_format(from, time);
	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_member_int(&json, "number", revision->number);
		jsonw_member_string(&json, "hash", hash);
		jsonw_member_string(&json, "in_force_from", time);
		jsonw_close_object(&json);
	} else {
		buf_printf(&out, cli_say(cli,
		    "第 %u 版: %s から施行します\n%s\n",
		    "revision %u is in force from %s\n%s\n"),
		    revision->number, time, hash);
	}
	return cli_put(cli, &out, error);
}

static enum status
publish(struct cli *cli, struct error *error)
{
	return with_revision(cli, publish_in, error);
}

/* 改訂のお知らせ, from what the store has. */
static enum status
write_markdown(struct session *session, const struct rules *rules,
    const struct rules_revision *revision, struct error *error)
{
	struct cli *cli = session->cli;
	const struct comparison *comparison;
	struct buf out;
	enum status status = notice_compare(&comparison, rules, revision,
	    cli->arena, error);

	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	compare_notice(&out, comparison, cli->language);
	return cli_put(cli, &out, error);
}

/* The page that the server has at /policy/{hash}/notice. */
static enum status
write_html(struct session *session, const struct rules *rules,
    const struct rules_revision *revision, struct error *error)
{
	struct cli *cli = session->cli;
	struct notice_page page = {
		.vault = session->vault, .reader = session->reader,
		.rules = rules, .now = clock_now(cli->clock),
		.language = cli_option(cli, "lang") != NULL ?
		    cli->language : LANGUAGE_JA, .base = "/policy",
	};
	struct buf out;
	enum status status;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	status = notice_page_notice(&out, &page, revision, cli->arena,
	    error);
	return status == STATUS_OK ? cli_put(cli, &out, error) : status;
}

static enum status
notice_in(struct session *session, const struct rules *rules,
    const struct rules_revision *revision, struct error *error)
{
	struct notice notice;
	enum status status;

	if (cli_option(session->cli, "markdown") != NULL)
		return write_markdown(session, rules, revision, error);
	if (cli_option(session->cli, "html") != NULL)
		return write_html(session, rules, revision, error);
	status = notice_read(&notice, session->vault, session->reader,
	    revision->number, session->cli->arena, error);
	return status == STATUS_OK ? report(session, rules, &notice,
	    error) : status;
}

static enum status
notice(struct cli *cli, struct error *error)
{
	return with_revision(cli, notice_in, error);
}

static enum status
acknowledge_in(struct session *session, const struct rules *rules,
    const struct rules_revision *revision, struct error *error)
{
	struct cli *cli = session->cli;
	struct buf out;
	enum status status = acknowledge_revision(session->vault,
	    session->reader, session->visitor.principal, revision->number,
	    cli->arena, error);

	(void)rules;
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	buf_printf(&out, cli_say(cli, "第 %u 版の確認を記録しました\n",
	    "revision %u is acknowledged\n"), revision->number);
	return cli_put(cli, &out, error);
}

static enum status
acknowledge(struct cli *cli, struct error *error)
{
	return with_revision(cli, acknowledge_in, error);
}

static enum status
acknowledged_in(struct session *session, const struct rules *rules,
    const struct rules_revision *revision, struct error *error)
{
	struct cli *cli = session->cli;
	const struct acknowledgement *list;
	struct answer answer;
	size_t n;
	enum status status = acknowledge_list(&list, &n, session->vault,
	    session->reader, LIST_MAX, cli->arena, error);

	(void)rules;
	if (status != STATUS_OK)
		return status;
	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	for (size_t i = 0; i < n; i++) {
		bool has = list[i].revision >= revision->number;
		char time[CLOCK_TEXT_SIZE];

		clock_format(list[i].time, time);
		if (!cli->json) {
			buf_printf(&answer.out, "%s %.*s  %u  %s\n",
			    has ? "*" : " ", TEXT_ARGS(list[i].principal),
			    list[i].revision, time);
			continue;
		}
		jsonw_open_object(&answer.json);
		jsonw_member_text(&answer.json, "principal", list[i].principal);
		jsonw_member_int(&answer.json, "revision", list[i].revision);
		jsonw_member_string(&answer.json, "time", time);
		jsonw_member_bool(&answer.json, "acknowledged", has);
		jsonw_close_object(&answer.json);
	}
	return answer_end(&answer, status, error);
}

static enum status
acknowledged(struct cli *cli, struct error *error)
{
	return with_revision(cli, acknowledged_in, error);
}

static const struct cli_option display_options[] = {
	SESSION_OPTIONS,
	{ "place", "URL", { "掲示した場所", "where it is displayed" } },
	{ "content", "FILE", { "掲示した内容 (既定は版そのもの)",
	  "what was displayed (by default the revision)" } },
	{ "stop", NULL, { "掲示が終わった、又は中断した",
	  "it is displayed no longer" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option notice_options[] = {
	SESSION_OPTIONS,
	{ "markdown", NULL, { "改訂のお知らせを Markdown で書く",
	  "write the notice of revision as Markdown" } },
	{ "html", NULL, { "改訂のお知らせを HTML で書く",
	  "write the notice of revision as a page" } },
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_command cli_notice_commands[] = {
	{ "policy", "display", "[REVISION]",
	  { "告知した版を掲示したこと (又はやめたこと) を記録する",
	    "record that a revision is displayed, or no longer" },
	  display_options, .run = display },
	{ "policy", "publish", "[REVISION]",
	  { "掲示の期間が終わった版を施行する",
	    "put a revision in force whose display is over" },
	  session_options, .run = publish },
	{ "policy", "notice", "[REVISION]",
	  { "改訂のお知らせと掲示の記録を示す",
	    "show the notice of a revision and its displays" },
	  notice_options, .run = notice },
	{ "policy", "show", "[REVISION]",
	  { "版をハッシュ又は番号で引く",
	    "show a revision, by hash or number" }, session_options,
	  .run = show },
	{ "policy", "acknowledge", "[REVISION]",
	  { "版を読んだことを記録する (従業者)",
	    "record that you have read a revision (staff)" },
	  session_options, .run = acknowledge },
	{ "policy", "acknowledged", "[REVISION]",
	  { "版を読んだ従業者を表示する",
	    "list who has read a revision" }, session_options,
	  .run = acknowledged },
	{ .noun = NULL },
};
