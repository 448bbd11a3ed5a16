/*
 * lint_outline.h - from lines to entries, blocks, nodes and sentences.
 */
#ifndef POLICY_LINT_OUTLINE_H_
#define POLICY_LINT_OUTLINE_H_

#include "policy/lint_doc.h"
#include "policy/lint_fold.h"

/* Lines that belong together: a paragraph, a heading, an item, a table row. */
struct lint_entry {
	struct lint_span raw;		/* with the marker */
	struct lint_span caption;	/* (目的) on the line above 第1条 */
	struct lint_marker marker;
	enum lint_line_kind kind;
	uint32_t depth;
	uint32_t number;		/* of an <li> in an <ol> */
	uint32_t length;		/* letters behind the marker */
	bool chrome;
	bool after_blank;
	bool past_terms;
	bool definition;
	bool bold;
	bool stop;			/* a full stop somewhere */
	bool ends_stop;
	bool cut;			/* cut from the words behind it */
	bool heading;
};

struct lint_entries {
	struct lint_entry *list;
	size_t n, capacity;
};

/* Joins broken lines; finds markers; cuts 第1条(目的) from what follows. */
bool lint_lines_join(struct lint_doc *doc, const struct lint_fold *fold,
    struct lint_entries *entries);

/* Says which entries are headings. */
bool lint_heading_mark(struct lint_doc *doc, const struct lint_fold *fold,
    struct lint_entries *entries);

/* Topics of a raw span. */
uint32_t lint_heading_topics(struct lint_doc *doc,
    const struct lint_fold *fold, struct lint_span raw);

/* Everything from lines on; false when memory is out. */
bool lint_outline_build(struct lint_doc *doc);

/* Blocks with a marker or heading become nodes; all get their node. */
bool lint_nodes_build(struct lint_doc *doc, const struct lint_fold *fold,
    const struct lint_entries *entries);

/* Folds the blocks, cuts sentences, finds labels, topics and leads. */
bool lint_blocks_finish(struct lint_doc *doc, const struct lint_fold *fold);

/* Whether a sentence promises a list: 次のとおり, 以下の各号, … : */
bool lint_blocks_announces(const struct lint_doc *doc, uint32_t sentence);

#endif
