#include <sys/stat.h>
#include <sys/statvfs.h>

#include "audit/tile.h"
#include "audit/verify.h"
#include "base/confine.h"
#include "vault/document.h"
#include "vault/doctor.h"
#include "vault/page.h"
#include "vault/erasure.h"
#include "vault/observe.h"
#include "vault/verify_opened.h"

enum { ERASURES_MAX = 256, FREE_MIN = 1 << 30, FREE_PERCENT = 5 };

static void
say(struct findings *findings, enum severity severity, const char *place,
    const char *code, const char *ja, const char *en)
{
	(void)findings_say(findings, severity, NULL, place, code,
	    (struct words){ ja, en });
}

/* Nobody else may enter the folders, and the key file lies elsewhere. */
static void
look_at_settings(struct visit *visit, struct findings *findings)
{
	const struct config *config = vault_config(visit->vault);
	const char *const folders[] = { config->folder, config->keys_folder };
	size_t n = strlen(config->folder);
	struct stat st;

	for (size_t i = 0; i < LENGTH(folders); i++)
		if (stat(folders[i], &st) == 0 && (st.st_mode & 077) != 0)
			say(findings, SEVERITY_ERROR, folders[i],
			    "folder_open", "ほかの利用者が入れるフォルダーです。"
			    "chmod 700 としてください",
			    "others may enter this folder: chmod 700");
	if (config->key_file[0] == '\0')
		return;
	if (stat(config->key_file, &st) == 0 && (st.st_mode & 077) != 0)
		say(findings, SEVERITY_ERROR, config->key_file,
		    "key_file_open", "ほかの利用者が読める鍵ファイルです。"
		    "chmod 600 としてください",
		    "others may read this key file: chmod 600");
	if (strncmp(config->key_file, config->folder, n) == 0 &&
	    config->key_file[n] == '/')
		say(findings, SEVERITY_WARNING, config->key_file,
		    "key_file_inside", "鍵ファイルがストアの中にあります。"
		    "別の場所に移してください",
		    "the key file lies in the store: keep it elsewhere");
}

/* What keeps somebody who took over a server from other files and programs. */
static void
look_at_confinement(struct visit *visit, struct findings *findings)
{
	enum confine_kept kept = confine_possible();

	if (!vault_config(visit->vault)->server.confined)
		say(findings, SEVERITY_WARNING, "server.confined",
		    "not_confined", "サーバーは封じ込められていません。sekisho.yaml の "
		    "confined: false を消し、サーバーを起動し直してください",
		    "servers are not confined: take confined: false out of "
		    "sekisho.yaml and start the server anew");
	else if (kept != CONFINE_WHOLE)
		(void)findings_say(findings, SEVERITY_WARNING, NULL,
		    "server.confined", "half_confined",
		    confine_warning(kept));
}

static void
look_at_disk(struct visit *visit, struct findings *findings)
{
	const struct config *config = vault_config(visit->vault);
	struct statvfs disk;
	uint64_t free_bytes, all;

	if (statvfs(config->folder, &disk) != 0)
		return;
	free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
	all = (uint64_t)disk.f_blocks * disk.f_frsize;
	if (free_bytes < FREE_MIN || free_bytes < all / 100 * FREE_PERCENT)
		(void)findings_add(findings, SEVERITY_WARNING, NULL,
		    config->folder, "disk_nearly_full",
		    "ディスクの空きが %llu MiB しかありません。"
		    "空きを増やしてください",
		    "only %llu MiB are free on the disk: make room",
		    (unsigned long long)(free_bytes >> 20));
}

/* The log as it is signed. */
static enum status
look_at_log(struct visit *visit, struct findings *findings,
    struct error *error)
{
	const struct config *config = vault_config(visit->vault);
	struct verify_options options = {
		.folder = config->log_folder,
		.verifier = vault_verifier(visit->vault),
	};
	struct checkpoint state;
	struct error wrong;
	enum status status = vault_integrate(visit->vault, error);

