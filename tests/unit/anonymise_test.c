#include "test.h"

#include <fcntl.h>
#include <unistd.h>

#include "anonymise/anonymise.h"
#include "anonymise/dataset.h"
#include "anonymise/emit.h"
#include "anonymise/mondrian.h"
#include "anonymise/recheck.h"
#include "anonymise/suggest.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/yaml.h"

/*
 * Whole runs, from a CSV file and a plan to a file that was checked; and
 * files that were tampered with, which must not pass.
 */

enum { PATH_LENGTH = 128 };

struct place {
	char folder[PATH_LENGTH];
	char input[PATH_LENGTH];
	char output[PATH_LENGTH];
	struct arena *arena;
	const struct plan *plan;
	struct findings findings;
	struct csv *csv;
	struct table *rows;
};

static uint64_t seed = 1;

static uint64_t
next(uint64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % below;
}

/* Dice that always fall alike. */
static void
fixed(void *context, uint8_t *out, size_t n)
{
	(void)context;
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)next(256);
}

static const struct dice_source dice = { fixed, NULL };

static void
put_file(const char *path, const char *text)
{
	struct error error;

	assert_ok(file_put(path, bytes_of(text_of(text)), 0600, &error),
	    &error);
}

static struct place
begin(struct arena *arena, const char *input)
{
	struct place place = { .arena = arena };

	seed = 1;
	(void)snprintf(place.folder, sizeof(place.folder),
	    "/tmp/sekisho_anon_XXXXXX");
	assert_non_null(mkdtemp(place.folder));
	(void)snprintf(place.input, sizeof(place.input), "%.100s/in.csv",
	    place.folder);
	(void)snprintf(place.output, sizeof(place.output), "%.100s/out.csv",
	    place.folder);
	put_file(place.input, input);
	return place;
}

static void
drop_input(struct place *place)
{
	if (place->rows != NULL)
		place->rows->ops->release(place->rows);
	csv_close(place->csv);
	place->rows = NULL;
	place->csv = NULL;
}

static void
end(struct place *place)
{
	drop_input(place);
	(void)unlink(place->input);
	(void)unlink(place->output);
	(void)rmdir(place->folder);
}

static enum status
load(struct place *place, const char *plan, struct error *error)
{
	const struct plan_place folder = { .folder = place->folder };
	const struct node *root;
	enum status status = yaml_parse(&root, text_of(plan), "plan",
	    place->arena, error);

	drop_input(place);
	findings_init(&place->findings, place->arena, "plan");
	if (status == STATUS_OK)
		status = plan_from_node(&place->plan, root, &folder,
		    &place->findings, place->arena, error);
	if (status == STATUS_OK)
		status = csv_open(&place->csv, place->input,
		    &place->plan->input, error);
	if (status == STATUS_OK)
		status = rows_csv(&place->rows, place->csv, error);
	return status;
}

static enum status
run(struct place *place, const char *plan, struct anonymise_report *report,
    struct error *error)
{
	struct anonymise_options options = {
		.output = place->output, .threads = 2, .dice = dice
	};
	enum status status = load(place, plan, error);

	if (status != STATUS_OK)
		return status;
	return anonymise_run(report, place->plan, place->rows, &options,
	    place->arena, error);
}

static void
expect_output(struct place *place, const char *wanted)
{
	struct text got;
	struct error error;

	assert_ok(file_read_text(&got, place->output, 1 << 24, place->arena,
	    &error), &error);
	assert_text(got, wanted);
}

static const char small[] =
    "age,city,illness,note\n"
    "34,A,flu,one\n"
    "36,A,flu,\"two, too\"\n"
    "35,A,cold,three\n"
    "51,B,flu,=1+1\n"
    "52,B,cold,-5\n"
    "99,C,flu,six\n";

#define COLUMNS \
	"sekisho_plan: 1\n" \
	"columns:\n" \
	"  - { name: age, role: quasi_identifier," \
	" hierarchy: { bands: [10, 50] } }\n" \
	"  - { name: city, role: quasi_identifier }\n" \
	"  - { name: illness, role: sensitive }\n" \
	"  - { name: note, role: keep }\n"

