/*
 * opens.h - open() and open64() in front of the C library's, for a library
 * that is preloaded; they call open_file(), which stands before this.
 */
#ifndef TESTS_FAULTS_OPENS_H_
#define TESTS_FAULTS_OPENS_H_

static mode_t
mode_of(int flags, va_list arguments)
{
	return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ?
	    va_arg(arguments, mode_t) : 0;
}

#define OPENS(name) \
	int name(const char *path, int flags, ...); \
	int \
	name(const char *path, int flags, ...) \
	{ \
		va_list arguments; \
		mode_t mode; \
		va_start(arguments, flags); \
		mode = mode_of(flags, arguments); \
		va_end(arguments); \
		return open_file(AT_FDCWD, path, flags, mode); \
	}
OPENS(open)
OPENS(open64)

#endif
