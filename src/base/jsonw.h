/*
 * jsonw.h - JSON out, as a stream into a buffer.
 *
 * The writer puts commas and quotes; the caller opens and closes.  A writer
 * that is told to be pretty indents by two blanks.  (jansson owns the prefix
 * json_, so ours is jsonw_.)
 */
#ifndef BASE_JSONW_H_
#define BASE_JSONW_H_

#include "base/node.h"

struct jsonw {
	struct buf *out;
	bool pretty;
	bool needs_comma;	/* a value stands before this one */
	bool after_key;
	int depth;
};

struct jsonw jsonw_new(struct buf *out, bool pretty);

void jsonw_open_object(struct jsonw *json);
void jsonw_close_object(struct jsonw *json);
void jsonw_open_array(struct jsonw *json);
void jsonw_close_array(struct jsonw *json);
void jsonw_key(struct jsonw *json, const char *key);
void jsonw_text(struct jsonw *json, struct text text);
void jsonw_string(struct jsonw *json, const char *string);
/* A formatted string, cut to the characters that fit in 1,023 bytes. */
void jsonw_printf(struct jsonw *json, const char *format, ...)
    PRINTF_LIKE(2, 3);
void jsonw_int(struct jsonw *json, int64_t value);
void jsonw_bool(struct jsonw *json, bool value);
void jsonw_null(struct jsonw *json);
/* JSON that is already written. */
void jsonw_raw(struct jsonw *json, struct text raw);
/* A whole tree. */
void jsonw_node(struct jsonw *json, const struct node *node);

/* key and value in one line. */
void jsonw_member_text(struct jsonw *json, const char *key, struct text text);
void jsonw_member_string(struct jsonw *json, const char *key,
    const char *string);
void jsonw_member_int(struct jsonw *json, const char *key, int64_t value);
/* A count below 2^63; a number that is finite, in so many digits. */
void jsonw_member_count(struct jsonw *json, const char *key, uint64_t value);
void jsonw_member_real(struct jsonw *json, const char *key, double value,
    int digits);
void jsonw_member_bool(struct jsonw *json, const char *key, bool value);
/* An instant and a day as in clock.h; bytes in hex; an array of texts. */
void jsonw_member_instant(struct jsonw *json, const char *key,
    int64_t instant);
void jsonw_member_day(struct jsonw *json, const char *key, int64_t day);
void jsonw_member_hex(struct jsonw *json, const char *key, const void *bytes,
    size_t n);
void jsonw_member_texts(struct jsonw *json, const char *key,
    const struct text *texts, size_t n);

/*
 * The same, and nothing where there is none: an empty text, 0, or for an
 * instant INT64_MAX.
 */
void jsonw_given_text(struct jsonw *json, const char *key, struct text text);
void jsonw_given_instant(struct jsonw *json, const char *key,
    int64_t instant);
void jsonw_given_day(struct jsonw *json, const char *key, int64_t day);

/* Field, clause, article, message and remedy, into an open object. */
void jsonw_error_members(struct jsonw *json, const struct error *error);
/* The whole error as an object. */
void jsonw_error(struct jsonw *json, const struct error *error);

#endif
