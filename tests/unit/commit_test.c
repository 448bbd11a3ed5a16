#include "box.h"
#include "sql.h"

#include <semaphore.h>

#include "base/clock.h"
#include "crypto/secret.h"
#include "store/db.h"

#define BYTES(string) bytes_of(text_of(string))

/* In one group, every change stands or falls alone. */
static void
conflicts_are_ones_own(void **state)
{
	enum { N = 5 };
	struct store *store = box_new("own", 0);
	struct reader *reader = box_reader(store);
	struct ticket *ticket[N];
	struct error error;
	struct rows rows;

	for (uint64_t i = 0; i < N; i++) {
		struct row row = box_row(0, 1, 'x', 10, *state);
		struct change *change = box_change("one of five");

		/* The third one wants the second one's key. */
		change_add_row(change, i + 1, &row);
		change_add_unique(change, 1, BYTES(i == 2 ? "1" : i == 1 ?
		    "1" : i == 0 ? "0" : i == 3 ? "3" : "4"), i + 1, "/key");
		assert_ok(store_submit(store, change, &ticket[i], &error),
		    &error);
	}
	for (size_t i = 0; i < N; i++) {
		enum status status = store_wait(store, ticket[i],
		    BOX_WAIT_MS, &error);

		if (i == 2)
			assert_fails(status, &error, STATUS_CONFLICT,
			    "duplicate");
		else
			assert_ok(status, &error);
		assert_ok(reader_person(reader, i + 1, &rows, *state,
		    &error), &error);
		assert_int_equal(rows.n, i != 2);
	}
	assert_int_equal(box_head(reader).size, N - 1);
	reader_free(reader);
	store_close(store);
}

/* Deadlines: the committer is held by a callback, or by the database. */

struct gate {
	sem_t entered, open;
};

static void
stand_in_gate(void *context, enum status status, const struct error *error)
{
	struct gate *gate = context;

	(void)error;
	(void)status;
	(void)sem_post(&gate->entered);
	(void)sem_wait(&gate->open);
}

/* Starts the committer, which then stands in the gate until it is opened. */
static void
start_into_gate(struct store *store, struct gate *gate)
{
	struct ticket *ticket;
	struct error error;

	memset(gate, 0, sizeof(*gate));
	assert_int_equal(sem_init(&gate->entered, 0, 0), 0);
	assert_int_equal(sem_init(&gate->open, 0, 0), 0);
	assert_ok(store_start_committer(store, &error), &error);
	assert_ok(store_append(store, BYTES("gate"), &ticket, &error),
	    &error);
	store_when_done(store, ticket, stand_in_gate, gate);
	(void)sem_wait(&gate->entered);
}

static void
waits_no_longer_than_asked(void **state)
{
	struct store *store = box_new("late", 0);
	struct reader *reader = box_reader(store);
	struct ticket *ticket;
	struct gate gate;
	struct error error;
	int64_t started;

	(void)state;
	start_into_gate(store, &gate);
	for (int i = 0; i < 3; i++) {
		assert_ok(store_append(store, BYTES("late"), &ticket,
		    &error), &error);
		started = clock_monotonic();
		assert_fails(store_wait(store, ticket, 40, &error), &error,
		    STATUS_BUSY, "log_unavailable");
		assert_in_range(clock_monotonic() - started, 35, 5000);
	}
	/* Reading goes on; and what was given up is not written later. */
	assert_int_equal(box_head(reader).size, 1);
	(void)sem_post(&gate.open);
	box_append(store, BYTES("after"));
	assert_int_equal(box_head(reader).size, 2);
	reader_free(reader);
	store_close(store);
}

/* What has happened is written later; until then no more may happen. */
static void
insists(void **state)
{
	struct store *store = box_new("insists", 0);
	struct reader *reader = box_reader(store);
	struct ticket *ticket;
	struct gate gate;
	struct error error;

	(void)state;
	start_into_gate(store, &gate);
	assert_ok(store_check_log(store, &error), &error);
	for (int i = 0; i < 3; i++) {
		assert_ok(store_insist(store, BYTES("late"), &ticket,
		    &error), &error);
		assert_fails(store_wait(store, ticket, 40, &error), &error,
		    STATUS_BUSY, "log_unavailable");
		assert_fails(store_check_log(store, &error), &error,
		    STATUS_BUSY, "log_unavailable");
		assert_true(store_owes(store));
	}
	(void)sem_post(&gate.open);
	assert_ok(store_commit_now(store, &error), &error);
	assert_int_equal(box_head(reader).size, 4);
	assert_ok(store_check_log(store, &error), &error);
	assert_false(store_owes(store));
	box_append(store, BYTES("after"));
	assert_int_equal(box_head(reader).size, 5);
	reader_free(reader);
	store_close(store);
}

