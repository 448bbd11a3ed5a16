/*
 * A file on its way out, part by part.
 */
#include "anonymise/processed_parts.h"
#include "base/encode.h"
#include "base/mem.h"

struct processed_sending {
	struct vault *vault;
	struct arena *arena;		/* of one part */
	char id[PROCESSED_ID];
	char hash[2 * HASH_SIZE + 1];	/* as it was made */
	uint64_t bytes, parts, next;
	struct hash_state state;
	struct bytes part;		/* what of it is left */
};

enum status
processed_send_open(struct processed_sending **out, struct vault *vault,
    const struct processed *processed, struct error *error)
{
	struct processed_sending *s = mem_alloc(sizeof(*s));

	*out = NULL;
	if (s == NULL)
		return error_memory(error);
	s->vault = vault;
	s->arena = arena_new(4 * (size_t)PROCESSED_PART);
	if (s->arena == NULL) {
		mem_free(s);
		return error_memory(error);
	}
	(void)snprintf(s->id, sizeof(s->id), "%s", processed->id);
	(void)snprintf(s->hash, sizeof(s->hash), "%.*s",
	    TEXT_ARGS(node_text(processed->paper, "sha256")));
	s->parts = (uint64_t)node_int(processed->paper, "parts", 0);
	s->bytes = (uint64_t)node_int(processed->paper, "bytes", 0);
	hash_start(&s->state);
	*out = s;
	return STATUS_OK;
}

uint64_t
processed_send_size(const struct processed_sending *s)
{
	return s->bytes;
}

static enum status
next_part(struct processed_sending *s, struct reader *reader,
    struct error *error)
{
	char name[PROCESSED_PART_NAME], hex[2 * HASH_SIZE + 1];
	struct hash hash;
	enum status status;

	arena_reset(s->arena);
	status = processed_seal_open(&s->part, s->vault, reader,
	    DOCUMENT_PART, processed_seal_part(name, s->id, s->next),
	    s->arena, error);
	if (status != STATUS_OK)
		return status;
	hash_add(&s->state, s->part.p, s->part.n);
	if (++s->next < s->parts)
		return STATUS_OK;
	/* The last part leaves when all of them were what was sealed. */
	hash = hash_end(&s->state);
	encode_hex(hash.bytes, HASH_SIZE, hex);
	if (strcmp(hex, s->hash) == 0)
		return STATUS_OK;
	s->part.n = 0;
	return error_set(error, STATUS_INTEGRITY, "file_changed",
	    "封緘したファイルと一致しません",
	    "it is not the file that was sealed");
}

enum status
processed_send_read(struct processed_sending *s, struct reader *reader,
    uint8_t *out, size_t size, size_t *n, struct error *error)
{
	enum status status = STATUS_OK;

	*n = 0;
	while (status == STATUS_OK && s->part.n == 0 && s->next < s->parts)
		status = next_part(s, reader, error);
	if (status != STATUS_OK || s->part.n == 0)
		return status;
	*n = s->part.n < size ? s->part.n : size;
	memcpy(out, s->part.p, *n);
	s->part.p += *n;
	s->part.n -= *n;
	return STATUS_OK;
}

void
processed_send_close(struct processed_sending *s)
{
	if (s == NULL)
		return;
	arena_free(s->arena);
	mem_free(s);
}
