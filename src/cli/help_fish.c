/*
 * Completion for fish: a line for each noun, verb, option and argument, under
 * the condition that the words before it are its command's.
 */
#include "cli/help.h"

static const char head[] =
    "# fish completion of sekisho, written by: sekisho help --format fish\n"
    "\n"
    "# Whether the words before the cursor are just these.\n"
    "function __sekisho_next\n"
    "\tset -l words (commandline -opc)\n"
    "\ttest \"$words[2..]\" = \"$argv\"\n"
    "end\n"
    "# Whether they begin with these.\n"
    "function __sekisho_in\n"
    "\tset -l words (commandline -opc)\n"
    "\tset -l last (math 1 + (count $argv))\n"
    "\ttest (count $words) -ge $last\n"
    "\tand test \"$words[2..$last]\" = \"$argv\"\n"
    "end\n"
    "\n"
    "complete -c sekisho -f\n";

/* A string of fish: only \ and ' are special between quotes. */
static void
quoted(struct buf *out, const char *string)
{
	buf_byte(out, '\'');
	for (; *string != '\0'; string++) {
		if (*string == '\'' || *string == '\\')
			buf_byte(out, '\\');
		buf_byte(out, (uint8_t)*string);
	}
	buf_string(out, "'");
}

static void
choices(struct buf *out, const char *word)
{
	buf_string(out, " -a '");
	for (; *word != '\0'; word++)
		buf_byte(out, *word == '|' ? ' ' : (uint8_t)*word);
	buf_string(out, "'");
}

static void
value(struct buf *out, const char *word)
{
	switch (help_kind(word)) {
	case HELP_FLAG:
		break;
	case HELP_WORD:
		buf_string(out, " -x");
		break;
	case HELP_FILE:
		buf_string(out, " -r -F");
		break;
	case HELP_FOLDER:
		buf_string(out, " -x -a '(__fish_complete_directories)'");
		break;
	case HELP_CHOICE:
		buf_string(out, " -x");
		choices(out, word);
		break;
	}
}

static void
condition(struct buf *out, const char *where, const struct cli_command *c)
{
	buf_printf(out, "complete -c sekisho -n '%s %s%s%s'", where, c->noun,
	    c->verb[0] ? " " : "", c->verb);
}

/*
 * Which argument it is fish does not tell, so that those of a command are
 * offered together.
 */
static void
arguments(struct buf *out, const struct cli_command *c)
{
	const char *rest = c->arguments;
	char word[HELP_WORD_MAX];
	bool repeats, files = false;

	while (help_next_argument(&rest, word, &repeats)) {
		enum help_kind kind = help_kind(word);

		if (kind == HELP_CHOICE) {
			condition(out, "__sekisho_in", c);
			choices(out, word);
			buf_string(out, "\n");
		}
		if ((kind == HELP_FILE || kind == HELP_FOLDER) && !files) {
			condition(out, "__sekisho_in", c);
			buf_string(out, " -F\n");
			files = true;
		}
	}
}

void
help_fish(struct buf *out, enum language language)
{
	const struct cli_command *c;
	const struct cli_option *o;

	buf_string(out, head);
	for (size_t i = 0; (c = help_command(i)) != NULL; i++) {
		if (help_first_of_noun(i)) {
			buf_printf(out, "complete -c sekisho -n "
			    "__sekisho_next -a %s", c->noun);
			if (c->verb[0] == '\0') {
				buf_string(out, " -d ");
				quoted(out, help_words(&c->about, language));
			}
			buf_string(out, "\n");
		}
		if (c->verb[0] != '\0') {
			buf_printf(out, "complete -c sekisho -n "
			    "'__sekisho_next %s' -a %s -d ", c->noun,
			    c->verb);
			quoted(out, help_words(&c->about, language));
			buf_string(out, "\n");
		}
		arguments(out, c);
		for (size_t k = 0; (o = help_option(c, k)) != NULL; k++) {
			condition(out, "__sekisho_in", c);
			buf_printf(out, " -l %s", o->name);
			value(out, o->argument);
			buf_string(out, " -d ");
			quoted(out, help_words(&o->about, language));
			buf_string(out, "\n");
		}
	}
}
