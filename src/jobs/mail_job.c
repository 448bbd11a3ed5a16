#include "jobs/mail_job.h"
#include "jobs/mail_post.h"
#include "jobs/mail_text.h"
#include "vault/person.h"

enum {
	BATCH = 20, ARENA = 16 << 20, DAY_MS = 86400000, LETTER_MAX = 1 << 20,
	FIRST_WAIT_MS = 60000, WAIT_MAX_MS = 4 * 3600000,
};

struct sending {
	struct job_run *run;
	struct mail_post *post;
	struct arena *arena;		/* of one mail */
	int64_t now;
};

static struct vault *
vault_of(const struct job_run *run)
{
	return run->host->vault;
}

static bool
is_configured(const struct job_run *run)
{
	return run->host->config->mail.url[0] != '\0';
}

enum status
mail_job_waits(struct job_run *run, bool *waits, struct error *error)
{
	const struct mail *mails;
	size_t n = 0;
	enum status status = STATUS_OK;

	if (is_configured(run))
		status = mail_due(&mails, &n, vault_of(run), run->reader,
		    clock_now(vault_clock(vault_of(run))), 1, run->arena,
		    error);
	*waits = n > 0;
	return status;
}

static enum status
put(struct sending *s, struct mail *mail, const char *what,
    struct error *error)
{
	return mail_put(mail, vault_of(s->run), s->run->host->principal, what,
	    error);
}

/* The newest address that may be seen, unmasked. */
static enum status
take_address(struct text *to, const struct view *view, struct error *error)
{
	*to = (struct text){ "", 0 };
	for (size_t i = 0; i < view->count; i++)
		for (size_t k = 0; k < view->records[i].count; k++) {
			const struct view_value *value =
			    &view->records[i].values[k];

			if (value->masked)
				return error_set(error, STATUS_REFUSED,
				    "address_masked",
				    "宛先はマスクしてしか見られません",
				    "the address may only be seen masked");
			*to = value->text;
		}
	return to->n > 0 ? STATUS_OK : error_set(error, STATUS_NOT_FOUND,
	    "no_address", "宛先がありません", "there is no address");
}

/* The address comes out of the vault: a decision, and its entry. */
static enum status
ask_address(struct sending *s, struct visit *visit, const struct mail *mail,
    struct text *to, struct error *error)
{
	struct view view;
	struct bits item;
	enum status status = mail_permit(visit, mail, error);

	(void)s;
	if (status == STATUS_OK)
		status = person_items(visit, &mail->item, 1, &item, error);
	if (status == STATUS_OK)
		status = person_show(visit, mail->person, &item, &view,
		    error);
	return status == STATUS_OK ? take_address(to, &view, error) : status;
}

static enum status
write_letter(struct sending *s, const struct mail *mail, struct text *to,
    struct buf *letter, struct error *error)
{
	const struct config *config = s->run->host->config;
	const struct visitor visitor = {
		.principal = mail->principal, .role = mail->role,
		.purpose = mail->purpose, .reason = mail->reason,
	};
	struct visit visit;
	enum status status = STATUS_OK;

	visit_begin(&visit, vault_of(s->run), s->run->reader, s->arena,
	    &visitor);
	if (mail->person == 0)
		*to = text_of(config->mail.alerts);
	else
		status = ask_address(s, &visit, mail, to, error);
	if (status == STATUS_OK)
		status = mail_text_write(letter, &(struct mail_letter){
		    .mail = mail, .policy = visit.revision->policy,
		    .config = config, .to = *to, .now = s->now }, s->arena,
		    error);
	visit_end(&visit);
	return status;
}

/* What is the mail's own fault, and not that of the store. */
static bool
is_of_the_mail(enum status status)
{
	return status == STATUS_REFUSED || status == STATUS_NOT_FOUND ||
	    status == STATUS_INVALID || status == STATUS_UNAUTHENTICATED;
}

static enum status
post(struct sending *s, struct mail *mail, struct text to,
    const struct buf *letter, struct error *error)
{
	char name[ID_TEXT_SIZE];
	struct error why;

	id_format_random(name, ID_MAIL, mail->id);
	switch (mail_post_send(s->post, name, to, buf_bytes(letter), &why)) {
	case MAIL_POSTED:
		mail_end(mail, MAIL_SENT, TEXT(""), s->now);
		s->run->count++;
		return put(s, mail, "sent", error);
	case MAIL_LATER:
		mail->attempts++;
		mail->due = s->now + schedule_wait(mail->attempts,
		    FIRST_WAIT_MS, 2, WAIT_MAX_MS);
		mail->code = text_of(why.code);
		return put(s, mail, "later", error);
	case MAIL_NEVER:
		mail->attempts++;
		mail_end(mail, MAIL_FAILED, text_of(why.code), s->now);
		return put(s, mail, "failed", error);
	case MAIL_NO_SERVER:
		*error = why;
		return why.status;
	case MAIL_ENDED:
		return error_stopped(error);
	}
	return error_stopped(error);
}

static enum status
send_one(struct sending *s, struct mail mail, struct error *error)
{
	struct buf letter;
	struct error why;
	struct text to;
	enum status status;

	if (mail.state != MAIL_QUEUED)
		return mail_drop(&mail, vault_of(s->run),
		    s->run->host->principal, error);
	if (s->now - mail.made > (int64_t)MAIL_TRY_DAYS * DAY_MS) {
		mail_end(&mail, MAIL_FAILED, TEXT("gave_up"), s->now);
		return put(s, &mail, "failed", error);
	}
	buf_init(&letter, s->arena, LETTER_MAX);
	status = write_letter(s, &mail, &to, &letter, &why);
	if (status == STATUS_OK)
		return post(s, &mail, to, &letter, error);
	if (!is_of_the_mail(status)) {
		*error = why;
		return status;
	}
	mail_end(&mail, MAIL_REFUSED, text_of(why.code), s->now);
	return put(s, &mail, "refused", error);
}

static enum status
send_batch(struct sending *s, bool *more, struct error *error)
{
	const struct mail *mails;
	size_t n = 0;
	enum status status;

	arena_reset(s->run->arena);
	s->now = clock_now(vault_clock(vault_of(s->run)));
	status = mail_due(&mails, &n, vault_of(s->run), s->run->reader,
	    s->now, BATCH, s->run->arena, error);
	*more = n == BATCH;
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		arena_reset(s->arena);
		status = job_ends(s->run) ? error_stopped(error) :
		    send_one(s, mails[i], error);
		/* Cancelled while it was sent: what was written first holds. */
		if (status == STATUS_CONFLICT)
			status = STATUS_OK;
	}
	return status;
}

enum status
mail_job_run(struct job_run *run, struct error *error)
{
	struct arena *settings = arena_new(1 << 16);
	struct sending s = { .run = run, .arena = arena_new(ARENA) };
	bool more = true;
	enum status status = STATUS_OK;

	/* Without a mail server there is nothing to do, and no failure. */
	if (!is_configured(run))
		more = false;
	else if (s.arena == NULL || settings == NULL)
		status = error_memory(error);
	else
		status = mail_post_open(&s.post, &(struct mail_post_options){
		    .config = run->host->config, .arena = settings,
		    .ends = job_ends, .context = run }, error);
	while (more && status == STATUS_OK)
		status = send_batch(&s, &more, error);
	mail_post_close(s.post);
	arena_free(s.arena);
	arena_free(settings);
	return status;
}
