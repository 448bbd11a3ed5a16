#include "policy/lint_rule.h"

void
lint_consent_check(struct lint *lint)
{
	(void)lint;
}
