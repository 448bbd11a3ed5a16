#include "vault/page.h"

enum { PAGE_MAX = 256 << 20 };

enum status
page_begin(struct page *page, struct visit *visit, struct error *error)
{
	struct arena *arena = arena_new(PAGE_MAX);

	if (arena == NULL)
		return error_memory(error);
	*page = (struct page){ visit, visit->arena };
	visit->arena = arena;
	return STATUS_OK;
}

void
page_turn(struct page *page)
{
	arena_reset(page->visit->arena);
}

void
page_end(struct page *page)
{
	arena_free(page->visit->arena);
	page->visit->arena = page->arena;
}
