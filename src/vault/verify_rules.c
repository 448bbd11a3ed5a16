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
	    entry->refusal.n > 0)
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
same(const struct bits *a, const struct bits *b)
{
	struct bits more = bits_minus(a, b), less = bits_minus(b, a);

	return bits_empty(&more) && bits_empty(&less);
}

/* Nothing changes a class once it is made: its version is the first. */
static bool
is_declared(const struct class *class, const struct rules *present)
{
	const struct rules_revision *revision = rules_revision(present,
	    class->revision);
	const struct policy_way *way = revision == NULL ||
	    class->way >= BITS_MAX ? NULL :
	    revision->policy->way_at[class->way];

	return way != NULL && class->version == 1 &&
	    same(&class->purposes, &way->purposes);
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
