/*
 * From a method and a path to a route.
 */
#include "api/call.h"

/* Takes the next part of a path, between slashes. */
static struct text
take_part(struct text *rest)
{
	struct text part = text_slice(*rest, 1, rest->n);
	ptrdiff_t slash = text_find(part, TEXT("/"));
	size_t n = slash < 0 ? part.n : (size_t)slash;

	*rest = text_slice(*rest, n + 1, rest->n);
	return text_slice(part, 0, n);
}

static bool
fits(const struct api_route *route, struct text path,
    struct text parameter[CALL_PARAMETERS])
{
	struct text template = text_of(route->path);
	size_t n = 0;

	while (template.n > 0 && path.n > 0) {
		struct text wanted = take_part(&template), part;

		if (text_is(wanted, "{rest}")) {
			parameter[n] = text_slice(path, 1, path.n);
			return parameter[n].n > 0;
		}
		part = take_part(&path);
		if (wanted.n > 0 && wanted.p[0] == '{') {
			if (part.n == 0 || n == CALL_PARAMETERS)
				return false;
			parameter[n++] = part;
		} else if (!text_equal(wanted, part)) {
			return false;
		}
	}
	return template.n == 0 && path.n == 0;
}

static enum status
wrong_method(struct api_call *call, struct buf *allowed,
    struct error *error)
{
	struct text list = buf_as_text(allowed);

	call_header(call, "Allow", list);
	return call_problem(error, STATUS_INVALID, "method_not_allowed",
	    (struct words){ "このメソッドは使えません",
	    "that method can not be used here" });
}

uint64_t
api_streams(void *context, const struct http_request *request)
{
	struct api *api = context;
	struct text parameter[CALL_PARAMETERS];

	for (const struct api_route *r = api_routes; r->name != NULL; r++)
		if (r->streams && r->method == request->method &&
		    fits(r, request->path, parameter))
			return atomic_load(&api->file);
	return 0;
}

const struct api_route *
call_match(struct api_call *call, struct error *error)
{
	const struct http_request *request = &call->x->request;
	struct buf allowed;

	buf_init(&allowed, call->arena, 256);
	for (const struct api_route *r = api_routes; r->name != NULL; r++) {
		if (!fits(r, request->path, call->parameter))
			continue;
		if (r->method == request->method)
			return r;
		if (allowed.n > 0)
			buf_string(&allowed, ", ");
		buf_string(&allowed, http_method_names[r->method]);
	}
	if (allowed.n > 0)
		(void)wrong_method(call, &allowed, error);
	else
		(void)call_problem(error, STATUS_NOT_FOUND, "no_route",
		    (struct words){ "そのような場所はありません",
		    "there is nothing here" });
	return NULL;
}
