/*
 * special_care.h - 要配慮個人情報, the kinds that the law lists, as data.
 *
 * APPI 2(3), Order article 2, Rules article 5; the numbering 1 to 11 is that
 * of the guideline (通則編 2-3).  Mere inference does not count, nationality
 * alone is not race, and blood type or looks are none of these.
 */
#ifndef LAW_SPECIAL_CARE_H_
#define LAW_SPECIAL_CARE_H_

#include "law/law.h"

enum special_care {
	SPECIAL_NONE,
	SPECIAL_RACE,			/* 1 人種 */
	SPECIAL_CREED,			/* 2 信条 */
	SPECIAL_SOCIAL_STATUS,		/* 3 社会的身分 */
	SPECIAL_MEDICAL_HISTORY,	/* 4 病歴 */
	SPECIAL_CRIMINAL_RECORD,	/* 5 犯罪の経歴 */
	SPECIAL_CRIME_VICTIM,		/* 6 犯罪により害を被った事実 */
	SPECIAL_DISABILITY,		/* 7 心身の機能の障害 */
	SPECIAL_CHECK_UP,		/* 8 健康診断等の結果 */
	SPECIAL_MEDICAL_CARE,		/* 9 医師等による指導・診療・調剤 */
	SPECIAL_CRIMINAL_PROCEDURE,	/* 10 刑事事件に関する手続 */
	SPECIAL_JUVENILE_PROCEDURE,	/* 11 少年の保護事件に関する手続 */
};
enum { SPECIAL_COUNT = SPECIAL_JUVENILE_PROCEDURE + 1 };

extern const char *const special_care_names[SPECIAL_COUNT + 1];

#endif
