/*
 * Which backups are restored, and the mark of what is under way.
 */
#include "backup/restore.h"
#include "base/json.h"
#include "base/jsonw.h"

enum { MARKER_MAX = 4096 };

/* Which backups. */

static enum status
none_found(struct restoring *r, const char *code, struct words words)
{
	return error_say(r->error, STATUS_NOT_FOUND, code, words);
}

static enum status
choose_data(struct restoring *r)
{
	const char *wanted = r->wanted->id;
	struct text *ids;
	size_t n = 0;
	enum status status = depot_ids(r->data_depot, &ids, &n, r->arena,
	    r->error);

	if (status == STATUS_OK && wanted != NULL)
		return header_get(&r->data, r->data_depot, text_of(wanted),
		    r->arena, r->error);
	for (size_t i = n; i > 0 && status == STATUS_OK; i--) {
		status = header_get(&r->data, r->data_depot, ids[i - 1],
		    r->arena, r->error);
		if (status == STATUS_OK && (r->wanted->until == 0 ||
		    r->data.made <= r->wanted->until))
			return STATUS_OK;
	}
	return status != STATUS_OK ? status : none_found(r, "no_backup",
	    (struct words){ "その時点までのデータのバックアップはありません",
	    "there is no backup of the data until then" });
}

static enum status
choose_keys(struct restoring *r)
{
	struct text *ids;
	size_t n = 0;
	enum status status = depot_ids(r->keys_depot, &ids, &n, r->arena,
	    r->error);

	if (status == STATUS_OK && n == 0)
		return none_found(r, "no_key_backup", (struct words){
		    "鍵のバックアップがありません",
		    "there is no backup of the keys" });
	return status == STATUS_OK ? header_get(&r->keys, r->keys_depot,
	    ids[n - 1], r->arena, r->error) : status;
}

/* The keys are of this data's store, newer, and not by too much. */
static enum status
check_pair(struct restoring *r)
{
	int64_t horizon = (int64_t)(r->keys.kek_days +
	    r->keys.key_backup_days) * DAY_SECONDS * 1000;

	if (memcmp(r->data.store, r->keys.store, STORE_ID_SIZE) != 0)
		return error_set(r->error, STATUS_CONFLICT, "other_depot",
		    "データと鍵のバックアップが別々のストアのものです",
		    "the backups of data and keys are of two stores");
	if (r->keys.made < r->data.made ||
	    r->keys.log_size < r->data.log_size) {
		(void)error_set(r->error, STATUS_CONFLICT, "keys_older",
		    "データより新しい鍵のバックアップがありません",
		    "there is no backup of the keys that is newer than the "
		    "data");
		error_remedy(r->error, "もっと前のデータを --backup で選ぶか、"
		    "その後の鍵のバックアップを探してください",
		    "choose older data with --backup, or find a later backup "
		    "of the keys");
		return r->error->status;
	}
	if (r->data.made >= r->keys.made - horizon)
		return STATUS_OK;
	return error_set(r->error, STATUS_CONFLICT, "backup_too_old",
	    "データが消去完了期限 (%d 日) より古く、その後に消去された"
	    "項目の鍵は破棄されています",
	    "the data is older than the horizon (%d days): keys of items "
	    "that were erased since then are destroyed",
	    r->keys.kek_days + r->keys.key_backup_days);
}

/* The newest data of that log that the keys know of: it has more of it. */
static enum status
choose_log(struct restoring *r)
{
	struct text *ids;
	size_t n = 0;
	enum status status = depot_ids(r->data_depot, &ids, &n, r->arena,
	    r->error);

	r->log = r->data;
	for (size_t i = n; i > 0 && status == STATUS_OK; i--) {
		struct backup_header h;
		struct error ignored;

		/* What is broken was not asked for. */
		if (header_get(&h, r->data_depot, ids[i - 1], r->arena,
		    &ignored) != STATUS_OK || h.made > r->keys.made ||
		    h.log_size > r->keys.log_size ||
		    h.log_size < r->data.log_size ||
		    !text_equal(h.origin, r->data.origin))
			continue;
		r->log = h;
		break;
	}
	return status;
}

/* A new name each time: no two logs that go on apart have the same. */
static void
name_log(struct restoring *r)
{
	struct text before = r->data.origin;
	ptrdiff_t end = text_find(before, TEXT("/restored-"));
	char id[HEADER_ID_SIZE];

	if (end > 0)
		before = text_slice(before, 0, (size_t)end);
	if (before.n > RESTORE_ORIGIN_MAX - sizeof(id) - 16)
		before = text_slice(before, 0, RESTORE_ORIGIN_MAX -
		    sizeof(id) - 16);
	header_new_id(id, clock_now(r->wanted->clock));
	(void)snprintf(r->origin, sizeof(r->origin), "%.*s/restored-%s",
	    TEXT_ARGS(before), id);
}

