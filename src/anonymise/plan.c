#include <libgen.h>

#include "anonymise/plan.h"
#include "anonymise/plan_parts.h"
#include "base/file.h"
#include "base/yaml.h"

enum { PLAN_BYTES = 1 << 22 };

/* What reading a plan has at hand. */
struct reading {
	struct plan *plan;
	const struct plan_place *place;
	struct findings *findings;
	struct arena *arena;
	bool no_memory;
};

#define REPORT(r, node, code, ja, en) \
	((void)findings_say((r)->findings, SEVERITY_ERROR, (node), "", \
	    (code), (struct words){ (ja), (en) }))

/* A scalar as it was written; shapes have seen that it is one. */
static struct text
scalar(struct reading *r, const struct node *node, const char *key)
{
	const struct node *value = node_get(node, key);
	char number[32];
	struct text text;

	if (value == NULL)
		return (struct text){ "", 0 };
	if (value->kind == NODE_TEXT || value->kind == NODE_REAL)
		return value->text;
	if (value->kind == NODE_INT)
		(void)snprintf(number, sizeof(number), "%lld",
		    (long long)value->number);
	else
		(void)snprintf(number, sizeof(number), "%s",
		    value->kind == NODE_NULL ? "" :
		    value->number != 0 ? "true" : "false");
	text = text_copy(r->arena, text_of(number));
	r->no_memory = r->no_memory || text.p == NULL;
	return text;
}

static int64_t
choice(const struct node *node, const char *key, int64_t absent)
{
	const struct node *value = node_get(node, key);

	return value == NULL || value->kind == NODE_NULL ? absent :
	    value->number;
}

static struct ratio
fraction(struct reading *r, const struct node *node, const char *key,
    struct ratio absent, bool up_to_one)
{
	const struct node *value = node_get(node, key);
	struct ratio ratio = absent;

	if (value == NULL || value->kind == NODE_NULL)
		return absent;
	if (!ratio_parse(scalar(r, node, key), &ratio))
		REPORT(r, value, "bad_value",
		    "0.05、5% または 1/20 のように書いてください",
		    "write it like 0.05, 5% or 1/20");
	else if (up_to_one && ratio.p > ratio.q)
		REPORT(r, value, "bad_value", "1 以下でなければなりません",
		    "it may not be above 1");
	return ratio;
}

static const char *
path_given(struct reading *r, const struct node *node, const char *key)
{
	for (size_t i = 0; i < r->place->count; i++)
		if (text_equal(r->place->names[i], scalar(r, node, key)))
			return r->place->paths[i];
	REPORT(r, node_get(node, key), "unknown_file",
	    "files にない名前です", "there is no such name in files");
	return "";
}

static const char *
path_in(struct reading *r, const char *folder, struct text name)
{
	bool whole = name.n > 0 && name.p[0] == '/';
	char path[PATH_SIZE];

	if ((size_t)snprintf(path, sizeof(path), "%s%s%.*s", whole ? "" :
	    folder, whole ? "" : "/", TEXT_ARGS(name)) >= sizeof(path))
		path[0] = '\0';	/* no file has such a name */
	name = text_copy(r->arena, text_of(path));
	r->no_memory = r->no_memory || name.p == NULL;
	return name.p == NULL ? "" : name.p;
}

static const char *
path_of(struct reading *r, const struct node *node, const char *key)
{
	struct text name = scalar(r, node, key);
	struct plan *plan = r->plan;
	const char *path;

	for (size_t i = 0; i < plan->file_count && i < PLAN_FILES; i++)
		if (text_equal(plan->files[i].name, name))
			return plan->files[i].path;
	path = r->place->folder == NULL ? path_given(r, node, key) :
	    path_in(r, r->place->folder, name);
	if (plan->file_count < PLAN_FILES)
		plan->files[plan->file_count] =
		    (struct plan_file){ name, path };
	plan->file_count++;
	return path;
}

size_t
plan_find(const struct plan *plan, struct text name)
{
	size_t i = 0;

	while (i < plan->column_count &&
	    !text_equal(plan->columns[i].name, name))
		i++;
	return i;
}

/* A column that must be listed. */
static size_t
column_of(struct reading *r, const struct node *node, const char *key)
{
	size_t found = plan_find(r->plan, scalar(r, node, key));

	if (found == r->plan->column_count) {
		REPORT(r, node_get(node, key), "unknown_column",
		    "この列は columns にありません",
		    "this column is not listed in columns");
		return 0;
	}
	return found;
}

