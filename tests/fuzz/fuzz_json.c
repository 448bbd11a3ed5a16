#include "base/json.h"
#include "fuzz.h"

/* What is taken has one canonical form, which is taken as the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	const struct node *root, *again;
	struct buf first, second;
	struct error error;
	enum status status = json_parse(&root, (struct bytes){ data, size },
	    arena, &error);

	if (status != STATUS_OK) {
		fuzz_check_error(&error, status);
		return 0;
	}
	buf_init(&first, arena, FUZZ_OUT);
	buf_init(&second, arena, FUZZ_OUT);
	if (node_canonical(&first, root, &error) != STATUS_OK)
		return 0;
	CHECK(json_parse(&again, buf_bytes(&first), arena, &error) ==
	    STATUS_OK);
	CHECK(node_canonical(&second, again, &error) == STATUS_OK);
	CHECK(first.n == second.n && memcmp(first.p, second.p, first.n) == 0);
	return 0;
}
