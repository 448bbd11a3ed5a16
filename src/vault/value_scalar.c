/*
 * Values that are no texts: dates, numbers, flags.
 */
#include "base/clock.h"
#include "vault/letter.h"
#include "vault/value_parts.h"

/*
 * As the letter that to_ascii() writes; 0: none.  Latin letters and $ are
 * refused, so that they can stand for what has no place in ASCII.
 */
static char
ascii_letter(uint32_t c)
{
	uint32_t narrow = letter_narrow(c);

	switch (c) {
	case 0x5E74:		/* 年 */
		return 'y';
	case 0x6708:		/* 月 */
		return 'm';
	case 0x65E5:		/* 日 */
		return 'd';
	case 0x25B3:		/* △ ▲ before a number, as accountants do */
	case 0x25B2:
		return 'N';
	case 0xA5:
	case 0xFFE5:		/* ¥ */
		return '$';
	case 0x5186:		/* 円 */
		return 'e';
	case 0x3001:		/* 、 */
		return ',';
	default:
		break;
	}
	if (letter_is_blank(c))
		return ' ';
	if (letter_is_hyphen(c))
		return '-';
	return narrow < 0x80 && narrow != '$' && !letter_is_latin(narrow) ?
	    (char)narrow : '\0';
}

/*
 * The text without blanks at its ends as ASCII: full-width as half-width,
 * hyphens of all kinds as -, 年月日円 as y m d e, △▲ as N, ¥ as $ (which are
 * refused when typed as such).  False when something else is in it or it
 * does not fit.
 */
static bool
to_ascii(char *out, size_t size, struct text text)
{
	size_t n = 0;
	uint32_t c;

	text = text_trim(text);
	while (text_next(&text, &c)) {
		char letter = ascii_letter(c);

		if (letter == '\0' || n + 1 >= size)
			return false;
		out[n++] = letter;
	}
	out[n] = '\0';
	return n > 0;
}

/* Blanks, then min to max digits; -1 when they are not there. */
static int
take_digits(const char **at, int min, int max)
{
	int value = 0, n = 0;

	while (**at == ' ')
		(*at)++;
	while (**at >= '0' && **at <= '9' && n < max) {
		value = value * 10 + (*(*at)++ - '0');
		n++;
	}
	return n < min ? -1 : value;
}

/*
 * What ends a year or month: its letter, or the separator, the same both
 * times; nothing at the end of the text.
 */
static bool
take_end(const char **at, char letter, char *separator)
{
	char c;

	while (**at == ' ')
		(*at)++;
	c = **at;
	if (c == '\0')
		return *separator != 'y';
	if (*separator == '\0' && (c == letter || strchr("-/.", c) != NULL))
		*separator = c == letter ? 'y' : c;
	else if (*separator != 'y' ? c != *separator : c != letter)
		return false;
	(*at)++;
	return true;
}

static bool
compact_date(const char *text, int *year, int *month, int *day)
{
	if (strlen(text) != 8 || strspn(text, "0123456789") != 8)
		return false;
	*year = take_digits(&text, 4, 4);
	*month = take_digits(&text, 2, 2);
	*day = take_digits(&text, 2, 2);
	return true;
}

/* Year, month or 0, day or 0. */
static bool
split_date(const char *at, int *year, int *month, int *day)
{
	char separator = '\0';

	if (compact_date(at, year, month, day))
		return true;
	*year = take_digits(&at, 4, 4);
	if (*year < 0 || !take_end(&at, 'y', &separator))
		return false;
	if (*at == '\0')
		return separator == '\0' || separator == 'y';
	*month = take_digits(&at, 1, 2);
	if (*month < 1 || !take_end(&at, 'm', &separator))
		return false;
	if (*at == '\0')
		return at[-1] == 'm' || (at[-1] >= '0' && at[-1] <= '9');
	*day = take_digits(&at, 1, 2);
	if (*day < 1)
		return false;
	return strcmp(at, separator == 'y' ? "d" : "") == 0;
}

