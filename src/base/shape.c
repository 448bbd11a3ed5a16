#include "base/clock.h"
#include "base/shape.h"
#include "base/shape_format.h"

struct id {
	struct text text;
	const struct node *node;
	struct id *next;
};

struct walk {
	const struct shape_language *language;
	const struct node *root;
	struct findings *findings;
	struct arena *arena;
	struct error *error;
	struct id *ids[SHAPE_SPACES_MAX];
	char path[256];		/* JSON Pointer of where we are */
	bool references;	/* second pass: ids are all known */
	bool no_memory;
};

static void walk(struct walk *w, struct node *node, const struct shape *shape,
    int depth);

#define REPORT(w, node, code, ...) \
	findings_add((w)->findings, SEVERITY_ERROR, (node), (w)->path, \
	    (code), __VA_ARGS__)

/* One level down (RFC 6901); returns the length to come back to. */
static size_t
enter_key(struct walk *w, struct text key)
{
	size_t at = strlen(w->path), n = at;

	if (n < sizeof(w->path) - 1)
		w->path[n++] = '/';
	for (size_t i = 0; i < key.n && n < sizeof(w->path) - 2; i++) {
		bool escaped = key.p[i] == '~' || key.p[i] == '/';

		w->path[n++] = escaped ? '~' : key.p[i];
		if (escaped)
			w->path[n++] = key.p[i] == '~' ? '0' : '1';
	}
	w->path[n] = '\0';
	text_end_whole(w->path);
	return at;
}

static size_t
enter_index(struct walk *w, size_t index)
{
	size_t at = strlen(w->path);

	(void)snprintf(w->path + at, sizeof(w->path) - at, "/%zu", index);
	return at;
}

static void
leave(struct walk *w, size_t at)
{
	w->path[at] = '\0';
}

int64_t
shape_max(const struct shape *shape)
{
	if (shape->max != 0)
		return shape->max;
	if (shape->kind == SHAPE_LIST)
		return 100000;
	/* Integers that every JSON reader keeps: 53 bits (RFC 7493). */
	return shape->kind == SHAPE_INT ? ((int64_t)1 << 53) - 1 : 10000;
}

static const struct shape_field *
find_in(const struct shape_field *fields, struct text key)
{
	if (fields == NULL)
		return NULL;
	for (; fields->name != NULL; fields++)
		if (text_is(key, fields->name))
			return fields;
	return NULL;
}

static const struct shape_field *
find_field(const struct shape *shape, struct text key)
{
	const struct shape_field *field = find_in(shape->fields, key);

	return field != NULL ? field : find_in(shape->common, key);
}

/* Letters that differ between two words, at most 3: for "did you mean". */
static size_t
distance(struct text a, struct text b)
{
	size_t row[64];

	if (b.n >= LENGTH(row) || a.n >= LENGTH(row))
		return SIZE_MAX;
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t above = row[j];
			size_t best = diagonal + (a.p[i - 1] != b.p[j - 1]);

			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diagonal = above;
		}
	}
	return row[b.n];
}

static void
nearest(const struct shape_field *fields, struct text key, const char **best,
    size_t *least)
{
	for (; fields != NULL && fields->name != NULL; fields++) {
		size_t d = distance(key, text_of(fields->name));

		if (d < *least) {
			*least = d;
			*best = fields->name;
		}
	}
}

static void
unknown_key(struct walk *w, const struct shape *shape,
    const struct member *member)
{
	struct node place = { .line = member->line, .column = member->column };
	const char *best = NULL;
	size_t least = 3;
	struct finding *f;
	char key[64];

	(void)snprintf(key, sizeof(key), "%.*s", TEXT_ARGS(member->key));
	text_end_whole(key);
	f = REPORT(w, &place, "unknown_key", "未知のキー「%s」です",
	    "unknown key \"%s\"", key);
	nearest(shape->fields, member->key, &best, &least);
	nearest(shape->common, member->key, &best, &least);
	if (best != NULL)
		error_remedy(&f->error, "「%s」のことですか",
		    "did you mean \"%s\"?", best);
	else if (member->value->kind == NODE_NULL && member->line > 0)
		error_remedy(&f->error,
		    "読点「,」を含む文は引用符で囲んでください",
		    "a text with a comma must be quoted");
}

static void
check_required(struct walk *w, const struct node *node,
    const struct shape_field *fields)
{
	for (; fields != NULL && fields->name != NULL; fields++) {
		const struct node *value = node_get(node, fields->name);

		if (!fields->required ||
		    (value != NULL && value->kind != NODE_NULL))
			continue;
		REPORT(w, node, "missing_key", "「%s」がありません",
		    "\"%s\" is missing", fields->name);
	}
}

