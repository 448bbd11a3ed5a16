#include "http/problem.h"

enum { PROBLEM_MAX = 262144, ERRORS_MAX = 100 };

const struct http_problem_row http_problem_rows[] = {
	{ "no_route", 404 },
	{ "method_not_allowed", 405 },
	{ "not_acceptable", 406 },
	{ "request_timeout", 408 },
	{ "precondition_failed", 412 },
	{ "too_large", 413 },
	{ "path_too_long", 414 },
	{ "unsupported_media_type", 415 },
	{ "key_reused", 422 },
	{ "precondition_required", 428 },
	{ "rate_limited", 429 },
	{ "quota_exceeded", 429 },
	{ "header_too_large", 431 },
	{ "not_implemented", 501 },
	{ "bad_version", 505 },
	{ NULL, 0 }
};

unsigned int
http_problem_status(const struct error *error)
{
	for (const struct http_problem_row *row = http_problem_rows;
	    row->code != NULL; row++)
		if (strcmp(row->code, error->code) == 0)
			return row->status;
	return (unsigned int)status_table[error->status].http;
}

/* A member unless it is empty. */
static void
member(struct jsonw *json, const char *key, const char *value)
{
	if (value[0] != '\0')
		jsonw_member_string(json, key, value);
}

/* Places are JSON Pointers when they begin with a slash. */
static void
write_one(struct jsonw *json, const struct error *error, bool of_body,
    enum language language)
{
	jsonw_open_object(json);
	/* A pointer to the whole document is empty (RFC 6901). */
	jsonw_member_string(json, of_body || error->field[0] == '/' ?
	    "pointer" : "parameter", error->field);
	jsonw_member_string(json, "code", error->code);
	jsonw_member_string(json, "detail", error->text[language]);
	member(json, "clause", error->clause);
	member(json, "article", error->article);
	member(json, "remedy", error->remedy[language]);
	jsonw_close_object(json);
}

static void
write_errors(struct jsonw *json, const struct error *error,
    const struct findings *findings, enum language language)
{
	size_t n = 0;

	jsonw_key(json, "errors");
	jsonw_open_array(json);
	if (findings == NULL || findings->first == NULL)
		write_one(json, error, false, language);
	else
		for (const struct finding *f = findings->first;
		    f != NULL && n < ERRORS_MAX; f = f->next, n++)
			write_one(json, &f->error, true, language);
	jsonw_close_array(json);
}

void
http_problem(struct http_exchange *x, const struct error *error,
    const struct findings *findings)
{
	const struct status_row *row = &status_table[error->status];
	enum language language = x->request.language;
	unsigned int status = http_problem_status(error);
	struct buf out;
	struct jsonw json;

	buf_init(&out, x->arena, PROBLEM_MAX);
	json = jsonw_new(&out, false);
	jsonw_open_object(&json);
	jsonw_key(&json, "type");
	jsonw_printf(&json, "/v1/problems/%s", row->name);
	jsonw_member_string(&json, "title", language == LANGUAGE_JA ?
	    row->title.ja : row->title.en);
	jsonw_member_int(&json, "status", status);
	jsonw_member_string(&json, "detail", error->text[language]);
	jsonw_member_string(&json, "code", error->code);
	jsonw_member_string(&json, "request_id", x->request.id);
	member(&json, "clause", error->clause);
	member(&json, "article", error->article);
	member(&json, "remedy", error->remedy[language]);
	if (error->field[0] != '\0' ||
	    (findings != NULL && findings->first != NULL))
		write_errors(&json, error, findings, language);
	jsonw_close_object(&json);
	/* Nothing of what was to be sent goes out with it. */
	http_drop_body(&x->reply);
	x->reply.status = status;
	x->reply.type = TEXT("application/problem+json");
	/* Without memory for the words, the status alone says it. */
	x->reply.body = out.failed ? (struct bytes){ NULL, 0 } :
	    buf_bytes(&out);
	if (status == 429 || error->status == STATUS_BUSY)
		http_set(&x->reply, "Retry-After", strcmp(error->code,
		    "locked") == 0 ? TEXT("60") : TEXT("1"));
	if (status == 401)
		http_set(&x->reply, "WWW-Authenticate",
		    TEXT("Bearer realm=\"sekisho\""));
}
