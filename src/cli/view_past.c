/*
 * What stood before, who used it, and what the person has said.
 */
#include "cli/view_parts.h"

static void
json_past(struct buf *out, const struct visit *visit,
    const struct past *past)
{
	struct jsonw json = jsonw_new(out, true);
	char time[CLOCK_TEXT_SIZE];

	jsonw_open_object(&json);
	view_json_person(&json, visit, &past->view);
	jsonw_key(&json, "earlier");
	jsonw_open_array(&json);
	for (size_t i = 0; i < past->history_count; i++) {
		clock_format(past->history[i].replaced_at, time);
		jsonw_open_object(&json);
		view_json_record(&json, visit, &past->history[i].record);
		jsonw_member_string(&json, "replaced", time);
		jsonw_close_object(&json);
	}
	jsonw_close_array(&json);
	jsonw_key(&json, "uses");
	jsonw_open_array(&json);
	for (size_t i = 0; i < past->use_count; i++)
		entry_json(&json, &past->uses[i].entry, past->uses[i].index);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
}

static void
text_use(struct buf *out, const struct visit *visit, const struct entry *e,
    enum language language)
{
	bool ja = language == LANGUAGE_JA;

	buf_string(out, "  ");
	view_time(out, e->time);
	buf_printf(out, "  %s  %.*s", entry_kind_names[e->kind],
	    TEXT_ARGS(e->principal));
	if (e->purpose.n > 0)
		buf_printf(out, "  %.*s", TEXT_ARGS(e->purpose));
	if (e->clause.n > 0)
		buf_printf(out, "  %.*s", TEXT_ARGS(e->clause));
	if (e->refusal.n > 0)
		buf_printf(out, ja ? "  拒否 %.*s" : "  refused %.*s",
		    TEXT_ARGS(e->refusal));
	if (!bits_empty(&e->items))
		buf_string(out, "  ");
	BITS_EACH(number, &e->items) {
		struct text id = numbering_id(&visit->rules->numbering,
		    SPACE_ITEMS, (unsigned int)number);

		if (number != bits_next(&e->items, 0))
			buf_byte(out, ',');
		buf_text(out, id);
	}
	buf_byte(out, '\n');
}

static void
text_past(struct buf *out, const struct visit *visit,
    const struct past *past, enum language language)
{
	bool ja = language == LANGUAGE_JA;

	view_text(out, visit, &past->view, 1, language);
	if (past->history_count > 0)
		buf_string(out, ja ? "以前の値\n" : "earlier values\n");
	for (size_t i = 0; i < past->history_count; i++) {
		buf_string(out, ja ? "  〜" : "  until ");
		view_time(out, past->history[i].replaced_at);
		buf_byte(out, '\n');
		view_text_record(out, visit, &past->history[i].record,
		    language);
	}
	buf_string(out, ja ? "利用の記録\n" : "who used it\n");
	for (size_t i = 0; i < past->use_count; i++)
		text_use(out, visit, &past->uses[i].entry, language);
}

enum status
view_history(struct buf *out, struct visit *visit, uint64_t person,
    bool json, enum language language, struct error *error)
{
	struct past past;
	enum status status = person_past(visit, person, &past, error);

	if (status != STATUS_OK)
		return status;
	if (json)
		json_past(out, visit, &past);
	else
		text_past(out, visit, &past, language);
	return STATUS_OK;
}

static const char *const consent_states[] = {
	[CONSENT_GIVEN] = "given", [CONSENT_WITHDRAWN] = "withdrawn",
	[CONSENT_DEEMED] = "deemed",
};
static const struct words consent_words[] = {
	[CONSENT_GIVEN] = { "同意", "given" },
	[CONSENT_WITHDRAWN] = { "撤回", "withdrawn" },
	[CONSENT_DEEMED] = { "みなし (根拠にならない)",
	    "deemed (nothing rests on it)" },
};
static const char *const hold_kinds[] = {
	[HOLD_REQUEST] = "request", [HOLD_LAW] = "law",
	[HOLD_DISPUTE] = "dispute",
};

