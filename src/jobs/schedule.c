#include "base/clock.h"
#include "crypto/random.h"
#include "jobs/schedule.h"

enum { MINUTE_MS = 60000, WEEK = 7 };
static const int64_t every_max = (int64_t)744 * 3600000;	/* a month */

static const char *const week_days[WEEK] = {
	"sun", "mon", "tue", "wed", "thu", "fri", "sat",
};

/* The next word; the rest begins behind the blank after it. */
static struct text
take_word(struct text *rest)
{
	ptrdiff_t blank = text_find(*rest, TEXT(" "));
	size_t end = blank < 0 ? rest->n : (size_t)blank;
	struct text word = text_slice(*rest, 0, end);

	*rest = text_slice(*rest, blank < 0 ? end : end + 1, rest->n);
	return word;
}

/* "10s", "5m", "2h" */
static bool
take_every(struct schedule *schedule, struct text word)
{
	int64_t n, unit;

	if (word.n < 2 || !text_to_int(text_slice(word, 0, word.n - 1), &n))
		return false;
	switch (word.p[word.n - 1]) {
	case 's': unit = 1000; break;
	case 'm': unit = MINUTE_MS; break;
	case 'h': unit = 60 * MINUTE_MS; break;
	default: return false;
	}
	if (n < 1 || n > every_max / unit)
		return false;
	schedule->every = n * unit;
	return true;
}

/* "03:10" */
static bool
take_time(struct schedule *schedule, struct text word)
{
	int64_t hour, minute;

	if (word.n != 5 || word.p[2] != ':' ||
	    !text_to_int(text_slice(word, 0, 2), &hour) ||
	    !text_to_int(text_slice(word, 3, 5), &minute) || hour < 0 ||
	    hour > 23 || minute < 0 || minute > 59)
		return false;
	schedule->minute = (int)(60 * hour + minute);
	return true;
}

static bool
take_week_day(struct schedule *schedule, struct text word)
{
	for (int i = 0; i < WEEK; i++)
		if (text_is(word, week_days[i])) {
			schedule->day = i;
			return true;
		}
	return false;
}

static bool
take_month_day(struct schedule *schedule, struct text word)
{
	int64_t day;

	if (!text_to_int(word, &day) || day < 1 || day > 31)
		return false;
	schedule->day = (int)day;
	return true;
}

enum status
schedule_parse(struct schedule *schedule, struct text text,
    struct error *error)
{
	struct text rest = text, kind = take_word(&rest);
	bool good = text.n == 0 || text.p[text.n - 1] != ' ';

	memset(schedule, 0, sizeof(*schedule));
	if (text_is(kind, "every")) {
		schedule->kind = SCHEDULE_EVERY;
		good = good && take_every(schedule, take_word(&rest));
	} else if (text_is(kind, "daily")) {
		schedule->kind = SCHEDULE_DAILY;
		good = good && take_time(schedule, take_word(&rest));
	} else if (text_is(kind, "weekly")) {
		schedule->kind = SCHEDULE_WEEKLY;
		good = good && take_week_day(schedule, take_word(&rest)) &&
		    take_time(schedule, take_word(&rest));
	} else if (text_is(kind, "monthly")) {
		schedule->kind = SCHEDULE_MONTHLY;
		good = good && take_month_day(schedule, take_word(&rest)) &&
		    take_time(schedule, take_word(&rest));
	} else {
		good = good && text_is(kind, "off");
	}
	if (good && rest.n == 0)
		return STATUS_OK;
	return error_set(error, STATUS_INVALID, "bad_schedule",
	    "予定は off、every 5m、daily 03:10、weekly sun 04:00、"
	    "monthly 1 05:00 のように書きます",
	    "a schedule is like off, every 5m, daily 03:10, "
	    "weekly sun 04:00, monthly 1 05:00");
}

/* Whether something is planned for that day (of Tokyo). */
static bool
is_planned(const struct schedule *schedule, int64_t day)
{
	int year, month, of_month;
	bool last;

	switch (schedule->kind) {
	case SCHEDULE_OFF:
	case SCHEDULE_EVERY:
		return false;
	case SCHEDULE_DAILY:
		return true;
	case SCHEDULE_WEEKLY:
		/* 1970-01-01 was a Thursday. */
		return ((day + 4) % WEEK + WEEK) % WEEK == schedule->day;
	case SCHEDULE_MONTHLY:
		clock_date(day, &year, &month, &of_month);
		last = !clock_date_exists(year, month, of_month + 1);
		return of_month == schedule->day ||
		    (last && of_month < schedule->day);
	}
	return false;
}

static int64_t
instant_of(const struct schedule *schedule, int64_t day)
{
	return clock_tokyo_midnight(day) +
	    (int64_t)schedule->minute * MINUTE_MS;
}

int64_t
schedule_last(const struct schedule *schedule, int64_t now)
{
	int64_t day = clock_tokyo_day(now);

	if (schedule->kind == SCHEDULE_OFF)
		return INT64_MIN;
	if (schedule->kind == SCHEDULE_EVERY)
		return now - now % schedule->every;
	while (!is_planned(schedule, day) || instant_of(schedule, day) > now)
		day--;
	return instant_of(schedule, day);
}

int64_t
schedule_next(const struct schedule *schedule, int64_t now)
{
	int64_t day = clock_tokyo_day(now);

	if (schedule->kind == SCHEDULE_OFF)
		return INT64_MAX;
	if (schedule->kind == SCHEDULE_EVERY)
		return now - now % schedule->every + schedule->every;
	while (!is_planned(schedule, day) || instant_of(schedule, day) <= now)
		day++;
	return instant_of(schedule, day);
}

int64_t
schedule_wait(uint64_t attempts, int64_t first, int64_t times, int64_t most)
{
	int64_t wait = first;
	uint16_t chance;

	for (uint64_t i = 1; i < attempts && wait < most; i++)
		wait *= times;
	if (wait > most)
		wait = most;
	random_bytes(&chance, sizeof(chance));
	return wait - wait / 4 + wait / 2 * chance / UINT16_MAX;
}
