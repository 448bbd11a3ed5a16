#include <errno.h>
#include <pwd.h>
#include <termios.h>
#include <unistd.h>

#include "anonymise/processed.h"
#include "base/file.h"
#include "base/mem.h"
#include "cli/session.h"
#include "crypto/secret.h"
#include "notice/acknowledge.h"
#include "vault/person.h"

enum { LINE_MAX_BYTES = 8192 };

const struct cli_option session_options[] = {
	SESSION_OPTIONS,
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_option session_visit_options[] = {
	VISIT_OPTIONS,
	{ NULL, NULL, { NULL, NULL } },
};

const char *
session_folder(const struct cli *cli)
{
	const char *folder = cli_option(cli, "in");

	if (cli->served != NULL)
		return vault_config(cli->served->vault)->folder;
	if (folder == NULL)
		folder = getenv("SEKISHO_STORE");
	return folder == NULL || folder[0] == '\0' ? "." : folder;
}

struct text
session_principal(const struct cli *cli)
{
	uid_t uid = cli->served != NULL ? cli->served->uid : geteuid();
	struct passwd entry, *found = NULL;
	char room[4096];
	struct buf name;

	buf_init(&name, cli->arena, 256);
	if (getpwuid_r(uid, &entry, room, sizeof(room), &found) == 0 &&
	    found != NULL)
		buf_printf(&name, "os:%s", entry.pw_name);
	else
		buf_printf(&name, "os:%u", (unsigned int)uid);
	return buf_as_text(&name);
}

/* Reads a line of a file without its end. */
static enum status
read_line(FILE *file, struct cli *cli, struct text *line,
    struct error *error)
{
	char *room = arena_alloc(cli->arena, LINE_MAX_BYTES);
	size_t n;

	if (room == NULL)
		return error_memory(error);
	if (fgets(room, LINE_MAX_BYTES, file) == NULL)
		return error_set(error, STATUS_INVALID, "no_input",
		    "入力がありません", "there is no input");
	n = strlen(room);
	while (n > 0 && (room[n - 1] == '\n' || room[n - 1] == '\r'))
		n--;
	room[n] = '\0';
	if (!text_from_bytes(line,
	    (struct bytes){ (const uint8_t *)room, n }))
		return error_set(error, STATUS_INVALID, "not_utf8",
		    "UTF-8 のテキストではありません", "not UTF-8 text");
	return STATUS_OK;
}

enum status
session_ask(struct cli *cli, const char *what, bool secret,
    struct text *line, struct error *error)
{
	int in = fileno(cli->in);
	bool terminal = isatty(in);
	struct termios before, quiet;
	enum status status;

	/* No buffer keeps it: who reads further takes what comes next. */
	if (secret)
		(void)setvbuf(cli->in, NULL, _IONBF, 0);
	if (!terminal)
		return read_line(cli->in, cli, line, error);
	(void)fprintf(cli->err, "%s: ", what);
	(void)fflush(cli->err);
	if (secret && tcgetattr(in, &before) == 0) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)tcsetattr(in, TCSAFLUSH, &quiet);
	}
	status = read_line(cli->in, cli, line, error);
	if (secret) {
		(void)tcsetattr(in, TCSAFLUSH, &before);
		(void)fputc('\n', cli->err);
	}
	return status;
}

/* The files of --shares. */
static enum status
take_shares(struct cli *cli, const char *list, struct unlock_secret *secret,
    struct error *error)
{
	enum { FILES_MAX = 64 };
	const char **files = arena_array(cli->arena, FILES_MAX,
	    sizeof(*files));
	struct text rest = text_of(list);
	size_t n = 0;

	while (files != NULL && rest.n > 0 && n < FILES_MAX) {
		files[n] = text_copy(cli->arena, text_cut(&rest, ',')).p;
		if (files[n++] == NULL)
			return error_memory(error);
	}
	*secret = (struct unlock_secret){
		.share_files = files, .share_count = n
	};
	return files == NULL ? error_memory(error) : STATUS_OK;
}

