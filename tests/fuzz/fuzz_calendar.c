#include "calendar/holiday.h"
#include "fuzz.h"

/* The government's list of national holidays: CP932, or UTF-8. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	struct holiday_list list;
	struct error error;
	enum status status;

	memset(&list, 0, sizeof(list));
	status = holiday_read_list(&list, (struct bytes){ data, size }, arena,
	    &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	return 0;
}
