/*
 * sekisho mail order|list|cancel|test
 */
#include "cli/answer.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "crypto/random.h"
#include "jobs/mail.h"
#include "jobs/mail_post.h"
#include "jobs/mail_text.h"

enum { PAGE = 100 };

static enum status
put_mail(struct session *session, struct answer *answer,
    const struct mail *mail, struct error *error)
{
	char id[ID_TEXT_SIZE], made[CLOCK_TEXT_SIZE];

	if (session->cli->json)
		return mail_json(&answer->json, mail, session->vault, error);
	id_format_random(id, ID_MAIL, mail->id);
	clock_format(mail->made, made);
	buf_printf(&answer->out, "%s %s %-9s %.*s %.*s %.*s\n", id, made,
	    mail_state_names[mail->state], TEXT_ARGS(mail->category),
	    TEXT_ARGS(mail->template), TEXT_ARGS(mail->code));
	return STATUS_OK;
}

static enum status
order(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct text language = cli_text(cli, "language");
	struct mail mail = {
		.category = text_of(cli->arguments[1]),
		.template = cli_text(cli, "template"),
		.item = cli_text(cli, "item"),
		.reference = cli_text(cli, "reference"),
		.date = cli_text(cli, "date"), .url = cli_text(cli, "url"),
		.language = text_is(language, "en") ? LANGUAGE_EN :
		    LANGUAGE_JA,
	};
	struct answer answer;
	enum status status = session_person(session, cli->arguments[0],
	    &mail.person, error);

	if (language.n > 0 && !text_is(language, "en") &&
	    !text_is(language, "ja"))
		return cli_usage("--language", (struct words){
		    "ja 又は en を指定してください", "ja or en is expected"
		    }, error);
	if (status == STATUS_OK)
		status = mail_order(visit, &mail, error);
	answer_begin(&answer, cli);
	if (status == STATUS_OK)
		status = put_mail(session, &answer, &mail, error);
	return answer_end(&answer, status, error);
}

static enum status
list(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	struct answer answer;
	size_t n = PAGE;
	enum status status = STATUS_OK;

	answer_begin(&answer, cli);
	answer_list(&answer, NULL);
	while (n == PAGE && status == STATUS_OK) {
		const struct mail *mails;

		status = mail_list(&mails, &n, session->vault,
		    session->reader, after, PAGE, cli->arena, error);
		for (size_t i = 0; status == STATUS_OK && i < n; i++) {
			status = put_mail(session, &answer, &mails[i],
			    error);
			memcpy(after, mails[i].id, sizeof(after));
		}
	}
	return answer_end(&answer, status, error);
}

static enum status
cancel(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	uint8_t id[DOCUMENT_ID_SIZE];
	struct mail mail;
	enum status status;

	if (!id_parse_random(id, ID_MAIL, text_of(cli->arguments[0])))
		return id_not_found(ID_MAIL, error);
	status = mail_get(&mail, session->vault, session->reader, id,
	    cli->arena, error);
	if (status == STATUS_OK && mail.state != MAIL_QUEUED)
		return error_set(error, STATUS_CONFLICT, "mail_over",
		    "このメールはもう待っていません",
		    "this mail does not wait any more");
	if (status != STATUS_OK)
		return status;
	mail_end(&mail, MAIL_CANCELLED, TEXT(""),
	    clock_now(vault_clock(session->vault)));
	return mail_put(&mail, session->vault, session->visitor.principal,
	    "cancel", error);
}

/* To the operator's own address, at once: whether the settings are right. */
static enum status
test(struct session *session, struct visit *visit, struct error *error)
{
	struct cli *cli = session->cli;
	struct text to = text_of(session->config.mail.alerts);
	struct mail mail = {
		.state = MAIL_QUEUED, .template = TEXT("alert"),
		.reference = TEXT("test"), .language = cli->language,
	};
	struct mail_post *post;
	struct buf letter;
	enum mail_posted posted;
	enum status status = mail_post_open(&post,
	    &(struct mail_post_options){ .config = &session->config,
	    .arena = cli->arena }, error);

	if (status != STATUS_OK)
		return status;
	random_bytes(mail.id, sizeof(mail.id));
	buf_init(&letter, cli->arena, 1 << 20);
	status = mail_text_write(&letter, &(struct mail_letter){
	    .mail = &mail, .policy = visit->revision->policy,
	    .config = &session->config, .to = to, .now = visit->now },
	    cli->arena, error);
	if (status == STATUS_OK) {
		posted = mail_post_send(post, "test", to,
		    buf_bytes(&letter), error);
		status = posted == MAIL_POSTED ? STATUS_OK : error->status;
	}
	mail_post_close(post);
	return status;
}

static const struct cli_option order_options[] = {
	VISIT_OPTIONS,
	{ "template", "NAME", { "雛形 (既定は notice)",
	  "template (notice by default)" } },
	{ "language", "ja|en", { "言語", "language" } },
	{ "item", "ITEM", { "宛先の項目", "item that has the address" } },
	{ "reference", "ID", { "受付番号 (このプログラムの id)",
	  "reference (an id of this program)" } },
	{ "date", "DATE", { "日付", "a date" } },
	{ "url", "URL", { "事業者のページ", "a page of the operator's" } },
	{ NULL, NULL, { NULL, NULL } },
};
const struct cli_command cli_mail_commands[] = {
	{ "mail", "order", "PERSON CATEGORY",
	  { "本人へのメールを送信待ちにする", "order a mail to a person" },
	  order_options, .in_visit = order },
	{ "mail", "list", "",
	  { "メールの一覧", "list the mail that waits or has ended" },
	  session_options, .in_store = list },
	{ "mail", "cancel", "MAIL",
	  { "送信待ちのメールを取り消す", "cancel a mail that waits" },
	  session_options, .in_store = cancel },
	{ "mail", "test", "",
	  { "メールの設定を確かめる (mail.alerts に送る)",
	    "send a mail to mail.alerts, to see that it works" },
	  session_options, .as_operator = test },
	{ .noun = NULL },
};
