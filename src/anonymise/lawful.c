#include "anonymise/lawful.h"

const char *const lawful_kind_names[LAWFUL_KINDS + 1] = {
	"anonymised", "pseudonymised", "internal", NULL
};

const struct words lawful_kind_labels[LAWFUL_KINDS] = {
	{ "匿名加工情報", "anonymised information" },
	{ "仮名加工情報", "pseudonymised information" },
	{ "社内での伏せ字 (個人データのまま)",
	  "internal masking (personal data still)" },
};

/* What must become of a kind of item. */
enum duty {
	FREE,
	DELETE_IDENTIFYING,
	DELETE_CODE,
	DELETE_LINK,
	DELETE_PROPERTY,	/* does damage to property */
	GENERALISE,		/* identifying as it stands */
	LIMIT,			/* numbers: outliers are singular */
};

static enum duty
duty_of(enum lawful_kind kind, const struct policy_item *item)
{
	bool anonymised = kind == LAWFUL_ANONYMISED;

	if (item->category == CATEGORY_ID_CODE || item->kind == KIND_ID_CODE)
		return DELETE_CODE;
	switch (item->kind) {
	case KIND_NAME:
	case KIND_KANA:
	case KIND_EMAIL:
	case KIND_PHONE:
	case KIND_URL:
	case KIND_FILE:
		return DELETE_IDENTIFYING;
	case KIND_CARD:
	case KIND_PASSWORD:
	case KIND_BANK_ACCOUNT:
		return DELETE_PROPERTY;
	case KIND_EXTERNAL_ID:
	case KIND_DEVICE_ID:
		return DELETE_LINK;
	case KIND_ADDRESS:
	case KIND_FREE_TEXT:
		return GENERALISE;
	case KIND_TEXT:
	case KIND_DATE:
	case KIND_POSTAL_CODE:
		return item->unique ? DELETE_LINK :
		    anonymised ? GENERALISE : FREE;
	case KIND_NUMBER:
	case KIND_MONEY:
		return item->unique ? DELETE_LINK : anonymised ? LIMIT : FREE;
	case KIND_CHOICE:
	case KIND_FLAG:
	case KIND_ID_CODE:
		break;
	}
	return FREE;
}

/* How a duty is named in Rules 34 and 31, and what is said when it is not
 * done. */
static const struct {
	const char *code;
	const char *article[2];
	struct words words;
	struct words remedy;
} duties[] = {
	[FREE] = { "", { "", "" }, { "", "" }, { "", "" } },
	[DELETE_IDENTIFYING] = { "identifier_kept",
	    { "Rules 34(1)", "Rules 31(1)" },
	    { "特定の個人を識別できる項目が残ります",
	      "an item that identifies a person would come through" },
	    { "この列を計画から除くか role: delete にしてください",
	      "leave the column out of the plan, or give it role: delete" } },
	[DELETE_CODE] = { "id_code_kept", { "Rules 34(2)", "Rules 31(2)" },
	    { "個人識別符号はすべて削除しなければなりません",
	      "individual identification codes must all be deleted" },
	    { "この列を計画から除いてください",
	      "leave the column out of the plan" } },
	[DELETE_LINK] = { "link_code_kept", { "Rules 34(3)", "Rules 31(1)" },
	    { "ほかの情報と連結する符号が残ります",
	      "a code that links to other information would come through" },
	    { "この列を計画から除いてください。仮名加工情報には仮 ID が"
	      "付きます", "leave the column out of the plan; pseudonymised "
	      "information gets pseudonyms of its own" } },
	[DELETE_PROPERTY] = { "property_kept",
	    { "Rules 34(1)", "Rules 31(3)" },
	    { "不正に利用されると財産的被害が生じるおそれのある項目です",
	      "misused, the item does damage to property" },
	    { "この列を計画から除いてください",
	      "leave the column out of the plan" } },
	[GENERALISE] = { "not_generalised",
	    { "Rules 34(1)", "Rules 31(1)" },
	    { "そのままでは個人を識別できる項目です",
	      "as it stands the item can identify a person" },
	    { "role: quasi_identifier と levels: {min: 1} 以上で一般化して"
	      "ください", "generalise it: role quasi_identifier with "
	      "levels: {min: 1} or more" } },
	[LIMIT] = { "not_limited", { "Rules 34(4)", "Rules 34(4)" },
	    { "極端な値は特異な記述です",
	      "extreme values are singular descriptions" },
	    { "role: quasi_identifier にするか、top_code・bottom_code か "
	      "micro_aggregate を付けてください",
	      "make it a quasi_identifier, or give it top_code, bottom_code "
	      "or micro_aggregate" } },
};

