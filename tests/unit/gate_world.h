/*
 * gate_world.h - a small policy, a person of it, and asks about them, for
 * the tests of src/gate.
 *
 * Every declaration names a clause of its own ("p.serve"), so that a test can
 * say by which clause something was decided.  A world is made anew for every
 * case; its arrays may be changed at will.
 */
#ifndef TESTS_UNIT_GATE_WORLD_H_
#define TESTS_UNIT_GATE_WORLD_H_

#include "test.h"

#include "base/clock.h"
#include "gate/gate.h"

#define LABEL "label: {ja: 名}"
#define WORLD_HEAD \
	"sekisho: 1\n" \
	"operator:\n" \
	"  name: {ja: 甲}\n" \
	"  legal_form: stock_company\n" \
	"  address: {on_request: true}\n" \
	"  representative: {on_request: true}\n" \
	"  officer: {on_request: true}\n" \
	"  hosts: [a.example]\n" \
	"  size: {employees: 1, persons: 2}\n"
#define WORLD_TAIL \
	"rights:\n" \
	"  types:\n" \
	"    - {id: disclosure, kind: disclosure, " LABEL "}\n" \
	"  deadline: {days: 14}\n" \
	"desks:\n" \
	"  - {id: desk, " LABEL ", handles: requests}\n" \
	"measures:\n" \
	"  - {id: lock, group: physical, text: {ja: 施錠}}\n" \
	"notices:\n" \
	"  level: published\n" \
	"  changes: {ways: website}\n" \
	"revisions:\n" \
	"  - {version: \"1\", in_force: 2026-01-01}\n"
#define SAYS(section) \
	"  - {heading: {ja: 章}, states: [" section "], clause: s." section "}\n"
#define WORLD_TEXT \
	"text:\n" SAYS("items") SAYS("purposes") SAYS("roles") \
	SAYS("recipients") SAYS("clients") SAYS("retention") \
	SAYS("rights") SAYS("revisions")

#define WORLD_PEOPLE \
	"subjects:\n" \
	"  - {id: customer, kind: customer, " LABEL "}\n" \
	"  - {id: staff, kind: staff, " LABEL "}\n" \
	"services:\n" \
	"  - {id: shop, " LABEL "}\n" \
	"  - {id: school, " LABEL "}\n"

#define WORLD_ITEMS \
	"items:\n" \
	"  - {id: name, kind: name, " LABEL ", clause: i.name}\n" \
	"  - {id: email, kind: email, " LABEL "}\n" \
	"  - {id: phone, kind: phone, " LABEL "}\n" \
	"  - {id: note, kind: free_text, " LABEL "}\n" \
	"  - {id: health, kind: free_text, special_care: check_up, " LABEL \
	", clause: i.health}\n" \
	"  - {id: creed, kind: text, never_held: true, " LABEL \
	", clause: i.creed}\n" \
	"  - {id: password, kind: password, " LABEL "}\n" \
	"  - {id: wage, kind: money, subjects: staff, " LABEL "}\n"

#define WORLD_WAYS \
	"acquisition:\n" \
	"  - {id: form, " LABEL ", medium: web, source: person, " \
	"required: name, optional: [email, phone, note, health, password, " \
	"wage], purposes: [serve, mail, give, keep, study, own], " \
	"shown: {ja: 目的}, clause: w.form}\n" \
	"  - {id: told, " LABEL ", medium: email, source: third_party, " \
	"optional: [name, health], purposes: [serve], clause: w.told}\n"

#define EVERYTHING "items: [name, email, phone, note, health]"
#define WORLD_PURPOSES \
	"purposes:\n" \
	"  - {id: serve, " LABEL ", text: {ja: 提供}, items: [name, email, " \
	"phone, note, health, password], made_known: published, " \
	"clause: p.serve}\n" \
	"  - {id: mail, " LABEL ", text: {ja: 案内}, items: [name, email], " \
	"made_known: published, consent: mail_ok, clause: p.mail}\n" \
	"  - {id: give, " LABEL ", text: {ja: 渡す}, " EVERYTHING ", " \
	"made_known: published, provides: [partner, named, vendor, group, " \
	"heir, office, cloud, ads], clause: p.give}\n" \
	"  - {id: keep, " LABEL ", text: {ja: 保つ}, " EVERYTHING ", " \
	"made_known: published, statutory: true, clause: p.keep}\n" \
	"  - {id: study, " LABEL ", text: {ja: 調べる}, " EVERYTHING ", " \
	"made_known: published, clause: p.study}\n" \
	"  - {id: teach, " LABEL ", text: {ja: 教える}, items: [name, email], " \
	"subjects: customer, services: school, made_known: published, " \
	"clause: p.teach}\n" \
	"  - {id: own, " LABEL ", text: {ja: 個別}, items: all, " \
	"made_known: consented, individual: true, clause: p.own}\n" \
	"prohibited_uses:\n" \
	"  - {id: selling, " LABEL ", clause: x.selling}\n"

