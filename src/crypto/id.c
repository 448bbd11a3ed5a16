#include "base/encode.h"
#include "crypto/context.h"
#include "crypto/id.h"

enum { BLOCK = 16, NUMBER_AT = 8 };

static const char *const prefixes[] = {
	[ID_PERSON] = "per_",
	[ID_REQUEST] = "req_",
	[ID_DECISION] = "dec_",
	[ID_APPROVAL] = "apr_",
	[ID_CURSOR] = "cur_",
	[ID_MAIL] = "mai_",
	[ID_WEBHOOK] = "whk_",
	[ID_EVENT] = "evt_",
	[ID_FILE] = "fil_",
};

enum status
id_not_found(enum id_kind kind, struct error *error)
{
	switch (kind) {
	case ID_PERSON:
		return error_set(error, STATUS_NOT_FOUND, "person_not_found",
		    "該当する本人は見つかりません", "no such person");
	case ID_REQUEST:
		return error_set(error, STATUS_NOT_FOUND, "request_not_found",
		    "該当する請求は見つかりません", "no such request");
	case ID_APPROVAL:
		return error_set(error, STATUS_NOT_FOUND,
		    "approval_not_found", "該当する承認は見つかりません",
		    "no such approval");
	case ID_CURSOR:
		return error_set(error, STATUS_NOT_FOUND, "bad_cursor",
		    "カーソルが不正です", "the cursor is not one");
	case ID_MAIL:
		return error_set(error, STATUS_NOT_FOUND, "mail_not_found",
		    "該当するメールは見つかりません", "no such mail");
	case ID_WEBHOOK:
	case ID_EVENT:
		return error_set(error, STATUS_NOT_FOUND, "webhook_not_found",
		    "該当するウェブフックは見つかりません", "no such webhook");
	case ID_FILE:
		return error_set(error, STATUS_NOT_FOUND, "file_not_found",
		    "該当するファイルは見つかりません", "no such file");
	case ID_DECISION:
		break;
	}
	return error_set(error, STATUS_NOT_FOUND, "decision_not_found",
	    "該当する判定は見つかりません", "no such decision");
}

/* One block of AES-256, one way or back. */
static bool
block(uint8_t out[BLOCK], const uint8_t in[BLOCK], enum context_use way,
    const struct id_key *key)
{
	EVP_CIPHER_CTX *ctx = context_begin(way, key->bytes, NULL,
	    way == CONTEXT_BLOCK);
	int n = 0;
	bool worked;

	if (ctx == NULL)
		return false;
	worked = EVP_CipherUpdate(ctx, out, &n, in, BLOCK) == 1 &&
	    n == BLOCK;
	context_end(way);
	return worked;
}

enum status
id_format(char out[ID_TEXT_SIZE], enum id_kind kind, uint64_t number,
    const struct id_key *key, struct error *error)
{
	uint8_t clear[BLOCK] = { (uint8_t)kind }, shown[BLOCK];

	encode_number(clear + NUMBER_AT, number, 8);
	if (!block(shown, clear, CONTEXT_BLOCK, key))
		return error_memory(error);
	id_format_random(out, kind, shown);
	return STATUS_OK;
}

enum status
id_parse(uint64_t *number, enum id_kind kind, struct text text,
    const struct id_key *key, struct error *error)
{
	uint8_t clear[BLOCK], shown[BLOCK], wrong;

	*number = 0;
	if (!id_parse_random(shown, kind, text))
		return id_not_found(kind, error);
	if (!block(clear, shown, CONTEXT_BLOCK_BACK, key))
		return error_memory(error);
	wrong = clear[0] ^ (uint8_t)kind;
	for (int i = 1; i < NUMBER_AT; i++)
		wrong |= clear[i];
	if (wrong != 0)
		return id_not_found(kind, error);
	*number = decode_number(clear + NUMBER_AT, 8);
	return STATUS_OK;
}

void
id_format_random(char out[ID_TEXT_SIZE], enum id_kind kind,
    const uint8_t bytes[16])
{
	memcpy(out, prefixes[kind], 4);
	encode_base32_id(bytes, out + 4);
}

bool
id_parse_random(uint8_t bytes[16], enum id_kind kind, struct text text)
{
	return text_starts_with(text, prefixes[kind]) &&
	    decode_base32_id(text_slice(text, 4, text.n), bytes);
}