const struct node *
lawful_declaration(const struct policy *policy, enum lawful_kind kind,
    struct text id)
{
	const struct node *list = kind == LAWFUL_INTERNAL ? NULL :
	    node_get(policy->root, lawful_kind_names[kind]);

	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(node_text(node_at(list, i), "id"), id))
			return node_at(list, i);
	return NULL;
}

/* What a check has at hand. */
struct checking {
	enum lawful_kind kind;
	const struct policy *policy;
	const struct node *declaration;
	const struct plan *plan;
	struct findings *findings;
	char clause[48];
};

static void
say(struct checking *c, const struct node *node, const char *code,
    const char *article, struct words words, struct words remedy)
{
	struct finding *finding = findings_say(c->findings, SEVERITY_ERROR,
	    node, "", code, words);

	error_clause(&finding->error, c->clause, article);
	error_remedy_say(&finding->error, remedy);
}

static void
say_duty(struct checking *c, const struct node *node, enum duty duty)
{
	say(c, node, duties[duty].code, duties[duty].article[
	    c->kind != LAWFUL_ANONYMISED], duties[duty].words,
	    duties[duty].remedy);
}

static bool
is_generalised(const struct plan_column *column)
{
	return column->role == ROLE_QUASI_IDENTIFIER &&
	    column->min_level >= 1;
}

static bool
is_limited(const struct plan_column *column)
{
	const struct plan_operators *o = &column->operators;

	return column->role == ROLE_QUASI_IDENTIFIER || o->top || o->bottom ||
	    o->micro > 0;
}

/* The techniques of the policy language, in its order. */
enum technique {
	TECHNIQUE_DELETE, TECHNIQUE_GENERALISE, TECHNIQUE_TOP_BOTTOM,
	TECHNIQUE_MICRO_AGGREGATE, TECHNIQUE_SWAP, TECHNIQUE_NOISE,
	TECHNIQUE_PSEUDO_DATA, TECHNIQUE_KEEP,
};

static bool
is_processed_so(const struct plan *plan, const struct plan_column *column,
    enum technique technique)
{
	const struct plan_operators *o = &column->operators;

	switch (technique) {
	case TECHNIQUE_DELETE:
		return false;
	case TECHNIQUE_GENERALISE:
		return is_generalised(column);
	case TECHNIQUE_TOP_BOTTOM:
		return o->top || o->bottom;
	case TECHNIQUE_MICRO_AGGREGATE:
		return o->micro > 0;
	case TECHNIQUE_SWAP:
		return o->swap;
	case TECHNIQUE_NOISE:
		return o->noise;
	case TECHNIQUE_PSEUDO_DATA:
		return plan->pseudo_rows > 0;
	case TECHNIQUE_KEEP:
		return true;
	}
	return false;
}

/* The declared item that a column is; its technique must be what is done. */
static void
check_declared(struct checking *c, const struct plan_column *column)
{
	const struct node *items = node_get(c->declaration, "items");

	for (size_t i = 0; i < node_count(items); i++) {
		const struct node *item = node_at(items, i);
		const struct node *technique = node_get(item, "technique");

		if (!text_equal(node_text(item, "item"), column->name))
			continue;
		if (!is_processed_so(c->plan, column,
		    (enum technique)technique->number))
			say(c, column->node, "not_as_declared", "43(3)",
			    (struct words){
			    "ポリシーに公表した加工の方法と違います",
			    "not processed as the policy has published" },
			    (struct words){
			    "計画かポリシーの technique を合わせてください",
			    "make the plan and the policy's technique agree" });
		return;
	}
	say(c, column->node, "not_declared", "43(3)", (struct words){
	    "ポリシーの宣言にない項目です",
	    "the policy's declaration has no such item" }, (struct words){
	    "宣言の items に加えて公表するか、計画から除いてください",
	    "add it to the declared items and publish them, or leave it "
	    "out" });
}

static void
check_column(struct checking *c, const struct plan_column *column)
{
	const struct policy_item *item = policy_item(c->policy,
	    column->name);
	enum duty duty;

	if (column->role == ROLE_DELETE)
		return;
	if (item == NULL) {
		say(c, column->node, "item_undeclared", "17(1)",
		    (struct words){ "ポリシーにない項目です",
		    "the policy declares no such item" }, (struct words){
		    "列の name にはポリシーの項目の id を書いてください",
		    "a column's name is the id of an item of the policy" });
		return;
	}
	duty = duty_of(c->kind, item);
	if (c->kind == LAWFUL_INTERNAL) {
		if (item->kind == KIND_PASSWORD)
			say_duty(c, column->node, DELETE_PROPERTY);
		return;
	}
	if ((duty == GENERALISE && is_generalised(column)) ||
	    (duty == LIMIT && is_limited(column)))
		duty = FREE;
	if (duty != FREE)
		say_duty(c, column->node, duty);
	else if (c->declaration != NULL)
		check_declared(c, column);
}

