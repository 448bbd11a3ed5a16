#include "anonymise/hierarchy_parts.h"
#include "base/clock.h"
#include "calendar/era.h"

enum { VALUE_SIZE = 128 };

/* 20261122 */
static bool
compact(struct text value, struct era_date *date)
{
	int number = 0;

	if (value.n != 8)
		return false;
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] < '0' || value.p[i] > '9')
			return false;
		number = number * 10 + (value.p[i] - '0');
	}
	*date = (struct era_date){ .year = number / 10000,
	    .month = number / 100 % 100, .day = number % 100 };
	return true;
}

/* Down to the day, and not before the calendar of today. */
static bool
parse_date(struct text value, struct era_date *date)
{
	char plain[VALUE_SIZE];
	struct error ignored;

	if (!hierarchy_parts_plain(value, plain, sizeof(plain)))
		return false;
	if (compact(text_trim(text_of(plain)), date))
		return date->year >= 1873 &&
		    clock_date_exists(date->year, date->month, date->day);
	return era_parse(date, value, &ignored) == STATUS_OK &&
	    date->day != 0;
}

static int64_t
number_of(const struct era_date *date)
{
	return clock_day_number(date->year, date->month, date->day);
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
	struct era_date date;

	(void)context;
	if (!parse_date(value, &date))
		return false;
	labels->order = number_of(&date);
	put(labels, 1, "%d年%d月", date.year, date.month);
	put(labels, 2, "%d年", date.year, 0);
	put(labels, 3, "%d年代", date.year / 10 * 10, 0);
	put(labels, 4, "*", 0, 0);
	return true;
}

/* Whole years at the reference day; born on 29 February ages on the 28th
 * of a common year at its end, that is from 1 March on. */
static int
age_at(const struct era_date *birth, int64_t reference_day)
{
	int year, month, day;

	clock_date(reference_day, &year, &month, &day);
	return year - birth->year - (month < birth->month ||
	    (month == birth->month && day < birth->day));
}

bool
hierarchy_parts_birth_date(const struct rule_context *context,
    struct text value, struct labels *labels)
{
	struct era_date date;
	int age;

	if (!parse_date(value, &date))
		return false;
	age = age_at(&date, context->recipe->reference_day);
	if (age < 0)
		return false;
	labels->order = number_of(&date);
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

/* What comes up to a mark and with it. */
static void
cut(struct labels *labels, size_t level, const char *whole, const char *mark)
{
	const char *end = strstr(whole, mark);
	size_t n = end == NULL ? 0 : (size_t)(end - whole) + strlen(mark);

	(void)snprintf(labels->label[level], LABEL_SIZE, "%.*s", (int)n,
	    whole);
}

bool
hierarchy_parts_wareki(const struct rule_context *context,
    struct text value, struct labels *labels)
{
	/* The names of all eras are two characters. */
	enum { NAME = sizeof("令和") - 1 };
	struct era_date date;
	char whole[ERA_TEXT_SIZE];

	(void)context;
	if (!parse_date(value, &date))
		return false;
	labels->order = number_of(&date);
	era_format(whole, &date, ERA_LONG);
	cut(labels, 1, whole, "月");
	cut(labels, 2, whole, "年");
	(void)snprintf(labels->label[3], LABEL_SIZE, "%.*s", (int)NAME, whole);
	put(labels, 4, "*", 0, 0);
	return true;
}
