/*
 * Texts with a form of their own: addresses of e-mail and the web, readings,
 * codes, tokens of cards.
 */
#include <utf8proc.h>

#include "vault/letter.h"
#include "vault/screen.h"
#include "vault/value_parts.h"

enum { LOCAL_MAX = 64, LABEL_MAX = 63, HOST_MAX = 253 };

static bool
is_letter_or_digit(uint32_t c)
{
	if (c < 0x80)
		return letter_is_latin(c) || letter_digit(c) >= 0;
	/* Full width is a slip of the input method, not another name. */
	if (c >= 0xFF01 && c <= 0xFF60)
		return false;
	return utf8proc_category((utf8proc_int32_t)c) <=
	    UTF8PROC_CATEGORY_ND &&
	    utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_CN;
}

/* RFC 5321 atext and the dot, RFC 6531 beyond ASCII. */
static bool
is_local(struct text local)
{
	uint32_t c;

	if (local.n == 0 || local.n > LOCAL_MAX)
		return false;
	/* Dots may stand anywhere: mobile carriers gave out such addresses. */
	while (text_next(&local, &c)) {
		if (c < 0x80 && strchr("!#$%&'*+-/=?^_`{|}~.", (int)c) != NULL)
			continue;
		if (!is_letter_or_digit(c))
			return false;
	}
	return true;
}

/* One label of a host name; ・ is allowed in Japanese ones (RFC 5892 A.7). */
static bool
is_label(struct text label)
{
	uint32_t c;

	if (label.n == 0 || text_length(label) > LABEL_MAX ||
	    label.p[0] == '-' || label.p[label.n - 1] == '-')
		return false;
	while (text_next(&label, &c))
		if (!is_letter_or_digit(c) && c != '-' && c != 0x30FB)
			return false;
	return true;
}

static bool
all_digits(struct text text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
	return true;
}

/* At least two labels, the last with a letter. */
static bool
is_host(struct text host)
{
	int labels = 0;

	if (host.n > HOST_MAX)
		return false;
	for (;;) {
		ptrdiff_t dot = text_find(host, TEXT("."));
		struct text label = dot < 0 ? host :
		    text_slice(host, 0, (size_t)dot);

		if (!is_label(label))
			return false;
		labels++;
		if (dot < 0)
			return labels >= 2 && !all_digits(label);
		host = text_slice(host, (size_t)dot + 1, host.n);
	}
}

bool
value_email(struct text text)
{
	ptrdiff_t at;

	text = text_trim(text);
	at = text_find(text, TEXT("@"));
	return at > 0 && is_local(text_slice(text, 0, (size_t)at)) &&
	    is_host(text_slice(text, (size_t)at + 1, text.n));
}

/* An IPv4 address, or an IPv6 one in its brackets, by its letters only. */
static bool
is_address(struct text host)
{
	const char *set = "0123456789.";

	if (host.n > 3 && host.p[0] == '[' && host.p[host.n - 1] == ']') {
		host = text_slice(host, 1, host.n - 1);
		set = "0123456789abcdefABCDEF:.";
	}
	if (host.n < 2)
		return false;
	for (size_t i = 0; i < host.n; i++)
		if (strchr(set, host.p[i]) == NULL)
			return false;
	return true;
}

/* Takes ":8443" off the end of an authority. */
static bool
cut_port(struct text *authority)
{
	size_t i = authority->n;

	while (i > 0 && letter_digit((uint8_t)authority->p[i - 1]) >= 0)
		i--;
	if (i == 0 || authority->p[i - 1] != ':')
		return true;
	if (authority->n == i || authority->n - i > 5)
		return false;
	*authority = text_slice(*authority, 0, i - 1);
	return true;
}

static bool
cut_scheme(struct text *url)
{
	static const char *const schemes[] = { "https://", "http://" };

	for (size_t i = 0; i < LENGTH(schemes); i++) {
		size_t n = strlen(schemes[i]);

		if (url->n > n && strncasecmp(url->p, schemes[i], n) == 0) {
			*url = text_slice(*url, n, url->n);
			return true;
		}
	}
	return false;
}

