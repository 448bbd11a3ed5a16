#include "base/base.h"
#include "base/mem.h"

#undef calloc
#undef realloc
#undef free

void *
mem_alloc(size_t size)
{
	return calloc(1, size == 0 ? 1 : size);
}

void *
mem_array(size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	return mem_alloc(count * size);
}

void *
mem_grow(void *array, size_t old_count, size_t count, size_t size)
{
	char *grown;

	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	grown = realloc(array, count * size);
	if (grown != NULL)
		memset(grown + old_count * size, 0, (count - old_count) * size);
	return grown;
}

void *
mem_room(void *array, size_t n, size_t *capacity, size_t first, size_t size)
{
	size_t wanted = *capacity == 0 ? first : 2 * *capacity;
	void *grown;

	if (n < *capacity)
		return array;
	grown = mem_grow(array, *capacity, wanted, size);
	if (grown != NULL)
		*capacity = wanted;
	return grown;
}

void
mem_free(void *memory)
{
	free(memory);
}

char *
mem_string(const char *string)
{
	size_t n = strlen(string) + 1;
	char *copy = mem_alloc(n);

	if (copy != NULL)
		memcpy(copy, string, n);
	return copy;
}

void
mem_wipe(void *memory, size_t size)
{
	explicit_bzero(memory, size);
}
