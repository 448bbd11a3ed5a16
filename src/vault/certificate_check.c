/*
 * Checking a certificate, without the store that made it.
 */
#include "audit/proof.h"
#include "base/encode.h"
#include "base/json.h"
#include "vault/certificate.h"

static enum status
not_a_certificate(struct error *error)
{
	return error_set(error, STATUS_INVALID, "not_a_certificate",
	    "消去の証明書の形式ではありません",
	    "this is not a certificate of an erasure");
}

static enum status
wrong(const char *field, struct error *error)
{
	enum status status = error_set(error, STATUS_INTEGRITY,
	    "certificate_wrong", "この証明書は成り立ちません",
	    "the certificate does not hold");

	error_at(error, "/%s", field);
	return status;
}

/* The JSON before the signature, whoever signed. */
static enum status
parse(const struct node **root, struct bytes note, struct arena *arena,
    struct error *error)
{
	struct text text;
	ptrdiff_t end;

	if (!text_from_bytes(&text, note))
		return not_a_certificate(error);
	end = text_find(text, TEXT("\n\n\xE2\x80\x94 "));
	if (end < 0 || json_parse(root, bytes_of(text_slice(text, 0,
	    (size_t)end + 1)), arena, error) != STATUS_OK ||
	    node_int(*root, "sekisho_certificate", 0) != 1 ||
	    !text_is(node_text(*root, "kind"), "erasure"))
		return not_a_certificate(error);
	return STATUS_OK;
}

static enum status
take_statement(struct certificate *c, const struct node *root,
    struct arena *arena, struct error *error)
{
	struct text letters = node_text(root, "statement");
	uint8_t *bytes = arena_alloc(arena, letters.n + 4);
	size_t n = 0;

	if (bytes == NULL)
		return error_memory(error);
	if (letters.n == 0 || !decode_base64(letters, bytes, &n))
		return not_a_certificate(error);
	return erasure_read(&c->erasure, (struct bytes){ bytes, n }, arena,
	    error);
}

static bool
says_time(const struct node *root, const char *key, int64_t instant)
{
	char time[CLOCK_TEXT_SIZE];

	clock_format(instant, time);
	return text_is(node_text(root, key), time);
}

/* What people read is what the statement says. */
static enum status
compare(const struct erasure *e, const struct node *root,
    struct error *error)
{
	const struct node *slots = node_get(root, "slots");
	char id[ERASURE_ID_SIZE];

	erasure_id(id, e->number);
	if (!text_is(node_text(root, "id"), id))
		return wrong("id", error);
	if (!text_equal(node_text(root, "person"), e->id))
		return wrong("person", error);
	if (!text_is(node_text(root, "scope"), e->scope == ERASURE_PERSON ?
	    "person" : "items"))
		return wrong("scope", error);
	if (!says_time(root, "erased", e->time))
		return wrong("erased", error);
	if (!says_time(root, "gone_from_every_copy_by", e->horizon))
		return wrong("gone_from_every_copy_by", error);
	if (node_count(node_get(root, "items")) !=
	    (size_t)bits_count(&e->items))
		return wrong("items", error);
	if (node_count(node_get(root, "kept_by_law")) != e->kept_count)
		return wrong("kept_by_law", error);
	if (node_count(slots) != e->slot_count)
		return wrong("slots", error);
	for (size_t i = 0; i < e->slot_count; i++)
		if (node_at(slots, i)->kind != NODE_INT ||
		    (uint64_t)node_at(slots, i)->number != e->slots[i])
			return wrong("slots", error);
	return STATUS_OK;
}

/* One receipt: an entry of this erasure; says what it proves. */
static enum status
take_proof(struct certificate *c, struct text proof, struct arena *arena,
    struct error *error)
{
	const struct erasure *e = &c->erasure;
	struct hash hash = hash_bytes(e->statement.p, e->statement.n);
	struct proof_content content;
	struct entry entry;
	enum status status = proof_check(&content, bytes_of(proof),
	    &c->verifier, arena, error);

	if (status == STATUS_OK)
		status = entry_read(&entry, content.entry, arena, error);
	if (status != STATUS_OK)
		return status;
	if (entry.kind != ENTRY_ERASE || !entry.has_commitment ||
	    entry.refusal.n > 0 || memcmp(entry.decision, e->decision,
	    DECISION_ID_SIZE) != 0 || memcmp(entry.commitment, hash.bytes,
	    HASH_SIZE) != 0)
		return wrong("proofs", error);
	if (content.checkpoint.size > c->log_size)
		c->log_size = content.checkpoint.size;
	if (text_is(entry.subject, e->scope == ERASURE_PERSON ? "destroyed" :
	    "items"))
		c->done = entry.time;
	if (text_is(entry.subject, "complete"))
		c->complete = entry.time;
	return STATUS_OK;
}

static enum status
take_proofs(struct certificate *c, const struct node *root,
    struct arena *arena, struct error *error)
{
	const struct node *proofs = node_get(root, "proofs");
	enum status status = STATUS_OK;

	for (size_t i = 0; i < node_count(proofs) && status == STATUS_OK;
	    i++)
		status = take_proof(c, node_at(proofs, i)->text, arena,
		    error);
	if (status != STATUS_OK)
		return status;
	if (c->done == 0)
		return wrong("proofs", error);
	return (node_int(root, "stage", 1) == 2) == (c->complete != 0) ?
	    STATUS_OK : wrong("stage", error);
}

enum status
certificate_check(struct certificate *c, struct bytes note,
    const struct note_verifier *verifier, struct arena *arena,
    struct error *error)
{
	const struct node *root;
	struct text ignored;
	enum status status;

	memset(c, 0, sizeof(*c));
	status = parse(&root, note, arena, error);
	if (status == STATUS_OK && verifier != NULL)
		c->verifier = *verifier;
	else if (status == STATUS_OK)
		status = note_verifier_parse(&c->verifier, node_text(root,
		    "key"), error);
	c->own_key = verifier == NULL;
	if (status == STATUS_OK)
		status = note_open(&ignored, note, &c->verifier, error);
	if (status == STATUS_OK)
		status = take_statement(c, root, arena, error);
	if (status == STATUS_OK)
		status = compare(&c->erasure, root, error);
	return status == STATUS_OK ? take_proofs(c, root, arena, error) :
	    status;
}
