/*
 * draft_parts.h - what a new business does, as tables; only draft*.c.
 */
#ifndef POLICY_DRAFT_PARTS_H_
#define POLICY_DRAFT_PARTS_H_

#include "policy/draft.h"

/* What a business does beyond answering inquiries. */
enum draft_feature {
	HAS_ALL = 0,
	HAS_ACCOUNT = 1 << 0,
	HAS_ORDER = 1 << 1,
	HAS_CARD = 1 << 2,
	HAS_HEALTH = 1 << 3,
	HAS_PLACEMENT = 1 << 4,
	HAS_MEMBERS = 1 << 5,
	HAS_INTRODUCTION = 1 << 6,
	HAS_NEWS = 1 << 7,
	HAS_ANALYTICS = 1 << 8,
};

/* Purposes, as bits of what uses an item. */
enum draft_purpose {
	FOR_SERVICE = 1 << 0,
	FOR_PAYMENT = 1 << 1,
	FOR_PROVISION = 1 << 2,
	FOR_LEDGER = 1 << 3,
	FOR_INQUIRY = 1 << 4,
	FOR_NEWS = 1 << 5,
	FOR_ANALYTICS = 1 << 6,
	FOR_IMPROVEMENT = 1 << 7,
};

/* Where an item comes in. */
enum draft_way {
	IN_FORM = 1 << 0,
	IN_FORM_REQUIRED = 1 << 1,
	IN_RECORD = 1 << 2,
	IN_VISITS = 1 << 3,
	IN_INQUIRY = 1 << 4,
	IN_INQUIRY_REQUIRED = 1 << 5,
	IN_RIGHTS = 1 << 6,
};

enum draft_keeping {
	KEPT_NOT,
	KEPT_WITH_SERVICE,
	KEPT_AS_BOOKS,
	KEPT_AS_MEDICAL,
	KEPT_AS_LEDGER,
	KEPT_WITH_INQUIRY,
	KEPT_SHORTLY,
	KEPT_FOR_CHECK,
};

struct draft_item {
	const char *id;
	const char *kind;
	const char *more;	/* further keys, or "" */
	struct words label;
	unsigned int features;	/* any of them; 0: always */
	unsigned int purposes;
	unsigned int ways;
	enum draft_keeping keeping;
};
extern const struct draft_item draft_items[];

struct draft_business {
	unsigned int features;
	struct words subject;
	struct words service;
	struct words form;	/* by which people come in */
	struct words purpose;	/* of the service, as published */
	struct words recipient;	/* to whom people are provided, or NULL */
};
/* In the order of draft_kinds. */
extern const struct draft_business draft_businesses[];

const struct draft_business *draft_business(const struct draft *draft)
    NONNULL;
unsigned int draft_features(const struct draft *draft) NONNULL;

/* For the writers of the sections. */
struct writing {
	struct buf *out;
	const struct draft *draft;
	const struct draft_business *business;
	unsigned int features;
	bool english;
};

bool draft_write_has(const struct writing *w, unsigned int features);
/* {ja: "...", en: "..."} */
void draft_write_say(struct writing *w, const char *ja, const char *en);
void draft_write_quote(struct writing *w, struct text text);
/* [name, email, ...]: of purposes, ways or a keeping (0: any). */
void draft_write_list(struct writing *w, unsigned int purposes,
    unsigned int ways, enum draft_keeping keeping);

void draft_people_write(struct writing *w);
void draft_uses_write(struct writing *w);
void draft_rights_write(struct writing *w);
void draft_duties_write(struct writing *w);

#endif
