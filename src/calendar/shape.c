#include "base/clock.h"
#include "calendar/shape.h"

enum { CLOSED_MAX = 1000, YEARLY_MAX = 50, MONTH_DAY_LENGTH = 5 };
enum { ALL_WEEK = (1 << WEEK_DAYS) - 1 };

/* In the order of week.h. */
static const char *const day_names[] = {
	"sunday", "monday", "tuesday", "wednesday", "thursday", "friday",
	"saturday", NULL
};

static const struct shape day_shape = {
	.kind = SHAPE_ENUM, .names = day_names,
};
static const struct shape days_shape = {
	.kind = SHAPE_LIST, .element = &day_shape, .max = WEEK_DAYS,
};
static const struct shape bool_shape = { .kind = SHAPE_BOOL };
static const struct shape date_shape = { .kind = SHAPE_DATE };
static const struct shape dates_shape = {
	.kind = SHAPE_LIST, .element = &date_shape, .max = CLOSED_MAX,
};
static const struct shape month_day_shape = {
	.kind = SHAPE_TEXT, .min = MONTH_DAY_LENGTH, .max = MONTH_DAY_LENGTH,
};
static const struct shape_field range_fields[] = {
	{ "from", &month_day_shape, true,
	    { "最初の日 (月-日)", "first day (MM-DD)" } },
	{ "to", &month_day_shape, true,
	    { "最後の日 (月-日)", "last day (MM-DD)" } },
	{ NULL, NULL, false, { NULL, NULL } },
};
static const struct shape range_shape = {
	.kind = SHAPE_OBJECT, .fields = range_fields, .title = "calendar_range",
};
static const struct shape ranges_shape = {
	.kind = SHAPE_LIST, .element = &range_shape, .max = YEARLY_MAX,
};
static const struct shape time_shape = { .kind = SHAPE_TIME };
static const struct shape_field hours_fields[] = {
	{ "from", &time_shape, true, { "始業", "opening" } },
	{ "to", &time_shape, true, { "終業", "closing" } },
	{ NULL, NULL, false, { NULL, NULL } },
};
static const struct shape hours_shape = {
	.kind = SHAPE_OBJECT, .fields = hours_fields, .title = "calendar_hours",
};
static const struct shape_field calendar_fields[] = {
	{ "weekend", &days_shape, false,
	    { "毎週の休業日 (省略時は土日)",
	      "days closed every week (Saturday and Sunday when absent)" } },
	{ "national_holidays", &bool_shape, false,
	    { "国民の祝日・休日に休むか (省略時は true)",
	      "closed on national holidays (true when absent)" } },
	{ "year_end", &range_shape, false,
	    { "年末年始の休業 (省略時は 12-29 から 01-03)",
	      "closed over the year's end (12-29 to 01-03 when absent)" } },
	{ "closed", &dates_shape, false,
	    { "会社の休業日", "single days on which the company is closed" } },
	{ "closed_yearly", &ranges_shape, false,
	    { "毎年の休業期間", "ranges closed every year" } },
	{ "hours", &hours_shape, false,
	    { "受付時間 (省略時は終日)",
	      "office hours (around the clock when absent)" } },
	{ NULL, NULL, false, { NULL, NULL } },
};
const struct shape calendar_shape = {
	.kind = SHAPE_OBJECT, .fields = calendar_fields, .title = "calendar",
};

/* What is being filled, and where what is wrong with it goes. */
struct filling {
	struct business_calendar *calendar;
	struct findings *findings;
	struct error *error;
	const char *path;
};

static void
refuse(struct filling *f, const struct node *node, const char *key,
    const char *ja, const char *en)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s%s%s", f->path,
	    key[0] == '\0' ? "" : "/", key);
	(void)findings_say(f->findings, SEVERITY_ERROR, node, path,
	    "bad_value", (struct words){ ja, en });
}

static void
set_weekend(struct filling *f, const struct node *list)
{
	unsigned int weekend = 0;

	if (list == NULL)
		return;
	for (size_t i = 0; i < node_count(list); i++)
		weekend |= 1u << node_at(list, i)->number;
	f->calendar->weekend = (uint8_t)weekend;
	if (weekend == ALL_WEEK)
		refuse(f, list, "weekend", "毎日が休業日です",
		    "every day of the week is closed");
}

