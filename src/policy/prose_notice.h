/*
 * prose_notice.h - 改訂のお知らせ and the history of a policy, as documents.
 *
 * They are made from plain data: who compares revisions (policy compare) and
 * who keeps them (the store) fill these structs and know nothing of how they
 * are written.  Texts are in the language that is asked for; Japanese that
 * has no English is marked as Japanese.
 */
#ifndef POLICY_PROSE_NOTICE_H_
#define POLICY_PROSE_NOTICE_H_

#include "policy/compare.h"
#include "render/doc.h"

/* What a change does to the people whose data is held (DESIGN 7). */
enum prose_change_class {
	PROSE_EDITORIAL,	/* words only */
	PROSE_WITHIN,		/* within 17(2): this notice is what it needs */
	PROSE_BEYOND,		/* beyond it: each person is asked */
	PROSE_JOINT_USE,	/* joint use is published anew (27(6)) */
	PROSE_NARROWER,		/* less is done than before */
	PROSE_PUBLISHED,	/* something else that is published */
};
enum { PROSE_CHANGE_CLASSES = PROSE_PUBLISHED + 1 };

/* A text and the language in which it is. */
struct prose_words {
	struct text text;
	enum language language;
};

struct prose_change {
	enum prose_change_class class;
	struct prose_words where;	/* 2. 利用目的 */
	struct prose_words before;	/* empty: added */
	struct prose_words after;	/* empty: taken away */
	/* What it is made from, for the origin of its row; may be NULL. */
	const void *key;
	struct text name;
};

/*
 * The changes that the public can read, from a comparison: a row for each
 * declaration that either revision prints otherwise than the other.
 */
enum status prose_change_collect(const struct prose_change **changes,
    size_t *count, const struct comparison *comparison,
    enum language language, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* Where the new revision was displayed, from when to when; as evidence. */
struct prose_display {
	struct text place;	/* URL, or where the poster hung */
	struct text from;	/* 2026-11-22 09:30, in Japan */
	struct text until;	/* or empty: it still is */
	struct text hash;	/* of what was seen, 64 hexadecimal digits */
};

/* Days are 2026-11-22, or empty. */
struct prose_notice {
	struct prose_words operator;
	struct prose_words policy;	/* its title */
	struct text old_version;
	struct text new_version;
	struct text announced;
	struct text in_force;
	struct text displayed_until;	/* last day of the notice */
	struct text objection_until;	/* 23:59 of that day; or empty */
	struct prose_words reason;
	const struct prose_change *changes;
	size_t count;
	const struct prose_display *displays;
	size_t display_count;
	unsigned int gap_days;	/* by which interruptions extend it */
	struct text new_text;		/* URL of the revised text, or empty */
};

enum status prose_notice_write(struct doc **doc,
    const struct prose_notice *notice, enum language language,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

struct prose_past {
	struct text version;
	struct text enacted;
	struct text revised;
	struct text in_force;
	struct text announced;	/* or empty */
	struct prose_words reason;
	struct text hash;	/* 64 hexadecimal digits */
	struct text page;	/* URL or #anchor of the text, or empty */
	struct text notice;	/* of its notice, or empty */
};

/* The revisions as they are handed in: the newest first. */
enum status prose_history_write(struct doc **doc,
    const struct prose_words *operator, const struct prose_past *past,
    size_t count, enum language language, struct arena *arena,
    struct error *error) MUST_USE NONNULL_ARGS(1, 2, 6, 7);

#endif
