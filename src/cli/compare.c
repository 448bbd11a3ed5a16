/*
 * sekisho policy compare: two policy files, without a store.
 */
#include "cli/cli.h"
#include "cli/tables.h"
#include "policy/compare.h"

enum { OUTPUT_MAX = 16 << 20 };

static enum status
read_one(struct cli *cli, size_t i, struct policy_source *source,
    struct error *error)
{
	struct findings findings;

	findings_init(&findings, cli->arena, cli->arguments[i]);
	return policy_source_read(source, cli->arguments[i], &findings,
	    cli->arena, error);
}

static enum status
compare(struct cli *cli, struct error *error)
{
	struct policy_source before, after;
	struct comparison comparison;
	struct jsonw json;
	struct buf out;
	enum status status = read_one(cli, 0, &before, error);

	if (status == STATUS_OK)
		status = read_one(cli, 1, &after, error);
	if (status == STATUS_OK)
		status = compare_sources(&comparison, &before, &after,
		    cli->arena, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json)
		compare_json(&json, &comparison);
	else if (cli_option(cli, "notice") != NULL)
		compare_notice(&out, &comparison, cli->language);
	else
		compare_print(&out, &comparison, cli->language);
	return cli_put(cli, &out, error);
}

static const struct cli_option compare_options[] = {
	{ "notice", NULL, { "改訂のお知らせを Markdown で書く",
	  "write the notice of revision as Markdown" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_compare_commands[] = {
	{ "policy", "compare", "OLD NEW",
	  { "二つの版の変更と、それに必要な手続を示す",
	    "show what changes between two revisions and what it needs" },
	  compare_options, .run = compare },
	{ .noun = NULL },
};
