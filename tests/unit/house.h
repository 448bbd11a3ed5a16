/*
 * house.h - a whole store with a policy of policies/, unlocked, for tests of
 * what is done in a vault.  The folder's setup comes first.
 */
#ifndef TESTS_UNIT_HOUSE_H_
#define TESTS_UNIT_HOUSE_H_

#include "engine.h"

#include "crypto/secret.h"
#include "vault/vault.h"
#include "vault/verify.h"
#include "vault/visit.h"

struct house {
	const char *policy;	/* of policies/; NULL: livals */
	struct arena *arena;
	struct config config;
	struct unlock_secret secret;
	struct vault *vault;
	struct reader *reader;
};

/* Set before house_make() or house_open(): a clock that stands still. */
__attribute__((unused)) static int64_t *house_now;

__attribute__((unused)) static struct clock
house_clock(void)
{
	return house_now == NULL ? clock_system() : clock_fixed(house_now);
}

__attribute__((unused)) static void
house_open(struct house *house)
{
	struct error error;

	assert_ok(vault_open(&house->vault, &house->config, &house->secret,
	    house_clock(), &error), &error);
	assert_ok(reader_new(&house->reader, vault_store(house->vault),
	    &error), &error);
}

__attribute__((unused)) static void
house_close(struct house *house)
{
	struct error error;

	reader_free(house->reader);
	assert_ok(vault_integrate(house->vault, &error), &error);
	vault_close(house->vault);
}

/* Makes and opens the store in the folder's sub-folder of that name. */
__attribute__((unused)) static void
house_make(struct house *house, const char *name)
{
	const char *top = getenv("SEKISHO_TOP");
	char path[PATH_SIZE];
	struct policy_source policy;
	struct findings findings;
	struct bytes text;
	struct error error;

	house->arena = arena_new((size_t)64 << 20);
	assert_non_null(house->arena);
	assert_ok(secret_start(&error), &error);
	(void)snprintf(path, sizeof(path), "%s/policies/%s.yaml",
	    top == NULL ? "." : top, house->policy == NULL ? "livals" :
	    house->policy);
	assert_ok(file_read(&text, path, 1 << 20, house->arena, &error),
	    &error);
	findings_init(&findings, house->arena, path);
	assert_ok(policy_source_parse(&policy,
	    (struct text){ (const char *)text.p, text.n }, path, &findings,
	    house->arena, &error), &error);
	house->secret = (struct unlock_secret){
		.key_file = text_copy(house->arena,
		    text_of(at("%s.key", name))).p,
	};
	assert_ok(unlock_make_key_file(house->secret.key_file, &error),
	    &error);
	assert_ok(config_default(&house->config, at("%s", name), &error),
	    &error);
	if (engine_is_pg()) {
		engine_url(house->config.data_url, at("%s/data.db", name));
		engine_url(house->config.keys_url, at("%s/keys.db", name));
		PQfinish(engine_connect(at("%s/data.db", name)));
		PQfinish(engine_connect(at("%s/keys.db", name)));
	}
	assert_ok(vault_create(&(struct vault_new){
	    .config = &house->config, .secret = &house->secret,
	    .policy = &policy, .principal = TEXT("test"),
	    .clock = house_clock() }, &error), &error);
	assert_ok(config_read(&house->config, at("%s", name), house->arena,
	    &error), &error);
	house_open(house);
}

/* The setup and teardown of a group that has one. */
__attribute__((unused)) static int
house_start(struct house *house, void **state)
{
	if (folder_make(state) != 0)
		return -1;
	house_make(house, "house");
	return 0;
}

/* The same by a clock that stands where *now says: at first, now. */
__attribute__((unused)) static int
house_start_at(struct house *house, int64_t *now, void **state)
{
	if (house_start(house, state) != 0)
		return -1;
	house_close(house);
	*now = clock_now(clock_system());
	house_now = now;
	house_open(house);
	return 0;
}

__attribute__((unused)) static int
house_end(struct house *house, void **state)
{
	house_close(house);
	arena_free(house->arena);
	return folder_remove(state);
}

/* How many faults vault_verify() finds; the first one's code, or "". */
__attribute__((unused)) static uint64_t
house_verify(struct house *house, const char **code)
{
	struct vault_check check = { .people = 0 };
	struct findings findings;
	struct error error;

	findings_init(&findings, house->arena, "");
	assert_ok(vault_verify(house->vault, house->reader, TEXT("test"),
	    &check, &findings, &error), &error);
	*code = findings.first == NULL ? "" : text_copy(house->arena,
	    text_of(findings.first->error.code)).p;
	return check.faults;
}

#endif
