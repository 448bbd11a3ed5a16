#include "audit/entry.h"
#include "vault/commit.h"
#include "vault/vault_parts.h"

enum status
vault_clock_accept(struct vault *vault, struct text principal,
    struct text reason, struct error *error)
{
	char before[CLOCK_TEXT_SIZE], now[CLOCK_TEXT_SIZE];
	struct entry entry = {
		.kind = ENTRY_SETTING, .principal = principal,
	};
	struct change *change;
	struct buf subject;
	int64_t behind = store_clock_take(vault->store);

	/* It may have been taken when the store was opened. */
	if (behind == 0)
		behind = vault->clock_taken;
	vault->clock_taken = 0;
	if (behind == 0)
		return error_set(error, STATUS_CONFLICT, "clock_not_behind",
		    "時計は最後の記録より遅れていません",
		    "the clock is not behind what was committed last");
	change = change_new();
	if (change == NULL)
		return error_memory(error);
	entry.time = clock_now(vault->clock);
	clock_format(entry.time + behind, before);
	clock_format(entry.time, now);
	buf_init(&subject, change_arena(change), ENTRY_MAX);
	buf_printf(&subject, "clock:%s:%s:%.*s", before, now, (int)reason.n,
	    reason.p);
	entry.subject = buf_as_text(&subject);
	return commit_entry(vault, change, &entry, buf_status(&subject,
	    error), error);
}
