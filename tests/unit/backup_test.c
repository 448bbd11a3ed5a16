/*
 * Backups over time: the horizon waits for the copies of the keys that there
 * are; and what is put before the readers of backups by somebody else.
 */
#include "timed.h"

#include "backup/backup.h"
#include "backup/header.h"
#include "crypto/random.h"
#include "store/fill.h"
#include "vault/doctor.h"

static struct backup_places
places(void)
{
	return (struct backup_places){
		.data = at("data-%d", w.stores), .keys = at("keys-%d",
		    w.stores),
	};
}

static struct backup_made
make_backup(void)
{
	struct backup_job job = { .places = places() };
	struct backup_made made;

	begin();
	OK(backup_create(&w.visit, &job, &made, &w.error));
	visit_end(&w.visit);
	return made;
}

static struct backup_pruned
prune(int days)
{
	const struct backup_places where = places();
	struct backup_pruned pruned;

	begin();
	OK(backup_prune(&w.visit, &where, days, &pruned, &w.error));
	visit_end(&w.visit);
	return pruned;
}

static void
replace_kek(void)
{
	struct keys_replaced replaced = { .progress = NULL };

	OK(keys_replace_kek(vault_keys(w.vault), w.now, &replaced,
	    &w.error));
}

/* What the doctor says of backups: the first finding's code, or "". */
static const char *
doctor(void)
{
	static char code[48];
	struct findings findings;

	findings_init(&findings, w.arena, NULL);
	begin();
	OK(doctor_backup(&w.visit, &findings, &w.error));
	visit_end(&w.visit);
	(void)snprintf(code, sizeof(code), "%s", findings.first == NULL ?
	    "" : findings.first->error.code);
	return code;
}

static enum status
restore_into(struct config *to, const char *name, const char *id,
    struct backup_restored *restored)
{
	const struct unlock_secret secret = { .key_file = at("key") };
	struct backup_wanted wanted = {
		.to = to, .places = places(), .id = id, .secret = &secret,
		.clock = clock_fixed(&w.now), .principal = TEXT("test"),
	};

	OK(config_default(to, at("%s-%d", name, w.stores), &w.error));
	to->trial = true;
	restored->findings = NULL;
	return backup_restore(&wanted, restored, w.arena, &w.error);
}

/* Time alone is no end: a copy of the keys from before must be gone. */
static void
horizon_waits(void **state)
{
	uint64_t person = add(0, "a@example.jp", NULL, NULL);
	struct backup_pruned pruned;

	(void)state;
	(void)make_backup();
	w.now += 1000;
	(void)erase(person);
	w.now += (int64_t)40 * DAY_MS;
	replace_kek();
	assert_int_equal(finish().complete, 0);
	assert_string_equal(doctor(), "key_backup_overdue");
	/* It is the only one: it stays until there is a newer one. */
	pruned = prune(0);
	assert_int_equal(pruned.keys, 0);
	assert_true(pruned.keys_overdue);
	assert_int_equal(finish().complete, 0);
	(void)make_backup();
	pruned = prune(0);
	assert_int_equal(pruned.keys, 1);
	assert_int_equal(pruned.data, 1);
	assert_false(pruned.keys_overdue);
	assert_int_equal(finish().complete, 1);
	verify(0);
}

/* One that was begun and never ended is a copy, too. */
static void
begun_counts(void **state)
{
	struct backup_record record = {
		.kind = BACKUP_KEYS, .state = BACKUP_BEGUN,
		.id = TEXT("20260130-000000-000-0000"), .made = w.now,
		.expires = w.now + (int64_t)7 * DAY_MS,
	};
	uint64_t person = add(0, "b@example.jp", NULL, NULL);

	(void)state;
	(void)make_backup();
	w.now += 1000;
	(void)erase(person);
	(void)make_backup();
	record.place = text_of(places().keys);
	begin();
	OK(backup_record_put(&w.visit, &record, "keys_begun", &w.error));
	visit_end(&w.visit);
	w.now += (int64_t)40 * DAY_MS;
	replace_kek();
	(void)make_backup();
	assert_int_equal(finish().complete, 0);
	assert_int_equal(prune(0).keys, 3);
	assert_int_equal(finish().complete, 1);
}

