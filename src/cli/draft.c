/*
 * sekisho policy new: the first policy of a business, from a dozen answers.
 */
#include "base/file.h"
#include "base/yaml.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "policy/check.h"
#include "policy/draft.h"

enum { ANSWERS_MAX = 1 << 16, FILE_MODE = 0644 };

static void
say_kinds(const struct cli *cli)
{
	for (int i = 0; draft_kinds[i].id != NULL; i++)
		(void)fprintf(cli->err, "  %d. %s (%s)\n", i + 1,
		    cli_say(cli, draft_kinds[i].label.ja,
		    draft_kinds[i].label.en), draft_kinds[i].id);
}

static enum status
ask_one(struct cli *cli, struct draft *draft, int question,
    struct error *error)
{
	const struct draft_row *row = &draft_table[question];
	struct text answer, absent = draft_default(draft,
	    (enum draft_question)question, cli->arena);
	char prompt[400];
	enum status status;

	(void)snprintf(prompt, sizeof(prompt), "%2d/%d %s%s%.*s%s",
	    question + 1, DRAFT_QUESTIONS, cli_say(cli, row->question.ja,
	    row->question.en), absent.n == 0 ? "" : " [",
	    TEXT_ARGS(absent), absent.n == 0 ? "" : "]");
	status = session_ask(cli, prompt, false, &answer, error);
	return status == STATUS_OK ? draft_answer(draft,
	    (enum draft_question)question, answer, cli->arena, error) :
	    status;
}

static enum status
ask_all(struct cli *cli, struct draft *draft, struct error *error)
{
	(void)fprintf(cli->err, "%s", cli_say(cli,
	    "いくつかの質問に答えると、方針のファイルができます。[ ] の中は空欄のときの答えです。\n",
	    "A few answers make a policy file. Empty answers mean what "
	    "stands in [ ].\n"));
	say_kinds(cli);
	for (int q = 0; q < DRAFT_QUESTIONS; ) {
		enum status status = ask_one(cli, draft, q, error);

		if (status == STATUS_OK)
			q++;
		else if (strcmp(error->code, "bad_answer") == 0)
			(void)fprintf(cli->err, "  %s\n  → %s\n",
			    error->text[cli->language],
			    error->remedy[cli->language]);
		else
			return status;
	}
	return STATUS_OK;
}

static enum status
read_answers(struct cli *cli, const char *path, struct draft *draft,
    struct error *error)
{
	const struct node *answers;
	struct text yaml;
	enum status status = file_read_text(&yaml, path, ANSWERS_MAX,
	    cli->arena, error);

	if (status == STATUS_OK)
		status = yaml_parse(&answers, yaml, path, cli->arena, error);
	return status == STATUS_OK ? draft_read(draft, answers, path,
	    cli->arena, error) : status;
}

/* What was written is checked like any other file. */
static enum status
check(struct cli *cli, const char *path, struct text yaml, int64_t today,
    struct error *error)
{
	struct policy_source source;
	struct findings findings;
	struct buf out;
	enum status status;

	findings_init(&findings, cli->arena, path);
	status = policy_source_parse(&source, yaml, path, &findings,
	    cli->arena, error);
	if (status == STATUS_OK)
		status = check_run(&source, today, &findings, cli->arena,
		    error);
	if (status == STATUS_OK)
		status = findings_status(&findings, error);
	if (findings_total(&findings) == 0)
		return status;
	buf_init(&out, cli->arena, 4 << 20);
	findings_print(&out, &findings, cli->language);
	(void)fwrite(out.p, 1, out.n, cli->err);
	return status;
}

static enum status
new(struct cli *cli, struct error *error)
{
	const char *path = cli->argument_count > 0 ? cli->arguments[0] :
	    "policy.yaml";
	const char *answers = cli_option(cli, "answers");
	struct draft draft = {
		.today = clock_tokyo_day(clock_now(cli->clock)),
	};
	struct buf out;
	enum status status;

	if (strcmp(path, "-") != 0 && file_exists(path))
		return error_set(error, STATUS_CONFLICT, "file_exists",
		    "ファイルがすでにあります: %s",
		    "the file is there already: %s", path);
	status = answers == NULL ? ask_all(cli, &draft, error) :
	    read_answers(cli, answers, &draft, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, POLICY_FILE_MAX);
	draft_write(&out, &draft);
	status = buf_status(&out, error);
	if (status == STATUS_OK)
		status = check(cli, path, buf_as_text(&out), draft.today,
		    error);
	if (status != STATUS_OK)
		return status;
	if (strcmp(path, "-") == 0)
		return cli_put(cli, &out, error);
	status = file_create(path, buf_bytes(&out), FILE_MODE, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, ANSWERS_MAX);
	buf_printf(&out, cli_say(cli,
	    "%s を書きました。中を実際に合わせて直し、sekisho policy check %s で確かめてください\n",
	    "wrote %s; adapt it to what you really do, then run sekisho "
	    "policy check %s\n"), path, path);
	return cli_put(cli, &out, error);
}

static const struct cli_option new_options[] = {
	{ "answers", "FILE", { "答えを書いた YAML ファイル (質問しない)",
	  "YAML file with the answers (nothing is asked)" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_draft_commands[] = {
	{ "policy", "new", "[FILE]",
	  { "質問に答えて、新しい方針のファイルを作る",
	    "make a new policy file from a few answers" }, new_options,
	  .run = new },
	{ .noun = NULL },
};
