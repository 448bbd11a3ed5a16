/*
 * sekisho calendar holidays | add-business-days | add-months
 */
#include "base/file.h"
#include "base/yaml.h"
#include "calendar/era.h"
#include "calendar/period.h"
#include "calendar/shape.h"
#include "cli/cli.h"
#include "cli/tables.h"

enum { OUTPUT_MAX = 1 << 22, POLICY_MAX = 1 << 24 };
/* A hundred years of days, a thousand years of months. */
enum { DAYS_MAX = 36600, MONTHS_MAX = 12000 };

static enum status
integer_argument(const struct cli *cli, size_t i, const char *name, int min,
    int max, int *value, struct error *error)
{
	enum status status;
	int64_t given;

	if (text_to_int(text_of(cli->arguments[i]), &given) && given >= min &&
	    given <= max) {
		*value = (int)given;
		return STATUS_OK;
	}
	status = error_set(error, STATUS_INVALID, "usage",
	    "%d から %d までの整数を指定してください",
	    "an integer from %d to %d is expected", min, max);
	error_at(error, "%s", name);
	return status;
}

/* A whole date, Gregorian or by era; a strange era year is only noted. */
static enum status
date_argument(const struct cli *cli, int64_t *day, struct error *error)
{
	struct era_date date;
	enum status status = era_parse(&date, text_of(cli->arguments[0]),
	    error);

	if (status != STATUS_OK) {
		error_at(error, "DATE");
		return status;
	}
	if (date.day == 0)
		return cli_usage("DATE", (struct words){
		    "日まで指定してください", "a whole date is expected" },
		    error);
	if (date.outside_era)
		(void)fprintf(cli->err, "sekisho: %s\n", cli_say(cli,
		    "注意: その日はその元号の期間ではありません",
		    "note: the day lies outside the era that was written"));
	*day = era_first_day(&date);
	return STATUS_OK;
}

/* --list FILE: NULL when it is not given. */
static enum status
newer_list(const struct holiday_list **newer, const struct cli *cli,
    struct error *error)
{
	const char *path = cli_option(cli, "list");
	struct holiday_list *list;
	struct bytes csv;
	enum status status;

	*newer = NULL;
	if (path == NULL)
		return STATUS_OK;
	list = arena_alloc(cli->arena, sizeof(*list));
	if (list == NULL)
		return error_memory(error);
	status = file_read(&csv, path, HOLIDAY_LIST_SIZE_MAX, cli->arena,
	    error);
	if (status != STATUS_OK)
		return status;
	status = holiday_read_list(list, csv, cli->arena, error);
	if (status == STATUS_OK)
		*newer = list;
	return status;
}

static void
write_holidays(struct buf *buf, const struct cli *cli, int first, int last,
    const struct holiday_list *newer)
{
	struct jsonw json = jsonw_new(buf, true);
	int64_t end = clock_day_number(last, 12, 31);

	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_key(&json, "holidays");
		jsonw_open_array(&json);
	}
	for (int64_t day = clock_day_number(first, 1, 1); day <= end; day++) {
		const char *name = holiday_name(day, newer);
		char date[CLOCK_DATE_SIZE];

		if (name == NULL)
			continue;
		clock_format_date(day, date);
		if (!cli->json) {
			buf_printf(buf, "%s %s\n", date, name);
			continue;
		}
		jsonw_open_object(&json);
		jsonw_member_string(&json, "date", date);
		jsonw_member_string(&json, "name", name);
		jsonw_close_object(&json);
	}
	if (cli->json) {
		jsonw_close_array(&json);
		jsonw_close_object(&json);
	}
}

static enum status
holidays(struct cli *cli, struct error *error)
{
	const struct holiday_list *newer;
	struct buf buf;
	int first, last;
	enum status status;

	status = integer_argument(cli, 0, "FROM-YEAR", HOLIDAY_FIRST_YEAR,
	    HOLIDAY_LAST_YEAR, &first, error);
	if (status == STATUS_OK)
		status = integer_argument(cli, 1, "TO-YEAR", first,
		    HOLIDAY_LAST_YEAR, &last, error);
	if (status == STATUS_OK)
		status = newer_list(&newer, cli, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&buf, cli->arena, OUTPUT_MAX);
	write_holidays(&buf, cli, first, last, newer);
	return cli_put(cli, &buf, error);
}

/* Checks rights.calendar alone and fills the calendar from it. */
static enum status
calendar_of_policy(struct business_calendar *calendar, const struct cli *cli,
    const char *path, struct error *error)
{
	static const char *const spaces[] = { NULL };
	const struct shape_language language = {
		.root = &calendar_shape, .spaces = spaces, .space_count = 1,
	};
	const struct node *root, *node;
	struct findings findings;
	struct text source;
	enum status status;

	status = file_read_text(&source, path, POLICY_MAX, cli->arena, error);
	if (status != STATUS_OK)
		return status;
	status = yaml_parse(&root, source, path, cli->arena, error);
	if (status != STATUS_OK)
		return status;
	findings_init(&findings, cli->arena, path);
	node = node_path(root, "rights", "calendar", NULL);
	if (node != NULL && node->kind != NODE_NULL) {
		status = shape_check(node, &language, &findings, error);
		if (status == STATUS_OK)
			status = findings_status(&findings, error);
		if (status != STATUS_OK)
			return status;
	} else {
		node = NULL;
	}
	status = calendar_from_node(calendar, node, "/rights/calendar",
	    &findings, error);
	return status == STATUS_OK ? findings_status(&findings, error) :
	    status;
}

