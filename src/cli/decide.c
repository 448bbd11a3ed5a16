/*
 * sekisho decide - asks the gate without doing anything.
 *
 * With a store, the rules are the store's and --person can be named; the
 * question itself is then an entry, as it tells something of that person.
 * With --policy alone, only the policy is asked.
 */
#include "cli/session.h"
#include "cli/tables.h"
#include "crypto/random.h"
#include "vault/person_json.h"

enum { OUTPUT_MAX = 4 << 20 };

static enum status
take_act(struct cli *cli, enum act *act, struct error *error)
{
	const char *name = cli_option(cli, "act");

	*act = ACT_USE;
	if (name == NULL)
		return STATUS_OK;
	for (int i = 0; i < ACT_COUNT; i++)
		if (strcmp(name, act_names[i]) == 0) {
			*act = (enum act)i;
			return STATUS_OK;
		}
	return cli_usage("--act", (struct words){
	    "そのような操作はありません (acquire | use | correct | provide | "
	    "stop | erase | export | disclose | anonymise)",
	    "no such act (acquire | use | correct | provide | stop | erase | "
	    "export | disclose | anonymise)" }, error);
}

/* The ids of --items. */
static void
take_items(struct cli *cli, struct ask *ask)
{
	struct text rest = cli_text(cli, "items");

	while (rest.n > 0)
		(void)gate_ask_item(ask, text_trim(text_cut(&rest, ',')));
}

static enum status
take_rest(struct cli *cli, struct ask *ask, struct error *error)
{
	const char *way = cli_option(cli, "way");
	const char *ground = cli_option(cli, "ground");

	ask->recipient = cli_text(cli, "recipient");
	ask->named = cli_text(cli, "named");
	ask->has_ground = ground != NULL &&
	    ground_find(text_of(ground), &ask->ground);
	if (ground != NULL && !ask->has_ground)
		return cli_usage("--ground", (struct words){
		    "法律にそのような根拠はありません",
		    "the law has no such ground" }, error);
	if (ask->act != ACT_ACQUIRE)
		return STATUS_OK;
	ask->way = way == NULL ? NULL : policy_way(ask->policy, text_of(way));
	if (ask->way == NULL)
		return cli_usage("--way", (struct words){
		    "ポリシーの取得方法を指定してください",
		    "a way of acquisition of the policy is needed" }, error);
	return STATUS_OK;
}

static void
text_answer(struct buf *out, const struct decision *decision,
    const struct numbering *names, enum language language)
{
	const struct ask *ask = decision_ask(decision);
	bool ja = language == LANGUAGE_JA;
	struct error error;

	(void)decision_error(decision, &error);
	buf_printf(out, "%s %s", decision_refusal(decision) == REFUSAL_NONE ?
	    (ja ? "許可" : "permitted") : (ja ? "拒否" : "refused"),
	    error.clause);
	if (decision_refusal(decision) != REFUSAL_NONE)
		buf_printf(out, " (%s) %s [%s]\n  → %s", error.article,
		    error.text[language], error.code,
		    error.remedy[language]);
	buf_byte(out, '\n');
	BITS_EACH(number, &ask->items) {
		unsigned int item = (unsigned int)number;
		struct text id = numbering_id(names, SPACE_ITEMS, item);

		(void)decision_item_error(decision, item, &error);
		if (decision_item_refusal(decision, item) != REFUSAL_NONE)
			buf_printf(out, "  × %.*s: %s %s (%s)\n",
			    TEXT_ARGS(id), error.text[language],
			    error.clause, error.article);
		else
			buf_printf(out, "  ○ %.*s%s\n", TEXT_ARGS(id),
			    !bits_has(decision_masked(decision), item) ? "" :
			    ja ? " (伏せて)" : " (masked)");
	}
}

static enum status
answer(struct cli *cli, const struct decision *decision,
    const struct numbering *names, struct error *error)
{
	enum refusal refusal = decision_refusal(decision);
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json)
		person_json_decision(&json, decision, names);
	else
		text_answer(&out, decision, names, cli->language);
	if (refusal != REFUSAL_NONE)
		cli->exit_code = status_table[
		    refusal_table[refusal].status].exit;
	return cli_put(cli, &out, error);
}

