#include "vault/config_out.h"

static const struct shape path = { .kind = SHAPE_TEXT, .max = 900 };
static const struct shape name = { .kind = SHAPE_TEXT, .max = 120 };
static const struct shape email = { .kind = SHAPE_EMAIL, .max = 250 };
static const struct shape when = { .kind = SHAPE_TEXT, .max = 31 };
static const char *const tls_names[] = { "required", "none", NULL };
static const struct shape tls = { .kind = SHAPE_ENUM, .names = tls_names };
static const struct shape_field mail_fields[] = {
	{ "url", &path, true, { "smtp://、smtps:// 又は file:フォルダー",
	  "smtp://, smtps:// or file:FOLDER" } },
	{ "tls", &tls, false, { "暗号化 (none はループバックだけ)",
	  "encryption; none is for the loopback only" } },
	{ "ca", &path, false, { "認証局の証明書",
	  "certificate of the authority" } },
	{ "user", &name, false, { "メールサーバーの利用者名",
	  "user of the mail server" } },
	{ "password_file", &path, false, { "パスワードのファイル",
	  "file with the password" } },
	{ "from", &email, true, { "差出人", "sender" } },
	{ "alerts", &email, false, { "ジョブの失敗を知らせる先",
	  "who is told when a job fails" } },
	{ NULL, NULL, false, { NULL, NULL } }
};

static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape_field webhook_fields[] = {
	{ "http", &flag, false, { "暗号化しない送り先を認める",
	  "they may go in the clear" } },
	{ "private", &flag, false, { "内部のアドレスを認める",
	  "they may go to addresses inside" } },
	{ NULL, NULL, false, { NULL, NULL } }
};

const struct shape config_out_webhooks = {
	.kind = SHAPE_OBJECT, .fields = webhook_fields
};
const struct shape config_out_jobs = {
	.kind = SHAPE_DICT, .element = &when
};
const struct shape config_out_mail = {
	.kind = SHAPE_OBJECT, .fields = mail_fields
};

static void
take_text(char *out, size_t size, const struct node *node, const char *key)
{
	(void)snprintf(out, size, "%.*s", TEXT_ARGS(node_text(node, key)));
}

static bool
is_loopback(const char *url)
{
	const char *host = strstr(url, "://");

	host = host == NULL ? url : host + 3;
	return strncmp(host, "127.", 4) == 0 ||
	    strncmp(host, "[::1]", 5) == 0 ||
	    strncmp(host, "localhost:", 10) == 0 ||
	    strcmp(host, "localhost") == 0;
}

/* What is sent by mail is nobody else's business on the way. */
static enum status
check_mail(const struct config_mail *mail, struct error *error)
{
	enum status status;

	if (strncmp(mail->url, "file:", 5) != 0 &&
	    strncmp(mail->url, "smtp://", 7) != 0 &&
	    strncmp(mail->url, "smtps://", 8) != 0)
		status = error_set(error, STATUS_INVALID, "bad_mail_url",
		    "smtp://、smtps:// 又は file: で始まる URL が必要です",
		    "a URL with smtp://, smtps:// or file: is needed");
	else if (strchr(mail->url, '@') != NULL)
		status = error_set(error, STATUS_INVALID, "password_in_url",
		    "利用者名は user に、パスワードは password_file に書いてください",
		    "the user belongs into user, the password into "
		    "password_file");
	else if (!mail->tls && !is_loopback(mail->url))
		status = error_set(error, STATUS_INVALID, "mail_in_the_clear",
		    "暗号化しないメールは同じ機械の中だけで使えます",
		    "mail without encryption is for the loopback only");
	else
		return STATUS_OK;
	error_at(error, "mail.url");
	return status;
}

static void
take_jobs(struct config_jobs *jobs, const struct node *node)
{
	for (size_t i = 0; i < node_count(node) && i < CONFIG_JOBS; i++) {
		struct config_job *job = &jobs->list[jobs->n++];

		(void)snprintf(job->name, sizeof(job->name), "%.*s",
		    TEXT_ARGS(node->members[i].key));
		(void)snprintf(job->schedule, sizeof(job->schedule), "%.*s",
		    TEXT_ARGS(node->members[i].value->text));
	}
}

enum status
config_out_take(struct config *config, const struct node *root,
    struct error *error)
{
	const struct node *node = node_get(root, "mail");
	struct config_mail *mail = &config->mail;

	memset(&config->jobs, 0, sizeof(config->jobs));
	memset(mail, 0, sizeof(*mail));
	take_jobs(&config->jobs, node_get(root, "jobs"));
	config->webhooks = (struct config_webhooks){
		.http = node_bool(node_get(root, "webhooks"), "http", false),
		.private = node_bool(node_get(root, "webhooks"), "private",
		    false),
	};
	if (node == NULL)
		return STATUS_OK;
	take_text(mail->url, sizeof(mail->url), node, "url");
	take_text(mail->ca, sizeof(mail->ca), node, "ca");
	take_text(mail->user, sizeof(mail->user), node, "user");
	take_text(mail->password_file, sizeof(mail->password_file), node,
	    "password_file");
	take_text(mail->from, sizeof(mail->from), node, "from");
	take_text(mail->alerts, sizeof(mail->alerts), node, "alerts");
	mail->tls = !text_is(node_text(node, "tls"), "none");
	return check_mail(mail, error);
}
