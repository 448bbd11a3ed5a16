/*
 * sekisho campaign open|ask|list|report, policy objections
 */
#include "base/file.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "notice/campaign.h"
#include "notice/objection.h"

enum {
	OUTPUT_MAX = 64 << 20, FILE_LIMIT = 64 << 20, LINE_ARENA = 64 << 20,
};

static const struct words answer_words[CAMPAIGN_ANSWERS] = {
	[CAMPAIGN_AGREED] = { "同意した", "agreed" },
	[CAMPAIGN_REFUSED] = { "同意しなかった", "refused" },
	[CAMPAIGN_SILENT] = { "回答なし (従前の利用目的のまま)",
	    "silent (they stay with the former purposes)" },
};
static const struct words way_words[CAMPAIGN_WAYS] = {
	[CAMPAIGN_EMAIL] = { "メール", "e-mail" },
	[CAMPAIGN_POST] = { "郵送", "post" },
	[CAMPAIGN_PHONE] = { "電話", "telephone" },
	[CAMPAIGN_IN_PERSON] = { "対面", "in person" },
	[CAMPAIGN_WEB] = { "ウェブ", "web" },
	[CAMPAIGN_APP] = { "アプリ", "app" },
};

static void
json_campaign(struct jsonw *json, const struct campaign *c)
{
	jsonw_open_object(json);
	jsonw_member_text(json, "consent", c->consent);
	jsonw_member_int(json, "revision", c->revision);
	jsonw_given_instant(json, "opened_at", c->opened_at);
	jsonw_given_instant(json, "until", c->until);
	jsonw_member_text(json, "by", c->by);
	jsonw_close_object(json);
}

static void
text_campaign(const struct cli *cli, struct buf *out,
    const struct campaign *c)
{
	char time[CLOCK_TEXT_SIZE];

	clock_format(c->opened_at, time);
	buf_printf(out, cli_say(cli, "%.*s  第 %u 版  %s から",
	    "%.*s  revision %u  since %s"), TEXT_ARGS(c->consent),
	    c->revision, time);
	if (c->until != 0) {
		clock_format(c->until, time);
		buf_printf(out, cli_say(cli, "  %s まで", "  until %s"),
		    time);
	}
	buf_printf(out, "  %.*s\n", TEXT_ARGS(c->by));
}

static enum status
put_campaigns(const struct cli *cli, const struct campaign *list, size_t n,
    bool one, struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json && !one)
		jsonw_open_array(&json);
	for (size_t i = 0; i < n; i++)
		if (cli->json)
			json_campaign(&json, &list[i]);
		else
			text_campaign(cli, &out, &list[i]);
	if (cli->json && !one)
		jsonw_close_array(&json);
	return cli_put(cli, &out, error);
}

static enum status
open_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	const char *until = cli_option(cli, "until");
	struct campaign campaign;
	int64_t day, last = 0;
	enum status status;

	if (until != NULL && !clock_parse_date(text_of(until), &day))
		return cli_usage("--until", (struct words){
		    "日付 (YYYY-MM-DD) を指定してください",
		    "a date (YYYY-MM-DD) is needed" }, error);
	if (until != NULL)
		last = clock_tokyo_midnight(day + 1);
	status = campaign_open(&campaign, visit, text_of(cli->arguments[0]),
	    last, error);
	return status == STATUS_OK ? put_campaigns(cli, &campaign, 1, true,
	    error) : status;
}

static enum status
take_way(const struct cli *cli, enum campaign_way *way, struct error *error)
{
	const char *said = cli_option(cli, "way");

	for (int i = 0; i < CAMPAIGN_WAYS && said != NULL; i++)
		if (strcmp(said, campaign_way_names[i]) == 0) {
			*way = (enum campaign_way)i;
			return STATUS_OK;
		}
	return cli_usage("--way", (struct words){
	    "email、post、phone、in_person、web、app のいずれかです",
	    "one of email, post, phone, in_person, web, app" }, error);
}

