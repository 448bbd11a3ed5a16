/*
 * sekisho policy check|schema
 */
#include "cli/cli.h"
#include "cli/tables.h"

#include "base/encode.h"
#include "policy/check.h"
#include "policy/language.h"
#include "policy/source.h"

enum { OUTPUT_MAX = 16 << 20 };

static void
write_json(const struct cli *cli, struct buf *out,
    const struct policy_source *source, const struct findings *findings)
{
	struct jsonw json = jsonw_new(out, true);

	(void)cli;
	jsonw_open_object(&json);
	jsonw_member_bool(&json, "valid",
	    findings->count[SEVERITY_ERROR] == 0);
	if (source->root != NULL) {
		jsonw_member_hex(&json, "hash", source->hash,
		    sizeof(source->hash));
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
	if (findings->count[SEVERITY_ERROR] > 0) {
		buf_printf(out, cli_say(cli, "エラー %zu 件、警告 %zu 件\n",
		    "%zu errors, %zu warnings\n"),
		    findings->count[SEVERITY_ERROR],
		    findings->count[SEVERITY_WARNING]);
		return;
	}
	encode_hex(source->hash, sizeof(source->hash), hash);
	if (findings->count[SEVERITY_WARNING] > 0)
		buf_printf(out, cli_say(cli,
		    "%s: エラーなし、警告 %zu 件\n版のハッシュ %s\n",
		    "%s: no errors, %zu warnings\nrevision %s\n"),
		    cli->arguments[0], findings->count[SEVERITY_WARNING],
		    hash);
	else
		buf_printf(out, cli_say(cli,
		    "%s: 問題ありません\n版のハッシュ %s\n",
		    "%s: in order\nrevision %s\n"), cli->arguments[0],
		    hash);
}

/*
 * A file that is not YAML has one fault, and editors and CI want it where
 * they want the others.
 */
static void
take_fault(struct findings *findings, const struct error *fault)
{
	struct finding *finding = findings_say(findings, SEVERITY_ERROR,
	    NULL, NULL, fault->code, (struct words){
	    fault->text[LANGUAGE_JA], fault->text[LANGUAGE_EN] });
	const char *line = strchr(fault->field, ':');

	finding->error = *fault;
	if (line != NULL && sscanf(fault->field + strlen(findings->source),
	    ":%u:%u", &finding->line, &finding->column) != 2)
		finding->line = finding->column = 0;
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
	if (status == STATUS_INVALID && findings_total(&findings) == 0)
		take_fault(&findings, error);
	else if (status != STATUS_OK && findings_total(&findings) == 0)
		return status;
	if (status == STATUS_OK && cli_option(cli, "structure") == NULL)
		status = check_run(&source, clock_tokyo_day(clock_now(
		    cli->clock)), &findings, cli->arena, error);
	if (status != STATUS_OK && source.root != NULL)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli_option(cli, "sarif") != NULL)
		check_sarif(&out, &findings, cli->arguments[0],
		    cli->language);
	else if (cli->json)
		write_json(cli, &out, &source, &findings);
	else
		write_text(cli, &out, &source, &findings);
	if (findings.count[SEVERITY_ERROR] > 0)
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

static const struct cli_option check_options[] = {
	{ "structure", NULL, { "構造だけを検査する",
	  "check the structure only" } },
	{ "sarif", NULL, { "SARIF 2.1.0 で出力する (エディター・CI 用)",
	  "write SARIF 2.1.0, for editors and CI" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_policy_commands[] = {
	{ "policy", "check", "FILE",
	  { "ポリシーファイルを検査する", "check a policy file" },
	  check_options, .run = check },
	{ "policy", "schema", "",
	  { "ポリシー言語の JSON Schema を出力する",
	    "write the JSON Schema of the policy language" }, NULL,
	  .run = schema },
	{ .noun = NULL },
};
