#include "base/mem.h"
#include "crypto/random.h"
#include "retention/retention.h"
#include "vault/crowd.h"
#include "vault/erase_finish.h"

enum { BATCH = 1000, ARENA = 128 << 20 };

/* One person of a batch whose erasure was submitted. */
struct submitted {
	struct erasure erasure;
	struct ticket *ticket;
};

struct running {
	struct vault *vault;
	struct reader *reader;
	struct text principal;
	struct retention_run *run;
	bool erases;
	struct arena *arena;
	struct visit visit;		/* of the batch in hand */
	const struct decision *decision;
	struct submitted *submitted;
	size_t submitted_n;
	struct erasure *done;
	struct error *error;
};

/* A batch of people will be opened: that is an entry. */
static enum status
begin_batch(struct running *r, uint64_t count)
{
	const struct visitor visitor = { .principal = r->principal };
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .has_decision = true, .count = count,
		.principal = r->principal,
		.purpose = text_of(system_purpose_names[SYSTEM_RETENTION]),
		.subject = r->erases ? TEXT("erase") : TEXT("look"),
	};

	arena_reset(r->arena);
	r->submitted_n = 0;
	visit_begin(&r->visit, r->vault, r->reader, r->arena, &visitor);
	random_bytes(entry.decision, sizeof(entry.decision));
	r->visit.counted = true;	/* by this entry */
	entry.time = r->visit.now;
	r->decision = gate_decide_system(SYSTEM_RETENTION, entry.decision,
	    r->visit.now, r->arena);
	if (r->decision == NULL)
		return error_memory(r->error);
	r->visit.defer = r->erases;
	return visit_log(&r->visit, &entry, r->error);
}

/* Each erasure is decided for itself, so that its entries can be found. */
static enum status
submit(struct running *r, const struct opened *opened,
    const struct retention_due *due)
{
	struct submitted *s = &r->submitted[r->submitted_n];
	uint8_t id[DECISION_ID_SIZE];
	struct erase_plan plan = {
		.cause = ERASURE_RETENTION, .clause = due->clause,
		.scan = true, .erasure = &s->erasure,
	};
	enum status status;

	random_bytes(id, sizeof(id));
	plan.decision = gate_decide_system(SYSTEM_RETENTION, id,
	    r->visit.now, r->arena);
	plan.change = change_new();
	if (plan.decision == NULL || plan.change == NULL) {
		change_free(plan.change);
		return error_memory(r->error);
	}
	status = due->whole ? erase_person_plan(&r->visit, opened, true,
	    &plan, r->error) : erase_items_plan(&r->visit, opened, due->cut,
	    &plan, r->error);
	if (status != STATUS_OK) {
		change_free(plan.change);
		return status;
	}
	status = store_submit(vault_store(r->vault), plan.change, &s->ticket,
	    r->error);
	r->submitted_n += status == STATUS_OK;
	return status;
}

/*
 * Who was merged into somebody is judged by what has happened to them both;
 * when that one is gone, all of it is over.
 */
static enum status
judge_merged(struct running *r, struct opened *opened,
    struct retention_due *due)
{
	struct standing own = opened->standing;
	struct opened into;
	enum status status = visit_open_present(&r->visit, own.into, &into,
	    r->error);

	if (status != STATUS_OK)
		return status;
	if (!into.hidden)
		erase_merged_events(&opened->standing, &into.standing);
	status = retention_judge(&r->visit, r->decision, opened,
	    r->run->day, due, r->error);
	if (status == STATUS_OK && into.hidden) {
		due->whole = true;
		for (size_t i = 0; i < opened->head_count; i++) {
			const struct class *class = class_at(
			    &r->visit.rules->classes, opened->heads[i].class);

			if (class != NULL)
				due->items = bits_or(&due->items,
				    &class->items);
		}
	}
	/* What stays says what they said themselves. */
	if (!due->whole)
		opened->standing = own;
	return status;
}

static enum status
take_person(struct running *r, uint64_t person)
{
	struct retention_due due;
	struct opened opened;
	enum status status = visit_open_kept(&r->visit, person, &opened,
	    r->error);

	r->run->looked++;
	if (status != STATUS_OK || opened.hidden || opened.head_count == 0)
		return status;
	status = opened.rows.row[0].state == PERSON_MERGED ?
	    judge_merged(r, &opened, &due) : retention_judge(&r->visit,
	    r->decision, &opened, r->run->day, &due, r->error);
	if (status != STATUS_OK || bits_empty(&due.items))
		return status;
	r->run->held += due.held;
	r->run->whole += !due.held && due.whole;
	r->run->partly += !due.held && !due.whole;
	/* What was erased, or what is due: of the held nothing goes. */
	if (!r->erases || !due.held)
		BITS_EACH(item, &due.items)
			r->run->item[item]++;
	if (r->run->each != NULL)
		status = r->run->each(r->run->context, &r->visit, person,
		    &due, r->error);
	if (status == STATUS_OK && r->erases && !due.held)
		status = submit(r, &opened, &due);
	return status;
}

