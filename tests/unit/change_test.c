#include "box.h"

#include "base/buf.h"
#include "crypto/secret.h"

static struct store *store;
static struct reader *reader;

#define BYTES(string) bytes_of(text_of(string))

static void
assert_done(struct change *change)
{
	struct error error;

	assert_ok(box_commit(store, change, &error), &error);
}

static void
assert_conflict(struct change *change, const char *code, const char *field)
{
	struct log_head before = box_head(reader);
	struct error error;

	assert_fails(box_commit(store, change, &error), &error,
	    STATUS_CONFLICT, code);
	assert_string_equal(error.field, field);
	/* Its entry is not written either. */
	assert_int_equal(box_head(reader).size, before.size);
}

static struct rows
read_person(uint64_t person, struct arena *arena)
{
	struct rows rows;
	struct error error;

	assert_ok(reader_person(reader, person, &rows, arena, &error),
	    &error);
	return rows;
}

static void
assert_row(const struct row *a, const struct row *b)
{
	assert_int_equal(a->seq, b->seq);
	assert_int_equal(a->version, b->version);
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->class, b->class);
	assert_int_equal(a->tier, b->tier);
	assert_int_equal(a->day, b->day);
	assert_int_equal(a->sealed.bytes.n, b->sealed.bytes.n);
	assert_memory_equal(a->sealed.bytes.p, b->sealed.bytes.p,
	    a->sealed.bytes.n);
}

/* A person with a standing and two records. */
static void
add_person(uint64_t person, struct arena *arena)
{
	struct change *change = box_change("added");

	for (uint64_t seq = 0; seq < 3; seq++) {
		struct row row = box_row(seq, 1, (uint8_t)('a' + seq), 100,
		    arena);

		change_add_row(change, person, &row);
	}
	assert_done(change);
}

static void
adds_rows(void **state)
{
	struct row odd = box_row(7, 3, 0, 0, *state);
	struct change *change = box_change("odd");
	struct rows rows;

	add_person(10, *state);
	rows = read_person(10, *state);
	assert_int_equal(rows.n, 3);
	for (uint64_t seq = 0; seq < 3; seq++) {
		struct row row = box_row(seq, 1, (uint8_t)('a' + seq), 100,
		    *state);

		assert_row(&rows.row[seq], &row);
	}
	/* The edges of what a row can hold. */
	odd.state = PERSON_MERGED;
	odd.class = UINT32_MAX;
	odd.tier = UINT8_MAX;
	odd.day = -1;
	change_add_row(change, 10, &odd);
	assert_done(change);
	rows = read_person(10, *state);
	assert_int_equal(rows.n, 4);
	assert_row(&rows.row[3], &odd);
	assert_int_equal(read_person(11, *state).n, 0);
	/* A row that stands already. */
	change = box_change("again");
	change_add_row(change, 10, &odd);
	assert_conflict(change, "duplicate", "");
}

static void
needs_an_entry(void **state)
{
	struct row row = box_row(0, 1, 'x', 10, *state);
	struct change *change = box_change(NULL);
	struct ticket *ticket;
	struct error error;

	change_add_row(change, 20, &row);
	assert_fails(store_submit(store, change, &ticket, &error), &error,
	    STATUS_FAILURE, "no_entry");
	assert_null(ticket);
	assert_int_equal(read_person(20, *state).n, 0);
}

/* Memory ran out before the entry: that is said, not that it is absent. */
static void
entry_without_memory(void **state)
{
	struct row row = box_row(0, 1, 'x', 10, *state);
	struct change *change = box_change(NULL);
	struct ticket *ticket;
	struct error error;

	change_add_row(change, 21, &row);
	for (size_t n = 1 << 20; n > 0; n /= 2)
		while (arena_alloc(change_arena(change), n) != NULL)
			continue;
	change_entry(change, BYTES("x"));
	assert_fails(store_submit(store, change, &ticket, &error), &error,
	    STATUS_FAILURE, "out_of_memory");
	assert_null(ticket);
	assert_int_equal(read_person(21, *state).n, 0);
}

/* Three entries of one change stand together and in order. */
static enum status
collect(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	struct buf *out = context;

	(void)index;
	(void)error;
	buf_put(out, entry.p, entry.n);
	buf_byte(out, '|');
	return STATUS_OK;
}

