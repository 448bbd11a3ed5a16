/*
 * application/x-www-form-urlencoded, as browsers write it (WHATWG URL, 5.1).
 */
#include "api/forms.h"

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* CR LF of a text area is one LF of ours. */
static size_t
decode(const uint8_t *in, size_t n, uint8_t *out)
{
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		uint8_t c = in[i];

		if (c == '+') {
			c = ' ';
		} else if (c == '%' && i + 2 < n &&
		    digit((char)in[i + 1]) >= 0 &&
		    digit((char)in[i + 2]) >= 0) {
			c = (uint8_t)(digit((char)in[i + 1]) << 4 |
			    digit((char)in[i + 2]));
			i += 2;
		}
		if (c != '\r')
			out[used++] = c;
	}
	return used;
}

static enum status
take(struct text *out, const uint8_t *in, size_t n, struct arena *arena,
    struct error *error)
{
	uint8_t *room = arena_alloc(arena, n + 1);

	if (room == NULL)
		return error_memory(error);
	return text_from_bytes(out, (struct bytes){ room,
	    decode(in, n, room) }) ? STATUS_OK : error_set(error,
	    STATUS_INVALID, "not_utf8", "UTF-8 ではありません",
	    "this is not UTF-8");
}

enum status
api_forms_decode(struct form_pairs *out, struct bytes body,
    struct arena *arena, struct error *error)
{
	struct http_pair *pairs = arena_array(arena, FORMS_FIELDS_MAX,
	    sizeof(*pairs));
	size_t at = 0;
	enum status status = pairs == NULL ? error_memory(error) : STATUS_OK;

	out->pairs = pairs;
	out->n = 0;
	while (at < body.n && status == STATUS_OK) {
		const uint8_t *from = body.p + at;
		const uint8_t *end = memchr(from, '&', body.n - at);
		size_t n = end == NULL ? body.n - at : (size_t)(end - from);
		const uint8_t *equals = memchr(from, '=', n);
		size_t name = equals == NULL ? n : (size_t)(equals - from);

		at += n + 1;
		if (n == 0)
			continue;
		if (out->n == FORMS_FIELDS_MAX)
			return error_set(error, STATUS_INVALID, "too_many",
			    "入力欄が多すぎます", "there are too many fields");
		status = take(&pairs[out->n].name, from, name, arena, error);
		if (status == STATUS_OK)
			status = take(&pairs[out->n++].value, from + name +
			    (equals != NULL), n - name - (equals != NULL),
			    arena, error);
	}
	return status;
}

struct text
api_forms_value(const struct form_pairs *pairs, struct text name)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (text_equal(pairs->pairs[i].name, name))
			return text_trim(pairs->pairs[i].value);
	return TEXT("");
}
