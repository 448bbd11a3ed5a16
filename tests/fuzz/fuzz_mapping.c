#include "connector/mapping.h"
#include "fuzz.h"

/* What says which column of a file is which item. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char columns[] = "氏名,会社,メール,電話,登録日,同意\n";
	static struct table_in *table;
	const struct table_in_options options = {
		.csv = { .delimiter = ',' },
	};
	struct arena *arena = fuzz_arena();
	const struct text fields[] = {
		TEXT("見本 太郎"), TEXT("例示社"),
		TEXT("a@example.jp"), TEXT("090-0000-0000"),
		TEXT("2026-01-01"), TEXT("はい"),
	};
	struct acquisition acquisition;
	struct findings findings;
	struct mapping mapping;
	struct error error;
	enum status status;

	if (table == NULL) {
		char path[64];
		int fd = memfd_create("csv", MFD_CLOEXEC);

		CHECK(fd >= 0 && write(fd, columns, sizeof(columns) - 1) > 0);
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		CHECK(table_in_open(&table, path, &options, &error) ==
		    STATUS_OK);
	}
	findings_init(&findings, arena, "fuzz");
	status = mapping_read(&mapping, fuzz_file((struct bytes){ data,
	    size }), table, &findings, arena, &error);
	if (status == STATUS_OK)
		status = mapping_acquisition(&mapping, fields, &acquisition,
		    arena, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	return 0;
}