#define WORLD_CONSENTS \
	"consents:\n" \
	"  - {id: mail_ok, " LABEL ", wording: {ja: 可}, purposes: mail, " \
	"given_by: person, clause: c.mail}\n" \
	"  - {id: give_ok, " LABEL ", wording: {ja: 可}, " \
	"recipients: [partner, named, ads], items: [name, email], " \
	"given_by: person, clause: c.give}\n" \
	"  - {id: health_ok, " LABEL ", wording: {ja: 可}, " \
	"recipients: partner, special_care: true, " \
	"given_by: [agent, guardian], " \
	"clause: c.health}\n" \
	"  - {id: study_ok, " LABEL ", wording: {ja: 可}, purposes: study, " \
	"items: [name, email], given_by: person, expires: {months: 6}, " \
	"clause: c.study}\n"

#define WORLD_ROLES \
	"roles:\n" \
	"  - {id: clerk, kind: staff, " LABEL ", purposes: all, items: all, " \
	"masked: [phone, email], unmask: with_reason, acts: [acquire, use, " \
	"correct, provide, stop, erase, export, disclose, anonymise], " \
	"approvals: [{act: export, by: boss}], clause: r.clerk}\n" \
	"  - {id: boss, kind: officer, " LABEL ", purposes: all, items: all, " \
	"masked: [phone], unmask: never, acts: [use], clause: r.boss}\n" \
	"  - {id: guest, kind: staff, " LABEL ", purposes: [serve], " \
	"items: [name], acts: [use], clause: r.guest}\n"

#define WORLD_RECIPIENTS \
	"recipients:\n" \
	"  - {id: partner, kind: third_party, " LABEL ", consent: give_ok, " \
	EVERYTHING ", purposes: give, clause: t.partner}\n" \
	"  - {id: named, kind: third_party, " LABEL ", consent: give_ok, " \
	"individual_consent: true, items: [name, email], purposes: give, " \
	"clause: t.named}\n" \
	"  - {id: vendor, kind: processor, " LABEL ", ground: entrustment, " \
	EVERYTHING ", purposes: give}\n" \
	"  - {id: group, kind: joint_use, " LABEL ", ground: joint_use, " \
	EVERYTHING ", purposes: give}\n" \
	"  - {id: heir, kind: successor, " LABEL ", ground: succession, " \
	EVERYTHING ", purposes: give}\n" \
	"  - {id: office, kind: public_body, " LABEL ", ground: law, " \
	EVERYTHING ", purposes: give, clause: t.office}\n" \
	"  - {id: cloud, kind: cloud_without_handling, " LABEL ", " \
	EVERYTHING ", purposes: give}\n" \
	"  - {id: ads, kind: related_information, " LABEL ", " \
	"consent: give_ok, items: [name, email], purposes: give}\n" \
	"  - {id: elsewhere, kind: third_party, " LABEL ", consent: give_ok, " \
	EVERYTHING ", purposes: study}\n"

#define WORLD_REST \
	"clients:\n" \
	"  - {id: chain, " LABEL ", purposes: serve, items: all, " \
	"requests_to: {ja: 委託元}, clause: k.chain}\n" \
	"exceptions:\n" \
	"  - {id: by_law, ground: law, scopes: [acquire, provide], " LABEL \
	", evidence: statute, clause: e.law}\n" \
	"  - {id: life, ground: life_body_property, scopes: use, " LABEL \
	", evidence: facts}\n"

/* One policy, in pieces that a compiler takes; NULL ends it. */
#define WORLD_PARTS \
	WORLD_HEAD, WORLD_PEOPLE, WORLD_ITEMS, WORLD_WAYS, WORLD_PURPOSES, \
	WORLD_CONSENTS, WORLD_ROLES, WORLD_RECIPIENTS, WORLD_REST

/* 2026-07-01, a little after midnight in Tokyo. */
#define WORLD_DAY 20635
#define WORLD_NOW (WORLD_DAY * 86400000LL - 9 * 3600000LL + 5)

enum { WORLD_RECORDS = 3 };

struct world {
	struct arena *arena;
	struct numbering numbering;
	struct policy *policy;
	struct policy_role role;	/* a copy of the clerk's */
	struct principal principal;
	struct standing standing;
	struct class class[3];		/* 1: by the form; 2: was told */
	struct class_table classes;
	struct record_head head[WORLD_RECORDS];
	struct ask ask;
};

/* The pieces as one text. */
__attribute__((unused)) static struct text
world_text(const char *const *parts, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, 1 << 20);
	for (; *parts != NULL; parts++)
		buf_string(&out, *parts);
	assert_false(out.failed);
	return buf_as_text(&out);
}

