/*
 * problem.h - errors as application/problem+json (RFC 9457).
 *
 *	{"type": "/v1/problems/refused", "title": ..., "status": 403,
 *	 "detail": ..., "code": ..., "request_id": ..., "clause": ...,
 *	 "article": ..., "remedy": ..., "errors": [{"pointer": "/values/email",
 *	 "code": ..., "detail": ...}]}
 *
 * type and status follow base/error.h's table, except for the codes that
 * HTTP has a status of its own for (a table in problem.c).  Title, detail and
 * remedy are in the language of the request.
 */
#ifndef HTTP_PROBLEM_H_
#define HTTP_PROBLEM_H_

#include "base/finding.h"
#include "http/http.h"

/* Makes the reply; findings may be NULL. */
void http_problem(struct http_exchange *exchange, const struct error *error,
    const struct findings *findings) NONNULL_ARGS(1, 2);

/* The HTTP status of an error. */
unsigned int http_problem_status(const struct error *error) NONNULL;

/* Codes with a status of their own; ends with a NULL code. */
struct http_problem_row {
	const char *code;
	unsigned int status;
};
extern const struct http_problem_row http_problem_rows[];

#endif
