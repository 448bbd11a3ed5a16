/*
 * sekisho server - and the way to it for the other commands.
 */
#include "api/api.h"
#include "base/mem.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "crypto/secret.h"
#include "server/server.h"

enum { DESCRIPTION_MAX = 4 << 20 };

/* Whether the command works in a store, and can be done for somebody. */
static bool
goes_to_server(const struct cli_command *command)
{
	if (command->here || strcmp(command->noun, "server") == 0)
		return false;
	for (const struct cli_option *o = command->options;
	    o != NULL && o->name != NULL; o++)
		if (strcmp(o->name, "in") == 0)
			return true;
	return false;
}

bool
cli_hand_over(const struct cli *cli, int argc, char **argv, int *code)
{
	const struct console_call call = {
		.argc = argc, .argv = argv, .in = cli->in, .out = cli->out,
		.err = cli->err, .language = cli->language,
		.color = cli->color,
	};

	return cli->served == NULL && goes_to_server(cli->command) &&
	    console_call(session_folder(cli), &call, code);
}

/* Whoever hands a command over may stand in another folder. */
static enum status
whole_path(char folder[PATH_SIZE], struct error *error)
{
	char *whole = realpath(folder, NULL);
	size_t n = whole == NULL ? PATH_SIZE : strlen(whole);

	if (n < PATH_SIZE)
		memcpy(folder, whole, n + 1);
	mem_free(whole);
	return n < PATH_SIZE ? STATUS_OK : error_set(error,
	    STATUS_FAILURE, "no_folder", "ストアのフォルダーを開けません",
	    "the folder of the store can not be opened");
}

static enum status
server(struct cli *cli, struct error *error)
{
	struct unlock_secret secret;
	struct config config;
	enum status status = secret_start(error);

	if (status == STATUS_OK)
		status = config_read(&config, session_folder(cli),
		    cli->arena, error);
	if (status == STATUS_OK)
		status = whole_path(config.folder, error);
	if (status == STATUS_OK)
		status = session_secret(cli, &config, &secret, error);
	return status == STATUS_OK ? server_run(&(struct server_options){
	    .config = &config, .secret = &secret, .clock = cli->clock,
	    .listen = cli_option(cli, "listen"),
	    .manage = cli_option(cli, "manage"), .says = cli->err,
	    .language = cli->language, .run = cli_serve }, error) : status;
}

static const struct cli_option server_options[] = {
	SESSION_OPTIONS,
	{ "listen", "ADDRESS", { "API のアドレス (既定は 127.0.0.1:8787)",
	  "where the API listens (127.0.0.1:8787 by default)" } },
	{ "manage", "ADDRESS", { "稼働状況のアドレス (既定は 127.0.0.1:8788)",
	  "where health and figures are (127.0.0.1:8788)" } },
	{ NULL, NULL, { NULL, NULL } },
};

/* What GET /v1/openapi.json answers, without a store. */
static enum status
describe(struct cli *cli, struct error *error)
{
	struct buf out;

	buf_init(&out, cli->arena, DESCRIPTION_MAX);
	api_describe(&out);
	return cli_put(cli, &out, error);
}

const struct cli_command cli_server_commands[] = {
	{ "server", "", "",
	  { "ストアを API として提供する", "serve a store as an API" },
	  server_options, .run = server },
	{ "api", "describe", "",
	  { "API の説明 (OpenAPI 3.1) を書き出す",
	    "write the description of the API (OpenAPI 3.1)" }, NULL,
	  .run = describe },
	{ .noun = NULL },
};
