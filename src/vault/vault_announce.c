/*
 * Taking a new revision into a store.
 */
#include "vault/announce.h"
#include "vault/commit.h"

enum { WORK_MAX = 64 << 20 };

static enum status
announce(struct vault *vault, struct announcement *announcement,
    const struct rules *rules, struct arena *arena, struct error *error)
{
	const struct rules_revision *last =
	    &rules->revisions[rules->revision_count - 1];
	struct change *change;
	struct numbering numbering;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < rules->revision_count; i++)
		if (memcmp(rules->revisions[i].policy->hash,
		    announcement->source->hash, POLICY_HASH_SIZE) == 0)
			return error_set(error, STATUS_CONFLICT, "same_policy",
			    "この版はすでに登録されています (第 %u 版)",
			    "the store has this revision already (number %u)",
			    rules->revisions[i].number);
	if (last->in_force_from > announcement->in_force_from)
		return error_set(error, STATUS_CONFLICT, "later_policy",
		    "それより後に施行される版がすでに告知されています",
		    "a revision that comes into force later is announced "
		    "already");
	change = change_new();
	if (change == NULL)
		return error_memory(error);
	numbering = rules->numbering;
	numbering.arena = arena;
	announcement->number = last->number + 1;
	status = announce_revision(change, announcement, &numbering,
	    rules->indexes, rules->index_count, vault_keys(vault), arena,
	    error);
	return commit_change(vault, change, status, error);
}

enum status
vault_announce(struct vault *vault, const struct policy_source *source,
    int64_t in_force_from, struct text principal, unsigned int *number,
    struct error *error)
{
	struct announcement announcement = {
		.source = source, .now = clock_now(vault_clock(vault)),
		.in_force_from = in_force_from, .principal = principal,
	};
	struct arena *arena = arena_new(WORK_MAX);
	const struct rules *rules = vault_rules(vault);
	enum status status;

	if (arena == NULL)
		status = error_memory(error);
	else
		status = announce(vault, &announcement, rules, arena, error);
	vault_rules_release(vault, rules);
	arena_free(arena);
	*number = announcement.number;
	return status == STATUS_OK ? vault_rules_reload(vault, error) :
	    status;
}
