#include <stdarg.h>

#include "base/clock.h"
#include "base/encode.h"
#include "base/jsonw.h"

struct jsonw
jsonw_new(struct buf *out, bool pretty)
{
	return (struct jsonw){ .out = out, .pretty = pretty };
}

static void
new_line(struct jsonw *json)
{
	if (!json->pretty)
		return;
	buf_byte(json->out, '\n');
	for (int i = 0; i < json->depth; i++)
		buf_string(json->out, "  ");
}

static void
before_value(struct jsonw *json)
{
	if (json->after_key) {
		json->after_key = false;
		return;
	}
	if (json->needs_comma)
		buf_byte(json->out, ',');
	if (json->depth > 0)
		new_line(json);
}

static void
open(struct jsonw *json, char bracket)
{
	before_value(json);
	buf_byte(json->out, (uint8_t)bracket);
	json->depth++;
	json->needs_comma = false;
}

static void
close(struct jsonw *json, char bracket)
{
	json->depth--;
	if (json->needs_comma)
		new_line(json);
	buf_byte(json->out, (uint8_t)bracket);
	json->needs_comma = true;
}

void
jsonw_open_object(struct jsonw *json)
{
	open(json, '{');
}

void
jsonw_close_object(struct jsonw *json)
{
	close(json, '}');
}

void
jsonw_open_array(struct jsonw *json)
{
	open(json, '[');
}

void
jsonw_close_array(struct jsonw *json)
{
	close(json, ']');
}

void
jsonw_key(struct jsonw *json, const char *key)
{
	jsonw_string(json, key);
	buf_string(json->out, json->pretty ? ": " : ":");
	json->after_key = true;
}

void
jsonw_text(struct jsonw *json, struct text text)
{
	before_value(json);
	node_write_string(json->out, text);
	json->needs_comma = true;
}

void
jsonw_string(struct jsonw *json, const char *string)
{
	jsonw_text(json, text_of(string));
}

void
jsonw_printf(struct jsonw *json, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	text_end_whole(text);
	jsonw_string(json, text);
}

void
jsonw_int(struct jsonw *json, int64_t value)
{
	before_value(json);
	buf_printf(json->out, "%lld", (long long)value);
	json->needs_comma = true;
}

void
jsonw_bool(struct jsonw *json, bool value)
{
	jsonw_raw(json, value ? TEXT("true") : TEXT("false"));
}

void
jsonw_null(struct jsonw *json)
{
	jsonw_raw(json, TEXT("null"));
}

void
jsonw_raw(struct jsonw *json, struct text raw)
{
	before_value(json);
	buf_text(json->out, raw);
	json->needs_comma = true;
}

void
jsonw_node(struct jsonw *json, const struct node *node)
{
	switch (node->kind) {
	case NODE_NULL:
		jsonw_null(json);
		break;
	case NODE_BOOL:
		jsonw_bool(json, node->number != 0);
		break;
	case NODE_INT:
		jsonw_int(json, node->number);
		break;
	case NODE_REAL:
		jsonw_raw(json, node->text);
		break;
	case NODE_TEXT:
		jsonw_text(json, node->text);
		break;
	case NODE_LIST:
		jsonw_open_array(json);
		for (size_t i = 0; i < node->count; i++)
			jsonw_node(json, node_at(node, i));
		jsonw_close_array(json);
		break;
	case NODE_MAP:
		jsonw_open_object(json);
		for (size_t i = 0; i < node->count; i++) {
			jsonw_text(json, node->members[i].key);
			buf_string(json->out, json->pretty ? ": " : ":");
			json->after_key = true;
			jsonw_node(json, node_at(node, i));
		}
		jsonw_close_object(json);
		break;
	}
}

void
jsonw_member_text(struct jsonw *json, const char *key, struct text text)
{
	jsonw_key(json, key);
	jsonw_text(json, text);
}

void
jsonw_member_string(struct jsonw *json, const char *key, const char *string)
{
	jsonw_key(json, key);
	jsonw_string(json, string);
}

void
jsonw_member_int(struct jsonw *json, const char *key, int64_t value)
{
	jsonw_key(json, key);
	jsonw_int(json, value);
}

void
jsonw_member_count(struct jsonw *json, const char *key, uint64_t value)
{
	jsonw_member_int(json, key, (int64_t)value);
}

void
jsonw_member_real(struct jsonw *json, const char *key, double value,
    int digits)
{
	char number[48];

	(void)snprintf(number, sizeof(number), "%.*g", digits, value);
	jsonw_key(json, key);
	jsonw_raw(json, text_of(number));
}

void
jsonw_member_bool(struct jsonw *json, const char *key, bool value)
{
	jsonw_key(json, key);
	jsonw_bool(json, value);
}

void
jsonw_member_instant(struct jsonw *json, const char *key, int64_t instant)
{
	char time[CLOCK_TEXT_SIZE];

	clock_format(instant, time);
	jsonw_member_string(json, key, time);
}

void
jsonw_member_day(struct jsonw *json, const char *key, int64_t day)
{
	char date[CLOCK_DATE_SIZE];

	clock_format_date(day, date);
	jsonw_member_string(json, key, date);
}

void
jsonw_member_hex(struct jsonw *json, const char *key, const void *bytes,
    size_t n)
{
	uint8_t *room;

	jsonw_key(json, key);
	before_value(json);
	buf_byte(json->out, '"');
	/* The NUL's place is the closing quote's. */
	room = buf_reserve(json->out, 2 * n + 1);
	if (room != NULL) {
		encode_hex(bytes, n, (char *)room);
		json->out->n += 2 * n;
	}
	buf_byte(json->out, '"');
	json->needs_comma = true;
}

void
jsonw_member_texts(struct jsonw *json, const char *key,
    const struct text *texts, size_t n)
{
	jsonw_key(json, key);
	jsonw_open_array(json);
	for (size_t i = 0; i < n; i++)
		jsonw_text(json, texts[i]);
	jsonw_close_array(json);
}

void
jsonw_given_text(struct jsonw *json, const char *key, struct text text)
{
	if (text.n > 0)
		jsonw_member_text(json, key, text);
}

void
jsonw_given_instant(struct jsonw *json, const char *key, int64_t instant)
{
	if (instant != 0 && instant != INT64_MAX)
		jsonw_member_instant(json, key, instant);
}

void
jsonw_given_day(struct jsonw *json, const char *key, int64_t day)
{
	if (day != 0)
		jsonw_member_day(json, key, day);
}

static void
member_words(struct jsonw *json, const char *key,
    const char text[LANGUAGE_COUNT][480])
{
	if (text[LANGUAGE_JA][0] == '\0')
		return;
	jsonw_key(json, key);
	jsonw_open_object(json);
	jsonw_member_string(json, "ja", text[LANGUAGE_JA]);
	jsonw_member_string(json, "en", text[LANGUAGE_EN]);
	jsonw_close_object(json);
}

void
jsonw_error_members(struct jsonw *json, const struct error *error)
{
	if (error->field[0] != '\0')
		jsonw_member_string(json, "field", error->field);
	if (error->clause[0] != '\0')
		jsonw_member_string(json, "clause", error->clause);
	if (error->article[0] != '\0')
		jsonw_member_string(json, "article", error->article);
	member_words(json, "message", error->text);
	member_words(json, "remedy", error->remedy);
}

void
jsonw_error(struct jsonw *json, const struct error *error)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "type", status_table[error->status].name);
	jsonw_member_string(json, "code", error->code);
	jsonw_error_members(json, error);
	jsonw_close_object(json);
}
