/*
 * What two people said, as one, and apart again.
 */
#include "test.h"
#include "vault/person_join.h"

static const struct consent given = {
	.number = 3, .state = CONSENT_GIVEN, .time = 100,
	.evidence = { (const uint8_t *)"e", 1 }, .recipient = { "", 0 },
};
static const struct consent taken_back = {
	.number = 3, .state = CONSENT_WITHDRAWN, .time = 50,
	.evidence = { (const uint8_t *)"e", 1 }, .recipient = { "", 0 },
};

static struct standing
person(const struct consent *consents, size_t n)
{
	return (struct standing){
		.pseudonym = "sixteen bytes...", .subject = 2, .next = 5,
		.consents = consents, .consent_count = n, .known = 4,
	};
}

/* The newest word counts, whoever it was recorded of. */
static void
consents_stand_in_the_order_of_time(void **state)
{
	struct standing a = person(&given, 1), b = person(&taken_back, 1);
	struct standing out;
	struct error error;

	assert_ok(person_join(&out, &a, &b, NULL, 0, *state, &error),
	    &error);
	assert_int_equal(out.consent_count, 2);
	assert_int_equal(out.consents[0].state, CONSENT_WITHDRAWN);
	assert_true(standing_is_given(standing_consent(&out, 3, TEXT("")),
	    200));
	assert_ok(person_join(&out, &b, &a, NULL, 0, *state, &error),
	    &error);
	assert_true(standing_is_given(standing_consent(&out, 3, TEXT("")),
	    200));
}

/* What either has stopped or holds is stopped and held. */
static void
joining_is_strict(void **state)
{
	static const struct hold hold = {
		HOLD_DISPUTE, 5, 0, { "A-1", 3 }
	};
	static const uint64_t seqs[] = { 1, 9, 2, 10 }, waits[] = { 2 };
	struct standing a = person(&given, 1), b = person(NULL, 0), out;
	struct error error;

	b.holds = &hold;
	b.hold_count = 1;
	b.provision_stopped = true;
	b.quarantine = waits;
	b.quarantine_count = 1;
	b.known = 2;
	bits_add(&a.stops, 7);
	bits_add(&b.stops, 8);
	a.event[START_CONTRACT_END] = 20;
	b.event[START_CONTRACT_END] = 30;
	assert_ok(person_join(&out, &a, &b, seqs, LENGTH(seqs), *state,
	    &error), &error);
	assert_true(bits_has(&out.stops, 7) && bits_has(&out.stops, 8));
	assert_true(out.provision_stopped);
	assert_true(standing_held(&out, 6));
	assert_true(standing_quarantines(&out, 10));
	assert_false(standing_quarantines(&out, 2));
	assert_int_equal(out.event[START_CONTRACT_END], 30);
	assert_int_equal(out.known, 2);
	assert_int_equal(out.next, 5);
}

/* Joined and parted with nothing said between: each is what it was. */
static void
parting_gives_back(void **state)
{
	struct standing a = person(&given, 1), b = person(&taken_back, 1);
	struct standing joined, after = a;
	struct error error;

	bits_add(&b.stops, 8);
	assert_ok(person_join(&joined, &a, &b, NULL, 0, *state, &error),
	    &error);
	assert_ok(person_join_since(&after, &joined, &joined, false, *state,
	    &error), &error);
	assert_int_equal(after.consent_count, 1);
	assert_true(bits_empty(&after.stops));
	assert_int_equal(after.consents[0].state, CONSENT_GIVEN);
}

/* What was said meanwhile: all of it to the one, what protects to both. */
static void
what_was_said_since_stays(void **state)
{
	static const struct hold hold = {
		HOLD_LAW, 9, 0, { "L-1", 3 }
	};
	struct standing a = person(&given, 1), b = person(NULL, 0);
	struct standing joined, now, after = a, other = b;
	struct consent said[3] = { given, given, taken_back };
	struct error error;

	bits_add(&a.stops, 7);
	bits_add(&b.stops, 8);
	after = a;
	other = b;
	assert_ok(person_join(&joined, &a, &b, NULL, 0, *state, &error),
	    &error);
	now = joined;
	said[1].number = 4;
	said[2].time = 300;
	now.consents = said;
	now.consent_count = 3;
	bits_add(&now.stops, 9);
	bits_remove(&now.stops, 7);
	now.holds = &hold;
	now.hold_count = 1;
	now.event[START_LAST_USE] = 77;
	now.confirmed = 88;
	assert_ok(person_join_since(&after, &joined, &now, false, *state,
	    &error), &error);
	assert_int_equal(after.consent_count, 3);
	assert_true(bits_has(&after.stops, 9) && !bits_has(&after.stops, 7));
	assert_false(bits_has(&after.stops, 8));
	assert_int_equal(after.hold_count, 1);
	assert_int_equal(after.event[START_LAST_USE], 77);
	assert_int_equal(after.confirmed, 88);
	assert_ok(person_join_since(&other, &joined, &now, true, *state,
	    &error), &error);
	assert_int_equal(other.consent_count, 1);
	assert_int_equal(other.consents[0].state, CONSENT_WITHDRAWN);
	assert_true(bits_has(&other.stops, 8) && bits_has(&other.stops, 9));
	assert_int_equal(other.hold_count, 1);
	assert_int_equal(other.event[START_LAST_USE], 0);
}

