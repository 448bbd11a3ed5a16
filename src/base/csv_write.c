#include "base/csv.h"

static bool
needs_quotes(struct text field, char delimiter)
{
	if (field.n == 0)
		return false;
	if (field.p[0] == ' ' || field.p[field.n - 1] == ' ')
		return true;
	for (size_t i = 0; i < field.n; i++)
		if (field.p[i] == delimiter || field.p[i] == '"' ||
		    field.p[i] == '\n' || field.p[i] == '\r')
			return true;
	return false;
}

void
csv_put(struct buf *out, struct text field, char delimiter)
{
	if (!needs_quotes(field, delimiter)) {
		buf_text(out, field);
		return;
	}
	buf_byte(out, '"');
	for (size_t i = 0; i < field.n; i++) {
		if (field.p[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, (uint8_t)field.p[i]);
	}
	buf_byte(out, '"');
}

/* Sign, digits, one point: what a spreadsheet reads as that number. */
static bool
is_number(struct text field)
{
	size_t i = field.p[0] == '-' || field.p[0] == '+', digits = 0;
	bool point = false;

	for (; i < field.n; i++) {
		if (field.p[i] >= '0' && field.p[i] <= '9')
			digits++;
		else if (field.p[i] == '.' && !point)
			point = true;
		else
			return false;
	}
	return digits > 0;
}

bool
csv_is_formula(struct text field)
{
	if (field.n < 2 || strchr("=+-@\t\r\n", field.p[0]) == NULL)
		return false;
	return !is_number(field);
}
