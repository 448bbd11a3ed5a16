/*
 * console.h - commands of the operator, run in the process that has the store.
 *
 * A store is owned by one process.  While that is the server, the program on
 * the command line hands its command over: through a socket in the store's
 * folder (STORE/console, mode 0600) it sends its words and its three standard
 * files, and the server runs the same command for it, in a thread with the
 * caller's working directory, and sends the exit code.  Only the account
 * that runs the server, and root, are served.
 *
 * Caller to server, one message, with four files (SCM_RIGHTS): standard
 * input, output and error, and the working directory:
 *
 *	4	"SKC1"
 *	1	language (enum language)
 *	1	1: colours
 *	2	number of words, high byte first
 *	...	the words, each with its NUL
 *
 * Server to caller: one byte, the exit code.
 */
#ifndef SERVER_CONSOLE_H_
#define SERVER_CONSOLE_H_

#include <sys/types.h>

#include "base/starter.h"

enum { CONSOLE_WORDS = 128, CONSOLE_BYTES = 65536, CONSOLE_AT_ONCE = 8 };

struct console_call {
	int argc;
	char **argv;
	FILE *in, *out, *err;
	char input[64];		/* what file_open() knows `in` by */
	uid_t uid;		/* who calls */
	enum language language;
	bool color;
};

struct console_options {
	const char *folder;
	int (*run)(void *context, const struct console_call *call);
	void *context;
};

struct console;
/* Takes the socket; callers wait until it begins. */
enum status console_open(struct console **console,
    const struct console_options *options, struct error *error)
    MUST_USE NONNULL;
/* Runs commands, in threads that are confined as the one that calls this. */
enum status console_begin(struct console *console, struct error *error)
    MUST_USE NONNULL;
/* What the starter does for STARTER_CONSOLE: takes the socket away. */
enum status console_program(struct starter_program *program,
    const char *folder, struct error *error) MUST_USE NONNULL;
/* Waits for the commands that run. */
void console_close(struct console *console);

/*
 * The caller's side: whether a server of that folder ran the command; then
 * *code is its exit code.
 */
bool console_call(const char *folder, const struct console_call *call,
    int *code) NONNULL;

#endif
