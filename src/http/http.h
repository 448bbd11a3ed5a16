/*
 * http.h - HTTP/1.1: bytes to a plain request, a plain reply to bytes.
 *
 * The listener parses with libmicrohttpd, lets the guard refuse what is not
 * well formed or too large, and hands every good request to one handler as a
 * struct http_exchange.  The handler fills the reply and calls
 * http_answer(), at once or later from another thread; until then the
 * connection is suspended, no thread waits, and after a deadline of ours it
 * is answered 503 whatever the handler does.  Large bodies go in and out piece
 * by piece (struct http_sink, struct http_source), as fast as the slower side.
 * Nothing else crosses this border: no socket, no library type.
 *
 * Everything in a request is checked text: the method is known, the path
 * holds only letters that a path of ours can hold, header names are tokens,
 * values are UTF-8 without control characters.
 */
#ifndef HTTP_HTTP_H_
#define HTTP_HTTP_H_

#include "base/base.h"

enum http_method {
	HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE,
	HTTP_OPTIONS,
};
enum { HTTP_METHODS = HTTP_OPTIONS + 1 };
extern const char *const http_method_names[HTTP_METHODS];

struct http_pair {
	struct text name;
	struct text value;
};

enum {
	HTTP_ID_SIZE = 33,
	HTTP_ADDRESS_SIZE = 46,
	HTTP_REPLY_HEADERS = 16,
	HTTP_PATH_MAX = 512,
	HTTP_QUERY_MAX = 16,	/* parameters */
	HTTP_FIELDS_MAX = 64,	/* headers */
	HTTP_VALUE_MAX = 4096,	/* bytes of one header or parameter */
	HTTP_PIECE = 1 << 20,	/* bytes of a streamed body at a time */
};

struct http_request {
	enum http_method method;	/* HEAD arrives as GET */
	struct text path;
	const struct http_pair *query;	/* decoded */
	size_t query_count;
	const struct http_pair *headers;
	size_t header_count;
	struct bytes body;
	char id[HTTP_ID_SIZE];		/* random, hex; in every answer */
	char address[HTTP_ADDRESS_SIZE];	/* of the peer */
	enum language language;		/* by Accept-Language; ja first */
};

/*
 * A body that is made while it is sent.  read() puts up to size bytes, which
 * is HTTP_PIECE or more, into out, and 0 of them at the end; it runs in a
 * thread of the listener that may wait, never twice at once, and only when
 * the client has taken what came before.  close() is the last call, whatever
 * became of the client.  What fails in the middle cuts the connection, so
 * that nobody takes it for the whole.
 */
struct http_source {
	enum status (*read)(void *context, uint8_t *out, size_t size,
	    size_t *n, struct error *error);
	void (*close)(void *context);
	void *context;
	bool sized;			/* Content-Length; else chunked */
	uint64_t size;			/* bytes */
};

/*
 * Who takes a body while it arrives.  write() gets pieces of HTTP_PIECE
 * bytes, the last one shorter, in threads as above; meanwhile nothing is read
 * from the client.  When one fails the rest is swallowed.  end() is the last
 * call: with NULL when all has come, otherwise with why it has not (too
 * large, or the client went away).  It, or what it begins, calls
 * http_answer().
 */
struct http_sink {
	enum status (*write)(void *context, struct bytes piece,
	    struct error *error);
	void (*end)(void *context, const struct error *error);
	void *context;
};

struct http_reply {
	unsigned int status;
	struct text type;		/* media type; "" without a body */
	struct http_pair headers[HTTP_REPLY_HEADERS];
	size_t header_count;
	struct bytes body;		/* in the exchange's arena, or static */
	/* Instead of a body: a descriptor that http reads and closes. */
	bool has_file;
	int file;
	uint64_t file_size;		/* bytes */
	/* Or one that is made meanwhile; read() NULL: there is none. */
	struct http_source source;
	bool close;			/* the connection, after this */
};

