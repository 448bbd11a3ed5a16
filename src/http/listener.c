/*
 * The listening socket, and the daemon of libmicrohttpd behind it.
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "http/exchange.h"

enum { BACKLOG = 1024, MEMORY = 32768, MEMORY_STEP = 2048,
	SEND_BUFFER = 65536, FEEDERS = 4 };

const struct http_limits http_default_limits = {
	.body = 1 << 18, .work = 80 << 20, .connections = 4096,
	.header_ms = 10000, .idle_ms = 60000, .body_ms = 30000,
	.answer_ms = 10000, .reply_ms = 30000,
};

static enum status
bad_address(struct error *error)
{
	return error_set(error, STATUS_INVALID, "bad_address",
	    "待ち受けるアドレスではありません (例 127.0.0.1:8787)",
	    "no address to listen on (e.g. 127.0.0.1:8787)");
}

/* "host:port" and "[host]:port" apart. */
static bool
split_address(const char *address, char *host, size_t size,
    const char **port)
{
	const char *colon = strrchr(address, ':');
	size_t n = colon == NULL ? 0 : (size_t)(colon - address);

	if (n == 0)
		return false;
	if (address[0] == '[' && address[n - 1] == ']') {
		address++;
		n -= 2;
	}
	if (n == 0 || n >= size)
		return false;
	(void)snprintf(host, size, "%.*s", (int)n, address);
	*port = colon + 1;
	return true;
}

static enum status
bind_to(int *out, const struct addrinfo *info, struct error *error)
{
	int one = 1, buffer = SEND_BUFFER;

	*out = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC |
	    SOCK_NONBLOCK, 0);
	if (*out < 0)
		return error_system(error, "socket", errno);
	(void)setsockopt(*out, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	/* Connections inherit it: slow readers shall not pin the kernel's
	 * memory for everybody. */
	(void)setsockopt(*out, SOL_SOCKET, SO_SNDBUF, &buffer,
	    sizeof(buffer));
	if (bind(*out, info->ai_addr, info->ai_addrlen) == 0 &&
	    listen(*out, BACKLOG) == 0)
		return STATUS_OK;
	(void)error_system(error, "listen", errno);
	(void)close(*out);
	*out = -1;
	return error->status;
}

static enum status
open_socket(int *out, const char *address, struct error *error)
{
	const struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
	};
	struct addrinfo *info;
	char host[HTTP_ADDRESS_SIZE + 1];
	const char *port;
	enum status status;

	*out = -1;
	if (!split_address(address, host, sizeof(host), &port) ||
	    getaddrinfo(host, port, &hints, &info) != 0)
		return bad_address(error);
	status = bind_to(out, info, error);
	freeaddrinfo(info);
	return status;
}

/* Paths and parameters come to the guard as they are. */
static size_t
leave_escaped(void *context, struct MHD_Connection *connection, char *string)
{
	return strlen(string);
}

/* What the library says about its clients is of no use to anybody. */
static void __attribute__((format(printf, 2, 0)))
say_nothing(void *context, const char *format, va_list arguments)
{
}

static enum status
cannot_start(const struct http_options *options, struct error *error)
{
	return options->certificate.n > 0 ?
	    error_set(error, STATUS_INVALID, "bad_certificate",
	    "TLS の証明書又は鍵を使えません",
	    "the certificate or key for TLS can not be used") :
	    error_set(error, STATUS_FAILURE, "no_listener",
	    "待ち受けを始められません", "can not begin to listen");
}

static enum status
start_daemon(struct MHD_Daemon **daemon, struct http_listener *listener,
    struct error *error)
{
	const struct http_options *options = &listener->options;
	const struct http_limits *limits = &options->limits;
	unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC |
	    MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0,
		  (void *)(uintptr_t)options->certificate.p },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0,
		  (void *)(uintptr_t)options->key.p },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)
		  "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" },
		{ MHD_OPTION_END, 0, NULL },
	};

	if (options->certificate.n > 0)
		flags |= MHD_USE_TLS;
	else
		tls[0].option = MHD_OPTION_END;
	*daemon = MHD_start_daemon(flags, 0, NULL, NULL, exchange_request,
	    listener,
	    MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL,
	    MHD_OPTION_LISTEN_SOCKET, listener->socket,
	    MHD_OPTION_NOTIFY_COMPLETED, exchange_completed, listener,
	    MHD_OPTION_NOTIFY_CONNECTION, watch_connection, listener,
	    MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
	    MHD_OPTION_CONNECTION_LIMIT, limits->connections,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, limits->per_address,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
	    MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)MEMORY_STEP,
	    MHD_OPTION_CONNECTION_TIMEOUT, 0u,
	    MHD_OPTION_THREAD_POOL_SIZE,
	    options->threads > 1 ? options->threads : 0u,
	    MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
	    MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
	return *daemon == NULL ? cannot_start(options, error) :
	    STATUS_OK;
}

static enum status
start_watcher(struct http_listener *listener, struct error *error)
{
	pthread_condattr_t attributes;
	int failure;

	(void)pthread_mutex_init(&listener->mutex, NULL);
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&listener->ticked, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	listener->watching = true;
	failure = pthread_create(&listener->watcher, NULL, watch_run,
	    listener);
	listener->started = failure == 0;
	if (failure == 0)
		return STATUS_OK;
	return error_system(error, "pthread_create", failure);
}

