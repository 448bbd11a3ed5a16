/*
 * fold.h - search keys: one form under which equal things are found.
 *
 * What is stored is never normalised (value.h); a key is a second text that
 * is made from it, goes into a blind index, and is never shown.  Folding a
 * key again gives the same key.  A key of a name finds candidates: 髙 and 高
 * are one key but may be two people.
 *
 * For every kind NFKC comes first, without what cannot be seen (variation
 * selectors, joiners, direction marks).  ゛ and ゜ are taken as the combining
 * marks, because NFKC would put a blank before them, and ’ ʼ ´ as '.  Then:
 *
 *   email        lower case throughout, 。 as a dot
 *   phone        E.164: +81 and nine or ten digits, or + and 7 to 15
 *   kana         katakana, without blanks, ・ and =; hyphens and waves after
 *                a kana are ー, ゝゞヽヾ written out, ヷヸヹヺ as ヴァヴィヴェヴォ;
 *                small kana stay, and ヂ is not ジ, ヴ is not ブ
 *   name         lower case, without blanks, ・ and =; ー as for kana, 々 and
 *                ゝゞ written out, ヶ as ケ, old and variant kanji by a table
 *                (fold_table.c), (株) and (有) as the words
 *   external_id  letters keep their case: to unify two people's numbers is
 *                worse than to miss one; hyphens of all kinds are -
 *   id_code      upper case, without blanks and hyphens
 *   postal_code  seven digits
 *   bank_account bank-branch-kind-number, without the holder
 *   others       nothing more
 *
 * Blanks at both ends are dropped everywhere.
 */
#ifndef VAULT_FOLD_H_
#define VAULT_FOLD_H_

#include "policy/kind.h"

enum { FOLD_MAX = 4096 };	/* bytes of a text to fold */

/*
 * Whether values of the kind may have a search key at all.  Never: those
 * with few values (date, choice, flag, number, money), those that nobody may
 * look for (password, card), and those without one form (free_text, file).
 */
bool fold_indexable(enum item_kind kind);

/*
 * The key of a value, or of what somebody searches for.  STATUS_INVALID:
 * not_indexable, blank_value, value_too_long, and for what has a structure
 * bad_phone, phone_extension, bad_postal_code, bad_bank_account.
 * What value_check() took always has a key when the kind is indexable.
 */
enum status fold_key(struct text *key, enum item_kind kind, struct text text,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * A telephone number as people write it: +81 or 0 (also +81 (0)), hyphens,
 * brackets, dots and blanks of any width, direction marks as telephones copy
 * them.  Domestic numbers have 10 digits, or 11 when they are of the kinds
 * 020, 050, 060, 070, 080 and 090; others need + and 7 to 15 digits.
 */
enum fold_phone { FOLD_PHONE_OK, FOLD_PHONE_BAD, FOLD_PHONE_EXTENSION };
enum { FOLD_PHONE_SIZE = 17 };
enum fold_phone fold_phone(char e164[FOLD_PHONE_SIZE], struct text text)
    MUST_USE;

/* 〒 or not, seven digits of any width, a hyphen or not; not 0000000. */
enum { FOLD_POSTAL_SIZE = 8 };
bool fold_postal_code(char digits[FOLD_POSTAL_SIZE], struct text text)
    MUST_USE;

/*
 * Bank (4 digits), branch (3), kind (1 普通, 2 当座, 4 貯蓄, 9 その他, or these
 * words), number (1 to 7), holder; hyphens of any kind between them.
 */
struct fold_bank {
	char digits[20];	/* "0001-001-1-1234567" */
	struct text holder;	/* as written, without blanks at the ends */
};
bool fold_bank(struct fold_bank *account, struct text text) MUST_USE;

/*
 * The kanji for which this one is an old or variant form, or itself; the
 * table is fold_variants, in ascending order, and no form maps onward.
 */
uint32_t fold_variant(uint32_t c);

struct fold_pair {
	uint32_t from;
	uint32_t to;
};
extern const struct fold_pair fold_variants[];
extern const size_t fold_variant_count;

#endif
