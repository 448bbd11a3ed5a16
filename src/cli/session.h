/*
 * session.h - a command's way into a store: the folder, the key, the visitor.
 *
 * The folder is --in, or $SEKISHO_STORE, or the current one.  The key file is
 * the one that sekisho.yaml names, or --key-file; --passphrase-file (or "-"
 * for a prompt on the terminal) takes its place.  Who comes is the account of
 * the operating system, "os:<name>": whoever can open the store and its keys
 * is trusted to say which role they act in.
 */
#ifndef CLI_SESSION_H_
#define CLI_SESSION_H_

#include "cli/cli.h"
#include "vault/visit.h"

struct session {
	struct cli *cli;
	struct config config;
	struct vault *vault;
	struct access *access;	/* of a server; else NULL */
	struct reader *reader;
	struct visitor visitor;
};

/* The options that every command with a store takes. */
#define SESSION_OPTIONS \
	{ "in", "FOLDER", { "ストアのフォルダー", "folder of the store" } }, \
	{ "key-file", "FILE", { "鍵ファイル", "key file" } }, \
	{ "shares", "A,B", { "鍵の分散ファイル", "shares of the key" } }, \
	{ "passphrase-file", "FILE", \
	  { "パスフレーズを読むファイル (- は端末から)", \
	    "file with the passphrase (-: ask on the terminal)" } }

/* Those that every act on people takes. */
#define VISIT_OPTIONS \
	SESSION_OPTIONS, \
	{ "role", "ROLE", { "役割", "role" } }, \
	{ "purpose", "PURPOSE", { "利用目的", "purpose" } }, \
	{ "reason", "TEXT", { "理由", "reason" } }

/* For commands that take no others. */
extern const struct cli_option session_options[], session_visit_options[];

/* Where a new store's databases are to be. */
#define URL_OPTIONS \
	{ "store", "URL", { "データの場所 (postgresql://…。既定はフォルダー内)", \
	  "where the data is to be (postgresql://...; in the folder by " \
	  "default)" } }, \
	{ "keys", "URL", { "鍵の場所 (データとは別のデータベース)", \
	  "where the keys are to be (another database than the data)" } }

/* --store and --keys: both, or both in the folder. */
enum status session_urls(const struct cli *cli, struct config *config,
    struct error *error) MUST_USE NONNULL;

/* The folder that the options name. */
const char *session_folder(const struct cli *cli);

/* What the options say of unlocking; asks on the terminal if need be. */
enum status session_secret(struct cli *cli, const struct config *config,
    struct unlock_secret *secret, struct error *error) MUST_USE NONNULL;

enum status session_open(struct session *session, struct cli *cli,
    struct error *error) MUST_USE NONNULL;

/*
 * Closes it, and answers with the status of what was done: that is committed,
 * whatever closing could not do.
 */
enum status session_close(struct session *session, enum status status)
    MUST_USE NONNULL;

/* Begins an act; --role and --purpose must be there. */
enum status session_visit(struct session *session, struct visit *visit,
    struct error *error) MUST_USE NONNULL;

/* Opens, acts, closes. */
enum status session_run(struct cli *cli, session_fn *act,
    struct error *error) MUST_USE NONNULL;

/*
 * The same with a visit: under the purpose and role of the options, or that
 * of the operator, who keeps the house and asks for nobody's data.
 */
enum status session_run_visit(struct cli *cli, session_visit_fn *act,
    struct error *error) MUST_USE NONNULL;
enum status session_run_operator(struct cli *cli, session_visit_fn *act,
    struct error *error) MUST_USE NONNULL;

/* "os:<name>" of whoever runs the program. */
struct text session_principal(const struct cli *cli);

/* A person's id from the command line. */
enum status session_person(const struct session *session, const char *id,
    uint64_t *person, struct error *error) MUST_USE NONNULL;

/* A comma-separated list of item ids, or nothing, as a set. */
enum status session_items(struct visit *visit, const char *list,
    struct bits *items, struct error *error) MUST_USE NONNULL_ARGS(1, 3, 4);

/* A line from standard input, or asked for on the terminal. */
enum status session_ask(struct cli *cli, const char *what, bool secret,
    struct text *line, struct error *error) MUST_USE NONNULL;

#endif
