#include "anonymise/approval.h"
#include "base/encode.h"
#include "base/mem.h"
#include "crypto/random.h"
#include "statistics/release_parts.h"
#include "vault/batch.h"
#include "vault/commit.h"

enum { PAPER_MAX = 4 << 20 };

const char *const release_mode_names[5] = {
	"suppress", "round", "laplace", "gaussian", NULL
};

/* One making. */
struct making {
	struct visit *visit;
	const struct release_order *order;
	struct release *release;
	const struct node *declaration;
	uint64_t minimum;
	struct release_shape shape;
	const struct release *old;
	struct release_shape *old_shape;	/* by old one */
	bool *compares;
	size_t old_count;
	struct release_data data;
	struct batch batch;
	unsigned int numbers[RELEASE_PARTS_ITEMS];
	struct protect_table table;
};

/* The place of the item, added when it is new; items when there is no room. */
static size_t
place_of(struct release_data *data, const struct policy_item *item)
{
	size_t i = 0;

	while (i < data->items && data->item[i] != item)
		i++;
	if (i == data->items && i < RELEASE_PARTS_ITEMS)
		data->item[data->items++] = item;
	return i;
}

static enum status
make_labels(struct release_shape *shape,
    const struct release_data *data, int64_t day, bool whole,
    struct arena *arena, struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t d = 0; d < shape->dimensions && status == STATUS_OK; d++)
		status = grouping_labels(&shape->labels[d], &shape->by[d],
		    &data->values[shape->at[d]], day, whole, arena, error);
	return status;
}

size_t
release_parts_rows(const struct release_shape *shape)
{
	return shape->labels[0].count;
}

size_t
release_parts_columns(const struct release_shape *shape)
{
	return shape->dimensions == 1 ? 1 : shape->labels[1].count;
}

void
release_parts_place(const struct release_shape *shape,
    const struct release_data *data, uint64_t person, size_t *row,
    size_t *column)
{
	const uint32_t *ids = data->ids + person * data->items;

	*row = shape->labels[0].of_value[ids[shape->at[0]]];
	*column = shape->dimensions == 1 ? 0 :
	    shape->labels[1].of_value[ids[shape->at[1]]];
}

/* Words. */

static enum status
refuse(struct making *m, const char *code, struct words words,
    struct words remedy, struct error *error)
{
	char clause[48];
	struct entry entry = {
		.kind = ENTRY_ANONYMISE, .time = m->visit->now,
		.principal = m->visit->principal.name,
		.purpose = visit_purpose(m->visit),
		.revision = m->visit->revision->number,
		.refusal = text_of(code), .subject = TEXT("statistic"),
	};
	enum status status;

	(void)snprintf(clause, sizeof(clause), "%.*s",
	    TEXT_ARGS(policy_clause(m->declaration)));
	entry.clause = text_of(clause);
	status = visit_log(m->visit, &entry, error);
	if (status != STATUS_OK)
		return status;
	status = error_say(error, STATUS_REFUSED, code, words);
	error_clause(error, clause, "18(1)");
	error_remedy_say(error, remedy);
	return status;
}

static const struct node *
find_declaration(const struct policy *policy, struct text id)
{
	const struct node *list = node_get(policy->root, "statistics");

	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(node_text(node_at(list, i), "id"), id))
			return node_at(list, i);
	return NULL;
}

static bool
has_item(const struct node *declaration, const struct policy_item *item)
{
	const struct node *items = node_get(declaration, "items");

	return items != NULL && (items->kind == NODE_TEXT ||
	    node_lists(items, item->id));
}

static enum status
read_shape(struct release_shape *shape, struct text rows,
    struct text columns, struct making *m, struct error *error)
{
	const struct policy *policy = m->visit->revision->policy;
	enum status status = grouping_parse(&shape->by[0], rows, policy,
	    m->visit->arena, error);

	shape->dimensions = columns.n > 0 ? 2 : 1;
	if (status == STATUS_OK && columns.n > 0)
		status = grouping_parse(&shape->by[1], columns, policy,
		    m->visit->arena, error);
	return status;
}

