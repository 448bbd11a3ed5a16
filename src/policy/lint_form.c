#include "policy/lint_rule.h"

void
lint_form_check(struct lint *lint)
{
	(void)lint;
}
