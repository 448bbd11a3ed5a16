/*
 * The gate: purposes, roles, items, masks, people, holds, clients; every
 * refusal with its clause.  In which order they come is in
 * decide_order_test.c, consents and classes in decide_consent_test.c,
 * recipients and special care in decide_give_test.c.
 */
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/seccomp.h>
#include <unistd.h>

#include "gate_world.h"

static void
what_is_declared_is_permitted(void **state)
{
	struct world *w = world_new(*state);
	const struct decision *d = decide(w);

	assert_permitted(w, "name email");
	assert_text(decision_clause(d), "p.serve");
	assert_true(decision_fits(d, 5, 7));
	assert_false(decision_fits(d, 6, 7));
	assert_false(decision_fits(d, 5, 8));
	assert_false(decision_is_system(d));
	assert_false(decision_needs_approval(d));
	w->ask.act = ACT_EXPORT;
	assert_true(decision_needs_approval(decide(w)));
}

/* An ask about nobody, and one about somebody new. */
static void
without_a_person(void **state)
{
	struct world *w = world_new(*state);

	w->ask.standing = NULL;
	w->ask.record_count = 0;
	w->ask.person = 0;
	assert_permitted(w, "name email");
	assert_true(decision_fits(decide(w), 0, 0));
	assert_false(decision_fits(decide(w), 0, 7));
	w->ask.items = (struct bits){ { 0 } };
	assert_permitted(w, "");
	assert_text(decision_clause(decide(w)), "p.serve");
}

static void
the_revision_must_be_in_force(void **state)
{
	struct world *w = world_new(*state);

	w->ask.in_force_from = WORLD_NOW;
	assert_permitted(w, "name email");
	w->ask.in_force_from = WORLD_NOW + 1;
	assert_refused(w, "revision_not_in_force", "s.revisions");
}

static void
purposes(void **state)
{
	struct world *w = world_new(*state);

	w->ask.purpose = TEXT("nothing");
	assert_refused(w, "purpose_unknown", "s.purposes");
	w->ask.purpose = TEXT("");
	assert_refused(w, "purpose_unknown", "s.purposes");
	w->ask.purpose = TEXT("selling");
	assert_refused(w, "use_prohibited", "x.selling");
	/* What stands for individual purposes is itself none. */
	w->ask.purpose = TEXT("own");
	assert_refused(w, "purpose_unknown", "s.purposes");
}

static void
roles(void **state)
{
	struct world *w = world_new(*state);

	w->principal.role = NULL;
	assert_refused(w, "role_not_for_purpose", "s.roles");
	w->principal.role = policy_role(w->policy, TEXT("guest"));
	w->ask.purpose = TEXT("keep");
	assert_refused(w, "role_not_for_purpose", "r.guest");
	w->ask.purpose = TEXT("serve");
	assert_permitted(w, "name");
	assert_item(w, "email", "item_not_for_role", "r.guest");
	w->ask.items = items(w, "email");
	assert_refused(w, "item_not_for_role", "r.guest");
	w->ask.items = items(w, "name");
	for (enum act act = ACT_ACQUIRE; (int)act < ACT_COUNT; act++) {
		w->ask.act = act;
		w->ask.way = way(w, "form");
		if (act == ACT_USE)
			assert_permitted(w, "name");
		else
			assert_refused(w, "role_not_for_act", "r.guest");
	}
}

static void
items_of_the_policy(void **state)
{
	struct world *w = world_new(*state);

	w->ask.items = items(w, "name creed wage");
	assert_permitted(w, "name");
	assert_item(w, "creed", "item_never_held", "i.creed");
	assert_item(w, "wage", "item_not_for_purpose", "p.serve");
	w->ask.items = items(w, "creed");
	assert_refused(w, "item_never_held", "i.creed");
	/* Of all that is never held, the one that was asked for. */
	bits_add(&w->policy->never_held, item(w, "name"));
	assert_refused(w, "item_never_held", "i.creed");
	bits_remove(&w->policy->never_held, item(w, "name"));
	w->ask.items = items(w, "wage");
	assert_refused(w, "item_not_for_purpose", "p.serve");
	w->ask.items = items(w, "name");
	/* A number that another revision declares. */
	bits_add(&w->ask.items, 77);
	assert_permitted(w, "name");
	assert_string_equal(code_of(decision_item_refusal(decide(w), 77)),
	    "item_undeclared");
	/* A word that none does bars the whole. */
	w->ask.undeclared = TEXT("shoe_size");
	assert_refused(w, "item_undeclared", "s.items");
}

/* Items that are somebody else's are not acquired. */
static void
items_of_other_people(void **state)
{
	struct world *w = world_new(*state);

	w->ask.act = ACT_ACQUIRE;
	w->ask.way = way(w, "form");
	w->ask.subject = number_of(w, SPACE_SUBJECTS, "staff");
	w->ask.items = items(w, "name wage");
	assert_permitted(w, "name wage");
	w->ask.subject = number_of(w, SPACE_SUBJECTS, "customer");
	assert_permitted(w, "name");
	assert_item(w, "wage", "item_not_for_purpose", "w.form");
	/* A dry ask that names nobody. */
	w->ask.subject = 0;
	assert_permitted(w, "name wage");
}

