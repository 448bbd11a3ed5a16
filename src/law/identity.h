/*
 * identity.h - what shows who somebody is, and until when.
 *
 * Guideline (通則編) 3-8-7※2 gives examples; the names are those of the
 * policy language.  What a document shows beyond need is to be masked before
 * it is copied (国民年金法108条の4, 健康保険法194条の2: 告知要求制限).
 */
#ifndef LAW_IDENTITY_H_
#define LAW_IDENTITY_H_

#include "law/law.h"

enum identity {
	IDENTITY_DRIVER_LICENCE,
	IDENTITY_MY_NUMBER_CARD_FRONT,
	IDENTITY_PASSPORT,
	IDENTITY_RESIDENCE_CARD,
	IDENTITY_SPECIAL_PERMANENT_RESIDENT,
	IDENTITY_HEALTH_ELIGIBILITY,
	IDENTITY_PENSION_BOOK,
	IDENTITY_SEAL_CERTIFICATE,
	IDENTITY_RESIDENT_RECORD,
	IDENTITY_REGISTERED_LOGIN,
	IDENTITY_PUBLIC_KEY,
	IDENTITY_REGISTERED_FACTS,
	IDENTITY_HEALTH_INSURANCE_CARD,
	IDENTITY_JUKI_CARD,
	IDENTITY_ALIEN_REGISTRATION,
	IDENTITY_OTHER,
};
enum { IDENTITY_COUNT = IDENTITY_OTHER + 1 };

struct identity_row {
	struct words label;
	struct law_days days;
	/* What must not be copied; NULL in both where nothing. */
	struct words mask;
	/* What took its place, NULL where nothing did. */
	struct words instead;
};

extern const struct identity_row identity_table[IDENTITY_COUNT];
extern const char *const identity_names[IDENTITY_COUNT + 1];

bool identity_find(struct text name, enum identity *identity);

/* Whether it shows anything on that day. */
bool identity_valid(enum identity identity, int64_t day);

#endif
