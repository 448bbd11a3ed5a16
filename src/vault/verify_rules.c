#include "vault/verify_rules.h"

static void
fault(struct verify_rules *rules, const char *what, uint32_t number,
    const char *code, struct words words)
{
	char place[64];

	(void)snprintf(place, sizeof(place), "%s/%u", what, number);
	rules->faults++;
	(void)findings_say(rules->findings, SEVERITY_ERROR, NULL, place, code,
	    words);
}

enum status
vault_verify_rules_begin(struct verify_rules *rules, struct reader *reader,
    struct arena *arena, struct error *error)
{
	enum status status = reader_revisions(reader, &rules->rows,
	    &rules->n, arena, error);

	if (status != STATUS_OK)
		return status;
	rules->announced = arena_array(arena, rules->n,
	    sizeof(*rules->announced));
	return rules->announced == NULL ? error_memory(error) : STATUS_OK;
}

void
vault_verify_rules_learn(struct verify_rules *rules,
    const struct entry *entry)
{
	if (entry->kind != ENTRY_POLICY || !entry->has_commitment ||
	    entry->refusal.n > 0 || !text_is(entry->subject, "announced"))
		return;
	for (size_t i = 0; i < rules->n; i++) {
		const struct revision_row *row = &rules->rows[i];

		if (row->number != entry->revision ||
		    row->announced_at != entry->time ||
		    memcmp(row->hash, entry->commitment,
		    sizeof(row->hash)) != 0)
			continue;
		rules->announced[i] = true;
		return;
	}
	fault(rules, "revision", entry->revision, "revision_changed",
	    (struct words){ "公表した版がストアにないか、異なります",
	    "a revision that was announced is absent or another" });
}

static bool
is_within(const struct bits *a, const struct bits *b)
{
	struct bits more = bits_minus(a, b);

	return bits_empty(&more);
}

/* What later revisions in force may have opened to it: 17(2). */
static struct bits
could_be_opened(const struct class *class, const struct policy *old,
    const struct rules *present)
{
	struct bits purposes = old->way_at[class->way]->purposes;

	for (size_t i = 0; i < present->revision_count; i++) {
		const struct rules_revision *later = &present->revisions[i];

		if (later->number <= class->revision ||
		    later->in_force_from == INT64_MAX)
			continue;
		for (size_t j = 0; j < later->policy->purpose_count; j++) {
			const struct policy_purpose *p =
			    &later->policy->purposes[j];

			if (p->related != 0 &&
			    old->purpose_at[p->number] == NULL &&
			    bits_has(&purposes, p->related))
				bits_add(&purposes, p->number);
		}
	}
	return purposes;
}

/*
 * A class has the purposes of its way; only publishing a revision changes it,
 * and then it gets a new version.
 */
static bool
is_declared(const struct class *class, const struct rules *present)
{
	const struct rules_revision *revision = rules_revision(present,
	    class->revision);
	const struct policy_way *way = revision == NULL ||
	    class->way >= BITS_MAX ? NULL :
	    revision->policy->way_at[class->way];
	struct bits most;

	if (way == NULL || !is_within(&way->purposes, &class->purposes))
		return false;
	if (class->version == 1 || is_within(&class->purposes,
	    &way->purposes))
		return class->version == 1 &&
		    is_within(&class->purposes, &way->purposes);
	most = could_be_opened(class, revision->policy, present);
	return is_within(&class->purposes, &most) &&
	    class->version <= present->revision_count;
}

enum status
vault_verify_rules_counter(struct verify_rules *rules, struct reader *reader,
    uint64_t last, struct error *error)
{
	uint64_t next = 0;
	enum status status = reader_next_person(reader, &next, error);

	if (status == STATUS_OK && last >= next)
		fault(rules, "counter", 1, "counter_back", (struct words){
		    "本人の番号の続きが前に戻っています",
		    "the counter of people went back" });
	return status;
}

void
vault_verify_rules_end(struct verify_rules *rules,
    const struct rules *present)
{
	for (size_t i = 0; i < rules->n; i++)
		if (!rules->announced[i])
			fault(rules, "revision", rules->rows[i].number,
			    "revision_unknown", (struct words){
			    "ログにない版です",
			    "the log knows nothing of this revision" });
	for (size_t i = 0; i < present->classes.n; i++) {
		const struct class *class = &present->classes.class[i];

		if (class->number != 0 && !is_declared(class, present))
			fault(rules, "class", class->number, "class_changed",
			    (struct words){
			    "取得区分の利用目的がポリシーの宣言と異なります",
			    "the class allows other purposes than its "
			    "revision declares" });
	}
}
