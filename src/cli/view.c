#include "cli/view_parts.h"

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
view_json(struct buf *out, const struct visit *visit,
    const struct view *views, size_t n)
{
	struct jsonw json = jsonw_new(out, true);

	jsonw_open_object(&json);
	jsonw_key(&json, "people");
	jsonw_open_array(&json);
	for (size_t i = 0; i < n; i++) {
		jsonw_open_object(&json);
		person_json(&json, visit, &views[i]);
		jsonw_close_object(&json);
	}
	jsonw_close_array(&json);
	jsonw_close_object(&json);
}

/* The day and minute in Tokyo, as people there write it. */
void
view_time(struct buf *out, int64_t instant)
{
	char time[CLOCK_TEXT_SIZE];

	clock_format(instant + TOKYO_OFFSET_SECONDS * 1000LL, time);
	buf_printf(out, "%.10s %.5s", time, time + 11);
}

void
view_text_record(struct buf *out, const struct visit *visit,
    const struct view_record *record, enum language language)
{
	const struct policy_way *way = record->class == NULL ? NULL :
	    visit->revision->policy->way_at[record->class->way];

	buf_string(out, "  ");
	view_time(out, record->time);
	if (way != NULL) {
		buf_byte(out, ' ');
		buf_text(out, policy_label(node_get(way->node, "label"),
		    language));
	}
	if (record->class != NULL)
		buf_printf(out, language == LANGUAGE_JA ?
		    " (第 %u 版)\n" : " (revision %u)\n",
		    record->class->revision);
	if (record->origin.n > 0)
		buf_printf(out, language == LANGUAGE_JA ?
		    "    (出所: %.*s%s)\n" : "    (origin: %.*s%s)\n",
		    TEXT_ARGS(record->origin), !record->source_unknown ? "" :
		    language == LANGUAGE_JA ? "。取得元は不明" :
		    "; from whom is not known");
	for (size_t i = 0; i < record->count; i++) {
		const struct view_value *value = &record->values[i];

		buf_string(out, "    ");
		buf_text(out, policy_label(node_get(value->item->node,
		    "label"), language));
		buf_string(out, ": ");
		buf_text(out, value->text);
		if (value->masked)
			buf_string(out, language == LANGUAGE_JA ?
			    "  (伏せています)" : "  (masked)");
		buf_byte(out, '\n');
	}
}

static void
text_refused(struct buf *out, const struct visit *visit,
    const struct decision *decision, enum language language)
{
	struct bits permitted = decision_items(decision);
	struct bits refused = bits_minus(&decision_ask(decision)->items,
	    &permitted);

	BITS_EACH(number, &refused) {
		struct error error;

		(void)decision_item_error(decision, (unsigned int)number,
		    &error);
		buf_printf(out, "  × %.*s: %s", TEXT_ARGS(numbering_id(
		    &visit->rules->numbering, SPACE_ITEMS,
		    (unsigned int)number)), error.text[language]);
		if (error.clause[0] != '\0')
			buf_printf(out, " %s", error.clause);
		if (error.article[0] != '\0')
			buf_printf(out, " (%s)", error.article);
		buf_byte(out, '\n');
	}
}

/* What was let through although the policy says no. */
static void
text_observed(struct buf *out, const struct decision *decision,
    enum language language)
{
	struct error error;

	if (decision_observed(decision) == REFUSAL_NONE)
		return;
	(void)decision_observed_error(decision, &error);
	buf_printf(out, language == LANGUAGE_JA ?
	    "  ! 試行中のため通しました: %s %s (%s)\n" :
	    "  ! observed only, not enforced: %s %s (%s)\n",
	    error.text[language], error.clause, error.code);
}

void
view_text(struct buf *out, const struct visit *visit,
    const struct view *views, size_t n, enum language language)
{
	for (size_t i = 0; i < n; i++) {
		const struct view *view = &views[i];
		char id[ID_TEXT_SIZE];

		write_id(id, out, visit, view);
		buf_printf(out, "%s", id);
		if (decision_clause(view->decision).n > 0)
			buf_printf(out, language == LANGUAGE_JA ?
			    "  条項 %.*s により" : "  by clause %.*s",
			    TEXT_ARGS(decision_clause(view->decision)));
		buf_byte(out, '\n');
		text_observed(out, view->decision, language);
		for (size_t j = 0; j < view->count; j++)
			view_text_record(out, visit, &view->records[j],
			    language);
		if (view->count == 0)
			buf_string(out, language == LANGUAGE_JA ?
			    "  (この利用目的で見られる情報はありません)\n" :
			    "  (nothing that this purpose may see)\n");
		text_refused(out, visit, view->decision, language);
	}
}
