/*
 * help.h - the command table, told in other forms.
 *
 * "sekisho help --format FORMAT" writes them; what a package installs is made
 * by running the program, so that nothing about a command is written twice.
 */
#ifndef CLI_HELP_H_
#define CLI_HELP_H_

#include "cli/cli.h"

/* What may be completed where a word of the table stands. */
enum help_kind {
	HELP_FLAG,		/* an option that takes nothing */
	HELP_WORD,		/* anything: an id, a date, a text */
	HELP_FILE,
	HELP_FOLDER,
	HELP_CHOICE,		/* one of "a|b|c" */
};

/* "FILE", "[PLAN]", "FILE...", "ja|en"; NULL is HELP_FLAG. */
enum help_kind help_kind(const char *word);

/*
 * The next word of a command's arguments, without [ ] and ..., copied to
 * word; false after the last one.  *rest begins as the arguments.
 */
enum { HELP_WORD_MAX = 160 };
bool help_next_argument(const char **rest, char word[HELP_WORD_MAX],
    bool *repeats);

/* The i-th command of all tables in their order; NULL after the last. */
const struct cli_command *help_command(size_t i);

/* Whether no command before this one has its noun. */
bool help_first_of_noun(size_t i);

/* The verbs of a noun with blanks between; "" when it stands alone. */
void help_verbs(struct buf *out, const char *noun);

/* The i-th option of a command, those that all have included. */
const struct cli_option *help_option(const struct cli_command *command,
    size_t i);

const char *help_words(const struct words *words, enum language language);

/* day: days since 1970-01-01, for the head of the page. */
void help_man(struct buf *out, enum language language, int64_t day);
void help_bash(struct buf *out);
void help_zsh(struct buf *out, enum language language);
void help_fish(struct buf *out, enum language language);

#endif
