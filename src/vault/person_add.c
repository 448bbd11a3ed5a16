/*
 * Taking people in.
 */
#include "base/cbor.h"
#include "crypto/random.h"
#include "vault/commit.h"
#include "vault/files.h"
#include "vault/index.h"
#include "vault/person_adding.h"

static bool
consents_special_care(const struct adding *a)
{
	for (size_t i = 0; i < a->given->consent_count; i++) {
		const struct policy_consent *c = policy_consent(
		    a->revision->policy, a->given->consents[i]);

		if (c != NULL && c->special_care && (a->given->held ==
		    NULL || !a->given->held[i].deemed))
			return true;
	}
	return false;
}

static enum status
decide(struct adding *a)
{
	const struct opened *opened = a->given->person != 0 ? &a->opened :
	    NULL;
	struct ask ask = visit_ask(a->visit, ACT_ACQUIRE, opened);

	ask.person = a->person;
	ask.items = a->intake.items;
	ask.undeclared = a->intake.undeclared;
	ask.way = a->way;
	ask.subject = a->subject->number;
	ask.service = a->service;
	ask.consents_special_care = consents_special_care(a);
	ask.source_unknown = a->given->source_unknown;
	ask.has_ground = ground_find(a->given->ground, &ask.ground);
	if (a->given->ground.n > 0 && !ask.has_ground)
		return person_adding_invalid(a, "/ground", "unknown_ground",
		    (struct words){ "法律にそのような根拠はありません",
		    "the law has no such ground" });
	return visit_permit(a->visit, &ask, ENTRY_ACQUIRE, opened,
	    &a->decision, a->error);
}

/*
 * The class of what is acquired so; a new one is written first, with an
 * entry of its own, so that many who come alike find it there.
 */
static enum status
make_class(struct adding *a, const struct rules *rules)
{
	struct visit *visit = a->visit;
	struct class_row row = {
		.number = (uint32_t)rules->classes.n,
		.revision = a->revision->number,
		.way = a->way->number, .service = a->service,
		.subject = a->subject->number,
	};
	struct entry entry = {
		.kind = ENTRY_SETTING, .time = visit->now,
		.principal = visit->principal.name,
		.revision = visit->revision->number,
		.subject = TEXT("class"), .count = row.number,
	};
	struct change *change = change_new();
	struct buf purposes;
	enum status status;

	if (change == NULL)
		return error_memory(a->error);
	buf_init(&purposes, visit->arena, 8192);
	cbor_bits(&purposes, &a->way->purposes);
	row.purposes = buf_bytes(&purposes);
	change_add_class(change, &row);
	status = commit_entry(visit->vault, change, &entry, STATUS_OK,
	    a->error);
	/* Somebody else may have made the same class meanwhile. */
	return status == STATUS_CONFLICT ? STATUS_OK : status;
}

static enum status
find_class(struct adding *a)
{
	struct visit *visit = a->visit;
	const struct rules *rules = visit->rules;
	enum status status = STATUS_OK;

	for (int attempt = 0; attempt < 3; attempt++) {
		a->class = class_find(&rules->classes, a->revision->number,
		    a->way->number, a->service, a->subject->number);
		if (a->class != NULL)
			return STATUS_OK;
		status = make_class(a, rules);
		if (status == STATUS_OK)
			status = vault_rules_reload(visit->vault, a->error);
		if (status != STATUS_OK)
			return status;
		/* What was decided goes on pointing into the older rules. */
		vault_rules_release(visit->vault, visit->newer);
		rules = visit->newer = vault_rules(visit->vault);
	}
	return error_set(a->error, STATUS_CONFLICT, "moved",
	    "その間に変更されました。もう一度お試しください",
	    "it was changed meanwhile; please try again");
}

/* Consents that were given with it. */

