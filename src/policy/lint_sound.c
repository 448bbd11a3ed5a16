#include "policy/lint_sound.h"

static void
add(char out[SOUND_SIZE], size_t *n, char c)
{
	if (*n + 1 < SOUND_SIZE && (*n == 0 || out[*n - 1] != c))
		out[(*n)++] = c;
	out[*n] = '\0';
}

static bool
is_soft(char next)
{
	return next == 'e' || next == 'i' || next == 'y';
}

/* The consonant class of word[i]; 0 for what is not heard. */
static char
latin_class(const char *word, size_t i, size_t *used)
{
	char c = word[i], next = word[i + 1];

	*used = 1;
	if (next == 'h' && strchr("cstpg", c) != NULL) {
		*used = 2;
		return c == 'c' ? 't' : c == 'p' ? 'h' : c == 'g' ? 'k' : 's';
	}
	switch (c) {
	case 'c':
		return is_soft(next) ? 's' : 'k';
	case 'g':
		return is_soft(next) ? 's' : 'k';
	case 'k': case 'q':
		return 'k';
	case 's': case 'z': case 'j':
		return 's';
	case 't': case 'd':
		if (c == 't' && next == 's')
			*used = 2;
		return 't';
	case 'l': case 'r':
		return 'r';
	case 'v': case 'b':
		return 'b';
	case 'f':
		return 'h';
	case 'h': case 'm': case 'n': case 'p': case 'w':
		return c;
	case 'x':
		return 'x';
	default:
		return 0;
	}
}

void
lint_sound_latin(char out[SOUND_SIZE], const char *word)
{
	size_t n = 0, used;

	out[0] = '\0';
	for (size_t i = 0; word[i] != '\0'; i += used) {
		char c = latin_class(word, i, &used);

		if (c == 'x') {
			add(out, &n, 'k');
			add(out, &n, 's');
		} else if (c != 0) {
			add(out, &n, c);
		}
	}
}

/* Katakana in the order of Unicode from ァ: their consonant classes. */
static const char kana_classes[] =
    "          "			/* ァアィイゥウェエォオ */
    "kkkkkkkkkk"			/* カガキギクグケゲコゴ */
    "ssssssssss"			/* サザシジスズセゼソゾ */
    "tttt tttttt"			/* タダチヂッツヅテデトド */
    "nnnnn"				/* ナニヌネノ */
    "hbphbphbphbphbp"			/* ハバパ … ホボポ */
    "mmmmm"				/* マミムメモ */
    "      "				/* ャヤュユョヨ */
    "rrrrr"				/* ラリルレロ */
    "ww   n"				/* ヮワヰヱヲン */
    "bkk";				/* ヴヵヶ */

void
lint_sound_kana(char out[SOUND_SIZE], const uint32_t *kana, size_t n)
{
	size_t length = 0;

	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		uint32_t c = kana[i];
		uint32_t next = i + 1 < n ? kana[i + 1] : 0;

		if (c >= 0x3041 && c <= 0x3096)
			c += 0x60;
		if (c == 0x30A6 && (next == 0x30A3 || next == 0x30A7 ||
		    next == 0x30A9))
			add(out, &length, 'w');
		else if (c >= 0x30A1 && c - 0x30A1 < sizeof(kana_classes) - 1 &&
		    kana_classes[c - 0x30A1] != ' ')
			add(out, &length, kana_classes[c - 0x30A1]);
	}
}

size_t
lint_sound_distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), row[SOUND_SIZE * 2 + 1];

	if (n > SOUND_SIZE * 2)
		n = SOUND_SIZE * 2;
	if (m > SOUND_SIZE * 2)
		m = SOUND_SIZE * 2;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t change = corner + (a[i - 1] != b[j - 1]);
			size_t least = row[j] < row[j - 1] ? row[j] :
			    row[j - 1];

			corner = row[j];
			row[j] = change < least + 1 ? change : least + 1;
		}
	}
	return row[m];
}
