#include "fuzz.h"
#include "http/guard.h"

enum { FIELDS = 80 };

/*
 * Lines: "METHOD URL VERSION"; "?name=value" is a parameter of the query,
 * "name: value" a header.
 */
static void
split(struct http_pair *pair, struct bytes line, uint8_t separator)
{
	struct bytes name = { NULL, 0 }, rest = line;

	(void)fuzz_piece(&name, &rest, separator);
	if (rest.n > 0 && rest.p[0] == ' ')
		rest = (struct bytes){ rest.p + 1, rest.n - 1 };
	pair->name = (struct text){ (const char *)name.p, name.n };
	pair->value = (struct text){ rest.p == NULL ? "" :
	    (const char *)rest.p, rest.n };
}

static const char *
word(struct bytes *rest, struct arena *arena)
{
	struct bytes piece = { NULL, 0 };
	char *copy;

	(void)fuzz_piece(&piece, rest, ' ');
	copy = arena_alloc(arena, piece.n + 1);
	CHECK(copy != NULL);
	if (piece.n > 0)
		memcpy(copy, piece.p, piece.n);
	copy[piece.n] = '\0';
	return copy;
}

/* What the header promises of a request that was let through. */
static void
look(const struct http_request *request)
{
	CHECK(request->path.n > 0 && request->path.n <= HTTP_PATH_MAX);
	CHECK(request->path.p[0] == '/');
	CHECK(text_find(request->path, TEXT("/../")) < 0);
	CHECK(request->query_count <= HTTP_QUERY_MAX);
	CHECK(request->header_count <= HTTP_FIELDS_MAX);
	for (size_t i = 0; i < request->header_count; i++)
		for (size_t j = 0; j < request->headers[i].value.n; j++) {
			char c = request->headers[i].value.p[j];

			CHECK(c != '\r' && c != '\n' && c != '\0');
		}
	for (size_t i = 0; i < request->query_count; i++) {
		struct text t;

		CHECK(text_from_bytes(&t, bytes_of(request->query[i].value)));
	}
	(void)http_language(request);
	(void)http_accepts(request, "application/json");
	(void)http_is_type(request, "application/json");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	struct http_pair headers[FIELDS], query[FIELDS];
	struct bytes rest = { data, size }, line = { NULL, 0 };
	struct http_raw raw = { .headers = headers, .query = query };
	struct http_request request;
	struct error error;
	int64_t length;
	enum status status;

	if (size == 0)
		return 0;
	(void)fuzz_piece(&line, &rest, '\n');
	raw.method = word(&line, arena);
	raw.url = word(&line, arena);
	raw.version = word(&line, arena);
	while (fuzz_piece(&line, &rest, '\n'))
		if (line.n > 0 && line.p[0] == '?') {
			if (raw.query_count < FIELDS)
				split(&query[raw.query_count++],
				    (struct bytes){ line.p + 1, line.n - 1 },
				    '=');
		} else if (raw.header_count < FIELDS && line.n > 0) {
			split(&headers[raw.header_count++], line, ':');
		}
	memset(&request, 0, sizeof(request));
	status = http_guard(&request, &raw, &length, arena, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	else
		look(&request);
	return 0;
}
