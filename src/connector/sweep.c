#include "base/mem.h"
#include "connector/sweep.h"
#include "crypto/random.h"
#include "vault/crowd.h"
#include "vault/erase.h"
#include "vault/erase_finish.h"

enum {
	BATCH = 200, ARENA = 64 << 20, DAY_MS = 86400000,
};

struct sweeping {
	struct sweep *sweep;
	enum erasure_cause cause;
	struct arena *arena;		/* of a batch */
	struct visit visit;
	struct erasure *erasures;
	struct ticket *tickets[BATCH];
	size_t n;
	struct error *error;
};

/* Since when it must have been left alone; false for those to be kept. */
static bool
is_over(const struct staged *staged, int64_t now)
{
	int64_t days = staged->state == STAGED_DROPPED ? SWEEP_DAYS + 1 :
	    SWEEP_DAYS;

	return staged->state != STAGED_VISIBLE &&
	    now - staged->began >= days * DAY_MS;
}

static void
begin(struct sweeping *s, struct arena *arena)
{
	const struct visitor visitor = { .principal = s->sweep->principal };

	visit_begin(&s->visit, s->sweep->vault, s->sweep->reader, arena,
	    &visitor);
	s->visit.sees_staged = true;
}

/* A batch will be opened: that is an entry. */
static enum status
log_batch(struct sweeping *s, uint64_t count)
{
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .has_decision = true, .count = count,
		.principal = s->sweep->principal, .time = s->visit.now,
		.purpose = text_of(system_purpose_names[SYSTEM_ERASE]),
		.subject = TEXT("import:dropped"),
	};

	random_bytes(entry.decision, sizeof(entry.decision));
	return visit_log(&s->visit, &entry, s->error);
}

static enum status
submit(struct sweeping *s, const struct opened *opened)
{
	uint8_t id[DECISION_ID_SIZE];
	struct erase_plan plan = {
		.cause = s->cause, .scan = true,
		.erasure = &s->erasures[s->n],
	};
	enum status status;

	random_bytes(id, sizeof(id));
	plan.decision = gate_decide_system(SYSTEM_ERASE, id, s->visit.now,
	    s->visit.arena);
	plan.change = change_new();
	if (plan.decision == NULL || plan.change == NULL) {
		change_free(plan.change);
		return error_memory(s->error);
	}
	status = erase_person_plan(&s->visit, opened, true, &plan, s->error);
	if (status != STATUS_OK) {
		change_free(plan.change);
		return status;
	}
	status = store_submit(vault_store(s->sweep->vault), plan.change,
	    &s->tickets[s->n], s->error);
	s->n += status == STATUS_OK;
	return status;
}

/* What was submitted is waited for, whatever else went wrong. */
static enum status
land(struct sweeping *s, enum status status)
{
	struct store *store = vault_store(s->sweep->vault);
	int deadline = vault_config(s->sweep->vault)->deadline_ms;
	size_t durable = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct error error;
		enum status waited = store_wait(store, s->tickets[i],
		    deadline, &error);

		if (waited == STATUS_OK) {
			s->erasures[durable++] = s->erasures[i];
		} else if (status == STATUS_OK) {
			*s->error = error;
			status = waited;
		}
	}
	s->sweep->people += durable;
	if (status == STATUS_OK && durable > 0)
		status = erase_finish_some(&s->visit, s->erasures, durable,
		    s->error);
	return status;
}

static enum status
erase_batch(struct sweeping *s, uint64_t first, uint64_t n)
{
	enum status status;

	arena_reset(s->arena);
	begin(s, s->arena);
	s->visit.counted = true;	/* by this entry */
	s->n = 0;
	status = log_batch(s, n);
	for (uint64_t i = 0; i < n && status == STATUS_OK; i++) {
		struct opened opened;

		status = visit_open(&s->visit, first + i, &opened, s->error);
		if (status == STATUS_OK && !opened.hidden)
			status = submit(s, &opened);
	}
	status = land(s, status);
	visit_end(&s->visit);
	return status;
}

static bool
ends(const struct sweep *sweep)
{
	return sweep->ends != NULL && sweep->ends(sweep->context);
}

