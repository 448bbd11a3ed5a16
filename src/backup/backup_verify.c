#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/backup.h"
#include "base/encode.h"
#include "crypto/hash.h"
#include "vault/verify.h"

enum { TREE_FILES = 16, NAME_BYTES = 16 };

struct trying {
	const struct config *config;
	struct backup_wanted wanted;
	struct backup_tried *out;
	struct config to;
	char keys[PATH_SIZE];
	struct arena *arena;
	struct error *error;
};

static int
remove_one(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	static const uint8_t zeros[65536];
	off_t done = 0;
	struct error ignored;

	(void)ftw;
	while (type == FTW_F && done < st->st_size) {
		size_t n = st->st_size - done > (off_t)sizeof(zeros) ?
		    sizeof(zeros) : (size_t)(st->st_size - done);

		if (file_overwrite(path, (uint64_t)done,
		    (struct bytes){ zeros, n }, &ignored) != STATUS_OK)
			break;
		done += (off_t)n;
	}
	return remove(path);
}

/* A folder and all that is in it, overwritten first. */
static enum status
remove_folder(const char *path, struct error *error)
{
	if (nftw(path, remove_one, TREE_FILES, FTW_DEPTH | FTW_PHYS) == 0 ||
	    errno == ENOENT)
		return STATUS_OK;
	(void)error_system(error, "nftw", errno);
	error_at(error, "%s", path);
	return error->status;
}

static enum status
clear(struct trying *t)
{
	enum status status = remove_folder(t->keys, t->error);

	return status == STATUS_OK ? remove_folder(t->to.folder, t->error) :
	    status;
}

/* Where the trial lies: fixed, so that the next one finds a leftover. */
static enum status
choose_place(struct trying *t)
{
	char folder[PATH_SIZE], whole[PATH_MAX], hex[2 * NAME_BYTES + 1];
	struct hash name;
	enum status status = file_join(folder, t->config->folder, "trial",
	    t->error);

	if (status == STATUS_OK)
		status = config_default(&t->to, folder, t->error);
	if (status != STATUS_OK)
		return status;
	if (realpath(t->config->folder, whole) == NULL)
		return error_system(t->error, "realpath", errno);
	name = hash_bytes(whole, strlen(whole));
	encode_hex(name.bytes, NAME_BYTES, hex);
	memcpy(t->keys, t->to.keys_folder, sizeof(t->keys));
	if (access("/dev/shm", W_OK) == 0)
		(void)snprintf(t->keys, sizeof(t->keys),
		    "/dev/shm/sekisho-trial-%s", hex);
	memcpy(t->to.keys_folder, t->keys, sizeof(t->to.keys_folder));
	(void)snprintf(t->to.keys_url, sizeof(t->to.keys_url),
	    "sqlite:%s/keys.db", t->keys);
	t->to.trial = true;
	t->wanted.to = &t->to;
	return STATUS_OK;
}

/* As it would be used: opened, and everybody compared with the log. */
static enum status
compare(struct trying *t)
{
	struct vault_check check = { .people = 0 };
	struct vault *vault;
	struct reader *reader = NULL;
	enum status status = vault_open(&vault, &t->to, t->wanted.secret,
	    t->wanted.clock, t->error);

	if (status != STATUS_OK)
		return status;
	status = reader_new(&reader, vault_store(vault), t->error);
	if (status == STATUS_OK)
		status = vault_verify(vault, reader, t->wanted.principal,
		    &check, t->out->restored.findings, t->error);
	reader_free(reader);
	vault_close(vault);
	t->out->people = check.people;
	t->out->records = check.records;
	t->out->faults = check.faults;
	return status;
}

static enum status
try_it(struct trying *t)
{
	struct error leaving;
	enum status status = clear(t), cleared;

	if (status == STATUS_OK)
		status = backup_restore(&t->wanted, &t->out->restored,
		    t->arena, t->error);
	if (status == STATUS_OK)
		status = compare(t);
	t->error = status == STATUS_OK ? t->error : &leaving;
	cleared = clear(t);
	return status == STATUS_OK ? cleared : status;
}

/* The folder itself, so that no file is left over, whoever tries. */
static enum status
lock(int *out, const char *folder, struct error *error)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status status = STATUS_OK;

	if (fd < 0)
		return error_system(error, "open", errno);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
		status = errno != EWOULDBLOCK ? error_system(error, "flock",
		    errno) : error_set(error, STATUS_BUSY, "backup_busy",
		    "別のバックアップを試しています",
		    "another backup is being tried");
	if (status == STATUS_OK)
		*out = fd;
	else
		(void)close(fd);
	return status;
}

enum status
backup_verify(const struct config *config,
    const struct backup_wanted *wanted, struct backup_tried *tried,
    struct arena *arena, struct error *error)
{
	struct trying t = {
		.config = config, .wanted = *wanted, .out = tried,
		.arena = arena, .error = error,
	};
	int fd = -1;
	enum status status = choose_place(&t);

	if (status == STATUS_OK)
		status = lock(&fd, config->folder, error);
	if (status != STATUS_OK)
		return status;
	status = try_it(&t);
	file_unlock(fd);
	return status;
}

enum status
backup_verify_note(struct visit *visit, enum backup_kind kind,
    struct text id, uint64_t people, uint64_t faults, struct error *error)
{
	struct backup_record r;
	enum status status = backup_record_get(&r, visit, kind, id, error);

	/* It may have been made before this store was restored itself. */
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	r.verified = clock_now(vault_clock(visit->vault));
	r.people = people;
	r.faults = faults;
	return backup_record_put(visit, &r, kind == BACKUP_DATA ?
	    "data_verified" : "keys_verified", error);
}
