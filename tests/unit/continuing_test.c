/*
 * S4.6a: anonymised information that is made continually is made again by the
 * clock, with the plan of the last time, once it is approved and published.
 */
#include "house.h"

#include <unistd.h>

#include "anonymise/continuing.h"
#include "crypto/random.h"
#include "jobs/job.h"
#include "vault/commit.h"
#include "vault/person.h"

enum { PEOPLE = 60, DAY_MS = 86400000 };

static struct house house = { .policy = "leverages" };
static int64_t now;

static void
begin_visit(struct visit *visit, const char *principal, const char *role,
    const char *purpose)
{
	visit_begin(visit, house.vault, house.reader, house.arena,
	    &(struct visitor){ .principal = text_of(principal),
	    .role = text_of(role), .purpose = text_of(purpose) });
}

static void
add_people(const char *sex, int count)
{
	struct visit visit;
	struct error error;

	begin_visit(&visit, "service:web", "advisor", "job_hunting_support");
	for (int i = 0; i < count; i++) {
		struct given_value values[] = {
			{ TEXT("sex"), text_of(i % 2 ? "female" : sex) },
			{ TEXT("birth_date"), TEXT("1997-07-22") },
		};
		uint64_t person;

		assert_ok(person_add(&visit, &(struct acquisition){
		    .way = TEXT("interview"), .subject = TEXT("student"),
		    .values = values, .value_count = LENGTH(values),
		    .shown = true }, &person, NULL, &error), &error);
	}
	visit_end(&visit);
}

static void
put(const char *name, const char *text)
{
	struct error error;

	assert_ok(file_create(at("%s", name), bytes_of(text_of(text)), 0600,
	    &error), &error);
}

static enum status
make(const char *plan, struct error *error)
{
	struct findings findings;
	struct processed_made made;
	struct visit visit;
	char path[PATH_SIZE];
	enum status status;

	(void)snprintf(path, sizeof(path), "%s", at("%s", plan));
	findings_init(&findings, house.arena, path);
	begin_visit(&visit, "staff:suzuki", "analyst", "statistics");
	status = processed_make(&visit, &(struct processed_order){
	    .kind = LAWFUL_ANONYMISED, .plan = path,
	    .declaration = TEXT("career_profiles"), .threads = 1,
	    .findings = &findings }, &made, error);
	if (status == STATUS_OK)
		processed_made_free(&made);
	visit_end(&visit);
	return status;
}

static struct continuing
by_clock(void)
{
	return (struct continuing){
		.vault = house.vault, .reader = house.reader,
		.arena = house.arena, .principal = TEXT("system:jobs"),
	};
}

static bool
is_due(void)
{
	struct continuing continuing = by_clock();
	struct error error;
	bool waits;

	assert_ok(continuing_waits(&continuing, &waits, &error), &error);
	return waits;
}

static enum status
go(uint64_t *count, struct error *error)
{
	const struct job_host host = {
		.vault = house.vault, .config = &house.config,
		.principal = TEXT("system:jobs"),
	};

	return job_go(job_find(TEXT("datasets")), &host, count, error);
}

/* All datasets; the newest is the first. */
static size_t
datasets(const struct processed **newest)
{
	const struct processed *all;
	struct error error;
	size_t n;

	assert_ok(processed_list(&all, &n, house.vault, house.reader,
	    house.arena, &error), &error);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || text_compare(node_text(all[i].paper, "made_at"),
		    node_text((*newest)->paper, "made_at")) > 0)
			*newest = &all[i];
	return n;
}

static void
approve(const struct processed *dataset)
{
	struct visit visit;
	struct error error;

	begin_visit(&visit, "staff:sato", "officer", "statistics");
	assert_ok(processed_approve(&visit, text_of(dataset->id),
	    ACT_ANONYMISE, &error), &error);
	visit_end(&visit);
}