static void
ways(void **state)
{
	struct world *w = world_new(*state);

	w->ask.act = ACT_ACQUIRE;
	w->ask.standing = NULL;
	w->ask.record_count = 0;
	w->ask.way = way(w, "told");
	assert_permitted(w, "name");
	assert_item(w, "email", "item_not_for_purpose", "w.told");
	w->ask.purpose = TEXT("keep");
	assert_refused(w, "way_not_for_purpose", "w.told");
	/* A purpose that is not about this kind of person. */
	w->ask.way = way(w, "form");
	bits_add(&way(w, "form")->purposes, purpose(w, "teach")->number);
	w->ask.purpose = TEXT("teach");
	w->ask.subject = number_of(w, SPACE_SUBJECTS, "customer");
	assert_permitted(w, "name email");
	w->ask.subject = number_of(w, SPACE_SUBJECTS, "staff");
	assert_refused(w, "way_not_for_purpose", "w.form");
}

static void
masks(void **state)
{
	struct world *w = world_new(*state);
	struct bits wanted = items(w, "phone email password");
	const struct bits *masked;

	w->ask.items = items(w, "name email phone password");
	masked = decision_masked(decide(w));
	assert_memory_equal(masked, &wanted, sizeof(wanted));
	/* A reason shows what the role masks, never what is hidden. */
	w->ask.reason_given = true;
	wanted = items(w, "password");
	masked = decision_masked(decide(w));
	assert_memory_equal(masked, &wanted, sizeof(wanted));
	w->principal.role = policy_role(w->policy, TEXT("boss"));
	wanted = items(w, "phone password");
	masked = decision_masked(decide(w));
	assert_memory_equal(masked, &wanted, sizeof(wanted));
	/* What is refused is not masked either. */
	w->ask.items = items(w, "creed");
	masked = decision_masked(decide(w));
	assert_true(bits_empty(masked));
}

/* Whoever is not there is refused as whoever never was. */
static void
hidden_people_are_unknown(void **state)
{
	struct world *w = world_new(*state);
	struct error hidden, unknown;

	w->ask.hidden = true;
	assert_refused(w, "person_not_found", "");
	(void)decision_error(decide(w), &hidden);
	w->ask.standing = NULL;
	w->ask.record_count = 0;
	w->ask.person = 6;
	assert_refused(w, "person_not_found", "");
	(void)decision_error(decide(w), &unknown);
	assert_memory_equal(&hidden, &unknown, sizeof(hidden));
	assert_int_equal(hidden.status, STATUS_NOT_FOUND);
	/* What is refused without looking at people is refused alike. */
	w->ask.items = items(w, "creed");
	assert_refused(w, "item_never_held", "i.creed");
}

/* A purpose of a hidden person's own does not tell that they are there. */
static void
hidden_people_have_no_purposes(void **state)
{
	struct world *w = world_new(*state);
	struct personal_purpose own = {
		.id = TEXT("party"), .text = TEXT("宴会"),
		.items = items(w, "name"), .state = CONSENT_GIVEN,
	};

	w->standing.personal = &own;
	w->standing.personal_count = 1;
	w->ask.purpose = own.id;
	assert_permitted(w, "name");
	w->ask.hidden = true;
	assert_refused(w, "purpose_unknown", "s.purposes");
}

static void
holds(void **state)
{
	struct world *w = world_new(*state);

	add_hold(w, 0);
	for (enum act act = ACT_USE; (int)act < ACT_COUNT; act++) {
		w->ask.act = act;
		if (act == ACT_CORRECT || act == ACT_ERASE)
			assert_refused(w, "held", "s.retention");
		else if (act != ACT_PROVIDE)
			assert_permitted(w, "name email");
	}
	w->ask.act = ACT_CORRECT;
	add_hold(w, WORLD_NOW + 1);
	assert_refused(w, "held", "s.retention");
	add_hold(w, WORLD_NOW);
	assert_permitted(w, "name email");
}

static void
clients(void **state)
{
	struct world *w = world_new(*state);

	w->standing.client = number_of(w, SPACE_CLIENTS, "chain");
	assert_permitted(w, "name email");
	w->ask.purpose = TEXT("keep");
	assert_refused(w, "kept_as_processor", "k.chain");
	/* Of the items, those that were entrusted. */
	w->ask.purpose = TEXT("serve");
	w->policy->clients[0].items = items(w, "name phone");
	assert_permitted(w, "name");
	assert_item(w, "email", "kept_as_processor", "k.chain");
	/* A client that this revision no longer declares. */
	w->standing.client = 99;
	assert_refused(w, "kept_as_processor", "s.clients");
	w->standing.client = 0;
	assert_permitted(w, "name email");
}

