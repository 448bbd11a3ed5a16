#include "access/token.h"
#include "base/encode.h"
#include "base/mem.h"
#include "crypto/random.h"

enum { PREFIX = 4, BODY = 52, CHECKSUM = 6, BITS = 5 };

static const char *const prefixes[] = {
	[TOKEN_KEY] = "sks_", [TOKEN_SESSION] = "sst_",
};

static void
checksum(char out[CHECKSUM], const char *token)
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	struct hash hash = hash_bytes(token, PREFIX + BODY);
	uint32_t head = (uint32_t)decode_number(hash.bytes, 4);

	for (int i = 0; i < CHECKSUM; i++)
		out[i] = letters[head >> (32 - BITS * (i + 1)) & 31];
}

void
token_make(char out[TOKEN_SIZE], struct hash *hash, enum token_kind kind)
{
	uint8_t secret[32];

	random_bytes(secret, sizeof(secret));
	memcpy(out, prefixes[kind], PREFIX);
	encode_base32_id(secret, out + PREFIX);
	encode_base32_id(secret + 16, out + PREFIX + BODY / 2);
	checksum(out + PREFIX + BODY, out);
	out[TOKEN_SIZE - 1] = '\0';
	*hash = hash_bytes(out, TOKEN_SIZE - 1);
	mem_wipe(secret, sizeof(secret));
}

bool
token_read(struct hash *hash, enum token_kind *kind, struct text text)
{
	char right[CHECKSUM];

	if (text.n != TOKEN_SIZE - 1)
		return false;
	if (text_starts_with(text, prefixes[TOKEN_KEY]))
		*kind = TOKEN_KEY;
	else if (text_starts_with(text, prefixes[TOKEN_SESSION]))
		*kind = TOKEN_SESSION;
	else
		return false;
	checksum(right, text.p);
	if (memcmp(right, text.p + PREFIX + BODY, CHECKSUM) != 0)
		return false;
	*hash = hash_bytes(text.p, text.n);
	return true;
}

void
token_hint(char out[TOKEN_HINT_SIZE], const char token[TOKEN_SIZE])
{
	memcpy(out, token, TOKEN_HINT_SIZE - 1);
	out[TOKEN_HINT_SIZE - 1] = '\0';
}
