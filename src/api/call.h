/*
 * call.h - one request on its way through the API; nobody else includes it.
 *
 * A route is a row of routes.c: what it is called, who may come, what it
 * takes and what it answers.  The description of the API is made of the same
 * rows.  A route's function writes its answer into call->json and returns a
 * status; what comes before and after is done in call.c.
 */
#ifndef API_CALL_H_
#define API_CALL_H_

#include <pthread.h>
#include <stdatomic.h>

#include "api/api.h"
#include "base/pool.h"
#include "base/shape.h"
#include "http/problem.h"
#include "vault/document.h"
#include "vault/person.h"

struct api_call;
struct files_coming;

enum api_door {
	DOOR_PUBLIC,	/* anybody */
	DOOR_KNOWN,	/* a key or a session */
	DOOR_AUDIT,	/* auditors, and staff with such a role */
	DOOR_DATA,	/* a key or session, a role and a purpose */
};

/* A parameter of the path or the query. */
struct api_parameter {
	const char *name;	/* NULL ends the list */
	const struct shape *shape;
	struct words about;
};

enum {
	CALL_PARAMETERS = 2, CALL_ANSWER_MAX = 32 << 20,
	CALL_LENGTHY_MS = 600000, CALL_LENGTHY = 3,	/* at once */
	CALL_STREAMS = 32,		/* at once, in and out */
};

struct api_route {
	enum http_method method;
	const char *path;	/* "/v1/people/{person}"; "*" ends: the rest */
	const char *name;	/* operationId; NULL ends the table */
	enum api_door door;
	enum act act;		/* of DOOR_DATA: what is done at the gate */
	bool slow;		/* goes to the pool */
	bool proves;		/* ... of its own: hashes a password */
	bool writes;		/* takes an Idempotency-Key */
	bool matches;		/* needs If-Match */
	bool dry;		/* nothing is done: no approval is needed */
	bool may_dry;		/* ... when the body says "dry" */
	bool lines;		/* body and answer are NDJSON */
	bool lengthy;		/* has CALL_LENGTHY_MS, few at a time */
	bool later;		/* what was made is approved, not the call */
	bool encoded;		/* takes a form, and answers with a page */
	bool streams;		/* takes a body piece by piece */
	unsigned int status;	/* when it goes well */
	const struct api_parameter *path_parameters;
	const struct api_parameter *query;
	const struct shape *body;
	const struct shape *answer;	/* NULL: no JSON */
	const char *type;	/* of the answer; NULL: JSON, or nothing */
	enum status (*run)(struct api_call *call, struct error *error);
	struct words about;
};

extern const struct api_route api_routes[];

/* A reader, which one thread at a time has. */
struct seat {
	struct seat *next;
	struct reader *reader;
};

struct api {
	struct api_options options;
	struct vault *vault;
	struct access *access;
	struct pool *pool;
	struct pool *proofs;		/* so that logins hold up nobody */
	pthread_mutex_t mutex;
	struct seat *seats;		/* that nobody has */
	atomic_uint_fast64_t answers[6], refused;
	atomic_int lengthy;		/* calls of such routes in work */
	atomic_int streams;		/* bodies on their way */
	atomic_bool break_glass;
	atomic_uint_fast64_t file;	/* bytes of one at most */
	struct brake *brake;		/* of failed authentications */
	struct pages *pages;		/* kept, of the policy */
	struct text description;	/* OpenAPI */
	struct arena *arena;
};

struct api_call {
	struct api *api;
	struct http_exchange *x;
	const struct api_route *route;
	struct text parameter[CALL_PARAMETERS];	/* of the path, in order */
	struct arena *arena;
	struct pass pass;
	struct text role, purpose, reason;
	struct limits limits;
	struct seat *seat;
	struct visit visit;
	bool visiting;
	const struct node *body;
	struct findings findings;
	struct buf out;
	struct jsonw json;
	struct error error;
	enum status status;
	/* Idempotency (idempotency.c). */
	bool keyed;
	uint8_t key_id[DOCUMENT_ID_SIZE];
	uint64_t key_version;		/* of what is kept; 0: nothing */
	struct hash key_digest;
	uint64_t made_person;		/* of POST /people */
	const uint64_t *made_erasure;	/* its number, or NULL */
	uint64_t keyed_about;		/* goes with that person's; 0: any */
	uint64_t batch_first;		/* of a route of lines */
	struct visit_also also, keyed_also;
	struct files_coming *coming;	/* of a route that streams */
	bool came;			/* its body, or it will not */
	struct approval *approval;	/* that the act stands on, or NULL */
	bool spent;			/* in a change of this call */
	/* Entries that are not yet durable, besides the visit's. */
	struct visit_ticket *tickets;
	atomic_int pending;
};

/* call.c */
enum status call_problem(struct error *error, enum status status,
    const char *code, struct words words) NONNULL;
/* A person's number, of the first parameter of the path. */
enum status call_person(struct api_call *call, uint64_t *person,
    struct error *error) MUST_USE NONNULL;