/* A longer life that was promised to a copy moves the horizon. */
static void
horizon_follows(void **state)
{
	uint64_t person = add(0, "c@example.jp", "090-0000-0001", NULL);
	struct bits items = { { 0 } };
	struct erasure erasure;
	struct backup_made made;

	(void)state;
	close_it();
	w.config.key_backup_days = 30;
	open_it();
	made = make_backup();
	assert_int_equal(made.keys.expires, w.now + (int64_t)30 * DAY_MS);
	close_it();
	w.config.key_backup_days = 7;
	open_it();
	erasure = erase(person);
	assert_int_equal(erasure.horizon, w.now + (int64_t)30 * DAY_MS);
	person = add(0, "d@example.jp", "090-0000-0002", NULL);
	begin();
	bits_add(&items, numbering_find(&w.visit.rules->numbering,
	    SPACE_ITEMS, TEXT("phone")));
	OK(erase_items(&w.visit, person, &items, false, &erasure, &w.error));
	visit_end(&w.visit);
	/* Until then the slots serve restoring; then the horizon begins. */
	assert_int_equal(erasure.retired, w.now + (int64_t)30 * DAY_MS);
	assert_int_equal(erasure.horizon, w.now + (int64_t)44 * DAY_MS);
}

/* Data that is older than the horizon has lost its keys: it is refused. */
static void
too_old(void **state)
{
	struct backup_restored restored;
	struct backup_made made;
	struct config to;
	char id[HEADER_ID_SIZE];

	(void)state;
	(void)add(0, "e@example.jp", NULL, NULL);
	made = make_backup();
	(void)snprintf(id, sizeof(id), "%.*s", TEXT_ARGS(made.data.id));
	w.now += (int64_t)10 * DAY_MS;
	(void)make_backup();
	OK(restore_into(&to, "ten", id, &restored));
	w.now += (int64_t)10 * DAY_MS;
	(void)make_backup();
	assert_fails(restore_into(&to, "twenty", id, &restored), &w.error,
	    STATUS_CONFLICT, "backup_too_old");
	assert_fails(restore_into(&to, "absent", "20200101-000000-000-0000",
	    &restored), &w.error, STATUS_NOT_FOUND, "backup_not_found");
}

/* There are none of the keys where there are to be none. */
static void
none_of_keys(void **state)
{
	struct backup_job job = { .places = places() };
	struct backup_made made;

	(void)state;
	(void)make_backup();
	close_it();
	w.config.key_backup_days = 0;
	open_it();
	begin();
	assert_fails(backup_create(&w.visit, &job, &made, &w.error),
	    &w.error, STATUS_INVALID, "no_key_backups");
	visit_end(&w.visit);
	assert_int_equal(prune(0).keys, 1);
}

/* What the doctor says of everything: whether a finding has that code. */
static bool
doctor_finds(const char *code)
{
	struct findings findings;
	bool found = false;

	findings_init(&findings, w.arena, NULL);
	begin();
	OK(doctor_look(&w.visit, true, &findings, &w.error));
	visit_end(&w.visit);
	for (const struct finding *f = findings.first; f != NULL;
	    f = f->next)
		found = found || strcmp(f->error.code, code) == 0;
	return found;
}

static void
a_clock_that_went_back(void **state)
{
	(void)state;
	(void)add(0, "g@example.jp", NULL, NULL);
	assert_false(doctor_finds("clock_behind"));
	assert_false(doctor_finds("kek_old"));
	w.now -= (int64_t)3 * DAY_MS;
	assert_true(doctor_finds("clock_behind"));
	w.now += (int64_t)30 * DAY_MS;
	assert_false(doctor_finds("clock_behind"));
	assert_true(doctor_finds("kek_old"));
	replace_kek();
	assert_false(doctor_finds("kek_old"));
}

static void
what_the_doctor_says(void **state)
{
	const struct unlock_secret secret = { .key_file = at("key") };
	struct findings findings;
	struct backup_tried tried = { .restored.findings = &findings };
	struct backup_wanted wanted = {
		.secret = &secret, .clock = clock_fixed(&w.now),
		.principal = TEXT("test"),
	};

	(void)state;
	findings_init(&findings, w.arena, NULL);
	assert_string_equal(doctor(), "no_backup");
	(void)add(0, "f@example.jp", NULL, NULL);
	(void)make_backup();
	assert_string_equal(doctor(), "backup_untried");
	wanted.places = places();
	OK(backup_verify(vault_config(w.vault), &wanted, &tried, w.arena,
	    &w.error));
	assert_int_equal(tried.people, 1);
	assert_int_equal(tried.faults, 0);
	assert_string_equal(doctor(), "backup_untried");
	begin();
	OK(backup_verify_note(&w.visit, BACKUP_DATA, tried.restored.data, 1,
	    0, &w.error));
	OK(backup_verify_note(&w.visit, BACKUP_KEYS, tried.restored.keys, 1,
	    0, &w.error));
	OK(backup_verify_note(&w.visit, BACKUP_KEYS, TEXT("unknown"), 1, 0,
	    &w.error));
	visit_end(&w.visit);
	assert_string_equal(doctor(), "");
	w.now += (int64_t)3 * DAY_MS;
	assert_string_equal(doctor(), "backup_old");
	(void)make_backup();
	assert_string_equal(doctor(), "");
	w.now += (int64_t)40 * DAY_MS;
	(void)make_backup();
	(void)prune(0);
	assert_string_equal(doctor(), "backup_untried");
}

