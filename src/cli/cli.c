#include <errno.h>
#include <unistd.h>

#include "cli/session.h"
#include "server/console.h"
#include "vault/vault.h"

enum { ARENA_LIMIT = 1 << 30, OUTPUT_LIMIT = 1 << 28 };

/* Options that every command takes. */
const struct cli_option cli_common_options[] = {
	{ "json", NULL, { "結果を JSON で出力する", "write JSON" } },
	{ "lang", "ja|en", { "表示の言語", "language of the messages" } },
	{ "help", NULL, { "この説明を表示する", "show this help" } },
	{ NULL, NULL, { NULL, NULL } },
};

const char *
cli_say(const struct cli *cli, const char *ja, const char *en)
{
	return cli->language == LANGUAGE_JA ? ja : en;
}

enum status
cli_usage(const char *field, struct words words, struct error *error)
{
	enum status status = error_say(error, STATUS_INVALID, "usage", words);

	error_at(error, "%s", field);
	return status;
}

const char *
cli_option(const struct cli *cli, const char *name)
{
	for (size_t i = 0; i < cli->given_count; i++)
		if (strcmp(cli->given[i].option->name, name) == 0)
			return cli->given[i].value;
	return NULL;
}

struct text
cli_text(const struct cli *cli, const char *name)
{
	const char *given = cli_option(cli, name);

	return text_of(given == NULL ? "" : given);
}

enum status
cli_option_int(const struct cli *cli, const char *name, int64_t min,
    int64_t max, int64_t absent, int64_t *value, struct error *error)
{
	const char *given = cli_option(cli, name);
	enum status status;

	*value = absent;
	if (given == NULL)
		return STATUS_OK;
	if (text_to_int(text_of(given), value) && *value >= min &&
	    *value <= max)
		return STATUS_OK;
	status = error_set(error, STATUS_INVALID, "usage",
	    "%lld から %lld までの整数を指定してください",
	    "an integer from %lld to %lld is expected", (long long)min,
	    (long long)max);
	error_at(error, "--%s", name);
	return status;
}

enum status
cli_put(const struct cli *cli, const struct buf *buf, struct error *error)
{
	enum status status = buf_status(buf, error);

	if (status != STATUS_OK)
		return status;
	if (buf->n > 0)
		(void)fwrite(buf->p, 1, buf->n, cli->out);
	if (buf->n > 0 && buf->p[buf->n - 1] != '\n')
		(void)fputc('\n', cli->out);
	if (fflush(cli->out) != 0 || ferror(cli->out))
		return error_system(error, "write", errno);
	return STATUS_OK;
}

void
cli_progress(const struct cli *cli, const char *what, uint64_t done,
    uint64_t total)
{
	static _Atomic int64_t last;
	int64_t now = clock_monotonic();

	if (!isatty(fileno(cli->err)) || (now - last < 100 && done < total))
		return;
	last = now;
	if (total > 0)
		(void)fprintf(cli->err, "\r%s %llu / %llu (%llu%%)\033[K",
		    what, (unsigned long long)done, (unsigned long long)total,
		    (unsigned long long)(done * 100 / total));
	else
		(void)fprintf(cli->err, "\r%s %llu\033[K", what,
		    (unsigned long long)done);
	(void)fflush(cli->err);
}

void
cli_progress_end(const struct cli *cli)
{
	if (isatty(fileno(cli->err)))
		(void)fprintf(cli->err, "\r\033[K");
}

/* The command, and how many words named it (1 or 2); NULL when none. */
static const struct cli_command *
find_command(char **words, int count, int *used)
{
	for (const struct cli_command *const *table = cli_tables;
	    *table != NULL; table++)
		for (const struct cli_command *c = *table; c->noun != NULL;
		    c++) {
			if (count < 1 || strcmp(words[0], c->noun) != 0)
				continue;
			*used = c->verb[0] == '\0' ? 1 : 2;
			if (*used == 1 || (count > 1 &&
			    strcmp(words[1], c->verb) == 0))
				return c;
		}
	return NULL;
}