struct asking {
	struct session *session;
	struct campaign campaign;
	enum campaign_way way;
	struct arena *arena;		/* of the line in hand */
	unsigned int done, failed;
};

static enum status
ask_one(struct asking *a, struct visit *visit, struct text id,
    struct error *error)
{
	uint64_t person = 0;
	enum status status = id_parse(&person, ID_PERSON, id,
	    vault_id_key(a->session->vault), error);

	return status == STATUS_OK ? campaign_ask(visit, &a->campaign,
	    person, a->way, error) : status;
}

/* What a line holds may be anything: only its number is said. */
static void
put_refused(struct asking *a, unsigned int line, const struct error *error)
{
	struct cli *cli = a->session->cli;
	struct jsonw json;
	struct buf out;

	buf_init(&out, a->arena, 65536);
	json = jsonw_new(&out, false);
	jsonw_open_object(&json);
	jsonw_member_int(&json, "line", line);
	jsonw_key(&json, "error");
	jsonw_error(&json, error);
	jsonw_close_object(&json);
	buf_byte(&out, '\n');
	(void)fwrite(out.p, 1, out.n, cli->out);
}

static void
ask_line(struct asking *a, unsigned int number, struct text line)
{
	struct session *session = a->session;
	struct visit visit;
	struct error error;

	arena_reset(a->arena);
	visit_begin(&visit, session->vault, session->reader, a->arena,
	    &session->visitor);
	if (ask_one(a, &visit, line, &error) == STATUS_OK) {
		a->done++;
	} else {
		a->failed++;
		put_refused(a, number, &error);
	}
	visit_end(&visit);
}

/* Everybody whose id is a line of the file; each answer is for itself. */
static enum status
ask_all(struct asking *a, const char *path, struct error *error)
{
	struct cli *cli = a->session->cli;
	unsigned int number = 0;
	struct bytes bytes;
	struct text rest;
	enum status status = file_read(&bytes, path, FILE_LIMIT, cli->arena,
	    error);

	if (status != STATUS_OK)
		return status;
	a->arena = arena_new(LINE_ARENA);
	if (a->arena == NULL)
		return error_memory(error);
	rest = (struct text){ (const char *)bytes.p, bytes.n };
	while (rest.n > 0) {
		struct text line = text_trim(text_cut(&rest, '\n'));

		number++;
		if (line.n > 0)
			ask_line(a, number, line);
	}
	arena_free(a->arena);
	if (!cli->json)
		(void)fprintf(cli->err, cli_say(cli,
		    "%u 人について記録し、%u 行は記録しませんでした\n",
		    "%u recorded, %u lines refused\n"), a->done, a->failed);
	return a->failed == 0 ? STATUS_OK : error_set(error, STATUS_PARTIAL,
	    "lines_failed", "%u 行を記録できませんでした",
	    "%u lines failed", a->failed);
}

static enum status
ask_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	const char *path = cli_option(cli, "file");
	struct asking a = { .session = session };
	enum status status = take_way(cli, &a.way, error);

	if (status == STATUS_OK && (cli->argument_count > 1) ==
	    (path != NULL))
		return cli_usage("PERSON", (struct words){
		    "本人か、本人の一覧のファイル (--file) の一方が必要です",
		    "a person, or a file of people (--file), is needed" },
		    error);
	if (status == STATUS_OK)
		status = campaign_find(&a.campaign, session->vault,
		    session->reader, text_of(cli->arguments[0]), 0,
		    cli->arena, error);
	if (status != STATUS_OK)
		return status;
	return path != NULL ? ask_all(&a, path, error) : ask_one(&a, visit,
	    text_of(cli->arguments[1]), error);
}

static enum status
list_in(struct session *session, struct visit *visit, struct error *error)
{
	const struct campaign *list;
	size_t n;
	enum status status = campaign_see(&list, &n, visit, error);

	return status == STATUS_OK ? put_campaigns(session->cli, list, n,
	    false, error) : status;
}

