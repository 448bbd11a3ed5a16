/*
 * Erasure and retention over time: a store whose clock the tests set.
 */
#include "folder.h"

#include "crypto/secret.h"
#include "gate/term.h"
#include "retention/retention.h"
#include "vault/certificate.h"
#include "vault/disposal.h"
#include "vault/erase.h"
#include "vault/erase_finish.h"
#include "vault/person.h"
#include "vault/verify.h"

static const char policy_text[] =
    "sekisho: 1\n"
    "operator: {name: {ja: 試験}, legal_form: other,\n"
    "  address: {on_request: true}, representative: {on_request: true},\n"
    "  officer: {title: {ja: 責任者}}, hosts: [test.example],\n"
    "  size: {employees: 1, persons: 1}}\n"
    "subjects: [{id: customer, kind: customer, label: {ja: 顧客}}]\n"
    "services: [{id: shop, label: {ja: 店}}]\n"
    "items:\n"
    "  - {id: email, kind: email, unique: true, label: {ja: メール}}\n"
    "  - {id: phone, kind: phone, searchable: true,\n"
    "     label: {ja: 電話}}\n"
    "  - {id: slip, kind: external_id, label: {ja: 伝票}}\n"
    "acquisition:\n"
    "  - {id: form, label: {ja: 申込}, medium: web, source: person,\n"
    "     required: [], optional: all, purposes: all}\n"
    "purposes:\n"
    "  - {id: service, label: {ja: 提供}, text: {ja: 提供のため},\n"
    "     items: all, made_known: published, clause: B1}\n"
    "roles:\n"
    "  - {id: clerk, label: {ja: 係}, kind: staff, purposes: all,\n"
    "     items: all, acts: [acquire, use, stop, erase]}\n"
    "rights: {types: [{id: disclosure, kind: disclosure,\n"
    "  label: {ja: 開示}}]}\n"
    "desks: [{id: desk, label: {ja: 窓口}, handles: [requests]}]\n"
    "retention:\n"
    "  - {id: mail, label: {ja: 連絡先}, items: [email, phone],\n"
    "     start: acquisition, period: {months: 1}, at_end: erase,\n"
    "     clause: B2}\n"
    "  - {id: slips, label: {ja: 伝票}, items: [slip],\n"
    "     start: acquisition, period: {years: 7}, at_end: erase,\n"
    "     minimum: {period: {years: 7}, law: {ja: 法人税法施行規則59条}}}\n"
    "measures: [{id: rules, group: rules, text: {ja: 規程}}]\n"
    "notices: {level: published, changes: {ways: [website]}}\n"
    "revisions: [{version: '1'}]\n"
    "text: [{states: [purposes, retention], clause: B0}]\n";

enum { DAY_MS = DAY_SECONDS * 1000 };

/* One store at a time. */
static struct {
	int64_t now;
	struct config config;
	struct arena *arena;
	struct vault *vault;
	struct reader *reader;
	struct visit visit;
	struct error error;
	int stores;
} w;

#define OK(call) assert_ok((call), &w.error)

static int64_t
day_at(int year, int month, int day)
{
	return clock_tokyo_midnight(clock_day_number(year, month, day));
}

static void
open_it(void)
{
	struct unlock_secret secret = { .key_file = at("key") };

	w.arena = arena_new((size_t)256 << 20);
	OK(vault_open(&w.vault, &w.config, &secret, clock_fixed(&w.now),
	    &w.error));
	OK(reader_new(&w.reader, vault_store(w.vault), &w.error));
}

static void
close_it(void)
{
	reader_free(w.reader);
	vault_close(w.vault);
	arena_free(w.arena);
}

static int
make_it(void **state)
{
	struct unlock_secret secret = { .key_file = at("key") };
	struct policy_source source;
	struct findings findings;

	(void)state;
	w.now = day_at(2026, 1, 30) + 9 * 3600 * 1000;
	w.arena = arena_new((size_t)64 << 20);
	if (w.stores++ == 0)
		OK(unlock_make_key_file(at("key"), &w.error));
	OK(file_put(at("policy.yaml"), bytes_of(text_of(policy_text)), 0600,
	    &w.error));
	findings_init(&findings, w.arena, "policy.yaml");
	OK(policy_source_read(&source, at("policy.yaml"), &findings,
	    w.arena, &w.error));
	OK(config_default(&w.config, at("store-%d", w.stores), &w.error));
	OK(vault_create(&(struct vault_new){ .config = &w.config,
	    .secret = &secret, .memory_kib = UNLOCK_MEMORY_MIN_KIB,
	    .policy = &source, .principal = TEXT("test"),
	    .clock = clock_fixed(&w.now) }, &w.error));
	arena_free(w.arena);
	OK(config_read(&w.config, at("store-%d", w.stores), (w.arena =
	    arena_new(1 << 20)), &w.error));
	arena_free(w.arena);
	open_it();
	return 0;
}

