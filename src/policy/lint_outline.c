#include "policy/lint_outline.h"

bool
lint_outline_build(struct lint_doc *doc)
{
	const struct lint_fold *fold = lint_fold_new(doc->arena);
	struct lint_entries entries = { NULL, 0, 0 };

	return fold != NULL && lint_lines_join(doc, fold, &entries) &&
	    lint_heading_mark(doc, fold, &entries) &&
	    lint_nodes_build(doc, fold, &entries) &&
	    lint_blocks_finish(doc, fold);
}
