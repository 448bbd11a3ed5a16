/*
 * attacker.c - somebody who holds files, for tests/faults/attacker.
 *
 *	attacker UNLOCK KEY_FILE SLOT OLD_DATA FILE...
 *
 * Holds the live root key (the unlock file and the key file), a copy of the
 * data from before an erasure, and any other files, byte for byte: key
 * stores, their WALs, KEK files, backups.  Looks at every offset of every
 * file for a KEK that opens under the root key, then at every offset for the
 * slot wrapped under one of them, then opens the old rows with it.  Says how
 * many KEKs it found, whether the slot opened, and prints what it read.
 */
#include <sqlite3.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "crypto/kekfile.h"
#include "crypto/keyring.h"
#include "crypto/secret.h"
#include "crypto/unlock.h"

enum { FILES_MAX = 64, FILE_MAX = 256 << 20, KEKS_MAX = 64 };

static struct error error;
static struct arena *arena;
static uint8_t root[SEAL_KEY], store[STORE_ID_SIZE];
static struct bytes files[FILES_MAX];
static size_t file_count;
static struct keyring *keyrings[KEKS_MAX];
static uint32_t kek_number[KEKS_MAX];
static size_t kek_count;

static void
die(const char *what)
{
	(void)fprintf(stderr, "%s: %s %s\n", what, error.code,
	    error.text[LANGUAGE_EN]);
	exit(1);
}

static void
unlock(const char *unlock_file, const char *key_file)
{
	const struct unlock_secret secret = { .key_file = key_file };
	const struct node *json;
	struct bytes bytes;

	if (file_read(&bytes, unlock_file, 65536, arena, &error) !=
	    STATUS_OK || json_parse(&json, bytes, arena, &error) !=
	    STATUS_OK || !decode_hex(node_text(json, "store"), store,
	    STORE_ID_SIZE) || unlock_open(root, unlock_file, store, &secret,
	    &error) != STATUS_OK)
		die("unlock");
}

/* One area that may hold a KEK: tried as a file of its own. */
static void
try_area(const uint8_t *area)
{
	static uint8_t file[KEK_AREAS * KEK_AREA_SIZE];
	char folder[] = "/tmp/attacker-XXXXXX", path[64];
	struct keyring *keyring;

	memcpy(file, area, KEK_AREA_SIZE);
	memset(file + KEK_AREA_SIZE, 0, KEK_AREA_SIZE);
	if (kek_count == KEKS_MAX || mkdtemp(folder) == NULL)
		die("folder");
	(void)snprintf(path, sizeof(path), "%s/kek", folder);
	if (file_create(path, (struct bytes){ file, sizeof(file) }, 0600,
	    &error) != STATUS_OK)
		die("kek");
	if (keyring_open(&keyring, folder, store, root, &error) ==
	    STATUS_OK) {
		kek_number[kek_count] = keyring_current_kek(keyring);
		keyrings[kek_count++] = keyring;
	}
	(void)unlink(path);
	(void)rmdir(folder);
}

static void
find_keks(void)
{
	for (size_t f = 0; f < file_count; f++)
		for (size_t at = 0; at + KEK_AREA_SIZE <= files[f].n; at++)
			if (memcmp(files[f].p + at, "SKSHKEK1", 8) == 0)
				try_area(files[f].p + at);
}

static bool
find_slot(uint64_t number, struct slot_key *key)
{
	struct wrapped_slot wrapped = { .slot = number };

	for (size_t f = 0; f < file_count; f++)
		for (size_t at = 0; at + KEYRING_WRAPPED <= files[f].n; at++)
			for (size_t k = 0; k < kek_count; k++) {
				memcpy(wrapped.bytes, files[f].p + at,
				    KEYRING_WRAPPED);
				wrapped.kek = kek_number[k];
				if (keyring_unwrap(keyrings[k], &wrapped, 1,
				    key, &error) == STATUS_OK)
					return true;
			}
	return false;
}

/* Every row of the old data that the slot opens, as it is. */
static size_t
open_rows(const char *path, uint64_t slot, const struct slot_key *key)
{
	sqlite3 *db;
	sqlite3_stmt *rows = NULL;
	size_t opened = 0;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK || sqlite3_prepare_v2(db, "SELECT person, seq, "
	    "version, class, tier, day, sealed FROM record", -1, &rows,
	    NULL) != SQLITE_OK)
		die("old data");
	while (sqlite3_step(rows) == SQLITE_ROW) {
		struct seal_place place = {
			.store = store, .kind = SEAL_RECORD,
			.person = (uint64_t)sqlite3_column_int64(rows, 0),
			.seq = (uint64_t)sqlite3_column_int64(rows, 1),
			.version = (uint64_t)sqlite3_column_int64(rows, 2),
			.class = (uint32_t)sqlite3_column_int64(rows, 3),
			.tier = (uint8_t)sqlite3_column_int64(rows, 4),
			.day = sqlite3_column_int64(rows, 5),
		};
		const struct sealed sealed = { {
			sqlite3_column_blob(rows, 6),
			(size_t)sqlite3_column_bytes(rows, 6) } };
		struct plain plain;
		uint64_t found;

		if (place.seq == 0)
			place.kind = SEAL_STANDING;
		if (seal_slot(&found, sealed, &error) != STATUS_OK ||
		    found != slot || unseal(&plain, &place, sealed,
		    key->bytes, arena, &error) != STATUS_OK)
			continue;
		opened++;
		(void)fwrite(plain.p, 1, plain.n, stdout);
	}
	(void)sqlite3_finalize(rows);
	(void)sqlite3_close(db);
	return opened;
}

int
main(int argc, char **argv)
{
	struct slot_key key;
	uint64_t slot;
	bool found;

	arena = arena_new((size_t)1 << 30);
	if (argc < 6 || arena == NULL || secret_start(&error) != STATUS_OK)
		return 2;
	unlock(argv[1], argv[2]);
	slot = strtoull(argv[3], NULL, 10);
	for (int i = 5; i < argc && file_count < FILES_MAX; i++)
		if (file_read(&files[file_count++], argv[i], FILE_MAX, arena,
		    &error) != STATUS_OK)
			die(argv[i]);
	find_keks();
	found = find_slot(slot, &key);
	(void)printf("keks %zu\nslot %s\n", kek_count, found ? "opened" :
	    "closed");
	(void)printf("\nrows %zu\n", found ? open_rows(argv[4], slot, &key) :
	    0);
	return 0;
}
