#include "audit/note.h"
#include "base/encode.h"
#include "crypto/hash.h"

enum {
	ED25519 = 0x01,
	SIGNED = 4 + SIGN_SIZE,
	ENCODED_KEY = 1 + SIGN_PUBLIC,
	SIGNATURE_MAX = 9216,	/* of other kinds, too */
};

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

/* One key is written in one way. */
static bool
is_lower(struct text hex)
{
	for (size_t i = 0; i < hex.n; i++)
		if (hex.p[i] >= 'A' && hex.p[i] <= 'F')
			return false;
	return true;
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
		    is_lower(text_slice(rest, 0, 8)) && rest.p[8] == '+' &&
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

/* A line below the text, taken apart. */
struct signature {
	struct text name;
	uint8_t bytes[SIGNATURE_MAX];	/* key hash first */
	size_t n;
};

/* False when the line has not the form of a signature, by whatever key. */
static bool
take_signature(struct signature *out, struct text line)
{
	struct text rest = text_starts_with(line, dash) ?
	    text_slice(line, sizeof(dash) - 1, line.n) : line;
	ptrdiff_t blank = text_find(rest, TEXT(" "));

	if (rest.n == line.n || blank <= 0)
		return false;
	out->name = text_slice(rest, 0, (size_t)blank);
	rest = text_slice(rest, (size_t)blank + 1, rest.n);
	return text_find(out->name, TEXT("+")) < 0 &&
	    rest.n <= SIGNATURE_MAX / 3 * 4 &&
	    decode_base64(rest, out->bytes, &out->n) && out->n > 4;
}

/* Valid UTF-8 without control characters but \n, and signatures below. */
static bool
take_apart(struct text *text, struct text *lines, struct bytes note)
{
	struct text whole;
	size_t end = 0;

	if (note.n > NOTE_MAX || !text_from_bytes(&whole, note))
		return false;
	/* The last blank line parts the text from the signatures. */
	for (size_t i = 0; i < whole.n; i++) {
		if ((uint8_t)whole.p[i] < ' ' && whole.p[i] != '\n')
			return false;
		if (i > 0 && whole.p[i] == '\n' && whole.p[i - 1] == '\n')
			end = i;
	}
	if (end == 0 || end + 1 == whole.n || whole.p[whole.n - 1] != '\n')
		return false;
	*text = text_slice(whole, 0, end);
	*lines = text_slice(whole, end + 1, whole.n);
	return true;
}

static enum status
not_a_note(struct error *error)
{
	return error_set(error, STATUS_INVALID, "not_a_note",
	    "署名付きノートの形式ではありません",
	    "this is not a signed note");
}

enum status
note_open(struct text *text, struct bytes note,
    const struct note_verifier *verifier, struct error *error)
{
	bool right = false, wrong = false;
	struct text lines;

	if (!take_apart(text, &lines, note))
		return not_a_note(error);
	while (lines.n > 0) {
		size_t line_end = (size_t)text_find(lines, TEXT("\n"));
		struct signature s;

		if (!take_signature(&s, text_slice(lines, 0, line_end)))
			return not_a_note(error);
		lines = text_slice(lines, line_end + 1, lines.n);
		if (!text_is(s.name, verifier->name) ||
		    memcmp(s.bytes, verifier->key_hash, 4) != 0)
			continue;
		if (s.n == SIGNED && sign_verify(s.bytes + 4,
		    verifier->public, bytes_of(*text)))
			right = true;
		else
			wrong = true;
	}
	if (right && !wrong)
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "bad_signature",
	    "署名が正しくありません", "the signature is not right");
}
