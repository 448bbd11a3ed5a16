/*
 * What stood before, who used it, and what the person has said.
 */
#include "cli/view_parts.h"

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
	/* One of many: what it was for. */
	if (e->has_commitment && !e->has_person && e->subject.n > 0)
		buf_printf(out, "  %.*s", TEXT_ARGS(e->subject));
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

void
view_history(struct buf *out, const struct visit *visit,
    const struct past *past, bool as_json, enum language language)
{
	struct jsonw json = jsonw_new(out, true);

	if (!as_json) {
		text_past(out, visit, past, language);
		return;
	}
	jsonw_open_object(&json);
	person_json_past(&json, visit, past);
	jsonw_close_object(&json);
}

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
	for (size_t i = 0; i < s->objection_count; i++) {
		buf_printf(out, ja ? "  第%u版への改訂に異議:" :
		    "  objects to revision %u:",
		    s->objections[i].revision);
		BITS_EACH(number, &s->objections[i].purposes)
			buf_printf(out, " %.*s", TEXT_ARGS(numbering_id(
			    names, SPACE_PURPOSES, (unsigned int)number)));
		buf_byte(out, '\n');
	}
	for (size_t i = 0; i < s->asked_count; i++) {
		char time[CLOCK_TEXT_SIZE];

		clock_format(s->asked[i].time, time);
		buf_printf(out, ja ? "  %s に同意を求めた (第%u版, %.*s): %.*s\n" :
		    "  asked %s (revision %u, by %.*s): %.*s\n", time,
		    s->asked[i].revision, TEXT_ARGS(s->asked[i].way),
		    TEXT_ARGS(numbering_id(names, SPACE_CONSENTS,
		    s->asked[i].consent)));
	}
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
    const struct standing *standing, bool as_json, enum language language)
{
	struct jsonw json = jsonw_new(out, true);

	if (!as_json) {
		text_standing(out, &visit->rules->numbering, standing,
		    language == LANGUAGE_JA);
		return;
	}
	jsonw_open_object(&json);
	person_json_standing(&json, visit, standing);
	jsonw_close_object(&json);
}
