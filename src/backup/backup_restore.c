#include <unistd.h>

#include "audit/tile.h"
#include "backup/restore.h"
#include "base/mem.h"
#include "crypto/secret.h"
#include "crypto/unlock.h"
#include "vault/commit.h"
#include "vault/keys.h"
#include "vault/reindex.h"

enum { SESSIONS = 100 };

static void
show(const struct restoring *r, const char *what, uint64_t done)
{
	if (r->wanted->progress != NULL)
		r->wanted->progress(r->wanted->context, what, done);
}

/* Keys. */

static enum status
put_key_file(struct restoring *r, const char *name, struct bytes content)
{
	char path[PATH_SIZE];
	enum status status = file_join(path, r->wanted->to->keys_folder,
	    name, r->error);

	/* What is there is ours, and may have been worked on since. */
	if (status != STATUS_OK || file_exists(path))
		return status;
	return file_create(path, content, 0600, r->error);
}

static enum status
unlock_with(struct restoring *r, uint8_t *root)
{
	struct keyring *keyring = NULL;
	struct slot_key *key = secret_alloc(sizeof(*key));
	char path[PATH_SIZE];
	enum status status = key == NULL ? error_memory(r->error) :
	    file_join(path, r->wanted->to->keys_folder, "unlock.json",
	    r->error);

	if (status == STATUS_OK)
		status = unlock_open(root, path, r->keys.store,
		    r->wanted->secret, r->error);
	if (status == STATUS_OK)
		status = keyring_open(&keyring, r->wanted->to->keys_folder,
		    r->keys.store, root, r->error);
	if (status == STATUS_OK)
		status = keyring_unwrap(keyring, &r->keys.slot, 1, key,
		    r->error);
	if (status == STATUS_OK) {
		depot_unlock(r->data_depot, key);
		depot_unlock(r->keys_depot, key);
	}
	keyring_close(keyring);
	secret_free(key);
	return status;
}

/* The files beside the key store, and with them the key of all pieces. */
static enum status
unlock(struct restoring *r)
{
	const struct config *to = r->wanted->to;
	uint8_t *root = secret_alloc(SEAL_KEY);
	enum status status = root == NULL ? error_memory(r->error) :
	    file_make_folder(to->folder, 0700, r->error);

	if (status == STATUS_OK && r->stage == 0)
		status = restore_mark(r, RESTORE_ROWS);
	if (status == STATUS_OK)
		status = file_make_folder(to->keys_folder, 0700, r->error);
	if (status == STATUS_OK)
		status = put_key_file(r, "unlock.json", r->keys.unlock_file);
	if (status == STATUS_OK)
		status = put_key_file(r, "kek", r->keys.kek_file);
	if (status == STATUS_OK)
		status = unlock_with(r, root);
	secret_free(root);
	if (status == STATUS_OK)
		status = header_get_contents(&r->data_contents,
		    r->data_depot, &r->data, r->arena, r->error);
	if (status == STATUS_OK)
		status = header_get_contents(&r->log_contents,
		    r->data_depot, &r->log, r->arena, r->error);
	return status == STATUS_OK ? header_get_contents(&r->keys_contents,
	    r->keys_depot, &r->keys, r->arena, r->error) : status;
}

/* The last state of the log before that anybody can name. */

static void
know(struct restoring *r, const struct checkpoint *state)
{
	if (state->size > r->known.size)
		r->known = *state;
}

static enum status
read_checkpoint(struct restoring *r, const char *path)
{
	struct checkpoint state;
	struct bytes note;
	enum status status = file_read(&note, path, NOTE_MAX, r->arena,
	    r->error);

	if (status == STATUS_OK)
		status = checkpoint_open(&state, note, &r->before, r->error);
	if (status == STATUS_OK)
		know(r, &state);
	else
		error_at(r->error, "%s", path);
	return status;
}

/* The log before, as far as its folder is there. */
static enum status
read_log_state(struct restoring *r)
{
	struct checkpoint others = r->known;
	char path[PATH_SIZE];
	enum status status = file_join(path, r->wanted->log, "checkpoint",
	    r->error);

	r->known = (struct checkpoint){ .size = 0 };
	if (status == STATUS_OK)
		status = read_checkpoint(r, path);
	if (status == STATUS_OK && r->known.size < r->data.log_size)
		status = error_set(r->error, STATUS_CONFLICT, "log_older",
		    "このログはバックアップより古いものです",
		    "this log is older than the backup");
	if (status == STATUS_OK && r->stage == 0 && r->kept < r->known.size)
		r->kept = r->known.size;
	know(r, &others);
	return status;
}

