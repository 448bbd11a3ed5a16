/*
 * What is to be said of the backups.
 */
#include "vault/backup_record.h"
#include "vault/doctor.h"

enum { OLD_DAYS = 2, UNTRIED_DAYS = 30 };

struct looking {
	const struct visit *visit;
	struct findings *findings;
	struct backup_record newest[BACKUP_KEYS + 1];	/* by kind */
	int64_t verified;	/* when one of the data was tried last */
	const struct backup_record *tried;
};

static bool
is_older(const struct looking *l, int64_t instant, int64_t days)
{
	return l->visit->now - instant > days * DAY_SECONDS * 1000;
}

static void
say(struct looking *l, enum severity severity, const char *code,
    const char *ja, const char *en)
{
	(void)findings_say(l->findings, severity, NULL, "backup", code,
	    (struct words){ ja, en });
}

static void
look_at_newest(struct looking *l, enum backup_kind kind)
{
	const struct backup_record *r = &l->newest[kind];
	bool data = kind == BACKUP_DATA;
	char made[CLOCK_TEXT_SIZE];

	if (r->made == 0) {
		say(l, SEVERITY_WARNING, data ? "no_backup" :
		    "no_key_backup", data ?
		    "バックアップの記録がありません。"
		    "sekisho backup create で作れます" :
		    "鍵のバックアップがありません。鍵を失うとデータは読めません。"
		    "sekisho backup create でデータとは別の場所に作れます",
		    data ? "no backup is on record: sekisho backup create" :
		    "there is no backup of the keys: without them the data "
		    "can not be read; sekisho backup create makes one, apart "
		    "from the data");
		return;
	}
	clock_format(r->made, made);
	if (is_older(l, r->made, OLD_DAYS))
		(void)findings_add(l->findings, SEVERITY_WARNING, NULL,
		    "backup", data ? "backup_old" : "key_backup_old",
		    "最新のバックアップ (%s) は %s のものです。"
		    "sekisho backup create で作れます",
		    "the newest backup (%s) is of %s: sekisho backup create",
		    data ? "data" : "keys", made);
}

/* The certificate of the last trial. */
static void
look_at_trial(struct looking *l)
{
	char tried[CLOCK_TEXT_SIZE];

	if (l->newest[BACKUP_DATA].made == 0)
		return;
	if (l->tried == NULL) {
		say(l, SEVERITY_WARNING, "backup_untried",
		    "バックアップを試しに復元した記録がありません。"
		    "sekisho backup verify を実行してください",
		    "no backup was ever restored for trial: "
		    "sekisho backup verify");
		return;
	}
	clock_format(l->tried->verified, tried);
	if (l->tried->faults > 0)
		(void)findings_add(l->findings, SEVERITY_ERROR, NULL,
		    "backup", "backup_faulty",
		    "%s に試したバックアップ %.*s に誤りが %llu 件あります。"
		    "sekisho backup create で新しく作り、backup verify で"
		    "試してください",
		    "the backup that was tried on %s (%.*s) has %llu faults: "
		    "make another one and try it (sekisho backup create, "
		    "backup verify)",
		    tried, TEXT_ARGS(l->tried->id),
		    (unsigned long long)l->tried->faults);
	else if (is_older(l, l->tried->verified, UNTRIED_DAYS))
		(void)findings_add(l->findings, SEVERITY_WARNING, NULL,
		    "backup", "backup_untried",
		    "最後の試しの復元は %s です (%.*s、%llu 人)。"
		    "sekisho backup verify を実行してください",
		    "the last trial was on %s (%.*s, %llu people): sekisho "
		    "backup verify", tried,
		    TEXT_ARGS(l->tried->id),
		    (unsigned long long)l->tried->people);
}

static void
look_at_one(struct looking *l, const struct backup_record *r)
{
	if (r->state == BACKUP_MADE)
		l->newest[r->kind] = *r;
	if (r->state != BACKUP_GONE && r->kind == BACKUP_KEYS &&
	    r->expires < l->visit->now)
		(void)findings_add(l->findings, SEVERITY_WARNING, NULL,
		    "backup", "key_backup_overdue",
		    "鍵のバックアップ %.*s が破棄期限を過ぎています。"
		    "sekisho backup prune を実行してください (消去の完了が遅れます)",
		    "the backup %.*s of the keys is over its time: sekisho "
		    "backup prune (erasures wait for it)",
		    TEXT_ARGS(r->id));
	if (r->kind == BACKUP_DATA && r->verified > l->verified) {
		l->verified = r->verified;
		l->tried = r;
	}
}

enum status
doctor_backup(struct visit *visit, struct findings *findings,
    struct error *error)
{
	struct looking l = { .visit = visit, .findings = findings };
	const struct backup_record *records;
	size_t n;
	enum status status = backup_record_list(&records, &n, visit, error);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < n; i++)
		look_at_one(&l, &records[i]);
	look_at_newest(&l, BACKUP_DATA);
	if (vault_config(visit->vault)->key_backup_days > 0 ||
	    l.newest[BACKUP_KEYS].made != 0)
		look_at_newest(&l, BACKUP_KEYS);
	look_at_trial(&l);
	return STATUS_OK;
}
