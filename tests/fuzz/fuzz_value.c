#include "fuzz.h"
#include "vault/fold.h"
#include "vault/value.h"

/*
 * A byte for the kind of item, then what somebody typed.  What is stored,
 * given again, is stored the same; and what is taken has a search key.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	struct text given, stored, again, key, other;
	struct error error;
	enum item_kind kind;
	enum status status;

	if (size == 0 || !fuzz_text(&given, data + 1, size - 1))
		return 0;
	kind = (enum item_kind)(data[0] % KIND_COUNT);
	status = value_check(&stored, kind, NULL, given, arena, &error);
	if (status != STATUS_OK) {
		fuzz_check_error(&error, status);
		return 0;
	}
	CHECK(value_check(&again, kind, NULL, stored, arena, &error) ==
	    STATUS_OK);
	CHECK(text_equal(stored, again));
	if (!fold_indexable(kind))
		return 0;
	CHECK(fold_key(&key, kind, stored, arena, &error) == STATUS_OK);
	CHECK(fold_key(&other, kind, given, arena, &error) == STATUS_OK);
	CHECK(text_equal(key, other));
	return 0;
}
