/*
 * mail.h - mail that waits to be sent, and what became of it.
 *
 * A mail is ordered for a person, under a purpose and a role, in a category
 * of the policy (notices.mail).  The address is not in it: it comes out of
 * the vault when the mail is sent, by a decision of that moment under the
 * same purpose, so that whoever has withdrawn, stopped or been erased
 * meanwhile gets nothing.  No mail holds anybody's data: a template, and of
 * what is filled in only a reference, a date and a page of the operator's.
 *
 * A mail is a document (DOCUMENT_MAIL); its body is a CBOR map:
 *
 *	 0 state	uint		 9 item		text
 *	 1 principal	text		10 reference	text
 *	 2 role		text		11 date		text
 *	 3 purpose	text		12 url		text
 *	 4 reason	text		13 made		uint
 *	 5 category	text		14 attempts	uint
 *	 6 template	text		15 code		text, why not
 *	 7 language	uint		16 ended	uint
 *	 8 person	uint; 0: to the operator (mail.alerts), or forgotten
 *
 * What ended is forgotten by person at once, and as a whole after 30 days.
 */
#ifndef JOBS_MAIL_H_
#define JOBS_MAIL_H_

#include "vault/document.h"
#include "vault/visit.h"

enum mail_state {
	MAIL_QUEUED = 1,
	MAIL_SENT,
	MAIL_REFUSED,	/* by the gate, when it was to be sent */
	MAIL_FAILED,	/* by the mail server for good, or for too long */
	MAIL_CANCELLED,
};
enum { MAIL_STATES = MAIL_CANCELLED + 1 };
extern const char *const mail_state_names[MAIL_STATES];

enum {
	MAIL_KEEP_DAYS = 30,
	MAIL_TRY_DAYS = 4,		/* RFC 5321 4.5.4.1 */
	MAIL_REFERENCE_MAX = 100, MAIL_URL_MAX = 500,
};

struct mail {
	uint8_t id[DOCUMENT_ID_SIZE];
	uint64_t version;
	enum mail_state state;
	struct text principal, role, purpose, reason;
	struct text category, template;
	enum language language;
	uint64_t person;
	struct text item, reference, date, url;
	int64_t made, due, ended;
	uint64_t attempts;
	struct text code;
};

/*
 * Orders one in the visit: principal, role, purpose and reason are its.  Of
 * the mail, category, person, language and whatever is filled in are given;
 * template "" is "notice", item "" the policy's only item of kind email.
 * STATUS_REFUSED when the gate would not give the address now, or the
 * category is for another purpose, or needs a consent that is not there.
 */
enum status mail_order(struct visit *visit, struct mail *mail,
    struct error *error) MUST_USE NONNULL;

/* Tells the operator (mail.alerts); nothing when nobody is named there. */
enum status mail_alert(struct vault *vault, const struct config *config,
    struct text principal, struct text reference, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* Whether the gate gives the address for this mail; an entry if it does not. */
enum status mail_permit(struct visit *visit, const struct mail *mail,
    struct error *error) MUST_USE NONNULL;

/* STATUS_NOT_FOUND when there is none. */
enum status mail_get(struct mail *mail, struct vault *vault,
    struct reader *reader, const uint8_t id[DOCUMENT_ID_SIZE],
    struct arena *arena, struct error *error) MUST_USE NONNULL;
enum status mail_list(const struct mail **mails, size_t *n,
    struct vault *vault, struct reader *reader, const uint8_t *after,
    size_t max, struct arena *arena, struct error *error)
    MUST_USE NONNULL_ARGS(1, 2, 3, 4, 7, 8);
/* Those to be seen to until then. */
enum status mail_due(const struct mail **mails, size_t *n,
    struct vault *vault, struct reader *reader, int64_t until, size_t max,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Writes it down with its entry, "mail:WHAT"; drop: it is gone. */
enum status mail_put(struct mail *mail, struct vault *vault,
    struct text principal, const char *what, struct error *error)
    MUST_USE NONNULL;
enum status mail_drop(const struct mail *mail, struct vault *vault,
    struct text principal, struct error *error) MUST_USE NONNULL;

/* It is over: nobody's any more, and kept a while for who asks. */
void mail_end(struct mail *mail, enum mail_state state, struct text code,
    int64_t now) NONNULL;

/* As JSON; the person only while it waits. */
enum status mail_json(struct jsonw *json, const struct mail *mail,
    struct vault *vault, struct error *error) MUST_USE NONNULL;

#endif