static void
many_entries(void **state)
{
	uint64_t first = box_head(reader).size;
	struct change *change = box_change("first");
	struct error error;
	struct buf out;

	change_entry(change, BYTES(""));
	change_entry(change, BYTES("third"));
	assert_done(change);
	assert_int_equal(box_head(reader).size, first + 3);
	buf_init(&out, *state, 1000);
	assert_ok(reader_entries(reader, first, 10, collect, &out, &error),
	    &error);
	assert_text(buf_as_text(&out), "first||third|");
}

/* One that is too large is refused; it takes nobody else with it. */
static void
entry_sizes(void **state)
{
	uint8_t *large = arena_alloc(*state, STORE_ENTRY_MAX + 1);
	struct change *change, *other;
	struct ticket *ticket, *bystander;
	struct error error;
	uint64_t first = box_head(reader).size;

	memset(large, 'x', STORE_ENTRY_MAX + 1);
	other = box_change("bystander");
	assert_ok(store_submit(store, other, &bystander, &error), &error);
	change = box_change("ok");
	change_entry(change, (struct bytes){ large, STORE_ENTRY_MAX + 1 });
	assert_fails(store_submit(store, change, &ticket, &error), &error,
	    STATUS_FAILURE, "entry_too_large");
	assert_fails(store_append(store, (struct bytes){ large,
	    STORE_ENTRY_MAX + 1 }, &ticket, &error), &error, STATUS_FAILURE,
	    "entry_too_large");
	assert_null(ticket);
	assert_ok(store_wait(store, bystander, BOX_WAIT_MS, &error), &error);
	change = box_change("ok");
	change_entry(change, (struct bytes){ large, STORE_ENTRY_MAX });
	assert_done(change);
	box_append(store, (struct bytes){ large, STORE_ENTRY_MAX });
	box_append(store, (struct bytes){ NULL, 0 });
	assert_int_equal(box_head(reader).size, first + 5);
}

static void
replaces_the_standing(void **state)
{
	struct row new = box_row(0, 2, 'n', 60, *state);
	struct change *change = box_change("standing");
	struct rows rows;

	add_person(30, *state);
	new.state = PERSON_HIDDEN;
	change_replace_standing(change, 30, &new, 1);
	assert_done(change);
	rows = read_person(30, *state);
	assert_int_equal(rows.n, 3);
	assert_row(&rows.row[0], &new);
	/* It has moved, or it was never there. */
	for (uint64_t old = 0; old < 4; old++) {
		if (old == 2)
			continue;
		change = box_change("stale");
		change_replace_standing(change, 30, &new, old);
		assert_conflict(change, "moved", "");
	}
	change = box_change("nobody");
	change_replace_standing(change, 31, &new, 1);
	assert_conflict(change, "moved", "");
	rows = read_person(30, *state);
	assert_row(&rows.row[0], &new);
}

static void
replaces_a_record(void **state)
{
	struct row new = box_row(1, 2, 'N', 80, *state);
	struct row old = box_row(1, 1, 'b', 100, *state);
	struct change *change = box_change("record");
	const struct history_row *history;
	struct error error;
	struct rows rows;
	size_t n;

	add_person(40, *state);
	change_replace_record(change, 40, &new, 1, 1764000000000);
	assert_done(change);
	rows = read_person(40, *state);
	assert_row(&rows.row[1], &new);
	assert_ok(reader_history(reader, 40, &history, &n, *state, &error),
	    &error);
	assert_int_equal(n, 1);
	assert_row(&history[0].row, &old);
	assert_int_equal(history[0].replaced_at, 1764000000000);
	/* Stale, or absent: neither the row nor the history changes. */
	change = box_change("stale");
	change_replace_record(change, 40, &new, 1, 5);
	assert_conflict(change, "moved", "");
	new.seq = 9;
	change = box_change("absent");
	change_replace_record(change, 40, &new, 1, 5);
	assert_conflict(change, "moved", "");
	assert_ok(reader_history(reader, 40, &history, &n, *state, &error),
	    &error);
	assert_int_equal(n, 1);
	assert_ok(reader_history(reader, 41, &history, &n, *state, &error),
	    &error);
	assert_int_equal(n, 0);
}

static size_t
find(uint64_t index, bool unique, const char *hash, uint64_t people[4])
{
	struct error error;
	size_t n;

	assert_ok(reader_find(reader, index, unique, BYTES(hash), 4, people,
	    &n, &error), &error);
	return n;
}

