/*
 * How long, and what becomes of it: retention, anonymised, pseudonymised,
 * statistics.
 */
#include "law/term.h"
#include "policy/check_parts.h"

#define EACH_RETENTION(check, r) \
	for (const struct policy_retention *r = (check)->policy->retentions; \
	    r < (check)->policy->retentions + \
	    (check)->policy->retention_count; r++)

static bool
is_kept(const struct policy *p, unsigned int subject, unsigned int item)
{
	for (size_t i = 0; i < p->retention_count; i++)
		if (bits_has(&p->retentions[i].items, item) &&
		    bits_has(&p->retentions[i].subjects, subject))
			return true;
	return false;
}

/* What is acquired of whom, and never erased. */
static void
retention_missing(struct check *check)
{
	const struct policy *p = check->policy;

	for (size_t i = 0; i < p->item_count; i++) {
		struct bits persons = { { 0 } };

		for (size_t j = 0; j < p->way_count; j++)
			if (bits_has(&p->ways[j].items, p->items[i].number))
				persons = bits_or(&persons,
				    &p->ways[j].subjects);
		persons = bits_and(&persons, &p->items[i].subjects);
		for (size_t j = 0; j < p->subject_count; j++)
			if (bits_has(&persons, p->subjects[j].number) &&
			    !is_kept(p, p->subjects[j].number,
			    p->items[i].number))
				check_hit_by(check, p->items[i].node,
				    p->subjects[j].id);
	}
}

static void
retention_below_minimum(struct check *check)
{
	EACH_RETENTION(check, r)
		if (r->has_minimum && check_longest(&r->period) <
		    check_longest(&r->minimum))
			check_hit(check, r->node);
}

static bool
same_persons(const struct policy_retention *a,
    const struct policy_retention *b)
{
	struct bits both = bits_and(&a->subjects, &b->subjects);

	return !bits_empty(&both);
}

/* Two rules from the same start: which of them is promised? */
static void
retention_twice(struct check *check)
{
	EACH_RETENTION(check, a)
		EACH_RETENTION(check, b) {
			struct bits both = bits_and(&a->items, &b->items);

			BITS_EACH(i, &both) {
				struct bits persons = bits_and(&a->subjects,
				    &check->policy->item_at[i]->subjects);

				persons = bits_and(&persons, &b->subjects);
				if (a < b && a->start == b->start &&
				    same_persons(a, b) &&
				    !bits_empty(&persons))
					check_hit_by(check, b->node,
					    check->policy->item_at[i]->id);
			}
		}
}

static void
retention_needless(struct check *check)
{
	EACH_RETENTION(check, r) {
		struct bits never = bits_minus(&r->items, &check->acquired);

		if (check_narrow(r->node, "items"))
			check_hit_items(check, r->node, &never);
	}
}

/* Papers that are destroyed when the check is recorded. */
static void
identity_kept(struct check *check)
{
	const struct node *destruction = node_path(check->root, "rights",
	    "destruction", NULL);

	EACH_RETENTION(check, r)
		if (r->start == START_IDENTITY_CHECKED && node_bool(
		    destruction, "identity_documents_at_check", false) &&
		    check_longest(&r->period) > 1)
			check_hit(check, r->node);
}

static void
placement_ledger(struct check *check)
{
	const struct term_row *term = term_on(TERM_PLACEMENT_LEDGER,
	    check->today);

	if (check_scope(check, "employment_placement") != 1 || term == NULL)
		return;
	EACH_RETENTION(check, r)
		if (r->has_minimum && check_shortest(&r->period) >=
		    term->period.count * 365)
			return;
	check_hit(check, check_section(check, "operator"));
}

static void
employee_records(struct check *check)
{
	const struct policy *p = check->policy;
	const struct term_row *term = term_on(TERM_EMPLOYEE_RECORDS,
	    check->today);

	for (size_t i = 0; i < p->subject_count; i++) {
		bool kept = !text_is(node_text(p->subjects[i].node, "kind"),
		    "staff") || term == NULL;

		EACH_RETENTION(check, r)
			kept |= r->start == START_EMPLOYMENT_END &&
			    bits_has(&r->subjects, p->subjects[i].number) &&
			    check_shortest(&r->period) >=
			    term->period.count * 365;
		if (!kept)
			check_hit(check, p->subjects[i].node);
	}
}

