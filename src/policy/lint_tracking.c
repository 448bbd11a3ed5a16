#include "policy/lint_rule.h"

void
lint_tracking_check(struct lint *lint)
{
	(void)lint;
}