/* An older consent counts from the day on which it was given. */
static enum status
check_held(struct adding *a, const struct held_consent *held)
{
	if (held->evidence.n == 0 || held->evidence.n > HELD_EVIDENCE_MAX)
		return person_adding_invalid(a, "/evidence",
		    "evidence_needed", (struct words){
		    "以前の同意には、証跡の所在 (500バイト以内) が必要です",
		    "where the evidence of an older consent is must be said, "
		    "in 500 bytes" });
	if (held->time <= 0 || held->time > a->visit->now)
		return person_adding_invalid(a, "/consents", "bad_date",
		    (struct words){ "同意した日が必要で、未来の日ではいけません",
		    "the day of the consent is needed, and not one to come" });
	return STATUS_OK;
}

static enum status
take_consent(struct adding *a, struct text id,
    const struct held_consent *held, struct consent *out)
{
	const struct policy_consent *consent = policy_consent(
	    a->revision->policy, id);
	enum consent_giver giver = a->given->guardian.n > 0 ?
	    GIVER_GUARDIAN : GIVER_PERSON;
	struct text wording;
	struct hash *evidence = arena_alloc(a->visit->arena,
	    sizeof(*evidence));

	if (evidence == NULL)
		return error_memory(a->error);
	if (consent == NULL ||
	    !bits_has(&a->way->consents, consent->number))
		return person_adding_invalid(a, "/consents", "unknown_consent",
		    (struct words){ "この取得方法で求める同意ではありません",
		    "the way does not ask for this consent" });
	/* The evidence is which wording was shown, in which revision. */
	if ((consent->givers >> giver & 1) == 0)
		return person_refuse_giver(consent, "/consents", a->error);
	wording = policy_label(node_get(consent->node, "wording"),
	    a->shown == NULL ? LANGUAGE_JA : a->shown->display.language);
	*evidence = hash_bytes(wording.p, wording.n);
	*out = (struct consent){
		.number = consent->number, .state = CONSENT_GIVEN,
		.time = a->visit->now, .evidence = {
		    evidence->bytes, HASH_SIZE },
		.giver = giver,
	};
	if (held != NULL) {
		enum status status = check_held(a, held);

		if (status != STATUS_OK)
			return status;
		out->time = held->time;
		out->held = held->evidence;
		out->state = held->deemed ? CONSENT_DEEMED : CONSENT_GIVEN;
	}
	if (consent->expires)
		out->expires = clock_tokyo_midnight(policy_period_last(
		    &consent->expiry, clock_tokyo_day(out->time)) + 1);
	return STATUS_OK;
}

static enum status
add_consents(struct adding *a)
{
	size_t before = a->standing.consent_count;
	size_t n = before + a->given->consent_count;
	struct consent *consents = arena_array(a->visit->arena, n,
	    sizeof(*consents));
	enum status status = STATUS_OK;

	if (consents == NULL)
		return error_memory(a->error);
	if (before > 0)
		memcpy(consents, a->standing.consents,
		    before * sizeof(*consents));
	for (size_t i = before; i < n && status == STATUS_OK; i++)
		status = take_consent(a, a->given->consents[i - before],
		    a->given->held == NULL ? NULL :
		    &a->given->held[i - before], &consents[i]);
	a->standing.consents = consents;
	a->standing.consent_count = n;
	return status;
}

/* The standing. */

static enum status
new_standing(struct adding *a)
{
	struct standing *s = &a->standing;
	unsigned int client = numbering_find(&a->visit->rules->numbering,
	    SPACE_CLIENTS, a->given->client);

	if (a->given->client.n > 0 && client == 0)
		return person_adding_invalid(a, "/client", "unknown_client",
		    (struct words){ "ポリシーに宣言された受託元ではありません",
		    "the policy declares no such client" });
	random_bytes(s->pseudonym, sizeof(s->pseudonym));
	s->subject = a->subject->number;
	s->next = 1;
	s->known = a->revision->number;
	s->client = client;
	s->introducer = a->given->introducer;
	s->guardian = a->given->guardian;
	return STATUS_OK;
}

