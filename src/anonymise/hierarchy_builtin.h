/*
 * hierarchy_builtin.h - hierarchies for Japanese data that need no file.
 *
 * A built-in hierarchy is a rule that gives every value its labels; its
 * leaves are the values that occur.  What the rule cannot read is not in the
 * hierarchy.
 *
 *  postal_code  7 digits (123-4567, 〒123-4567 too) → first 5 → first 3 →
 *               first 2 → prefecture → region.  The prefecture is what the
 *               first three digits say of most codes (postal_table); with
 *               municipalities, a KEN_ALL.CSV or utf_ken_all.csv, it is the
 *               file's, and 市区町村 stands between the code and it
 *  date         a date as calendar/era.h reads it, down to the day
 *               (2026-11-22, 2026年11月22日, 令和8年11月22日, R8.11.22; and
 *               20261122) → month → year → decade
 *  birth_date   a date → age at the reference date → five years → ten
 *               years, with 90歳以上
 *  wareki       a date → era, year and month → era and year → era
 *  age          whole years → five → ten → 20 years, with 90歳以上
 *  occupation   日本標準職業分類の大分類 with common names → group
 *  nationality  a country's name or code → region
 *  prefecture   a prefecture's name or number → region
 *  money        yen → bands of 10, 50, 100, 500, 1,000 × 10,000 yen, with
 *               1億円以上
 *  bands        whole numbers → bands of the given widths
 *  mask         letters from the right become *, one level each
 *  flat         the value → *
 */
#ifndef ANONYMISE_HIERARCHY_BUILTIN_H_
#define ANONYMISE_HIERARCHY_BUILTIN_H_

#include "anonymise/hierarchy.h"

enum hierarchy_rule {
	RULE_POSTAL_CODE,
	RULE_DATE,
	RULE_BIRTH_DATE,
	RULE_WAREKI,
	RULE_AGE,
	RULE_OCCUPATION,
	RULE_NATIONALITY,
	RULE_PREFECTURE,
	RULE_MONEY,
	RULE_FLAT,
	RULE_BANDS,
	RULE_MASK,
};
enum { RULE_COUNT = RULE_MASK + 1, RULE_NAMED = RULE_FLAT + 1 };
enum { BANDS_MAX = 16 };

/* Those that a plan can name; ends with NULL. */
extern const char *const hierarchy_rule_names[RULE_NAMED + 1];

struct hierarchy_recipe {
	enum hierarchy_rule rule;
	const char *municipalities;	/* of postal_code, or NULL */
	int64_t reference_day;		/* of birth_date */
	size_t band_count;
	int64_t bands[BANDS_MAX];	/* ascending, each divides the next */
	bool mask_left;
	struct text others;	/* label of what the rule cannot read, or "" */
};

/*
 * Builds the hierarchy over the values that occur.  *missing is the value
 * that came first among those the rule cannot read, or DICT_NONE.
 */
enum status hierarchy_build(struct hierarchy *hierarchy,
    const struct hierarchy_recipe *recipe, const struct dict *values,
    uint32_t *missing, struct error *error) MUST_USE NONNULL;

#endif
