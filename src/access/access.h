/*
 * access.h - who is let in: keys of services, passwords and sessions of
 * staff, and the end of all of it.
 *
 * The directory of principals is kept in memory and written through: every
 * change is a document with its entry, durable before anybody is told.  When
 * somebody leaves, every key, password and session of theirs ends in one
 * transaction.  Where several servers share a store, each looks once a second
 * what the others have written (access_refresh()), and a write under a version
 * that has moved fails.
 *
 * What is wrong with a key, a password or a code is not told apart: the
 * answer is STATUS_UNAUTHENTICATED "not_authenticated" or "login_failed", and
 * a name that nobody has costs as much work as one that somebody has.
 */
#ifndef ACCESS_ACCESS_H_
#define ACCESS_ACCESS_H_

#include "access/account.h"
#include "access/token.h"
#include "gate/gate.h"
#include "vault/vault.h"

struct access;

enum status access_open(struct access **access, struct vault *vault,
    struct error *error) MUST_USE NONNULL;
void access_close(struct access *access);

/* As what somebody was let in; texts lie in the caller's arena. */
struct pass {
	struct text name;
	enum account_kind kind;
	struct account_list roles, purposes, items, services;
	int64_t authenticated;	/* staff: when they last proved it; else 0 */
	struct hash token;
	int64_t quota;		/* requests a minute; 0: no limit */
	int64_t left;		/* of them in this minute */
};

/*
 * By a key or a session's token.  STATUS_BUSY "quota_exceeded" when it has
 * asked too often in this minute.
 */
enum status access_admit(struct pass *pass, struct access *access,
    struct text token, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* What a pass limits, in numbers; false when it limits nothing. */
bool access_limits(struct limits *limits, const struct pass *pass,
    const struct rules *rules) NONNULL;

bool access_list_has(const struct account_list *list, struct text id)
    NONNULL;

/* Staff. */

struct credentials {
	struct text name;	/* "staff:tanaka" */
	struct text password;
	struct text code;	/* six digits of TOTP */
};

enum {
	ACCESS_IDLE_MS = 30 * 60000,		/* a session without a use */
	ACCESS_SESSION_MS = 12 * 3600000,	/* however it is used */
	ACCESS_FAILURES = 5,			/* in a row, then locked */
	ACCESS_LOCK_MS = 15 * 60000,
	ACCESS_PASSWORD_MIN = 12,		/* characters */
	ACCESS_PASSWORD_MAX = 512,		/* bytes */
	ACCESS_SESSIONS = 10,			/* of one principal */
};

/* Makes a session; takes the time of an Argon2id, right or wrong. */
enum status access_log_in(char token[TOKEN_SIZE], struct access *access,
    const struct credentials *credentials, struct error *error)
    MUST_USE NONNULL;
/* Proves it again, for the session of the pass; its name is the pass's. */
enum status access_prove(struct access *access, const struct pass *pass,
    const struct credentials *credentials, struct error *error)
    MUST_USE NONNULL;
enum status access_log_out(struct access *access, const struct pass *pass,
    struct error *error) MUST_USE NONNULL;

/* Changes; `by` is who makes them. */

struct access_new {
	struct text name;
	struct account_list roles, purposes, items, services;
	int64_t quota;
	int64_t expires;	/* of a key; 0: never */
	struct text password;	/* of staff and auditors */
};

/* What is shown once, and never again. */
struct access_shown {
	char key[TOKEN_SIZE];	/* of a service */
	char totp[64];		/* base32, of staff and auditors */
};

/*
 * STATUS_CONFLICT when the name is taken, by somebody who left too;
 * STATUS_INVALID when the policy has no such role, purpose, item or service,
 * or the role is not for that kind.
 */
enum status access_add(struct access *access, const struct access_new *new,
    struct text by, struct access_shown *shown, struct error *error)
    MUST_USE NONNULL;
/* A new key; the old ones end after the overlap (milliseconds). */
enum status access_rotate(struct access *access, struct text name,
    int64_t overlap, int64_t expires, struct text by,
    struct access_shown *shown, struct error *error) MUST_USE NONNULL;
/* A new password and a new TOTP secret; all sessions end. */
enum status access_reset(struct access *access, struct text name,
    struct text password, struct text by, struct access_shown *shown,
    struct error *error) MUST_USE NONNULL;
enum status access_leave(struct access *access, struct text name,
    struct text by, struct error *error) MUST_USE NONNULL;

/* All of them, in the order of names; keys without their hashes matter. */
enum status access_list(const struct account **accounts, size_t *n,
    struct access *access, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/*
 * What other servers have written since; where nobody else may, there is
 * nothing to do.  Call it every ACCESS_REFRESH_MS.
 */
enum { ACCESS_REFRESH_MS = 1000 };
enum status access_refresh(struct access *access, struct error *error)
    MUST_USE NONNULL;

/* Drops sessions that are over; *more says that there are others. */
enum status access_sweep(struct access *access, bool *more,
    struct error *error) MUST_USE NONNULL;

#endif
