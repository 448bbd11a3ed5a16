/*
 * What the log says of an observation.
 */
#include "audit/tile.h"
#include "vault/observe.h"

enum { ENTRY_ARENA = 1 << 20 };

struct counting {
	struct observed *list;
	size_t n;
	uint64_t decisions;
	const struct observation *observation;
	struct arena *arena;		/* of the list */
	struct arena *room;		/* of the entry in hand */
};

static struct observed *
find(struct counting *c, const struct entry *e, struct text code,
    bool enforced)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->list[i].enforced == enforced &&
		    text_equal(c->list[i].code, code) &&
		    text_equal(c->list[i].clause, e->clause) &&
		    text_equal(c->list[i].role, e->role) &&
		    text_equal(c->list[i].purpose, e->purpose))
			return &c->list[i];
	if (c->n == OBSERVED_MAX)
		return NULL;
	c->list[c->n] = (struct observed){
		.code = text_copy(c->arena, code),
		.clause = text_copy(c->arena, e->clause),
		.role = text_copy(c->arena, e->role),
		.purpose = text_copy(c->arena, e->purpose),
		.enforced = enforced,
	};
	return &c->list[c->n++];
}

static enum status
count(void *context, uint64_t index, struct bytes bytes, struct error *error)
{
	struct counting *c = context;
	struct observed *row;
	struct entry entry;
	enum status status;

	(void)index;
	arena_reset(c->room);
	status = entry_read(&entry, bytes, c->room, error);
	if (status != STATUS_OK || !entry.has_decision ||
	    entry.time < c->observation->from ||
	    entry.time >= c->observation->until)
		return status;
	c->decisions++;
	if (entry.observed.n == 0 && entry.refusal.n == 0)
		return STATUS_OK;
	row = find(c, &entry, entry.observed.n > 0 ? entry.observed :
	    entry.refusal, entry.observed.n == 0);
	if (row == NULL)
		return STATUS_OK;
	if (row->code.p == NULL || row->purpose.p == NULL)
		return error_memory(error);
	row->count += entry.count > 0 ? entry.count : 1;
	row->last = entry.time;
	return STATUS_OK;
}

static int
by_count(const void *left, const void *right)
{
	const struct observed *a = left, *b = right;

	if (a->enforced != b->enforced)
		return a->enforced ? 1 : -1;
	return a->count > b->count ? -1 : a->count < b->count;
}

enum status
observe_report(const struct observed **list, size_t *n, uint64_t *decisions,
    const struct observation *observation, struct vault *vault,
    struct arena *arena, struct error *error)
{
	struct counting c = { .observation = observation, .arena = arena };
	struct checkpoint state;
	struct tile_log *log;
	enum status status = vault_integrate(vault, error);

	*n = 0;
	if (status != STATUS_OK)
		return status;
	state = vault_log_state(vault);
	c.list = arena_array(arena, OBSERVED_MAX, sizeof(*c.list));
	c.room = arena_new(ENTRY_ARENA);
	if (c.list == NULL || c.room == NULL) {
		arena_free(c.room);
		return error_memory(error);
	}
	status = tile_log_open(&log, vault_config(vault)->log_folder,
	    state.size, error);
	if (status == STATUS_OK) {
		status = tile_log_entries(log, observation->first,
		    state.size, count, &c, error);
		tile_log_close(log);
	}
	arena_free(c.room);
	qsort(c.list, c.n, sizeof(*c.list), by_count);
	*list = c.list;
	*n = c.n;
	*decisions = c.decisions;
	return status;
}

void
observe_json(struct jsonw *json, const struct observation *o)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "state", observe_state_names[o->state]);
	if (o->days > 0)
		jsonw_member_int(json, "days", o->days);
	jsonw_given_text(json, "asked_by", o->asked_by);
	jsonw_given_text(json, "reason", o->reason);
	jsonw_given_text(json, "approved_by", o->approved_by);
	if (o->from > 0) {
		jsonw_member_instant(json, "from", o->from);
		jsonw_member_instant(json, "until", o->until);
	}
	jsonw_close_object(json);
}

void
observe_report_json(struct jsonw *json, const struct observed *list,
    size_t n, uint64_t decisions)
{
	jsonw_open_object(json);
	jsonw_member_int(json, "decisions", (int64_t)decisions);
	jsonw_key(json, "rows");
	jsonw_open_array(json);
	for (size_t i = 0; i < n; i++) {
		jsonw_open_object(json);
		jsonw_member_bool(json, "enforced", list[i].enforced);
		jsonw_member_text(json, "code", list[i].code);
		jsonw_member_text(json, "clause", list[i].clause);
		jsonw_member_text(json, "role", list[i].role);
		jsonw_member_text(json, "purpose", list[i].purpose);
		jsonw_member_int(json, "count", (int64_t)list[i].count);
		jsonw_member_instant(json, "last", list[i].last);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	jsonw_close_object(json);
}