enum status
session_secret(struct cli *cli, const struct config *config,
    struct unlock_secret *secret, struct error *error)
{
	const char *passphrase = cli_option(cli, "passphrase-file");
	const char *key_file = cli_option(cli, "key-file");
	struct text text;
	enum status status;

	if (cli_option(cli, "shares") != NULL)
		return take_shares(cli, cli_option(cli, "shares"), secret,
		    error);
	*secret = (struct unlock_secret){ .key_file = key_file };
	if (key_file == NULL && config->key_file[0] != '\0')
		secret->key_file = config->key_file;
	if (passphrase == NULL && secret->key_file != NULL)
		return STATUS_OK;
	secret->key_file = NULL;
	if (passphrase == NULL || strcmp(passphrase, "-") == 0)
		return session_ask(cli, cli_say(cli, "パスフレーズ",
		    "passphrase"), true, &secret->passphrase, error);
	status = file_read_text(&text, passphrase, LINE_MAX_BYTES, cli->arena,
	    error);
	secret->passphrase = text_trim(text);
	return status;
}

/* In a server: its vault, and a reader of one's own. */
static enum status
join(struct session *session, struct error *error)
{
	const struct cli_served *served = session->cli->served;

	session->config = *vault_config(served->vault);
	session->vault = served->vault;
	session->access = served->access;
	session->visitor.principal = session_principal(session->cli);
	return reader_new(&session->reader, vault_store(served->vault),
	    error);
}

enum status
session_open(struct session *session, struct cli *cli, struct error *error)
{
	struct unlock_secret secret = { .key_file = NULL };
	enum status status = secret_start(error);

	memset(session, 0, sizeof(*session));
	session->cli = cli;
	if (status == STATUS_OK && cli->served != NULL)
		return join(session, error);
	if (status == STATUS_OK)
		status = config_read(&session->config, session_folder(cli),
		    cli->arena, error);
	if (status == STATUS_OK)
		status = session_secret(cli, &session->config, &secret,
		    error);
	if (status == STATUS_OK)
		status = vault_open(&session->vault, &session->config,
		    &secret, cli->clock, error);
	/* The holder has it now; it lies in the arena, which is ours. */
	if (secret.passphrase.n > 0)
		mem_wipe((void *)(uintptr_t)secret.passphrase.p,
		    secret.passphrase.n);
	if (status == STATUS_OK)
		status = processed_finish(session->vault, error);
	if (status == STATUS_OK)
		status = reader_new(&session->reader,
		    vault_store(session->vault), error);
	if (status != STATUS_OK)
		return session_close(session, status);
	session->visitor.principal = session_principal(cli);
	return STATUS_OK;
}

/* Nobody shall take for enforced what is only noted. */
static void
say_observing(const struct session *session)
{
	const struct cli *cli = session->cli;
	const struct rules *rules = vault_rules(session->vault);
	bool on = clock_now(vault_clock(session->vault)) <
	    rules->observed_until;

	vault_rules_release(session->vault, rules);
	if (on && !cli->json)
		(void)fprintf(cli->err, "%s", cli_say(cli,
		    "試行中: 記録だけして強制しない判定があります "
		    "(sekisho observe show)\n",
		    "observed only: some refusals are noted, not enforced "
		    "(sekisho observe show)\n"));
}

enum status
session_close(struct session *session, enum status status)
{
	struct error closing;

	if (session->vault != NULL)
		say_observing(session);
	reader_free(session->reader);
	/* What was answered is committed; the next opening tries again. */
	if (status == STATUS_OK && session->vault != NULL &&
	    vault_integrate(session->vault, &closing) != STATUS_OK)
		cli_warn(session->cli, &closing);
	if (session->cli->served == NULL)
		vault_close(session->vault);
	return status;
}

/* Whoever works has read the policy (S0.0b); acknowledging is no visit. */
static enum status
may_work(struct session *session, struct visit *visit, struct error *error)
{
	struct error logging;
	enum status status = acknowledge_required(session->vault,
	    session->reader, session->visitor.principal, visit->rules,
	    session->config.acknowledge_days, session->cli->arena, error);

	if (status == STATUS_OK)
		return STATUS_OK;
	if (status == STATUS_REFUSED && acknowledge_log_refusal(
	    session->vault, session->visitor.principal,
	    visit->revision->number, &logging) != STATUS_OK) {
		*error = logging;
		status = logging.status;
	}
	visit_end(visit);
	return status;
}

