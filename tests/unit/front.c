/*
 * front.c - plays a service that somebody has taken over, for
 * tests/cli/holder.sh.
 *
 *	front reveal STORE FILE
 *		writes the root key and the KEK to FILE, masked, so that the
 *		others can look for them without having them.
 *	front scan STORE FILE [inside]
 *		opens the store as a service does and opens a person, then looks
 *		for both keys in all of its own memory; exit code 1 when one is
 *		there.  inside opens the keys in this process: planted.
 *	front loot STORE
 *		confined as a service, opens every person that it can, without
 *		any entry; writes how many.
 *	front vanish STORE COUNT
 *		opens so many people without any entry, and kills itself.
 *	front plant STORE key|kek|unlock|journal|remove|new|connect|exec SEGMENT
 *		confined as a service, tries that; the errno is the exit code.
 *	front death STORE
 *		the holder is killed; exit code 0 when that is an error for all
 *		that follows, cached keys too.
 *
 * The store's configuration names its key file.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "crypto/kekfile.h"
#include "crypto/secret.h"
#include "store/reader.h"
#include "vault/fence.h"
#include "vault/keys.h"
#include "vault/vault.h"

enum { MASK = 0x5A, NOT_CONFINED = 77, CHUNK = 1 << 16,
	PEOPLE_MAX = 1000 };

static struct config config;
static struct vault *vault;
static struct arena *arena;
static struct error error;

static void
must(enum status status)
{
	if (status == STATUS_OK)
		return;
	(void)fprintf(stderr, "front: %s: %s (%s)\n", error.code,
	    error.text[LANGUAGE_EN], error.field);
	exit(status_table[status].exit);
}

static void
open_store(const char *folder)
{
	struct unlock_secret secret = { .key_file = NULL };

	arena = arena_new((size_t)64 << 20);
	if (arena == NULL)
		exit(1);
	must(secret_start(&error));
	must(config_read(&config, folder, arena, &error));
	secret.key_file = config.key_file;
	must(vault_open(&vault, &config, &secret, clock_system(), &error));
}

static void
confine_service(void)
{
	enum confine_kept kept;

	if (fence_vault(&kept, &config, NULL, 0, CONFINE_SERVE, &error) ==
	    STATUS_OK && kept == CONFINE_WHOLE)
		return;
	(void)puts("skipped: this machine does not let a process confine "
	    "itself with Landlock and seccomp");
	exit(NOT_CONFINED);
}

/* Both keys, as nobody but this one test may have them. */
static void
take_keys(uint8_t *root, struct kek areas[KEK_AREAS])
{
	const struct unlock_secret secret = { .key_file = config.key_file };
	char path[PATH_SIZE];
	uint8_t store[STORE_ID_SIZE];

	memcpy(store, store_id(vault_store(vault)), STORE_ID_SIZE);
	must(file_join(path, config.keys_folder, "unlock.json", &error));
	must(unlock_open(root, path, store, &secret, &error));
	must(file_join(path, config.keys_folder, "kek", &error));
	must(kekfile_read(areas, path, store, root, &error));
}

static int
reveal(const char *file)
{
	uint8_t masked[2 * SEAL_KEY], root[SEAL_KEY];
	struct kek areas[KEK_AREAS];

	take_keys(root, areas);
	for (size_t i = 0; i < SEAL_KEY; i++) {
		masked[i] = root[i] ^ MASK;
		masked[SEAL_KEY + i] = areas[0].key[i] ^ MASK;
	}
	must(file_put(file, (struct bytes){ masked, sizeof(masked) }, 0600,
	    &error));
	return 0;
}

/* How often the masked key stands there unmasked. */
static unsigned int
count_in(const uint8_t *bytes, size_t n, const uint8_t *masked)
{
	unsigned int count = 0;

	for (size_t i = 0; i + SEAL_KEY <= n; i++) {
		size_t same = 0;

		while (same < SEAL_KEY &&
		    (bytes[i + same] ^ MASK) == masked[same])
			same++;
		count += same == SEAL_KEY;
	}
	return count;
}

static unsigned int
count_in_area(int memory, uintptr_t from, uintptr_t to,
    const uint8_t *masked)
{
	static uint8_t chunk[CHUNK];
	unsigned int count = 0;

	while (from < to) {
		size_t wanted = to - from < CHUNK ? to - from : CHUNK;
		ssize_t n = pread(memory, chunk, wanted, (off_t)from);

		if (n <= 0) {
			from += 4096;
			continue;
		}
		count += count_in(chunk, (size_t)n, masked);
		mem_wipe(chunk, sizeof(chunk));
		/* A key that lies across two chunks is seen in the next. */
		from += n < SEAL_KEY || from + (size_t)n == to ? (size_t)n :
		    (size_t)n - SEAL_KEY + 1;
	}
	return count;
}

static unsigned int
scan_memory(const uint8_t *masked, const char *name)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY);
	unsigned long from, to;
	unsigned int count = 0;
	size_t areas = 0;
	char line[1024];

	if (maps == NULL || memory < 0)
		exit(2);
	while (fgets(line, sizeof(line), maps) != NULL) {
		char *end;

		from = strtoul(line, &end, 16);
		to = strtoul(end + 1, NULL, 16);
		count += count_in_area(memory, from, to, masked);
		areas++;
	}
	(void)fclose(maps);
	(void)close(memory);
	(void)printf("%s: %u times in %zu areas of memory\n", name, count,
	    areas);
	return areas < 10 ? 1 : count;
}

