/*
 * Principals come, get new keys, and leave.
 */
#include <liboath/oath.h>

#include "access/directory.h"
#include "base/mem.h"
#include "crypto/password.h"
#include "crypto/random.h"

enum { SWEEP = 100, WORK_MAX = 4 << 20 };

static enum status
invalid(struct error *error, const char *field, const char *code,
    struct words words)
{
	enum status status = error_say(error, STATUS_INVALID, code, words);

	error_at(error, "%s", field);
	return status;
}

static bool
role_fits(const struct policy_role *role, enum account_kind kind)
{
	switch (role->kind) {
	case ROLE_STAFF:
	case ROLE_OFFICER:
		return kind == ACCOUNT_STAFF;
	case ROLE_AUDITOR:
		return kind == ACCOUNT_AUDITOR;
	case ROLE_SERVICE:
		return kind == ACCOUNT_SERVICE;
	case ROLE_PERSON:
	case ROLE_AGENT:
		return false;
	}
	return false;
}

static enum status
check_roles(const struct policy *policy, const struct access_new *new,
    enum account_kind kind, struct error *error)
{
	if (new->roles.n == 0 && kind != ACCOUNT_AUDITOR)
		return invalid(error, "/roles", "role_needed",
		    (struct words){ "役割が必要です", "a role is needed" });
	for (size_t i = 0; i < new->roles.n; i++) {
		const struct policy_role *role = policy_role(policy,
		    new->roles.ids[i]);

		if (role == NULL || !role_fits(role, kind))
			return invalid(error, "/roles", "unknown_role",
			    (struct words){
			    "ポリシーにこの種類の主体の役割として宣言されていません",
			    "the policy declares no such role for that kind "
			    "of principal" });
	}
	return STATUS_OK;
}

static enum status
check_declared(const struct account_list *list, const struct rules *rules,
    enum policy_space space, const char *field, struct error *error)
{
	for (size_t i = 0; i < list->n; i++)
		if (numbering_find(&rules->numbering, space,
		    list->ids[i]) == 0)
			return invalid(error, field, "undeclared",
			    (struct words){ "ポリシーに宣言されていません",
			    "the policy does not declare it" });
	return STATUS_OK;
}

static enum status
check_new(struct access *access, const struct access_new *new,
    enum account_kind kind, struct error *error)
{
	const struct rules *rules = vault_rules(access->vault);
	const struct policy *policy = rules_in_force(rules,
	    clock_now(vault_clock(access->vault)))->policy;
	enum status status = check_roles(policy, new, kind, error);

	if (status == STATUS_OK)
		status = check_declared(&new->purposes, rules,
		    SPACE_PURPOSES, "/purposes", error);
	if (status == STATUS_OK)
		status = check_declared(&new->items, rules, SPACE_ITEMS,
		    "/items", error);
	if (status == STATUS_OK)
		status = check_declared(&new->services, rules,
		    SPACE_SERVICES, "/services", error);
	vault_rules_release(access->vault, rules);
	return status;
}

static void
add_key(struct account *account, int64_t now, int64_t expires,
    struct access_shown *shown, struct arena *arena)
{
	struct account_key *key = &account->keys[account->key_count++];
	char hint[TOKEN_HINT_SIZE];

	token_make(shown->key, &key->hash, TOKEN_KEY);
	token_hint(hint, shown->key);
	key->made = now;
	key->expires = expires;
	key->hint = text_copy(arena, text_of(hint));
}

/* A password, hashed, and a new secret of TOTP. */
static enum status
set_password(struct account *account, struct text password,
    struct access_shown *shown, struct arena *arena, struct error *error)
{
	char hash[PASSWORD_HASH_SIZE];
	uint8_t *totp = arena_alloc(arena, ACCOUNT_TOTP);
	char *letters = NULL;
	size_t n = 0;
	enum status status;

