#include "audit/tile.h"
#include "backup/backup.h"
#include "backup/writer.h"
#include "base/cbor.h"
#include "base/encode.h"
#include "base/mem.h"
#include "crypto/kekfile.h"
#include "crypto/unlock.h"
#include "store/dump.h"

enum {
	GROUP = 64 * TILE_WIDTH,	/* entries in a piece of the log */
	HEADER_MAX = 65536, SNAPSHOTS = 5,
};

/* One backup that is being made. */
struct making {
	struct visit *visit;
	const struct backup_job *job;
	struct backup_record *record;
	struct backup_header header;
	struct backup_contents before;	/* of the backup before */
	struct depot *depot;
	struct writer *writer;
	uint64_t rows;
	const char *section;
	struct arena *arena;		/* of one entry */
	struct error *error;
};

static void
show(struct making *m, const char *what, uint64_t done)
{
	if (m->job->progress != NULL)
		m->job->progress(m->job->context, what, done);
}

static const struct config *
config_of(const struct making *m)
{
	return vault_config(m->visit->vault);
}

static enum status
unlock(struct making *m)
{
	const uint64_t slot = KEYS_SLOT_BACKUP;
	struct keys *keys = vault_keys(m->visit->vault);
	struct slot_key key;
	enum status status = keys_ensure(keys, slot, m->error);

	if (status == STATUS_OK)
		status = keys_get(keys, &slot, 1, &key, m->error);
	if (status == STATUS_OK)
		depot_unlock(m->depot, &key);
	mem_wipe(&key, sizeof(key));
	return status;
}

/* What the last backup of this log wrote is there. */
static enum status
look_back(struct making *m)
{
	struct arena *arena = m->visit->arena;
	struct backup_header last;
	struct text *ids;
	struct error ignored;
	size_t n = 0;
	enum status status = depot_ids(m->depot, &ids, &n, arena, m->error);

	if (status != STATUS_OK || n == 0 || header_get(&last, m->depot,
	    ids[n - 1], arena, &ignored) != STATUS_OK ||
	    header_get_contents(&m->before, m->depot, &last, arena,
	    &ignored) != STATUS_OK) {
		m->before.n = 0;
		return status;
	}
	for (size_t i = 0; i < m->before.n && status == STATUS_OK; i++)
		status = depot_trust(m->depot, m->before.section[i].pieces,
		    m->before.section[i].n, m->error);
	/* Another log's entries are others at the same numbers. */
	if (!text_is(last.origin, config_of(m)->origin))
		m->before.n = 0;
	return status;
}

/* Written down before the first byte is. */
static enum status
begin(struct making *m, enum backup_kind kind, const char *folder)
{
	struct visit *visit = m->visit;
	char *id = arena_alloc(visit->arena, HEADER_ID_SIZE);
	uint8_t store[STORE_ID_SIZE];
	enum status status;

	if (id == NULL)
		return error_memory(m->error);
	memcpy(store, store_id(vault_store(visit->vault)), sizeof(store));
	status = depot_open(&m->depot, folder, kind, store, DEPOT_MAKE,
	    m->error);
	if (status == STATUS_OK)
		status = unlock(m);
	if (status == STATUS_OK)
		status = look_back(m);
	if (status == STATUS_OK)
		status = writer_new(&m->writer, m->depot, m->error);
	if (status != STATUS_OK)
		return status;
	*m->record = (struct backup_record){
		.kind = kind, .state = BACKUP_BEGUN,
		.made = clock_now(vault_clock(visit->vault)),
		.place = text_of(folder),
	};
	header_new_id(id, m->record->made);
	m->record->id = text_of(id);
	if (kind == BACKUP_KEYS)
		m->record->expires = m->record->made + (int64_t)
		    config_of(m)->key_backup_days * DAY_SECONDS * 1000;
	return backup_record_put(visit, m->record, kind == BACKUP_DATA ?
	    "data_begun" : "keys_begun", m->error);
}

/* The root of the log when it had so many entries. */
static enum status
root_at(struct making *m, uint64_t size, struct hash *root)
{
	struct checkpoint state = vault_log_state(m->visit->vault);
	struct tile_log *log;
	enum status status;

	*root = state.root;
	if (state.size == size)
		return STATUS_OK;
	status = tile_log_open(&log, config_of(m)->log_folder, state.size,
	    m->error);
	if (status != STATUS_OK)
		return status;
	if (!tree_root_at(root, size, tile_log_reader(log))) {
		*m->error = *tile_log_error(log);
		status = m->error->status;
	}
	tile_log_close(log);
	return status;
}

