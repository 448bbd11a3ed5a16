#include "access/directory.h"
#include "base/mem.h"
#include "crypto/secret.h"

enum status
access_open(struct access **out, struct vault *vault, struct error *error)
{
	struct access *access = mem_alloc(sizeof(*access));
	enum status status;

	*out = NULL;
	if (access == NULL)
		return error_memory(error);
	access->vault = vault;
	(void)pthread_rwlock_init(&access->lock, NULL);
	(void)pthread_mutex_init(&access->writing, NULL);
	quota_init(&access->quota);
	status = reader_new(&access->reader, vault_store(vault), error);
	if (status == STATUS_OK)
		status = directory_load(access, error);
	if (status != STATUS_OK) {
		access_close(access);
		return status;
	}
	*out = access;
	return STATUS_OK;
}

void
access_close(struct access *access)
{
	if (access == NULL)
		return;
	while (access->sessions != NULL)
		directory_forget(&access->sessions);
	while (access->holders != NULL) {
		struct holder *h = access->holders;

		access->holders = h->next;
		arena_free(h->arena);
		mem_free(h);
	}
	reader_free(access->reader);
	quota_free(&access->quota);
	(void)pthread_mutex_destroy(&access->writing);
	(void)pthread_rwlock_destroy(&access->lock);
	mem_free(access);
}

static enum status
not_authenticated(struct error *error)
{
	return error_set(error, STATUS_UNAUTHENTICATED, "not_authenticated",
	    "認証されていません", "not authenticated");
}

static struct holder *
find_key(const struct access *access, const struct hash *hash, int64_t now)
{
	for (struct holder *h = access->holders; h != NULL; h = h->next)
		for (size_t i = 0; i < h->account.key_count; i++) {
			const struct account_key *key = &h->account.keys[i];

			if (secret_equal(key->hash.bytes, hash->bytes,
			    HASH_SIZE))
				return h->account.left == 0 &&
				    (key->expires == 0 ||
				    now < key->expires) ? h : NULL;
		}
	return NULL;
}

static struct holder *
find_session(const struct access *access, const struct hash *hash,
    int64_t now, struct pass *pass)
{
	struct session *s = directory_session(access, hash);
	struct holder *h = s == NULL || directory_over(s, now) ? NULL :
	    directory_find(access, text_of(s->name));

	if (h == NULL || h->account.left != 0)
		return NULL;
	__atomic_store_n(&s->last, now, __ATOMIC_RELAXED);
	pass->authenticated = s->authenticated;
	return h;
}

static struct account
without_secrets(const struct account *account)
{
	struct account slim = *account;

	slim.password = (struct text){ "", 0 };
	slim.totp = (struct bytes){ NULL, 0 };
	return slim;
}

enum status
access_admit(struct pass *pass, struct access *access, struct text token,
    struct arena *arena, struct error *error)
{
	int64_t now = clock_now(vault_clock(access->vault));
	uint8_t id[DOCUMENT_ID_SIZE];
	struct account account, slim;
	enum token_kind kind;
	struct holder *h;
	enum status status;

	memset(pass, 0, sizeof(*pass));
	if (!token_read(&pass->token, &kind, token))
		return not_authenticated(error);
	(void)pthread_rwlock_rdlock(&access->lock);
	h = kind == TOKEN_KEY ? find_key(access, &pass->token, now) :
	    find_session(access, &pass->token, now, pass);
	if (h == NULL) {
		status = not_authenticated(error);
	} else {
		memcpy(id, h->id, sizeof(id));
		slim = without_secrets(&h->account);
		slim.key_count = 0;
		status = directory_copy(&account, &slim, arena, error);
	}
	(void)pthread_rwlock_unlock(&access->lock);
	if (status != STATUS_OK)
		return status;
	pass->quota = account.quota;
	status = quota_take(&access->quota, vault_store(access->vault), id,
	    pass, now, error);
	if (status != STATUS_OK)
		return status;
	pass->name = account.name;
	pass->kind = account.kind;
	pass->roles = account.roles;
	pass->purposes = account.purposes;
	pass->items = account.items;
	pass->services = account.services;
	return STATUS_OK;
}

static void
fill_all(struct bits *bits)
{
	memset(bits, 0xff, sizeof(*bits));
}

/* The numbers of the ids; all of them when the list says nothing. */
static void
take_bits(struct bits *bits, const struct account_list *list,
    enum policy_space space, const struct numbering *numbering)
{
	if (list->n == 0)
		fill_all(bits);
	for (size_t i = 0; i < list->n; i++) {
		unsigned int number = numbering_find(numbering, space,
		    list->ids[i]);

		if (number != 0)
			bits_add(bits, number);
	}
}

bool
access_limits(struct limits *limits, const struct pass *pass,
    const struct rules *rules)
{
	memset(limits, 0, sizeof(*limits));
	if (pass->purposes.n + pass->items.n + pass->services.n == 0)
		return false;
	take_bits(&limits->purposes, &pass->purposes, SPACE_PURPOSES,
	    &rules->numbering);
	take_bits(&limits->items, &pass->items, SPACE_ITEMS,
	    &rules->numbering);
	take_bits(&limits->services, &pass->services, SPACE_SERVICES,
	    &rules->numbering);
	return true;
}

bool
access_list_has(const struct account_list *list, struct text id)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_equal(list->ids[i], id))
			return true;
	return false;
}

enum status
access_list(const struct account **out, size_t *n, struct access *access,
    struct arena *arena, struct error *error)
{
	struct account *accounts;
	enum status status = STATUS_OK;
	size_t count = 0;

	*n = 0;
	(void)pthread_rwlock_rdlock(&access->lock);
	for (struct holder *h = access->holders; h != NULL; h = h->next)
		count++;
	accounts = arena_array(arena, count + 1, sizeof(*accounts));
	if (accounts == NULL)
		status = error_memory(error);
	for (struct holder *h = access->holders;
	    h != NULL && status == STATUS_OK; h = h->next) {
		const struct account slim = without_secrets(&h->account);

		status = directory_copy(&accounts[(*n)++], &slim, arena,
		    error);
	}
	(void)pthread_rwlock_unlock(&access->lock);
	*out = accounts;
	return status;
}
