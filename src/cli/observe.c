/*
 * sekisho observe ask | approve | end | show | report - the weeks in which
 * not everything is enforced.
 */
#include "cli/session.h"
#include "cli/tables.h"
#include "gate/refusal.h"
#include "vault/observe.h"

enum { OUTPUT_MAX = 4 << 20 };

static enum status
take_observer(struct session *session, struct observer *who,
    struct error *error)
{
	const char *role = cli_option(session->cli, "role");

	if (role == NULL)
		return cli_usage("--role", (struct words){
		    "役割を指定してください", "a role is needed" }, error);
	*who = (struct observer){
		.vault = session->vault, .reader = session->reader,
		.arena = session->cli->arena,
		.principal = session->visitor.principal,
		.role = text_of(role),
	};
	return STATUS_OK;
}

static enum status
ask(struct session *session, struct error *error)
{
	const char *reason = cli_option(session->cli, "reason");
	struct observer who;
	int64_t days;
	enum status status = cli_option_int(session->cli, "days", 1,
	    OBSERVE_DAYS_MAX, 28, &days, error);

	if (status == STATUS_OK && reason == NULL)
		status = cli_usage("--reason", (struct words){
		    "理由を指定してください", "a reason is needed" }, error);
	if (status == STATUS_OK)
		status = take_observer(session, &who, error);
	return status == STATUS_OK ? observe_ask(&who, days,
	    text_of(reason), error) : status;
}

static enum status
approve(struct session *session, struct error *error)
{
	struct observer who;
	enum status status = take_observer(session, &who, error);

	return status == STATUS_OK ? observe_approve(&who, error) : status;
}

static enum status
end(struct session *session, struct error *error)
{
	struct observer who;
	enum status status = take_observer(session, &who, error);

	return status == STATUS_OK ? observe_end(&who, error) : status;
}

static void
say_state(struct cli *cli, struct buf *out, const struct observation *o)
{
	static const struct words states[OBSERVE_STATES] = {
		[OBSERVE_OFF] = { "すべて強制しています",
		    "everything is enforced" },
		[OBSERVE_ASKED] = { "承認を待っています (強制中)",
		    "waits for an approval (all is enforced)" },
		[OBSERVE_ON] = { "試行中です: 記録だけして強制しない判定があります",
		    "on: some refusals are only noted" },
	};
	char until[CLOCK_TEXT_SIZE];

	buf_printf(out, "%s\n", cli_say(cli, states[o->state].ja,
	    states[o->state].en));
	if (o->state == OBSERVE_OFF)
		return;
	buf_printf(out, cli_say(cli, "  申請: %.*s (%.*s) %lld 日 %.*s\n",
	    "  asked by %.*s (%.*s), %lld days: %.*s\n"),
	    TEXT_ARGS(o->asked_by), TEXT_ARGS(o->asked_role),
	    (long long)o->days, TEXT_ARGS(o->reason));
	if (o->state != OBSERVE_ON)
		return;
	clock_format(o->until, until);
	buf_printf(out, cli_say(cli, "  承認: %.*s (%.*s)、%s まで\n",
	    "  approved by %.*s (%.*s), until %s\n"),
	    TEXT_ARGS(o->approved_by), TEXT_ARGS(o->approved_role), until);
}

static enum status
show(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	struct observation o;
	struct jsonw json;
	struct buf out;
	enum status status = observe_get(&o, session->vault,
	    session->reader, cli->arena, error);

	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (!cli->json) {
		say_state(cli, &out, &o);
		return cli_put(cli, &out, error);
	}
	json = jsonw_new(&out, true);
	observe_json(&json, &o);
	return cli_put(cli, &out, error);
}

static void
say_row(struct cli *cli, struct buf *out, const struct observed *row)
{
	buf_printf(out, cli_say(cli,
	    "%8llu %s %.*s [%.*s] 役割 %.*s 利用目的 %.*s\n",
	    "%8llu %s %.*s [%.*s] role %.*s purpose %.*s\n"),
	    (unsigned long long)row->count, row->enforced ?
	    cli_say(cli, "拒否", "refused ") :
	    cli_say(cli, "試行", "observed"), TEXT_ARGS(row->code),
	    TEXT_ARGS(row->clause), TEXT_ARGS(row->role),
	    TEXT_ARGS(row->purpose));
}

static enum status
report(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	const struct observed *list;
	struct observation o;
	uint64_t decisions;
	struct jsonw json;
	struct buf out;
	size_t n;
	enum status status = observe_get(&o, session->vault,
	    session->reader, cli->arena, error);

	if (status == STATUS_OK)
		status = observe_report(&list, &n, &decisions, &o,
		    session->vault, cli->arena, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json) {
		json = jsonw_new(&out, true);
		observe_report_json(&json, list, n, decisions);
		return cli_put(cli, &out, error);
	}
	for (size_t i = 0; i < n; i++)
		say_row(cli, &out, &list[i]);
	buf_printf(&out, cli_say(cli, "判定 %llu 件\n", "%llu decisions\n"),
	    (unsigned long long)decisions);
	return cli_put(cli, &out, error);
}

#define ROLE { "role", "ROLE", { "役割", "role" } }

static const struct cli_option ask_options[] = {
	SESSION_OPTIONS, ROLE,
	{ "days", "N", { "日数 (既定 28、最長 60)",
	  "how many days (28 by default, 60 at most)" } },
	{ "reason", "TEXT", { "理由", "why" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option turn_options[] = {
	SESSION_OPTIONS, ROLE,
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_command cli_observe_commands[] = {
	{ "observe", "ask", "",
	  { "切替え前の試行 (記録だけして強制しない期間) を申請する",
	    "ask for weeks in which refusals are noted, not enforced" },
	  ask_options, .in_store = ask },
	{ "observe", "approve", "",
	  { "試行を別の人が承認して始める",
	    "begin it, as a second person" },
	  turn_options, .in_store = approve },
	{ "observe", "end", "",
	  { "試行を終え、すべて強制する", "enforce everything again" },
	  turn_options, .in_store = end },
	{ "observe", "show", "",
	  { "試行中かどうか", "whether it is on" }, session_options,
	  .in_store = show },
	{ "observe", "report", "",
	  { "強制していれば拒否したもの",
	    "what would have been refused" },
	  session_options, .in_store = report },
	{ .noun = NULL },
};
