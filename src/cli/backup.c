/*
 * sekisho backup create|list|prune
 */
#include <unistd.h>

#include "cli/answer.h"
#include "cli/backup.h"
#include "cli/tables.h"

void
backup_show_progress(void *context, const char *what, uint64_t done)
{
	const struct cli *cli = context;

	cli_progress(cli, what, done, done);
}

enum status
backup_whole_path(const char **out, struct cli *cli, const char *path,
    struct error *error)
{
	char *here = arena_alloc(cli->arena, PATH_SIZE);
	char *room = arena_alloc(cli->arena, PATH_SIZE);
	size_t n = strlen(path);

	if (here == NULL || room == NULL)
		return error_memory(error);
	while (n > 1 && path[n - 1] == '/')
		n--;
	if (path[0] == '/')
		here[0] = '\0';
	else if (getcwd(here, PATH_SIZE / 2) == NULL)
		return error_set(error, STATUS_FAILURE, "no_folder",
		    "作業フォルダーがありません", "there is no working folder");
	if (snprintf(room, PATH_SIZE, "%s%s%.*s", here, here[0] == '\0' ?
	    "" : "/", (int)n, path) >= PATH_SIZE)
		return error_set(error, STATUS_INVALID, "path_too_long",
		    "パスが長すぎます", "the path is too long");
	*out = room;
	return STATUS_OK;
}

static enum status
take_place(const char **out, struct cli *cli, const char *option,
    const char *configured, struct error *error)
{
	const char *given = cli_option(cli, option);

	*out = NULL;
	if (given == NULL)
		given = configured;
	return given == NULL || given[0] == '\0' ? STATUS_OK :
	    backup_whole_path(out, cli, given, error);
}

enum status
backup_take_places(struct backup_places *places, struct cli *cli,
    const struct config *config, bool both, struct error *error)
{
	enum status status = take_place(&places->data, cli, "depot",
	    config == NULL ? NULL : config->backup_data, error);

	if (status == STATUS_OK)
		status = take_place(&places->keys, cli, "key-depot",
		    config == NULL ? NULL : config->backup_keys, error);
	if (status != STATUS_OK || (places->data != NULL &&
	    places->keys != NULL) || (!both && (places->data != NULL ||
	    places->keys != NULL)))
		return status;
	return cli_usage(places->data == NULL ? "--depot" : "--key-depot",
	    (struct words){
	    "データと鍵のバックアップの場所 (--depot, --key-depot、"
	    "又は sekisho.yaml の backup) が必要です",
	    "where backups of the data and the keys are (--depot, "
	    "--key-depot, or backup in sekisho.yaml) is needed" }, error);
}

static const char *const of_kind[] = {
	[BACKUP_DATA] = "data", [BACKUP_KEYS] = "keys",
};
static const char *const of_state[] = {
	[BACKUP_BEGUN] = "begun", [BACKUP_MADE] = "made",
	[BACKUP_GONE] = "gone",
};

static void
json_record(struct jsonw *json, const struct backup_record *r)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "kind", of_kind[r->kind]);
	jsonw_member_text(json, "id", r->id);
	jsonw_member_string(json, "state", of_state[r->state]);
	jsonw_member_text(json, "place", r->place);
	jsonw_given_instant(json, "made", r->made);
	jsonw_given_instant(json, "destroyed_by", r->expires);
	jsonw_member_int(json, "log_size", (int64_t)r->log_size);
	jsonw_member_int(json, "bytes", (int64_t)r->bytes);
	jsonw_member_int(json, "new_bytes", (int64_t)r->new_bytes);
	jsonw_given_instant(json, "verified", r->verified);
	if (r->verified != 0) {
		jsonw_member_int(json, "people", (int64_t)r->people);
		jsonw_member_int(json, "faults", (int64_t)r->faults);
	}
	jsonw_given_instant(json, "gone", r->gone);
	jsonw_close_object(json);
}

static void
print_record(struct buf *out, const struct cli *cli,
    const struct backup_record *r)
{
	char made[CLOCK_TEXT_SIZE], time[CLOCK_TEXT_SIZE];

	clock_format(r->made, made);
	buf_printf(out, "%.*s  %s  %-5s  %s  %llu KiB", TEXT_ARGS(r->id),
	    of_kind[r->kind], of_state[r->state], made,
	    (unsigned long long)(r->bytes >> 10));
	if (r->verified != 0) {
		clock_format(r->verified, time);
		buf_printf(out, cli_say(cli, "  検証 %s (誤り %llu)",
		    "  verified %s (%llu faults)"), time,
		    (unsigned long long)r->faults);
	}
	if (r->kind == BACKUP_KEYS && r->state != BACKUP_GONE) {
		clock_format(r->expires, time);
		buf_printf(out, cli_say(cli, "  破棄期限 %s",
		    "  to be destroyed by %s"), time);
	}
	buf_byte(out, '\n');
}

/* create */

static enum status
report_made(struct cli *cli, const struct backup_made *made,
    const struct backup_pruned *pruned, struct error *error)
{
	const struct backup_record *both[] = { &made->data, &made->keys };
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, BACKUP_OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_key(&json, "backups");
		jsonw_open_array(&json);
		for (size_t i = 0; i < LENGTH(both); i++)
			if (both[i]->id.n > 0)
				json_record(&json, both[i]);
		jsonw_close_array(&json);
		jsonw_member_int(&json, "destroyed",
		    (int64_t)(pruned->data + pruned->keys));
		jsonw_close_object(&json);
		return cli_put(cli, &out, error);
	}
	for (size_t i = 0; i < LENGTH(both); i++)
		if (both[i]->id.n > 0)
			print_record(&out, cli, both[i]);
	if (pruned->data + pruned->keys > 0)
		buf_printf(&out, cli_say(cli,
		    "期限の過ぎた %llu 件を破棄しました\n",
		    "%llu whose time was over are destroyed\n"),
		    (unsigned long long)(pruned->data + pruned->keys));
	return cli_put(cli, &out, error);
}

