#include "base/mem.h"
#include "statistics/grouping.h"

static enum status
refuse(const struct policy_item *item, struct error *error)
{
	enum status status = error_set(error, STATUS_REFUSED,
	    "grouping_identifies",
	    "この項目では、このままでは集計できません",
	    "people can not be counted by this item as it stands");

	error_at(error, "%.*s", TEXT_ARGS(item->id));
	error_remedy(error, "個人を識別しない項目で、まとめる段を指定してください "
	    "(例 birth_date:birth_date:2)", "take an item that identifies "
	    "nobody, at a level that groups (say birth_date:birth_date:2)");
	error_clause(error, "", "GA 3-1-1");
	return status;
}

/* The least level at which an item of that kind may be shown; 0: as it is;
 * UINT32_MAX: never. */
static uint32_t
least_level(const struct policy_item *item)
{
	switch (item->kind) {
	case KIND_CHOICE:
	case KIND_FLAG:
		return 0;
	case KIND_DATE:
		return 2;
	case KIND_POSTAL_CODE:
		return 3;
	case KIND_NUMBER:
	case KIND_MONEY:
	case KIND_TEXT:
	case KIND_FREE_TEXT:
	case KIND_ADDRESS:
		return item->unique || item->category == CATEGORY_ID_CODE ?
		    UINT32_MAX : 1;
	case KIND_NAME:
	case KIND_KANA:
	case KIND_EMAIL:
	case KIND_PHONE:
	case KIND_URL:
	case KIND_EXTERNAL_ID:
	case KIND_DEVICE_ID:
	case KIND_BANK_ACCOUNT:
	case KIND_CARD:
	case KIND_ID_CODE:
	case KIND_PASSWORD:
	case KIND_FILE:
		break;
	}
	return UINT32_MAX;
}

/* What stands up to the next colon. */
static struct text
next_part(struct text *rest)
{
	ptrdiff_t colon = text_find(*rest, TEXT(":"));
	size_t end = colon < 0 ? rest->n : (size_t)colon;
	struct text part = text_slice(*rest, 0, end);

	*rest = text_slice(*rest, colon < 0 ? end : end + 1, rest->n);
	return part;
}

static enum status
bad_spec(struct error *error)
{
	return error_set(error, STATUS_INVALID, "bad_grouping",
	    "ITEM、ITEM:階層:段 のように書いてください",
	    "write ITEM or ITEM:HIERARCHY:LEVEL");
}

enum status
grouping_parse(struct grouping *grouping, struct text spec,
    const struct policy *policy, struct arena *arena, struct error *error)
{
	struct text rest = spec, id = next_part(&rest), rule, level;
	uint32_t least;
	int64_t number = 0;
	size_t i = 0;

	memset(grouping, 0, sizeof(*grouping));
	grouping->spec = spec;
	grouping->item = policy_item(policy, id);
	if (grouping->item == NULL)
		return error_set(error, STATUS_REFUSED, "item_undeclared",
		    "ポリシーにない項目です",
		    "the policy declares no such item");
	least = least_level(grouping->item);
	if (least == UINT32_MAX)
		return refuse(grouping->item, error);
	grouping->plain = rest.n == 0;
	if (grouping->plain)
		return least == 0 ? STATUS_OK : refuse(grouping->item, error);
	rule = next_part(&rest);
	level = next_part(&rest);
	if (!text_to_int(level, &number) || number < 1 ||
	    number >= HIERARCHY_LEVELS || rest.n > 0)
		return bad_spec(error);
	grouping->level = (uint32_t)number;
	while (i < RULE_NAMED && !text_is(rule, hierarchy_rule_names[i]))
		i++;
	grouping->rule = (enum hierarchy_rule)i;
	if (i == RULE_NAMED) {
		struct text path = text_copy(arena, rule);

		if (path.p == NULL)
			return error_memory(error);
		grouping->file = path.p;
		/* Whoever writes the file says what is coarse enough. */
		least = 1;
	}
	return grouping->level >= least ? STATUS_OK :
	    refuse(grouping->item, error);
}

/* Labels. */

static bool
add_label(struct grouping_labels *labels, struct text label,
    struct arena *arena, uint32_t *at)
{
	for (*at = 0; *at < labels->count; (*at)++)
		if (text_equal(labels->label[*at], label))
			return true;
	labels->label[labels->count] = text_copy(arena, label);
	return labels->label[labels->count++].p != NULL;
}

