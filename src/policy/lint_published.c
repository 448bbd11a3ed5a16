#include "policy/lint_rule.h"

void
lint_published_find(struct lint *lint)
{
	(void)lint;
}
