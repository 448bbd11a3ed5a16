#include "backup/header.h"
#include "base/cbor.h"
#include "base/encode.h"
#include "base/json.h"
#include "base/jsonw.h"
#include "crypto/kekfile.h"
#include "crypto/random.h"
#include "crypto/unlock.h"
#include "vault/keys.h"

void
header_new_id(char out[HEADER_ID_SIZE], int64_t now)
{
	char time[CLOCK_TEXT_SIZE];
	uint8_t more[2];

	random_bytes(more, sizeof(more));
	clock_format(now, time);
	(void)snprintf(out, HEADER_ID_SIZE,
	    "%.4s%.2s%.2s-%.2s%.2s%.2s-%.3s-%02x%02x", time, time + 5,
	    time + 8, time + 11, time + 14, time + 17, time + 20, more[0],
	    more[1]);
}

static void
member_bytes(struct jsonw *json, const char *key, struct bytes bytes,
    struct arena *arena)
{
	char *letters = arena_alloc(arena, BASE64_SIZE(bytes.n));

	if (letters == NULL) {
		buf_no_memory(json->out);
		return;
	}
	encode_base64(bytes.p, bytes.n, letters);
	jsonw_member_string(json, key, letters);
}

static void
write_keys(struct jsonw *json, const struct backup_header *h,
    struct arena *arena)
{
	if (h->kind != BACKUP_KEYS)
		return;
	jsonw_member_instant(json, "destroyed_by", h->expires);
	jsonw_member_int(json, "tail_from", (int64_t)h->tail_from);
	jsonw_member_int(json, "slot_kek", h->slot.kek);
	member_bytes(json, "slot", (struct bytes){ h->slot.bytes,
	    KEYRING_WRAPPED }, arena);
	member_bytes(json, "unlock_file", h->unlock_file, arena);
	member_bytes(json, "kek_file", h->kek_file, arena);
}

enum status
header_write(struct buf *out, const struct backup_header *h,
    struct error *error)
{
	struct arena *arena = out->arena;
	struct jsonw json = jsonw_new(out, true);

	jsonw_open_object(&json);
	jsonw_member_int(&json, "sekisho_backup", 1);
	jsonw_member_string(&json, "kind", h->kind == BACKUP_DATA ? "data" :
	    "keys");
	jsonw_member_text(&json, "id", h->id);
	jsonw_member_hex(&json, "store", h->store, STORE_ID_SIZE);
	jsonw_member_text(&json, "origin", h->origin);
	jsonw_member_instant(&json, "made", h->made);
	jsonw_member_int(&json, "kek_days", h->kek_days);
	jsonw_member_int(&json, "key_backup_days", h->key_backup_days);
	jsonw_member_int(&json, "log_size", (int64_t)h->log_size);
	member_bytes(&json, "log_root", (struct bytes){ h->log_root.bytes,
	    HASH_SIZE }, arena);
	jsonw_member_int(&json, "bytes", (int64_t)h->bytes);
	member_bytes(&json, "contents", (struct bytes){ h->contents.bytes,
	    HASH_SIZE }, arena);
	write_keys(&json, h, arena);
	jsonw_member_text(&json, "key", h->vkey);
	jsonw_close_object(&json);
	buf_byte(out, '\n');
	return buf_status(out, error);
}

struct reading {
	const struct node *json;
	struct arena *arena;
	bool wrong;
};

static int64_t
read_time(struct reading *r, const char *key)
{
	int64_t instant = 0;

	r->wrong |= !clock_parse(node_text(r->json, key), &instant);
	return instant;
}

static struct bytes
read_bytes(struct reading *r, const char *key, size_t least, size_t most)
{
	struct text letters = node_text(r->json, key);
	uint8_t *bytes = arena_alloc(r->arena, letters.n + 1);
	size_t n = 0;

	r->wrong |= bytes == NULL || !decode_base64(letters, bytes, &n) ||
	    n < least || n > most;
	return (struct bytes){ bytes, n };
}

static void
read_fixed(struct reading *r, const char *key, uint8_t *out, size_t n)
{
	struct bytes bytes = read_bytes(r, key, n, n);

	if (!r->wrong)
		memcpy(out, bytes.p, n);
}

static uint64_t
read_number(struct reading *r, const char *key, int64_t most)
{
	int64_t number = node_int(r->json, key, -1);

	r->wrong |= number < 0 || number > most;
	return number < 0 ? 0 : (uint64_t)number;
}

static void
read_keys(struct reading *r, struct backup_header *h)
{
	if (h->kind != BACKUP_KEYS)
		return;
	h->expires = read_time(r, "destroyed_by");
	h->tail_from = read_number(r, "tail_from", INT64_MAX);
	h->slot.slot = KEYS_SLOT_BACKUP;
	h->slot.kek = (uint32_t)read_number(r, "slot_kek", UINT32_MAX);
	read_fixed(r, "slot", h->slot.bytes, KEYRING_WRAPPED);
	h->unlock_file = read_bytes(r, "unlock_file", 1, UNLOCK_FILE_MAX);
	h->kek_file = read_bytes(r, "kek_file", KEK_AREAS * KEK_AREA_SIZE,
	    KEK_AREAS * KEK_AREA_SIZE);
}

