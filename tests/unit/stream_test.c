/*
 * Bodies piece by piece, in and out, over a socket: lengths, codings, who is
 * refused before a byte, too much, those who go away, those who are slow.
 */
#include "test.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/pool.h"
#include "http/problem.h"

enum { MAX = 8 << 20, ANSWER = 1 << 16 };

static struct http_listener *listener;
static struct pool *pool;

/* What the handler saw of a body that came. */
static struct {
	_Atomic uint64_t bytes, pieces, sum;
	_Atomic int ends, aborted, closed, reads;
	_Atomic int64_t fails_at;		/* piece; -1: none */
	char code[64];
} seen;

static uint64_t
sum_of(uint64_t sum, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sum = sum * 31 + p[i];
	return sum;
}

static enum status
take(void *context, struct bytes piece, struct error *error)
{
	assert_true(piece.n <= HTTP_PIECE);
	if ((int64_t)atomic_fetch_add(&seen.pieces, 1) == seen.fails_at)
		return error_memory(error);
	seen.bytes += piece.n;
	seen.sum = sum_of(seen.sum, piece.p, piece.n);
	return STATUS_OK;
}

static void
took(void *context, const struct error *error)
{
	struct http_exchange *x = context;

	if (error != NULL) {
		(void)snprintf(seen.code, sizeof(seen.code), "%s",
		    error->code);
		http_problem(x, error, NULL);
	} else {
		x->reply.status = 201;
		x->reply.body = bytes_of(TEXT("kept"));
	}
	seen.aborted += error != NULL;
	http_answer(x);
	seen.ends++;
}

/* Bytes that know where they stand. */
struct making {
	uint64_t at, n, fails_at;
};

static enum status
make(void *context, uint8_t *out, size_t size, size_t *n,
    struct error *error)
{
	struct making *m = context;

	assert_true(size >= HTTP_PIECE);
	seen.reads++;
	*n = m->n - m->at < size ? (size_t)(m->n - m->at) : size;
	if (m->at >= m->fails_at)
		return error_memory(error);
	for (size_t i = 0; i < *n; i++)
		out[i] = (uint8_t)((m->at + i) * 7 >> 3);
	m->at += *n;
	return STATUS_OK;
}

static void
made(void *context)
{
	mem_free(context);
	seen.closed++;
}

static void
answer_get(struct http_exchange *x)
{
	struct making *m = mem_alloc(sizeof(*m));
	struct text path = x->request.path;

	assert_non_null(m);
	m->n = text_find(path, TEXT("small")) >= 0 ? 3 : 5 * HTTP_PIECE + 7;
	m->fails_at = text_find(path, TEXT("broken")) >= 0 ? HTTP_PIECE :
	    UINT64_MAX;
	x->reply.status = 200;
	x->reply.type = TEXT("application/octet-stream");
	x->reply.source = (struct http_source){
		.read = make, .close = made, .context = m,
		.sized = text_find(path, TEXT("sized")) >= 0, .size = m->n,
	};
	if (text_find(path, TEXT("not")) >= 0) {
		struct error error;

		(void)error_set(&error, STATUS_REFUSED, "no", "不可", "no");
		http_problem(x, &error, NULL);
	}
	http_answer(x);
}

static void
answer(void *context)
{
	struct http_exchange *x = context;
	struct error error;

	if (x->request.method == HTTP_GET) {
		answer_get(x);
		return;
	}
	if (text_find(x->request.path, TEXT("refused")) >= 0) {
		(void)error_set(&error, STATUS_REFUSED, "no", "不可", "no");
		http_problem(x, &error, NULL);
		http_answer(x);
		return;
	}
	x->sink = (struct http_sink){ take, took, x };
	http_go_on(x);
}

static void
handle(void *context, struct http_exchange *x)
{
	if (text_find(x->request.path, TEXT("now")) >= 0)
		answer(x);
	else
		assert_true(pool_submit(pool, answer, x));
}

static uint64_t
streams(void *context, const struct http_request *request)
{
	return request->method == HTTP_POST ? MAX : 0;
}

static void
no_random(void *out, size_t n)
{
	memset(out, 7, n);
}

