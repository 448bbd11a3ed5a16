#include <errno.h>
#include <iconv.h>

#include "base/cp932.h"

/* All of in, or false.  out has room for three bytes a byte. */
static bool
convert(const char *to, const char *from, struct bytes in, char *out,
    size_t room, size_t *n, bool *missing)
{
	iconv_t table = iconv_open(to, from);
	char *p = (char *)(uintptr_t)in.p;
	size_t left = in.n, space = room, bad;

	*missing = table == (iconv_t)-1;
	if (*missing)
		return false;
	bad = iconv(table, &p, &left, &out, &space);
	(void)iconv_close(table);
	*n = room - space;
	return bad == 0 && left == 0;
}

static enum status
no_table(struct error *error)
{
	return error_set(error, STATUS_FAILURE, "no_cp932",
	    "この環境の iconv は CP932 を変換できません",
	    "this machine's iconv does not know CP932");
}

enum status
cp932_decode(struct text *text, struct bytes bytes, struct arena *arena,
    struct error *error)
{
	char *out = arena_array(arena, bytes.n + 1, 3);
	size_t n = 0;
	bool missing = false;

	*text = (struct text){ "", 0 };
	if (out == NULL)
		return error_memory(error);
	if (convert("UTF-8", "CP932", bytes, out, bytes.n * 3, &n,
	    &missing) && text_from_bytes(text,
	    (struct bytes){ (const uint8_t *)out, n }))
		return STATUS_OK;
	if (missing)
		return no_table(error);
	return error_set(error, STATUS_INVALID, "not_cp932",
	    "CP932 (Shift_JIS) のテキストではありません", "not CP932 text");
}

enum status
cp932_encode(struct buf *out, struct text text, struct error *error)
{
	uint8_t *room = buf_reserve(out, text.n + 1);
	size_t n = 0;
	bool missing = false;

	if (room == NULL)
		return buf_status(out, error);
	if (convert("CP932", "UTF-8", bytes_of(text), (char *)room, text.n,
	    &n, &missing)) {
		out->n += n;
		return STATUS_OK;
	}
	if (missing)
		return no_table(error);
	return error_set(error, STATUS_INVALID, "not_in_cp932",
	    "CP932 にない文字があります",
	    "a character has no code in CP932");
}
