/*
 * sekisho form list|notice|shown
 */
#include "base/encode.h"
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "vault/display_json.h"

enum { OUTPUT_MAX = 4 << 20 };

static enum status
list(struct session *session, struct visit *visit, struct error *error)
{
	const struct policy *policy = visit->revision->policy;
	struct cli *cli = session->cli;
	struct answer answer;

	answer_begin(&answer, cli);
	answer_list(&answer, "forms");
	for (size_t i = 0; i < policy->way_count; i++) {
		const struct policy_way *way = &policy->ways[i];

		if (!cli->json) {
			buf_printf(&answer.out, "%-28.*s %.*s\n",
			    TEXT_ARGS(way->id), TEXT_ARGS(policy_label(
			    node_get(way->node, "label"), cli->language)));
			continue;
		}
		jsonw_open_object(&answer.json);
		display_json_head(&answer.json, way, cli->language);
		jsonw_close_object(&answer.json);
	}
	return answer_end(&answer, STATUS_OK, error);
}

static enum status
put_notice(struct session *session, const struct visit *visit,
    const struct display *display, const char *token, struct error *error)
{
	struct cli *cli = session->cli;
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json) {
		json = jsonw_new(&out, true);
		jsonw_open_object(&json);
		display_json(&json, display, visit->revision->policy);
		jsonw_member_string(&json, "evidence", token);
		jsonw_close_object(&json);
		buf_byte(&out, '\n');
	} else {
		buf_text(&out, display->text);
		buf_printf(&out, "\n%s\n", token);
	}
	return cli_put(cli, &out, error);
}

static enum status
notice(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	const struct policy_way *way = policy_way(visit->revision->policy,
	    text_of(cli->arguments[0]));
	char token[DISPLAY_TOKEN_SIZE];
	struct display display;
	enum status status;

	if (way == NULL)
		return error_set(error, STATUS_NOT_FOUND, "no_form",
		    "そのようなフォームはありません",
		    "there is no such form");
	status = display_make(&display, visit->revision, way, cli->language,
	    cli->arena, error);
	if (status == STATUS_OK)
		status = display_token(token, session->vault, &display,
		    visit->now, error);
	return status == STATUS_OK ? put_notice(session, visit, &display,
	    token, error) : status;
}

static enum status
shown(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct display_kept kept;
	uint8_t hash[HASH_SIZE];
	struct buf out;
	enum status status = decode_hex(text_of(cli->arguments[0]), hash,
	    HASH_SIZE) ? display_kept(&kept, session->vault, visit->reader,
	    hash, cli->arena, error) : STATUS_NOT_FOUND;

	if (status == STATUS_NOT_FOUND)
		return error_set(error, status, "no_display",
		    "その文は示されていません",
		    "nothing of that hash was shown");
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	buf_text(&out, kept.text);
	return cli_put(cli, &out, error);
}

const struct cli_command cli_form_commands[] = {
	{ "form", "list", "",
	  { "ポリシーのフォームを並べる", "list the forms of the policy" },
	  session_options, .as_operator = list },
	{ "form", "notice", "FORM",
	  { "送信前に示す文と、示した証跡を出す",
	    "what a form shows before sending, and evidence of it" },
	  session_options, .as_operator = notice },
	{ "form", "shown", "HASH",
	  { "取得のときに示した文を出す",
	    "what was shown at an acquisition" }, session_options,
	  .as_operator = shown },
	{ .noun = NULL },
};
