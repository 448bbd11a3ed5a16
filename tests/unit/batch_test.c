/*
 * Many people in one act: who is read, who is left out, what the log says.
 */
#include "house.h"

#include "anonymise/people.h"
#include "audit/tree.h"
#include "vault/person.h"

enum { PEOPLE = 1203 };

static struct house house;
static uint64_t people[PEOPLE];

static void
begin(struct visit *visit, const char *role, const char *purpose)
{
	visit_begin(visit, house.vault, house.reader, house.arena,
	    &(struct visitor){ .principal = TEXT("test"),
	    .role = text_of(role), .purpose = text_of(purpose) });
}

static unsigned int
number(const struct visit *visit, const char *item)
{
	return policy_item(visit->revision->policy, text_of(item))->number;
}

/* What was handed over. */
struct got {
	uint64_t count;
	uint64_t empty;
	uint64_t wrong;
	uint64_t stop_at;
};

static enum status
take(void *context, const struct text *values, struct error *error)
{
	struct got *got = context;

	got->empty += values[1].n == 0;
	got->wrong += !text_starts_with(values[0], "見本株式会社");
	if (++got->count == got->stop_at)
		return error_memory(error);
	return STATUS_OK;
}

/* The entries since a place of the log, of one kind of purpose. */
struct entries {
	uint64_t read;
	uint64_t stopped;
	uint64_t count;
	uint64_t roots;
};

static enum status
each(void *context, uint64_t index, struct bytes bytes, struct error *error)
{
	struct entries *found = context;
	struct entry entry;
	enum status status = entry_read(&entry, bytes, house.arena, error);

	(void)index;
	if (status != STATUS_OK || !text_is(entry.subject, "batch"))
		return status;
	found->count++;
	found->roots += entry.has_commitment;
	if (entry.refusal.n == 0)
		found->read += entry.count;
	else if (text_is(entry.refusal, "use_stopped"))
		found->stopped += entry.count;
	assert_int_equal(entry.kind, ENTRY_ANONYMISE);
	assert_false(entry.has_person);
	return STATUS_OK;
}

/* How many bulk uses a person is told of. */
static size_t
told(uint64_t person)
{
	struct past past;
	struct visit visit;
	struct error error;
	size_t found = 0;

	begin(&visit, "officer", "contract");
	assert_ok(person_past(&visit, person, NULL, &past, &error), &error);
	for (size_t i = 0; i < past.use_count; i++)
		found += text_is(past.uses[i].entry.subject, "batch") &&
		    past.uses[i].entry.has_commitment;
	visit_end(&visit);
	return found;
}

static void
reads_everybody(void **state)
{
	struct log_head head;
	struct entries found = { 0 };
	struct got got = { 0 };
	unsigned int items[2];
	struct visit visit;
	struct error error;
	struct batch batch = {
		.act = ACT_ANONYMISE, .entry = ENTRY_ANONYMISE,
		.subject = TEXT("batch"), .items = items, .item_count = 2,
		.each = take, .context = &got,
	};

	(void)state;
	begin(&visit, "planning", "r_and_d");
	items[0] = number(&visit, "company");
	items[1] = number(&visit, "contract_terms");
	assert_ok(reader_log_head(house.reader, &head, &error), &error);
	assert_ok(batch_read(&visit, &batch, &error), &error);
	visit_end(&visit);
	/* Two have stopped it. */
	assert_int_equal(got.count, PEOPLE - 2);
	assert_int_equal(got.wrong, 0);
	assert_int_equal(got.empty, (PEOPLE + 2) / 3 - 1);
	assert_int_equal(batch.read, PEOPLE - 2);
	assert_int_equal(batch.left_out, 2);
	assert_ok(reader_entries(house.reader, head.size, 100, each, &found,
	    &error), &error);
	assert_int_equal(found.read, PEOPLE - 2);
	assert_int_equal(found.stopped, 2);
	/* Three batches, and who was left out in the first. */
	assert_int_equal(found.roots, 3);
	assert_int_equal(found.count, 4);
	/* Everybody can be told of it, but those who were left out. */
	for (size_t i = 1; i < PEOPLE; i += 400)
		assert_int_equal(told(people[i]), i < 2 ? 0 : 1);
	assert_int_equal(told(people[2]), 1);
	assert_int_equal(told(people[PEOPLE - 1]), 1);
}

