#include "backup/writer.h"
#include "base/mem.h"

enum { PIECE_BYTES = 1 << 20, NAMES_FIRST = 1024 };

struct writer {
	struct depot *depot;
	struct arena *arena;		/* of the piece in hand */
	struct buf piece;
	struct piece_name *names;	/* of all sections */
	size_t names_n, names_capacity;
	struct text section[HEADER_SECTIONS_MAX];
	size_t first[HEADER_SECTIONS_MAX + 1];
	size_t sections;
	struct written written;
};

enum status
writer_new(struct writer **out, struct depot *depot, struct error *error)
{
	struct writer *writer = mem_alloc(sizeof(*writer));

	*out = NULL;
	if (writer == NULL)
		return error_memory(error);
	writer->depot = depot;
	writer->arena = arena_new((size_t)4 * DEPOT_PIECE_MAX);
	if (writer->arena == NULL) {
		writer_free(writer);
		return error_memory(error);
	}
	buf_init(&writer->piece, writer->arena, DEPOT_PIECE_MAX);
	*out = writer;
	return STATUS_OK;
}

void
writer_free(struct writer *writer)
{
	if (writer == NULL)
		return;
	arena_free(writer->arena);
	mem_free(writer->names);
	mem_free(writer);
}

static enum status
add_name(struct writer *writer, const struct piece_name *name,
    struct error *error)
{
	struct piece_name *names = mem_room(writer->names, writer->names_n,
	    &writer->names_capacity, NAMES_FIRST, sizeof(*names));

	if (names == NULL)
		return error_memory(error);
	writer->names = names;
	writer->names[writer->names_n++] = *name;
	writer->written.pieces++;
	return STATUS_OK;
}

static enum status
put(struct writer *writer, struct piece_name *name, struct error *error)
{
	struct bytes bytes = buf_bytes(&writer->piece);
	bool new = false;
	enum status status = buf_status(&writer->piece, error);

	if (status == STATUS_OK)
		status = depot_put(writer->depot, bytes, name, &new, error);
	writer->written.bytes += bytes.n;
	writer->written.new_bytes += new ? bytes.n : 0;
	arena_reset(writer->arena);
	buf_init(&writer->piece, writer->arena, DEPOT_PIECE_MAX);
	return status;
}

static enum status
end_piece(struct writer *writer, struct error *error)
{
	struct piece_name name;
	enum status status;

	if (writer->piece.n == 0 && !writer->piece.failed)
		return STATUS_OK;
	status = put(writer, &name, error);
	return status == STATUS_OK ? add_name(writer, &name, error) : status;
}

enum status
writer_section(struct writer *writer, const char *name, struct error *error)
{
	enum status status = end_piece(writer, error);

	if (status == STATUS_OK && writer->sections == HEADER_SECTIONS_MAX)
		status = error_set(error, STATUS_FAILURE, "sections",
		    "バックアップの区分が多すぎます",
		    "a backup has no more sections");
	if (status != STATUS_OK)
		return status;
	writer->section[writer->sections] = text_of(name);
	writer->first[writer->sections++] = writer->names_n;
	return STATUS_OK;
}

enum status
writer_row(struct writer *writer, struct bytes row, bool edge,
    struct error *error)
{
	buf_put(&writer->piece, row.p, row.n);
	return edge || writer->piece.n >= PIECE_BYTES ||
	    writer->piece.failed ? end_piece(writer, error) : STATUS_OK;
}

enum status
writer_reuse(struct writer *writer, const struct piece_name *piece,
    struct error *error)
{
	enum status status = end_piece(writer, error);

	return status == STATUS_OK ? add_name(writer, piece, error) : status;
}

enum status
writer_end(struct writer *writer, struct written *written,
    struct error *error)
{
	struct backup_contents contents = { .n = writer->sections };
	enum status status = end_piece(writer, error);

	if (status != STATUS_OK)
		return status;
	writer->first[writer->sections] = writer->names_n;
	for (size_t i = 0; i < contents.n; i++)
		contents.section[i] = (struct backup_section){
			writer->section[i], writer->names + writer->first[i],
			writer->first[i + 1] - writer->first[i],
		};
	header_write_contents(&writer->piece, &contents);
	status = put(writer, &writer->written.contents, error);
	if (status == STATUS_OK)
		status = depot_sync(writer->depot, error);
	*written = writer->written;
	return status;
}
