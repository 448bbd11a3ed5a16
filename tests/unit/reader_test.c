#include "box.h"
#include "sql.h"

#include "base/buf.h"
#include "base/mem.h"
#include "crypto/secret.h"

/*
 * A store of which one table is changed by somebody else, and what reading
 * it says then.  Never anything but STATUS_INTEGRITY, and never a crash.
 */

typedef enum status reading(struct reader *reader, struct arena *arena,
    struct error *error);

static enum status
read_person(struct reader *reader, struct arena *arena, struct error *error)
{
	struct rows rows;

	return reader_person(reader, 5, &rows, arena, error);
}

static enum status
read_history(struct reader *reader, struct arena *arena, struct error *error)
{
	const struct history_row *rows;
	size_t n;

	return reader_history(reader, 5, &rows, &n, arena, error);
}

static enum status
read_reasons(struct reader *reader, struct arena *arena, struct error *error)
{
	const struct reason_row *rows;
	size_t n;

	return reader_reasons(reader, 5, &rows, &n, arena, error);
}

static enum status
read_names(struct reader *reader, struct arena *arena, struct error *error)
{
	const struct name_row *rows;
	size_t n;

	return reader_names(reader, &rows, &n, arena, error);
}

static enum status
read_revisions(struct reader *reader, struct arena *arena,
    struct error *error)
{
	const struct revision_row *rows;
	size_t n;

	return reader_revisions(reader, &rows, &n, arena, error);
}

static enum status
read_classes(struct reader *reader, struct arena *arena, struct error *error)
{
	const struct class_row *rows;
	size_t n;

	return reader_classes(reader, &rows, &n, arena, error);
}

static enum status
read_keys(struct reader *reader, struct arena *arena, struct error *error)
{
	const struct search_key_row *rows;
	size_t n;

	return reader_search_keys(reader, &rows, &n, arena, error);
}

static enum status
read_meta(struct reader *reader, struct arena *arena, struct error *error)
{
	struct bytes value;

	return reader_meta(reader, TEXT("setting"), &value, arena, error);
}

static enum status
read_head(struct reader *reader, struct arena *arena, struct error *error)
{
	struct log_head head;

	(void)arena;
	return reader_log_head(reader, &head, error);
}

static enum status
read_people(struct reader *reader, struct arena *arena, struct error *error)
{
	uint64_t people[4];
	size_t n;

	(void)arena;
	return reader_people(reader, 0, 4, people, &n, error);
}

static enum status
read_unique(struct reader *reader, struct arena *arena, struct error *error)
{
	uint64_t people[4];
	size_t n;

	(void)arena;
	return reader_find(reader, 1, true, bytes_of(TEXT("hash")), 4,
	    people, &n, error);
}

struct touched {
	size_t entries;
	uint8_t sum;
};

static enum status
touch(void *context, uint64_t index, struct bytes entry, struct error *error)
{
	struct touched *touched = context;

	(void)index;
	(void)error;
	touched->entries++;
	for (size_t i = 0; i < entry.n; i++)
		touched->sum ^= entry.p[i];
	return STATUS_OK;
}

/* A batch may also not be found at all: that is a gap, which log.c finds. */
static enum status
read_entries(struct reader *reader, struct arena *arena, struct error *error)
{
	struct touched touched = { .entries = 0 };
	enum status status = reader_entries(reader, 0, 100, touch, &touched,
	    error);

	(void)arena;
	if (status == STATUS_OK && touched.entries == 0)
		return error_set(error, STATUS_INTEGRITY, "store_damaged",
		    "隙間", "a gap");
	return status;
}

/* One row in every table. */
static void
fill(const char *name, struct arena *arena)
{
	const struct search_key_row key = { .index = 1, .item = 1, .slot = 9 };
	const struct revision_row revision = {
		.number = 1, .canonical = TEXT("{}"),
	};
	const struct class_row class = { .number = 1, .revision = 1,
		.purposes = { (const uint8_t *)"\x80", 1 } };
	struct row row = box_row(0, 1, 'r', 20, arena), new = row;
	const uint8_t decision[16] = { 1 };
	struct store *store = box_new(name, 0);
	struct change *change = box_change("one");
	struct error error;

	new.version = 2;
	change_add_row(change, 5, &row);
	change_replace_record(change, 5, &new, 1, 7);
	change_add_reason(change, 5, decision,
	    (struct sealed){ bytes_of(TEXT("reason")) });
	change_add_name(change, 1, 1, TEXT("email"));
	change_add_revision(change, &revision);
	change_add_class(change, &class);
	change_add_search_key(change, &key);
	change_add_unique(change, 1, bytes_of(TEXT("hash")), 5, "/x");
	change_put_meta(change, TEXT("setting"), bytes_of(TEXT("value")));
	change_entry(change, bytes_of(TEXT("two")));
	assert_ok(box_commit(store, change, &error), &error);
	store_close(store);
}

