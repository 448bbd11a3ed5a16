#include "fuzz.h"
#include "render/doc.h"
#include "render/doc_html.h"
#include "render/doc_markdown.h"
#include "render/doc_text.h"
#include "render/doc_wire.h"

/* What goes to the program that draws PDF. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	struct doc *doc, *again;
	struct error error;
	struct buf out;
	enum status status = doc_wire_read(&doc, (struct bytes){ data, size },
	    arena, &error);

	if (status != STATUS_OK) {
		fuzz_check_error(&error, status);
		return 0;
	}
	buf_init(&out, arena, FUZZ_OUT);
	doc_wire_write(&out, doc);
	CHECK(doc_wire_read(&again, buf_bytes(&out), arena, &error) ==
	    STATUS_OK);
	return 0;
}