/* With a policy file alone. */
static enum status
decide_policy(struct cli *cli, const char *path, struct error *error)
{
	struct ask ask = { .now = clock_now(cli->clock), .in_force_from = 0 };
	struct principal principal = { .name = session_principal(cli) };
	struct class_table classes = { NULL, 0 };
	const struct decision *decision;
	struct policy_source source;
	struct numbering numbering;
	struct findings findings;
	enum status status;

	findings_init(&findings, cli->arena, path);
	numbering_init(&numbering, cli->arena);
	status = policy_source_read(&source, path, &findings, cli->arena,
	    error);
	if (status == STATUS_OK)
		status = policy_compile(&ask.policy, &source, &numbering,
		    cli->arena, error);
	if (status == STATUS_OK)
		status = take_act(cli, &ask.act, error);
	if (status != STATUS_OK)
		return status;
	principal.role = policy_role(ask.policy,
	    cli_text(cli, "role"));
	ask.principal = &principal;
	ask.purpose = cli_text(cli, "purpose");
	ask.classes = &classes;
	ask.reason_given = cli_option(cli, "reason") != NULL;
	random_bytes(ask.id, sizeof(ask.id));
	take_items(cli, &ask);
	status = take_rest(cli, &ask, error);
	if (status != STATUS_OK)
		return status;
	decision = gate_decide(&ask, cli->arena);
	return decision == NULL ? error_memory(error) :
	    answer(cli, decision, &numbering, error);
}

/* The question about a person is an entry: it tells something of them. */
static enum status
log_question(struct visit *visit, const struct decision *decision,
    const struct opened *opened, struct error *error)
{
	struct entry entry = visit_entry(visit, ENTRY_USE, decision, opened);

	entry.subject = TEXT("dry");
	return visit_log(visit, &entry, error);
}

static enum status
decide_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	const char *id = cli_option(cli, "person");
	const struct decision *decision = NULL;
	struct opened opened;
	struct ask ask;
	uint64_t person = 0;
	enum status status;

	/* Nobody is opened for a question that cannot be asked. */
	ask = visit_ask(visit, ACT_USE, NULL);
	status = take_act(cli, &ask.act, error);
	if (status == STATUS_OK)
		status = take_rest(cli, &ask, error);
	if (status == STATUS_OK && id != NULL)
		status = session_person(session, id, &person, error);
	if (status == STATUS_OK && id != NULL)
		status = visit_open(visit, person, &opened, error);
	if (status == STATUS_OK) {
		ask = visit_ask(visit, ACT_USE, id != NULL ? &opened : NULL);
		status = take_act(cli, &ask.act, error);
	}
	if (status == STATUS_OK) {
		take_items(cli, &ask);
		status = take_rest(cli, &ask, error);
	}
	if (status == STATUS_OK)
		status = visit_decide(visit, &ask, &decision, error);
	if (status == STATUS_OK && id != NULL)
		status = log_question(visit, decision, &opened, error);
	if (status == STATUS_OK)
		status = answer(cli, decision, &visit->rules->numbering,
		    error);
	return status;
}

static enum status
decide(struct cli *cli, struct error *error)
{
	const char *policy = cli_option(cli, "policy");

	return policy != NULL ? decide_policy(cli, policy, error) :
	    session_run_visit(cli, decide_in, error);
}

static const struct cli_option decide_options[] = {
	VISIT_OPTIONS,
	{ "policy", "FILE", { "ストアの代わりにポリシーファイルで判定する",
	  "ask a policy file instead of a store" } },
	{ "act", "acquire|use|correct|provide|stop|erase|export|disclose|"
	  "anonymise", { "操作 (既定は use)", "the act (use by default)" } },
	{ "items", "A,B", { "項目", "items" } },
	{ "person", "PERSON", { "本人", "the person" } },
	{ "way", "WAY", { "取得方法 (acquire のとき)",
	  "way of acquisition, for acquire" } },
	{ "recipient", "ID", { "取扱先 (provide のとき)",
	  "recipient, for provide" } },
	{ "named", "NAME", { "提供先の名称", "name of the recipient" } },
	{ "ground", "ID", { "法律上の根拠", "ground of the law" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_decide_commands[] = {
	{ "decide", "", "",
	  { "取り扱ってよいかを、実行せずに判定する",
	    "ask the gate, without doing anything" }, decide_options,
	  .run = decide },
	{ .noun = NULL },
};