static enum status
try_use(const struct processed *dataset, struct error *error)
{
	struct processed_out out = { .path = NULL };
	struct visit visit;
	enum status status;

	begin_visit(&visit, "staff:suzuki", "analyst", "statistics");
	status = processed_use(&visit, text_of(dataset->id),
	    PROCESSED_ANALYSIS, &out, error);
	visit_end(&visit);
	processed_send_close(out.sending);
	return status;
}

static void
publish(void)
{
	struct visit visit;
	struct error error;

	begin_visit(&visit, "staff:suzuki", "analyst", "statistics");
	assert_ok(processed_publish(&visit, &(struct processed_notice){
	    .declaration = TEXT("career_profiles"),
	    .where = TEXT("https://example.jp/a") }, &error), &error);
	visit_end(&visit);
}

/* How many entries there are about that, by that principal. */
struct told {
	const char *subject;
	const char *principal;
	size_t count;
};

static enum status
each(void *context, uint64_t index, struct bytes bytes, struct error *error)
{
	struct told *told = context;
	struct entry entry;
	enum status status = entry_read(&entry, bytes, house.arena, error);

	(void)index;
	told->count += status == STATUS_OK && text_ends_with(entry.subject,
	    told->subject) && text_is(entry.principal, told->principal);
	return status;
}

static size_t
entries(const char *subject, const char *principal)
{
	struct told told = { subject, principal, 0 };
	struct error error;

	assert_ok(reader_entries(house.reader, 0, 100000, each, &told,
	    &error), &error);
	return told.count;
}

static const char plan[] =
    "sekisho_plan: 1\n"
    "columns:\n"
    "  - {name: sex, role: quasi_identifier, hierarchy: {file: sex.csv}}\n"
    "models: [{k_anonymity: 3}]\n"
    "suppression_limit: 10%\n"
    "output: {order: shuffled, suppressed: drop}\n";

/* Nothing by itself before a person, a second person and the public. */
static void
waits_for_people(void **state)
{
	const struct processed *dataset = NULL;
	struct error error;

	(void)state;
	assert_false(is_due());
	assert_ok(make("plan.yaml", &error), &error);
	assert_int_equal(datasets(&dataset), 1);
	assert_true(node_bool(dataset->paper, "repeats", false));
	now += 40 * (int64_t)DAY_MS;
	assert_false(is_due());
	approve(dataset);
	assert_false(is_due());
	publish();
	assert_true(is_due());
}

static void
is_made_again(void **state)
{
	const struct processed *dataset = NULL;
	struct error error;
	uint64_t count;

	(void)state;
	/* The plan's files are the house's by now. */
	assert_int_equal(unlink(at("sex.csv")), 0);
	assert_int_equal(unlink(at("plan.yaml")), 0);
	assert_ok(go(&count, &error), &error);
	assert_int_equal(count, 1);
	assert_int_equal(datasets(&dataset), 2);
	assert_text(node_text(dataset->paper, "made_by"), "system:jobs");
	assert_text(node_text(dataset->paper, "role"), "analyst");
	assert_int_equal(node_int(dataset->paper, "people", 0), PEOPLE);
	assert_int_equal(entries(":method_read", "system:jobs"), 1);
	assert_int_equal(entries(":made", "system:jobs"), 1);
	assert_int_equal(entries(":secrets_destroyed", "system:jobs"), 1);
	assert_int_equal(entries("job:datasets:done", "system:jobs"), 1);
	/* One publication covers it (43(3)); a second person does not yet. */
	assert_fails(try_use(dataset, &error), &error, STATUS_REFUSED,
	    "approval_missing");
	assert_false(is_due());
	assert_ok(go(&count, &error), &error);
	assert_int_equal(count, 0);
	now += 27 * (int64_t)DAY_MS;
	assert_false(is_due());
	now += 4 * (int64_t)DAY_MS;
	assert_true(is_due());
}

static bool
ends_at_once(void *context)
{
	(void)context;
	return true;
}

