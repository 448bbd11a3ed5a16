#include "law/special_care.h"

/* The amendment of 2015 brought the kinds, all on one day. */
#define SINCE_2017 { "2017-05-30", "" }

const struct special_care_row special_care_table[SPECIAL_COUNT] = {
	[SPECIAL_NONE] = { "", { "該当しない", "none" }, { "", "" } },
	[SPECIAL_RACE] = { "2(3)", { "人種", "race" }, SINCE_2017 },
	[SPECIAL_CREED] = { "2(3)", { "信条", "creed" }, SINCE_2017 },
	[SPECIAL_SOCIAL_STATUS] = { "2(3)",
	    { "社会的身分", "social status" }, SINCE_2017 },
	[SPECIAL_MEDICAL_HISTORY] = { "2(3)",
	    { "病歴", "medical history" }, SINCE_2017 },
	[SPECIAL_CRIMINAL_RECORD] = { "2(3)",
	    { "犯罪の経歴", "criminal record" }, SINCE_2017 },
	[SPECIAL_CRIME_VICTIM] = { "2(3)",
	    { "犯罪により害を被った事実", "having been a victim of crime" },
	    SINCE_2017 },
	[SPECIAL_DISABILITY] = { "2(3), Order 2-1",
	    { "心身の機能の障害", "disability" }, SINCE_2017 },
	[SPECIAL_CHECK_UP] = { "2(3), Order 2-2",
	    { "健康診断等の結果", "result of a health check" }, SINCE_2017 },
	[SPECIAL_MEDICAL_CARE] = { "2(3), Order 2-3",
	    { "医師等による指導・診療・調剤",
	      "medical guidance, treatment or dispensing" }, SINCE_2017 },
	[SPECIAL_CRIMINAL_PROCEDURE] = { "2(3), Order 2-4",
	    { "刑事事件に関する手続", "criminal procedure" }, SINCE_2017 },
	[SPECIAL_JUVENILE_PROCEDURE] = { "2(3), Order 2-5",
	    { "少年の保護事件に関する手続", "juvenile procedure" }, SINCE_2017 },
};

const char *const special_care_names[SPECIAL_COUNT + 1] = {
	[SPECIAL_NONE] = "none",
	[SPECIAL_RACE] = "race",
	[SPECIAL_CREED] = "creed",
	[SPECIAL_SOCIAL_STATUS] = "social_status",
	[SPECIAL_MEDICAL_HISTORY] = "medical_history",
	[SPECIAL_CRIMINAL_RECORD] = "criminal_record",
	[SPECIAL_CRIME_VICTIM] = "crime_victim",
	[SPECIAL_DISABILITY] = "disability",
	[SPECIAL_CHECK_UP] = "check_up",
	[SPECIAL_MEDICAL_CARE] = "medical_care",
	[SPECIAL_CRIMINAL_PROCEDURE] = "criminal_procedure",
	[SPECIAL_JUVENILE_PROCEDURE] = "juvenile_procedure",
};

const char *
special_care_article(enum special_care kind, int64_t day)
{
	const struct special_care_row *row = &special_care_table[kind];

	return kind != SPECIAL_NONE && law_in_force(row->days, day) ?
	    row->article : NULL;
}
