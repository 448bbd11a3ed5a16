/*
 * What came out, looked at value by value, and the evidence of the steps.
 */
#include "anonymise/lawful.h"
#include "base/mem.h"
#include "vault/screen.h"

enum { ROW_ARENA = 1 << 24 };

/* The values of one column of the file and how many rows have each. */
struct seen {
	struct dict values;
	uint64_t *rows;
	uint32_t capacity;
};

static bool
add(struct seen *seen, struct text value)
{
	uint32_t id = dict_add_text(&seen->values, value, 0);

	if (id == DICT_NONE)
		return false;
	if (id >= seen->capacity) {
		uint32_t more = seen->capacity == 0 ? 256 :
		    seen->capacity * 2;
		uint64_t *grown = mem_grow(seen->rows, seen->capacity, more,
		    sizeof(*grown));

		if (grown == NULL)
			return false;
		seen->rows = grown;
		seen->capacity = more;
	}
	seen->rows[id]++;
	return true;
}

static enum status
read_values(struct seen *seen, size_t columns, struct csv *csv,
    struct error *error)
{
	struct arena *arena = arena_new(ROW_ARENA);
	struct text *fields = mem_array(columns, sizeof(*fields));
	enum status status = arena == NULL || fields == NULL ?
	    error_memory(error) : STATUS_OK;
	uint64_t line;
	bool more = true;

	while (status == STATUS_OK) {
		arena_reset(arena);
		status = csv_next(csv, fields, &line, &more, arena, error);
		if (status != STATUS_OK || !more)
			break;
		for (size_t c = 0; c < columns && status == STATUS_OK; c++)
			if (!add(&seen[c], fields[c]))
				status = error_memory(error);
	}
	mem_free(fields);
	arena_free(arena);
	return status;
}

/* By its form the value of one person: mail, telephone, card, My Number. */
static bool
identifies(struct text value)
{
	struct screen_result result;
	size_t digits = 0, others = 0;
	ptrdiff_t at = text_find(value, TEXT("@"));

	if (at > 0 && (size_t)at + 3 < value.n)
		return true;
	screen_numbers(&result, value);
	if (screen_has(&result, SCREEN_CARD) ||
	    screen_has(&result, SCREEN_MY_NUMBER))
		return true;
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] >= '0' && value.p[i] <= '9')
			digits++;
		else if (value.p[i] != '-' || i == 0)
			others++;
	}
	return others == 0 && value.n > 0 && value.p[0] == '0' &&
	    (digits == 10 || digits == 11);
}

static enum status
refuse(const struct plan_column *column, const char *code,
    const char *article, struct words words, struct words remedy,
    struct error *error)
{
	enum status status = error_say(error, STATUS_REFUSED, code, words);

	error_at(error, "%.*s", TEXT_ARGS(column->name));
	error_remedy_say(error, remedy);
	error_clause(error, "", article);
	return status;
}

static enum status
judge(enum lawful_kind kind, const struct plan *plan,
    const struct plan_column *column, const struct seen *seen,
    struct error *error)
{
	uint64_t least = lawful_k(plan);

	for (uint32_t v = 0; v < seen->values.count; v++) {
		struct text value = dict_text(&seen->values, v);

		if (identifies(value))
			return refuse(column, "identifier_found",
			    kind == LAWFUL_ANONYMISED ? "Rules 34(1)(2)" :
			    "Rules 31(1)(2)", (struct words){
			    "個人を識別できる形の値が残っています",
			    "a value is left that identifies by its form" },
			    (struct words){
			    "delete_cells で消すか、階層で一般化してください",
			    "delete it by delete_cells, or generalise it" },
			    error);
		if (kind == LAWFUL_ANONYMISED &&
		    column->role != ROLE_QUASI_IDENTIFIER &&
		    seen->rows[v] < least && value.n > 0 &&
		    !text_equal(value, column->operators.cells_label))
			return refuse(column, "singular_value",
			    "Rules 34(4)", (struct words){
			    "ごく少数の人にしかない値が残っています",
			    "a value is left that very few people have" },
			    (struct words){
			    "delete_cells: {fewer_than: N} か top_code で消して"
			    "ください",
			    "remove it by delete_cells: {fewer_than: N} or "
			    "top_code" }, error);
	}
	return STATUS_OK;
}

enum status
lawful_output(enum lawful_kind kind, const struct plan *plan,
    const char *path, struct error *error)
{
	const struct csv_options options = {
		.delimiter = plan->output.delimiter == 0 ? ',' :
		    plan->output.delimiter,
		.encoding = plan->output.encoding == CSV_CP932 ?
		    CSV_CP932 : CSV_UTF8,
	};
	struct seen *seen = NULL;
	struct csv *csv = NULL;
	size_t columns = 0;
	enum status status = csv_open(&csv, path, &options, error);

	if (status == STATUS_OK) {
		columns = csv_columns(csv);
		seen = mem_array(columns, sizeof(*seen));
		if (seen == NULL)
			status = error_memory(error);
	}
	for (size_t c = 0; c < columns && status == STATUS_OK; c++)
		if (!dict_init(&seen[c].values))
			status = error_memory(error);
	if (status == STATUS_OK)
		status = read_values(seen, columns, csv, error);
	for (size_t c = 0; c < columns && status == STATUS_OK; c++) {
		size_t at = plan_find(plan, csv_name(csv, c));

		/* Pseudonyms are nobody's values. */
		if (at < plan->column_count && kind != LAWFUL_INTERNAL)
			status = judge(kind, plan, &plan->columns[at],
			    &seen[c], error);
	}
	for (size_t c = 0; seen != NULL && c < columns; c++) {
		if (seen[c].values.slots != NULL)
			dict_free(&seen[c].values);
		mem_free(seen[c].rows);
	}
	mem_free(seen);
	csv_close(csv);
	return status;
}

