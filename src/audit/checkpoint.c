#include "audit/checkpoint.h"
#include "base/encode.h"

void
checkpoint_sign(struct buf *out, const struct checkpoint *checkpoint,
    const struct note_verifier *verifier, const struct sign_key *key)
{
	char text[NOTE_NAME_MAX + 96], root[BASE64_SIZE(HASH_SIZE)];

	encode_base64(checkpoint->root.bytes, HASH_SIZE, root);
	(void)snprintf(text, sizeof(text), "%s\n%llu\n%s\n", verifier->name,
	    (unsigned long long)checkpoint->size, root);
	note_sign(out, text_of(text), verifier, key);
}

/* Cuts the first line off; false when there is none. */
static bool
take_line(struct text *line, struct text *rest)
{
	ptrdiff_t end = text_find(*rest, TEXT("\n"));

	if (end < 0)
		return false;
	*line = text_slice(*rest, 0, (size_t)end);
	*rest = text_slice(*rest, (size_t)end + 1, rest->n);
	return true;
}

enum status
checkpoint_open(struct checkpoint *checkpoint, struct bytes note,
    const struct note_verifier *verifier, struct error *error)
{
	struct text rest, origin, size, root;
	uint8_t hash[BASE64_SIZE(HASH_SIZE)];
	int64_t number;
	size_t n = 0;
	enum status status = note_open(&rest, note, verifier, error);

	if (status != STATUS_OK)
		return status;
	if (!take_line(&origin, &rest) || !take_line(&size, &rest) ||
	    !take_line(&root, &rest) || !text_is(origin, verifier->name) ||
	    !text_to_int(size, &number) || number < 0 ||
	    (size.p[0] == '0' && size.n > 1) ||
	    root.n != BASE64_SIZE(HASH_SIZE) - 1 ||
	    !decode_base64(root, hash, &n) || n != HASH_SIZE)
		return error_set(error, STATUS_INVALID, "not_a_checkpoint",
		    "チェックポイントの形式ではありません",
		    "this is not a checkpoint of this log");
	checkpoint->size = (uint64_t)number;
	memcpy(checkpoint->root.bytes, hash, HASH_SIZE);
	return STATUS_OK;
}
