/*
 * The Cabinet Office's list: "国民の祝日・休日月日,国民の祝日・休日名称", then
 * a line a day, in CP932 with CRLF; copies of it are often in UTF-8.
 */
#include <iconv.h>

#include "base/clock.h"
#include "calendar/holiday.h"

/* A year has had nine days since 1949; a list with fewer is cut short. */
enum { LIST_MAX = 8192, DAYS_OF_A_YEAR = 9, NAME_MAX_BYTES = 128 };

static enum status
refuse(struct error *error, size_t line, const char *ja, const char *en)
{
	enum status status = error_say(error, STATUS_INVALID, "holiday_list",
	    (struct words){ ja, en });

	error_at(error, "line %zu", line);
	return status;
}

/* A CP932 byte gives at most three bytes of UTF-8. */
static enum status
from_cp932(struct text *text, struct bytes csv, struct arena *arena,
    struct error *error)
{
	size_t in_left = csv.n, out_left = csv.n * 3;
	uint8_t *in = arena_alloc(arena, csv.n);
	char *out = arena_alloc(arena, out_left);
	char *from = (char *)in, *to = out;
	iconv_t converter;
	size_t failed;

	if (in == NULL || out == NULL)
		return error_memory(error);
	memcpy(in, csv.p, csv.n);
	converter = iconv_open("UTF-8", "CP932");
	if (converter == (iconv_t)-1)
		return error_set(error, STATUS_FAILURE, "no_cp932",
		    "CP932 を変換できません", "cannot convert CP932");
	failed = iconv(converter, &from, &in_left, &to, &out_left);
	(void)iconv_close(converter);
	if (failed == (size_t)-1 || !text_from_bytes(text,
	    (struct bytes){ (const uint8_t *)out, (size_t)(to - out) }))
		return refuse(error, 1, "文字コードが CP932 でも UTF-8 でもありません",
		    "neither CP932 nor UTF-8");
	return STATUS_OK;
}

static enum status
decode(struct text *text, struct bytes csv, struct arena *arena,
    struct error *error)
{
	if (!text_from_bytes(text, csv))
		return from_cp932(text, csv, arena, error);
	if (text_starts_with(*text, "\xEF\xBB\xBF"))
		*text = text_slice(*text, 3, text->n);
	return STATUS_OK;
}

/* Takes what stands before the separator, or all. */
static struct text
take_until(struct text *rest, struct text separator)
{
	ptrdiff_t at = text_find(*rest, separator);
	size_t end = at < 0 ? rest->n : (size_t)at;
	struct text taken = text_slice(*rest, 0, end);

	*rest = text_slice(*rest, at < 0 ? end : end + separator.n, rest->n);
	return taken;
}

/* "1955/1/1" */
static bool
parse_day(struct text text, int64_t *day)
{
	int64_t part[3];

	for (size_t i = 0; i < LENGTH(part); i++)
		if (!text_to_int(take_until(&text, TEXT("/")), &part[i]) ||
		    part[i] < 1 || part[i] > 9999)
			return false;
	if (text.n > 0 ||
	    !clock_date_exists((int)part[0], (int)part[1], (int)part[2]))
		return false;
	*day = clock_day_number((int)part[0], (int)part[1], (int)part[2]);
	return true;
}

static bool
is_head(struct text line)
{
	return line.p[0] < '0' || line.p[0] > '9';
}

static enum status
read_line(struct holiday *holiday, struct text line, size_t number,
    const struct holiday *before, struct arena *arena, struct error *error)
{
	struct text name;

	if (!parse_day(take_until(&line, TEXT(",")), &holiday->day))
		return refuse(error, number, "日付 (年/月/日) がありません",
		    "a date (year/month/day) is expected");
	if (before != NULL && holiday->day <= before->day)
		return refuse(error, number, "日付の順になっていません",
		    "the dates are not in ascending order");
	name = text_trim(line);
	if (name.n == 0 || name.n > NAME_MAX_BYTES)
		return refuse(error, number, "名称がありません",
		    "a name is expected");
	holiday->name = text_copy(arena, name).p;
	return holiday->name == NULL ? error_memory(error) : STATUS_OK;
}

/* Fills the years; whether each of them has its days. */
static bool
years_are_whole(struct holiday_list *list)
{
	size_t of_year = 0;

	for (size_t i = 0; i < list->count; i++) {
		int year, month, day;

		clock_date(list->holidays[i].day, &year, &month, &day);
		if (i == 0) {
			list->first_year = year;
		} else if (year != list->last_year) {
			if (of_year < DAYS_OF_A_YEAR ||
			    year != list->last_year + 1)
				return false;
			of_year = 0;
		}
		list->last_year = year;
		of_year++;
	}
	return of_year >= DAYS_OF_A_YEAR;
}

enum status
holiday_read_list(struct holiday_list *list, struct bytes csv,
    struct arena *arena, struct error *error)
{
	struct holiday *holidays = arena_array(arena, LIST_MAX,
	    sizeof(*holidays));
	struct text rest;
	enum status status = decode(&rest, csv, arena, error);
	size_t count = 0;

	memset(list, 0, sizeof(*list));
	if (status != STATUS_OK)
		return status;
	if (holidays == NULL)
		return error_memory(error);
	for (size_t line = 1; rest.n > 0; line++) {
		struct text text = text_trim(take_until(&rest, TEXT("\n")));

		if (text.n == 0 || (line == 1 && is_head(text)))
			continue;
		if (count == LIST_MAX)
			return refuse(error, line, "行が多すぎます",
			    "too many lines");
		status = read_line(&holidays[count], text, line,
		    count == 0 ? NULL : &holidays[count - 1], arena, error);
		if (status != STATUS_OK)
			return status;
		count++;
	}
	list->holidays = holidays;
	list->count = count;
	if (years_are_whole(list))
		return STATUS_OK;
	return refuse(error, count + 1, "一年分そろっていない年があります",
	    "a year is not complete");
}
