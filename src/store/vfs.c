#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/base.h"
#include "base/mem.h"
#include "store/vfs.h"

enum { REGIONS_MAX = 4096, LOCK_FIRST = 0x40000000, LOCK_COUNT = 512 };

/* What the connections of this process to one database share. */
struct shared {
	struct shared *next;
	char *path;
	int connections;
	int lock;			/* the file lock against others */
	void *region[REGIONS_MAX];	/* of the WAL's index */
	int region_count;
	int mapped;			/* connections that use them */
	int readers[SQLITE_SHM_NLOCK];	/* WAL locks: holders, ... */
	bool taken[SQLITE_SHM_NLOCK];	/* ... and whether exclusively */
	int level[SQLITE_LOCK_EXCLUSIVE + 1];	/* file locks, how many */
	pthread_mutex_t mutex;
};

/* A file of ours: in front of the real one, which follows it in memory. */
struct file {
	sqlite3_file base;
	struct shared *shared;		/* NULL for a WAL or journal */
	uint16_t held_shared;		/* WAL locks of this connection */
	uint16_t held_exclusive;
	bool maps;			/* the WAL's index */
	int level;
};

static pthread_mutex_t list_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct shared *list;
static sqlite3_vfs *real_vfs;

static sqlite3_file *
real(sqlite3_file *file)
{
	return (sqlite3_file *)(void *)((struct file *)(void *)file + 1);
}

static struct file *
mine(sqlite3_file *file)
{
	return (struct file *)(void *)file;
}

/* The lock that keeps other processes out; an SQLite code. */
static int
lock_file(int *fd, const char *path, int flags)
{
	struct flock range = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET,
		.l_start = LOCK_FIRST, .l_len = LOCK_COUNT
	};
	int code;

	*fd = open(path, O_RDWR | O_CLOEXEC |
	    (flags & SQLITE_OPEN_CREATE ? O_CREAT : 0), 0600);
	if (*fd < 0)
		return SQLITE_CANTOPEN;
	if (fcntl(*fd, F_OFD_SETLK, &range) == 0)
		return SQLITE_OK;
	code = errno == EAGAIN || errno == EACCES ? SQLITE_BUSY :
	    SQLITE_IOERR_LOCK;
	(void)close(*fd);
	return code;
}

static int
shared_new(struct shared **out, const char *path, int flags)
{
	struct shared *shared = mem_alloc(sizeof(*shared));
	int code;

	*out = NULL;
	if (shared == NULL)
		return SQLITE_NOMEM;
	shared->path = mem_string(path);
	code = shared->path == NULL ? SQLITE_NOMEM :
	    lock_file(&shared->lock, path, flags);
	if (code != SQLITE_OK) {
		mem_free(shared->path);
		mem_free(shared);
		return code;
	}
	(void)pthread_mutex_init(&shared->mutex, NULL);
	shared->next = list;
	list = shared;
	*out = shared;
	return SQLITE_OK;
}

static int
shared_take(struct shared **out, const char *path, int flags)
{
	struct shared *shared;
	int code = SQLITE_OK;

	(void)pthread_mutex_lock(&list_mutex);
	for (shared = list; shared != NULL; shared = shared->next)
		if (strcmp(shared->path, path) == 0)
			break;
	if (shared == NULL)
		code = shared_new(&shared, path, flags);
	if (shared != NULL)
		shared->connections++;
	(void)pthread_mutex_unlock(&list_mutex);
	*out = shared;
	return code;
}

/* The mutex is held, or nobody else has the file any more. */
static void
drop_regions(struct shared *shared)
{
	for (int i = 0; i < shared->region_count; i++)
		mem_free(shared->region[i]);
	shared->region_count = 0;
}

static void
shared_drop(struct shared *shared)
{
	struct shared **at = &list;

	(void)pthread_mutex_lock(&list_mutex);
	if (--shared->connections == 0) {
		while (*at != shared)
			at = &(*at)->next;
		*at = shared->next;
		drop_regions(shared);
		(void)close(shared->lock);
		(void)pthread_mutex_destroy(&shared->mutex);
		mem_free(shared->path);
		mem_free(shared);
	}
	(void)pthread_mutex_unlock(&list_mutex);
}

/* Plain forwarding. */

static int
file_read_at(sqlite3_file *f, void *out, int n, sqlite3_int64 at)
{
	return real(f)->pMethods->xRead(real(f), out, n, at);
}

