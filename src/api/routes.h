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

ROUTE(api_policy_acknowledge);

/* pages.c: what the public reads */
ROUTE(api_page_policy);
ROUTE(api_page_linked);
ROUTE(api_page_notice);
ROUTE(api_page_history);

/* people.c */
ROUTE(api_person_add);
ROUTE(api_person_find);
ROUTE(api_person_show);
ROUTE(api_person_correct);
ROUTE(api_person_history);
ROUTE(api_record_add);

/* bulk.c */
ROUTE(api_people_bulk);

/* files.c */
ROUTE(api_file_add);
ROUTE(api_file);

/* standing.c */
ROUTE(api_standing_show);
ROUTE(api_consent);
ROUTE(api_withdrawal);
ROUTE(api_stop);
ROUTE(api_resumption);
ROUTE(api_objection);
ROUTE(api_hold);
ROUTE(api_release);
ROUTE(api_event);
ROUTE(api_personal);
ROUTE(api_personal_end);
ROUTE(api_ground);

/* campaign.c */
ROUTE(api_campaigns);
ROUTE(api_campaign_open);
ROUTE(api_campaign_report);
ROUTE(api_ask);
ROUTE(api_objections);

/* identity.c */
ROUTE(api_merge);
ROUTE(api_unmerge);
ROUTE(api_rename);
ROUTE(api_forget_names);
ROUTE(api_deceased);
ROUTE(api_living);
ROUTE(api_confirmed);

/* erasures.c */
ROUTE(api_erase);
ROUTE(api_erasure);
/* What api_erase() answered, of an erasure that was made. */
enum status api_erase_again(struct api_call *call, uint64_t number,
    struct error *error) MUST_USE NONNULL;

/* lists.c */
ROUTE(api_due);
ROUTE(api_suppress);
ROUTE(api_suppression_find);
ROUTE(api_suppression_lift);
ROUTE(api_suppressions);

/* forms.c, forms_page.c */
ROUTE(api_forms);
ROUTE(api_form_notice);
ROUTE(api_form_page);
ROUTE(api_form_send);
ROUTE(api_form_style);
ROUTE(api_display);

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

/* mails.c */
ROUTE(api_mail_order);
ROUTE(api_mail_show);

/* webhooks.c */
ROUTE(api_webhooks);
ROUTE(api_webhook_add);
ROUTE(api_webhook_remove);
ROUTE(api_webhook_replay);

/* sessions.c */
ROUTE(api_log_in);
ROUTE(api_prove);
ROUTE(api_log_out);
ROUTE(api_principal);

/* observation.c */
ROUTE(api_observation);
ROUTE(api_observation_ask);
ROUTE(api_observation_approve);
ROUTE(api_observation_end);
ROUTE(api_observation_report);

/* approvals.c */
ROUTE(api_approvals);
ROUTE(api_approval_show);
ROUTE(api_approval_decide);
ROUTE(api_approval_review);

/* datasets.c */
ROUTE(api_dataset_make);
ROUTE(api_dataset_list);
ROUTE(api_dataset_show);
ROUTE(api_dataset_approve);
ROUTE(api_dataset_use);
ROUTE(api_dataset_provide);
ROUTE(api_dataset_method);
ROUTE(api_dataset_report);
ROUTE(api_dataset_evaluate);
ROUTE(api_dataset_erase);
ROUTE(api_processing_publish);
ROUTE(api_processing_state);

/* statistics.c */
ROUTE(api_release_make);
ROUTE(api_release_list);
ROUTE(api_release_show);
ROUTE(api_release_table);
ROUTE(api_release_approve);
ROUTE(api_budget_show);
ROUTE(api_budget_set);

#undef ROUTE

#endif