static const struct text *
list_of(struct reading *r, const struct node *list, size_t *count)
{
	struct text *texts = arena_array(r->arena, node_count(list),
	    sizeof(*texts));

	*count = 0;
	if (texts == NULL) {
		r->no_memory = true;
		return NULL;
	}
	for (size_t i = 0; i < node_count(list); i++) {
		struct node pair = { .kind = NODE_MAP, .count = 1 };
		struct member member = list->members[i];

		member.key = TEXT("value");
		pair.members = &member;
		texts[(*count)++] = scalar(r, &pair, "value");
	}
	return texts;
}

static void
read_input(struct reading *r, const struct node *root)
{
	static const char delimiters[] = { ',', ';', '\t' };
	const struct node *input = node_get(root, "input");
	const struct node *output = node_get(root, "output");
	struct plan *plan = r->plan;
	int64_t delimiter = choice(input, "delimiter", -1);

	plan->input.delimiter = delimiter < 0 ? 0 : delimiters[delimiter];
	plan->input.encoding = (enum csv_encoding)choice(input, "encoding",
	    CSV_AUTO);
	plan->input.headless = !node_bool(input, "header", true);
	delimiter = choice(output, "delimiter", -1);
	plan->output = (struct plan_output){
		.suppressed = (enum plan_suppressed)choice(output,
		    "suppressed", SUPPRESSED_MARK),
		.shuffled = choice(output, "order", 0) == 1,
		.formula_guard = node_bool(output, "formula_guard", true),
		.encoding = (enum csv_encoding)choice(output, "encoding",
		    CSV_AUTO),
		.bom = node_bool(output, "bom", false),
		.newline = (enum plan_newline)choice(output, "newline",
		    NEWLINE_SAME),
		.delimiter = delimiter < 0 ? 0 : delimiters[delimiter],
	};
}

static void
read_hierarchy(struct reading *r, const struct node *node,
    struct plan_hierarchy *hierarchy)
{
	const struct node *bands = node_get(node, "bands");
	struct hierarchy_recipe *recipe = &hierarchy->recipe;

	if (node == NULL)
		return;
	hierarchy->source = SOURCE_BUILTIN;
	if (node_get(node, "file") != NULL) {
		hierarchy->source = SOURCE_FILE;
		hierarchy->path = path_of(r, node, "file");
	}
	recipe->rule = (enum hierarchy_rule)choice(node, "builtin",
	    bands != NULL ? RULE_BANDS : RULE_MASK);
	recipe->others = scalar(r, node, "others");
	recipe->mask_left = choice(node, "mask", 0) == 1;
	if (node_get(node, "municipalities") != NULL)
		recipe->municipalities = path_of(r, node, "municipalities");
	recipe->reference_day = choice(node, "reference_date", INT64_MIN);
	if (recipe->rule == RULE_BIRTH_DATE &&
	    hierarchy->source == SOURCE_BUILTIN &&
	    recipe->reference_day == INT64_MIN)
		REPORT(r, node, "missing_key",
		    "birth_date には reference_date が必要です",
		    "birth_date needs a reference_date");
	for (size_t i = 0; i < node_count(bands); i++) {
		int64_t width = node_at(bands, i)->number;

		if (i > 0 && width % recipe->bands[i - 1] != 0)
			REPORT(r, node_at(bands, i), "bad_value",
			    "幅は前の幅の倍数でなければなりません",
			    "a width must be a multiple of the one before");
		recipe->bands[recipe->band_count++] = width;
	}
}

static void
read_operators(struct reading *r, const struct node *node,
    struct plan_operators *o)
{
	const struct node *cells = node_get(node, "delete_cells");
	const struct node *top = node_get(node, "top_code");
	const struct node *bottom = node_get(node, "bottom_code");
	const struct node *micro = node_get(node, "micro_aggregate");
	const struct node *noise = node_get(node, "noise");
	const struct node *swap = node_get(node, "swap");