static void
refuses_whole_acts(void **state)
{
	static const struct {
		const char *role, *purpose, *item, *code;
	} tried[] = {
		{ "planning", "r_and_d", "name", "item_not_for_purpose" },
		{ "planning", "marketing", "company",
		  "role_not_for_purpose" },
		{ "planning", "nothing", "company", "purpose_unknown" },
		{ "officer", "service_operation", "bank_account",
		  "item_not_for_purpose" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(tried); i++) {
		struct got got = { 0 };
		struct visit visit;
		struct error error;
		unsigned int item;
		struct batch batch = {
			.act = ACT_ANONYMISE, .entry = ENTRY_ANONYMISE,
			.subject = TEXT("batch"), .items = &item,
			.item_count = 1, .each = take, .context = &got,
		};

		begin(&visit, tried[i].role, tried[i].purpose);
		item = number(&visit, tried[i].item);
		assert_fails(batch_read(&visit, &batch, &error), &error,
		    STATUS_REFUSED, tried[i].code);
		assert_int_equal(got.count, 0);
		visit_end(&visit);
	}
}

/* What the role sees masked is not read in the clear by a side door. */
static void
refuses_masked_items(void **state)
{
	struct got got = { 0 };
	struct visit visit;
	struct error error;
	unsigned int item;
	struct batch batch = {
		.act = ACT_USE, .entry = ENTRY_USE, .subject = TEXT("batch"),
		.items = &item, .item_count = 1, .each = take,
		.context = &got,
	};

	(void)state;
	begin(&visit, "support", "inquiry");
	item = number(&visit, "phone");
	assert_fails(batch_read(&visit, &batch, &error), &error,
	    STATUS_REFUSED, "item_not_for_role");
	assert_int_equal(got.count, 0);
	visit_end(&visit);
}

static void
a_failure_ends_it(void **state)
{
	struct got got = { .stop_at = 7 };
	struct entries found = { 0 };
	struct log_head head;
	unsigned int items[2];
	struct visit visit;
	struct error error;
	struct batch batch = {
		.act = ACT_ANONYMISE, .entry = ENTRY_ANONYMISE,
		.subject = TEXT("batch"), .items = items, .item_count = 2,
		.each = take, .context = &got,
	};

	(void)state;
	begin(&visit, "planning", "r_and_d");
	items[0] = number(&visit, "company");
	items[1] = number(&visit, "contract_terms");
	assert_ok(reader_log_head(house.reader, &head, &error), &error);
	assert_fails(batch_read(&visit, &batch, &error), &error,
	    STATUS_FAILURE, "out_of_memory");
	assert_int_equal(got.count, 7);
	visit_end(&visit);
	/* Who was opened until then is in the log. */
	assert_ok(reader_entries(house.reader, head.size, 100, each, &found,
	    &error), &error);
	assert_int_equal(found.read, 7);
}

/* No digits, which could be somebody's number by their form. */
static void
expect_pseudonym(const uint8_t *bytes, struct csv_cell cell)
{
	assert_int_equal(cell.n, 32);
	for (uint32_t i = 0; i < cell.n; i++)
		assert_in_range(bytes[cell.at + i], 'a', 'p');
}

/* As rows: every person once, a pseudonym each, twice the same. */
static void
stands_as_rows(void **state)
{
	const struct text names[] = { TEXT("company"),
	    TEXT("contract_terms") };
	unsigned int items[2];
	struct table *rows;
	struct visit visit;
	struct error error;
	struct batch batch = {
		.act = ACT_ANONYMISE, .entry = ENTRY_ANONYMISE,
		.subject = TEXT("rows"), .items = items, .item_count = 2,
	};

	(void)state;
	begin(&visit, "planning", "r_and_d");
	items[0] = number(&visit, "company");
	items[1] = number(&visit, "contract_terms");
	assert_ok(people_rows(&rows, &visit, &batch, names, true, &error),
	    &error);
	visit_end(&visit);
	assert_int_equal(rows->columns, 3);
	assert_text(rows->names[0], PEOPLE_PSEUDONYM);
	for (int pass = 0; pass < 2; pass++) {
		struct rows_batch got = { .rows = 1 };
		struct rows_reader *reader;
		uint64_t count = 0;

		assert_ok(rows->ops->open(rows, &reader, &error), &error);
		while (got.rows > 0) {
			assert_ok(rows->ops->next(rows, reader, &got, &error),
			    &error);
			for (size_t r = 0; r < got.rows; r++)
				expect_pseudonym(got.bytes, got.cells[r * 3]);
			count += got.rows;
		}
		assert_int_equal(count, PEOPLE - 2);
		rows->ops->close(rows, reader);
		assert_ok(rows->ops->rewind(rows, &error), &error);
	}
	rows->ops->release(rows);
}

static void
add_people(void)
{
	struct visit visit;
	struct error error;

	begin(&visit, "web_service", "service_operation");
	visit.defer = true;
	for (int i = 0; i < PEOPLE; i++) {
		struct given_value values[4] = {
			{ TEXT("name"), TEXT("甲") },
			{ TEXT("company"), TEXT("見本株式会社 東") },
			{ TEXT("email"), text_copy(house.arena,
			  text_of(at("b%d@example.jp", i))) },
			{ TEXT("contract_terms"), TEXT("一年") },
		};

		assert_ok(person_add(&visit, &(struct acquisition){
		    .way = TEXT("application_form"),
		    .subject = TEXT("customer"), .values = values,
		    .value_count = i % 3 == 0 ? 3 : 4, .shown = true },
		    &people[i], NULL, &error), &error);
	}
	assert_ok(visit_wait(&visit, &error), &error);
	visit_end(&visit);
	begin(&visit, "officer", "rights_request");
	for (int i = 0; i < 2; i++)
		assert_ok(person_say(&visit, people[i], &(struct said){
		    .kind = SAID_STOP, .id = TEXT("r_and_d") }, &error),
		    &error);
	visit_end(&visit);
}

static int
start(void **state)
{
	if (house_start(&house, state) != 0)
		return -1;
	add_people();
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
		cmocka_unit_test(reads_everybody),
		cmocka_unit_test(refuses_whole_acts),
		cmocka_unit_test(refuses_masked_items),
		cmocka_unit_test(a_failure_ends_it),
		cmocka_unit_test(stands_as_rows),
	};

	return cmocka_run_group_tests(tests, start, end);
}
