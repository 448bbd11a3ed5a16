/*
 * buf.h - a growing buffer that is born with its maximum.
 *
 * Writing past the maximum, or when memory is out, makes the buffer fail and
 * stay failed: write as much as you like and ask buf_status() once.
 * The memory is the arena's; growing leaves the old copy there until the
 * arena is wiped.
 */
#ifndef BASE_BUF_H_
#define BASE_BUF_H_

#include "base/base.h"

struct buf {
	uint8_t *p;
	size_t n;
	size_t capacity;
	size_t max;
	struct arena *arena;
	bool failed;
	bool no_memory;		/* ... because the arena had no more */
};

void buf_init(struct buf *buf, struct arena *arena, size_t max);

void buf_text(struct buf *buf, struct text text);
void buf_string(struct buf *buf, const char *string);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* Unsigned integers, most significant byte first. */
void buf_u16(struct buf *buf, uint16_t value);
void buf_u32(struct buf *buf, uint32_t value);
void buf_u64(struct buf *buf, uint64_t value);

/* Room for n more bytes, not yet counted in buf->n; NULL when it fails. */
uint8_t *buf_reserve(struct buf *buf, size_t n) MUST_USE;

/* Here, because most are a few bytes that there is room for. */
static inline void
buf_put(struct buf *buf, const void *bytes, size_t n)
{
	uint8_t *room = !buf->failed && n <= buf->capacity - buf->n ?
	    buf->p + buf->n : buf_reserve(buf, n);

	if (room == NULL || n == 0)
		return;
	memcpy(room, bytes, n);
	buf->n += n;
}

static inline void
buf_byte(struct buf *buf, uint8_t byte)
{
	if (!buf->failed && buf->n < buf->capacity)
		buf->p[buf->n++] = byte;
	else
		buf_put(buf, &byte, 1);
}

struct bytes buf_bytes(const struct buf *buf);

/* Only for what was written as text. */
struct text buf_as_text(const struct buf *buf);

/* Makes it fail: what was to be written could not be made. */
void buf_no_memory(struct buf *buf);

/* STATUS_OK, or STATUS_INVALID "too_large" / STATUS_FAILURE. */
enum status buf_status(const struct buf *buf, struct error *error) MUST_USE;

#endif
