#include "crypto/secret.h"
#include "crypto/holder/journal.h"
#include "fuzz.h"

/*
 * A segment of the journal that somebody has written to: a byte (its place is
 * the first two bytes of the input) is changed, and the rest of the input put
 * behind the end.  What was changed is never taken for whole, what is read is
 * only what was written before, and the lane goes on behind it.
 */
enum { RECORDS = 6, CELLS = 64 };

static const uint8_t root[SEAL_KEY] = { 1 }, store[STORE_ID_SIZE];
static char folder[PATH_SIZE], path[PATH_SIZE];
static uint8_t whole[4096];
static size_t size_of_whole;

/* The segment that is changed: a few records of several kinds. */
static void
make(void)
{
	const uint64_t values[] = { 1024, 1025, 1026 };
	struct journal *journal;
	struct error error;
	FILE *file;

	CHECK(secret_start(&error) == STATUS_OK);
	CHECK(file_join(folder, fuzz_folder(), "opened", &error) ==
	    STATUS_OK && mkdir(folder, 0700) == 0);
	CHECK(journal_path(path, folder, 1, 1, &error) == STATUS_OK);
	CHECK(journal_open(&journal, folder, store, root, clock_system(),
	    &error) == STATUS_OK);
	for (size_t i = 0; i < RECORDS; i++)
		CHECK(journal_append(journal, i == 0 ? JOURNAL_BEGAN :
		    JOURNAL_OPENED, (unsigned int)i % 3, values, i % 4,
		    &error) == STATUS_OK);
	journal_close(journal);
	file = fopen(path, "rbe");
	CHECK(file != NULL);
	size_of_whole = fread(whole, 1, sizeof(whole), file);
	CHECK(size_of_whole > 0 && size_of_whole < sizeof(whole));
	(void)fclose(file);
}

static void
write_segment(const uint8_t *bytes, const uint8_t *more, size_t n)
{
	FILE *file = fopen(path, "wbe");

	CHECK(file != NULL);
	CHECK(fwrite(bytes, 1, size_of_whole, file) == size_of_whole);
	CHECK(fwrite(more, 1, n, file) == n);
	CHECK(fclose(file) == 0);
}

static void
read_segment(struct journal_info *info)
{
	struct journal_cell cells[CELLS];
	struct journal *journal;
	uint64_t people, bulk;
	struct error error;
	char next[PATH_SIZE];
	size_t n;

	CHECK(journal_open(&journal, folder, store, root, clock_system(),
	    &error) == STATUS_OK);
	CHECK(journal_spent(journal, &people, &bulk, &error) == STATUS_OK);
	CHECK(journal_read(journal, 1, 1, 0, info, cells, CELLS, &n,
	    &error) == STATUS_OK);
	CHECK(n <= CELLS && info->records <= RECORDS);
	CHECK(journal_append(journal, JOURNAL_ENDED, 0, NULL, 0, &error) ==
	    STATUS_OK);
	journal_close(journal);
	/* It went on in another one, or in this one. */
	if (journal_path(next, folder, 1, 2, &error) == STATUS_OK)
		(void)unlink(next);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t changed[sizeof(whole)];
	struct journal_info info;
	size_t at;

	if (folder[0] == '\0')
		make();
	if (size < 3)
		return 0;
	at = ((size_t)data[0] << 8 | data[1]) % size_of_whole;
	memcpy(changed, whole, size_of_whole);
	changed[at] ^= data[2];
	write_segment(changed, data + 3, size - 3);
	read_segment(&info);
	CHECK(data[2] == 0 || info.state != JOURNAL_WHOLE);
	CHECK(data[2] != 0 || info.records == RECORDS);
	return 0;
}