	if (totp == NULL)
		return error_memory(error);
	if (text_length(password) < ACCESS_PASSWORD_MIN ||
	    password.n > ACCESS_PASSWORD_MAX)
		return invalid(error, "/password", "bad_password",
		    (struct words){ "パスワードは12文字以上にしてください",
		    "a password has at least 12 characters" });
	status = password_hash(hash, password, error);
	if (status != STATUS_OK)
		return status;
	random_bytes(totp, ACCOUNT_TOTP);
	if (oath_base32_encode((const char *)totp, ACCOUNT_TOTP, &letters,
	    &n) != OATH_OK || n >= sizeof(shown->totp)) {
		mem_free(letters);
		return error_memory(error);
	}
	memcpy(shown->totp, letters, n);
	shown->totp[n] = '\0';
	mem_wipe(letters, n);
	mem_free(letters);
	account->password = text_copy(arena, text_of(hash));
	account->totp = (struct bytes){ totp, ACCOUNT_TOTP };
	account->step = account->failures = 0;
	account->locked = 0;
	return account->password.p == NULL ? error_memory(error) :
	    STATUS_OK;
}

/* "add service:web": what the entry of a change says. */
static struct text
subject(struct arena *arena, const char *what, struct text name)
{
	struct buf out;

	buf_init(&out, arena, 256);
	buf_printf(&out, "%s %.*s", what, TEXT_ARGS(name));
	return buf_as_text(&out);
}

static enum status
add(struct access *access, const struct access_new *new, struct text by,
    struct access_shown *shown, struct arena *arena, struct error *error)
{
	int64_t now = clock_now(vault_clock(access->vault));
	struct account account = {
		.name = new->name, .roles = new->roles,
		.purposes = new->purposes, .items = new->items,
		.services = new->services, .quota = new->quota, .made = now,
	};
	enum status status;

	if (!account_is_name(new->name, &account.kind))
		return invalid(error, "/name", "bad_name", (struct words){
		    "名前は service:web、staff:tanaka、auditor:ito の形です",
		    "a name is like service:web, staff:tanaka, auditor:ito"
		    });
	status = check_new(access, new, account.kind, error);
	if (status != STATUS_OK)
		return status;
	if (account.kind == ACCOUNT_SERVICE)
		add_key(&account, now, new->expires, shown, arena);
	else
		status = set_password(&account, new->password, shown, arena,
		    error);
	if (status != STATUS_OK)
		return status;
	return directory_write(access, &(struct directory_change){
	    .account = &account, .by = by,
	    .subject = subject(arena, "add", new->name) }, error);
}

enum status
access_add(struct access *access, const struct access_new *new,
    struct text by, struct access_shown *shown, struct error *error)
{
	struct arena *arena = arena_new(WORK_MAX);
	enum status status;

	memset(shown, 0, sizeof(*shown));
	if (arena == NULL)
		return error_memory(error);
	(void)pthread_mutex_lock(&access->writing);
	status = directory_find(access, new->name) != NULL ?
	    error_set(error, STATUS_CONFLICT, "name_taken",
	    "その名前の主体がすでにあります",
	    "there is a principal of that name already") :
	    add(access, new, by, shown, arena, error);
	(void)pthread_mutex_unlock(&access->writing);
	arena_free(arena);
	if (status != STATUS_OK)
		mem_wipe(shown, sizeof(*shown));
	return status;
}

/* One change of an account that is there. */
struct edit {
	struct account account;
	struct arena *arena;
	int64_t now;
	struct directory_change change;
};

static enum status
not_here(struct error *error)
{
	return error_set(error, STATUS_NOT_FOUND, "no_principal",
	    "その主体はありません", "there is no such principal");
}

/* Begins a change; the mutex is held until edit_end(). */
static enum status
edit_begin(struct edit *edit, struct access *access, struct text name,
    struct text by, const char *what, struct error *error)
{
	struct holder *h;
	enum status status;

	memset(edit, 0, sizeof(*edit));
	(void)pthread_mutex_lock(&access->writing);
	edit->arena = arena_new(WORK_MAX);
	if (edit->arena == NULL)
		return error_memory(error);
	edit->now = clock_now(vault_clock(access->vault));
	h = directory_find(access, name);
	if (h == NULL || h->account.left != 0)
		return not_here(error);
	status = directory_copy(&edit->account, &h->account, edit->arena,
	    error);
	edit->change = (struct directory_change){
		.account = &edit->account, .version = h->version, .by = by,
		.subject = subject(edit->arena, what, name),
	};
	return status;
}

