#include "calendar/period.h"
#include "vault/accuracy.h"

enum { PERSON_ARENA = 64 << 20, BATCH = 250 };

struct looking {
	struct visit *visit;
	struct visit person;	/* the same, with an arena of its own */
	struct accuracy_due *list;
	size_t max, n;
	uint64_t looked;
	struct error *error;
};

static const struct policy_subject *
subject_of(const struct visit *visit, unsigned int number)
{
	const struct policy *policy = visit->revision->policy;

	for (size_t i = 0; i < policy->subject_count; i++)
		if (policy->subjects[i].number == number)
			return &policy->subjects[i];
	return NULL;
}

/* When this person's data is to be confirmed; false: never. */
static bool
due_of(const struct visit *visit, const struct opened *opened,
    struct accuracy_due *due)
{
	const struct policy_subject *subject = subject_of(visit,
	    opened->standing.subject);

	if (subject == NULL || subject->confirm.calendar.count == 0 ||
	    opened->standing.deceased != 0 || opened->head_count == 0)
		return false;
	due->person = opened->person;
	due->since = opened->standing.confirmed;
	for (size_t i = 0; i < opened->head_count; i++)
		if (opened->heads[i].day > due->since)
			due->since = opened->heads[i].day;
	due->due = policy_period_last(&subject->confirm, due->since) + 1;
	return due->due <= clock_tokyo_day(visit->now);
}

static enum status
look_at(struct looking *l, uint64_t person)
{
	const struct decision *decision;
	struct accuracy_due due;
	struct opened opened;
	struct ask ask;
	enum status status = visit_open(&l->person, person, &opened,
	    l->error);

	if (status != STATUS_OK || opened.hidden ||
	    !due_of(&l->person, &opened, &due))
		return status;
	ask = visit_ask(&l->person, ACT_USE, &opened);
	status = visit_decide(&l->person, &ask, &decision, l->error);
	if (status == STATUS_OK &&
	    decision_refusal(decision) == REFUSAL_NONE)
		l->list[l->n++] = due;
	return status;
}

static enum status
look(struct looking *l, uint64_t after, uint64_t *next)
{
	uint64_t people[BATCH], last = after;
	bool more = false;
	size_t n = BATCH;
	enum status status = STATUS_OK;

	while (status == STATUS_OK && n == BATCH && !more) {
		status = reader_people(l->visit->reader, last, BATCH, people,
		    &n, l->error);
		for (size_t i = 0; i < n && status == STATUS_OK && !more;
		    i++) {
			more = l->n == l->max || l->looked == ACCURACY_LOOK;
			if (more)
				break;
			arena_reset(l->person.arena);
			status = look_at(l, people[i]);
			last = people[i];
			l->looked++;
		}
	}
	*next = more ? last : 0;
	return status;
}

enum status
accuracy_list(struct visit *visit, uint64_t after, size_t max,
    struct accuracy_due *list, size_t *n, uint64_t *next,
    struct error *error)
{
	struct ask ask = visit_ask(visit, ACT_USE, NULL);
	struct looking l = {
		.visit = visit, .person = *visit, .list = list, .max = max,
		.error = error,
	};
	const struct decision *decision;
	struct error ignored;
	struct entry entry;
	enum status status = visit_decide(visit, &ask, &decision, error);

	*n = 0;
	*next = 0;
	if (status != STATUS_OK)
		return status;
	if (decision_refusal(decision) != REFUSAL_NONE)
		return visit_refuse(visit, ENTRY_SEARCH, decision, NULL,
		    error);
	l.person.arena = arena_new(PERSON_ARENA);
	if (l.person.arena == NULL)
		return error_memory(error);
	status = look(&l, after, next);
	arena_free(l.person.arena);
	entry = visit_entry(visit, ENTRY_SEARCH, decision, NULL);
	entry.subject = TEXT("accuracy");
	entry.count = l.looked;	/* opened, due or not */
	/* Whoever was opened before a failure was opened. */
	if (status != STATUS_OK) {
		(void)!visit_log(visit, &entry, &ignored);
		return status;
	}
	*n = l.n;
	return visit_log(visit, &entry, error);
}