static bool
is_noun(const char *word)
{
	for (const struct cli_command *const *table = cli_tables;
	    *table != NULL; table++)
		for (const struct cli_command *c = *table; c->noun != NULL;
		    c++)
			if (strcmp(word, c->noun) == 0)
				return true;
	return false;
}

static const struct cli_option *
find_option(const struct cli_command *command, struct text name)
{
	const struct cli_option *lists[] = {
		command->options, cli_common_options
	};

	for (size_t i = 0; i < LENGTH(lists); i++)
		for (const struct cli_option *o = lists[i];
		    o != NULL && o->name != NULL; o++)
			if (text_is(name, o->name))
				return o;
	return NULL;
}

/* A mistake in an option; its name is told, never its value. */
static enum status
bad_option(struct text name, struct words words, struct error *error)
{
	char field[64];

	(void)snprintf(field, sizeof(field), "--%.*s", TEXT_ARGS(name));
	text_end_whole(field);
	return cli_usage(field, words, error);
}

static enum status
parse_option(struct cli *cli, char **argv, int argc, int *at,
    struct error *error)
{
	struct text word = text_of(argv[*at] + 2);
	ptrdiff_t equals = text_find(word, TEXT("="));
	struct text name = equals < 0 ? word :
	    text_slice(word, 0, (size_t)equals);
	const struct cli_option *option = find_option(cli->command, name);
	const char *value = "";

	if (option == NULL)
		return bad_option(name, (struct words){
		    "そのようなオプションはありません", "no such option" },
		    error);
	if (option->argument == NULL && equals >= 0)
		return bad_option(name, (struct words){
		    "このオプションは値をとりません",
		    "this option takes no value" }, error);
	if (option->argument != NULL) {
		if (equals >= 0)
			value = word.p + equals + 1;
		else if (*at + 1 < argc)
			value = argv[++*at];
		else
			return bad_option(name, (struct words){
			    "値が必要です", "a value is needed" }, error);
	}
	if (cli->given_count == CLI_OPTIONS_MAX)
		return bad_option(name, (struct words){
		    "オプションが多すぎます", "too many options" }, error);
	cli->given[cli->given_count].option = option;
	cli->given[cli->given_count++].value = value;
	return STATUS_OK;
}

static enum status
parse(struct cli *cli, int argc, char **argv, struct error *error)
{
	bool options_over = false;

	for (int i = 0; i < argc; i++) {
		if (!options_over && strcmp(argv[i], "--") == 0) {
			options_over = true;
		} else if (!options_over && strncmp(argv[i], "--", 2) == 0) {
			enum status status = parse_option(cli, argv, argc, &i,
			    error);

			if (status != STATUS_OK)
				return status;
		} else if (cli->argument_count == CLI_ARGUMENTS_MAX) {
			return cli_usage(cli->command->arguments,
			    (struct words){ "引数が多すぎます",
			    "too many arguments" }, error);
		} else {
			cli->arguments[cli->argument_count++] = argv[i];
		}
	}
	return STATUS_OK;
}

/* "DATE N" wants two, "[PERSON]" none or one, "FILE..." one or more. */
static enum status
check_arguments(const struct cli *cli, struct error *error)
{
	struct text rest = text_of(cli->command->arguments);
	size_t least = 0, most = 0;

	while (rest.n > 0) {
		struct text word = text_cut(&rest, ' ');

		least += word.p[0] != '[';
		most = text_find(word, TEXT("...")) >= 0 ? CLI_ARGUMENTS_MAX :
		    most + 1;
	}
	if (cli->argument_count >= least && cli->argument_count <= most)
		return STATUS_OK;
	return cli_usage(cli->command->arguments, (struct words){
	    "引数の数が違います", "wrong number of arguments" }, error);
}

static enum language
language_of_environment(void)
{
	const char *names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < LENGTH(names); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return strncmp(value, "ja", 2) == 0 ? LANGUAGE_JA :
			    LANGUAGE_EN;
	}
	return LANGUAGE_EN;
}