	if (node_get(cells, "values") != NULL)
		o->cells = list_of(r, node_get(cells, "values"),
		    &o->cells_count);
	o->cells_fewer = (uint64_t)node_int(cells, "fewer_than", 0);
	o->cells_label = scalar(r, cells, "label");
	o->top = top != NULL;
	o->top_at = scalar(r, top, "at");
	o->top_label = scalar(r, top, "label");
	o->bottom = bottom != NULL;
	o->bottom_at = scalar(r, bottom, "at");
	o->bottom_label = scalar(r, bottom, "label");
	o->micro = (uint64_t)node_int(micro, "size", 0);
	o->function = (enum plan_function)choice(micro, "function",
	    FUNCTION_MEAN);
	o->noise = noise != NULL;
	o->amplitude = scalar(r, noise, "amplitude");
	o->distribution = (enum plan_distribution)choice(noise,
	    "distribution", NOISE_UNIFORM);
	o->swap = swap != NULL;
	o->swap_share = fraction(r, swap, "share", (struct ratio){ 0, 1 },
	    true);
}

static void
read_column(struct reading *r, const struct node *node,
    struct plan_column *column)
{
	const struct node *levels = node_get(node, "levels");

	column->node = node;
	column->name = scalar(r, node, "name");
	column->role = (enum plan_role)choice(node, "role", 0);
	column->min_level = (uint32_t)node_int(levels, "min", 0);
	column->max_level = (uint32_t)node_int(levels, "max", UINT32_MAX);
	column->ordered_by_number = choice(node, "order", 0) == 1;
	read_hierarchy(r, node_get(node, "hierarchy"), &column->hierarchy);
	read_operators(r, node, &column->operators);
	if (column->role == ROLE_QUASI_IDENTIFIER &&
	    column->hierarchy.source == SOURCE_NONE) {
		column->hierarchy.source = SOURCE_BUILTIN;
		column->hierarchy.recipe.rule = RULE_FLAT;
	}
	if (column->min_level > column->max_level)
		REPORT(r, levels, "bad_value",
		    "最低の段が最高の段より上です",
		    "the lowest level is above the highest");
	if (plan_find(r->plan, column->name) < r->plan->column_count)
		REPORT(r, node_get(node, "name"), "duplicate_column",
		    "同じ列が二度あります", "the column is listed twice");
}

static void
read_columns(struct reading *r, const struct node *root)
{
	const struct node *list = node_get(root, "columns");
	struct plan *plan = r->plan;

	plan->columns = arena_array(r->arena, node_count(list),
	    sizeof(*plan->columns));
	if (plan->columns == NULL) {
		r->no_memory = true;
		return;
	}
	for (size_t i = 0; i < node_count(list); i++) {
		read_column(r, node_at(list, i), &plan->columns[i]);
		plan->column_count++;
	}
	for (size_t i = 0; i < plan->column_count; i++) {
		const struct node *swap = node_get(plan->columns[i].node,
		    "swap");
		struct plan_operators *o = &plan->columns[i].operators;
		const struct text *names;
		size_t count = 0;

		names = list_of(r, node_get(swap, "within"), &count);
		for (size_t n = 0; names != NULL && n < count; n++) {
			size_t found = plan_find(plan, names[n]);

			if (found == plan->column_count)
				REPORT(r, node_at(node_get(swap, "within"),
				    n), "unknown_column",
				    "この列は columns にありません",
				    "this column is not listed in columns");
			else
				o->within[o->within_count++] = found;
		}
	}
}

static void
read_sensitive(struct reading *r, const struct node *node,
    struct model *model)
{
	const struct plan_column *column;

	model->sensitive = column_of(r, node, "column");
	column = &r->plan->columns[model->sensitive];
	if (column->role != ROLE_SENSITIVE)
		REPORT(r, node_get(node, "column"), "not_sensitive",
		    "この列の役割は sensitive ではありません",
		    "the role of this column is not sensitive");
	if (model->kind == MODEL_T_HIERARCHICAL &&
	    column->hierarchy.source == SOURCE_NONE)
		REPORT(r, node, "no_hierarchy",
		    "hierarchical には列の階層が必要です",
		    "hierarchical needs the column's hierarchy");
}

/* l as a whole number, for the models that count. */
static uint64_t
whole(struct reading *r, const struct node *node, struct ratio ratio)
{
	if (ratio.p % ratio.q != 0 || ratio.p == 0)
		REPORT(r, node, "bad_value", "1 以上の整数です",
		    "a whole number from 1 on is expected");
	return ratio.p / ratio.q;
}

static void
read_diversity(struct reading *r, const struct node *node,
    struct model *model)
{
	const struct ratio one = { 1, 1 };

