/*
 * webhook.h - programs outside that are told what happened to people.
 *
 * An event is a POST with a JSON body of ids alone:
 *
 *	{"id": "evt_…", "type": "standing", "time": "…", "person": "per_…",
 *	 "decision": "dec_…", "subject": "withdrawal marketing_mail"}
 *
 * signed as the Standard Webhooks specification has it: webhook-id,
 * webhook-timestamp (seconds), webhook-signature: "v1," and the base64 of
 * HMAC-SHA-256 over id "." timestamp "." body under the webhook's secret.
 * Any 2xx takes it; 410 and whatever goes on failing for three days ends it.
 */
#ifndef JOBS_WEBHOOK_H_
#define JOBS_WEBHOOK_H_

#include "jobs/job.h"
#include "vault/outbox.h"

enum {
	WEBHOOK_SECRET_TEXT = 6 + 44 + 1,	/* "whsec_" and base64 */
	WEBHOOK_TRY_DAYS = 3, WEBHOOK_HEADER = 160,
};

/* "acquire,erase" as bits; "" is all of them. */
enum status webhook_kinds(uint32_t *kinds, struct text list,
    struct error *error) MUST_USE NONNULL;

/*
 * A new one; the secret is shown once.  STATUS_INVALID "bad_webhook_url" for
 * what is no https URL, or http where that is not configured.
 */
enum status webhook_add(struct outbox_webhook *webhook,
    char secret[WEBHOOK_SECRET_TEXT], struct vault *vault,
    struct reader *reader, const struct config *config, struct text principal,
    struct arena *arena, struct error *error) MUST_USE NONNULL;
enum status webhook_remove(const uint8_t id[DOCUMENT_ID_SIZE],
    struct vault *vault, struct reader *reader, struct text principal,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Everything since then that is kept waits again; *n: how many. */
enum status webhook_replay(const uint8_t id[DOCUMENT_ID_SIZE],
    int64_t since, uint64_t *n, struct vault *vault, struct reader *reader,
    struct text principal, struct error *error) MUST_USE NONNULL;

struct webhook_count {
	uint64_t waits, told, failed;
};
enum status webhook_counts(struct webhook_count counts[OUTBOX_WEBHOOKS],
    const struct outbox_webhooks *webhooks, struct vault *vault,
    struct reader *reader, struct error *error) MUST_USE NONNULL;

/* As JSON, without the secret. */
void webhook_json(struct jsonw *json, const struct outbox_webhook *webhook,
    const struct webhook_count *count) NONNULL_ARGS(1, 2);

/* The body of an event, and its signature for a webhook at that time. */
enum status webhook_body(struct buf *out, const struct outbox_event *event,
    struct vault *vault, struct error *error) MUST_USE NONNULL;
void webhook_sign(char out[WEBHOOK_HEADER],
    const struct outbox_webhook *webhook, const char *id, int64_t seconds,
    struct bytes body) NONNULL;

/* The job. */
enum status webhook_job_waits(struct job_run *run, bool *waits,
    struct error *error) MUST_USE NONNULL;
enum status webhook_job_run(struct job_run *run, struct error *error)
    MUST_USE NONNULL;

#endif
