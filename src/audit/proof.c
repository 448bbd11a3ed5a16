#include "audit/proof.h"
#include "base/encode.h"
#include "base/file.h"

static const char head[] = "c2sp.org/tlog-proof@v1\n";

struct wanted_entry {
	struct arena *arena;
	struct text bytes;
};

static enum status
take_entry(void *context, uint64_t index, struct bytes entry,
    struct error *error)
{
	struct wanted_entry *wanted = context;

	(void)index;
	wanted->bytes = text_copy(wanted->arena,
	    (struct text){ (const char *)entry.p, entry.n });
	return wanted->bytes.p == NULL ? error_memory(error) : STATUS_OK;
}

static void
put_base64(struct buf *out, const uint8_t *bytes, size_t n,
    struct arena *arena)
{
	char *letters = arena_alloc(arena, BASE64_SIZE(n));

	if (letters == NULL) {
		out->failed = true;
		return;
	}
	encode_base64(bytes, n, letters);
	buf_string(out, letters);
	buf_byte(out, '\n');
}

static enum status
make(struct buf *out, struct tile_log *log, uint64_t index, uint64_t size,
    struct bytes note, struct arena *arena, struct error *error)
{
	struct wanted_entry wanted = { .arena = arena };
	struct tree_proof proof;
	enum status status = tile_log_entries(log, index, index + 1,
	    take_entry, &wanted, error);

	if (status != STATUS_OK)
		return status;
	if (!tree_prove_inclusion(&proof, index, size,
	    tile_log_reader(log))) {
		*error = *tile_log_error(log);
		return error->status;
	}
	buf_string(out, head);
	buf_string(out, "extra ");
	put_base64(out, (const uint8_t *)wanted.bytes.p, wanted.bytes.n,
	    arena);
	buf_printf(out, "index %llu\n", (unsigned long long)index);
	for (size_t i = 0; i < proof.n; i++)
		put_base64(out, proof.path[i].bytes, HASH_SIZE, arena);
	buf_byte(out, '\n');
	buf_put(out, note.p, note.n);
	return buf_status(out, error);
}

enum status
proof_make(struct buf *out, const char *folder,
    const struct note_verifier *verifier, uint64_t index,
    struct arena *arena, struct error *error)
{
	struct checkpoint state;
	struct tile_log *log;
	struct bytes note;
	char path[PATH_SIZE];
	enum status status = file_join(path, folder, "checkpoint", error);

	if (status == STATUS_OK)
		status = file_read(&note, path, NOTE_MAX, arena, error);
	if (status == STATUS_OK)
		status = checkpoint_open(&state, note, verifier, error);
	if (status != STATUS_OK)
		return status;
	if (index >= state.size)
		return error_set(error, STATUS_NOT_FOUND, "not_integrated",
		    "ログの %llu 件目はまだ署名されていません",
		    "entry %llu is not in a signed state of the log yet",
		    (unsigned long long)index);
	status = tile_log_open(&log, folder, state.size, error);
	if (status != STATUS_OK)
		return status;
	status = make(out, log, index, state.size, note, arena, error);
	tile_log_close(log);
	return status;
}

static enum status
not_a_proof(struct error *error)
{
	return error_set(error, STATUS_INVALID, "not_a_proof",
	    "証明 (tlog-proof) の形式ではありません",
	    "this is not a proof (tlog-proof)");
}

/* Cuts the next line off the text. */
static struct text
next_line(struct text *rest)
{
	ptrdiff_t end = text_find(*rest, TEXT("\n"));
	struct text line;

	if (end < 0) {
		line = *rest;
		*rest = (struct text){ rest->p + rest->n, 0 };
		return line;
	}
	line = text_slice(*rest, 0, (size_t)end);
	*rest = text_slice(*rest, (size_t)end + 1, rest->n);
	return line;
}

static bool
take_base64(struct text letters, struct bytes *out, struct arena *arena)
{
	uint8_t *bytes = arena_alloc(arena, letters.n + 4);

	if (bytes == NULL || !decode_base64(letters, bytes, &out->n))
		return false;
	out->p = bytes;
	return true;
}

/* The lines before the checkpoint. */
static bool
take_lines(struct proof_content *content, struct tree_proof *proof,
    struct text *rest, struct arena *arena)
{
	struct text line = next_line(rest);
	int64_t index;

	if (!text_starts_with(line, "extra ") || !take_base64(
	    text_slice(line, 6, line.n), &content->entry, arena))
		return false;
	line = next_line(rest);
	if (!text_starts_with(line, "index ") ||
	    !text_to_int(text_slice(line, 6, line.n), &index) || index < 0)
		return false;
	content->index = (uint64_t)index;
	for (proof->n = 0; proof->n < TREE_PROOF_MAX; proof->n++) {
		struct bytes hash;

		line = next_line(rest);
		if (line.n == 0)
			return rest->n > 0;
		if (!take_base64(line, &hash, arena) || hash.n != HASH_SIZE)
			return false;
		memcpy(proof->path[proof->n].bytes, hash.p, HASH_SIZE);
	}
	return false;
}

enum status
proof_check(struct proof_content *content, struct bytes bytes,
    const struct note_verifier *verifier, struct arena *arena,
    struct error *error)
{
	struct tree_proof proof;
	struct hash leaf;
	struct text rest;
	enum status status;

	memset(content, 0, sizeof(*content));
	if (!text_from_bytes(&rest, bytes) || !text_starts_with(rest, head))
		return not_a_proof(error);
	rest = text_slice(rest, sizeof(head) - 1, rest.n);
	if (!take_lines(content, &proof, &rest, arena))
		return not_a_proof(error);
	status = checkpoint_open(&content->checkpoint, bytes_of(rest),
	    verifier, error);
	if (status != STATUS_OK)
		return status;
	leaf = tree_leaf(content->entry);
	if (tree_verify_inclusion(&proof, content->index,
	    content->checkpoint.size, &leaf, &content->checkpoint.root))
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "proof_wrong",
	    "この証明は成り立ちません",
	    "the proof does not hold");
}
