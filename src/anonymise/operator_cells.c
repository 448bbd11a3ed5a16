#include "anonymise/number.h"
#include "anonymise/operator.h"
#include "base/mem.h"

/* -amplitude to amplitude; triangular is the sum of two halves of it. */
static int64_t
draw(struct dice *dice, enum plan_distribution distribution,
    int64_t amplitude)
{
	uint64_t range = (uint64_t)amplitude;

	switch (distribution) {
	case NOISE_UNIFORM:
		return (int64_t)dice_below(dice, range * 2 + 1) - amplitude;
	case NOISE_TRIANGULAR:
		return (int64_t)(dice_below(dice, range + 1) +
		    dice_below(dice, range + 1)) - amplitude;
	}
	return 0;
}

/* The column's numbers, at the greatest scale that occurs. */
static bool
read_numbers(const struct dict *values, int64_t *number, bool *is_number,
    int *scale)
{
	bool any = false;

	for (int pass = 0; pass < 2; pass++)
		for (uint32_t v = 0; v < values->count; v++) {
			int here;

			is_number[v] = number_parse(dict_text(values, v),
			    &number[v], &here);
			if (!is_number[v])
				continue;
			any = true;
			if (here > *scale)
				*scale = here;
			number[v] = number_rescale(number[v], here, *scale);
		}
	return any;
}

static enum status
add_noise(const struct plan_operators *o, struct ingest *ingest, size_t c,
    const int64_t *number, const bool *is_number, int scale,
    int64_t amplitude, struct dice *dice, struct error *error)
{
	struct dict *values = &ingest->values[c];

	for (size_t p = 0; p < ingest->piece_count; p++) {
		struct ingest_piece *piece = &ingest->pieces[p];

		for (uint32_t r = 0; r < piece->rows; r++) {
			uint32_t *cell = piece->ids +
			    (size_t)r * ingest->columns + c;
			char text[NUMBER_TEXT];

			if (!is_number[*cell])
				continue;
			number_format(number[*cell] + draw(dice,
			    o->distribution, amplitude), scale, text);
			*cell = dict_add_text(values, text_of(text),
			    values->places[*cell]);
			if (*cell == DICT_NONE)
				return error_memory(error);
		}
	}
	return STATUS_OK;
}

enum status
operator_noise(const struct plan_operators *o, struct ingest *ingest,
    size_t c, struct dice *dice, struct error *error)
{
	const struct dict *values = &ingest->values[c];
	int64_t *number = mem_array(values->count, sizeof(*number));
	bool *is_number = mem_array(values->count, sizeof(*is_number));
	int64_t amplitude;
	int scale = 0, of_amplitude;
	enum status status = STATUS_OK;

	if (number == NULL || is_number == NULL) {
		status = error_memory(error);
	} else if (!number_parse(o->amplitude, &amplitude, &of_amplitude) ||
	    amplitude < 0) {
		status = error_set(error, STATUS_INVALID, "bad_value",
		    "noise の amplitude は 0 以上の数でなければなりません",
		    "the amplitude of noise must be a number from 0 on");
	} else {
		scale = of_amplitude;
		amplitude = number_rescale(amplitude, of_amplitude, scale);
		if (!read_numbers(values, number, is_number, &scale))
			status = error_set(error, STATUS_INVALID,
			    "not_a_number", "noise の列に数がありません",
			    "a column with noise has no numbers");
		amplitude = number_rescale(amplitude, of_amplitude, scale);
	}
	if (status == STATUS_OK)
		status = add_noise(o, ingest, c, number, is_number, scale,
		    amplitude, dice, error);
	mem_free(number);
	mem_free(is_number);
	return status;
}

/* A row as the swap sees it: its stratum and where its cell is. */
struct swappable {
	uint64_t stratum;
	uint32_t *cell;
};

static int
by_stratum(const void *a, const void *b)
{
	struct swappable x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x.stratum != y.stratum)
		return x.stratum < y.stratum ? -1 : 1;
	return (x.cell > y.cell) - (x.cell < y.cell);
}

/* Chooses the rows that take part: each with the plan's probability. */
static size_t
choose(const struct plan_operators *o, struct ingest *ingest, size_t c,
    const size_t *within, struct keytable *strata, struct dice *dice,
    struct swappable *rows, bool *done)
{
	size_t n = 0;

	*done = true;
	for (size_t p = 0; p < ingest->piece_count; p++) {
		struct ingest_piece *piece = &ingest->pieces[p];

		for (uint32_t r = 0; r < piece->rows; r++) {
			uint32_t *row = piece->ids +
			    (size_t)r * ingest->columns;
			uint64_t key[KEY_FIELDS] = { 0 };
			uint32_t stratum = 0;

			if (dice_below(dice, o->swap_share.q) >=
			    o->swap_share.p)
				continue;
			for (size_t w = 0; w < o->within_count; w++)
				key[w / 2] |= (uint64_t)row[within[w]] <<
				    (w % 2 * 32);
			if (!keytable_add_many(strata, key, 1, &stratum)) {
				*done = false;
				return 0;
			}
			rows[n++] = (struct swappable){ stratum, row + c };
		}
	}
	return n;
}

/* Shuffles the cells of each stratum (Fisher and Yates). */
static void
shuffle(struct swappable *rows, size_t n, struct dice *dice)
{
	size_t end;

	for (size_t first = 0; first < n; first = end) {
		for (end = first + 1; end < n &&
		    rows[end].stratum == rows[first].stratum; end++)
			continue;
		for (size_t i = end - 1; i > first; i--) {
			size_t j = first + (size_t)dice_below(dice,
			    i - first + 1);
			uint32_t cell = *rows[i].cell;

			*rows[i].cell = *rows[j].cell;
			*rows[j].cell = cell;
		}
	}
}

enum status
operator_swap(const struct plan_operators *o, struct ingest *ingest,
    size_t c, const size_t *within, struct dice *dice, struct error *error)
{
	struct swappable *rows = mem_array(ingest->rows, sizeof(*rows));
	struct keytable strata;
	size_t words = o->within_count < 2 ? 1 : (o->within_count + 1) / 2;
	bool done = rows != NULL && words <= KEY_WORDS &&
	    keytable_init(&strata, words);
	size_t n;

	if (!done) {
		mem_free(rows);
		return error_memory(error);
	}
	n = choose(o, ingest, c, within, &strata, dice, rows, &done);
	if (done) {
		qsort(rows, n, sizeof(*rows), by_stratum);
		shuffle(rows, n, dice);
	}
	keytable_free(&strata);
	mem_free(rows);
	return done ? STATUS_OK : error_memory(error);
}
