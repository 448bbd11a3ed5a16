#include "backup/header.h"
#include "fuzz.h"

/* The head of a backup, by whatever key it names; what is read is written. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	struct backup_header header;
	struct error error;
	struct buf out;
	enum status status = header_read(&header, (struct bytes){ data,
	    size }, arena, &error);

	if (status != STATUS_OK) {
		fuzz_check_error(&error, status);
		return 0;
	}
	buf_init(&out, arena, FUZZ_OUT);
	CHECK(header_write(&out, &header, &error) == STATUS_OK);
	return 0;
}
