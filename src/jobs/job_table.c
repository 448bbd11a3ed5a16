/*
 * What runs by itself.  Each row is a command of the operator, too: it does
 * the same when somebody runs it by hand.
 */
#include "anonymise/continuing.h"
#include "audit/verify.h"
#include "connector/sweep.h"
#include "jobs/backup_job.h"
#include "jobs/mail_job.h"
#include "jobs/webhook.h"
#include "retention/retention.h"
#include "vault/doctor.h"
#include "vault/erase_finish.h"
#include "vault/files.h"
#include "vault/key_state.h"

enum { DAY_MS = 86400000 };

static struct vault *
vault_of(const struct job_run *run)
{
	return run->host->vault;
}

static void
begin(struct visit *visit, const struct job_run *run)
{
	visit_begin(visit, vault_of(run), run->reader, run->arena,
	    &(struct visitor){ .principal = run->host->principal });
}

/* Something is over that the policy lets nobody keep (article 22). */
static enum status
run_retention(struct job_run *run, struct error *error)
{
	struct retention_run retention = { .ends = job_ends, .context = run };
	enum status status = retention_erase(vault_of(run), run->reader,
	    run->host->principal, &retention, error);

	run->count = retention.whole + retention.partly;
	return status;
}

static enum status
waits_erasure(struct job_run *run, bool *waits, struct error *error)
{
	int64_t now = clock_now(vault_clock(vault_of(run)));
	enum status status = STATUS_OK;

	*waits = false;
	for (int state = 0; state < ERASURE_COMPLETE && !*waits &&
	    status == STATUS_OK; state++) {
		const struct erasure_row *rows;
		uint64_t after = 0;
		size_t n = 1;

		while (n > 0 && !*waits && status == STATUS_OK) {
			arena_reset(run->arena);
			status = reader_erasures(run->reader,
			    (enum erasure_state)state, after, 256, &rows, &n,
			    run->arena, error);
			for (size_t i = 0; status == STATUS_OK && i < n; i++)
				*waits = *waits || rows[i].due <= now;
			if (status == STATUS_OK && n > 0)
				after = rows[n - 1].number;
		}
	}
	return status;
}

static enum status
run_erasure(struct job_run *run, struct error *error)
{
	struct erase_progress progress = { .finished = 0 };
	struct visit visit;
	enum status status;

	begin(&visit, run);
	status = erase_finish_all(&visit, &progress, error);
	visit_end(&visit);
	run->count = progress.finished + progress.retired +
	    progress.complete;
	return status;
}

/*
 * A KEK is old when the horizon that certificates name needs another one.
 * Other servers that share the keys learn of it by themselves.
 */
static enum status
waits_kek(struct job_run *run, bool *waits, struct error *error)
{
	struct keyring *keyring = vault_keyring(vault_of(run));
	enum status status = keyring_look(keyring, error);
	int64_t age = clock_now(vault_clock(vault_of(run))) -
	    keyring_kek_made(keyring);

	*waits = keyring_is_replacing(keyring) ||
	    age > ((int64_t)run->host->config->kek_days - 1) * DAY_MS;
	return status;
}

static enum status
run_kek(struct job_run *run, struct error *error)
{
	struct keys_replaced replaced = { .slots = 0 };
	struct erase_progress progress;
	struct visit visit;
	enum status status;

	begin(&visit, run);
	status = keys_replace_kek(vault_keys(vault_of(run)), visit.now,
	    &replaced, error);
	run->count = replaced.slots;
	if (status == STATUS_OK)
		status = key_state_record(&visit, TEXT("kek_replaced"),
		    replaced.slots, error);
	if (status == STATUS_OK)
		status = erase_finish_all(&visit, &progress, error);
	visit_end(&visit);
	return status;
}

static enum status
run_key_state(struct job_run *run, struct error *error)
{
	struct visit visit;
	enum status status;

	begin(&visit, run);
	status = key_state_record(&visit, TEXT("state"), 0, error);
	visit_end(&visit);
	return status;
}

static enum status
run_doctor(struct job_run *run, struct error *error)
{
	struct findings findings;
	struct visit visit;
	enum status status;

	findings_init(&findings, run->arena, NULL);
	begin(&visit, run);
	status = doctor_look(&visit, false, &findings, error);
	visit_end(&visit);
	run->count = findings_total(&findings);
	return status == STATUS_OK ? findings_status(&findings, error) :
	    status;
}

