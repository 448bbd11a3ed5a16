#include "store/gather.h"

void *
gather_room(struct gathering *g, size_t size)
{
	if (g->n == g->capacity) {
		size_t capacity = g->capacity == 0 ? 4 : 2 * g->capacity;
		void *grown = arena_array(g->arena, capacity, size);

		if (grown == NULL)
			return NULL;
		if (g->n > 0)
			memcpy(grown, g->rows, g->n * size);
		g->rows = grown;
		g->capacity = capacity;
	}
	return (char *)g->rows + g->n++ * size;
}

enum status
gather_keep(struct arena *arena, struct bytes *bytes, struct error *error)
{
	struct text copy = text_copy(arena,
	    (struct text){ (const char *)bytes->p, bytes->n });

	*bytes = bytes_of(copy);
	return copy.p == NULL ? error_memory(error) : STATUS_OK;
}

enum status
gather_keep_text(struct arena *arena, struct text *text, struct error *error)
{
	*text = text_copy(arena, *text);
	return text->p == NULL ? error_memory(error) : STATUS_OK;
}

enum status
gather_rows(struct reader *reader, enum statement statement,
    const struct db_value *values, size_t values_n, db_row_fn *each,
    const void **rows, size_t *n, struct arena *arena, struct error *error)
{
	struct gathering g = { .arena = arena };
	enum status status = reader->driver->query(reader->db, statement,
	    values, values_n, each, &g, error);

	*rows = g.rows;
	*n = g.n;
	return status;
}
