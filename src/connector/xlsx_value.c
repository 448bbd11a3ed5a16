/*
 * What the number in a cell is to people: its format says.
 */
#include <math.h>

#include "base/clock.h"
#include "connector/xlsx_parts.h"

enum { DAY_S = 86400, LAST_DAY = 2958465 };	/* 9999-12-31 */

/* The built-in formats of dates and times, those of Japan among them. */
static enum xlsx_look
built_in(unsigned int format)
{
	if ((format >= 14 && format <= 17) || (format >= 27 &&
	    format <= 31) || format == 36 || (format >= 50 && format <= 54) ||
	    format == 57 || format == 58)
		return LOOK_DATE;
	if ((format >= 18 && format <= 21) || (format >= 32 &&
	    format <= 35) || (format >= 45 && format <= 47) ||
	    format == 55 || format == 56)
		return LOOK_TIME;
	return format == 22 ? LOOK_DATETIME : LOOK_NUMBER;
}

/* What letters stand in a format's first section, outside of texts. */
struct letters {
	bool date, time, other;
};

/* "[h]", "[mm]": time that has passed; "[Magenta]" is none. */
static bool
is_elapsed(struct text code, size_t i)
{
	char first = code.p[i];

	if (strchr("hHmMsS", first) == NULL)
		return false;
	while (i < code.n && code.p[i] == first)
		i++;
	return i < code.n && code.p[i] == ']';
}

static struct letters
find_letters(struct text code)
{
	struct letters found = { false, false, false };
	bool quoted = false, bracket = false;

	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];

		if (c == '"') {
			quoted = !quoted;
		} else if (quoted || bracket) {
			bracket = bracket && c != ']';
		} else if (c == '[') {
			bracket = true;
			found.time |= i + 1 < code.n && is_elapsed(code,
			    i + 1);
		} else if (c == '\\' || c == '_' || c == '*') {
			i++;
		} else if (c == ';') {
			break;
		} else if (strchr("yYdDeEgG", c) != NULL) {
			found.date = true;
		} else if (strchr("hHsS", c) != NULL) {
			found.time = true;
		} else if (strchr("#?0", c) != NULL) {
			found.other = true;
		}
	}
	return found;
}

/* "0000000" and "000-0000": each 0 is a digit that is always shown. */
static bool
is_zeros(struct text code, char out[24])
{
	size_t zeros = 0, n = 0;

	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];

		if (c == '\\' || c == '"')
			continue;
		if ((c != '0' && c != '-') || n == 23)
			return false;
		zeros += c == '0';
		out[n++] = c;
	}
	out[n] = '\0';
	return zeros > 1;
}

struct xlsx_style
xlsx_value_style(unsigned int format, struct text code)
{
	struct xlsx_style style = { .look = LOOK_NUMBER };
	struct letters letters;

	if (code.n == 0) {
		style.look = built_in(format);
		return style;
	}
	if (is_zeros(code, style.zeros)) {
		style.look = LOOK_ZEROS;
		return style;
	}
	letters = find_letters(code);
	/* 0.00E+00 is no date, though it has an E. */
	if (letters.date && !letters.other)
		style.look = letters.time ? LOOK_DATETIME : LOOK_DATE;
	else if (letters.time)
		style.look = LOOK_TIME;
	return style;
}

static enum status
bad(struct error *error, const char *code, struct words words)
{
	return error_say(error, STATUS_INVALID, code, words);
}

static bool
is_whole(struct text number)
{
	size_t i = number.n > 0 && number.p[0] == '-';

	if (i == number.n)
		return false;
	for (; i < number.n; i++)
		if (number.p[i] < '0' || number.p[i] > '9')
			return false;
	return true;
}

static bool
parse(struct text number, double *value)
{
	char copy[64], *end;

	if (number.n == 0 || number.n >= sizeof(copy))
		return false;
	for (size_t i = 0; i < number.n; i++)
		if (strchr("0123456789+-.eE", number.p[i]) == NULL)
			return false;
	memcpy(copy, number.p, number.n);
	copy[number.n] = '\0';
	*value = strtod(copy, &end);
	return *end == '\0' && isfinite(*value);
}

static void
put_number(struct buf *out, struct text number, double value)
{
	if (is_whole(number))
		buf_text(out, number);
	else
		buf_printf(out, "%.15g", value);
}