static int
file_write_at(sqlite3_file *f, const void *in, int n, sqlite3_int64 at)
{
	return real(f)->pMethods->xWrite(real(f), in, n, at);
}

static int
file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	return real(f)->pMethods->xTruncate(real(f), size);
}

/* Where blocks are given out late, it is the sync that finds none left. */
static int
file_sync_all(sqlite3_file *f, int flags)
{
	int code;

	errno = 0;
	code = real(f)->pMethods->xSync(real(f), flags);
	return code != SQLITE_OK && errno == ENOSPC ? SQLITE_FULL : code;
}

static int
file_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return real(f)->pMethods->xFileSize(real(f), size);
}

static int
file_control(sqlite3_file *f, int op, void *argument)
{
	return real(f)->pMethods->xFileControl(real(f), op, argument);
}

static int
file_sector(sqlite3_file *f)
{
	return real(f)->pMethods->xSectorSize(real(f));
}

static int
file_character(sqlite3_file *f)
{
	return real(f)->pMethods->xDeviceCharacteristics(real(f));
}

/*
 * File locks, in the memory of this process: as in SQLite's own scheme, many
 * may share, one may reserve beside them, and exclusive is alone.
 */
static int
file_lock_level(sqlite3_file *f, int level)
{
	struct file *file = mine(f);
	struct shared *s = file->shared;
	int code = SQLITE_OK, others;

	if (s == NULL || level <= file->level)
		return SQLITE_OK;
	(void)pthread_mutex_lock(&s->mutex);
	others = 0;
	for (int i = level >= SQLITE_LOCK_PENDING ? SQLITE_LOCK_SHARED :
	    level == SQLITE_LOCK_RESERVED ? SQLITE_LOCK_RESERVED :
	    SQLITE_LOCK_PENDING; i <= SQLITE_LOCK_EXCLUSIVE; i++)
		others += s->level[i] - (file->level == i);
	if (others > 0) {
		code = SQLITE_BUSY;
	} else {
		if (file->level > SQLITE_LOCK_NONE)
			s->level[file->level]--;
		s->level[level]++;
		file->level = level;
	}
	(void)pthread_mutex_unlock(&s->mutex);
	return code;
}

static int
file_unlock_level(sqlite3_file *f, int level)
{
	struct file *file = mine(f);
	struct shared *s = file->shared;

	if (s == NULL || level >= file->level)
		return SQLITE_OK;
	(void)pthread_mutex_lock(&s->mutex);
	s->level[file->level]--;
	if (level > SQLITE_LOCK_NONE)
		s->level[level]++;
	file->level = level;
	(void)pthread_mutex_unlock(&s->mutex);
	return SQLITE_OK;
}

static int
file_check_reserved(sqlite3_file *f, int *reserved)
{
	struct shared *s = mine(f)->shared;

	*reserved = 0;
	if (s == NULL)
		return SQLITE_OK;
	(void)pthread_mutex_lock(&s->mutex);
	for (int i = SQLITE_LOCK_RESERVED; i <= SQLITE_LOCK_EXCLUSIVE; i++)
		*reserved |= s->level[i] > 0;
	(void)pthread_mutex_unlock(&s->mutex);
	return SQLITE_OK;
}

/* The WAL's index and its locks. */

static int
shm_map(sqlite3_file *f, int region, int size, int extend,
    void volatile **out)
{
	struct file *file = mine(f);
	struct shared *s = file->shared;
	int code = SQLITE_OK;

	*out = NULL;
	(void)pthread_mutex_lock(&s->mutex);
	if (!file->maps)
		s->mapped++;
	file->maps = true;
	while (extend && region >= s->region_count && code == SQLITE_OK) {
		void *new = s->region_count == REGIONS_MAX ? NULL :
		    mem_alloc((size_t)size);

		if (new == NULL)
			code = SQLITE_NOMEM;
		else
			s->region[s->region_count++] = new;
	}
	if (region < s->region_count)
		*out = s->region[region];
	(void)pthread_mutex_unlock(&s->mutex);
	return code;
}

/* Whether somebody else stands in the way of locking i. */
static bool
in_the_way(const struct file *file, int i, bool exclusive)
{
	const struct shared *s = file->shared;

	if (s->taken[i])
		return true;
	return exclusive && s->readers[i] > (file->held_shared >> i & 1);
}

