#include "anonymise/hierarchy_parts.h"
#include "base/clock.h"

enum { VALUE_SIZE = 128 };

struct date {
	int year;
	int month;
	int day;
};

/*
 * The eras since the Gregorian calendar came (明治6年1月1日), by the day
 * from which they count. (M)
 */
static const struct {
	const char *name;
	const char *letter;
	struct date from;
} eras[] = {
	{ "令和", "R", { 2019, 5, 1 } },
	{ "平成", "H", { 1989, 1, 8 } },
	{ "昭和", "S", { 1926, 12, 25 } },
	{ "大正", "T", { 1912, 7, 30 } },
	{ "明治", "M", { 1868, 1, 25 } },
};

static int64_t
number_of(struct date date)
{
	return clock_day_number(date.year, date.month, date.day);
}

static bool
take(struct text *text, const char *prefix)
{
	if (!text_starts_with(*text, prefix))
		return false;
	*text = text_slice(*text, strlen(prefix), text->n);
	return true;
}

static bool
take_number(struct text *text, int *number)
{
	size_t n = 0;
	int sum = 0;

	while (n < text->n && n < 8 && text->p[n] >= '0' &&
	    text->p[n] <= '9')
		sum = sum * 10 + (text->p[n++] - '0');
	if (n == 0)
		return false;
	*text = text_slice(*text, n, text->n);
	*number = sum;
	return true;
}

static bool
take_separator(struct text *text, const char *kanji)
{
	return take(text, kanji) || take(text, "-") || take(text, "/") ||
	    take(text, ".");
}

/* 20261122 */
static bool
compact(struct text text, struct date *date)
{
	int number;

	if (text.n != 8 || !take_number(&text, &number) || text.n != 0)
		return false;
	*date = (struct date){ number / 10000, number / 100 % 100,
	    number % 100 };
	return true;
}

static bool
parse_date(struct text value, struct date *date)
{
	char plain[VALUE_SIZE];
	struct text text;
	int offset = 0;

	if (!hierarchy_parts_plain(value, plain, sizeof(plain)))
		return false;
	text = text_trim(text_of(plain));
	if (compact(text, date))
		return clock_date_exists(date->year, date->month, date->day);
	for (size_t i = 0; i < LENGTH(eras) && offset == 0; i++)
		if (take(&text, eras[i].name) || take(&text, eras[i].letter))
			offset = eras[i].from.year - 1;
	if (offset > 0 && take(&text, "元"))
		date->year = 1;
	else if (!take_number(&text, &date->year))
		return false;
	date->year += offset;
	if (!take_separator(&text, "年") || !take_number(&text, &date->month) ||
	    !take_separator(&text, "月") || !take_number(&text, &date->day))
		return false;
	(void)take(&text, "日");
	return text.n == 0 && date->year <= 9999 &&
	    clock_date_exists(date->year, date->month, date->day);
}

static void
put(struct labels *labels, size_t level, const char *format, int a, int b)
{
	(void)snprintf(labels->label[level], LABEL_SIZE, format, a, b);
}

bool
hierarchy_parts_date(const struct rule_context *context, struct text value,
    struct labels *labels)
{
	struct date date;

	(void)context;
	if (!parse_date(value, &date))
		return false;
	labels->order = number_of(date);
	put(labels, 1, "%d年%d月", date.year, date.month);
	put(labels, 2, "%d年", date.year, 0);
	put(labels, 3, "%d年代", date.year / 10 * 10, 0);
	put(labels, 4, "*", 0, 0);
	return true;
}

/* Whole years at the reference day; born on 29 February ages on the 28th
 * of a common year at its end, that is from 1 March on. */
static int
age_at(struct date birth, int64_t reference_day)
{
	struct date day;

	clock_date(reference_day, &day.year, &day.month, &day.day);
	return day.year - birth.year - (day.month < birth.month ||
	    (day.month == birth.month && day.day < birth.day));
}

bool
hierarchy_parts_birth_date(const struct rule_context *context,
    struct text value, struct labels *labels)
{
	struct date date;
	int age;

	if (!parse_date(value, &date))
		return false;
	age = age_at(date, context->recipe->reference_day);
	if (age < 0)
		return false;
	labels->order = number_of(date);
	for (size_t level = 1; level <= 3; level++)
		put(labels, level, "90歳以上", 0, 0);
	if (age < 90) {
		put(labels, 1, "%d歳", age, 0);
		put(labels, 2, "%d-%d歳", age / 5 * 5, age / 5 * 5 + 4);
		put(labels, 3, "%d代", age / 10 * 10, 0);
	}
	put(labels, 4, "*", 0, 0);
	return true;
}

bool
hierarchy_parts_wareki(const struct rule_context *context,
    struct text value, struct labels *labels)
{
	struct date date;
	char year[16];

	(void)context;
	if (!parse_date(value, &date))
		return false;
	labels->order = number_of(date);
	for (size_t i = 0; i < LENGTH(eras); i++) {
		int count = date.year - eras[i].from.year + 1;

		if (labels->order < number_of(eras[i].from))
			continue;
		(void)snprintf(year, sizeof(year), "%d", count);
		(void)snprintf(labels->label[1], LABEL_SIZE, "%s%s年%d月",
		    eras[i].name, count == 1 ? "元" : year, date.month);
		(void)snprintf(labels->label[2], LABEL_SIZE, "%s%s年",
		    eras[i].name, count == 1 ? "元" : year);
		(void)snprintf(labels->label[3], LABEL_SIZE, "%s",
		    eras[i].name);
		put(labels, 4, "*", 0, 0);
		return true;
	}
	return false;
}
