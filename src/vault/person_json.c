/*
 * People as JSON: one place for every face of the program.
 */
#include "crypto/hash.h"
#include "vault/person_json.h"

/* By which way and through which service it came, under which revision. */
static void
json_class(struct jsonw *json, const struct visit *visit,
    const struct class *class)
{
	const struct numbering *numbering = &visit->rules->numbering;

	jsonw_member_text(json, "way", class == NULL ? TEXT("") :
	    numbering_id(numbering, SPACE_ACQUISITION, class->way));
	if (class == NULL)
		return;
	if (class->service != 0)
		jsonw_member_text(json, "service", numbering_id(numbering,
		    SPACE_SERVICES, class->service));
	jsonw_member_int(json, "revision", class->revision);
}

static void
json_values(struct jsonw *json, const struct view_record *record)
{
	jsonw_key(json, "values");
	jsonw_open_object(json);
	for (size_t i = 0; i < record->count; i++) {
		char id[64];

		(void)snprintf(id, sizeof(id), "%.*s",
		    TEXT_ARGS(record->values[i].item->id));
		jsonw_member_text(json, id, record->values[i].text);
	}
	jsonw_close_object(json);
	jsonw_key(json, "masked");
	jsonw_open_array(json);
	for (size_t i = 0; i < record->count; i++)
		if (record->values[i].masked)
			jsonw_text(json, record->values[i].item->id);
	jsonw_close_array(json);
}

static void
put_record(struct jsonw *json, const struct visit *visit,
    const struct view_record *record)
{
	jsonw_member_int(json, "record", (int64_t)record->seq);
	jsonw_member_int(json, "version", (int64_t)record->version);
	json_class(json, visit, record->class);
	jsonw_member_instant(json, "acquired", record->time);
	if (record->shown.n == HASH_SIZE) {
		jsonw_member_hex(json, "shown", record->shown.p, HASH_SIZE);
		jsonw_member_instant(json, "shown_at", record->shown_at);
	}
	jsonw_given_text(json, "origin", record->origin);
	if (record->source_unknown)
		jsonw_member_bool(json, "source_unknown", true);
	json_values(json, record);
}

/* Items that were asked for and refused, each with its reason. */
static void
json_refused(struct jsonw *json, const struct visit *visit,
    const struct decision *decision)
{
	struct bits permitted = decision_items(decision);
	struct bits refused = bits_minus(&decision_ask(decision)->items,
	    &permitted);

	jsonw_key(json, "refused");
	jsonw_open_array(json);
	BITS_EACH(number, &refused) {
		struct error error;

		(void)decision_item_error(decision, (unsigned int)number,
		    &error);
		(void)snprintf(error.field, sizeof(error.field), "%.*s",
		    TEXT_ARGS(numbering_id(&visit->rules->numbering,
		    SPACE_ITEMS, (unsigned int)number)));
		jsonw_error(json, &error);
	}
	jsonw_close_array(json);
}

/* What was let through although the policy says no. */
static void
json_observed(struct jsonw *json, const struct decision *decision)
{
	struct error error;

	if (decision_observed(decision) == REFUSAL_NONE)
		return;
	(void)decision_observed_error(decision, &error);
	jsonw_key(json, "observed");
	jsonw_open_object(json);
	jsonw_member_string(json, "code", error.code);
	jsonw_error_members(json, &error);
	jsonw_close_object(json);
}

static void
write_id(char id[ID_TEXT_SIZE], struct buf *out, const struct visit *visit,
    const struct view *view)
{
	struct error error;

	id[0] = '\0';
	if (id_format(id, ID_PERSON, view->person,
	    vault_id_key(visit->vault), &error) != STATUS_OK)
		buf_no_memory(out);
}

