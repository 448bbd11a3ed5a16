/*
 * A second person: who agrees that it was made, and that it goes out.
 */
#include "anonymise/approval.h"
#include "anonymise/processed_parts.h"

enum status
processed_approve(struct visit *visit, struct text id, enum act act,
    struct error *error)
{
	static const struct processed_refusal no = {
		"not_an_approver", "23", {
		"この役割・この人は承認者ではありません",
		"this role, or this person, is no approver of it" }, {
		"作成者の役割に定めた承認者が、作成者とは別に承認してください",
		"somebody else approves, in a role that the maker's role "
		"names" }
	};
	struct processed processed;
	struct jsonw json;
	struct entry entry;
	struct buf note;
	enum status status = processed_get(&processed, visit->vault,
	    visit->reader, id, visit->arena, error);

	if (status != STATUS_OK)
		return status;
	if (!approval_may(visit, processed.paper, act))
		return processed_parts_refuse(visit, &processed, NULL, &no,
		    error);
	json = processed_parts_note(visit, &note, "act",
	    text_of(act_names[act]));
	jsonw_close_object(&json);
	entry = processed_parts_entry(visit, ENTRY_APPROVAL, NULL, id,
	    act_names[act]);
	return processed_parts_append(visit, &processed.document,
	    processed.paper, "approvals", buf_as_text(&note), &entry, error);
}
