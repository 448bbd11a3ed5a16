/*
 * lint_tags.h - single tags and entities of HTML.
 */
#ifndef POLICY_LINT_TAGS_H_
#define POLICY_LINT_TAGS_H_

#include "base/base.h"

struct lint_tag {
	struct text name;	/* in small letters; empty for a comment */
	struct text attributes;
	bool closing;
	bool empty;		/* <br/> */
	size_t end;		/* behind the '>' */
};

enum lint_tag_kind {
	TAG_OTHER,	/* shown in the line: span, a form's label, … */
	TAG_BREAK,
	TAG_BLOCK,
	TAG_HEADING,
	TAG_LIST,
	TAG_ITEM,
	TAG_TABLE,
	TAG_BOLD,
	TAG_LINK,
	TAG_IMAGE,
	TAG_HIDDEN,	/* its content is not shown: script, style, … */
};

/*
 * Reads the tag, comment or declaration that begins at *at with '<' and moves
 * *at behind it.  False when it is no tag but a mere '<'.
 */
bool lint_tags_read(struct text source, size_t *at, struct lint_tag *tag);

enum lint_tag_kind lint_tags_kind(struct text name);

/* The same name as a static string, for TAG_HIDDEN. */
const char *lint_tags_hidden(struct text name);

/* The value of an attribute, without its quotes; empty when absent. */
struct text lint_tags_attribute(const struct lint_tag *tag, const char *name);

/* The entity at the begin of text: its length in bytes, 0 for none. */
size_t lint_tags_entity(struct text text, uint32_t *code_point);

/* Whether an opening tag of that name occurs. */
bool lint_tags_find(struct text source, const char *name);

#endif