	if (status != STATUS_OK)
		return status;
	if (verify_log(&state, &options, &wrong) != STATUS_OK) {
		(void)findings_say(findings, SEVERITY_ERROR, NULL,
		    config->log_folder, wrong.code, (struct words){
		    "ログが署名と一致しません。フォルダーの写しを残し、手元の"
		    "チェックポイントと比べ (sekisho audit verify --checkpoint)、"
		    "バックアップの log を戻してください",
		    "the log is not as signed: keep a copy of the folder, "
		    "compare with a checkpoint that is kept outside (sekisho "
		    "audit verify --checkpoint), and put the log of a backup "
		    "back" });
	}
	return STATUS_OK;
}

/* No clock runs before what was committed. */
static void
look_at_clock(struct visit *visit, struct findings *findings)
{
	int64_t behind = store_clock_behind(vault_store(visit->vault));

	if (behind > STORE_CLOCK_TOLERANCE_MS)
		say(findings, SEVERITY_ERROR, "clock", "clock_behind",
		    "時計が最後の記録より遅れているため、何も記録できません。"
		    "時計を合わせてください。以前の時計が進みすぎていて今は正しいのなら、"
		    "sekisho store accept-clock --reason 理由",
		    "the clock is behind what was committed last, and nothing "
		    "can be committed: set it; if it ran ahead before and is "
		    "right now, sekisho store accept-clock --reason WHY");
	else if (behind > 0)
		say(findings, SEVERITY_WARNING, "clock", "clock_behind",
		    "時計が最後の記録より少し遅れています。追いつくまで時刻は進みません",
		    "the clock is a little behind what was committed last: "
		    "time stands still until it is reached");
}

static void
look_at_kek(struct visit *visit, struct findings *findings)
{
	const struct config *config = vault_config(visit->vault);
	const struct keyring *keyring = vault_keyring(visit->vault);
	int64_t age = visit->now - keyring_kek_made(keyring);

	if (keyring_is_replacing(keyring))
		say(findings, SEVERITY_WARNING, "keys", "kek_half_replaced",
		    "鍵暗号化鍵の交換が途中です。sekisho keys replace-kek で完了します",
		    "the KEK is half replaced: sekisho keys replace-kek "
		    "goes on");
	if (age > (int64_t)config->kek_days * DAY_SECONDS * 1000)
		say(findings, SEVERITY_WARNING, "keys", "kek_old",
		    "鍵暗号化鍵の交換期限を過ぎています。"
		    "sekisho keys replace-kek で交換してください",
		    "the KEK is older than it may be: "
		    "sekisho keys replace-kek");
	if (age < 0)
		say(findings, SEVERITY_ERROR, "clock", "clock_behind",
		    "時計が鍵暗号化鍵の作成より前を指しています。時計を合わせてください",
		    "the clock is before the KEK was made: set it");
}

/* A slot that must be gone, or one that should be complete. */
static enum status
look_at_erasure(struct visit *visit, const struct erasure_row *row,
    struct findings *findings, struct error *error)
{
	struct wrapped_slot wrapped;
	char id[ERASURE_ID_SIZE];
	struct erasure e;
	enum status status = erasure_open(visit, row, &e, error);

	if (status != STATUS_OK)
		return status;
	erasure_id(id, row->number);
	if (row->state != ERASURE_COMPLETE && row->due < visit->now)
		say(findings, SEVERITY_WARNING, id, "erasure_due",
		    "消去の期限を過ぎています。"
		    "sekisho erasure finish を実行してください",
		    "an erasure is past its time: sekisho erasure finish");
	if (row->state == ERASURE_RETIRED)
		return STATUS_OK;
	for (size_t j = 0; j < e.slot_count; j++)
		if (store_slots_get(vault_store(visit->vault), &e.slots[j],
		    1, &wrapped, error) == STATUS_OK)
			say(findings, SEVERITY_ERROR, id, "slot_revived",
			    "破棄した鍵枠が鍵ストアにあります。古い鍵ストアが戻されて"
			    "います。sekisho erasure finish で改めて破棄します",
			    "a destroyed slot is in the key store: an older "
			    "one was put back; sekisho erasure finish "
			    "destroys it again");
	return STATUS_OK;
}

