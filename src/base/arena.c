#include "base/base.h"
#include "base/mem.h"

enum { FIRST_BLOCK = 8192, ALIGN = 16 };

struct block {
	struct block *next;
	size_t size;		/* of data[] */
	size_t used;
	_Alignas(ALIGN) unsigned char data[];
};

struct arena {
	struct block *first;
	struct block *last;
	size_t limit;
	size_t used;
};

static struct block *
block_new(size_t size)
{
	struct block *block = mem_alloc(sizeof(*block) + size);

	if (block == NULL)
		return NULL;
	block->size = size;
	return block;
}

struct arena *
arena_new(size_t limit)
{
	struct arena *arena = mem_alloc(sizeof(*arena));

	if (arena == NULL)
		return NULL;
	arena->first = block_new(limit < FIRST_BLOCK ? limit : FIRST_BLOCK);
	if (arena->first == NULL) {
		mem_free(arena);
		return NULL;
	}
	arena->last = arena->first;
	arena->limit = limit;
	return arena;
}

static void
free_blocks(struct block *block)
{
	while (block != NULL) {
		struct block *next = block->next;

		mem_wipe(block->data, block->used);
		mem_free(block);
		block = next;
	}
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	free_blocks(arena->first);
	mem_free(arena);
}

void
arena_reset(struct arena *arena)
{
	free_blocks(arena->first->next);
	arena->first->next = NULL;
	mem_wipe(arena->first->data, arena->first->used);
	arena->first->used = 0;
	arena->last = arena->first;
	arena->used = 0;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct block *block = arena->last;
	size_t wanted;

	if (size > SIZE_MAX - ALIGN)
		return NULL;
	wanted = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (wanted > arena->limit - arena->used)
		return NULL;
	if (wanted > block->size - block->used) {
		size_t grown = block->size * 2;

		if (grown > 1 << 20)
			grown = 1 << 20;
		block = block_new(wanted > grown ? wanted : grown);
		if (block == NULL)
			return NULL;
		arena->last->next = block;
		arena->last = block;
	}
	block->used += wanted;
	arena->used += wanted;
	return block->data + block->used - wanted;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	return arena_alloc(arena, count * size);
}

size_t
arena_used(const struct arena *arena)
{
	return arena->used;
}