	model->limit = fraction(r, node, model->kind == MODEL_RECURSIVE ?
	    "c" : "l", one, false);
	if (model->kind == MODEL_DISTINCT)
		model->n = whole(r, node_get(node, "l"), model->limit);
	if (model->kind == MODEL_RECURSIVE)
		model->n = (uint64_t)node_int(node, "l", 1);
	if (model->limit.p == 0)
		REPORT(r, node, "bad_value", "0 にはできません",
		    "it may not be 0");
	read_sensitive(r, node, model);
}

static void
read_model(struct reading *r, const struct node *entry, struct model *model)
{
	static const struct {
		const char *key;
		enum model_kind kind;
	} kinds[] = {
		{ "k_anonymity", MODEL_K_ANONYMITY },
		{ "k_map", MODEL_K_MAP },
		{ "distinct_l_diversity", MODEL_DISTINCT },
		{ "entropy_l_diversity", MODEL_ENTROPY },
		{ "recursive_cl_diversity", MODEL_RECURSIVE },
		{ "t_closeness", MODEL_T_EQUAL },
		{ "delta_presence", MODEL_PRESENCE },
		{ "sample_uniqueness", MODEL_UNIQUENESS },
		{ "average_risk", MODEL_AVERAGE_RISK },
	};
	const struct ratio zero = { 0, 1 };
	const struct node *node = NULL;
	const char *key = "";

	for (size_t i = 0; i < LENGTH(kinds) && node == NULL; i++) {
		node = node_get(entry, kinds[i].key);
		key = kinds[i].key;
		model->kind = kinds[i].kind;
	}
	if (node == NULL)
		return;
	if (model->kind == MODEL_K_ANONYMITY || model->kind == MODEL_K_MAP) {
		model->n = (uint64_t)node->number;
	} else if (model->kind == MODEL_PRESENCE) {
		model->low = fraction(r, node, "min", zero, true);
		model->limit = fraction(r, node, "max", zero, true);
		if (ratio_compare(model->low, model->limit) > 0)
			REPORT(r, node, "bad_value",
			    "下限が上限より大きくなっています",
			    "the least is above the greatest");
	} else if (model_is_sample(model->kind)) {
		model->limit = fraction(r, entry, key, zero, true);
	} else if (model->kind == MODEL_T_EQUAL) {
		model->kind = (enum model_kind)(MODEL_T_EQUAL +
		    choice(node, "distance", 0));
		model->limit = fraction(r, node, "t", zero, true);
		read_sensitive(r, node, model);
	} else {
		read_diversity(r, node, model);
	}
}

static void
read_models(struct reading *r, const struct node *root)
{
	const struct node *list = node_get(root, "models");
	struct plan *plan = r->plan;

	for (size_t i = 0; i < node_count(list) && i < MODELS_MAX; i++) {
		struct model *model = &plan->models[plan->model_count++];

		read_model(r, node_at(list, i), model);
		if ((model->kind == MODEL_K_MAP ||
		    model->kind == MODEL_PRESENCE) && !plan->has_subset)
			REPORT(r, node_at(list, i), "no_subset",
			    "この基準には subset が必要です",
			    "this model needs a subset");
	}
}

static void
read_subset(struct reading *r, const struct node *root)
{
	const struct node *node = node_get(root, "subset");
	struct plan_subset *subset = &r->plan->subset;

	if (node == NULL || node->kind != NODE_MAP)
		return;
	r->plan->has_subset = true;
	if (node_get(node, "file") != NULL) {
		subset->path = path_of(r, node, "file");
		return;
	}
	subset->by_column = true;
	subset->column = column_of(r, node, "column");
	subset->value = scalar(r, node, "value");
	if (node_get(node, "value") == NULL)
		REPORT(r, node, "missing_key", "「value」がありません",
		    "\"value\" is missing");
}

static void
read_deletions(struct reading *r, const struct node *root)
{
	const struct node *list = node_get(root, "delete_rows");
	struct plan *plan = r->plan;

	plan->deletions = arena_array(r->arena, node_count(list),
	    sizeof(*plan->deletions));
	if (plan->deletions == NULL) {
		r->no_memory = true;
		return;
	}
	for (size_t i = 0; i < node_count(list); i++) {
		const struct node *node = node_at(list, i);
		struct plan_deletion *deletion =
		    &plan->deletions[plan->deletion_count++];

		deletion->column = column_of(r, node, "column");
		if (node_get(node, "values") != NULL)
			deletion->values = list_of(r, node_get(node,
			    "values"), &deletion->count);
		deletion->fewer = (uint64_t)node_int(node, "fewer_than", 0);
	}
}

