/*
 * compare.h - what a new revision changes, and what the law asks for it.
 *
 * Every change of a declaration falls into a class (DESIGN: the policy file):
 * editorial; within article 17(2) and so to be notified or published (21(3));
 * of what joint users publish (27(6)); or beyond, so that each person has to
 * consent (18(1), 27(1)).  Whether a new purpose is one that people could
 * expect of an old one is a judgement of the officer, written into the new
 * file as the purpose's related_to; without it the answer is consent.
 */
#ifndef POLICY_COMPARE_H_
#define POLICY_COMPARE_H_

#include "base/jsonw.h"
#include "policy/source.h"

enum change_class {
	CHANGE_EDITORIAL,
	CHANGE_NOTICE,		/* 17(2), 21(3) */
	CHANGE_JOINT_USE,	/* 27(6) */
	CHANGE_CONSENT,		/* 18(1), 27(1), 28(1) */
};
enum { CHANGE_CLASSES = CHANGE_CONSENT + 1 };
extern const char *const change_class_names[CHANGE_CLASSES];
extern const struct words change_class_words[CHANGE_CLASSES];

enum change_how { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_CHANGED };

struct compared {
	enum change_class class;
	enum change_how how;
	/*
	 * A wider meaning under an old name: what was said under the name
	 * before would silently cover it, so it cannot be announced.
	 */
	bool needs_new_id;
	struct text section;	/* "purposes", "rights.types", "text" */
	struct text id;		/* of the declaration, or "" */
	struct text key;	/* of CHANGE_CHANGED */
	const struct node *old_node;	/* declaration or value, or NULL */
	const struct node *new_node;
	const struct node *declaration;	/* the new one, or the removed */
	struct text clause;	/* that states it, or "" */
	const struct node *heading;	/* of that clause, or NULL */
	const char *article;
	struct words why;
	struct compared *next;
};

struct comparison {
	const struct policy_source *old_source;
	const struct policy_source *new_source;
	struct compared *first;
	struct compared *last;
	size_t count[CHANGE_CLASSES];
	enum change_class class;	/* the gravest */
	bool needs_new_id;		/* of any */
};

enum status compare_sources(struct comparison *comparison,
    const struct policy_source *old_source,
    const struct policy_source *new_source, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

void compare_print(struct buf *out, const struct comparison *comparison,
    enum language language) NONNULL;
void compare_json(struct jsonw *json, const struct comparison *comparison)
    NONNULL;

/*
 * 改訂のお知らせ as Markdown: the reason and dates that the new file gives,
 * and what changed, old and new side by side, clause by clause.
 */
void compare_notice(struct buf *out, const struct comparison *comparison,
    enum language language) NONNULL;

#endif
