/* page_parts.h - pieces of pages. */
#ifndef ANONYMISE_PAGE_PARTS_H_
#define ANONYMISE_PAGE_PARTS_H_

#include "anonymise/page.h"

struct page {
	struct buf *out;
	enum language language;
};

const char *page_parts_say(const struct page *page, const char *ja,
    const char *en) NONNULL;
/* Text with < > & " escaped. */
void page_parts_text(const struct page *page, struct text text) NONNULL;
void page_parts_begin(const struct page *page, const char *title) NONNULL;
void page_parts_end(const struct page *page) NONNULL;
void page_parts_heading(const struct page *page, const char *ja,
    const char *en) NONNULL;
/* A row of a table of two columns. */
void page_parts_pair(const struct page *page, const char *ja,
    const char *en, struct text value) NONNULL;

/* A number of a node, as it stands there and as one. */
struct text page_parts_number(const struct node *node, const char *key,
    char room[32]);
double page_parts_real(const struct node *node, const char *key);

/*
 * Two bars for each label: before and after.  values: 2 per label.
 */
struct page_parts_bar {
	struct text label;
	double value[2];
};
void page_parts_bars(const struct page *page, const char *title,
    const struct page_parts_bar *bars, size_t n) NONNULL_ARGS(1, 2);

#endif