/* The declaration allows this purpose and these items. */
static enum status
check_order(struct making *m, struct error *error)
{
	const struct release_order *order = m->order;
	enum status status;

	m->declaration = find_declaration(m->visit->revision->policy,
	    order->statistic);
	if (m->declaration == NULL || !node_lists(node_get(m->declaration,
	    "purposes"), m->visit->purpose))
		return refuse(m, "statistic_undeclared", (struct words){
		    "この目的の統計としてポリシーに宣言がありません",
		    "the policy declares no such statistic for this purpose" },
		    (struct words){ "ポリシーの statistics に宣言してください",
		    "declare it in the policy's statistics section" },
		    error);
	m->minimum = (uint64_t)node_int(m->declaration, "minimum_cell",
	    RELEASE_MINIMUM);
	status = read_shape(&m->shape, order->rows, order->columns, m,
	    error);
	if (status == STATUS_REFUSED) {
		struct error said = *error;

		return refuse(m, said.code, (struct words){
		    said.text[LANGUAGE_JA], said.text[LANGUAGE_EN] },
		    (struct words){ "人を識別しない項目を、まとめる段で指定して"
		    "ください", "take items that identify nobody, at a level "
		    "that groups" }, error);
	}
	for (size_t d = 0; status == STATUS_OK && d < m->shape.dimensions;
	    d++) {
		if (!has_item(m->declaration, m->shape.by[d].item))
			return refuse(m, "item_not_for_statistic",
			    (struct words){
			    "この統計の項目として宣言されていません",
			    "the statistic is not declared with this item" },
			    (struct words){
			    "宣言の items にある項目で集計してください",
			    "count by items that the declaration names" },
			    error);
		m->shape.at[d] = place_of(&m->data,
		    m->shape.by[d].item);
	}
	return status;
}

/* What was told exactly and can be counted again in this visit. */
static enum status
find_old(struct making *m, struct error *error)
{
	const struct policy_purpose *purpose = policy_purpose(
	    m->visit->revision->policy, m->visit->purpose);
	const struct policy_role *role = m->visit->principal.role;
	enum status status = release_list(&m->old, &m->old_count, m->visit,
	    error);

	if (status != STATUS_OK)
		return status;
	m->old_shape = arena_array(m->visit->arena, m->old_count + 1,
	    sizeof(*m->old_shape));
	m->compares = arena_array(m->visit->arena, m->old_count + 1,
	    sizeof(*m->compares));
	if (m->old_shape == NULL || m->compares == NULL)
		return error_memory(error);
	for (size_t i = 0; i < m->old_count; i++) {
		struct release_shape *shape = &m->old_shape[i];
		struct error ignored;

		if (!text_is(node_text(m->old[i].paper, "mode"),
		    "suppress") || read_shape(shape, node_text(
		    m->old[i].paper, "rows"), node_text(m->old[i].paper,
		    "columns"), m, &ignored) != STATUS_OK)
			continue;
		m->compares[i] = true;
		for (size_t d = 0; d < shape->dimensions; d++) {
			unsigned int number = shape->by[d].item->number;

			m->compares[i] = m->compares[i] &&
			    bits_has(&purpose->items, number) &&
			    bits_has(&role->items, number);
		}
		for (size_t d = 0; m->compares[i] && d < shape->dimensions;
		    d++) {
			shape->at[d] = place_of(&m->data,
			    shape->by[d].item);
			m->compares[i] = shape->at[d] < RELEASE_PARTS_ITEMS;
		}
	}
	return STATUS_OK;
}

static enum status
add_person(void *context, const struct text *values, struct error *error)
{
	struct release_data *data = context;
	uint32_t *ids;

	if (data->people == data->capacity) {
		uint64_t more = data->capacity == 0 ? 4096 :
		    data->capacity * 2;

		ids = mem_grow(data->ids, data->capacity * data->items,
		    more * data->items, sizeof(*ids));
		if (ids == NULL)
			return error_memory(error);
		data->ids = ids;
		data->capacity = more;
	}
	ids = data->ids + data->people++ * data->items;
	for (size_t i = 0; i < data->items; i++) {
		ids[i] = dict_add_text(&data->values[i], values[i], 0);
		if (ids[i] == DICT_NONE)
			return error_memory(error);
	}
	return STATUS_OK;
}

static enum status
read_people(struct making *m, struct error *error)
{
	for (size_t i = 0; i < m->data.items; i++) {
		m->numbers[i] = m->data.item[i]->number;
		if (!dict_init(&m->data.values[i]))
			return error_memory(error);
	}
	m->batch = (struct batch){
		.act = ACT_ANONYMISE, .entry = ENTRY_ANONYMISE,
		.subject = text_of(m->release->id), .items = m->numbers,
		.item_count = m->data.items, .each = add_person,
		.context = &m->data,
	};
	return batch_read(m->visit, &m->batch, error);
}

