/*
 * sekisho retention due|preview|run
 */
#include "cli/session.h"
#include "cli/tables.h"
#include "retention/retention.h"

enum { OUTPUT_MAX = 256 << 20 };

struct listing {
	struct cli *cli;
	struct vault *vault;
	struct buf *out;
	struct jsonw json;
	bool lists;
};

static void
show_progress(void *context, uint64_t done, uint64_t total)
{
	const struct listing *l = context;

	cli_progress(l->cli, cli_say(l->cli, "保存期間", "retention"), done,
	    total);
}

static void
put_items(struct listing *l, const struct visit *visit,
    const struct bits *items)
{
	const char *comma = " ";

	if (l->cli->json) {
		jsonw_key(&l->json, "items");
		jsonw_open_array(&l->json);
	}
	BITS_EACH(item, items) {
		struct text id = numbering_id(&visit->rules->numbering,
		    SPACE_ITEMS, (unsigned int)item);

		if (l->cli->json)
			jsonw_text(&l->json, id);
		else
			buf_printf(l->out, "%s%.*s", comma, TEXT_ARGS(id));
		comma = ",";
	}
	if (l->cli->json)
		jsonw_close_array(&l->json);
}

/* One person who is due. */
static enum status
put_due(void *context, const struct visit *visit, uint64_t person,
    const struct retention_due *due, struct error *error)
{
	struct listing *l = context;
	char id[ID_TEXT_SIZE];
	const char *what = due->held ? "held" : due->whole ? "person" :
	    "items";
	enum status status = id_format(id, ID_PERSON, person,
	    vault_id_key(l->vault), error);

	if (status != STATUS_OK || !l->lists)
		return status;
	if (!l->cli->json) {
		buf_printf(l->out, "%s %s", id, what);
		put_items(l, visit, &due->items);
		buf_printf(l->out, " %.*s\n", TEXT_ARGS(due->clause));
		return STATUS_OK;
	}
	jsonw_open_object(&l->json);
	jsonw_member_string(&l->json, "person", id);
	jsonw_member_string(&l->json, "due", what);
	put_items(l, visit, &due->items);
	jsonw_member_text(&l->json, "clause", due->clause);
	jsonw_close_object(&l->json);
	return STATUS_OK;
}

static void
put_counts(struct listing *l, const struct rules *rules,
    const struct retention_run *run, bool erased)
{
	char day[CLOCK_DATE_SIZE];

	clock_format_date(run->day, day);
	if (l->cli->json) {
		jsonw_member_string(&l->json, "day", day);
		jsonw_member_int(&l->json, "people", (int64_t)run->looked);
		jsonw_member_int(&l->json, erased ? "erased" : "whole",
		    (int64_t)run->whole);
		jsonw_member_int(&l->json, "partly", (int64_t)run->partly);
		jsonw_member_int(&l->json, "held", (int64_t)run->held);
		jsonw_member_int(&l->json, "moved", (int64_t)run->moved);
		jsonw_key(&l->json, "items");
		jsonw_open_object(&l->json);
	} else {
		buf_printf(l->out, cli_say(l->cli, erased ?
		    "%s: %llu 人を確認。消去 %llu 人、一部の項目 %llu 人、"
		    "保全中 %llu 人\n" : "%s: %llu 人を確認。期限を過ぎた人 "
		    "%llu 人、一部の項目 %llu 人、保全中 %llu 人\n", erased ?
		    "%s: %llu people; erased %llu, some items of %llu, held "
		    "%llu\n" : "%s: %llu people; due %llu, some items of "
		    "%llu, held %llu\n"), day,
		    (unsigned long long)run->looked,
		    (unsigned long long)run->whole,
		    (unsigned long long)run->partly,
		    (unsigned long long)run->held);
	}
	for (unsigned int item = 0; item < BITS_MAX; item++) {
		struct text id = numbering_id(&rules->numbering, SPACE_ITEMS,
		    item);
		char key[64];

		if (run->item[item] == 0)
			continue;
		(void)snprintf(key, sizeof(key), "%.*s", TEXT_ARGS(id));
		if (l->cli->json)
			jsonw_member_int(&l->json, key,
			    (int64_t)run->item[item]);
		else
			buf_printf(l->out, "  %s %llu\n", key,
			    (unsigned long long)run->item[item]);
	}
	if (l->cli->json)
		jsonw_close_object(&l->json);
}

/* The day of an argument or of --on; today when neither is given. */
static enum status
take_day(struct cli *cli, int64_t *day, struct error *error)
{
	const char *text = cli->argument_count > 0 ? cli->arguments[0] :
	    cli_option(cli, "on");

	*day = clock_tokyo_day(clock_now(cli->clock));
	if (text == NULL || clock_parse_date(text_of(text), day))
		return STATUS_OK;
	return cli_usage("DATE", (struct words){
	    "2026-11-22 の形の日付を指定してください",
	    "a date like 2026-11-22 is needed" }, error);
}

static enum status
go(struct session *session, struct listing *l, bool erases,
    struct error *error)
{
	struct cli *cli = session->cli;
	struct retention_run run = {
		.progress = show_progress, .each = put_due, .context = l
	};
	const struct rules *rules;
	enum status status = take_day(cli, &run.day, error);

	if (status != STATUS_OK)
		return status;
	if (cli->json)
		jsonw_open_object(&l->json);
	if (cli->json && l->lists) {
		jsonw_key(&l->json, "due");
		jsonw_open_array(&l->json);
	}
	status = (erases ? retention_erase : retention_look)(session->vault,
	    session->reader, session->visitor.principal, &run, error);
	cli_progress_end(cli);
	if (status != STATUS_OK)
		return status;
	if (cli->json && l->lists)
		jsonw_close_array(&l->json);
	rules = vault_rules(session->vault);
	put_counts(l, rules, &run, erases);
	vault_rules_release(session->vault, rules);
	if (cli->json)
		jsonw_close_object(&l->json);
	return cli_put(cli, l->out, error);
}

static enum status
with_session(struct cli *cli, bool lists, bool erases, struct error *error)
{
	struct session session;
	struct buf out;
	struct listing l = { .cli = cli, .out = &out, .lists = lists };
	enum status status = session_open(&session, cli, error);

	if (status != STATUS_OK)
		return status;
	l.vault = session.vault;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	l.json = jsonw_new(&out, true);
	status = go(&session, &l, erases, error);
	return session_close(&session, status);
}

static enum status
due(struct cli *cli, struct error *error)
{
	return with_session(cli, true, false, error);
}

static enum status
preview(struct cli *cli, struct error *error)
{
	return with_session(cli, false, false, error);
}

static enum status
run_job(struct cli *cli, struct error *error)
{
	return with_session(cli, false, true, error);
}

static const struct cli_option due_options[] = {
	SESSION_OPTIONS,
	{ "on", "DATE", { "基準日 (既定は今日)", "as of (today by default)" } },
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_command cli_retention_commands[] = {
	{ "retention", "due", "",
	  { "保存期間を過ぎた情報を一覧する",
	    "list what is past its retention" }, due_options, .run = due },
	{ "retention", "preview", "DATE",
	  { "その日までに保存期間を過ぎる情報を数える",
	    "count what will be past its retention on a day" },
	  session_options, .run = preview },
	{ "retention", "run", "",
	  { "保存期間を過ぎた情報を消去する",
	    "erase what is past its retention" }, session_options,
	  .run = run_job },
	{ .noun = NULL },
};
