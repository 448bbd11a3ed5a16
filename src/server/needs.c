#include <libgen.h>
#include <limits.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "server/needs.h"

enum { NEEDS_MAX = 96 };

struct needs {
	struct confine_path paths[NEEDS_MAX];
	char names[NEEDS_MAX][PATH_SIZE];
	size_t n;
	bool full;
};

static void
keep(struct needs *needs, unsigned int access, const char *folder,
    const char *name)
{
	needs->full = needs->full || needs->n == NEEDS_MAX;
	if (needs->full || folder[0] == '\0')
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

/*
 * A file that another one may take the place of: with its folder, unless that
 * is one in which all kinds of files lie.
 */
static void
keep_file(struct needs *needs, const char *file, const char *key_file)
{
	const char *home = getenv("HOME"), *end = strrchr(file, '/');
	size_t n = end == NULL ? 0 : (size_t)(end - file);

	if (n == 0 || memchr(file + 1, '/', n - 1) == NULL ||
	    (home != NULL && strlen(home) == n &&
	    strncmp(file, home, n) == 0))
		keep(needs, CONFINE_READ, file, "");
	else
		keep_folders_of(needs, file, key_file);
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' &&
	    (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* The value of a parameter of a URL, until the next one. */
static void
take_value(char out[PATH_SIZE], const char *value)
{
	size_t n = 0;

	for (; *value != '\0' && *value != '&' && n < PATH_SIZE - 1; value++) {
		int high = *value == '%' ? hex_digit(value[1]) : -1;
		int low = high >= 0 ? hex_digit(value[2]) : -1;

		out[n++] = low < 0 ? *value : (char)(high << 4 | low);
		value += low < 0 ? 0 : 2;
	}
	out[n] = '\0';
}

/* sslrootcert, sslcert, sslkey, sslcrl, sslcrldir; passfile. */
static void
keep_parameters(struct needs *needs, const char *url, const char *key_file)
{
	const char *at = strchr(url, '?');
	char value[PATH_SIZE];

	for (; at != NULL; at = strchr(at, '&')) {
		size_t n = strcspn(++at, "=&");

		if (at[n] != '=' || (strncmp(at, "ssl", 3) != 0 &&
		    strncmp(at, "passfile=", 9) != 0))
			continue;
		take_value(value, at + n + 1);
		if (value[0] == '/')
			keep_file(needs, value, key_file);
	}
}

/* What libpq reads whenever it connects. */
static void
keep_for_libpq(struct needs *needs, const struct config *config)
{
	static const char *const variables[] = {
		"PGPASSFILE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY",
		"PGSSLCRL", "PGSSLCRLDIR", "PGSERVICEFILE",
	};
	const char *home = getenv("HOME");

	for (size_t i = 0; i < LENGTH(variables); i++) {
		const char *value = getenv(variables[i]);

		if (value != NULL && value[0] == '/')
			keep_file(needs, value, config->key_file);
	}
	keep_parameters(needs, config->data_url, config->key_file);
	keep_parameters(needs, config->keys_url, config->key_file);
	if (home == NULL)
		return;
	keep(needs, CONFINE_READ, home, "/.pgpass");
	keep(needs, CONFINE_READ, home, "/.pg_service.conf");
	keep(needs, CONFINE_READ, home, "/.postgresql");
}

/* Where it leads: whoever keeps it there puts a new one in its place. */
static void
keep_for_names(struct needs *needs)
{
	char real[PATH_MAX];

	if (realpath("/etc/resolv.conf", real) != NULL &&
	    strncmp(real, "/etc/", 5) != 0)
		keep_file(needs, real, "");
}

static void
keep_for_mail(struct needs *needs, const struct config *config)
{
	static const char folder[] = "file:";
	const struct config_mail *mail = &config->mail;
	const char *path = mail->url + sizeof(folder) - 1;
	struct error ignored;

	if (strncmp(mail->url, folder, sizeof(folder) - 1) == 0) {
		(void)!file_make_folder(path, 0700, &ignored);
		keep(needs, CONFINE_READ | CONFINE_WRITE | CONFINE_MAKE |
		    CONFINE_REMOVE, path, "");
	}
	if (mail->ca[0] != '\0')
		keep_file(needs, mail->ca, config->key_file);
	if (mail->password_file[0] != '\0')
		keep_file(needs, mail->password_file, config->key_file);
}

enum status
needs_fence(enum confine_kept *kept, const struct config *config,
    bool shared, struct error *error)
{
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
		keep_for_libpq(needs, config);
	keep_for_names(needs);
	keep_for_mail(needs, config);
	if (needs->full)
		status = error_set(error, STATUS_FAILURE, "too_many_files",
		    "設定が指すファイルが多すぎます",
		    "the configuration names too many files");
	if (status == STATUS_OK)
		status = fence_vault(kept, config, needs->paths, needs->n,
		    CONFINE_CONNECT, error);
	mem_free(needs);
	return status;
}
