/*
 * figures.h - what the server says of itself: health, and figures for a
 * Prometheus.  No name, no address, no id of anybody.
 */
#ifndef SERVER_FIGURES_H_
#define SERVER_FIGURES_H_

#include <pthread.h>

#include "api/api.h"
#include "jobs/jobs.h"

struct figures {
	pthread_mutex_t mutex;		/* of the listener */
	struct http_listener *listener;
	struct api *api;
	struct vault *vault;
	struct jobs *jobs;
	int statm;		/* /proc/self/statm, opened beforehand */
	int64_t started;	/* monotonic */
	bool ready;
	int64_t integrated;	/* monotonic, when the log last was */
};

/* The handler of the management listener: /healthz, /readyz, /metrics. */
void figures_handle(void *context, struct http_exchange *exchange) NONNULL;

#endif
