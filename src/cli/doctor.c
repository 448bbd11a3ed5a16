/*
 * sekisho doctor
 */
#include "cli/session.h"
#include "cli/tables.h"
#include "vault/doctor.h"

enum { OUTPUT_MAX = 16 << 20 };

static enum status
report(struct cli *cli, const struct findings *findings, struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json) {
		jsonw_open_object(&json);
		findings_json(&json, findings);
		jsonw_close_object(&json);
	} else {
		findings_print(&out, findings, cli->language);
		if (findings_total(findings) == 0)
			buf_string(&out, cli_say(cli, "問題はありません\n",
			    "nothing is wrong\n"));
	}
	return cli_put(cli, &out, error);
}

static enum status
doctor(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct findings findings;
	enum status status;

	findings_init(&findings, cli->arena, NULL);
	status = doctor_look(visit, cli_option(cli, "full") != NULL,
	    &findings, error);
	if (status == STATUS_OK)
		status = report(cli, &findings, error);
	if (status == STATUS_OK && findings.count[SEVERITY_ERROR] > 0)
		cli->exit_code = status_table[STATUS_INTEGRITY].exit;
	return status;
}

static const struct cli_option doctor_options[] = {
	SESSION_OPTIONS,
	{ "full", NULL, { "全員の行と検索の索引も調べる",
	  "look at everybody's rows and search keys, too" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_doctor_commands[] = {
	{ "doctor", "", "",
	  { "ストアに問題がないかを調べる",
	    "look for what is wrong with a store" }, doctor_options,
	  .as_operator = doctor },
	{ .noun = NULL },
};
