/*
 * Completion for bash, without the package bash-completion.
 *
 * The table becomes three lists of words: nouns, verbs, and for each command
 * its options ("--policy=FILE", "--json") and arguments ("FILE").  One
 * function, the same for every command, completes from them.
 */
#include "cli/help.h"

static const char head[] =
    "# bash completion of sekisho, written by: sekisho help --format bash\n"
    "\n"
    "# The words that may stand for $1: a kind, or the choices a|b.\n"
    "_sekisho_value()\n"
    "{\n"
    "\tcase $1 in\n"
    "\tFILE)\n"
    "\t\tcompopt -o filenames 2>/dev/null\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$2\") ;;\n"
    "\tFOLDER)\n"
    "\t\tcompopt -o filenames 2>/dev/null\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -d -- \"$2\") ;;\n"
    "\t*'|'*)\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -W \"${1//|/ }\" -- \"$2\") ;;\n"
    "\tesac\n"
    "}\n"
    "\n"
    "# What the option $1 takes, out of $options; false: it takes nothing.\n"
    "_sekisho_takes()\n"
    "{\n"
    "\tlocal option\n"
    "\n"
    "\tfor option in $options; do\n"
    "\t\t[[ $option == \"$1\"=* ]] || continue\n"
    "\t\ttakes=${option#*=}\n"
    "\t\treturn 0\n"
    "\tdone\n"
    "\treturn 1\n"
    "}\n"
    "\n"
    "_sekisho()\n"
    "{\n"
    "\tlocal cur=$2 prev=$3 noun=${COMP_WORDS[1]} i first=2 at=0\n"
    "\tlocal verbs= options= arguments= takes=\n"
    "\n"
    "\tCOMPREPLY=()\n";

static const char middle[] =
    "\t# \"--lang=ja\" reaches us as three words.\n"
    "\tif [[ $cur == = ]]; then\n"
    "\t\tcur=\n"
    "\telif [[ $prev == = ]]; then\n"
    "\t\tprev=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "\tfi\n"
    "\tif _sekisho_takes \"$prev\"; then\n"
    "\t\t_sekisho_value \"$takes\" \"$cur\"\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tif [[ $cur == -* ]]; then\n"
    "\t\ttakes=\n"
    "\t\tfor i in $options; do\n"
    "\t\t\ttakes+=\" ${i%%=*}\"\n"
    "\t\tdone\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -W \"$takes\" -- \"$cur\")\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tfor ((i = first; i < COMP_CWORD; i++)); do\n"
    "\t\tcase ${COMP_WORDS[i]} in\n"
    "\t\t=) ((i++)) ;;\n"
    "\t\t--*)\n"
    "\t\t\tif [[ ${COMP_WORDS[i + 1]} != = ]] &&\n"
    "\t\t\t    _sekisho_takes \"${COMP_WORDS[i]}\"; then\n"
    "\t\t\t\t((i++))\n"
    "\t\t\tfi ;;\n"
    "\t\t*) ((at++)) ;;\n"
    "\t\tesac\n"
    "\tdone\n"
    "\tfor i in $arguments; do\n"
    "\t\tif ((at == 0)) || [[ $i == *... ]]; then\n"
    "\t\t\t_sekisho_value \"${i%...}\" \"$cur\"\n"
    "\t\t\treturn\n"
    "\t\tfi\n"
    "\t\t((at--))\n"
    "\tdone\n"
    "}\n"
    "\n"
    "complete -F _sekisho sekisho\n";

/* What stands in the lists for a word of the table. */
static const char *
kind_name(const char *word)
{
	switch (help_kind(word)) {
	case HELP_FILE:
		return "FILE";
	case HELP_FOLDER:
		return "FOLDER";
	case HELP_CHOICE:
		return word;
	case HELP_FLAG:
	case HELP_WORD:
		break;
	}
	return "-";
}

static void
nouns(struct buf *out)
{
	const struct cli_command *c;

	buf_string(out, "\tif ((COMP_CWORD == 1)); then\n"
	    "\t\tmapfile -t COMPREPLY < <(compgen -W '");
	for (size_t i = 0; (c = help_command(i)) != NULL; i++)
		if (help_first_of_noun(i))
			buf_printf(out, "%s ", c->noun);
	buf_string(out, "--help' -- \"$cur\")\n\t\treturn\n\tfi\n");
}

static void
verbs(struct buf *out)
{
	const struct cli_command *c;

	buf_string(out, "\tcase $noun in\n");
	for (size_t i = 0; (c = help_command(i)) != NULL; i++) {
		if (!help_first_of_noun(i) || c->verb[0] == '\0')
			continue;
		buf_printf(out, "\t%s) verbs='", c->noun);
		help_verbs(out, c->noun);
		buf_string(out, "' ;;\n");
	}
	buf_string(out, "\tesac\n"
	    "\tif [[ $verbs ]]; then\n"
	    "\t\tfirst=3\n"
	    "\t\tif ((COMP_CWORD == 2)); then\n"
	    "\t\t\tmapfile -t COMPREPLY < <(compgen -W \"$verbs --help\" "
	    "-- \"$cur\")\n"
	    "\t\t\treturn\n"
	    "\t\tfi\n"
	    "\t\tnoun+=\" ${COMP_WORDS[2]}\"\n"
	    "\tfi\n");
}

static void
command(struct buf *out, const struct cli_command *c)
{
	const char *rest = c->arguments, *blank = "";
	const struct cli_option *o;
	char word[HELP_WORD_MAX];
	bool repeats;

	buf_printf(out, "\t'%s%s%s')\n\t\toptions='", c->noun,
	    c->verb[0] ? " " : "", c->verb);
	for (size_t i = 0; (o = help_option(c, i)) != NULL; i++) {
		buf_printf(out, "%s--%s", i > 0 ? " " : "", o->name);
		if (o->argument != NULL)
			buf_printf(out, "=%s", kind_name(o->argument));
	}
	buf_string(out, "'");
	if (rest[0] != '\0')
		buf_string(out, "\n\t\targuments='");
	while (help_next_argument(&rest, word, &repeats)) {
		buf_printf(out, "%s%s%s", blank, kind_name(word),
		    repeats ? "..." : "");
		blank = " ";
	}
	buf_string(out, blank[0] != '\0' ? "' ;;\n" : " ;;\n");
}

void
help_bash(struct buf *out)
{
	const struct cli_command *c;

	buf_string(out, head);
	nouns(out);
	verbs(out);
	buf_string(out, "\tcase $noun in\n");
	for (size_t i = 0; (c = help_command(i)) != NULL; i++)
		command(out, c);
	buf_string(out, "\t*) return ;;\n\tesac\n");
	buf_string(out, middle);
}