static void
writes_and_checks(void **state)
{
	struct place place = begin(*state, small);
	struct anonymise_report report;
	struct error error;

	assert_ok(run(&place, COLUMNS "models: [{ k_anonymity: 2 }]\n"
	    "suppression_limit: 0.2\n", &report, &error), &error);
	assert_string_equal(report.optimum, "1-0");
	assert_int_equal(report.suppressed, 1);
	assert_int_equal(report.classes, 2);
	assert_int_equal(report.smallest, 2);
	assert_true(report.proven && report.written && report.checked);
	expect_output(&place, "age,city,illness,note\n"
	    "30-39,A,flu,one\n"
	    "30-39,A,flu,\"two, too\"\n"
	    "30-39,A,cold,three\n"
	    "50-59,B,flu,'=1+1\n"
	    "50-59,B,cold,-5\n"
	    "*,*,flu,six\n");
	end(&place);
}

static void
drops_and_formats(void **state)
{
	struct place place = begin(*state, small);
	struct anonymise_report report;
	struct error error;

	assert_ok(run(&place, COLUMNS "models: [{ k_anonymity: 2 }]\n"
	    "suppression_limit: 0.2\n"
	    "output: { suppressed: drop, newline: crlf, delimiter: ';',"
	    " bom: true, formula_guard: false }\n", &report, &error),
	    &error);
	assert_int_equal(report.rows_written, 5);
	expect_output(&place, "age;city;illness;note\r\n"
	    "30-39;A;flu;one\r\n"
	    "30-39;A;flu;two, too\r\n"
	    "30-39;A;cold;three\r\n"
	    "50-59;B;flu;=1+1\r\n"
	    "50-59;B;cold;-5\r\n");
	end(&place);
}

static void
fails(struct arena *arena, const char *input, const char *plan,
    const char *code, const char *field)
{
	struct place place = begin(arena, input);
	struct anonymise_report report;
	struct error error;

	assert_fails(run(&place, plan, &report, &error), &error,
	    STATUS_INVALID, code);
	if (!text_ends_with(text_of(error.field), field))
		print_error("%s\n", error.field);
	assert_true(text_ends_with(text_of(error.field), field));
	assert_false(file_exists(place.output));
	end(&place);
}

#define TWO "models: [{ k_anonymity: 2 }]\n"

static void
refuses_what_does_not_fit(void **state)
{
	fails(*state, small, COLUMNS "models: [{ k_anonymity: 7 }]\n"
	    "suppression_limit: 99%\n", "plan_impossible", "");
	fails(*state, "age,city,illness,note,extra\n1,2,3,4,5\n",
	    COLUMNS TWO, "column_not_declared", "");
	fails(*state, "age,city,illness\n1,2,3\n", COLUMNS TWO,
	    "column_missing", "");
	fails(*state, "age,city,illness,note\n", COLUMNS TWO, "no_rows", "");
	fails(*state, "age,city,illness,note\n1,A,x,y\nold,A,x,y\n",
	    COLUMNS TWO, "value_not_in_hierarchy", "in.csv:3:age");
	fails(*state, "age,city,illness,note\n1,A,x,y\n2,A,x\n",
	    COLUMNS TWO, "csv_ragged", "in.csv:3");
	fails(*state, small, COLUMNS TWO "delete_rows:\n"
	    "  - { column: city, values: [A, B, C] }\n", "no_rows", "");
	fails(*state, small, "sekisho_plan: 1\nundeclared: delete\ncolumns:\n"
	    "  - { name: age, role: quasi_identifier,"
	    " hierarchy: { bands: [10] }, levels: { max: 9 } }\n" TWO,
	    "level_too_high", "");
	fails(*state, small, "sekisho_plan: 1\nundeclared: delete\ncolumns:\n"
	    "  - { name: city, role: quasi_identifier, top_code: { at: 3 } }"
	    "\n" TWO, "not_a_number", "in.csv:2:city");
}

static void
plan_fails(struct arena *arena, const char *plan, const char *code,
    const char *field)
{
	struct place place = begin(arena, small);
	struct error error;

	assert_fails(load(&place, plan, &error), &error, STATUS_INVALID,
	    code);
	assert_string_equal(error.field, field);
	end(&place);
}