struct beside {
	const struct db_driver *driver;
	struct db *db;
};

static struct beside
open_beside(const char *name)
{
	struct box_urls urls = box_urls(name);
	struct beside beside;
	struct error error;

	assert_ok(db_driver_find(&beside.driver, urls.data, &error), &error);
	assert_ok(beside.driver->open(&beside.db, urls.data, DB_DATA,
	    DB_WRITE, &error), &error);
	return beside;
}

static void
close_beside(struct beside beside)
{
	beside.driver->close(beside.db);
}

static void
run_beside(struct beside beside, const char *sql_text)
{
	char text[1024];
	struct error error;

	(void)snprintf(text, sizeof(text), "%s", sql_text);
	if (engine_is_pg())
		engine_translate(text, sizeof(text), sql_text);
	assert_ok(beside.driver->define(beside.db, text, &error), &error);
}

/* A group that is on its way when one gives up is still written. */
static void
given_up_on_the_way(void **state)
{
	struct store *store = box_new("way", 0);
	struct reader *reader = box_reader(store);
	struct beside other = open_beside("way");
	struct ticket *first, *second;
	struct error error;
	int64_t changed;

	(void)state;
	assert_ok(other.driver->begin(other.db, &error), &error);
	assert_ok(other.driver->run(other.db, STATEMENT_LOG_MOVE,
	    (const struct db_value[]){ db_int(0), db_int(0) }, 2, &changed,
	    &error), &error);
	assert_ok(store_start_committer(store, &error), &error);
	assert_ok(store_append(store, BYTES("first"), &first, &error),
	    &error);
	assert_fails(store_wait(store, first, 100, &error), &error,
	    STATUS_BUSY, "log_unavailable");
	assert_ok(store_append(store, BYTES("second"), &second, &error),
	    &error);
	other.driver->rollback(other.db);
	close_beside(other);
	assert_ok(store_wait(store, second, BOX_WAIT_MS, &error), &error);
	assert_int_equal(box_head(reader).size, 2);
	reader_free(reader);
	store_close(store);
}

/* Groups that fail. */

/* Somebody has moved the log: nobody of the group is told that all is well. */
static void
a_moved_log(void **state)
{
	struct store *store = box_new("moved", 0);
	struct reader *reader = box_reader(store);
	struct beside other = open_beside("moved");
	struct row row = box_row(0, 1, 'm', 10, *state);
	struct change *change = box_change("change");
	struct ticket *ticket[2];
	struct error error;
	struct rows rows;

	box_append(store, BYTES("first"));
	run_beside(other, "UPDATE log_head SET size = 5 WHERE id = 1");
	change_add_row(change, 1, &row);
	assert_ok(store_submit(store, change, &ticket[0], &error), &error);
	assert_ok(store_append(store, BYTES("read"), &ticket[1], &error),
	    &error);
	for (size_t i = 0; i < 2 && !engine_is_pg(); i++)
		assert_fails(store_wait(store, ticket[i], BOX_WAIT_MS,
		    &error), &error, STATUS_INTEGRITY, "log_moved");
	/* Where several servers append, it goes on behind the other one. */
	for (size_t i = 0; i < 2 && engine_is_pg(); i++)
		assert_ok(store_wait(store, ticket[i], BOX_WAIT_MS, &error),
		    &error);
	assert_ok(reader_person(reader, 1, &rows, *state, &error), &error);
	assert_int_equal(rows.n, engine_is_pg() ? 1 : 0);
	if (engine_is_pg())
		run_beside(other, "DELETE FROM log_batch; ");
	if (engine_is_pg())
		run_beside(other, "UPDATE log_head SET size = 5");
	/* A batch where the next one belongs. */
	run_beside(other, "INSERT INTO log_batch VALUES "
	    "(5, 1, x'000161')");
	assert_ok(store_append(store, BYTES("next"), &ticket[0], &error),
	    &error);
	assert_fails(store_wait(store, ticket[0], BOX_WAIT_MS, &error),
	    &error, STATUS_INTEGRITY, "store_damaged");
	assert_ok(store_insist(store, BYTES("owed"), &ticket[0], &error),
	    &error);
	assert_fails(store_wait(store, ticket[0], BOX_WAIT_MS, &error),
	    &error, STATUS_INTEGRITY, "store_damaged");
	assert_true(store_owes(store));
	/* When it is gone, writing goes on: no transaction was left open. */
	run_beside(other, "DELETE FROM log_batch WHERE first_index = 5");
	box_append(store, BYTES("next"));
	assert_int_equal(box_head(reader).size, 7);
	assert_false(store_owes(store));
	close_beside(other);
	reader_free(reader);
	store_close(store);
}

