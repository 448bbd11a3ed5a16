/*
 * sekisho approval list|show|approve|reject|review - the second person, on
 * the machine of the store.
 */
#include "access/approval.h"
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"

enum { OUTPUT_MAX = 16 << 20, PAGE = 100 };

static enum status
wanted_state(const struct cli *cli, enum approval_state *state,
    struct error *error)
{
	const char *name = cli_option(cli, "state");

	*state = 0;
	if (cli_option(cli, "to-review") != NULL)
		*state = APPROVAL_BROKEN;
	for (int i = 1; name != NULL && i < APPROVAL_STATES; i++)
		if (strcmp(name, approval_state_names[i]) == 0)
			*state = (enum approval_state)i;
	return name == NULL || *state != 0 ? STATUS_OK :
	    cli_usage("--state", (struct words){
	    "asked、approved、rejected、spent、broken、reviewed のどれかを"
	    "指定してください", "one of asked, approved, rejected, spent, "
	    "broken, reviewed is expected" }, error);
}

static void
text_approval(struct buf *out, const struct approval *a)
{
	char id[ID_TEXT_SIZE], made[CLOCK_TEXT_SIZE];

	id_format_random(id, ID_APPROVAL, a->id);
	clock_format(a->made, made);
	buf_printf(out, "%s %s %-8s %.*s %.*s %.*s %s\n", id, made,
	    approval_state_names[a->state], TEXT_ARGS(a->requester),
	    TEXT_ARGS(a->role), TEXT_ARGS(a->purpose), act_names[a->act]);
}

static enum status
list_in(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	enum approval_state state;
	struct answer answer;
	size_t n = PAGE;
	enum status status = wanted_state(cli, &state, error);

	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	while (n == PAGE && status == STATUS_OK) {
		struct approval *list;

		status = approval_list(&list, &n, session->vault,
		    session->reader, after, PAGE, cli->arena, error);
		for (size_t i = 0; status == STATUS_OK && i < n; i++) {
			memcpy(after, list[i].id, sizeof(after));
			if (state != 0 && list[i].state != state)
				continue;
			if (cli->json)
				approval_json(&answer.json, &list[i]);
			else
				text_approval(&answer.out, &list[i]);
		}
	}
	return answer_end(&answer, status, error);
}

static enum status
get(struct session *session, struct approval *a, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];

	if (!id_parse_random(id, ID_APPROVAL,
	    text_of(session->cli->arguments[0])))
		return id_not_found(ID_APPROVAL, error);
	return approval_get(a, session->vault, session->reader, id,
	    session->cli->arena, error);
}

/* Exactly what would be approved. */
static enum status
put(struct cli *cli, const struct approval *a, struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json) {
		approval_json(&json, a);
		return cli_put(cli, &out, error);
	}
	text_approval(&out, a);
	buf_printf(&out, "  %.*s\n", TEXT_ARGS(a->request));
	for (size_t i = 0; i < a->field_count; i++)
		buf_printf(&out, "  %.*s\n", TEXT_ARGS(a->fields[i]));
	if (a->reason.n > 0)
		buf_printf(&out, cli_say(cli, "  理由: %.*s\n",
		    "  reason: %.*s\n"), TEXT_ARGS(a->reason));
	if (a->decider.n > 0)
		buf_printf(&out, cli_say(cli, "  判断: %.*s (%.*s) %.*s\n",
		    "  decided by %.*s (%.*s) %.*s\n"),
		    TEXT_ARGS(a->decider), TEXT_ARGS(a->decider_role),
		    TEXT_ARGS(a->note));
	return cli_put(cli, &out, error);
}

static enum status
show(struct session *session, struct error *error)
{
	struct approval a;
	enum status status = get(session, &a, error);

	return status == STATUS_OK ? put(session->cli, &a, error) : status;
}

/* The account of the system, in the role that it says. */
static enum status
decide(struct session *session, bool review, bool yes, struct error *error)
{
	struct cli *cli = session->cli;
	const char *role = cli_option(cli, "role");
	const struct text roles[] = { text_of(role == NULL ? "" : role) };
	const struct pass pass = {
		.name = session->visitor.principal, .kind = ACCOUNT_STAFF,
		.roles = { roles, 1 },
	};
	struct approval a;
	enum status status;

	if (role == NULL)
		return cli_usage("--role", (struct words){
		    "役割を指定してください", "a role is needed" }, error);
	status = get(session, &a, error);
	if (status == STATUS_OK && review != (a.state == APPROVAL_BROKEN))
		status = error_set(error, STATUS_CONFLICT, "not_open",
		    "すでに判断されたか、期限を過ぎています",
		    "it was decided already, or it is too late");
	if (status == STATUS_OK)
		status = approval_decide(&a, session->vault, &pass, yes,
		    cli_text(cli, "note"), cli->arena, error);
	return status == STATUS_OK ? put(cli, &a, error) : status;
}

static enum status
approve(struct session *session, struct error *error)
{
	return decide(session, false, true, error);
}

static enum status
reject(struct session *session, struct error *error)
{
	return decide(session, false, false, error);
}

static enum status
review_in(struct session *session, struct error *error)
{
	const struct cli *cli = session->cli;
	bool yes = cli_option(cli, "justified") != NULL;

	if (yes == (cli_option(cli, "not-justified") != NULL))
		return cli_usage("--justified", (struct words){
		    "--justified か --not-justified を指定してください",
		    "--justified or --not-justified is needed" }, error);
	return decide(session, true, yes, error);
}

#define DECIDE_OPTIONS \
	SESSION_OPTIONS, \
	{ "role", "ROLE", { "役割", "role" } }, \
	{ "note", "TEXT", { "所見", "a note" } }

static const struct cli_option list_options[] = {
	SESSION_OPTIONS,
	{ "state", "STATE", { "この状態のもの", "only those in that state" } },
	{ "to-review", NULL, { "事後の点検を待つ緊急時の行為",
	  "what was done in an emergency and waits for its review" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option decide_options[] = {
	DECIDE_OPTIONS,
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option review_options[] = {
	DECIDE_OPTIONS,
	{ "justified", NULL, { "正当だった", "it was justified" } },
	{ "not-justified", NULL, { "正当でなかった", "it was not" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_approval_commands[] = {
	{ "approval", "list", "",
	  { "二人目の承認を待つ行為と、その結果の一覧",
	    "acts that need a second person, and what came of them" },
	  list_options, .in_store = list_in },
	{ "approval", "show", "APPROVAL",
	  { "何が承認されるのかを見る", "see exactly what would be approved" },
	  session_options, .in_store = show },
	{ "approval", "approve", "APPROVAL",
	  { "承認する", "approve" }, decide_options, .in_store = approve },
	{ "approval", "reject", "APPROVAL",
	  { "承認しない", "do not approve" }, decide_options,
	  .in_store = reject },
	{ "approval", "review", "APPROVAL",
	  { "緊急時の行為を事後に点検する",
	    "review what was done in an emergency" }, review_options,
	  .in_store = review_in },
	{ .noun = NULL },
};