/* Making the table. */

static enum status
count_people(struct making *m, struct error *error)
{
	bool whole = m->order->mode == RELEASE_LAPLACE ||
	    m->order->mode == RELEASE_GAUSSIAN;
	int64_t day = clock_tokyo_day(m->visit->now);
	enum status status = make_labels(&m->shape, &m->data, day,
	    whole, m->visit->arena, error);

	if (status == STATUS_OK)
		status = protect_new(&m->table, release_parts_rows(&m->shape),
		    release_parts_columns(&m->shape), m->visit->arena, error);
	if (status != STATUS_OK)
		return status;
	for (uint64_t p = 0; p < m->data.people; p++) {
		size_t row, column;

		release_parts_place(&m->shape, &m->data, p, &row, &column);
		m->table.count[protect_at(&m->table, row, column)]++;
	}
	protect_sum(&m->table);
	return STATUS_OK;
}

static enum status
suppress(struct making *m, struct error *error)
{
	int64_t day = clock_tokyo_day(m->visit->now);
	enum status status = STATUS_OK;

	for (size_t i = 0; i < m->old_count && status == STATUS_OK; i++) {
		struct release_shape *shape = &m->old_shape[i];
		struct error ignored;

		if (!m->compares[i])
			continue;
		if (make_labels(shape, &m->data, day, false,
		    m->visit->arena, &ignored) != STATUS_OK)
			return refuse(m, "earlier_not_comparable",
			    (struct words){
			    "以前の表の階層ファイルが読めず、差を比べられません",
			    "the hierarchy of an earlier table can not be "
			    "read, so the two can not be compared" },
			    (struct words){ "そのファイルを元の場所に戻すか、"
			    "--round か --epsilon を使ってください",
			    "put the file back, or use --round or --epsilon" },
			    error);
		status = release_parts_compare(&m->table, &m->shape,
		    &m->old[i], shape, &m->data, m->minimum, error);
	}
	return status == STATUS_OK ? protect_suppress(&m->table, m->minimum,
	    error) : status;
}

/* What noise costs: charged before a number is drawn. */
static enum status
charge(struct making *m, struct error *error)
{
	const struct release_order *order = m->order;
	struct budget_amount amount = { 0, 0 };
	uint64_t p, q;

	if (order->mode == RELEASE_LAPLACE) {
		p = order->epsilon.p;
		q = order->epsilon.q;
		amount.epsilon = (p * 1000000 + q - 1) / q;
	} else {
		p = order->variance.p;
		q = order->variance.q;
		amount.rho = (q * 1000000000 + 2 * p - 1) / (2 * p);
	}
	return budget_charge(m->visit, order->statistic, amount,
	    text_of(m->release->id), error);
}

/* A person is in one cell only, so every cell has the whole epsilon. */
static enum status
add_noise(struct making *m, struct error *error)
{
	struct dice *dice;
	enum status status = charge(m, error);

	if (status != STATUS_OK)
		return status;
	dice = dice_new(m->order->dice);
	if (dice == NULL)
		return error_memory(error);
	for (size_t r = 0; r < m->table.rows; r++)
		for (size_t c = 0; c < m->table.columns; c++) {
			uint64_t *count = &m->table.count[protect_at(
			    &m->table, r, c)];
			int64_t noise = m->order->mode == RELEASE_LAPLACE ?
			    sampler_laplace(dice, m->order->epsilon) :
			    sampler_gaussian(dice, m->order->variance);

			/* Nobody is less than nobody. */
			*count = noise < 0 && (uint64_t)-noise > *count ? 0 :
			    *count + (uint64_t)noise;
		}
	dice_free(dice);
	protect_sum(&m->table);
	return STATUS_OK;
}

static enum status
protect(struct making *m, struct error *error)
{
	switch (m->order->mode) {
	case RELEASE_SUPPRESS:
		return suppress(m, error);
	case RELEASE_ROUND:
		protect_round(&m->table, m->order->base);
		return STATUS_OK;
	case RELEASE_LAPLACE:
	case RELEASE_GAUSSIAN:
		return add_noise(m, error);
	}
	return STATUS_OK;
}

/* The paper. */

