#include "policy/lint.h"
#include "policy/lint_rule.h"

/* What a report needs to be read from top to bottom. */
static int
by_place(const void *left, const void *right)
{
	const struct lint_finding *a = left, *b = right;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return (a->kind > b->kind) - (a->kind < b->kind);
}

static void
run_rules(struct lint *lint)
{
	void (*const rules[])(struct lint *) = {
		lint_published_find, lint_consent_check, lint_reference_check,
		lint_form_check, lint_naming_check, lint_contact_check,
		lint_third_check, lint_joint_check, lint_purpose_check,
		lint_rights_check, lint_tracking_check, lint_data_check
	};

	for (size_t i = 0; i < LENGTH(rules) && !lint->failed; i++)
		rules[i](lint);
}

enum status
lint_run(struct lint_report **report, struct bytes bytes,
    struct arena *arena, struct error *error)
{
	struct lint lint = { .arena = arena };
	enum status status;

	*report = lint.report = arena_alloc(arena, sizeof(**report));
	lint.facts = arena_alloc(arena, sizeof(*lint.facts));
	if (lint.report == NULL || lint.facts == NULL)
		return error_memory(error);
	status = lint_doc_read(&lint.doc, bytes, arena, error);
	if (status != STATUS_OK)
		return status;
	lint.report->charset = lint.doc->charset;
	lint.report->html = lint.doc->html;
	if (!lint_facts_find(&lint))
		return error_memory(error);
	run_rules(&lint);
	if (lint.failed || lint_pattern_failed(lint.doc->patterns))
		return error_memory(error);
	if (lint.report->count > 1)
		qsort(lint.report->findings, lint.report->count,
		    sizeof(*lint.report->findings), by_place);
	return STATUS_OK;
}