/* Compiles a policy; what is wrong with it is printed. */
__attribute__((unused)) static struct policy *
world_compile(struct numbering *numbering, struct text yaml,
    struct arena *arena)
{
	const struct policy *policy;
	struct policy_source source;
	struct findings findings;
	struct error error;
	struct buf out;

	findings_init(&findings, arena, "test");
	if (policy_source_parse(&source, yaml, "test", &findings,
	    arena, &error) != STATUS_OK) {
		buf_init(&out, arena, 65536);
		findings_print(&out, &findings, LANGUAGE_EN);
		print_error("%.*s\n%s\n", (int)out.n, (const char *)out.p,
		    error.text[LANGUAGE_EN]);
	}
	assert_non_null(source.root);
	assert_ok(policy_compile(&policy, &source, numbering, arena, &error),
	    &error);
	/* Tests change it: nobody else reads it. */
	return (struct policy *)(uintptr_t)policy;
}

__attribute__((unused)) static unsigned int
number_of(const struct world *w, enum policy_space space, const char *id)
{
	unsigned int number = numbering_find(&w->numbering, space,
	    text_of(id));

	if (number == 0)
		print_error("no %s\n", id);
	assert_int_not_equal(number, 0);
	return number;
}

__attribute__((unused)) static unsigned int
item(const struct world *w, const char *id)
{
	return number_of(w, SPACE_ITEMS, id);
}

/* "name email" as a set of items. */
__attribute__((unused)) static struct bits
items(const struct world *w, const char *ids)
{
	struct text rest = text_of(ids);
	struct bits set = { { 0 } };

	while (rest.n > 0) {
		ptrdiff_t blank = text_find(rest, TEXT(" "));
		size_t end = blank < 0 ? rest.n : (size_t)blank;
		unsigned int number = numbering_find(&w->numbering,
		    SPACE_ITEMS, text_slice(rest, 0, end));

		assert_int_not_equal(number, 0);
		bits_add(&set, number);
		rest = text_slice(rest, blank < 0 ? end : end + 1, rest.n);
	}
	return set;
}

__attribute__((unused)) static struct policy_purpose *
purpose(struct world *w, const char *id)
{
	for (size_t i = 0; i < w->policy->purpose_count; i++)
		if (text_is(w->policy->purposes[i].id, id))
			return &w->policy->purposes[i];
	fail_msg("no purpose %s", id);
	return NULL;
}

__attribute__((unused)) static struct policy_recipient *
recipient(struct world *w, const char *id)
{
	for (size_t i = 0; i < w->policy->recipient_count; i++)
		if (text_is(w->policy->recipients[i].id, id))
			return &w->policy->recipients[i];
	fail_msg("no recipient %s", id);
	return NULL;
}

__attribute__((unused)) static struct policy_way *
way(struct world *w, const char *id)
{
	for (size_t i = 0; i < w->policy->way_count; i++)
		if (text_is(w->policy->ways[i].id, id))
			return &w->policy->ways[i];
	fail_msg("no way %s", id);
	return NULL;
}

__attribute__((unused)) static struct policy_consent *
consent(struct world *w, const char *id)
{
	for (size_t i = 0; i < w->policy->consent_count; i++)
		if (text_is(w->policy->consents[i].id, id))
			return &w->policy->consents[i];
	fail_msg("no consent %s", id);
	return NULL;
}

/* A person says something about a consent, after all that stands. */
__attribute__((unused)) static struct consent *
add_consent(struct world *w, const char *id, enum consent_state state)
{
	size_t n = w->standing.consent_count;
	struct consent *list = arena_array(w->arena, n + 1, sizeof(*list));

	assert_non_null(list);
	if (n > 0)
		memcpy(list, w->standing.consents, n * sizeof(*list));
	list[n] = (struct consent){
		.number = number_of(w, SPACE_CONSENTS, id), .state = state,
		.time = WORLD_NOW - 1000, .recipient = { "", 0 },
	};
	w->standing.consents = list;
	w->standing.consent_count = n + 1;
	return &list[n];
}

__attribute__((unused)) static void
add_hold(struct world *w, int64_t until)
{
	struct hold *hold = arena_alloc(w->arena, sizeof(*hold));

	assert_non_null(hold);
	*hold = (struct hold){ .kind = HOLD_DISPUTE, .time = 1,
	    .until = until };
	w->standing.holds = hold;
	w->standing.hold_count = 1;
}