/* Four-digit years before 1000 are slips of the keyboard, not years. */
bool
value_date(char out[VALUE_SHORT_SIZE], struct text text)
{
	char ascii[40];
	int year = 0, month = 0, day = 0;

	if (!to_ascii(ascii, sizeof(ascii), text) ||
	    !split_date(ascii, &year, &month, &day) || year < 1000 ||
	    !clock_date_exists(year, month == 0 ? 1 : month,
	    day == 0 ? 1 : day))
		return false;
	if (month == 0)
		(void)snprintf(out, VALUE_SHORT_SIZE, "%04d", year);
	else if (day == 0)
		(void)snprintf(out, VALUE_SHORT_SIZE, "%04d-%02d", year,
		    month);
	else
		(void)snprintf(out, VALUE_SHORT_SIZE, "%04d-%02d-%02d", year,
		    month, day);
	return true;
}

/* Digits alone, or with commas that cut off threes: 1,234,567. */
static bool
take_number(const char *at, char *digits, size_t size)
{
	size_t n = 0, since = 0;
	bool grouped = false;

	for (; *at != '\0'; at++) {
		if (*at == ',') {
			if (grouped ? since != 3 : since < 1 || since > 3)
				return false;
			grouped = true;
			since = 0;
		} else if (*at >= '0' && *at <= '9' && n + 1 < size) {
			digits[n++] = *at;
			since++;
		} else {
			return false;
		}
	}
	digits[n] = '\0';
	return n > 0 && (!grouped || since == 3);
}

/* A sign and, of money, ¥ in front, in either order; 円 behind. */
static bool
take_signs(char **at, bool money)
{
	bool negative = false, sign = false, currency = false;

	for (;; (*at)++) {
		if (!sign && strchr("-N+", **at) != NULL && **at != '\0') {
			sign = true;
			negative = **at != '+';
		} else if (!currency && money && **at == '$') {
			currency = true;
		} else {
			return negative;
		}
	}
}

static void
cut_yen(char *ascii, bool money)
{
	size_t n = strlen(ascii);

	if (money && ascii[n - 1] == 'e')
		n--;
	while (n > 0 && ascii[n - 1] == ' ')
		n--;
	ascii[n] = '\0';
}

bool
value_number(char out[VALUE_SHORT_SIZE], struct text text, bool money,
    enum value_problem *problem)
{
	char ascii[72], digits[72] = "-";
	char *at = ascii;
	bool negative;
	int64_t value;

	*problem = PROBLEM_NUMBER;
	if (!to_ascii(ascii, sizeof(ascii), text))
		return false;
	cut_yen(ascii, money);
	negative = take_signs(&at, money);
	if (!take_number(at, digits + 1, sizeof(digits) - 1))
		return false;
	*problem = PROBLEM_RANGE;
	if (!text_to_int(text_of(negative ? digits : digits + 1), &value))
		return false;
	(void)snprintf(out, VALUE_SHORT_SIZE, "%lld", (long long)value);
	return true;
}

static const char *const yes_words[] = { "true", "yes", "y", "on", "1",
	"はい", "有", "有り", "あり", "○", "〇", "◯", NULL };
static const char *const no_words[] = { "false", "no", "n", "off", "0",
	"いいえ", "無", "無し", "なし", "×", "✕", "✗", NULL };

static bool
is_one_of(struct text word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (text_is(word, *words))
			return true;
	return false;
}

const char *
value_flag(struct text text)
{
	char word[32];
	size_t n = 0;
	uint32_t c;

	text = text_trim(text);
	while (text_next(&text, &c)) {
		c = letter_narrow(c);
		if (n + 4 > sizeof(word))
			return NULL;
		if (letter_is_latin(c))
			c |= 0x20;
		n += text_encode(c, word + n);
	}
	if (is_one_of((struct text){ word, n }, yes_words))
		return "true";
	return is_one_of((struct text){ word, n }, no_words) ? "false" : NULL;
}
