#include "base/clock.h"
#include "base/file.h"
#include "base/shape.h"
#include "base/yaml.h"
#include "connector/mapping.h"
#include "vault/value.h"

enum { MAPPING_MAX = 1 << 20, CELL_MAX = 1 << 20 };

#define END { NULL, NULL, false, { NULL, NULL } }

static const struct shape version = { .kind = SHAPE_INT, .min = 1, .max = 1 };
static const struct shape id = { .kind = SHAPE_ID };
static const struct shape words_shape = { .kind = SHAPE_TEXT, .max = 255 };
static const struct shape number = {
	.kind = SHAPE_INT, .min = 1, .max = INT32_MAX
};
static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape cell_shape = { .kind = SHAPE_SCALAR };
static const struct shape cells = {
	.kind = SHAPE_LIST, .element = &cell_shape, .min = 1, .max = 100,
	.single = true
};
static const struct shape_field column_use[] = {
	{ "item", &id, false, { "項目", "the item" } },
	{ "consent", &id, false, { "同意", "the consent" } },
	{ "acquired", &flag, false, { "取得した日", "the day it was acquired" } },
	{ "consented", &id, false,
	    { "以前からの同意の日", "when an older consent was given" } },
	{ "evidence", &id, false,
	    { "以前からの同意の証跡の所在",
	      "where the evidence of an older consent is" } },
	{ "ignore", &flag, false, { "取り込まない", "left out" } },
	END
};
static const struct shape_field column_common[] = {
	{ "column", &words_shape, true, { "ファイルの列名", "the column's name" } },
	{ "before", &words_shape, false,
	    { "前の列との間に入れる文字",
	      "what stands between the column before and this one" } },
	{ "given", &cells, false,
	    { "同意ありを表す値", "the cells that mean consent" } },
	{ "deemed", &flag, false,
	    { "みなし同意 (これに基づく取扱いはできない)",
	      "deemed: nobody said it, and nothing rests on it" } },
	END
};
static const struct shape column = {
	.kind = SHAPE_OBJECT, .fields = column_use, .common = column_common,
	.rule = SHAPE_ONE, .title = "column"
};
static const struct shape columns = {
	.kind = SHAPE_LIST, .element = &column, .min = 1,
	.max = CSV_COLUMNS_MAX
};
static const struct shape_field root_fields[] = {
	{ "sekisho_mapping", &version, true, { "版", "version" } },
	{ "way", &id, true, { "取得方法", "way of acquisition" } },
	{ "subject", &id, false, { "本人の種類", "kind of person" } },
	{ "service", &id, false, { "サービス", "service" } },
	{ "shown", &flag, false,
	    { "取得時に明示した", "what the way shows was shown" } },
	{ "origin", &words_shape, false, { "出所", "where it comes from" } },
	{ "revision", &number, false,
	    { "取得時のポリシーの版 (ストアの番号)",
	      "revision under which it was acquired, as the store counts" } },
	{ "source_unknown", &flag, false,
	    { "取得元が不明", "nobody knows from whom it came" } },
	{ "incomplete", &flag, false,
	    { "必須の項目がなくてもよい", "required items may lack" } },
	{ "evidence", &words_shape, false,
	    { "以前からの同意の証跡の所在",
	      "where the evidence of older consents is" } },
	{ "columns", &columns, true, { "列", "the columns" } },
	END
};
static const struct shape root = {
	.kind = SHAPE_OBJECT, .fields = root_fields
};
static const char *const no_spaces[] = { "" };
static const struct shape_language language = {
	.root = &root, .spaces = no_spaces, .space_count = 1,
	.id = "https://sekisho.example/schema/mapping-1.json",
	.title = { "取込みの対応表", "Mapping of an import" },
};

static void
take_use(struct mapping_column *out, const struct node *node)
{
	out->column = node_text(node, "column");
	out->before = node_text(node, "before");
	out->use = node_bool(node, "acquired", false) ? MAPPING_ACQUIRED :
	    MAPPING_IGNORE;
	out->id = node_text(node, "item");
	if (out->id.n > 0)
		out->use = MAPPING_ITEM;
	if (node_get(node, "consent") != NULL) {
		out->id = node_text(node, "consent");
		out->use = MAPPING_CONSENT;
	}
	if (node_get(node, "consented") != NULL) {
		out->id = node_text(node, "consented");
		out->use = MAPPING_CONSENTED;
	}
	if (node_get(node, "evidence") != NULL) {
		out->id = node_text(node, "evidence");
		out->use = MAPPING_EVIDENCE;
	}
	out->deemed = node_bool(node, "deemed", false);
}

