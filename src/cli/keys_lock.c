/*
 * sekisho keys lock|unlock, of a server that runs
 */
#include <time.h>

#include "cli/session.h"
#include "cli/tables.h"
#include "vault/lock.h"

enum { WAIT_MS = 10000, LOOK_MS = 20 };

/* Without a server nothing is unlocked: there is nothing to lock. */
static enum status
no_server(struct cli *cli, struct error *error)
{
	(void)error_set(error, STATUS_CONFLICT, "no_server",
	    "このストアを提供しているサーバーがありません。解錠されたままのものは"
	    "ありません",
	    "no server serves this store: nothing is left unlocked");
	error_at(error, "%s", session_folder(cli));
	error_remedy(error, "ほかの機械で動いているときは、その機械で実行してください",
	    "if one runs on another machine, run this there");
	return error->status;
}

static enum status
say(struct cli *cli, bool locked, struct words words, struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, 4096);
	json = jsonw_new(&out, true);
	if (cli->json) {
		jsonw_open_object(&json);
		jsonw_member_bool(&json, "locked", locked);
		jsonw_close_object(&json);
	} else {
		buf_printf(&out, "%s\n", cli_say(cli, words.ja, words.en));
	}
	return cli_put(cli, &out, error);
}

/* Whether those who were at work have ended, and nothing is left of keys. */
static bool
wait_wiped(struct vault *vault)
{
	const struct timespec pause = { .tv_nsec = LOOK_MS * 1000000L };

	for (int waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
		if (vault_is_wiped(vault))
			return true;
		(void)nanosleep(&pause, NULL);
	}
	return false;
}

static enum status
lock_in(struct session *session, struct error *error)
{
	struct cli *cli = session->cli;
	bool first = vault_lock(session->vault);
	struct visit visit;
	enum status status = STATUS_OK;

	visit_begin(&visit, session->vault, session->reader, cli->arena,
	    &session->visitor);
	if (first)
		status = lock_note(&visit, error);
	visit_end(&visit);
	if (status != STATUS_OK) {
		/* It is locked all the same. */
		cli_warn(cli, error);
		return say(cli, true, (struct words){
		    "施錠しましたが、ログに記録できませんでした",
		    "locked; it could not be written into the log" }, error);
	}
	if (!wait_wiped(session->vault))
		return say(cli, true, (struct words){
		    "施錠しました。処理中のものが終わりしだい、検索の鍵も消えます",
		    "locked; search keys go as soon as those at work have "
		    "ended" }, error);
	return say(cli, true, !first ? (struct words){
	    "すでに施錠されています", "it is locked already" } :
	    (struct words){
	    "施錠しました。鍵はメモリーから消えました。sekisho keys unlock で解錠します",
	    "locked: the keys are gone from memory; sekisho keys unlock opens "
	    "it again" }, error);
}

static enum status
lock(struct cli *cli, struct error *error)
{
	return cli->served == NULL ? no_server(cli, error) :
	    session_run(cli, lock_in, error);
}

static enum status
unlock_in(struct session *session, struct visit *visit, struct error *error)
{
	struct unlock_secret secret;
	enum status status = session_secret(session->cli, &session->config,
	    &secret, error);

	if (status == STATUS_OK)
		status = lock_open(visit, &secret, error);
	return status == STATUS_OK ? say(session->cli, false, (struct words){
	    "解錠しました", "unlocked" }, error) : status;
}

static enum status
unlock(struct cli *cli, struct error *error)
{
	return cli->served == NULL ? no_server(cli, error) :
	    session_run_operator(cli, unlock_in, error);
}

const struct cli_command cli_keys_lock_commands[] = {
	{ "keys", "lock", "",
	  { "動いているサーバーを施錠し、鍵をメモリーから消す",
	    "lock the running server: wipe the keys from its memory" },
	  session_options, .run = lock },
	{ "keys", "unlock", "",
	  { "施錠したサーバーを解錠する", "unlock a server that was locked" },
	  session_options, .run = unlock },
	{ .noun = NULL },
};
