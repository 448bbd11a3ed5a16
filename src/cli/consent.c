/*
 * sekisho consent give|withdraw|stop|resume|object|personal|end|show
 * sekisho person hold|release|event|ground
 */
#include "cli/session.h"
#include "cli/tables.h"
#include "cli/view.h"
#include "notice/objection.h"
#include "vault/person.h"

enum { OUTPUT_MAX = 4 << 20 };

/* The n-th argument, or "". */
static struct text
argument(const struct cli *cli, size_t n)
{
	return text_of(n < cli->argument_count ? cli->arguments[n] : "");
}

static enum status
bad_date(const char *field, struct error *error)
{
	return cli_usage(field, (struct words){
	    "日付 (YYYY-MM-DD) を指定してください",
	    "a date (YYYY-MM-DD) is needed" }, error);
}

/* --until DATE: through the end of that day in Tokyo. */
static enum status
take_until(const struct cli *cli, struct said *said, struct error *error)
{
	struct text until = cli_text(cli, "until");
	int64_t day;

	if (until.n == 0)
		return STATUS_OK;
	if (!clock_parse_date(until, &day))
		return bad_date("--until", error);
	said->until = clock_tokyo_midnight(day + 1);
	return STATUS_OK;
}

static enum status
take_giver(const struct cli *cli, struct said *said, struct error *error)
{
	struct text giver = cli_text(cli, "giver");

	if (giver.n == 0 || text_is(giver, "person"))
		said->giver = GIVER_PERSON;
	else if (text_is(giver, "guardian"))
		said->giver = GIVER_GUARDIAN;
	else if (text_is(giver, "agent"))
		said->giver = GIVER_AGENT;
	else
		return cli_usage("--giver", (struct words){
		    "person、guardian、agent のいずれかです",
		    "person, guardian or agent" }, error);
	return STATUS_OK;
}

static enum status
say_in(struct session *session, struct said *said, struct error *error)
{
	struct cli *cli = session->cli;
	struct visit visit;
	uint64_t person = 0;
	enum status status = session_visit(session, &visit, error);

	if (status != STATUS_OK)
		return status;
	status = session_items(&visit, cli_option(cli, "items"),
	    &said->items, error);
	if (status == STATUS_OK)
		status = session_person(session, cli->arguments[0], &person,
		    error);
	if (status == STATUS_OK)
		status = person_say(&visit, person, said, error);
	visit_end(&visit);
	return status;
}

static enum status
say(struct cli *cli, struct said *said, struct error *error)
{
	struct session session;
	enum status status = take_until(cli, said, error);

	if (status == STATUS_OK)
		status = take_giver(cli, said, error);
	if (status == STATUS_OK)
		status = session_open(&session, cli, error);
	if (status != STATUS_OK)
		return status;
	status = say_in(&session, said, error);
	return session_close(&session, status);
}

static enum status
give(struct cli *cli, struct error *error)
{
	return say(cli, &(struct said){ .kind = SAID_CONSENT,
	    .id = argument(cli, 1), .recipient = cli_text(cli, "recipient") },
	    error);
}

static enum status
withdraw(struct cli *cli, struct error *error)
{
	return say(cli, &(struct said){ .kind = SAID_WITHDRAWAL,
	    .id = argument(cli, 1), .recipient = cli_text(cli, "recipient") },
	    error);
}

static enum status
stop(struct cli *cli, struct error *error)
{
	return say(cli, &(struct said){ .kind = SAID_STOP,
	    .id = argument(cli, 1) }, error);
}

static enum status
resume(struct cli *cli, struct error *error)
{
	return say(cli, &(struct said){ .kind = SAID_RESUME,
	    .id = argument(cli, 1) }, error);
}

static enum status
personal(struct cli *cli, struct error *error)
{
	return say(cli, &(struct said){ .kind = SAID_PERSONAL,
	    .id = argument(cli, 1), .text = cli_text(cli, "text") }, error);
}

static enum status
end(struct cli *cli, struct error *error)
{
	return say(cli, &(struct said){ .kind = SAID_PERSONAL_END,
	    .id = argument(cli, 1) }, error);
}

static enum status
hold(struct cli *cli, struct error *error)
{
	return say(cli, &(struct said){ .kind = SAID_HOLD,
	    .id = argument(cli, 1), .text = cli_text(cli, "reference") },
	    error);
}

static enum status
release(struct cli *cli, struct error *error)
{
	return say(cli, &(struct said){ .kind = SAID_RELEASE,
	    .text = cli_text(cli, "reference") }, error);
}

static enum status
event(struct cli *cli, struct error *error)
{
	struct said said = { .kind = SAID_EVENT, .id = argument(cli, 1) };

	if (!clock_parse_date(argument(cli, 2), &said.day))
		return bad_date("DATE", error);
	return say(cli, &said, error);
}

