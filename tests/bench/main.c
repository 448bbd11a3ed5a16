/*
 * bench [ROW ...] - the rows of docs/performance.md, or those that are named.
 * bench raw - reads a second of plain PostgreSQL over eight connections, for
 * over_http.py.
 */
#include "bench.h"

int
main(int argc, char **argv)
{
	static const struct {
		const char *row;
		void (*run)(void);
	} rows[] = {
		{ "1", bench_read },
		{ "2", bench_postgres },
		{ "3", bench_durable },
		{ "4", bench_write },
		{ "8", bench_erase },
		{ "expire", bench_expire },
		{ "9", bench_log },
		{ "10", bench_space },
	};

	if (argc == 2 && strcmp(argv[1], "raw") == 0) {
		bench_raw();
		return 0;
	}
	(void)printf("%-50s %10s %10s\n", "", "ours", "bare");
	for (size_t i = 0; i < LENGTH(rows); i++) {
		bool wanted = argc < 2;

		for (int a = 1; a < argc; a++)
			wanted = wanted || strcmp(argv[a], rows[i].row) == 0;
		if (wanted)
			rows[i].run();
	}
	return bench_missed() == 0 ? 0 : 1;
}
