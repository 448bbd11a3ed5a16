/*
 * sekisho version
 */
#include "cli/cli.h"
#include "cli/tables.h"

static enum status
version(struct cli *cli, struct error *error)
{
	struct buf buf;
	struct jsonw json;

	buf_init(&buf, cli->arena, 4096);
	if (cli->json) {
		json = jsonw_new(&buf, true);
		jsonw_open_object(&json);
		jsonw_member_string(&json, "version", SEKISHO_VERSION);
		jsonw_close_object(&json);
	} else {
		buf_printf(&buf, "sekisho %s", SEKISHO_VERSION);
	}
	return cli_put(cli, &buf, error);
}

const struct cli_command cli_version_commands[] = {
	{ "version", "", "", { "版を表示する", "show the version" }, NULL,
	    .run = version },
	{ .noun = NULL },
};
