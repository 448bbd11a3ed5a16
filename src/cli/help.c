/*
 * sekisho help
 */
#include "cli/help.h"
#include "cli/tables.h"

enum { OUTPUT_MAX = 1 << 22, SECONDS_OF_DAY = 86400 };

const struct cli_command *
help_command(size_t i)
{
	for (const struct cli_command *const *table = cli_tables;
	    *table != NULL; table++)
		for (const struct cli_command *c = *table; c->noun != NULL;
		    c++)
			if (i-- == 0)
				return c;
	return NULL;
}

bool
help_first_of_noun(size_t i)
{
	const char *noun = help_command(i)->noun;

	for (size_t k = 0; k < i; k++)
		if (strcmp(help_command(k)->noun, noun) == 0)
			return false;
	return true;
}

void
help_verbs(struct buf *out, const char *noun)
{
	const struct cli_command *c;
	const char *blank = "";

	for (size_t i = 0; (c = help_command(i)) != NULL; i++) {
		if (strcmp(c->noun, noun) != 0 || c->verb[0] == '\0')
			continue;
		buf_printf(out, "%s%s", blank, c->verb);
		blank = " ";
	}
}

const struct cli_option *
help_option(const struct cli_command *command, size_t i)
{
	const struct cli_option *o = command->options;

	for (; o != NULL && o->name != NULL; o++)
		if (i-- == 0)
			return o;
	for (o = cli_common_options; o->name != NULL; o++)
		if (i-- == 0)
			return o;
	return NULL;
}

const char *
help_words(const struct words *words, enum language language)
{
	return language == LANGUAGE_JA ? words->ja : words->en;
}

enum help_kind
help_kind(const char *word)
{
	/* OLD and NEW are those of policy compare. */
	static const char *const files[] = { "FILE", "PLAN", "OLD", "NEW" };
	struct text text;

	if (word == NULL)
		return HELP_FLAG;
	text = text_of(word);
	if (text.n > 0 && text.p[0] == '[')
		text = text_slice(text, 1, text.n);
	for (size_t i = 0; i < LENGTH(files); i++)
		if (text_starts_with(text, files[i]))
			return HELP_FILE;
	if (text_starts_with(text, "FOLDER"))
		return HELP_FOLDER;
	return text_find(text, TEXT("|")) >= 0 ? HELP_CHOICE : HELP_WORD;
}

bool
help_next_argument(const char **rest, char word[HELP_WORD_MAX],
    bool *repeats)
{
	struct text text = text_of(*rest);
	ptrdiff_t blank = text_find(text, TEXT(" "));
	size_t end = blank < 0 ? text.n : (size_t)blank, n = 0;

	*repeats = false;
	if (text.n == 0)
		return false;
	for (size_t i = 0; i < end && n + 1 < HELP_WORD_MAX; i++) {
		if (text.p[i] == '.')
			*repeats = true;
		else if (text.p[i] != '[' && text.p[i] != ']')
			word[n++] = text.p[i];
	}
	word[n] = '\0';
	*rest += blank < 0 ? end : end + 1;
	return true;
}

static void
option_lines(struct buf *out, const struct cli_option *options,
    enum language language)
{
	for (; options != NULL && options->name != NULL; options++) {
		char left[HELP_WORD_MAX];

		(void)snprintf(left, sizeof(left), "--%s%s%s", options->name,
		    options->argument == NULL ? "" : " ",
		    options->argument == NULL ? "" : options->argument);
		buf_printf(out, "      %-28s %s\n", left,
		    help_words(&options->about, language));
	}
}

void
cli_help(struct buf *out, const char *noun, enum language language)
{
	bool ja = language == LANGUAGE_JA;
	const struct cli_command *c;

	buf_string(out, ja ? "使い方: sekisho 名詞 動詞 [引数] [オプション]\n" :
	    "usage: sekisho NOUN VERB [ARGUMENTS] [OPTIONS]\n");
	for (size_t i = 0; (c = help_command(i)) != NULL; i++) {
		if (noun != NULL && strcmp(noun, c->noun) != 0)
			continue;
		buf_printf(out, "\n  %s%s%s%s%s\n      %s\n", c->noun,
		    c->verb[0] ? " " : "", c->verb,
		    c->arguments[0] ? " " : "", c->arguments,
		    help_words(&c->about, language));
		if (noun != NULL)
			option_lines(out, c->options, language);
	}
	buf_printf(out, "\n%s\n", ja ? "どのコマンドでも:" :
	    "for every command:");
	option_lines(out, cli_common_options, language);
}

