#include "policy/lint_rule.h"

void
lint_third_check(struct lint *lint)
{
	(void)lint;
}
