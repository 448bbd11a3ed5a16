/*
 * memory_keys.c - which keys of a store lie in the memory of processes.
 *
 *	memory_keys FOLDER KEY_FILE TEXT PID...
 *
 * FOLDER is a copy of a store's keys folder: unlock.json, kek, and keys.db with
 * the rows of its slots (number, kek, wrapped), whatever engine has them.  Looks
 * at every byte of the processes for the key file's key, the root key, the KEKs
 * and all slots, and prints how many of each it found, as JSON; "own" are the
 * two slots of ids and of the log.  TEXT, a file, is sought, too.  Exits with
 * 77 where nobody may look.
 */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/json.h"
#include "crypto/kekfile.h"
#include "crypto/keyring.h"
#include "crypto/secret.h"
#include "crypto/unlock.h"
#include "vault/keys.h"

enum { NEEDLES = 1 << 17, PIECE = 1 << 20, SKIPPED = 77 };
enum what { KEY_FILE_KEY, ROOT, KEK, OWN, SLOT };
enum { WHATS = SLOT + 1 };

static struct error error;
static struct arena *arena;
static uint8_t root[SEAL_KEY], store[STORE_ID_SIZE];
static struct needle {
	enum what what;
	uint8_t key[SEAL_KEY];
	struct needle *next;	/* with the same first two bytes */
} needles[NEEDLES];
static struct needle *by_head[1 << 16];
static size_t needle_count;
static unsigned long found[WHATS], texts;
static struct text wanted;	/* as a text */

static void
die(const char *what)
{
	(void)fprintf(stderr, "%s: %s %s\n", what, error.code,
	    error.text[LANGUAGE_EN]);
	exit(1);
}

static void
seek(enum what what, const uint8_t *key)
{
	struct needle *n = &needles[needle_count++];
	size_t head = (size_t)key[0] << 8 | key[1];

	if (needle_count == NEEDLES)
		die("too many keys");
	n->what = what;
	memcpy(n->key, key, SEAL_KEY);
	n->next = by_head[head];
	by_head[head] = n;
}

static void
seek_roots(const char *folder, const char *key_file)
{
	const struct unlock_secret secret = { .key_file = key_file };
	struct kek keks[KEK_AREAS];
	uint8_t key[BASE64_SIZE(SEAL_KEY)];
	const struct node *json;
	char path[PATH_SIZE];
	struct bytes bytes;
	struct text line;
	size_t n;

	if (file_join(path, folder, "unlock.json", &error) != STATUS_OK ||
	    file_read(&bytes, path, 65536, arena, &error) != STATUS_OK ||
	    json_parse(&json, bytes, arena, &error) != STATUS_OK ||
	    !decode_hex(node_text(json, "store"), store, STORE_ID_SIZE) ||
	    unlock_open(root, path, store, &secret, &error) != STATUS_OK)
		die("unlock");
	seek(ROOT, root);
	if (file_join(path, folder, "kek", &error) != STATUS_OK ||
	    kekfile_read(keks, path, store, root, &error) != STATUS_OK)
		die("kek");
	for (size_t i = 0; i < KEK_AREAS; i++)
		if (keks[i].number != 0)
			seek(KEK, keks[i].key);
	if (file_read_text(&line, key_file, 4096, arena, &error) !=
	    STATUS_OK)
		die("key file");
	line = text_trim(line);
	if (line.n > BASE64_SIZE(SEAL_KEY) - 1 && decode_base64(text_slice(
	    line, line.n - (BASE64_SIZE(SEAL_KEY) - 1), line.n), key, &n) &&
	    n == SEAL_KEY)
		seek(KEY_FILE_KEY, key);
}