static void
write_promise(struct buf *buf, const struct cli *cli,
    const struct business_promise *promise, int n)
{
	struct jsonw json = jsonw_new(buf, true);
	char received[CLOCK_DATE_SIZE];
	char due[CLOCK_DATE_SIZE], latest[CLOCK_DATE_SIZE];

	clock_format_date(promise->received, received);
	clock_format_date(promise->due, due);
	clock_format_date(promise->due_at_latest, latest);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_member_day(&json, "date", promise->arrived);
		jsonw_member_int(&json, "business_days", n);
		jsonw_member_string(&json, "due", due);
		jsonw_member_string(&json, "received", received);
		jsonw_member_string(&json, "due_at_latest", latest);
		jsonw_close_object(&json);
		return;
	}
	buf_printf(buf, "%s\n", due);
	if (promise->due_at_latest != promise->due)
		(void)fprintf(cli->err, cli_say(cli,
		    "休業日のため %s に受け付けたとみなすと %s\n",
		    "taken as received on %s, the next open day: %s\n"),
		    received, latest);
}

static enum status
add_business_days(struct cli *cli, struct error *error)
{
	struct business_calendar calendar = business_government;
	const char *policy = cli_option(cli, "policy");
	struct business_promise promise;
	struct buf buf;
	int64_t day;
	int n = 0;
	enum status status;

	status = date_argument(cli, &day, error);
	if (status == STATUS_OK)
		status = integer_argument(cli, 1, "N", 0, DAYS_MAX, &n,
		    error);
	if (status == STATUS_OK && policy != NULL)
		status = calendar_of_policy(&calendar, cli, policy, error);
	if (status == STATUS_OK)
		status = newer_list(&calendar.newer, cli, error);
	if (status == STATUS_OK)
		status = business_promise(&promise, &calendar,
		    clock_tokyo_midnight(day), n, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&buf, cli->arena, OUTPUT_MAX);
	write_promise(&buf, cli, &promise, n);
	return cli_put(cli, &buf, error);
}

static enum status
add_months(struct cli *cli, struct error *error)
{
	char last[CLOCK_DATE_SIZE];
	int64_t day, end;
	int months, year, month, day_of_month;
	struct jsonw json;
	struct buf buf;
	enum status status;

	status = date_argument(cli, &day, error);
	if (status == STATUS_OK)
		status = integer_argument(cli, 1, "N", 1, MONTHS_MAX, &months,
		    error);
	if (status != STATUS_OK)
		return status;
	end = period_last(day, (struct period){ months, PERIOD_MONTHS },
	    PERIOD_BEGINS_DURING);
	clock_date(end, &year, &month, &day_of_month);
	if (year > 9999)
		return cli_usage("N", (struct words){ "暦の範囲を超えます",
		    "that is beyond the calendar" }, error);
	clock_format_date(end, last);
	buf_init(&buf, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&buf, true);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_member_day(&json, "date", day);
		jsonw_member_int(&json, "months", months);
		jsonw_member_string(&json, "last", last);
		jsonw_close_object(&json);
	} else {
		buf_printf(&buf, "%s\n", last);
	}
	return cli_put(cli, &buf, error);
}

#define LIST_OPTION \
	{ "list", "FILE", { "内閣府の新しい祝日一覧 (syukujitsu.csv)", \
	    "a newer list of the Cabinet Office (syukujitsu.csv)" } }
#define END_OF_OPTIONS { NULL, NULL, { NULL, NULL } }

static const struct cli_option holidays_options[] = {
	LIST_OPTION,
	END_OF_OPTIONS,
};
static const struct cli_option business_options[] = {
	{ "policy", "FILE", { "営業日の定め (rights.calendar) を読むポリシー",
	    "policy whose rights.calendar says what is open" } },
	LIST_OPTION,
	END_OF_OPTIONS,
};

const struct cli_command cli_calendar_commands[] = {
	{ "calendar", "holidays", "FROM-YEAR TO-YEAR",
	    { "国民の祝日・休日を一覧する", "list the national holidays" },
	    holidays_options, .run = holidays },
	{ "calendar", "add-business-days", "DATE N",
	    { "DATE の翌日を一日目として N 営業日目の日を求める",
	      "the N-th business day, the day after DATE being the first" },
	    business_options, .run = add_business_days },
	{ "calendar", "add-months", "DATE N",
	    { "DATE の途中に始まる N か月の期間の最後の日を求める (民法143条)",
	      "the last day of N months that begin during DATE" },
	    NULL, .run = add_months },
	{ .noun = NULL },
};
