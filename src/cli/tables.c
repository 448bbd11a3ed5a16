/*
 * The order of the help; one table per file of this folder.
 */
#include "cli/cli.h"
#include "cli/tables.h"

const struct cli_command *const cli_tables[] = {
	cli_init_commands,
	cli_store_commands,
	cli_draft_commands,
	cli_policy_commands,
	cli_compare_commands,
	cli_lint_commands,
	cli_render_commands,
	cli_person_commands,
	cli_erase_commands,
	cli_retention_commands,
	cli_job_commands,
	cli_mail_commands,
	cli_keys_commands,
	cli_disposal_commands,
	cli_backup_commands,
	cli_backup_restore_commands,
	cli_doctor_commands,
	cli_import_commands,
	cli_export_commands,
	cli_form_commands,
	cli_consent_commands,
	cli_decide_commands,
	cli_principal_commands,
	cli_approval_commands,
	cli_server_commands,
	cli_audit_commands,
	cli_policy_store_commands,
	cli_notice_commands,
	cli_demo_commands,
	cli_calendar_commands,
	cli_anonymise_commands,
	cli_processed_commands,
	cli_statistics_commands,
	cli_help_commands,
	cli_version_commands,
	NULL,
};
