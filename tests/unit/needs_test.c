/*
 * What a confined server can still open beside its store: files that
 * libraries and jobs read again and again, also after another one took their
 * place; and nothing that lies elsewhere.
 */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>

#include "server/needs.h"

enum { NOT_CONFINED = 200 };

static struct config config;
static struct error error;

static void
put(const char *path)
{
	assert_int_equal(file_replace(path, bytes_of(TEXT("content")), 0600,
	    &error), STATUS_OK);
}

static void
make(const char *folder)
{
	assert_int_equal(file_make_folder(folder, 0700, &error), STATUS_OK);
}

/*
 * The errno of opening it in a process that is confined, once another file
 * has taken its place.
 */
static int
opening(const char *path, int flags, bool shared)
{
	enum confine_kept kept;
	int ready[2], go[2], status;
	char byte = 0;
	pid_t child;

	assert_int_equal(pipe(ready) + pipe(go), 0);
	child = fork();
	if (child == 0) {
		bool whole = needs_fence(&kept, &config, shared, &error) ==
		    STATUS_OK && kept == CONFINE_WHOLE;

		if (write(ready[1], &byte, 1) != 1 ||
		    read(go[0], &byte, 1) != 1 || !whole)
			_exit(NOT_CONFINED);
		_exit(open(path, flags, 0600) < 0 ? errno : 0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	if ((flags & O_CREAT) == 0)
		put(path);
	assert_int_equal(write(go[1], &byte, 1), 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	for (size_t i = 0; i < 2; i++)
		(void)(close(ready[i]) + close(go[i]));
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
what_postgresql_needs(void **state)
{
	(void)state;
	(void)snprintf(config.data_url, sizeof(config.data_url),
	    "postgresql://db.example.jp/data?sslmode=verify-full&sslrootcert="
	    "%s&host=%s", at("pg/roots/ca%%2Epem"), at("elsewhere/x"));
	(void)snprintf(config.keys_url, sizeof(config.keys_url),
	    "postgresql://db.example.jp/keys?passfile=%s", at("pg/pass/file"));
	assert_int_equal(opening(at("pg/roots/ca.pem"), O_RDONLY, true), 0);
	assert_int_equal(opening(at("pg/pass/file"), O_RDONLY, true), 0);
	assert_int_equal(opening(at("pg/variable/file"), O_RDONLY, true), 0);
	assert_int_equal(opening(at("pg/pass/file"), O_WRONLY, true), EACCES);
	assert_int_equal(opening(at("elsewhere/x"), O_RDONLY, true), EACCES);
	assert_int_equal(opening(at("pg/roots/ca.pem"), O_RDONLY, false),
	    EACCES);
}

static void
what_mail_needs(void **state)
{
	(void)state;
	(void)snprintf(config.mail.url, sizeof(config.mail.url), "file:%s",
	    at("mail/out"));
	(void)snprintf(config.mail.password_file,
	    sizeof(config.mail.password_file), "%s", at("mail/secret/file"));
	(void)snprintf(config.mail.ca, sizeof(config.mail.ca), "%s",
	    at("beside/ca.pem"));
	assert_int_equal(opening(at("mail/out/1.eml"), O_WRONLY | O_CREAT,
	    false), 0);
	assert_int_equal(opening(at("mail/1.eml"), O_WRONLY | O_CREAT, false),
	    EACCES);
	assert_int_equal(opening(at("mail/secret/file"), O_RDONLY, false), 0);
}

/* What lies beside the key file is kept as it was, without the folder. */
static void
never_the_key_file(void **state)
{
	(void)state;
	(void)snprintf(config.mail.ca, sizeof(config.mail.ca), "%s",
	    at("beside/ca.pem"));
	assert_int_equal(opening(at("beside/ca.pem"), O_RDONLY, false),
	    EACCES);
	assert_int_equal(opening(at("beside/store.key"), O_RDONLY, false),
	    EACCES);
}

static int
setup(void **state)
{
	static const char *const folders[] = {
		"store/keys/opened", "store/log", "pg/roots", "pg/pass",
		"pg/variable", "mail/secret", "beside", "elsewhere",
	};

	if (folder_make(state) != 0 ||
	    config_default(&config, at("store"), &error) != STATUS_OK)
		return -1;
	for (size_t i = 0; i < LENGTH(folders); i++)
		make(at("%s", folders[i]));
	put(at("beside/store.key"));
	put(at("beside/ca.pem"));
	put(at("elsewhere/x"));
	put(at("mail/secret/file"));
	(void)snprintf(config.key_file, sizeof(config.key_file), "%s",
	    at("beside/store.key"));
	(void)setenv("PGSSLCRL", at("pg/variable/file"), 1);
	if (confine_possible() == CONFINE_WHOLE)
		return 0;
	(void)folder_remove(state);
	print_message("skipped: this kernel cannot confine a process\n");
	exit(77);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_postgresql_needs),
		cmocka_unit_test(what_mail_needs),
		cmocka_unit_test(never_the_key_file),
	};

	return cmocka_run_group_tests(tests, setup, folder_remove);
}
