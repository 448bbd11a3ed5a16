/*
 * Where several servers let people in: what the others have written.
 *
 * Once a second the versions of all accounts and sessions are compared with
 * those in memory, and what differs is read again.  So a key that was revoked,
 * or somebody who has left, is refused everywhere a moment later.
 */
#include "access/directory.h"
#include "base/mem.h"
#include "store/reader.h"

enum { PAGE = 512, ARENA = 64 << 20 };

struct refreshing {
	struct access *access;
	struct arena *arena;
	struct error *error;
};

/* Which version of the document is in memory; 0: none. */
static uint64_t
known(const struct access *access, const struct document_row *row)
{
	if (row->kind == DOCUMENT_PRINCIPAL) {
		for (const struct holder *h = access->holders; h != NULL;
		    h = h->next)
			if (memcmp(h->id, row->id, DOCUMENT_ID_SIZE) == 0)
				return h->version;
	} else {
		for (struct session *s = access->sessions; s != NULL;
		    s = s->next)
			if (memcmp(s->hash.bytes, row->id,
			    DOCUMENT_ID_SIZE) == 0) {
				s->seen = true;
				return s->version;
			}
	}
	return 0;
}

static enum status
take(struct refreshing *r, const struct document_row *row)
{
	struct document document;
	enum status status;

	if (known(r->access, row) == row->version)
		return STATUS_OK;
	status = document_get(&document, r->access->vault, r->access->reader,
	    (enum document_kind)row->kind, row->id, r->arena, r->error);
	/* Gone meanwhile: the next look tells. */
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	return status == STATUS_OK ? directory_take(r->access, &document,
	    r->arena, r->error) : status;
}

static enum status
take_kind(struct refreshing *r, enum document_kind kind)
{
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	enum status status = STATUS_OK;
	size_t n = 1;

	while (n > 0 && status == STATUS_OK) {
		const struct document_row *rows;

		arena_reset(r->arena);
		status = reader_documents(r->access->reader, (uint32_t)kind,
		    after, PAGE, &rows, &n, r->arena, r->error);
		for (size_t i = 0; status == STATUS_OK && i < n; i++) {
			status = take(r, &rows[i]);
			memcpy(after, rows[i].id, sizeof(after));
		}
	}
	return status;
}

/* Sessions that no document speaks of have ended elsewhere. */
static void
forget_ended(struct access *access)
{
	struct session **link = &access->sessions;

	(void)pthread_rwlock_wrlock(&access->lock);
	while (*link != NULL)
		if ((*link)->seen)
			link = &(*link)->next;
		else
			directory_forget(link);
	(void)pthread_rwlock_unlock(&access->lock);
}

enum status
access_refresh(struct access *access, struct error *error)
{
	struct refreshing r = {
		.access = access, .arena = arena_new(ARENA), .error = error,
	};
	enum status status;

	if (r.arena == NULL)
		return error_memory(error);
	/* Nobody changes anything here meanwhile. */
	(void)pthread_mutex_lock(&access->writing);
	for (struct session *s = access->sessions; s != NULL; s = s->next)
		s->seen = false;
	status = take_kind(&r, DOCUMENT_PRINCIPAL);
	if (status == STATUS_OK)
		status = take_kind(&r, DOCUMENT_SESSION);
	if (status == STATUS_OK)
		forget_ended(access);
	(void)pthread_mutex_unlock(&access->writing);
	arena_free(r.arena);
	return status;
}
