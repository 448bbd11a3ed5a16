/*
 * fuzz.h - what the fuzzers share.
 *
 * Each fuzz_NAME.c holds one LLVMFuzzerTestOneInput() for one parser: it takes
 * any bytes, and whatever the parser takes it must be able to write down and
 * take again.  CHECK() is what must hold; the sanitizers see to the rest.
 */
#ifndef TESTS_FUZZ_FUZZ_H_
#define TESTS_FUZZ_FUZZ_H_

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/finding.h"
#include "base/jsonw.h"
#include "base/node.h"

enum { FUZZ_ARENA = 256 << 20, FUZZ_OUT = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(holds) \
	do { \
		if (!(holds)) { \
			(void)fprintf(stderr, "%s:%d: %s\n", __FILE__, \
			    __LINE__, #holds); \
			abort(); \
		} \
	} while (0)

/* Empty, for one input. */
static inline struct arena *
fuzz_arena(void)
{
	static struct arena *arena;

	if (arena == NULL)
		arena = arena_new(FUZZ_ARENA);
	CHECK(arena != NULL);
	arena_reset(arena);
	return arena;
}

/* A file of those bytes for who wants a path; the next call reuses it. */
static inline const char *
fuzz_file(struct bytes content)
{
	static char path[64];
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	CHECK(fd >= 0 && ftruncate(fd, 0) == 0);
	CHECK(pwrite(fd, content.p, content.n, 0) == (ssize_t)content.n);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return path;
}

static char fuzz_folder_path[PATH_SIZE];

static inline int
fuzz_remove(const char *path, const struct stat *st, int kind,
    struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

static inline void
fuzz_leave(void)
{
	(void)nftw(fuzz_folder_path, fuzz_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* The one folder of this process, gone at its end. */
static inline const char *
fuzz_folder(void)
{
	const char *above = getenv("TMPDIR");

	if (fuzz_folder_path[0] != '\0')
		return fuzz_folder_path;
	(void)snprintf(fuzz_folder_path, sizeof(fuzz_folder_path),
	    "%s/fuzz-XXXXXX", above == NULL ? "/tmp" : above);
	CHECK(mkdtemp(fuzz_folder_path) != NULL);
	(void)atexit(fuzz_leave);
	return fuzz_folder_path;
}

/* A file in that folder. */
static inline void
fuzz_place(const char *name, struct bytes content)
{
	char path[2 * PATH_SIZE];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", fuzz_folder(), name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	CHECK(fd >= 0);
	CHECK(write(fd, content.p, content.n) == (ssize_t)content.n);
	(void)close(fd);
}

/* Text, or false: what reads files has looked at that before. */
static inline bool
fuzz_text(struct text *text, const uint8_t *data, size_t size)
{
	return text_from_bytes(text, (struct bytes){ data, size });
}

/* What failed says so in both languages. */
static inline void
fuzz_check_error(const struct error *error, enum status status)
{
	CHECK(error->status == status && status != STATUS_OK);
	CHECK(error->code[0] != '\0');
	CHECK(error->text[LANGUAGE_JA][0] != '\0');
	CHECK(error->text[LANGUAGE_EN][0] != '\0');
}

/* The next piece of the input, up to a separator; false at the end. */
static inline bool
fuzz_piece(struct bytes *piece, struct bytes *rest, uint8_t separator)
{
	const uint8_t *end;

	if (rest->p == NULL)
		return false;
	end = rest->n == 0 ? NULL : memchr(rest->p, separator, rest->n);
	*piece = (struct bytes){ rest->p, end == NULL ? rest->n :
	    (size_t)(end - rest->p) };
	*rest = end == NULL ? (struct bytes){ NULL, 0 } :
	    (struct bytes){ end + 1, rest->n - piece->n - 1 };
	return true;
}

#endif
