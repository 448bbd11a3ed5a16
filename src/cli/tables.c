/*
 * The order of the help; one table per file of this folder.
 */
#include "cli/cli.h"
#include "cli/tables.h"

const struct cli_command *const cli_tables[] = {
	cli_lint_commands,
	cli_version_commands,
	NULL,
};
