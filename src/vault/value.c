#include "vault/fold.h"
#include "vault/letter.h"
#include "vault/value.h"
#include "vault/value_parts.h"

/*
 * Characters.  An address of e-mail has at most 254 bytes (RFC 5321
 * 4.5.3.1.3 less the angle brackets); a password is at most as long as
 * hashing it stays cheap.
 */
static const size_t limits[KIND_COUNT] = {
	[KIND_TEXT] = 1000,
	[KIND_FREE_TEXT] = 20000,
	[KIND_NAME] = 200,
	[KIND_KANA] = 200,
	[KIND_EMAIL] = 254,
	[KIND_PHONE] = 40,
	[KIND_DATE] = 30,
	[KIND_POSTAL_CODE] = 20,
	[KIND_ADDRESS] = 500,
	[KIND_NUMBER] = 40,
	[KIND_MONEY] = 40,
	[KIND_CHOICE] = 500,
	[KIND_FLAG] = 20,
	[KIND_URL] = 1000,
	[KIND_EXTERNAL_ID] = 128,
	[KIND_DEVICE_ID] = 1000,
	[KIND_BANK_ACCOUNT] = 200,
	[KIND_CARD] = 200,
	[KIND_ID_CODE] = 64,
	[KIND_PASSWORD] = 256,
	[KIND_FILE] = 0,
};

enum { PASSWORD_MIN = 8, EMAIL_BYTES = 254 };

size_t
value_limit(enum item_kind kind)
{
	return limits[kind];
}

/* Not for interchange (Unicode 23.7), or what is left of a broken one. */
static bool
is_broken(enum item_kind kind, uint32_t c)
{
	if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF))
		return true;
	return c == 0xFFFD && kind != KIND_FREE_TEXT;
}

/* Line ends, controls, and marks that turn the direction of what follows. */
static bool
is_forbidden(enum item_kind kind, uint32_t c, struct text rest)
{
	bool lines = kind == KIND_FREE_TEXT;

	if (c == '\r')
		return !lines || rest.n == 0 || rest.p[0] != '\n';
	if (c < ' ')
		return !lines || (c != '\n' && c != '\t');
	if (c < 0x7F)
		return false;
	if (c < 0xA0)
		return true;
	if (c == 0x2028 || c == 0x2029)
		return !lines;
	if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
		return !lines && kind != KIND_PHONE;
	return is_broken(kind, c);
}

static enum status
check_letters(enum item_kind kind, struct text given, struct error *error)
{
	size_t count = 0;
	bool visible = false;
	uint32_t c;

	/* More bytes than its characters could have: do not even look. */
	if (given.n > limits[kind] * 4)
		return value_refuse(error, PROBLEM_TOO_LONG);
	while (text_next(&given, &c)) {
		count++;
		if (is_forbidden(kind, c, given))
			return value_refuse(error, PROBLEM_CHARACTER);
		visible = visible || letter_is_visible(c);
	}
	if (!visible)
		return value_refuse(error, PROBLEM_BLANK);
	if (count > limits[kind])
		return value_refuse(error, PROBLEM_TOO_LONG);
	return STATUS_OK;
}

static enum status
store_copy(struct text *stored, struct text text, struct arena *arena,
    struct error *error)
{
	*stored = text_copy(arena, text);
	return stored->p == NULL ? error_memory(error) : STATUS_OK;
}

static enum status
check_phone(struct text given, struct error *error)
{
	char e164[FOLD_PHONE_SIZE];

	switch (fold_phone(e164, given)) {
	case FOLD_PHONE_OK:
		return STATUS_OK;
	case FOLD_PHONE_EXTENSION:
		return value_refuse(error, PROBLEM_EXTENSION);
	case FOLD_PHONE_BAD:
		break;
	}
	return value_refuse(error, PROBLEM_PHONE);
}

static enum status
check_date(struct text *stored, struct text given, struct arena *arena,
    struct error *error)
{
	char date[VALUE_SHORT_SIZE];

	if (!value_date(date, given))
		return value_refuse(error, PROBLEM_DATE);
	return store_copy(stored, text_of(date), arena, error);
}

static enum status
check_number(struct text *stored, struct text given, bool money,
    struct arena *arena, struct error *error)
{
	char number[VALUE_SHORT_SIZE];
	enum value_problem problem = PROBLEM_NUMBER;

	if (!value_number(number, given, money, &problem))
		return value_refuse(error, problem);
	return store_copy(stored, text_of(number), arena, error);
}

/* The member itself, or the one that differs only in width and blanks. */
static enum status
check_choice(struct text *stored, const struct value_rule *rule,
    struct text given, struct arena *arena, struct error *error)
{
	size_t count = rule == NULL ? 0 : rule->choice_count;
	struct text wanted, choice;

