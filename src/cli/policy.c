/*
 * sekisho policy check|schema
 */
#include "cli/cli.h"
#include "cli/tables.h"

#include "base/encode.h"
#include "policy/language.h"
#include "policy/source.h"

enum { OUTPUT_MAX = 16 << 20 };

static void
write_json(const struct cli *cli, struct buf *out,
    const struct policy_source *source, const struct findings *findings)
{
	struct jsonw json = jsonw_new(out, true);
	char hash[2 * POLICY_HASH_SIZE + 1];

	(void)cli;
	jsonw_open_object(&json);
	jsonw_member_bool(&json, "valid", source->root != NULL);
	if (source->root != NULL) {
		encode_hex(source->hash, sizeof(source->hash), hash);
		jsonw_member_string(&json, "hash", hash);
	}
	findings_json(&json, findings);
	jsonw_close_object(&json);
}

static void
write_text(const struct cli *cli, struct buf *out,
    const struct policy_source *source, const struct findings *findings)
{
	char hash[2 * POLICY_HASH_SIZE + 1];

	findings_print(out, findings, cli->language);
	if (source->root == NULL) {
		buf_printf(out, cli_say(cli, "エラー %zu 件\n",
		    "%zu errors\n"), findings->count[SEVERITY_ERROR]);
		return;
	}
	encode_hex(source->hash, sizeof(source->hash), hash);
	buf_printf(out, cli_say(cli, "%s: 問題ありません\n版のハッシュ %s\n",
	    "%s: in order\nrevision %s\n"), cli->arguments[0], hash);
}

static enum status
check(struct cli *cli, struct error *error)
{
	struct policy_source source;
	struct findings findings;
	struct buf out;
	enum status status;

	findings_init(&findings, cli->arena, cli->arguments[0]);
	status = policy_source_read(&source, cli->arguments[0], &findings,
	    cli->arena, error);
	if (status != STATUS_OK && findings_total(&findings) == 0)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json)
		write_json(cli, &out, &source, &findings);
	else
		write_text(cli, &out, &source, &findings);
	if (source.root == NULL)
		cli->exit_code = 1;
	return cli_put(cli, &out, error);
}

static enum status
schema(struct cli *cli, struct error *error)
{
	struct buf out;
	struct jsonw json;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	shape_schema(&json, &policy_language);
	return cli_put(cli, &out, error);
}

const struct cli_command cli_policy_commands[] = {
	{ "policy", "check", "FILE",
	  { "ポリシーファイルを検査する", "check a policy file" }, NULL,
	  check },
	{ "policy", "schema", "",
	  { "ポリシー言語の JSON Schema を出力する",
	    "write the JSON Schema of the policy language" }, NULL, schema },
	{ NULL, NULL, NULL, { NULL, NULL }, NULL, NULL },
};
