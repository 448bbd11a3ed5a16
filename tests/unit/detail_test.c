/*
 * What a report shows, results that stay in memory, one label for all others,
 * and what may not come out of a file.
 */
#include "folder.h"

#include "anonymise/anonymise.h"
#include "anonymise/lawful.h"
#include "base/file.h"

static const char table[] =
    "age,city,illness\n"
    "31,A,flu\n32,A,flu\n33,A,cold\n34,A,flu\n"
    "51,B,cold\n52,B,cold\n53,B,cold\n"
    "71,,flu\n72,C,cold\n";

#define PLAN(more) \
	"sekisho_plan: 1\ncolumns:\n" \
	"  - {name: age, role: quasi_identifier," \
	" hierarchy: {bands: [10, 50]}}\n" \
	"  - {name: city, role: quasi_identifier," \
	" hierarchy: {file: city.csv, others: その他}}\n" \
	"  - {name: illness, role: sensitive}\n" \
	"models:\n  - k_anonymity: 2\n" \
	"  - distinct_l_diversity: {column: illness, l: 1}\n" \
	"output: {order: shuffled, suppressed: drop}\n" more

static void
put(const char *name, const char *text)
{
	struct error error;

	assert_ok(file_put(at("%s", name), bytes_of(text_of(text)), 0600,
	    &error), &error);
}

static const struct plan *
load(struct arena *arena, const char *text)
{
	const struct plan *plan;
	struct findings findings;
	struct error error;

	put("plan.yaml", text);
	findings_init(&findings, arena, "plan.yaml");
	assert_ok(plan_load(&plan, at("plan.yaml"), &findings, arena,
	    &error), &error);
	return plan;
}

static enum status
run(const struct plan *plan, struct file_stream **file,
    struct detail **detail, struct anonymise_report *report,
    struct arena *arena, struct error *error)
{
	const struct anonymise_options options = {
		.keep = file, .detail = detail, .threads = 1,
		.dice = dice_system(),
	};
	struct csv *csv;
	struct table *rows;
	enum status status;

	put("in.csv", table);
	assert_ok(csv_open(&csv, at("in.csv"), &plan->input, error), error);
	assert_ok(rows_csv(&rows, csv, error), error);
	status = anonymise_run(report, plan, rows, &options, arena, error);
	rows->ops->release(rows);
	csv_close(csv);
	return status;
}

static void
shows_what_was_done(void **state)
{
	struct file_stream *file = NULL;
	struct detail *detail = NULL;
	struct anonymise_report report;
	struct error error;
	char bytes[400];
	size_t n = sizeof(bytes);

	put("city.csv", "A;north;*\nB;south;*\n");
	assert_ok(run(load(*state, PLAN("")), &file, &detail, &report,
	    *state, &error), &error);
	assert_true(report.written && report.checked);
	/* The file is in memory, whole. */
	assert_ok(file_stream_read(file, 0, bytes, &n, &error), &error);
	assert_true(n > 0 && n < sizeof(bytes));
	bytes[n] = '\0';
	assert_non_null(strstr(bytes, "その他"));
	assert_null(strstr(bytes, ",C,"));
	assert_false(file_exists(at("out.csv")));
	/* Nine rows alone before; none afterwards. */
	assert_int_equal(detail->sizes[0].rows[0], 9);
	assert_int_equal(detail->sizes[0].rows[1], 0);
	assert_int_equal(report.after.alone, 0);
	/* Distributions are of the labels that come out. */
	assert_int_equal(detail->columns, 2);
	assert_string_equal(detail->column[1].name, "city");
	for (size_t c = 0; c < detail->columns; c++) {
		uint64_t before = 0, after = 0;

		for (size_t i = 0; i < detail->column[c].count; i++) {
			before += detail->column[c].labels[i].rows[0];
			after += detail->column[c].labels[i].rows[1];
		}
		assert_int_equal(before, 9);
		assert_int_equal(after, 9 - report.suppressed);
	}
	/* All of B have a cold. */
	assert_int_equal(detail->sensitives, 1);
	assert_string_equal(detail->sensitive[0].name, "illness");
	assert_true(detail->sensitive[0].highest == 1);
	assert_int_equal(detail->sensitive[0].same_rows, 3);
	/* The plan's own point is as the run was, and k = 50 cannot be. */
	assert_int_equal(detail->points, DETAIL_POINTS - 1);
	assert_true(detail->point[0].chosen && detail->point[0].possible);
	assert_string_equal(detail->point[0].node, report.optimum);
	assert_false(detail->point[DETAIL_POINTS - 1].possible);
	for (size_t i = 1; i < detail->points; i++)
		assert_false(detail->point[i].possible &&
		    detail->point[i].limit == 0 && detail->point[i].score <
		    detail->point[0].score);
	file_stream_free(file);
	detail_free(detail);
}