struct http_exchange {
	struct http_request request;
	struct http_reply reply;
	struct arena *arena;		/* wiped when the reply is sent */
	/* Set before the handler returns: it may take longer.  0: the limit. */
	int answer_ms;
	/* Of a request whose body is streamed, before http_go_on(). */
	struct http_sink sink;
};

/*
 * Sends the reply as it now stands.  Once for each exchange; afterwards it is
 * no longer the handler's.
 */
void http_answer(struct http_exchange *exchange) NONNULL;

/*
 * A request whose body is streamed (http_options.streams) comes to the handler
 * before its body.  This, in place of http_answer(), lets the body come, to
 * exchange->sink; nothing of it was taken before.
 */
void http_go_on(struct http_exchange *exchange) NONNULL;

/* Gives up what the reply was to send: a file, or what is made meanwhile. */
void http_drop_body(struct http_reply *reply) NONNULL;

/* The value of a header, by lower-case name; p is NULL when absent. */
struct text http_header(const struct http_request *request,
    const char *name) NONNULL;
/* A parameter of the query; p is NULL when absent. */
struct text http_query(const struct http_request *request,
    const char *name) NONNULL;

/* The heaviest of our languages in Accept-Language; Japanese without one. */
enum language http_language(const struct http_request *request) NONNULL;

/* Adds a header to the reply; a name twice replaces the first. */
void http_set(struct http_reply *reply, const char *name, struct text value)
    NONNULL;

/*
 * Whether the client takes that media type ("application/json"), by its
 * Accept header (RFC 9110, 12.5.1); no header takes everything.
 */
bool http_accepts(const struct http_request *request, const char *type)
    NONNULL;
/* Whether the body is of that type, whatever its parameters. */
bool http_is_type(const struct http_request *request, const char *type)
    NONNULL;

/* What a listener is made of. */
struct http_limits {
	size_t body;		/* bytes */
	size_t work;		/* bytes of an exchange's arena */
	unsigned int connections;
	unsigned int per_address;	/* connections; 0: no limit */
	int header_ms;		/* from connecting to a whole header */
	int idle_ms;		/* from an answer to the next whole header */
	int body_ms;		/* from the header to a whole body */
	int answer_ms;		/* from the body to the handler's answer */
	int reply_ms;		/* from the answer to its last byte */
};
extern const struct http_limits http_default_limits;

struct http_options {
	const char *address;	/* "127.0.0.1:8787", "[::1]:8787" */
	struct text certificate;	/* PEM; "" without TLS */
	struct text key;
	unsigned int threads;
	struct http_limits limits;
	void (*handle)(void *context, struct http_exchange *exchange);
	/* Bytes of a body that is streamed; 0: it is not.  May be NULL. */
	uint64_t (*streams)(void *context, const struct http_request *request);
	void *context;
	void (*random)(void *out, size_t n);
};

struct http_listener;

/* STATUS_INVALID for a bad address, certificate or key. */
enum status http_listen(struct http_listener **listener,
    const struct http_options *options, struct error *error)
    MUST_USE NONNULL;

/* The port that it listens on. */
unsigned int http_port(const struct http_listener *listener) NONNULL;

/*
 * A second listener on the socket of the first, with other limits or another
 * certificate: afterwards stop the first, and nobody is turned away.
 */
enum status http_listen_with(struct http_listener **listener,
    const struct http_listener *first, const struct http_options *options,
    struct error *error) MUST_USE NONNULL;

struct http_counts {
	uint64_t connections;	/* open now */
	uint64_t waiting;	/* exchanges suspended now */
	uint64_t streams;	/* bodies on their way, piece by piece */
	uint64_t requests;	/* handed to the handler, ever */
	uint64_t refused;	/* by the guard, ever */
	uint64_t slow;		/* closed because they were too slow, ever */
	uint64_t late;		/* answered 503 by the deadline, ever */
};
struct http_counts http_count(const struct http_listener *listener) NONNULL;

/*
 * Takes no more connections, waits for what is in work (at most answer_ms),
 * and closes.  http_free() waits until every handler has let go.
 */
void http_stop(struct http_listener *listener) NONNULL;
void http_free(struct http_listener *listener);

#endif