static void
json_instant(struct jsonw *json, const char *key, int64_t instant)
{
	char time[CLOCK_TEXT_SIZE];

	if (instant == 0)
		return;
	clock_format(instant, time);
	jsonw_member_string(json, key, time);
}

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
		json_instant(json, "time", c->time);
		json_instant(json, "expires", c->expires);
		if (c->recipient.n > 0)
			jsonw_member_text(json, "recipient", c->recipient);
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
		json_instant(json, "expires", p->expires);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
json_standing(struct jsonw *json, const struct numbering *names,
    const struct standing *s)
{
	jsonw_open_object(json);
	jsonw_member_int(json, "version", (int64_t)s->version);
	jsonw_member_text(json, "subject", numbering_id(names,
	    SPACE_SUBJECTS, s->subject));
	json_consents(json, names, s);
	jsonw_key(json, "stops");
	jsonw_open_array(json);
	BITS_EACH(number, &s->stops)
		jsonw_text(json, numbering_id(names, SPACE_PURPOSES,
		    (unsigned int)number));
	jsonw_close_array(json);
	jsonw_member_bool(json, "provision_stopped", s->provision_stopped);
	jsonw_key(json, "holds");
	jsonw_open_array(json);
	for (size_t i = 0; i < s->hold_count; i++) {
		jsonw_open_object(json);
		jsonw_member_string(json, "kind",
		    hold_kinds[s->holds[i].kind]);
		jsonw_member_text(json, "reference", s->holds[i].reference);
		json_instant(json, "time", s->holds[i].time);
		json_instant(json, "until", s->holds[i].until);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	jsonw_key(json, "quarantine");
	jsonw_open_array(json);
	for (size_t i = 0; i < s->quarantine_count; i++)
		jsonw_int(json, (int64_t)s->quarantine[i]);
	jsonw_close_array(json);
	jsonw_close_object(json);
}

static void
text_standing(struct buf *out, const struct numbering *names,
    const struct standing *s, bool ja)
{
	buf_printf(out, ja ? "同意状況 第 %llu 版\n" : "standing, version %llu\n",
	    (unsigned long long)s->version);
	for (size_t i = 0; i < s->consent_count; i++) {
		const struct consent *c = &s->consents[i];

		buf_string(out, "  ");
		view_time(out, c->time);
		buf_printf(out, "  %s %.*s %.*s\n", ja ?
		    consent_words[c->state].ja : consent_words[c->state].en,
		    TEXT_ARGS(numbering_id(names, SPACE_CONSENTS,
		    c->number)), TEXT_ARGS(c->recipient));
	}
	for (size_t i = 0; i < s->personal_count; i++)
		buf_printf(out, "  %s %.*s: %.*s\n", ja ?
		    consent_words[s->personal[i].state].ja :
		    consent_words[s->personal[i].state].en,
		    TEXT_ARGS(s->personal[i].id),
		    TEXT_ARGS(s->personal[i].text));
	BITS_EACH(number, &s->stops)
		buf_printf(out, ja ? "  利用停止 %.*s\n" : "  stopped %.*s\n",
		    TEXT_ARGS(numbering_id(names, SPACE_PURPOSES,
		    (unsigned int)number)));
	if (s->provision_stopped)
		buf_string(out, ja ? "  第三者提供を停止\n" :
		    "  all provision stopped\n");
	for (size_t i = 0; i < s->hold_count; i++)
		buf_printf(out, ja ? "  保全 %s %.*s\n" : "  hold %s %.*s\n",
		    hold_kinds[s->holds[i].kind],
		    TEXT_ARGS(s->holds[i].reference));
	for (size_t i = 0; i < s->quarantine_count; i++)
		buf_printf(out, ja ? "  根拠の記録待ち 記録 %llu\n" :
		    "  record %llu waits for a ground\n",
		    (unsigned long long)s->quarantine[i]);
}

void
view_standing(struct buf *out, const struct visit *visit,
    const struct standing *standing, bool json, enum language language)
{
	const struct numbering *names = &visit->rules->numbering;
	struct jsonw writer = jsonw_new(out, true);

	if (json)
		json_standing(&writer, names, standing);
	else
		text_standing(out, names, standing,
		    language == LANGUAGE_JA);
}
