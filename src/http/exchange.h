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
 */
#ifndef HTTP_EXCHANGE_H_
#define HTTP_EXCHANGE_H_

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/buf.h"
#include "http/http.h"

enum exchange_state { READING, RUNNING, WAITING, ANSWERED, LATE };

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

/* watch.c: slow clients, and exchanges that wait too long. */
void watch_connection(void *listener, struct MHD_Connection *connection,
    void **context, enum MHD_ConnectionNotificationCode code);
void *watch_run(void *listener);

#endif
