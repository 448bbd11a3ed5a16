#include "policy/lint_rule.h"

void
lint_data_check(struct lint *lint)
{
	(void)lint;
}