static enum status
find_known(struct restoring *r)
{
	const struct checkpoint data = { r->data.log_size, r->data.log_root };
	const struct checkpoint keys = { r->keys.log_size, r->keys.log_root };
	enum status status = note_verifier_parse(&r->before, r->keys.vkey,
	    r->error);

	know(r, &data);
	know(r, &keys);
	if (status == STATUS_OK && r->wanted->checkpoint != NULL)
		status = read_checkpoint(r, r->wanted->checkpoint);
	/* The keys' backup has the log's end behind the newest data. */
	if (r->stage == 0)
		r->kept = r->keys.tail_from <= r->log.log_size ?
		    r->keys.log_size : r->log.log_size;
	if (status == STATUS_OK && r->wanted->log != NULL)
		status = read_log_state(r);
	if (status == STATUS_OK && r->stage == RESTORE_ROWS &&
	    r->kept > r->keys.log_size && r->wanted->log == NULL)
		status = error_set(r->error, STATUS_CONFLICT,
		    "restoring_another", "復元は --log を付けて始められています",
		    "this restoring was begun with --log");
	return status;
}

/* The store, opened. */

static enum status
write_vkey(struct restoring *r, const char *name, struct text vkey)
{
	char path[PATH_SIZE];
	struct buf out;
	enum status status = file_join(path, r->wanted->to->log_folder, name,
	    r->error);

	if (status != STATUS_OK)
		return status;
	buf_init(&out, r->arena, 1024);
	buf_text(&out, vkey);
	buf_byte(&out, '\n');
	return file_replace(path, buf_bytes(&out), 0644, r->error);
}

static enum status
write_vkeys(struct restoring *r)
{
	struct buf key;
	enum status status = file_make_folder(r->wanted->to->log_folder,
	    0700, r->error);

	buf_init(&key, r->arena, 1024);
	note_verifier_format(&key, vault_verifier(r->vault));
	if (status == STATUS_OK)
		status = write_vkey(r, "vkey", buf_as_text(&key));
	return status == STATUS_OK ? write_vkey(r, "vkey.before",
	    r->data.vkey) : status;
}

static enum status
root_is(struct restoring *r, const struct checkpoint *state)
{
	struct tile_log *log;
	struct hash root;
	bool read;
	enum status status;

	if (state->size > r->out->kept_size)
		return STATUS_OK;
	status = tile_log_open(&log, r->wanted->to->log_folder,
	    vault_log_state(r->vault).size, r->error);
	if (status != STATUS_OK)
		return status;
	read = tree_root_at(&root, state->size, tile_log_reader(log));
	if (!read)
		*r->error = *tile_log_error(log);
	tile_log_close(log);
	if (!read)
		return r->error->status;
	if (hash_equal(&root, &state->root))
		return STATUS_OK;
	return error_set(r->error, STATUS_INTEGRITY, "log_rewritten",
	    "復元したログの先頭 %llu 件が署名済みの状態と異なります",
	    "the first %llu entries of the restored log are not those that "
	    "were signed", (unsigned long long)state->size);
}

/* The log has every state that was signed of it and is not cut off. */
static enum status
check_log(struct restoring *r)
{
	const struct checkpoint data = { r->data.log_size, r->data.log_root };
	enum status status = vault_integrate(r->vault, r->error);

	if (status == STATUS_OK)
		status = header_check(&r->data, vault_verifier(r->vault),
		    r->error);
	if (status == STATUS_OK)
		status = header_check(&r->keys, vault_verifier(r->vault),
		    r->error);
	if (status == STATUS_OK)
		status = root_is(r, &data);
	return status == STATUS_OK ? root_is(r, &r->known) : status;
}

static enum status
open_vault(struct restoring *r)
{
	struct config *to = r->wanted->to;
	enum status status;

	memcpy(to->origin, r->origin, sizeof(to->origin));
	to->kek_days = r->keys.kek_days;
	to->key_backup_days = r->keys.key_backup_days;
	if (r->wanted->secret->key_file != NULL)
		(void)snprintf(to->key_file, sizeof(to->key_file), "%s",
		    r->wanted->secret->key_file);
	status = vault_open(&r->vault, to, r->wanted->secret,
	    r->wanted->clock, r->error);
	if (status == STATUS_OK)
		status = reader_new(&r->reader, vault_store(r->vault),
		    r->error);
	if (status == STATUS_OK)
		status = write_vkeys(r);
	return status == STATUS_OK ? check_log(r) : status;
}

