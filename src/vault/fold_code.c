/*
 * Numbers that have a structure: telephone, postal code, bank account.
 */
#include "vault/fold.h"
#include "vault/letter.h"

/* What stands in a telephone number, and what else was seen. */
struct dialled {
	char digits[24];
	size_t n;
	bool plus;
	bool zero_in_brackets;	/* the (0) of +81 (0)90 */
	bool open_end;		/* a hyphen, and no digit behind it */
	bool extension;
	bool bad;
};

/* Direction marks: telephones copy their numbers with them. */
static bool
is_direction(uint32_t c)
{
	return c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
	    (c >= 0x2066 && c <= 0x2069);
}

static void
take_digit(struct dialled *number, int digit, bool in_brackets,
    struct text rest)
{
	uint32_t next = 0;

	(void)text_next(&rest, &next);
	number->open_end = false;
	if (number->n + 1 >= sizeof(number->digits)) {
		number->bad = true;
	} else if (digit == 0 && in_brackets && number->plus &&
	    letter_narrow(next) == ')') {
		number->zero_in_brackets = true;
	} else {
		number->digits[number->n++] = (char)('0' + digit);
	}
}

/* One character that is no digit. */
static void
take_mark(struct dialled *number, uint32_t c, bool *in_brackets)
{
	uint32_t narrow = letter_narrow(c);
	bool joint = letter_is_hyphen(c) || narrow == '.';

	if (narrow == '(' && !*in_brackets)
		*in_brackets = true;
	else if (narrow == ')' && *in_brackets)
		*in_brackets = false;
	else if (narrow == '+' && number->n == 0 && !number->plus)
		number->plus = true;
	else if (number->n >= 4 && (narrow == '#' || narrow == '*' ||
	    narrow == ',' || letter_is_latin(c) || letter_is_kanji(c)))
		number->extension = true;
	else if (joint && (number->n > 0 || number->plus))
		number->open_end = true;
	else if (!letter_is_blank(c) && !is_direction(c))
		number->bad = true;
}

static void
read_number(struct dialled *number, struct text text)
{
	bool in_brackets = false;
	uint32_t c;

	while (text_next(&text, &c) && !number->bad && !number->extension) {
		int digit = letter_digit(c);

		if (digit >= 0)
			take_digit(number, digit, in_brackets, text);
		else
			take_mark(number, c, &in_brackets);
	}
	number->bad |= in_brackets || number->open_end;
}

/*
 * 番号計画, without the leading 0: ten digits that begin 20, 50, 60, 70, 80 or
 * 90 (so 0800), or nine that do not (so 03, 0120, 0570 and 0990).  10 is the
 * way abroad.
 */
static bool
is_national(const char *digits)
{
	size_t n = strlen(digits);
	bool eleven;

	if (n < 9 || digits[0] == '0')
		return false;
	eleven = digits[1] == '0' && strchr("256789", digits[0]) != NULL;
	if (digits[0] == '1' && digits[1] == '0')
		return false;
	return n == (eleven ? 10 : 9);
}

static bool
is_foreign(const struct dialled *number)
{
	return number->n >= 7 && number->n <= 15 && number->digits[0] != '0' &&
	    !number->zero_in_brackets;
}

/* At most fifteen digits in all, as is known of them. */
static void
write_e164(char e164[FOLD_PHONE_SIZE], const char *country,
    const char *digits)
{
	size_t at = 1 + strlen(country);

	e164[0] = '+';
	memcpy(e164 + 1, country, at - 1);
	memcpy(e164 + at, digits, strlen(digits) + 1);
}

enum fold_phone
fold_phone(char e164[FOLD_PHONE_SIZE], struct text text)
{
	struct dialled number = { 0 };
	const char *national = number.digits;

	e164[0] = '\0';
	read_number(&number, text);
	if (number.extension)
		return FOLD_PHONE_EXTENSION;
	if (number.bad)
		return FOLD_PHONE_BAD;
	if (number.plus && strncmp(number.digits, "81", 2) != 0) {
		if (!is_foreign(&number))
			return FOLD_PHONE_BAD;
		write_e164(e164, "", number.digits);
		return FOLD_PHONE_OK;
	}
	/* +81 090 is a common slip for +81 90. */
	if (number.plus)
		national += 2;
	if (*national == '0')
		national++;
	else if (!number.plus)
		return FOLD_PHONE_BAD;
	if (!is_national(national))
		return FOLD_PHONE_BAD;
	write_e164(e164, "81", national);
	return FOLD_PHONE_OK;
}

bool
fold_postal_code(char digits[FOLD_POSTAL_SIZE], struct text text)
{
	size_t n = 0;
	bool hyphen = false;
	uint32_t c;

	text = text_trim(text);
	if (text_starts_with(text, "〒"))
		text = text_trim(text_slice(text, strlen("〒"), text.n));
	while (text_next(&text, &c)) {
		int digit = letter_digit(c);

		if (digit >= 0 && n < 7) {
			digits[n++] = (char)('0' + digit);
		} else if (n == 3 && !hyphen &&
		    (letter_is_hyphen(c) || letter_is_blank(c))) {
			hyphen = true;
		} else {
			return false;
		}
	}
	digits[n] = '\0';
	return n == 7 && strcmp(digits, "0000000") != 0;
}

/* The text up to the next hyphen of any kind, which is taken too. */
static bool
next_part(struct text *rest, struct text *part)
{
	struct text scan = *rest;
	uint32_t c;

	while (text_next(&scan, &c)) {
		if (letter_is_hyphen(c)) {
			size_t behind = (size_t)(scan.p - rest->p);
			char encoded[4];

			*part = text_trim(text_slice(*rest, 0,
			    behind - text_encode(c, encoded)));
			*rest = scan;
			return true;
		}
	}
	return false;
}

/* min to max digits of any width, filled with zeros on the left to max. */
static bool
part_digits(struct text part, size_t min, size_t max, char *out)
{
	size_t n = 0;
	uint32_t c;

	while (text_next(&part, &c)) {
		if (letter_digit(c) < 0 || n == max)
			return false;
		out[n++] = (char)('0' + letter_digit(c));
	}
	if (n < min)
		return false;
	memmove(out + max - n, out, n);
	memset(out, '0', max - n);
	out[max] = '\0';
	return true;
}

/* 全銀: 1 ordinary, 2 current, 4 savings, 9 other. */
static char
account_kind(struct text part)
{
	char digit[2];

	if (part_digits(part, 1, 1, digit))
		return strchr("1249", digit[0]) != NULL ? digit[0] : '\0';
	if (text_is(part, "普通") || text_is(part, "総合"))
		return '1';
	if (text_is(part, "当座"))
		return '2';
	if (text_is(part, "貯蓄"))
		return '4';
	return text_is(part, "その他") ? '9' : '\0';
}

bool
fold_bank(struct fold_bank *account, struct text text)
{
	struct text bank, branch, kind, number;
	char digits[3][8];
	char code;

	memset(account, 0, sizeof(*account));
	if (!next_part(&text, &bank) || !next_part(&text, &branch) ||
	    !next_part(&text, &kind) || !next_part(&text, &number))
		return false;
	code = account_kind(kind);
	account->holder = text_trim(text);
	if (!part_digits(bank, 4, 4, digits[0]) ||
	    !part_digits(branch, 3, 3, digits[1]) || code == '\0' ||
	    !part_digits(number, 1, 7, digits[2]) || account->holder.n == 0)
		return false;
	(void)snprintf(account->digits, sizeof(account->digits),
	    "%.4s-%.3s-%c-%.7s", digits[0], digits[1], code, digits[2]);
	return true;
}