/* A statement that fails undoes the whole group and tells all of it. */
static void
a_failing_statement(void **state)
{
	struct store *store = box_new("failing", 1 << 20);
	struct reader *reader = box_reader(store);
	struct beside other = open_beside("failing");
	struct ticket *ticket[3];
	struct error error;
	struct rows rows;

	run_beside(other, "DROP TABLE reason");
	for (uint64_t i = 0; i < 3; i++) {
		struct row row = box_row(0, 1, 'f', 10, *state);
		struct change *change = box_change("act");
		const uint8_t decision[16] = { 0 };

		change_add_row(change, i + 1, &row);
		if (i == 1)
			change_add_reason(change, 1, decision,
			    (struct sealed){ BYTES("reason") });
		assert_ok(store_submit(store, change, &ticket[i], &error),
		    &error);
	}
	for (size_t i = 0; i < 3; i++)
		assert_fails(store_wait(store, ticket[i], BOX_WAIT_MS,
		    &error), &error, STATUS_INTEGRITY, "store_damaged");
	for (uint64_t i = 0; i < 3; i++) {
		assert_ok(reader_person(reader, i + 1, &rows, *state,
		    &error), &error);
		assert_int_equal(rows.n, 0);
	}
	assert_int_equal(box_head(reader).size, 0);
	box_append(store, BYTES("goes on"));
	assert_int_equal(box_head(reader).size, 1);
	close_beside(other);
	reader_free(reader);
	store_close(store);
}

/* Callbacks. */

struct called {
	struct store *store;
	enum status status;
	char code[48];
	int calls;
	struct ticket *appended;
};

static void
note_call(void *context, enum status status, const struct error *error)
{
	struct called *called = context;
	struct error ignored;

	called->calls++;
	called->status = status;
	if (status != STATUS_OK)
		(void)snprintf(called->code, sizeof(called->code), "%s",
		    error->code);
	/* It may append. */
	if (called->store != NULL)
		assert_ok(store_append(called->store, BYTES("from callback"),
		    &called->appended, &ignored), &ignored);
}

static void
calls_back(void **state)
{
	struct store *store = box_new("called", 0);
	struct called first = { .store = store }, second = { .calls = 0 };
	struct called third = { .calls = 0 };
	struct row row = box_row(0, 1, 'c', 10, *state);
	struct ticket *ticket;
	struct change *change;
	struct error error;

	assert_ok(store_append(store, BYTES("one"), &ticket, &error),
	    &error);
	store_when_done(store, ticket, note_call, &first);
	change = box_change("two");
	change_replace_standing(change, 7, &row, 1);
	assert_ok(store_submit(store, change, &ticket, &error), &error);
	store_when_done(store, ticket, note_call, &second);
	assert_int_equal(first.calls, 0);
	assert_ok(store_commit_now(store, &error), &error);
	assert_int_equal(first.calls, 1);
	assert_int_equal(first.status, STATUS_OK);
	assert_int_equal(second.calls, 1);
	assert_int_equal(second.status, STATUS_CONFLICT);
	assert_string_equal(second.code, "moved");
	assert_ok(store_wait(store, first.appended, BOX_WAIT_MS, &error),
	    &error);
	/* Done before it was asked for. */
	assert_ok(store_append(store, BYTES("three"), &ticket, &error),
	    &error);
	assert_ok(store_commit_now(store, &error), &error);
	store_when_done(store, ticket, note_call, &third);
	assert_int_equal(third.calls, 1);
	assert_int_equal(third.status, STATUS_OK);
	store_close(store);
}

/* What nobody waits for is written when the store is closed. */
static void
closing_commits(void **state)
{
	struct store *store = box_new("closing", 0);
	struct called called = { .calls = 0 };
	struct reader *reader;
	struct ticket *ticket;
	struct error error;

	(void)state;
	assert_ok(store_append(store, BYTES("one"), &ticket, &error),
	    &error);
	store_forget(store, ticket);
	assert_ok(store_append(store, BYTES("two"), &ticket, &error),
	    &error);
	store_when_done(store, ticket, note_call, &called);
	store_forget(store, NULL);
	store_close(store);
	assert_int_equal(called.calls, 1);
	store = box_open("closing", 0);
	reader = box_reader(store);
	assert_int_equal(box_head(reader).size, 2);
	reader_free(reader);
	store_close(store);
}