bool
value_url(struct text text)
{
	struct text authority;
	size_t end = 0;
	uint32_t c;

	text = text_trim(text);
	if (!cut_scheme(&text))
		return false;
	while (end < text.n && strchr("/?#", text.p[end]) == NULL)
		end++;
	authority = text_slice(text, 0, end);
	/* A name or password before the host would be a secret in a URL. */
	if (text_find(authority, TEXT("@")) >= 0 || !cut_port(&authority) ||
	    (!is_host(authority) && !is_address(authority)))
		return false;
	text = text_slice(text, end, text.n);
	while (text_next(&text, &c))
		if (letter_is_blank(c) || !letter_is_visible(c) ||
		    strchr("\"<>\\^`{|}", c < 0x80 ? (int)c : 'a') != NULL)
			return false;
	return true;
}

/* Beside kana, what stands in readings of companies and foreign names. */
static bool
is_reading_mark(uint32_t c)
{
	uint32_t narrow = letter_narrow(c);

	return letter_is_blank(c) || letter_is_hyphen(c) || c == 0x30FB ||
	    c == 0xFF65 || c == 0x30A0 || c == 0x3099 || c == 0x309A ||
	    c == 0x309B || c == 0x309C || c == 0x301C || c == 0xFF5E ||
	    c == 0x2019 || (narrow < 0x80 &&
	    strchr(".'()=", (int)narrow) != NULL);
}

bool
value_kana(struct text text)
{
	bool kana = false;
	uint32_t c;

	while (text_next(&text, &c)) {
		if ((letter_is_hiragana(c) || letter_is_katakana(c) ||
		    (c >= 0xFF66 && c <= 0xFF9F) ||
		    (c >= 0x1B000 && c <= 0x1B16F)) && c != 0x30FC)
			kana = true;
		else if (!is_reading_mark(c))
			return false;
	}
	return kana;
}

/* Official codes: letters, digits, kanji (第…号), hyphens and blanks. */
bool
value_id_code(struct text text)
{
	bool digit = false;
	uint32_t c;

	while (text_next(&text, &c)) {
		uint32_t narrow = letter_narrow(c);

		if (letter_digit(c) >= 0)
			digit = true;
		else if (!letter_is_latin(c) && !letter_is_hyphen(c) &&
		    !letter_is_blank(c) && !letter_is_kanji(c) &&
		    !letter_is_katakana(c) && !letter_is_hiragana(c) &&
		    narrow != '.' && narrow != '/')
			return false;
	}
	return digit;
}

bool
value_device_id(struct text text)
{
	text = text_trim(text);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] <= ' ' || text.p[i] >= 0x7F)
			return false;
	return true;
}

enum { TOKEN_MIN = 8, TOKEN_MAX = 128, RUN_TYPED = 12, RUN_TOKEN = 14 };

/*
 * Whether the text holds a card number, or one with a slip: that many digits
 * one behind another, across blanks and hyphens when it is no token.  Some
 * processors give out tokens that look like numbers; those are refused too,
 * because nothing could tell them from the real ones.
 */
static bool
looks_like_number(struct text text, bool token)
{
	struct screen_result found;
	size_t run = 0;
	uint32_t c;

	screen_text(&found, text);
	if (screen_has(&found, SCREEN_CARD))
		return true;
	while (text_next(&text, &c)) {
		if (letter_any_digit(c) >= 0)
			run++;
		else if (token || (!letter_is_blank(c) &&
		    !letter_is_hyphen(c)))
			run = 0;
		if (run >= (token ? RUN_TOKEN : RUN_TYPED))
			return true;
	}
	return false;
}

static bool
is_opaque(struct text text)
{
	if (text.n < TOKEN_MIN || text.n > TOKEN_MAX)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') &&
		    !(c >= 'A' && c <= 'Z') && strchr("._~+=-", c) == NULL)
			return false;
	}
	return true;
}

/* token:OPAQUE/1234 */
bool
value_card(struct text *token, struct text text, enum value_problem *problem)
{
	bool prefixed = text_starts_with(text_trim(text), "token:");
	size_t head = strlen("token:"), tail = strlen("/1234");

	*problem = PROBLEM_CARD_NUMBER;
	if (looks_like_number(text, prefixed))
		return false;
	*problem = PROBLEM_CARD_TOKEN;
	text = text_trim(text);
	if (!prefixed || text.n < head + tail ||
	    text.p[text.n - tail] != '/' ||
	    !all_digits(text_slice(text, text.n - 4, text.n)) ||
	    !is_opaque(text_slice(text, head, text.n - tail)))
		return false;
	*token = text;
	return true;
}
