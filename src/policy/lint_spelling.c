/*
 * Whether a name is meant to be the operator's and printed otherwise.
 */
#include "policy/lint_rule.h"

/* Kanji that registers tell apart and people do not. */
static uint32_t
plain_kanji(uint32_t c)
{
	static const uint32_t variants[][2] = {
		{ 0x9AD9, 0x9AD8 }, { 0xFA11, 0x5D0E }, { 0x6FF1, 0x6D5C },
		{ 0x6FF5, 0x6D5C }, { 0x908A, 0x8FBA }, { 0x9089, 0x8FBA },
		{ 0x9F4B, 0x658E }, { 0x9F4A, 0x6589 }, { 0x658E, 0x658E },
		{ 0x6FA4, 0x6CA2 }, { 0x5CF6, 0x5CF6 }, { 0x5D8B, 0x5CF6 },
		{ 0x5EE3, 0x5E83 }, { 0x570B, 0x56FD }, { 0x5B78, 0x5B66 },
		{ 0x6AFB, 0x685C }, { 0x9F8D, 0x7ADC }, { 0x771E, 0x771F },
		{ 0x5BE6, 0x5B9F }, { 0x9ED2, 0x9ED2 }, { 0x9ED1, 0x9ED2 },
		{ 0x69AE, 0x6804 }, { 0x6AC2, 0x6AC2 }, { 0x658B, 0x658E },
		{ 0x88FD, 0x5236 }, { 0x51A8, 0x5BCC }, { 0x8218, 0x9928 },
		{ 0x60E0, 0x6075 }, { 0x69AE, 0x6804 }, { 0x58FD, 0x5BFF },
		{ 0x7027, 0x6EDD }, { 0x9435, 0x9244 }, { 0x5BF6, 0x5B9D },
		{ 0x842C, 0x4E07 }, { 0x85DD, 0x82B8 }, { 0x689D, 0x6761 },
		{ 0x7DCF, 0x7DCF }, { 0x7E3D, 0x7DCF }, { 0x5713, 0x5186 },
		{ 0x6703, 0x4F1A }, { 0x6C17, 0x6A5F }
	};

	for (size_t i = 0; i < LENGTH(variants); i++)
		if (variants[i][0] == c)
			return variants[i][1];
	return c;
}

/*
 * How far two names are apart when only kana, Latin letters and variants of
 * one kanji may differ; 99 when something else does.
 */
static uint32_t
spelling_distance(const uint32_t *a, uint32_t n, const uint32_t *b,
    uint32_t m)
{
	uint32_t row[32], all = n > m ? n : m;

	if (n > 30 || m > 30 || all < 3)
		return 99;
	for (uint32_t j = 0; j <= m; j++)
		row[j] = j;
	for (uint32_t i = 1; i <= n; i++) {
		uint32_t corner = row[0];

		row[0] = i;
		for (uint32_t j = 1; j <= m; j++) {
			uint32_t x = a[i - 1], y = b[j - 1], cost = 0, least;
			bool soft = !lint_is_kanji(x) && !lint_is_kanji(y) &&
			    !lint_is_digit(x) && !lint_is_digit(y);

			if (x != y)
				cost = soft || plain_kanji(x) ==
				    plain_kanji(y) ? 1 : 50;
			least = row[j] < row[j - 1] ? row[j] : row[j - 1];
			least += soft || x == y ? 1 : 50;
			cost += corner;
			corner = row[j];
			row[j] = cost < least ? cost : least;
		}
	}
	return row[m];
}

bool
lint_spelling_alike(const struct lint *lint, const struct lint_name *own,
    const struct lint_name *name)
{
	const uint32_t *code = lint->doc->text.code;
	uint32_t n = own->core.to - own->core.from;
	uint32_t m = name->core.to - name->core.from;
	uint32_t least = n < m ? n : m, distance;

	if (name->form != own->form)
		return false;
	distance = spelling_distance(code + own->core.from, n,
	    code + name->core.from, m);
	if (distance == 0)
		return name->prefix != own->prefix;
	return least >= 4 ? distance <= (least >= 5 ? 2 : 1) :
	    distance == 1 && least == 3 && n == m;
}
