/*
 * shapes.h - what bodies and answers of the API look like; nobody outside
 * src/api includes it.
 */
#ifndef API_SHAPES_H_
#define API_SHAPES_H_

#include "api/call.h"

/* Bodies. */
extern const struct shape shapes_find, shapes_correct, shapes_consent,
    shapes_withdrawal, shapes_stop, shapes_objection, shapes_hold,
    shapes_release, shapes_event, shapes_personal, shapes_ground, shapes_ask,
    shapes_log_in, shapes_proof, shapes_verdict, shapes_review,
    shapes_export, shapes_order,
    shapes_agree, shapes_publish, shapes_use, shapes_provide, shapes_evaluate,
    shapes_count, shapes_limit, shapes_rename, shapes_merge, shapes_deceased,
    shapes_observe, shapes_suppress, shapes_value_of, shapes_erase;

/* Answers. */
extern const struct shape shapes_made, shapes_person, shapes_people,
    shapes_history, shapes_standing, shapes_decision, shapes_policy,
    shapes_revisions, shapes_entries, shapes_session, shapes_principal,
    shapes_approval, shapes_approvals, shapes_exports, shapes_problem,
    shapes_problem_type, shapes_any, shapes_ordered, shapes_datasets,
    shapes_dataset, shapes_package, shapes_state, shapes_releases,
    shapes_release_table, shapes_counted, shapes_budget, shapes_forms,
    shapes_notice, shapes_display, shapes_observation, shapes_observed,
    shapes_due, shapes_suppressed, shapes_suppressions, shapes_file,
    shapes_bulk_line, shapes_erased;

/* Mail. */
extern const struct shape shapes_mail_order, shapes_mail;

/* Campaigns and objections. */
extern const struct shape shapes_campaign_open, shapes_asking,
    shapes_campaign, shapes_campaigns, shapes_campaign_report,
    shapes_answer, shapes_objections;

/* Webhooks. */
extern const struct shape shapes_webhook_add, shapes_webhook_since,
    shapes_webhook, shapes_webhooks, shapes_webhook_count;

/* Scalars of parameters. */
extern const struct shape shapes_text, shapes_word, shapes_number,
    shapes_list;

#endif
