/* tables.h - the tables of commands, each defined in the file of its noun. */
#ifndef CLI_TABLES_H_
#define CLI_TABLES_H_

#include "cli/cli.h"

extern const struct cli_command cli_lint_commands[];
extern const struct cli_command cli_version_commands[];

#endif