static bool
take_given(struct mapping_column *out, const struct node *node,
    struct arena *arena)
{
	const struct node *given = node_get(node, "given");
	size_t n = node_count(given);
	struct text *cells_given = arena_array(arena, n + 1,
	    sizeof(*cells_given));

	if (cells_given == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		cells_given[i] = node_at(given, i)->text;
	out->given = cells_given;
	out->given_count = n;
	return true;
}

/* Each column of the mapping is one of the file, and the other way round. */
static void
find_columns(const struct mapping *mapping, struct mapping_column *out,
    const struct node *list, const struct table_in *table,
    struct findings *findings)
{
	bool named[CSV_COLUMNS_MAX] = { false };

	for (size_t i = 0; i < mapping->count; i++) {
		size_t place = table_in_find(table, out[i].column);

		out[i].place = place;
		if (place == table_in_columns(table))
			(void)findings_say(findings, SEVERITY_ERROR,
			    node_at(list, i), "", "column_unknown",
			    (struct words){ "この列はファイルにありません",
			    "the file has no such column" });
		else if (named[place])
			(void)findings_say(findings, SEVERITY_ERROR,
			    node_at(list, i), "", "column_twice",
			    (struct words){ "同じ列が二度書かれています",
			    "the column is named twice" });
		else
			named[place] = true;
	}
	for (size_t i = 0; i < table_in_columns(table); i++)
		if (!named[i])
			(void)findings_add(findings, SEVERITY_ERROR, list, "",
			    "column_unmapped",
			    "列「%.*s」の扱いが書かれていません "
			    "(取り込まない列は ignore: true)",
			    "nothing says what column \"%.*s\" is "
			    "(ignore: true for one that is left out)",
			    TEXT_ARGS(table_in_name(table, i)));
}

static enum status
take(struct mapping *mapping, const struct node *node,
    const struct table_in *table, struct findings *findings,
    struct arena *arena, struct error *error)
{
	const struct node *list = node_get(node, "columns");
	struct mapping_column *out = arena_array(arena, node_count(list),
	    sizeof(*out));

	if (out == NULL)
		return error_memory(error);
	mapping->way = node_text(node, "way");
	mapping->subject = node_text(node, "subject");
	mapping->service = node_text(node, "service");
	mapping->origin = node_text(node, "origin");
	mapping->shown = node_bool(node, "shown", false);
	mapping->evidence = node_text(node, "evidence");
	mapping->revision = (unsigned int)node_int(node, "revision", 0);
	mapping->source_unknown = node_bool(node, "source_unknown", false);
	mapping->incomplete = node_bool(node, "incomplete", false);
	mapping->holds = mapping->evidence.n > 0;
	mapping->count = node_count(list);
	mapping->columns = out;
	for (size_t i = 0; i < mapping->count; i++) {
		take_use(&out[i], node_at(list, i));
		if (!take_given(&out[i], node_at(list, i), arena))
			return error_memory(error);
		mapping->holds |= out[i].use == MAPPING_CONSENTED ||
		    out[i].use == MAPPING_EVIDENCE || out[i].deemed;
	}
	find_columns(mapping, out, list, table, findings);
	return STATUS_OK;
}

enum status
mapping_read(struct mapping *mapping, const char *path,
    const struct table_in *table, struct findings *findings,
    struct arena *arena, struct error *error)
{
	const struct node *node;
	struct text source;
	enum status status = file_read_text(&source, path, MAPPING_MAX, arena,
	    error);

	memset(mapping, 0, sizeof(*mapping));
	if (status == STATUS_OK)
		status = yaml_parse(&node, source, path, arena, error);
	if (status == STATUS_OK)
		status = shape_check(node, &language, findings, error);
	if (status == STATUS_OK && findings_total(findings) == 0)
		status = take(mapping, node, table, findings, arena, error);
	return status == STATUS_OK ? findings_status(findings, error) :
	    status;
}

static enum status
bad_cell(const struct mapping_column *c, const char *code,
    struct words words, struct error *error)
{
	enum status status = error_say(error, STATUS_INVALID, code, words);

	error_at(error, "%.*s", TEXT_ARGS(c->column));
	return status;
}

/* A day, as a value of an item is typed, or an instant (RFC 3339). */
static enum status
take_acquired(const struct mapping_column *c, struct text text,
    int64_t *acquired, struct arena *arena, struct error *error)
{
	struct text stored;
	int64_t day;

	if (clock_parse(text_trim(text), acquired))
		return STATUS_OK;
	if (value_check(&stored, KIND_DATE, NULL, text, arena,
	    error) == STATUS_OK &&
	    clock_parse_date(stored, &day)) {
		*acquired = clock_tokyo_midnight(day);
		return STATUS_OK;
	}
	return bad_cell(c, "bad_date", (struct words){
	    "日付ではありません (2026-11-22、2026/11/22 など)",
	    "not a date (2026-11-22, 2026/11/22 or the like)" }, error);
}

static struct given_value *
find_value(struct given_value *values, size_t n, struct text item)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(values[i].item, item))
			return &values[i];
	return NULL;
}