/* The head last, and the record after it. */
static enum status
end(struct making *m, const char *subject)
{
	struct visit *visit = m->visit;
	struct backup_header *h = &m->header;
	struct backup_record *r = m->record;
	struct buf text, note, key;
	struct written written;
	enum status status = writer_end(m->writer, &written, m->error);

	if (status != STATUS_OK)
		return status;
	buf_init(&text, visit->arena, HEADER_MAX);
	buf_init(&note, visit->arena, HEADER_MAX + 1024);
	buf_init(&key, visit->arena, 1024);
	note_verifier_format(&key, vault_verifier(visit->vault));
	h->kind = r->kind;
	h->id = r->id;
	memcpy(h->store, store_id(vault_store(visit->vault)), STORE_ID_SIZE);
	h->origin = text_of(config_of(m)->origin);
	h->vkey = buf_as_text(&key);
	h->made = r->made;
	h->expires = r->expires;
	h->kek_days = config_of(m)->kek_days;
	h->key_backup_days = config_of(m)->key_backup_days;
	h->contents = written.contents;
	h->bytes = r->bytes = written.bytes;
	r->new_bytes = written.new_bytes;
	r->log_size = h->log_size;
	r->log_root = h->log_root;
	r->state = BACKUP_MADE;
	status = header_write(&text, h, m->error);
	if (status == STATUS_OK)
		vault_sign(visit->vault, &note, buf_as_text(&text));
	if (status == STATUS_OK)
		status = buf_status(&note, m->error);
	if (status == STATUS_OK)
		status = depot_put_header(m->depot, r->id, buf_bytes(&note),
		    m->error);
	return status == STATUS_OK ? backup_record_put(visit, r, subject,
	    m->error) : status;
}

static enum status
take_row(void *context, const struct dump_row *row, struct error *error)
{
	struct making *m = context;

	if (++m->rows % 1024 == 0)
		show(m, m->section, m->rows);
	return writer_row(m->writer, row->bytes, row->edge, error);
}

static enum status
write_table(struct making *m, struct dump *dump, enum dump_part part,
    size_t table)
{
	const char *name = dump_table_name(part, table);
	enum status status;

	if (name == NULL)
		return STATUS_OK;
	m->section = name;
	m->rows = 0;
	status = writer_section(m->writer, name, m->error);
	return status == STATUS_OK ? dump_table(dump, table, take_row, m,
	    m->error) : status;
}

static enum status
write_tables(struct making *m, struct dump *dump, enum dump_part part)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < DUMP_TABLES && status == STATUS_OK; i++)
		status = write_table(m, dump, part, i);
	return status;
}

/* As it stands in a tile: its length before it. */
static enum status
take_entry(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	const uint8_t length[2] = {
		(uint8_t)(entry.n >> 8), (uint8_t)entry.n
	};
	struct making *m = context;
	struct buf row;
	enum status status;

	(void)index;
	arena_reset(m->arena);
	buf_init(&row, m->arena, TILE_ENTRY_MAX + sizeof(length));
	buf_put(&row, length, sizeof(length));
	buf_put(&row, entry.p, entry.n);
	status = buf_status(&row, error);
	return status == STATUS_OK ? writer_row(m->writer, buf_bytes(&row),
	    index % GROUP == GROUP - 1, error) : status;
}

/* The entries before the rows' first; whole groups never change. */
static enum status
write_log(struct making *m, uint64_t first)
{
	struct backup_section old = header_section(&m->before, "log");
	uint64_t done = 0;
	struct tile_log *log;
	enum status status = writer_section(m->writer, "log", m->error);

	/* The last of the pieces may hold less than a group. */
	for (size_t i = 0; i + 1 < old.n && done + GROUP <= first &&
	    status == STATUS_OK; i++) {
		status = writer_reuse(m->writer, &old.pieces[i], m->error);
		done += GROUP;
	}
	if (status != STATUS_OK || done == first)
		return status;
	status = tile_log_open(&log, config_of(m)->log_folder, vault_log_state(
	    m->visit->vault).size, m->error);
	if (status != STATUS_OK)
		return status;
	status = tile_log_entries(log, done, first, take_entry, m, m->error);
	tile_log_close(log);
	return status;
}

