#include "policy/lint_rule.h"

void
lint_rights_check(struct lint *lint)
{
	(void)lint;
}
