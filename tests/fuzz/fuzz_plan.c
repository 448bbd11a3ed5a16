#include "anonymise/plan.h"
#include "base/yaml.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	const struct node *root;
	const struct plan *plan;
	struct findings findings;
	struct error error;
	struct text text;
	enum status status;

	if (!fuzz_text(&text, data, size) ||
	    yaml_parse(&root, text, "fuzz", arena, &error) != STATUS_OK)
		return 0;
	findings_init(&findings, arena, "fuzz");
	status = plan_from_node(&plan, root, "/nowhere", &findings, arena,
	    &error);
	if (status != STATUS_OK) {
		fuzz_check_error(&error, status);
		return 0;
	}
	for (size_t i = 0; i < plan->column_count; i++)
		CHECK(plan_find(plan, plan->columns[i].name) == i);
	return 0;
}
