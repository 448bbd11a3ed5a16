/*
 * sekisho policy lint: a published policy, from a file, without a store.
 */
#include "base/file.h"
#include "cli/cli.h"
#include "cli/tables.h"
#include "policy/lint.h"

enum { OUTPUT_MAX = 16 << 20, EXIT_FINDINGS = 1 };

static enum status
lint(struct cli *cli, struct error *error)
{
	const char *path = cli->arguments[0];
	struct lint_report *report;
	struct bytes bytes;
	struct jsonw json;
	struct buf out;
	enum status status;

	status = file_read(&bytes, path, LINT_BYTES_MAX, cli->arena, error);
	if (status == STATUS_OK)
		status = lint_run(&report, bytes, cli->arena, error);
	if (status != STATUS_OK) {
		if (error->field[0] == '\0')
			error_at(error, "%s", path);
		return status;
	}
	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json) {
		json = jsonw_new(&out, true);
		lint_write_json(&json, report);
	} else {
		lint_write_text(&out, report, path, cli->language);
	}
	cli->exit_code = report->count > 0 ? EXIT_FINDINGS : 0;
	return cli_put(cli, &out, error);
}

const struct cli_command cli_lint_commands[] = {
	{ "policy", "lint", "FILE",
	    { "公開済みのプライバシーポリシー(テキスト・HTML、- は標準入力)の欠陥を指摘する",
	    "find defects of a published policy (text or HTML, - is stdin)" },
	    NULL, .run = lint },
	{ .noun = NULL },
};
