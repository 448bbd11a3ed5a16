/*
 * page.h - walking over more than an arena holds.
 *
 * Between page_begin() and page_end() a visit has an arena of its own, which
 * page_turn() empties; what is to stay is copied before.
 */
#ifndef VAULT_PAGE_H_
#define VAULT_PAGE_H_

#include "vault/visit.h"

struct page {
	struct visit *visit;
	struct arena *arena;		/* the visit's own, meanwhile */
};

enum status page_begin(struct page *page, struct visit *visit,
    struct error *error) MUST_USE NONNULL;
void page_turn(struct page *page) NONNULL;
void page_end(struct page *page) NONNULL;

#endif
