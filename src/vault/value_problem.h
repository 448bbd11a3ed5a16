/*
 * value_problem.h - the ways in which a value can be wrong, and their words.
 *
 * Codes are stable and part of the API.  No sentence quotes the value.
 */
#ifndef VAULT_VALUE_PROBLEM_H_
#define VAULT_VALUE_PROBLEM_H_

#include "base/base.h"

enum value_problem {
	PROBLEM_BLANK,
	PROBLEM_TOO_LONG,
	PROBLEM_CHARACTER,
	PROBLEM_KANA,
	PROBLEM_EMAIL,
	PROBLEM_PHONE,
	PROBLEM_EXTENSION,
	PROBLEM_DATE,
	PROBLEM_POSTAL_CODE,
	PROBLEM_NUMBER,
	PROBLEM_RANGE,
	PROBLEM_CHOICE,
	PROBLEM_FLAG,
	PROBLEM_URL,
	PROBLEM_DEVICE_ID,
	PROBLEM_BANK_ACCOUNT,
	PROBLEM_CARD_NUMBER,
	PROBLEM_CARD_TOKEN,
	PROBLEM_ID_CODE,
	PROBLEM_PASSWORD_SHORT,
	PROBLEM_FILE,
	PROBLEM_NOT_INDEXABLE,
};
enum { PROBLEM_COUNT = PROBLEM_NOT_INDEXABLE + 1 };

/* Fills the error and returns STATUS_INVALID; the caller adds the field. */
enum status value_refuse(struct error *error, enum value_problem problem)
    NONNULL;

#endif