/* Closing when nothing can be written any more: told, freed, closed. */
static void
closing_fails(void **state)
{
	struct store *store = box_new("shut", 0);
	struct beside other = open_beside("shut");
	struct called called = { .calls = 0 };
	struct ticket *ticket;
	struct error error;

	(void)state;
	run_beside(other, "DROP TABLE log_batch");
	close_beside(other);
	for (int i = 0; i < 5000; i++) {
		assert_ok(store_append(store, BYTES("lost"), &ticket,
		    &error), &error);
		store_forget(store, ticket);
	}
	assert_ok(store_append(store, BYTES("lost"), &ticket, &error),
	    &error);
	store_when_done(store, ticket, note_call, &called);
	store_close(store);
	assert_int_equal(called.calls, 1);
	assert_int_equal(called.status, STATUS_INTEGRITY);
}

/* The queue has a bound. */
static void
too_busy(void **state)
{
	struct store *store = box_new("busy", 0);
	struct reader *reader = box_reader(store);
	struct ticket *ticket;
	struct error error;
	uint64_t accepted = 0;

	(void)state;
	while (store_append(store, BYTES("e"), &ticket, &error) ==
	    STATUS_OK) {
		store_forget(store, ticket);
		accepted++;
		assert_true(accepted <= 1 << 20);
	}
	assert_int_equal(error.status, STATUS_BUSY);
	assert_string_equal(error.code, "too_busy");
	assert_ok(store_commit_now(store, &error), &error);
	assert_int_equal(box_head(reader).size, accepted);
	box_append(store, BYTES("room again"));
	reader_free(reader);
	store_close(store);
}

/* Truncating the WAL under a reader: it says so, soon, and can be retried. */
static enum status
tidy_inside(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	struct error inner;

	(void)index;
	(void)entry;
	(void)error;
	/* Something new, so that the WAL cannot be reset under the reader. */
	box_append(context, BYTES("more"));
	assert_fails(store_tidy(context, &inner), &inner, STATUS_BUSY,
	    "store_busy");
	return STATUS_OK;
}

static void
tidies(void **state)
{
	int64_t started = clock_monotonic();
	struct reader *reader;
	struct store *store;
	struct error error;

	(void)state;
	ONLY_SQLITE();
	store = box_new("tidy", 0);
	reader = box_reader(store);
	box_append(store, BYTES("one"));
	assert_ok(reader_entries(reader, 0, 1, tidy_inside, store, &error),
	    &error);
	assert_true(clock_monotonic() - started < 5000);
	assert_ok(store_tidy(store, &error), &error);
	assert_int_equal(size_of_file(at("tidy.data.db-wal")), 0);
	reader_free(reader);
	store_close(store);
}

/* How far the tiles are never goes back, nor beyond the log. */
static void
tiled(void **state)
{
	struct store *store = box_new("tiled", 0);
	struct reader *reader = box_reader(store);
	struct error error;

	(void)state;
	for (int i = 0; i < 4; i++)
		box_append(store, BYTES("e"));
	assert_ok(store_log_tiled(store, 3, &error), &error);
	assert_int_equal(box_head(reader).tiled, 3);
	assert_ok(store_log_tiled(store, 2, &error), &error);
	assert_int_equal(box_head(reader).tiled, 3);
	assert_ok(store_log_tiled(store, 5, &error), &error);
	assert_int_equal(box_head(reader).tiled, 3);
	assert_ok(store_log_tiled(store, UINT64_MAX, &error), &error);
	assert_int_equal(box_head(reader).tiled, 3);
	assert_ok(store_log_tiled(store, 4, &error), &error);
	assert_int_equal(box_head(reader).tiled, 4);
	reader_free(reader);
	store_close(store);
}

/* Two of one group, asked for when both are done: each is called once. */
static void
calls_back_late(void **state)
{
	struct store *store = box_new("late_call", 0);
	struct called called[3] = { { .calls = 0 } };
	struct ticket *ticket[3];
	struct error error;

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_ok(store_append(store, BYTES("one of three"),
		    &ticket[i], &error), &error);
	assert_ok(store_commit_now(store, &error), &error);
	for (int i = 0; i < 3; i++) {
		store_when_done(store, ticket[i], note_call, &called[i]);
		for (int j = 0; j < 3; j++)
			assert_int_equal(called[j].calls, j <= i);
	}
	store_close(store);
}

static int
start(void **state)
{
	struct error error;

	return secret_start(&error) == STATUS_OK ? folder_make(state) : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(conflicts_are_ones_own),
		cmocka_unit_test(waits_no_longer_than_asked),
		cmocka_unit_test(insists),
		cmocka_unit_test(given_up_on_the_way),
		arena_test(a_moved_log),
		arena_test(a_failing_statement),
		arena_test(calls_back),
		cmocka_unit_test(calls_back_late),
		cmocka_unit_test(closing_commits),
		cmocka_unit_test(closing_fails),
		cmocka_unit_test(too_busy),
		cmocka_unit_test(tidies),
		cmocka_unit_test(tiled),
	};

	return cmocka_run_group_tests(tests, start, folder_remove);
}
