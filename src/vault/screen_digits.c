/*
 * Card numbers and My Numbers.
 *
 * Digits of any width and script form runs; groups within a run are joined
 * by at most three blanks, hyphens or (for cards) dots and underscores.  Tabs
 * and line ends cut a run: they part the fields of lists.  What cannot be
 * seen is as if it were not there.
 *
 * A card number begins and ends where a group does, has 14 to 19 digits of a
 * scheme's range, is right by Luhn, and its groups look like one: all alike
 * but a shorter last one, or 4-6-4, 4-6-5.  So a list of prices or telephone
 * numbers is none, and a number of 20 digits is not searched for cards.  One
 * random number in ten is right by Luhn; of 16 digits, one in about 35 is
 * taken for a card.
 *
 * A My Number is one group of 12, or groups of 6-6, 4-4-4, 3-3-3-3 or single
 * digits; the check digit is right; neither more groups of that length nor
 * letters stand right beside it.  One in eleven numbers of 12 digits has a
 * right check digit by chance, so some are left out that are more likely
 * something else: times (202611220930), one digit repeated, telephone
 * numbers behind +, and what a word before it calls an order, a parcel or a
 * driving licence.
 */
#include "vault/letter.h"
#include "vault/screen_parts.h"

enum { RUN_MAX = 256, KEEP = 40, CARD_MIN = 14, CARD_MAX = 19, JOINT_MAX = 3 };
enum { MY_NUMBER_DIGITS = 12 };

enum joint { JOINT_NONE, JOINT_TIGHT, JOINT_BLANK, JOINT_HYPHEN, JOINT_DOT };

struct run {
	uint8_t digits[RUN_MAX];
	uint8_t joints[RUN_MAX];	/* with the digit before */
	size_t from[RUN_MAX];
	size_t to[RUN_MAX];
	size_t n;
	bool letter_before;	/* right before the first digit */
	bool letter_after;
	bool plus_before;
	struct text text;
	struct screen_result *result;
};

bool
screen_luhn(const uint8_t *digits, size_t n)
{
	unsigned int sum = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned int digit = digits[n - 1 - i];

		if (i % 2 == 1)
			digit = digit < 5 ? digit * 2 : digit * 2 - 9;
		sum += digit;
	}
	return sum % 10 == 0;
}

bool
screen_my_number_check(const uint8_t digits[12])
{
	unsigned int sum = 0, rest;

	for (unsigned int n = 1; n <= 11; n++)
		sum += digits[11 - n] * (n <= 6 ? n + 1 : n - 5);
	rest = sum % 11;
	return digits[11] == (rest <= 1 ? 0 : 11 - rest);
}

/* First digits, as a number of six with zeros behind, and lengths. */
static const struct {
	uint32_t low;
	uint32_t high;
	uint8_t min;
	uint8_t max;
} ranges[] = {
	{ 400000, 499999, 16, 16 },	/* Visa */
	{ 400000, 499999, 19, 19 },
	{ 510000, 559999, 16, 16 },	/* Mastercard */
	{ 222100, 272099, 16, 16 },
	{ 352800, 358999, 16, 19 },	/* JCB */
	{ 340000, 349999, 15, 15 },	/* American Express */
	{ 370000, 379999, 15, 15 },
	{ 300000, 305999, 14, 19 },	/* Diners Club */
	{ 309500, 309599, 14, 19 },
	{ 360000, 369999, 14, 19 },
	{ 380000, 399999, 14, 19 },
	{ 601100, 601199, 16, 19 },	/* Discover */
	{ 622126, 622925, 16, 19 },
	{ 644000, 659999, 16, 19 },
	{ 620000, 629999, 16, 19 },	/* UnionPay */
	{ 810000, 817199, 16, 19 },
	{ 501800, 501899, 16, 19 },	/* Maestro */
	{ 502000, 502099, 16, 19 },
	{ 503800, 503899, 16, 19 },
	{ 589300, 589399, 16, 19 },
	{ 630400, 630499, 16, 19 },
	{ 675900, 676399, 16, 19 },
	{ 220000, 220499, 16, 19 },	/* Mir */
	{ 508500, 508999, 16, 16 },	/* RuPay */
	{ 606985, 608499, 16, 16 },
	{ 979200, 979289, 16, 16 },	/* Troy */
};

bool
screen_card_range(const uint8_t *digits, size_t n)
{
	uint32_t head = 0;

	if (n < CARD_MIN)
		return false;
	for (size_t i = 0; i < 6; i++)
		head = head * 10 + digits[i];
	for (size_t i = 0; i < LENGTH(ranges); i++)
		if (head >= ranges[i].low && head <= ranges[i].high &&
		    n >= ranges[i].min && n <= ranges[i].max)
			return true;
	return false;
}

