#include "base/clock.h"
#include "calendar/era.h"

enum { GREGORIAN_SINCE = 1873, WRITTEN_MAX = 40 };
/* 昭和100年 and 平成32年 are seen; R2026 is a slip of the pen. */
enum { ERA_YEAR_MAX = 150 };

struct era {
	const char *name;
	uint32_t sign;		/* as one character */
	char letter;
	int first_year;
	int first;		/* YYYYMMDD, both days included */
	int last;
};

/*
 * (M) The reigns' first days are those of the changes of era: 明治元年
 * 1868-10-23, counted back to 1868-01-25; 大正 明治45年7月30日; 昭和 大正15年
 * 12月25日, both of which days bear both names; 平成 by 昭和64年政令1号 from
 * the next day; 令和 by 平成31年政令143号.
 */
static const struct era eras[] = {
	{ "明治", 0x337E, 'M', 1868, 18680125, 19120730 },
	{ "大正", 0x337D, 'T', 1912, 19120730, 19261225 },
	{ "昭和", 0x337C, 'S', 1926, 19261225, 19890107 },
	{ "平成", 0x337B, 'H', 1989, 19890108, 20190430 },
	{ "令和", 0x32FF, 'R', 2019, 20190501, 99991231 },
};

/* What is still to be read, folded: one code point a character, no blanks. */
struct written {
	uint32_t c[WRITTEN_MAX + 1];	/* ends with 0 */
	size_t at;
};

static uint32_t
fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFF01 - '!';
	if (c == 0x2010 || c == 0x2212)		/* hyphen, minus */
		return '-';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 'A';
	return c;
}

static bool
take_in(struct written *in, struct text text)
{
	size_t n = 0;
	uint32_t c;

	memset(in, 0, sizeof(*in));
	while (text_next(&text, &c)) {
		if (c == ' ' || c == '\t' || c == 0x3000)
			continue;
		if (n == WRITTEN_MAX)
			return false;
		in->c[n++] = fold(c);
	}
	return n > 0;
}

static bool
take(struct written *in, uint32_t wanted)
{
	if (in->c[in->at] != wanted)
		return false;
	in->at++;
	return true;
}

static bool
take_word(struct written *in, const char *word)
{
	struct text text = text_of(word);
	size_t before = in->at;
	uint32_t c;

	while (text_next(&text, &c))
		if (!take(in, c)) {
			in->at = before;
			return false;
		}
	return true;
}

/* NULL when it begins with none; then it is Gregorian. */
static const struct era *
take_era(struct written *in)
{
	for (size_t i = 0; i < LENGTH(eras); i++)
		if (take_word(in, eras[i].name) || take(in, eras[i].sign) ||
		    take(in, (uint32_t)eras[i].letter))
			return &eras[i];
	return NULL;
}

/* 一二三 as digits, 十百千 as what they multiply with; else 0. */
static int
kanji_value(uint32_t c)
{
	static const struct {
		uint32_t c;
		int value;
	} kanji[] = {
		{ U'一', 1 }, { U'二', 2 }, { U'三', 3 }, { U'四', 4 },
		{ U'五', 5 }, { U'六', 6 }, { U'七', 7 }, { U'八', 8 },
		{ U'九', 9 }, { U'十', 10 }, { U'百', 100 }, { U'千', 1000 },
	};

	for (size_t i = 0; i < LENGTH(kanji); i++)
		if (kanji[i].c == c)
			return kanji[i].value;
	return 0;
}

/* 十一, 二十二, 千八百七十三, and 二〇二六 figure by figure. */
static bool
take_kanji_number(struct written *in, int *value)
{
	int sum = 0, figures = 0, unit = 10000;
	size_t before = in->at;

	for (;; in->at++) {
		uint32_t c = in->c[in->at];
		int here = kanji_value(c);

		if (here == 0 && c != U'〇')
			break;
		if (here < 10) {
			figures = figures * 10 + here;
		} else {
			if (here >= unit || figures > 9)
				return false;
			sum += (figures == 0 ? 1 : figures) * here;
			figures = 0;
			unit = here;
		}
		if (in->at - before > 7 || figures > 9999)
			return false;
	}
	if (unit < 10000 && figures > 9)
		return false;
	*value = sum + figures;
	return in->at > before;
}

/* One to four figures; *figures says how many there were, 0 for kanji. */
static bool
take_number(struct written *in, int *value, size_t *figures)
{
	size_t before = in->at;

	*value = 0;
	while (in->c[in->at] >= '0' && in->c[in->at] <= '9' &&
	    in->at - before < 4)
		*value = *value * 10 + (int)(in->c[in->at++] - '0');
	*figures = in->at - before;
	return *figures > 0 || take_kanji_number(in, value);
}

static bool
take_year(struct written *in, const struct era *era, int *year)
{
	size_t figures;
	int value;

	if (era != NULL && take(in, U'元'))
		value = 1;
	else if (!take_number(in, &value, &figures) || value < 1)
		return false;
	else if (era != NULL && value > ERA_YEAR_MAX)
		return false;
	else if (era == NULL && (value < 1000 ||
	    (figures != 0 && figures != 4)))
		return false;
	*year = era == NULL ? value : era->first_year + value - 1;
	return true;
}

