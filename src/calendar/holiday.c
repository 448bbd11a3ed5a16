#include "base/clock.h"
#include "calendar/holiday.h"
#include "calendar/week.h"

enum rule_kind {
	FIXED,		/* that day of the month */
	MONDAY,		/* the day-th Monday of the month */
	SPRING,		/* equinoxes */
	AUTUMN,
};

/*
 * One name for one time.  from and to are dates in force, both included, as
 * YYYYMMDD.  counts: it is a 国民の祝日 for article 3 (2) and (3), not only a
 * day off by an act of its own.
 */
struct rule {
	const char *name;
	int from;
	int to;
	enum rule_kind kind;
	int month;
	int day;
	bool counts;
};

enum { LAW = 19480720, EVER = 99991231 };
enum { SUBSTITUTE = 19730412, CITIZENS = 19851227, REFORM = 20070101 };

/*
 * 国民の祝日に関する法律 article 2, and the acts that made days off.  Numbers
 * and dates of the amending acts are (M):
 *   昭和41年法律86号 (1966-06-25) 敬老の日, 体育の日; 昭和41年政令376号
 *     (1966-12-09) 建国記念の日
 *   平成元年法律5号 (1989-02-17) みどりの日, 天皇誕生日 12/23
 *   平成7年法律22号 (1996) 海の日; 平成10年法律141号 (2000) and
 *     平成13年法律59号 (2003) Mondays
 *   平成17年法律43号 (2007) 昭和の日, みどりの日 5/4, article 3
 *   平成26年法律43号 (2016) 山の日; 平成29年法律63号 (2019-04-30) 天皇誕生日
 *   平成30年法律57号 (2020) スポーツの日
 *   平成27年法律33号 article 32, by 平成30年法律55号 and 令和2年法律68号:
 *     the moves for the Olympic Games of 2020 and 2021
 *   days off by acts of their own: 昭和34年法律16号, 平成元年法律4号,
 *     平成2年法律24号, 平成5年法律32号, 平成30年法律99号; only the last says
 *     that its days count as 国民の祝日
 */
static const struct rule rules[] = {
	{ "元日", LAW, EVER, FIXED, 1, 1, true },
	{ "成人の日", LAW, 19991231, FIXED, 1, 15, true },
	{ "成人の日", 20000101, EVER, MONDAY, 1, 2, true },
	{ "建国記念の日", 19661209, EVER, FIXED, 2, 11, true },
	{ "天皇誕生日", 20190501, EVER, FIXED, 2, 23, true },
	{ "春分の日", LAW, EVER, SPRING, 3, 0, true },
	{ "天皇誕生日", LAW, 19890216, FIXED, 4, 29, true },
	{ "みどりの日", 19890217, 20061231, FIXED, 4, 29, true },
	{ "昭和の日", 20070101, EVER, FIXED, 4, 29, true },
	{ "憲法記念日", LAW, EVER, FIXED, 5, 3, true },
	{ "みどりの日", 20070101, EVER, FIXED, 5, 4, true },
	{ "こどもの日", LAW, EVER, FIXED, 5, 5, true },
	{ "海の日", 19960101, 20021231, FIXED, 7, 20, true },
	{ "海の日", 20030101, 20191231, MONDAY, 7, 3, true },
	{ "海の日", 20200101, 20201231, FIXED, 7, 23, true },
	{ "海の日", 20210101, 20211231, FIXED, 7, 22, true },
	{ "海の日", 20220101, EVER, MONDAY, 7, 3, true },
	{ "山の日", 20160101, 20191231, FIXED, 8, 11, true },
	{ "山の日", 20200101, 20201231, FIXED, 8, 10, true },
	{ "山の日", 20210101, 20211231, FIXED, 8, 8, true },
	{ "山の日", 20220101, EVER, FIXED, 8, 11, true },
	{ "敬老の日", 19660625, 20021231, FIXED, 9, 15, true },
	{ "敬老の日", 20030101, EVER, MONDAY, 9, 3, true },
	{ "秋分の日", LAW, EVER, AUTUMN, 9, 0, true },
	{ "体育の日", 19660625, 19991231, FIXED, 10, 10, true },
	{ "体育の日", 20000101, 20181231, MONDAY, 10, 2, true },
	{ "体育の日（スポーツの日）", 20190101, 20191231, MONDAY, 10, 2, true },
	{ "スポーツの日", 20200101, 20201231, FIXED, 7, 24, true },
	{ "スポーツの日", 20210101, 20211231, FIXED, 7, 23, true },
	{ "スポーツの日", 20220101, EVER, MONDAY, 10, 2, true },
	{ "文化の日", LAW, EVER, FIXED, 11, 3, true },
	{ "勤労感謝の日", LAW, EVER, FIXED, 11, 23, true },
	{ "天皇誕生日", 19890217, 20190430, FIXED, 12, 23, true },
	{ "結婚の儀", 19590410, 19590410, FIXED, 4, 10, false },
	{ "大喪の礼", 19890224, 19890224, FIXED, 2, 24, false },
	{ "即位礼正殿の儀", 19901112, 19901112, FIXED, 11, 12, false },
	{ "結婚の儀", 19930609, 19930609, FIXED, 6, 9, false },
	{ "休日（祝日扱い）", 20190501, 20190501, FIXED, 5, 1, true },
	{ "休日（祝日扱い）", 20191022, 20191022, FIXED, 10, 22, true },
};