/* What was submitted and is durable is finished; items need no more. */
static enum status
end_batch(struct running *r)
{
	struct store *store = vault_store(r->vault);
	int deadline = vault_config(r->vault)->deadline_ms;
	enum status status = STATUS_OK;
	size_t n = 0;

	for (size_t i = 0; i < r->submitted_n; i++) {
		struct error error;
		enum status waited = store_wait(store,
		    r->submitted[i].ticket, deadline, &error);

		if (waited == STATUS_OK) {
			if (r->submitted[i].erasure.scope == ERASURE_PERSON)
				r->done[n++] = r->submitted[i].erasure;
		} else if (waited == STATUS_CONFLICT) {
			r->run->moved++;
		} else if (status == STATUS_OK) {
			*r->error = error;
			status = waited;
		}
	}
	if (status == STATUS_OK && n > 0)
		status = erase_finish_some(&r->visit, r->done, n, r->error);
	if (status == STATUS_OK)
		status = visit_wait(&r->visit, r->error);
	return status;
}

static enum status
run_all(struct running *r)
{
	uint64_t *people = mem_array(BATCH, sizeof(*people)), after = 0;
	uint64_t total = 0;
	struct crowd crowd;
	size_t n = 0;
	enum status status = people == NULL ? error_memory(r->error) :
	    reader_people_count(r->reader, &total, r->error);

	crowd_begin(&crowd, r->vault, HOLDER_RETENTION, total);
	while (status == STATUS_OK) {
		status = reader_people(r->reader, after, BATCH, people, &n,
		    r->error);
		if (status != STATUS_OK || n == 0)
			break;
		if (r->run->ends != NULL && r->run->ends(r->run->context)) {
			status = error_stopped(r->error);
			break;
		}
		after = people[n - 1];
		status = crowd_open(&crowd, r->reader, people, n, false,
		    r->error);
		if (status != STATUS_OK)
			break;
		status = begin_batch(r, n);
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			status = take_person(r, people[i]);
		if (status == STATUS_OK)
			status = end_batch(r);
		visit_end(&r->visit);
		if (r->run->progress != NULL)
			r->run->progress(r->run->context, r->run->looked,
			    total);
	}
	crowd_end(&crowd);
	mem_free(people);
	return status;
}

/* Everything else that is due, and the search keys of all in one scan. */
static enum status
finish(struct running *r)
{
	const struct visitor visitor = { .principal = r->principal };
	struct erase_progress progress;
	enum status status;

	arena_reset(r->arena);
	visit_begin(&r->visit, r->vault, r->reader, r->arena, &visitor);
	status = erase_finish_all(&r->visit, &progress, r->error);
	visit_end(&r->visit);
	return status;
}

static enum status
start(struct vault *vault, struct reader *reader, struct text principal,
    bool erases, struct retention_run *run, struct error *error)
{
	struct running r = {
		.vault = vault, .reader = reader, .principal = principal,
		.run = run, .erases = erases, .arena = arena_new(ARENA),
		.error = error,
	};
	enum status status;

	r.submitted = mem_array(BATCH, sizeof(*r.submitted));
	r.done = mem_array(BATCH, sizeof(*r.done));
	status = r.arena == NULL || r.submitted == NULL || r.done == NULL ?
	    error_memory(error) : run_all(&r);
	if (status == STATUS_OK && erases)
		status = finish(&r);
	mem_free(r.done);
	mem_free(r.submitted);
	arena_free(r.arena);
	return status;
}

enum status
retention_look(struct vault *vault, struct reader *reader,
    struct text principal, struct retention_run *run, struct error *error)
{
	return start(vault, reader, principal, false, run, error);
}

enum status
retention_erase(struct vault *vault, struct reader *reader,
    struct text principal, struct retention_run *run, struct error *error)
{
	run->day = clock_tokyo_day(clock_now(vault_clock(vault)));
	return start(vault, reader, principal, true, run, error);
}
