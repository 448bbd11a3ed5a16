#include "calendar/period.h"
#include "vault/accuracy.h"
#include "vault/sweep.h"

struct looking {
	const struct visit *visit;
	struct accuracy_due *list;
	size_t n;
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

static bool
is_due(void *context, const struct opened *opened)
{
	struct looking *l = context;

	return due_of(l->visit, opened, &l->list[l->n]);
}

static void
take(void *context, const struct opened *opened)
{
	struct looking *l = context;

	(void)opened;
	l->n++;
}

enum status
accuracy_list(struct visit *visit, uint64_t after, size_t max,
    struct accuracy_due *list, size_t *n, uint64_t *next,
    struct error *error)
{
	struct looking l = { .visit = visit, .list = list };
	struct sweep sweep = {
		.concerns = is_due, .take = take, .context = &l,
		.subject = TEXT("accuracy"), .max = max,
	};
	enum status status = sweep_run(&sweep, visit, after, next, error);

	*n = status == STATUS_OK ? l.n : 0;
	return status;
}
