/*
 * Staff prove who they are: a password and a code of TOTP (RFC 6238).
 *
 * The work is the same for a name that is there and one that is not.  A code
 * is good once: its time step is written before anybody is let in.
 */
#include <liboath/oath.h>

#include "access/directory.h"
#include "base/mem.h"
#include "crypto/password.h"

enum { STEP_SECONDS = 30, WINDOW = 1, CODE_DIGITS = 6, WORK_MAX = 1 << 20 };

static enum status
login_failed(struct error *error)
{
	return error_set(error, STATUS_UNAUTHENTICATED, "login_failed",
	    "名前、パスワード又はコードが正しくないか、一時的に停止されています",
	    "the name, the password or the code is wrong, or it is locked "
	    "for a while");
}

/* Whether it is a code of now (or a step before or after) not yet used. */
static bool
code_matches(const struct account *account, struct text code, int64_t now,
    uint64_t *step)
{
	char digits[CODE_DIGITS + 1];
	int position;

	if (code.n != CODE_DIGITS)
		return false;
	memcpy(digits, code.p, CODE_DIGITS);
	digits[CODE_DIGITS] = '\0';
	return oath_totp_validate3((const char *)account->totp.p,
	    account->totp.n, (time_t)(now / 1000), STEP_SECONDS, 0, WINDOW,
	    &position, step, digits) >= 0 && *step > account->step;
}

/* Whether they are right; account gets what is to be written. */
static bool
is_right(struct account *account, bool known,
    const struct credentials *given, int64_t now)
{
	bool outdated, right;
	uint64_t step = 0;

	if (!known || account->password.n == 0 || account->left != 0 ||
	    given->password.n > ACCESS_PASSWORD_MAX)
		return password_matches_nobody(TEXT("nobody"));
	right = password_matches(account->password, given->password,
	    &outdated);
	if (right && code_matches(account, given->code, now, &step)) {
		account->step = step;
		account->failures = 0;
		account->locked = 0;
		return true;
	}
	account->failures++;
	if (account->failures % ACCESS_FAILURES == 0)
		account->locked = now + ACCESS_LOCK_MS;
	return false;
}

/* The account as it stands, if there is one. */
static enum status
look_up(struct access *access, struct text name, struct account *account,
    uint64_t *version, struct arena *arena, struct error *error)
{
	struct holder *h;
	enum status status = STATUS_OK;

	memset(account, 0, sizeof(*account));
	*version = 0;
	(void)pthread_rwlock_rdlock(&access->lock);
	h = directory_find(access, name);
	if (h != NULL) {
		*version = h->version;
		status = directory_copy(account, &h->account, arena, error);
	}
	(void)pthread_rwlock_unlock(&access->lock);
	return status;
}

/* Whether the session is of that principal, and still there. */
static bool
copy_session(struct access *access, const struct hash *token,
    struct session *out)
{
	struct session *s;

	(void)pthread_rwlock_rdlock(&access->lock);
	s = directory_session(access, token);
	if (s != NULL)
		*out = *s;
	(void)pthread_rwlock_unlock(&access->lock);
	return s != NULL;
}

static size_t
count_sessions(struct access *access, struct text name)
{
	size_t n = 0;

	(void)pthread_rwlock_rdlock(&access->lock);
	for (struct session *s = access->sessions; s != NULL; s = s->next)
		n += text_is(name, s->name);
	(void)pthread_rwlock_unlock(&access->lock);
	return n;
}

/*
 * Weighs the credentials and writes what comes of it; change says what else
 * is written when they are right.  Somebody may have tried meanwhile: then
 * it is weighed again, against what is written now.
 */
static enum status
prove(struct access *access, const struct credentials *given,
    struct directory_change *change, struct arena *arena,
    struct error *error)
{
	struct account account;
	int64_t now = clock_now(vault_clock(access->vault));
	enum status status = look_up(access, given->name, &account,
	    &change->version, arena, error);
	struct holder *h;
	bool locked, right;

	if (status != STATUS_OK)
		return status;
	locked = now < account.locked;
	right = is_right(&account, change->version != 0, given, now);
	if (change->version == 0 || account.left != 0 || locked)
		return login_failed(error);
	(void)pthread_mutex_lock(&access->writing);
	h = directory_find(access, given->name);
	if (h == NULL || h->version != change->version) {
		(void)pthread_mutex_unlock(&access->writing);
		return error_set(error, STATUS_CONFLICT, "moved",
		    "その間に変更されました。もう一度お試しください",
		    "it was changed meanwhile; please try again");
	}
	change->account = &account;
	change->by = account.name;
	if (!right) {
		change->begins = NULL;
		change->renewed = NULL;
		change->refusal = TEXT("login_failed");
	}
	status = directory_write(access, change, error);
	(void)pthread_mutex_unlock(&access->writing);
	return status == STATUS_OK && !right ? login_failed(error) : status;
}

enum status
access_log_in(char token[TOKEN_SIZE], struct access *access,
    const struct credentials *given, struct error *error)
{
	struct arena *arena = arena_new(WORK_MAX);
	struct session *session = mem_alloc(sizeof(*session));
	struct directory_change change = {
		.subject = TEXT("log in"), .begins = session,
	};
	enum status status = STATUS_OK;

	if (arena == NULL || session == NULL) {
		status = error_memory(error);
	} else if (count_sessions(access, given->name) >= ACCESS_SESSIONS) {
		(void)password_matches_nobody(TEXT("nobody"));
		status = login_failed(error);
	} else {
		int64_t now = clock_now(vault_clock(access->vault));

		token_make(token, &session->hash, TOKEN_SESSION);
		(void)snprintf(session->name, sizeof(session->name), "%.*s",
		    TEXT_ARGS(given->name));
		session->made = session->authenticated = now;
		session->last = now;
		status = prove(access, given, &change, arena, error);
	}
	if (status != STATUS_OK) {
		mem_wipe(token, TOKEN_SIZE);
		mem_free(session);
	}
	arena_free(arena);
	return status;
}

enum status
access_prove(struct access *access, const struct pass *pass,
    const struct credentials *given, struct error *error)
{
	struct arena *arena = arena_new(WORK_MAX);
	struct session session;
	struct directory_change change = {
		.subject = TEXT("prove again"), .renewed = &session,
	};
	struct credentials own = *given;
	enum status status;

	own.name = pass->name;
	if (arena == NULL) {
		status = error_memory(error);
	} else if (!copy_session(access, &pass->token, &session)) {
		status = login_failed(error);
	} else {
		session.authenticated = clock_now(
		    vault_clock(access->vault));
		status = prove(access, &own, &change, arena, error);
	}
	arena_free(arena);
	return status;
}

enum status
access_log_out(struct access *access, const struct pass *pass,
    struct error *error)
{
	enum status status;

	(void)pthread_mutex_lock(&access->writing);
	status = directory_write(access, &(struct directory_change){
	    .ends = &pass->token, .by = pass->name,
	    .subject = TEXT("log out") }, error);
	(void)pthread_mutex_unlock(&access->writing);
	return status;
}