static int
begin(void **state)
{
	struct http_options options = {
		.address = "127.0.0.1:0", .threads = 1,
		.limits = http_default_limits, .handle = handle,
		.streams = streams, .random = no_random,
	};
	struct error error;

	memset(&seen, 0, sizeof(seen));
	seen.fails_at = -1;
	options.limits.answer_ms = 1000;
	if (pool_new(&pool, 2, 16, &error) != STATUS_OK)
		return -1;
	return http_listen(&listener, &options, &error) == STATUS_OK ? 0 :
	    -1;
}

static int
end(void **state)
{
	http_stop(listener);
	pool_free(pool);
	http_free(listener);
	return 0;
}

/* A client. */

static int
dial(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)http_port(listener)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address,
	    sizeof(address)), 0);
	return fd;
}

static bool
put(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n > 0) {
		ssize_t k = send(fd, p, n, MSG_NOSIGNAL);

		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static void
ask(int fd, const char *line, const char *headers)
{
	char text[512];

	(void)snprintf(text, sizeof(text), "%s HTTP/1.1\r\n"
	    "Host: a.example.jp\r\n%s\r\n", line, headers);
	assert_true(put(fd, text, strlen(text)));
}

/* All up to the end of the connection: the head, and what of the body. */
struct got {
	char head[4096];
	uint8_t *body;
	size_t n;
};

static struct got
hear(int fd)
{
	size_t room = 16 << 20, n = 0;
	uint8_t *all = mem_alloc(room);
	struct got got = { .n = 0 };
	char *blank;
	ssize_t k;

	assert_non_null(all);
	while ((k = recv(fd, all + n, room - n - 1, 0)) > 0)
		n += (size_t)k;
	(void)close(fd);
	blank = strstr((char *)all, "\r\n\r\n");
	if (blank != NULL) {
		(void)snprintf(got.head, sizeof(got.head), "%.*s",
		    (int)(blank + 2 - (char *)all), (char *)all);
		got.n = n - (size_t)(blank + 4 - (char *)all);
		memmove(all, blank + 4, got.n);
	}
	got.body = all;
	return got;
}

static unsigned int
status_of(const struct got *got)
{
	unsigned int status = 0;

	(void)sscanf(got->head, "HTTP/1.1 %u", &status);
	return status;
}

static void
expect(int fd, unsigned int status, const char *in_head)
{
	struct got got = hear(fd);

	if (status_of(&got) != status)
		print_error("%s", got.head);
	assert_int_equal(status_of(&got), status);
	assert_non_null(strstr(got.head, in_head));
	mem_free(got.body);
}

static uint8_t block[1 << 16];

static uint64_t
send_bytes(int fd, size_t n, bool chunked)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < sizeof(block); i++)
		block[i] = (uint8_t)(i * 13 >> 2);
	while (n > 0) {
		size_t k = n < sizeof(block) ? n : sizeof(block);
		char head[16];

		(void)snprintf(head, sizeof(head), "%zx\r\n", k);
		if ((chunked && !put(fd, head, strlen(head))) ||
		    !put(fd, block, k) || (chunked && !put(fd, "\r\n", 2)))
			return sum;
		sum = sum_of(sum, block, k);
		n -= k;
	}
	if (chunked)
		(void)put(fd, "0\r\n\r\n", 5);
	return sum;
}

/* What another thread counts comes to n, on a slow machine too. */
static void
comes_to(_Atomic int *what, int n)
{
	for (int i = 0; i < 6000 && *what < n; i++)
		(void)usleep(10000);
	assert_int_equal(*what, n);
}

static void
wait_for(_Atomic int *what)
{
	for (int i = 0; i < 6000 && *what == 0; i++)
		(void)usleep(10000);
	assert_true(*what > 0);
}

#define CLOSE "Connection: close\r\n"