/* A hold that was released meanwhile is released for the one it was of. */
static void
released_holds_are_released(void **state)
{
	static const struct hold hold = {
		HOLD_LAW, 9, 0, { "L-1", 3 }
	};
	struct standing a = person(NULL, 0), b = person(NULL, 0);
	struct standing joined, now, after, other;
	struct error error;

	a.holds = b.holds = &hold;
	a.hold_count = b.hold_count = 1;
	after = a;
	other = b;
	assert_ok(person_join(&joined, &a, &b, NULL, 0, *state, &error),
	    &error);
	now = joined;
	now.hold_count = 0;
	assert_ok(person_join_since(&after, &joined, &now, false, *state,
	    &error), &error);
	assert_int_equal(after.hold_count, 0);
	assert_ok(person_join_since(&other, &joined, &now, true, *state,
	    &error), &error);
	assert_int_equal(other.hold_count, 1);
}

/* S1.8d: who was asked under either name was asked, and parts again. */
static void
askings_are_joined(void **state)
{
	struct asked one = { .consent = 3, .revision = 2, .time = 7,
	    .way = TEXT("email") }, more[2];
	struct standing a = { .version = 1 }, b = { .version = 1 };
	struct standing joined, now, parted;
	struct error error;

	b.asked = &one;
	b.asked_count = 1;
	assert_ok(person_join(&joined, &a, &b, NULL, 0, *state, &error),
	    &error);
	assert_int_equal(joined.asked_count, 1);
	assert_true(text_is(joined.asked[0].way, "email"));
	now = joined;
	more[0] = one;
	more[1] = (struct asked){ .consent = 3, .revision = 2, .time = 9,
	    .way = TEXT("post") };
	now.asked = more;
	now.asked_count = 2;
	parted = a;
	assert_ok(person_join_since(&parted, &joined, &now, false, *state,
	    &error), &error);
	assert_int_equal(parted.asked_count, 1);
	assert_int_equal(parted.asked[0].time, 9);
}

/* S2.13c: an objection of either counts for both, and parts again. */
static void
objections_are_joined(void **state)
{
	struct objection no = { .revision = 2, .time = 7 }, more[2];
	struct standing a = person(NULL, 0), b = person(NULL, 0);
	struct standing joined, now, after = a, other;
	struct error error;

	bits_add(&no.purposes, 5);
	b.objections = &no;
	b.objection_count = 1;
	bits_add(&b.objected, 5);
	other = b;
	assert_ok(person_join(&joined, &a, &b, NULL, 0, *state, &error),
	    &error);
	assert_int_equal(joined.objection_count, 1);
	assert_true(bits_has(&joined.objected, 5));
	/* Meanwhile: agreed to 5, objects to 6. */
	now = joined;
	more[0] = (struct objection){ .revision = 2, .time = 7 };
	more[1] = (struct objection){ .revision = 3, .time = 9 };
	bits_add(&more[1].purposes, 6);
	now.objections = more;
	now.objection_count = 2;
	now.objected = more[1].purposes;
	assert_ok(person_join_since(&after, &joined, &now, false, *state,
	    &error), &error);
	assert_true(bits_has(&after.objected, 6));
	assert_false(bits_has(&after.objected, 5));
	assert_ok(person_join_since(&other, &joined, &now, true, *state,
	    &error), &error);
	assert_true(bits_has(&other.objected, 6));
	assert_true(bits_has(&other.objected, 5));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(consents_stand_in_the_order_of_time),
		arena_test(joining_is_strict),
		arena_test(parting_gives_back),
		arena_test(what_was_said_since_stays),
		arena_test(released_holds_are_released),
		arena_test(objections_are_joined),
		arena_test(askings_are_joined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