static void
words_member(struct jsonw *json, const struct words *words)
{
	jsonw_key(json, "about");
	jsonw_open_object(json);
	jsonw_member_string(json, "ja", words->ja);
	jsonw_member_string(json, "en", words->en);
	jsonw_close_object(json);
}

static void
json_command(struct jsonw *json, const struct cli_command *command)
{
	const struct cli_option *o;

	jsonw_open_object(json);
	jsonw_member_string(json, "noun", command->noun);
	jsonw_member_string(json, "verb", command->verb);
	jsonw_member_string(json, "arguments", command->arguments);
	words_member(json, &command->about);
	jsonw_key(json, "options");
	jsonw_open_array(json);
	for (size_t i = 0; (o = help_option(command, i)) != NULL; i++) {
		jsonw_open_object(json);
		jsonw_member_string(json, "name", o->name);
		if (o->argument != NULL)
			jsonw_member_string(json, "argument", o->argument);
		words_member(json, &o->about);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	jsonw_close_object(json);
}

static void
help_json(struct buf *out, const char *noun)
{
	struct jsonw json = jsonw_new(out, true);
	const struct cli_command *c;

	jsonw_open_object(&json);
	jsonw_key(&json, "commands");
	jsonw_open_array(&json);
	for (size_t i = 0; (c = help_command(i)) != NULL; i++)
		if (noun == NULL || strcmp(noun, c->noun) == 0)
			json_command(&json, c);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
}

/*
 * The day at the head of the man page: today, or what reproducible builds set
 * (reproducible-builds.org/specs/source-date-epoch).
 */
static int64_t
page_day(const struct cli *cli)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	int64_t seconds;

	if (epoch != NULL && text_to_int(text_of(epoch), &seconds) &&
	    seconds >= 0 && seconds < (int64_t)1 << 37)
		return seconds / SECONDS_OF_DAY;
	return clock_tokyo_day(clock_now(cli->clock));
}

static enum status
write_format(struct cli *cli, const char *format, struct buf *out,
    struct error *error)
{
	if (strcmp(format, "man") == 0)
		help_man(out, cli->language, page_day(cli));
	else if (strcmp(format, "bash") == 0)
		help_bash(out);
	else if (strcmp(format, "zsh") == 0)
		help_zsh(out, cli->language);
	else if (strcmp(format, "fish") == 0)
		help_fish(out, cli->language);
	else
		return cli_usage("--format", (struct words){
		    "man、bash、zsh、fish のいずれかを指定してください",
		    "man, bash, zsh or fish is expected" }, error);
	return STATUS_OK;
}

static bool
is_noun(const char *word)
{
	const struct cli_command *c;

	for (size_t i = 0; (c = help_command(i)) != NULL; i++)
		if (strcmp(c->noun, word) == 0)
			return true;
	return false;
}

static enum status
help(struct cli *cli, struct error *error)
{
	const char *noun = cli->argument_count > 0 ? cli->arguments[0] : NULL;
	const char *format = cli_option(cli, "format");
	enum status status = STATUS_OK;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (noun != NULL && !is_noun(noun))
		return cli_usage("NOUN", (struct words){
		    "そのようなコマンドはありません", "no such command" },
		    error);
	if (format != NULL && (noun != NULL || cli->json))
		return cli_usage("--format", (struct words){
		    "この形式は全体についてだけ出力できます",
		    "this form is of the whole only" }, error);
	if (format != NULL)
		status = write_format(cli, format, &out, error);
	else if (cli->json)
		help_json(&out, noun);
	else
		cli_help(&out, noun, cli->language);
	return status == STATUS_OK ? cli_put(cli, &out, error) : status;
}

static const struct cli_option help_options[] = {
	{ "format", "man|bash|zsh|fish", {
	  "マニュアルページ、又はシェルの補完を出力する",
	  "write the man page, or the completions of a shell" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_help_commands[] = {
	{ "help", "", "[NOUN] [VERB]",
	  { "コマンドを説明する", "tell what the commands are" },
	  help_options, .run = help },
	{ .noun = NULL },
};
