#include "base/cbor_form.h"
#include "base/encode.h"
#include "crypto/random.h"
#include "policy/prose_shown.h"
#include "render/doc_text.h"
#include "vault/commit.h"
#include "vault/display.h"

enum {
	TEXT_MAX = 1 << 20,
	HEAD = 8 + 8 + HASH_SIZE + 1 + 2,	/* of a token, before its MAC */
	MAC = DOCUMENT_ID_SIZE,
	PREFIX = 4,
	BODY_MAX = TEXT_MAX + 1024,
};

static const struct cbor_member members[] = {
	{ CBOR_AT(struct display_kept, 0, way) },
	{ CBOR_AT(struct display_kept, 1, revision) },
	{ CBOR_AT(struct display_kept, 2, language), .most = LANGUAGE_EN },
	{ CBOR_AT(struct display_kept, 3, text) },
};
static const struct cbor_form form = CBOR_MAP_OF(members);

enum status
display_make(struct display *display, const struct rules_revision *revision,
    const struct policy_way *way, enum language language,
    struct arena *arena, struct error *error)
{
	struct doc *doc;
	struct buf out;
	enum status status = prose_shown_write(&doc, revision->policy, way,
	    language, arena, error);

	if (status != STATUS_OK)
		return status;
	buf_init(&out, arena, TEXT_MAX);
	buf_text(&out, doc->author);
	buf_byte(&out, '\n');
	doc_text_write(&out, doc);
	*display = (struct display){
		.way = way, .revision = revision->number,
		.language = language, .doc = doc, .text = buf_as_text(&out),
		.hash = hash_bytes(out.p, out.n),
	};
	return buf_status(&out, error);
}

/* A keyed hash of the head: what only this store can write. */
static enum status
mac(uint8_t out[MAC], struct vault *vault, const uint8_t head[HEAD],
    struct error *error)
{
	char name[8 + 2 * HEAD + 1] = "shown:";

	encode_hex(head, HEAD, name + strlen(name));
	return document_id(out, vault, DOCUMENT_DISPLAY, text_of(name),
	    error);
}

enum status
display_token(char out[DISPLAY_TOKEN_SIZE], struct vault *vault,
    const struct display *display, int64_t now, struct error *error)
{
	uint8_t token[HEAD + MAC];
	enum status status;

	encode_number(token, (uint64_t)now, 8);
	random_bytes(token + 8, 8);
	memcpy(token + 16, display->hash.bytes, HASH_SIZE);
	token[16 + HASH_SIZE] = (uint8_t)display->language;
	encode_number(token + 17 + HASH_SIZE, display->way->number, 2);
	status = mac(token + HEAD, vault, token, error);
	memcpy(out, "shw_", PREFIX);
	encode_hex(token, sizeof(token), out + PREFIX);
	return status;
}

static enum status
fault(enum status status, const char *code, struct words words,
    struct error *error)
{
	(void)error_say(error, status, code, words);
	error_at(error, "/evidence");
	return status;
}

static enum status
read_token(uint8_t token[HEAD + MAC], struct visit *visit,
    const struct policy_way *way, struct text text, struct error *error)
{
	uint8_t wanted[MAC], differs = 0;
	enum status status;

	if (!text_starts_with(text, "shw_") ||
	    !decode_hex(text_slice(text, PREFIX, text.n), token,
	    HEAD + MAC)) {
		differs = 1;
		memset(token, 0, HEAD + MAC);
	}
	status = mac(wanted, visit->vault, token, error);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < MAC; i++)
		differs |= (uint8_t)(wanted[i] ^ token[HEAD + i]);
	if (differs != 0 || token[16 + HASH_SIZE] >= LANGUAGE_COUNT ||
	    decode_number(token + 17 + HASH_SIZE, 2) != way->number)
		return fault(STATUS_INVALID, "not_evidence", (struct words){
		    "この取得方法で示した証跡ではありません",
		    "this is no evidence of what this way showed" }, error);
	return STATUS_OK;
}

