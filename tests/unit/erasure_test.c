/*
 * Erasure and retention over time: a store whose clock the tests set.
 */
#include "timed.h"

/* Calendar months as corrections.md 2 has them, to the last second. */
static void
months(void **state)
{
	static const struct {
		int month, day, last_month, last_day;
	} rows[] = {
		{ 2, 28, 3, 31 }, { 4, 30, 5, 31 }, { 1, 30, 2, 28 },
		{ 1, 31, 2, 28 }, { 3, 15, 4, 15 },
	};
	struct standing standing = { .subject = 1 };

	(void)state;
	begin();
	for (size_t i = 0; i < LENGTH(rows); i++) {
		int64_t last = term_last(&w.visit.revision->policy->
		    retentions[0], &standing, clock_day_number(2026,
		    rows[i].month, rows[i].day));

		assert_int_equal(last, clock_day_number(2026,
		    rows[i].last_month, rows[i].last_day));
	}
	visit_end(&w.visit);
}

/* Nothing is erased on the last day; on the next, all that may be. */
static void
to_the_day(void **state)
{
	uint64_t one = add(0, "one@example.jp", "090-0000-0001", NULL);
	uint64_t two = add(0, "two@example.jp", NULL, "S-1");
	uint64_t held = add(0, "held@example.jp", NULL, NULL);
	struct retention_run r;

	(void)state;
	say(held, SAID_HOLD, "dispute", "A-1");
	w.now = day_at(2026, 3, 1) - 1;
	r = run();
	assert_int_equal(r.whole + r.partly + r.held, 0);
	assert_int_equal(values_of(one), 2);
	w.now = day_at(2026, 3, 1);
	r = run();
	assert_int_equal(r.whole, 1);
	assert_int_equal(r.partly, 1);
	assert_int_equal(r.held, 1);
	assert_int_equal(try_show(one, &(struct view){ .person = 0 }),
	    STATUS_NOT_FOUND);
	assert_int_equal(found("email", "one@example.jp"), 0);
	assert_int_equal(values_of(two), 1);
	assert_int_equal(found("email", "two@example.jp"), 0);
	verify(2);
	/* Once more: nothing is left to do, until the hold is released. */
	r = run();
	assert_int_equal(r.whole + r.partly, 0);
	assert_int_equal(r.held, 1);
	say(held, SAID_RELEASE, "", "A-1");
	assert_int_equal(run().whole, 1);
	verify(1);
}

/* A preview of a later day counts, and erases nothing. */
static void
looking_ahead(void **state)
{
	uint64_t one = add(0, "one@example.jp", NULL, NULL);
	struct retention_run r = { .day = clock_day_number(2026, 3, 1) };

	(void)state;
	OK(retention_look(w.vault, w.reader, TEXT("test"), &r, &w.error));
	assert_int_equal(r.whole, 1);
	r = (struct retention_run){ .day = clock_day_number(2026, 2, 28) };
	OK(retention_look(w.vault, w.reader, TEXT("test"), &r, &w.error));
	assert_int_equal(r.whole, 0);
	assert_int_equal(values_of(one), 1);
}

/* What a law wants kept outlives its person, and goes with its minimum. */
static void
kept_by_law(void **state)
{
	uint64_t one = add(0, "one@example.jp", "090-0000-0001", "S-77");
	struct erasure e = erase(one);
	struct opened opened;

	(void)state;
	assert_int_equal(e.kept_count, 1);
	assert_int_equal(e.kept[0].until, clock_day_number(2033, 1, 30));
	assert_false(has_slot(e.slots[0]));
	assert_int_equal(try_show(one, &(struct view){ .person = 0 }),
	    STATUS_NOT_FOUND);
	begin();
	OK(visit_open_kept(&w.visit, one, &opened, &w.error));
	visit_end(&w.visit);
	assert_false(opened.hidden);
	assert_int_equal(opened.head_count, 1);
	assert_int_equal(opened.heads[0].tier, TIER_STATUTORY);
	verify(1);
	w.now = day_at(2033, 1, 30);
	assert_int_equal(run().whole, 0);
	w.now = day_at(2033, 1, 31);
	assert_int_equal(run().whole, 1);
	assert_false(has_slot(opened.standing.slot[TIER_STATUTORY]));
	verify(0);
}

static int
stage_of(uint64_t number)
{
	struct certificate c;
	struct erasure_row row;
	struct erasure e;
	struct buf note;

	begin();
	OK(reader_erasure(w.reader, number, &row, w.arena, &w.error));
	OK(erasure_open(&w.visit, &row, &e, &w.error));
	buf_init(&note, w.arena, CERTIFICATE_MAX);
	OK(certificate_make(&note, &w.visit, &e, &w.error));
	visit_end(&w.visit);
	OK(certificate_check(&c, buf_bytes(&note), vault_verifier(w.vault),
	    w.arena, &w.error));
	return c.complete != 0 ? 2 : 1;
}

/* Stage 2 needs the time and the KEK to have gone. */
static void
horizon(void **state)
{
	struct erasure e = erase(add(0, "one@example.jp", NULL, NULL));
	struct keys_replaced replaced = { .old = 0 };

	(void)state;
	assert_int_equal(e.horizon, w.now + 14 * (int64_t)DAY_MS);
	assert_int_equal(finish().complete, 0);
	w.now = e.horizon;
	assert_int_equal(finish().complete, 0);
	assert_int_equal(stage_of(e.number), 1);
	OK(keys_replace_kek(vault_keys(w.vault), w.now, &replaced,
	    &w.error));
	w.now = e.horizon - 1;
	assert_int_equal(finish().complete, 0);
	w.now = e.horizon;
	assert_int_equal(finish().complete, 1);
	assert_int_equal(stage_of(e.number), 2);
	assert_int_equal(finish().complete, 0);
}