/* A slot for each tier that has none yet; the standing's own comes first. */
static enum status
take_slots(struct adding *a)
{
	enum status status = STATUS_OK;

	for (unsigned int tier = 0; tier < TIER_COUNT && status == STATUS_OK;
	    tier++) {
		bool wanted = tier == TIER_PLAIN;

		for (size_t i = 0; i < a->intake.count; i++)
			wanted |= a->intake.values[i].item->tier == tier;
		if (wanted && a->standing.slot[tier] == 0)
			status = keys_take(vault_keys(a->visit->vault), 1,
			    a->visit->bulk, &a->standing.slot[tier],
			    a->error);
	}
	return status;
}

static enum status
quarantine(struct adding *a, uint64_t seq)
{
	size_t n = a->standing.quarantine_count;
	uint64_t *list = arena_array(a->visit->arena, n + 1, sizeof(*list));

	if (list == NULL)
		return error_memory(a->error);
	if (n > 0)
		memcpy(list, a->standing.quarantine, n * sizeof(*list));
	list[n] = seq;
	a->standing.quarantine = list;
	a->standing.quarantine_count = n + 1;
	return STATUS_OK;
}

/* Records: values of one tier together, those in quarantine apart. */

static enum status
add_record(struct adding *a, unsigned int tier, bool quarantined)
{
	struct record_value *values = arena_array(a->visit->arena,
	    a->intake.count, sizeof(*values));
	struct record record = {
		.time = a->given->acquired != 0 ? a->given->acquired :
		    a->visit->now,
		.values = values, .ground = a->given->ground,
		.origin = a->given->origin,
		.source_unknown = a->given->source_unknown,
		.shown_at = a->shown == NULL ? 0 : a->shown->time,
	};
	struct row row = {
		.seq = a->standing.next, .version = 1,
		.class = a->class->number, .tier = (uint8_t)tier,
		.day = clock_tokyo_day(record.time),
	};
	enum status status;

	if (values == NULL)
		return error_memory(a->error);
	for (size_t i = 0; i < a->intake.count; i++) {
		const struct intake_value *v = &a->intake.values[i];

		if (v->item->tier == tier && v->quarantined == quarantined)
			values[record.count++] = (struct record_value){
				v->item->number, v->stored, v->key
			};
	}
	if (record.count == 0)
		return STATUS_OK;
	if (a->shown != NULL)
		record.shown = (struct bytes){
			a->shown->display.hash.bytes, HASH_SIZE
		};
	status = visit_seal_record(a->visit, a->decision, a->person,
	    a->standing.slot[tier], &record, &row, a->error);
	if (status != STATUS_OK)
		return status;
	change_add_row(a->change, a->person, &row);
	a->written[a->written_count++] = (struct entry_record){ row.seq, 1 };
	a->standing.next++;
	return quarantined ? quarantine(a, row.seq) : STATUS_OK;
}

static void
add_search_keys(struct adding *a)
{
	for (size_t i = 0; i < a->intake.count; i++) {
		const struct intake_value *v = &a->intake.values[i];
		char field[96];

		(void)snprintf(field, sizeof(field), "/values/%.*s",
		    TEXT_ARGS(v->item->id));
		index_add(a->visit->rules, a->change, a->person,
		    v->item->number, v->folded, field);
	}
}

/* The log says which text was answered to, and that its token is used. */
static enum status
use_evidence(struct adding *a, struct entry *entry)
{
	entry->has_commitment = true;
	memcpy(entry->commitment, a->shown->display.hash.bytes, HASH_SIZE);
	return document_put(&a->shown->used, a->visit->vault, a->change,
	    entry, a->error);
}

