#include <errno.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/backup.h"
#include "base/encode.h"
#include "vault/verify.h"

enum { LOCK_MS = 1000, TREE_FILES = 16 };

struct trying {
	struct visit *visit;
	struct backup_wanted wanted;
	struct backup_tried *out;
	struct config to;
	char keys[PATH_SIZE];
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
	const struct config *config = vault_config(t->visit->vault);
	char folder[PATH_SIZE], hex[2 * STORE_ID_SIZE + 1];
	enum status status = file_join(folder, config->folder, "trial",
	    t->error);

	if (status == STATUS_OK)
		status = config_default(&t->to, folder, t->error);
	if (status != STATUS_OK)
		return status;
	encode_hex(store_id(vault_store(t->visit->vault)), STORE_ID_SIZE,
	    hex);
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
write_down(struct trying *t, enum backup_kind kind, struct text id)
{
	struct backup_record r;
	enum status status = backup_record_get(&r, t->visit, kind, id,
	    t->error);

	/* It may have been made before this store was restored itself. */
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	r.verified = clock_now(t->wanted.clock);
	r.people = t->out->people;
	r.faults = t->out->faults;
	return backup_record_put(t->visit, &r, kind == BACKUP_DATA ?
	    "data_verified" : "keys_verified", t->error);
}

static enum status
try_it(struct trying *t)
{
	struct error leaving;
	enum status status = clear(t), cleared;

	if (status == STATUS_OK)
		status = backup_restore(&t->wanted, &t->out->restored,
		    t->visit->arena, t->error);
	if (status == STATUS_OK)
		status = compare(t);
	t->error = status == STATUS_OK ? t->error : &leaving;
	cleared = clear(t);
	return status == STATUS_OK ? cleared : status;
}

enum status
backup_verify(struct visit *visit, const struct backup_wanted *wanted,
    struct backup_tried *tried, struct error *error)
{
	struct trying t = {
		.visit = visit, .wanted = *wanted, .out = tried,
		.error = error,
	};
	char path[PATH_SIZE];
	int lock = -1;
	enum status status = choose_place(&t);

	if (status == STATUS_OK)
		status = file_join(path, vault_config(visit->vault)->folder,
		    ".trial.lock", error);
	if (status == STATUS_OK)
		status = file_lock(&lock, path, LOCK_MS, error);
	if (status != STATUS_OK)
		return status;
	status = try_it(&t);
	t.error = error;
	if (status == STATUS_OK)
		status = write_down(&t, BACKUP_DATA, tried->restored.data);
	if (status == STATUS_OK)
		status = write_down(&t, BACKUP_KEYS, tried->restored.keys);
	file_unlock(lock);
	return status;
}
