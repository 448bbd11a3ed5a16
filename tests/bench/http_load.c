/*
 * http_load PORT CONNECTIONS SECONDS < REQUESTS - sends requests, which have a
 * zero byte between them, in turn, again and again, each connection the next
 * one when it has the answer, and prints how many answers came and how long
 * the slowest of a hundred took (us).
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { REQUESTS_MAX = 8 << 20, ANSWER_MAX = 1 << 20, CONNECTIONS_MAX = 256,
    BUCKETS = 1000000 };

static char requests[REQUESTS_MAX];
static size_t requests_n, sent_before;
static int port;
static double ends;
static unsigned int taken[BUCKETS];	/* by microsecond */

static double
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Reads one answer; false when it is not 200. */
static int
read_answer(int fd, char *room)
{
	size_t n = 0, wanted = 0;

	while (wanted == 0 || n < wanted) {
		ssize_t got = recv(fd, room + n, ANSWER_MAX - 1 - n, 0);
		char *end, *length;

		if (got <= 0)
			return 0;
		n += (size_t)got;
		room[n] = '\0';
		end = wanted == 0 ? strstr(room, "\r\n\r\n") : NULL;
		if (end == NULL)
			continue;
		length = strstr(room, "Content-Length: ");
		wanted = (size_t)(end + 4 - room) + (length == NULL ? 0 :
		    strtoul(length + 16, NULL, 10));
	}
	return strncmp(room, "HTTP/1.1 200", 12) == 0;
}

static void *
run(void *context)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
	    .sin_port = htons((unsigned short)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
	char *room = malloc(ANSWER_MAX);
	long *count = context;
	/* Not all connections with the same one. */
	size_t at = __atomic_fetch_add(&sent_before, 1, __ATOMIC_RELAXED) *
	    7919 % requests_n;

	while (at > 0 && requests[at - 1] != '\0')
		at--;
	if (room == NULL || connect(fd, (struct sockaddr *)&to,
	    sizeof(to)) != 0)
		exit(1);
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	while (now() < ends) {
		double started = now();
		size_t us, n = strlen(requests + at);

		if (send(fd, requests + at, n, MSG_NOSIGNAL) !=
		    (ssize_t)n || !read_answer(fd, room)) {
			(void)fprintf(stderr, "a request failed: %.400s\n",
			    room);
			exit(1);
		}
		us = (size_t)((now() - started) * 1e6);
		__atomic_fetch_add(&taken[us < BUCKETS ? us : BUCKETS - 1],
		    1, __ATOMIC_RELAXED);
		(*count)++;
		at = at + n + 1 < requests_n ? at + n + 1 : 0;
	}
	free(room);
	(void)close(fd);
	return NULL;
}

int
main(int argc, char **argv)
{
	pthread_t thread[CONNECTIONS_MAX];
	long count[CONNECTIONS_MAX] = { 0 }, total = 0, seen = 0;
	int n = argc == 4 ? atoi(argv[2]) : 0;
	size_t slowest = 0;

	if (n < 1 || n > CONNECTIONS_MAX)
		return 2;
	port = atoi(argv[1]);
	requests_n = fread(requests, 1, sizeof(requests) - 1, stdin);
	ends = now() + atof(argv[3]);
	for (int i = 0; i < n; i++)
		if (pthread_create(&thread[i], NULL, run, &count[i]) != 0)
			return 1;
	for (int i = 0; i < n; i++) {
		(void)pthread_join(thread[i], NULL);
		total += count[i];
	}
	while (seen < total * 99 / 100 && slowest < BUCKETS)
		seen += taken[slowest++];
	(void)printf("%ld %zu\n", total, slowest);
	return 0;
}
