#include <time.h>

#include "audit/tile.h"
#include "base/file_caller.h"
#include "base/mem.h"
#include "vault/verify_opened.h"
#include "vault/verify_parts.h"

enum {
	MANY_MS = 60000,	/* around entries about many people */
	SLACK_MS = 1000,	/* beside the deadline */
	UNDER_WAY_MAX = 256,	/* slots, of all acts of a process */
	ARENA = 1 << 20, FIRST_SIZE = 1024,
};

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

/* The first opening of a slot, or where it would stand. */
static size_t
first_of(const struct openings *o, uint64_t slot)
{
	size_t low = 0, high = o->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (o->all[middle].slot < slot)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
verify_opened_person(struct openings *o, const struct opened *opened)
{
	for (size_t i = 0; i < opened->rows.n; i++) {
		struct error ignored;
		uint64_t slot;

		if (seal_slot(&slot, opened->rows.row[i].sealed, &ignored) !=
		    STATUS_OK)
			continue;
		for (size_t j = first_of(o, slot); j < o->n &&
		    o->all[j].slot == slot; j++) {
			struct opening *opening = &o->all[j];

			opening->owner = OWNER_PERSON;
			opening->person = opened->person;
			memcpy(opening->pseudonym, opened->standing.pseudonym,
			    PSEUDONYM_SIZE);
		}
	}
}

static int
by_pseudonym(const void *a, const void *b)
{
	const struct opening *x = a, *y = b;
	int order = memcmp(x->pseudonym, y->pseudonym, PSEUDONYM_SIZE);

	if (order != 0)
		return order;
	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	return x->time < y->time ? -1 : x->time > y->time;
}

/* Each slot once, from that place on, opened between these times. */
static void
explain_between(struct openings *o, size_t at, const uint8_t *pseudonym,
    int64_t from, int64_t to)
{
	uint64_t done = 0;

	for (; at < o->n && memcmp(o->all[at].pseudonym, pseudonym,
	    PSEUDONYM_SIZE) == 0; at++) {
		struct opening *opening = &o->all[at];

		if (opening->owner != OWNER_PERSON || opening->explained ||
		    opening->slot == done || opening->time < from ||
		    opening->time > to)
			continue;
		opening->explained = true;
		done = opening->slot;
	}
}

/*
 * While time stands still (store_clock()) an entry has a later one than the
 * holder has: each slot once, unless the entry explains an opening after it.
 */
static void
explain_early(struct openings *o, size_t at, const struct entry *entry)
{
	int64_t late = vault_config(o->vault)->deadline_ms + SLACK_MS;
	struct opening *early = NULL;
	bool used = false;

	for (; at < o->n && memcmp(o->all[at].pseudonym, entry->person,
	    PSEUDONYM_SIZE) == 0; at++) {
		struct opening *opening = &o->all[at];
		int64_t after = opening->time - entry->time;

		if (opening->owner != OWNER_PERSON)
			continue;
		if (after >= 0 && after <= late)
			used |= opening->explained && opening->announced == 0;
		else if (early == NULL && !opening->explained && after < 0 &&
		    after >= -STORE_CLOCK_TOLERANCE_MS)
			early = opening;
		if (at + 1 < o->n && o->all[at + 1].slot == opening->slot &&
		    memcmp(o->all[at + 1].pseudonym, entry->person,
		    PSEUDONYM_SIZE) == 0)
			continue;
		if (early != NULL && !used)
			early->explained = early->early = true;
		early = NULL;
		used = false;
	}
}

/*
 * An entry has the time at which its act began; what it opened, it opened
 * soon after, each slot once: then it had the key.
 */
static void
explain_person(struct openings *o, const struct entry *entry)
{
	int64_t late = vault_config(o->vault)->deadline_ms + SLACK_MS;
	size_t low = 0, high = o->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(o->all[middle].pseudonym, entry->person,
		    PSEUDONYM_SIZE) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (o->second)
		explain_early(o, low, entry);
	else
		explain_between(o, low, entry->person, o->timeless ?
		    INT64_MIN : entry->time, o->timeless ? INT64_MAX :
		    entry->time + late);
}

/* Kinds of entry that count people who were opened. */
static bool
counts_people(enum entry_kind kind)
{
	return kind == ENTRY_USE || kind == ENTRY_SEARCH ||
	    kind == ENTRY_PROVIDE || kind == ENTRY_EXPORT ||
	    kind == ENTRY_DISCLOSE || kind == ENTRY_ANONYMISE ||
	    kind == ENTRY_SYSTEM;
}

/* Entries about many: what they are for, and how many they count. */
static enum status
take_bulk(struct openings *o, const struct entry *entry, struct error *error)
{
	static const char prefix[] = "system:";
	struct counted *bulk;

	if (o->bulk_count == o->bulk_size) {
		size_t size = o->bulk_size == 0 ? FIRST_SIZE :
		    2 * o->bulk_size;
		void *grown = mem_grow(o->bulk, o->bulk_size, size,
		    sizeof(*bulk));

		if (grown == NULL)
			return error_memory(error);
		o->bulk = grown;
		o->bulk_size = size;
	}
	bulk = &o->bulk[o->bulk_count++];
	*bulk = (struct counted){
		.time = entry->time, .purpose = HOLDER_USE,
		.left = entry->count,
	};
	if (entry->kind != ENTRY_SYSTEM ||
	    !text_starts_with(entry->purpose, prefix))
		return STATUS_OK;
	bulk->left = 0;
	for (unsigned int i = 1; i < HOLDER_PURPOSES; i++)
		if (text_is(text_slice(entry->purpose, sizeof(prefix) - 1,
		    entry->purpose.n), holder_purpose_names[i]))
			bulk->purpose = i;
	return STATUS_OK;
}

static enum status
take_entry(void *context, uint64_t index, struct bytes bytes,
    struct error *error)
{
	struct openings *o = context;
	struct entry entry;
	enum status status;

	(void)index;
	arena_reset(o->arena);
	status = entry_read(&entry, bytes, o->arena, error);
	if (status != STATUS_OK)
		return status;
	if (entry.has_person)
		explain_person(o, &entry);
	else if (!o->second && counts_people(entry.kind))
		return take_bulk(o, &entry, error);
	return STATUS_OK;
}

static int
by_time(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	return x->time < y->time ? -1 : x->time > y->time;
}

/* An announced job's entry, or one that counts and has not counted it yet. */
static bool
explained_by_many(struct openings *o, const struct opening *opening)
{
	int64_t late = vault_config(o->vault)->deadline_ms + SLACK_MS;
	int64_t ahead = o->second ? STORE_CLOCK_TOLERANCE_MS : 0;
	size_t low = 0, high = o->bulk_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (!o->timeless &&
		    o->bulk[middle].time < opening->time - MANY_MS)
			low = middle + 1;
		else
			high = middle;
	}
	if (o->timeless)
		low = 0;
	for (; low < o->bulk_count && (o->timeless ||
	    o->bulk[low].time <= opening->time + MANY_MS + ahead); low++) {
		struct counted *bulk = &o->bulk[low];

		if ((opening->announced & 1u << bulk->purpose) != 0)
			return true;
		if (bulk->left > 0 && (o->timeless ||
		    (opening->time >= bulk->time - ahead &&
		    opening->time <= bulk->time + late))) {
			bulk->left--;
			return true;
		}
	}
	return false;
}

