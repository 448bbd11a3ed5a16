/* tables.h - the tables of commands, each defined in the file of its noun. */
#ifndef CLI_TABLES_H_
#define CLI_TABLES_H_

#include "cli/cli.h"

extern const struct cli_command cli_anonymise_commands[];
extern const struct cli_command cli_approval_commands[];
extern const struct cli_command cli_audit_commands[];
extern const struct cli_command cli_backup_commands[];
extern const struct cli_command cli_backup_restore_commands[];
extern const struct cli_command cli_compare_commands[];
extern const struct cli_command cli_consent_commands[];
extern const struct cli_command cli_campaign_commands[];
extern const struct cli_command cli_decide_commands[];
extern const struct cli_command cli_demo_commands[];
extern const struct cli_command cli_draft_commands[];
extern const struct cli_command cli_policy_store_commands[];
extern const struct cli_command cli_disposal_commands[];
extern const struct cli_command cli_doctor_commands[];
extern const struct cli_command cli_erase_commands[];
extern const struct cli_command cli_export_commands[];
extern const struct cli_command cli_file_commands[];
extern const struct cli_command cli_form_commands[];
extern const struct cli_command cli_help_commands[];
extern const struct cli_command cli_identity_commands[];
extern const struct cli_command cli_import_commands[];
extern const struct cli_command cli_init_commands[];
extern const struct cli_command cli_job_commands[];
extern const struct cli_command cli_keys_commands[];
extern const struct cli_command cli_keys_lock_commands[];
extern const struct cli_command cli_lint_commands[];
extern const struct cli_command cli_mail_commands[];
extern const struct cli_command cli_notice_commands[];
extern const struct cli_command cli_observe_commands[];
extern const struct cli_command cli_person_commands[];
extern const struct cli_command cli_policy_commands[];
extern const struct cli_command cli_render_commands[];
extern const struct cli_command cli_calendar_commands[];
extern const struct cli_command cli_principal_commands[];
extern const struct cli_command cli_server_commands[];
extern const struct cli_command cli_retention_commands[];
extern const struct cli_command cli_store_commands[];
extern const struct cli_command cli_processed_commands[];
extern const struct cli_command cli_statistics_commands[];
extern const struct cli_command cli_suppression_commands[];
extern const struct cli_command cli_version_commands[];
extern const struct cli_command cli_webhook_commands[];

#endif