static int
shm_take(struct file *file, int first, int n, bool exclusive)
{
	struct shared *s = file->shared;

	for (int i = first; i < first + n; i++)
		if (in_the_way(file, i, exclusive))
			return SQLITE_BUSY;
	for (int i = first; i < first + n; i++) {
		uint16_t bit = (uint16_t)(1 << i);

		if (exclusive) {
			s->taken[i] = true;
			file->held_exclusive |= bit;
		} else if ((file->held_shared & bit) == 0) {
			s->readers[i]++;
			file->held_shared |= bit;
		}
	}
	return SQLITE_OK;
}

static void
shm_drop(struct file *file, int first, int n)
{
	struct shared *s = file->shared;

	for (int i = first; i < first + n; i++) {
		uint16_t bit = (uint16_t)(1 << i);

		if (file->held_exclusive & bit)
			s->taken[i] = false;
		if (file->held_shared & bit)
			s->readers[i]--;
		file->held_exclusive &= (uint16_t)~bit;
		file->held_shared &= (uint16_t)~bit;
	}
}

static int
shm_lock(sqlite3_file *f, int first, int n, int flags)
{
	struct file *file = mine(f);
	int code = SQLITE_OK;

	(void)pthread_mutex_lock(&file->shared->mutex);
	if (flags & SQLITE_SHM_UNLOCK)
		shm_drop(file, first, n);
	else
		code = shm_take(file, first, n,
		    (flags & SQLITE_SHM_EXCLUSIVE) != 0);
	(void)pthread_mutex_unlock(&file->shared->mutex);
	return code;
}

static void
shm_barrier(sqlite3_file *f)
{
	(void)f;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/*
 * The last one who unmaps may be about to delete the WAL: whoever comes next
 * must find no index of it, and so read the WAL that is there then.
 */
static int
shm_unmap(sqlite3_file *f, int delete)
{
	struct file *file = mine(f);
	struct shared *s = file->shared;

	(void)delete;
	(void)pthread_mutex_lock(&s->mutex);
	shm_drop(file, 0, SQLITE_SHM_NLOCK);
	if (file->maps && --s->mapped == 0)
		drop_regions(s);
	file->maps = false;
	(void)pthread_mutex_unlock(&s->mutex);
	return SQLITE_OK;
}

static int
file_close(sqlite3_file *f)
{
	struct file *file = mine(f);
	int code = real(f)->pMethods->xClose(real(f));

	/* SQLite has let go of everything before; but if it has not, we do. */
	if (file->shared != NULL) {
		(void)file_unlock_level(f, SQLITE_LOCK_NONE);
		(void)shm_unmap(f, 0);
		shared_drop(file->shared);
	}
	file->shared = NULL;
	return code;
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = file_close,
	.xRead = file_read_at,
	.xWrite = file_write_at,
	.xTruncate = file_truncate,
	.xSync = file_sync_all,
	.xFileSize = file_size,
	.xLock = file_lock_level,
	.xUnlock = file_unlock_level,
	.xCheckReservedLock = file_check_reserved,
	.xFileControl = file_control,
	.xSectorSize = file_sector,
	.xDeviceCharacteristics = file_character,
	.xShmMap = shm_map,
	.xShmLock = shm_lock,
	.xShmBarrier = shm_barrier,
	.xShmUnmap = shm_unmap,
};

static int
open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags,
    int *out_flags)
{
	struct file *file = mine(f);
	int code;

	(void)vfs;
	memset(file, 0, sizeof(*file));
	if (flags & SQLITE_OPEN_MAIN_DB) {
		code = shared_take(&file->shared, name, flags);
		if (code != SQLITE_OK)
			return code;
	}
	code = real_vfs->xOpen(real_vfs, name, real(f), flags, out_flags);
	if (code == SQLITE_OK) {
		file->base.pMethods = &methods;
		return SQLITE_OK;
	}
	if (file->shared != NULL)
		shared_drop(file->shared);
	file->shared = NULL;
	return code;
}

static sqlite3_vfs own_vfs;
static int start_code;

static void
start(void)
{
	real_vfs = sqlite3_vfs_find(NULL);
	if (real_vfs == NULL) {
		start_code = SQLITE_ERROR;
		return;
	}
	/* Everything but opening files is the usual one's. */
	own_vfs = *real_vfs;
	own_vfs.zName = VFS_NAME;
	own_vfs.pNext = NULL;
	own_vfs.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
	own_vfs.xOpen = open_file;
	start_code = sqlite3_vfs_register(&own_vfs, 0);
}

int
vfs_start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, start);
	return start_code;
}