static void
knows_no_others_without_a_label(void **state)
{
	struct file_stream *file = NULL;
	struct detail *detail = NULL;
	struct anonymise_report report;
	struct error error;
	const char *plan = "sekisho_plan: 1\ncolumns:\n"
	    "  - {name: city, role: quasi_identifier,"
	    " hierarchy: {file: city.csv}}\n"
	    "undeclared: delete\nmodels: [{k_anonymity: 2}]\n";

	put("city.csv", "A;north;*\nB;south;*\n");
	assert_fails(run(load(*state, plan), &file, &detail, &report, *state,
	    &error), &error, STATUS_INVALID, "value_not_in_hierarchy");
	assert_null(file);
	assert_null(detail);
}

/* A built-in hierarchy takes what it cannot read under one label too. */
static void
reads_others_in_builtins(void **state)
{
	const struct hierarchy_recipe recipe = {
		.rule = RULE_BIRTH_DATE, .others = TEXT("不明"),
		.reference_day = 20000,
	};
	struct hierarchy h;
	struct dict values;
	struct error error;
	uint32_t missing;

	(void)state;
	assert_true(dict_init(&values));
	assert_int_equal(dict_add_text(&values, TEXT("1990-01-02"), 1), 0);
	assert_int_equal(dict_add_text(&values, TEXT(""), 2), 1);
	assert_int_equal(dict_add_text(&values, TEXT("いつか"), 3), 2);
	assert_ok(hierarchy_build(&h, &recipe, &values, &missing, &error),
	    &error);
	assert_int_equal(missing, DICT_NONE);
	assert_int_equal(h.leaves, 3);
	assert_int_equal(h.label[3].count, 2);
	assert_int_equal(h.label[4].count, 1);
	hierarchy_free(&h);
	dict_free(&values);
}

static void
output_is(struct arena *arena, const char *text, const char *code)
{
	const struct plan *plan = load(arena, PLAN(""));
	struct error error = { .status = STATUS_OK };

	put("result.csv", text);
	if (code == NULL)
		assert_ok(lawful_output(LAWFUL_ANONYMISED, plan,
		    at("result.csv"), &error), &error);
	else
		assert_fails(lawful_output(LAWFUL_ANONYMISED, plan,
		    at("result.csv"), &error), &error, STATUS_REFUSED, code);
}

/* Rules 34(1), (2), (4), from the file itself. */
static void
searches_the_output(void **state)
{
	output_is(*state, "age,city,illness\n30-39,north,flu\n"
	    "30-39,north,flu\n", NULL);
	output_is(*state, "age,city,illness\n30-39,north,flu\n"
	    "30-39,north,cold\n", "singular_value");
	output_is(*state, "age,city,illness\n30-39,a@example.jp,flu\n"
	    "30-39,a@example.jp,flu\n", "identifier_found");
	output_is(*state, "age,city,illness\n30-39,090-0123-4567,flu\n"
	    "30-39,090-0123-4567,flu\n", "identifier_found");
	output_is(*state, "age,city,illness\n30-39,4111111111111111,flu\n"
	    "30-39,4111111111111111,flu\n", "identifier_found");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(shows_what_was_done),
		arena_test(knows_no_others_without_a_label),
		arena_test(reads_others_in_builtins),
		arena_test(searches_the_output),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