static enum status
look_at_erasures(struct visit *visit, enum erasure_state state,
    struct findings *findings, struct error *error)
{
	const struct erasure_row *rows;
	struct page page;
	uint64_t after = 0;
	size_t n = 0;
	enum status status = page_begin(&page, visit, error);

	if (status != STATUS_OK)
		return status;
	do {
		page_turn(&page);
		status = reader_erasures(visit->reader, state, after,
		    ERASURES_MAX, &rows, &n, visit->arena, error);
		for (size_t i = 0; i < n && status == STATUS_OK; i++) {
			after = rows[i].number;
			status = look_at_erasure(visit, &rows[i], findings,
			    error);
		}
	} while (status == STATUS_OK && n == ERASURES_MAX);
	page_end(&page);
	return status;
}

static enum status
look_at_observation(struct visit *visit, struct findings *findings,
    struct error *error)
{
	struct observation o;
	enum status status = observe_get(&o, visit->vault, visit->reader,
	    visit->arena, error);

	if (status == STATUS_OK && o.state == OBSERVE_ON)
		say(findings, SEVERITY_WARNING, "observe", "observing",
		    "試行中です: 役割と項目の定めに反する取扱いを、記録だけして"
		    "通しています。sekisho observe end で終わります",
		    "some refusals are noted and not enforced: sekisho "
		    "observe end enforces them");
	return status;
}

/*
 * Every row and its key, every value and the indexes, every row and the log.
 * What cannot be read further was named before it.
 */
static enum status
look_at_everybody(struct visit *visit, struct findings *findings,
    struct error *error)
{
	struct vault_check check = { .people = 0 };
	size_t errors;
	enum status status = doctor_keys(visit, findings, error);

	if (status == STATUS_OK)
		status = doctor_index(visit, findings, error);
	if (status != STATUS_OK)
		return status;
	errors = findings->count[SEVERITY_ERROR];
	status = vault_verify(visit->vault, visit->reader,
	    visit->principal.name, &check, findings, error);
	if (status != STATUS_INTEGRITY && status != STATUS_NOT_FOUND)
		return status;
	if (errors == 0)
		(void)findings_say(findings, SEVERITY_ERROR, NULL, "data",
		    error->code, (struct words){ error->text[LANGUAGE_JA],
		    error->text[LANGUAGE_EN] });
	return STATUS_OK;
}

enum status
doctor_look(struct visit *visit, bool full, struct findings *findings,
    struct error *error)
{
	enum status status;

	look_at_settings(visit, findings);
	look_at_confinement(visit, findings);
	look_at_disk(visit, findings);
	look_at_clock(visit, findings);
	look_at_kek(visit, findings);
	status = look_at_log(visit, findings, error);
	for (int state = 0; state < ERASURE_STATES && status == STATUS_OK;
	    state++)
		status = look_at_erasures(visit, (enum erasure_state)state,
		    findings, error);
	if (status == STATUS_OK)
		status = verify_opened_unfinished(visit->vault,
		    visit->reader, findings, error);
	if (status == STATUS_OK)
		status = doctor_backup(visit, findings, error);
	if (status == STATUS_OK)
		status = look_at_observation(visit, findings, error);
	/* That is an act, which must be written down. */
	if (status == STATUS_OK && full && store_clock_behind(vault_store(
	    visit->vault)) <= STORE_CLOCK_TOLERANCE_MS)
		status = look_at_everybody(visit, findings, error);
	return status;
}
