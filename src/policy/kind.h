/*
 * kind.h - the kinds of value that a policy can declare an item to be.
 *
 * The kind decides how a value is checked at intake, how its search key is
 * folded, and how it is masked.  The names are those of the policy file.
 */
#ifndef POLICY_KIND_H_
#define POLICY_KIND_H_

#include "base/base.h"

enum item_kind {
	KIND_TEXT,		/* one line */
	KIND_FREE_TEXT,		/* many lines; screened for special care */
	KIND_NAME,		/* of a person or company */
	KIND_KANA,		/* a name's reading */
	KIND_EMAIL,
	KIND_PHONE,
	KIND_DATE,		/* year, year-month or full date */
	KIND_POSTAL_CODE,
	KIND_ADDRESS,
	KIND_NUMBER,		/* integer */
	KIND_MONEY,		/* yen, integer */
	KIND_CHOICE,		/* one of the item's choices */
	KIND_FLAG,		/* yes or no */
	KIND_URL,
	KIND_EXTERNAL_ID,	/* the business's own number of the person */
	KIND_DEVICE_ID,		/* cookie, advertising id, IP address */
	KIND_BANK_ACCOUNT,
	KIND_CARD,		/* token and last four; never the number */
	KIND_ID_CODE,		/* 個人識別符号: passport, licence, ... */
	KIND_PASSWORD,		/* kept only as Argon2id, never shown */
	KIND_FILE,		/* image, recording, document */
};
enum { KIND_COUNT = KIND_FILE + 1 };

/* "text", "free_text", ...; ends with NULL. */
extern const char *const kind_names[KIND_COUNT + 1];

#endif