static enum status
ground(struct cli *cli, struct error *error)
{
	struct said said = { .kind = SAID_GROUND, .id = argument(cli, 2) };
	int64_t number;

	if (!text_to_int(argument(cli, 1), &number) || number < 1)
		return cli_usage("RECORD", (struct words){
		    "記録単位の番号を指定してください",
		    "the number of a record is needed" }, error);
	said.number = (uint64_t)number;
	return say(cli, &said, error);
}

static enum status
object(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	int64_t revision = 0;
	struct visit visit;
	uint64_t person = 0;
	enum status status;

	if (cli->argument_count > 1 && (!text_to_int(argument(cli, 1),
	    &revision) || revision < 1 || revision > INT32_MAX))
		return cli_usage("REVISION", (struct words){
		    "版の番号を指定してください",
		    "the number of a revision is needed" }, error);
	status = session_visit(session, &visit, error);
	if (status != STATUS_OK)
		return status;
	status = session_person(session, cli->arguments[0], &person, error);
	if (status == STATUS_OK)
		status = objection_say(&visit, person,
		    (unsigned int)revision, error);
	visit_end(&visit);
	return status;
}

static enum status
show(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct standing standing;
	uint64_t person = 0;
	struct buf out;
	enum status status = session_person(session, cli->arguments[0],
	    &person, error);

	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (status == STATUS_OK)
		status = person_standing(visit, person, &standing, error);
	if (status == STATUS_OK) {
		view_standing(&out, visit, &standing, cli->json,
		    cli->language);
		status = cli_put(cli, &out, error);
	}
	return status;
}

static const struct cli_option consent_options[] = {
	VISIT_OPTIONS,
	{ "recipient", "NAME", { "提供先の名称 (提供先を特定した同意)",
	  "name of the recipient, of a consent by name" } },
	{ "giver", "person|guardian|agent", { "同意した人 (person | guardian | agent)",
	  "who consented (person | guardian | agent)" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option personal_options[] = {
	VISIT_OPTIONS,
	{ "text", "TEXT", { "本人に示した利用目的の文",
	  "the purpose as the person saw it" } },
	{ "items", "A,B", { "用いる項目", "items" } },
	{ "until", "DATE", { "有効な最後の日", "last day" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option hold_options[] = {
	VISIT_OPTIONS,
	{ "reference", "TEXT", { "参照番号", "reference" } },
	{ "until", "DATE", { "保全する最後の日", "last day" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_consent_commands[] = {
	{ "consent", "give", "PERSON CONSENT",
	  { "同意を記録する", "record a consent" }, consent_options,
	  .run = give },
	{ "consent", "withdraw", "PERSON CONSENT",
	  { "同意の撤回を記録する", "record a withdrawal" },
	  consent_options, .run = withdraw },
	{ "consent", "stop", "PERSON [PURPOSE]",
	  { "利用目的ごとの利用、又は提供 (省略時) を停止する",
	    "stop use for a purpose, or (without one) all provision" },
	  session_visit_options, .run = stop },
	{ "consent", "resume", "PERSON [PURPOSE]",
	  { "停止を解除する", "lift a stop" }, session_visit_options,
	  .run = resume },
	{ "consent", "object", "PERSON [REVISION]",
	  { "ポリシーの改訂への異議を記録する (掲示の期間中)",
	    "record an objection to a change of the policy, while it is "
	    "displayed" }, session_visit_options, .in_store = object },
	{ "consent", "personal", "PERSON ID",
	  { "本人だけの利用目的への同意を記録する",
	    "record a consent to a purpose of this person alone" },
	  personal_options, .run = personal },
	{ "consent", "end", "PERSON ID",
	  { "本人だけの利用目的を終える",
	    "end a purpose of this person alone" },
	  session_visit_options, .run = end },
	{ "consent", "show", "PERSON",
	  { "同意状況を表示する", "show what the person has said" },
	  session_visit_options, .in_visit = show },
	{ "person", "hold", "PERSON request|law|dispute",
	  { "保全する (request | law | dispute)",
	    "hold a person's data (request | law | dispute)" },
	  hold_options, .run = hold },
	{ "person", "release", "PERSON",
	  { "保全を解除する", "release a hold" }, hold_options,
	  .run = release },
	{ "person", "event", "PERSON EVENT DATE",
	  { "保存期間の起算点となる出来事を記録する",
	    "record an event from which a retention counts" },
	  session_visit_options, .run = event },
	{ "person", "ground", "PERSON RECORD GROUND",
	  { "保留中の要配慮個人情報の取得の根拠を記録する",
	    "record the ground for quarantined special-care information" },
	  session_visit_options, .run = ground },
	{ .noun = NULL },
};
