#include <strings.h>

#include "http/guard.h"

static enum status
bad(struct error *error, const char *field, const char *ja, const char *en)
{
	enum status status = error_say(error, STATUS_INVALID, "bad_request",
	    (struct words){ ja, en });

	error_at(error, "%s", field);
	return status;
}

/* tchar of RFC 9110, 5.6.2. */
static bool
is_token(struct text name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if ((c < '0' || c > '9') && (c < 'a' || c > 'z') &&
		    (c < 'A' || c > 'Z') &&
		    strchr("!#$%&'*+-.^_`|~", c) == NULL)
			return false;
	}
	return name.n > 0;
}

static bool
is_clean(struct text value)
{
	struct text checked;

	for (size_t i = 0; i < value.n; i++)
		if (((unsigned char)value.p[i] < 0x20 &&
		    value.p[i] != '\t') || value.p[i] == 0x7f)
			return false;
	return text_from_bytes(&checked, bytes_of(value));
}

static bool
is_named(const struct http_pair *pair, const char *name)
{
	return pair->name.n == strlen(name) &&
	    strncasecmp(pair->name.p, name, pair->name.n) == 0;
}

static enum status
too_large(struct error *error)
{
	return error_set(error, STATUS_INVALID, "header_too_large",
	    "ヘッダーが大きすぎます", "the header is too large");
}

static enum status
check_fields(const struct http_raw *raw, struct error *error)
{
	if (raw->header_count > HTTP_FIELDS_MAX)
		return too_large(error);
	for (size_t i = 0; i < raw->header_count; i++) {
		const struct http_pair *pair = &raw->headers[i];

		if (!is_token(pair->name))
			return bad(error, "header",
			    "ヘッダーの名前が不正です",
			    "a header's name is not a token");
		if (pair->value.n > HTTP_VALUE_MAX)
			return too_large(error);
		if (!is_clean(pair->value))
			return bad(error, "header",
			    "ヘッダーの値に使えない文字があります",
			    "a header's value holds what it may not");
	}
	return STATUS_OK;
}

/* Those that say where a message ends, and for whom it is. */
struct framing {
	size_t hosts, lengths, codings;
	struct text host, length, coding;
};

static struct framing
find_framing(const struct http_raw *raw)
{
	struct framing f = { .hosts = 0 };

	for (size_t i = 0; i < raw->header_count; i++) {
		const struct http_pair *pair = &raw->headers[i];

		if (is_named(pair, "host")) {
			f.hosts++;
			f.host = pair->value;
		} else if (is_named(pair, "content-length")) {
			f.lengths++;
			f.length = pair->value;
		} else if (is_named(pair, "transfer-encoding")) {
			f.codings++;
			f.coding = pair->value;
		}
	}
	return f;
}

static bool
is_host(struct text host)
{
	for (size_t i = 0; i < host.n; i++) {
		char c = host.p[i];

		if ((c < '0' || c > '9') && (c < 'a' || c > 'z') &&
		    (c < 'A' || c > 'Z') && strchr("-._~:[]%", c) == NULL)
			return false;
	}
	return host.n > 0 && host.n <= 255;
}

static bool
parse_length(struct text text, int64_t *length)
{
	*length = 0;
	if (text.n == 0 || text.n > 15)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		*length = *length * 10 + (text.p[i] - '0');
	}
	return true;
}

static enum status
check_framing(const struct http_raw *raw, int64_t *length,
    struct error *error)
{
	struct framing f = find_framing(raw);

	*length = -1;
	if (f.hosts != 1 || !is_host(f.host))
		return bad(error, "host", "Host ヘッダーが1つ必要です",
		    "exactly one Host is needed");
	if (f.lengths + f.codings > 1)
		return bad(error, "content-length",
		    "本文の長さの指定が重複しています",
		    "the length of the body is given more than once");
	if (f.codings == 1 && !(f.coding.n == 7 &&
	    strncasecmp(f.coding.p, "chunked", 7) == 0))
		return error_set(error, STATUS_INVALID, "not_implemented",
		    "その転送符号化には対応していません",
		    "that transfer coding is not known here");
	if (f.lengths == 1 && !parse_length(f.length, length))
		return bad(error, "content-length",
		    "本文の長さが不正です", "the length is not a number");
	return STATUS_OK;
}

