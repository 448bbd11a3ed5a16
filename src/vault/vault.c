#include "base/encode.h"
#include "base/mem.h"
#include "crypto/aead.h"
#include "crypto/kekfile.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/holder/holder.h"
#include "vault/announce.h"
#include "vault/commit.h"
#include "vault/erase_finish.h"
#include "vault/vault_parts.h"

enum { WORK_MAX = 64 << 20, PEOPLE_BLOCK = 64, PEOPLE_BLOCK_BULK = 4096 };

/* Opening. */

/* Only for making a store, whose keys this process has just made. */
static enum status
unlock_here(struct vault *vault, const struct unlock_secret *secret,
    struct error *error)
{
	uint8_t *root = secret_alloc(SEAL_KEY);
	char path[PATH_SIZE];
	enum status status = root == NULL ? error_memory(error) :
	    file_join(path, vault->config.keys_folder, "unlock.json", error);

	if (status == STATUS_OK)
		status = unlock_open(root, path, store_id(vault->store),
		    secret, error);
	if (status == STATUS_OK)
		status = keyring_open(&vault->keyring,
		    vault->config.keys_folder, store_id(vault->store), root,
		    error);
	secret_free(root);
	return status;
}

/* The holder is started, or the one that was locked starts again. */
static enum status
unlock(struct vault *vault, const struct unlock_secret *secret,
    struct error *error)
{
	const struct config *config = &vault->config;

	if (vault->keyring != NULL)
		return keyring_unlock(vault->keyring, secret, error);
	return holder_start(&vault->holder, &vault->keyring,
	    &(struct holder_options){
	    .folder = config->keys_folder, .store = store_id(vault->store),
	    .secret = secret, .people_per_minute = config->people_per_minute,
	    .bulk_people_per_minute = config->bulk_people_per_minute },
	    error);
}

static enum status
open_secrets(struct vault *vault, struct error *error)
{
	static const uint64_t slots[] = { KEYS_SLOT_ID, KEYS_SLOT_LOG };
	struct slot_key *opened = secret_alloc(LENGTH(slots) *
	    sizeof(*opened));
	enum status status;

	vault->secrets = secret_alloc(sizeof(*vault->secrets));
	if (vault->secrets == NULL || opened == NULL)
		status = error_memory(error);
	else
		status = keys_get(vault->keys, slots, LENGTH(slots), opened,
		    error);
	if (status == STATUS_OK) {
		memcpy(vault->secrets->id.bytes, opened[0].bytes, ID_KEY);
		sign_key_make(&vault->secrets->sign, opened[1].bytes);
		status = note_verifier_make(&vault->verifier,
		    text_of(vault->config.origin),
		    vault->secrets->sign.public, error);
	}
	secret_free(opened);
	return status;
}

static struct store_options
options_of(const struct config *config)
{
	return (struct store_options){
		.data_url = config->data_url, .keys_url = config->keys_url,
		.cache_bytes = config->cache_bytes,
		.trial = config->trial,
	};
}

static enum status
open_parts(struct vault *vault, const struct unlock_secret *secret,
    struct error *error)
{
	const struct store_options options = options_of(&vault->config);
	enum status status = store_open(&vault->store, &options, error);

	if (status == STATUS_OK)
		status = store_clock_keep(vault->store, vault->clock, error);
	if (status == STATUS_OK) {
		vault->clock = store_clock(vault->store);
		if (vault->config.take_clock)
			vault->clock_taken = store_clock_take(vault->store);
	}
	if (status == STATUS_OK)
		status = unlock(vault, secret, error);
	if (status == STATUS_OK)
		status = keys_open(&vault->keys, vault->store,
		    vault->keyring, error);
	if (status == STATUS_OK)
		status = open_secrets(vault, error);
	return status;
}

static struct vault *
vault_alloc(const struct config *config, struct clock clock)
{
	struct vault *vault = mem_alloc(sizeof(*vault));

	if (vault == NULL)
		return NULL;
	vault->config = *config;
	vault->clock = clock;
	(void)pthread_mutex_init(&vault->outbox.mutex, NULL);
	held_init(&vault->held);
	(void)pthread_mutex_init(&vault->mutex, NULL);
	(void)pthread_mutex_init(&vault->log_mutex, NULL);
	(void)pthread_mutex_init(&vault->unlocking, NULL);
	return vault;
}

