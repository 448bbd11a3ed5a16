/*
 * notice_page.h - what the store publishes of its policy, as pages for
 * everybody: each revision, the notice of its change, the history.
 *
 * A page is whole and loads nothing (render/page.h).  It is made from the
 * revisions and, for notices, from what is kept of their announcement and
 * display (notice.h); personal data has no way in.
 */
#ifndef NOTICE_NOTICE_PAGE_H_
#define NOTICE_NOTICE_PAGE_H_

#include "base/buf.h"
#include "vault/rules.h"
#include "vault/vault.h"

/* Where a revision stands in time. */
enum page_time { PAGE_IN_FORCE, PAGE_PAST, PAGE_TO_COME };

struct notice_page {
	struct vault *vault;
	struct reader *reader;
	const struct rules *rules;
	enum language language;
	int64_t now;
	const char *base;	/* "/policy"; the pages link to each other */
};

enum page_time notice_page_time(const struct notice_page *page,
    const struct rules_revision *revision) NONNULL;

/* Whether the policy is written in English, too. */
bool notice_page_english(const struct rules_revision *revision) NONNULL;

/* The text of a revision; a pure function of it, its time and language. */
enum status notice_page_policy(struct buf *out,
    const struct notice_page *page, const struct rules_revision *revision,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* The same for programs, as JSON-LD. */
enum status notice_page_linked(struct buf *out,
    const struct notice_page *page, const struct rules_revision *revision,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * 改訂のお知らせ: what changes, why, when, and where it was displayed.
 * STATUS_NOT_FOUND "first_revision" for the first one.
 */
enum status notice_page_notice(struct buf *out,
    const struct notice_page *page, const struct rules_revision *revision,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* All revisions, the newest first. */
enum status notice_page_history(struct buf *out,
    const struct notice_page *page, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

#endif
