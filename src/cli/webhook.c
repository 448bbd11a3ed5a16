/*
 * sekisho webhook add|list|remove|replay
 */
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "jobs/webhook.h"

enum { OUTPUT_MAX = 1 << 20 };

static enum status
add(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	struct outbox_webhook webhook = {
		.url = text_of(cli->arguments[0]),
	};
	char secret[WEBHOOK_SECRET_TEXT], id[ID_TEXT_SIZE];
	struct jsonw json;
	struct buf out;
	enum status status = webhook_kinds(&webhook.kinds,
	    cli_text(cli, "events"), error);

	if (status == STATUS_OK)
		status = webhook_add(&webhook, secret, session->vault,
		    session->reader, &session->config,
		    session->visitor.principal, cli->arena, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	id_format_random(id, ID_WEBHOOK, webhook.id);
	if (cli->json) {
		jsonw_open_object(&json);
		webhook_json(&json, &webhook, NULL);
		jsonw_member_string(&json, "secret", secret);
		jsonw_close_object(&json);
	} else {
		buf_printf(&out, cli_say(cli,
		    "%s の署名の鍵 (二度と表示されません):\n%s\n",
		    "the secret of %s (it is never shown again):\n%s\n"), id,
		    secret);
	}
	return cli_put(cli, &out, error);
}

static enum status
list(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	struct webhook_count counts[OUTBOX_WEBHOOKS];
	struct outbox_webhooks all;
	struct answer answer;
	enum status status = outbox_webhooks(&all, session->vault,
	    session->reader, cli->arena, error);

	if (status == STATUS_OK)
		status = webhook_counts(counts, &all, session->vault,
		    session->reader, error);
	if (status != STATUS_OK)
		return status;
	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	for (size_t i = 0; i < all.n; i++) {
		char id[ID_TEXT_SIZE];

		if (cli->json) {
			jsonw_open_object(&answer.json);
			webhook_json(&answer.json, &all.list[i], &counts[i]);
			jsonw_close_object(&answer.json);
			continue;
		}
		id_format_random(id, ID_WEBHOOK, all.list[i].id);
		buf_printf(&answer.out, cli_say(cli,
		    "%s %.*s 待ち %llu、済み %llu、失敗 %llu\n",
		    "%s %.*s waits %llu, told %llu, failed %llu\n"), id,
		    TEXT_ARGS(all.list[i].url),
		    (unsigned long long)counts[i].waits,
		    (unsigned long long)counts[i].told,
		    (unsigned long long)counts[i].failed);
	}
	return answer_end(&answer, status, error);
}

static enum status
drop(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	uint8_t id[DOCUMENT_ID_SIZE];

	if (!id_parse_random(id, ID_WEBHOOK, text_of(cli->arguments[0])))
		return id_not_found(ID_WEBHOOK, error);
	return webhook_remove(id, session->vault, session->reader,
	    session->visitor.principal, cli->arena, error);
}

static enum status
replay(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	const char *text = cli_option(cli, "since");
	uint8_t id[DOCUMENT_ID_SIZE];
	int64_t since = 0;
	struct buf out;
	uint64_t n;
	enum status status;

	if (!id_parse_random(id, ID_WEBHOOK, text_of(cli->arguments[0])))
		return id_not_found(ID_WEBHOOK, error);
	if (text != NULL && !clock_parse(text_of(text), &since))
		return cli_usage("--since", (struct words){
		    "2026-11-22T00:00:00Z の形の日時を指定してください",
		    "a time like 2026-11-22T00:00:00Z is needed" }, error);
	status = webhook_replay(id, since, &n, session->vault,
	    session->reader, session->visitor.principal, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	buf_printf(&out, cli_say(cli, "%llu 件をもう一度知らせます\n",
	    "%llu events will be told again\n"), (unsigned long long)n);
	return cli_put(cli, &out, error);
}

static const struct cli_option add_options[] = {
	SESSION_OPTIONS,
	{ "events", "A,B", { "出来事 (acquire,correct,standing,erase)",
	  "events (acquire,correct,standing,erase)" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option replay_options[] = {
	SESSION_OPTIONS,
	{ "since", "TIME", { "この時刻から (既定はすべて)",
	  "since then (all that is kept by default)" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_webhook_commands[] = {
	{ "webhook", "add", "URL",
	  { "起きたことを知らせる先を登録する (id だけを送る)",
	    "register whom to tell what happened (ids alone are sent)" },
	  add_options, .in_store = add },
	{ "webhook", "list", "",
	  { "知らせる先の一覧", "list who is told" }, session_options,
	  .in_store = list },
	{ "webhook", "remove", "WEBHOOK",
	  { "知らせるのをやめる", "tell somebody no more" }, session_options,
	  .in_store = drop },
	{ "webhook", "replay", "WEBHOOK",
	  { "起きたことをもう一度知らせる (30日分を保存)",
	    "tell what happened once more (30 days are kept)" },
	  replay_options, .in_store = replay },
	{ .noun = NULL },
};
