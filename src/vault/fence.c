#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "vault/fence.h"

struct fence {
	struct confine_path paths[FENCE_PATHS_MAX];
	char names[FENCE_PATHS_MAX][PATH_SIZE];
	size_t n;
};

static enum status
put(struct fence *f, const char *path, unsigned int access,
    struct error *error)
{
	if (f->n == FENCE_PATHS_MAX)
		return error_set(error, STATUS_FAILURE, "too_many_files",
		    "ストアのフォルダーにファイルが多すぎます",
		    "there are too many files in the store's folder");
	(void)snprintf(f->names[f->n], PATH_SIZE, "%s", path);
	f->paths[f->n] = (struct confine_path){ f->names[f->n], access };
	f->n++;
	return STATUS_OK;
}

/* What opens the keys: not even to be read, wherever it lies. */
static bool
is_holders(const char *name, const struct stat *st,
    const struct config *config)
{
	struct stat key;

	return strcmp(name, "kek") == 0 || strcmp(name, "unlock.json") == 0 ||
	    (stat(config->key_file, &key) == 0 && key.st_dev == st->st_dev &&
	    key.st_ino == st->st_ino);
}

/* The files of a folder one by one, so that nothing in it can be made. */
static enum status
put_files(struct fence *f, const char *folder, const struct config *config,
    struct error *error)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	char path[PATH_SIZE];
	struct stat st;
	enum status status = STATUS_OK;

	if (dir == NULL)
		return error_system(error, "opendir", errno);
	while (status == STATUS_OK && (entry = readdir(dir)) != NULL) {
		status = file_join(path, folder, entry->d_name, error);
		if (status == STATUS_OK && lstat(path, &st) == 0 &&
		    S_ISREG(st.st_mode) &&
		    !is_holders(entry->d_name, &st, config))
			status = put(f, path, CONFINE_READ |
			    (strcmp(entry->d_name, "sekisho.yaml") == 0 ? 0 :
			    (unsigned int)CONFINE_WRITE), error);
	}
	(void)closedir(dir);
	return status;
}

enum status
fence_vault(enum confine_kept *kept, const struct config *config,
    const struct confine_path *more, size_t n, enum confine_network network,
    struct error *error)
{
	static struct fence fence;	/* large, and used once */
	char path[PATH_SIZE];
	enum status status;

	fence.n = 0;
	status = put_files(&fence, config->folder, config, error);
	if (status == STATUS_OK)
		status = put_files(&fence, config->keys_folder, config,
		    error);
	if (status == STATUS_OK)
		status = file_join(path, config->keys_folder, "opened",
		    error);
	if (status == STATUS_OK)
		status = put(&fence, path, CONFINE_READ, error);
	if (status == STATUS_OK)
		status = put(&fence, config->log_folder, CONFINE_READ |
		    CONFINE_WRITE | CONFINE_MAKE | CONFINE_REMOVE, error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = put(&fence, more[i].path, more[i].access, error);
	return status == STATUS_OK ? confine_self(kept, &(struct confine){
	    .paths = fence.paths, .path_count = fence.n, .network = network,
	    .system_files = true }, error) : status;
}