static void
checks_plans(void **state)
{
	plan_fails(*state, "sekisho_plan: 1\ncolums: []\n", "missing_key",
	    "plan:1:1");
	plan_fails(*state, COLUMNS "models:\n  - { k_anonymity: 0 }\n",
	    "bad_value", "plan:8:20");
	plan_fails(*state, COLUMNS "models:\n"
	    "  - { k_anonymity: 2, k_map: 2 }\n", "exactly_one",
	    "plan:8:5");
	plan_fails(*state, COLUMNS "models:\n"
	    "  - { distinct_l_diversity: { column: city, l: 2 } }\n",
	    "not_sensitive", "plan:8:39");
	plan_fails(*state, COLUMNS "models:\n"
	    "  - { t_closeness: { column: illness, t: 2 } }\n",
	    "bad_value", "plan:8:42");
	plan_fails(*state, COLUMNS "models:\n"
	    "  - { t_closeness: { column: x, t: 1 } }\n",
	    "unknown_column", "plan:8:30");
	plan_fails(*state, COLUMNS "models:\n  - { k_map: 2 }\n",
	    "no_subset", "plan:8:5");
	plan_fails(*state, COLUMNS TWO "suppression_limit: 2\n",
	    "bad_value", "plan:8:20");
	plan_fails(*state, COLUMNS TWO "pseudo_rows: 3\n", "pseudo_order",
	    "plan:8:14");
	plan_fails(*state, COLUMNS
	    "  - { name: age, role: keep }\n" TWO, "duplicate_column",
	    "plan:7:13");
	plan_fails(*state, "sekisho_plan: 1\ncolumns:\n"
	    "  - { name: age, role: keep }\n" TWO, "no_quasi_identifier",
	    "plan:3:3");
}

/* Operators that need no dice. */
static void
operates_on_values(void **state)
{
	struct place place = begin(*state,
	    "q,a,b,c\nx,1,10,u\nx,2,20.5,u\ny,30,30,v\ny,4,40,w\nz,5,50,v\n");
	struct anonymise_report report;
	struct error error;

	assert_ok(run(&place, "sekisho_plan: 1\ncolumns:\n"
	    "  - { name: q, role: quasi_identifier }\n"
	    "  - { name: a, role: keep, bottom_code: { at: 1 },"
	    " top_code: { at: 5, label: many } }\n"
	    "  - { name: b, role: keep, micro_aggregate: { size: 2 } }\n"
	    "  - { name: c, role: keep, delete_cells: { fewer_than: 2,"
	    " label: '?' } }\n"
	    "delete_rows: [{ column: q, fewer_than: 2 }]\n" TWO, &report,
	    &error), &error);
	assert_int_equal(report.rows_deleted, 1);
	expect_output(&place, "q,a,b,c\nx,1以下,15.3,u\nx,2,15.3,u\n"
	    "y,many,40.0,v\ny,4,40.0,?\n");
	end(&place);
}

/* A table of that many rows, whose values are easy to count. */
static const char *
table(struct arena *arena, int rows)
{
	struct buf buf;

	buf_init(&buf, arena, 1 << 24);
	buf_string(&buf, "age,city,illness,note\n");
	for (int i = 0; i < rows; i++) {
		int age = (int)next(100), city = (int)next(5);

		buf_printf(&buf, "%d,%c,%d,%d\n", age, 'A' + city,
		    (int)next(7), i);
	}
	buf_byte(&buf, 0);
	return (const char *)buf.p;
}