static int
drop_it(void **state)
{
	(void)state;
	close_it();
	return 0;
}

static void
begin(void)
{
	const struct visitor clerk = {
		.principal = TEXT("staff:test"), .role = TEXT("clerk"),
		.purpose = TEXT("service"), .reason = { "", 0 },
	};

	visit_begin(&w.visit, w.vault, w.reader, w.arena, &clerk);
}

/* Somebody new, or more of somebody; texts of NULL are left out. */
static uint64_t
add(uint64_t person, const char *email, const char *phone, const char *slip)
{
	struct given_value values[3];
	struct acquisition a = {
		.way = TEXT("form"), .subject = TEXT("customer"),
		.shown = true, .values = values, .person = person,
	};

	if (email != NULL)
		values[a.value_count++] = (struct given_value){
			TEXT("email"), text_of(email) };
	if (phone != NULL)
		values[a.value_count++] = (struct given_value){
			TEXT("phone"), text_of(phone) };
	if (slip != NULL)
		values[a.value_count++] = (struct given_value){
			TEXT("slip"), text_of(slip) };
	begin();
	OK(person_add(&w.visit, &a, &person, NULL, &w.error));
	visit_end(&w.visit);
	return person;
}

static enum status
try_show(uint64_t person, struct view *view)
{
	enum status status;

	begin();
	status = person_show(&w.visit, person, NULL, view, &w.error);
	visit_end(&w.visit);
	return status;
}

static size_t
values_of(uint64_t person)
{
	struct view view;
	size_t n = 0;

	OK(try_show(person, &view));
	for (size_t i = 0; i < view.count; i++)
		n += view.records[i].count;
	return n;
}

static size_t
found(const char *item, const char *value)
{
	uint64_t people[8];
	size_t n = 0;

	begin();
	OK(person_find(&w.visit, text_of(item), text_of(value), 8, people,
	    &n, &w.error));
	visit_end(&w.visit);
	return n;
}

static struct erasure
erase(uint64_t person)
{
	struct erasure erasure;

	begin();
	OK(erase_person(&w.visit, person, false, &erasure, &w.error));
	OK(erase_finish_scan(&w.visit, &w.error));
	visit_end(&w.visit);
	return erasure;
}

static void
say(uint64_t person, int kind, const char *id, const char *reference)
{
	struct said said = {
		.kind = (unsigned int)kind, .id = text_of(id),
		.text = text_of(reference),
	};

	begin();
	OK(person_say(&w.visit, person, &said, &w.error));
	visit_end(&w.visit);
}

static struct retention_run
run(void)
{
	struct retention_run run = { .day = 0 };

	OK(retention_erase(w.vault, w.reader, TEXT("system:test"), &run,
	    &w.error));
	return run;
}

/* The store agrees with its log. */
static void
verify(uint64_t people)
{
	struct vault_check check = { .people = 0 };
	struct findings findings;

	findings_init(&findings, w.arena, NULL);
	OK(vault_verify(w.vault, w.reader, TEXT("test"), &check, &findings,
	    &w.error));
	/* The holder of the keys has the true clock, and this test its own. */
	assert_int_equal(check.faults - check.unexplained, 0);
	assert_int_equal(check.people, people);
}

static bool
has_slot(uint64_t slot)
{
	struct wrapped_slot wrapped;

	return store_slots_get(vault_store(w.vault), &slot, 1, &wrapped,
	    &w.error) == STATUS_OK;
}

static struct erase_progress
finish(void)
{
	struct erase_progress progress;

	begin();
	OK(erase_finish_all(&w.visit, &progress, &w.error));
	visit_end(&w.visit);
	return progress;
}

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
