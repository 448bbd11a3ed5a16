#include "policy/lint_rule.h"

void
lint_naming_check(struct lint *lint)
{
	(void)lint;
}