/* Takes the socket, whatever comes of it. */
static enum status
listen_on(struct http_listener **out, int socket,
    const struct http_options *options, struct error *error)
{
	struct http_listener *listener = mem_alloc(sizeof(*listener));
	enum status status;

	*out = NULL;
	if (listener == NULL) {
		(void)close(socket);
		return error_memory(error);
	}
	listener->options = *options;
	listener->socket = socket;
	status = start_watcher(listener, error);
	if (status == STATUS_OK && options->streams != NULL)
		status = pool_new(&listener->feeders, FEEDERS,
		    options->limits.connections + 1, error);
	if (status == STATUS_OK)
		status = start_daemon(&listener->daemon, listener, error);
	if (status != STATUS_OK) {
		(void)close(socket);
		http_free(listener);
		return status;
	}
	*out = listener;
	return STATUS_OK;
}

enum status
http_listen(struct http_listener **out, const struct http_options *options,
    struct error *error)
{
	int socket;
	enum status status = open_socket(&socket, options->address, error);

	*out = NULL;
	return status == STATUS_OK ? listen_on(out, socket, options, error) :
	    status;
}

enum status
http_listen_with(struct http_listener **out,
    const struct http_listener *first, const struct http_options *options,
    struct error *error)
{
	int socket = fcntl(first->socket, F_DUPFD_CLOEXEC, 0);

	*out = NULL;
	return socket >= 0 ? listen_on(out, socket, options, error) :
	    error_system(error, "dup", errno);
}

unsigned int
http_port(const struct http_listener *listener)
{
	struct sockaddr_storage address;
	socklen_t n = sizeof(address);

	if (getsockname(listener->socket,
	    (struct sockaddr *)(void *)&address, &n) != 0)
		return 0;
	return address.ss_family == AF_INET6 ?
	    ntohs(((struct sockaddr_in6 *)(void *)&address)->sin6_port) :
	    ntohs(((struct sockaddr_in *)(void *)&address)->sin_port);
}

struct http_counts
http_count(const struct http_listener *listener)
{
	return (struct http_counts){
		.connections = atomic_load(&listener->connections),
		.waiting = atomic_load(&listener->suspended),
		.requests = atomic_load(&listener->requests),
		.refused = atomic_load(&listener->refused),
		.slow = atomic_load(&listener->slow),
		.late = atomic_load(&listener->late),
		.streams = __atomic_load_n(&listener->streams,
		    __ATOMIC_RELAXED),
	};
}

/* The mutex is held: whether somebody is still in work, before time is up. */
static bool
is_busy(struct http_listener *listener, int64_t until)
{
	bool late = clock_monotonic() >= until;

	while (late && listener->waiting != NULL)
		exchange_give_up(listener->waiting);
	listener->cutting |= late;
	return listener->waiting != NULL || listener->feeding > 0 ||
	    (listener->streams > 0 && !listener->cutting);
}

/*
 * A suspended connection makes the library stop the program, so all of them
 * are answered first: those who are done in time with what they asked for.
 * What streams has the same time, and is cut then.
 */
static void
drain(struct http_listener *listener)
{
	int64_t until = clock_monotonic() +
	    listener->options.limits.answer_ms;
	bool busy = true;

	while (busy) {
		const struct timespec pause = { .tv_nsec = 5000000 };

		(void)pthread_mutex_lock(&listener->mutex);
		busy = is_busy(listener, until);
		(void)pthread_mutex_unlock(&listener->mutex);
		if (busy)
			(void)nanosleep(&pause, NULL);
	}
}

static void
end_daemon(struct http_listener *listener, struct MHD_Daemon *daemon)
{
	/* Answers that were just given shall leave the house. */
	const struct timespec pause = { .tv_nsec = 50000000 };

	drain(listener);
	(void)nanosleep(&pause, NULL);
	drain(listener);
	(void)pthread_mutex_lock(&listener->mutex);
	listener->cutting = true;
	(void)pthread_mutex_unlock(&listener->mutex);
	drain(listener);
	MHD_stop_daemon(daemon);
}

void
http_stop(struct http_listener *listener)
{
	if (listener->daemon == NULL)
		return;
	listener->stopping = true;
	(void)MHD_quiesce_daemon(listener->daemon);
	end_daemon(listener, listener->daemon);
	listener->daemon = NULL;
	(void)close(listener->socket);
	listener->socket = -1;
}

void
http_free(struct http_listener *listener)
{
	const struct timespec pause = { .tv_nsec = 5000000 };

	if (listener == NULL)
		return;
	http_stop(listener);
	(void)pthread_mutex_lock(&listener->mutex);
	/* Handlers may still write to what their clients gave up. */
	while (listener->exchanges > 0) {
		(void)pthread_mutex_unlock(&listener->mutex);
		(void)nanosleep(&pause, NULL);
		(void)pthread_mutex_lock(&listener->mutex);
	}
	listener->watching = false;
	(void)pthread_cond_signal(&listener->ticked);
	(void)pthread_mutex_unlock(&listener->mutex);
	if (listener->started)
		(void)pthread_join(listener->watcher, NULL);
	pool_free(listener->feeders);
	for (size_t i = 0; i < listener->spares; i++)
		arena_free(listener->spare[i]);
	(void)pthread_cond_destroy(&listener->ticked);
	(void)pthread_mutex_destroy(&listener->mutex);
	mem_free(listener);
}
