/*
 * value.h - whether what a person typed can be the value of an item.
 *
 * Text is stored byte for byte as it was given: no normalisation, no
 * trimming, so that 髙, 﨑, 𠮷, variation selectors and half-width kana come
 * back as their owner writes them.  Only values that are no texts have one
 * form: dates, numbers, money, choices, flags, bank accounts and cards.
 *
 *   text, name, address      one line with something visible in it
 *   free_text                many lines
 *   kana                     kana, ー ・ . ' ( ) hyphens and blanks
 *   email                    name@host; no quotes, no address literals
 *   phone, postal_code       what fold.h can read
 *   date                     stored 1990-04-01, 1990-04 or 1990; typed also
 *                            with / . 年月日, 1 or 2 digits, or 19900401
 *   number, money            stored -?[1-9][0-9]*; typed also with , in
 *                            threes, △▲ for minus; money with ¥ or 円
 *   choice                   stored as rule->choices has it
 *   flag                     stored true or false; typed also はい, いいえ,
 *                            yes, no, y, n, on, off, 1, 0, 有, 無, あり, なし,
 *                            ○, ×
 *   url                      http or https, a host, no userinfo
 *   external_id, id_code     one line; a code of letters, digits, hyphens
 *   device_id                printable ASCII without blanks
 *   bank_account             stored 0001-001-1-1234567-holder: bank, branch,
 *                            kind, number filled to 7 digits, holder as given
 *   card                     stored token:OPAQUE/1234; a number is refused
 *   password                 8 characters or more; no rules of composition
 *                            (NIST SP 800-63B 5.1.1.2)
 *   file                     refused: files come through their own door
 *
 * Blanks at the ends of a text stay.  Whoever sends mail to an address, or
 * dials a number, trims it or takes its key (fold.h).  Dates are Gregorian;
 * who lets people type eras converts them first (calendar/).
 *
 * What is stored, given again, is taken and stored the same.  Whether a text
 * says what must not be held is another question (screen.h).
 */
#ifndef VAULT_VALUE_H_
#define VAULT_VALUE_H_

#include "policy/kind.h"

/* What the policy says about one item, beside its kind. */
struct value_rule {
	const struct text *choices;	/* of a KIND_CHOICE */
	size_t choice_count;
};

/*
 * stored points into given, into the rule or into the arena.  rule may be
 * NULL, and then a choice has no members.  On failure STATUS_INVALID with a
 * code of value_problem.h; the caller adds the field.
 */
enum status value_check(struct text *stored, enum item_kind kind,
    const struct value_rule *rule, struct text given, struct arena *arena,
    struct error *error) MUST_USE NONNULL_ARGS(1, 5, 6);

/* The most characters (code points) that a value of the kind may have. */
size_t value_limit(enum item_kind kind);

#endif