/* The mark that a token was used; it is swept when the token is over. */
static enum status
take_mark(struct display_shown *shown, struct visit *visit,
    const uint8_t token[HEAD + MAC], struct error *error)
{
	char name[8 + 2 * HEAD + 1] = "used:";
	struct document before;
	struct buf *body = arena_alloc(visit->arena, sizeof(*body));
	enum status status;

	if (body == NULL)
		return error_memory(error);
	shown->used = (struct document){
		.kind = DOCUMENT_IDEMPOTENCY,
		.due = shown->time + DISPLAY_GOOD_MS,
	};
	encode_hex(token, HEAD, name + strlen(name));
	status = document_id(shown->used.id, visit->vault,
	    DOCUMENT_IDEMPOTENCY, text_of(name), error);
	if (status != STATUS_OK)
		return status;
	status = document_get(&before, visit->vault, visit->reader,
	    DOCUMENT_IDEMPOTENCY, shown->used.id, visit->arena, error);
	if (status == STATUS_OK)
		return fault(STATUS_CONFLICT, "evidence_used",
		    (struct words){ "この証跡ではすでに受け付けています",
		    "something was given with this evidence already" },
		    error);
	if (status != STATUS_NOT_FOUND)
		return status;
	buf_init(body, visit->arena, 64);
	cbor_map(body, 2);
	cbor_uint(body, 0);
	cbor_bytes(body, shown->display.hash.bytes, HASH_SIZE);
	cbor_uint(body, 1);
	cbor_uint(body, (uint64_t)visit->now);
	shown->used.body = buf_bytes(body);
	return buf_status(body, error);
}

enum status
display_take(struct display_shown *shown, struct visit *visit,
    const struct policy_way *way, struct text text, struct error *error)
{
	uint8_t token[HEAD + MAC];
	enum status status = read_token(token, visit, way, text, error);

	memset(shown, 0, sizeof(*shown));
	if (status != STATUS_OK)
		return status;
	shown->time = (int64_t)decode_number(token, 8);
	if (visit->now - shown->time >= DISPLAY_GOOD_MS)
		return fault(STATUS_INVALID, "evidence_expired",
		    (struct words){ "示してから時間が経ちすぎています。もう一度示してください",
		    "it was shown too long ago; please show it again" },
		    error);
	status = display_make(&shown->display, visit->revision, way,
	    (enum language)token[16 + HASH_SIZE], visit->arena, error);
	if (status != STATUS_OK)
		return status;
	if (memcmp(shown->display.hash.bytes, token + 16, HASH_SIZE) != 0)
		return fault(STATUS_CONFLICT, "shown_changed",
		    (struct words){ "示した内容がその後改訂されました。もう一度示してください",
		    "what was shown has been revised since; please show it "
		    "again" }, error);
	return take_mark(shown, visit, token, error);
}

/* The id of the document that keeps a text. */
static enum status
kept_id(uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault,
    const uint8_t hash[HASH_SIZE], struct error *error)
{
	char name[8 + 2 * HASH_SIZE + 1] = "form:";

	encode_hex(hash, HASH_SIZE, name + strlen(name));
	return document_id(id, vault, DOCUMENT_DISPLAY, text_of(name),
	    error);
}

static enum status
put(struct visit *visit, struct document *document,
    const struct display *display, struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_SETTING, .time = visit->now,
		.principal = visit->principal.name,
		.revision = visit->revision->number,
		.subject = TEXT("display"), .has_commitment = true,
	};
	const struct display_kept kept = {
		.way = display->way->id, .revision = display->revision,
		.language = display->language, .text = display->text,
	};
	struct buf body;
	enum status status;

	memcpy(entry.commitment, display->hash.bytes, HASH_SIZE);
	buf_init(&body, visit->arena, BODY_MAX);
	cbor_form_write(&body, &form, &kept);
	status = commit_document(visit->vault, document, &body, &entry,
	    error);
	/* Somebody else may have kept the same text meanwhile. */
	return status == STATUS_CONFLICT ? STATUS_OK : status;
}

enum status
display_keep(struct visit *visit, const struct display *display,
    struct error *error)
{
	struct document document;
	uint8_t id[DOCUMENT_ID_SIZE];
	enum status status = kept_id(id, visit->vault, display->hash.bytes,
	    error);

	if (status == STATUS_OK)
		status = document_get(&document, visit->vault,
		    visit->reader, DOCUMENT_DISPLAY, id, visit->arena,
		    error);
	if (status != STATUS_NOT_FOUND)
		return status;
	document = (struct document){ .kind = DOCUMENT_DISPLAY };
	memcpy(document.id, id, sizeof(id));
	return put(visit, &document, display, error);
}

enum status
display_kept(struct display_kept *kept, struct vault *vault,
    struct reader *reader, const uint8_t hash[HASH_SIZE],
    struct arena *arena, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	struct document document;
	enum status status = kept_id(id, vault, hash, error);

	memset(kept, 0, sizeof(*kept));
	if (status == STATUS_OK)
		status = document_get(&document, vault, reader,
		    DOCUMENT_DISPLAY, id, arena, error);
	if (status != STATUS_OK)
		return status;
	return cbor_form_read(kept, &form, document.body, NULL) ? STATUS_OK :
	    error_set(error, STATUS_INTEGRITY, "display_broken", "示した文が読めません",
	    "what was shown can not be read");
}