/* A day in the form in which the rules speak of it. */
struct date {
	int year;
	int month;
	int day;
	int number;		/* YYYYMMDD */
};

static struct date
date_of(int64_t day)
{
	struct date date;

	clock_date(day, &date.year, &date.month, &date.day);
	date.number = (date.year * 100 + date.month) * 100 + date.day;
	return date;
}

/*
 * 新こよみ便利帳's formula in millionths of a day.  Its divisions by four
 * truncate toward zero, as C's do: floors would move 1970 to 1978.  The
 * autumn of 2074 falls three minutes after midnight and may yet become the
 * 22nd; every other year from 1980 to 2100 has at least eleven minutes.
 */
static int
equinox(int year, int64_t until_1979, int64_t until_2099, int64_t later)
{
	int64_t base = year < 1980 ? until_1979 :
	    year < 2100 ? until_2099 : later;
	int64_t leaps = (year - (year < 1980 ? 1983 : 1980)) / 4;

	return (int)((base + 242194LL * (year - 1980) - 1000000 * leaps) /
	    1000000);
}

int
holiday_spring_equinox(int year)
{
	return equinox(year, 20835700, 20843100, 21851000);
}

int
holiday_autumn_equinox(int year)
{
	return equinox(year, 23258800, 23248800, 24248800);
}

static bool
falls_on(const struct rule *rule, struct date date, int64_t day)
{
	if (rule->month != date.month || date.number < rule->from ||
	    date.number > rule->to)
		return false;
	switch (rule->kind) {
	case FIXED:
		return date.day == rule->day;
	case MONDAY:
		return week_day(day) == WEEK_MONDAY &&
		    (date.day - 1) / 7 + 1 == rule->day;
	case SPRING:
		return date.day == holiday_spring_equinox(date.year);
	case AUTUMN:
		return date.day == holiday_autumn_equinox(date.year);
	}
	return false;
}

static const struct rule *
rule_of(int64_t day)
{
	struct date date = date_of(day);

	if (date.year < HOLIDAY_FIRST_YEAR || date.year > HOLIDAY_LAST_YEAR)
		return NULL;
	for (size_t i = 0; i < LENGTH(rules); i++)
		if (falls_on(&rules[i], date, day))
			return &rules[i];
	return NULL;
}

/* 国民の祝日 in the sense of article 3. */
static bool
is_national(int64_t day)
{
	const struct rule *rule = rule_of(day);

	return rule != NULL && rule->counts;
}

/*
 * Article 3 (2), of a day that is not national itself: until 2006 the day
 * after a national Sunday; since then the nearest day after it that is not
 * national.
 */
static bool
is_substitute(int64_t day, int number)
{
	if (number < SUBSTITUTE)
		return false;
	if (number < REFORM)
		return week_day(day) == WEEK_MONDAY && is_national(day - 1);
	while (is_national(--day))
		if (week_day(day) == WEEK_SUNDAY)
			return true;
	return false;
}

/*
 * Article 3 (3), of a day that is not national itself: between two national
 * days; until 2006 not on a Sunday (nor on a substitute, which has the same
 * name and is asked for first).
 */
static bool
is_citizens(int64_t day, int number)
{
	if (number < CITIZENS ||
	    (number < REFORM && week_day(day) == WEEK_SUNDAY))
		return false;
	return is_national(day - 1) && is_national(day + 1);
}

static const char *
name_in_list(int64_t day, const struct holiday_list *list)
{
	size_t low = 0, high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->holidays[middle].day == day)
			return list->holidays[middle].name;
		if (list->holidays[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const char *
holiday_name(int64_t day, const struct holiday_list *newer)
{
	struct date date = date_of(day);
	const struct rule *rule;

	if (newer != NULL && date.year >= newer->first_year &&
	    date.year <= newer->last_year)
		return name_in_list(day, newer);
	rule = rule_of(day);
	if (rule != NULL)
		return rule->name;
	if (is_substitute(day, date.number) || is_citizens(day, date.number))
		return "休日";
	return NULL;
}
