#include "vault/crowd.h"
#include "vault/sweep.h"

enum { PERSON_ARENA = 64 << 20, BATCH = 250 };

/* One person, in an arena of their own. */
static enum status
look_at(struct sweep *s, struct visit *visit, uint64_t person,
    struct error *error)
{
	const struct decision *decision;
	struct opened opened;
	struct ask ask;
	enum status status = visit_open(visit, person, &opened, error);

	/* Who was merged is found, once, as the one they were merged into. */
	if (status != STATUS_OK || opened.hidden ||
	    opened.standing.into != 0 ||
	    !s->concerns(s->context, &opened))
		return status;
	ask = visit_ask(visit, ACT_USE, &opened);
	status = visit_decide(visit, &ask, &decision, error);
	if (status != STATUS_OK)
		return status;
	if (decision_refusal(decision) != REFUSAL_NONE) {
		s->unseen++;
		return STATUS_OK;
	}
	s->take(s->context, &opened);
	s->taken++;
	return STATUS_OK;
}

static bool
is_full(const struct sweep *s)
{
	return s->looked == SWEEP_LOOK || s->taken == s->max;
}

static enum status
look(struct sweep *s, struct visit *visit, uint64_t after, uint64_t *next,
    struct error *error)
{
	uint64_t people[BATCH], last = after;
	struct crowd crowd;
	bool more = false;
	size_t n = BATCH;
	enum status status = STATUS_OK;

	crowd_begin(&crowd, visit->vault, HOLDER_USE, SWEEP_LOOK);
	s->looked = s->taken = s->unseen = 0;
	while (status == STATUS_OK && n == BATCH && !more) {
		status = reader_people(visit->reader, last, BATCH, people,
		    &n, error);
		more = n > 0 && is_full(s);
		if (status == STATUS_OK && n > 0 && !more)
			status = crowd_open(&crowd, visit->reader, people, n,
			    false, error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++) {
			more = is_full(s);
			if (more)
				break;
			arena_reset(visit->arena);
			status = look_at(s, visit, people[i], error);
			last = people[i];
			s->looked++;
		}
	}
	crowd_end(&crowd);
	*next = more ? last : 0;
	return status;
}

enum status
sweep_run(struct sweep *s, struct visit *visit, uint64_t after,
    uint64_t *next, struct error *error)
{
	struct ask ask = visit_ask(visit, ACT_USE, NULL);
	struct visit person = *visit;
	const struct decision *decision;
	struct error ignored;
	struct entry entry;
	enum status status = visit_permit(visit, &ask, ENTRY_SEARCH, NULL,
	    &decision, error);

	*next = 0;
	if (status != STATUS_OK)
		return status;
	person.arena = arena_new(PERSON_ARENA);
	if (person.arena == NULL)
		return error_memory(error);
	person.counted = true;		/* by this one entry */
	status = look(s, &person, after, next, error);
	arena_free(person.arena);
	entry = visit_entry(visit, ENTRY_SEARCH, decision, NULL);
	entry.subject = s->subject;
	entry.count = s->looked;	/* opened, taken or not */
	/* Whoever was opened before a failure was opened. */
	if (status != STATUS_OK) {
		(void)!visit_log(visit, &entry, &ignored);
		return status;
	}
	return visit_log(visit, &entry, error);
}
