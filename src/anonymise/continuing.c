#include "anonymise/approval.h"
#include "anonymise/brought.h"
#include "anonymise/continuing.h"
#include "anonymise/processed_parts.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/yaml.h"
#include "calendar/period.h"

/* As base64 they fit into a method's document, with room for the rest. */
enum { KEEP_MAX = 2 << 20, PLAN_FILE_MAX = 64 << 20 };

bool
continuing_is(const struct node *declaration)
{
	return node_bool(declaration, "continuing", false) &&
	    node_bool(declaration, "in_use", true) &&
	    node_get(declaration, "every") != NULL;
}

static enum status
too_large(struct error *error)
{
	enum status status = error_set(error, STATUS_INVALID,
	    "plan_files_large",
	    "計画のファイルが多すぎるか大きすぎて、次の作成のために保管できません",
	    "the plan's files are too many or too large to be kept for the "
	    "next making");

	error_remedy(error, "階層を小さくするか、宣言の every を外してください",
	    "use smaller hierarchies, or drop every from the declaration");
	return status;
}

static enum status
put_file(struct jsonw *json, const struct plan_file *file, size_t *left,
    struct arena *arena, struct error *error)
{
	struct bytes bytes;
	char *base64;
	enum status status = file_read(&bytes, file->path, PLAN_FILE_MAX,
	    arena, error);

	if (status == STATUS_OK && bytes.n > *left)
		return too_large(error);
	if (status != STATUS_OK)
		return status;
	*left -= bytes.n;
	base64 = arena_alloc(arena, BASE64_SIZE(bytes.n));
	if (base64 == NULL)
		return error_memory(error);
	encode_base64(bytes.p, bytes.n, base64);
	jsonw_open_object(json);
	jsonw_member_text(json, "name", file->name);
	jsonw_member_string(json, "bytes", base64);
	jsonw_close_object(json);
	return STATUS_OK;
}

enum status
continuing_files(struct text *out, const struct plan *plan,
    struct arena *arena, struct error *error)
{
	enum status status = STATUS_OK;
	size_t left = KEEP_MAX;
	struct jsonw json;
	struct buf buf;

	if (plan->file_count > PLAN_FILES)
		return too_large(error);
	buf_init(&buf, arena, PROCESSED_PAPER);
	json = jsonw_new(&buf, false);
	jsonw_open_array(&json);
	for (size_t i = 0; i < plan->file_count && status == STATUS_OK; i++)
		status = put_file(&json, &plan->files[i], &left, arena,
		    error);
	jsonw_close_array(&json);
	*out = buf_as_text(&buf);
	return status == STATUS_OK ? buf_status(&buf, error) : status;
}

/* What is looked through. */
struct looking {
	const struct continuing *run;
	struct visit visit;		/* nobody's, for the rules */
	const struct processed *all;
	size_t count;
};

static bool
is_of(const struct processed *processed, const struct node *declaration)
{
	return processed->kind == LAWFUL_ANONYMISED && text_equal(node_text(
	    processed->paper, "declaration"), node_text(declaration, "id"));
}

/*
 * The making whose plan is run again, the newest that was approved, when the
 * last one is as old as the declaration says; NULL when there is none.
 */
static const struct processed *
find_old(const struct looking *l, const struct node *declaration)
{
	struct period every = policy_period_of(node_get(declaration,
	    "every")).calendar;
	const struct processed *found = NULL;
	int64_t last = INT64_MIN, best = INT64_MIN;

	for (size_t i = 0; i < l->count; i++) {
		const struct node *paper = l->all[i].paper;
		int64_t made = processed_parts_time(paper, "made_at");

		if (!is_of(&l->all[i], declaration))
			continue;
		last = made > last ? made : last;
		if (!node_bool(paper, "repeats", false) || made <= best ||
		    node_count(node_get(paper, "erasures")) > 0 ||
		    !approval_given(&l->visit, paper, NULL))
			continue;
		found = &l->all[i];
		best = made;
	}
	return found != NULL && period_after(clock_tokyo_day(last), every,
	    PERIOD_COUNTS_DAY) <= clock_tokyo_day(l->visit.now) ? found :
	    NULL;
}

/* The same, once its items are published. */
static enum status
find_due(const struct processed **out, struct looking *l,
    const struct node *declaration, struct error *error)
{
	const struct continuing *run = l->run;
	const struct processed *found = continuing_is(declaration) ?
	    find_old(l, declaration) : NULL;
	bool published = false;
	enum status status = STATUS_OK;

	*out = NULL;
	if (found == NULL)
		return STATUS_OK;
	status = processed_parts_published(&published, found, run->vault,
	    run->reader, l->visit.now, false, run->arena, error);
	if (status == STATUS_OK && published)
		*out = found;
	return status;
}