/* Whether there is a file of that name in the folder. */
static bool
has_file(const char *folder, const char *name)
{
	char path[PATH_SIZE];
	struct error ignored;

	return file_join(path, folder, name, &ignored) == STATUS_OK &&
	    file_exists(path);
}

static enum status
write_verifier(const struct vault *vault, struct arena *arena,
    struct error *error)
{
	char path[PATH_SIZE];
	struct buf out;
	enum status status = file_make_folder(vault->config.log_folder, 0700,
	    error);

	if (status == STATUS_OK)
		status = file_join(path, vault->config.log_folder, "vkey",
		    error);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, arena, 1024);
	note_verifier_format(&out, &vault->verifier);
	buf_byte(&out, '\n');
	return file_create(path, buf_bytes(&out), 0644, error);
}

/* Whoever lost the log's folder gets its verifier back. */
static enum status
keep_verifier(struct vault *vault, struct error *error)
{
	struct arena *arena;
	enum status status;

	if (has_file(vault->config.log_folder, "vkey"))
		return STATUS_OK;
	arena = arena_new(1 << 14);
	if (arena == NULL)
		return error_memory(error);
	status = write_verifier(vault, arena, error);
	arena_free(arena);
	/* Another server may have been faster. */
	return has_file(vault->config.log_folder, "vkey") ? STATUS_OK :
	    status;
}

enum status
vault_open(struct vault **out, const struct config *config,
    const struct unlock_secret *secret, struct clock clock,
    struct error *error)
{
	struct vault *vault = vault_alloc(config, clock);
	enum status status;

	*out = NULL;
	if (vault == NULL)
		return error_memory(error);
	status = open_parts(vault, secret, error);
	if (status == STATUS_OK)
		status = reader_new(&vault->reader, vault->store, error);
	if (status == STATUS_OK)
		status = vault_rules_load(vault, error);
	if (status == STATUS_OK && vault->rules->revision_count == 0)
		status = error_set(error, STATUS_INTEGRITY, "no_policy",
		    "ストアにポリシーがありません",
		    "the store has no policy");
	if (status == STATUS_OK)
		status = log_open(&vault->log, vault->store,
		    vault->config.log_folder, &vault->verifier,
		    &vault->secrets->sign, error);
	if (status == STATUS_OK)
		status = keep_verifier(vault, error);
	if (status == STATUS_OK)
		status = erase_finish_open(vault, vault->reader, error);
	if (status != STATUS_OK) {
		vault_close(vault);
		return status;
	}
	*out = vault;
	return STATUS_OK;
}

void
vault_close(struct vault *vault)
{
	struct error ignored;

	if (vault == NULL)
		return;
	if (vault->log != NULL) {
		if (vault->last_person > vault->next_person)
			store_return(vault->store, STORE_PERSON,
			    vault->next_person,
			    vault->last_person - vault->next_person);
		(void)!vault_integrate(vault, &ignored);
		if (vault->holder != NULL && store_owes(vault->store))
			holder_unfinished(vault->holder);
	}
	log_close(vault->log);
	rules_free(vault->rules);
	reader_free(vault->reader);
	keys_close(vault->keys);
	secret_free(vault->secrets);
	keyring_close(vault->keyring);
	store_close(vault->store);
	aead_forget();
	mem_free(vault);
}

/* Locking without closing. */

bool
vault_lock(struct vault *vault)
{
	bool first = keys_lock(vault->keys);

	held_wipe(&vault->held);
	aead_forget();
	vault_rules_wipe(vault);
	return first;
}

bool
vault_is_locked(const struct vault *vault)
{
	return keyring_is_locked(vault->keyring);
}

bool
vault_is_wiped(struct vault *vault)
{
	bool wiped;

	(void)pthread_mutex_lock(&vault->mutex);
	wiped = vault->wiped;
	(void)pthread_mutex_unlock(&vault->mutex);
	return wiped;
}

enum status
vault_check_unlocked(const struct vault *vault, struct error *error)
{
	return vault_is_locked(vault) ? keyring_locked(error) : STATUS_OK;
}

enum status
vault_unlock(struct vault *vault, const struct unlock_secret *secret,
    struct error *error)
{
	enum status status;

	(void)pthread_mutex_lock(&vault->unlocking);
	status = unlock(vault, secret, error);
	if (status == STATUS_OK) {
		vault_rules_fill(vault);
		keys_unlock(vault->keys);
		status = vault_rules_reload(vault, error);
		if (status != STATUS_OK)
			(void)vault_lock(vault);
	}
	(void)pthread_mutex_unlock(&vault->unlocking);
	return status;
}

