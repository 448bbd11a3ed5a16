/*
 * provision_item.h - what a record of provision or receipt must hold.
 *
 * Articles 29(1), 30(3), 31(3); Rules 20, 24 and 28, by the kind of record.
 * No record is needed for what 27(1) or 27(5) exempts, but for a consent-based
 * foreign provision only 27(1) exempts (corrections: the law's own words).
 */
#ifndef LAW_PROVISION_ITEM_H_
#define LAW_PROVISION_ITEM_H_

#include "law/law.h"

enum provision_kind {
	PROVISION_GIVE_OPT_OUT,
	PROVISION_GIVE_CONSENT,
	PROVISION_RECEIVE_OPT_OUT,
	PROVISION_RECEIVE_CONSENT,
	PROVISION_RECEIVE_RELATED,
	PROVISION_RECEIVE_PRIVATE,	/* from somebody who is no operator */
	PROVISION_GIVE_RELATED,
};
enum { PROVISION_KINDS = PROVISION_GIVE_RELATED + 1 };

enum provision_item {
	PROVISION_DATE,
	PROVISION_PARTY,	/* name, address, representative */
	PROVISION_PERSON,
	PROVISION_ITEMS,
	PROVISION_CONSENT,
	PROVISION_HOW_ACQUIRED,
	PROVISION_PPC_PUBLICATION,
	PROVISION_FOREIGN_INFORMATION,
};
enum { PROVISION_ITEM_COUNT = PROVISION_FOREIGN_INFORMATION + 1 };

extern const char *const provision_item_names[PROVISION_ITEM_COUNT + 1];

struct provision_item_row {
	const char *article;
	struct law_days days;
	uint32_t items;		/* bit per enum provision_item */
};
extern const struct provision_item_row
    provision_item_table[PROVISION_KINDS];

bool provision_item_needed(enum provision_kind kind,
    enum provision_item item, int64_t day);

#endif
