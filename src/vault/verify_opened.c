#include <time.h>

#include "audit/tile.h"
#include "base/file_caller.h"
#include "base/mem.h"
#include "vault/verify_opened.h"
#include "vault/verify_parts.h"

void
verify_opened_free(struct openings *o)
{
	if (o == NULL)
		return;
	mem_free(o->all);
	mem_free(o->sessions);
	mem_free(o->bulk);
	arena_free(o->arena);
	mem_free(o);
}

void
verify_opened_audited(struct openings *o, const struct entry *entry)
{
	/* No backup has the journal: a restored store begins another one. */
	if (entry->kind == ENTRY_RESTORED)
		memset(o->lanes_audited, 0, sizeof(o->lanes_audited));
	if (entry->kind != ENTRY_KEYS ||
	    !text_is(entry->subject, VERIFY_AUDITED))
		return;
	for (size_t i = 0; i < entry->record_count; i++)
		if (entry->records[i].seq <= JOURNAL_LANES)
			o->lanes_audited[entry->records[i].seq] =
			    (unsigned int)entry->records[i].version;
}

enum status
verify_opened_batch(struct openings *o, struct reader *reader,
    struct text principal, uint64_t count,
    const uint8_t id[DECISION_ID_SIZE], struct error *error)
{
	const struct visitor visitor = { .principal = principal };
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .time = clock_now(vault_clock(o->vault)),
		.principal = principal, .count = count, .has_decision = true,
		.purpose = text_of(system_purpose_names[SYSTEM_VERIFY]),
	};
	struct visit visit;
	enum status status;

	arena_reset(o->arena);
	memcpy(entry.decision, id, DECISION_ID_SIZE);
	visit_begin(&visit, o->vault, reader, o->arena, &visitor);
	status = visit_log(&visit, &entry, error);
	visit_end(&visit);
	return status;
}

/* One way through the log; what is explained before stays so. */
static enum status
read_log(struct openings *o, struct error *error)
{
	const struct checkpoint state = vault_log_state(o->vault);
	struct tile_log *log;
	enum status status = tile_log_open(&log,
	    vault_config(o->vault)->log_folder, state.size, error);

	if (status != STATUS_OK)
		return status;
	status = tile_log_entries(log, 0, state.size, verify_opened_entry, o,
	    error);
	tile_log_close(log);
	if (status != STATUS_OK)
		return status;
	verify_opened_many(o);
	return STATUS_OK;
}

static bool
is_lacking(const struct openings *o)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->all[i].owner == OWNER_PERSON && !o->all[i].explained)
			return true;
	return false;
}

/* Opened by a process that goes on, whose act may not have ended yet. */
static bool
may_come(const struct openings *o)
{
	int64_t late = verify_opened_late(o);

	for (size_t i = 0; i < o->n && !o->timeless; i++)
		if (o->all[i].owner == OWNER_PERSON && !o->all[i].explained &&
		    o->sessions[o->all[i].session].live &&
		    o->all[i].time > o->read_at - late)
			return true;
	return false;
}

/* Waits until what was under way has its entry, and begins anew. */
static enum status
wait_for_entries(struct openings *o, struct error *error)
{
	int64_t late = verify_opened_late(o);
	int64_t wait = o->read_at + late - clock_now(clock_system());
	const struct timespec pause = {
		wait / 1000, wait % 1000 * 1000000
	};

	if (wait > 0)
		(void)nanosleep(&pause, NULL);
	o->bulk_count = 0;
	for (size_t i = 0; i < o->n; i++)
		o->all[i].explained = false;
	return vault_integrate(o->vault, error);
}

static enum status
explain(struct openings *o, struct error *error)
{
	enum status status;

	o->check->openings = o->n;
	verify_opened_gaps(o);
	if (o->n == 0)
		return STATUS_OK;
	verify_opened_sort(o);
	status = read_log(o, error);
	if (status == STATUS_OK && may_come(o)) {
		status = wait_for_entries(o, error);
		if (status == STATUS_OK)
			status = read_log(o, error);
	}
	o->second = true;
	if (status == STATUS_OK && !o->timeless && is_lacking(o))
		status = read_log(o, error);
	if (status == STATUS_OK)
		verify_opened_report(o);
	return status;
}

/* Segments at rest that were audited; the last one of a lane goes on. */
static void
remove_audited(const struct openings *o)
{
	char path[PATH_SIZE];
	struct error ignored;

	for (unsigned int lane = 1; lane <= JOURNAL_LANES; lane++)
		for (unsigned int s = o->lanes[lane].first;
		    s != 0 && s < o->lanes[lane].last; s++)
			if (journal_path(path, o->folder, lane, s,
			    &ignored) == STATUS_OK)
				(void)file_caller_unlink(path);
}

/* It stays in the log who ended without order, when the journal is gone. */
static enum status
log_unfinished(struct openings *o, struct visit *visit, struct error *error)
{
	struct entry_record places[JOURNAL_LANES];
	struct entry entry = {
		.kind = ENTRY_KEYS, .time = visit->now,
		.principal = visit->principal.name,
		.count = o->check->lacking,
		.subject = TEXT(VERIFY_UNFINISHED), .records = places,
	};

	for (size_t i = 0; i < o->session_count &&
	    entry.record_count < LENGTH(places); i++)
		if (o->sessions[i].lacking > 0)
			places[entry.record_count++] = (struct entry_record){
				o->sessions[i].lane, o->sessions[i].segment
			};
	return entry.record_count == 0 ? STATUS_OK :
	    visit_log(visit, &entry, error);
}

/*
 * When all is explained: writes the entry that says up to where, and removes
 * those segments.
 */
static enum status
finish(struct openings *o, struct visit *visit, struct error *error)
{
	struct entry_record ends[JOURNAL_LANES];
	struct entry entry = {
		.kind = ENTRY_KEYS, .time = visit->now,
		.principal = visit->principal.name, .count = o->n,
		.subject = TEXT(VERIFY_AUDITED), .records = ends,
	};
	enum status status;

	if (o->check->unexplained > 0 || o->broken)
		return STATUS_OK;
	for (unsigned int lane = 1; lane <= JOURNAL_LANES; lane++)
		if (o->lanes[lane].last > 1)
			ends[entry.record_count++] = (struct entry_record){
				lane, o->lanes[lane].last - 1
			};
	if (entry.record_count == 0)
		return STATUS_OK;
	status = log_unfinished(o, visit, error);
	if (status == STATUS_OK)
		status = visit_log(visit, &entry, error);
	if (status == STATUS_OK)
		remove_audited(o);
	return status;
}

enum status
verify_opened_end(struct openings *o, struct reader *reader,
    struct text principal, struct error *error)
{
	const struct visitor visitor = { .principal = principal };
	struct visit visit;
	enum status status = explain(o, error);

	if (status != STATUS_OK)
		return status;
	arena_reset(o->arena);
	visit_begin(&visit, o->vault, reader, o->arena, &visitor);
	visit.principal.name = principal;
	status = finish(o, &visit, error);
	visit_end(&visit);
	return status;
}
