#include "access/approval.h"
#include "base/encode.h"

static void
member(struct jsonw *json, const char *key, struct text text)
{
	if (text.n > 0)
		jsonw_member_text(json, key, text);
}

static void
member_time(struct jsonw *json, const char *key, int64_t instant)
{
	char time[CLOCK_TEXT_SIZE];

	if (instant == 0)
		return;
	clock_format(instant, time);
	jsonw_member_string(json, key, time);
}

void
approval_json(struct jsonw *json, const struct approval *a)
{
	char id[ID_TEXT_SIZE], digest[2 * HASH_SIZE + 1];

	id_format_random(id, ID_APPROVAL, a->id);
	encode_hex(a->digest.bytes, HASH_SIZE, digest);
	jsonw_open_object(json);
	jsonw_member_string(json, "approval", id);
	jsonw_member_string(json, "state", approval_state_names[a->state]);
	jsonw_member_text(json, "requester", a->requester);
	jsonw_member_text(json, "role", a->role);
	jsonw_member_text(json, "purpose", a->purpose);
	jsonw_member_string(json, "act", act_names[a->act]);
	jsonw_member_text(json, "request", a->request);
	jsonw_key(json, "fields");
	jsonw_open_array(json);
	for (size_t i = 0; i < a->field_count; i++)
		jsonw_text(json, a->fields[i]);
	jsonw_close_array(json);
	jsonw_member_string(json, "digest", digest);
	member(json, "reason", a->reason);
	member_time(json, "made", a->made);
	member_time(json, "expires", a->expires);
	member(json, "decided_by", a->decider);
	member(json, "decided_role", a->decider_role);
	member_time(json, "decided", a->decided);
	member(json, "note", a->note);
	jsonw_close_object(json);
}
