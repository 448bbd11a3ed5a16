#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/prctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/confine_calls.h"

/*
 * Landlock's structures as the newest kernel knows them; an older one is
 * given the shorter beginning (Documentation/userspace-api/landlock.rst).
 */
struct ruleset {
	uint64_t files;
	uint64_t network;	/* from version 4 */
	uint64_t scoped;	/* from version 6 */
};
enum {
	VERSION_REFER = 2, VERSION_TRUNCATE = 3, VERSION_NETWORK = 4,
	VERSION_IOCTL = 5, VERSION_SCOPED = 6,
};
#define FILES_TRUNCATE (1ULL << 14)
#define FILES_IOCTL (1ULL << 15)
#define FILES_FIRST ((1ULL << 13) - 1)	/* all of version 1 */
#define NETWORK_BIND (1ULL << 0)
#define NETWORK_CONNECT (1ULL << 1)
#define SCOPED_ABSTRACT_SOCKET (1ULL << 0)
#define SCOPED_SIGNAL (1ULL << 1)

static enum status
failed(struct error *error, const char *what)
{
	return error_system(error, what, errno);
}

static struct ruleset
ruleset_of(int version, enum confine_network network)
{
	struct ruleset set = { .files = FILES_FIRST };

	if (version >= VERSION_REFER)
		set.files |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= VERSION_TRUNCATE)
		set.files |= FILES_TRUNCATE;
	if (version >= VERSION_IOCTL)
		set.files |= FILES_IOCTL;
	if (version >= VERSION_NETWORK && network == CONFINE_NO_NETWORK)
		set.network = NETWORK_BIND | NETWORK_CONNECT;
	if (version >= VERSION_NETWORK && network == CONFINE_SERVE)
		set.network = NETWORK_CONNECT;
	if (version >= VERSION_SCOPED)
		set.scoped = SCOPED_SIGNAL | SCOPED_ABSTRACT_SOCKET;
	return set;
}

static size_t
size_for(int version)
{
	if (version >= VERSION_SCOPED)
		return sizeof(struct ruleset);
	return version >= VERSION_NETWORK ? offsetof(struct ruleset, scoped) :
	    offsetof(struct ruleset, network);
}

static uint64_t
rights_of(unsigned int access, bool folder)
{
	uint64_t rights = 0;

	if ((access & CONFINE_READ) != 0)
		rights |= LANDLOCK_ACCESS_FS_READ_FILE |
		    LANDLOCK_ACCESS_FS_READ_DIR;
	if ((access & CONFINE_WRITE) != 0)
		rights |= LANDLOCK_ACCESS_FS_WRITE_FILE | FILES_TRUNCATE;
	if ((access & CONFINE_MAKE) != 0)
		rights |= LANDLOCK_ACCESS_FS_MAKE_REG |
		    LANDLOCK_ACCESS_FS_MAKE_DIR;
	if ((access & CONFINE_REMOVE) != 0)
		rights |= LANDLOCK_ACCESS_FS_REMOVE_FILE |
		    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REFER;
	/* A file has no rights that are about what is in a folder. */
	return folder ? rights : rights & (LANDLOCK_ACCESS_FS_READ_FILE |
	    LANDLOCK_ACCESS_FS_WRITE_FILE | FILES_TRUNCATE);
}

static enum status
allow(int set, uint64_t handled, const struct confine_path *path,
    struct error *error)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = 0 };
	struct stat st;
	enum status status = STATUS_OK;

	rule.parent_fd = open(path->path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0 && (errno == ENOENT || errno == EACCES))
		return STATUS_OK;
	if (rule.parent_fd < 0 || fstat(rule.parent_fd, &st) != 0) {
		status = failed(error, "open");
		error_at(error, "%s", path->path);
		return status;
	}
	rule.allowed_access = handled &
	    rights_of(path->access, S_ISDIR(st.st_mode));
	if (rule.allowed_access != 0 && syscall(SYS_landlock_add_rule, set,
	    LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
		status = failed(error, "landlock_add_rule");
		error_at(error, "%s", path->path);
	}
	(void)close(rule.parent_fd);
	return status;
}

/* Never /etc as a whole: key files lie there. */
static const char *const system_paths[] = {
	"/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime",
	"/etc/ssl", "/etc/hosts", "/etc/host.conf", "/etc/resolv.conf",
	"/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services", "/etc/passwd",
	"/etc/group", "/etc/fonts", "/dev/null", "/dev/urandom",
};

static enum status
allow_all(int set, uint64_t handled, const struct confine *needs,
    struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < needs->path_count && status == STATUS_OK; i++)
		status = allow(set, handled, &needs->paths[i], error);
	for (size_t i = 0; needs->system_files && i < LENGTH(system_paths) &&
	    status == STATUS_OK; i++)
		status = allow(set, handled, &(struct confine_path){
		    system_paths[i], CONFINE_READ }, error);
	return status;
}

/* Negative when there is none. */
static int
landlock_version(void)
{
	return (int)syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
}

static enum status
restrict_files(const struct confine *needs, struct error *error)
{
	int version = landlock_version();
	struct ruleset rules;
	enum status status;
	int set;

	if (version < 0)
		return STATUS_OK;
	rules = ruleset_of(version, needs->network);
	set = (int)syscall(SYS_landlock_create_ruleset, &rules,
	    size_for(version), 0);
	if (set < 0)
		return failed(error, "landlock_create_ruleset");
	status = allow_all(set, rules.files, needs, error);
	if (status == STATUS_OK &&
	    syscall(SYS_landlock_restrict_self, set, 0) != 0)
		status = failed(error, "landlock_restrict_self");
	(void)close(set);
	return status;
}

enum confine_kept
confine_possible(void)
{
	if (confine_calls_possible())
		return landlock_version() < 0 ? CONFINE_NO_LANDLOCK :
		    CONFINE_WHOLE;
	return landlock_version() < 0 ? CONFINE_NOTHING : CONFINE_NO_SECCOMP;
}

enum status
confine_self(enum confine_kept *kept, const struct confine *needs,
    struct error *error)
{
	enum status status;

	*kept = confine_possible();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return failed(error, "prctl");
	status = restrict_files(needs, error);
	return status == STATUS_OK && *kept != CONFINE_NO_SECCOMP &&
	    *kept != CONFINE_NOTHING ? confine_calls(needs, error) : status;
}

struct words
confine_warning(enum confine_kept kept)
{
	static const struct words warning[] = {
		[CONFINE_NO_LANDLOCK] = {
		    "このカーネルには Landlock がないため、"
		    "サーバーが開けるファイルを制限できません "
		    "(seccomp だけで続けます)",
		    "this kernel has no Landlock: the files that a server can "
		    "open are not restricted (going on with seccomp alone)" },
		[CONFINE_NO_SECCOMP] = {
		    "このカーネルには seccomp のフィルターがなく、"
		    "サーバーのシステムコールを制限できません "
		    "(Landlock だけで続けます)",
		    "this kernel has no seccomp filters: the system calls of a "
		    "server are not restricted (going on with Landlock "
		    "alone)" },
		[CONFINE_NOTHING] = {
		    "このカーネルには Landlock も seccomp のフィルターも"
		    "ないため、サーバーを封じ込められません",
		    "this kernel has neither Landlock nor seccomp filters: a "
		    "server is not confined" },
	};

	return warning[kept];
}