/* The whole log is as it was signed, tile by tile. */
static enum status
run_log(struct job_run *run, struct error *error)
{
	struct vault *vault = vault_of(run);
	struct checkpoint state;
	enum status status = verify_log(&state, &(struct verify_options){
	    .folder = vault_config(vault)->log_folder,
	    .verifier = vault_verifier(vault) }, error);

	run->count = status == STATUS_OK ? state.size : 0;
	return status;
}

static struct sweep
sweep_of(struct job_run *run)
{
	return (struct sweep){
		.vault = vault_of(run), .reader = run->reader,
		.principal = run->host->principal, .ends = job_ends,
		.context = run,
	};
}

static enum status
waits_imports(struct job_run *run, bool *waits, struct error *error)
{
	struct sweep sweep = sweep_of(run);

	return sweep_waits(&sweep, waits, error);
}

static enum status
run_imports(struct job_run *run, struct error *error)
{
	struct sweep sweep = sweep_of(run);
	enum status status = sweep_imports(&sweep, error);

	run->count = sweep.people;
	return status;
}

/* What is nobody's value any more; what was given up comes first. */
static enum status
run_files(struct job_run *run, struct error *error)
{
	bool more = true;
	enum status status = processed_finish(vault_of(run), error);

	while (status == STATUS_OK && more)
		status = files_sweep(vault_of(run), run->reader, false, &more,
		    error);
	return status == STATUS_OK ? files_collect(vault_of(run),
	    run->reader, run->host->principal, &run->count, error) : status;
}

static struct continuing
continuing_of(struct job_run *run)
{
	return (struct continuing){
		.vault = vault_of(run), .reader = run->reader,
		.arena = run->arena, .principal = run->host->principal,
		.ends = job_ends, .context = run,
	};
}

static enum status
waits_datasets(struct job_run *run, bool *waits, struct error *error)
{
	struct continuing continuing = continuing_of(run);

	return continuing_waits(&continuing, waits, error);
}

static enum status
run_datasets(struct job_run *run, struct error *error)
{
	struct continuing continuing = continuing_of(run);
	enum status status = continuing_make(&continuing, error);

	run->count = continuing.made;
	return status;
}

const struct job job_table[] = {
	{ "retention", "daily 03:10",
	  { "保存期間を過ぎた情報を消去する",
	    "erase what is past its retention" }, NULL, run_retention },
	{ "erasure", "every 1h",
	  { "期限の来た消去を完了する", "complete the erasures that are due" },
	  waits_erasure, run_erasure },
	{ "kek", "daily 02:40",
	  { "古くなった鍵暗号化鍵を交換する", "replace a KEK that is old" },
	  waits_kek, run_kek },
	{ "key_state", "daily 02:50",
	  { "鍵の状態を証跡として記録する",
	    "write the state of the keys down as evidence" }, NULL,
	  run_key_state },
	{ "backup", "daily 03:25",
	  { "バックアップを作り、期限の過ぎたものを破棄する",
	    "make backups, and destroy those whose time is over" },
	  backup_job_waits, backup_job_run },
	{ "doctor", "daily 04:10",
	  { "ストアに問題がないかを調べる",
	    "look for what is wrong with the store" }, NULL, run_doctor },
	{ "log", "weekly sun 04:40",
	  { "ログ全体が署名どおりであるかを調べる",
	    "check that the whole log is as signed" }, NULL, run_log },
	{ "imports", "daily 03:40",
	  { "終わらなかった取込みを取り消す",
	    "take back imports that nobody finished" }, waits_imports,
	  run_imports },
	{ "files", "daily 03:50",
	  { "だれの値でもなくなったファイルを消す",
	    "remove files that are nobody's value any more" }, NULL,
	  run_files },
	{ "datasets", "daily 04:30",
	  { "継続的に作成する匿名加工情報を作る",
	    "make the anonymised information that is made continually" },
	  waits_datasets, run_datasets },
	{ "mail", "every 10s",
	  { "待っているメールを送る", "send the mail that waits" },
	  mail_job_waits, mail_job_run },
	{ "webhooks", "every 5s",
	  { "出来事をウェブフックに知らせる",
	    "tell the webhooks what happened" },
	  webhook_job_waits, webhook_job_run },
	{ NULL, NULL, { NULL, NULL }, NULL, NULL },
};
