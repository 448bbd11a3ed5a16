#include "backup/backup.h"
#include "jobs/backup_job.h"

static const char *
place(const char *folder)
{
	return folder[0] == '\0' ? NULL : folder;
}

enum status
backup_job_waits(struct job_run *run, bool *waits, struct error *error)
{
	const struct config *config = run->host->config;

	(void)error;
	*waits = place(config->backup_data) != NULL ||
	    place(config->backup_keys) != NULL;
	return STATUS_OK;
}

enum status
backup_job_run(struct job_run *run, struct error *error)
{
	const struct config *config = run->host->config;
	const struct backup_job job = {
		.places = { place(config->backup_data),
		    place(config->backup_keys) },
	};
	struct backup_pruned pruned;
	struct backup_made made;
	struct visit visit;
	enum status status;

	if (job.places.data == NULL && job.places.keys == NULL)
		return error_set(error, STATUS_INVALID, "no_backup_place",
		    "バックアップの場所が sekisho.yaml にありません",
		    "sekisho.yaml does not say where backups go");
	visit_begin(&visit, run->host->vault, run->reader, run->arena,
	    &(struct visitor){ .principal = run->host->principal });
	status = backup_create(&visit, &job, &made, error);
	if (status == STATUS_OK)
		status = backup_prune(&visit, &job.places, 0, &pruned,
		    error);
	visit_end(&visit);
	run->count = (made.data.id.n > 0 ? 1u : 0u) +
	    (made.keys.id.n > 0 ? 1u : 0u);
	return status;
}
