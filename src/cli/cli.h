/*
 * cli.h - sekisho NOUN VERB: one table of commands.
 *
 * Every command is a row: its words, its options, its function.  From the
 * same rows come the parsing, the help, the completions and the man pages.
 * A function writes its answer to cli->out and returns a status; main turns
 * the status into the exit code and prints the error, as text or as JSON.
 * Progress and prompts go to cli->err, so that output can be piped.
 */
#ifndef CLI_CLI_H_
#define CLI_CLI_H_

#include "base/base.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/jsonw.h"

enum { CLI_OPTIONS_MAX = 24, CLI_ARGUMENTS_MAX = 64 };

struct cli_option {
	const char *name;	/* without the dashes; NULL ends the list */
	const char *argument;	/* what it takes, e.g. "FILE"; NULL: a flag */
	struct words about;
};

struct cli;
struct session;
struct visit;

/* Acts in an open store (session.h), alone or in a visit. */
typedef enum status session_fn(struct session *session, struct error *error);
typedef enum status session_visit_fn(struct session *session,
    struct visit *visit, struct error *error);

struct cli_command {
	const char *noun;	/* NULL ends the table */
	const char *verb;	/* "" when the noun stands alone */
	const char *arguments;	/* "DATE N", "[PERSON]", "FILE..." or "" */
	struct words about;
	const struct cli_option *options;
	/* What it does: alone, or in one of three ways in a store. */
	enum status (*run)(struct cli *cli, struct error *error);
	session_fn *in_store;
	session_visit_fn *in_visit;	/* for --purpose, in --role */
	session_visit_fn *as_operator;
	/* In the caller's process, though a server has the store. */
	bool here;
};

/*
 * A command that was handed over to the process that has the store: it works
 * in the vault that is open, for that account of the system.
 */
struct cli_served {
	struct vault *vault;
	struct access *access;
	unsigned int uid;
};

/* One invocation. */
struct cli {
	struct arena *arena;
	FILE *in;
	FILE *out;
	FILE *err;
	const char *input;	/* a path by which in can be read */
	const struct cli_served *served;	/* in a server; else NULL */
	struct clock clock;
	enum language language;
	bool json;
	bool color;
	const struct cli_command *command;
	const char *arguments[CLI_ARGUMENTS_MAX];
	size_t argument_count;
	struct {
		const struct cli_option *option;
		const char *value;
	} given[CLI_OPTIONS_MAX];
	size_t given_count;
	/*
	 * For the few commands whose exit code says more than the status:
	 * what to exit with when the status is OK.
	 */
	int exit_code;
};

/* All tables of commands, one per file of this folder. */
extern const struct cli_command *const cli_tables[];

/* Options that every command takes. */
extern const struct cli_option cli_common_options[];

/* Parses, runs, prints; returns the exit code. */
int cli_main(int argc, char **argv);

/*
 * Another command as part of this one, with the same files and language; in
 * the server, if there is one.
 */
int cli_again(const struct cli *cli, int argc, char **argv) NONNULL;

/* The same in a server, with the files of whoever handed it over. */
struct console_call;
int cli_serve(struct vault *vault, struct access *access,
    const struct console_call *call);

/*
 * A command that works in a store goes to the server that has it, if there is
 * one: then true, and *code is its exit code.
 */
bool cli_hand_over(const struct cli *cli, int argc, char **argv, int *code);

/* The value of --name, "" for a flag that is given, NULL when it is not. */
const char *cli_option(const struct cli *cli, const char *name);
/* The same as a text, which is empty when it is not given. */
struct text cli_text(const struct cli *cli, const char *name);

/* An option that is an integer within limits. */
enum status cli_option_int(const struct cli *cli, const char *name,
    int64_t min, int64_t max, int64_t absent, int64_t *value,
    struct error *error) MUST_USE;

/* STATUS_INVALID "usage", naming the option or argument at fault. */
enum status cli_usage(const char *field, struct words words,
    struct error *error);

/* One of the two languages. */
const char *cli_say(const struct cli *cli, const char *ja, const char *en);

/* Says what went wrong beside the act, which succeeded. */
void cli_warn(const struct cli *cli, const struct error *error) NONNULL;

/* Writes a finished buffer to cli->out, with a final newline. */
enum status cli_put(const struct cli *cli, const struct buf *buf,
    struct error *error) MUST_USE;

/*
 * A progress line on cli->err when that is a terminal: done of total.
 * Call as often as you like; it draws ten times a second at most.
 */
void cli_progress(const struct cli *cli, const char *what, uint64_t done,
    uint64_t total);
void cli_progress_end(const struct cli *cli);

/* What --help prints, for a noun or (NULL) for all. */
void cli_help(struct buf *out, const char *noun, enum language language);

#endif
