#include <libgen.h>
#include <limits.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "server/needs.h"

enum { NEEDS_MAX = 24 };

struct needs {
	struct confine_path paths[NEEDS_MAX];
	char names[NEEDS_MAX][PATH_SIZE];
	size_t n;
};

static void
keep(struct needs *needs, unsigned int access, const char *folder,
    const char *name)
{
	if (needs->n == NEEDS_MAX || folder[0] == '\0')
		return;
	(void)snprintf(needs->names[needs->n], PATH_SIZE, "%s%s", folder,
	    name);
	needs->paths[needs->n] = (struct confine_path){
		needs->names[needs->n], access
	};
	needs->n++;
}

/* Where the key file lies, nothing but the file itself is kept. */
static void
keep_folder_of(struct needs *needs, const char *file, const char *key_file)
{
	char folder[PATH_MAX], copy[PATH_SIZE], key[PATH_MAX];
	size_t n;

	(void)snprintf(copy, sizeof(copy), "%s", file);
	if (realpath(dirname(copy), folder) == NULL)
		return;
	n = strlen(folder);
	if (realpath(key_file, key) != NULL && strncmp(key, folder, n) == 0 &&
	    (key[n] == '/' || n == 1))
		keep(needs, CONFINE_READ, file, "");
	else
		keep(needs, CONFINE_READ, folder, "");
}

/* The folders of a file: that of its name, and where that leads. */
static void
keep_folders_of(struct needs *needs, const char *file, const char *key_file)
{
	char real[PATH_MAX];

	if (file[0] == '\0')
		return;
	keep_folder_of(needs, file, key_file);
	if (realpath(file, real) != NULL)
		keep_folder_of(needs, real, key_file);
}

/* A backup of the keys has the KEK and the unlock file, wrapped as they are. */
static void
keep_for_backups(struct needs *needs, const struct config *config)
{
	const unsigned int all = CONFINE_READ | CONFINE_WRITE | CONFINE_MAKE |
	    CONFINE_REMOVE;
	char file[PATH_SIZE];
	struct error ignored;

	/* What is not there cannot be kept. */
	if (config->backup_data[0] != '\0')
		(void)!file_make_folder(config->backup_data, 0700, &ignored);
	if (config->backup_keys[0] != '\0')
		(void)!file_make_folder(config->backup_keys, 0700, &ignored);
	keep(needs, all, config->backup_data, "");
	keep(needs, all, config->backup_keys, "");
	if (config->backup_keys[0] != '\0' && file_join(file,
	    config->keys_folder, "unlock.json", &ignored) == STATUS_OK)
		keep_folder_of(needs, file, config->key_file);
}

/* What libpq reads whenever it connects. */
static void
keep_for_libpq(struct needs *needs)
{
	const char *home = getenv("HOME"), *file = getenv("PGPASSFILE");

	if (file != NULL)
		keep(needs, CONFINE_READ, file, "");
	if (home == NULL)
		return;
	keep(needs, CONFINE_READ, home, "/.pgpass");
	keep(needs, CONFINE_READ, home, "/.postgresql");
}

enum status
needs_fence(enum confine_kept *kept, const struct config *config,
    bool shared, struct error *error)
{
	static const char folder[] = "file:";
	const struct config_mail *mail = &config->mail;
	struct needs *needs = mem_alloc(sizeof(*needs));
	char work[PATH_SIZE];
	enum status status;

	if (needs == NULL)
		return error_memory(error);
	status = config_work_folder(work, config, error);
	if (status != STATUS_OK) {
		mem_free(needs);
		return status;
	}
	keep(needs, CONFINE_READ | CONFINE_WRITE | CONFINE_MAKE |
	    CONFINE_REMOVE, work, "");
	keep_for_backups(needs, config);
	keep_folders_of(needs, config->server.certificate, config->key_file);
	keep_folders_of(needs, config->server.key, config->key_file);
	if (shared)
		keep_for_libpq(needs);
	if (strncmp(mail->url, folder, sizeof(folder) - 1) == 0)
		keep(needs, CONFINE_READ | CONFINE_WRITE | CONFINE_MAKE |
		    CONFINE_REMOVE, mail->url + sizeof(folder) - 1, "");
	keep(needs, CONFINE_READ, mail->ca, "");
	keep(needs, CONFINE_READ, mail->password_file, "");
	status = fence_vault(kept, config, needs->paths, needs->n,
	    CONFINE_CONNECT, error);
	mem_free(needs);
	return status;
}
