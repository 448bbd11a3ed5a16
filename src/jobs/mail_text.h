/*
 * mail_text.h - what a mail says: a template, filled, as a message of
 * RFC 5322 with UTF-8 in it.
 *
 * Templates are Mustache, plain text, the subject in the first line and an
 * empty line after it.  STORE/mail/NAME.ja.mustache (or .en) goes before the
 * one that is compiled in.  What there is to fill in:
 *
 *	operator address contact	out of the policy
 *	category advertising		the kind of mail
 *	reference date url		given with the mail
 *
 * and the partial {{> footer}}, which has what 特定電子メール法4条 wants of
 * advertisements.
 */
#ifndef JOBS_MAIL_TEXT_H_
#define JOBS_MAIL_TEXT_H_

#include "jobs/mail.h"

enum { MAIL_TEXT_MAX = 256 << 10 };

bool mail_text_exists(const struct config *config, struct text template,
    enum language language) NONNULL;

struct mail_letter {
	const struct mail *mail;
	const struct policy *policy;
	const struct config *config;
	struct text to;			/* the address */
	int64_t now;
};

/*
 * The whole message, with CRLF.  STATUS_INVALID "bad_address" when the
 * address can not stand in a header, or a fault of the template.
 */
enum status mail_text_write(struct buf *out, const struct mail_letter *letter,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
