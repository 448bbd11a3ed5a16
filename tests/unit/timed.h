/*
 * timed.h - a small store whose clock the tests set: w.now.
 */
#ifndef TESTS_UNIT_TIMED_H_
#define TESTS_UNIT_TIMED_H_

#include "folder.h"

#include "crypto/secret.h"
#include "gate/term.h"
#include "retention/retention.h"
#include "vault/certificate.h"
#include "vault/disposal.h"
#include "vault/erase.h"
#include "vault/erase_finish.h"
#include "vault/person.h"
#include "vault/verify.h"

static const char policy_text[] =
    "sekisho: 1\n"
    "operator: {name: {ja: 試験}, legal_form: other,\n"
    "  address: {on_request: true}, representative: {on_request: true},\n"
    "  officer: {title: {ja: 責任者}}, hosts: [test.example],\n"
    "  size: {employees: 1, persons: 1}}\n"
    "subjects: [{id: customer, kind: customer, label: {ja: 顧客}}]\n"
    "services: [{id: shop, label: {ja: 店}}]\n"
    "items:\n"
    "  - {id: email, kind: email, unique: true, label: {ja: メール}}\n"
    "  - {id: phone, kind: phone, searchable: true,\n"
    "     label: {ja: 電話}}\n"
    "  - {id: slip, kind: external_id, label: {ja: 伝票}}\n"
    "acquisition:\n"
    "  - {id: form, label: {ja: 申込}, medium: web, source: person,\n"
    "     required: [], optional: all, purposes: all}\n"
    "purposes:\n"
    "  - {id: service, label: {ja: 提供}, text: {ja: 提供のため},\n"
    "     items: all, made_known: published, clause: B1}\n"
    "roles:\n"
    "  - {id: clerk, label: {ja: 係}, kind: staff, purposes: all,\n"
    "     items: all, acts: [acquire, use, stop, erase]}\n"
    "rights: {types: [{id: disclosure, kind: disclosure,\n"
    "  label: {ja: 開示}}]}\n"
    "desks: [{id: desk, label: {ja: 窓口}, handles: [requests]}]\n"
    "retention:\n"
    "  - {id: mail, label: {ja: 連絡先}, items: [email, phone],\n"
    "     start: acquisition, period: {months: 1}, at_end: erase,\n"
    "     clause: B2}\n"
    "  - {id: slips, label: {ja: 伝票}, items: [slip],\n"
    "     start: acquisition, period: {years: 7}, at_end: erase,\n"
    "     minimum: {period: {years: 7}, law: {ja: 法人税法施行規則59条}}}\n"
    "measures: [{id: rules, group: rules, text: {ja: 規程}}]\n"
    "notices: {level: published, changes: {ways: [website]}}\n"
    "revisions: [{version: '1'}]\n"
    "text: [{states: [purposes, retention], clause: B0}]\n";

enum { DAY_MS = DAY_SECONDS * 1000 };

/* One store at a time. */
static struct {
	int64_t now;
	struct config config;
	struct arena *arena;
	struct vault *vault;
	struct reader *reader;
	struct visit visit;
	struct error error;
	int stores;
} w;

#define OK(call) assert_ok((call), &w.error)

static int64_t
day_at(int year, int month, int day)
{
	return clock_tokyo_midnight(clock_day_number(year, month, day));
}

__attribute__((unused)) static void
open_it(void)
{
	struct unlock_secret secret = { .key_file = at("key") };

	w.arena = arena_new((size_t)256 << 20);
	OK(vault_open(&w.vault, &w.config, &secret, clock_fixed(&w.now),
	    &w.error));
	OK(reader_new(&w.reader, vault_store(w.vault), &w.error));
}

__attribute__((unused)) static void
close_it(void)
{
	reader_free(w.reader);
	vault_close(w.vault);
	arena_free(w.arena);
}

__attribute__((unused)) static int
make_it(void **state)
{
	struct unlock_secret secret = { .key_file = at("key") };
	struct policy_source source;
	struct findings findings;

	(void)state;
	w.now = day_at(2026, 1, 30) + 9 * 3600 * 1000;
	w.arena = arena_new((size_t)64 << 20);
	if (w.stores++ == 0)
		OK(unlock_make_key_file(at("key"), &w.error));
	OK(file_put(at("policy.yaml"), bytes_of(text_of(policy_text)), 0600,
	    &w.error));
	findings_init(&findings, w.arena, "policy.yaml");
	OK(policy_source_read(&source, at("policy.yaml"), &findings,
	    w.arena, &w.error));
	OK(config_default(&w.config, at("store-%d", w.stores), &w.error));
	OK(vault_create(&(struct vault_new){ .config = &w.config,
	    .secret = &secret, .memory_kib = UNLOCK_MEMORY_MIN_KIB,
	    .policy = &source, .principal = TEXT("test"),
	    .clock = clock_fixed(&w.now) }, &w.error));
	arena_free(w.arena);
	OK(config_read(&w.config, at("store-%d", w.stores), (w.arena =
	    arena_new(1 << 20)), &w.error));
	arena_free(w.arena);
	open_it();
	return 0;
}

