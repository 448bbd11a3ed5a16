#include <errno.h>
#include <stdarg.h>

#include "base/base.h"

const struct status_row status_table[STATUS_COUNT] = {
	[STATUS_OK] = { "ok", 200, 0, { "成功", "OK" } },
	[STATUS_FAILURE] = { "failure", 500, 1,
	    { "処理できませんでした", "The program failed" } },
	[STATUS_INVALID] = { "invalid", 400, 2,
	    { "入力に誤りがあります", "The input is not valid" } },
	[STATUS_PARTIAL] = { "partial", 200, 3,
	    { "一部は処理できませんでした", "Some lines failed" } },
	[STATUS_UNAUTHENTICATED] = { "unauthenticated", 401, 4,
	    { "認証が必要です", "Authentication is needed" } },
	[STATUS_REFUSED] = { "refused", 403, 5,
	    { "ポリシーにより許可されません", "Refused by the policy" } },
	[STATUS_NOT_FOUND] = { "not_found", 404, 6,
	    { "見つかりません", "Not found" } },
	[STATUS_INTEGRITY] = { "integrity", 500, 7,
	    { "データの完全性が損なわれています", "Integrity failed" } },
	[STATUS_CONFLICT] = { "conflict", 409, 8,
	    { "競合しています", "Conflict" } },
	[STATUS_BUSY] = { "busy", 503, 75,
	    { "現在処理できません。時間をおいて再度お試しください",
	      "Not now; try again later" } },
};

static void __attribute__((format(printf, 3, 0)))
put(char *out, size_t size, const char *format, va_list args)
{
	(void)vsnprintf(out, size, format, args);
	text_end_whole(out);
}

static void
copy(char *out, size_t size, const char *string)
{
	/* What stands there already may be handed in again. */
	if (string != out)
		(void)snprintf(out, size, "%s", string);
	text_end_whole(out);
}

enum status
error_set(struct error *error, enum status status, const char *code,
    const char *ja, const char *en, ...)
{
	va_list args;

	memset(error, 0, sizeof(*error));
	error->status = status;
	(void)snprintf(error->code, sizeof(error->code), "%s", code);
	va_start(args, en);
	put(error->text[LANGUAGE_JA], sizeof(error->text[0]), ja, args);
	va_end(args);
	va_start(args, en);
	put(error->text[LANGUAGE_EN], sizeof(error->text[0]), en, args);
	va_end(args);
	return status;
}

enum status
error_say(struct error *error, enum status status, const char *code,
    struct words words)
{
	(void)error_set(error, status, code, "%s", "%s", "");
	copy(error->text[LANGUAGE_JA], sizeof(error->text[0]), words.ja);
	copy(error->text[LANGUAGE_EN], sizeof(error->text[0]), words.en);
	return status;
}

void
error_at(struct error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put(error->field, sizeof(error->field), format, args);
	va_end(args);
}

void
error_remedy(struct error *error, const char *ja, const char *en, ...)
{
	va_list args;

	va_start(args, en);
	put(error->remedy[LANGUAGE_JA], sizeof(error->remedy[0]), ja, args);
	va_end(args);
	va_start(args, en);
	put(error->remedy[LANGUAGE_EN], sizeof(error->remedy[0]), en, args);
	va_end(args);
}

void
error_remedy_say(struct error *error, struct words words)
{
	copy(error->remedy[LANGUAGE_JA], sizeof(error->remedy[0]), words.ja);
	copy(error->remedy[LANGUAGE_EN], sizeof(error->remedy[0]), words.en);
}

void
error_clause(struct error *error, const char *clause, const char *article)
{
	copy(error->clause, sizeof(error->clause),
	    clause == NULL ? "" : clause);
	copy(error->article, sizeof(error->article),
	    article == NULL ? "" : article);
}

enum status
error_memory(struct error *error)
{
	return error_set(error, STATUS_FAILURE, "out_of_memory",
	    "メモリーが足りません", "out of memory");
}

enum status
error_stopped(struct error *error)
{
	return error_set(error, STATUS_BUSY, "stopped",
	    "終了の指示により、途中で止まりました",
	    "it was told to end, and stopped on the way");
}

enum status
error_system(struct error *error, const char *what, int errnum)
{
	char reason[96];

	if (errnum == ENOMEM)
		return error_memory(error);

	/* The GNU form returns the text, not always in the buffer. */
	const char *said = strerror_r(errnum, reason, sizeof(reason));

	(void)!error_set(error, STATUS_FAILURE, "system_failure",
	    "%s に失敗しました (%s)", "%s failed (%s)", what, said);
	if (errnum == ENOSPC || errnum == EDQUOT)
		error_remedy_full(error);
	return STATUS_FAILURE;
}

void
error_remedy_lost(struct error *error)
{
	error_remedy(error, "このファイルの最新の写しを戻してください。なければ "
	    "sekisho backup restore でバックアップから別の場所に復元できます",
	    "put the newest copy of this file back; if there is none, "
	    "sekisho backup restore makes the store again from backups");
}

void
error_remedy_full(struct error *error)
{
	error_remedy(error, "空きを作ってから、同じ操作をやり直してください。"
	    "すでに完了と答えた操作は保存されています",
	    "make room and do the same again; whatever was answered as done "
	    "is kept");
}
