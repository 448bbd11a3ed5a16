#include "base/shape_format.h"

bool
shape_format_time(struct text text, int64_t *minute)
{
	int64_t hours, minutes;

	if (text.n != 5 || text.p[2] != ':' ||
	    !text_to_int(text_slice(text, 0, 2), &hours) ||
	    !text_to_int(text_slice(text, 3, 5), &minutes) ||
	    text.p[0] == '-' || text.p[3] == '-' || hours > 24 ||
	    minutes > 59 || (hours == 24 && minutes > 0))
		return false;
	*minute = hours * 60 + minutes;
	return true;
}

bool
shape_format_url(struct text text)
{
	size_t skip = text_starts_with(text, "https://") ? 8 :
	    text_starts_with(text, "http://") ? 7 : 0;

	if (skip == 0 || text.n <= skip || text.p[skip] == '/')
		return false;
	for (size_t i = skip; i < text.n; i++)
		if ((uint8_t)text.p[i] <= ' ' || strchr("<>\"\\^`{|}",
		    text.p[i]) != NULL)
			return false;
	return true;
}

bool
shape_format_email(struct text text)
{
	ptrdiff_t at = text_find(text, TEXT("@"));
	struct text domain;

	if (at < 1 || text.n > 254)
		return false;
	domain = text_slice(text, (size_t)at + 1, text.n);
	for (size_t i = 0; i < text.n; i++)
		if ((uint8_t)text.p[i] <= ' ' || text.p[i] == ',' ||
		    text.p[i] == '<' || text.p[i] == '>')
			return false;
	return text_find(domain, TEXT("@")) < 0 &&
	    text_find(domain, TEXT(".")) > 0 &&
	    domain.p[domain.n - 1] != '.';
}