/* "12-29" as 1229; a leap year's days are days. */
static bool
parse_month_day(struct text text, int *month_day)
{
	int64_t month, day;

	if (text.n != MONTH_DAY_LENGTH || text.p[2] != '-' ||
	    !text_to_int(text_slice(text, 0, 2), &month) ||
	    !text_to_int(text_slice(text, 3, 5), &day) ||
	    !clock_date_exists(2000, (int)month, (int)day))
		return false;
	*month_day = (int)(month * 100 + day);
	return true;
}

static void
set_range(struct filling *f, struct business_range *range,
    const struct node *node, const char *key)
{
	if (node == NULL)
		return;
	if (!parse_month_day(node_text(node, "from"), &range->from) ||
	    !parse_month_day(node_text(node, "to"), &range->to))
		refuse(f, node, key, "実在する月日 (MM-DD) ではありません",
		    "not days of a year (MM-DD)");
}

static enum status
set_yearly(struct filling *f, const struct node *list)
{
	size_t count = node_count(list);
	struct business_range *ranges = arena_array(f->findings->arena, count,
	    sizeof(*ranges));

	if (ranges == NULL)
		return error_memory(f->error);
	for (size_t i = 0; i < count; i++) {
		char key[40];

		(void)snprintf(key, sizeof(key), "closed_yearly/%zu", i);
		set_range(f, &ranges[i], node_at(list, i), key);
	}
	f->calendar->yearly = ranges;
	f->calendar->yearly_count = count;
	return STATUS_OK;
}

static enum status
set_closed(struct filling *f, const struct node *list)
{
	size_t count = node_count(list);
	int64_t *days = arena_array(f->findings->arena, count, sizeof(*days));

	if (days == NULL)
		return error_memory(f->error);
	for (size_t i = 0; i < count; i++)
		days[i] = node_at(list, i)->number;
	f->calendar->closed = days;
	f->calendar->closed_count = count;
	return STATUS_OK;
}

static void
set_hours(struct filling *f, const struct node *node)
{
	if (node == NULL)
		return;
	f->calendar->opens = (int)node_int(node, "from", 0);
	f->calendar->closes = (int)node_int(node, "to", 0);
	if (f->calendar->opens >= f->calendar->closes)
		refuse(f, node, "hours", "終業が始業より後ではありません",
		    "closing is not after opening");
}

/*
 * Whether a year passes without an open day: a leap year's worth of days from
 * 2000, before which and after which the ranges repeat.
 */
static bool
is_never_open(const struct business_calendar *calendar)
{
	int64_t day = clock_day_number(2000, 1, 1);

	for (int i = 0; i < 366; i++)
		if (business_is_open(calendar, day + i))
			return false;
	return true;
}

/* A member, or NULL when it is absent or has nothing behind its key. */
static const struct node *
member(const struct node *node, const char *key)
{
	const struct node *value = node_get(node, key);

	return value == NULL || value->kind == NODE_NULL ? NULL : value;
}

enum status
calendar_from_node(struct business_calendar *calendar,
    const struct node *node, const char *path, struct findings *findings,
    struct error *error)
{
	struct filling f = { calendar, findings, error, path };
	size_t errors = findings->count[SEVERITY_ERROR];
	enum status status;

	*calendar = business_government;
	if (node == NULL)
		return STATUS_OK;
	set_weekend(&f, member(node, "weekend"));
	calendar->national_holidays = node_bool(node, "national_holidays",
	    true);
	set_range(&f, &calendar->year_end, member(node, "year_end"),
	    "year_end");
	status = set_closed(&f, member(node, "closed"));
	if (status == STATUS_OK)
		status = set_yearly(&f, member(node, "closed_yearly"));
	if (status != STATUS_OK)
		return status;
	set_hours(&f, member(node, "hours"));
	if (findings->count[SEVERITY_ERROR] == errors &&
	    is_never_open(calendar))
		refuse(&f, node, "", "営業日が一日もありません",
		    "the calendar has no open day");
	return STATUS_OK;
}
