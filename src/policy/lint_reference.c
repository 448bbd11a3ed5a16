#include "policy/lint_rule.h"

void
lint_reference_check(struct lint *lint)
{
	(void)lint;
}
