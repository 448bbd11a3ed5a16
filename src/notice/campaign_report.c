/*
 * Who was asked, and what they answered.
 */
#include "notice/campaign.h"
#include "vault/sweep.h"

const char *const campaign_answer_names[CAMPAIGN_ANSWERS + 1] = {
	[CAMPAIGN_AGREED] = "agreed", [CAMPAIGN_REFUSED] = "refused",
	[CAMPAIGN_SILENT] = "silent",
};

struct reporting {
	struct campaign_report *report;
	const struct campaign *campaign;
	unsigned int consent;	/* number */
};

static bool
is_of(const struct reporting *r, const struct asked *asked)
{
	return asked->consent == r->consent &&
	    asked->revision == r->campaign->revision;
}

static bool
was_asked(void *context, const struct opened *opened)
{
	const struct standing *standing = &opened->standing;
	const struct reporting *r = context;

	for (size_t i = 0; i < standing->asked_count; i++)
		if (is_of(r, &standing->asked[i]))
			return true;
	return false;
}

static enum campaign_way
way_of(struct text way)
{
	for (int i = 0; i < CAMPAIGN_WAYS; i++)
		if (text_is(way, campaign_way_names[i]))
			return (enum campaign_way)i;
	return CAMPAIGN_WEB;
}

/* The last thing that they themselves said since they were asked first. */
static void
find_answer(struct campaign_person *p, const struct reporting *r,
    const struct standing *standing)
{
	p->answer = CAMPAIGN_SILENT;
	for (size_t i = 0; i < standing->consent_count; i++) {
		const struct consent *c = &standing->consents[i];

		if (c->number != r->consent || c->time < p->first ||
		    c->state == CONSENT_DEEMED)
			continue;
		p->answer = c->state == CONSENT_GIVEN ? CAMPAIGN_AGREED :
		    CAMPAIGN_REFUSED;
		p->answered = c->time;
	}
}

static void
take(void *context, const struct opened *opened)
{
	const struct standing *standing = &opened->standing;
	struct reporting *r = context;
	struct campaign_person p = { .person = opened->person };

	for (size_t i = 0; i < standing->asked_count; i++) {
		const struct asked *asked = &standing->asked[i];

		if (!is_of(r, asked))
			continue;
		p.way = way_of(asked->way);
		r->report->ways[p.way]++;
		if (p.asked++ == 0 || asked->time < p.first)
			p.first = asked->time;
		if (asked->time > p.last)
			p.last = asked->time;
	}
	find_answer(&p, r, standing);
	r->report->answers[p.answer]++;
	r->report->asked++;
	r->report->people[r->report->count++] = p;
}

enum status
campaign_page(struct campaign_report *report, struct visit *visit,
    const struct campaign *campaign, uint64_t after, uint64_t *next,
    struct error *error)
{
	struct reporting r = {
		.report = report, .campaign = campaign,
		.consent = numbering_find(&visit->rules->numbering,
		    SPACE_CONSENTS, campaign->consent),
	};
	struct sweep sweep = {
		.concerns = was_asked, .take = take, .context = &r,
		.subject = TEXT("campaign"), .max = SWEEP_LOOK,
	};
	enum status status;

	report->count = 0;
	status = sweep_run(&sweep, visit, after, next, error);
	report->unseen += sweep.unseen;
	return status;
}
