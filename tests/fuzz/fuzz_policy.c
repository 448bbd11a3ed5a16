#include "fuzz.h"
#include "policy/check.h"
#include "policy/policy.h"
#include "policy/prose.h"

/* A store keeps the canonical form: what was taken must be taken again. */
static void
restore(const struct policy_source *source, struct arena *arena)
{
	struct policy_source again;
	struct numbering numbering;
	const struct policy *policy;
	struct error error;
	enum status status;

	CHECK(policy_source_restore(&again, source->canonical, arena,
	    &error) == STATUS_OK);
	CHECK(memcmp(again.hash, source->hash, POLICY_HASH_SIZE) == 0);
	numbering_init(&numbering, arena);
	status = policy_compile(&policy, &again, &numbering, arena, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	struct policy_source source;
	struct findings findings;
	struct error error;
	struct text text;
	struct buf out;
	enum status status;

	if (!fuzz_text(&text, data, size))
		return 0;
	findings_init(&findings, arena, "fuzz");
	status = policy_source_parse(&source, text, "fuzz", &findings, arena,
	    &error);
	if (status != STATUS_OK) {
		fuzz_check_error(&error, status);
		return 0;
	}
	restore(&source, arena);
	status = check_run(&source, 20600, &findings, arena, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	buf_init(&out, arena, FUZZ_OUT);
	findings_print(&out, &findings, LANGUAGE_JA);
	return 0;
}
