#include <sys/resource.h>
#include <time.h>

#include "anonymise/anonymise.h"
#include "anonymise/dataset.h"
#include "anonymise/emit.h"
#include "anonymise/mondrian.h"
#include "anonymise/outcome.h"
#include "anonymise/recheck.h"
#include "base/clock.h"

/* One run. */
struct run {
	const struct plan *plan;
	const struct anonymise_options *options;
	const struct progress *progress;	/* or NULL */
	struct anonymise_report *report;
	struct dataset dataset;
	struct problem problem;
	struct outcome outcome;
	double mark;		/* when the last step ended */
};

static double
clock_of(clockid_t id)
{
	struct timespec now;

	(void)clock_gettime(id, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Milliseconds of processor time since the last call. */
static double
lap(struct run *run)
{
	double now = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	double since = now - run->mark;

	run->mark = now;
	return since;
}

static enum status
impossible(const struct run *run, struct error *error)
{
	const struct problem *problem = &run->problem;
	enum status status = error_set(error, STATUS_INVALID,
	    "plan_impossible",
	    "%llu 行のうち %llu 行までの抑制では、どの一般化も基準を"
	    "満たしません",
	    "of %llu rows up to %llu may be suppressed, and no "
	    "generalisation satisfies the models",
	    (unsigned long long)problem->total,
	    (unsigned long long)problem->limit);

	error_remedy_say(error, (struct words){
	    "基準を緩めるか、suppression_limit を上げるか、階層の段を増やして"
	    "ください", "weaken the models, raise suppression_limit, or give "
	    "the hierarchies more levels" });
	return status;
}

/* Local recoding ends at the roots, so there must be one in each column. */
static enum status
check_roots(const struct run *run, struct error *error)
{
	for (size_t f = 0; f < run->problem.fields; f++) {
		const struct field *field = run->problem.field[f];

		if (field->level[field->levels - 1].size == 1)
			continue;
		return error_set(error, STATUS_INVALID, "hierarchy_no_root",
		    "列「%.*s」の階層には一つの根が必要です",
		    "the hierarchy of \"%.*s\" needs a single root",
		    TEXT_ARGS(field->name));
	}
	return STATUS_OK;
}

static enum status
recode(struct run *run, struct error *error)
{
	bool is_possible = false;
	enum status status = check_roots(run, error);

	if (status == STATUS_OK)
		status = mondrian_outcome(&run->outcome, &is_possible,
		    &run->problem, run->progress, error);
	if (status == STATUS_OK && !is_possible)
		return impossible(run, error);
	return status;
}

static enum status
search(struct run *run, struct error *error)
{
	const struct progress *progress = run->progress;
	int64_t limit = run->options->time_limit;
	struct optimum best;
	enum status status;

	if (limit == 0 && run->problem.nodes > ANONYMISE_PATIENT_NODES)
		limit = ANONYMISE_PATIENCE_MS;
	if (run->problem.nodes > (uint64_t)1 << 40)
		return error_set(error, STATUS_INVALID, "lattice_too_large",
		    "段の組み合わせが多すぎます。levels で減らすか "
		    "transformation: local を使ってください",
		    "there are too many combinations of levels; restrict "
		    "them by levels or use transformation: local");
	if (run->options->exhaustive)
		status = optimum_exhaustive(&best, &run->problem, progress,
		    error);
	else
		status = optimum_find(&best, &run->problem, limit == 0 ? 0 :
		    clock_monotonic() + limit, progress, error);
	if (status != STATUS_OK)
		return status;
	if (!best.found && !best.proven)
		return error_set(error, STATUS_BUSY, "time_limit",
		    "時間内に基準を満たすものが見つかりませんでした",
		    "nothing that satisfies the models was found in time");
	if (!best.found)
		return impossible(run, error);
	run->report->proven = best.proven;
	run->report->nodes_checked = best.checked;
	problem_print(&run->problem, &best.node, run->report->optimum);
	return outcome_of_node(&run->outcome, &run->problem, &best.node,
	    error);
}

static void
describe_columns(struct run *run, struct arena *arena)
{
	struct anonymise_report *report = run->report;

	report->columns = run->problem.fields;
	for (size_t f = 0; f < run->problem.fields; f++) {
		const struct field *field = run->problem.field[f];

		report->column[run->problem.place[f]] =
		    (struct anonymise_column){
			.name = text_copy(arena, field->name),
			.level = run->outcome.local ? 0 :
			    vertex_level(run->outcome.vertex, f),
			.levels = field->levels,
			.values = field->values,
			.loss = run->outcome.loss[f],
		};
	}
}

static void
describe(struct run *run, struct arena *arena)
{
	struct anonymise_report *report = run->report;
	const struct problem *problem = &run->problem;
	const struct dataset *dataset = &run->dataset;

	report->local = run->outcome.local;
	report->quality = problem->quality;
	report->score = run->outcome.score;
	report->rows_read = dataset->ingest.rows;
	report->rows = problem->total;
	report->rows_deleted = dataset->deleted;
	report->rows_outside = dataset->outside;
	report->suppressed = run->outcome.suppressed;
	report->limit = problem->limit;
	report->classes = run->outcome.classes;
	report->smallest = run->outcome.smallest;
	report->distinct_rows = problem->classes;
	report->nodes = problem->nodes;
	describe_columns(run, arena);
	risk_before(&report->before, problem);
	risk_of(&report->after, &run->outcome);
}

static bool
will_write(const struct anonymise_options *options)
{
	return options->output != NULL || options->keep != NULL;
}

/* Writes beside the place, checks, and only then moves it there. */
static enum status
publish(struct run *run, struct error *error)
{
	struct anonymise_report *report = run->report;
	struct file_stream *stream = NULL;
	struct emitted emitted = { .rows = 0 };
	struct recheck_claim claim = {
		.plan = run->plan, .dataset = &run->dataset,
		.problem = &run->problem, .outcome = &run->outcome,
		.emitted = &emitted
	};
	enum status status;

	status = run->options->keep != NULL ?
	    file_stream_memory(&stream, error) :
	    file_stream_open(&stream, run->options->output, 0600, error);
	if (status == STATUS_OK)
		status = emit_rows(&emitted, stream, &run->dataset,
		    &run->problem, &run->outcome, error);
	report->cost.write = lap(run);
	if (status == STATUS_OK)
		status = recheck_file(file_stream_name(stream), &claim,
		    run->options->threads, run->progress, error);
	report->checked = status == STATUS_OK;
	if (status == STATUS_OK)
		status = file_stream_commit(stream, error);
	report->cost.check = lap(run);
	report->written = status == STATUS_OK;
	report->rows_written = emitted.rows;
	report->rows_pseudo = emitted.pseudo;
	emit_free(&emitted);
	if (status == STATUS_OK && run->options->keep != NULL)
		*run->options->keep = stream;
	else
		file_stream_free(stream);
	return status;
}

/* Rows of nobody may not outnumber those of people. */
static enum status
check_pseudo(const struct run *run, struct error *error)
{
	enum status status;

	if (run->plan->pseudo_rows <= run->dataset.ingest.rows)
		return STATUS_OK;
	status = error_set(error, STATUS_INVALID, "too_many_pseudo_rows",
	    "疑似データの行は、もとの行数を超えられません",
	    "there may be no more artificial rows than real ones");
	error_at(error, "pseudo_rows");
	return status;
}

static enum status
go(struct run *run, struct table *rows, struct arena *arena,
    struct error *error)
{
	const struct anonymise_options *options = run->options;
	struct anonymise_cost *cost = &run->report->cost;
	enum status status;

	status = dataset_open(&run->dataset, run->plan, rows,
	    will_write(options), options->threads, options->dice,
	    run->progress, error);
	if (status == STATUS_OK)
		status = dataset_read(&run->dataset, error);
	if (status == STATUS_OK)
		status = check_pseudo(run, error);
	cost->read = lap(run);
	if (status == STATUS_OK)
		status = dataset_problem(&run->dataset, &run->problem, error);
	cost->encode = lap(run);
	if (status == STATUS_OK)
		status = run->plan->local ? recode(run, error) :
		    search(run, error);
	cost->search = lap(run);
	if (status == STATUS_OK)
		describe(run, arena);
	if (status == STATUS_OK && options->detail != NULL)
		status = detail_make(options->detail, &run->problem,
		    &run->outcome, run->progress, error);
	if (status == STATUS_OK && will_write(options))
		status = publish(run, error);
	return status;
}

enum status
anonymise_run(struct anonymise_report *report, const struct plan *plan,
    struct table *rows, const struct anonymise_options *options,
    struct arena *arena, struct error *error)
{
	struct run run = {
		.plan = plan, .options = options, .report = report,
		.progress = options->progress.tell == NULL ? NULL :
		    &options->progress
	};
	double started = clock_of(CLOCK_MONOTONIC);
	struct rusage usage;
	enum status status;

	memset(report, 0, sizeof(*report));
	(void)lap(&run);
	status = go(&run, rows, arena, error);
	outcome_free(&run.outcome);
	problem_free(&run.problem);
	dataset_free(&run.dataset);
	report->cost.total = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	report->cost.wall = clock_of(CLOCK_MONOTONIC) - started;
	if (getrusage(RUSAGE_SELF, &usage) == 0)
		report->cost.peak_rss = (uint64_t)usage.ru_maxrss * 1024;
	return status;
}