static enum status
write_data(struct making *m)
{
	struct dump *dump;
	uint64_t first = 0;
	enum status status = dump_open(&dump, vault_store(m->visit->vault),
	    DUMP_DATA, m->error);

	if (status != STATUS_OK)
		return status;
	status = dump_log(dump, &m->header.log_size, &first, m->error);
	/* Tiles up to the snapshot's end, and the root there. */
	if (status == STATUS_OK)
		status = vault_integrate(m->visit->vault, m->error);
	if (status == STATUS_OK)
		status = root_at(m, m->header.log_size, &m->header.log_root);
	if (status == STATUS_OK)
		status = write_log(m, first);
	if (status == STATUS_OK)
		status = write_tables(m, dump, DUMP_DATA);
	dump_close(dump);
	return status;
}

/* Whether the KEK file has a KEK of that number: kekfile.h. */
static bool
has_kek(struct bytes file, uint32_t number)
{
	for (size_t area = 0; area < KEK_AREAS; area++) {
		const uint8_t *p = file.p + area * KEK_AREA_SIZE + 8;

		if (decode_number(p, 4) == number)
			return true;
	}
	return false;
}

/* The files beside the key store; *fits: they open what the snapshot has. */
static enum status
read_key_files(struct making *m, struct dump *dump, bool *fits)
{
	const uint64_t slot = KEYS_SLOT_BACKUP;
	struct backup_header *h = &m->header;
	uint32_t keks[DUMP_KEKS_MAX];
	char path[PATH_SIZE];
	size_t n = 0;
	enum status status = dump_keks(dump, keks, &n, m->error);

	if (status == STATUS_OK)
		status = store_slots_get(vault_store(m->visit->vault), &slot,
		    1, &h->slot, m->error);
	if (status == STATUS_OK)
		status = file_join(path, config_of(m)->keys_folder, "kek",
		    m->error);
	if (status == STATUS_OK)
		status = file_read(&h->kek_file, path, KEK_AREAS *
		    KEK_AREA_SIZE, m->visit->arena, m->error);
	if (status == STATUS_OK)
		status = file_join(path, config_of(m)->keys_folder,
		    "unlock.json", m->error);
	if (status == STATUS_OK)
		status = file_read(&h->unlock_file, path, UNLOCK_FILE_MAX,
		    m->visit->arena, m->error);
	*fits = status == STATUS_OK && h->kek_file.n == KEK_AREAS *
	    KEK_AREA_SIZE && has_kek(h->kek_file, h->slot.kek);
	for (size_t i = 0; i < n && *fits; i++)
		*fits = has_kek(h->kek_file, keks[i]);
	return status;
}

/* A snapshot of the slots with the KEK file of the same moment. */
static enum status
open_keys(struct making *m, struct dump **dump)
{
	bool fits = false;
	enum status status = STATUS_OK;

	*dump = NULL;
	for (int i = 0; i < SNAPSHOTS && !fits && status == STATUS_OK; i++) {
		dump_close(*dump);
		status = dump_open(dump, vault_store(m->visit->vault),
		    DUMP_KEYS, m->error);
		if (status == STATUS_OK)
			status = read_key_files(m, *dump, &fits);
	}
	if (status == STATUS_OK && !fits)
		status = error_set(m->error, STATUS_BUSY, "kek_replacing",
		    "鍵暗号化鍵の交換中です。もう一度お試しください",
		    "the KEK is being replaced: please try again");
	return status;
}

static enum status
take_indexed(void *context, uint64_t index, struct bytes bytes,
    struct error *error)
{
	struct making *m = context;
	struct buf row;
	enum status status;

	arena_reset(m->arena);
	buf_init(&row, m->arena, 2 * ENTRY_MAX);
	cbor_array(&row, 2);
	cbor_uint(&row, index);
	cbor_bytes(&row, bytes.p, bytes.n);
	status = buf_status(&row, error);
	return status == STATUS_OK ? writer_row(m->writer, buf_bytes(&row),
	    index % GROUP == GROUP - 1, error) : status;
}

/* Entries that say that somebody, items of theirs or a dataset were erased. */
static enum status
take_erasing(void *context, uint64_t index, struct bytes bytes,
    struct error *error)
{
	struct making *m = context;
	struct entry entry;
	enum status status;

	arena_reset(m->arena);
	status = entry_read(&entry, bytes, m->arena, error);
	if (status != STATUS_OK || entry.kind != ENTRY_ERASE ||
	    entry.refusal.n > 0 || (!entry.has_person &&
	    !text_starts_with(entry.subject, "ano_")))
		return status;
	return take_indexed(m, index, bytes, error);
}

/* The oldest and the newest state that may be restored. */
static enum status
find_states(struct making *m, uint64_t *oldest, uint64_t *newest)
{
	const struct backup_record *records;
	size_t n;
	enum status status = backup_record_list(&records, &n, m->visit,
	    m->error);

	*oldest = *newest = m->header.log_size;
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		if (records[i].kind != BACKUP_DATA || records[i].state !=
		    BACKUP_MADE)
			continue;
		/* They are in the order of their instants. */
		*newest = records[i].log_size;
		if (*newest < *oldest)
			*oldest = *newest;
	}
	return status;
}

