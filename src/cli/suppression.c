/*
 * sekisho person due|suppress, suppression list|find|lift
 */
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "vault/accuracy.h"
#include "vault/suppression.h"

enum { PAGE = 100 };

static enum status
put_due(struct session *session, struct answer *answer,
    const struct accuracy_due *due, struct error *error)
{
	struct jsonw *json = &answer->json;
	char id[ID_TEXT_SIZE], since[CLOCK_DATE_SIZE], day[CLOCK_DATE_SIZE];
	enum status status = id_format(id, ID_PERSON, due->person,
	    vault_id_key(session->vault), error);

	if (status != STATUS_OK)
		return status;
	clock_format_date(due->since, since);
	clock_format_date(due->due, day);
	if (!session->cli->json) {
		buf_printf(&answer->out, "%s %s %s\n", id, since, day);
		return STATUS_OK;
	}
	jsonw_open_object(json);
	jsonw_member_string(json, "person", id);
	jsonw_member_string(json, "since", since);
	jsonw_member_string(json, "due", day);
	jsonw_close_object(json);
	return STATUS_OK;
}

static enum status
due_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct accuracy_due *list = arena_array(cli->arena, ACCURACY_PAGE,
	    sizeof(*list));
	uint64_t next = 0;
	struct answer answer;
	enum status status = list == NULL ? error_memory(error) : STATUS_OK;

	answer_begin(&answer, cli);
	answer_list(&answer, "people");
	do {
		size_t n = 0;

		if (status == STATUS_OK)
			status = accuracy_list(visit, next, ACCURACY_PAGE,
			    list, &n, &next, error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			status = put_due(session, &answer, &list[i], error);
	} while (status == STATUS_OK && next != 0);
	return answer_end(&answer, status, error);
}

static enum status
take_cause(const struct cli *cli, struct suppression *s, struct error *error)
{
	const char *until = cli_option(cli, "until");
	int64_t day;

	for (int i = SUPPRESSION_ABUSE; i < SUPPRESSION_CAUSES; i++)
		if (strcmp(cli->arguments[1], suppression_cause_names[i]) ==
		    0)
			s->cause = (enum suppression_cause)i;
	if (s->cause == 0)
		return cli_usage("CAUSE", (struct words){
		    "abuse か asked です", "abuse or asked" }, error);
	s->reference = cli_text(cli, "reference");
	if (until == NULL)
		return STATUS_OK;
	if (!clock_parse_date(text_of(until), &day))
		return cli_usage("--until", (struct words){
		    "日付 (YYYY-MM-DD) を指定してください",
		    "a date (YYYY-MM-DD) is needed" }, error);
	s->until = clock_tokyo_midnight(day + 1);
	return STATUS_OK;
}

static enum status
suppress_in(struct session *session, struct visit *visit,
    struct error *error)
{
	struct suppression s = { .cause = 0 };
	struct bits items;
	uint64_t person = 0;
	enum status status = take_cause(session->cli, &s, error);

	if (status == STATUS_OK)
		status = session_items(visit, cli_option(session->cli,
		    "items"), &items, error);
	if (status == STATUS_OK && bits_empty(&items))
		status = cli_usage("--items", (struct words){
		    "見分ける項目を指定してください",
		    "say by which items" }, error);
	if (status == STATUS_OK)
		status = session_person(session, session->cli->arguments[0],
		    &person, error);
	return status == STATUS_OK ? suppression_add(visit, person, &items,
	    &s, error) : status;
}

static void
put_one(struct answer *answer, const struct suppression *s)
{
	struct jsonw *json = &answer->json;
	char made[CLOCK_TEXT_SIZE], until[CLOCK_TEXT_SIZE] = "-";

	clock_format(s->made, made);
	if (s->until != 0)
		clock_format(s->until, until);
	if (!answer->cli->json) {
		buf_printf(&answer->out, "%s %.*s %s %s %.*s %.*s\n",
		    suppression_cause_names[s->cause], TEXT_ARGS(s->item),
		    made, until, TEXT_ARGS(s->by), TEXT_ARGS(s->reference));
		return;
	}
	jsonw_open_object(json);
	jsonw_member_string(json, "cause",
	    suppression_cause_names[s->cause]);
	jsonw_member_text(json, "item", s->item);
	jsonw_member_instant(json, "made", s->made);
	jsonw_given_instant(json, "until", s->until);
	jsonw_member_text(json, "by", s->by);
	jsonw_member_text(json, "reference", s->reference);
	jsonw_close_object(json);
}

static enum status
list_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	uint8_t last[DOCUMENT_ID_SIZE] = { 0 };
	const struct suppression *list;
	struct answer answer;
	size_t n = PAGE;
	enum status status = STATUS_OK;

	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	while (status == STATUS_OK && n == PAGE) {
		status = suppression_list(visit, last, PAGE, &list, &n, last,
		    error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			put_one(&answer, &list[i]);
	}
	return answer_end(&answer, status, error);
}

/* The value comes by standard input: it is somebody's data. */
static enum status
find(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct suppression found;
	struct answer answer;
	struct text value;
	bool is = false;
	enum status status = session_ask(cli, cli->arguments[0], false,
	    &value, error);

	if (status == STATUS_OK)
		status = suppression_find(visit, text_of(cli->arguments[0]),
		    value, &found, &is, error);
	if (status != STATUS_OK)
		return status;
	if (!is)
		return error_set(error, STATUS_NOT_FOUND, "not_suppressed",
		    "受入れは停止されていません", "nothing stands on it");
	answer_begin(&answer, cli);
	put_one(&answer, &found);
	return answer_end(&answer, status, error);
}

static enum status
lift(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct text value;
	enum status status = session_ask(cli, cli->arguments[0], false,
	    &value, error);

	return status == STATUS_OK ? suppression_lift(visit,
	    text_of(cli->arguments[0]), value, error) : status;
}

static const struct cli_option suppress_options[] = {
	VISIT_OPTIONS,
	{ "items", "A,B", { "見分ける項目", "items to recognise by" } },
	{ "until", "DATE", { "最後の日 (なければ解除まで)",
	  "last day; without one, until it is lifted" } },
	{ "reference", "TEXT", { "参照番号", "reference" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_suppression_commands[] = {
	{ "person", "due", "",
	  { "正確性の確認の時期が来た本人を並べる",
	    "list whose data is to be confirmed" }, session_visit_options,
	  .in_visit = due_in },
	{ "person", "suppress", "PERSON abuse|asked",
	  { "再び受け入れないようにする (abuse | asked)",
	    "are not to be taken in again (abuse | asked)" },
	  suppress_options, .in_visit = suppress_in },
	{ "suppression", "list", "",
	  { "受入れ停止を並べる (値はない)",
	    "list who is not to be taken in, without values" },
	  session_visit_options, .in_visit = list_in },
	{ "suppression", "find", "ITEM",
	  { "値の受入れが停止されているか (値は標準入力から)",
	    "whether a value is not to be taken in (standard input)" },
	  session_visit_options, .in_visit = find },
	{ "suppression", "lift", "ITEM",
	  { "受入れ停止を解除する (値は標準入力から)",
	    "lift a suppression (the value by standard input)" },
	  session_visit_options, .in_visit = lift },
	{ .noun = NULL },
};