/* Wrong values for a number, a byte string and a text. */
static const char *const not_numbers[] = {
	"'abc'", "x'01'", "1.5", "'5x'", "-1", "x''"
};
static const char *const not_bytes[] = {
	"'text'", "5", "1.5", "zeroblob(17000000)", "zeroblob(100000000)"
};
static const char *const not_texts[] = {
	"x'6162'", "CAST(x'eda080' AS TEXT)", "CAST(x'ff' AS TEXT)",
	"CAST(x'6100' AS TEXT)", "CAST(zeroblob(17000000) AS TEXT)",
};

static const struct {
	reading *read;
	const char *table, *column;
	char kind;		/* n, b or t */
	const char *others;	/* more that is wrong, by commas; or NULL */
} columns[] = {
	{ read_person, "record", "seq", 'n', "-9223372036854775807" },
	{ read_person, "record", "version", 'n', "0" },
	{ read_person, "record", "state", 'n', "3,4294967296" },
	{ read_person, "record", "class", 'n', "4294967296" },
	{ read_person, "record", "tier", 'n', "256" },
	{ read_person, "record", "sealed", 'b', NULL },
	{ read_history, "history", "seq", 'n', NULL },
	{ read_history, "history", "version", 'n', "0" },
	{ read_history, "history", "class", 'n', "4294967296" },
	{ read_history, "history", "tier", 'n', "256" },
	{ read_history, "history", "sealed", 'b', NULL },
	{ read_reasons, "reason", "decision", 'b',
	  "x'',x'01',zeroblob(15),zeroblob(17)" },
	{ read_reasons, "reason", "sealed", 'b', NULL },
	{ read_names, "name", "space", 'n', "4294967296" },
	{ read_names, "name", "number", 'n', "4294967296" },
	{ read_names, "name", "id", 't', NULL },
	{ read_revisions, "revision", "number", 'n', "0,4294967296" },
	{ read_revisions, "revision", "hash", 'b',
	  "x'',zeroblob(31),zeroblob(33)" },
	{ read_revisions, "revision", "canonical", 't', NULL },
	{ read_classes, "class", "number", 'n', "0,4294967296" },
	{ read_classes, "class", "revision", 'n', "4294967296" },
	{ read_classes, "class", "way", 'n', "4294967296" },
	{ read_classes, "class", "service", 'n', "4294967296" },
	{ read_classes, "class", "subject", 'n', "4294967296" },
	{ read_classes, "class", "purposes", 'b', NULL },
	{ read_classes, "class", "version", 'n', "0" },
	{ read_keys, "search_key", "ix", 'n', NULL },
	{ read_keys, "search_key", "item", 'n', "4294967296" },
	{ read_keys, "search_key", "slot", 'n', NULL },
	{ read_keys, "search_key", "uniqueness", 'n', "2" },
	{ read_keys, "search_key", "state", 'n', "3" },
	{ read_unique, "unique_index", "person", 'n', NULL },
	{ read_meta, "meta", "value", 'b', NULL },
	{ read_head, "log_head", "size", 'n', NULL },
	{ read_head, "log_head", "tiled", 'n', "3" },
	{ read_entries, "log_batch", "count", 'n',
	  "0,1,3,9223372036854775807" },
	{ read_entries, "log_batch", "bytes", 'b',
	  "x'',x'00',x'0003',x'00036f6e65',x'00036f6e6500',"
	  "x'00036f6e65000374776f00',x'00036f6e65ffff74776f'" },
};

