/*
 * The tables of the law, against the vectors of the study: what was the law
 * on which day.  An amendment that is not in force answers nothing.
 */
#include "test.h"

#include "base/clock.h"
#include "calendar/business.h"
#include "law/country.h"
#include "law/ground.h"
#include "law/identity.h"
#include "law/law.h"
#include "law/provision_item.h"
#include "law/refusal_ground.h"
#include "law/term.h"

static int64_t
day(const char *date)
{
	int64_t number;

	assert_true(clock_parse_date(text_of(date), &number));
	return number;
}

static void
assert_day(int64_t number, const char *date)
{
	char text[CLOCK_DATE_SIZE];

	clock_format_date(number, text);
	assert_string_equal(text, date);
}

static void
test_days(void **state)
{
	(void)state;
	assert_true(law_in_force((struct law_days){ "2022-04-01", "" },
	    day("2022-04-01")));
	assert_false(law_in_force((struct law_days){ "2022-04-01", "" },
	    day("2022-03-31")));
	assert_true(law_in_force((struct law_days){ "2000-01-01",
	    "2025-12-02" }, day("2025-12-01")));
	assert_false(law_in_force((struct law_days){ "2000-01-01",
	    "2025-12-02" }, day("2025-12-02")));
	assert_false(law_in_force((struct law_days){ "", "" },
	    day("2099-01-01")));
}

/* Promulgated 2026-07-17, in force within two years on a day not yet set. */
static void
test_packs(void **state)
{
	const struct law_pack_row *next = &law_packs[LAW_PACK_2026];
	size_t changes = 0;

	(void)state;
	assert_true(law_in_force(law_packs[LAW_PACK_2021].days,
	    day("2026-11-22")));
	assert_string_equal(next->promulgated, "2026-07-17");
	assert_string_equal(next->latest, "2028-07-17");
	assert_false(law_in_force(next->days, day("2026-11-22")));
	assert_false(law_in_force(next->days, day("2030-01-01")));
	while (next->changes[changes].id != NULL) {
		assert_true(next->changes[changes].what.ja[0] != '\0');
		assert_true(next->changes[changes].what.en[0] != '\0');
		changes++;
	}
	assert_int_equal(changes, 9);
}

/* The grounds of 2022; none of them justifies what happened before. */
static void
test_grounds(void **state)
{
	(void)state;
	assert_string_equal(ground_article(GROUND_LAW, GROUND_PROVIDE,
	    day("2026-11-22")), "27(1)1");
	assert_null(ground_article(GROUND_LAW, GROUND_PROVIDE,
	    day("2022-03-31")));
	assert_null(ground_article(GROUND_ENTRUSTMENT, GROUND_USE,
	    day("2026-11-22")));
	assert_string_equal(ground_article(GROUND_ACADEMIC_RECIPIENT,
	    GROUND_PROVIDE, day("2026-11-22")), "27(1)7");
	assert_string_equal(ground_article(GROUND_OBVIOUS, GROUND_NOTICE,
	    day("2026-11-22")), "21(4)4");
}

/* S4.7.2.1.2, S4.7.2.1.3, S4.7.2.1.5: what no longer shows anything. */
static void
test_identity_documents(void **state)
{
	static const struct {
		enum identity identity;
		const char *last;	/* day on which it was valid */
		const char *after;
	} ended[] = {
		{ IDENTITY_HEALTH_INSURANCE_CARD, "2025-12-01",
		  "2025-12-02" },
		{ IDENTITY_JUKI_CARD, "2025-12-31", "2026-01-01" },
		{ IDENTITY_ALIEN_REGISTRATION, "2015-07-08", "2015-07-09" },
	};
	static const enum identity valid[] = { IDENTITY_DRIVER_LICENCE,
	    IDENTITY_MY_NUMBER_CARD_FRONT, IDENTITY_PASSPORT,
	    IDENTITY_RESIDENCE_CARD, IDENTITY_SPECIAL_PERMANENT_RESIDENT,
	    IDENTITY_HEALTH_ELIGIBILITY, IDENTITY_PENSION_BOOK };
	enum identity found;

	(void)state;
	for (size_t i = 0; i < LENGTH(ended); i++) {
		assert_true(identity_valid(ended[i].identity,
		    day(ended[i].last)));
		assert_false(identity_valid(ended[i].identity,
		    day(ended[i].after)));
		assert_non_null(identity_table[ended[i].identity].instead.ja);
	}
	for (size_t i = 0; i < LENGTH(valid); i++)
		assert_true(identity_valid(valid[i], day("2026-11-22")));
	assert_false(identity_valid(IDENTITY_HEALTH_ELIGIBILITY,
	    day("2024-12-01")));
	/* S4.7.2.1.4: the basic pension number is not to be copied. */
	assert_non_null(identity_table[IDENTITY_PENSION_BOOK].mask.ja);
	assert_true(identity_find(TEXT("juki_card"), &found));
	assert_int_equal(found, IDENTITY_JUKI_CARD);
	assert_false(identity_find(TEXT("library_card"), &found));
}