static void
stops_and_fails(void **state)
{
	const struct processed *dataset = NULL;
	struct continuing continuing = by_clock();
	struct error error;
	uint64_t count;

	(void)state;
	continuing.ends = ends_at_once;
	assert_fails(continuing_make(&continuing, &error), &error,
	    STATUS_BUSY, "stopped");
	assert_int_equal(datasets(&dataset), 2);
	/* Somebody new whom the hierarchy does not know. */
	add_people("male", 1);
	add_people("unanswered", 1);
	assert_fails(go(&count, &error), &error, STATUS_INVALID,
	    "value_not_in_hierarchy");
	assert_int_equal(count, 0);
	assert_int_equal(datasets(&dataset), 2);
	assert_int_equal(entries("job:datasets:failed", "system:jobs"), 1);
	assert_true(is_due());
}

static void
ends_with_the_last(void **state)
{
	const struct processed *all;
	struct visit visit;
	struct error error;
	const char *code;
	size_t n;

	(void)state;
	assert_ok(processed_list(&all, &n, house.vault, house.reader,
	    house.arena, &error), &error);
	begin_visit(&visit, "staff:suzuki", "analyst", "statistics");
	for (size_t i = 0; i < n; i++)
		assert_ok(processed_erase(&visit, text_of(all[i].id),
		    &error), &error);
	visit_end(&visit);
	assert_false(is_due());
	assert_int_equal(house_verify(&house, &code), 0);
}

static void
keeps_no_large_files(void **state)
{
	const size_t large = (2 << 20) + 1;
	char *text = arena_alloc(house.arena, large + 1);
	struct error error;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', large);
	text[large] = '\0';
	put("sex.csv", text);
	put("plan.yaml", plan);
	assert_fails(make("plan.yaml", &error), &error, STATUS_INVALID,
	    "plan_files_large");
}

static bool
is_there(const struct document *paper)
{
	struct document document;
	struct error error;

	return document_get(&document, house.vault, house.reader,
	    DOCUMENT_DATASET, paper->id, house.arena, &error) == STATUS_OK;
}

/*
 * Another process on a shared store has an hour to write a dataset's file;
 * with a store of our own nobody else can be at work.
 */
static void
leaves_what_is_being_made(void **state)
{
	struct document paper = { .kind = DOCUMENT_DATASET, .due = 1 };
	struct entry entry = { .kind = ENTRY_ANONYMISE,
	    .principal = TEXT("test"), .time = now };
	char until[CLOCK_TEXT_SIZE];
	struct error error;
	struct buf body;

	(void)state;
	clock_format(now + 60 * 60 * 1000, until);
	buf_init(&body, house.arena, 256);
	buf_printf(&body, "{\"kind\": \"anonymised\", \"slots\": [], "
	    "\"state\": \"making\", \"until\": \"%s\"}", until);
	random_bytes(paper.id, sizeof(paper.id));
	assert_ok(commit_document(house.vault, &paper, &body, &entry,
	    &error), &error);
	assert_ok(processed_finish(house.vault, &error), &error);
	assert_int_equal(is_there(&paper),
	    store_shared(vault_store(house.vault)));
	now += 59 * 60 * 1000;
	assert_ok(processed_finish(house.vault, &error), &error);
	assert_int_equal(is_there(&paper),
	    store_shared(vault_store(house.vault)));
	now += 60 * 1000;
	assert_ok(processed_finish(house.vault, &error), &error);
	assert_false(is_there(&paper));
}

static int
start(void **state)
{
	if (house_start_at(&house, &now, state) != 0)
		return -1;
	put("plan.yaml", plan);
	put("sex.csv", "male;*\nfemale;*\n");
	add_people("male", PEOPLE);
	return 0;
}

static int
end(void **state)
{
	return house_end(&house, state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_for_people),
		cmocka_unit_test(is_made_again),
		cmocka_unit_test(stops_and_fails),
		cmocka_unit_test(ends_with_the_last),
		cmocka_unit_test(keeps_no_large_files),
		cmocka_unit_test(leaves_what_is_being_made),
	};

	return cmocka_run_group_tests(tests, start, end);
}
