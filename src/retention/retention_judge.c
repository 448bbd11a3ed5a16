/*
 * What of one person is over.
 */
#include "gate/term.h"
#include "retention/retention.h"
#include "vault/record.h"

/* The clause of the first rule that speaks of one of the items. */
static struct text
clause_of(const struct policy *policy, const struct standing *standing,
    const struct bits *items)
{
	for (size_t i = 0; i < policy->retention_count; i++) {
		const struct policy_retention *rule = &policy->retentions[i];
		struct bits both = bits_and(&rule->items, items);

		if (!bits_empty(&both) &&
		    bits_has(&rule->subjects, standing->subject) &&
		    policy_clause(rule->node).n > 0)
			return policy_clause(rule->node);
	}
	return policy_section_clause(policy, "retention");
}

/* What of a record's class is over; of the erased, what no law wants. */
static struct bits
over_of(const struct visit *visit, const struct opened *opened, size_t i,
    int64_t day)
{
	const struct policy *policy = visit->revision->policy;
	const struct record_head *head = &opened->heads[i];
	const struct class *class = class_at(&visit->rules->classes,
	    head->class);
	struct bits over = { { 0 } }, required;

	if (class == NULL)
		return over;
	if (opened->rows.row[0].state != PERSON_HIDDEN) {
		over = term_over(policy, &opened->standing, head->day, day);
		return bits_and(&over, &class->items);
	}
	required = term_required(policy, &opened->standing, head->day, day);
	return bits_minus(&class->items, &required);
}

/* Which of them the record really holds, and whether it holds others. */
static enum status
look_into(struct visit *visit, const struct decision *decision,
    const struct opened *opened, size_t i, struct retention_due *due,
    struct error *error)
{
	struct record record;
	enum status status = visit_unseal(visit, decision, opened, i,
	    &record, error);
	struct bits held = { { 0 } }, rest;

	if (status != STATUS_OK)
		return status;
	for (size_t j = 0; j < record.count; j++)
		if (record.values[j].item < BITS_MAX)
			bits_add(&held, record.values[j].item);
	rest = bits_minus(&held, &due->cut[i]);
	held = bits_and(&held, &due->cut[i]);
	due->items = bits_or(&due->items, &held);
	due->whole = due->whole && bits_empty(&rest);
	return STATUS_OK;
}

enum status
retention_judge(struct visit *visit, const struct decision *decision,
    const struct opened *opened, int64_t day, struct retention_due *due,
    struct error *error)
{
	enum status status = STATUS_OK;

	memset(due, 0, sizeof(*due));
	due->whole = true;
	due->cut = arena_array(visit->arena, opened->head_count,
	    sizeof(*due->cut));
	if (due->cut == NULL)
		return error_memory(error);
	for (size_t i = 0; i < opened->head_count && status == STATUS_OK;
	    i++) {
		due->cut[i] = over_of(visit, opened, i, day);
		if (bits_empty(&due->cut[i]))
			due->whole = false;
		else
			status = look_into(visit, decision, opened, i, due,
			    error);
	}
	if (status != STATUS_OK || bits_empty(&due->items))
		return status;
	due->held = standing_held(&opened->standing, visit->now);
	due->clause = clause_of(visit->revision->policy, &opened->standing,
	    &due->items);
	return STATUS_OK;
}
