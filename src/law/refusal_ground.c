#include "law/refusal_ground.h"

static const struct {
	const char *kind;
	const char *ground;
	const char *article;
	struct law_days days;
} table[] = {
	{ "purpose_notice", "already_clear", "32(2)1", { "2005-04-01", "" } },
	{ "purpose_notice", "harm_by_notice", "32(2)2",
	  { "2005-04-01", "" } },
	{ "purpose_notice", "own_rights", "32(2)2", { "2005-04-01", "" } },
	{ "purpose_notice", "public_duty", "32(2)2", { "2005-04-01", "" } },
	{ "disclosure", "harm", "33(2)1", { "2005-04-01", "" } },
	{ "disclosure", "obstruction", "33(2)2", { "2005-04-01", "" } },
	{ "disclosure", "violation_of_law", "33(2)3", { "2005-04-01", "" } },
	{ "disclosure", "other_law", "33(4)", { "2005-04-01", "" } },
	{ "provision_records", "harm", "33(5)", { "2022-04-01", "" } },
	{ "provision_records", "obstruction", "33(5)", { "2022-04-01", "" } },
	{ "provision_records", "violation_of_law", "33(5)",
	  { "2022-04-01", "" } },
	{ "correction", "content_is_fact", "34(2)", { "2005-04-01", "" } },
	{ "correction", "not_needed_for_purpose", "34(2)",
	  { "2005-04-01", "" } },
	{ "correction", "other_law", "34(2)", { "2005-04-01", "" } },
	{ "use_stop", "no_ground_for_stop", "35(2), 35(6)",
	  { "2005-04-01", "" } },
	{ "use_stop", "substitute_measure", "35(2), 35(6)",
	  { "2005-04-01", "" } },
	{ "provision_stop", "no_ground_for_stop", "35(4), 35(6)",
	  { "2005-04-01", "" } },
	{ "provision_stop", "substitute_measure", "35(4), 35(6)",
	  { "2005-04-01", "" } },
	{ "foreign_measures", "obstruction", "Rules 18(3)",
	  { "2022-04-01", "" } },
};

const char *
refusal_ground_article(struct text kind, struct text ground, int64_t day)
{
	for (size_t i = 0; i < LENGTH(table); i++)
		if (text_is(kind, table[i].kind) &&
		    text_is(ground, table[i].ground) &&
		    law_in_force(table[i].days, day))
			return table[i].article;
	return NULL;
}

bool
refusal_ground_fee(struct text kind)
{
	return text_is(kind, "purpose_notice") ||
	    text_is(kind, "disclosure") || text_is(kind, "provision_records");
}
