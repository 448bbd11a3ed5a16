/*
 * Periods, dates and articles as one writes them in a legal text.
 */
#include "policy/prose_parts.h"

void
prose_period(struct prose *prose, struct doc_block *block,
    const struct node *period)
{
	static const struct {
		const char *key;
		const char *ja;
		const char *en;
	} units[] = {
		{ "days", "日", "day" },
		{ "weeks", "週間", "week" },
		{ "months", "か月", "month" },
		{ "years", "年", "year" },
		{ "business_days", "営業日", "business day" },
	};
	int64_t n;

	for (size_t i = 0; i < LENGTH(units); i++) {
		n = node_int(period, units[i].key, 0);
		if (n == 0)
			continue;
		if (prose->language == LANGUAGE_JA)
			doc_printf(prose->doc, block, "%lld%s", (long long)n,
			    units[i].ja);
		else
			doc_printf(prose->doc, block, "%lld %s%s",
			    (long long)n, units[i].en, n == 1 ? "" : "s");
	}
}

void
prose_fact_period(struct prose *prose, struct doc_block *facts,
    const char *ja, const char *en, const struct node *period)
{
	if (period != NULL)
		prose_period(prose,
		    doc_fact(prose->doc, facts, prose_say(prose, ja, en)),
		    period);
}

/* The number between two positions of a date that has been checked. */
static int
part(struct text date, size_t from, size_t to)
{
	int64_t n = 0;

	if (date.n < to)
		return 0;
	for (size_t i = from; i < to; i++)
		n = 10 * n + (date.p[i] - '0');
	return (int)n;
}

void
prose_date(struct prose *prose, struct doc_block *block, struct text date)
{
	static const char *const months[] = {
		"", "January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November",
		"December",
	};
	int year = part(date, 0, 4), month = part(date, 5, 7),
	    day = part(date, 8, 10);

	if (year == 0 || month < 1 || month > 12)
		return;
	if (prose->language == LANGUAGE_JA)
		doc_printf(prose->doc, block, "%d年%d月%d日", year, month,
		    day);
	else
		doc_printf(prose->doc, block, "%d %s %d", day, months[month],
		    year);
}

/* "27(1)1": article, paragraph in brackets, item. */
void
prose_article(struct prose *prose, struct doc_block *block,
    const char *article)
{
	static const char *const units[] = { "条", "項", "号" };
	size_t unit = 0;

	if (prose->language == LANGUAGE_EN) {
		doc_printf(prose->doc, block, "APPI article %s", article);
		return;
	}
	doc_string(prose->doc, block, "個人情報保護法");
	for (const char *p = article; *p != '\0' && unit < LENGTH(units);
	    unit++) {
		size_t n = strspn(p, "0123456789");

		doc_printf(prose->doc, block, "第%.*s%s", (int)n, p,
		    units[unit]);
		p += n;
		p += strspn(p, "()");
	}
}