static enum status
begin(struct looking *l, const struct continuing *run, struct error *error)
{
	const struct visitor nobody = { .principal = run->principal };

	*l = (struct looking){ .run = run };
	visit_begin(&l->visit, run->vault, run->reader, run->arena, &nobody);
	return processed_list(&l->all, &l->count, run->vault, run->reader,
	    run->arena, error);
}

static const struct node *
declarations(const struct looking *l)
{
	return node_get(l->visit.revision->policy->root, "anonymised");
}

enum status
continuing_waits(struct continuing *run, bool *waits, struct error *error)
{
	struct looking l;
	enum status status = begin(&l, run, error);

	*waits = false;
	for (size_t i = 0; i < node_count(declarations(&l)) &&
	    status == STATUS_OK && !*waits; i++) {
		const struct processed *due;

		status = find_due(&due, &l, node_at(declarations(&l), i),
		    error);
		*waits = status == STATUS_OK && due != NULL;
	}
	visit_end(&l.visit);
	return status;
}

/* The files that were kept, as they were. */
static enum status
bring(struct brought *brought, const struct node *files, struct arena *arena,
    struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < node_count(files) && status == STATUS_OK;
	    i++) {
		const struct node *file = node_at(files, i);
		struct text text = node_text(file, "bytes");
		uint8_t *bytes = arena_alloc(arena, text.n + 1);
		size_t n = 0;

		if (bytes == NULL)
			return error_memory(error);
		if (!decode_base64(text, bytes, &n))
			return error_set(error, STATUS_INTEGRITY,
			    "bad_method", "加工方法の記録が壊れています",
			    "the paper of the method is damaged");
		status = brought_add(brought, node_text(file, "name"),
		    (struct bytes){ bytes, n }, error);
	}
	return status;
}

/* The plan of one dataset once more, by whoever may do that. */
static enum status
run_plan(struct visit *visit, const struct processed *from,
    struct brought *brought, const struct continuing *run,
    struct error *error)
{
	struct findings findings;
	struct processed_order order = {
		.kind = LAWFUL_ANONYMISED, .place = &brought->place,
		.declaration = node_text(from->paper, "declaration"),
		.threads = 1, .findings = &findings,
		.ends = run->ends, .ends_context = run->context,
	};
	const struct node *method;
	struct processed_made made;
	enum status status = processed_method(visit, text_of(from->id),
	    &method, error);

	if (status == STATUS_OK)
		status = bring(brought, node_get(method, "files"),
		    visit->arena, error);
	if (status != STATUS_OK)
		return status;
	order.plan_text = node_text(method, "plan");
	findings_init(&findings, visit->arena, "plan");
	status = yaml_parse(&order.plan_node, order.plan_text, "plan",
	    visit->arena, error);
	if (status == STATUS_OK)
		status = processed_make(visit, &order, &made, error);
	if (status == STATUS_OK)
		processed_made_free(&made);
	return status;
}

static enum status
make_again(const struct continuing *run, const struct processed *from,
    struct error *error)
{
	const struct visitor visitor = {
		.principal = run->principal,
		.role = node_text(from->paper, "role"),
		.purpose = node_text(from->paper, "purpose"),
	};
	struct brought *brought = arena_alloc(run->arena, sizeof(*brought));
	struct visit visit;
	enum status status;

	if (brought == NULL)
		return error_memory(error);
	memset(brought, 0, sizeof(*brought));
	visit_begin(&visit, run->vault, run->reader, run->arena, &visitor);
	status = run_plan(&visit, from, brought, run, error);
	visit_end(&visit);
	brought_free(brought);
	return status;
}

enum status
continuing_make(struct continuing *run, struct error *error)
{
	struct looking l;
	struct error here;
	enum status status = begin(&l, run, error), first = STATUS_OK;
	size_t n = status == STATUS_OK ? node_count(declarations(&l)) : 0;

	for (size_t i = 0; i < n && status != STATUS_BUSY; i++) {
		const struct processed *due;

		status = find_due(&due, &l, node_at(declarations(&l), i),
		    &here);
		if (status == STATUS_OK && due != NULL) {
			status = make_again(run, due, &here);
			run->made += status == STATUS_OK;
		}
		if (status != STATUS_OK && first == STATUS_OK) {
			first = status;
			*error = here;
		}
	}
	visit_end(&l.visit);
	return first != STATUS_OK ? first : status;
}
