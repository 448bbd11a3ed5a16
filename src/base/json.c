#include <jansson.h>
#include <pthread.h>

#include "base/json.h"

/*
 * jansson takes its allocator once, for the whole process.  Ours hands out
 * memory of the arena that this thread is parsing into; freeing does nothing,
 * the arena is wiped as a whole.
 */
static _Thread_local struct arena *parsing_into;

static void *
allocate(size_t size)
{
	return arena_alloc(parsing_into, size);
}

static void
release(void *memory)
{
	(void)memory;
}

static void
set_allocator(void)
{
	json_set_alloc_funcs(allocate, release);
}

/* A value of jansson's and the node that it becomes. */
struct step {
	json_t *json;
	struct node *node;
	size_t next;		/* members done, when a list or map */
	void *iterator;
};

static bool
set_scalar(struct node *node, const json_t *json)
{
	switch (json_typeof(json)) {
	case JSON_NULL:
		node->kind = NODE_NULL;
		return true;
	case JSON_TRUE:
	case JSON_FALSE:
		node->kind = NODE_BOOL;
		node->number = json_is_true(json);
		return true;
	case JSON_INTEGER:
		node->kind = NODE_INT;
		node->number = json_integer_value(json);
		return true;
	case JSON_REAL:
		node->kind = NODE_REAL;
		return true;
	case JSON_STRING:
		node->kind = NODE_TEXT;
		node->text = (struct text){ json_string_value(json),
		    json_string_length(json) };
		return true;
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	}
	return false;
}

static bool
open_members(struct step *step, struct arena *arena)
{
	struct node *node = step->node;

	if (json_is_object(step->json)) {
		node->kind = NODE_MAP;
		node->count = json_object_size(step->json);
		step->iterator = json_object_iter(step->json);
	} else {
		node->kind = NODE_LIST;
		node->count = json_array_size(step->json);
	}
	node->members = arena_array(arena, node->count,
	    sizeof(*node->members));
	return node->members != NULL;
}

/* The next member's json, with the member's key filled in. */
static json_t *
next_json(struct step *step, struct member *member)
{
	json_t *json;

	if (step->node->kind == NODE_LIST)
		return json_array_get(step->json, step->next);
	member->key = text_of(json_object_iter_key(step->iterator));
	json = json_object_iter_value(step->iterator);
	step->iterator = json_object_iter_next(step->json, step->iterator);
	return json;
}

/* Our tree from jansson's, without recursion. */
static bool
convert(struct node *root, json_t *json, struct arena *arena)
{
	struct step stack[JSON_DEPTH + 1];
	size_t depth = 0;

	if (set_scalar(root, json))
		return true;
	stack[depth++] = (struct step){ .json = json, .node = root };
	if (!open_members(&stack[0], arena))
		return false;
	while (depth > 0) {
		struct step *step = &stack[depth - 1];
		struct member *member;
		json_t *inner;

		if (step->next == step->node->count) {
			depth--;
			continue;
		}
		member = &step->node->members[step->next];
		inner = next_json(step, member);
		step->next++;
		member->value = arena_alloc(arena, sizeof(*member->value));
		if (member->value == NULL)
			return false;
		if (set_scalar(member->value, inner))
			continue;
		if (depth > JSON_DEPTH)
			return false;
		stack[depth] = (struct step){
			.json = inner, .node = member->value
		};
		if (!open_members(&stack[depth++], arena))
			return false;
	}
	return true;
}

/* Depth by counting brackets outside strings, before anything is built. */
static bool
too_deep(struct bytes source)
{
	size_t depth = 0;
	bool in_string = false;

	for (size_t i = 0; i < source.n; i++) {
		uint8_t c = source.p[i];

		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"') {
			in_string = true;
		} else if (c == '[' || c == '{') {
			if (++depth > JSON_DEPTH)
				return true;
		} else if ((c == ']' || c == '}') && depth > 0) {
			depth--;
		}
	}
	return false;
}

enum status
json_parse(const struct node **root, struct bytes source, struct arena *arena,
    struct error *error)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct node *node = arena_alloc(arena, sizeof(*node));
	struct text checked;
	json_error_t problem;
	enum status status;
	json_t *json;

	*root = NULL;
	(void)pthread_once(&once, set_allocator);
	if (node == NULL)
		return error_memory(error);
	if (!text_from_bytes(&checked, source))
		return error_set(error, STATUS_INVALID, "not_utf8",
		    "UTF-8 の JSON ではありません", "not JSON in UTF-8");
	if (too_deep(source))
		return error_set(error, STATUS_INVALID, "too_deep",
		    "入れ子が深すぎます", "nested too deeply");
	parsing_into = arena;
	json = json_loadb((const char *)source.p, source.n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &problem);
	if (json != NULL && convert(node, json, arena)) {
		*root = node;
		return STATUS_OK;
	}
	if (json != NULL || json_error_code(&problem) ==
	    json_error_out_of_memory)
		return error_memory(error);
	/* jansson's own text may quote the input, so it is not shown. */
	status = error_set(error, STATUS_INVALID,
	    json_error_code(&problem) == json_error_duplicate_key ?
	    "duplicate_key" : "json_syntax", "JSON として読めません",
	    "not well-formed JSON");
	error_at(error, "%d:%d", problem.line, problem.column);
	return status;
}
