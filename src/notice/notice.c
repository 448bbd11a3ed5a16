#include "base/clock.h"
#include "notice/notice.h"

struct period
notice_period(const struct policy *policy)
{
	static const struct {
		const char *key;
		enum period_unit unit;
	} units[] = {
		{ "days", PERIOD_DAYS }, { "weeks", PERIOD_WEEKS },
		{ "months", PERIOD_MONTHS }, { "years", PERIOD_YEARS },
	};
	const struct node *node = node_path(policy->root, "notices",
	    "changes", "displayed_for", NULL);
	struct period period = { 0, PERIOD_DAYS };

	for (size_t i = 0; i < LENGTH(units); i++)
		if (node_get(node, units[i].key) != NULL)
			period = (struct period){ (int)node_int(node,
			    units[i].key, 0), units[i].unit };
	/* Business days of a notice are not promised anywhere: as weeks. */
	if (node_get(node, "business_days") != NULL)
		period = (struct period){ (int)((node_int(node,
		    "business_days", 0) + 4) / 5 * 2), PERIOD_WEEKS };
	return period;
}

/* Until when the displays that overlap or touch the first i+1 last. */
static int64_t
covered_until(const struct notice *notice, size_t *i)
{
	int64_t until = notice->displays[*i].until;

	while (*i + 1 < notice->display_count && (until == 0 ||
	    notice->displays[*i + 1].from <= until)) {
		int64_t next = notice->displays[++*i].until;

		if (until == 0 || next == 0)
			until = 0;
		else if (next > until)
			until = next;
	}
	return until;
}

int64_t
notice_last_day(const struct notice *notice, struct period period)
{
	int64_t last;

	if (notice->display_count == 0 || period.count == 0)
		return INT64_MAX;
	last = period_last(clock_tokyo_day(notice->displays[0].from), period,
	    PERIOD_BEGINS_DURING);
	for (size_t i = 0; i < notice->display_count; i++) {
		int64_t until = covered_until(notice, &i);

		if (until == 0 || clock_tokyo_day(until) > last)
			return last;
		if (i + 1 == notice->display_count)
			return INT64_MAX;
		/* Days on which it could not be seen all day long. */
		last += clock_tokyo_day(notice->displays[i + 1].from) -
		    clock_tokyo_day(until) + 1;
	}
	return last;
}

int64_t
notice_objections_until(const struct notice *notice,
    const struct policy *in_force, int64_t now)
{
	int64_t last = notice_last_day(notice, notice_period(in_force));
	int64_t end;

	if (!node_bool(node_path(in_force->root, "notices", "changes", NULL),
	    "objection", false))
		return 0;
	if (last == INT64_MAX)
		return notice->published_at == 0 ? INT64_MAX : 0;
	end = clock_tokyo_midnight(last + 1);
	return now < end ? end : 0;
}