enum status
session_visit(struct session *session, struct visit *visit,
    struct error *error)
{
	struct cli *cli = session->cli;
	const char *role = cli_option(cli, "role");
	const char *purpose = cli_option(cli, "purpose");

	if (role == NULL)
		return cli_usage("--role", (struct words){
		    "役割を指定してください", "a role is needed" }, error);
	if (purpose == NULL)
		return cli_usage("--purpose", (struct words){
		    "利用目的を指定してください", "a purpose is needed" },
		    error);
	session->visitor.role = text_of(role);
	session->visitor.purpose = text_of(purpose);
	session->visitor.reason = cli_text(cli, "reason");
	visit_begin(visit, session->vault, session->reader, cli->arena,
	    &session->visitor);
	return may_work(session, visit, error);
}

enum status
session_run(struct cli *cli, session_fn *act, struct error *error)
{
	struct session session;
	enum status status = session_open(&session, cli, error);

	if (status != STATUS_OK)
		return status;
	status = act(&session, error);
	return session_close(&session, status);
}

static enum status
run_visit(struct cli *cli, session_visit_fn *act, bool as_operator,
    struct error *error)
{
	struct session session;
	struct visit visit;
	enum status status = session_open(&session, cli, error);

	if (status != STATUS_OK)
		return status;
	if (as_operator)
		visit_begin(&visit, session.vault, session.reader,
		    cli->arena, &session.visitor);
	else
		status = session_visit(&session, &visit, error);
	if (status == STATUS_OK) {
		status = act(&session, &visit, error);
		visit_end(&visit);
	}
	return session_close(&session, status);
}

enum status
session_run_visit(struct cli *cli, session_visit_fn *act,
    struct error *error)
{
	return run_visit(cli, act, false, error);
}

enum status
session_run_operator(struct cli *cli, session_visit_fn *act,
    struct error *error)
{
	return run_visit(cli, act, true, error);
}

enum status
session_person(const struct session *session, const char *id,
    uint64_t *person, struct error *error)
{
	return id_parse(person, ID_PERSON, text_of(id),
	    vault_id_key(session->vault), error);
}

enum status
session_items(struct visit *visit, const char *list, struct bits *items,
    struct error *error)
{
	struct text rest = text_of(list == NULL ? "" : list);

	*items = (struct bits){ { 0 } };
	while (rest.n > 0) {
		struct text id = text_trim(text_cut(&rest, ','));
		struct bits one;
		enum status status = person_items(visit, &id, 1, &one,
		    error);

		if (status != STATUS_OK)
			return status;
		*items = bits_or(items, &one);
	}
	return STATUS_OK;
}

enum status
session_urls(const struct cli *cli, struct config *config, struct error *error)
{
	const char *data = cli_option(cli, "store");
	const char *keys = cli_option(cli, "keys");

	if ((data == NULL) != (keys == NULL))
		return cli_usage(data == NULL ? "--store" : "--keys",
		    (struct words){
		    "--store と --keys は両方指定してください",
		    "--store and --keys go together" }, error);
	if (data == NULL)
		return STATUS_OK;
	if (config_has_password(data) || config_has_password(keys)) {
		(void)error_set(error, STATUS_INVALID, "password_shown",
		    "パスワードはコマンドラインに書けません",
		    "a password does not belong on the command line");
		error_remedy(error, "PGPASSFILE 又はサービスファイルを使ってください",
		    "use PGPASSFILE, or a service file");
		return error->status;
	}
	if (snprintf(config->data_url, sizeof(config->data_url), "%s",
	    data) >= CONFIG_URL_MAX || snprintf(config->keys_url,
	    sizeof(config->keys_url), "%s", keys) >= CONFIG_URL_MAX)
		return error_set(error, STATUS_INVALID, "url_too_long",
		    "URL が長すぎます", "the URL is too long");
	return STATUS_OK;
}