/* A unique key that stands already names its field; the rest is undone. */
static void
unique_keys(void **state)
{
	struct row row = box_row(0, 1, 'u', 10, *state);
	struct change *change = box_change("unique");
	uint64_t people[4];

	change_add_unique(change, 1, BYTES("mail"), 50, "/values/email");
	change_add_unique(change, 2, BYTES("mail"), 50, "/values/other");
	assert_done(change);
	assert_int_equal(find(1, true, "mail", people), 1);
	assert_int_equal(people[0], 50);
	assert_int_equal(find(1, false, "mail", people), 0);
	assert_int_equal(find(3, true, "mail", people), 0);

	change = box_change("second");
	change_add_row(change, 51, &row);
	change_add_unique(change, 1, BYTES("new"), 51, "/values/phone");
	change_add_unique(change, 1, BYTES("mail"), 51, "/values/email");
	assert_conflict(change, "duplicate", "/values/email");
	assert_int_equal(read_person(51, *state).n, 0);
	assert_int_equal(find(1, true, "new", people), 0);
	/* Dropping is for its owner alone. */
	change = box_change("others");
	change_drop_unique(change, 1, BYTES("mail"), 51);
	assert_done(change);
	assert_int_equal(find(1, true, "mail", people), 1);
	change = box_change("own");
	change_drop_unique(change, 1, BYTES("mail"), 50);
	change_add_unique(change, 1, BYTES("mail"), 51, "/values/email");
	assert_done(change);
	assert_int_equal(find(1, true, "mail", people), 1);
	assert_int_equal(people[0], 51);
}

static void
search_keys(void **state)
{
	struct change *change = box_change("search");
	uint64_t people[4];

	(void)state;
	for (uint64_t person = 66; person > 60; person--)
		change_add_search(change, 5, BYTES("kana"), person);
	change_add_search(change, 5, BYTES("kana"), 61);
	change_add_search(change, 6, BYTES("kana"), 70);
	assert_done(change);
	assert_int_equal(find(5, false, "kana", people), 4);
	for (uint64_t i = 0; i < 4; i++)
		assert_int_equal(people[i], 61 + i);
	change = box_change("dropped");
	change_drop_search(change, 5, BYTES("kana"), 61);
	change_drop_search(change, 5, BYTES("kana"), 999);
	assert_done(change);
	assert_int_equal(find(5, false, "kana", people), 4);
	assert_int_equal(people[0], 62);
	assert_int_equal(find(6, false, "kana", people), 1);
}

static void
tables(void **state)
{
	const struct search_key_row key = {
		.index = 4, .item = 511, .slot = 1ULL << 47, .unique = true,
		.state = SEARCH_BUILDING,
	};
	const struct revision_row revision = {
		.number = 1, .hash = { 1, 2, 3 },
		.canonical = TEXT("{\"関所\":1}"), .announced_at = 5,
		.in_force_from = INT64_MAX,
	};
	struct class_row class = {
		.number = 1, .revision = 1, .way = 2, .service = 3,
		.subject = 4, .purposes = { (const uint8_t *)"\x80", 1 },
	};
	uint8_t decision[16] = { 0xD0 };
	const struct revision_row *revisions;
	const struct reason_row *reasons;
	const struct search_key_row *keys;
	const struct class_row *classes;
	const struct name_row *names;
	struct change *change = box_change("tables");
	struct bytes value;
	struct error error;
	size_t n;

	change_add_search_key(change, &key);
	change_add_revision(change, &revision);
	change_add_class(change, &class);
	change_add_name(change, 1, 7, TEXT("email"));
	change_add_name(change, 0, 9, TEXT("email"));
	change_add_reason(change, 80, decision,
	    (struct sealed){ BYTES("sealed reason") });
	change_put_meta(change, TEXT("setting"), BYTES("old"));
	change_put_meta(change, TEXT("setting"), BYTES("new"));
	assert_done(change);
	assert_ok(reader_search_keys(reader, &keys, &n, *state, &error),
	    &error);
	assert_int_equal(n, 1);
	assert_int_equal(keys[0].index, 4);
	assert_int_equal(keys[0].item, 511);
	assert_int_equal(keys[0].slot, 1ULL << 47);
	assert_true(keys[0].unique);
	assert_int_equal(keys[0].state, SEARCH_BUILDING);
	assert_ok(reader_revisions(reader, &revisions, &n, *state, &error),
	    &error);
	assert_int_equal(n, 1);
	assert_memory_equal(revisions[0].hash, revision.hash, 32);
	assert_text(revisions[0].canonical, "{\"関所\":1}");
	assert_int_equal(revisions[0].announced_at, 5);
	assert_int_equal(revisions[0].in_force_from, INT64_MAX);
	assert_ok(reader_classes(reader, &classes, &n, *state, &error),
	    &error);
	assert_int_equal(n, 1);
	assert_int_equal(classes[0].way, 2);
	assert_int_equal(classes[0].service, 3);
	assert_int_equal(classes[0].subject, 4);
	assert_int_equal(classes[0].version, 1);
	assert_ok(reader_names(reader, &names, &n, *state, &error), &error);
	assert_int_equal(n, 2);
	assert_int_equal(names[0].space, 0);
	assert_int_equal(names[1].number, 7);
	assert_text(names[1].id, "email");
	assert_ok(reader_reasons(reader, 80, &reasons, &n, *state, &error),
	    &error);
	assert_int_equal(n, 1);
	assert_memory_equal(reasons[0].decision, decision, 16);
	assert_memory_equal(reasons[0].sealed.bytes.p, "sealed reason", 13);
	assert_ok(reader_meta(reader, TEXT("setting"), &value, *state,
	    &error), &error);
	assert_int_equal(value.n, 3);
	assert_memory_equal(value.p, "new", 3);
	assert_fails(reader_meta(reader, TEXT("other"), &value, *state,
	    &error), &error, STATUS_NOT_FOUND, "no_setting");
}

