#include <errno.h>
#include <fts.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "vault/move.h"

enum { FILE_LIMIT = 64 << 20 };

/* Databases are copied as rows; locks and leftovers not at all. */
static bool
is_wanted(const char *name)
{
	static const char *const others[] = {
		".db", ".db-wal", ".db-shm", ".tmp", ".lock"
	};
	size_t n = strlen(name);

	for (size_t i = 0; i < LENGTH(others); i++) {
		size_t end = strlen(others[i]);

		if (n >= end && strcmp(name + n - end, others[i]) == 0)
			return false;
	}
	return true;
}

static enum status
copy_file(const char *from, const char *to, int mode, struct error *error)
{
	struct arena *arena = arena_new(2 * FILE_LIMIT);
	struct bytes content;
	enum status status = arena == NULL ? error_memory(error) :
	    file_read(&content, from, FILE_LIMIT, arena, error);

	if (status == STATUS_OK)
		status = file_put(to, content, mode, error);
	arena_free(arena);
	return status;
}

static enum status
copy_entry(const FTSENT *entry, const char *from, const char *to,
    struct error *error)
{
	const char *rest = entry->fts_path + strlen(from);
	int mode = (int)(entry->fts_statp->st_mode & 0777);
	char path[PATH_SIZE];

	if (snprintf(path, sizeof(path), "%s%s", to, rest) >= PATH_SIZE)
		return error_set(error, STATUS_INVALID, "path_too_long",
		    "パスが長すぎます", "the path is too long");
	switch (entry->fts_info) {
	case FTS_D:
		return file_make_folder(path, 0700, error);
	case FTS_F:
		return is_wanted(entry->fts_name) ?
		    copy_file(entry->fts_path, path, mode, error) : STATUS_OK;
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		return error_system(error, "fts_read", entry->fts_errno);
	default:
		return STATUS_OK;
	}
}

/* A folder and what is in it; all of it is synced at the end. */
static enum status
copy_folder(const char *from, const char *to, struct error *error)
{
	char *const paths[] = { mem_string(from), NULL };
	enum status status = STATUS_OK;
	FTSENT *entry;
	FTS *tree;

	if (paths[0] == NULL)
		return error_memory(error);
	tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	if (tree == NULL)
		status = error_system(error, "fts_open", errno);
	while (status == STATUS_OK && (entry = fts_read(tree)) != NULL)
		status = copy_entry(entry, from, to, error);
	if (tree != NULL)
		(void)fts_close(tree);
	mem_free(paths[0]);
	return status == STATUS_OK ? file_sync_all(to, error) : status;
}

static struct store_options
options_of(const struct config *config)
{
	return (struct store_options){
		.data_url = config->data_url, .keys_url = config->keys_url,
	};
}

static enum status
check_target(const struct config *to, struct error *error)
{
	char path[PATH_SIZE];
	enum status status = file_join(path, to->folder, "sekisho.yaml",
	    error);

	if (status != STATUS_OK || !file_exists(path))
		return status;
	status = error_set(error, STATUS_CONFLICT, "store_exists",
	    "ここにはすでにストアがあります",
	    "there is a store here already");
	error_at(error, "%s", to->folder);
	return status;
}

enum status
move_store(const struct config *from, struct config *to,
    struct copy_report *report, struct arena *arena, struct error *error)
{
	const struct store_options source = options_of(from);
	const struct store_options target = options_of(to);
	enum status status = check_target(to, error);

	memcpy(to->origin, from->origin, sizeof(to->origin));
	memcpy(to->key_file, from->key_file, sizeof(to->key_file));
	if (status == STATUS_OK)
		status = file_make_folder(to->folder, 0700, error);
	if (status == STATUS_OK)
		status = file_make_folder(to->keys_folder, 0700, error);
	if (status == STATUS_OK)
		status = copy_store(&source, &target, report, error);
	if (status == STATUS_OK)
		status = copy_folder(from->keys_folder, to->keys_folder,
		    error);
	if (status == STATUS_OK)
		status = copy_folder(from->log_folder, to->log_folder,
		    error);
	return status == STATUS_OK ? config_write(to, arena, error) : status;
}