/* L-16: what the declaration itself promises to hand out. */
static void
check_promise(struct checking *c)
{
	const struct node *items = node_get(c->declaration, "items");

	for (size_t i = 0; i < node_count(items); i++) {
		const struct node *declared = node_at(items, i);
		const struct node *technique = node_get(declared, "technique");
		const struct policy_item *item = policy_item(c->policy,
		    node_text(declared, "item"));
		enum duty duty = item == NULL ? FREE :
		    duty_of(c->kind, item);

		if (technique->number == TECHNIQUE_DELETE ||
		    duty == FREE || duty == LIMIT || (duty == GENERALISE &&
		    technique->number != TECHNIQUE_KEEP))
			continue;
		say_duty(c, declared, duty);
	}
}

static bool
is_guarded(const struct plan *plan, size_t column)
{
	for (size_t i = 0; i < plan->model_count; i++)
		if (model_is_sensitive(plan->models[i].kind) &&
		    plan->models[i].sensitive == column)
			return true;
	return false;
}

uint64_t
lawful_k(const struct plan *plan)
{
	uint64_t k = 0;

	for (size_t i = 0; i < plan->model_count; i++)
		if (plan->models[i].kind == MODEL_K_ANONYMITY &&
		    plan->models[i].n > k)
			k = plan->models[i].n;
	return k;
}

/* Rules 34(5): groups, guarded values, no order. */
static void
check_nature(struct checking *c)
{
	const struct plan *plan = c->plan;

	if (lawful_k(plan) < LAWFUL_LEAST_CLASS)
		say(c, NULL, "class_too_small", "Rules 34(5)",
		    (struct words){
		    "同じ組合せの人が3人未満になる行を出す計画です",
		    "the plan lets rows out that fewer than 3 people share" },
		    (struct words){ "models に k_anonymity: 3 以上を入れて"
		    "ください (10 を勧めます)",
		    "put k_anonymity of 3 or more (10 is advised) into "
		    "models" });
	for (size_t i = 0; i < plan->column_count; i++) {
		const struct plan_column *column = &plan->columns[i];

		if (column->role == ROLE_KEEP ||
		    (column->role == ROLE_SENSITIVE && !is_guarded(plan, i)))
			say(c, column->node, "not_guarded", "Rules 34(5)",
			    (struct words){
			    "どの基準も守らない列がそのまま残ります",
			    "a column that no model guards would come "
			    "through" }, (struct words){
			    "role: quasi_identifier にするか、sensitive にして "
			    "l-多様性か t-近接性の基準を付けてください",
			    "make it a quasi_identifier, or sensitive with a "
			    "model of l-diversity or t-closeness" });
	}
	if (plan->undeclared == UNDECLARED_KEEP || !plan->output.shuffled ||
	    plan->output.suppressed != SUPPRESSED_DROP || plan->has_subset)
		say(c, NULL, "order_kept", "Rules 34(5)", (struct words){
		    "行の並び順や抑制した行から元の本人に近づけます",
		    "the order of rows, or rows that were suppressed, lead "
		    "back to people" }, (struct words){
		    "output に order: shuffled と suppressed: drop を書き、"
		    "undeclared: keep と subset は使わないでください",
		    "write order: shuffled and suppressed: drop into output, "
		    "and use neither undeclared: keep nor subset" });
}

enum status
lawful_check(enum lawful_kind kind, const struct policy *policy,
    const struct node *declaration, const struct plan *plan,
    struct findings *findings, struct error *error)
{
	struct checking c = {
		.kind = kind, .policy = policy, .declaration = declaration,
		.plan = plan, .findings = findings,
	};

	(void)snprintf(c.clause, sizeof(c.clause), "%.*s",
	    TEXT_ARGS(policy_clause(declaration)));
	if (kind != LAWFUL_INTERNAL)
		check_promise(&c);
	for (size_t i = 0; i < plan->column_count; i++)
		check_column(&c, &plan->columns[i]);
	if (kind == LAWFUL_ANONYMISED)
		check_nature(&c);
	if (findings_status(findings, error) == STATUS_OK)
		return STATUS_OK;
	/* The law says no, not the syntax. */
	error->status = STATUS_REFUSED;
	return STATUS_REFUSED;
}