static void
swaps_shuffles_and_adds(void **state)
{
	struct place place = begin(*state, table(*state, 2000));
	struct anonymise_report report;
	struct csv_options options = { .delimiter = 0 };
	struct csv *csv;
	struct error error;
	struct text fields[4];
	uint64_t line, notes = 0, sum = 0;
	bool more = true, moved = false;

	assert_ok(run(&place, COLUMNS
	    "models:\n"
	    "  - k_anonymity: 3\n"
	    "  - { distinct_l_diversity: { column: illness, l: 2 } }\n"
	    "suppression_limit: 10%\n"
	    "pseudo_rows: 100\n"
	    "output: { order: shuffled }\n", &report, &error), &error);
	assert_true(report.checked);
	assert_int_equal(report.rows_written, 2100);
	assert_int_equal(report.rows_pseudo, 100);
	assert_ok(csv_open(&csv, place.output, &options, &error), &error);
	for (int64_t i = 0; ; i++) {
		int64_t note = 0;

		assert_ok(csv_next(csv, fields, &line, &more, *state,
		    &error), &error);
		if (!more)
			break;
		assert_true(text_to_int(fields[3], &note));
		moved |= note != i;
		notes++;
		sum += (uint64_t)note;
	}
	csv_close(csv);
	assert_true(moved);
	assert_int_equal(notes, 2100);
	/* All notes once, and a hundred that were drawn. */
	assert_true(sum > 2000 * 1999 / 2);
	assert_fails(run(&place, COLUMNS TWO "pseudo_rows: 2001\n"
	    "output: { order: shuffled }\n", &report, &error),
	    &error, STATUS_INVALID, "too_many_pseudo_rows");
	end(&place);
}

static void
adds_noise_and_swaps(void **state)
{
	struct place place;
	struct anonymise_report report;
	struct csv_options options = { .delimiter = 0 };
	struct csv *csv;
	struct error error;
	struct text fields[4];
	uint64_t line, illness[7] = { 0 }, moved = 0;
	bool more = true;

	seed = 1;
	place = begin(*state, table(*state, 1000));
	assert_ok(run(&place, "sekisho_plan: 1\ncolumns:\n"
	    "  - { name: age, role: quasi_identifier,"
	    " hierarchy: { bands: [10, 50] } }\n"
	    "  - { name: city, role: quasi_identifier }\n"
	    "  - { name: illness, role: keep,"
	    " swap: { share: 50%, within: [city] } }\n"
	    "  - { name: note, role: keep,"
	    " noise: { amplitude: 2, distribution: triangular } }\n" TWO
	    "suppression_limit: 10%\n", &report, &error), &error);
	assert_ok(csv_open(&csv, place.output, &options, &error), &error);
	for (int64_t i = 0; ; i++) {
		int64_t note = 0, kind = 0;

		assert_ok(csv_next(csv, fields, &line, &more, *state,
		    &error), &error);
		if (!more)
			break;
		assert_true(text_to_int(fields[3], &note));
		assert_true(note >= i - 2 && note <= i + 2);
		moved += note != i;
		assert_true(text_to_int(fields[2], &kind));
		illness[kind]++;
	}
	csv_close(csv);
	/* Swapping changes no sum: count the input's. */
	assert_true(moved > 500);
	seed = 1;
	for (int i = 0; i < 1000; i++) {
		(void)next(100);
		(void)next(5);
		illness[next(7)]--;
	}
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(illness[i], 0);
	end(&place);
}

static void
recodes_locally(void **state)
{
	struct place place = begin(*state, table(*state, 3000));
	struct anonymise_report report, whole;
	struct error error;
	const char *models = "models:\n"
	    "  - k_anonymity: 5\n"
	    "  - { t_closeness: { column: illness, t: 0.4 } }\n"
	    "suppression_limit: 5%\n";
	char plan[1024];

	(void)snprintf(plan, sizeof(plan), "%s%s%s", COLUMNS, models,
	    "transformation: local\n");
	assert_ok(run(&place, plan, &report, &error), &error);
	assert_true(report.local && report.checked);
	assert_int_equal(report.suppressed, 0);
	assert_true(report.smallest >= 5);
	end(&place);
	place = begin(*state, table(*state, 3000));
	(void)snprintf(plan, sizeof(plan), "%s%s", COLUMNS, models);
	assert_ok(run(&place, plan, &whole, &error), &error);
	/* That is what local recoding is for. */
	assert_true(report.score < whole.score);
	end(&place);
}