/* What tables() made, changed if it is as it was seen. */
static void
versions_of_tables(void **state)
{
	struct class_row class = {
		.number = 1, .version = 1,
		.purposes = { (const uint8_t *)"\x81\x01", 2 },
	};
	const struct revision_row *revisions;
	const struct class_row *classes;
	struct change *change = box_change("widened");
	struct error error;
	size_t n;

	change_set_class_purposes(change, &class);
	change_enforce_revision(change, 1, 77);
	assert_done(change);
	assert_ok(reader_classes(reader, &classes, &n, *state, &error),
	    &error);
	assert_int_equal(classes[0].version, 2);
	assert_int_equal(classes[0].purposes.n, 2);
	assert_ok(reader_revisions(reader, &revisions, &n, *state, &error),
	    &error);
	assert_int_equal(revisions[0].in_force_from, 77);
	change = box_change("stale");
	change_set_class_purposes(change, &class);
	assert_conflict(change, "moved", "");
	change = box_change("absent");
	change_enforce_revision(change, 2, 77);
	assert_conflict(change, "moved", "");
	change = box_change("twice");
	change_add_name(change, 1, 7, TEXT("other"));
	assert_conflict(change, "duplicate", "");
	change = box_change("same");
	change_add_name(change, 1, 8, TEXT("email"));
	assert_conflict(change, "duplicate", "");
}

/* More than a change may hold: refused, as a whole. */
static void
too_much(void **state)
{
	struct row row = box_row(1, 1, 'x', 9 << 20, *state);
	struct change *change = box_change("much");
	struct error error;

	for (int i = 0; i < 12; i++)
		change_add_row(change, 90, &row);
	assert_int_equal(box_commit(store, change, &error), STATUS_FAILURE);
	assert_int_equal(read_person(90, *state).n, 0);
	change_free(NULL);
	change = box_change("never submitted");
	change_add_row(change, 90, &row);
	change_free(change);
}

/* Lists of people. */
static void
people(void **state)
{
	uint64_t found[64], count, last = 0, sum = 0;
	struct error error;
	size_t n;

	(void)state;
	assert_ok(reader_people_count(reader, &count, &error), &error);
	/* 10, 30 (hidden), 40. */
	assert_int_equal(count, 2);
	do {
		assert_ok(reader_people(reader, last, 2, found, &n, &error),
		    &error);
		for (size_t i = 0; i < n; i++) {
			assert_true(found[i] > last);
			last = found[i];
			sum++;
		}
	} while (n > 0);
	assert_int_equal(sum, 3);
	assert_int_equal(last, 40);
}

static int
start(void **state)
{
	struct error error;

	if (secret_start(&error) != STATUS_OK || folder_make(state) != 0)
		return -1;
	store = box_new("change", 0);
	reader = box_reader(store);
	return 0;
}

static int
stop(void **state)
{
	reader_free(reader);
	store_close(store);
	return folder_remove(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(adds_rows),
		arena_test(needs_an_entry),
		arena_test(entry_without_memory),
		arena_test(many_entries),
		arena_test(entry_sizes),
		arena_test(replaces_the_standing),
		arena_test(replaces_a_record),
		arena_test(unique_keys),
		arena_test(search_keys),
		arena_test(tables),
		arena_test(versions_of_tables),
		arena_test(too_much),
		arena_test(people),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
