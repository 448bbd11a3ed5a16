#include "vault/key_state.h"
#include "vault/lock.h"

static enum status
write_down(struct visit *visit, const char *subject, const char *refusal,
    struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_KEYS, .time = visit->now,
		.principal = visit->principal.name,
		.purpose = text_of(system_purpose_names[SYSTEM_REKEY]),
		.subject = text_of(subject), .refusal = text_of(refusal),
	};

	return visit_log(visit, &entry, error);
}

enum status
lock_note(struct visit *visit, struct error *error)
{
	return write_down(visit, "locked", "", error);
}

enum status
lock_open(struct visit *visit, const struct unlock_secret *secret,
    struct error *error)
{
	struct error ignored;
	enum status status;

	if (!vault_is_locked(visit->vault))
		return error_set(error, STATUS_CONFLICT, "not_locked",
		    "施錠されていません", "the store is not locked");
	status = vault_unlock(visit->vault, secret, error);
	if (status != STATUS_OK) {
		(void)!write_down(visit, "unlock", error->code, &ignored);
		return status;
	}
	status = key_state_record(visit, TEXT("unlocked"), 0, error);
	if (status != STATUS_OK)
		(void)vault_lock(visit->vault);
	return status;
}