static enum status
write_all(struct adding *a)
{
	uint64_t old_version = a->opened.standing.version;
	struct row row = { .version = old_version + 1 };
	struct entry entry;
	enum status status = STATUS_OK;

	for (unsigned int tier = 0; tier < TIER_COUNT && status == STATUS_OK;
	    tier++) {
		status = add_record(a, tier, false);
		if (status == STATUS_OK)
			status = add_record(a, tier, true);
	}
	if (status == STATUS_OK)
		status = visit_seal_standing(a->visit, a->person,
		    &a->standing, &row, a->error);
	if (status != STATUS_OK)
		return status;
	if (old_version == 0)
		change_add_row(a->change, a->person, &row);
	else
		change_replace_standing(a->change, a->person, &row,
		    old_version);
	add_search_keys(a);
	entry = visit_entry(a->visit, ENTRY_ACQUIRE, a->decision, NULL);
	entry.has_person = true;
	memcpy(entry.person, a->standing.pseudonym, PSEUDONYM_SIZE);
	entry.about = a->person;
	entry.standing = row.version;
	entry.records = a->written;
	entry.record_count = a->written_count;
	entry.subject = a->way->id;
	entry.ground = a->given->ground;
	status = files_claim(a->visit, &a->intake, a->person, a->change,
	    &entry, a->error);
	if (status == STATUS_OK && a->shown != NULL)
		status = use_evidence(a, &entry);
	return status == STATUS_OK ? visit_log_with(a->visit, a->change,
	    &entry, a->error) : status;
}

static enum status
prepare(struct adding *a)
{
	enum status status = person_adding_declared(a);

	if (status == STATUS_OK && a->given->person != 0) {
		status = visit_open_present(a->visit, a->given->person,
		    &a->opened, a->error);
		a->person = a->opened.person;
		a->standing = a->opened.standing;
	}
	if (status == STATUS_OK)
		status = person_refuse_value(a->visit, ENTRY_ACQUIRE,
		    intake_values(a->visit, a->given->values,
		    a->given->value_count, &a->intake, a->error), a->error);
	if (status == STATUS_OK)
		status = decide(a);
	if (status == STATUS_OK)
		status = person_refuse_items(a->visit, ENTRY_ACQUIRE,
		    a->decision, a->given->person != 0 ? &a->opened : NULL,
		    &a->intake.items, a->error);
	if (status == STATUS_OK)
		status = person_adding_rules(a);
	if (status == STATUS_OK)
		status = find_class(a);
	return status;
}

static enum status
fill(struct adding *a)
{
	enum status status = a->given->person != 0 ? STATUS_OK :
	    new_standing(a);

	if (a->of_age != 0)
		a->standing.of_age = a->of_age;
	if (a->standing.guardian.n == 0)
		a->standing.guardian = a->given->guardian;
	if (status == STATUS_OK)
		status = add_consents(a);
	if (status == STATUS_OK)
		status = take_slots(a);
	if (status == STATUS_OK)
		status = write_all(a);
	return status;
}

enum status
person_add(struct visit *visit, const struct acquisition *acquisition,
    uint64_t *person, struct ticket **ticket, struct error *error)
{
	struct adding a = {
		.visit = visit, .given = acquisition, .error = error
	};
	enum status status = STATUS_OK;

	*person = 0;
	a.person = acquisition->number;
	if (acquisition->person == 0 && acquisition->number == 0)
		status = vault_new_person(visit->vault, visit->bulk,
		    &a.person, error);
	if (status == STATUS_OK)
		status = prepare(&a);
	if (status != STATUS_OK)
		return status;
	a.change = change_new();
	if (a.change == NULL)
		return error_memory(error);
	*person = a.person;
	if (a.shown != NULL)
		status = display_keep(visit, &a.shown->display, error);
	if (status == STATUS_OK)
		status = fill(&a);
	if (status == STATUS_OK && ticket != NULL) {
		status = store_submit(vault_store(visit->vault), a.change,
		    ticket, error);
		if (status == STATUS_OK)
			visit->owes = false;
		return status;
	}
	return commit_opened(visit, a.change, status, error);
}

enum status
person_could_add(struct visit *visit, const struct acquisition *acquisition,
    struct error *error)
{
	struct adding a = {
		.visit = visit, .given = acquisition, .error = error
	};

	enum status status = prepare(&a);

	/* What it writes of the consents goes nowhere. */
	return status == STATUS_OK ? add_consents(&a) : status;
}
