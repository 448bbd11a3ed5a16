#include "audit/entry.h"
#include "vault/announce.h"
#include "vault/fold.h"

static enum status
add_names(struct change *change, const struct numbering *numbering)
{
	for (const struct numbering_name *n = numbering->first; n != NULL;
	    n = n->next)
		if (n->new)
			change_add_name(change, n->space, n->number, n->id);
	return STATUS_OK;
}

static bool
has_index(const struct rules_index *indexes, size_t n, unsigned int item)
{
	for (size_t i = 0; i < n; i++)
		if (indexes[i].item == item)
			return true;
	return false;
}

static enum status
add_search_keys(struct change *change, const struct policy *policy,
    const struct rules_index *indexes, size_t index_count,
    struct keys *keys, struct error *error)
{
	uint64_t next = 1;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < index_count; i++)
		if (indexes[i].index >= next)
			next = indexes[i].index + 1;
	for (size_t i = 0; i < policy->item_count && status == STATUS_OK;
	    i++) {
		const struct policy_item *item = &policy->items[i];
		struct search_key_row row = {
			.index = next, .item = item->number,
			.unique = item->unique, .state = SEARCH_CURRENT,
		};

		if (!item->searchable || !fold_indexable(item->kind) ||
		    has_index(indexes, index_count, item->number))
			continue;
		status = keys_take(keys, 1, false, &row.slot, error);
		if (status == STATUS_OK)
			change_add_search_key(change, &row);
		next++;
	}
	return status;
}

enum status
announce_revision(struct change *change,
    const struct announcement *announcement, struct numbering *numbering,
    const struct rules_index *indexes, size_t index_count,
    struct keys *keys, struct arena *arena, struct error *error)
{
	const struct policy_source *source = announcement->source;
	struct revision_row row = {
		.number = announcement->number,
		.canonical = source->canonical,
		.announced_at = announcement->now,
		.in_force_from = announcement->in_force_from,
	};
	struct entry entry = {
		.kind = ENTRY_POLICY, .time = announcement->now,
		.principal = announcement->principal,
		.revision = announcement->number, .has_commitment = true,
		.subject = TEXT("announced"),
	};
	const struct policy *policy;
	struct buf bytes;
	enum status status = policy_compile(&policy, source, numbering,
	    arena, error);

	if (status == STATUS_OK)
		status = add_names(change, numbering);
	if (status == STATUS_OK)
		status = add_search_keys(change, policy, indexes,
		    index_count, keys, error);
	if (status != STATUS_OK)
		return status;
	memcpy(row.hash, source->hash, sizeof(row.hash));
	change_add_revision(change, &row);
	memcpy(entry.commitment, source->hash, sizeof(entry.commitment));
	buf_init(&bytes, arena, ENTRY_MAX);
	entry_write(&bytes, &entry);
	change_entry(change, buf_bytes(&bytes));
	return buf_status(&bytes, error);
}