/* Making. */

static enum status
make_keys(const struct vault_new *new, const struct config *config,
    const uint8_t id[STORE_ID_SIZE], struct error *error)
{
	uint8_t *root = secret_alloc(SEAL_KEY);
	char path[PATH_SIZE];
	enum status status;

	if (root == NULL)
		return error_memory(error);
	random_bytes(root, SEAL_KEY);
	status = file_join(path, config->keys_folder, "unlock.json", error);
	if (status == STATUS_OK && new->shares > 0)
		status = unlock_split_create(path, id, root,
		    new->shares_needed, new->shares, new->shares_folder,
		    error);
	else if (status == STATUS_OK)
		status = unlock_create(path, id, root, new->secret,
		    new->memory_kib, error);
	if (status == STATUS_OK)
		status = file_join(path, config->keys_folder, "kek", error);
	if (status == STATUS_OK)
		status = kekfile_create(path, id, root,
		    clock_now(new->clock), error);
	secret_free(root);
	return status;
}

static enum status
first_entries(struct vault *vault, const struct vault_new *new,
    struct arena *arena, struct error *error)
{
	struct announcement announcement = {
		.source = new->policy, .number = 1,
		.now = clock_now(new->clock),
		.in_force_from = clock_now(new->clock),
		.principal = new->principal,
	};
	struct hash id = hash_bytes(store_id(vault->store), STORE_ID_SIZE);
	struct entry made = {
		.kind = ENTRY_STORE_MADE, .time = announcement.now,
		.principal = new->principal, .has_commitment = true,
	};
	struct change *change = change_new();
	struct numbering numbering;
	struct buf bytes;
	enum status status;

	if (change == NULL)
		return error_memory(error);
	memcpy(made.commitment, id.bytes, sizeof(made.commitment));
	buf_init(&bytes, arena, ENTRY_MAX);
	entry_write(&bytes, &made);
	change_entry(change, buf_bytes(&bytes));
	numbering_init(&numbering, arena);
	status = announce_revision(change, &announcement, &numbering, NULL,
	    0, vault->keys, arena, error);
	return commit_change(vault, change, status, error);
}

/* The databases and keys are there: what the program itself writes first. */
static enum status
fill_store(const struct vault_new *new, const struct config *config,
    struct arena *arena, struct error *error)
{
	const struct store_options options = options_of(config);
	struct vault *vault = vault_alloc(config, new->clock);
	enum status status;

	if (vault == NULL)
		return error_memory(error);
	status = store_open(&vault->store, &options, error);
	if (status == STATUS_OK)
		status = unlock_here(vault, new->secret, error);
	if (status == STATUS_OK)
		status = keys_create(vault->store, vault->keyring, error);
	if (status == STATUS_OK)
		status = keys_open(&vault->keys, vault->store,
		    vault->keyring, error);
	if (status == STATUS_OK)
		status = open_secrets(vault, error);
	if (status == STATUS_OK)
		status = write_verifier(vault, arena, error);
	if (status == STATUS_OK)
		status = first_entries(vault, new, arena, error);
	if (status == STATUS_OK)
		status = log_open(&vault->log, vault->store,
		    config->log_folder, &vault->verifier,
		    &vault->secrets->sign, error);
	if (status == STATUS_OK)
		status = vault_integrate(vault, error);
	vault_close(vault);
	return status;
}

/* Its configuration is written last: without it a store was never finished. */
static enum status
check_absent(const struct config *config, struct error *error)
{
	enum status status;

	if (has_file(config->folder, "sekisho.yaml")) {
		status = error_set(error, STATUS_CONFLICT, "store_exists",
		    "ここにはすでにストアがあります",
		    "there is a store here already");
	} else if (has_file(config->folder, "data.db") ||
	    has_file(config->keys_folder, "unlock.json")) {
		status = error_set(error, STATUS_CONFLICT,
		    "store_unfinished",
		    "作成が途中で終わったストアがあります",
		    "there is a store whose making was not finished");
		error_remedy(error, "一度も使っていないなら、このフォルダーを"
		    "移してから作成してください。sekisho.yaml だけを失ったのなら、"
		    "控えから戻してください",
		    "if it was never used, move the folder away and make it "
		    "again; if only sekisho.yaml was lost, put it back");
	} else {
		return STATUS_OK;
	}
	error_at(error, "%s", config->folder);
	return status;
}