static void
seek_slots(const char *folder)
{
	struct keyring *keyring;
	struct wrapped_slot wrapped;
	struct slot_key key;
	char path[PATH_SIZE];
	sqlite3_stmt *rows = NULL;
	sqlite3 *db = NULL;

	if (keyring_open(&keyring, folder, store, root, &error) !=
	    STATUS_OK || file_join(path, folder, "keys.db", &error) !=
	    STATUS_OK)
		die("keyring");
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) !=
	    SQLITE_OK || sqlite3_prepare_v2(db,
	    "SELECT number, kek, wrapped FROM slot", -1, &rows, NULL) !=
	    SQLITE_OK)
		die(sqlite3_errmsg(db));
	while (sqlite3_step(rows) == SQLITE_ROW) {
		wrapped.slot = (uint64_t)sqlite3_column_int64(rows, 0);
		wrapped.kek = (uint32_t)sqlite3_column_int64(rows, 1);
		if (sqlite3_column_bytes(rows, 2) != KEYRING_WRAPPED)
			die("a slot");
		memcpy(wrapped.bytes, sqlite3_column_blob(rows, 2),
		    KEYRING_WRAPPED);
		if (keyring_unwrap(keyring, &wrapped, 1, &key, &error) !=
		    STATUS_OK)
			die("a slot");
		seek(wrapped.slot == KEYS_SLOT_ID ||
		    wrapped.slot == KEYS_SLOT_LOG ? OWN : SLOT, key.bytes);
	}
	(void)sqlite3_finalize(rows);
	(void)sqlite3_close(db);
	keyring_close(keyring);
}

static void
look_at(const uint8_t *bytes, size_t n)
{
	const uint8_t *text = bytes;

	while ((text = memmem(text, n - (size_t)(text - bytes), wanted.p,
	    wanted.n)) != NULL) {
		texts++;
		text++;
	}
	for (size_t at = 0; at + SEAL_KEY <= n; at++)
		for (const struct needle *needle = by_head[
		    (size_t)bytes[at] << 8 | bytes[at + 1]]; needle != NULL;
		    needle = needle->next)
			found[needle->what] += memcmp(needle->key,
			    bytes + at, SEAL_KEY) == 0;
}

/* Pieces overlap by a key less one byte, so that none is seen twice. */
static void
look_in(const char *pid)
{
	static uint8_t piece[PIECE];
	unsigned long from, to;
	char path[64], line[512];
	FILE *maps;
	int memory;

	(void)snprintf(path, sizeof(path), "/proc/%s/maps", pid);
	maps = fopen(path, "re");
	(void)snprintf(path, sizeof(path), "/proc/%s/mem", pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	if (maps == NULL || memory < 0)
		exit(errno == EACCES || errno == EPERM ? SKIPPED : 1);
	while (fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%lx-%lx", &from, &to) != 2)
			continue;
		while (from + SEAL_KEY <= to) {
			size_t n = to - from < PIECE ? to - from : PIECE;
			ssize_t got = pread(memory, piece, n, (off_t)from);

			if (got > 0)
				look_at(piece, (size_t)got);
			from += n < PIECE ? n : PIECE - (SEAL_KEY - 1);
		}
	}
	(void)fclose(maps);
	(void)close(memory);
}

int
main(int argc, char **argv)
{
	if (argc < 5 || secret_start(&error) != STATUS_OK ||
	    (arena = arena_new(16 << 20)) == NULL)
		return 2;
	seek_roots(argv[1], argv[2]);
	seek_slots(argv[1]);
	if (file_read_text(&wanted, argv[3], 4096, arena, &error) !=
	    STATUS_OK)
		die("text");
	wanted = text_trim(wanted);
	for (int i = 4; i < argc; i++)
		look_in(argv[i]);
	(void)printf("{\"keys\": %zu, \"key_file\": %lu, \"root\": %lu, "
	    "\"kek\": %lu, \"own\": %lu, \"slots\": %lu, \"text\": %lu}\n", needle_count,
	    found[KEY_FILE_KEY], found[ROOT], found[KEK], found[OWN],
	    found[SLOT], texts);
	return 0;
}
