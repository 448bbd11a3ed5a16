#include "audit/verify.h"
#include "fuzz.h"

static enum status
each(void *context, uint64_t index, struct bytes entry, struct error *error)
{
	size_t *total = context;

	(void)index;
	(void)error;
	for (size_t i = 0; i < entry.n; i++)
		*total += entry.p[i];
	return STATUS_OK;
}

static void
make_folders(void)
{
	static const char *const names[] = {
		"tile", "tile/0", "tile/0/000.p", "tile/entries",
		"tile/entries/000.p"
	};

	for (size_t i = 0; i < LENGTH(names); i++) {
		char path[2 * PATH_SIZE];

		(void)snprintf(path, sizeof(path), "%s/%s", fuzz_folder(),
		    names[i]);
		CHECK(mkdir(path, 0700) == 0);
	}
}

/*
 * A byte with the size of the log, then the bundle of entries; where that
 * ends (two bytes say), the hashes.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tile_log *log;
	struct error error;
	const struct hash *row;
	char name[64];
	size_t bundle, n, total = 0;
	uint64_t width;
	enum status status;

	if (fuzz_folder_path[0] == '\0')
		make_folders();
	if (size < 3 || data[0] == 0)
		return 0;
	width = data[0];
	bundle = (size_t)(data[1] << 8 | data[2]);
	if (bundle > size - 3)
		bundle = size - 3;
	(void)snprintf(name, sizeof(name), "tile/entries/000.p/%u", data[0]);
	fuzz_place(name, (struct bytes){ data + 3, bundle });
	(void)snprintf(name, sizeof(name), "tile/0/000.p/%u", data[0]);
	fuzz_place(name, (struct bytes){ data + 3 + bundle, size - 3 - bundle });
	CHECK(tile_log_open(&log, fuzz_folder(), width, &error) == STATUS_OK);
	status = tile_log_entries(log, 0, width, each, &total, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	status = tile_log_hashes(log, 0, &row, &n, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	else
		CHECK(n == width);
	for (int level = TILE_ENTRIES; level <= 0; level++) {
		status = tile_log_older(log, level, &error);
		if (status != STATUS_OK)
			fuzz_check_error(&error, status);
	}
	tile_log_close(log);
	return 0;
}