static bool
starts_group(const struct run *run, size_t i)
{
	return run->joints[i] != JOINT_TIGHT;
}

/* One behind the last digit of the group that begins at i. */
static size_t
group_end(const struct run *run, size_t i)
{
	for (i++; i < run->n && run->joints[i] == JOINT_TIGHT; i++)
		continue;
	return i;
}

/*
 * All groups of the same length, but for a last one that is shorter; short
 * ones also joined in the same way, because lists of numbers are not.
 */
static bool
even_groups(const struct run *run, size_t from, size_t to)
{
	enum { SHORT = 4 };
	size_t second = group_end(run, from), first = second - from;

	for (size_t i = from; i < to; i = group_end(run, i)) {
		size_t length = group_end(run, i) - i;

		if (length > first || (length < first && i + length != to))
			return false;
		if (first < SHORT && i > from &&
		    run->joints[i] != run->joints[second])
			return false;
	}
	return true;
}

static bool
card_groups(const struct run *run, size_t from, size_t to)
{
	size_t second, third;

	if (even_groups(run, from, to))
		return true;
	second = group_end(run, from);
	third = second < to ? group_end(run, second) : to;
	return second - from == 4 && third - second == 6 && third < to &&
	    group_end(run, third) == to && to - third <= 5;
}

/* The longest card number that begins with the group at from, or 0. */
static size_t
find_card(const struct run *run, size_t from)
{
	size_t found = 0;

	for (size_t to = group_end(run, from); to - from <= CARD_MAX;
	    to = group_end(run, to)) {
		if (screen_card_range(run->digits + from, to - from) &&
		    screen_luhn(run->digits + from, to - from) &&
		    card_groups(run, from, to))
			found = to;
		if (to == run->n)
			break;
	}
	return found;
}

static bool
all_alike(const uint8_t *digits, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (digits[i] != digits[0])
			return false;
	return true;
}

/* YYYYMMDDhhmm of this or the last century. */
static bool
is_time(const uint8_t *d)
{
	int month = d[4] * 10 + d[5], day = d[6] * 10 + d[7];

	return ((d[0] == 1 && d[1] == 9) || (d[0] == 2 && d[1] == 0)) &&
	    month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
	    d[8] * 10 + d[9] <= 23 && d[10] <= 5;
}

/* Whether words before a number say that it is something else. */
static bool
is_labelled_otherwise(const struct run *run, size_t from)
{
	static const char *const labels[] = { "伝票", "送り状", "追跡", "注文",
		"受注", "受付番号", "問い合わせ番号", "問合せ番号", "問合わせ番号",
		"免許", "シリアル", "tracking", "Tracking", "order", "Order" };
	static const char *const ours[] = { "マイナンバー", "個人番号",
		"ﾏｲﾅﾝﾊﾞｰ", "My Number", "my number" };
	enum { NEAR = 48 };
	size_t start = run->from[from] > NEAR ? run->from[from] - NEAR : 0;
	struct text before = text_slice(run->text, start, run->from[from]);

	for (size_t i = 0; i < LENGTH(ours); i++)
		if (text_find(before, text_of(ours[i])) >= 0)
			return false;
	for (size_t i = 0; i < LENGTH(labels); i++)
		if (text_find(before, text_of(labels[i])) >= 0)
			return true;
	return false;
}

/* Nothing right beside it that would make it part of something longer. */
static bool
stands_alone(const struct run *run, size_t from, size_t to)
{
	size_t length = group_end(run, from) - from;
	enum joint left = run->joints[from];
	enum joint right = to == run->n ? JOINT_NONE : run->joints[to];
	enum joint inner = to - from == length ? JOINT_HYPHEN :
	    run->joints[from + length];

	if ((from == 0 && (run->letter_before || run->plus_before)) ||
	    (to == run->n && run->letter_after) ||
	    left == JOINT_DOT || right == JOINT_DOT)
		return false;
	if (length == MY_NUMBER_DIGITS)
		return left != inner && right != inner;
	if (right == inner && group_end(run, to) - to == length)
		return false;
	return left != inner || from < length ||
	    !starts_group(run, from - length) ||
	    group_end(run, from - length) != from;
}

