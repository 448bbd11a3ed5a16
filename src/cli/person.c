/*
 * sekisho person add|find|show|correct|history
 */
#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/lines.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "cli/view.h"
#include "vault/person.h"

enum { OUTPUT_MAX = 64 << 20 };

/* The items of --items, or NULL for all that may be seen. */
static enum status
take_items(struct session *session, struct visit *visit,
    const struct bits **items, struct bits *room, struct error *error)
{
	const char *list = cli_option(session->cli, "items");

	*items = list == NULL ? NULL : room;
	return session_items(visit, list, room, error);
}

static enum status
put_view(struct session *session, const struct visit *visit,
    const struct view *views, size_t n, struct error *error)
{
	struct cli *cli = session->cli;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json)
		view_json(&out, visit, views, n);
	else
		view_text(&out, visit, views, n, cli->language);
	return cli_put(cli, &out, error);
}

static enum status
show(struct session *session, struct visit *visit, struct error *error)
{
	const struct bits *items;
	struct bits room;
	struct view view;
	uint64_t person = 0;
	enum status status = take_items(session, visit, &items, &room, error);

	if (status == STATUS_OK)
		status = session_person(session, session->cli->arguments[0],
		    &person, error);
	if (status == STATUS_OK)
		status = person_show(visit, person, items, &view, error);
	if (status == STATUS_OK)
		status = put_view(session, visit, &view, 1, error);
	return status;
}

/* The value comes by standard input: it is somebody's data. */
static enum status
find(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct view *views = arena_array(cli->arena, PERSON_FIND_MAX,
	    sizeof(*views));
	const struct bits *items;
	struct bits room;
	struct text value;
	size_t n = 0;
	enum status status;

	if (views == NULL)
		return error_memory(error);
	status = take_items(session, visit, &items, &room, error);
	if (status == STATUS_OK)
		status = session_ask(cli, cli->arguments[0], false, &value,
		    error);
	if (status == STATUS_OK)
		status = person_look_up(visit, text_of(cli->arguments[0]),
		    value, items, PERSON_FIND_MAX, views, &n, error);
	if (status == STATUS_OK)
		status = put_view(session, visit, views, n, error);
	if (status == STATUS_OK && n == 0)
		status = id_not_found(ID_PERSON, error);
	return status;
}

static enum status
correct(struct session *session, struct visit *visit, struct error *error)
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
	if (status == STATUS_OK)
		status = person_correct(visit, person, given.values,
		    given.value_count, error);
	return status;
}

static enum status
add(struct session *session, struct error *error)
{
	struct visit visit;
	enum status status = session_visit(session, &visit, error);

	if (status != STATUS_OK)
		return status;
	visit_end(&visit);
	return lines_add(session, error);
}

static enum status
history(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	const struct bits *items;
	struct bits room;
	struct past past;
	uint64_t person = 0;
	struct buf out;
	enum status status = take_items(session, visit, &items, &room, error);

	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (status == STATUS_OK)
		status = session_person(session, cli->arguments[0], &person,
		    error);
	if (status == STATUS_OK)
		status = person_past(visit, person, items, &past, error);
	if (status == STATUS_OK) {
		view_history(&out, visit, &past, cli->json, cli->language);
		status = cli_put(cli, &out, error);
	}
	return status;
}

static const struct cli_option add_options[] = {
	VISIT_OPTIONS,
	{ "file", "FILE", { "読み込む NDJSON (既定は標準入力)",
	  "NDJSON to read (standard input by default)" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option show_options[] = {
	VISIT_OPTIONS,
	{ "items", "A,B", { "見る項目 (既定は見られるものすべて)",
	  "items to show (all that may be seen by default)" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_person_commands[] = {
	{ "person", "add", "",
	  { "本人を受け入れる (1行に1人の JSON)",
	    "take people in (one JSON object a line)" }, add_options,
	  .in_store = add },
	{ "person", "find", "ITEM",
	  { "項目の値で本人を探して表示する (値は標準入力から)",
	    "find people by an item's value, read from standard input" },
	  show_options, .in_visit = find },
	{ "person", "show", "PERSON",
	  { "本人の情報を表示する", "show a person" }, show_options,
	  .in_visit = show },
	{ "person", "correct", "PERSON",
	  { "値を訂正・追加・削除する (JSON の values。空文字は削除)",
	    "correct values (JSON with values; an empty one deletes)" },
	  add_options, .in_visit = correct },
	{ "person", "history", "PERSON",
	  { "訂正の履歴と利用の記録を表示する",
	    "show earlier versions and who used what" }, show_options,
	  .in_visit = history },
	{ .noun = NULL },
};
