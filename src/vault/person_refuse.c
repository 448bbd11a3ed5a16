/*
 * Saying no to what comes in, and writing it down.
 */
#include "vault/person_parts.h"

enum status
person_refuse_items(struct visit *visit, enum entry_kind kind,
    const struct decision *decision, const struct opened *opened,
    const struct bits *asked, struct error *error)
{
	struct bits permitted = decision_items(decision);
	struct bits refused = bits_minus(asked, &permitted);
	int first = bits_next(&refused, 0);
	struct entry entry;
	struct error failure;
	enum refusal refusal;
	enum status status;

	if (first < 0)
		return STATUS_OK;
	status = decision_item_error(decision, (unsigned int)first, error);
	error_at(error, "/values/%.*s", TEXT_ARGS(visit->revision->policy->
	    item_at[first]->id));
	refusal = decision_item_refusal(decision, (unsigned int)first);
	entry = visit_entry(visit, kind, decision, opened);
	entry.refusal = text_of(refusal_table[refusal].code);
	entry.items = refused;
	entry.masked = (struct bits){ { 0 } };
	/* By the clause that is answered, not by the one that permits. */
	entry.clause = text_of(error->clause);
	if (visit_log(visit, &entry, &failure) != STATUS_OK) {
		*error = failure;
		return failure.status;
	}
	return status;
}

enum status
person_refuse_value(struct visit *visit, enum entry_kind kind,
    enum status status, struct error *error)
{
	struct entry entry = {
		.kind = kind, .time = visit->now,
		.principal = visit->principal.name,
		.purpose = visit_purpose(visit),
		.revision = visit->revision->number,
		.refusal = text_of(error->code),
		.clause = text_of(error->clause),
	};
	struct error failure;
	enum status logged;

	if (status != STATUS_REFUSED)
		return status;
	if (visit->principal.role != NULL)
		entry.role = visit->principal.role->id;
	logged = visit_log(visit, &entry, &failure);
	if (logged != STATUS_OK)
		*error = failure;
	return logged == STATUS_OK ? status : logged;
}

enum status
person_refuse_giver(const struct policy_consent *consent, const char *field,
    struct error *error)
{
	enum status status = error_set(error, STATUS_INVALID, "not_the_giver",
	    "この同意を与えられる人ではありません",
	    "this consent is not for them to give");
	char clause[sizeof(error->clause)];

	(void)snprintf(clause, sizeof(clause), "%.*s",
	    TEXT_ARGS(policy_clause(consent->node)));
	error_at(error, "%s", field);
	error_clause(error, clause, "");
	return status;
}