/* Reads with one value changed, and puts it back. */
static void
try_value(size_t i, const char *value)
{
	const bool is_meta = strcmp(columns[i].table, "meta") == 0;
	struct arena *arena = arena_new(64 << 20);
	struct store *store;
	struct reader *reader;
	struct error error;
	enum status status;
	char update[512];

	/* PostgreSQL makes a number, bytes and texts of them. */
	if (engine_is_pg() && (strcmp(value, "1.5") == 0 ||
	    strcmp(value, "'text'") == 0 || strcmp(value, "x'6162'") == 0 ||
	    strncmp(value, "CAST(x'", 7) == 0)) {
		arena_free(arena);
		return;
	}
	sql(at("good.data.db"), "CREATE TABLE undo AS SELECT * FROM %s",
	    columns[i].table);
	(void)snprintf(update, sizeof(update),
	    "UPDATE OR IGNORE %s SET %s = %s%s", columns[i].table,
	    columns[i].column, value,
	    is_meta ? " WHERE name = 'setting'" : "");
	/* SQLite itself keeps other types out of integer keys. */
	if (sql_try(at("good.data.db"), update) == SQLITE_MISMATCH) {
		sql(at("good.data.db"), "DROP TABLE undo");
		arena_free(arena);
		return;
	}
	store = box_open("good", 0);
	reader = box_reader(store);
	status = columns[i].read(reader, arena, &error);
	if (status != STATUS_INTEGRITY)
		fail_msg("%s.%s = %s: %d", columns[i].table,
		    columns[i].column, value, status);
	reader_free(reader);
	store_close(store);
	sql(at("good.data.db"), "DELETE FROM %s", columns[i].table);
	sql(at("good.data.db"), "INSERT INTO %s SELECT * FROM undo",
	    columns[i].table);
	sql(at("good.data.db"), "DROP TABLE undo");
	arena_free(arena);
}

/* Opening itself reads the log's head. */
static bool
is_seen_on_opening(size_t i)
{
	return strcmp(columns[i].table, "log_head") == 0 &&
	    strcmp(columns[i].column, "size") == 0;
}

/* The values that are wrong for a kind of column. */
static size_t
wrong_values(char kind, const char *const **values)
{
	if (kind == 'n') {
		*values = not_numbers;
		return LENGTH(not_numbers);
	}
	*values = kind == 'b' ? not_bytes : not_texts;
	_Static_assert(LENGTH(not_bytes) == LENGTH(not_texts), "as many");
	return LENGTH(not_bytes);
}

static void
hostile_rows(void **state)
{
	fill("good", *state);
	for (size_t i = 0; i < LENGTH(columns); i++) {
		const char *const *values;
		size_t n = wrong_values(columns[i].kind, &values);
		char others[256], *other = others, *end;

		if (is_seen_on_opening(i))
			continue;
		for (size_t j = 0; j < n; j++)
			try_value(i, values[j]);
		(void)snprintf(others, sizeof(others), "%s",
		    columns[i].others == NULL ? "" : columns[i].others);
		while (*other != '\0') {
			end = strchr(other, ',');
			if (end != NULL)
				*end = '\0';
			try_value(i, other);
			other = end == NULL ? strchr(other, '\0') : end + 1;
		}
	}
}

/* In the place of a table something else, or nothing. */
static void
hostile_schema(void **state)
{
	static const struct {
		reading *read;
		const char *table;
	} tables[] = {
		{ read_person, "record" }, { read_history, "history" },
		{ read_reasons, "reason" }, { read_names, "name" },
		{ read_revisions, "revision" }, { read_classes, "class" },
		{ read_keys, "search_key" }, { read_unique, "unique_index" },
		{ read_entries, "log_batch" }, { read_people, "record" },
	};

	for (size_t i = 0; i < LENGTH(tables); i++) {
		char name[32];
		struct store *store;
		struct reader *reader;
		struct error error;

		(void)snprintf(name, sizeof(name), "schema%zu", i);
		fill(name, *state);
		sql(at("%s.data.db", name), "DROP TABLE %s",
		    tables[i].table);
		if (i % 2 == 0)
			sql(at("%s.data.db", name),
			    "CREATE VIEW %s AS SELECT 1 AS one",
			    tables[i].table);
		store = box_open(name, 0);
		reader = box_reader(store);
		assert_fails(tables[i].read(reader, *state, &error), &error,
		    STATUS_INTEGRITY, "store_damaged");
		reader_free(reader);
		store_close(store);
	}
}