/* A value of its own, or the next part of one. */
static enum status
take_value(const struct mapping_column *c, struct text cell,
    struct given_value *values, size_t *n, struct arena *arena,
    struct error *error)
{
	struct given_value *there = find_value(values, *n, c->id);
	struct buf whole;

	if (there == NULL) {
		values[(*n)++] = (struct given_value){ c->id, cell };
		return STATUS_OK;
	}
	buf_init(&whole, arena, CELL_MAX);
	buf_text(&whole, there->text);
	buf_text(&whole, c->before);
	buf_text(&whole, cell);
	there->text = buf_as_text(&whole);
	return buf_status(&whole, error);
}

static bool
means_consent(const struct mapping_column *c, struct text cell)
{
	for (size_t i = 0; i < c->given_count; i++)
		if (text_equal(text_trim(cell), text_trim(c->given[i])))
			return true;
	return false;
}

/* When the i-th consent was given, and where that can be seen. */
static enum status
take_held(const struct mapping *mapping, const struct text *fields,
    struct acquisition *out, struct held_consent *held, struct text wanted,
    struct arena *arena, struct error *error)
{
	enum status status = STATUS_OK;

	held->time = out->acquired;
	held->evidence = mapping->evidence;
	for (size_t i = 0; i < mapping->count && status == STATUS_OK; i++) {
		const struct mapping_column *c = &mapping->columns[i];
		struct text cell = text_trim(fields[c->place]);

		if (!text_equal(c->id, wanted))
			continue;
		if (c->use == MAPPING_CONSENT)
			held->deemed |= c->deemed;
		else if (c->use == MAPPING_CONSENTED && cell.n > 0)
			status = take_acquired(c, cell, &held->time, arena,
			    error);
		else if (c->use == MAPPING_EVIDENCE && cell.n > 0)
			held->evidence = cell;
	}
	return status;
}

static enum status
take_all_held(const struct mapping *mapping, const struct text *fields,
    struct acquisition *out, struct arena *arena, struct error *error)
{
	struct held_consent *held = arena_array(arena, out->consent_count,
	    sizeof(*held));
	enum status status = STATUS_OK;

	if (held == NULL)
		return error_memory(error);
	out->held = held;
	for (size_t i = 0; i < out->consent_count && status == STATUS_OK;
	    i++)
		status = take_held(mapping, fields, out, &held[i],
		    out->consents[i], arena, error);
	return status;
}

enum status
mapping_acquisition(const struct mapping *mapping, const struct text *fields,
    struct acquisition *out, struct arena *arena, struct error *error)
{
	struct given_value *values = arena_array(arena, mapping->count,
	    sizeof(*values));
	struct text *consents = arena_array(arena, mapping->count,
	    sizeof(*consents));
	enum status status = STATUS_OK;

	memset(out, 0, sizeof(*out));
	if (values == NULL || consents == NULL)
		return error_memory(error);
	for (size_t i = 0; i < mapping->count && status == STATUS_OK; i++) {
		const struct mapping_column *c = &mapping->columns[i];
		struct text cell = fields[c->place];

		if (c->use == MAPPING_IGNORE || text_trim(cell).n == 0)
			continue;
		if (c->use == MAPPING_ITEM)
			status = take_value(c, cell, values,
			    &out->value_count, arena, error);
		else if (c->use == MAPPING_ACQUIRED)
			status = take_acquired(c, cell, &out->acquired,
			    arena, error);
		else if (c->use == MAPPING_CONSENT && means_consent(c, cell))
			consents[out->consent_count++] = c->id;
	}
	out->values = values;
	out->consents = consents;
	out->way = mapping->way;
	out->subject = mapping->subject;
	out->service = mapping->service;
	out->origin = mapping->origin;
	out->shown = mapping->shown;
	out->revision = mapping->revision;
	out->source_unknown = mapping->source_unknown;
	out->incomplete = mapping->incomplete;
	return status == STATUS_OK && mapping->holds ? take_all_held(mapping,
	    fields, out, arena, error) : status;
}

struct text
mapping_column_of(const struct mapping *mapping, struct text item)
{
	for (size_t i = 0; i < mapping->count; i++)
		if (mapping->columns[i].use == MAPPING_ITEM &&
		    text_equal(mapping->columns[i].id, item))
			return mapping->columns[i].column;
	return (struct text){ "", 0 };
}
