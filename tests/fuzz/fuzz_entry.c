#include "audit/entry.h"
#include "fuzz.h"

/* An entry has one encoding: what is read is written as the same bytes. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	struct entry entry;
	struct error error;
	struct jsonw json;
	struct buf out;
	enum status status = entry_read(&entry, (struct bytes){ data, size },
	    arena, &error);

	if (status != STATUS_OK) {
		fuzz_check_error(&error, status);
		return 0;
	}
	buf_init(&out, arena, FUZZ_OUT);
	entry_write(&out, &entry);
	CHECK(out.n == size && memcmp(out.p, data, size) == 0);
	buf_init(&out, arena, FUZZ_OUT);
	json = jsonw_new(&out, true);
	entry_json(&json, &entry, 1);
	return 0;
}
