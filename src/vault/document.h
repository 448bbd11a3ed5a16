/*
 * document.h - papers of the house itself: who may come in, what was shown
 * when, approvals, certificates, jobs.
 *
 * A document is bytes of its owner's own format, sealed, under a kind and an
 * id of 16 bytes.  Every writing of one is in the entry of its act, with the
 * version, so that vault_verify() finds one that was put back or taken away.
 * What belongs to one person is no document: it is a record of theirs, and
 * goes with them.
 *
 * due is when somebody has to see to it; a job asks for what is due.
 */
#ifndef VAULT_DOCUMENT_H_
#define VAULT_DOCUMENT_H_

#include "audit/entry.h"
#include "store/change.h"
#include "store/reader.h"
#include "vault/vault.h"

/* Numbers are never used again; some wait for the room that will use them. */
enum document_kind {
	DOCUMENT_PRINCIPAL = 1,	/* staff, services, auditors */
	DOCUMENT_SESSION,
	DOCUMENT_APPROVAL,
	DOCUMENT_IDEMPOTENCY,	/* what was answered to a key */
	DOCUMENT_JOB,
	DOCUMENT_MAIL,
	DOCUMENT_WEBHOOK,
	DOCUMENT_IMPORT,
	DOCUMENT_DISPLAY,	/* what was shown to the public, when */
	DOCUMENT_NOTICE,	/* of a revision */
	DOCUMENT_CAMPAIGN,
	DOCUMENT_ACKNOWLEDGEMENT,
	DOCUMENT_CERTIFICATE,	/* of an erasure */
	DOCUMENT_DISPOSAL,	/* of devices and media */
	DOCUMENT_KEY_STATE,
	DOCUMENT_BACKUP,
	DOCUMENT_DATASET,	/* an anonymised one: plan, report, status */
	DOCUMENT_RELEASE,	/* a statistic that went out */
	DOCUMENT_BUDGET,	/* of privacy, per purpose and period */
	DOCUMENT_SUPPRESSION,	/* hashes of those not to be taken in */
	DOCUMENT_METHOD,	/* how a dataset was made: 加工方法等情報 */
	DOCUMENT_PART,		/* a piece of a dataset's file */
	DOCUMENT_EXPORT,	/* what was taken out as a file */
	DOCUMENT_OBSERVATION,	/* of weeks in which nothing is enforced */
	DOCUMENT_BULK,		/* who was among many (bulk.h) */
	DOCUMENT_FILE,		/* the paper of a person's file (files.h) */
	DOCUMENT_PIECE,		/* a piece of one */
};
enum { DOCUMENT_KINDS = DOCUMENT_PIECE + 1 };

struct document {
	enum document_kind kind;
	uint8_t id[DOCUMENT_ID_SIZE];
	uint64_t version;	/* as read; 0: a new one */
	int64_t due;		/* ms since 1970; 0: never */
	struct bytes body;
};

/* The id of what has a name of its own: a keyed hash of it. */
enum status document_id(uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault,
    enum document_kind kind, struct text name, struct error *error)
    MUST_USE NONNULL;

/* STATUS_NOT_FOUND when there is none; STATUS_INTEGRITY when it is broken. */
enum status document_get(struct document *document, struct vault *vault,
    struct reader *reader, enum document_kind kind,
    const uint8_t id[DOCUMENT_ID_SIZE], struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/*
 * Up to max with an id above after (NULL: from the first), in the order of
 * ids; or those that are due until then, the oldest first.
 */
enum status document_list(const struct document **documents, size_t *n,
    struct vault *vault, struct reader *reader, enum document_kind kind,
    const uint8_t *after, size_t max, struct arena *arena,
    struct error *error) MUST_USE NONNULL_ARGS(1, 2, 3, 4, 8, 9);
enum status document_due(const struct document **documents, size_t *n,
    struct vault *vault, struct reader *reader, enum document_kind kind,
    int64_t until, size_t max, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/*
 * Writes a new one, or a new version of the one that was read, into the
 * change, and its mark into the entry, which the caller finishes and logs
 * with the change (visit_log_with()).  The change fails with STATUS_CONFLICT
 * when somebody else has written it meanwhile.
 */
enum status document_put(struct document *document, struct vault *vault,
    struct change *change, struct entry *entry, struct error *error)
    MUST_USE NONNULL;
enum status document_drop(const struct document *document,
    struct change *change, struct entry *entry, struct error *error)
    MUST_USE NONNULL;

#endif
