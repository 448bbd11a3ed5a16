#include "anonymise/number.h"

enum { DIGITS_MAX = 15 };

bool
number_parse(struct text text, int64_t *value, int *scale)
{
	bool negative = text.n > 0 && text.p[0] == '-';
	int digits = 0;
	int64_t sum = 0;
	bool point = false;

	*scale = 0;
	if (text.n > 0 && (negative || text.p[0] == '+'))
		text = text_slice(text, 1, text.n);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '.' && !point && digits > 0) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9' || ++digits > DIGITS_MAX)
			return false;
		sum = sum * 10 + (c - '0');
		*scale += point;
	}
	*value = negative ? -sum : sum;
	return digits > 0 && *scale <= NUMBER_SCALE_MAX &&
	    text.p[text.n - 1] != '.';
}

int64_t
number_rescale(int64_t value, int from, int to)
{
	int64_t scaled = value;

	for (; from < to; from++)
		if (__builtin_mul_overflow(scaled, 10, &scaled))
			return value < 0 ? INT64_MIN / 4 : INT64_MAX / 4;
	return scaled;
}

void
number_format(int64_t value, int scale, char out[NUMBER_TEXT])
{
	uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	uint64_t unit = 1;

	for (int i = 0; i < scale; i++)
		unit *= 10;
	if (scale == 0)
		(void)snprintf(out, NUMBER_TEXT, "%s%llu",
		    value < 0 ? "-" : "", (unsigned long long)size);
	else
		(void)snprintf(out, NUMBER_TEXT, "%s%llu.%0*llu",
		    value < 0 ? "-" : "", (unsigned long long)(size / unit),
		    scale, (unsigned long long)(size % unit));
}
