#include "base/mem.h"
#include "vault/verify_parts.h"

enum { DYING_MS = 60000, ARENA = 1 << 20 };

/* Where reading a lane stands. */
struct walk {
	struct openings *o;
	unsigned int lane, segment;
	struct journal_info before;	/* of the segment before */
	bool has_before;
	size_t first;		/* opening of the session */
	bool within;		/* a session, which is the last of all */
};

enum status
verify_opened_new(struct openings **out, struct vault *vault,
    struct vault_check *check, struct findings *findings,
    struct error *error)
{
	struct openings *o = mem_alloc(sizeof(*o));

	*out = o;
	if (o == NULL)
		return error_memory(error);
	o->vault = vault;
	o->check = check;
	o->timeless = !store_clock_is_system(vault_store(vault));
	o->findings = findings;
	o->arena = arena_new(ARENA);
	return o->arena == NULL ? error_memory(error) : file_join(o->folder,
	    vault_config(vault)->keys_folder, "opened", error);
}

static void
fault(struct walk *w, enum severity severity, const char *code,
    struct words words)
{
	char place[32];

	verify_opened_name(place, w->lane, w->segment);
	(void)findings_say(w->o->findings, severity, NULL, place, code,
	    words);
	if (severity != SEVERITY_ERROR)
		return;
	w->o->broken = true;
	w->o->check->faults++;
}

static void
missing(struct walk *w)
{
	fault(w, SEVERITY_ERROR, "journal_missing", (struct words){
	    "開いた鍵枠の記録の一部がありません",
	    "a part of the journal of opened slots is missing" });
}

static struct session *
session_of(struct walk *w)
{
	return &w->o->sessions[w->o->session_count - 1];
}

/* A process that did not end in order: its last minute is excused. */
static void
close_session(struct walk *w)
{
	const struct session *session;

	if (!w->within)
		return;
	session = session_of(w);
	for (size_t i = w->first; i < w->o->n && !session->ended; i++)
		w->o->all[i].dying =
		    w->o->all[i].time >= session->last - DYING_MS;
	w->within = false;
}

static enum status
begin_session(struct walk *w, int64_t began, struct error *error)
{
	struct openings *o = w->o;
	struct session *sessions = mem_room(o->sessions, o->session_count,
	    &o->session_size, VERIFY_FIRST, sizeof(*sessions));

	if (sessions == NULL)
		return error_memory(error);
	o->sessions = sessions;
	o->sessions[o->session_count++] = (struct session){
		.lane = w->lane, .segment = w->segment, .began = began,
	};
	w->within = true;
	w->first = o->n;
	return STATUS_OK;
}

static enum status
add(struct walk *w, const struct journal_cell *cell, struct error *error)
{
	struct openings *o = w->o;
	struct opening *all = mem_room(o->all, o->n, &o->size, VERIFY_FIRST,
	    sizeof(*all));

	if (all == NULL)
		return error_memory(error);
	o->all = all;
	o->all[o->n++] = (struct opening){
		.slot = cell->value, .time = cell->time,
		.announced = cell->purposes,
		.session = (uint32_t)(o->session_count - 1),
	};
	return STATUS_OK;
}

static enum status
take_cell(struct walk *w, const struct journal_cell *cell,
    struct error *error)
{
	bool begins = cell->kind == JOURNAL_BEGAN;
	enum status status = STATUS_OK;

	if (begins)
		close_session(w);
	if (!w->within)
		status = begin_session(w, begins ? cell->time : 0, error);
	if (status != STATUS_OK)
		return status;
	session_of(w)->last = cell->time;
	switch ((enum journal_kind)cell->kind) {
	case JOURNAL_BEGAN:
	case JOURNAL_MADE:
		break;
	case JOURNAL_ENDED:
		session_of(w)->ended = true;
		close_session(w);
		break;
	case JOURNAL_OPENED:
		return add(w, cell, error);
	case JOURNAL_BULK:
		w->o->check->announced += cell->value;
		break;
	case JOURNAL_BURST:
		fault(w, SEVERITY_WARNING, "opened_burst", (struct words){
		    "1分間に開ける数を超えて鍵枠が要求され、拒否されました",
		    "more slots were asked for than may be opened in a "
		    "minute, and were refused" });
		break;
	}
	return STATUS_OK;
}

