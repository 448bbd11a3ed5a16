/*
 * What a request says, looked up and weighed.
 */
#include <strings.h>

#include "http/http.h"

const char *const http_method_names[HTTP_METHODS] = {
	[HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST",
	[HTTP_PUT] = "PUT", [HTTP_PATCH] = "PATCH",
	[HTTP_DELETE] = "DELETE", [HTTP_OPTIONS] = "OPTIONS",
};

static struct text
find(const struct http_pair *pairs, size_t n, const char *name,
    bool any_case)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < n; i++) {
		struct text key = pairs[i].name;

		if (key.n == length && (any_case ?
		    strncasecmp(key.p, name, length) :
		    strncmp(key.p, name, length)) == 0)
			return pairs[i].value;
	}
	return (struct text){ NULL, 0 };
}

struct text
http_header(const struct http_request *request, const char *name)
{
	return find(request->headers, request->header_count, name, true);
}

struct text
http_query(const struct http_request *request, const char *name)
{
	return find(request->query, request->query_count, name, false);
}

void
http_set(struct http_reply *reply, const char *name, struct text value)
{
	size_t i = 0;

	while (i < reply->header_count &&
	    !text_is(reply->headers[i].name, name))
		i++;
	if (i == HTTP_REPLY_HEADERS)
		return;
	reply->headers[i] = (struct http_pair){ text_of(name), value };
	if (i == reply->header_count)
		reply->header_count++;
}

static bool
same(struct text text, const char *string, size_t n)
{
	return text.n == n && strncasecmp(text.p, string, n) == 0;
}

/* Takes the next part up to the separator off the rest, trimmed. */
static struct text
take_part(struct text *rest, const char *separator)
{
	ptrdiff_t at = text_find(*rest, text_of(separator));
	size_t end = at < 0 ? rest->n : (size_t)at;
	struct text part = text_trim(text_slice(*rest, 0, end));

	*rest = text_slice(*rest, at < 0 ? end : end + 1, rest->n);
	return part;
}

/* The weight of a range in thousandths (RFC 9110, 12.4.2); 1 without one. */
static int
weight(struct text parameters)
{
	int value = 1000, unit = 100;

	while (parameters.n > 0) {
		struct text p = take_part(&parameters, ";");

		if (p.n < 3 || strncasecmp(p.p, "q=", 2) != 0)
			continue;
		value = p.p[2] == '1' ? 1000 : 0;
		for (size_t i = 4; i < p.n && unit > 0 && value < 1000;
		    i++, unit /= 10)
			if (p.p[i] >= '0' && p.p[i] <= '9')
				value += unit * (p.p[i] - '0');
	}
	return value;
}

enum language
http_language(const struct http_request *request)
{
	struct text rest = http_header(request, "accept-language");
	enum language best = LANGUAGE_JA;
	int heaviest = 0;

	while (rest.n > 0) {
		struct text range = take_part(&rest, ",");
		struct text name = take_part(&range, ";");
		bool ja = name.n >= 2 && strncasecmp(name.p, "ja", 2) == 0;
		bool en = name.n >= 2 && strncasecmp(name.p, "en", 2) == 0;

		if ((!ja && !en) || (name.n > 2 && name.p[2] != '-') ||
		    weight(range) <= heaviest)
			continue;
		heaviest = weight(range);
		best = ja ? LANGUAGE_JA : LANGUAGE_EN;
	}
	return best;
}

bool
http_accepts(const struct http_request *request, const char *type)
{
	struct text rest = http_header(request, "accept");
	const char *slash = strchr(type, '/');
	size_t major = slash == NULL ? 0 : (size_t)(slash - type);
	bool any = rest.p == NULL;
	int best = 0;

	/* The most exact range decides. */
	while (rest.n > 0) {
		struct text range = take_part(&rest, ",");
		struct text name = take_part(&range, ";");
		int exact = same(name, type, strlen(type)) ? 3 :
		    name.n == major + 2 && name.p[major + 1] == '*' &&
		    strncasecmp(name.p, type, major + 1) == 0 ? 2 :
		    text_is(name, "*/*") ? 1 : 0;

		if (exact > best) {
			best = exact;
			any = weight(range) > 0;
		}
	}
	return any;
}

bool
http_is_type(const struct http_request *request, const char *type)
{
	struct text value = http_header(request, "content-type");

	return value.p != NULL &&
	    same(take_part(&value, ";"), type, strlen(type));
}
