#include "crypto/password.h"
#include "vault/files.h"
#include "vault/fold.h"
#include "vault/intake.h"
#include "vault/screen.h"
#include "vault/value.h"

enum { CHOICES_MAX = 500 };

/* The item at fault, and its clause, or that of all items. */
static enum status
at(const struct visit *visit, const struct policy_item *item,
    enum status status, struct error *error)
{
	struct text clause = policy_clause(item->node);
	char name[sizeof(error->clause)];

	if (status == STATUS_OK)
		return status;
	if (clause.n == 0)
		clause = policy_section_clause(visit->revision->policy,
		    "items");
	error_at(error, "/values/%.*s", TEXT_ARGS(item->id));
	(void)snprintf(name, sizeof(name), "%.*s", TEXT_ARGS(clause));
	error_clause(error, name, error->article);
	return status;
}

/* What may stand in no text of ours, whatever the policy says. */
static enum status
check_numbers(const struct screen_result *screen, struct error *error)
{
	enum status status;

	if (screen_has(screen, SCREEN_CARD)) {
		status = error_set(error, STATUS_REFUSED, "card_number",
		    "クレジットカード番号は保存できません",
		    "payment card numbers are not kept");
		error_clause(error, "", "割賦販売法35条の16");
		error_remedy(error,
		    "番号を除いて入力するか、決済代行のトークンを使ってください",
		    "leave the number out, or use the token of the payment "
		    "service");
		return status;
	}
	if (screen_has(screen, SCREEN_MY_NUMBER)) {
		status = error_set(error, STATUS_REFUSED, "my_number",
		    "マイナンバー (個人番号) は保存できません",
		    "My Numbers are not kept");
		error_clause(error, "", "番号法19条・20条");
		error_remedy(error, "番号を除いて入力してください",
		    "leave the number out");
		return status;
	}
	return STATUS_OK;
}

/* Kinds whose digits mean something else, and are checked as that. */
static bool
is_screened(enum item_kind kind)
{
	switch (kind) {
	case KIND_TEXT:
	case KIND_FREE_TEXT:
	case KIND_NAME:
	case KIND_ADDRESS:
	case KIND_EXTERNAL_ID:
	case KIND_URL:
		return true;
	case KIND_KANA:
	case KIND_EMAIL:
	case KIND_PHONE:
	case KIND_DATE:
	case KIND_POSTAL_CODE:
	case KIND_NUMBER:
	case KIND_MONEY:
	case KIND_CHOICE:
	case KIND_FLAG:
	case KIND_DEVICE_ID:
	case KIND_BANK_ACCOUNT:
	case KIND_CARD:
	case KIND_ID_CODE:
	case KIND_PASSWORD:
	case KIND_FILE:
		return false;
	}
	return false;
}

static enum status
screen(struct intake_value *value, struct error *error)
{
	struct screen_result result;
	enum status status;

	if (!is_screened(value->item->kind))
		return STATUS_OK;
	if (value->item->kind == KIND_FREE_TEXT)
		screen_text(&result, value->stored);
	else
		screen_numbers(&result, value->stored);
	status = check_numbers(&result, error);
	value->found = result.found;
	/* A declared special-care item has its own ground at the gate. */
	value->quarantined = value->item->special_care == SPECIAL_NONE &&
	    result.found != 0;
	return status;
}

/* The choices of an item, as the rule of its values. */
static enum status
rule_of(const struct visit *visit, const struct policy_item *item,
    struct value_rule *rule, struct error *error)
{
	const struct node *choices = node_get(item->node, "choices");
	size_t n = node_count(choices);
	struct text *ids = arena_array(visit->arena, n, sizeof(*ids));

	if (ids == NULL || n > CHOICES_MAX)
		return error_memory(error);
	for (size_t i = 0; i < n; i++)
		ids[i] = node_text(node_at(choices, i), "id");
	*rule = (struct value_rule){ ids, n };
	return STATUS_OK;
}

static enum status
hash_password(const struct visit *visit, struct intake_value *value,
    struct error *error)
{
	char hash[PASSWORD_HASH_SIZE];
	enum status status = password_hash(hash, value->stored, error);

	if (status != STATUS_OK)
		return status;
	value->stored = text_copy(visit->arena, text_of(hash));
	return value->stored.p == NULL ? error_memory(error) : STATUS_OK;
}

static enum status
check_value(const struct visit *visit, struct text given,
    struct intake_value *value, struct error *error)
{
	const struct policy_item *item = value->item;
	struct value_rule rule = { NULL, 0 };
	enum status status = STATUS_OK;

	if (item->kind == KIND_FILE)
		return at(visit, item, files_take(visit, given, value,
		    error), error);
	if (item->kind == KIND_CHOICE)
		status = rule_of(visit, item, &rule, error);
	if (status == STATUS_OK)
		status = value_check(&value->stored, item->kind, &rule,
		    given, visit->arena, error);
	if (status == STATUS_OK)
		status = screen(value, error);
	if (status == STATUS_OK && item->kind == KIND_PASSWORD)
		status = hash_password(visit, value, error);
	else if (status == STATUS_OK && item->searchable &&
	    fold_indexable(item->kind))
		status = fold_key(&value->folded, item->kind, value->stored,
		    visit->arena, error);
	return at(visit, item, status, error);
}

/* Puts a value where its number belongs; twice the same is an error. */
static enum status
insert(const struct visit *visit, struct intake *intake,
    const struct policy_item *item, struct intake_value **place,
    struct error *error)
{
	size_t i = intake->count;

	if (bits_has(&intake->items, item->number)) {
		(void)error_set(error, STATUS_INVALID, "given_twice",
		    "同じ項目が二度あります", "the same item is given twice");
		return at(visit, item, STATUS_INVALID, error);
	}
	while (i > 0 && intake->values[i - 1].item->number > item->number) {
		intake->values[i] = intake->values[i - 1];
		i--;
	}
	intake->values[i] = (struct intake_value){ .item = item };
	intake->count++;
	bits_add(&intake->items, item->number);
	*place = &intake->values[i];
	return STATUS_OK;
}

enum status
intake_values(const struct visit *visit, const struct given_value *given,
    size_t n, struct intake *intake, struct error *error)
{
	enum status status = STATUS_OK;

	memset(intake, 0, sizeof(*intake));
	intake->values = arena_array(visit->arena, n,
	    sizeof(*intake->values));
	if (intake->values == NULL)
		return error_memory(error);
	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		const struct policy_item *item = policy_item(
		    visit->revision->policy, given[i].item);
		struct intake_value *value = NULL;

		if (item == NULL) {
			if (intake->undeclared.n == 0)
				intake->undeclared = given[i].item;
			continue;
		}
		status = insert(visit, intake, item, &value, error);
		if (status == STATUS_OK)
			status = check_value(visit, given[i].text, value,
			    error);
	}
	return status;
}