/* Evidence. */

/* How many items of the policy are of these kinds, and stay behind. */
static int
left_behind(const struct policy *policy, const struct plan *plan,
    uint32_t kinds, bool codes)
{
	int count = 0;

	for (size_t i = 0; i < policy->item_count; i++) {
		const struct policy_item *item = &policy->items[i];
		bool is_code = item->category == CATEGORY_ID_CODE ||
		    item->kind == KIND_ID_CODE;
		size_t at = plan_find(plan, item->id);

		if (codes ? !is_code : (kinds >> item->kind & 1) == 0)
			continue;
		count += at == plan->column_count ||
		    plan->columns[at].role == ROLE_DELETE;
	}
	return count;
}

#define PUT(step, ja, en, ...) \
	do { \
		(void)snprintf((step)->evidence[LANGUAGE_JA], \
		    sizeof((step)->evidence[0]), ja, __VA_ARGS__); \
		(void)snprintf((step)->evidence[LANGUAGE_EN], \
		    sizeof((step)->evidence[0]), en, __VA_ARGS__); \
	} while (0)

static const uint32_t identifying = 1u << KIND_NAME | 1u << KIND_KANA |
    1u << KIND_EMAIL | 1u << KIND_PHONE | 1u << KIND_URL | 1u << KIND_FILE |
    1u << KIND_ADDRESS | 1u << KIND_FREE_TEXT;
static const uint32_t linking = 1u << KIND_EXTERNAL_ID | 1u << KIND_DEVICE_ID;
static const uint32_t property = 1u << KIND_CARD | 1u << KIND_PASSWORD |
    1u << KIND_BANK_ACCOUNT;

static int
generalised(const struct plan *plan)
{
	int count = 0;

	for (size_t c = 0; c < plan->column_count; c++)
		count += plan->columns[c].role == ROLE_QUASI_IDENTIFIER &&
		    plan->columns[c].min_level >= 1;
	return count;
}

static int
limited(const struct plan *plan)
{
	int count = 0;

	for (size_t c = 0; c < plan->column_count; c++) {
		const struct plan_operators *o = &plan->columns[c].operators;

		count += o->top || o->bottom || o->micro > 0 ||
		    o->cells_fewer > 0 || o->cells_count > 0;
	}
	return count;
}

static void
first_steps(struct lawful_step *steps, const struct policy *policy,
    const struct plan *plan)
{
	PUT(&steps[0], "識別できる項目 %d 件を加工の対象から外し、%d 列を一般化"
	    "しました", "%d identifying items were left behind, %d columns "
	    "generalised", left_behind(policy, plan, identifying, false),
	    generalised(plan));
	PUT(&steps[1], "個人識別符号の項目 %d 件を外し、出力に個人番号・カード"
	    "番号の形の値がないことを検査しました", "%d items of "
	    "identification codes were left behind; the output was searched "
	    "for My Numbers and card numbers",
	    left_behind(policy, plan, 0, true));
}

size_t
lawful_steps(struct lawful_step steps[LAWFUL_STEPS], enum lawful_kind kind,
    const struct policy *policy, const struct plan *plan,
    const struct anonymise_report *report)
{
	memset(steps, 0, LAWFUL_STEPS * sizeof(*steps));
	if (kind == LAWFUL_INTERNAL)
		return 0;
	first_steps(steps, policy, plan);
	steps[0].what = (struct words){ "特定の個人を識別する記述等",
	    "identifying descriptions" };
	steps[1].what = (struct words){ "個人識別符号",
	    "individual identification codes" };
	if (kind == LAWFUL_PSEUDONYMISED) {
		steps[0].rule = "規則31条1号";
		steps[1].rule = "規則31条2号";
		steps[2].rule = "規則31条3号";
		steps[2].what = (struct words){
		    "財産的被害が生じるおそれのある記述等",
		    "what does damage to property" };
		PUT(&steps[2], "該当する項目 %d 件を外しました",
		    "%d such items were left behind",
		    left_behind(policy, plan, property, false));
		return 3;
	}
	steps[0].rule = "規則34条1号";
	steps[1].rule = "規則34条2号";
	steps[2].rule = "規則34条3号";
	steps[2].what = (struct words){ "連結する符号", "codes that link" };
	PUT(&steps[2], "連結する符号の項目 %d 件を外し、行に番号を付けず、順序を"
	    "無作為にしました", "%d items of linking codes were left behind; "
	    "rows have no number and stand in random order",
	    left_behind(policy, plan, linking, false));
	steps[3].rule = "規則34条4号";
	steps[3].what = (struct words){ "特異な記述等",
	    "singular descriptions" };
	PUT(&steps[3], "%d 列に上限・下限・少数値の加工をし、出力にごく少数の人の"
	    "値がないことを検査しました", "%d columns were top or bottom coded "
	    "or had rare values removed; the output was searched for values "
	    "of very few people", limited(plan));
	steps[4].rule = "規則34条5号";
	steps[4].what = (struct words){ "データベースの性質を踏まえた措置",
	    "measures for the nature of the database" };
	PUT(&steps[4], "同じ組合せの人が最小 %llu 人 (基準 %llu 人)、抑制 %llu "
	    "行、最大の再識別リスク %.4f", "at least %llu people alike (asked: "
	    "%llu), %llu rows suppressed, highest risk of re-identification "
	    "%.4f", (unsigned long long)report->smallest,
	    (unsigned long long)lawful_k(plan),
	    (unsigned long long)report->suppressed, report->after.highest);
	return LAWFUL_STEPS;
}
