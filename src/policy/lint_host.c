#include "policy/lint_rule.h"

void
lint_host_check(struct lint *lint)
{
	(void)lint;
}