static void
takes_all_of_it(void **state)
{
	static const size_t sizes[] = { 0, 1, HTTP_PIECE - 1, HTTP_PIECE,
	    HTTP_PIECE + 1, 5 * HTTP_PIECE + 3, MAX };
	static const char *const paths[] = { "POST /now", "POST /later" };

	for (size_t i = 0; i < 4 * LENGTH(sizes); i++) {
		size_t n = sizes[i / 4];
		char headers[128];
		uint64_t sum;
		int fd = dial();

		memset(&seen, 0, sizeof(seen));
		seen.fails_at = -1;
		(void)snprintf(headers, sizeof(headers), CLOSE
		    "Content-Length: %zu\r\n", n);
		ask(fd, paths[i & 1], i & 2 ? headers :
		    CLOSE "Transfer-Encoding: chunked\r\n");
		sum = send_bytes(fd, n, (i & 2) == 0);
		expect(fd, 201, "");
		wait_for(&seen.ends);
		assert_int_equal(seen.bytes, n);
		assert_int_equal(seen.sum, sum);
		assert_int_equal(seen.pieces, (n + HTTP_PIECE - 1) /
		    HTTP_PIECE);
		assert_int_equal(seen.aborted, 0);
	}
	for (int i = 0; i < 6000 && http_count(listener).streams > 0; i++)
		(void)usleep(10000);
	assert_int_equal(http_count(listener).streams, 0);
}

/* Who is refused is so before a byte of the body is asked for. */
static void
refuses_before_the_body(void **state)
{
	static const char *const paths[] = {
		"POST /refused/now", "POST /refused/later",
	};

	for (size_t i = 0; i < LENGTH(paths); i++) {
		int fd = dial();

		ask(fd, paths[i], "Content-Length: 8000000\r\n"
		    "Expect: 100-continue\r\n");
		expect(fd, 403, "Content-Type: application/problem+json");
	}
	/* A short body that comes unasked is read, so that no answer is lost. */
	for (size_t i = 0; i < 50; i++) {
		int fd = dial();

		ask(fd, paths[i & 1], CLOSE "Content-Length: 100000\r\n");
		(void)usleep((useconds_t)(i % 5) * 1000);
		(void)send_bytes(fd, 100000, false);
		expect(fd, 403, "Content-Type: application/problem+json");
	}
	assert_int_equal(seen.pieces, 0);
	assert_int_equal(seen.ends, 0);
}

static void
says_continue(void **state)
{
	char line[64] = "";
	int fd = dial();

	ask(fd, "POST /later", CLOSE "Content-Length: 3\r\n"
	    "Expect: 100-continue\r\n");
	assert_int_equal(recv(fd, line, 25, MSG_WAITALL), 25);
	assert_string_equal(line, "HTTP/1.1 100 Continue\r\n\r\n");
	assert_true(put(fd, "abc", 3));
	expect(fd, 201, "");
	assert_int_equal(seen.bytes, 3);
}

static void
takes_no_more_than_that(void **state)
{
	int fd = dial();

	ask(fd, "POST /later", CLOSE "Content-Length: 8388609\r\n");
	expect(fd, 413, "");
	assert_int_equal(seen.ends, 0);
	fd = dial();
	ask(fd, "POST /later", CLOSE "Transfer-Encoding: chunked\r\n");
	(void)send_bytes(fd, MAX + 1, true);
	expect(fd, 413, "");
	comes_to(&seen.ends, 1);
	assert_string_equal(seen.code, "too_large");
	/* Who goes on is cut off. */
	fd = dial();
	ask(fd, "POST /later", CLOSE "Transfer-Encoding: chunked\r\n");
	(void)send_bytes(fd, 4 * MAX, true);
	(void)close(fd);
	comes_to(&seen.ends, 2);
}

static void
swallows_when_it_fails(void **state)
{
	int fd = dial();

	seen.fails_at = 1;
	ask(fd, "POST /later", CLOSE "Content-Length: 5000000\r\n");
	(void)send_bytes(fd, 5000000, false);
	/* The handler says what it is; this one says that all came. */
	expect(fd, 201, "");
	assert_int_equal(seen.bytes, HTTP_PIECE);
	assert_int_equal(seen.pieces, 2);
}

static void
says_who_went_away(void **state)
{
	int fd = dial();

	ask(fd, "POST /later", "Content-Length: 5000000\r\n");
	(void)send_bytes(fd, 3000000, false);
	/* An end that comes with bytes is seen by the deadline alone. */
	for (int i = 0; i < 6000 && seen.pieces < 2; i++)
		(void)usleep(10000);
	(void)usleep(300000);
	(void)close(fd);
	wait_for(&seen.ends);
	assert_string_equal(seen.code, "aborted");
	assert_int_equal(seen.bytes, 2 * HTTP_PIECE);
}

