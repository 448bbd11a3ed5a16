#include "crypto/random.h"
#include "vault/bulk.h"
#include "vault/document.h"

enum { AT_ONCE = 64, PAGE_ARENA = 16 << 20 };

enum status
bulk_put(struct visit *visit, struct change *change, struct entry *entry,
    const uint8_t *pseudonyms, size_t n, struct error *error)
{
	struct document document = { .kind = DOCUMENT_BULK };
	struct buf body;
	enum status status;

	buf_init(&body, change_arena(change), HASH_SIZE + n * PSEUDONYM_SIZE);
	buf_put(&body, entry->commitment, HASH_SIZE);
	buf_put(&body, pseudonyms, n * PSEUDONYM_SIZE);
	status = buf_status(&body, error);
	if (status != STATUS_OK)
		return status;
	random_bytes(document.id, sizeof(document.id));
	document.body = buf_bytes(&body);
	return document_put(&document, visit->vault, change, entry, error);
}

static bool
has(struct bytes body, const uint8_t *pseudonym)
{
	for (size_t at = HASH_SIZE; at + PSEUDONYM_SIZE <= body.n;
	    at += PSEUDONYM_SIZE)
		if (memcmp(body.p + at, pseudonym, PSEUDONYM_SIZE) == 0)
			return true;
	return false;
}

/* The roots that were found, in an array that doubles. */
struct found {
	struct hash *roots;
	size_t n, capacity;
};

static enum status
keep(struct found *found, struct bytes body, struct arena *arena,
    struct error *error)
{
	if (found->n == found->capacity) {
		size_t capacity = found->n == 0 ? 16 : 2 * found->n;
		struct hash *grown = arena_array(arena, capacity,
		    sizeof(*grown));

		if (grown == NULL)
			return error_memory(error);
		if (found->n > 0)
			memcpy(grown, found->roots,
			    found->n * sizeof(*grown));
		found->roots = grown;
		found->capacity = capacity;
	}
	memcpy(found->roots[found->n++].bytes, body.p, HASH_SIZE);
	return STATUS_OK;
}

enum status
bulk_find(const struct hash **roots, size_t *n, struct visit *visit,
    const uint8_t pseudonym[PSEUDONYM_SIZE], struct error *error)
{
	struct arena *arena = arena_new(PAGE_ARENA);
	uint8_t after[DOCUMENT_ID_SIZE] = { 0 };
	struct found found = { .n = 0 };
	const struct document *page;
	size_t got = 1;
	enum status status = arena == NULL ? error_memory(error) : STATUS_OK;

	while (status == STATUS_OK && got > 0) {
		arena_reset(arena);
		status = document_list(&page, &got, visit->vault,
		    visit->reader, DOCUMENT_BULK, after, AT_ONCE, arena,
		    error);
		for (size_t i = 0; i < got && status == STATUS_OK; i++)
			if (has(page[i].body, pseudonym))
				status = keep(&found, page[i].body,
				    visit->arena, error);
		if (status == STATUS_OK && got > 0)
			memcpy(after, page[got - 1].id, sizeof(after));
	}
	arena_free(arena);
	*roots = found.roots;
	*n = found.n;
	return status;
}
