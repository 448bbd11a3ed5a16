#include "test.h"

#include "http/guard.h"
#include "http/problem.h"

/* A request of one header more than Host. */
static enum status
judge(const char *method, const char *url, const char *name,
    const char *value, struct http_request *request, struct arena *arena,
    struct error *error)
{
	struct http_pair *headers = arena_array(arena, 2, sizeof(*headers));
	int64_t length;

	assert_non_null(headers);
	headers[0] = (struct http_pair){ TEXT("Host"), TEXT("a.example.jp") };
	if (name != NULL)
		headers[1] = (struct http_pair){ text_of(name),
		    text_of(value) };
	memset(request, 0, sizeof(*request));
	return http_guard(request, &(struct http_raw){ .method = method,
	    .version = "HTTP/1.1", .url = url, .headers = headers,
	    .header_count = name == NULL ? 1 : 2 }, &length, arena, error);
}

static void
takes_what_is_good(void **state)
{
	struct http_request request;
	struct error error;

	assert_ok(judge("HEAD", "/v1/people/per_1", "X-A", "日本語\tb",
	    &request, *state, &error), &error);
	assert_int_equal(request.method, HTTP_GET);
	assert_true(text_is(http_header(&request, "x-a"), "日本語\tb"));
	assert_null(http_header(&request, "x-b").p);
}

static void
refuses(void **state)
{
	static const struct {
		const char *method, *url, *name, *value, *code;
	} bad[] = {
		{ "get", "/", NULL, NULL, "not_implemented" },
		{ "TRACE", "/", NULL, NULL, "not_implemented" },
		{ "GET", "", NULL, NULL, "bad_request" },
		{ "GET", "v1", NULL, NULL, "bad_request" },
		{ "GET", "/a/../b", NULL, NULL, "bad_request" },
		{ "GET", "/a//b", NULL, NULL, "bad_request" },
		{ "GET", "/%2e", NULL, NULL, "bad_request" },
		{ "GET", "/a b", NULL, NULL, "bad_request" },
		{ "GET", "/\x01", NULL, NULL, "bad_request" },
		{ "GET", "/", "X A", "b", "bad_request" },
		{ "GET", "/", "", "b", "bad_request" },
		{ "GET", "/", "X-A", "b\rc", "bad_request" },
		{ "GET", "/", "X-A", "\xff", "bad_request" },
		{ "GET", "/", "host", "b", "bad_request" },
		{ "POST", "/", "Content-Length", "+1", "bad_request" },
		{ "POST", "/", "Content-Length", "", "bad_request" },
		{ "POST", "/", "Content-Length", "1 1", "bad_request" },
		{ "POST", "/", "Transfer-Encoding", "gzip",
		  "not_implemented" },
	};

	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct http_request request;
		struct error error;

		assert_fails(judge(bad[i].method, bad[i].url, bad[i].name,
		    bad[i].value, &request, *state, &error), &error,
		    STATUS_INVALID, bad[i].code);
		assert_true(http_problem_status(&error) >= 400);
	}
}

static void
weighs_languages_and_types(void **state)
{
	static const struct {
		const char *accept;
		enum language language;
	} languages[] = {
		{ "en", LANGUAGE_EN }, { "ja", LANGUAGE_JA },
		{ "en;q=0.4, ja;q=0.5", LANGUAGE_JA },
		{ "ja;q=0.1,en-GB;q=0.9", LANGUAGE_EN },
		{ "fr, de", LANGUAGE_JA }, { "", LANGUAGE_JA },
		{ "en;q=0", LANGUAGE_JA }, { "jam, enm", LANGUAGE_JA },
		{ ";;,,q=", LANGUAGE_JA }, { "EN-us", LANGUAGE_EN },
	};
	static const struct {
		const char *accept;
		bool json;
	} types[] = {
		{ "*/*", true }, { "application/*", true },
		{ "text/html", false }, { "application/json;q=0", false },
		{ "text/html, */*;q=0.1", true },
		{ "application/json;q=0, */*", false },
		{ "application/problem+json", false }, { "", false },
	};
	struct http_request request;
	struct error error;

	for (size_t i = 0; i < LENGTH(languages); i++) {
		assert_ok(judge("GET", "/", "Accept-Language",
		    languages[i].accept, &request, *state, &error), &error);
		assert_int_equal(request.language, languages[i].language);
	}
	for (size_t i = 0; i < LENGTH(types); i++) {
		assert_ok(judge("GET", "/", "Accept", types[i].accept,
		    &request, *state, &error), &error);
		assert_int_equal(http_accepts(&request, "application/json"),
		    types[i].json);
	}
	assert_ok(judge("GET", "/", "Content-Type",
	    "Application/JSON; charset=utf-8", &request, *state, &error),
	    &error);
	assert_true(http_is_type(&request, "application/json"));
	assert_false(http_is_type(&request, "application/jso"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(takes_what_is_good),
		arena_test(refuses),
		arena_test(weighs_languages_and_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
