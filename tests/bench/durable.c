/*
 * Row 3: 64 clients, each with a connection and one read at a time, served
 * by two threads.  The same reads are answered when their entries are
 * durable, and, as the bare side, at once.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"
#include "base/mem.h"

enum {
	CLIENTS = 64, SERVERS = 2, CLIENTS_MAX = 64, SERVERS_MAX = 16,
	PEOPLE = 10000, SECONDS = 2, EVENTS = 64, BEHIND_US = 500
};

struct connection {
	int server;		/* the server's end */
	int client;
	struct serving *serving;
};

struct serving {
	struct bench *bench;
	bool wait;		/* for the entry */
	atomic_bool stop;
	int clients, servers;
	int epoll[SERVERS_MAX];
	struct connection connection[CLIENTS_MAX];
};

/* The entry is durable: now the client may have its answer. */
static void
answer(void *context, enum status status, const struct error *error)
{
	const struct connection *connection = context;
	char reply = 'y';

	if (status != STATUS_OK)
		bench_die(error);
	if (write(connection->server, &reply, 1) != 1)
		abort();
}

/*
 * Looks at a person; on the bare side, which waits for nothing, the log may be
 * behind by all that it takes: then it waits until there is room again.
 */
static void
look(struct serving *serving, uint64_t person, struct visit *visit,
    struct arena *arena, struct reader *reader)
{
	struct error error;
	struct view view;

	for (;;) {
		arena_reset(arena);
		bench_visit(serving->bench, visit, arena, reader);
		visit->defer = true;
		if (person_show(visit, person, NULL, &view, &error) ==
		    STATUS_OK)
			return;
		if (serving->wait || strcmp(error.code, "too_busy") != 0)
			bench_die(&error);
		visit_end(visit);
		(void)usleep(BEHIND_US);
	}
}

static void
serve_one(struct connection *connection, struct arena *arena,
    struct reader *reader)
{
	struct serving *serving = connection->serving;
	struct store *store = vault_store(serving->bench->vault);
	struct error error;
	struct visit visit;
	uint64_t number;

	if (read(connection->server, &number, sizeof(number)) !=
	    sizeof(number))
		abort();
	look(serving, serving->bench->people[number], &visit, arena, reader);
	if (serving->wait) {
		store_when_done(store, visit.tickets->ticket, answer,
		    connection);
	} else {
		store_forget(store, visit.tickets->ticket);
		answer(connection, STATUS_OK, &error);
	}
	visit_end(&visit);
}

struct server {
	struct serving *serving;
	int epoll;
};

static void *
serve(void *context)
{
	const struct server *server = context;
	struct arena *arena = arena_new((size_t)1 << 20);
	struct epoll_event events[EVENTS];
	struct reader *reader;
	struct error error;

	if (reader_new(&reader, vault_store(server->serving->bench->vault),
	    &error) != STATUS_OK)
		bench_die(&error);
	while (!atomic_load(&server->serving->stop)) {
		int n = epoll_wait(server->epoll, events, EVENTS, 10);

		for (int i = 0; i < n; i++)
			serve_one(events[i].data.ptr, arena, reader);
	}
	reader_free(reader);
	arena_free(arena);
	return NULL;
}

static void
ask(const struct connection *connection, uint64_t *seed)
{
	uint64_t number;

	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	number = (*seed >> 33) % PEOPLE;
	if (write(connection->client, &number, sizeof(number)) !=
	    sizeof(number))
		abort();
}

/* All clients in one thread: each asks again when it was answered. */
static uint64_t
drive(struct serving *serving)
{
	struct epoll_event events[EVENTS];
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	struct took start = took_start();
	uint64_t seed = 1, answered = 0;
	uint64_t asked = (uint64_t)serving->clients;

	for (int i = 0; i < serving->clients; i++) {
		struct epoll_event event = { .events = EPOLLIN,
		    .data.ptr = &serving->connection[i] };

		(void)epoll_ctl(epoll, EPOLL_CTL_ADD,
		    serving->connection[i].client, &event);
		ask(&serving->connection[i], &seed);
	}
	while (answered < asked) {
		int n = epoll_wait(epoll, events, EVENTS, -1);
		bool more = took_since(start).wall < SECONDS;

		for (int i = 0; i < n; i++) {
			const struct connection *c = events[i].data.ptr;
			char reply;

			if (read(c->client, &reply, 1) != 1)
				abort();
			answered++;
			if (more) {
				ask(c, &seed);
				asked++;
			}
		}
	}
	(void)close(epoll);
	return answered;
}

static void
connect_all(struct serving *serving)
{
	for (int i = 0; i < serving->servers; i++)
		serving->epoll[i] = epoll_create1(EPOLL_CLOEXEC);
	for (int i = 0; i < serving->clients; i++) {
		struct connection *c = &serving->connection[i];
		struct epoll_event event = { .events = EPOLLIN,
		    .data.ptr = c };
		int pair[2];

		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
		    pair) != 0)
			abort();
		*c = (struct connection){ pair[0], pair[1], serving };
		(void)epoll_ctl(serving->epoll[i % serving->servers], EPOLL_CTL_ADD,
		    pair[0], &event);
	}
}

double
bench_serve(struct bench *bench, int clients, int servers, bool wait)
{
	static struct serving serving;
	struct server server[SERVERS_MAX];
	pthread_t thread[SERVERS_MAX];
	struct took start;
	double rate;

	serving = (struct serving){ .bench = bench, .wait = wait,
	    .clients = clients, .servers = servers };
	connect_all(&serving);
	for (int i = 0; i < servers; i++) {
		server[i] = (struct server){ &serving, serving.epoll[i] };
		(void)pthread_create(&thread[i], NULL, serve, &server[i]);
	}
	start = took_start();
	rate = (double)drive(&serving);
	rate /= took_since(start).wall;
	atomic_store(&serving.stop, true);
	for (int i = 0; i < servers; i++) {
		(void)pthread_join(thread[i], NULL);
		(void)close(serving.epoll[i]);
	}
	for (int i = 0; i < clients; i++) {
		(void)close(serving.connection[i].server);
		(void)close(serving.connection[i].client);
	}
	return rate;
}

void
bench_durable(void)
{
	double ours = 0, bare = 0;
	struct bench bench;

	bench_open(&bench, PEOPLE, BENCH_CACHE);
	TRY(store_start_committer(vault_store(bench.vault), &bench_error));
	for (int round = 0; round < BENCH_ROUNDS; round++) {
		double durable = bench_serve(&bench, CLIENTS, SERVERS, true);
		double at_once = bench_serve(&bench, CLIENTS, SERVERS,
		    false);

		ours = durable > ours ? durable : ours;
		bare = at_once > bare ? at_once : bare;
	}
	bench_rate("3  64 clients, entry durable first / not waiting",
	    ours / 1000, bare / 1000, "k/s", 0.8);
	bench_close(&bench);
}