/* The records wait for a ground: those of the bits of `which`. */
__attribute__((unused)) static void
quarantine(struct world *w, unsigned int which)
{
	uint64_t *list = arena_array(w->arena, WORLD_RECORDS, sizeof(*list));

	assert_non_null(list);
	w->standing.quarantine_count = 0;
	for (unsigned int i = 0; i < WORLD_RECORDS; i++)
		if (which >> i & 1)
			list[w->standing.quarantine_count++] = i + 1;
	w->standing.quarantine = list;
}

/*
 * A customer who came by the form and of whom something was told; every act
 * for "serve" about their name and e-mail address is permitted.
 */
__attribute__((unused)) static struct world *
world_of(struct arena *arena, struct text yaml)
{
	struct world *w = arena_alloc(arena, sizeof(*w));

	assert_non_null(w);
	w->arena = arena;
	numbering_init(&w->numbering, arena);
	w->policy = world_compile(&w->numbering, yaml, arena);
	w->role = *policy_role(w->policy, TEXT("clerk"));
	w->principal = (struct principal){ TEXT("staff:a"), &w->role };
	for (unsigned int i = 1; i < LENGTH(w->class); i++) {
		const struct policy_way *by = &w->policy->ways[i - 1];

		w->class[i] = (struct class){
			.number = i, .revision = 1, .way = by->number,
			.subject = number_of(w, SPACE_SUBJECTS, "customer"),
			.purposes = by->purposes, .items = by->items,
			.version = 1,
		};
	}
	w->classes = (struct class_table){ w->class, LENGTH(w->class) };
	for (unsigned int i = 0; i < WORLD_RECORDS; i++)
		w->head[i] = (struct record_head){
			.seq = i + 1, .version = 1, .class = i < 2 ? 1 : 2,
			.day = WORLD_DAY - 100,
		};
	w->standing = (struct standing){
		.version = 7, .next = WORLD_RECORDS + 1, .slot = { 1024 },
		.subject = number_of(w, SPACE_SUBJECTS, "customer"),
	};
	w->ask = (struct ask){
		.policy = w->policy, .revision = 1, .now = WORLD_NOW,
		.principal = &w->principal, .act = ACT_USE,
		.purpose = TEXT("serve"), .items = items(w, "name email"),
		.person = 5, .standing = &w->standing,
		.classes = &w->classes, .records = w->head,
		.record_count = WORLD_RECORDS,
	};
	return w;
}

/* With these rules of retention, or "". */
__attribute__((unused)) static struct world *
world_keeps(struct arena *arena, const char *rules)
{
	const char *const parts[] = {
		WORLD_PARTS, rules[0] == '\0' ? "" : "retention:\n", rules,
		WORLD_TAIL, WORLD_TEXT, NULL
	};

	return world_of(arena, world_text(parts, arena));
}

__attribute__((unused)) static struct world *
world_new(struct arena *arena)
{
	return world_keeps(arena, "");
}

__attribute__((unused)) static const struct decision *
decide(const struct world *w)
{
	const struct decision *decision = gate_decide(&w->ask, w->arena);

	assert_non_null(decision);
	return decision;
}

__attribute__((unused)) static const char *
code_of(enum refusal refusal)
{
	assert_true((unsigned int)refusal < REFUSAL_COUNT);
	return refusal_table[refusal].code;
}

/* The whole is refused with that code, by that clause. */
#define assert_refused(w, code_, clause_) \
	do { \
		const struct decision *d_ = decide(w); \
		struct bits left_ = decision_items(d_); \
		struct error error_; \
		assert_string_equal(code_of(decision_refusal(d_)), (code_)); \
		assert_text(decision_clause(d_), (clause_)); \
		assert_true(bits_empty(&left_)); \
		assert_false(decision_fits(d_, 5, 7)); \
		assert_int_not_equal(decision_error(d_, &error_), \
		    STATUS_OK); \
		assert_string_equal(error_.code, (code_)); \
		assert_string_equal(error_.clause, (clause_)); \
		BITS_EACH(i_, &(w)->ask.items) \
			assert_int_not_equal(decision_item_refusal(d_, \
			    (unsigned int)i_), REFUSAL_NONE); \
	} while (0)

/* Exactly these items are permitted. */
#define assert_permitted(w, ids_) \
	do { \
		const struct decision *d_ = decide(w); \
		struct bits left_ = decision_items(d_); \
		struct bits wanted_ = items(w, (ids_)); \
		assert_string_equal(code_of(decision_refusal(d_)), \
		    "permitted"); \
		assert_memory_equal(&left_, &wanted_, sizeof(left_)); \
	} while (0)

/* One item is refused with that code, by that clause. */
#define assert_item(w, id_, code_, clause_) \
	do { \
		const struct decision *d_ = decide(w); \
		struct error error_; \
		(void)decision_item_error(d_, item(w, (id_)), &error_); \
		assert_string_equal(error_.code, (code_)); \
		assert_string_equal(error_.clause, (clause_)); \
	} while (0)

#endif
