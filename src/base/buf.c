#include <stdarg.h>

#include "base/buf.h"

void
buf_init(struct buf *buf, struct arena *arena, size_t max)
{
	memset(buf, 0, sizeof(*buf));
	buf->arena = arena;
	buf->max = max;
}

uint8_t *
buf_reserve(struct buf *buf, size_t n)
{
	size_t capacity = buf->capacity;
	uint8_t *grown;

	if (buf->failed || n > buf->max - buf->n) {
		buf->failed = true;
		return NULL;
	}
	if (n <= capacity - buf->n)
		return buf->p + buf->n;
	capacity = capacity < 128 ? 256 : capacity * 2;
	if (capacity < buf->n + n)
		capacity = buf->n + n;
	if (capacity > buf->max)
		capacity = buf->max;
	grown = arena_alloc(buf->arena, capacity);
	if (grown == NULL) {
		buf_no_memory(buf);
		return NULL;
	}
	if (buf->n > 0)
		memcpy(grown, buf->p, buf->n);
	buf->p = grown;
	buf->capacity = capacity;
	return grown + buf->n;
}

void
buf_text(struct buf *buf, struct text text)
{
	buf_put(buf, text.p, text.n);
}

void
buf_string(struct buf *buf, const char *string)
{
	buf_put(buf, string, strlen(string));
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;
	uint8_t *room;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0) {
		buf->failed = true;
		return;
	}
	/* One byte more than counted: vsnprintf ends with a NUL. */
	buf->max += 1;
	room = buf_reserve(buf, (size_t)n + 1);
	buf->max -= 1;
	if (room == NULL)
		return;
	va_start(args, format);
	(void)vsnprintf((char *)room, (size_t)n + 1, format, args);
	va_end(args);
	buf->n += (size_t)n;
}

void
buf_u16(struct buf *buf, uint16_t value)
{
	uint8_t b[2] = { (uint8_t)(value >> 8), (uint8_t)value };

	buf_put(buf, b, sizeof(b));
}

void
buf_u32(struct buf *buf, uint32_t value)
{
	buf_u16(buf, (uint16_t)(value >> 16));
	buf_u16(buf, (uint16_t)value);
}

void
buf_u64(struct buf *buf, uint64_t value)
{
	buf_u32(buf, (uint32_t)(value >> 32));
	buf_u32(buf, (uint32_t)value);
}

struct bytes
buf_bytes(const struct buf *buf)
{
	return (struct bytes){ buf->p, buf->n };
}

struct text
buf_as_text(const struct buf *buf)
{
	return (struct text){ (const char *)buf->p, buf->n };
}

void
buf_no_memory(struct buf *buf)
{
	buf->failed = true;
	buf->no_memory = true;
}

enum status
buf_status(const struct buf *buf, struct error *error)
{
	if (!buf->failed)
		return STATUS_OK;
	if (buf->no_memory)
		return error_memory(error);
	return error_set(error, STATUS_INVALID, "too_large",
	    "データが大きすぎます (上限 %zu バイト)",
	    "the data is too large (limit %zu bytes)", buf->max);
}