/* Whoever was logged out since then would be in again. */
static enum status
end_sessions(struct restoring *r, struct visit *visit)
{
	const struct document *sessions;
	size_t n = SESSIONS;
	enum status status = STATUS_OK;

	while (n == SESSIONS && status == STATUS_OK) {
		struct entry entry = {
			.kind = ENTRY_ACCESS, .time = visit->now,
			.principal = r->wanted->principal,
			.subject = TEXT("sessions_ended"),
		};
		struct change *change;

		status = document_list(&sessions, &n, r->vault, r->reader,
		    DOCUMENT_SESSION, NULL, SESSIONS, r->arena, r->error);
		if (status != STATUS_OK || n == 0)
			break;
		change = change_new();
		if (change == NULL)
			return error_memory(r->error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			status = document_drop(&sessions[i], change, &entry,
			    r->error);
		status = commit_entry(r->vault, change, &entry, status,
		    r->error);
		r->out->sessions += n;
	}
	return status;
}

/* Backups that were made after the state that was restored. */
static enum status
record_one(struct restoring *r, struct visit *visit, struct depot *depot,
    struct text id)
{
	struct backup_header h;
	struct backup_record record;
	enum status status = header_get(&h, depot, id, r->arena, r->error);

	if (status == STATUS_OK)
		status = backup_record_get(&record, visit, h.kind, id,
		    r->error);
	if (status == STATUS_OK && record.state == BACKUP_MADE)
		return STATUS_OK;
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	record = (struct backup_record){
		.kind = h.kind, .state = BACKUP_MADE, .id = id,
		.place = text_of(depot_folder(depot)), .made = h.made,
		.expires = h.expires, .log_size = h.log_size,
		.log_root = h.log_root, .bytes = h.bytes,
	};
	return backup_record_put(visit, &record, "found", r->error);
}

static enum status
record_all(struct restoring *r, struct visit *visit, struct depot *depot)
{
	struct text *ids;
	size_t n;
	enum status status = depot_ids(depot, &ids, &n, r->arena, r->error);

	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = record_one(r, visit, depot, ids[i]);
	return status;
}

static enum status
tidy_house(struct restoring *r)
{
	const struct visitor visitor = { .principal = r->wanted->principal };
	struct visit visit;
	enum status status;

	visit_begin(&visit, r->vault, r->reader, r->arena, &visitor);
	status = end_sessions(r, &visit);
	if (status == STATUS_OK && !r->wanted->to->trial)
		status = record_all(r, &visit, r->data_depot);
	if (status == STATUS_OK && !r->wanted->to->trial)
		status = record_all(r, &visit, r->keys_depot);
	visit_end(&visit);
	return status;
}

static void
show_people(void *context, uint64_t done, uint64_t total)
{
	(void)total;
	show(context, "search keys", done);
}

static enum status
work_in_vault(struct restoring *r)
{
	struct reindex reindex = {
		.progress = show_people, .context = r
	};
	enum status status = open_vault(r);

	if (status == STATUS_OK)
		status = restore_replay(r);
	if (status == STATUS_OK)
		status = tidy_house(r);
	if (status == STATUS_OK)
		status = reindex_restored(r->vault, r->reader,
		    r->wanted->principal, &reindex, r->error);
	r->out->indexed = reindex.people;
	if (status == STATUS_OK)
		status = vault_integrate(r->vault, r->error);
	reader_free(r->reader);
	vault_close(r->vault);
	return status;
}

/* Its configuration is written last: then it is a store. */
static enum status
finish(struct restoring *r)
{
	char marker[PATH_SIZE];
	enum status status = config_write(r->wanted->to, r->arena, r->error);

	if (status == STATUS_OK)
		status = restore_marker(marker, r);
	if (status == STATUS_OK)
		(void)unlink(marker);
	return status;
}

static void
report(struct restoring *r)
{
	struct backup_restored *out = r->out;

	out->data = r->data.id;
	out->keys = r->keys.id;
	out->made = r->data.made;
	out->rows_size = r->data.log_size;
	out->known_size = r->known.size;
	out->kept_size = r->kept;
	out->origin_before = r->data.origin;
	out->origin = text_copy(r->arena, text_of(r->origin));
}

enum status
backup_restore(const struct backup_wanted *wanted,
    struct backup_restored *restored, struct arena *arena,
    struct error *error)
{
	struct restoring r = {
		.wanted = wanted, .out = restored, .arena = arena,
		.error = error,
	};
	struct findings *findings = restored->findings;
	enum status status;

	memset(restored, 0, sizeof(*restored));
	restored->findings = findings;
	status = restore_choose(&r);
	if (status == STATUS_OK)
		status = find_known(&r);
	if (status == STATUS_OK)
		status = unlock(&r);
	if (status == STATUS_OK)
		report(&r);
	if (status == STATUS_OK && r.stage == RESTORE_ROWS)
		status = restore_fill(&r);
	if (status == STATUS_OK && r.stage == RESTORE_ROWS)
		status = restore_mark(&r, RESTORE_OPEN);
	if (status == STATUS_OK)
		status = work_in_vault(&r);
	if (status == STATUS_OK)
		status = finish(&r);
	depot_close(r.data_depot);
	depot_close(r.keys_depot);
	return status;
}
