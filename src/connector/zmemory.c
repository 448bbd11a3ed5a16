#include "base/mem.h"
#include "connector/zmemory.h"

voidpf
zmemory_take(voidpf context, uInt items, uInt size)
{
	size_t n = (size_t)items * size;
	size_t *room = mem_alloc(n + 2 * sizeof(n));

	(void)context;
	if (room == NULL)
		return Z_NULL;
	*room = n;
	return room + 2;
}

void
zmemory_give(voidpf context, voidpf memory)
{
	size_t *room = (size_t *)memory - 2;

	(void)context;
	mem_wipe(memory, *room);
	mem_free(room);
}
