/*
 * console_files.h - files of the caller of a command (console.h).
 *
 * The server is confined and cannot open what the caller names, so it asks:
 * a message with a deed (base/file_caller.h) and its paths goes the other way
 * through the socket, and a descriptor comes back.  A server of the caller's
 * own account is served as that account could do it itself; one of another
 * account only with what the words of the command name, and what lies below
 * or directly beside it, never the store that they are for; for a backup also
 * with its own wrapped key files, for an audit with the segments of the journal
 * that it removes.
 *
 * Server to caller, distinguished from the exit code by its length:
 *
 *	1	enum file_deed
 *	4	flags
 *	4	mode, both as they lie in memory
 *	...	path and new path, each with its NUL
 *
 * Caller to server: errno, 4 bytes, and the descriptor (SCM_RIGHTS).
 */
#ifndef SERVER_CONSOLE_FILES_H_
#define SERVER_CONSOLE_FILES_H_

#include "base/file.h"
#include "base/file_caller.h"

enum { CONSOLE_FILES_MAX = 16 + 2 * PATH_SIZE };

/* The server's side: one deed; as file_caller.h's act. */
int console_files_ask(int socket, enum file_deed deed, const char *path,
    const char *to, int flags, int mode) NONNULL;

/* The caller's side: does what a message of n bytes asks for, and answers. */
void console_files_do(int socket, const char *message, size_t n,
    int argc, char *const *argv) NONNULL;

#endif
