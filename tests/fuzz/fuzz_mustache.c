#include "base/json.h"
#include "fuzz.h"
#include "render/mustache.h"

/* A template, a NUL, and its data as JSON (without one, a small object). */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char usual[] = "{\"a\":\"<&>\",\"b\":[{\"a\":1},{}],"
	    "\"c\":{\"a\":\"x\"},\"d\":true,\"e\":[\"1\",\"2\"]}";
	const struct mustache_piece partials[] = {
		{ "p", TEXT("<{{a}}{{#b}}{{>p}}{{/b}}>") },
		{ "q", TEXT("{{#e}}\n  {{.}}\n{{/e}}") }, { NULL, { NULL, 0 } }
	};
	const struct mustache_set set = { .partials = partials };
	struct arena *arena = fuzz_arena();
	struct bytes rest = { data, size }, piece = { NULL, 0 };
	const struct node *root;
	struct text template;
	struct error error;
	struct buf out;
	enum status status;

	if (size == 0)
		return 0;
	(void)fuzz_piece(&piece, &rest, '\0');
	if (!fuzz_text(&template, piece.p, piece.n))
		return 0;
	if (rest.n == 0)
		rest = (struct bytes){ (const uint8_t *)usual,
		    sizeof(usual) - 1 };
	if (json_parse(&root, rest, arena, &error) != STATUS_OK)
		return 0;
	buf_init(&out, arena, MUSTACHE_BYTES_MAX);
	status = mustache_render(&out, template, root, &set, arena, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	return 0;
}