static void
check_rule(struct walk *w, const struct node *node, const struct shape *shape)
{
	size_t standing = 0;

	if (shape->rule == SHAPE_ANY)
		return;
	for (size_t i = 0; i < node->count; i++)
		standing += find_in(shape->fields, node->members[i].key) !=
		    NULL && node_at(node, i)->kind != NODE_NULL;
	if (shape->rule == SHAPE_ONE && standing != 1)
		REPORT(w, node, "exactly_one",
		    "ちょうど一つだけ指定してください",
		    "exactly one of the possible keys must stand");
	if (shape->rule == SHAPE_SOME && standing == 0)
		REPORT(w, node, "missing_key",
		    "少なくとも一つ指定してください",
		    "at least one of the possible keys must stand");
}

static void
walk_object(struct walk *w, struct node *node, const struct shape *shape,
    int depth)
{
	if (!w->references) {
		check_required(w, node, shape->fields);
		check_required(w, node, shape->common);
		check_rule(w, node, shape);
	}
	for (size_t i = 0; i < node->count; i++) {
		const struct member *member = &node->members[i];
		const struct shape_field *field = find_field(shape,
		    member->key);
		size_t at = enter_key(w, member->key);

		if (field != NULL && member->value->kind != NODE_NULL)
			walk(w, member->value, field->shape, depth + 1);
		else if (field == NULL && !w->references)
			unknown_key(w, shape, member);
		leave(w, at);
	}
}

/* Makes a bare value the only member of a list that stands in its place. */
static void
wrap_single(struct walk *w, struct node *node)
{
	struct member *member = arena_alloc(w->arena, sizeof(*member));
	struct node *value = arena_alloc(w->arena, sizeof(*value));

	if (member == NULL || value == NULL) {
		w->no_memory = true;
		return;
	}
	*value = *node;
	member->value = value;
	*node = (struct node){
		.kind = NODE_LIST, .line = value->line,
		.column = value->column, .count = 1, .members = member
	};
}

static void
walk_list(struct walk *w, struct node *node, const struct shape *shape,
    int depth)
{
	int64_t max = shape_max(shape);

	if (!w->references && (int64_t)node->count < shape->min)
		REPORT(w, node, "too_few", "少なくとも %lld 件必要です",
		    "at least %lld needed", (long long)shape->min);
	if (!w->references && (int64_t)node->count > max)
		REPORT(w, node, "too_many", "多すぎます (上限 %lld 件)",
		    "too many (at most %lld)", (long long)max);
	for (size_t i = 0; i < node->count; i++) {
		size_t at = enter_index(w, i);

		walk(w, node->members[i].value, shape->element, depth + 1);
		leave(w, at);
	}
}

static void
walk_dict(struct walk *w, struct node *node, const struct shape *shape,
    int depth)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct member *member = &node->members[i];
		struct node place = {
			.line = member->line, .column = member->column
		};
		size_t at = enter_key(w, member->key);

		if (!w->references && !text_is_id(member->key))
			REPORT(w, &place, "bad_value",
			    "識別子は英小文字・数字・_ です",
			    "an id is lower-case letters, digits and _");
		walk(w, member->value, shape->element, depth + 1);
		leave(w, at);
	}
}

static struct id *
find_id(const struct walk *w, int space, struct text text)
{
	for (struct id *id = w->ids[space]; id != NULL; id = id->next)
		if (text_equal(id->text, text))
			return id;
	return NULL;
}

static void
declare_id(struct walk *w, const struct node *node, int space)
{
	const struct id *before = find_id(w, space, node->text);
	struct id *id;

	if (before != NULL && before->node->line > 0)
		REPORT(w, node, "duplicate_id",
		    "識別子「%.*s」は %u 行目ですでに使われています",
		    "the id \"%.*s\" is used already in line %u",
		    TEXT_ARGS(node->text), before->node->line);
	else if (before != NULL)
		REPORT(w, node, "duplicate_id",
		    "識別子「%.*s」はすでに使われています",
		    "the id \"%.*s\" is used already",
		    TEXT_ARGS(node->text));
	if (before != NULL)
		return;
	id = arena_alloc(w->arena, sizeof(*id));
	if (id == NULL) {
		w->no_memory = true;
		return;
	}
	id->text = node->text;
	id->node = node;
	id->next = w->ids[space];
	w->ids[space] = id;
}