static void
report_opening(struct openings *o, const struct opening *opening)
{
	char id[ID_TEXT_SIZE] = "?", place[64], when[CLOCK_TEXT_SIZE];
	struct error ignored;

	(void)!id_format(id, ID_PERSON, opening->person,
	    vault_id_key(o->vault), &ignored);
	(void)snprintf(place, sizeof(place), "%s/slot:%llu", id,
	    (unsigned long long)opening->slot);
	clock_format(opening->time, when);
	o->check->unexplained++;
	o->check->faults++;
	(void)findings_add(o->findings, SEVERITY_ERROR, NULL, place,
	    "opened_unexplained", "%s に開かれましたが、ログに説明がありません",
	    "it was opened at %s, and no entry of the log explains it", when);
}

/* Who could write no entry any more is named, with what it had opened. */
static void
report_session(struct openings *o, const struct session *session)
{
	char place[32], began[CLOCK_TEXT_SIZE] = "?", last[CLOCK_TEXT_SIZE];
	bool many = session->alone > UNDER_WAY_MAX;

	verify_opened_name(place, session);
	if (session->began != 0)
		clock_format(session->began, began);
	clock_format(session->last, last);
	o->check->unfinished++;
	o->check->lacking += session->lacking;
	/* More than can have been under way: it was killed to hide that. */
	if (many)
		o->check->unexplained += session->lacking;
	o->check->faults += many;
	(void)findings_add(o->findings, many ? SEVERITY_ERROR :
	    SEVERITY_WARNING, NULL, place, many ? "opened_many_dying" :
	    "opened_dying", "%s に始まったプロセスが %s に正常に終了せず、"
	    "終わる前の1分間に開いた鍵枠のうち %llu はログに説明がありません",
	    "the process that began at %s ended at %s without order: of the "
	    "slots that it opened in its last minute, no entry explains %llu",
	    began, last, (unsigned long long)session->lacking);
}

