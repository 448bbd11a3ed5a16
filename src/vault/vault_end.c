#include "vault/vault_parts.h"

void
vault_end(struct vault *vault)
{
	vault->ending = true;
}

bool
vault_ends(const struct vault *vault)
{
	return vault->ending;
}
