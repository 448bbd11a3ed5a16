#include "box.h"
#include "sql.h"

/*
 * What is read ahead is what is read alone: of people of every kind, in any
 * order, of those who do not fit, and of those whose rows are damaged.
 */

enum { PEOPLE = 260, STEP = 3, HUGE = 61, HUGE_ROWS = 2100, DAMAGED = 122 };

static uint64_t
number_of(size_t i)
{
	return 10 + STEP * (uint64_t)i;
}

static void
add_person(struct store *store, size_t i, struct arena *arena)
{
	size_t n = i == HUGE ? HUGE_ROWS : 1 + i % 4;
	struct change *change = box_change("entry");
	struct row row = box_row(1, 2, (uint8_t)(i + 1), 30, arena);
	const uint8_t decision[16] = { (uint8_t)i };
	struct error error;

	for (size_t seq = 0; seq < n; seq++) {
		struct row new = box_row(seq, 1, (uint8_t)i, 10 + seq % 7,
		    arena);

		change_add_row(change, number_of(i), &new);
	}
	if (n > 1 && i % 5 == 0)
		change_replace_record(change, number_of(i), &row, 1, 7);
	if (i % 7 == 0)
		change_add_reason(change, number_of(i), decision,
		    (struct sealed){ bytes_of(TEXT("reason")) });
	assert_ok(box_commit(store, change, &error), &error);
}

static uint64_t
mix(uint64_t sum, uint64_t with)
{
	return (sum ^ with) * UINT64_C(0x100000001b3);
}

static uint64_t
mix_row(uint64_t sum, const struct row *row)
{
	sum = mix(mix(mix(sum, row->seq), row->version), row->class);
	sum = mix(mix(sum, row->tier), (uint64_t)row->day);
	for (size_t i = 0; i < row->sealed.bytes.n; i++)
		sum = mix(sum, row->sealed.bytes.p[i]);
	return sum;
}

/* All that a reader says of a person. */
static uint64_t
sum_of(struct reader *reader, uint64_t person, struct arena *arena)
{
	const struct history_row *history;
	const struct reason_row *reasons;
	struct error error;
	struct rows rows;
	uint64_t sum;
	size_t n;

	arena_reset(arena);
	if (reader_person(reader, person, &rows, arena, &error) != STATUS_OK)
		return error.status;
	sum = mix(1000, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		sum = mix_row(sum, &rows.row[i]);
	assert_ok(reader_person_first(reader, person, 2, &rows, arena,
	    &error), &error);
	assert_true(rows.n <= 2);
	for (size_t i = 0; i < rows.n; i++)
		sum = mix_row(sum, &rows.row[i]);
	assert_ok(reader_history(reader, person, &history, &n, arena,
	    &error), &error);
	for (size_t i = 0; i < n; i++)
		sum = mix(mix_row(sum, &history[i].row),
		    (uint64_t)history[i].replaced_at);
	assert_ok(reader_reasons(reader, person, &reasons, &n, arena,
	    &error), &error);
	for (size_t i = 0; i < n; i++)
		sum = mix(mix(sum, reasons[i].decision[0]),
		    reasons[i].sealed.bytes.n);
	return sum;
}

static struct store *
make(struct arena *arena)
{
	struct store *store = box_new("ahead", 0);

	for (size_t i = 0; i < PEOPLE; i++) {
		arena_reset(arena);
		add_person(store, i, arena);
	}
	store_close(store);
	sql(at("ahead.data.db"), "UPDATE record SET tier = -1 WHERE "
	    "person = %d AND seq = 0", (int)number_of(DAMAGED));
	return box_open("ahead", 0);
}

static void
same_as_alone(void **state)
{
	struct arena *arena = arena_new(8 << 20);
	struct store *store = make(arena);
	struct reader *reader = box_reader(store);
	uint64_t people[PEOPLE], alone[PEOPLE];
	struct error error;
	size_t n;

	(void)state;
	assert_ok(reader_freeze(reader, &error), &error);
	assert_ok(reader_people(reader, 0, PEOPLE, people, &n, &error),
	    &error);
	assert_int_equal(n, PEOPLE);
	for (size_t i = 0; i < n; i++)
		alone[i] = sum_of(reader, people[i], arena);
	assert_int_equal(alone[DAMAGED], STATUS_INTEGRITY);
	reader_ahead(reader, people, n);
	/* Twice in order, then by leaps, then those who are left out. */
	for (size_t i = 0; i < 2 * n; i++)
		assert_true(sum_of(reader, people[i % n], arena) ==
		    alone[i % n]);
	for (size_t i = 0; i < n; i++)
		assert_true(sum_of(reader, people[i * 101 % n], arena) ==
		    alone[i * 101 % n]);
	reader_ahead(reader, people + 7, 5);
	for (size_t i = 0; i < 20; i++)
		assert_true(sum_of(reader, people[i], arena) == alone[i]);
	assert_true(sum_of(reader, number_of(3) + 1, arena) ==
	    mix(1000, 0));
	reader_ahead(reader, NULL, 0);
	assert_true(sum_of(reader, people[0], arena) == alone[0]);
	reader_thaw(reader);
	/* Nobody is read ahead of a store that goes on. */
	reader_ahead(reader, people, n);
	assert_true(sum_of(reader, people[1], arena) == alone[1]);
	reader_free(reader);
	store_close(store);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_alone),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
