/*
 * holiday.h - the national holidays of Japan, by law and by list.
 *
 * 国民の祝日に関する法律 (昭和23年法律178号) and the acts that added to it are
 * a table with in-force dates, so every year from the law's birth to 2150 has
 * its days; substitutes and citizens' holidays follow from article 3.  The
 * names are those of the Cabinet Office's list (syukujitsu.csv).
 *
 * The equinoxes of a year are fixed by the official gazette in the February
 * before; later ones are astronomical forecasts.  When the law or the gazette
 * says otherwise, a newer list of the Cabinet Office stands in for the table.
 *
 * Days are day numbers of base/clock.h.
 */
#ifndef CALENDAR_HOLIDAY_H_
#define CALENDAR_HOLIDAY_H_

#include "base/base.h"

/* The law is in force since 1948-07-20: that year has only its autumn. */
enum { HOLIDAY_FIRST_YEAR = 1948, HOLIDAY_LAST_YEAR = 2150 };

struct holiday {
	int64_t day;
	const char *name;
};

/*
 * What the Cabinet Office published: in these years the list decides, in
 * others the table.  The years may be narrowed after reading.
 */
struct holiday_list {
	int first_year;
	int last_year;
	const struct holiday *holidays;		/* ascending */
	size_t count;
};

/* Bytes of a list that anybody could mean; for file_read(). */
enum { HOLIDAY_LIST_SIZE_MAX = 1 << 20 };

/*
 * Reads a syukujitsu.csv, in CP932 or UTF-8: a head line, then lines
 * "1955/1/1,元日" in ascending order.  STATUS_INVALID "holiday_list", with
 * the line, when it is something else or a year is cut short.
 */
enum status holiday_read_list(struct holiday_list *list, struct bytes csv,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * The day's name, or NULL when it is no holiday.  newer may be NULL.
 * Outside the table's years, without a list, no day is a holiday.
 */
const char *holiday_name(int64_t day, const struct holiday_list *newer);

/* Day of the month of the equinoxes, in March and September; 1900..2150. */
int holiday_spring_equinox(int year);
int holiday_autumn_equinox(int year);

#endif
