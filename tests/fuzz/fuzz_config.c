#include "fuzz.h"
#include "vault/config.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	struct config config;
	struct error error;
	enum status status;

	fuzz_place("sekisho.yaml", (struct bytes){ data, size });
	status = config_read(&config, fuzz_folder(), arena, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	else
		CHECK(config_horizon_days(&config) >= 0);
	return 0;
}
