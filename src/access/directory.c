/*
 * The directory in memory, and its documents.
 *
 * A session's id is the head of its token's hash.
 */
#include "access/directory.h"
#include "base/cbor_form.h"
#include "base/mem.h"
#include "vault/commit.h"

enum { PAGE = 256, SESSION_MAX = 512, HOLDER_ARENA = 1 << 20 };

/* Another server may have seen it used a moment ago. */
bool
directory_ended(const struct access *access, const struct session *s,
    int64_t now)
{
	return store_shared(vault_store(access->vault)) ?
	    now - s->made >= ACCESS_SESSION_MS : directory_over(s, now);
}

bool
directory_over(const struct session *s, int64_t now)
{
	return now - s->made >= ACCESS_SESSION_MS ||
	    now - s->last >= ACCESS_IDLE_MS;
}

struct holder *
directory_find(const struct access *access, struct text name)
{
	struct holder *h = access->holders;

	while (h != NULL && !text_equal(h->account.name, name))
		h = h->next;
	return h;
}

struct session *
directory_session(const struct access *access, const struct hash *hash)
{
	struct session *s = access->sessions;

	while (s != NULL && !hash_equal(&s->hash, hash))
		s = s->next;
	return s;
}

enum status
directory_copy(struct account *out, const struct account *from,
    struct arena *arena, struct error *error)
{
	struct buf bytes;
	enum status status;

	buf_init(&bytes, arena, ACCOUNT_MAX);
	account_write(&bytes, from);
	status = buf_status(&bytes, error);
	return status == STATUS_OK ? account_read(out, buf_bytes(&bytes),
	    arena, error) : status;
}

static void
holder_free(struct holder *h)
{
	arena_free(h->arena);
	mem_free(h);
}

/* Puts an account into the list, in place of an older one of that name. */
static enum status
hold(struct access *access, const struct account *account, uint64_t version,
    struct error *error)
{
	struct holder *h = mem_alloc(sizeof(*h)), *old;
	struct holder **link = &access->holders;
	enum status status;

	if (h == NULL)
		return error_memory(error);
	h->arena = arena_new(HOLDER_ARENA);
	status = h->arena == NULL ? error_memory(error) :
	    directory_copy(&h->account, account, h->arena, error);
	if (status != STATUS_OK) {
		holder_free(h);
		return status;
	}
	h->version = version;
	status = document_id(h->id, access->vault, DOCUMENT_PRINCIPAL,
	    account->name, error);
	if (status != STATUS_OK) {
		holder_free(h);
		return status;
	}
	(void)pthread_rwlock_wrlock(&access->lock);
	while (*link != NULL &&
	    text_compare((*link)->account.name, account->name) < 0)
		link = &(*link)->next;
	old = *link;
	if (old != NULL && !text_equal(old->account.name, account->name))
		old = NULL;
	h->next = old == NULL ? *link : old->next;
	*link = h;
	(void)pthread_rwlock_unlock(&access->lock);
	if (old != NULL)
		holder_free(old);
	return STATUS_OK;
}

void
directory_forget(struct session **link)
{
	struct session *s = *link;

	*link = s->next;
	mem_wipe(s, sizeof(*s));
	mem_free(s);
}

static const struct cbor_member session_members[] = {
	{ CBOR_AT(struct session, 0, name) },
	{ CBOR_AT(struct session, 1, made) },
	{ CBOR_AT(struct session, 2, authenticated) },
	{ CBOR_AT(struct session, 3, hash.bytes) },
};
static const struct cbor_form session_form = CBOR_MAP_OF(session_members);

static enum status
read_session(struct session *s, const struct document *document,
    struct error *error)
{
	bool good = cbor_form_read(s, &session_form, document->body, NULL);

	s->version = document->version;
	s->last = s->authenticated;
	return good ? STATUS_OK : error_set(error,
	    STATUS_INTEGRITY, "session_broken", "セッションの文書を読めません",
	    "a session's document is broken");
}

static enum status
session_document(struct document *document, const struct session *s,
    struct arena *arena, struct error *error)
{
	struct buf out;

	buf_init(&out, arena, SESSION_MAX);
	cbor_form_write(&out, &session_form, s);
	*document = (struct document){
		.kind = DOCUMENT_SESSION, .version = s->version,
		.due = s->made + ACCESS_SESSION_MS, .body = buf_bytes(&out),
	};
	memcpy(document->id, s->hash.bytes, DOCUMENT_ID_SIZE);
	return buf_status(&out, error);
}

/* A session as it was read, in place of an older state of it. */
static void
keep_session(struct access *access, struct session *new)
{
	struct session *old;

	(void)pthread_rwlock_wrlock(&access->lock);
	old = directory_session(access, &new->hash);
	if (old != NULL) {
		old->authenticated = new->authenticated;
		if (new->last > old->last)
			old->last = new->last;
		old->version = new->version;
		old->seen = true;
	} else {
		new->seen = true;
		new->next = access->sessions;
		access->sessions = new;
	}
	(void)pthread_rwlock_unlock(&access->lock);
	if (old != NULL)
		mem_free(new);
}

enum status
directory_take(struct access *access, const struct document *document,
    struct arena *arena, struct error *error)
{
	struct account account;
	struct session *s;
	enum status status;

	if (document->kind == DOCUMENT_PRINCIPAL) {
		status = account_read(&account, document->body, arena,
		    error);
		return status == STATUS_OK ? hold(access, &account,
		    document->version, error) : status;
	}
	s = mem_alloc(sizeof(*s));
	if (s == NULL)
		return error_memory(error);
	status = read_session(s, document, error);
	if (status == STATUS_OK)
		keep_session(access, s);
	else
		mem_free(s);
	return status;
}

