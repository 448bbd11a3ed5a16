#include "anonymise/ratio.h"

enum { DIGITS_MAX = 9 };

static bool
digits(struct text text, uint64_t *value)
{
	*value = 0;
	if (text.n == 0 || text.n > DIGITS_MAX)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		*value = *value * 10 + (uint64_t)(text.p[i] - '0');
	}
	return true;
}

static bool
decimal(struct text text, struct ratio *ratio)
{
	ptrdiff_t point = text_find(text, TEXT("."));
	uint64_t whole, part;
	struct text behind;

	ratio->q = 1;
	if (point < 0)
		return digits(text, &ratio->p);
	behind = text_slice(text, (size_t)point + 1, text.n);
	text.n = (size_t)point;
	if (!digits(text, &whole) || !digits(behind, &part))
		return false;
	for (size_t i = 0; i < behind.n; i++)
		ratio->q *= 10;
	ratio->p = whole * ratio->q + part;
	return true;
}

bool
ratio_parse(struct text text, struct ratio *ratio)
{
	ptrdiff_t slash = text_find(text, TEXT("/"));

	if (slash >= 0)
		return digits(text_slice(text, 0, (size_t)slash),
		    &ratio->p) && digits(text_slice(text, (size_t)slash + 1,
		    text.n), &ratio->q) && ratio->q > 0;
	if (!text_ends_with(text, "%"))
		return decimal(text, ratio);
	text.n--;
	if (!decimal(text, ratio) || ratio->q > 10000000)
		return false;
	ratio->q *= 100;
	return true;
}

uint64_t
ratio_floor(struct ratio ratio, uint64_t n)
{
	return (uint64_t)((wide)ratio.p * n / ratio.q);
}

bool
ratio_at_least(struct ratio ratio, uint64_t a, uint64_t b)
{
	return (wide)a * ratio.q <= (wide)ratio.p * b;
}

int
ratio_compare(struct ratio a, struct ratio b)
{
	wide left = (wide)a.p * b.q, right = (wide)b.p * a.q;

	return (left > right) - (left < right);
}
