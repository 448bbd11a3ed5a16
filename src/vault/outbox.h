/*
 * outbox.h - what happened to people, to be told to programs outside.
 *
 * Where somebody has registered a webhook for that kind of entry, every act
 * that writes about a person puts an event into its own transaction: so what
 * was done is told, and what was not done is not.  An event holds ids alone.
 * People of an import are not told one by one.
 *
 * Both are documents of DOCUMENT_WEBHOOK.  The one with the id of the name
 * "webhooks" lists the webhooks; its body is a CBOR array of arrays:
 *
 *	id (bytes (16)), URL (text), kinds (uint, a bit for each enum
 *	entry_kind), secret (bytes (32)), made (uint), principal (text)
 *
 * All others are events, a CBOR map:
 *
 *	0 kind		uint		4 time		uint
 *	1 subject	text		5 deliveries	array of arrays:
 *	2 person	uint			webhook (bytes (16)),
 *	3 decision	bytes (16)		state (uint), attempts
 *						(uint), next (uint), code
 *						(text)
 */
#ifndef VAULT_OUTBOX_H_
#define VAULT_OUTBOX_H_

#include <pthread.h>

#include "vault/document.h"
#include "vault/visit.h"

enum {
	OUTBOX_WEBHOOKS = 16, OUTBOX_URL = 500, OUTBOX_SECRET = 32,
	OUTBOX_KEEP_DAYS = 30,		/* to be told again */
};

/* Kinds of entry that there are events of. */
enum {
	OUTBOX_KINDS = 1U << ENTRY_ACQUIRE | 1U << ENTRY_CORRECT |
	    1U << ENTRY_STANDING | 1U << ENTRY_ERASE,
};

struct outbox_webhook {
	uint8_t id[DOCUMENT_ID_SIZE];
	struct text url;
	uint32_t kinds;
	uint8_t secret[OUTBOX_SECRET];
	int64_t made;
	struct text by;
};

struct outbox_webhooks {
	uint64_t version;		/* of the document */
	struct outbox_webhook list[OUTBOX_WEBHOOKS];
	size_t n;
};

enum outbox_state { OUTBOX_WAITS = 1, OUTBOX_TOLD, OUTBOX_FAILED };

struct outbox_delivery {
	uint8_t webhook[DOCUMENT_ID_SIZE];
	enum outbox_state state;
	uint64_t attempts;
	int64_t next;
	struct text code;		/* why not */
};

struct outbox_event {
	uint8_t id[DOCUMENT_ID_SIZE];
	uint64_t version;
	enum entry_kind kind;
	struct text subject;
	uint64_t person;
	uint8_t decision[DECISION_ID_SIZE];
	int64_t time;
	struct outbox_delivery deliveries[OUTBOX_WEBHOOKS];
	size_t n;
};

/* What a process remembers of the webhooks, for a second. */
struct outbox {
	pthread_mutex_t mutex;
	int64_t read;			/* monotonic; 0: never */
	size_t n;
	uint32_t kinds[OUTBOX_WEBHOOKS];
	uint8_t ids[OUTBOX_WEBHOOKS][DOCUMENT_ID_SIZE];
};
/* The vault's; defined in vault.c. */
struct outbox *vault_outbox(struct vault *vault) NONNULL;

/* Into the change of an act, where somebody wants to know. */
enum status outbox_add(const struct visit *visit, struct change *change,
    struct entry *entry, struct error *error) MUST_USE NONNULL;

enum status outbox_webhooks(struct outbox_webhooks *webhooks,
    struct vault *vault, struct reader *reader, struct arena *arena,
    struct error *error) MUST_USE NONNULL;
/* Writes them with an entry; STATUS_CONFLICT when somebody else has. */
enum status outbox_webhooks_put(struct outbox_webhooks *webhooks,
    struct vault *vault, struct text principal, const char *what,
    struct error *error) MUST_USE NONNULL;

/* Events to be seen to until then; and all, by id, page by page. */
enum status outbox_due(const struct outbox_event **events, size_t *n,
    struct vault *vault, struct reader *reader, int64_t until, size_t max,
    struct arena *arena, struct error *error) MUST_USE NONNULL;
enum status outbox_list(const struct outbox_event **events, size_t *n,
    uint8_t last[DOCUMENT_ID_SIZE], bool *more, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
    MUST_USE NONNULL;

/* What became of one; without a delivery that waits it goes after a while. */
enum status outbox_put(struct outbox_event *event, struct vault *vault,
    struct text principal, const char *what, struct error *error)
    MUST_USE NONNULL;
enum status outbox_drop(const struct outbox_event *event,
    struct vault *vault, struct text principal, struct error *error)
    MUST_USE NONNULL;
bool outbox_is_over(const struct outbox_event *event, int64_t now) NONNULL;

#endif