/* The machine's clock was set back, or somebody was before the gate. */
static void
report_early(const struct openings *o)
{
	char first[CLOCK_TEXT_SIZE], last[CLOCK_TEXT_SIZE];
	int64_t from = INT64_MAX, to = INT64_MIN;
	uint64_t n = 0;

	for (size_t i = 0; i < o->n; i++) {
		int64_t time = o->all[i].time;

		if (!o->all[i].early)
			continue;
		n++;
		from = time < from ? time : from;
		to = time > to ? time : to;
	}
	if (n == 0)
		return;
	clock_format(from, first);
	clock_format(to, last);
	(void)findings_add(o->findings, SEVERITY_WARNING, NULL, "",
	    "opened_early", "%s から %s までに %llu 回、鍵枠がログの記載より"
	    "前 (5分以内) に開かれました。その間に時計が戻されていなければ"
	    "不正な使用です",
	    "from %s to %s, %llu times, slots were opened up to five minutes "
	    "before their entries: unless the clock was set back then, they "
	    "were used beside the gate", first, last, (unsigned long long)n);
}

static void
report(struct openings *o)
{
	uint64_t nobodys = 0;

	for (size_t i = 0; i < o->n; i++) {
		const struct opening *opening = &o->all[i];

		nobodys += opening->owner == OWNER_NOBODY;
		if (opening->owner != OWNER_PERSON || opening->explained)
			continue;
		if (!opening->dying) {
			report_opening(o, opening);
			continue;
		}
		o->sessions[opening->session].lacking++;
		o->sessions[opening->session].alone += opening->announced == 0;
	}
	for (size_t i = 0; i < o->session_count; i++)
		if (o->sessions[i].lacking > 0)
			report_session(o, &o->sessions[i]);
	report_early(o);
	if (nobodys > 0)
		(void)findings_add(o->findings, SEVERITY_NOTE, NULL, "",
		    "opened_nobodys", "今はどの行にも使われていない鍵枠が "
		    "%llu 回開かれました",
		    "slots that no row uses now were opened %llu times",
		    (unsigned long long)nobodys);
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
	status = tile_log_entries(log, 0, state.size, take_entry, o, error);
	tile_log_close(log);
	if (status != STATUS_OK)
		return status;
	if (o->bulk_count > 0)
		qsort(o->bulk, o->bulk_count, sizeof(*o->bulk), by_time);
	for (size_t i = 0; i < o->n; i++) {
		struct opening *opening = &o->all[i];

		if (opening->owner != OWNER_PERSON || opening->explained)
			continue;
		opening->explained = explained_by_many(o, opening);
		opening->early = o->second && opening->explained;
	}
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
	int64_t late = vault_config(o->vault)->deadline_ms + SLACK_MS;

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
	int64_t late = vault_config(o->vault)->deadline_ms + SLACK_MS;
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
	qsort(o->all, o->n, sizeof(*o->all), by_pseudonym);
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
		report(o);
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