/* What no single part can see. */
static void
check_whole(struct reading *r, const struct node *root)
{
	const struct plan *plan = r->plan;
	size_t fields = 0, sensitive = 0;

	for (size_t i = 0; i < plan->column_count; i++) {
		fields += plan->columns[i].role == ROLE_QUASI_IDENTIFIER;
		sensitive += plan->columns[i].role == ROLE_SENSITIVE;
	}
	if (fields == 0)
		REPORT(r, node_get(root, "columns"), "no_quasi_identifier",
		    "quasi_identifier の列が一つもありません",
		    "no column is a quasi_identifier");
	if (fields > FIELDS_MAX)
		REPORT(r, node_get(root, "columns"), "too_many_columns",
		    "quasi_identifier の列が多すぎます (32 まで)",
		    "too many quasi-identifiers (at most 32)");
	if (sensitive > SENSITIVE_MAX)
		REPORT(r, node_get(root, "columns"), "too_many_columns",
		    "sensitive の列が多すぎます (8 まで)",
		    "too many sensitive columns (at most 8)");
	if (plan->local && plan->has_subset)
		REPORT(r, node_get(root, "transformation"), "local_subset",
		    "local と subset は組み合わせられません",
		    "local cannot be combined with subset");
	for (size_t i = 0; plan->local && i < plan->column_count; i++)
		if (plan->columns[i].max_level != UINT32_MAX)
			REPORT(r, node_get(plan->columns[i].node, "levels"),
			    "local_levels",
			    "levels の max は local では使えません",
			    "levels.max cannot be used with local");
	for (size_t i = 0; plan->local && i < plan->model_count; i++)
		if (model_is_sample(plan->models[i].kind))
			REPORT(r, node_at(node_get(root, "models"), i),
			    "local_sample",
			    "この基準は local では使えません",
			    "this model cannot be used with local");
	if (plan->pseudo_rows > 0 && !plan->output.shuffled)
		REPORT(r, node_get(root, "pseudo_rows"), "pseudo_order",
		    "疑似データを混ぜるには output.order: shuffled が必要です",
		    "artificial rows need output.order: shuffled");
}

enum status
plan_from_node(const struct plan **out, const struct node *root,
    const struct plan_place *place, struct findings *findings,
    struct arena *arena, struct error *error)
{
	struct reading r = {
		.place = place, .findings = findings, .arena = arena
	};
	enum status status;

	*out = NULL;
	status = shape_check(root, &plan_language, findings, error);
	if (status != STATUS_OK)
		return status;
	status = findings_status(findings, error);
	if (status != STATUS_OK)
		return status;
	r.plan = arena_alloc(arena, sizeof(*r.plan));
	if (r.plan == NULL)
		return error_memory(error);
	r.plan->undeclared = (enum plan_undeclared)choice(root, "undeclared",
	    UNDECLARED_REFUSE);
	r.plan->quality = (enum quality_kind)choice(root, "quality",
	    QUALITY_LOSS);
	r.plan->local = choice(root, "transformation", 0) == 1;
	r.plan->pseudo_rows = (uint64_t)node_int(root, "pseudo_rows", 0);
	r.plan->suppression_limit = fraction(&r, root, "suppression_limit",
	    (struct ratio){ 0, 1 }, true);
	read_input(&r, root);
	read_columns(&r, root);
	read_subset(&r, root);
	read_models(&r, root);
	read_deletions(&r, root);
	check_whole(&r, root);
	plan_parts_warn(r.plan, root, findings);
	if (r.no_memory)
		return error_memory(error);
	status = findings_status(findings, error);
	if (status == STATUS_OK)
		*out = r.plan;
	return status;
}

enum status
plan_load(const struct plan **plan, const char *path,
    struct findings *findings, struct arena *arena, struct error *error)
{
	const struct node *root;
	struct text source;
	struct plan_place place = { .count = 0 };
	char copy[PATH_SIZE];
	enum status status;

	*plan = NULL;
	status = file_read_text(&source, path, PLAN_BYTES, arena, error);
	if (status == STATUS_OK)
		status = yaml_parse(&root, source, path, arena, error);
	if (status != STATUS_OK)
		return status;
	(void)snprintf(copy, sizeof(copy), "%s", path);
	place.folder = dirname(copy);
	return plan_from_node(plan, root, &place, findings, arena, error);
}
