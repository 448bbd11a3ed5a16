#include "base/file.h"
#include "connector/mapping.h"
#include "folder.h"

static const char table[] = "氏名,メール\n見本 太郎,a@example.jp\n";
static const char good[] =
	"sekisho_mapping: 1\n"
	"way: application_form\n"
	"columns:\n"
	"  - {column: 氏名, item: name}\n"
	"  - {column: メール, item: email}\n";

static enum status
read_as(struct mapping *mapping, const char *text, size_t n,
    struct arena *arena, struct error *error)
{
	const struct table_in_options options = {
		.csv = { .delimiter = ',' }, .sheet = { "", 0 },
	};
	struct findings findings;
	struct table_in *in;
	enum status status;

	assert_ok(file_put(at("table.csv"), (struct bytes){
	    (const uint8_t *)table, sizeof(table) - 1 }, 0600, error), error);
	assert_ok(file_put(at("mapping.yaml"), (struct bytes){
	    (const uint8_t *)text, n }, 0600, error), error);
	assert_ok(table_in_open(&in, at("table.csv"), &options, error), error);
	findings_init(&findings, arena, "mapping.yaml");
	status = mapping_read(mapping, at("mapping.yaml"), in, &findings,
	    arena, error);
	table_in_close(in);
	return status;
}

static void
takes_what_is_good(void **state)
{
	struct arena *arena = arena_new(16 << 20);
	struct mapping mapping;
	struct error error;

	(void)state;
	assert_ok(read_as(&mapping, good, sizeof(good) - 1, arena, &error),
	    &error);
	assert_int_equal(mapping.count, 2);
	assert_text(mapping_column_of(&mapping, TEXT("email")), "メール");
	arena_free(arena);
}

/* A letter that is cut off: what reads letters must not go past the end. */
static void
refuses_what_is_no_text(void **state)
{
	struct arena *arena = arena_new(16 << 20);
	struct mapping mapping;
	struct error error;

	(void)state;
	for (size_t n = sizeof(good) - 1; n > 0; n--) {
		if (((uint8_t)good[n] & 0xC0) != 0x80)
			continue;
		arena_reset(arena);
		assert_fails(read_as(&mapping, good, n, arena, &error),
		    &error, STATUS_INVALID, "not_utf8");
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_is_good),
		cmocka_unit_test(refuses_what_is_no_text),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