/* parameters.c */
/* A comma-separated list of items in the query, or NULL. */
enum status call_items(struct api_call *call, const struct bits **items,
    struct bits *room, struct error *error) MUST_USE NONNULL;
/* limit=, from 1 to max; too large a one is an error. */
enum status call_limit(struct api_call *call, int64_t max, int64_t absent,
    int64_t *limit, struct error *error) MUST_USE NONNULL;
/* An opaque cursor: a number that only this store reads. */
enum status call_cursor(struct api_call *call, uint64_t *after, bool *given,
    struct error *error) MUST_USE NONNULL;
void call_cursor_write(struct api_call *call, const char *key,
    uint64_t after) NONNULL;
/*
 * A page of a list in the order of random ids: so many, after which.  The
 * answer is an object with the list and, when there may be more, "next".
 */
struct call_page {
	size_t limit;
	const uint8_t *after;	/* or NULL */
	uint8_t id[DOCUMENT_ID_SIZE];
};
enum status call_page(struct api_call *call, size_t max,
    struct call_page *page, struct error *error) MUST_USE NONNULL;
/* n of them were written; last is the last one's id, if there is one. */
void call_page_end(struct api_call *call, const struct call_page *page,
    size_t n, const uint8_t *last) NONNULL_ARGS(1, 2);
/* An object with a list of that name, and its end. */
void call_list(struct api_call *call, const char *key) NONNULL;
void call_list_end(struct api_call *call) NONNULL;
/* An instant from the body; STATUS_INVALID with the pointer. */
enum status call_until(struct api_call *call, const char *key,
    int64_t *instant, struct error *error) MUST_USE NONNULL;

/* call.c */
/* ETag of a state; a client that has it already gets a 304. */
void call_etag(struct api_call *call, uint64_t state) NONNULL;
/* Text as the answer, of the route's type. */
void call_body(struct api_call *call, struct bytes body) NONNULL;
void call_header(struct api_call *call, const char *name, struct text value)
    NONNULL;
void call_header_number(struct api_call *call, const char *name,
    uint64_t number) NONNULL;

/* The reader of a thread, which it gives back; and that of a call. */
enum status call_take_seat(struct api *api, struct seat **seat,
    struct error *error) MUST_USE NONNULL;
void call_give_seat(struct api *api, struct seat *seat) NONNULL_ARGS(1);

/* Makes the reply anew, and sends it: the end of a body that was streamed. */
void call_answer(struct api_call *call) NONNULL;

/* Begins an act as pass, role and purpose of the call have it. */
void call_begin_visit(struct api_call *call) NONNULL;

/* Appends an entry of the call's own, and waits for it like the others. */
enum status call_log(struct api_call *call, const struct entry *entry,
    struct error *error) MUST_USE NONNULL;

/* authenticate.c: who it is, in which role, for what. */
enum status call_authenticate(struct api_call *call, struct error *error)
    MUST_USE NONNULL;
/* Whether staff have read the policy in force; if not, that is an entry. */
enum status call_acknowledged(struct api_call *call, struct error *error)
    MUST_USE NONNULL;
/* Whether it may read the log; if not, that is an entry. */
enum status call_audits(struct api_call *call, struct error *error)
    MUST_USE NONNULL;
enum status call_authorise(struct api_call *call, struct error *error)
    MUST_USE NONNULL;

/* idempotency.c */
/* Of exactly what is asked, by whom, in which role, for what. */
void call_digest(const struct api_call *call, struct hash *digest) NONNULL;
enum status call_keyed_begin(struct api_call *call, bool *replayed,
    struct error *error) MUST_USE NONNULL;
enum status call_keyed_again(struct api_call *call, bool *replayed,
    struct error *error) MUST_USE NONNULL;

/*
 * Of a route of lines, after call_keyed_begin(): with a key, *first gets the
 * number of the first of n people, the same each time; *again says whether
 * it was asked before.  Without one both are 0.
 */
enum status call_keyed_batch(struct api_call *call, uint64_t n,
    uint64_t *first, bool *again, struct error *error) MUST_USE NONNULL;

/* approvals.c: whether a second person has to approve, and has. */
enum status call_approval(struct api_call *call, struct error *error)
    MUST_USE NONNULL;

/* files.c: room for one more body; false: there is none. */
bool api_stream_take(struct api_call *call, struct error *error)
    MUST_USE NONNULL;
void api_stream_give(struct api *api) NONNULL;
/* Lets go of what came, if anything did. */
void api_stream_end(struct api_call *call) NONNULL;

/* match.c */
const struct api_route *call_match(struct api_call *call,
    struct error *error) NONNULL;

/* pages.c: pages that need not be made again. */
struct pages;
struct pages *pages_new(void) MUST_USE;
void pages_free(struct pages *pages);

/* brake.c: how often somebody may fail. */
struct brake;
struct brake *brake_new(void) MUST_USE;
void brake_free(struct brake *brake);
bool brake_open(struct brake *brake, const char *address, int64_t now)
    NONNULL;
void brake_count(struct brake *brake, const char *address, int64_t now)
    NONNULL;

#endif