/* What tells who it is, by the kind of the item it is made from. */
static bool
identifies(enum item_kind kind)
{
	switch (kind) {
	case KIND_NAME:
	case KIND_KANA:
	case KIND_EMAIL:
	case KIND_PHONE:
	case KIND_URL:
	case KIND_EXTERNAL_ID:
	case KIND_DEVICE_ID:
	case KIND_BANK_ACCOUNT:
	case KIND_CARD:
	case KIND_PASSWORD:
	case KIND_FILE:
		return true;
	case KIND_TEXT:
	case KIND_FREE_TEXT:
	case KIND_DATE:
	case KIND_POSTAL_CODE:
	case KIND_ADDRESS:
	case KIND_NUMBER:
	case KIND_MONEY:
	case KIND_CHOICE:
	case KIND_FLAG:
	case KIND_ID_CODE:
		return false;
	}
	return false;
}

/* Calls look for every processed item that is made from a known one. */
static void
each_processed(struct check *check, const char *section,
    bool (*wrong)(const struct policy_item *item, struct text technique))
{
	const struct node *list = check_section(check, section);

	for (size_t i = 0; i < node_count(list); i++) {
		const struct node *items = node_get(node_at(list, i),
		    "items");

		for (size_t j = 0; j < node_count(items); j++) {
			const struct node *one = node_at(items, j);
			const struct policy_item *item = policy_item(
			    check->policy, node_text(one, "item"));

			if (item != NULL && wrong(item, node_text(one,
			    "technique")))
				check_hit_at(check, node_at(list, i), one,
				    item->id);
		}
	}
}

static bool
is_removed(struct text technique)
{
	return text_is(technique, "delete") ||
	    text_is(technique, "pseudo_data");
}

static bool
leaves_identifier(const struct policy_item *item, struct text technique)
{
	return identifies(item->kind) && !is_removed(technique);
}

static bool
leaves_code(const struct policy_item *item, struct text technique)
{
	return (item->category == CATEGORY_ID_CODE ||
	    item->kind == KIND_ID_CODE) && !text_is(technique, "delete");
}

static bool
leaves_birth_date(const struct policy_item *item, struct text technique)
{
	return item->kind == KIND_DATE && text_is(technique, "keep");
}

static bool
leaves_free_text(const struct policy_item *item, struct text technique)
{
	return (item->kind == KIND_FREE_TEXT || item->kind == KIND_ADDRESS) &&
	    text_is(technique, "keep");
}

static bool
leaves_in_pseudonymised(const struct policy_item *item,
    struct text technique)
{
	return (item->kind == KIND_NAME || item->kind == KIND_KANA ||
	    item->kind == KIND_EMAIL || item->kind == KIND_PHONE ||
	    item->kind == KIND_CARD || item->kind == KIND_BANK_ACCOUNT ||
	    item->kind == KIND_PASSWORD ||
	    item->category == CATEGORY_ID_CODE) && !is_removed(technique);
}

static void
anonymised_identifier(struct check *check)
{
	each_processed(check, "anonymised", leaves_identifier);
}

static void
anonymised_id_code(struct check *check)
{
	each_processed(check, "anonymised", leaves_code);
}

static void
anonymised_birth_date(struct check *check)
{
	each_processed(check, "anonymised", leaves_birth_date);
}

static void
anonymised_free_text(struct check *check)
{
	each_processed(check, "anonymised", leaves_free_text);
}

static void
pseudonymised_identifier(struct check *check)
{
	each_processed(check, "pseudonymised", leaves_in_pseudonymised);
}

static void
anonymised_without_ways(struct check *check)
{
	const struct node *list = check_section(check, "anonymised");

	for (size_t i = 0; i < node_count(list); i++)
		if (node_bool(node_at(list, i), "in_use", false) &&
		    node_get(node_at(list, i), "ways") == NULL)
			check_hit(check, node_at(list, i));
}

static void
anonymised_interval(struct check *check)
{
	const struct node *list = check_section(check, "anonymised");

	for (size_t i = 0; i < node_count(list); i++)
		if (node_get(node_at(list, i), "every") != NULL &&
		    !node_bool(node_at(list, i), "continuing", false))
			check_hit(check, node_at(list, i));
}

enum { SMALLEST_CELL = 3 };

static void
statistic_small_cell(struct check *check)
{
	const struct node *list = check_section(check, "statistics");

	for (size_t i = 0; i < node_count(list); i++)
		if (node_bool(node_at(list, i), "published", false) &&
		    node_int(node_at(list, i), "minimum_cell", 0) <
		    SMALLEST_CELL)
			check_hit(check, node_at(list, i));
}