/* Who was erased: their rows, then what the log says of them. */
static enum status
write_ledger(struct making *m)
{
	struct checkpoint state;
	struct tile_log *log;
	struct dump *dump;
	uint64_t oldest = 0;
	enum status status = dump_open(&dump, vault_store(m->visit->vault),
	    DUMP_DATA, m->error);

	if (status != STATUS_OK)
		return status;
	status = write_table(m, dump, DUMP_DATA, dump_table_find(DUMP_DATA,
	    TEXT("erasure")));
	dump_close(dump);
	if (status == STATUS_OK)
		status = vault_integrate(m->visit->vault, m->error);
	state = vault_log_state(m->visit->vault);
	m->header.log_size = state.size;
	m->header.log_root = state.root;
	if (status == STATUS_OK)
		status = find_states(m, &oldest, &m->header.tail_from);
	if (status == STATUS_OK)
		status = writer_section(m->writer, "entries", m->error);
	if (status == STATUS_OK)
		status = tile_log_open(&log, config_of(m)->log_folder,
		    state.size, m->error);
	if (status != STATUS_OK)
		return status;
	status = tile_log_entries(log, oldest, state.size, take_erasing, m,
	    m->error);
	if (status == STATUS_OK)
		status = writer_section(m->writer, "tail", m->error);
	if (status == STATUS_OK)
		status = tile_log_entries(log, m->header.tail_from,
		    state.size, take_indexed, m, m->error);
	tile_log_close(log);
	return status;
}

static enum status
write_keys(struct making *m)
{
	struct dump *dump;
	enum status status = open_keys(m, &dump);

	if (status == STATUS_OK)
		status = write_tables(m, dump, DUMP_KEYS);
	dump_close(dump);
	return status == STATUS_OK ? write_ledger(m) : status;
}

static enum status
make(struct visit *visit, const struct backup_job *job,
    enum backup_kind kind, struct backup_record *record, struct error *error)
{
	struct making m = {
		.visit = visit, .job = job, .record = record,
		.arena = arena_new(1 << 20), .error = error,
	};
	bool data = kind == BACKUP_DATA;
	enum status status = m.arena == NULL ? error_memory(error) :
	    begin(&m, kind, data ? job->places.data : job->places.keys);

	if (status == STATUS_OK)
		status = data ? write_data(&m) : write_keys(&m);
	if (status == STATUS_OK)
		status = end(&m, data ? "data_made" : "keys_made");
	writer_free(m.writer);
	depot_close(m.depot);
	arena_free(m.arena);
	return status;
}

static bool
is_within(const char *inner, const char *outer)
{
	size_t n = strlen(outer);

	return strncmp(inner, outer, n) == 0 &&
	    (inner[n] == '\0' || inner[n] == '/');
}

static enum status
check(const struct visit *visit, const struct backup_places *places,
    struct error *error)
{
	if (places->keys != NULL && vault_config(visit->vault)->
	    key_backup_days == 0) {
		(void)error_set(error, STATUS_INVALID, "no_key_backups",
		    "設定 key_backup_days が 0 なので、鍵の控えは作れません",
		    "key_backup_days is 0: there are to be no backups of the "
		    "keys");
		error_remedy(error, "sekisho.yaml に鍵の控えの寿命を日数で"
		    "書いてください",
		    "write their life in days into sekisho.yaml");
		return error->status;
	}
	if (places->data == NULL || places->keys == NULL ||
	    (!is_within(places->data, places->keys) &&
	    !is_within(places->keys, places->data)))
		return STATUS_OK;
	return error_set(error, STATUS_INVALID, "depots_together",
	    "データと鍵のバックアップは別々の場所に置いてください",
	    "backups of data and keys belong in two places, neither in the "
	    "other");
}

enum status
backup_create(struct visit *visit, const struct backup_job *job,
    struct backup_made *made, struct error *error)
{
	enum status status = check(visit, &job->places, error);

	memset(made, 0, sizeof(*made));
	/* The data first: the keys' backup then has every slot of it. */
	if (status == STATUS_OK && job->places.data != NULL)
		status = make(visit, job, BACKUP_DATA, &made->data, error);
	if (status == STATUS_OK && job->places.keys != NULL)
		status = make(visit, job, BACKUP_KEYS, &made->keys, error);
	return status;
}
