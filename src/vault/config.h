/*
 * config.h - FOLDER/sekisho.yaml: where the parts of a store are.
 *
 *	sekisho: 1
 *	data: sqlite:data.db		relative to the folder
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
 *
 * Nothing in it is secret.
 */
#ifndef VAULT_CONFIG_H_
#define VAULT_CONFIG_H_

#include "base/base.h"
#include "base/file.h"

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
	uint32_t people_per_minute;	/* holder/holder.h */
	uint32_t bulk_people_per_minute;
};

/* STATUS_NOT_FOUND when the folder is no store. */
enum status config_read(struct config *config, const char *folder,
    struct arena *arena, struct error *error) MUST_USE NONNULL;

/* Writes the file for a new store; last of all, so that it marks it whole. */
enum status config_write(const struct config *config, struct arena *arena,
    struct error *error) MUST_USE NONNULL;

/* What a new store in that folder has, before options change it. */
enum status config_default(struct config *config, const char *folder,
    struct error *error) MUST_USE NONNULL;

#endif
