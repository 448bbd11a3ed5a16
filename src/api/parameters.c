/*
 * What routes read out of a query or a body: items, limits, cursors, times.
 */
#include "api/call.h"

enum status
call_items(struct api_call *call, const struct bits **items,
    struct bits *room, struct error *error)
{
	struct text rest = http_query(&call->x->request, "items");

	*items = rest.p == NULL ? NULL : room;
	*room = (struct bits){ { 0 } };
	while (rest.n > 0) {
		struct text id = text_cut(&rest, ',');
		struct bits one;
		enum status status = person_items(&call->visit, &id, 1, &one,
		    error);

		if (status != STATUS_OK)
			return status;
		*room = bits_or(room, &one);
	}
	return STATUS_OK;
}

enum status
call_limit(struct api_call *call, int64_t max, int64_t absent,
    int64_t *limit, struct error *error)
{
	struct text text = http_query(&call->x->request, "limit");
	enum status status;

	*limit = absent;
	if (text.p == NULL || (text_to_int(text, limit) && *limit >= 1 &&
	    *limit <= max))
		return STATUS_OK;
	status = error_set(error, STATUS_INVALID, "bad_limit",
	    "1 から %lld までの整数を指定してください",
	    "an integer from 1 to %lld is expected", (long long)max);
	error_at(error, "limit");
	return status;
}

static enum status
bad_cursor(struct error *error)
{
	enum status status = call_problem(error, STATUS_INVALID,
	    "bad_cursor", (struct words){ "カーソルが不正です",
	    "the cursor is not one" });

	error_at(error, "cursor");
	return status;
}

/* A cursor is an id of a kind of its own, so that nobody computes one. */
enum status
call_cursor(struct api_call *call, uint64_t *after, bool *given,
    struct error *error)
{
	struct text text = http_query(&call->x->request, "cursor");
	struct error ignored;
	char id[ID_TEXT_SIZE];

	*given = text.p != NULL;
	*after = 0;
	if (!*given)
		return STATUS_OK;
	if (text.n == sizeof(id) - 1 && text_starts_with(text, "cur_") &&
	    id_parse(after, ID_CURSOR, text, vault_id_key(call->api->vault),
	    &ignored) == STATUS_OK)
		return STATUS_OK;
	return bad_cursor(error);
}

enum status
call_page(struct api_call *call, size_t max, struct call_page *page,
    struct error *error)
{
	struct text cursor = http_query(&call->x->request, "cursor");
	int64_t limit;
	enum status status = call_limit(call, (int64_t)max, (int64_t)max,
	    &limit, error);

	if (status != STATUS_OK)
		return status;
	page->limit = (size_t)limit;
	page->after = cursor.p == NULL ? NULL : page->id;
	return cursor.p == NULL || id_parse_random(page->id, ID_CURSOR,
	    cursor) ? STATUS_OK : bad_cursor(error);
}

void
call_list(struct api_call *call, const char *key)
{
	jsonw_open_object(&call->json);
	jsonw_key(&call->json, key);
	jsonw_open_array(&call->json);
}

void
call_list_end(struct api_call *call)
{
	jsonw_close_array(&call->json);
	jsonw_close_object(&call->json);
}

void
call_page_end(struct api_call *call, const struct call_page *page, size_t n,
    const uint8_t *last)
{
	char next[ID_TEXT_SIZE];

	jsonw_close_array(&call->json);
	if (n == page->limit) {
		id_format_random(next, ID_CURSOR, last);
		jsonw_member_string(&call->json, "next", next);
	}
	jsonw_close_object(&call->json);
}

void
call_cursor_write(struct api_call *call, const char *key, uint64_t after)
{
	char id[ID_TEXT_SIZE];
	struct error ignored;

	if (id_format(id, ID_CURSOR, after, vault_id_key(call->api->vault),
	    &ignored) == STATUS_OK)
		jsonw_member_string(&call->json, key, id);
	else
		buf_no_memory(&call->out);
}

enum status
call_until(struct api_call *call, const char *key, int64_t *instant,
    struct error *error)
{
	struct text text = node_text(call->body, key);
	enum status status;

	*instant = 0;
	if (text.n == 0 || clock_parse(text, instant))
		return STATUS_OK;
	status = call_problem(error, STATUS_INVALID, "bad_time",
	    (struct words){ "日時 (RFC 3339) ではありません",
	    "not a time (RFC 3339)" });
	error_at(error, "/%s", key);
	return status;
}
