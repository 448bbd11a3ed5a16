/*
 * libmicrohttpd's own timeout starts anew with every byte, and forgets those
 * who are suspended.  Here every phase of a connection has a deadline that
 * nothing moves: whoever has not come further by then is cut off.
 */
#include <sys/socket.h>

#include "base/clock.h"
#include "base/mem.h"
#include "http/exchange.h"

enum { TICK_MS = 100 };

static struct peer *
peer_new(struct http_listener *listener, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct peer *peer = mem_alloc(sizeof(*peer));

	if (peer == NULL)
		return NULL;
	peer->fd = info == NULL ? -1 : info->connect_fd;
	atomic_store(&peer->deadline, clock_monotonic() +
	    listener->options.limits.header_ms);
	(void)pthread_mutex_lock(&listener->mutex);
	peer->next = listener->peers;
	peer->link = &listener->peers;
	if (peer->next != NULL)
		peer->next->link = &peer->next;
	listener->peers = peer;
	(void)pthread_mutex_unlock(&listener->mutex);
	return peer;
}

/* The socket is closed after this, so nobody may know of it any more. */
static void
peer_free(struct http_listener *listener, struct peer *peer)
{
	if (peer == NULL)
		return;
	(void)pthread_mutex_lock(&listener->mutex);
	*peer->link = peer->next;
	if (peer->next != NULL)
		peer->next->link = peer->link;
	(void)pthread_mutex_unlock(&listener->mutex);
	mem_free(peer);
}

void
watch_connection(void *context, struct MHD_Connection *connection,
    void **peer, enum MHD_ConnectionNotificationCode code)
{
	struct http_listener *listener = context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		*peer = peer_new(listener, connection);
		atomic_fetch_add(&listener->connections, 1);
	} else {
		peer_free(listener, *peer);
		*peer = NULL;
		atomic_fetch_sub(&listener->connections, 1);
	}
}

/* The mutex is held. */
static void
tick(struct http_listener *listener)
{
	int64_t now = clock_monotonic();
	struct exchange *next;

	for (struct peer *p = listener->peers; p != NULL; p = p->next) {
		if (atomic_load(&p->deadline) > now)
			continue;
		atomic_store(&p->deadline, INT64_MAX);
		atomic_fetch_add(&listener->slow, 1);
		if (p->fd >= 0)
			(void)shutdown(p->fd, SHUT_RDWR);
	}
	for (struct exchange *x = listener->waiting; x != NULL; x = next) {
		next = x->next;
		if (x->deadline <= now)
			exchange_give_up(x);
	}
}

void *
watch_run(void *context)
{
	struct http_listener *listener = context;

	(void)pthread_mutex_lock(&listener->mutex);
	while (listener->watching) {
		struct timespec until;

		(void)clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += TICK_MS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		(void)pthread_cond_timedwait(&listener->ticked,
		    &listener->mutex, &until);
		tick(listener);
	}
	(void)pthread_mutex_unlock(&listener->mutex);
	return NULL;
}
