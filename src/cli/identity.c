/*
 * sekisho person merge|unmerge|rename|forget-names|deceased|living|confirm
 */
#include "base/file.h"
#include "base/json.h"
#include "cli/lines.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "vault/merge.h"
#include "vault/record.h"

static enum status
merge(struct session *session, struct visit *visit, struct error *error)
{
	uint64_t from = 0, into = 0;
	enum status status = session_person(session,
	    session->cli->arguments[0], &from, error);

	if (status == STATUS_OK)
		status = session_person(session, session->cli->arguments[1],
		    &into, error);
	return status == STATUS_OK ? merge_people(visit, from, into, error) :
	    status;
}

static enum status
unmerge(struct session *session, struct visit *visit,
    struct error *error)
{
	uint64_t person = 0;
	enum status status = session_person(session,
	    session->cli->arguments[0], &person, error);

	return status == STATUS_OK ? merge_undo(visit, person, error) :
	    status;
}

/* The names come as JSON by a file or standard input: somebody's data. */
static enum status
new_name(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	const char *file = cli_option(cli, "file");
	struct acquisition given;
	const struct node *node;
	struct bytes bytes;
	uint64_t person = 0;
	enum status status = session_person(session, cli->arguments[0],
	    &person, error);

	if (status == STATUS_OK)
		status = file_read(&bytes, file == NULL ? cli->input : file,
		    RECORD_MAX, cli->arena, error);
	if (status == STATUS_OK)
		status = json_parse(&node, bytes, cli->arena, error);
	if (status == STATUS_OK)
		status = lines_acquisition(&given, node, session->vault,
		    cli->arena, error);
	return status == STATUS_OK ? person_rename(visit, person,
	    given.values, given.value_count,
	    cli_option(cli, "not-searchable") == NULL, error) : status;
}

static enum status
forget(struct session *session, struct visit *visit, struct error *error)
{
	uint64_t person = 0;
	enum status status = session_person(session,
	    session->cli->arguments[0], &person, error);

	return status == STATUS_OK ? person_forget_names(visit, person,
	    error) : status;
}

static enum status
say(struct session *session, struct visit *visit, const struct said *said,
    struct error *error)
{
	uint64_t person = 0;
	enum status status = session_person(session,
	    session->cli->arguments[0], &person, error);

	return status == STATUS_OK ? person_say(visit, person, said, error) :
	    status;
}

static enum status
deceased(struct session *session, struct visit *visit,
    struct error *error)
{
	struct said said = { .kind = SAID_DECEASED };

	if (!clock_parse_date(text_of(session->cli->arguments[1]),
	    &said.day))
		return cli_usage("DATE", (struct words){
		    "日付 (YYYY-MM-DD) を指定してください",
		    "a date (YYYY-MM-DD) is needed" }, error);
	return say(session, visit, &said, error);
}

static enum status
living(struct session *session, struct visit *visit, struct error *error)
{
	return say(session, visit, &(struct said){ .kind = SAID_LIVING },
	    error);
}

static enum status
confirm(struct session *session, struct visit *visit,
    struct error *error)
{
	return say(session, visit, &(struct said){ .kind = SAID_CONFIRMED },
	    error);
}

static const struct cli_option rename_options[] = {
	VISIT_OPTIONS,
	{ "file", "FILE", { "読み込む JSON (既定は標準入力)",
	  "JSON to read (standard input by default)" } },
	{ "not-searchable", NULL, { "旧氏名では探せないようにする",
	  "is not found by the former name" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_identity_commands[] = {
	{ "person", "merge", "PERSON INTO",
	  { "同じ本人の登録に統合する",
	    "merge a person into who is the same" }, session_visit_options,
	  .in_visit = merge },
	{ "person", "unmerge", "PERSON",
	  { "統合を解除する", "undo a merge" }, session_visit_options,
	  .in_visit = unmerge },
	{ "person", "rename", "PERSON",
	  { "氏名を変更する (JSON の values。旧氏名は履歴に残る)",
	    "change a name (JSON with values); the old one stays as history"
	  }, rename_options, .in_visit = new_name },
	{ "person", "forget-names", "PERSON",
	  { "旧氏名では探せないようにする",
	    "be found by no former name any more" }, session_visit_options,
	  .in_visit = forget },
	{ "person", "deceased", "PERSON DATE",
	  { "亡くなったことを記録する", "record a death" }, session_visit_options,
	  .in_visit = deceased },
	{ "person", "living", "PERSON",
	  { "亡くなったとの記録を取り消す",
	    "a death was recorded by mistake" },
	  session_visit_options, .in_visit = living },
	{ "person", "confirm", "PERSON",
	  { "内容が正確で最新であることを確認した",
	    "what is held was confirmed as accurate and up to date" },
	  session_visit_options, .in_visit = confirm },
	{ .noun = NULL },
};
