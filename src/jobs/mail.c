#include "base/cbor_form.h"
#include "jobs/mail.h"
#include "vault/commit.h"

enum { BODY_MAX = 8192, DAY_MS = 86400000 };

const char *const mail_state_names[MAIL_STATES] = {
	[MAIL_QUEUED] = "queued", [MAIL_SENT] = "sent",
	[MAIL_REFUSED] = "refused", [MAIL_FAILED] = "failed",
	[MAIL_CANCELLED] = "cancelled",
};

static const struct cbor_member members[] = {
	{ CBOR_AT(struct mail, 0, state), .least = MAIL_QUEUED,
	  .most = MAIL_CANCELLED },
	{ CBOR_AT(struct mail, 1, principal) },
	{ CBOR_AT(struct mail, 2, role) },
	{ CBOR_AT(struct mail, 3, purpose) },
	{ CBOR_AT(struct mail, 4, reason) },
	{ CBOR_AT(struct mail, 5, category) },
	{ CBOR_AT(struct mail, 6, template) },
	{ CBOR_AT(struct mail, 7, language), .most = LANGUAGE_EN },
	{ CBOR_AT(struct mail, 8, person) },
	{ CBOR_AT(struct mail, 9, item) },
	{ CBOR_AT(struct mail, 10, reference) },
	{ CBOR_AT(struct mail, 11, date) },
	{ CBOR_AT(struct mail, 12, url) },
	{ CBOR_AT(struct mail, 13, made) },
	{ CBOR_AT(struct mail, 14, attempts) },
	{ CBOR_AT(struct mail, 15, code) },
	{ CBOR_AT(struct mail, 16, ended) },
};
static const struct cbor_form form = CBOR_MAP_OF(members);

static enum status
read_document(struct mail *mail, const struct document *document,
    struct error *error)
{
	memset(mail, 0, sizeof(*mail));
	memcpy(mail->id, document->id, sizeof(mail->id));
	mail->version = document->version;
	mail->due = document->due;
	if (cbor_form_read(mail, &form, document->body, NULL) &&
	    mail->state != 0)
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "mail_broken",
	    "メールの文書を読めません", "a mail's document is broken");
}

enum status
mail_get(struct mail *mail, struct vault *vault, struct reader *reader,
    const uint8_t id[DOCUMENT_ID_SIZE], struct arena *arena,
    struct error *error)
{
	struct document document;
	enum status status = document_get(&document, vault, reader,
	    DOCUMENT_MAIL, id, arena, error);

	if (status == STATUS_NOT_FOUND)
		return id_not_found(ID_MAIL, error);
	return status == STATUS_OK ? read_document(mail, &document, error) :
	    status;
}

static enum status
read_all(const struct mail **out, const struct document *documents, size_t n,
    struct arena *arena, struct error *error)
{
	struct mail *mails = arena_array(arena, n + 1, sizeof(*mails));
	enum status status = mails == NULL ? error_memory(error) : STATUS_OK;

	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = read_document(&mails[i], &documents[i], error);
	*out = mails;
	return status;
}

enum status
mail_list(const struct mail **mails, size_t *n, struct vault *vault,
    struct reader *reader, const uint8_t *after, size_t max,
    struct arena *arena, struct error *error)
{
	const struct document *documents;
	enum status status = document_list(&documents, n, vault, reader,
	    DOCUMENT_MAIL, after, max, arena, error);

	return status == STATUS_OK ? read_all(mails, documents, *n, arena,
	    error) : status;
}

enum status
mail_due(const struct mail **mails, size_t *n, struct vault *vault,
    struct reader *reader, int64_t until, size_t max, struct arena *arena,
    struct error *error)
{
	const struct document *documents;
	enum status status = document_due(&documents, n, vault, reader,
	    DOCUMENT_MAIL, until, max, arena, error);

	return status == STATUS_OK ? read_all(mails, documents, *n, arena,
	    error) : status;
}

static enum status
write_down(const struct mail *mail, struct vault *vault,
    struct text principal, const char *what, bool gone, struct error *error)
{
	char subject[32];
	struct document document = {
		.kind = DOCUMENT_MAIL, .version = mail->version,
		.due = mail->due,
	};
	struct entry entry = {
		.kind = ENTRY_SYSTEM, .principal = principal,
		.time = clock_now(vault_clock(vault)),
		.role = mail->role, .purpose = mail->purpose,
		.refusal = mail->code,
		.subject = { subject, (size_t)snprintf(subject,
		    sizeof(subject), "mail:%s", what) },
	};
	struct change *change = change_new();
	struct buf body;
	enum status status;

	if (change == NULL)
		return error_memory(error);
	memcpy(document.id, mail->id, sizeof(document.id));
	buf_init(&body, change_arena(change), BODY_MAX);
	cbor_form_write(&body, &form, mail);
	document.body = buf_bytes(&body);
	status = buf_status(&body, error);
	if (status == STATUS_OK)
		status = gone ? document_drop(&document, change, &entry,
		    error) : document_put(&document, vault, change, &entry,
		    error);
	return commit_entry(vault, change, &entry, status, error);
}

enum status
mail_put(struct mail *mail, struct vault *vault, struct text principal,
    const char *what, struct error *error)
{
	enum status status = write_down(mail, vault, principal, what, false,
	    error);

	mail->version += status == STATUS_OK;
	return status;
}

enum status
mail_drop(const struct mail *mail, struct vault *vault,
    struct text principal, struct error *error)
{
	return write_down(mail, vault, principal, "forget", true, error);
}

void
mail_end(struct mail *mail, enum mail_state state, struct text code,
    int64_t now)
{
	mail->state = state;
	mail->code = code;
	mail->ended = now;
	mail->due = now + (int64_t)MAIL_KEEP_DAYS * DAY_MS;
	mail->person = 0;
	mail->reason = (struct text){ "", 0 };
}

enum status
mail_json(struct jsonw *json, const struct mail *mail, struct vault *vault,
    struct error *error)
{
	char id[ID_TEXT_SIZE], person[ID_TEXT_SIZE];
	enum status status = STATUS_OK;

	id_format_random(id, ID_MAIL, mail->id);
	if (mail->person != 0)
		status = id_format(person, ID_PERSON, mail->person,
		    vault_id_key(vault), error);
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(json);
	jsonw_member_string(json, "mail", id);
	jsonw_member_string(json, "state", mail_state_names[mail->state]);
	if (mail->person != 0)
		jsonw_member_string(json, "person", person);
	jsonw_member_text(json, "category", mail->category);
	jsonw_member_text(json, "template", mail->template);
	jsonw_member_text(json, "principal", mail->principal);
	jsonw_given_instant(json, "made", mail->made);
	if (mail->state == MAIL_QUEUED)
		jsonw_given_instant(json, "next", mail->due);
	jsonw_given_instant(json, "ended", mail->ended);
	jsonw_member_int(json, "attempts", (int64_t)mail->attempts);
	jsonw_given_text(json, "code", mail->code);
	jsonw_close_object(json);
	return STATUS_OK;
}
