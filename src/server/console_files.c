#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pass.h"
#include "server/console_files.h"

enum { HEAD = 9 };

static int
fail(int number)
{
	errno = number;
	return -1;
}

int
console_files_ask(int socket, enum file_deed deed, const char *path,
    const char *to, int flags, int mode)
{
	char out[CONSOLE_FILES_MAX];
	int number = EPROTO, fd = -1;
	size_t path_n = strlen(path) + 1, to_n = strlen(to) + 1, n;
	ssize_t got;

	if (path_n > PATH_SIZE || to_n > PATH_SIZE)
		return fail(ENAMETOOLONG);
	out[0] = (char)deed;
	memcpy(out + 1, &flags, sizeof(flags));
	memcpy(out + 5, &mode, sizeof(mode));
	memcpy(out + HEAD, path, path_n);
	memcpy(out + HEAD + path_n, to, to_n);
	if (send(socket, out, HEAD + path_n + to_n, MSG_NOSIGNAL) < 0)
		return fail(EACCES);
	got = pass_receive(socket, &number, sizeof(number), &fd, 1, &n);
	if (got != sizeof(number))
		number = EACCES;
	if (number == 0 && deed == FILE_OPEN)
		return fd >= 0 ? fd : fail(EPROTO);
	if (fd >= 0)
		(void)close(fd);
	return number == 0 ? 0 : fail(number);
}

/* At the word itself, below it, or beside it as its temporary file. */
static bool
begins_with(const char *path, const char *word)
{
	size_t n = strlen(word);

	while (n > 1 && word[n - 1] == '/')
		n--;
	return n > 0 && strncmp(path, word, n) == 0 && (path[n] == '\0' ||
	    path[n] == '/' || path[n] == '.');
}

/* The folder in which the word stands. */
static bool
is_folder_of(const char *path, const char *word)
{
	const char *slash = strrchr(word, '/');
	size_t n = slash == NULL ? 0 : (size_t)(slash - word);

	if (n == 0)
		return strcmp(path, slash == NULL ? "." : "/") == 0;
	return strlen(path) == n && strncmp(path, word, n) == 0;
}

static bool
is_word_of(const char *path, int argc, char *const *argv)
{
	if (strstr(path, "..") != NULL)
		return false;
	for (int i = 1; i < argc; i++) {
		const char *equals = strchr(argv[i], '=');

		/* The store is the server's: links in it lead anywhere. */
		if (strncmp(argv[i], "--in=", 5) == 0)
			continue;
		if (strcmp(argv[i], "--in") == 0) {
			i++;
			continue;
		}
		if (begins_with(path, argv[i]) || is_folder_of(path,
		    argv[i]) || (equals != NULL && argv[i][0] == '-' &&
		    (begins_with(path, equals + 1) ||
		    is_folder_of(path, equals + 1))))
			return true;
	}
	return false;
}

/* An absolute path below the working directory is meant by relative words. */
static bool
is_named(const char *path, int argc, char *const *argv)
{
	char here[PATH_SIZE];
	size_t n;

	if (path[0] == '\0' || is_word_of(path, argc, argv))
		return true;
	if (getcwd(here, sizeof(here)) == NULL)
		return false;
	n = strlen(here);
	return strncmp(path, here, n) == 0 && path[n] == '/' &&
	    is_word_of(path + n + 1, argc, argv);
}

/*
 * What a backup of the keys has beside the key store, wrapped as it is: the
 * server's account's own file, opened to be read.
 */
static int
open_wrapped(const char *path, int flags, uid_t server, int argc,
    char *const *argv)
{
	const char *slash = strrchr(path, '/');
	struct stat st;
	int fd = -1;

	if (argc > 1 && strcmp(argv[1], "backup") == 0 && slash != NULL &&
	    (strcmp(slash, "/kek") == 0 ||
	    strcmp(slash, "/unlock.json") == 0) &&
	    (flags & (O_ACCMODE | O_CREAT | O_TRUNC)) == O_RDONLY)
		fd = open(path, O_RDONLY | O_NOFOLLOW | O_NOCTTY |
		    O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_uid == server)
		return fd;
	if (fd >= 0)
		(void)close(fd);
	return fail(EACCES);
}

/* A segment of the journal, LL-NNNNNN (crypto/holder/journal.h). */
static bool
is_segment(const char *path)
{
	static const char folder[] = "/opened/", form[] = "00-000000";
	size_t n = strlen(path), name = sizeof(form) - 1;
	const char *at = path + n - name;

	if (n < name + sizeof(folder) - 1 || memcmp(at - sizeof(folder) + 1,
	    folder, sizeof(folder) - 1) != 0)
		return false;
	for (size_t i = 0; i < name; i++)
		if (form[i] == '-' ? at[i] != '-' :
		    at[i] < '0' || at[i] > '9')
			return false;
	return true;
}

/* What an audit has compared goes; the server itself may not remove it. */
static int
remove_segment(const char *path, uid_t server, int argc, char *const *argv)
{
	struct stat st;

	if (argc < 2 || strcmp(argv[1], "audit") != 0 || !is_segment(path) ||
	    lstat(path, &st) != 0 || !S_ISREG(st.st_mode) ||
	    st.st_uid != server)
		return fail(EACCES);
	return unlink(path);
}

/* For a server of another account, beside what the words name. */
static int
do_for_other(enum file_deed deed, const char *path, int flags, uid_t server,
    int argc, char *const *argv)
{
	switch (deed) {
	case FILE_OPEN:
		return open_wrapped(path, flags, server, argc, argv);
	case FILE_UNLINK:
		return remove_segment(path, server, argc, argv);
	case FILE_RENAME:
	case FILE_RENAME_NEW:
	case FILE_MKDIR:
	case FILE_DEEDS:
		break;
	}
	return fail(EACCES);
}

static int
do_deed(int socket, const char *m, size_t n, int argc, char *const *argv)
{
	const char *path = m + HEAD, *to;
	struct ucred peer;
	socklen_t size = sizeof(peer);
	int flags, mode;

	if (n < HEAD + 2 || m[n - 1] != '\0' || (uint8_t)m[0] >= FILE_DEEDS)
		return fail(EPROTO);
	to = path + strlen(path) + 1;
	if (to >= m + n)
		return fail(EPROTO);
	memcpy(&flags, m + 1, sizeof(flags));
	memcpy(&mode, m + 5, sizeof(mode));
	if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
		return fail(EACCES);
	if (peer.uid != geteuid() && (path[0] == '\0' ||
	    !is_named(path, argc, argv) || !is_named(to, argc, argv)))
		return do_for_other((enum file_deed)m[0], path, flags,
		    peer.uid, argc, argv);
	return file_caller_do((enum file_deed)m[0], path, to, flags, mode);
}

void
console_files_do(int socket, const char *m, size_t n, int argc,
    char *const *argv)
{
	int fd = do_deed(socket, m, n, argc, argv);
	int number = fd < 0 ? errno : 0;
	bool opened = number == 0 && m[0] == FILE_OPEN;

	(void)pass_send(socket, &number, sizeof(number), &fd, opened);
	if (opened)
		(void)close(fd);
}