static enum status
erase_people(struct sweeping *s, const struct staged *staged)
{
	struct arena *arena = s->arena;
	struct crowd crowd;
	enum status status = STATUS_OK;

	crowd_begin(&crowd, s->sweep->vault, HOLDER_ERASE, staged->rows);
	for (uint64_t at = 0; at < staged->rows && status == STATUS_OK;
	    at += BATCH) {
		uint64_t n = staged->rows - at < BATCH ? staged->rows - at :
		    BATCH;

		if (ends(s->sweep))
			status = error_stopped(s->error);
		if (status == STATUS_OK)
			status = crowd_ahead(&crowd, n, s->error);
		if (status == STATUS_OK)
			status = erase_batch(s, staged->first + at, n);
	}
	crowd_end(&crowd);
	if (status != STATUS_OK)
		return status;
	arena_reset(arena);
	begin(s, arena);
	status = erase_finish_scan(&s->visit, s->error);
	visit_end(&s->visit);
	return status;
}

static enum status
put(struct sweeping *s, struct staged *staged, bool gone)
{
	enum status status;

	arena_reset(s->arena);
	begin(s, s->arena);
	staged->state = STAGED_DROPPED;
	status = gone ? staged_forget(staged, &s->visit, s->error) :
	    staged_put(staged, &s->visit, s->error);
	visit_end(&s->visit);
	return status == STATUS_OK ? vault_rules_reload(s->sweep->vault,
	    s->error) : status;
}

static enum status
drop(struct sweeping *s, struct staged staged)
{
	bool again = staged.state == STAGED_DROPPED;
	enum status status = again ? STATUS_OK : put(s, &staged, false);

	if (status == STATUS_OK)
		status = erase_people(s, &staged);
	if (status == STATUS_OK && again)
		status = put(s, &staged, true);
	s->sweep->dropped += status == STATUS_OK && !again;
	return status;
}

static enum status
list_all(const struct staged **list, size_t *n, struct sweep *sweep,
    struct arena *arena, struct error *error)
{
	*n = 0;
	return arena == NULL ? error_memory(error) : staged_list(list, n,
	    sweep->vault, sweep->reader, arena, error);
}

enum status
sweep_waits(struct sweep *sweep, bool *waits, struct error *error)
{
	int64_t now = clock_now(vault_clock(sweep->vault));
	struct arena *arena = arena_new(ARENA);
	const struct staged *list;
	size_t n;
	enum status status = list_all(&list, &n, sweep, arena, error);

	*waits = false;
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		*waits = *waits || is_over(&list[i], now);
	arena_free(arena);
	return status;
}

enum status
sweep_imports(struct sweep *sweep, struct error *error)
{
	int64_t now = clock_now(vault_clock(sweep->vault));
	struct arena *arena = arena_new(ARENA);
	struct sweeping s = {
		.sweep = sweep, .cause = ERASURE_RETENTION,
		.arena = arena_new(ARENA), .error = error,
	};
	const struct staged *list;
	size_t n;
	enum status status = list_all(&list, &n, sweep, arena, error);

	s.erasures = mem_array(BATCH, sizeof(*s.erasures));
	if (status == STATUS_OK && (s.arena == NULL || s.erasures == NULL))
		status = error_memory(error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		if (is_over(&list[i], now))
			status = drop(&s, list[i]);
	mem_free(s.erasures);
	arena_free(s.arena);
	arena_free(arena);
	return status;
}

enum status
sweep_discard(struct sweep *sweep, struct staged *staged,
    const struct visitor *visitor, struct error *error)
{
	struct sweeping s = {
		.sweep = sweep, .cause = ERASURE_ASKED,
		.arena = arena_new(ARENA), .error = error,
	};
	struct visit visit;
	enum status status = STATUS_OK;

	if (staged->state == STAGED_VISIBLE) {
		arena_free(s.arena);
		return error_set(error, STATUS_CONFLICT, "import_visible",
		    "すでに見えるようになった取込みは取り消せません",
		    "an import that is visible can not be taken back");
	}
	s.erasures = mem_array(BATCH, sizeof(*s.erasures));
	if (s.arena == NULL || s.erasures == NULL)
		status = error_memory(error);
	if (status == STATUS_OK && staged->state == STAGED_HIDDEN) {
		visit_begin(&visit, sweep->vault, sweep->reader, s.arena,
		    visitor);
		status = staged_give_up(staged, &visit, error);
		visit_end(&visit);
		if (status == STATUS_OK)
			status = vault_rules_reload(sweep->vault, error);
	}
	if (status == STATUS_OK)
		status = erase_people(&s, staged);
	mem_free(s.erasures);
	arena_free(s.arena);
	return status;
}
