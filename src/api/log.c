/*
 * The log: its signed state and tiles as they lie in the store's folder, its
 * entries for those who audit, and receipts.
 */
#include "api/routes.h"
#include "audit/proof.h"
#include "base/file.h"

enum {
	TILE_MAX = 32 << 20, SCAN_MAX = 10000, LIMIT_MAX = 1000,
	LIMIT_ABSENT = 100,
};

static enum status
no_file(struct error *error)
{
	return call_problem(error, STATUS_NOT_FOUND, "no_tile",
	    (struct words){ "そのようなタイルはありません",
	    "there is no such tile" });
}

static enum status
send_file(struct api_call *call, const char *name, bool fixed,
    struct error *error)
{
	const struct config *config = vault_config(call->api->vault);
	char path[PATH_SIZE];
	struct bytes bytes;
	enum status status = file_join(path, config->log_folder, name,
	    error);

	if (status == STATUS_OK)
		status = file_read(&bytes, path, TILE_MAX, call->arena,
		    error);
	if (status == STATUS_NOT_FOUND || status == STATUS_INVALID)
		return no_file(error);
	if (status != STATUS_OK)
		return status;
	call_body(call, bytes);
	call_header(call, "Cache-Control", fixed ?
	    TEXT("public, max-age=31536000, immutable") :
	    TEXT("no-cache"));
	return STATUS_OK;
}

enum status
api_log_checkpoint(struct api_call *call, struct error *error)
{
	return send_file(call, "checkpoint", false, error);
}

enum status
api_log_key(struct api_call *call, struct error *error)
{
	return send_file(call, "vkey", true, error);
}

/* "0/x001/234.p/17": nothing else is the name of a tile. */
static bool
is_tile(struct text rest)
{
	for (size_t i = 0; i < rest.n; i++) {
		char c = rest.p[i];

		if ((c < '0' || c > '9') && strchr("x/.p", c) == NULL)
			return false;
	}
	return rest.n < TILE_PATH_SIZE && text_find(rest, TEXT("..")) < 0;
}

enum status
api_log_tile(struct api_call *call, struct error *error)
{
	struct text rest = call->parameter[0];
	char name[TILE_PATH_SIZE + 16];

	if (!is_tile(rest))
		return no_file(error);
	(void)snprintf(name, sizeof(name), "tile/%s%.*s",
	    call->route->door == DOOR_AUDIT ? "entries/" : "",
	    TEXT_ARGS(rest));
	return send_file(call, name, true, error);
}

/* What the listing lets through. */
struct listing {
	struct api_call *call;
	struct text kind;
	bool refused;
	int64_t limit;
	uint64_t next;		/* index of the one behind the last */
	struct arena *arena;
};

static enum status
list_one(void *context, uint64_t index, struct bytes bytes,
    struct error *error)
{
	struct listing *l = context;
	struct entry entry;
	enum status status;

	if (l->limit == 0)
		return STATUS_OK;
	arena_reset(l->arena);
	status = entry_read(&entry, bytes, l->arena, error);
	if (status != STATUS_OK)
		return status;
	l->next = index + 1;
	if ((l->kind.p != NULL &&
	    !text_is(l->kind, entry_kind_names[entry.kind])) ||
	    (l->refused && entry.refusal.n == 0))
		return STATUS_OK;
	entry_json(&l->call->json, &entry, index);
	l->limit--;
	return STATUS_OK;
}

static enum status
take_filter(struct listing *l, struct error *error)
{
	struct text refused = http_query(&l->call->x->request, "refused");
	enum status status;
	bool known = false;

	l->kind = http_query(&l->call->x->request, "kind");
	for (int i = 1; i < ENTRY_KINDS; i++)
		known |= l->kind.p == NULL ||
		    text_is(l->kind, entry_kind_names[i]);
	if (!known) {
		status = call_problem(error, STATUS_INVALID, "bad_kind",
		    (struct words){ "そのような種類の記録はありません",
		    "there is no such kind of entry" });
		error_at(error, "kind");
		return status;
	}
	l->refused = refused.p != NULL && text_is(refused, "true");
	if (refused.p == NULL || l->refused || text_is(refused, "false"))
		return STATUS_OK;
	status = call_problem(error, STATUS_INVALID, "bad_flag",
	    (struct words){ "true か false を指定してください",
	    "true or false is expected" });
	error_at(error, "refused");
	return status;
}

static enum status
list_in(struct listing *l, uint64_t first, struct error *error)
{
	struct api_call *call = l->call;
	struct checkpoint state = vault_log_state(call->api->vault);
	uint64_t end = state.size - first > SCAN_MAX ? first + SCAN_MAX :
	    state.size;
	struct tile_log *log = NULL;
	enum status status = STATUS_OK;

	jsonw_open_object(&call->json);
	jsonw_member_int(&call->json, "size", (int64_t)state.size);
	jsonw_key(&call->json, "entries");
	jsonw_open_array(&call->json);
	l->next = first;
	if (first < state.size)
		status = tile_log_open(&log,
		    vault_config(call->api->vault)->log_folder, state.size,
		    error);
	if (log != NULL && status == STATUS_OK)
		status = tile_log_entries(log, first, end, list_one, l,
		    error);
	if (log != NULL)
		tile_log_close(log);
	jsonw_close_array(&call->json);
	if (l->next < state.size)
		call_cursor_write(call, "next", l->next);
	jsonw_close_object(&call->json);
	return status;
}

enum status
api_log_entries(struct api_call *call, struct error *error)
{
	struct listing l = { .call = call, .arena = arena_new(1 << 24) };
	struct checkpoint state = vault_log_state(call->api->vault);
	uint64_t first;
	bool given;
	enum status status = l.arena == NULL ? error_memory(error) :
	    call_limit(call, LIMIT_MAX, LIMIT_ABSENT, &l.limit, error);

	if (status == STATUS_OK)
		status = take_filter(&l, error);
	if (status == STATUS_OK)
		status = call_cursor(call, &first, &given, error);
	if (status == STATUS_OK)
		status = list_in(&l, given && first < state.size ? first :
		    given ? state.size : 0, error);
	arena_free(l.arena);
	return status;
}

enum status
api_log_proof(struct api_call *call, struct error *error)
{
	uint64_t index;
	struct buf out;
	enum status status;

	if (!text_to_count(call->parameter[0], &index))
		return call_problem(error, STATUS_NOT_FOUND, "no_entry",
		    (struct words){ "そのような記録はありません",
		    "there is no such entry" });
	buf_init(&out, call->arena, PROOF_MAX);
	status = proof_make(&out, vault_config(call->api->vault)->log_folder,
	    vault_verifier(call->api->vault), index, call->arena, error);
	if (status == STATUS_OK)
		status = buf_status(&out, error);
	if (status == STATUS_OK)
		call_body(call, buf_bytes(&out));
	return status;
}
