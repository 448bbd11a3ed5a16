#include "policy/lint_rule.h"

void
lint_purpose_check(struct lint *lint)
{
	(void)lint;
}
