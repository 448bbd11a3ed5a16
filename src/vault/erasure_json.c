#include "gate/term.h"
#include "vault/erasure_json.h"

static struct text
item_id(const struct visit *visit, unsigned int item)
{
	return numbering_id(&visit->rules->numbering, SPACE_ITEMS, item);
}

const char *
erasure_json_state(enum erasure_state state)
{
	switch (state) {
	case ERASURE_INTENDED: return "intended";
	case ERASURE_DESTROYED: return "destroyed";
	case ERASURE_WAITING: return "waiting";
	case ERASURE_RETIRED: return "retired";
	case ERASURE_COMPLETE: return "complete";
	}
	return "";
}

static void
json_items(struct jsonw *json, const struct visit *visit,
    const struct erasure *e)
{
	jsonw_key(json, "items");
	jsonw_open_array(json);
	BITS_EACH(item, &e->items)
		jsonw_text(json, item_id(visit, (unsigned int)item));
	jsonw_close_array(json);
	jsonw_key(json, "kept_by_law");
	jsonw_open_array(json);
	for (size_t i = 0; i < e->kept_count; i++) {
		char until[CLOCK_DATE_SIZE];

		jsonw_open_object(json);
		jsonw_member_text(json, "item", item_id(visit,
		    e->kept[i].item));
		if (e->kept[i].until < TERM_NEVER) {
			clock_format_date(e->kept[i].until, until);
			jsonw_member_string(json, "until", until);
		}
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

void
erasure_json(struct jsonw *json, const struct visit *visit,
    const struct erasure *e, bool dry)
{
	char id[ERASURE_ID_SIZE], decision[ID_TEXT_SIZE];

	erasure_id(id, e->number);
	id_format_random(decision, ID_DECISION, e->decision);
	if (!dry) {
		jsonw_member_string(json, "erasure", id);
		jsonw_member_string(json, "decision", decision);
	}
	jsonw_member_text(json, "person", e->id);
	jsonw_member_string(json, "scope", e->scope == ERASURE_PERSON ?
	    "person" : "items");
	jsonw_member_string(json, "cause", e->cause == ERASURE_ASKED ?
	    "asked" : "retention");
	json_items(json, visit, e);
	jsonw_member_int(json, "slots", (int64_t)e->slot_count);
	jsonw_member_instant(json, "erased", e->time);
	if (e->retired != 0)
		jsonw_member_instant(json, "restorable_until", e->retired);
	jsonw_member_instant(json, "horizon", e->horizon);
	jsonw_member_string(json, "state", dry ? "dry_run" :
	    erasure_json_state(e->state));
}
