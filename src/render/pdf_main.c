/*
 * sekisho-pdf: a document (doc_wire.h) on standard input, PDF on standard
 * output.  It is started by pdf_write() and by nobody else.
 */
#include <errno.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/file.h"
#include "render/doc_wire.h"
#include "render/pdf_draw.h"

/* Readings, layouts and the PDF itself. */
#define MEMORY_MAX ((size_t)512 << 20)

/*
 * It reads fonts, which are opened as they are used, and writes to standard
 * output: no other file, no socket, no program.
 */
static enum status
shut_doors(struct error *error)
{
	static const struct confine_path fonts = {
		"/var/cache/fontconfig", CONFINE_READ
	};
	enum confine_kept kept;

	return confine_self(&kept, &(struct confine){
	    .paths = &fonts, .path_count = 1, .network = CONFINE_NO_NETWORK,
	    .system_files = true }, error);
}

static enum status
put(struct bytes bytes, struct error *error)
{
	ssize_t n;

	for (size_t at = 0; at < bytes.n; at += (size_t)n) {
		n = write(STDOUT_FILENO, bytes.p + at, bytes.n - at);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n <= 0)
			return error_system(error, "write", errno);
	}
	return STATUS_OK;
}

int
main(void)
{
	struct arena *arena = arena_new(MEMORY_MAX);
	struct error error = { .status = STATUS_OK };
	struct bytes in;
	struct doc *doc;
	struct buf out;
	enum status status;

	if (arena == NULL)
		return EXIT_FAILURE;
	status = shut_doors(&error);
	buf_init(&out, arena, MEMORY_MAX / 4);
	if (status == STATUS_OK)
		status = file_read(&in, "-", DOC_WIRE_MAX, arena, &error);
	if (status == STATUS_OK)
		status = doc_wire_read(&doc, in, arena, &error);
	if (status == STATUS_OK)
		status = pdf_draw(&out, doc, arena, &error);
	if (status == STATUS_OK)
		status = buf_status(&out, &error);
	if (status == STATUS_OK)
		status = put(buf_bytes(&out), &error);
	if (status != STATUS_OK)
		(void)fprintf(stderr, "sekisho-pdf: %s\n",
		    error.text[LANGUAGE_EN]);
	arena_free(arena);
	return status == STATUS_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
