/*
 * sekisho policy announce|list
 */
#include "base/encode.h"
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "notice/notice.h"

enum { OUTPUT_MAX = 4 << 20 };

/* The instant at which a revision comes into force: a day's beginning. */
static enum status
take_in_force(struct cli *cli, int64_t *instant, struct error *error)
{
	const char *date = cli_option(cli, "in-force");
	int64_t day;

	*instant = 0;
	if (date == NULL)
		return STATUS_OK;
	if (!clock_parse_date(text_of(date), &day))
		return cli_usage("--in-force", (struct words){
		    "日付 (YYYY-MM-DD) を指定してください",
		    "a date (YYYY-MM-DD) is needed" }, error);
	*instant = clock_tokyo_midnight(day);
	if (*instant < clock_now(cli->clock))
		*instant = clock_now(cli->clock);
	return STATUS_OK;
}

static void
write_json(struct buf *out, const struct announced *announced,
    const struct policy_source *source)
{
	struct jsonw json = jsonw_new(out, true);

	jsonw_open_object(&json);
	jsonw_member_int(&json, "number", announced->number);
	jsonw_member_hex(&json, "hash", source->hash, sizeof(source->hash));
	jsonw_member_string(&json, "class",
	    change_class_names[announced->comparison.class]);
	jsonw_member_bool(&json, "waits", announced->waits);
	if (!announced->waits) {
		jsonw_member_instant(&json, "in_force_from",
		    announced->in_force_from);
	}
	jsonw_close_object(&json);
}

static void
write_text(struct cli *cli, struct buf *out,
    const struct announced *announced, const struct policy_source *source)
{
	char hash[2 * POLICY_HASH_SIZE + 1], time[CLOCK_TEXT_SIZE];
	const struct words *class =
	    &change_class_words[announced->comparison.class];

	encode_hex(source->hash, sizeof(source->hash), hash);
	if (announced->waits) {
		buf_printf(out, cli_say(cli,
		    "第 %u 版を告知しました。掲示の期間が終わってから policy publish で施行します\n"
		    "必要な手続: %s\n%s\n",
		    "registered revision %u; it waits for its display, then "
		    "policy publish puts it in force\nwhat it needs: %s\n"
		    "%s\n"), announced->number,
		    cli_say(cli, class->ja, class->en), hash);
		return;
	}
	clock_format(announced->in_force_from, time);
	buf_printf(out, cli_say(cli,
	    "第 %u 版を登録しました: %s から施行\n%s\n",
	    "registered revision %u, in force from %s\n%s\n"),
	    announced->number, time, hash);
}

static enum status
announce_in(struct session *session, const struct policy_source *source,
    int64_t wanted, struct error *error)
{
	struct cli *cli = session->cli;
	struct notice_request request = {
		.source = source, .wanted = wanted,
		.without = cli_text(cli, "without-notice"),
		.principal = session->visitor.principal,
	};
	struct announced announced;
	struct buf out;
	enum status status = notice_announce(&announced, session->vault,
	    &request, cli->arena, error);

	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json)
		write_json(&out, &announced, source);
	else
		write_text(cli, &out, &announced, source);
	return cli_put(cli, &out, error);
}

static enum status
announce(struct cli *cli, struct error *error)
{
	struct policy_source source;
	struct findings findings;
	struct session session;
	int64_t wanted;
	enum status status = take_in_force(cli, &wanted, error);

	findings_init(&findings, cli->arena, cli->arguments[0]);
	if (status == STATUS_OK)
		status = policy_source_read(&source, cli->arguments[0],
		    &findings, cli->arena, error);
	if (status == STATUS_OK)
		status = session_open(&session, cli, error);
	if (status != STATUS_OK)
		return status;
	status = announce_in(&session, &source, wanted, error);
	return session_close(&session, status);
}

static void
json_revision(struct jsonw *json, const struct rules_revision *revision,
    bool in_force)
{
	jsonw_open_object(json);
	jsonw_member_int(json, "number", revision->number);
	jsonw_member_hex(json, "hash", revision->policy->hash,
	    POLICY_HASH_SIZE);
	jsonw_member_instant(json, "announced_at", revision->announced_at);
	if (revision->in_force_from != INT64_MAX) {
		jsonw_member_instant(json, "in_force_from",
		    revision->in_force_from);
	}
	jsonw_member_bool(json, "in_force", in_force);
	jsonw_close_object(json);
}

static enum status
list(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	const struct rules *rules = vault_rules(session->vault);
	const struct rules_revision *now = rules_in_force(rules,
	    clock_now(cli->clock));
	struct answer answer;
	enum status status;

	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	for (size_t i = 0; i < rules->revision_count; i++) {
		const struct rules_revision *r = &rules->revisions[i];
		char hash[2 * POLICY_HASH_SIZE + 1], time[CLOCK_TEXT_SIZE];

		if (cli->json) {
			json_revision(&answer.json, r, r == now);
			continue;
		}
		encode_hex(r->policy->hash, POLICY_HASH_SIZE, hash);
		if (r->in_force_from == INT64_MAX)
			(void)snprintf(time, sizeof(time), "%s", cli_say(cli,
			    "告知済み・未施行", "not yet in force"));
		else
			clock_format(r->in_force_from, time);
		buf_printf(&answer.out, "%s %u  %-24s  %s\n",
		    r == now ? "*" : " ", r->number, time, hash);
	}
	status = answer_end(&answer, STATUS_OK, error);
	vault_rules_release(session->vault, rules);
	return status;
}

static const struct cli_option announce_options[] = {
	SESSION_OPTIONS,
	{ "in-force", "DATE", { "施行日 (既定は施行できる最も早い時)",
	  "in force from (by default as soon as it may be)" } },
	{ "without-notice", "REASON", { "掲示の期間を置かない理由",
	  "why it is not displayed beforehand" } },
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_command cli_policy_store_commands[] = {
	{ "policy", "announce", "FILE",
	  { "ポリシーの新しい版をストアに登録する",
	    "register a new revision of the policy" }, announce_options,
	  .run = announce },
	{ "policy", "list", "",
	  { "ストアにあるポリシーの版を表示する",
	    "list the revisions that the store has" }, session_options,
	  .in_store = list },
	{ .noun = NULL },
};
