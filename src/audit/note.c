#include "audit/note.h"
#include "base/encode.h"
#include "crypto/hash.h"

enum { ED25519 = 0x01, SIGNED = 4 + SIGN_SIZE, ENCODED_KEY = 1 + SIGN_PUBLIC };

static const char dash[] = "\u2014 ";

static bool
is_name(struct text name)
{
	if (name.n == 0 || name.n > NOTE_NAME_MAX)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if ((uint8_t)name.p[i] <= ' ' || name.p[i] == '+' ||
		    (uint8_t)name.p[i] >= 0x7F)
			return false;
	return true;
}

enum status
note_verifier_make(struct note_verifier *verifier, struct text name,
    const uint8_t public[SIGN_PUBLIC], struct error *error)
{
	static const uint8_t separator[2] = { '\n', ED25519 };
	struct hash_state state;
	struct hash hash;

	if (!is_name(name))
		return error_set(error, STATUS_INVALID, "bad_key_name",
		    "署名鍵の名前に使えない文字があります",
		    "the name of the signing key has characters that are not "
		    "allowed");
	memset(verifier, 0, sizeof(*verifier));
	memcpy(verifier->name, name.p, name.n);
	memcpy(verifier->public, public, SIGN_PUBLIC);
	hash_start(&state);
	hash_add(&state, name.p, name.n);
	hash_add(&state, separator, sizeof(separator));
	hash_add(&state, public, SIGN_PUBLIC);
	hash = hash_end(&state);
	memcpy(verifier->key_hash, hash.bytes, sizeof(verifier->key_hash));
	return STATUS_OK;
}

enum status
note_verifier_parse(struct note_verifier *verifier, struct text vkey,
    struct error *error)
{
	ptrdiff_t plus = text_find(vkey, TEXT("+"));
	uint8_t key[BASE64_SIZE(ENCODED_KEY)], key_hash[4];
	struct text rest;
	size_t n = 0;

	if (plus > 0 && vkey.n - (size_t)plus == 1 + 8 + 1 +
	    BASE64_SIZE(ENCODED_KEY) - 1) {
		rest = text_slice(vkey, (size_t)plus + 1, vkey.n);
		if (decode_hex(text_slice(rest, 0, 8), key_hash, 4) &&
		    rest.p[8] == '+' &&
		    decode_base64(text_slice(rest, 9, rest.n), key, &n) &&
		    n == ENCODED_KEY && key[0] == ED25519 &&
		    note_verifier_make(verifier, text_slice(vkey, 0,
		    (size_t)plus), key + 1, error) == STATUS_OK &&
		    memcmp(verifier->key_hash, key_hash, 4) == 0)
			return STATUS_OK;
	}
	return error_set(error, STATUS_INVALID, "bad_verifier_key",
	    "検証鍵の形式ではありません (名前+ハッシュ+鍵)",
	    "not a verifier key (name+hash+key)");
}

void
note_verifier_format(struct buf *out, const struct note_verifier *verifier)
{
	uint8_t key[ENCODED_KEY] = { ED25519 };
	char letters[BASE64_SIZE(ENCODED_KEY)], hex[9];

	memcpy(key + 1, verifier->public, SIGN_PUBLIC);
	encode_base64(key, sizeof(key), letters);
	encode_hex(verifier->key_hash, sizeof(verifier->key_hash), hex);
	buf_printf(out, "%s+%s+%s", verifier->name, hex, letters);
}

void
note_sign(struct buf *out, struct text text,
    const struct note_verifier *verifier, const struct sign_key *key)
{
	uint8_t signature[SIGNED];
	char letters[BASE64_SIZE(SIGNED)];

	memcpy(signature, verifier->key_hash, 4);
	sign(signature + 4, key, bytes_of(text));
	encode_base64(signature, sizeof(signature), letters);
	buf_text(out, text);
	buf_printf(out, "\n%s%s %s\n", dash, verifier->name, letters);
}

/* Whether the line is this verifier's signature of the text. */
static bool
signs(struct text line, struct text text,
    const struct note_verifier *verifier)
{
	struct text name = text_of(verifier->name);
	size_t head = sizeof(dash) - 1 + name.n + 1;
	uint8_t signature[BASE64_SIZE(SIGNED)];
	size_t n = 0;

	return line.n == head + BASE64_SIZE(SIGNED) - 1 &&
	    text_starts_with(line, dash) &&
	    text_equal(text_slice(line, sizeof(dash) - 1, head - 1), name) &&
	    line.p[head - 1] == ' ' &&
	    decode_base64(text_slice(line, head, line.n), signature, &n) &&
	    n == SIGNED && memcmp(signature, verifier->key_hash, 4) == 0 &&
	    sign_verify(signature + 4, verifier->public, bytes_of(text));
}

enum status
note_open(struct text *text, struct bytes note,
    const struct note_verifier *verifier, struct error *error)
{
	struct text whole, lines;
	size_t end = 0;

	/* The last blank line parts the text from the signatures. */
	if (note.n > NOTE_MAX || !text_from_bytes(&whole, note))
		whole = (struct text){ "", 0 };
	for (size_t i = 0; i + 1 < whole.n; i++)
		if (whole.p[i] == '\n' && whole.p[i + 1] == '\n')
			end = i + 1;
	if (end == 0 || whole.p[whole.n - 1] != '\n')
		return error_set(error, STATUS_INVALID, "not_a_note",
		    "署名付きノートの形式ではありません",
		    "this is not a signed note");
	*text = text_slice(whole, 0, end);
	lines = text_slice(whole, end + 1, whole.n);
	while (lines.n > 0) {
		size_t line_end = (size_t)text_find(lines, TEXT("\n"));

		if (signs(text_slice(lines, 0, line_end), *text, verifier))
			return STATUS_OK;
		lines = text_slice(lines, line_end + 1, lines.n);
	}
	return error_set(error, STATUS_INTEGRITY, "bad_signature",
	    "署名が正しくありません", "the signature is not right");
}