/* Pages of noise in the file. */
static void
damaged_pages(void **state)
{
	static reading *const readings[] = {
		read_person, read_history, read_reasons, read_names,
		read_revisions, read_classes, read_keys, read_unique,
		read_meta, read_head, read_people, read_entries
	};
	struct bytes whole;
	struct error error;

	ONLY_SQLITE();
	fill("pages", *state);
	assert_ok(file_read(&whole, at("pages.data.db"), 8 << 20, *state,
	    &error), &error);
	for (int round = 0; round < 60; round++) {
		struct arena *arena = arena_new(64 << 20);
		uint8_t *copy = mem_alloc(whole.n);
		struct store *store;
		struct reader *reader;

		memcpy(copy, whole.p, whole.n);
		for (int i = 0; i < 1 + round % 30; i++)
			copy[100 + random_below(whole.n - 100)] =
			    (uint8_t)random_below(256);
		assert_ok(file_put(at("pages.data.db"), (struct bytes){ copy,
		    whole.n }, 0600, &error), &error);
		mem_free(copy);
		if (box_try_open(&store, "pages", 0, &error) == STATUS_OK) {
			reader = box_reader(store);
			for (size_t i = 0; i < LENGTH(readings); i++)
				(void)!readings[i](reader, arena, &error);
			reader_free(reader);
			store_close(store);
		} else {
			assert_true(error.status == STATUS_INTEGRITY ||
			    error.status == STATUS_INVALID);
		}
		arena_free(arena);
	}
}

/* A person with more rows than fit: no memory, and no crash. */
static void
more_than_fits(void **state)
{
	struct arena *small = arena_new(4096);
	struct store *store = box_new("small", 1 << 20);
	struct reader *reader = box_reader(store);
	struct row row = box_row(1, 1, 's', 3000, *state);
	struct change *change = box_change("rows");
	struct error error;
	struct rows rows;

	change_add_row(change, 5, &row);
	row.seq = 2;
	change_add_row(change, 5, &row);
	assert_ok(box_commit(store, change, &error), &error);
	for (int i = 0; i < 2; i++) {
		arena_reset(small);
		assert_fails(reader_person(reader, 5, &rows, small, &error),
		    &error, STATUS_FAILURE, "out_of_memory");
		/* The second time it is in the cache. */
		assert_ok(reader_person(reader, 5, &rows, *state, &error),
		    &error);
		assert_int_equal(rows.n, 2);
	}
	arena_free(small);
	reader_free(reader);
	store_close(store);
}

struct window {
	uint64_t first, last;
};

static enum status
widen(void *context, uint64_t index, struct bytes entry, struct error *error)
{
	struct window *window = context;

	(void)entry;
	(void)error;
	if (window->first == UINT64_MAX)
		window->first = index;
	window->last = index;
	return STATUS_OK;
}

static struct bytes
small_entry(uint64_t i, char room[64])
{
	return (struct bytes){ (const uint8_t *)room,
	    (size_t)snprintf(room, 64, "%llu", (unsigned long long)i) };
}

/* Entries from the middle of a batch, and so many batches. */
static void
entries_in_windows(void **state)
{
	static const struct {
		uint64_t first, batches, from, to;
	} wanted[] = {
		{ 0, 1, 0, 9 }, { 0, 100, 0, 49 }, { 5, 1, 5, 9 },
		{ 9, 2, 9, 19 }, { 10, 1, 10, 19 }, { 49, 5, 49, 49 },
		{ 50, 5, UINT64_MAX, 0 }, { 0, 0, UINT64_MAX, 0 },
	};
	struct store *store = box_new("window", 0);
	struct reader *reader = box_reader(store);
	struct error error;

	(void)state;
	for (uint64_t i = 0; i < 50; i += 10)
		box_append_many(store, i, i + 10, small_entry);
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		struct window window = { UINT64_MAX, 0 };

		assert_ok(reader_entries(reader, wanted[i].first,
		    wanted[i].batches, widen, &window, &error), &error);
		assert_int_equal(window.first, wanted[i].from);
		assert_int_equal(window.last, wanted[i].to);
	}
	reader_free(NULL);
	reader_free(reader);
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
		arena_test(hostile_rows),
		arena_test(hostile_schema),
		arena_test(damaged_pages),
		arena_test(more_than_fits),
		arena_test(entries_in_windows),
	};

	return cmocka_run_group_tests(tests, start, folder_remove);
}
