/*
 * shape_tool schema          - the JSON Schema of shape_language.h
 * shape_tool check           - reads lines of JSON; writes for each "ok", or
 *                              the codes of its findings
 */
#include "base/base.h"
#include "base/json.h"
#include "shape_language.h"

enum { LINE_SIZE = 1 << 16 };

static int
write_schema(struct arena *arena)
{
	struct buf out;
	struct jsonw json;

	buf_init(&out, arena, 1 << 20);
	json = jsonw_new(&out, true);
	shape_schema(&json, &test_language);
	(void)printf("%.*s\n", TEXT_ARGS(buf_as_text(&out)));
	return out.failed;
}

static void
check_line(const char *line, struct arena *arena)
{
	const struct node *root;
	struct findings findings;
	struct error error;
	enum status status = json_parse(&root, bytes_of(text_of(line)), arena,
	    &error);

	findings_init(&findings, arena, NULL);
	if (status == STATUS_OK)
		status = shape_check(root, &test_language, &findings, &error);
	if (status != STATUS_OK) {
		(void)printf("%s\n", error.code);
		return;
	}
	for (const struct finding *f = findings.first; f != NULL; f = f->next)
		(void)printf("%s ", f->error.code);
	(void)printf("%s\n", findings.first == NULL ? "ok" : "");
}

int
main(int argc, char **argv)
{
	static char line[LINE_SIZE];
	struct arena *arena = arena_new((size_t)16 << 20);
	int code = 2;

	if (arena == NULL)
		return 1;
	if (argc == 2 && strcmp(argv[1], "schema") == 0)
		code = write_schema(arena);
	if (argc == 2 && strcmp(argv[1], "check") == 0) {
		while (fgets(line, sizeof(line), stdin) != NULL) {
			check_line(line, arena);
			arena_reset(arena);
		}
		code = 0;
	}
	arena_free(arena);
	return code;
}