static void
put_mode(struct jsonw *json, const struct making *m)
{
	const struct release_order *order = m->order;

	jsonw_member_string(json, "mode", release_mode_names[order->mode]);
	jsonw_member_int(json, "minimum", (int64_t)m->minimum);
	if (order->mode == RELEASE_ROUND)
		jsonw_member_int(json, "base", (int64_t)order->base);
	jsonw_key(json, order->mode == RELEASE_GAUSSIAN ? "variance" :
	    "epsilon");
	if (order->mode == RELEASE_LAPLACE)
		jsonw_printf(json, "%u/%u", order->epsilon.p,
		    order->epsilon.q);
	else if (order->mode == RELEASE_GAUSSIAN)
		jsonw_printf(json, "%u/%u", order->variance.p,
		    order->variance.q);
	else
		jsonw_null(json);
}

static enum status
write_paper(struct making *m, struct buf *body, struct error *error)
{
	const struct visit *visit = m->visit;
	size_t cells = (m->table.rows + 1) * (m->table.columns + 1);
	struct jsonw json;

	buf_init(body, visit->arena, PAPER_MAX);
	json = jsonw_new(body, false);
	jsonw_open_object(&json);
	jsonw_member_text(&json, "statistic", m->order->statistic);
	jsonw_member_text(&json, "purpose", visit->purpose);
	jsonw_member_int(&json, "revision", visit->revision->number);
	jsonw_member_instant(&json, "made_at", visit->now);
	jsonw_member_text(&json, "made_by", visit->principal.name);
	jsonw_member_text(&json, "role", visit->principal.role->id);
	jsonw_member_bool(&json, "approval_needed",
	    decision_needs_approval(m->batch.decision));
	put_mode(&json, m);
	jsonw_member_text(&json, "rows", m->order->rows);
	jsonw_member_text(&json, "columns", m->order->columns);
	for (int i = 0; i < 2; i++)
		jsonw_member_texts(&json, i == 0 ? "row_labels" :
		    "column_labels", m->shape.labels[i].label,
		    m->shape.labels[i].count);
	jsonw_key(&json, "counts");
	jsonw_open_array(&json);
	for (size_t i = 0; i < cells; i++)
		if (m->table.state[i] == PROTECT_SHOWN)
			jsonw_int(&json, (int64_t)m->table.count[i]);
		else
			jsonw_null(&json);
	jsonw_close_array(&json);
	jsonw_close_object(&json);
	return buf_status(body, error);
}

static enum status
keep(struct making *m, struct error *error)
{
	struct entry entry = visit_entry(m->visit, ENTRY_ANONYMISE,
	    m->batch.decision, NULL);
	struct buf body, subject;
	enum status status = write_paper(m, &body, error);

	if (status != STATUS_OK)
		return status;
	buf_init(&subject, m->visit->arena, 256);
	buf_printf(&subject, "%s:%s", m->release->id,
	    release_mode_names[m->order->mode]);
	entry.subject = buf_as_text(&subject);
	return commit_document(m->visit->vault, &m->release->document, &body,
	    &entry, error);
}

enum status
release_make(struct visit *visit, const struct release_order *order,
    struct release *release, struct error *error)
{
	struct making m = {
		.visit = visit, .order = order, .release = release,
	};
	struct batch about = {
		.act = ACT_ANONYMISE, .entry = ENTRY_ANONYMISE,
		.subject = TEXT("statistic"),
	};
	enum status status;

	memset(release, 0, sizeof(*release));
	release->document.kind = DOCUMENT_RELEASE;
	random_bytes(release->document.id, sizeof(release->document.id));
	memcpy(release->id, "sta_", 4);
	encode_base32_id(release->document.id, release->id + 4);
	status = batch_permit(visit, &about, error);
	if (status == STATUS_OK)
		status = check_order(&m, error);
	if (status == STATUS_OK)
		status = find_old(&m, error);
	if (status == STATUS_OK)
		status = read_people(&m, error);
	if (status == STATUS_OK)
		status = count_people(&m, error);
	if (status == STATUS_OK)
		status = protect(&m, error);
	if (status == STATUS_OK)
		status = keep(&m, error);
	for (size_t i = 0; i < m.data.items; i++)
		if (m.data.values[i].slots != NULL)
			dict_free(&m.data.values[i]);
	if (m.data.ids != NULL)
		mem_wipe(m.data.ids, m.data.capacity * m.data.items *
		    sizeof(*m.data.ids));
	mem_free(m.data.ids);
	return status == STATUS_OK ? release_get(release, visit,
	    text_of(release->id), error) : status;
}