static void
read_all(struct reading *r, struct backup_header *h)
{
	struct text kind = node_text(r->json, "kind");

	r->wrong |= node_int(r->json, "sekisho_backup", 0) != 1 ||
	    (!text_is(kind, "data") && !text_is(kind, "keys")) ||
	    !decode_hex(node_text(r->json, "store"), h->store,
	    STORE_ID_SIZE);
	h->kind = text_is(kind, "data") ? BACKUP_DATA : BACKUP_KEYS;
	h->id = node_text(r->json, "id");
	h->origin = node_text(r->json, "origin");
	h->vkey = node_text(r->json, "key");
	r->wrong |= h->id.n == 0 || h->id.n >= HEADER_ID_SIZE ||
	    h->origin.n == 0 || h->origin.n > NOTE_NAME_MAX;
	h->made = read_time(r, "made");
	h->kek_days = (int)read_number(r, "kek_days", 365);
	h->key_backup_days = (int)read_number(r, "key_backup_days", 365);
	h->log_size = read_number(r, "log_size", INT64_MAX);
	read_fixed(r, "log_root", h->log_root.bytes, HASH_SIZE);
	h->bytes = read_number(r, "bytes", INT64_MAX);
	read_fixed(r, "contents", h->contents.bytes, HASH_SIZE);
	read_keys(r, h);
}

static enum status
broken(struct error *error)
{
	return error_set(error, STATUS_INTEGRITY, "backup_broken",
	    "バックアップの見出しが壊れています",
	    "the head of the backup is broken");
}

/* The text up to the blank line before the signatures. */
static struct bytes
text_part(struct bytes note)
{
	const uint8_t *end = memmem(note.p, note.n, "\n\n", 2);

	return (struct bytes){ note.p, end == NULL ? 0 :
	    (size_t)(end - note.p) + 1 };
}

enum status
header_read(struct backup_header *h, struct bytes note, struct arena *arena,
    struct error *error)
{
	struct reading r = { .arena = arena };
	struct note_verifier verifier;
	struct text text;
	enum status status = json_parse(&r.json, text_part(note), arena,
	    error);

	memset(h, 0, sizeof(*h));
	if (status != STATUS_OK)
		return status == STATUS_FAILURE ? status : broken(error);
	read_all(&r, h);
	if (r.wrong || note_verifier_parse(&verifier, h->vkey, error) !=
	    STATUS_OK || note_open(&text, note, &verifier, error) !=
	    STATUS_OK)
		return broken(error);
	return STATUS_OK;
}

enum status
header_get(struct backup_header *h, const struct depot *depot,
    struct text id, struct arena *arena, struct error *error)
{
	struct bytes note;
	enum status status = depot_get_header(depot, id, &note, arena,
	    error);

	if (status == STATUS_OK)
		status = header_read(h, note, arena, error);
	if (status == STATUS_OK && !text_equal(h->id, id))
		status = broken(error);
	if (status == STATUS_NOT_FOUND)
		status = error_set(error, STATUS_NOT_FOUND,
		    "backup_not_found", "該当するバックアップはありません",
		    "there is no such backup");
	if (status != STATUS_OK)
		error_at(error, "%s/%.*s.backup", depot_folder(depot),
		    TEXT_ARGS(id));
	return status;
}

enum status
header_check(const struct backup_header *h,
    const struct note_verifier *verifier, struct error *error)
{
	struct note_verifier named;

	/* The origin may be another one, since a restore: the key is not. */
	if (note_verifier_parse(&named, h->vkey, error) == STATUS_OK &&
	    memcmp(named.public, verifier->public, SIGN_PUBLIC) == 0)
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "backup_forged",
	    "バックアップの見出しはこのストアの鍵で署名されていません",
	    "the head of the backup was not signed by this store's key");
}

void
header_write_contents(struct buf *out, const struct backup_contents *c)
{
	cbor_array(out, c->n);
	for (size_t i = 0; i < c->n; i++) {
		cbor_array(out, 2);
		cbor_text(out, c->section[i].name);
		cbor_array(out, c->section[i].n);
		for (size_t j = 0; j < c->section[i].n; j++)
			cbor_bytes(out, c->section[i].pieces[j].bytes,
			    HASH_SIZE);
	}
}

static void
read_section(struct cbor *in, struct backup_section *section,
    struct arena *arena)
{
	struct piece_name *pieces;

	if (cbor_read_array(in) != 2)
		cbor_fail(in);
	section->name = cbor_read_text(in);
	section->n = cbor_read_array(in);
	/* Each takes more than a hash's bytes. */
	if (in->failed || section->n > in->n / HASH_SIZE) {
		cbor_fail(in);
		section->n = 0;
		return;
	}
	pieces = arena_array(arena, section->n, sizeof(*pieces));
	if (pieces == NULL)
		cbor_fail(in);
	for (size_t i = 0; i < section->n && !in->failed; i++)
		cbor_read_fixed(in, pieces[i].bytes, HASH_SIZE);
	section->pieces = pieces;
}

enum status
header_get_contents(struct backup_contents *c, struct depot *depot,
    const struct backup_header *h, struct arena *arena, struct error *error)
{
	struct bytes bytes;
	struct cbor in;
	enum status status = depot_get(depot, &h->contents, &bytes, arena,
	    error);

	memset(c, 0, sizeof(*c));
	if (status != STATUS_OK)
		return status;
	in = cbor_reader(bytes);
	c->n = cbor_read_array(&in);
	if (c->n > HEADER_SECTIONS_MAX)
		cbor_fail(&in);
	for (size_t i = 0; i < c->n && !in.failed; i++)
		read_section(&in, &c->section[i], arena);
	return cbor_done(&in) ? STATUS_OK : broken(error);
}

struct backup_section
header_section(const struct backup_contents *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (text_is(c->section[i].name, name))
			return c->section[i];
	return (struct backup_section){ .n = 0 };
}