static enum status
create(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct backup_job job = {
		.progress = backup_show_progress, .context = cli
	};
	struct backup_made made;
	struct backup_pruned pruned;
	enum status status = backup_take_places(&job.places, cli,
	    &session->config, false, error);

	if (status == STATUS_OK)
		status = backup_create(visit, &job, &made, error);
	/* What is over goes now that there is a newer one. */
	if (status == STATUS_OK)
		status = backup_prune(visit, &job.places, 0, &pruned, error);
	cli_progress_end(cli);
	return status == STATUS_OK ? report_made(cli, &made, &pruned,
	    error) : status;
}

/* list */

static enum status
list_depot(struct answer *answer, const char *folder,
    enum backup_kind kind, struct error *error)
{
	const struct cli *cli = answer->cli;
	const struct backup_listed *list;
	size_t n;
	enum status status;

	if (folder == NULL)
		return STATUS_OK;
	status = backup_list(&list, &n, folder, kind, cli->arena, error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		const struct backup_record r = {
			.kind = kind, .state = BACKUP_MADE, .id = list[i].id,
			.place = text_of(folder), .made = list[i].made,
			.expires = list[i].expires,
			.log_size = list[i].log_size,
			.bytes = list[i].bytes,
		};

		if (cli->json)
			json_record(&answer->json, &r);
		else if (list[i].whole)
			print_record(&answer->out, cli, &r);
		else
			buf_printf(&answer->out, cli_say(cli,
			    "%.*s  壊れています\n",
			    "%.*s  broken\n"), TEXT_ARGS(list[i].id));
	}
	return status;
}

static enum status
list_records(struct session *session, struct visit *visit,
    struct error *error)
{
	struct cli *cli = session->cli;
	const struct backup_record *records;
	struct answer answer;
	size_t n;
	enum status status = backup_record_list(&records, &n, visit, error);

	if (status != STATUS_OK)
		return status;
	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	for (size_t i = 0; i < n; i++) {
		if (cli->json)
			json_record(&answer.json, &records[i]);
		else
			print_record(&answer.out, cli, &records[i]);
	}
	return answer_end(&answer, status, error);
}

/* What the house has on record, or what lies in the depots that are named. */
static enum status
list(struct cli *cli, struct error *error)
{
	struct backup_places places;
	struct answer answer;
	enum status status;

	if (cli_option(cli, "depot") == NULL &&
	    cli_option(cli, "key-depot") == NULL)
		return session_run_operator(cli, list_records, error);
	status = backup_take_places(&places, cli, NULL, false, error);
	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	if (status == STATUS_OK)
		status = list_depot(&answer, places.data, BACKUP_DATA,
		    error);
	if (status == STATUS_OK)
		status = list_depot(&answer, places.keys, BACKUP_KEYS,
		    error);
	return answer_end(&answer, status, error);
}

/* prune */

static enum status
prune(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct backup_places places;
	struct backup_pruned pruned;
	struct jsonw json;
	struct buf out;
	int64_t days;
	enum status status = backup_take_places(&places, cli, &session->config,
	    false, error);

	if (status == STATUS_OK)
		status = cli_option_int(cli, "days", 1, 36500, 0, &days,
		    error);
	if (status == STATUS_OK)
		status = backup_prune(visit, &places, (int)days, &pruned,
		    error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, BACKUP_OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_member_int(&json, "data", (int64_t)pruned.data);
		jsonw_member_int(&json, "keys", (int64_t)pruned.keys);
		jsonw_member_int(&json, "pieces", (int64_t)pruned.pieces);
		jsonw_member_bool(&json, "keys_overdue",
		    pruned.keys_overdue);
		jsonw_close_object(&json);
		return cli_put(cli, &out, error);
	}
	buf_printf(&out, cli_say(cli,
	    "破棄しました: データ %llu 件、鍵 %llu 件、ファイル %llu 個\n",
	    "destroyed: %llu of the data, %llu of the keys, %llu files\n"),
	    (unsigned long long)pruned.data, (unsigned long long)pruned.keys,
	    (unsigned long long)pruned.pieces);
	if (pruned.keys_overdue)
		buf_string(&out, cli_say(cli,
		    "最新の鍵のバックアップも期限を過ぎています。"
		    "sekisho backup create の後に破棄されます\n",
		    "the newest backup of the keys is over its time, too: it "
		    "goes after the next sekisho backup create\n"));
	return cli_put(cli, &out, error);
}

static const struct cli_option depot_options[] = {
	SESSION_OPTIONS, DEPOT_OPTIONS,
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option prune_options[] = {
	SESSION_OPTIONS, DEPOT_OPTIONS,
	{ "days", "N", { "データのバックアップを残す日数",
	  "days for which backups of the data are kept" } },
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_command cli_backup_commands[] = {
	{ "backup", "create", "",
	  { "データと鍵のバックアップを作る (使用中でもよい)",
	    "back the data and the keys up, while they are used" },
	  depot_options, .as_operator = create },
	{ "backup", "list", "",
	  { "バックアップの一覧", "list backups" }, depot_options,
	  .run = list },
	{ "backup", "prune", "",
	  { "期限を過ぎたバックアップを破棄する",
	    "destroy backups whose time is over" }, prune_options,
	  .as_operator = prune },
	{ .noun = NULL },
};