static void
check_id(struct walk *w, const struct node *node, const struct shape *shape)
{
	if (!text_is_id(node->text))
		REPORT(w, node, "bad_value",
		    "識別子は英小文字・数字・_ で、英字で始めます (63 字まで)",
		    "an id is lower-case letters, digits and _, begins with "
		    "a letter and has at most 63");
	else if (shape->space != 0)
		declare_id(w, node, shape->space);
}

/* Only an id is repeated; anything else may be somebody's name. */
static void
dangling(struct walk *w, const struct node *node, struct text id,
    const char *section)
{
	if (text_is_id(id))
		REPORT(w, node, "dangling_reference",
		    "「%.*s」は %s に宣言されていません",
		    "\"%.*s\" is not declared in %s", TEXT_ARGS(id), section);
	else
		REPORT(w, node, "dangling_reference",
		    "%s に宣言されている識別子ではありません",
		    "not an id that is declared in %s", section);
}

static void
check_reference(struct walk *w, const struct node *node, int space)
{
	if (find_id(w, space, node->text) == NULL)
		dangling(w, node, node->text, w->language->spaces[space]);
}

/* "purposes" or "purposes.screening". */
static void
check_path(struct walk *w, const struct node *node)
{
	ptrdiff_t dot = text_find(node->text, TEXT("."));
	struct text section = dot < 0 ? node->text :
	    text_slice(node->text, 0, (size_t)dot);
	const struct shape_field *field = find_field(w->language->root,
	    section);
	struct text id;

	if (field == NULL) {
		REPORT(w, node, "dangling_reference",
		    "そのような節はありません", "there is no such section");
		return;
	}
	if (dot < 0)
		return;
	id = text_slice(node->text, (size_t)dot + 1, node->text.n);
	for (int space = 1; space < w->language->space_count; space++)
		if (text_is(section, w->language->spaces[space]) &&
		    find_id(w, space, id) != NULL)
			return;
	dangling(w, node, id, field->name);
}

static void
check_text(struct walk *w, const struct node *node, const struct shape *shape)
{
	int64_t n = (int64_t)text_length(node->text);
	int64_t min = shape->min == 0 ? 1 : shape->min;
	int64_t max = shape_max(shape);

	if (n < min)
		REPORT(w, node, "bad_value", "空にはできません",
		    "it may not be empty");
	if (n > max)
		REPORT(w, node, "bad_value", "長すぎます (上限 %lld 字)",
		    "too long (at most %lld characters)", (long long)max);
}

static void
wrong_type(struct walk *w, const struct node *node, const char *ja,
    const char *en)
{
	char text[LANGUAGE_COUNT][128];

	(void)snprintf(text[LANGUAGE_JA], sizeof(text[0]),
	    "%sでなければなりません", ja);
	(void)snprintf(text[LANGUAGE_EN], sizeof(text[0]), "%s is expected",
	    en);
	(void)findings_say(w->findings, SEVERITY_ERROR, node, w->path,
	    "wrong_type",
	    (struct words){ text[LANGUAGE_JA], text[LANGUAGE_EN] });
}

static void
check_int(struct walk *w, struct node *node, const struct shape *shape)
{
	int64_t max = shape_max(shape);

	if (node->kind == NODE_TEXT && node->plain &&
	    text_to_int(node->text, &node->number))
		node->kind = NODE_INT;
	if (node->kind != NODE_INT)
		wrong_type(w, node, "整数", "an integer");
	else if (node->number < shape->min || node->number > max)
		REPORT(w, node, "bad_value", "%lld から %lld までの整数です",
		    "an integer from %lld to %lld is expected",
		    (long long)shape->min, (long long)max);
}

static void
check_bool(struct walk *w, struct node *node)
{
	if (node->kind == NODE_TEXT && node->plain &&
	    (text_is(node->text, "true") || text_is(node->text, "false"))) {
		node->kind = NODE_BOOL;
		node->number = text_is(node->text, "true");
	}
	if (node->kind != NODE_BOOL)
		wrong_type(w, node, "true か false", "true or false");
}

static void
check_enum(struct walk *w, struct node *node, const struct shape *shape)
{
	char names[256] = "";
	size_t n = 0;

	for (int64_t i = 0; shape->names[i] != NULL; i++) {
		if (text_is(node->text, shape->names[i])) {
			node->number = i;
			return;
		}
		if (n < sizeof(names))
			n += (size_t)snprintf(names + n, sizeof(names) - n,
			    "%s%s", i == 0 ? "" : " | ", shape->names[i]);
	}
	REPORT(w, node, "bad_value", "次のいずれかです: %s",
	    "one of these is expected: %s", names);
}

