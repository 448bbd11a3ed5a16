#include "crypto/aead.h"
#include "vault/observe.h"
#include "vault/staged.h"
#include "vault/vault_parts.h"

static enum status
load_rules(struct rules **rules, struct vault *vault, struct error *error)
{
	enum status status = rules_load(rules, vault->reader, vault->keys,
	    error);

	if (status != STATUS_OK)
		return status;
	status = staged_load(*rules, vault, vault->reader, error);
	if (status == STATUS_OK)
		status = observe_load(*rules, vault, vault->reader, error);
	if (status != STATUS_OK) {
		rules_free(*rules);
		*rules = NULL;
	}
	return status;
}

/* The mutex is held; and again when somebody ends who was at work. */
static void
wipe_rest(struct vault *vault)
{
	if (vault->wiped || vault->at_work > 0 ||
	    !keyring_is_locked(vault->keyring))
		return;
	rules_forget(vault->rules);
	aead_forget();
	vault->wiped = true;
}

const struct rules *
vault_rules(struct vault *vault)
{
	struct rules *rules;

	(void)pthread_mutex_lock(&vault->mutex);
	rules = vault->rules;
	rules->holders++;
	vault->at_work++;
	(void)pthread_mutex_unlock(&vault->mutex);
	return rules;
}

/* The mutex is held. */
static void
drop_rules(struct rules *rules)
{
	if (--rules->holders == 0)
		rules_free(rules);
}

void
vault_rules_release(struct vault *vault, const struct rules *rules)
{
	if (rules == NULL)
		return;
	(void)pthread_mutex_lock(&vault->mutex);
	drop_rules((struct rules *)(uintptr_t)rules);
	vault->at_work--;
	wipe_rest(vault);
	(void)pthread_mutex_unlock(&vault->mutex);
}

void
vault_rules_wipe(struct vault *vault)
{
	(void)pthread_mutex_lock(&vault->mutex);
	wipe_rest(vault);
	(void)pthread_mutex_unlock(&vault->mutex);
}

void
vault_rules_fill(struct vault *vault)
{
	(void)pthread_mutex_lock(&vault->mutex);
	vault->wiped = false;
	(void)pthread_mutex_unlock(&vault->mutex);
}

enum status
vault_rules_load(struct vault *vault, struct error *error)
{
	return load_rules(&vault->rules, vault, error);
}

enum status
vault_rules_reload(struct vault *vault, struct error *error)
{
	struct rules *rules;
	enum status status;

	(void)pthread_mutex_lock(&vault->mutex);
	status = load_rules(&rules, vault, error);
	if (status == STATUS_OK) {
		drop_rules(vault->rules);
		vault->rules = rules;
	}
	(void)pthread_mutex_unlock(&vault->mutex);
	return status;
}