/* Of each record, what its class can hold and the decision permits. */
static void
records(void **state)
{
	struct world *w = world_new(*state);
	struct bits wanted = items(w, "name email"), got;
	const struct decision *d = decide(w);

	got = decision_record_items(d, 0);
	assert_memory_equal(&got, &wanted, sizeof(got));
	wanted = items(w, "name");
	got = decision_record_items(d, 2);
	assert_memory_equal(&got, &wanted, sizeof(got));
	got = decision_record_items(d, 3);
	assert_true(bits_empty(&got));
	/* A record of a class that nobody knows stays shut. */
	w->head[0].class = 44;
	w->head[1].class = 0;
	d = decide(w);
	got = decision_record_items(d, 0);
	assert_true(bits_empty(&got));
	got = decision_record_items(d, 1);
	assert_true(bits_empty(&got));
	w->ask.purpose = TEXT("nothing");
	got = decision_record_items(decide(w), 2);
	assert_true(bits_empty(&got));
}

static void
system_purposes(void **state)
{
	const uint8_t id[DECISION_ID_SIZE] = { 9, 8, 7 };

	for (enum system_purpose p = SYSTEM_VERIFY; (int)p < SYSTEM_PURPOSES;
	    p++) {
		const struct decision *d = gate_decide_system(p, id,
		    WORLD_NOW, *state);

		assert_non_null(d);
		assert_true(decision_is_system(d));
		assert_false(decision_needs_approval(d));
		assert_true(decision_fits(d, 1, 2));
		assert_memory_equal(decision_id(d), id, sizeof(id));
		assert_true(text_starts_with(decision_ask(d)->purpose,
		    "system:"));
		assert_null(policy_purpose(world_new(*state)->policy,
		    decision_ask(d)->purpose));
	}
}

/* Every refusal that is not of the whole has words, article and clause. */
static void
items_say_why(void **state)
{
	struct world *w = world_new(*state);
	const struct decision *d;
	struct error error;

	w->ask.items = items(w, "name creed");
	d = decide(w);
	assert_int_equal(decision_item_error(d, item(w, "name"), &error),
	    STATUS_OK);
	assert_string_equal(error.code, "permitted");
	assert_int_equal(decision_item_error(d, item(w, "creed"), &error),
	    STATUS_REFUSED);
	assert_string_equal(error.article, "20(2)");
	assert_true(error.text[LANGUAGE_JA][0] != '\0');
	assert_true(error.remedy[LANGUAGE_EN][0] != '\0');
}

/* The same ask has the same answer, and is not touched. */
static void
deciding_is_pure(void **state)
{
	struct world *w = world_new(*state);
	struct world before;
	const struct decision *one, *two;
	size_t used;

	w->ask.items = items(w, "name email phone creed wage");
	before = *w;
	used = arena_used(*state);
	one = decide(w);
	used = arena_used(*state) - used;
	two = decide(w);
	assert_memory_equal(&before, w, sizeof(before));
	for (unsigned int i = 0; i < BITS_MAX; i++)
		assert_int_equal(decision_item_refusal(one, i),
		    decision_item_refusal(two, i));
	assert_memory_equal(decision_masked(one), decision_masked(two),
	    sizeof(struct bits));
	assert_int_equal(decision_refusal(one), decision_refusal(two));
	/* A decision and a word a record: nothing for long lists. */
	assert_in_range(used, 1, 4096);
}

/*
 * With no system call but exit left, it still decides: no file, no clock, no
 * randomness, no heap that must grow.
 */
static void
deciding_asks_nobody(void **state)
{
	struct world *w = world_new(*state);
	pid_t child;
	int how = 0;

	(void)decide(w);
	child = fork();
	assert_int_not_equal(child, -1);
	if (child == 0) {
		const struct decision *d;

		(void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
		d = gate_decide(&w->ask, *state);
		(void)syscall(SYS_exit, d != NULL &&
		    decision_refusal(d) == REFUSAL_NONE ? 3 : 4);
	}
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_true(WIFEXITED(how));
	assert_int_equal(WEXITSTATUS(how), 3);
}

static void
no_memory_no_decision(void **state)
{
	struct world *w = world_new(*state);
	struct arena *small = arena_new(64);

	assert_non_null(small);
	assert_null(gate_decide(&w->ask, small));
	assert_null(gate_decide_system(SYSTEM_REKEY, w->ask.id, 1, small));
	arena_free(small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(what_is_declared_is_permitted),
		arena_test(without_a_person),
		arena_test(the_revision_must_be_in_force),
		arena_test(purposes),
		arena_test(roles),
		arena_test(items_of_the_policy),
		arena_test(items_of_other_people),
		arena_test(ways),
		arena_test(masks),
		arena_test(hidden_people_are_unknown),
		arena_test(hidden_people_have_no_purposes),
		arena_test(holds),
		arena_test(clients),
		arena_test(records),
		arena_test(system_purposes),
		arena_test(items_say_why),
		arena_test(deciding_is_pure),
		arena_test(deciding_asks_nobody),
		arena_test(no_memory_no_decision),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
