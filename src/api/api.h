/*
 * api.h - the HTTP API /v1: what http hands over, answered by the vault.
 *
 * api_handle() is the handler of a listener.  What it may take long to do
 * goes to a bounded pool; what was logged is waited for without a thread: the
 * answer leaves when the committer says that its entry is durable.
 */
#ifndef API_API_H_
#define API_API_H_

#include "access/access.h"
#include "http/http.h"

struct api;

struct api_options {
	struct vault *vault;
	struct access *access;
	size_t threads;		/* of the pool */
	size_t queue;		/* how many may wait for it */
	struct api_settings {	/* that may change while it serves */
		bool break_glass;	/* an emergency may go first */
		uint64_t file;		/* bytes of a file at most */
	} settings;
};

enum status api_open(struct api **api, const struct api_options *options,
    struct error *error) MUST_USE NONNULL;

/* For what is asked from now on. */
void api_configure(struct api *api, const struct api_settings *settings)
    NONNULL;

/* Finishes what is in work; nothing more may be handed to it. */
void api_end(struct api *api) NONNULL;
/* The listener is freed before: its exchanges know the API. */
void api_close(struct api *api);

void api_handle(void *api, struct http_exchange *exchange) NONNULL;
/* Whether the body of such a request is streamed, and how long it may be. */
uint64_t api_streams(void *api, const struct http_request *request) NONNULL;

struct api_counts {
	uint64_t answers[6];	/* by the first digit of the status */
	uint64_t refused;	/* by the gate */
	size_t busy;		/* in the pool */
};
struct api_counts api_count(struct api *api) NONNULL;

/* Drops what was kept for repeated requests and is over. */
enum status api_sweep(struct api *api, bool *more, struct error *error)
    MUST_USE NONNULL;

/* The description of the API (OpenAPI 3.1). */
void api_describe(struct buf *out) NONNULL;

#endif
