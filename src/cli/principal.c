/*
 * sekisho principal add|list|rotate|reset|leave
 */
#include "access/access.h"
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"

enum { OUTPUT_MAX = 1 << 20, LIST_MAX = 64 };

/* The directory: the server's, or one of our own. */
static enum status
open_access(struct session *session, struct access **access,
    struct error *error)
{
	*access = session->access;
	return *access != NULL ? STATUS_OK : access_open(access,
	    session->vault, error);
}

static enum status
with_access(struct cli *cli, enum status (*act)(struct session *session,
    struct access *access, struct error *error), struct error *error)
{
	struct access *access = NULL;
	struct session session;
	enum status status = session_open(&session, cli, error);

	if (status != STATUS_OK)
		return status;
	status = open_access(&session, &access, error);
	if (status == STATUS_OK)
		status = act(&session, access, error);
	if (session.access == NULL)
		access_close(access);
	return session_close(&session, status);
}

/* "a,b,c" as a list. */
static enum status
take_list(struct cli *cli, const char *name, struct account_list *out,
    struct error *error)
{
	const char *list = cli_option(cli, name);
	struct text rest = text_of(list == NULL ? "" : list);
	struct text *ids = arena_array(cli->arena, LIST_MAX, sizeof(*ids));

	*out = (struct account_list){ ids, 0 };
	if (ids == NULL)
		return error_memory(error);
	while (rest.n > 0) {
		if (out->n == LIST_MAX)
			return cli_usage(name, (struct words){
			    "多すぎます", "too many" }, error);
		ids[out->n++] = text_trim(text_cut(&rest, ','));
	}
	return STATUS_OK;
}

/* --expires DATE: through the end of that day in Tokyo. */
static enum status
take_expires(struct cli *cli, int64_t *instant, struct error *error)
{
	const char *date = cli_option(cli, "expires");
	int64_t day;

	*instant = 0;
	if (date == NULL)
		return STATUS_OK;
	if (!clock_parse_date(text_of(date), &day))
		return cli_usage("--expires", (struct words){
		    "日付 (YYYY-MM-DD) を指定してください",
		    "a date (YYYY-MM-DD) is needed" }, error);
	*instant = clock_tokyo_midnight(day + 1);
	return STATUS_OK;
}

/* What is shown once. */
static enum status
show_once(struct cli *cli, struct text name,
    const struct access_shown *shown, struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, OUTPUT_MAX);
	if (cli->json) {
		json = jsonw_new(&out, true);
		jsonw_open_object(&json);
		jsonw_member_text(&json, "principal", name);
		if (shown->key[0] != '\0')
			jsonw_member_string(&json, "key", shown->key);
		if (shown->totp[0] != '\0')
			jsonw_member_string(&json, "totp", shown->totp);
		jsonw_close_object(&json);
		return cli_put(cli, &out, error);
	}
	if (shown->key[0] != '\0')
		buf_printf(&out, cli_say(cli,
		    "%.*s の鍵 (二度と表示されません):\n%s\n",
		    "the key of %.*s (it is never shown again):\n%s\n"),
		    TEXT_ARGS(name), shown->key);
	if (shown->totp[0] != '\0')
		buf_printf(&out, cli_say(cli,
		    "%.*s の認証アプリに登録する鍵 (二度と表示されません):\n"
		    "otpauth://totp/sekisho:%.*s?secret=%s&issuer=sekisho\n",
		    "for the authenticator of %.*s (never shown again):\n"
		    "otpauth://totp/sekisho:%.*s?secret=%s&issuer=sekisho\n"),
		    TEXT_ARGS(name), TEXT_ARGS(name), shown->totp);
	return cli_put(cli, &out, error);
}

static enum status
ask_password(struct cli *cli, struct text name, struct text *password,
    struct error *error)
{
	*password = TEXT("");
	if (text_starts_with(name, "service:"))
		return STATUS_OK;
	return session_ask(cli, cli_say(cli, "新しいパスワード (12文字以上)",
	    "new password (at least 12 characters)"), true, password, error);
}

static enum status
add_in(struct session *session, struct access *access, struct error *error)
{
	struct cli *cli = session->cli;
	struct access_new new = { .name = text_of(cli->arguments[0]) };
	struct access_shown shown;
	enum status status = take_list(cli, "roles", &new.roles, error);

	if (status == STATUS_OK)
		status = take_list(cli, "purposes", &new.purposes, error);
	if (status == STATUS_OK)
		status = take_list(cli, "items", &new.items, error);
	if (status == STATUS_OK)
		status = take_list(cli, "services", &new.services, error);
	if (status == STATUS_OK)
		status = cli_option_int(cli, "quota", 0, 1000000000, 0,
		    &new.quota, error);
	if (status == STATUS_OK)
		status = take_expires(cli, &new.expires, error);
	if (status == STATUS_OK)
		status = ask_password(cli, new.name, &new.password, error);
	if (status == STATUS_OK)
		status = access_add(access, &new, session->visitor.principal,
		    &shown, error);
	return status == STATUS_OK ? show_once(cli, new.name, &shown,
	    error) : status;
}

static enum status
add(struct cli *cli, struct error *error)
{
	return with_access(cli, add_in, error);
}

static enum status
rotate_in(struct session *session, struct access *access,
    struct error *error)
{
	struct cli *cli = session->cli;
	struct text name = text_of(cli->arguments[0]);
	struct access_shown shown;
	int64_t hours, expires;
	enum status status = cli_option_int(cli, "overlap", 0, 24 * 90, 24,
	    &hours, error);

