#include "base/json.h"
#include "statistics/budget.h"
#include "vault/commit.h"

enum { BODY_MAX = 4 << 20 };

const char *const budget_period_names[3] = { "month", "year", NULL };

struct ledger {
	struct document document;
	const struct node *body;	/* NULL: a new one */
	struct budget budget;
};

/* Whether an instant is in the period that runs now, in Tokyo. */
static bool
is_current(enum budget_period period, int64_t instant, int64_t now)
{
	int a[3], b[3];

	clock_date(clock_tokyo_day(instant), &a[0], &a[1], &a[2]);
	clock_date(clock_tokyo_day(now), &b[0], &b[1], &b[2]);
	return a[0] == b[0] && (period == BUDGET_YEAR || a[1] == b[1]);
}

static void
add_charges(struct ledger *ledger, int64_t now)
{
	const struct node *list = node_get(ledger->body, "charges");

	for (size_t i = 0; i < node_count(list); i++) {
		const struct node *charge = node_at(list, i);
		int64_t at = 0;

		if (!clock_parse(node_text(charge, "at"), &at) ||
		    !is_current(ledger->budget.period, at, now))
			continue;
		ledger->budget.spent.epsilon += (uint64_t)node_int(charge,
		    "epsilon_millionths", 0);
		ledger->budget.spent.rho += (uint64_t)node_int(charge,
		    "rho_billionths", 0);
	}
}

static enum status
open_ledger(struct ledger *ledger, struct visit *visit,
    struct text statistic, struct error *error)
{
	struct budget *budget = &ledger->budget;
	uint8_t id[DOCUMENT_ID_SIZE];
	struct buf name;
	enum status status;

	memset(ledger, 0, sizeof(*ledger));
	buf_init(&name, visit->arena, 256);
	buf_printf(&name, "%.*s:%.*s", TEXT_ARGS(statistic),
	    TEXT_ARGS(visit->purpose));
	status = document_id(id, visit->vault, DOCUMENT_BUDGET,
	    buf_as_text(&name), error);
	if (status == STATUS_OK)
		status = document_get(&ledger->document, visit->vault,
		    visit->reader, DOCUMENT_BUDGET, id, visit->arena, error);
	if (status == STATUS_NOT_FOUND) {
		ledger->document.kind = DOCUMENT_BUDGET;
		memcpy(ledger->document.id, id, sizeof(id));
		return STATUS_OK;
	}
	if (status == STATUS_OK)
		status = json_parse(&ledger->body, ledger->document.body,
		    visit->arena, error);
	if (status != STATUS_OK)
		return status;
	budget->exists = true;
	budget->limit.epsilon = (uint64_t)node_int(ledger->body,
	    "epsilon_millionths", 0);
	budget->limit.rho = (uint64_t)node_int(ledger->body,
	    "rho_billionths", 0);
	budget->period = text_is(node_text(ledger->body, "period"), "year") ?
	    BUDGET_YEAR : BUDGET_MONTH;
	add_charges(ledger, visit->now);
	return STATUS_OK;
}

enum status
budget_read(struct budget *budget, struct visit *visit,
    struct text statistic, struct error *error)
{
	struct ledger ledger;
	enum status status = open_ledger(&ledger, visit, statistic, error);

	*budget = ledger.budget;
	return status;
}

static void
put_amount(struct jsonw *json, const struct budget_amount *amount)
{
	jsonw_member_int(json, "epsilon_millionths",
	    (int64_t)amount->epsilon);
	jsonw_member_int(json, "rho_billionths", (int64_t)amount->rho);
}

static void
put_charge(struct jsonw *json, const struct visit *visit,
    const struct budget_amount *amount, struct text release)
{
	jsonw_open_object(json);
	jsonw_member_instant(json, "at", visit->now);
	jsonw_member_text(json, "by", visit->principal.name);
	jsonw_member_text(json, "release", release);
	put_amount(json, amount);
	jsonw_close_object(json);
}

/* The ledger anew, with one more charge when there is one. */
static enum status
write_ledger(struct ledger *ledger, struct visit *visit,
    struct text statistic, const struct budget_amount *charge,
    struct text release, struct error *error)
{
	const struct node *old = node_get(ledger->body, "charges");
	struct entry entry = {
		.kind = ENTRY_ANONYMISE, .time = visit->now,
		.principal = visit->principal.name,
		.purpose = visit_purpose(visit),
		.revision = visit->revision->number,
		.subject = charge == NULL ? TEXT("budget_set") :
		    TEXT("budget_charged"),
	};
	struct jsonw json;
	struct buf body;

