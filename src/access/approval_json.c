#include "access/approval.h"

void
approval_json(struct jsonw *json, const struct approval *a)
{
	char id[ID_TEXT_SIZE];

	id_format_random(id, ID_APPROVAL, a->id);
	jsonw_open_object(json);
	jsonw_member_string(json, "approval", id);
	jsonw_member_string(json, "state", approval_state_names[a->state]);
	jsonw_member_text(json, "requester", a->requester);
	jsonw_member_text(json, "role", a->role);
	jsonw_member_text(json, "purpose", a->purpose);
	jsonw_member_string(json, "act", act_names[a->act]);
	jsonw_member_text(json, "request", a->request);
	jsonw_member_texts(json, "fields", a->fields, a->field_count);
	jsonw_member_hex(json, "digest", a->digest.bytes, HASH_SIZE);
	jsonw_given_text(json, "reason", a->reason);
	jsonw_given_instant(json, "made", a->made);
	jsonw_given_instant(json, "expires", a->expires);
	jsonw_given_text(json, "decided_by", a->decider);
	jsonw_given_text(json, "decided_role", a->decider_role);
	jsonw_given_instant(json, "decided", a->decided);
	jsonw_given_text(json, "note", a->note);
	jsonw_close_object(json);
}