static bool
set_language(struct cli *cli, const char *name)
{
	if (strcmp(name, "ja") == 0)
		cli->language = LANGUAGE_JA;
	else if (strcmp(name, "en") == 0)
		cli->language = LANGUAGE_EN;
	else
		return false;
	return true;
}

/*
 * --json and --lang say how everything is said, also what is wrong with the
 * words before them.
 */
static void
look_ahead(struct cli *cli, int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--json") == 0)
			cli->json = true;
		else if (strncmp(argv[i], "--lang=", 7) == 0)
			(void)set_language(cli, argv[i] + 7);
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			(void)set_language(cli, argv[i + 1]);
	}
}

void
cli_warn(const struct cli *cli, const struct error *error)
{
	(void)fprintf(cli->err, "sekisho: %s: %s\n", cli_say(cli, "注意",
	    "note"), error->text[cli->language]);
}

static void
print_error(const struct cli *cli, const struct error *error)
{
	const char *title = cli_say(cli, status_table[error->status].title.ja,
	    status_table[error->status].title.en);
	struct buf buf;
	struct jsonw json;

	if (cli->json) {
		buf_init(&buf, cli->arena, OUTPUT_LIMIT);
		json = jsonw_new(&buf, true);
		jsonw_error(&json, error);
		(void)fprintf(cli->err, "%.*s\n", (int)buf.n, buf.p);
		return;
	}
	(void)fprintf(cli->err, "sekisho: %s: %s", title,
	    error->text[cli->language]);
	if (error->field[0] != '\0')
		(void)fprintf(cli->err, " [%s]", error->field);
	if (error->clause[0] != '\0')
		(void)fprintf(cli->err, " %s", error->clause);
	if (error->article[0] != '\0')
		(void)fprintf(cli->err, " (%s)", error->article);
	(void)fputc('\n', cli->err);
	if (error->remedy[cli->language][0] != '\0')
		(void)fprintf(cli->err, "  → %s\n",
		    error->remedy[cli->language]);
	if (strcmp(error->code, "usage") == 0 && cli->command != NULL)
		(void)fprintf(cli->err, "  sekisho %s%s%s --help\n",
		    cli->command->noun, cli->command->verb[0] ? " " : "",
		    cli->command->verb);
}

static int
show_help(struct cli *cli, const char *noun, int code)
{
	struct buf buf;

	buf_init(&buf, cli->arena, OUTPUT_LIMIT);
	cli_help(&buf, noun, cli->language);
	(void)fprintf(code == 0 ? cli->out : cli->err, "%.*s", (int)buf.n,
	    buf.p);
	return code;
}

/*
 * No command: "--help [NOUN]", "NOUN --help", or a mistake, which is answered
 * with the same help and the exit code of a usage error.
 */
static int
no_command(struct cli *cli, int argc, char **argv)
{
	const char *first = argc > 1 ? argv[1] : "";
	const char *second = argc > 2 ? argv[2] : "";
	bool help = strcmp(first, "--help") == 0;
	const char *noun = help ? second : first;
	bool whole = noun[0] == '\0' || (help && noun[0] == '-');

	if (whole || is_noun(noun))
		help = help || strcmp(second, "--help") == 0;
	else
		help = false;
	if (!help && argc > 1)
		(void)fprintf(cli->err, "sekisho: %s\n\n", cli_say(cli,
		    "そのようなコマンドはありません", "no such command"));
	return show_help(cli, !whole && is_noun(noun) ? noun : NULL,
	    help ? 0 : status_table[STATUS_INVALID].exit);
}

static enum status
check_utf8(int argc, char **argv, struct error *error)
{
	for (int i = 1; i < argc; i++) {
		struct text text;
		char field[32];

		if (text_from_bytes(&text, bytes_of(text_of(argv[i]))))
			continue;
		(void)snprintf(field, sizeof(field), "argv[%d]", i);
		return cli_usage(field, (struct words){
		    "引数が UTF-8 ではありません",
		    "an argument is not UTF-8" }, error);
	}
	return STATUS_OK;
}