static bool
is_whole(const struct got *got, size_t n)
{
	for (size_t i = 0; i < n && i < got->n; i++)
		if (got->body[i] != (uint8_t)(i * 7 >> 3))
			return false;
	return got->n == n;
}

static void
gives_what_is_made(void **state)
{
	struct got got;
	int fd = dial();

	ask(fd, "GET /sized", CLOSE);
	got = hear(fd);
	assert_int_equal(status_of(&got), 200);
	assert_non_null(strstr(got.head, "Content-Length: 5242887\r\n"));
	assert_true(is_whole(&got, 5 * HTTP_PIECE + 7));
	mem_free(got.body);
	fd = dial();
	ask(fd, "GET /small/later", "");
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	got = hear(fd);
	assert_non_null(strstr(got.head, "Transfer-Encoding: chunked"));
	assert_memory_equal(got.body + got.n - 5, "0\r\n\r\n", 5);
	mem_free(got.body);
	comes_to(&seen.closed, 2);
}

static void
gives_no_body_to_head(void **state)
{
	struct got got;
	int fd = dial();

	ask(fd, "HEAD /sized", CLOSE);
	got = hear(fd);
	assert_int_equal(status_of(&got), 200);
	assert_non_null(strstr(got.head, "Content-Length: 5242887\r\n"));
	assert_int_equal(got.n, 0);
	mem_free(got.body);
	wait_for(&seen.closed);
	assert_int_equal(seen.reads, 0);
}

/* A problem takes the place of what was to be sent. */
static void
gives_nothing_with_a_problem(void **state)
{
	int fd = dial();

	ask(fd, "GET /sized/not", CLOSE);
	expect(fd, 403, "application/problem+json");
	comes_to(&seen.closed, 1);
	assert_int_equal(seen.reads, 0);
}

static void
cuts_what_breaks(void **state)
{
	struct got got;
	int fd = dial();

	ask(fd, "GET /sized/broken", "");
	got = hear(fd);
	assert_true(got.n == HTTP_PIECE);
	mem_free(got.body);
	/* Without a length the last chunk is what lacks. */
	fd = dial();
	ask(fd, "GET /broken", "");
	got = hear(fd);
	assert_true(got.n > HTTP_PIECE && got.n < HTTP_PIECE + 4096);
	assert_memory_not_equal(got.body + got.n - 5, "0\r\n\r\n", 5);
	mem_free(got.body);
	comes_to(&seen.closed, 2);
}

/* Nothing is made ahead of a client that does not read. */
static void
waits_for_slow_readers(void **state)
{
	int fd = dial(), small = 4096;

	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	ask(fd, "GET /sized", CLOSE);
	wait_for(&seen.reads);
	(void)usleep(300000);
	assert_true(seen.reads <= 4);
	assert_int_equal(http_count(listener).streams, 1);
	(void)close(fd);
	wait_for(&seen.closed);
}

/* Stopping does not wait for ever, whatever streams. */
static void
stops_in_the_middle(void **state)
{
	int in = dial(), out = dial();

	ask(out, "GET /sized", CLOSE);
	ask(in, "POST /later", "Content-Length: 5000000\r\n");
	(void)send_bytes(in, 3000000, false);
	for (int i = 0; i < 1000 && (seen.pieces < 2 || seen.reads < 1); i++)
		(void)usleep(10000);
	http_stop(listener);
	wait_for(&seen.ends);
	wait_for(&seen.closed);
	(void)close(in);
	(void)close(out);
}

#define case_of(function) \
	cmocka_unit_test_setup_teardown(function, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		case_of(takes_all_of_it),
		case_of(refuses_before_the_body),
		case_of(says_continue),
		case_of(takes_no_more_than_that),
		case_of(swallows_when_it_fails),
		case_of(says_who_went_away),
		case_of(gives_what_is_made),
		case_of(gives_no_body_to_head),
		case_of(gives_nothing_with_a_problem),
		case_of(cuts_what_breaks),
		case_of(waits_for_slow_readers),
		case_of(stops_in_the_middle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
