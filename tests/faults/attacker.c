/*
 * attacker.c - somebody who holds files, for tests/faults/attacker.
 *
 *	attacker UNLOCK KEY_FILE SLOT OLD_DATA FILE...
 *
 * Holds the live root key (the unlock file and the key file), a copy of the
 * data from before an erasure ("-": only what the files hold), and any other
 * files, byte for byte: key stores, their WALs, KEK files, backups.  Takes the
 * KEK files out of the heads of backups; looks at every offset of everything
 * for a KEK that opens under the root key, then for the slot of backups
 * wrapped under one of them, and opens every piece of a backup with that;
 * looks at every offset of it all for the slot it is after, and opens with it
 * the old rows, those in pieces, too.  Says how many KEKs and pieces it found,
 * whether the slot opened, and prints what it read.
 */
#include <sqlite3.h>
#include <unistd.h>

#include "backup/header.h"
#include "base/cbor.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "crypto/kekfile.h"
#include "crypto/keyring.h"
#include "crypto/secret.h"
#include "crypto/unlock.h"
#include "vault/keys.h"

enum { FILES_MAX = 8192, FILE_MAX = 256 << 20, KEKS_MAX = 64 };

static struct error error;
static struct arena *arena;
static uint8_t root[SEAL_KEY], store[STORE_ID_SIZE];
static struct bytes files[FILES_MAX];
static bool is_piece[FILES_MAX];	/* what was sealed in one */
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

/* What a backup has in its head, as files of their own. */
static void
open_heads(void)
{
	size_t n = file_count;

	for (size_t f = 0; f < n && file_count + 2 < FILES_MAX; f++) {
		struct backup_header h;

		if (files[f].n > NOTE_MAX || header_read(&h, files[f], arena,
		    &error) != STATUS_OK || h.kind != BACKUP_KEYS)
			continue;
		files[file_count++] = h.kek_file;
		files[file_count++] = (struct bytes){
			h.slot.bytes, KEYRING_WRAPPED };
		/* The array is on the stack. */
		files[file_count - 1].p = memcpy(arena_alloc(arena,
		    KEYRING_WRAPPED), h.slot.bytes, KEYRING_WRAPPED);
	}
}

/* A file that is a piece of a backup, by its name and its first bytes. */
static bool
open_piece(struct bytes *file, const char *path, const struct slot_key *key)
{
	const char *name = strrchr(path, '/');
	uint8_t hash[HASH_SIZE];
	struct plain plain;

	if (name == NULL || !decode_hex(text_of(name + 1), hash,
	    sizeof(hash)))
		return false;
	for (uint8_t kind = BACKUP_DATA; kind <= BACKUP_KEYS; kind++) {
		const struct seal_place place = {
			.store = store, .kind = SEAL_BACKUP, .tier = kind,
			.person = decode_number(hash, 8), .seq = decode_number(hash + 8, 8),
			.version = 1,
		};

		if (unseal(&plain, &place, (struct sealed){ *file },
		    key->bytes, arena, &error) != STATUS_OK)
			continue;
		*file = (struct bytes){ plain.p, plain.n };
		return true;
	}
	return false;
}

/*
 * Most of what a database server writes is no slot at a glance: in what looks
 * random no word of sixteen is zero, and they are not all ASCII.
 */
static bool
looks_random(const uint8_t *bytes)
{
	uint32_t word, all = 0;

	for (size_t i = 0; i < KEYRING_WRAPPED; i += sizeof(word)) {
		memcpy(&word, bytes + i, sizeof(word));
		if (word == 0)
			return false;
		all |= word;
	}
	return (all & 0x80808080) != 0;
}

static bool
find_slot(uint64_t number, struct slot_key *key)
{
	struct wrapped_slot wrapped = { .slot = number };

	for (size_t f = 0; f < file_count; f++)
		for (size_t at = 0; at + KEYRING_WRAPPED <= files[f].n; at++)
			for (size_t k = 0; k < kek_count &&
			    looks_random(files[f].p + at); k++) {
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

/* The same of the rows in pieces: arrays of what the table record has. */
static size_t
open_rows_in(struct bytes piece, uint64_t slot, const struct slot_key *key)
{
	struct cbor in = cbor_reader(piece);
	size_t opened = 0;

	while (cbor_peek(&in) == CBOR_ARRAY && cbor_read_array(&in) == 8) {
		struct seal_place place = { .store = store };
		struct sealed sealed;
		struct plain plain;
		uint64_t found;

		place.person = cbor_read_uint(&in);
		place.seq = cbor_read_uint(&in);
		place.version = cbor_read_uint(&in);
		(void)cbor_read_int(&in);
		place.class = (uint32_t)cbor_read_uint(&in);
		place.tier = (uint8_t)cbor_read_uint(&in);
		place.day = cbor_read_int(&in);
		sealed.bytes = cbor_read_bytes(&in);
		place.kind = place.seq == 0 ? SEAL_STANDING : SEAL_RECORD;
		if (in.failed || seal_slot(&found, sealed, &error) !=
		    STATUS_OK || found != slot || unseal(&plain, &place,
		    sealed, key->bytes, arena, &error) != STATUS_OK)
			continue;
		opened++;
		(void)fwrite(plain.p, 1, plain.n, stdout);
	}
	return opened;
}

int
main(int argc, char **argv)
{
	struct slot_key key;
	uint64_t slot;
	size_t pieces = 0, rows = 0;
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
	open_heads();
	find_keks();
	if (find_slot(KEYS_SLOT_BACKUP, &key))
		for (int i = 5; i < argc; i++) {
			is_piece[i - 5] = open_piece(&files[i - 5], argv[i],
			    &key);
			pieces += is_piece[i - 5];
		}
	/* A KEK may lie in a piece, too. */
	find_keks();
	found = find_slot(slot, &key);
	(void)printf("keks %zu pieces %zu\nslot %s\n", kek_count, pieces,
	    found ? "opened" : "closed");
	if (found && strcmp(argv[4], "-") != 0)
		rows = open_rows(argv[4], slot, &key);
	for (int i = 5; i < argc && found; i++)
		if (is_piece[i - 5])
			rows += open_rows_in(files[i - 5], slot, &key);
	(void)printf("\nrows %zu\n", rows);
	return 0;
}
