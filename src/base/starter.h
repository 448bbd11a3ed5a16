/*
 * starter.h - starts the few programs that a confined process needs.
 *
 * A process that is confined can start no program (base/confine.h), and the
 * rights that it gave up are gone for what it starts, too.  So before anything
 * else it forks a starter, which keeps its rights and does one thing: on a
 * message that is a number, with descriptors, it starts the program of that
 * number.  Which file that is, with which arguments, was said beforehand;
 * nothing that comes later changes it.  It ends with the process.
 *
 * There is one in a process at most; threads may ask at once.
 */
#ifndef BASE_STARTER_H_
#define BASE_STARTER_H_

#include "base/file.h"

enum starter_number {
	STARTER_HOLDER, STARTER_PDF, STARTER_SETTINGS, STARTER_CONSOLE,
	STARTER_PROGRAMS
};
enum { STARTER_FDS = 4, STARTER_AT_ONCE = 16 };

struct starter_program {
	/*
	 * In the new process, with the descriptors of the message: makes of it
	 * what it is to be.  It does not return.
	 */
	void (*become)(const struct starter_program *program, const int *fds,
	    size_t n);
	char path[PATH_SIZE];
	char arguments[2][16];
	unsigned int at_once;	/* at most STARTER_AT_ONCE */
};

/*
 * Before the first thread and before anything is unlocked.  Programs that have
 * no path cannot be started.  secret is what is there already, which the
 * starter does not keep.
 */
enum status starter_begin(
    const struct starter_program programs[STARTER_PROGRAMS],
    struct text secret, struct error *error) MUST_USE NONNULL;

/* Closes it; what it started goes on. */
void starter_end(void);

/* Whether this process has one. */
bool starter_is_there(void);

/*
 * Starts a program; the descriptors stay the caller's.  *ended is a descriptor
 * from which the program's wait status comes (an int) when it has ended.
 * STATUS_BUSY when as many run as may.
 */
enum status starter_start(int *ended, enum starter_number number,
    const int *fds, size_t n, struct error *error) MUST_USE NONNULL;

/*
 * The wait status, and closes the descriptor; false when it did not come
 * within that time (-1: waits for it).
 */
bool starter_wait(int ended, int timeout_ms, int *how) NONNULL;

#endif