/* Choices of the policy, or yes and no. */
static enum status
plain_labels(struct grouping_labels *labels, const struct grouping *grouping,
    const struct dict *values, struct arena *arena, struct error *error)
{
	const struct node *choices = node_get(grouping->item->node,
	    "choices");
	uint32_t at;

	labels->label = arena_array(arena, node_count(choices) +
	    values->count + 3, sizeof(*labels->label));
	if (labels->label == NULL)
		return error_memory(error);
	for (size_t i = 0; i < node_count(choices); i++)
		if (!add_label(labels, node_text(node_at(choices, i), "id"),
		    arena, &at))
			return error_memory(error);
	if (grouping->item->kind == KIND_FLAG &&
	    (!add_label(labels, TEXT("true"), arena, &at) ||
	    !add_label(labels, TEXT("false"), arena, &at)))
		return error_memory(error);
	if (!add_label(labels, GROUPING_NONE, arena, &at))
		return error_memory(error);
	for (uint32_t v = 0; v < values->count; v++) {
		struct text value = dict_text(values, v);

		/* A choice that a revision no longer has is one, too. */
		if (!add_label(labels, value.n == 0 ? GROUPING_NONE : value,
		    arena, &labels->of_value[v]))
			return error_memory(error);
	}
	return STATUS_OK;
}

/* All ages there can be, at five or ten years. */
static enum status
age_labels(struct grouping_labels *labels, const struct grouping *grouping,
    struct arena *arena, struct error *error)
{
	int step = grouping->level == 2 ? 5 : 10;
	char room[32];
	uint32_t at;

	if (grouping->file != NULL || grouping->rule != RULE_BIRTH_DATE ||
	    grouping->level > 3) {
		(void)error_set(error, STATUS_INVALID, "domain_unknown",
		    "雑音を加える表は、起こりうる分類がすべて決まっている項目に"
		    "限ります", "noise needs a grouping whose labels are all "
		    "known beforehand");
		error_remedy(error, "選択肢の項目か birth_date:birth_date:2 "
		    "を使ってください",
		    "take a choice, or birth_date:birth_date:2");
		error_at(error, "%.*s", TEXT_ARGS(grouping->spec));
		return STATUS_INVALID;
	}
	for (int age = 0; age < 90; age += step) {
		(void)snprintf(room, sizeof(room), step == 5 ? "%d-%d歳" :
		    "%d代", age, age + 4);
		if (!add_label(labels, text_of(room), arena, &at))
			return error_memory(error);
	}
	return add_label(labels, TEXT("90歳以上"), arena, &at) &&
	    add_label(labels, GROUPING_NONE, arena, &at) ? STATUS_OK :
	    error_memory(error);
}

static enum status
build(struct hierarchy *hierarchy, const struct grouping *grouping,
    const struct dict *values, int64_t day, struct error *error)
{
	const struct hierarchy_recipe recipe = {
		.rule = grouping->rule, .reference_day = day,
		.others = GROUPING_NONE,
	};
	uint32_t missing;
	enum status status;

	if (grouping->file == NULL)
		return hierarchy_build(hierarchy, &recipe, values, &missing,
		    error);
	status = hierarchy_file(hierarchy, grouping->file, error);
	return status == STATUS_OK ? hierarchy_others(hierarchy, values,
	    GROUPING_NONE, error) : status;
}

static enum status
coarse_labels(struct grouping_labels *labels,
    const struct grouping *grouping, const struct hierarchy *h,
    const struct dict *values, struct arena *arena, struct error *error)
{
	uint32_t level = grouping->level;

	if (level + 1 >= h->levels) {
		(void)error_set(error, STATUS_INVALID, "level_too_high",
		    "この階層で集計に使える段は %u までです",
		    "levels of this hierarchy go up to %u",
		    h->levels < 2 ? 0 : h->levels - 2);
		error_at(error, "%.*s", TEXT_ARGS(grouping->spec));
		return STATUS_INVALID;
	}
	for (uint32_t i = 0; i < h->leaves; i++) {
		uint32_t leaf = h->order[i], at;
		uint32_t value = dict_find_text(values,
		    dict_text(&h->label[0], leaf));

		if (value == DICT_NONE)
			continue;
		if (!add_label(labels, dict_text(&h->label[level],
		    h->row[(size_t)leaf * h->levels + level]), arena, &at))
			return error_memory(error);
		labels->of_value[value] = at;
	}
	return STATUS_OK;
}

enum status
grouping_labels(struct grouping_labels *labels,
    const struct grouping *grouping, const struct dict *values, int64_t day,
    bool whole, struct arena *arena, struct error *error)
{
	enum { KNOWN = 32 };
	struct hierarchy hierarchy = { .levels = 0 };
	enum status status = STATUS_OK;

	memset(labels, 0, sizeof(*labels));
	labels->of_value = arena_array(arena, values->count + 1,
	    sizeof(*labels->of_value));
	if (labels->of_value == NULL)
		return error_memory(error);
	if (grouping->plain)
		return plain_labels(labels, grouping, values, arena, error);
	labels->label = arena_array(arena, values->count + KNOWN,
	    sizeof(*labels->label));
	if (labels->label == NULL)
		return error_memory(error);
	if (whole)
		status = age_labels(labels, grouping, arena, error);
	if (status == STATUS_OK && values->count > 0)
		status = build(&hierarchy, grouping, values, day, error);
	if (status == STATUS_OK && values->count > 0)
		status = coarse_labels(labels, grouping, &hierarchy, values,
		    arena, error);
	hierarchy_free(&hierarchy);
	return status;
}