static void
put_sums(const struct cli *cli, struct buf *out, struct jsonw *json,
    const struct campaign_report *r)
{
	if (!cli->json) {
		buf_printf(out, cli_say(cli, "求めた人 %llu\n",
		    "asked %llu\n"), (unsigned long long)r->asked);
		for (int i = 0; i < CAMPAIGN_ANSWERS; i++)
			buf_printf(out, "  %s %llu\n", cli_say(cli,
			    answer_words[i].ja, answer_words[i].en),
			    (unsigned long long)r->answers[i]);
		for (int i = 0; i < CAMPAIGN_WAYS; i++)
			if (r->ways[i] > 0)
				buf_printf(out, cli_say(cli, "%s %llu 回\n",
				    "by %s: %llu times\n"), cli_say(cli,
				    way_words[i].ja, way_words[i].en),
				    (unsigned long long)r->ways[i]);
		if (r->unseen > 0)
			buf_printf(out, cli_say(cli,
			    "この役割と利用目的では見られない人 %llu\n",
			    "not for this role and purpose to see: %llu\n"),
			    (unsigned long long)r->unseen);
		return;
	}
	jsonw_member_int(json, "asked", (int64_t)r->asked);
	jsonw_member_int(json, "unseen", (int64_t)r->unseen);
	jsonw_key(json, "answers");
	jsonw_open_object(json);
	for (int i = 0; i < CAMPAIGN_ANSWERS; i++)
		jsonw_member_int(json, campaign_answer_names[i],
		    (int64_t)r->answers[i]);
	jsonw_close_object(json);
	jsonw_key(json, "ways");
	jsonw_open_object(json);
	for (int i = 0; i < CAMPAIGN_WAYS; i++)
		jsonw_member_int(json, campaign_way_names[i],
		    (int64_t)r->ways[i]);
	jsonw_close_object(json);
}

static enum status
put_person(struct session *session, struct buf *out, struct jsonw *json,
    const struct campaign_person *p, struct error *error)
{
	const struct cli *cli = session->cli;
	char id[ID_TEXT_SIZE], first[CLOCK_TEXT_SIZE];
	enum status status = id_format(id, ID_PERSON, p->person,
	    vault_id_key(session->vault), error);

	if (status != STATUS_OK)
		return status;
	clock_format(p->first, first);
	if (!cli->json) {
		buf_printf(out, "%s %s %s %s\n", id,
		    campaign_answer_names[p->answer],
		    campaign_way_names[p->way], first);
		return STATUS_OK;
	}
	jsonw_open_object(json);
	jsonw_member_string(json, "person", id);
	jsonw_member_string(json, "answer",
	    campaign_answer_names[p->answer]);
	jsonw_member_string(json, "way", campaign_way_names[p->way]);
	jsonw_member_int(json, "asked", p->asked);
	jsonw_member_string(json, "first", first);
	jsonw_given_instant(json, "last", p->last);
	jsonw_given_instant(json, "answered", p->answered);
	jsonw_close_object(json);
	return STATUS_OK;
}

/* Whom --people wants; the sums are of everybody. */
static bool
is_wanted(const struct cli *cli, const struct campaign_person *p)
{
	const char *wanted = cli_option(cli, "people");

	return wanted != NULL && (strcmp(wanted, "all") == 0 ||
	    strcmp(wanted, campaign_answer_names[p->answer]) == 0);
}

static enum status
report_pages(struct session *session, struct visit *visit,
    const struct campaign *campaign, struct campaign_report *report,
    struct buf *out, struct jsonw *json, struct error *error)
{
	uint64_t next = 0;
	enum status status;

	do {
		status = campaign_page(report, visit, campaign, next, &next,
		    error);
		for (size_t i = 0; i < report->count &&
		    status == STATUS_OK; i++)
			if (is_wanted(session->cli, &report->people[i]))
				status = put_person(session, out, json,
				    &report->people[i], error);
	} while (status == STATUS_OK && next != 0);
	return status;
}