static void
keeps_to_the_subset(void **state)
{
	struct place place = begin(*state,
	    "a,b,in\n1,x,y\n2,x,n\n1,x,y\n2,z,n\n2,z,n\n1,z,y\n");
	struct anonymise_report report;
	struct error error;

	assert_ok(run(&place, "sekisho_plan: 1\ncolumns:\n"
	    "  - { name: a, role: quasi_identifier }\n"
	    "  - { name: b, role: quasi_identifier }\n"
	    "  - { name: in, role: delete }\n"
	    "subset: { column: in, value: y }\n"
	    "models:\n  - k_map: 3\n", &report, &error), &error);
	assert_string_equal(report.optimum, "1-0");
	assert_int_equal(report.rows, 3);
	assert_int_equal(report.rows_outside, 3);
	expect_output(&place, "a,b\n*,x\n*,x\n*,z\n");
	end(&place);
}

/* Standard input cannot be read twice: everything is kept instead. */
static void
reads_what_cannot_be_rewound(void **state)
{
	struct place place = begin(*state, small);
	struct anonymise_report report;
	struct anonymise_options options = {
		.output = place.output, .threads = 2, .dice = dice
	};
	struct error error;

	assert_ok(load(&place, COLUMNS TWO "suppression_limit: 0.2\n",
	    &error), &error);
	place.rows->again = false;
	assert_ok(anonymise_run(&report, place.plan, place.rows, &options,
	    place.arena, &error), &error);
	expect_output(&place, "age,city,illness,note\n"
	    "30-39,A,flu,one\n"
	    "30-39,A,flu,\"two, too\"\n"
	    "30-39,A,cold,three\n"
	    "50-59,B,flu,'=1+1\n"
	    "50-59,B,cold,-5\n"
	    "*,*,flu,six\n");
	end(&place);
}

/* A finished run with its claim, so that other files can be held to it. */
struct claimed {
	struct dataset dataset;
	struct problem problem;
	struct outcome outcome;
	struct emitted emitted;
	struct recheck_claim claim;
};

static void
claim_run(struct place *place, struct claimed *c, const char *plan)
{
	struct optimum best;
	struct error error;
	struct file_stream *stream;

	memset(c, 0, sizeof(*c));
	assert_ok(load(place, plan, &error), &error);
	assert_ok(dataset_open(&c->dataset, place->plan, place->rows, true, 2,
	    dice, NULL, &error), &error);
	assert_ok(dataset_read(&c->dataset, &error), &error);
	assert_ok(dataset_problem(&c->dataset, &c->problem, &error), &error);
	assert_ok(optimum_find(&best, &c->problem, 0, NULL, &error), &error);
	assert_true(best.found);
	assert_ok(outcome_of_node(&c->outcome, &c->problem, &best.node,
	    &error), &error);
	assert_ok(file_stream_open(&stream, place->output, 0600, &error),
	    &error);
	assert_ok(emit_rows(&c->emitted, stream, &c->dataset, &c->problem,
	    &c->outcome, &error), &error);
	assert_ok(file_stream_commit(stream, &error), &error);
	file_stream_free(stream);
	c->claim = (struct recheck_claim){
		place->plan, &c->dataset, &c->problem, &c->outcome,
		&c->emitted
	};
}

static void
unclaim(struct claimed *c)
{
	emit_free(&c->emitted);
	outcome_free(&c->outcome);
	problem_free(&c->problem);
	dataset_free(&c->dataset);
}

