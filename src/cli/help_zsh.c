/*
 * Completion for zsh: the specifications of _describe and _arguments.
 */
#include "cli/help.h"

static const char head[] =
    "#compdef sekisho\n"
    "# zsh completion of sekisho, written by: sekisho help --format zsh\n"
    "\n"
    "_sekisho() {\n"
    "\tlocal command=$words[2]\n"
    "\tlocal -a found\n"
    "\n";

/* ' is special to the shell; the other two to _arguments and _describe. */
static void
quoted(struct buf *out, const char *string)
{
	for (; *string != '\0'; string++) {
		if (*string == '\'') {
			buf_string(out, "'\\''");
			continue;
		}
		if (strchr("[]:\\", *string) != NULL)
			buf_byte(out, '\\');
		buf_byte(out, (uint8_t)*string);
	}
}

/* ":FILE:_files", ":ja|en:(ja en)" */
static void
value(struct buf *out, const char *word)
{
	if (word == NULL)
		return;
	buf_printf(out, ":%s:", word);
	switch (help_kind(word)) {
	case HELP_FILE:
		buf_string(out, "_files");
		break;
	case HELP_FOLDER:
		buf_string(out, "_files -/");
		break;
	case HELP_CHOICE:
		buf_string(out, "(");
		for (; *word != '\0'; word++)
			buf_byte(out, *word == '|' ? ' ' : (uint8_t)*word);
		buf_string(out, ")");
		break;
	case HELP_FLAG:
	case HELP_WORD:
		break;
	}
}

static void
nouns(struct buf *out, enum language language)
{
	const struct cli_command *c;

	buf_string(out, "\tif (( CURRENT == 2 )); then\n\t\tfound=(\n");
	for (size_t i = 0; (c = help_command(i)) != NULL; i++) {
		if (!help_first_of_noun(i))
			continue;
		buf_printf(out, "\t\t\t'%s:", c->noun);
		if (c->verb[0] == '\0')
			quoted(out, help_words(&c->about, language));
		else
			help_verbs(out, c->noun);
		buf_string(out, "'\n");
	}
	buf_string(out, "\t\t)\n\t\t_describe -t commands command found\n"
	    "\t\treturn\n\tfi\n");
}

static void
verbs(struct buf *out, const char *noun, enum language language)
{
	const struct cli_command *c;

	buf_printf(out, "\t%s)\n\t\tfound=(\n", noun);
	for (size_t i = 0; (c = help_command(i)) != NULL; i++) {
		if (strcmp(c->noun, noun) != 0)
			continue;
		buf_printf(out, "\t\t\t'%s:", c->verb);
		quoted(out, help_words(&c->about, language));
		buf_string(out, "'\n");
	}
	buf_string(out, "\t\t) ;;\n");
}

static void
command(struct buf *out, const struct cli_command *c, enum language language)
{
	const char *rest = c->arguments;
	const struct cli_option *o;
	char word[HELP_WORD_MAX];
	bool repeats;

	buf_printf(out, "\t'%s%s%s')\n\t\t_arguments", c->noun,
	    c->verb[0] ? " " : "", c->verb);
	for (size_t i = 0; (o = help_option(c, i)) != NULL; i++) {
		buf_printf(out, " \\\n\t\t\t'--%s%s[", o->name,
		    o->argument != NULL ? "=" : "");
		quoted(out, help_words(&o->about, language));
		buf_string(out, "]");
		value(out, o->argument);
		buf_string(out, "'");
	}
	while (help_next_argument(&rest, word, &repeats)) {
		/* '*:FILE:_files': as many as one likes. */
		buf_printf(out, " \\\n\t\t\t'%s", repeats ? "*" : "");
		/* '::NOUN:': need not be there. */
		if (c->arguments[0] == '[')
			buf_string(out, ":");
		value(out, word);
		buf_string(out, "'");
	}
	buf_string(out, " ;;\n");
}

void
help_zsh(struct buf *out, enum language language)
{
	const struct cli_command *c;

	buf_string(out, head);
	nouns(out, language);
	buf_string(out, "\tcase $command in\n");
	for (size_t i = 0; (c = help_command(i)) != NULL; i++)
		if (help_first_of_noun(i) && c->verb[0] != '\0')
			verbs(out, c->noun, language);
	/* _arguments wants the command's last word as the first one. */
	buf_string(out, "\tesac\n"
	    "\tif (( $#found > 0 )); then\n"
	    "\t\tif (( CURRENT == 3 )); then\n"
	    "\t\t\t_describe -t commands command found\n"
	    "\t\t\treturn\n"
	    "\t\tfi\n"
	    "\t\tcommand+=\" $words[3]\"\n"
	    "\t\tshift words\n"
	    "\t\t(( CURRENT-- ))\n"
	    "\tfi\n"
	    "\tshift words\n"
	    "\t(( CURRENT-- ))\n"
	    "\tcase $command in\n");
	for (size_t i = 0; (c = help_command(i)) != NULL; i++)
		command(out, c, language);
	/* Autoloaded, or sourced after compinit. */
	buf_string(out, "\tesac\n}\n\n"
	    "if [[ $funcstack[1] == _sekisho ]]; then\n"
	    "\t_sekisho \"$@\"\n"
	    "else\n"
	    "\tcompdef _sekisho sekisho\n"
	    "fi\n");
}