/* Each segment goes on where the one before it ended. */
static void
check_link(struct walk *w, const struct journal_info *info)
{
	if (info->state == JOURNAL_UNBORN)
		return;
	if (info->state == JOURNAL_BROKEN || (w->has_before &&
	    (info->before != w->before.before + w->before.records ||
	    memcmp(info->previous, w->before.last, JOURNAL_TAG) != 0)))
		fault(w, SEVERITY_ERROR, "journal_broken", (struct words){
		    "開いた鍵枠の記録が改変されています",
		    "the journal of opened slots was changed" });
	else if (info->state == JOURNAL_TORN)
		fault(w, SEVERITY_WARNING, "journal_torn", (struct words){
		    "開いた鍵枠の記録の末尾が壊れています",
		    "the end of this part of the journal is damaged" });
	w->before = *info;
	w->has_before = info->state != JOURNAL_BROKEN;
}

/* Where another holder is still writing, nothing is at rest. */
static enum status
read_segment(struct walk *w, bool last, bool *live, struct error *error)
{
	struct journal_cell cells[HOLDER_CELLS];
	struct journal_info info;
	uint64_t from = 0;
	size_t n;
	enum status status;

	do {
		status = holder_read(vault_holder(w->o->vault), w->lane,
		    w->segment, from, &info, cells, &n, error);
		*live = status == STATUS_OK && info.live;
		if (*live && last)
			return STATUS_OK;
		if (status == STATUS_OK && from == 0)
			check_link(w, &info);
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			status = take_cell(w, &cells[i], error);
		from += n;
	} while (status == STATUS_OK && n == HOLDER_CELLS);
	if (status != STATUS_NOT_FOUND)
		return status;
	missing(w);
	w->has_before = false;
	return STATUS_OK;
}

/*
 * The last segment of our own lane goes on; that of another holder that is at
 * work does, too: those are for the next time.
 */
static enum status
read_lane(struct openings *o, unsigned int lane, struct error *error)
{
	struct walk w = { .o = o, .lane = lane };
	bool own = lane == holder_lane(vault_holder(o->vault));
	unsigned int last;
	bool live = false;
	enum status status = journal_list(o->folder, lane,
	    &o->lanes[lane].first, &o->lanes[lane].last, error);

	if (status != STATUS_OK || o->lanes[lane].last == 0)
		return status;
	last = o->lanes[lane].last;
	for (w.segment = o->lanes[lane].first;
	    w.segment <= last - (own && !o->looking) && status == STATUS_OK;
	    w.segment++)
		status = read_segment(&w, w.segment == last, &live, error);
	if (w.within && (own || live))
		session_of(&w)->live = true;
	else
		close_session(&w);
	return status;
}

/* The store's own slots need no entry: every opening of the store uses them. */
static enum status
mark_own(struct openings *o, struct reader *reader, struct error *error)
{
	const struct search_key_row *rows;
	size_t n;
	enum status status = reader_search_keys(reader, &rows, &n, o->arena,
	    error);

	for (size_t i = 0; i < o->n && status == STATUS_OK; i++) {
		bool own = o->all[i].slot < KEYS_SLOT_FIRST;

		for (size_t j = 0; j < n && !own; j++)
			own = rows[j].slot == o->all[i].slot;
		if (own)
			o->all[i].owner = OWNER_STORE;
	}
	return status;
}

enum status
verify_opened_read(struct openings *o, struct reader *reader,
    struct error *error)
{
	enum status status = STATUS_OK;

	o->read_at = clock_now(clock_system());
	for (unsigned int lane = 1; lane <= JOURNAL_LANES &&
	    status == STATUS_OK; lane++)
		status = read_lane(o, lane, error);
	if (status == STATUS_OK && o->n > 0)
		qsort(o->all, o->n, sizeof(*o->all), verify_opened_by_slot);
	return status == STATUS_OK ? mark_own(o, reader, error) : status;
}

enum status
verify_opened_load(struct openings **out, struct vault *vault,
    struct reader *reader, struct vault_check *check,
    struct findings *findings, struct error *error)
{
	enum status status = verify_opened_new(out, vault, check, findings,
	    error);

	if (status == STATUS_OK)
		status = holder_rotate(vault_holder(vault), error);
	return status == STATUS_OK ? verify_opened_read(*out, reader, error) :
	    status;
}

void
verify_opened_gaps(struct openings *o)
{
	for (unsigned int lane = 1; lane <= JOURNAL_LANES; lane++) {
		struct walk w = {
			.o = o, .lane = lane,
			.segment = o->lanes_audited[lane] + 1,
		};

		if (o->lanes[lane].first > w.segment ||
		    (o->lanes[lane].last < w.segment && w.segment > 1))
			missing(&w);
	}
}
