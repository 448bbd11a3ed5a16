#include <yaml.h>

#include "base/yaml.h"

/* A list or map that is being read, and its members so far. */
struct open_node {
	struct node *node;
	size_t capacity;
	bool has_key;		/* of a map: key read, value not yet */
	struct member next;	/* that key */
};

struct reading {
	struct text source;
	const char *name;
	struct arena *arena;
	struct error *error;
	struct open_node open[YAML_DEPTH];
	size_t depth;
	size_t nodes;
	struct node *root;
};

static enum status
refuse(struct reading *r, const yaml_mark_t *mark, const char *code,
    const char *ja, const char *en)
{
	enum status status = error_say(r->error, STATUS_INVALID, code,
	    (struct words){ ja, en });

	error_at(r->error, "%s:%zu:%zu", r->name, mark->line + 1,
	    mark->column + 1);
	return status;
}

static enum status
new_node(struct node **node, struct reading *r, enum node_kind kind,
    const yaml_mark_t *mark)
{
	if (r->nodes++ == YAML_NODES)
		return refuse(r, mark, "too_large", "値が多すぎます",
		    "too many values");
	*node = arena_alloc(r->arena, sizeof(**node));
	if (*node == NULL)
		return error_memory(r->error);
	(*node)->kind = kind;
	(*node)->line = (uint32_t)mark->line + 1;
	(*node)->column = (uint32_t)mark->column + 1;
	return STATUS_OK;
}

static bool
add_member(struct reading *r, struct open_node *open, struct member member)
{
	struct node *node = open->node;

	if (node->count == open->capacity) {
		size_t capacity = open->capacity < 4 ? 4 : open->capacity * 2;
		struct member *grown = arena_array(r->arena, capacity,
		    sizeof(*grown));

		if (grown == NULL)
			return false;
		if (node->count > 0)
			memcpy(grown, node->members,
			    node->count * sizeof(*grown));
		node->members = grown;
		open->capacity = capacity;
	}
	node->members[node->count++] = member;
	return true;
}

/* Puts a finished or just opened node where it belongs. */
static enum status
place(struct reading *r, struct node *node, const yaml_mark_t *mark)
{
	struct open_node *open;
	struct member member = { .value = node };

	if (r->depth == 0) {
		r->root = node;
		return STATUS_OK;
	}
	open = &r->open[r->depth - 1];
	if (open->node->kind == NODE_LIST)
		return add_member(r, open, member) ? STATUS_OK :
		    error_memory(r->error);
	if (!open->has_key)
		return refuse(r, mark, "yaml_key",
		    "キーは文字列でなければなりません",
		    "a key must be plain text");
	member = open->next;
	member.value = node;
	open->has_key = false;
	return add_member(r, open, member) ? STATUS_OK :
	    error_memory(r->error);
}

static enum status
take_key(struct reading *r, struct open_node *open, struct text text,
    const yaml_mark_t *mark)
{
	for (size_t i = 0; i < open->node->count; i++)
		if (text_equal(open->node->members[i].key, text))
			return refuse(r, mark, "duplicate_key",
			    "同じキーが二度あります",
			    "the same key stands twice");
	open->next = (struct member){
		.key = text,
		.line = (uint32_t)mark->line + 1,
		.column = (uint32_t)mark->column + 1,
	};
	open->has_key = true;
	return STATUS_OK;
}

static enum status
take_scalar(struct reading *r, const yaml_event_t *event)
{
	const yaml_mark_t *mark = &event->start_mark;
	struct text text = { (const char *)event->data.scalar.value,
	    event->data.scalar.length };
	struct open_node *open = r->depth == 0 ? NULL : &r->open[r->depth - 1];
	struct node *node;
	enum status status;

	if (event->data.scalar.anchor != NULL ||
	    event->data.scalar.tag != NULL)
		return refuse(r, mark, "yaml_anchor",
		    "アンカーとタグは使えません",
		    "anchors and tags are not allowed");
	if (!text_from_bytes(&text, bytes_of(text)))
		return refuse(r, mark, "not_utf8",
		    "UTF-8 のテキストではありません", "not UTF-8 text");
	text = text_copy(r->arena, text);
	if (text.p == NULL)
		return error_memory(r->error);
	if (open != NULL && open->node->kind == NODE_MAP && !open->has_key)
		return take_key(r, open, text, mark);
	status = new_node(&node, r, NODE_TEXT, mark);
	if (status != STATUS_OK)
		return status;
	node->text = text;
	node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	/* "key:" with nothing behind it says nothing. */
	if (node->plain && text.n == 0)
		node->kind = NODE_NULL;
	return place(r, node, mark);
}

