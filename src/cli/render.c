/*
 * sekisho policy render: the published text of a policy, without a store.
 */
#include "base/clock.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/tables.h"
#include "policy/prose.h"
#include "render/page.h"
#include "render/doc_markdown.h"
#include "render/doc_text.h"

enum { OUTPUT_MAX = 32 << 20, PAGE_MODE = 0644 };

static enum status
render(struct cli *cli, struct error *error)
{
	struct policy_source source;
	struct findings findings;
	struct prose_options options = { .language = LANGUAGE_JA };
	struct doc *doc;
	struct buf out;
	enum status status;
	const char *format = cli_option(cli, "format");

	if (cli_option(cli, "lang") != NULL)
		options.language = cli->language;
	findings_init(&findings, cli->arena, cli->arguments[0]);
	status = policy_source_read(&source, cli->arguments[0], &findings,
	    cli->arena, error);
	if (status == STATUS_OK)
		status = findings_status(&findings, error);
	if (status != STATUS_OK)
		return status;
	status = prose_policy(&doc, &source, &options, cli->arena, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (format != NULL && strcmp(format, "html") == 0)
		status = page_write(&out, &(struct page){ .doc = doc }, cli->arena, error);
	else if (format != NULL && strcmp(format, "markdown") == 0)
		doc_markdown_write(&out, doc);
	else
		doc_text_write(&out, doc);
	return cli_put(cli, &out, error);
}

static const struct cli_option render_options[] = {
	{ "format", "FORMAT",
	  { "html, text, markdown, pdf のどれか (省略時は html)",
	    "html, text, markdown or pdf (html when absent)" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_render_commands[] = {
	{ "policy", "render", "FILE",
	  { "ポリシーの公表文を作る", "write the published text of a policy" },
	  render_options, render },
	{ NULL, NULL, NULL, { NULL, NULL }, NULL, NULL },
};
