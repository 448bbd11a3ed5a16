/*
 * mail_post.h - hands a message over: to a mail server (libcurl), or into a
 * folder (for tests).
 */
#ifndef JOBS_MAIL_POST_H_
#define JOBS_MAIL_POST_H_

#include "base/buf.h"
#include "vault/config.h"

struct mail_post;

enum mail_posted {
	MAIL_POSTED,
	MAIL_LATER,	/* the server wants it later (4xx) */
	MAIL_NEVER,	/* it does not want it at all (5xx) */
	MAIL_NO_SERVER,	/* nobody is there, or nobody that may be trusted */
	MAIL_ENDED,	/* we were told to end */
};

struct mail_post_options {
	const struct config *config;
	struct arena *arena;
	bool (*ends)(void *context);
	void *context;
};

/* STATUS_INVALID "no_mail" when no mail server is configured. */
enum status mail_post_open(struct mail_post **post,
    const struct mail_post_options *options, struct error *error)
    MUST_USE NONNULL;
void mail_post_close(struct mail_post *post);

/*
 * One message to one address.  name: what its file is called.  Unless it was
 * posted, error says why: mail_later, mail_refused, mail_unreachable.
 */
enum mail_posted mail_post_send(struct mail_post *post, const char *name,
    struct text to, struct bytes message, struct error *error)
    MUST_USE NONNULL;

#endif
