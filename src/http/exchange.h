/*
 * exchange.h - connections and exchanges as the files of http/ see them;
 * nobody else includes it.
 *
 * An exchange has two holders: its connection and its handler.  Whoever lets
 * go last frees it.  States move under the listener's mutex:
 *
 *	READING -> RUNNING -> ANSWERED			answered at once
 *	                   -> WAITING -> ANSWERED	... later
 *	                              -> LATE		... by the deadline
 *
 * One whose body is streamed runs first, and then takes it (stream.c):
 *
 *	RUNNING/WAITING -> TAKING -> WAITING -> ANSWERED or LATE
 */
#ifndef HTTP_EXCHANGE_H_
#define HTTP_EXCHANGE_H_

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/buf.h"
#include "base/pool.h"
#include "http/http.h"

enum exchange_state { READING, RUNNING, WAITING, TAKING, ANSWERED, LATE };

/* A connection, and until when it must have come further. */
struct peer {
	struct peer *next, **link;	/* under the listener's mutex */
	int fd;
	_Atomic int64_t deadline;	/* monotonic; INT64_MAX: none */
};

struct exchange {
	struct http_exchange public;	/* first: one is cast to the other */
	struct http_listener *listener;
	struct MHD_Connection *connection;
	struct peer *peer;
	struct exchange *next, **link;	/* of those that wait */
	int64_t deadline;
	enum exchange_state state;
	int holders;
	struct buf body;
	bool too_large;
	/* Of a streamed body, in or out (stream.c). */
	uint64_t max;			/* bytes in; 0: it is not streamed */
	uint64_t came;			/* bytes in */
	bool begun;			/* the body may come */
	bool swallows;			/* ... if it is refused, too */
	uint8_t *piece;			/* HTTP_PIECE bytes */
	size_t piece_n, piece_at;	/* filled; of them taken */
	bool counted;			/* among the listener's streams */
	bool busy;			/* a feeder has the piece */
	bool over;			/* nothing more will come */
	bool failed;
};

enum { SPARE_ARENAS = 16 };

struct http_listener {
	struct http_options options;
	struct MHD_Daemon *daemon;
	int socket;
	pthread_t watcher;
	bool started;			/* the watcher */
	bool watching;
	_Atomic bool stopping;
	pthread_mutex_t mutex;
	pthread_cond_t ticked;
	struct peer *peers;
	struct exchange *waiting;
	size_t exchanges;		/* not yet freed */
	struct pool *feeders;		/* of streamed bodies */
	size_t feeding;			/* connections that wait for one */
	size_t streams;
	bool cutting;			/* nobody waits for one any more */
	struct arena *spare[SPARE_ARENAS];
	size_t spares;
	atomic_uint_fast64_t connections, suspended, requests, refused, slow,
	    late;
};

/* exchange.c: called by libmicrohttpd. */
enum MHD_Result exchange_request(void *listener,
    struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *upload, size_t *upload_size,
    void **request);
void exchange_completed(void *listener, struct MHD_Connection *connection,
    void **request, enum MHD_RequestTerminationCode code);
/* The mutex is held: gives up waiting, and answers 503. */
void exchange_give_up(struct exchange *exchange) NONNULL;

/*
 * The mutex is held: suspended until the answer is there, or too late.  False
 * when nobody may wait any more: the connection is to be closed.
 */
bool exchange_wait(struct exchange *exchange) MUST_USE NONNULL;
/* The mutex is held: one holder less. */
void exchange_let_go(struct exchange *exchange) NONNULL;
/* By when the client must have come further, from now. */
void exchange_until(struct exchange *exchange, int64_t milliseconds)
    NONNULL;

/* stream.c: a body piece by piece. */
/* Takes what fits; the rest comes again when there is room. */
enum MHD_Result stream_take(struct exchange *exchange, const char *upload,
    size_t *upload_size) NONNULL;
/* All has come: the sink ends. */
enum MHD_Result stream_end(struct exchange *exchange) NONNULL;
/*
 * The mutex is held, and the connection went away: whether the caller has to
 * say so by stream_abort(), without the mutex.
 */
bool stream_is_open(const struct exchange *exchange) NONNULL;
void stream_abort(struct exchange *exchange) NONNULL;
struct MHD_Response *stream_response(struct exchange *exchange) NONNULL;
/* The mutex is held: one more of the listener's streams. */
void stream_count(struct exchange *exchange) NONNULL;
/* The room of a piece is wiped and freed. */
void stream_free(struct exchange *exchange) NONNULL;

/* watch.c: slow clients, and exchanges that wait too long. */
void watch_connection(void *listener, struct MHD_Connection *connection,
    void **context, enum MHD_ConnectionNotificationCode code);
void *watch_run(void *listener);

#endif