/* The end of a My Number that begins with the group at from, or 0. */
static size_t
find_my_number(const struct run *run, size_t from)
{
	size_t length = group_end(run, from) - from, to = from;

	if (length == 2 || length > MY_NUMBER_DIGITS ||
	    MY_NUMBER_DIGITS % length != 0)
		return 0;
	while (to < run->n && to - from < MY_NUMBER_DIGITS) {
		if (to > from && run->joints[to] == JOINT_DOT)
			return 0;
		if (group_end(run, to) - to != length)
			return 0;
		to += length;
	}
	if (to - from != MY_NUMBER_DIGITS ||
	    !screen_my_number_check(run->digits + from) ||
	    all_alike(run->digits + from, MY_NUMBER_DIGITS) ||
	    is_time(run->digits + from) || !stands_alone(run, from, to) ||
	    is_labelled_otherwise(run, from))
		return 0;
	return to;
}

/* Looks at the groups that begin before limit. */
static void
search(const struct run *run, size_t limit)
{
	size_t card_end = 0;

	for (size_t i = 0; i < limit; i = group_end(run, i)) {
		size_t end = starts_group(run, i) ? find_card(run, i) : 0;

		if (end != 0) {
			screen_add(run->result, SCREEN_CARD, run->from[i],
			    run->to[end - 1]);
			card_end = end;
		}
		end = i < card_end || !starts_group(run, i) ? 0 :
		    find_my_number(run, i);
		if (end != 0)
			screen_add(run->result, SCREEN_MY_NUMBER,
			    run->from[i], run->to[end - 1]);
	}
}

/* Searches what is full and goes on with its last digits. */
static void
shift(struct run *run)
{
	size_t gone = RUN_MAX - KEEP;

	search(run, gone);
	memmove(run->digits, run->digits + gone, KEEP);
	memmove(run->joints, run->joints + gone, KEEP);
	memmove(run->from, run->from + gone, KEEP * sizeof(run->from[0]));
	memmove(run->to, run->to + gone, KEEP * sizeof(run->to[0]));
	run->n = KEEP;
	run->letter_before = false;
	run->plus_before = false;
}

static enum joint
joint_of(uint32_t c)
{
	if (letter_is_blank(c))
		return JOINT_BLANK;
	if (letter_is_hyphen(c))
		return JOINT_HYPHEN;
	c = letter_narrow(c);
	return c == '.' || c == '_' || c == 0xB7 || c == 0x30FB ?
	    JOINT_DOT : JOINT_NONE;
}

static bool
is_word(uint32_t c)
{
	return letter_is_latin(c) || c == '_';
}

/* What is read: a run, and what came behind its last digit. */
struct scan {
	struct run run;
	enum joint joint;
	int between;
	uint32_t before;	/* the character before this one */
};

static void
end_run(struct scan *scan, uint32_t next)
{
	scan->run.letter_after = scan->between == 0 && is_word(next);
	if (scan->run.n >= MY_NUMBER_DIGITS)
		search(&scan->run, scan->run.n);
	scan->run.n = 0;
	scan->joint = JOINT_NONE;
	scan->between = 0;
}

static void
add_digit(struct scan *scan, int digit, size_t from, size_t to)
{
	struct run *run = &scan->run;

	if (run->n == RUN_MAX)
		shift(run);
	if (run->n == 0) {
		run->letter_before = is_word(scan->before);
		run->plus_before = letter_narrow(scan->before) == '+';
	}
	run->digits[run->n] = (uint8_t)digit;
	run->joints[run->n] = (uint8_t)(run->n > 0 && scan->between == 0 ?
	    JOINT_TIGHT : scan->joint);
	run->from[run->n] = from;
	run->to[run->n++] = to;
	scan->joint = JOINT_NONE;
	scan->between = 0;
}

static void
add_other(struct scan *scan, uint32_t c)
{
	enum joint joint = joint_of(c);

	if (joint == JOINT_NONE || scan->between == JOINT_MAX) {
		end_run(scan, c);
		return;
	}
	scan->joint = joint > scan->joint ? joint : scan->joint;
	scan->between++;
}

void
screen_digits(struct screen_result *result, struct text text)
{
	struct scan scan;
	struct text rest = text;
	uint32_t c;

	memset(&scan, 0, sizeof(scan));
	scan.run.text = text;
	scan.run.result = result;
	for (;;) {
		size_t from = (size_t)(rest.p - text.p);
		int digit;

		if (!text_next(&rest, &c))
			break;
		if (letter_is_hidden(c))
			continue;
		digit = letter_any_digit(c);
		if (digit >= 0)
			add_digit(&scan, digit, from,
			    (size_t)(rest.p - text.p));
		else if (scan.run.n > 0)
			add_other(&scan, c);
		scan.before = c;
	}
	end_run(&scan, 0);
}
