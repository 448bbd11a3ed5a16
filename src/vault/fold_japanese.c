/*
 * The steps of folding that know Japanese: long vowels, voiced marks,
 * repetition marks, and the short forms of a company.
 */
#include "vault/fold_parts.h"
#include "vault/letter.h"

static bool
is_kana(uint32_t c)
{
	return letter_is_katakana(c) || letter_is_hiragana(c);
}

/*
 * What a long vowel, hyphen or wave (ラ〜メン) is behind that letter: ー after
 * a kana, otherwise itself.  In a name only katakana and ー itself say so:
 * いろは-2 is no long vowel.  0 when it is none of these.
 */
static uint32_t
long_vowel(uint32_t c, uint32_t before, bool katakana)
{
	bool wave = c == 0x301C || c == '~';

	if (!wave && !letter_is_hyphen(c))
		return 0;
	if (letter_is_katakana(before) || (is_kana(before) &&
	    (katakana || c == 0x30FC)))
		return 0x30FC;
	return wave ? '~' : '-';
}

/* ヷ ヸ ヹ ヺ as ヴ and the small vowel; 0 when it is none of them. */
static uint32_t
small_vowel(uint32_t c)
{
	static const uint32_t vowels[] = { 0x30A1, 0x30A3, 0x30A7, 0x30A9 };

	return c >= 0x30F7 && c <= 0x30FA ? vowels[c - 0x30F7] : 0;
}

/*
 * What a repetition mark repeats, or the letter itself.  ゝ repeats the kana
 * before it without voice (こゝろ, づゝ), ゞ with it; 々 and 〻 repeat a kanji.
 * At the start they stay what they are.
 */
static uint32_t
repeated(uint32_t c, uint32_t before)
{
	switch (c) {
	case 0x309D:
	case 0x30FD:
		return is_kana(before) ? letter_unvoiced(before) : c;
	case 0x309E:
	case 0x30FE:
		return is_kana(before) ?
		    letter_voiced(letter_unvoiced(before)) : c;
	case 0x3005:
	case 0x303B:
		return letter_is_kanji(before) ? before : c;
	default:
		return c;
	}
}

/* ㈱ is (株) by now, and ㍿ the words. */
static const struct {
	uint32_t short_form;
	uint32_t words[4];
} companies[] = {
	{ U'株', { U'株', U'式', U'会', U'社' } },
	{ U'有', { U'有', U'限', U'会', U'社' } },
};

/* Writes out a short form that has just been closed. */
static void
write_out_company(struct runes *out)
{
	size_t n = out->n;

	if (out->failed || n < 3 || out->p[n - 1] != ')' ||
	    out->p[n - 3] != '(')
		return;
	for (size_t i = 0; i < LENGTH(companies); i++) {
		if ((uint32_t)out->p[n - 2] != companies[i].short_form)
			continue;
		out->n -= 3;
		for (size_t k = 0; k < LENGTH(companies[i].words); k++)
			fold_push(out, companies[i].words[k]);
		return;
	}
}

/*
 * One pass, so that each letter sees what those before it have become.
 * Behind composition a voicing mark that is still alone belongs to no kana
 * that has such a sound; it is decoration and is dropped.
 */
void
fold_japanese(struct runes *runes, bool katakana)
{
	struct runes out = { .arena = runes->arena };

	for (size_t i = 0; i < runes->n && !out.failed; i++) {
		uint32_t c = (uint32_t)runes->p[i];
		uint32_t before = out.n == 0 ? 0 : (uint32_t)out.p[out.n - 1];
		uint32_t vowel = small_vowel(c);
		uint32_t dash = long_vowel(c, before, katakana);

		if (c == 0x3099 || c == 0x309A)
			continue;
		if (vowel != 0)
			fold_push(&out, 0x30F4);
		fold_push(&out, vowel != 0 ? vowel : dash != 0 ? dash :
		    repeated(c, before));
		if (!katakana)
			write_out_company(&out);
	}
	out.failed |= runes->failed;
	*runes = out;
}
