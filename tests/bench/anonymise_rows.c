/*
 * anonymise_rows - larger tables of the kind of Adult, for the bench.
 *
 * usage: anonymise_rows ADULT.CSV ROWS >FILE
 *
 * splitmix64 whose state starts at 1; for each row draw b, then for each
 * column draw r: where r mod 10 is 0 the column is that of row (r >> 8), else
 * that of row b (both mod the rows of Adult).  One million rows have the
 * SHA-256 84d237e8..., ten million b737abf2....
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 30162, COLUMNS = 9, LINE = 256 };

static char lines[ROWS][LINE];
static const char *cells[ROWS][COLUMNS];
static uint64_t state = 1;

static uint64_t
next(void)
{
	uint64_t z = (state += 0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
	return z ^ (z >> 31);
}

/* False when the file is not Adult. */
static int
read_adult(const char *path, char header[LINE])
{
	FILE *file = fopen(path, "r");
	int rows = 0;

	if (file == NULL || fgets(header, LINE, file) == NULL)
		return 0;
	header[strcspn(header, "\r\n")] = '\0';
	while (rows < ROWS && fgets(lines[rows], LINE, file) != NULL) {
		char *at = lines[rows];

		at[strcspn(at, "\r\n")] = '\0';
		for (int c = 0; c < COLUMNS; c++)
			cells[rows][c] = strsep(&at, ";");
		rows += cells[rows][COLUMNS - 1] != NULL;
	}
	(void)fclose(file);
	return rows == ROWS;
}

int
main(int argc, char **argv)
{
	char header[LINE], *end = NULL;
	uint64_t rows = argc == 3 ? strtoull(argv[2], &end, 10) : 0;

	if (argc != 3 || *end != '\0') {
		(void)fprintf(stderr,
		    "usage: anonymise_rows ADULT.CSV ROWS >FILE\n");
		return 2;
	}
	if (!read_adult(argv[1], header)) {
		(void)fprintf(stderr, "%s: not Adult\n", argv[1]);
		return 1;
	}
	(void)puts(header);
	for (uint64_t i = 0; i < rows; i++) {
		uint64_t b = next() % ROWS;

		for (int c = 0; c < COLUMNS; c++) {
			uint64_t r = next();

			if (c > 0)
				(void)putchar(';');
			(void)fputs(cells[r % 10 == 0 ? (r >> 8) % ROWS : b]
			    [c], stdout);
		}
		(void)putchar('\n');
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
