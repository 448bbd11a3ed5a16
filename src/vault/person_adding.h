/*
 * person_adding.h - an acquisition on its way in: what the files of
 * person_add*.c share; nobody else includes it.
 */
#ifndef VAULT_PERSON_ADDING_H_
#define VAULT_PERSON_ADDING_H_

#include "vault/display.h"
#include "vault/intake.h"
#include "vault/person_parts.h"

struct adding {
	struct visit *visit;
	const struct acquisition *given;
	const struct rules_revision *revision;	/* acquired under */
	const struct policy_way *way;
	const struct policy_subject *subject;
	unsigned int service;		/* number, 0: none */
	struct display_shown *shown;	/* with evidence; or NULL */
	struct intake intake;
	struct opened opened;		/* when the person is there already */
	const struct decision *decision;
	const struct class *class;
	struct standing standing;
	int64_t of_age;			/* day, as the birth date has it; 0 */
	uint64_t person;
	struct change *change;
	struct entry_record written[2 * TIER_COUNT];
	size_t written_count;
	struct error *error;
};

/* STATUS_INVALID at a member of what was given. */
enum status person_adding_invalid(struct adding *a, const char *field,
    const char *code, struct words words) NONNULL;

/* Way, kind of person, service; and that it was shown what must be. */
enum status person_adding_declared(struct adding *a) MUST_USE NONNULL;

/*
 * What the policy asks of such an acquisition beyond the gate: required
 * items, the announcement, the guardian, the introducer.
 */
enum status person_adding_rules(struct adding *a) MUST_USE NONNULL;

#endif
