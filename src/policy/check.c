#include "calendar/shape.h"
#include "policy/check_parts.h"

const struct check_rule *const check_tables[] = {
	check_items_rules,
	check_gives_rules,
	check_consents_rules,
	check_roles_rules,
	check_rights_rules,
	check_keeps_rules,
	check_duties_rules,
	check_text_rules,
	NULL
};

/* What a declaration is called: its label, else its text, else its id. */
static struct text
name_of(const struct node *declaration, enum language language)
{
	static const char *const keys[] = { "label", "name", "text", "title",
	    "heading" };

	for (size_t i = 0; i < LENGTH(keys); i++) {
		struct text label = policy_label(node_get(declaration,
		    keys[i]), language);

		if (label.n > 0)
			return label;
	}
	return node_text(declaration, "id");
}

static struct text
section_clause(const struct check *check, struct text section)
{
	for (int i = 1; i < SPACE_COUNT; i++)
		if (text_is(section, policy_language.spaces[i]))
			return policy_section_clause(check->policy,
			    policy_language.spaces[i]);
	return TEXT("");
}

/* The clause that promises it: its own, or that of its section. */
static struct text
clause_of(const struct check *check, const struct node *declaration)
{
	struct text clause = policy_clause(declaration);

	for (size_t i = 0; clause.n == 0 && i < check->root->count; i++) {
		const struct member *section = &check->root->members[i];

		for (size_t j = 0; j < node_count(section->value); j++)
			if (node_at(section->value, j) == declaration)
				clause = section_clause(check, section->key);
	}
	return clause;
}

/* The head of a label, cut between characters. */
static int
head(struct text label)
{
	size_t n = label.n > 120 ? 120 : label.n;

	while (n < label.n && n > 0 && ((uint8_t)label.p[n] & 0xc0) == 0x80)
		n--;
	return (int)n;
}

static void
say_ja(char out[480], struct text label, const char *what,
    struct text culprit)
{
	(void)snprintf(out, 480, "%s%.*s%s%s%s%.*s%s",
	    label.n == 0 ? "" : "「", head(label), label.p,
	    label.n == 0 ? "" : "」: ", what, culprit.n == 0 ? "" : " (",
	    TEXT_ARGS(culprit), culprit.n == 0 ? "" : ")");
}

static void
say_en(char out[480], struct text label, const char *what,
    struct text culprit)
{
	(void)snprintf(out, 480, "%.*s%s%s%s%.*s%s", head(label), label.p,
	    label.n == 0 ? "" : ": ", what, culprit.n == 0 ? "" : " (",
	    TEXT_ARGS(culprit), culprit.n == 0 ? "" : ")");
}

void
check_hit_at(struct check *check, const struct node *declaration,
    const struct node *place, struct text culprit)
{
	const struct check_rule *rule = check->rule;
	struct text ja = name_of(declaration, LANGUAGE_JA);
	struct text en = name_of(declaration, LANGUAGE_EN);
	struct text id = node_text(declaration, "id");
	struct text clause = clause_of(check, declaration);
	char text[LANGUAGE_COUNT][480], path[64], clause_text[48];
	struct finding *finding;

	(void)snprintf(path, sizeof(path), "%.*s", TEXT_ARGS(id));
	(void)snprintf(clause_text, sizeof(clause_text), "%.*s",
	    TEXT_ARGS(clause));
	say_ja(text[LANGUAGE_JA], ja, rule->what.ja, culprit);
	say_en(text[LANGUAGE_EN], en, rule->what.en, culprit);
	finding = findings_say(check->findings, rule->severity, place, path,
	    rule->id, (struct words){ text[LANGUAGE_JA], text[LANGUAGE_EN] });
	error_clause(&finding->error, clause_text, rule->article);
	error_remedy_say(&finding->error, rule->mend);
}

void
check_hit_by(struct check *check, const struct node *declaration,
    struct text culprit)
{
	check_hit_at(check, declaration, declaration, culprit);
}

void
check_hit(struct check *check, const struct node *declaration)
{
	check_hit_by(check, declaration, TEXT(""));
}

void
check_hit_items(struct check *check, const struct node *declaration,
    const struct bits *items)
{
	for (int i = bits_next(items, 0); i >= 0; i = bits_next(items, i + 1))
		check_hit_by(check, declaration,
		    check->policy->item_at[i]->id);
}

const struct node *
check_section(const struct check *check, const char *section)
{
	return node_get(check->root, section);
}

bool
check_narrow(const struct node *declaration, const char *key)
{
	const struct node *list = node_get(declaration, key);

	return list != NULL && list->kind == NODE_LIST;
}

int
check_scope(const struct check *check, const char *law)
{
	const struct node *scopes = node_path(check->root, "operator",
	    "scopes", NULL);

	for (size_t i = 0; i < node_count(scopes); i++)
		if (text_is(node_text(node_at(scopes, i), "law"), law))
			return node_bool(node_at(scopes, i), "applies", false);
	return -1;
}

bool
check_has_right(const struct check *check, const char *kind)
{
	const struct node *types = node_path(check->root, "rights", "types",
	    NULL);

	for (size_t i = 0; i < node_count(types); i++)
		if (text_is(node_text(node_at(types, i), "kind"), kind))
			return true;
	return false;
}

int64_t
check_longest(const struct policy_period *period)
{
	static const int days[] = { 1, 7, 31, 366 };

	/* Weekends, and the longest row of holidays. */
	if (period->in_business_days)
		return (int64_t)period->calendar.count * 2 + 14;
	return (int64_t)period->calendar.count *
	    days[period->calendar.unit];
}

int64_t
check_shortest(const struct policy_period *period)
{
	static const int days[] = { 1, 7, 28, 365 };

	return (int64_t)period->calendar.count *
	    days[period->calendar.unit];
}

static void
gather(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->way_count; i++) {
		check->acquired = bits_or(&check->acquired, &p->ways[i].items);
		check->sought = bits_or(&check->sought, &p->ways[i].purposes);
	}
	for (size_t i = 0; i < p->purpose_count; i++)
		if (check_narrow(p->purposes[i].node, "items"))
			check->needed = bits_or(&check->needed,
			    &p->purposes[i].items);
}

enum status
check_run(const struct policy_source *source, int64_t today,
    struct findings *findings, struct arena *arena, struct error *error)
{
	struct check check = {
		.root = source->root, .findings = findings, .today = today,
	};
	struct business_calendar calendar;
	struct numbering numbering;
	enum status status;

	numbering_init(&numbering, arena);
	status = policy_compile(&check.policy, source, &numbering, arena,
	    error);
	if (status != STATUS_OK)
		return status;
	status = calendar_from_node(&calendar, node_path(check.root,
	    "rights", "calendar", NULL), "/rights/calendar", findings, error);
	if (status != STATUS_OK)
		return status;
	gather(&check);
	for (size_t i = 0; check_tables[i] != NULL; i++)
		for (check.rule = check_tables[i]; check.rule->id != NULL;
		    check.rule++)
			check.rule->look(&check);
	return STATUS_OK;
}
