/*
 * folder.h - a folder of its own for each run of a test program.
 *
 * folder_make() and folder_remove() are the group's setup and teardown;
 * at("name") is a path inside.
 */
#ifndef TESTS_UNIT_FOLDER_H_
#define TESTS_UNIT_FOLDER_H_

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

#include "base/file.h"

static char folder_path[] = "/tmp/sekisho_test_XXXXXX";

/* Eight at a time. */
__attribute__((unused, format(printf, 1, 2))) static const char *
at(const char *format, ...)
{
	static char paths[8][PATH_SIZE];
	static size_t next;
	char *path = paths[next++ % 8];
	va_list args;
	int n = snprintf(path, PATH_SIZE, "%s/", folder_path);

	va_start(args, format);
	(void)vsnprintf(path + n, PATH_SIZE - (size_t)n, format, args);
	va_end(args);
	return path;
}

__attribute__((unused)) static int
folder_drop_one(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

/* Removes a folder and all that is in it; true when it is gone. */
__attribute__((unused)) static bool
folder_drop(const char *path)
{
	return nftw(path, folder_drop_one, 16, FTW_DEPTH | FTW_PHYS) == 0;
}

__attribute__((unused)) static int
folder_make(void **state)
{
	(void)state;
	return mkdtemp(folder_path) == NULL ? -1 : 0;
}

__attribute__((unused)) static int
folder_remove(void **state)
{
	(void)state;
	return folder_drop(folder_path) ? 0 : -1;
}

/* Changes bits of one byte of a file. */
__attribute__((unused)) static void
flip(const char *path, long offset, uint8_t bits)
{
	FILE *file = fopen(path, "r+b");
	int byte;

	assert_non_null(file);
	assert_int_equal(fseek(file, offset, SEEK_SET), 0);
	byte = fgetc(file);
	assert_int_not_equal(byte, EOF);
	assert_int_equal(fseek(file, offset, SEEK_SET), 0);
	assert_int_not_equal(fputc(byte ^ bits, file), EOF);
	assert_int_equal(fclose(file), 0);
}

__attribute__((unused)) static long
size_of_file(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return (long)st.st_size;
}

#endif
