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
doctor(struct cli *cli, struct error *error)
{
	bool full = cli_option(cli, "full") != NULL;
	struct findings findings;
	struct session session;
	struct visit visit;
	enum status status = session_open(&session, cli, error);

	if (status != STATUS_OK)
		return status;
	findings_init(&findings, cli->arena, NULL);
	visit_begin(&visit, session.vault, session.reader, cli->arena,
	    &session.visitor);
	status = doctor_look(&visit, full, &findings, error);
	visit_end(&visit);
	if (status == STATUS_OK)
		status = report(cli, &findings, error);
	if (status == STATUS_OK && findings.count[SEVERITY_ERROR] > 0)
		cli->exit_code = status_table[STATUS_INTEGRITY].exit;
	return session_close(&session, status, error);
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
	    "look for what is wrong with a store" }, doctor_options, doctor },
	{ NULL, NULL, NULL, { NULL, NULL }, NULL, NULL },
};