	for (size_t i = 0; i < count; i++) {
		if (text_equal(rule->choices[i], given)) {
			*stored = rule->choices[i];
			return STATUS_OK;
		}
	}
	if (fold_key(&wanted, KIND_TEXT, given, arena, error) != STATUS_OK)
		return error->status;
	for (size_t i = 0; i < count; i++) {
		if (fold_key(&choice, KIND_TEXT, rule->choices[i], arena,
		    error) != STATUS_OK)
			return error->status;
		if (text_equal(choice, wanted)) {
			*stored = rule->choices[i];
			return STATUS_OK;
		}
	}
	return value_refuse(error, PROBLEM_CHOICE);
}

static enum status
check_flag(struct text *stored, struct text given, struct error *error)
{
	const char *flag = value_flag(given);

	if (flag == NULL)
		return value_refuse(error, PROBLEM_FLAG);
	*stored = text_of(flag);
	return STATUS_OK;
}

static enum status
check_bank(struct text *stored, struct text given, struct arena *arena,
    struct error *error)
{
	struct fold_bank account;
	size_t n;
	char *out;

	if (!fold_bank(&account, given))
		return value_refuse(error, PROBLEM_BANK_ACCOUNT);
	n = strlen(account.digits);
	out = arena_alloc(arena, n + 1 + account.holder.n);
	if (out == NULL)
		return error_memory(error);
	memcpy(out, account.digits, n);
	out[n] = '-';
	memcpy(out + n + 1, account.holder.p, account.holder.n);
	*stored = (struct text){ out, n + 1 + account.holder.n };
	return STATUS_OK;
}

static enum status
check_card(struct text *stored, struct text given, struct error *error)
{
	enum value_problem problem = PROBLEM_CARD_TOKEN;

	if (!value_card(stored, given, &problem))
		return value_refuse(error, problem);
	return STATUS_OK;
}

static enum status
accept(bool accepted, enum value_problem problem, struct error *error)
{
	return accepted ? STATUS_OK : value_refuse(error, problem);
}

static enum status
check_kind(struct text *stored, enum item_kind kind,
    const struct value_rule *rule, struct text given, struct arena *arena,
    struct error *error)
{
	char postal[FOLD_POSTAL_SIZE];

	switch (kind) {
	case KIND_TEXT:
	case KIND_FREE_TEXT:
	case KIND_NAME:
	case KIND_ADDRESS:
	case KIND_EXTERNAL_ID:
		return STATUS_OK;
	case KIND_KANA:
		return accept(value_kana(given), PROBLEM_KANA, error);
	case KIND_EMAIL:
		return accept(given.n <= EMAIL_BYTES && value_email(given),
		    PROBLEM_EMAIL, error);
	case KIND_PHONE:
		return check_phone(given, error);
	case KIND_DATE:
		return check_date(stored, given, arena, error);
	case KIND_POSTAL_CODE:
		return accept(fold_postal_code(postal, given),
		    PROBLEM_POSTAL_CODE, error);
	case KIND_NUMBER:
	case KIND_MONEY:
		return check_number(stored, given, kind == KIND_MONEY, arena,
		    error);
	case KIND_CHOICE:
		return check_choice(stored, rule, given, arena, error);
	case KIND_FLAG:
		return check_flag(stored, given, error);
	case KIND_URL:
		return accept(value_url(given), PROBLEM_URL, error);
	case KIND_DEVICE_ID:
		return accept(value_device_id(given), PROBLEM_DEVICE_ID,
		    error);
	case KIND_BANK_ACCOUNT:
		return check_bank(stored, given, arena, error);
	case KIND_CARD:
		return check_card(stored, given, error);
	case KIND_ID_CODE:
		return accept(value_id_code(given), PROBLEM_ID_CODE, error);
	case KIND_PASSWORD:
		return accept(text_length(given) >= PASSWORD_MIN,
		    PROBLEM_PASSWORD_SHORT, error);
	case KIND_FILE:
		break;
	}
	return value_refuse(error, PROBLEM_FILE);
}

enum status
value_check(struct text *stored, enum item_kind kind,
    const struct value_rule *rule, struct text given, struct arena *arena,
    struct error *error)
{
	enum status status = STATUS_OK;

	*stored = given;
	if (kind != KIND_FILE)
		status = check_letters(kind, given, error);
	if (status == STATUS_OK)
		status = check_kind(stored, kind, rule, given, arena, error);
	if (status != STATUS_OK)
		*stored = (struct text){ "", 0 };
	return status;
}