void
person_json(struct jsonw *json, const struct visit *visit,
    const struct view *view)
{
	char decision[ID_TEXT_SIZE], id[ID_TEXT_SIZE];

	id_format_random(decision, ID_DECISION,
	    decision_id(view->decision));
	write_id(id, json->out, visit, view);
	jsonw_member_string(json, "person", id);
	jsonw_member_string(json, "decision", decision);
	jsonw_member_text(json, "clause", decision_clause(view->decision));
	json_observed(json, view->decision);
	jsonw_member_int(json, "standing", (int64_t)view->standing->version);
	jsonw_key(json, "records");
	jsonw_open_array(json);
	for (size_t i = 0; i < view->count; i++) {
		jsonw_open_object(json);
		put_record(json, visit, &view->records[i]);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	json_refused(json, visit, view->decision);
}

void
person_json_past(struct jsonw *json, const struct visit *visit,
    const struct past *past)
{
	person_json(json, visit, &past->view);
	jsonw_key(json, "earlier");
	jsonw_open_array(json);
	for (size_t i = 0; i < past->history_count; i++) {
		jsonw_open_object(json);
		put_record(json, visit, &past->history[i].record);
		jsonw_member_instant(json, "replaced",
		    past->history[i].replaced_at);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	jsonw_key(json, "uses");
	jsonw_open_array(json);
	for (size_t i = 0; i < past->use_count; i++)
		entry_json(json, &past->uses[i].entry, past->uses[i].index);
	jsonw_close_array(json);
}

static const char *const consent_states[] = {
	[CONSENT_GIVEN] = "given", [CONSENT_WITHDRAWN] = "withdrawn",
	[CONSENT_DEEMED] = "deemed",
};
static const char *const hold_kinds[] = {
	[HOLD_REQUEST] = "request", [HOLD_LAW] = "law",
	[HOLD_DISPUTE] = "dispute",
};

static void
json_consents(struct jsonw *json, const struct numbering *names,
    const struct standing *s)
{
	jsonw_key(json, "consents");
	jsonw_open_array(json);
	for (size_t i = 0; i < s->consent_count; i++) {
		const struct consent *c = &s->consents[i];

		jsonw_open_object(json);
		jsonw_member_text(json, "consent", numbering_id(names,
		    SPACE_CONSENTS, c->number));
		jsonw_member_string(json, "state", consent_states[c->state]);
		jsonw_given_instant(json, "time", c->time);
		jsonw_given_instant(json, "expires", c->expires);
		jsonw_given_text(json, "recipient", c->recipient);
		jsonw_given_text(json, "evidence", c->held);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	jsonw_key(json, "personal");
	jsonw_open_array(json);
	for (size_t i = 0; i < s->personal_count; i++) {
		const struct personal_purpose *p = &s->personal[i];

		jsonw_open_object(json);
		jsonw_member_text(json, "purpose", p->id);
		jsonw_member_text(json, "text", p->text);
		jsonw_member_string(json, "state", consent_states[p->state]);
		jsonw_given_instant(json, "expires", p->expires);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
json_purposes(struct jsonw *json, const struct numbering *names,
    const struct bits *purposes)
{
	jsonw_open_array(json);
	BITS_EACH(number, purposes)
		jsonw_text(json, numbering_id(names, SPACE_PURPOSES,
		    (unsigned int)number));
	jsonw_close_array(json);
}

/* What is known of the person beside what they said. */
static void
json_known(struct jsonw *json, const struct visit *visit,
    const struct standing *s)
{
	char id[ID_TEXT_SIZE];
	struct error ignored;

	if (s->introducer != 0 && id_format(id, ID_PERSON, s->introducer,
	    vault_id_key(visit->vault), &ignored) == STATUS_OK)
		jsonw_member_string(json, "introducer", id);
	jsonw_given_text(json, "guardian", s->guardian);
	jsonw_given_day(json, "of_age", s->of_age);
	jsonw_given_day(json, "confirmed", s->confirmed);
	jsonw_given_day(json, "deceased", s->deceased);
	if (s->merged_count == 0)
		return;
	jsonw_key(json, "merged");
	jsonw_open_array(json);
	for (size_t i = 0; i < s->merged_count; i++)
		if (id_format(id, ID_PERSON, s->merged[i].person,
		    vault_id_key(visit->vault), &ignored) == STATUS_OK)
			jsonw_string(json, id);
	jsonw_close_array(json);
}

static void
json_asked(struct jsonw *json, const struct numbering *names,
    const struct standing *s)
{
	jsonw_key(json, "asked");
	jsonw_open_array(json);
	for (size_t i = 0; i < s->asked_count; i++) {
		const struct asked *a = &s->asked[i];

		jsonw_open_object(json);
		jsonw_member_text(json, "consent", numbering_id(names,
		    SPACE_CONSENTS, a->consent));
		jsonw_member_int(json, "revision", a->revision);
		jsonw_member_instant(json, "time", a->time);
		jsonw_member_text(json, "way", a->way);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

void
person_json_standing(struct jsonw *json, const struct visit *visit,
    const struct standing *s)
{
	const struct numbering *names = &visit->rules->numbering;

	jsonw_member_int(json, "version", (int64_t)s->version);
	jsonw_member_text(json, "subject", numbering_id(names,
	    SPACE_SUBJECTS, s->subject));
	json_known(json, visit, s);
	json_consents(json, names, s);
	jsonw_key(json, "stops");
	json_purposes(json, names, &s->stops);
	jsonw_member_bool(json, "provision_stopped", s->provision_stopped);
	jsonw_key(json, "holds");
	jsonw_open_array(json);
	for (size_t i = 0; i < s->hold_count; i++) {
		jsonw_open_object(json);
		jsonw_member_string(json, "kind",
		    hold_kinds[s->holds[i].kind]);
		jsonw_member_text(json, "reference", s->holds[i].reference);
		jsonw_given_instant(json, "time", s->holds[i].time);
		jsonw_given_instant(json, "until", s->holds[i].until);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	jsonw_key(json, "objections");
	jsonw_open_array(json);
	for (size_t i = 0; i < s->objection_count; i++) {
		jsonw_open_object(json);
		jsonw_member_int(json, "revision", s->objections[i].revision);
		jsonw_given_instant(json, "time", s->objections[i].time);
		jsonw_key(json, "purposes");
		json_purposes(json, names, &s->objections[i].purposes);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	json_asked(json, names, s);
	jsonw_key(json, "quarantine");
	jsonw_open_array(json);
	for (size_t i = 0; i < s->quarantine_count; i++)
		jsonw_int(json, (int64_t)s->quarantine[i]);
	jsonw_close_array(json);
}

void
person_json_decision(struct jsonw *json, const struct decision *decision,
    const struct numbering *names)
{
	const struct ask *ask = decision_ask(decision);
	struct error error;

	(void)decision_error(decision, &error);
	jsonw_open_object(json);
	jsonw_member_bool(json, "permitted",
	    decision_refusal(decision) == REFUSAL_NONE);
	jsonw_member_bool(json, "needs_approval",
	    ask->principal->role != NULL && decision_needs_approval(decision));
	jsonw_member_string(json, "code", error.code);
	jsonw_error_members(json, &error);
	json_observed(json, decision);
	jsonw_key(json, "items");
	jsonw_open_object(json);
	BITS_EACH(number, &ask->items) {
		unsigned int item = (unsigned int)number;
		char id[64];

		(void)snprintf(id, sizeof(id), "%.*s", TEXT_ARGS(
		    numbering_id(names, SPACE_ITEMS, item)));
		jsonw_key(json, id);
		(void)decision_item_error(decision, item, &error);
		jsonw_open_object(json);
		jsonw_member_string(json, "answer",
		    decision_item_refusal(decision, item) != REFUSAL_NONE ?
		    "refused" : bits_has(decision_masked(decision), item) ?
		    "masked" : "plain");
		jsonw_member_string(json, "code", error.code);
		jsonw_error_members(json, &error);
		jsonw_close_object(json);
	}
	jsonw_close_object(json);
	jsonw_close_object(json);
}
