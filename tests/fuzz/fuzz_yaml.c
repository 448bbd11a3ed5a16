#include "base/yaml.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	const struct node *root;
	struct error error;
	struct text text;
	struct jsonw json;
	struct buf out;
	enum status status;

	if (!fuzz_text(&text, data, size))
		return 0;
	status = yaml_parse(&root, text, "fuzz", arena, &error);
	if (status != STATUS_OK) {
		fuzz_check_error(&error, status);
		return 0;
	}
	buf_init(&out, arena, FUZZ_OUT);
	json = jsonw_new(&out, true);
	jsonw_node(&json, root);
	return 0;
}