static void
check_formatted(struct walk *w, struct node *node, enum shape_kind kind)
{
	if (kind == SHAPE_DATE &&
	    !clock_parse_date(node->text, &node->number))
		REPORT(w, node, "bad_value",
		    "実在する日付 (YYYY-MM-DD) ではありません",
		    "not a date that exists (YYYY-MM-DD)");
	if (kind == SHAPE_TIME && !shape_format_time(node->text, &node->number))
		REPORT(w, node, "bad_value", "時刻 (HH:MM) ではありません",
		    "not a time of day (HH:MM)");
	if (kind == SHAPE_URL && !shape_format_url(node->text))
		REPORT(w, node, "bad_value", "URL (https://…) ではありません",
		    "not a URL (https://...)");
	if (kind == SHAPE_EMAIL && !shape_format_email(node->text))
		REPORT(w, node, "bad_value", "メールアドレスではありません",
		    "not an e-mail address");
}

/* Scalars: typed in the first pass, references looked up in the second. */
static void
walk_scalar(struct walk *w, struct node *node, const struct shape *shape)
{
	if (w->references) {
		if (node->kind != NODE_TEXT)
			return;
		if (shape->kind == SHAPE_REF)
			check_reference(w, node, shape->space);
		if (shape->kind == SHAPE_PATH)
			check_path(w, node);
		return;
	}
	if (shape->kind == SHAPE_INT) {
		check_int(w, node, shape);
		return;
	}
	if (shape->kind == SHAPE_BOOL) {
		check_bool(w, node);
		return;
	}
	if (shape->kind == SHAPE_SCALAR) {
		if (node->kind == NODE_LIST || node->kind == NODE_MAP ||
		    node->kind == NODE_REAL)
			wrong_type(w, node, "単純な値", "a plain value");
		return;
	}
	if (node->kind != NODE_TEXT) {
		wrong_type(w, node, "文字列", "text");
		return;
	}
	if (shape->kind == SHAPE_TEXT)
		check_text(w, node, shape);
	else if (shape->kind == SHAPE_ID)
		check_id(w, node, shape);
	else if (shape->kind == SHAPE_ENUM)
		check_enum(w, node, shape);
	else
		check_formatted(w, node, shape->kind);
}

static void
walk(struct walk *w, struct node *node, const struct shape *shape, int depth)
{
	if (depth > SHAPE_DEPTH) {
		if (!w->references)
			REPORT(w, node, "too_deep", "入れ子が深すぎます",
			    "nested too deeply");
		return;
	}
	switch (shape->kind) {
	case SHAPE_OBJECT:
	case SHAPE_DICT:
		if (node->kind != NODE_MAP) {
			if (!w->references)
				wrong_type(w, node, "キーと値の組", "a map");
		} else if (shape->kind == SHAPE_OBJECT) {
			walk_object(w, node, shape, depth);
		} else {
			walk_dict(w, node, shape, depth);
		}
		break;
	case SHAPE_LIST:
		if (shape->all != NULL && node->kind == NODE_TEXT &&
		    text_is(node->text, shape->all))
			break;
		if (shape->single && node->kind != NODE_LIST)
			wrap_single(w, node);
		if (node->kind == NODE_LIST)
			walk_list(w, node, shape, depth);
		else if (!w->references)
			wrong_type(w, node, "リスト", "a list");
		break;
	case SHAPE_TEXT:
	case SHAPE_ID:
	case SHAPE_REF:
	case SHAPE_PATH:
	case SHAPE_INT:
	case SHAPE_BOOL:
	case SHAPE_DATE:
	case SHAPE_TIME:
	case SHAPE_ENUM:
	case SHAPE_URL:
	case SHAPE_EMAIL:
	case SHAPE_SCALAR:
		walk_scalar(w, node, shape);
		break;
	}
}

enum status
shape_check(const struct node *root, const struct shape_language *language,
    struct findings *findings, struct error *error)
{
	struct walk w = {
		.language = language,
		.root = root,
		.findings = findings,
		.arena = findings->arena,
		.error = error,
	};
	struct node *typed = (struct node *)(uintptr_t)root;

	walk(&w, typed, language->root, 0);
	w.references = true;
	walk(&w, typed, language->root, 0);
	return w.no_memory ? error_memory(error) : STATUS_OK;
}
