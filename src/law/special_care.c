#include "law/special_care.h"

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