static enum status
take_report(const struct cli *cli, int64_t *revision, struct error *error)
{
	const char *people = cli_option(cli, "people");
	const char *said = cli_option(cli, "revision");
	bool known = people == NULL || strcmp(people, "all") == 0;

	for (int i = 0; i < CAMPAIGN_ANSWERS && !known; i++)
		known = strcmp(people, campaign_answer_names[i]) == 0;
	if (!known)
		return cli_usage("--people", (struct words){
		    "all、agreed、refused、silent のいずれかです",
		    "one of all, agreed, refused, silent" }, error);
	if (said != NULL && (!text_to_int(text_of(said), revision) ||
	    *revision < 1 || *revision > INT32_MAX))
		return cli_usage("--revision", (struct words){
		    "版の番号を指定してください",
		    "the number of a revision is needed" }, error);
	return STATUS_OK;
}

static enum status
report_in(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct campaign_report report = { .people = arena_array(cli->arena,
	    SWEEP_LOOK, sizeof(*report.people)) };
	struct campaign campaign;
	int64_t revision = 0;
	struct jsonw json;
	struct buf out;
	enum status status = report.people == NULL ? error_memory(error) :
	    take_report(cli, &revision, error);

	if (status == STATUS_OK)
		status = campaign_find(&campaign, session->vault,
		    session->reader, text_of(cli->arguments[0]),
		    (unsigned int)revision, cli->arena, error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, cli->arena, OUTPUT_MAX);
	json = jsonw_new(&out, true);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_key(&json, "campaign");
		json_campaign(&json, &campaign);
		jsonw_key(&json, "people");
		jsonw_open_array(&json);
	} else {
		text_campaign(cli, &out, &campaign);
	}
	status = report_pages(session, visit, &campaign, &report, &out,
	    &json, error);
	if (cli->json)
		jsonw_close_array(&json);
	put_sums(cli, &out, &json, &report);
	if (cli->json)
		jsonw_close_object(&json);
	return status == STATUS_OK ? cli_put(cli, &out, error) : status;
}

static enum status
put_objecting(struct session *session, const struct visit *visit,
    struct buf *out, struct jsonw *json, const struct objecting *o,
    struct error *error)
{
	const struct numbering *names = &visit->rules->numbering;
	char id[ID_TEXT_SIZE], time[CLOCK_TEXT_SIZE];
	bool as_json = session->cli->json;
	enum status status = id_format(id, ID_PERSON, o->person,
	    vault_id_key(session->vault), error);

	if (status != STATUS_OK)
		return status;
	clock_format(o->time, time);
	if (as_json) {
		jsonw_open_object(json);
		jsonw_member_string(json, "person", id);
		jsonw_member_int(json, "revision", o->revision);
		jsonw_member_string(json, "time", time);
		jsonw_key(json, "purposes");
		jsonw_open_array(json);
	} else {
		buf_printf(out, "%s %u %s", id, o->revision, time);
	}
	BITS_EACH(number, &o->purposes) {
		struct text name = numbering_id(names, SPACE_PURPOSES,
		    (unsigned int)number);

		if (as_json)
			jsonw_text(json, name);
		else
			buf_printf(out, " %.*s", TEXT_ARGS(name));
	}
	if (as_json) {
		jsonw_close_array(json);
		jsonw_close_object(json);
	} else {
		buf_byte(out, '\n');
	}
	return STATUS_OK;
}

struct objections {
	struct session *session;
	struct visit *visit;
	struct buf out;
	struct jsonw json;
	uint64_t count, unseen;
};

static enum status
objection_pages(struct objections *o, unsigned int revision,
    struct error *error)
{
	struct objecting *people = arena_array(o->session->cli->arena,
	    SWEEP_LOOK, sizeof(*people));
	uint64_t next = 0, unseen = 0;
	enum status status = people == NULL ? error_memory(error) : STATUS_OK;

