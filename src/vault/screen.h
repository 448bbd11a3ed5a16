/*
 * screen.h - what must not come in unnoticed.
 *
 * screen_text() looks through a text for payment card numbers, My Numbers
 * and words that speak of special-care information (要配慮個人情報), and says
 * which categories it found and where, so that the vault can refuse, or
 * quarantine until somebody has recorded a ground (APPI 20(2)).
 *
 * It finds candidates: a word is not yet a fact about the person.  It would
 * rather be wrong than blind, but not so often that people stop looking;
 * what it leaves out on purpose stands at the head of each table.  It does
 * not see digits written as kanji, words that somebody misspells or takes
 * apart with punctuation, and what is said without such a word.  It will see
 * too much where illness is the work: in what nurses and carers write about
 * themselves.  A My Number's check digit is right by chance in one of eleven
 * numbers of twelve digits, so an item that holds such numbers (driving
 * licences) is better not screened for it.
 *
 * Time is linear in the text, memory is constant, nothing of the text is
 * kept.  The first call in a process builds the table of words (about a
 * millisecond); threads may call at the same time.
 */
#ifndef VAULT_SCREEN_H_
#define VAULT_SCREEN_H_

#include "base/base.h"

enum screen_category {
	SCREEN_CARD,		/* 割賦販売法35条の16: not to be held */
	SCREEN_MY_NUMBER,	/* 番号法15条, 20条 */
	/* 法2条3項, 令2条, in the order of 通則編 2-3 (1) to (11) */
	SCREEN_RACE,
	SCREEN_CREED,
	SCREEN_SOCIAL_STATUS,
	SCREEN_MEDICAL_HISTORY,
	SCREEN_CRIMINAL_RECORD,
	SCREEN_CRIME_VICTIM,
	SCREEN_DISABILITY,
	SCREEN_CHECKUP,		/* results of check-ups and tests */
	SCREEN_MEDICAL_CARE,	/* guidance, treatment, dispensing */
	SCREEN_CRIMINAL_PROCEDURE,
	SCREEN_JUVENILE,
	/* Not special care by law, but what policies promise not to collect */
	SCREEN_ORIGIN,		/* 本籍 (but the prefecture), 門地, 出生地 */
	SCREEN_UNION,		/* 団結権, 団体交渉, 団体行動 */
	SCREEN_POLITICS,	/* 政治的権利: 集団示威, 請願, 党派 */
	SCREEN_SEX_LIFE,
	SCREEN_HIRING,		/* 職安法指針: family's means, looks, beliefs */
};
enum { SCREEN_COUNT = SCREEN_HIRING + 1 };

/* "card", "my_number", "race", ...: stable names for API and log. */
extern const char *const screen_names[SCREEN_COUNT];

/* 1 to 11 for special-care information, 0 for the others. */
int screen_special_care(enum screen_category category);

struct screen_hit {
	enum screen_category category;
	size_t from;		/* bytes of the text: [from, to) */
	size_t to;
};

enum { SCREEN_HITS_MAX = 32 };

struct screen_result {
	uint32_t found;		/* bit 1 << category; complete */
	size_t count;
	bool more;		/* there were more hits than fit */
	struct screen_hit hits[SCREEN_HITS_MAX];	/* by from */
};

static inline bool
screen_has(const struct screen_result *result, enum screen_category category)
{
	return result->found >> category & 1;
}

void screen_text(struct screen_result *result, struct text text) NONNULL;

/* ISO/IEC 7812-1 annex B, over the values 0 to 9 of n digits. */
bool screen_luhn(const uint8_t *digits, size_t n) NONNULL;

/*
 * Whether the last of twelve digits is the check digit of the first eleven:
 * 11 - (sum of P(n) Q(n) mod 11), or 0 when the remainder is 0 or 1; P(n) is
 * the n-th digit from the right, Q(n) is n + 1 up to n = 6, then n - 5
 * (平成26年総務省令第85号 5条).
 */
bool screen_my_number_check(const uint8_t digits[12]) NONNULL;

/* Whether a card of that length can begin so (ISO/IEC 7812, by scheme). */
bool screen_card_range(const uint8_t *digits, size_t n) NONNULL;

#endif