/* The old slot of an item opens nothing live, and goes in its time. */
static void
retired_slots(void **state)
{
	uint64_t one = add(0, "one@example.jp", "090-0000-0001", NULL);
	struct erasure e;
	struct bits items;
	const struct text phone = TEXT("phone");

	(void)state;
	begin();
	OK(person_items(&w.visit, &phone, 1, &items, &w.error));
	OK(erase_items(&w.visit, one, &items, false, &e, &w.error));
	visit_end(&w.visit);
	assert_int_equal(e.slot_count, 1);
	assert_true(has_slot(e.slots[0]));
	assert_int_equal(values_of(one), 1);
	w.now = e.retired - 1;
	assert_int_equal(finish().retired, 0);
	w.now = e.retired;
	assert_int_equal(finish().retired, 1);
	assert_false(has_slot(e.slots[0]));
	assert_int_equal(values_of(one), 1);
	verify(1);
}

/* More records than are looked at: the scan finds the search keys. */
static void
many_records(void **state)
{
	uint64_t one = add(0, "one@example.jp", NULL, NULL);
	char phone[32];

	(void)state;
	for (int i = 0; i < ERASE_LOOK + 6; i++) {
		(void)snprintf(phone, sizeof(phone), "090-0001-%04d", i);
		(void)add(one, NULL, phone, NULL);
	}
	assert_int_equal(found("phone", "090-0001-0069"), 1);
	erase(one);
	assert_int_equal(found("email", "one@example.jp"), 0);
	assert_int_equal(found("phone", "090-0001-0069"), 0);
	(void)add(0, "one@example.jp", NULL, NULL);
	verify(1);
}

/* Ended after the intent: the next opening finishes it before all else. */
static void
left_open(void **state)
{
	uint64_t one = add(0, "one@example.jp", NULL, NULL);
	struct erasure e;
	struct erase_plan plan = {
		.cause = ERASURE_ASKED, .erasure = &e, .change = change_new()
	};
	const uint8_t id[DECISION_ID_SIZE] = { 1, 2, 3 };
	struct opened opened;
	uint64_t slot;

	(void)state;
	begin();
	OK(visit_open(&w.visit, one, &opened, &w.error));
	slot = opened.standing.slot[TIER_PLAIN];
	plan.decision = gate_decide_system(SYSTEM_ERASE, id, w.now, w.arena);
	OK(erase_person_plan(&w.visit, &opened, true, &plan, &w.error));
	OK(store_commit(vault_store(w.vault), plan.change, 1000, &w.error));
	visit_end(&w.visit);
	assert_int_equal(try_show(one, &(struct view){ .person = 0 }),
	    STATUS_NOT_FOUND);
	assert_true(has_slot(slot));
	close_it();
	open_it();
	assert_false(has_slot(slot));
	assert_int_equal(found("email", "one@example.jp"), 0);
	verify(0);
}

/* Replaced again and again, both areas of the file in turn. */
static void
the_kek_goes(void **state)
{
	struct keys_replaced replaced = { .old = 0 };
	uint64_t one = add(0, "one@example.jp", NULL, NULL);

	(void)state;
	for (uint32_t kek = 2; kek < 6; kek++) {
		OK(keys_replace_kek(vault_keys(w.vault), w.now, &replaced,
		    &w.error));
		assert_int_equal(replaced.new, kek);
		assert_true(replaced.slots >= KEYS_SLOTS_FIXED);
		assert_false(keyring_has_kek(vault_keyring(w.vault),
		    kek - 1));
		keys_forget(vault_keys(w.vault), 0);
		assert_int_equal(values_of(one), 1);
		close_it();
		open_it();
		assert_int_equal(values_of(one), 1);
	}
	verify(1);
}

/* S3.4.3.4: two people, of whom the second is not the first. */
static void
two_people_dispose(void **state)
{
	const struct visitor second = { .principal = TEXT("staff:second") };
	struct disposal d = {
		.medium = TEXT("SSD"), .label = TEXT("S-1"),
		.method = DISPOSAL_OVERWRITTEN,
	};
	const struct disposal *list;
	size_t n;

	(void)state;
	begin();
	OK(disposal_record(&w.visit, &d, &w.error));
	assert_fails(disposal_confirm(&w.visit, d.id, &w.error), &w.error,
	    STATUS_REFUSED, "same_person");
	visit_end(&w.visit);
	visit_begin(&w.visit, w.vault, w.reader, w.arena, &second);
	OK(disposal_confirm(&w.visit, d.id, &w.error));
	assert_fails(disposal_confirm(&w.visit, d.id, &w.error), &w.error,
	    STATUS_CONFLICT, "confirmed");
	OK(disposal_list(&w.visit, NULL, 10, &list, &n, &w.error));
	assert_int_equal(n, 1);
	assert_text(list[0].by, "staff:second");
	assert_text(list[0].who, "staff:test");
	visit_end(&w.visit);
	verify(0);
}

#define AT(test) cmocka_unit_test_setup_teardown(test, make_it, drop_it)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		AT(months), AT(to_the_day), AT(looking_ahead),
		AT(kept_by_law), AT(horizon), AT(retired_slots),
		AT(many_records), AT(left_open), AT(the_kek_goes),
		AT(two_people_dispose),
	};

	if (secret_start(&w.error) != STATUS_OK)
		return 1;
	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