/* The digits into the places of the zeros, from the right. */
static void
put_zeros(struct buf *out, const char *zeros, uint64_t value)
{
	char digits[24], places[48];
	size_t n = 0, p = 0, z = strlen(zeros);

	(void)snprintf(digits, sizeof(digits), "%llu",
	    (unsigned long long)value);
	for (size_t d = strlen(digits); d > 0 || z > 0;) {
		if (z > 0 && zeros[z - 1] == '-') {
			places[p++] = '-';
			z--;
			continue;
		}
		places[p++] = d > 0 ? digits[--d] : '0';
		z -= z > 0;
	}
	for (n = p; n > 0; n--)
		buf_byte(out, (uint8_t)places[n - 1]);
}

/*
 * Days since 1970.  Excel counts a 29 February 1900 that never was: what it
 * shows before it is a day off for everybody else.
 */
static bool
day_of(int64_t serial, bool from_1904, int64_t *day)
{
	if (from_1904)
		*day = serial - 24107;
	else if (serial == 60 || serial < 1)
		return false;
	else
		*day = serial - 25569 + (serial < 60);
	return serial <= LAST_DAY;
}

static enum status
put_moment(struct buf *out, double value, enum xlsx_look look,
    bool from_1904, struct error *error)
{
	int64_t serial = (int64_t)floor(value), day;
	int64_t second = (int64_t)round((value - floor(value)) * DAY_S);
	char date[CLOCK_DATE_SIZE];
	bool alone = look == LOOK_TIME && serial == 0;

	if (second == DAY_S) {
		second = 0;
		serial++;
	}
	if (!alone) {
		if (!day_of(serial, from_1904, &day))
			return bad(error, "bad_date", (struct words){
			    "日付ではない数値です", "that number is no date" });
		clock_format_date(day, date);
		buf_string(out, date);
	}
	if (!alone && (look == LOOK_DATE || (second == 0 &&
	    look == LOOK_DATETIME)))
		return STATUS_OK;
	buf_printf(out, "%s%02d:%02d:%02d%s", alone ? "" : "T",
	    (int)(second / 3600), (int)(second / 60 % 60),
	    (int)(second % 60), alone ? "" : "+09:00");
	return STATUS_OK;
}

enum status
xlsx_value_text(struct text *out, struct text number,
    const struct xlsx_style *style, bool from_1904, struct arena *arena,
    struct error *error)
{
	struct buf buf;
	double value;
	enum status status = STATUS_OK;

	number = text_trim(number);
	if (!parse(number, &value))
		return bad(error, "bad_number", (struct words){
		    "数値として読めないセルです",
		    "the cell is no number" });
	if (!is_whole(number) && fabs(value) >= 1e15)
		return bad(error, "number_lost_digits", (struct words){
		    "桁が多すぎて失われた数値です。文字列のセルにしてください",
		    "a number of so many digits has lost some: make it a "
		    "cell of text" });
	buf_init(&buf, arena, 128);
	switch (style->look) {
	case LOOK_NUMBER:
		put_number(&buf, number, value);
		break;
	case LOOK_ZEROS:
		if (value >= 0 && value < 1e15 && value == floor(value))
			put_zeros(&buf, style->zeros, (uint64_t)value);
		else
			put_number(&buf, number, value);
		break;
	case LOOK_DATE:
	case LOOK_TIME:
	case LOOK_DATETIME:
		status = value >= 0 && value <= LAST_DAY + 1 ? put_moment(
		    &buf, value, style->look, from_1904, error) :
		    bad(error, "bad_date", (struct words){
		    "日付ではない数値です", "that number is no date" });
		break;
	}
	if (status == STATUS_OK)
		status = buf_status(&buf, error);
	*out = buf_as_text(&buf);
	return status;
}

static bool
take_code(const char *p, size_t n, uint32_t *code)
{
	*code = 0;
	if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return false;
	for (size_t i = 2; i < 6; i++) {
		const char *hex = "0123456789abcdef";
		const char *at = strchr(hex, p[i] | (p[i] >= 'A' ? 0x20 : 0));

		if (p[i] == '\0' || at == NULL)
			return false;
		*code = *code << 4 | (uint32_t)(at - hex);
	}
	/* Half a pair is no character, and a NUL is no text. */
	return *code != 0 && (*code < 0xD800 || *code > 0xDFFF);
}

struct text
xlsx_value_unescape(char *p, size_t n)
{
	size_t out = 0;

	for (size_t i = 0; i < n;) {
		uint32_t code;

		if (take_code(p + i, n - i, &code)) {
			out += text_encode(code, p + out);
			i += 7;
		} else {
			p[out++] = p[i++];
		}
	}
	return (struct text){ p, out };
}