enum status
vault_create(const struct vault_new *new, struct error *error)
{
	struct config config = *new->config;
	struct arena *arena = arena_new(WORK_MAX);
	struct store_options options;
	uint8_t id[STORE_ID_SIZE];
	char hex[2 * STORE_ID_SIZE + 1];
	enum status status;

	if (arena == NULL)
		return error_memory(error);
	random_bytes(id, sizeof(id));
	encode_hex(id, sizeof(id), hex);
	if (config.origin[0] == '\0')
		(void)snprintf(config.origin, sizeof(config.origin),
		    "sekisho/%.16s", hex);
	options = options_of(&config);
	status = check_absent(&config, error);
	if (status == STATUS_OK)
		status = store_check_new(&options, error);
	if (status == STATUS_OK)
		status = file_keep_folder(config.folder, 0700, error);
	if (status == STATUS_OK)
		status = file_keep_folder(config.keys_folder, 0700, error);
	if (status == STATUS_OK)
		status = make_keys(new, &config, id, error);
	if (status == STATUS_OK)
		status = store_create(&options, id, error);
	if (status == STATUS_OK)
		status = fill_store(new, &config, arena, error);
	if (status == STATUS_OK)
		status = config_write(&config, arena, error);
	arena_free(arena);
	return status;
}

/* What others need of it. */

struct store *
vault_store(struct vault *vault)
{
	return vault->store;
}

struct keys *
vault_keys(struct vault *vault)
{
	return vault->keys;
}

void
vault_methods_keep(struct vault *vault, const struct vault_methods *methods)
{
	(void)pthread_mutex_lock(&vault->mutex);
	vault->methods = *methods;
	(void)pthread_mutex_unlock(&vault->mutex);
}

struct vault_methods
vault_methods(struct vault *vault)
{
	struct vault_methods methods;

	(void)pthread_mutex_lock(&vault->mutex);
	methods = vault->methods;
	(void)pthread_mutex_unlock(&vault->mutex);
	return methods;
}

struct holder *
vault_holder(struct vault *vault)
{
	return vault->holder;
}

enum status
vault_check(struct vault *vault, struct error *error)
{
	return keyring_check(vault->keyring, error);
}

struct held *
vault_held(struct vault *vault)
{
	return &vault->held;
}

const struct id_key *
vault_id_key(const struct vault *vault)
{
	return &vault->secrets->id;
}

struct clock
vault_clock(const struct vault *vault)
{
	return vault->clock;
}

const struct config *
vault_config(const struct vault *vault)
{
	return &vault->config;
}

const struct note_verifier *
vault_verifier(const struct vault *vault)
{
	return &vault->verifier;
}

struct outbox *
vault_outbox(struct vault *vault)
{
	return &vault->outbox;
}

struct keyring *
vault_keyring(const struct vault *vault)
{
	return vault->keyring;
}

enum status
vault_new_person(struct vault *vault, bool bulk, uint64_t *person,
    struct error *error)
{
	uint64_t block = bulk ? PEOPLE_BLOCK_BULK : PEOPLE_BLOCK, first;
	enum status status = STATUS_OK;

	(void)pthread_mutex_lock(&vault->mutex);
	if (vault->next_person == vault->last_person) {
		status = store_reserve(vault->store, STORE_PERSON, block,
		    &first, error);
		if (status == STATUS_OK) {
			vault->next_person = first;
			vault->last_person = first + block;
		}
	}
	if (status == STATUS_OK)
		*person = vault->next_person++;
	(void)pthread_mutex_unlock(&vault->mutex);
	return status;
}

void
vault_sign(const struct vault *vault, struct buf *out, struct text text)
{
	note_sign(out, text, &vault->verifier, &vault->secrets->sign);
}

struct checkpoint
vault_log_state(struct vault *vault)
{
	struct checkpoint state;

	(void)pthread_mutex_lock(&vault->log_mutex);
	state = log_state(vault->log);
	(void)pthread_mutex_unlock(&vault->log_mutex);
	return state;
}

enum status
vault_integrate(struct vault *vault, struct error *error)
{
	enum status status = store_commit_now(vault->store, error);

	if (status != STATUS_OK)
		return status;
	(void)pthread_mutex_lock(&vault->log_mutex);
	status = log_integrate(vault->log, error);
	(void)pthread_mutex_unlock(&vault->log_mutex);
	return status;
}
