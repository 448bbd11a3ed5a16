#include "policy/lint_rule.h"

void
lint_joint_check(struct lint *lint)
{
	(void)lint;
}
