/*
 * config.h - FOLDER/sekisho.yaml: where the parts of a store are.
 *
 *	sekisho: 1
 *	data: sqlite:data.db		relative to the folder; or a URL,
 *					postgresql://...
 *	keys: sqlite:keys/keys.db	the key store, apart
 *	log:
 *	  origin: sekisho.example/...	name of the log and of its key
 *	unlock:
 *	  key_file: /etc/sekisho/key	where the key file is looked for
 *	cache_mib: 16			sealed rows kept in memory
 *	deadline_ms: 5000		longest wait for the log
 *	holder:				how many people may be opened
 *	  people_per_minute: 3000
 *	  bulk_people_per_minute: 600000	while a job is announced
 *	server:
 *	  listen: 127.0.0.1:8787	where the API is
 *	  manage: 127.0.0.1:8788	health and figures; only for loopback
 *	  certificate: /etc/.../fullchain.pem	with both of these, TLS
 *	  key: /etc/.../privkey.pem
 *	  connections: 4096		at most, of everybody
 *	  per_address: 0		at most, of one address; 0: no limit
 *	  body_kib: 256			largest body of a request
 *	  file_mib: 1024		largest file of a person, from 1
 *	  header_seconds: 10		slowest header, body, reader of answers
 *	  body_seconds: 30
 *	  reply_seconds: 30
 *	  idle_seconds: 60		between two requests of a connection
 *	  break_glass: false		an emergency needs no approval first
 *	  confined: true		no programs, no files but the store's
 *	  forms_role: web_service	in which role public forms take in
 *	  forms_embed: https://a.example	sites that may frame them
 *	jobs:
 *	  retention: daily 03:10	when a job runs (jobs/schedule.h); off:
 *					never by itself; docs/jobs.md
 *	mail:
 *	  url: smtp://mail.example.jp:587
 *					or smtps://; or file:FOLDER, where
 *					each message is written into a file
 *	  tls: required			or none, which only a loopback gets
 *	  ca: /etc/ssl/...		another authority than the system's
 *	  user: sekisho
 *	  password_file: /etc/sekisho/smtp	nobody else may read it
 *	  from: privacy@example.jp
 *	  alerts: officer@example.jp	who is told when a job fails
 *	webhooks:
 *	  http: false			they may go in the clear
 *	  private: false		... and to addresses inside
 *	kek_days: 7			a KEK is replaced within that time
 *	key_backup_days: 7		life of a backup of the keys; 0: none
 *	backup:
 *	  data: /mnt/backup/data	where backups of the data are kept
 *	  keys: /mnt/other/keys		those of the keys: apart
 *	acknowledge_days: 0		staff who have not read a revision by
 *					then are refused; 0: never
 *
 * Nothing in it is secret, unless a URL has a password in it: then nobody else
 * may be able to read the file.
 */
#ifndef VAULT_CONFIG_H_
#define VAULT_CONFIG_H_

#include "base/base.h"
#include "base/file.h"

enum { CONFIG_URL_MAX = 500 };	/* bytes */

struct config_server {
	char listen[64];
	char manage[64];
	char certificate[PATH_SIZE];	/* "" without TLS */
	char key[PATH_SIZE];
	unsigned int connections;
	unsigned int per_address;
	size_t body;			/* bytes */
	uint64_t file;			/* bytes */
	int header_ms, body_ms, reply_ms, idle_ms;
	bool confined;			/* server/needs.h */
	bool break_glass;
	char forms_role[64];		/* "": there are no public forms */
	char forms_embed[256];		/* "": nobody */
};

/* When jobs run; those that are not named have their own schedule. */
enum { CONFIG_JOBS = 16 };
struct config_job {
	char name[24];
	char schedule[32];
};
struct config_jobs {
	struct config_job list[CONFIG_JOBS];
	size_t n;
};

struct config_mail {
	char url[PATH_SIZE];		/* "": no mail is sent */
	bool tls;
	char ca[PATH_SIZE];		/* "": the system's */
	char user[128];			/* "": nobody logs in */
	char password_file[PATH_SIZE];
	char from[256];
	char alerts[256];		/* "": nobody is told */
};

struct config_webhooks {
	bool http;
	bool private;
};

struct config {
	char folder[PATH_SIZE];
	char data_url[PATH_SIZE + 16];
	char keys_url[PATH_SIZE + 16];
	char keys_folder[PATH_SIZE];	/* KEK file, unlock file */
	char log_folder[PATH_SIZE];
	char origin[128];
	char key_file[PATH_SIZE];	/* "" when not set */
	size_t cache_bytes;
	int deadline_ms;
	uint32_t people_per_minute;	/* crypto/holder/holder.h */
	uint32_t bulk_people_per_minute;
	struct config_server server;
	struct config_jobs jobs;
	struct config_mail mail;
	struct config_webhooks webhooks;
	char backup_data[PATH_SIZE];	/* "" when not set */
	char backup_keys[PATH_SIZE];
	int kek_days;
	int key_backup_days;
	bool trial;		/* a copy that is tried and thrown away */
	bool take_clock;	/* it ran ahead, and is right now */
	int acknowledge_days;	/* after coming into force; 0: no limit */
};

/* Days until a key destroyed now is gone from every copy. */
int config_horizon_days(const struct config *config) NONNULL;

/* STORE/work, made if need be: where a server has files without a name. */
enum status config_work_folder(char out[PATH_SIZE],
    const struct config *config, struct error *error) MUST_USE NONNULL;

/* STATUS_NOT_FOUND when the folder is no store. */
enum status config_read(struct config *config, const char *folder,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Writes the file for a new store; last of all, so that it marks it whole. */
enum status config_write(const struct config *config, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* What a new store in that folder has, before options change it. */
enum status config_default(struct config *config, const char *folder,
    struct error *error) MUST_USE NONNULL;

/* "scheme://name:password@host", or a password among the parameters. */
bool config_has_password(const char *url) NONNULL;

#endif