static void
finds_tampered_files(void **state)
{
	static const char *const tampered[] = {
		/* A row less, a row more, a class too small. */
		"age,city,illness,note\n30-39,A,flu,one\n30-39,A,flu,x\n"
		"50-59,B,flu,y\n50-59,B,cold,-5\n*,*,flu,six\n",
		"age,city,illness,note\n30-39,A,flu,1\n30-39,A,flu,2\n"
		"30-39,A,cold,3\n30-39,A,cold,4\n50-59,B,flu,y\n"
		"50-59,B,cold,5\n*,*,flu,6\n",
		"age,city,illness,note\n30-39,A,flu,1\n30-39,A,flu,2\n"
		"30-39,A,cold,3\n50-59,B,flu,y\n50-59,A,cold,5\n*,*,flu,6\n",
		/* A value that was not generalised, and one that is new. */
		"age,city,illness,note\n34,A,flu,1\n30-39,A,flu,2\n"
		"30-39,A,cold,3\n50-59,B,flu,y\n50-59,B,cold,5\n*,*,flu,6\n",
		"age,city,illness,note\n31-40,A,flu,1\n31-40,A,flu,2\n"
		"31-40,A,cold,3\n50-59,B,flu,y\n50-59,B,cold,5\n*,*,flu,6\n",
		/* One not suppressed; too many are; no diversity left. */
		"age,city,illness,note\n30-39,A,flu,1\n30-39,A,flu,2\n"
		"30-39,A,cold,3\n50-59,B,flu,y\n50-59,B,cold,5\n90-99,C,flu,"
		"6\n",
		"age,city,illness,note\n30-39,A,flu,1\n30-39,A,flu,2\n"
		"30-39,A,cold,3\n*,*,flu,y\n*,*,cold,5\n*,*,flu,6\n",
		"age,city,illness,note\n30-39,A,flu,1\n30-39,A,flu,2\n"
		"30-39,A,cold,3\n50-59,B,cold,y\n50-59,B,cold,5\n*,*,flu,"
		"6\n",
		/* Another sensitive value; other columns. */
		"age,city,illness,note\n30-39,A,plague,1\n30-39,A,flu,2\n"
		"30-39,A,cold,3\n50-59,B,flu,y\n50-59,B,cold,5\n*,*,flu,6\n",
		"age,illness,city,note\n30-39,A,flu,1\n30-39,A,flu,2\n"
		"30-39,A,cold,3\n50-59,B,flu,y\n50-59,B,cold,5\n*,*,flu,6\n",
	};
	struct place place = begin(*state, small);
	struct claimed c;
	struct error error;

	claim_run(&place, &c, COLUMNS "models:\n  - k_anonymity: 2\n"
	    "  - { distinct_l_diversity: { column: illness, l: 2 } }\n"
	    "suppression_limit: 0.2\n");
	assert_ok(recheck_file(place.output, &c.claim, 2, NULL, &error),
	    &error);
	for (size_t i = 0; i < LENGTH(tampered); i++) {
		put_file(place.output, tampered[i]);
		if (recheck_file(place.output, &c.claim, 2, NULL, &error) !=
		    STATUS_INTEGRITY)
			print_error("tampered file %zu passed\n", i);
		assert_fails(recheck_file(place.output, &c.claim, 2, NULL,
		    &error), &error, STATUS_INTEGRITY, "recheck_failed");
	}
	unclaim(&c);
	end(&place);
}

static void
suggests(void **state)
{
	struct place place = begin(*state, "氏名,年齢,生年月日,住所,番号,年収\n"
	    "試験 太郎,34,1992-01-01,東京都,123456789018,4500000\n"
	    "試験 花子,35,1991-02-03,大阪府,123456789018,5300000\n");
	struct csv_options options = { .delimiter = 0 };
	struct error error;
	struct buf buf;

	assert_ok(csv_open(&place.csv, place.input, &options, &error),
	    &error);
	assert_ok(rows_csv(&place.rows, place.csv, &error), &error);
	buf_init(&buf, *state, 1 << 16);
	assert_ok(suggest_plan(&buf, place.rows,
	    clock_day_number(2026, 11, 22), LANGUAGE_EN, &error),
	    &error);
	assert_true(text_find(buf_as_text(&buf), TEXT(
	    "\"氏名\"\n    # a name, 2 different\n    role: delete")) > 0);
	assert_true(text_find(buf_as_text(&buf), TEXT(
	    "{ builtin: age }")) > 0);
	assert_true(text_find(buf_as_text(&buf), TEXT(
	    "{ builtin: birth_date, reference_date: 2026-11-22 }")) > 0);
	/* Seven digits, and yet no postal code. */
	assert_true(text_find(buf_as_text(&buf), TEXT(
	    "{ builtin: money }")) > 0);
	end(&place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(writes_and_checks),
		arena_test(drops_and_formats),
		arena_test(refuses_what_does_not_fit),
		arena_test(checks_plans),
		arena_test(operates_on_values),
		arena_test(swaps_shuffles_and_adds),
		arena_test(adds_noise_and_swaps),
		arena_test(recodes_locally),
		arena_test(keeps_to_the_subset),
		arena_test(reads_what_cannot_be_rewound),
		arena_test(finds_tampered_files),
		arena_test(suggests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
