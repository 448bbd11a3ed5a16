/*
 * language.h - the policy language, as one table of shapes.
 *
 * A policy file is YAML, read by the person who signs it; every declaration
 * of every section can name the clauses of the published text that promise
 * it.  docs/policy-language.md explains the sections; this table is what the
 * program checks, and what the JSON Schema in policies/ is made from.
 *
 * Declarations stand in lists, in the order in which the text states them,
 * and are named by their id.  Numbers in the file are whole; labels are in
 * Japanese and, where the operator wants it, in English.
 */
#ifndef POLICY_LANGUAGE_H_
#define POLICY_LANGUAGE_H_

#include "base/shape.h"

/* The version of the language that this program writes, and the oldest read. */
enum { POLICY_LANGUAGE = 1, POLICY_LANGUAGE_OLDEST = 1 };

/* Kinds of declaration that others refer to; named as their sections. */
enum policy_space {
	SPACE_NONE,
	SPACE_SUBJECTS,
	SPACE_SERVICES,
	SPACE_ITEMS,
	SPACE_ACQUISITION,
	SPACE_PURPOSES,
	SPACE_PROHIBITED_USES,
	SPACE_CONSENTS,
	SPACE_ROLES,
	SPACE_RECIPIENTS,
	SPACE_CLIENTS,
	SPACE_EXCEPTIONS,
	SPACE_RIGHTS,
	SPACE_DESKS,
	SPACE_RETENTION,
	SPACE_ANONYMISED,
	SPACE_PSEUDONYMISED,
	SPACE_STATISTICS,
	SPACE_TRACKERS,
	SPACE_MEASURES,
	SPACE_NOTICES,
	SPACE_DOCUMENTS,
};
enum { SPACE_COUNT = SPACE_DOCUMENTS + 1 };

extern const struct shape_language policy_language;

/* The enumerations that the program itself decides by. */
enum item_category { CATEGORY_PERSONAL, CATEGORY_RELATED, CATEGORY_ID_CODE };

/* Sensitivity; one slot per person and tier (docs/keys.md). */
enum tier {
	TIER_PLAIN,
	TIER_FINANCIAL,
	TIER_SPECIAL_CARE,
	TIER_CREDENTIAL,
	TIER_STATUTORY,
};
enum { TIER_COUNT = TIER_STATUTORY + 1 };
extern const char *const tier_names[TIER_COUNT + 1];

enum masking { MASKING_BY_KIND, MASKING_FULL, MASKING_NONE, MASKING_HIDDEN };

/* What a principal can do to a person's data. */
enum act {
	ACT_ACQUIRE,
	ACT_USE,	/* read, search, compute */
	ACT_CORRECT,
	ACT_PROVIDE,
	ACT_STOP,	/* record consents, withdrawals, stops, holds */
	ACT_ERASE,
	ACT_EXPORT,	/* out of the program as a file */
	ACT_DISCLOSE,	/* to the person, under a request */
	ACT_ANONYMISE,
};
enum { ACT_COUNT = ACT_ANONYMISE + 1 };
extern const char *const act_names[ACT_COUNT + 1];

enum recipient_kind {
	RECIPIENT_THIRD_PARTY,
	RECIPIENT_PROCESSOR,
	RECIPIENT_CLOUD_WITHOUT_HANDLING,
	RECIPIENT_JOINT_USE,
	RECIPIENT_SUCCESSOR,
	RECIPIENT_PUBLIC_BODY,
	RECIPIENT_RELATED_INFORMATION,
};
extern const char *const recipient_kind_names[];

enum acquisition_source {
	SOURCE_PERSON,
	SOURCE_INTRODUCER,
	SOURCE_THIRD_PARTY,
	SOURCE_PUBLIC,
	SOURCE_OBSERVED,
};
extern const char *const acquisition_source_names[];

#endif
