#include <utf8proc.h>

#include "base/buf.h"
#include "vault/fold.h"
#include "vault/letter.h"
#include "vault/mask.h"
#include "vault/prefecture.h"

static const char narrow_mark[] = "***", wide_mark[] = "＊＊＊";

/* Longer than this is a letter under a heap of accents: not shown. */
enum { CHARACTER_BYTES_MAX = 32 };

/* Bytes of the first character (grapheme cluster), 0 at the end. */
static size_t
character(struct text text)
{
	struct text rest = text;
	utf8proc_int32_t state = 0;
	uint32_t c, next;

	if (!text_next(&rest, &c))
		return 0;
	for (;;) {
		struct text before = rest;

		if (!text_next(&rest, &next))
			return text.n;
		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)c,
		    (utf8proc_int32_t)next, &state))
			return text.n - before.n;
		c = next;
	}
}

/* The first character when it may be shown: visible, and not all. */
static struct text
first_character(struct text text)
{
	struct text start;
	size_t n;
	uint32_t c = 0;

	text = text_trim(text);
	n = character(text);
	start = text_slice(text, 0, n);
	if (n == 0 || n == text.n || n > CHARACTER_BYTES_MAX)
		return (struct text){ "", 0 };
	(void)text_next(&start, &c);
	if (!letter_is_visible(c))
		return (struct text){ "", 0 };
	return text_slice(text, 0, n);
}

/* The last count digits of any width, as ASCII; false when fewer than min. */
static bool
last_digits(char out[5], struct text text, size_t min)
{
	char last[4] = { 0 };
	size_t n = 0;
	uint32_t c;

	while (text_next(&text, &c))
		if (letter_digit(c) >= 0)
			last[n++ % 4] = (char)('0' + letter_digit(c));
	if (n < min)
		return false;
	for (size_t i = 0; i < 4; i++)
		out[i] = last[(n + i) % 4];
	out[4] = '\0';
	return true;
}

static void
mask_name(struct buf *out, struct text value)
{
	buf_text(out, first_character(value));
	buf_string(out, wide_mark);
}

static void
mask_email(struct buf *out, struct text value)
{
	struct text host;
	ptrdiff_t at;

	value = text_trim(value);
	at = text_find(value, TEXT("@"));
	if (at < 0) {
		buf_string(out, narrow_mark);
		return;
	}
	host = text_slice(value, (size_t)at, value.n);
	buf_text(out, first_character(text_slice(value, 0, (size_t)at)));
	buf_string(out, narrow_mark);
	if (host.n > 1 && text_find(text_slice(host, 1, host.n),
	    TEXT("@")) < 0)
		buf_text(out, host);
}

/* Of a number with that many digits at least, the last four. */
static void
mask_number(struct buf *out, struct text value, size_t min)
{
	char digits[5];

	if (!last_digits(digits, value, min)) {
		buf_string(out, narrow_mark);
		return;
	}
	buf_printf(out, "****%s", digits);
}

static void
mask_postal_code(struct buf *out, struct text value)
{
	char digits[FOLD_POSTAL_SIZE];

	if (fold_postal_code(digits, value))
		buf_printf(out, "%.3s-****", digits);
	else
		buf_string(out, narrow_mark);
}

static void
mask_bank(struct buf *out, struct text value)
{
	struct fold_bank account;

	if (fold_bank(&account, value))
		buf_printf(out, "****%s",
		    account.digits + strlen(account.digits) - 4);
	else
		buf_string(out, narrow_mark);
}

static void
mask_card(struct buf *out, struct text value)
{
	char digits[5];

	value = text_trim(value);
	/* Only of a token: of anything else no digit is shown. */
	if (text_starts_with(value, "token:") && value.n > 5 &&
	    value.p[value.n - 5] == '/' && last_digits(digits,
	    text_slice(value, value.n - 4, value.n), 4))
		buf_printf(out, "****%s", digits);
	else
		buf_string(out, narrow_mark);
}

/* Dates are stored in ASCII, year first. */
static void
mask_date(struct buf *out, struct text value)
{
	bool year = value.n == 4 || (value.n > 4 && value.p[4] == '-');

	for (size_t i = 0; year && i < 4; i++)
		year = value.p[i] >= '0' && value.p[i] <= '9';
	if (year)
		buf_printf(out, "%.4s-**-**", value.p);
	else
		buf_string(out, narrow_mark);
}

static void
mask_address(struct buf *out, struct text value)
{
	value = text_trim(value);
	buf_text(out, text_slice(value, 0, prefecture_at(value)));
	buf_string(out, wide_mark);
}

/* The last four characters of eight or more. */
static void
mask_external_id(struct buf *out, struct text value)
{
	enum { SHOWN = 4, LEAST = 8 };
	struct text rest = value = text_trim(value);
	size_t starts[SHOWN] = { 0 }, count = 0;

	while (rest.n > 0) {
		starts[count++ % SHOWN] = value.n - rest.n;
		rest = text_slice(rest, character(rest), rest.n);
	}
	buf_string(out, "****");
	if (count >= LEAST &&
	    value.n - starts[count % SHOWN] <= SHOWN * CHARACTER_BYTES_MAX)
		buf_text(out, text_slice(value, starts[count % SHOWN],
		    value.n));
}

static void
mask_kind(struct buf *out, enum item_kind kind, struct text value)
{
	enum { PHONE_DIGITS = 8 };

	switch (kind) {
	case KIND_NAME:
	case KIND_KANA:
		mask_name(out, value);
		return;
	case KIND_EMAIL:
		mask_email(out, value);
		return;
	case KIND_PHONE:
		mask_number(out, value, PHONE_DIGITS);
		return;
	case KIND_DATE:
		mask_date(out, value);
		return;
	case KIND_POSTAL_CODE:
		mask_postal_code(out, value);
		return;
	case KIND_ADDRESS:
		mask_address(out, value);
		return;
	case KIND_BANK_ACCOUNT:
		mask_bank(out, value);
		return;
	case KIND_CARD:
		mask_card(out, value);
		return;
	case KIND_EXTERNAL_ID:
		mask_external_id(out, value);
		return;
	case KIND_PASSWORD:
		buf_string(out, "********");
		return;
	case KIND_TEXT:
	case KIND_FREE_TEXT:
	case KIND_CHOICE:
		buf_string(out, wide_mark);
		return;
	case KIND_NUMBER:
	case KIND_MONEY:
	case KIND_FLAG:
	case KIND_URL:
	case KIND_DEVICE_ID:
	case KIND_ID_CODE:
	case KIND_FILE:
		break;
	}
	buf_string(out, narrow_mark);
}

enum status
mask_value(struct text *masked, enum item_kind kind, struct text value,
    struct arena *arena, struct error *error)
{
	struct buf out;

	/* An address of e-mail shows its host, whatever its length. */
	buf_init(&out, arena, value.n + 64);
	mask_kind(&out, kind, value);
	*masked = buf_as_text(&out);
	return buf_status(&out, error);
}
