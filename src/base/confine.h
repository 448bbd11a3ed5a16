/*
 * confine.h - gives up, for good, what a process will not need.
 *
 * Two locks of the kernel, one behind the other.  Landlock: only the files
 * and folders that are named can be opened, made or removed, no process
 * outside can be signalled or traced.  Seccomp: no other program is started,
 * no process is forked or looked into, no socket is made that is not needed,
 * and memory that was written to does not become code (strict: nothing does).
 * What was opened before stays open, so whoever is confined opens its
 * databases first.  Nothing can be taken back.
 *
 * What no honest code path does (starting a program, tracing, mounting,
 * loading modules) kills the process by SIGSYS.  What a library may try and
 * can do without fails with EACCES or ENOSYS.
 *
 * Threads that run already keep their files (Landlock binds the caller and
 * what it starts later), so confine before the first thread is started.
 */
#ifndef BASE_CONFINE_H_
#define BASE_CONFINE_H_

#include "base/base.h"

enum {
	CONFINE_READ = 1 << 0,		/* read files and list folders */
	CONFINE_WRITE = 1 << 1,		/* write to files that are there */
	CONFINE_MAKE = 1 << 2,		/* make files and folders */
	CONFINE_REMOVE = 1 << 3,	/* remove and rename them */
};

/* A file, or a folder with all that is below it. */
struct confine_path {
	const char *path;	/* one that does not exist is left out */
	unsigned int access;
};

enum confine_network {
	CONFINE_NO_NETWORK,	/* no socket at all; those open stay */
	CONFINE_SERVE,		/* listens and accepts, never connects */
	CONFINE_CONNECT,	/* connects, too: a database, mail */
};

struct confine {
	const struct confine_path *paths;
	size_t path_count;
	enum confine_network network;
	/*
	 * Also reads what libraries load while they run: shared objects,
	 * character tables, time zones, certificates, names of hosts.
	 */
	bool system_files;
	/* Only the few calls that a holder of keys makes; all else fails. */
	bool strict;
};

enum confine_kept {
	CONFINE_WHOLE,
	CONFINE_NO_LANDLOCK,	/* the kernel has none: seccomp alone */
	CONFINE_NO_SECCOMP,	/* the other way round */
	CONFINE_NOTHING,
};

/* What this kernel has of both, whatever is kept of it. */
enum confine_kept confine_possible(void);

/*
 * STATUS_FAILURE when the kernel refuses what it has; a kernel without one of
 * the locks is no failure, but what was kept says so and the caller tells it.
 */
enum status confine_self(enum confine_kept *kept,
    const struct confine *needs, struct error *error) MUST_USE NONNULL;

/* The sentence for what is lacking. */
struct words confine_warning(enum confine_kept kept);

#endif
