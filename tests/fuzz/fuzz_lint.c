#include "fuzz.h"
#include "policy/lint.h"

/* Plain text or HTML in any encoding; what it quotes stands in the source. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = fuzz_arena();
	struct lint_report *report;
	struct error error;
	struct jsonw json;
	struct buf out;
	enum status status = lint_run(&report, (struct bytes){ data, size },
	    arena, &error);

	if (status != STATUS_OK) {
		fuzz_check_error(&error, status);
		return 0;
	}
	buf_init(&out, arena, FUZZ_OUT);
	lint_write_text(&out, report, "fuzz", LANGUAGE_JA);
	lint_write_text(&out, report, "fuzz", LANGUAGE_EN);
	json = jsonw_new(&out, true);
	lint_write_json(&json, report);
	CHECK(report->count <= LINT_FINDINGS_MAX);
	for (size_t i = 1; i < report->count; i++)
		CHECK(report->findings[i - 1].line <= report->findings[i].line);
	return 0;
}