static enum status
act(struct cli *cli, struct error *error)
{
	const struct cli_command *command = cli->command;

	if (command->run != NULL)
		return command->run(cli, error);
	if (command->in_store != NULL)
		return session_run(cli, command->in_store, error);
	return command->in_visit != NULL ? session_run_visit(cli,
	    command->in_visit, error) : session_run_operator(cli,
	    command->as_operator, error);
}

static enum status
run_command(struct cli *cli, struct error *error)
{
	const char *language = cli_option(cli, "lang");
	enum status status;

	if (language != NULL && !set_language(cli, language))
		return cli_usage("--lang", (struct words){
		    "ja か en を指定してください", "ja or en is expected" },
		    error);
	status = check_arguments(cli, error);
	return status == STATUS_OK ? act(cli, error) : status;
}

static int
run(struct cli *cli, int argc, char **argv)
{
	struct error error;
	enum status status = check_utf8(argc, argv, &error);
	int used = 0;

	look_ahead(cli, argc, argv);
	if (status == STATUS_OK) {
		cli->command = find_command(argv + 1, argc - 1, &used);
		if (cli->command == NULL)
			return no_command(cli, argc, argv);
		status = parse(cli, argc - 1 - used, argv + 1 + used, &error);
	}
	if (status == STATUS_OK && cli_option(cli, "help") != NULL)
		return show_help(cli, cli->command->noun, 0);
	if (status == STATUS_OK && cli_hand_over(cli, argc, argv, &used))
		return used;
	if (status == STATUS_OK)
		status = run_command(cli, &error);
	if (status == STATUS_OK)
		return cli->exit_code;
	print_error(cli, &error);
	return status_table[status].exit;
}

int
cli_main(int argc, char **argv)
{
	struct cli cli = {
		.arena = arena_new(ARENA_LIMIT),
		.in = stdin,
		.out = stdout,
		.err = stderr,
		.input = "-",
		.clock = clock_system(),
		.language = language_of_environment(),
	};
	struct error error;
	int code;

	if (cli.arena == NULL) {
		(void)error_memory(&error);
		print_error(&cli, &error);
		return status_table[STATUS_FAILURE].exit;
	}
	cli.color = getenv("NO_COLOR") == NULL && isatty(STDOUT_FILENO);
	code = run(&cli, argc, argv);
	arena_free(cli.arena);
	return code;
}

int
cli_again(const struct cli *cli, int argc, char **argv)
{
	struct cli again = {
		.arena = arena_new(ARENA_LIMIT),
		.in = cli->in, .out = cli->out, .err = cli->err,
		.input = cli->input, .served = cli->served,
		.clock = cli->clock, .language = cli->language,
		.color = cli->color,
	};
	int code;

	if (again.arena == NULL)
		return status_table[STATUS_FAILURE].exit;
	code = run(&again, argc, argv);
	arena_free(again.arena);
	return code;
}

int
cli_serve(struct vault *vault, struct access *access,
    const struct console_call *call)
{
	const struct cli_served served = { vault, access, call->uid };
	struct cli cli = {
		.arena = arena_new(ARENA_LIMIT),
		.in = call->in, .out = call->out, .err = call->err,
		.input = call->input, .served = &served,
		.clock = vault_clock(vault), .language = call->language,
		.color = call->color,
	};
	int code;

	if (cli.arena == NULL)
		return status_table[STATUS_FAILURE].exit;
	/* The caller's standard input, not the server's. */
	for (int i = 1; i < call->argc; i++)
		if (strcmp(call->argv[i], "-") == 0 ||
		    strcmp(call->argv[i], "/dev/stdin") == 0)
			call->argv[i] = (char *)(uintptr_t)call->input;
	code = run(&cli, call->argc, call->argv);
	arena_free(cli.arena);
	return code;
}