static enum status
load_kind(struct access *access, enum document_kind kind,
    struct error *error)
{
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	struct arena *arena = arena_new((size_t)64 << 20);
	enum status status = arena == NULL ? error_memory(error) : STATUS_OK;
	size_t n = 1;

	while (status == STATUS_OK && n > 0) {
		const struct document *page;

		arena_reset(arena);
		status = document_list(&page, &n, access->vault,
		    access->reader, kind, after, PAGE, arena, error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++) {
			status = directory_take(access, &page[i], arena,
			    error);
			memcpy(after, page[i].id, sizeof(after));
		}
	}
	arena_free(arena);
	return status;
}

enum status
directory_load(struct access *access, struct error *error)
{
	enum status status = load_kind(access, DOCUMENT_PRINCIPAL, error);

	return status == STATUS_OK ? load_kind(access, DOCUMENT_SESSION,
	    error) : status;
}

static bool
ends(const struct session *s, const struct directory_change *what)
{
	return (what->ends != NULL && hash_equal(&s->hash, what->ends)) ||
	    (what->ends_all &&
	    text_is(what->account->name, s->name));
}

static enum status
put_sessions(struct access *access, struct change *change,
    const struct directory_change *what, struct entry *entry,
    struct error *error)
{
	struct arena *arena = change_arena(change);
	const struct session *put = what->begins != NULL ? what->begins :
	    what->renewed;
	struct document document;
	enum status status = STATUS_OK;

	if (put != NULL)
		status = session_document(&document, put, arena, error);
	if (put != NULL && status == STATUS_OK)
		status = document_put(&document, access->vault, change,
		    entry, error);
	for (const struct session *s = access->sessions;
	    s != NULL && status == STATUS_OK; s = s->next) {
		if (!ends(s, what))
			continue;
		status = session_document(&document, s, arena, error);
		if (status == STATUS_OK)
			status = document_drop(&document, change, entry,
			    error);
	}
	return status;
}

static enum status
put_account(struct access *access, struct change *change,
    const struct directory_change *what, struct entry *entry,
    struct error *error)
{
	struct document document = {
		.kind = DOCUMENT_PRINCIPAL, .version = what->version,
	};
	struct buf body;
	enum status status;

	buf_init(&body, change_arena(change), ACCOUNT_MAX);
	account_write(&body, what->account);
	status = buf_status(&body, error);
	document.body = buf_bytes(&body);
	if (status == STATUS_OK)
		status = document_id(document.id, access->vault,
		    DOCUMENT_PRINCIPAL, what->account->name, error);
	return status == STATUS_OK ? document_put(&document, access->vault,
	    change, entry, error) : status;
}

/* What was written is what is remembered. */
static enum status
remember(struct access *access, const struct directory_change *what,
    struct error *error)
{
	struct session **link = &access->sessions;
	struct session *renewed;

	(void)pthread_rwlock_wrlock(&access->lock);
	while (*link != NULL)
		if (ends(*link, what))
			directory_forget(link);
		else
			link = &(*link)->next;
	if (what->begins != NULL) {
		what->begins->version = 1;
		what->begins->next = access->sessions;
		access->sessions = what->begins;
	}
	renewed = what->renewed == NULL ? NULL :
	    directory_session(access, &what->renewed->hash);
	if (renewed != NULL) {
		renewed->authenticated = what->renewed->authenticated;
		renewed->last = what->renewed->authenticated;
		renewed->version++;
	}
	(void)pthread_rwlock_unlock(&access->lock);
	return what->account == NULL ? STATUS_OK : hold(access,
	    what->account, what->version + 1, error);
}

/*
 * It is not known whether it was written, or somebody else has: what is
 * remembered is read again.  When that can not be done, the next change of
 * the account fails, and tries it once more.
 */
static void
refresh(struct access *access, struct text name)
{
	struct arena *arena = arena_new(HOLDER_ARENA);
	uint8_t id[DOCUMENT_ID_SIZE];
	struct document document;
	struct account account;
	struct error ignored;
	enum status status;

	if (arena == NULL)
		return;
	status = document_id(id, access->vault, DOCUMENT_PRINCIPAL, name,
	    &ignored);
	if (status == STATUS_OK)
		status = document_get(&document, access->vault,
		    access->reader, DOCUMENT_PRINCIPAL, id, arena, &ignored);
	if (status == STATUS_OK)
		status = account_read(&account, document.body, arena,
		    &ignored);
	if (status == STATUS_OK)
		(void)!hold(access, &account, document.version, &ignored);
	arena_free(arena);
}

enum status
directory_write(struct access *access, const struct directory_change *what,
    struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_ACCESS,
		.time = clock_now(vault_clock(access->vault)),
		.principal = what->by, .subject = what->subject,
		.refusal = what->refusal,
	};
	struct change *change = change_new();
	enum status status = STATUS_OK;

	if (change == NULL)
		return error_memory(error);
	if (what->account != NULL)
		status = put_account(access, change, what, &entry, error);
	if (status == STATUS_OK)
		status = put_sessions(access, change, what, &entry, error);
	status = commit_entry(access->vault, change, &entry, status, error);
	if (status == STATUS_OK)
		return remember(access, what, error);
	if (what->account != NULL)
		refresh(access, what->account->name);
	return status;
}
