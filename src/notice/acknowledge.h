/*
 * acknowledge.h - who of the house has read which revision (article 24).
 *
 * One document for each member of staff, named by who they are, with the
 * newest revision that they have acknowledged and when.  It is JSON:
 *	{"principal", "revision", "time"}
 */
#ifndef NOTICE_ACKNOWLEDGE_H_
#define NOTICE_ACKNOWLEDGE_H_

#include "vault/document.h"
#include "vault/rules.h"

struct acknowledgement {
	struct text principal;
	unsigned int revision;	/* 0: none */
	int64_t time;
};

/* That the principal has read that revision; older ones change nothing. */
enum status acknowledge_revision(struct vault *vault, struct reader *reader,
    struct text principal, unsigned int revision, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* What a principal has acknowledged; revision 0 when nothing. */
enum status acknowledge_read(struct acknowledgement *acknowledgement,
    struct vault *vault, struct reader *reader, struct text principal,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/*
 * Whether somebody of the house may go on working: STATUS_REFUSED
 * "policy_not_acknowledged" when the revision in force has been so for more
 * than that many days (0: no limit) and they have not acknowledged it.
 */
enum status acknowledge_required(struct vault *vault, struct reader *reader,
    struct text principal, const struct rules *rules, int days,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* That somebody was refused for it, into the log. */
enum status acknowledge_log_refusal(struct vault *vault,
    struct text principal, unsigned int revision, struct error *error)
    MUST_USE NONNULL;

/* Up to max of them. */
enum status acknowledge_list(const struct acknowledgement **list, size_t *n,
    struct vault *vault, struct reader *reader, size_t max,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

#endif