__attribute__((unused)) static int
drop_it(void **state)
{
	(void)state;
	close_it();
	return 0;
}

__attribute__((unused)) static void
begin(void)
{
	const struct visitor clerk = {
		.principal = TEXT("staff:test"), .role = TEXT("clerk"),
		.purpose = TEXT("service"), .reason = { "", 0 },
	};

	visit_begin(&w.visit, w.vault, w.reader, w.arena, &clerk);
}

/* Somebody new, or more of somebody; texts of NULL are left out. */
static uint64_t
add(uint64_t person, const char *email, const char *phone, const char *slip)
{
	struct given_value values[3];
	struct acquisition a = {
		.way = TEXT("form"), .subject = TEXT("customer"),
		.shown = true, .values = values, .person = person,
	};

	if (email != NULL)
		values[a.value_count++] = (struct given_value){
			TEXT("email"), text_of(email) };
	if (phone != NULL)
		values[a.value_count++] = (struct given_value){
			TEXT("phone"), text_of(phone) };
	if (slip != NULL)
		values[a.value_count++] = (struct given_value){
			TEXT("slip"), text_of(slip) };
	begin();
	OK(person_add(&w.visit, &a, &person, NULL, &w.error));
	visit_end(&w.visit);
	return person;
}

__attribute__((unused)) static enum status
try_show(uint64_t person, struct view *view)
{
	enum status status;

	begin();
	status = person_show(&w.visit, person, NULL, view, &w.error);
	visit_end(&w.visit);
	return status;
}

__attribute__((unused)) static size_t
values_of(uint64_t person)
{
	struct view view;
	size_t n = 0;

	OK(try_show(person, &view));
	for (size_t i = 0; i < view.count; i++)
		n += view.records[i].count;
	return n;
}

__attribute__((unused)) static size_t
found(const char *item, const char *value)
{
	uint64_t people[8];
	size_t n = 0;

	begin();
	OK(person_find(&w.visit, text_of(item), text_of(value), 8, people,
	    &n, &w.error));
	visit_end(&w.visit);
	return n;
}

__attribute__((unused)) static struct erasure
erase(uint64_t person)
{
	struct erasure erasure;

	begin();
	OK(erase_person(&w.visit, person, false, &erasure, &w.error));
	OK(erase_finish_scan(&w.visit, &w.error));
	visit_end(&w.visit);
	return erasure;
}

__attribute__((unused)) static void
say(uint64_t person, int kind, const char *id, const char *reference)
{
	struct said said = {
		.kind = (unsigned int)kind, .id = text_of(id),
		.text = text_of(reference),
	};

	begin();
	OK(person_say(&w.visit, person, &said, &w.error));
	visit_end(&w.visit);
}

__attribute__((unused)) static struct retention_run
run(void)
{
	struct retention_run run = { .day = 0 };

	OK(retention_erase(w.vault, w.reader, TEXT("system:test"), &run,
	    &w.error));
	return run;
}

/* The store agrees with its log. */
__attribute__((unused)) static void
verify(uint64_t people)
{
	struct vault_check check = { .people = 0 };
	struct findings findings;

	findings_init(&findings, w.arena, NULL);
	OK(vault_verify(w.vault, w.reader, TEXT("test"), &check, &findings,
	    &w.error));
	assert_int_equal(check.faults, 0);
	assert_int_equal(check.people, people);
}

__attribute__((unused)) static bool
has_slot(uint64_t slot)
{
	struct wrapped_slot wrapped;

	return store_slots_get(vault_store(w.vault), &slot, 1, &wrapped,
	    &w.error) == STATUS_OK;
}

__attribute__((unused)) static struct erase_progress
finish(void)
{
	struct erase_progress progress;

	begin();
	OK(erase_finish_all(&w.visit, &progress, &w.error));
	visit_end(&w.visit);
	return progress;
}

#endif