const struct check_rule check_keeps_rules[] = {
	RULE("retention_missing", ERROR, "22", retention_missing,
	    "消去する時期の定めがありません",
	    "is never erased",
	    "retention の items に加えます",
	    "Add it to the items of a retention rule."),
	RULE("retention_below_minimum", ERROR, "22", retention_below_minimum,
	    "保存期間が法定の最低期間より短くなっています",
	    "is shorter than what the law orders to be kept",
	    "period を minimum 以上にします",
	    "Make period at least minimum."),
	RULE("retention_twice", ERROR, "22", retention_twice,
	    "同じ起算点の規則がもう一つあり、どちらの期間か分かりません",
	    "another rule counts from the same start",
	    "どちらか一方にします", "Keep one of the two."),
	RULE("retention_needless", ERROR, "", retention_needless,
	    "取得しない項目の保存期間です",
	    "is about an item that is never acquired",
	    "items から外します", "Take it out of items."),
	RULE("identity_kept", ERROR, "22", identity_kept,
	    "確認を記録した時に廃棄すると約束した書類を長く保存します",
	    "keeps papers that are promised to be destroyed at the check",
	    "period を 1日 とするか、rights.destruction を改めます",
	    "Make it one day, or mend rights.destruction."),
	RULE("placement_ledger", ERROR, "職業安定法32条の15",
	    placement_ledger,
	    "職業紹介を行いますが、管理簿を2年以上保存する定めがありません",
	    "places workers but keeps no ledger for two years",
	    "retention に管理簿の期間と minimum を書きます",
	    "Write a retention rule with a minimum for the ledgers."),
	RULE("employee_records", ERROR, "労働基準法109条", employee_records,
	    "従業者の記録を退職から3年以上保存する定めがありません",
	    "records of staff are not kept for three years after they leave",
	    "start: employment_end で3年以上の規則を加えます",
	    "Add a rule of three years from employment_end."),
	RULE("anonymised_identifier", ERROR, "43(1), Rules 34-1",
	    anonymised_identifier,
	    "匿名加工情報に、本人を識別できる項目が残っています",
	    "an item that tells who it is stays in the anonymised data",
	    "technique: delete とします", "Say technique: delete."),
	RULE("anonymised_id_code", ERROR, "43(1), Rules 34-2",
	    anonymised_id_code,
	    "匿名加工情報に、個人識別符号が残っています",
	    "an identification code stays in the anonymised data",
	    "technique: delete とします", "Say technique: delete."),
	RULE("anonymised_birth_date", WARNING, "43(1), Rules 34-4",
	    anonymised_birth_date,
	    "匿名加工情報に、日付がそのまま残っています",
	    "a date stays as it is in the anonymised data",
	    "年や年代に丸めます (generalise)",
	    "Generalise it to years or decades."),
	RULE("anonymised_free_text", ERROR, "43(1), Rules 34-1",
	    anonymised_free_text,
	    "匿名加工情報に、自由記述や住所がそのまま残っています",
	    "free text or an address stays as it is",
	    "削除するか、都道府県などに丸めます",
	    "Delete it, or generalise it to the prefecture."),
	RULE("anonymised_without_ways", ERROR, "43(4)",
	    anonymised_without_ways,
	    "提供の方法を公表していません",
	    "ways of provision are not published",
	    "ways を書きます。提供しない場合はその旨を書きます",
	    "Write ways, also when it is not provided."),
	RULE("anonymised_interval", ERROR, "43(3)", anonymised_interval,
	    "作成の間隔がありますが、継続的に作成すると公表していません",
	    "has an interval, but it is not published that it is made "
	    "continually",
	    "continuing: true とするか、every を外します",
	    "Say continuing: true, or drop every."),
	RULE("pseudonymised_identifier", ERROR, "41(1), Rules 31",
	    pseudonymised_identifier,
	    "仮名加工情報に、削除すべき項目が残っています",
	    "an item that must go stays in the pseudonymised data",
	    "technique: delete とします", "Say technique: delete."),
	RULE("statistic_small_cell", WARNING, "", statistic_small_cell,
	    "少人数の欄まで公表します",
	    "publishes cells of very few people",
	    "minimum_cell を3以上にします", "Make minimum_cell at least 3."),
	END_OF_RULES
};