	buf_init(&body, visit->arena, BODY_MAX);
	json = jsonw_new(&body, false);
	jsonw_open_object(&json);
	jsonw_member_text(&json, "statistic", statistic);
	put_amount(&json, &ledger->budget.limit);
	jsonw_member_string(&json, "period",
	    budget_period_names[ledger->budget.period]);
	jsonw_key(&json, "charges");
	jsonw_open_array(&json);
	for (size_t i = 0; i < node_count(old); i++)
		jsonw_node(&json, node_at(old, i));
	if (charge != NULL)
		put_charge(&json, visit, charge, release);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
	if (visit->principal.role != NULL)
		entry.role = visit->principal.role->id;
	return commit_document(visit->vault, &ledger->document, &body, &entry,
	    error);
}

static enum status
refuse(struct visit *visit, const char *code, struct words words,
    struct words remedy, struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_ANONYMISE, .time = visit->now,
		.principal = visit->principal.name,
		.purpose = visit_purpose(visit),
		.revision = visit->revision->number,
		.refusal = text_of(code), .subject = TEXT("budget"),
	};
	enum status status = visit_log(visit, &entry, error);

	if (status != STATUS_OK)
		return status;
	status = error_say(error, STATUS_REFUSED, code, words);
	error_remedy_say(error, remedy);
	error_clause(error, "", "GA 3-1-1");
	return status;
}

enum status
budget_set(struct visit *visit, struct text statistic,
    struct budget_amount limit, enum budget_period period,
    struct error *error)
{
	const struct policy_role *role = visit->principal.role;
	struct ledger ledger;
	enum status status = open_ledger(&ledger, visit, statistic, error);

	if (status != STATUS_OK)
		return status;
	if (role == NULL || role->kind != ROLE_OFFICER)
		return refuse(visit, "not_an_officer", (struct words){
		    "予算を決めるのは個人情報保護責任者です",
		    "the privacy officer decides on the budget" },
		    (struct words){ "責任者の役割で行ってください",
		    "act in the officer's role" }, error);
	ledger.budget.limit = limit;
	ledger.budget.period = period;
	return write_ledger(&ledger, visit, statistic, NULL,
	    (struct text){ "", 0 }, error);
}

enum status
budget_charge(struct visit *visit, struct text statistic,
    struct budget_amount amount, struct text release, struct error *error)
{
	struct ledger ledger;
	const struct budget *budget = &ledger.budget;
	enum status status = open_ledger(&ledger, visit, statistic, error);

	if (status != STATUS_OK)
		return status;
	if (!budget->exists)
		return refuse(visit, "budget_missing", (struct words){
		    "この統計のプライバシー予算が決まっていません",
		    "the statistic has no privacy budget" }, (struct words){
		    "責任者が statistics budget で決めてください",
		    "the officer sets one by statistics budget" }, error);
	if (amount.epsilon > budget->limit.epsilon -
	    (budget->spent.epsilon < budget->limit.epsilon ?
	    budget->spent.epsilon : budget->limit.epsilon) ||
	    amount.rho > budget->limit.rho - (budget->spent.rho <
	    budget->limit.rho ? budget->spent.rho : budget->limit.rho))
		return refuse(visit, "budget_exhausted", (struct words){
		    "この期間のプライバシー予算が足りません",
		    "the privacy budget of this period does not suffice" },
		    (struct words){ "次の期間を待つか、雑音を大きくしてください",
		    "wait for the next period, or add more noise" }, error);
	return write_ledger(&ledger, visit, statistic, &amount, release,
	    error);
}

uint64_t
budget_epsilon(struct sampler_ratio epsilon)
{
	return (uint64_t)epsilon.p * 1000000 / epsilon.q;
}

uint64_t
budget_rho(struct sampler_ratio rho)
{
	return (uint64_t)rho.p * 1000000000 / rho.q;
}

void
budget_json(struct jsonw *json, const struct budget *budget)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "period",
	    budget_period_names[budget->period]);
	jsonw_member_int(json, "epsilon_millionths",
	    (int64_t)budget->limit.epsilon);
	jsonw_member_int(json, "epsilon_spent_millionths",
	    (int64_t)budget->spent.epsilon);
	jsonw_member_int(json, "rho_billionths",
	    (int64_t)budget->limit.rho);
	jsonw_member_int(json, "rho_spent_billionths",
	    (int64_t)budget->spent.rho);
	jsonw_close_object(json);
}
