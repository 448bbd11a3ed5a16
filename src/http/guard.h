/*
 * guard.h - what is refused before any handler sees it.
 *
 * libmicrohttpd 0.9.75 is lenient; RFC 9112 is not, and what two programs
 * read differently is how requests are smuggled.  Refused with 400: no Host
 * or two, both Content-Length and Transfer-Encoding, two of either, a length
 * that is not digits, a coding other than chunked (501), a field name that is
 * no token (a blank before the colon), a control character or broken UTF-8
 * in a value, a path with letters that no path of ours has, a query that
 * does not decode.  A method of nobody: 501.  The connection is closed.
 */
#ifndef HTTP_GUARD_H_
#define HTTP_GUARD_H_

#include "http/http.h"

struct http_raw {
	const char *method;
	const char *version;
	const char *url;	/* the path, as it came */
	const struct http_pair *headers;	/* as they came */
	size_t header_count;
	const struct http_pair *query;		/* not yet decoded */
	size_t query_count;
};

/*
 * Fills the request (all but body, id and address) from what came.
 * length gets the Content-Length, or -1.
 */
enum status http_guard(struct http_request *request,
    const struct http_raw *raw, int64_t *length, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

#endif
