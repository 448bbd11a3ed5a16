/*
 * Row 10: bytes on disk against bytes of personal data; the log apart.
 */
#include <sys/stat.h>

#include "bench.h"

enum { PEOPLE = 50000 };

static double
size_of(const char *folder, const char *name)
{
	char path[2 * PATH_SIZE];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	return stat(path, &st) == 0 ? (double)st.st_size : 0;
}

void
bench_space(void)
{
	const double data = (double)PEOPLE * BENCH_RECORD;
	struct bench bench;
	struct raw raw;
	double ours, bare;

	bench_open(&bench, PEOPLE, 0);
	TRY(store_tidy(vault_store(bench.vault), &bench_error));
	ours = size_of(bench.config.folder, "data.db") +
	    size_of(bench.config.folder, "keys/keys.db");
	bench_note("10 bytes a person: data, keys",
	    size_of(bench.config.folder, "data.db") / PEOPLE,
	    size_of(bench.config.folder, "keys/keys.db") / PEOPLE, "B");
	raw_open(&raw);
	raw_run(&raw, "BEGIN");
	for (uint64_t i = 0; i < PEOPLE; i++)
		raw_insert(&raw, i);
	raw_run(&raw, "COMMIT; PRAGMA wal_checkpoint(truncate)");
	bare = size_of(raw.folder, "raw.db");
	bench_note("10 bytes on disk / personal data; SQLite's",
	    ours / data, bare / data, "x");
	bench_row("10 the goal: at most twice the personal data",
	    ours / PEOPLE, 2.0 * BENCH_RECORD, "B", 1.0);
	raw_close(&raw);
	bench_close(&bench);
}
