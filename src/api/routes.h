/*
 * routes.h - what the rows of the table run; nobody outside src/api
 * includes it.
 */
#ifndef API_ROUTES_H_
#define API_ROUTES_H_

#include "api/call.h"

#define ROUTE(name) \
	enum status name(struct api_call *call, struct error *error) \
	    MUST_USE NONNULL

/* policy.c */
ROUTE(api_description);
ROUTE(api_problem_type);
ROUTE(api_policy_now);
ROUTE(api_policy_list);
ROUTE(api_policy_by_hash);

/* people.c */
ROUTE(api_person_add);
ROUTE(api_person_find);
ROUTE(api_person_show);
ROUTE(api_person_correct);
ROUTE(api_person_history);
ROUTE(api_record_add);

/* standing.c */
ROUTE(api_standing_show);
ROUTE(api_consent);
ROUTE(api_withdrawal);
ROUTE(api_stop);
ROUTE(api_resumption);
ROUTE(api_hold);
ROUTE(api_release);
ROUTE(api_event);
ROUTE(api_personal);
ROUTE(api_personal_end);
ROUTE(api_ground);

/* decisions.c */
ROUTE(api_decide);

/* exports.c */
ROUTE(api_export);
ROUTE(api_exports);

/* log.c */
ROUTE(api_log_checkpoint);
ROUTE(api_log_key);
ROUTE(api_log_tile);
ROUTE(api_log_entries);
ROUTE(api_log_proof);

/* sessions.c */
ROUTE(api_log_in);
ROUTE(api_prove);
ROUTE(api_log_out);
ROUTE(api_principal);

/* approvals.c */
ROUTE(api_approvals);
ROUTE(api_approval_show);
ROUTE(api_approval_decide);
ROUTE(api_approval_review);

#undef ROUTE

#endif