/* While the KEK is half replaced: what is taken opens all the same. */
static void
half_replaced(void **state)
{
	struct backup_restored restored;
	struct config to;

	(void)state;
	(void)add(0, "g@example.jp", NULL, NULL);
	replace_kek();
	(void)make_backup();
	OK(restore_into(&to, "replaced", NULL, &restored));
	assert_int_equal(restored.indexed, 1);
	replace_kek();
	/* The old copies open nothing new, but themselves. */
	OK(restore_into(&to, "still", NULL, &restored));
}

/* Heads that somebody else has written. */
static void
bent_heads(void **state)
{
	struct backup_made made = make_backup();
	uint8_t store[STORE_ID_SIZE] = { 0 };
	struct backup_header header;
	struct depot *depot;
	struct bytes note;

	(void)state;
	OK(depot_open(&depot, places().keys, BACKUP_KEYS, store, DEPOT_READ,
	    &w.error));
	OK(depot_get_header(depot, made.keys.id, &note, w.arena, &w.error));
	OK(header_read(&header, note, w.arena, &w.error));
	OK(header_check(&header, vault_verifier(w.vault), &w.error));
	for (size_t i = 0; i < note.n; i += 7) {
		uint8_t *bent = arena_alloc(w.arena, note.n);

		memcpy(bent, note.p, note.n);
		bent[i] ^= 1;
		assert_int_not_equal(header_read(&header, (struct bytes){
		    bent, note.n }, w.arena, &w.error), STATUS_OK);
		assert_int_not_equal(header_read(&header, (struct bytes){
		    note.p, i }, w.arena, &w.error), STATUS_OK);
	}
	depot_close(depot);
	assert_fails(depot_open(&depot, places().keys, BACKUP_DATA, store,
	    DEPOT_READ, &w.error), &w.error, STATUS_CONFLICT, "other_depot");
}

/* Rows that are none: refused, whatever they are. */
static void
bent_rows(void **state)
{
	const struct store_options options = {
		.data_url = at("fill.db"), .keys_url = at("fill.keys"),
	};
	struct store_options urls = options;
	char data[PATH_SIZE], keys[PATH_SIZE];
	const uint8_t id[STORE_ID_SIZE] = { 1 }, other[STORE_ID_SIZE] = { 2 };
	size_t record = dump_table_find(DUMP_DATA, TEXT("record"));
	struct fill *fill;

	(void)state;
	(void)snprintf(data, sizeof(data), "sqlite:%s", options.data_url);
	(void)snprintf(keys, sizeof(keys), "sqlite:%s", options.keys_url);
	urls.data_url = data;
	urls.keys_url = keys;
	OK(fill_open(&fill, &urls, id, &w.error));
	assert_int_equal(dump_table_find(DUMP_DATA, TEXT("slot")),
	    DUMP_TABLES);
	for (int i = 0; i < 2000; i++) {
		uint8_t bytes[64];

		random_bytes(bytes, sizeof(bytes));
		bytes[0] = i % 2 == 0 ? 0x88 : bytes[0];
		assert_int_equal(fill_rows(fill, DUMP_DATA, record,
		    (struct bytes){ bytes, sizeof(bytes) }, &w.error),
		    STATUS_INTEGRITY);
	}
	fill_close(fill);
	assert_fails(fill_open(&fill, &urls, other, &w.error), &w.error,
	    STATUS_CONFLICT, "store_exists");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TIMED(test) cmocka_unit_test_setup_teardown(test, make_it, drop_it)
		TIMED(horizon_waits), TIMED(begun_counts),
		TIMED(horizon_follows), TIMED(too_old), TIMED(none_of_keys),
		TIMED(what_the_doctor_says), TIMED(half_replaced),
		TIMED(a_clock_that_went_back),
		TIMED(bent_heads), TIMED(bent_rows),
	};

	if (secret_start(&w.error) != STATUS_OK)
		return 1;
	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