	if (status == STATUS_OK)
		status = take_expires(cli, &expires, error);
	if (status == STATUS_OK)
		status = access_rotate(access, name, hours * 3600000,
		    expires, session->visitor.principal, &shown, error);
	return status == STATUS_OK ? show_once(cli, name, &shown, error) :
	    status;
}

static enum status
rotate(struct cli *cli, struct error *error)
{
	return with_access(cli, rotate_in, error);
}

static enum status
reset_in(struct session *session, struct access *access,
    struct error *error)
{
	struct cli *cli = session->cli;
	struct text name = text_of(cli->arguments[0]), password;
	struct access_shown shown;
	enum status status = ask_password(cli, name, &password, error);

	if (status == STATUS_OK)
		status = access_reset(access, name, password,
		    session->visitor.principal, &shown, error);
	return status == STATUS_OK ? show_once(cli, name, &shown, error) :
	    status;
}

static enum status
reset(struct cli *cli, struct error *error)
{
	return with_access(cli, reset_in, error);
}

static enum status
leave_in(struct session *session, struct access *access,
    struct error *error)
{
	return access_leave(access, text_of(session->cli->arguments[0]),
	    session->visitor.principal, error);
}

static enum status
leave(struct cli *cli, struct error *error)
{
	return with_access(cli, leave_in, error);
}

static void
json_account(struct jsonw *json, const struct account *a)
{
	jsonw_open_object(json);
	jsonw_member_text(json, "principal", a->name);
	jsonw_member_texts(json, "roles", a->roles.ids, a->roles.n);
	jsonw_member_texts(json, "purposes", a->purposes.ids, a->purposes.n);
	jsonw_member_texts(json, "items", a->items.ids, a->items.n);
	jsonw_member_texts(json, "services", a->services.ids, a->services.n);
	jsonw_member_int(json, "quota", a->quota);
	jsonw_given_instant(json, "made", a->made);
	jsonw_given_instant(json, "left", a->left);
	jsonw_given_instant(json, "locked_until", a->locked);
	jsonw_key(json, "keys");
	jsonw_open_array(json);
	for (size_t i = 0; i < a->key_count; i++) {
		jsonw_open_object(json);
		jsonw_member_text(json, "begins_with", a->keys[i].hint);
		jsonw_given_instant(json, "made", a->keys[i].made);
		jsonw_given_instant(json, "expires", a->keys[i].expires);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	jsonw_close_object(json);
}

static void
text_account(struct buf *out, const struct cli *cli,
    const struct account *a)
{
	buf_printf(out, "%.*s", TEXT_ARGS(a->name));
	for (size_t i = 0; i < a->roles.n; i++)
		buf_printf(out, "%s%.*s", i == 0 ? "  " : ",",
		    TEXT_ARGS(a->roles.ids[i]));
	if (a->left != 0)
		buf_printf(out, "  %s", cli_say(cli, "(退任)", "(left)"));
	for (size_t i = 0; i < a->key_count; i++)
		buf_printf(out, "  %.*s…", TEXT_ARGS(a->keys[i].hint));
	buf_byte(out, '\n');
}

static enum status
list_in(struct session *session, struct access *access, struct error *error)
{
	struct cli *cli = session->cli;
	const struct account *accounts;
	struct answer answer;
	size_t n;
	enum status status = access_list(&accounts, &n, access, cli->arena,
	    error);

	if (status != STATUS_OK)
		return status;
	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	for (size_t i = 0; i < n; i++)
		if (cli->json)
			json_account(&answer.json, &accounts[i]);
		else
			text_account(&answer.out, cli, &accounts[i]);
	return answer_end(&answer, status, error);
}

static enum status
list(struct cli *cli, struct error *error)
{
	return with_access(cli, list_in, error);
}

static const struct cli_option add_options[] = {
	SESSION_OPTIONS,
	{ "roles", "A,B", { "役割", "roles" } },
	{ "purposes", "A,B", { "利用目的を限る", "limit to purposes" } },
	{ "items", "A,B", { "項目を限る", "limit to items" } },
	{ "services", "A,B", { "サービスを限る", "limit to services" } },
	{ "quota", "N", { "1分あたりの要求の上限", "requests a minute" } },
	{ "expires", "DATE", { "鍵の最後の日", "last day of the key" } },
	{ NULL, NULL, { NULL, NULL } },
};
static const struct cli_option rotate_options[] = {
	SESSION_OPTIONS,
	{ "overlap", "HOURS", { "古い鍵も使える時間 (既定は24)",
	  "hours for which the old key still works (24)" } },
	{ "expires", "DATE", { "鍵の最後の日", "last day of the key" } },
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_command cli_principal_commands[] = {
	{ "principal", "add", "NAME",
	  { "主体を登録する (service:… | staff:… | auditor:…)",
	    "let a principal in (service:… | staff:… | auditor:…)" },
	  add_options, .run = add },
	{ "principal", "list", "",
	  { "主体を表示する", "list the principals" }, session_options,
	  .run = list },
	{ "principal", "rotate", "NAME",
	  { "サービスに新しい鍵を与える", "give a service a new key" },
	  rotate_options, .run = rotate },
	{ "principal", "reset", "NAME",
	  { "パスワードと認証アプリの鍵を新しくする",
	    "a new password and authenticator secret" }, session_options,
	  .run = reset },
	{ "principal", "leave", "NAME",
	  { "退任させ、すべての鍵とセッションを終える",
	    "shut out: all keys and sessions end at once" }, session_options,
	  .run = leave },
	{ .noun = NULL },
};
