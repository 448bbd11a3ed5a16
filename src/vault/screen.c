#include "vault/screen_parts.h"

const char *const screen_names[SCREEN_COUNT] = {
	[SCREEN_CARD] = "card",
	[SCREEN_MY_NUMBER] = "my_number",
	[SCREEN_RACE] = "race",
	[SCREEN_CREED] = "creed",
	[SCREEN_SOCIAL_STATUS] = "social_status",
	[SCREEN_MEDICAL_HISTORY] = "medical_history",
	[SCREEN_CRIMINAL_RECORD] = "criminal_record",
	[SCREEN_CRIME_VICTIM] = "crime_victim",
	[SCREEN_DISABILITY] = "disability",
	[SCREEN_CHECKUP] = "checkup_result",
	[SCREEN_MEDICAL_CARE] = "medical_care",
	[SCREEN_CRIMINAL_PROCEDURE] = "criminal_procedure",
	[SCREEN_JUVENILE] = "juvenile_procedure",
	[SCREEN_ORIGIN] = "family_origin",
	[SCREEN_UNION] = "labour_union",
	[SCREEN_POLITICS] = "political_activity",
	[SCREEN_SEX_LIFE] = "sex_life",
	[SCREEN_HIRING] = "hiring_taboo",
};

int
screen_special_care(enum screen_category category)
{
	if (category < SCREEN_RACE || category > SCREEN_JUVENILE)
		return 0;
	return (int)category - SCREEN_RACE + 1;
}

void
screen_add(struct screen_result *result, enum screen_category category,
    size_t from, size_t to)
{
	result->found |= (uint32_t)1 << category;
	for (size_t i = 0; i < result->count; i++) {
		struct screen_hit *hit = &result->hits[i];

		if (hit->category != category || from > hit->to ||
		    to < hit->from)
			continue;
		hit->from = from < hit->from ? from : hit->from;
		hit->to = to > hit->to ? to : hit->to;
		return;
	}
	if (result->count == SCREEN_HITS_MAX) {
		result->more = true;
		return;
	}
	result->hits[result->count++] =
	    (struct screen_hit){ category, from, to };
}

static void
sort_hits(struct screen_result *result)
{
	for (size_t i = 1; i < result->count; i++) {
		struct screen_hit hit = result->hits[i];
		size_t at = i;

		for (; at > 0 && result->hits[at - 1].from > hit.from; at--)
			result->hits[at] = result->hits[at - 1];
		result->hits[at] = hit;
	}
}

void
screen_text(struct screen_result *result, struct text text)
{
	memset(result, 0, sizeof(*result));
	screen_digits(result, text);
	screen_words(result, text);
	sort_hits(result);
}