static int
scan(const char *file, bool inside)
{
	static uint8_t root[SEAL_KEY];
	struct keyring *keyring = NULL;
	struct kek areas[KEK_AREAS];
	struct bytes masked;
	unsigned int found;

	must(file_read(&masked, file, 4096, arena, &error));
	if (masked.n != 2 * SEAL_KEY)
		return 2;
	if (inside) {
		take_keys(root, areas);
		must(keyring_open(&keyring, config.keys_folder,
		    store_id(vault_store(vault)), root, &error));
	}
	found = scan_memory(masked.p, "root key");
	found += scan_memory(masked.p + SEAL_KEY, "KEK");
	keyring_close(keyring);
	return found > 0;
}

/* One slot of each person, as many as the holder opens. */
static int
loot(size_t most)
{
	struct reader *reader;
	uint64_t people[PEOPLE_MAX];
	size_t n, opened = 0, refused = 0;

	must(reader_new(&reader, vault_store(vault), &error));
	confine_service();
	must(reader_people(reader, 0, most, people, &n, &error));
	for (size_t i = 0; i < n; i++) {
		struct slot_key key;
		struct rows rows;
		uint64_t slot;
		enum status status;

		must(reader_person(reader, people[i], &rows, arena, &error));
		must(seal_slot(&slot, rows.row[0].sealed, &error));
		status = keys_get(vault_keys(vault), &slot, 1, &key, &error);
		opened += status == STATUS_OK;
		refused += status == STATUS_BUSY;
	}
	(void)printf("%zu opened, %zu refused, %s\n", opened, refused,
	    error.code);
	reader_free(reader);
	return opened + refused == n ? 0 : 1;
}

static int
try_open(const char *folder, const char *name, int flags)
{
	char path[PATH_SIZE];

	must(file_join(path, folder, name, &error));
	return open(path, flags, 0600) < 0 ? errno : 0;
}

static int
plant(const char *what, const char *segment)
{
	static char program[] = "/bin/true";
	char *const arguments[] = { program, NULL };
	char opened[PATH_SIZE];

	must(file_join(opened, config.keys_folder, "opened", &error));
	confine_service();
	if (strcmp(what, "key") == 0)
		return open(config.key_file, O_RDONLY) < 0 ? errno : 0;
	if (strcmp(what, "kek") == 0)
		return try_open(config.keys_folder, "kek", O_RDONLY);
	if (strcmp(what, "unlock") == 0)
		return try_open(config.keys_folder, "unlock.json", O_RDONLY);
	if (strcmp(what, "journal") == 0)
		return try_open(opened, segment, O_WRONLY | O_TRUNC);
	if (strcmp(what, "remove") == 0) {
		char path[PATH_SIZE];

		must(file_join(path, opened, segment, &error));
		return unlink(path) == 0 ? 0 : errno;
	}
	if (strcmp(what, "new") == 0)
		return try_open(config.folder, "new", O_WRONLY | O_CREAT);
	if (strcmp(what, "connect") == 0) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);
		const struct sockaddr nowhere = { .sa_family = AF_INET };

		return connect(fd, &nowhere, sizeof(nowhere)) == 0 ? 0 :
		    errno;
	}
	if (strcmp(what, "exec") == 0)
		return execve(program, arguments, NULL) == 0 ? 0 : errno;
	return 2;
}

static int
death(void)
{
	const uint64_t slot = KEYS_SLOT_ID;
	struct slot_key key;

	must(keys_get(vault_keys(vault), &slot, 1, &key, &error));
	if (kill(holder_process(vault_holder(vault)), SIGKILL) != 0)
		return 2;
	(void)usleep(50000);
	for (int i = 0; i < 3; i++)
		if (keys_get(vault_keys(vault), &slot, 1, &key, &error) !=
		    STATUS_FAILURE || strcmp(error.code, "holder_gone") != 0 ||
		    vault_check(vault, &error) != STATUS_FAILURE)
			return 3;
	(void)puts(error.text[LANGUAGE_EN]);
	return 0;
}

static int
act(int argc, char **argv)
{
	if (strcmp(argv[1], "reveal") == 0 && argc == 4)
		return reveal(argv[3]);
	if (strcmp(argv[1], "scan") == 0 && argc >= 4)
		return scan(argv[3], argc == 5);
	if (strcmp(argv[1], "loot") == 0)
		return loot(PEOPLE_MAX);
	if (strcmp(argv[1], "vanish") == 0 && argc == 4) {
		(void)!loot(strtoul(argv[3], NULL, 10) % PEOPLE_MAX);
		return raise(SIGKILL);
	}
	if (strcmp(argv[1], "plant") == 0 && argc == 5)
		return plant(argv[3], argv[4]);
	return strcmp(argv[1], "death") == 0 ? death() : 2;
}

int
main(int argc, char **argv)
{
	int code;

	if (argc < 3)
		return 2;
	open_store(argv[2]);
	code = act(argc, argv);
	(void)fflush(stdout);
	vault_close(vault);
	arena_free(arena);
	return code;
}