static void
edit_end(struct edit *edit, struct access *access)
{
	arena_free(edit->arena);
	(void)pthread_mutex_unlock(&access->writing);
}

/* Keys that are over go; the others end after the overlap. */
static void
end_keys(struct account *account, int64_t now, int64_t overlap)
{
	size_t kept = 0;

	for (size_t i = 0; i < account->key_count; i++) {
		struct account_key key = account->keys[i];

		if (key.expires == 0 || key.expires > now + overlap)
			key.expires = now + overlap;
		if (key.expires > now)
			account->keys[kept++] = key;
	}
	account->key_count = kept;
}

enum status
access_rotate(struct access *access, struct text name, int64_t overlap,
    int64_t expires, struct text by, struct access_shown *shown,
    struct error *error)
{
	struct edit edit;
	enum status status = edit_begin(&edit, access, name, by, "rotate",
	    error);

	memset(shown, 0, sizeof(*shown));
	if (status == STATUS_OK && edit.account.kind != ACCOUNT_SERVICE)
		status = not_here(error);
	if (status == STATUS_OK) {
		end_keys(&edit.account, edit.now, overlap);
		if (edit.account.key_count == ACCOUNT_KEYS)
			status = error_set(error, STATUS_CONFLICT,
			    "too_many_keys", "有効な鍵が多すぎます",
			    "too many keys are still valid");
	}
	if (status == STATUS_OK) {
		add_key(&edit.account, edit.now, expires, shown,
		    edit.arena);
		status = directory_write(access, &edit.change, error);
	}
	edit_end(&edit, access);
	if (status != STATUS_OK)
		mem_wipe(shown, sizeof(*shown));
	return status;
}

enum status
access_reset(struct access *access, struct text name, struct text password,
    struct text by, struct access_shown *shown, struct error *error)
{
	struct edit edit;
	enum status status = edit_begin(&edit, access, name, by, "reset",
	    error);

	memset(shown, 0, sizeof(*shown));
	if (status == STATUS_OK && edit.account.kind == ACCOUNT_SERVICE)
		status = not_here(error);
	if (status == STATUS_OK)
		status = set_password(&edit.account, password, shown,
		    edit.arena, error);
	edit.change.ends_all = true;
	if (status == STATUS_OK)
		status = directory_write(access, &edit.change, error);
	edit_end(&edit, access);
	if (status != STATUS_OK)
		mem_wipe(shown, sizeof(*shown));
	return status;
}

enum status
access_leave(struct access *access, struct text name, struct text by,
    struct error *error)
{
	struct edit edit;
	enum status status = edit_begin(&edit, access, name, by, "leave",
	    error);

	edit.account.left = edit.now;
	edit.account.key_count = 0;
	edit.account.password = (struct text){ "", 0 };
	edit.account.totp = (struct bytes){ NULL, 0 };
	edit.change.ends_all = true;
	if (status == STATUS_OK)
		status = directory_write(access, &edit.change, error);
	edit_end(&edit, access);
	return status;
}

enum status
access_sweep(struct access *access, bool *more, struct error *error)
{
	int64_t now = clock_now(vault_clock(access->vault));
	enum status status = STATUS_OK;
	int swept = 0;
	bool found = true;

	(void)pthread_mutex_lock(&access->writing);
	while (found && swept < SWEEP && status == STATUS_OK) {
		struct session *s = access->sessions;

		while (s != NULL && !directory_ended(access, s, now))
			s = s->next;
		found = s != NULL;
		if (found) {
			struct hash hash = s->hash;

			status = directory_write(access,
			    &(struct directory_change){ .ends = &hash,
			    .by = TEXT("system:sweep"),
			    .subject = TEXT("session over") }, error);
			swept++;
		}
	}
	*more = found;
	(void)pthread_mutex_unlock(&access->writing);
	return status;
}