static enum status
take_open(struct reading *r, enum node_kind kind, const yaml_event_t *event)
{
	const yaml_mark_t *mark = &event->start_mark;
	const yaml_char_t *anchor = kind == NODE_LIST ?
	    event->data.sequence_start.anchor :
	    event->data.mapping_start.anchor;
	const yaml_char_t *tag = kind == NODE_LIST ?
	    event->data.sequence_start.tag : event->data.mapping_start.tag;
	struct node *node;
	enum status status;

	if (anchor != NULL || tag != NULL)
		return refuse(r, mark, "yaml_anchor",
		    "アンカーとタグは使えません",
		    "anchors and tags are not allowed");
	if (r->depth == YAML_DEPTH)
		return refuse(r, mark, "too_deep", "入れ子が深すぎます",
		    "nested too deeply");
	status = new_node(&node, r, kind, mark);
	if (status != STATUS_OK)
		return status;
	status = place(r, node, mark);
	if (status != STATUS_OK)
		return status;
	r->open[r->depth++] = (struct open_node){ .node = node };
	return STATUS_OK;
}

static enum status
take_event(struct reading *r, const yaml_event_t *event, bool *done)
{
	const yaml_mark_t *mark = &event->start_mark;

	switch (event->type) {
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return STATUS_OK;
	case YAML_STREAM_END_EVENT:
		*done = true;
		return STATUS_OK;
	case YAML_DOCUMENT_START_EVENT:
		if (r->root != NULL)
			return refuse(r, mark, "yaml_documents",
			    "文書は一つだけにしてください",
			    "only one document is allowed");
		return STATUS_OK;
	case YAML_ALIAS_EVENT:
		return refuse(r, mark, "yaml_alias", "別名 (*) は使えません",
		    "aliases (*) are not allowed");
	case YAML_SCALAR_EVENT:
		return take_scalar(r, event);
	case YAML_SEQUENCE_START_EVENT:
		return take_open(r, NODE_LIST, event);
	case YAML_MAPPING_START_EVENT:
		return take_open(r, NODE_MAP, event);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		r->depth--;
		return STATUS_OK;
	}
	return STATUS_OK;
}

/* A character that YAML does not allow is only known by its offset. */
static yaml_mark_t
mark_of_offset(struct text source, size_t offset)
{
	yaml_mark_t mark = { .index = 0 };
	struct text before = text_slice(source, 0,
	    offset < source.n ? offset : source.n);
	uint32_t c;

	while (text_next(&before, &c)) {
		mark.column++;
		if (c == '\n') {
			mark.line++;
			mark.column = 0;
		}
	}
	return mark;
}

static enum status
syntax(struct reading *r, const yaml_parser_t *parser)
{
	const char *problem = parser->problem == NULL ? "?" : parser->problem;
	yaml_mark_t mark = parser->problem_mark;
	enum status status;

	if (parser->error == YAML_MEMORY_ERROR)
		return error_memory(r->error);
	if (parser->error == YAML_READER_ERROR)
		mark = mark_of_offset(r->source, parser->problem_offset);
	status = error_set(r->error, STATUS_INVALID, "yaml_syntax",
	    "YAML として読めません (%s)", "not YAML (%s)", problem);
	error_at(r->error, "%s:%zu:%zu", r->name, mark.line + 1,
	    mark.column + 1);
	return status;
}

static enum status
read_events(struct reading *r, yaml_parser_t *parser)
{
	bool done = false;

	while (!done) {
		yaml_event_t event;
		enum status status;

		if (!yaml_parser_parse(parser, &event))
			return syntax(r, parser);
		status = take_event(r, &event, &done);
		yaml_event_delete(&event);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

enum status
yaml_parse(const struct node **root, struct text source, const char *name,
    struct arena *arena, struct error *error)
{
	struct reading *r = arena_alloc(arena, sizeof(*r));
	yaml_parser_t parser;
	enum status status;

	*root = NULL;
	if (r == NULL || !yaml_parser_initialize(&parser))
		return error_memory(error);
	/* libyaml asserts that there is a source, even when it is empty. */
	r->source = source.n == 0 ? TEXT("") : source;
	r->name = name;
	r->arena = arena;
	r->error = error;
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser,
	    (const unsigned char *)r->source.p, r->source.n);
	status = read_events(r, &parser);
	yaml_parser_delete(&parser);
	if (status != STATUS_OK)
		return status;
	if (r->root == NULL) {
		status = error_set(error, STATUS_INVALID, "empty_file",
		    "内容がありません", "the file is empty");
		error_at(error, "%s:1:1", name);
		return status;
	}
	*root = r->root;
	return STATUS_OK;
}