/* The mark of what is under way. */

enum status
restore_marker(char path[PATH_SIZE], struct restoring *r)
{
	return file_join(path, r->wanted->to->folder, "restoring", r->error);
}

enum status
restore_mark(struct restoring *r, int stage)
{
	char path[PATH_SIZE];
	struct jsonw json;
	struct buf out;
	enum status status = restore_marker(path, r);

	if (status != STATUS_OK)
		return status;
	buf_init(&out, r->arena, MARKER_MAX);
	json = jsonw_new(&out, true);
	jsonw_open_object(&json);
	jsonw_member_text(&json, "data", r->data.id);
	jsonw_member_text(&json, "log", r->log.id);
	jsonw_member_text(&json, "keys", r->keys.id);
	jsonw_member_string(&json, "origin", r->origin);
	jsonw_member_int(&json, "kept", (int64_t)r->kept);
	jsonw_member_int(&json, "stage", stage);
	jsonw_close_object(&json);
	buf_byte(&out, '\n');
	status = buf_status(&out, r->error);
	if (status == STATUS_OK)
		status = file_replace(path, buf_bytes(&out), 0600, r->error);
	r->stage = stage;
	return status;
}

/* Goes on with what was begun; other backups than then are refused. */
static enum status
read_marker(struct restoring *r, const char *path)
{
	const struct node *json;
	struct bytes bytes;
	struct text data;
	enum status status = file_read(&bytes, path, MARKER_MAX, r->arena,
	    r->error);

	if (status == STATUS_OK)
		status = json_parse(&json, bytes, r->arena, r->error);
	if (status != STATUS_OK)
		return status;
	data = node_text(json, "data");
	if (r->wanted->id != NULL && !text_is(data, r->wanted->id))
		return error_set(r->error, STATUS_CONFLICT,
		    "restoring_another", "別のバックアップの復元が途中です",
		    "the restoring of another backup was begun here");
	(void)snprintf(r->origin, sizeof(r->origin), "%.*s",
	    TEXT_ARGS(node_text(json, "origin")));
	r->stage = (int)node_int(json, "stage", RESTORE_ROWS);
	r->kept = (uint64_t)node_int(json, "kept", 0);
	status = header_get(&r->data, r->data_depot, data, r->arena,
	    r->error);
	if (status == STATUS_OK)
		status = header_get(&r->log, r->data_depot, node_text(json,
		    "log"), r->arena, r->error);
	return status == STATUS_OK ? header_get(&r->keys, r->keys_depot,
	    node_text(json, "keys"), r->arena, r->error) : status;
}

/* Nothing of another store is there. */
static enum status
check_target(struct restoring *r, const char *marker)
{
	static const char *const files[] = { "sekisho.yaml", "data.db" };
	char path[PATH_SIZE];
	enum status status = STATUS_OK;

	for (size_t i = 0; i < LENGTH(files) && status == STATUS_OK; i++) {
		status = file_join(path, r->wanted->to->folder, files[i],
		    r->error);
		/* The configuration is the end of a restoring, too. */
		if (status != STATUS_OK || !file_exists(path) ||
		    (i > 0 && file_exists(marker)))
			continue;
		status = error_set(r->error, STATUS_CONFLICT, "store_exists",
		    "ここにはすでにストアがあります",
		    "there is a store here already");
		error_at(r->error, "%s", r->wanted->to->folder);
	}
	return status;
}

enum status
restore_choose(struct restoring *r)
{
	uint8_t store[STORE_ID_SIZE] = { 0 };
	char marker[PATH_SIZE];
	enum status status = restore_marker(marker, r);

	if (status == STATUS_OK)
		status = check_target(r, marker);
	if (status == STATUS_OK)
		status = depot_open(&r->data_depot, r->wanted->places.data,
		    BACKUP_DATA, store, DEPOT_READ, r->error);
	if (status == STATUS_OK)
		status = depot_open(&r->keys_depot, r->wanted->places.keys,
		    BACKUP_KEYS, store, DEPOT_READ, r->error);
	if (status != STATUS_OK)
		return status;
	if (file_exists(marker))
		return read_marker(r, marker);
	status = choose_data(r);
	if (status == STATUS_OK)
		status = choose_keys(r);
	if (status == STATUS_OK)
		status = check_pair(r);
	if (status == STATUS_OK)
		status = choose_log(r);
	name_log(r);
	return status;
}
