/*
 * sekisho disposal record|confirm|list
 */
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "vault/disposal.h"

enum { LIST_MAX = 100 };

static void
put_one(struct answer *answer, const struct disposal *d)
{
	const struct cli *cli = answer->cli;
	struct buf *out = &answer->out;
	struct jsonw *json = &answer->json;
	char id[DISPOSAL_ID_SIZE], time[CLOCK_TEXT_SIZE];

	disposal_id(id, d->id);
	clock_format(d->time, time);
	if (!cli->json) {
		buf_printf(out, "%s %s %s %.*s %.*s %.*s", id, time,
		    disposal_method_names[d->method], TEXT_ARGS(d->medium),
		    TEXT_ARGS(d->label), TEXT_ARGS(d->who));
		if (d->confirmed != 0)
			buf_printf(out, cli_say(cli, " (確認: %.*s)",
			    " (confirmed by %.*s)"), TEXT_ARGS(d->by));
		else
			buf_string(out, cli_say(cli, " (未確認)",
			    " (not confirmed)"));
		buf_byte(out, '\n');
		return;
	}
	jsonw_open_object(json);
	jsonw_member_string(json, "disposal", id);
	jsonw_member_text(json, "medium", d->medium);
	jsonw_member_text(json, "label", d->label);
	jsonw_member_string(json, "method",
	    disposal_method_names[d->method]);
	jsonw_member_text(json, "proof", d->proof);
	jsonw_member_string(json, "time", time);
	jsonw_member_text(json, "who", d->who);
	if (d->confirmed != 0) {
		jsonw_member_instant(json, "confirmed", d->confirmed);
		jsonw_member_text(json, "confirmed_by", d->by);
	}
	jsonw_close_object(json);
}

static enum status
record(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct disposal d = {
		.medium = text_of(cli->arguments[0]),
		.label = text_of(cli->arguments[1]),
		.proof = cli_text(cli, "proof"),
	};
	struct answer answer;
	enum status status;

	for (int method = DISPOSAL_SHREDDED; method < DISPOSAL_METHODS;
	    method++)
		if (strcmp(cli->arguments[2],
		    disposal_method_names[method]) == 0)
			d.method = (enum disposal_method)method;
	if (d.method < DISPOSAL_SHREDDED)
		return cli_usage("METHOD", (struct words){
		    "shredded、dissolved、burnt、destroyed、overwritten、"
		    "key_destroyed のいずれかです",
		    "one of shredded, dissolved, burnt, destroyed, "
		    "overwritten, key_destroyed" }, error);
	status = disposal_record(visit, &d, error);
	answer_begin(&answer, cli);
	if (status == STATUS_OK)
		put_one(&answer, &d);
	return answer_end(&answer, status, error);
}

static enum status
confirm(struct session *session, struct visit *visit, struct error *error)
{
	uint8_t id[16];
	enum status status = disposal_id_parse(id,
	    text_of(session->cli->arguments[0]), error);

	return status == STATUS_OK ? disposal_confirm(visit, id, error) :
	    status;
}

static enum status
list_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	const uint8_t *after = NULL;
	const struct disposal *list;
	struct answer answer;
	size_t n = 0;
	enum status status;

	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	do {
		status = disposal_list(visit, after, LIST_MAX, &list, &n,
		    error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++) {
			put_one(&answer, &list[i]);
			after = list[i].id;
		}
	} while (status == STATUS_OK && n == LIST_MAX);
	return answer_end(&answer, status, error);
}

static const struct cli_option record_options[] = {
	SESSION_OPTIONS,
	{ "proof", "TEXT", { "廃棄証明書の番号など",
	  "number of a certificate of destruction" } },
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_command cli_disposal_commands[] = {
	{ "disposal", "record", "MEDIUM LABEL METHOD",
	  { "機器・媒体の廃棄を記録する",
	    "write down that a device or medium was disposed of" },
	  record_options, .as_operator = record },
	{ "disposal", "confirm", "DISPOSAL",
	  { "廃棄を別の人が確認する",
	    "confirm a disposal, as a second person" }, session_options,
	  .as_operator = confirm },
	{ "disposal", "list", "",
	  { "廃棄の一覧", "list the disposals" }, session_options,
	  .as_operator = list_in },
	{ .noun = NULL },
};