static enum status
take_method(struct http_request *request, const struct http_raw *raw,
    struct error *error)
{
	if (strcmp(raw->version, "HTTP/1.1") != 0 &&
	    strcmp(raw->version, "HTTP/1.0") != 0)
		return error_set(error, STATUS_INVALID, "bad_version",
		    "HTTP/1.1 を使ってください", "HTTP/1.1 is expected");
	for (int i = 0; i < HTTP_METHODS; i++)
		if (strcmp(raw->method, http_method_names[i]) == 0) {
			request->method = i == HTTP_HEAD ? HTTP_GET :
			    (enum http_method)i;
			return STATUS_OK;
		}
	return error_set(error, STATUS_INVALID, "not_implemented",
	    "そのメソッドには対応していません",
	    "that method is not known here");
}

static enum status
take_path(struct http_request *request, const struct http_raw *raw,
    struct error *error)
{
	struct text path = { raw->url, strlen(raw->url) };

	if (path.n > HTTP_PATH_MAX)
		return error_set(error, STATUS_INVALID, "path_too_long",
		    "パスが長すぎます", "the path is too long");
	for (size_t i = 0; i < path.n; i++) {
		char c = path.p[i];

		if ((c < '0' || c > '9') && (c < 'a' || c > 'z') &&
		    (c < 'A' || c > 'Z') && strchr("/-._~:", c) == NULL)
			return bad(error, "path",
			    "パスに使えない文字があります",
			    "the path holds what it may not");
	}
	if (path.n == 0 || path.p[0] != '/' ||
	    text_find(path, TEXT("/.")) >= 0 ||
	    text_find(path, TEXT("//")) >= 0)
		return bad(error, "path", "パスが不正です",
		    "the path is not well formed");
	request->path = path;
	return STATUS_OK;
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	    c >= 'a' && c <= 'f' ? c - 'a' + 10 :
	    c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Percent-decodes; p is NULL when it does not decode to clean text. */
static struct text
decode(struct text raw, struct arena *arena)
{
	char *out = arena_alloc(arena, raw.n + 1);
	size_t n = 0;

	if (out == NULL)
		return (struct text){ NULL, 0 };
	for (size_t i = 0; i < raw.n; i++) {
		int high = 0, low = 0;

		if (raw.p[i] != '%') {
			out[n++] = raw.p[i];
			continue;
		}
		if (i + 2 < raw.n) {
			high = hex_digit(raw.p[i + 1]);
			low = hex_digit(raw.p[i + 2]);
		}
		if (i + 2 >= raw.n || high < 0 || low < 0)
			return (struct text){ NULL, 0 };
		out[n++] = (char)(high << 4 | low);
		i += 2;
	}
	if (!is_clean((struct text){ out, n }))
		return (struct text){ NULL, 0 };
	return (struct text){ out, n };
}

static enum status
take_query(struct http_request *request, const struct http_raw *raw,
    struct arena *arena, struct error *error)
{
	struct http_pair *query = arena_array(arena, raw->query_count,
	    sizeof(*query));

	if (query == NULL)
		return error_memory(error);
	if (raw->query_count > HTTP_QUERY_MAX)
		return bad(error, "query", "パラメーターが多すぎます",
		    "too many parameters");
	for (size_t i = 0; i < raw->query_count; i++) {
		query[i].name = decode(raw->query[i].name, arena);
		query[i].value = decode(raw->query[i].value, arena);
		if (query[i].name.p == NULL || query[i].value.p == NULL ||
		    query[i].value.n > HTTP_VALUE_MAX)
			return bad(error, "query", "パラメーターが不正です",
			    "a parameter is not well formed");
		for (size_t j = 0; j < i; j++)
			if (text_equal(query[i].name, query[j].name))
				return bad(error, "query",
				    "パラメーターが重複しています",
				    "a parameter is given twice");
	}
	request->query = query;
	request->query_count = raw->query_count;
	return STATUS_OK;
}

enum status
http_guard(struct http_request *request, const struct http_raw *raw,
    int64_t *length, struct arena *arena, struct error *error)
{
	enum status status = check_fields(raw, error);

	request->headers = raw->headers;
	request->header_count = raw->header_count;
	if (status == STATUS_OK)
		request->language = http_language(request);
	if (status == STATUS_OK)
		status = check_framing(raw, length, error);
	if (status == STATUS_OK)
		status = take_method(request, raw, error);
	if (status == STATUS_OK)
		status = take_path(request, raw, error);
	if (status == STATUS_OK)
		status = take_query(request, raw, arena, error);
	return status;
}