/* The vectors of section A4: known on that day, due on that. */
static void
test_breach_terms(void **state)
{
	static const struct {
		const char *known;
		enum term term;
		const char *raw;
		const char *due;
	} vectors[] = {
		{ "2026-11-20", TERM_BREACH_FINAL_REPORT, "2026-12-19",
		  "2026-12-21" },
		{ "2026-12-01", TERM_BREACH_FINAL_REPORT, "2026-12-30",
		  "2027-01-04" },
		{ "2026-08-24", TERM_BREACH_FINAL_REPORT, "2026-09-22",
		  "2026-09-24" },
		{ "2026-11-01", TERM_BREACH_FINAL_REPORT_MALICE,
		  "2026-12-30", "2027-01-04" },
		{ "2027-02-20", TERM_BREACH_FINAL_REPORT, "2027-03-21",
		  "2027-03-23" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(vectors); i++) {
		const struct term_row *term = term_on(vectors[i].term,
		    day(vectors[i].known));
		int64_t last;

		assert_non_null(term);
		last = period_last(day(vectors[i].known), term->period,
		    term->start);
		assert_day(last, vectors[i].raw);
		assert_true(term->rolls);
		while (!business_is_open(&business_government, last))
			last++;
		assert_day(last, vectors[i].due);
	}
	assert_null(term_on(TERM_BREACH_FINAL_REPORT, day("2022-03-31")));
}

/* G3-8-9※6: a request that arrives on 4/1; a suit is possible from 4/16. */
static void
test_suit(void **state)
{
	const struct term_row *term = term_on(TERM_SUIT, day("2026-04-01"));

	(void)state;
	assert_day(period_after(day("2026-04-01"), term->period,
	    term->start), "2026-04-16");
	assert_false(term->rolls);
}

/* Section A3: "from the day" counts it, "from the making" does not. */
static void
test_retention_terms(void **state)
{
	static const struct {
		enum term term;
		const char *last;	/* kept through this day */
	} vectors[] = {
		{ TERM_RECORD_CONTRACT, "2027-03-31" },
		{ TERM_RECORD_BULK, "2029-03-31" },
		{ TERM_RECORD, "2029-04-01" },
		{ TERM_PLACEMENT_LEDGER, "2028-04-01" },
		{ TERM_EMPLOYEE_RECORDS, "2029-04-01" },
		{ TERM_MAIL_CONSENT, "2026-05-01" },
		{ TERM_BOOKS, "2033-04-01" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(vectors); i++) {
		const struct term_row *term = term_on(vectors[i].term,
		    day("2026-04-01"));

		assert_non_null(term);
		assert_day(period_last(day("2026-04-01"), term->period,
		    term->start), vectors[i].last);
	}
	for (size_t i = 0; i < term_table_rows; i++) {
		assert_true(term_table[i].article[0] != '\0');
		assert_true(term_table[i].label.ja[0] != '\0');
	}
}

/* The table of section A3, row by row. */
static void
test_record_items(void **state)
{
	static const struct {
		enum provision_kind kind;
		const char *items;	/* in the order of the enum */
	} table[] = {
		{ PROVISION_GIVE_OPT_OUT, "1111...." },
		{ PROVISION_GIVE_CONSENT, ".1111..." },
		{ PROVISION_RECEIVE_OPT_OUT, "1111.11." },
		{ PROVISION_RECEIVE_CONSENT, ".11111.." },
		{ PROVISION_RECEIVE_RELATED, ".1111..1" },
		{ PROVISION_RECEIVE_PRIVATE, ".111.1.." },
		{ PROVISION_GIVE_RELATED, "11.11..1" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(table); i++)
		for (int j = 0; j < PROVISION_ITEM_COUNT; j++)
			assert_int_equal(provision_item_needed(table[i].kind,
			    (enum provision_item)j, day("2026-11-22")),
			    table[i].items[j] == '1');
	assert_false(provision_item_needed(PROVISION_GIVE_RELATED,
	    PROVISION_DATE, day("2022-03-31")));
}

/* Corrections 7: the three grounds of 33(2) are for disclosure only. */
static void
test_refusals(void **state)
{
	int64_t today = day("2026-11-22");

	(void)state;
	assert_string_equal(refusal_ground_article(TEXT("disclosure"),
	    TEXT("obstruction"), today), "33(2)2");
	assert_null(refusal_ground_article(TEXT("correction"),
	    TEXT("obstruction"), today));
	assert_null(refusal_ground_article(TEXT("use_stop"), TEXT("harm"),
	    today));
	assert_null(refusal_ground_article(TEXT("provision_records"),
	    TEXT("harm"), day("2022-03-31")));
	assert_true(refusal_ground_fee(TEXT("disclosure")));
	assert_false(refusal_ground_fee(TEXT("use_stop")));
}

/* Corrections 10: the EEA with IS, LI, NO, and the UK. */
static void
test_countries(void **state)
{
	int64_t today = day("2026-11-22");

	(void)state;
	assert_true(country_equivalent(TEXT("DE"), today));
	assert_true(country_equivalent(TEXT("NO"), today));
	assert_true(country_equivalent(TEXT("GB"), today));
	assert_false(country_equivalent(TEXT("US"), today));
	assert_false(country_equivalent(TEXT("CH"), today));
	assert_false(country_equivalent(TEXT("DE"), day("2019-01-22")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_packs),
		cmocka_unit_test(test_grounds),
		cmocka_unit_test(test_identity_documents),
		cmocka_unit_test(test_breach_terms),
		cmocka_unit_test(test_suit),
		cmocka_unit_test(test_retention_terms),
		cmocka_unit_test(test_record_items),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_countries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