/* A month or day, which "月" or "日" ends, or nothing, as a separator did. */
static bool
take_part(struct written *in, int most, uint32_t mark, bool marked,
    int *part)
{
	size_t figures;

	return take_number(in, part, &figures) && figures <= 2 &&
	    *part >= 1 && *part <= most && (!marked || take(in, mark));
}

/* "年11月22日" with marks, ".11.22" with one and the same separator, "". */
static bool
take_rest(struct written *in, struct era_date *date)
{
	uint32_t separator = in->c[in->at];
	bool marked = separator == U'年';

	if (separator == 0)
		return true;
	if (!marked && separator != '.' && separator != '/' &&
	    separator != '-')
		return false;
	in->at++;
	if (marked && in->c[in->at] == 0)
		return true;
	if (!take_part(in, 12, U'月', marked, &date->month))
		return false;
	if (in->c[in->at] == 0)
		return true;
	if (!marked && !take(in, separator))
		return false;
	return take_part(in, 31, U'日', marked, &date->day) &&
	    in->c[in->at] == 0;
}

static int64_t
day_of_number(int number)
{
	return clock_day_number(number / 10000, number / 100 % 100,
	    number % 100);
}

int64_t
era_first_day(const struct era_date *date)
{
	return clock_day_number(date->year, date->month == 0 ? 1 : date->month,
	    date->day == 0 ? 1 : date->day);
}

int64_t
era_last_day(const struct era_date *date)
{
	int month = date->month == 0 ? 12 : date->month;
	int day = date->day == 0 ? 31 : date->day;

	while (!clock_date_exists(date->year, month, day))
		day--;
	return clock_day_number(date->year, month, day);
}

enum status
era_parse(struct era_date *date, struct text text, struct error *error)
{
	struct written in;
	const struct era *era;

	memset(date, 0, sizeof(*date));
	if (!take_in(&in, text))
		goto unreadable;
	era = take_era(&in);
	if (era == NULL)
		(void)take_word(&in, "西暦");
	if (!take_year(&in, era, &date->year) || !take_rest(&in, date))
		goto unreadable;
	if (date->year < GREGORIAN_SINCE)
		return error_set(error, STATUS_INVALID, "before_gregorian",
		    "明治6年 (1873年) より前の日付は扱えません",
		    "dates before 1873 (Meiji 6) are not supported");
	if (date->day != 0 &&
	    !clock_date_exists(date->year, date->month, date->day))
		return error_set(error, STATUS_INVALID, "no_such_date",
		    "実在しない日付です", "there is no such date");
	date->outside_era = era != NULL &&
	    (era_last_day(date) < day_of_number(era->first) ||
	    era_first_day(date) > day_of_number(era->last));
	return STATUS_OK;
unreadable:
	return error_set(error, STATUS_INVALID, "not_a_date",
	    "日付として読めません (例: 2026-11-22, 令和8年11月22日, R8.11.22)",
	    "not a date (such as 2026-11-22, 令和8年11月22日 or R8.11.22)");
}

static const struct era *
era_of(int64_t day)
{
	size_t i = LENGTH(eras) - 1;

	while (i > 0 && day < day_of_number(eras[i].first))
		i--;
	return &eras[i];
}

static void
format_gregorian(char out[ERA_TEXT_SIZE], const struct era_date *date)
{
	if (date->month == 0)
		(void)snprintf(out, ERA_TEXT_SIZE, "%04d", date->year);
	else if (date->day == 0)
		(void)snprintf(out, ERA_TEXT_SIZE, "%04d-%02d", date->year,
		    date->month);
	else
		(void)snprintf(out, ERA_TEXT_SIZE, "%04d-%02d-%02d",
		    date->year, date->month, date->day);
}

void
era_format(char out[ERA_TEXT_SIZE], const struct era_date *date,
    enum era_style style)
{
	const struct era *era = era_of(era_last_day(date));
	int year = date->year - era->first_year + 1;
	bool ja = style == ERA_LONG;
	size_t n;

	if (style == ERA_GREGORIAN) {
		format_gregorian(out, date);
		return;
	}
	if (ja && year == 1)
		n = (size_t)snprintf(out, ERA_TEXT_SIZE, "%s元年", era->name);
	else if (ja)
		n = (size_t)snprintf(out, ERA_TEXT_SIZE, "%s%d年", era->name,
		    year);
	else
		n = (size_t)snprintf(out, ERA_TEXT_SIZE, "%c%d", era->letter,
		    year);
	if (date->month != 0)
		n += (size_t)snprintf(out + n, ERA_TEXT_SIZE - n,
		    ja ? "%d月" : ".%d", date->month);
	if (date->day != 0)
		(void)snprintf(out + n, ERA_TEXT_SIZE - n,
		    ja ? "%d日" : ".%d", date->day);
}

struct era_date
era_date_of(int64_t day)
{
	struct era_date date = { .day = 0 };

	clock_date(day, &date.year, &date.month, &date.day);
	return date;
}