	while (status == STATUS_OK) {
		size_t n = 0;

		status = objection_page(people, &n, &unseen, o->visit,
		    revision, next, &next, error);
		o->count += n;
		o->unseen += unseen;
		for (size_t i = 0; i < n && status == STATUS_OK; i++)
			status = put_objecting(o->session, o->visit, &o->out,
			    &o->json, &people[i], error);
		if (next == 0)
			break;
	}
	return status;
}

static enum status
objections_in(struct session *session, struct visit *visit,
    struct error *error)
{
	struct cli *cli = session->cli;
	struct objections o = { .session = session, .visit = visit };
	int64_t revision = 0;
	enum status status;

	if (cli->argument_count > 0 && (!text_to_int(text_of(
	    cli->arguments[0]), &revision) || revision < 1 ||
	    revision > INT32_MAX))
		return cli_usage("REVISION", (struct words){
		    "版の番号を指定してください",
		    "the number of a revision is needed" }, error);
	buf_init(&o.out, cli->arena, OUTPUT_MAX);
	o.json = jsonw_new(&o.out, true);
	if (cli->json) {
		jsonw_open_object(&o.json);
		jsonw_key(&o.json, "people");
		jsonw_open_array(&o.json);
	}
	status = objection_pages(&o, (unsigned int)revision, error);
	if (cli->json) {
		jsonw_close_array(&o.json);
		jsonw_member_int(&o.json, "count", (int64_t)o.count);
		jsonw_member_int(&o.json, "unseen", (int64_t)o.unseen);
		jsonw_close_object(&o.json);
	} else {
		buf_printf(&o.out, cli_say(cli,
		    "異議のある人 %llu、この役割と利用目的では見られない人 %llu\n",
		    "%llu object, %llu not for this role and purpose to "
		    "see\n"), (unsigned long long)o.count,
		    (unsigned long long)o.unseen);
	}
	return status == STATUS_OK ? cli_put(cli, &o.out, error) : status;
}

static const struct cli_option open_options[] = {
	VISIT_OPTIONS,
	{ "until", "DATE", { "回答を求める最後の日",
	  "last day on which an answer is asked for" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option ask_options[] = {
	VISIT_OPTIONS,
	{ "way", "email|post|phone|in_person|web|app",
	  { "求めた方法", "by which way they were asked" } },
	{ "file", "FILE", { "1行に1人の本人の識別子",
	  "a person's id on each line" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option report_options[] = {
	VISIT_OPTIONS,
	{ "revision", "N", { "版 (既定は最新の依頼)",
	  "the revision (by default of the newest campaign)" } },
	{ "people", "all|agreed|refused|silent",
	  { "本人も並べる", "list the people, too" } },
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_command cli_campaign_commands[] = {
	{ "campaign", "open", "CONSENT",
	  { "施行中のポリシーの同意を求める依頼を始める",
	    "open a campaign that asks for a consent of the policy" },
	  open_options, .in_visit = open_in },
	{ "campaign", "ask", "CONSENT [PERSON]",
	  { "本人に同意を求めたことを記録する",
	    "record that a person was asked" }, ask_options,
	  .in_visit = ask_in },
	{ "campaign", "list", "",
	  { "同意の依頼を並べる", "list the campaigns" },
	  session_visit_options, .in_visit = list_in },
	{ "campaign", "report", "CONSENT",
	  { "だれに求め、何人が同意し、拒み、答えていないか",
	    "who was asked; how many agreed, refused or are silent" },
	  report_options, .in_visit = report_in },
	{ "policy", "objections", "[REVISION]",
	  { "改訂に異議のある本人を並べる",
	    "list who objects to a change of the policy" },
	  session_visit_options, .in_visit = objections_in },
	{ .noun = NULL },
};
