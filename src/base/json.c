#include <jansson.h>
#include <pthread.h>
#include <setjmp.h>

#include "base/json.h"

/*
 * jansson takes its allocator once, for the whole process.  Ours hands out
 * memory of the arena that this thread is parsing into; freeing does nothing,
 * the arena is wiped as a whole.
 *
 * jansson may not see that memory is out: version 2.14 then loses the end of
 * the string that it reads and writes past its buffer, and who sends a large
 * text chooses when.  So the parse is left by a jump; all that jansson leaves
 * behind lies in the arena.
 */
static _Thread_local struct arena *parsing_into;
static _Thread_local jmp_buf memory_is_out;

static void *
allocate(size_t size)
{
	void *memory = arena_alloc(parsing_into, size);

	if (memory == NULL)
		longjmp(memory_is_out, 1);
	return memory;
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

/* The shortest decimal form that reads back as the same number. */
static bool
set_real(struct node *node, double value, struct arena *arena)
{
	char text[32];

	for (int digits = 15; digits <= 17; digits++) {
		(void)snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	node->kind = NODE_REAL;
	node->text = text_copy(arena, text_of(text));
	return node->text.p != NULL;
}

enum filled { FILLED, IS_NESTED, NO_MEMORY };

/* A list or map is left to open_members(). */
static enum filled
set_scalar(struct node *node, const json_t *json, struct arena *arena)
{
	switch (json_typeof(json)) {
	case JSON_NULL:
		node->kind = NODE_NULL;
		return FILLED;
	case JSON_TRUE:
	case JSON_FALSE:
		node->kind = NODE_BOOL;
		node->number = json_is_true(json);
		return FILLED;
	case JSON_INTEGER:
		node->kind = NODE_INT;
		node->number = json_integer_value(json);
		return FILLED;
	case JSON_REAL:
		return set_real(node, json_real_value(json), arena) ? FILLED :
		    NO_MEMORY;
	case JSON_STRING:
		node->kind = NODE_TEXT;
		node->text = (struct text){ json_string_value(json),
		    json_string_length(json) };
		return FILLED;
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	}
	return IS_NESTED;
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

/* Our tree from jansson's, without recursion; false when memory is out. */
static bool
convert(struct node *root, json_t *json, struct arena *arena)
{
	/* too_deep() has seen that this is enough. */
	struct step stack[JSON_DEPTH];
	struct node *node = root;
	size_t depth = 0;

	for (;;) {
		enum filled filled = set_scalar(node, json, arena);
		struct member *member;
		struct step *step;

		if (filled == NO_MEMORY)
			return false;
		if (filled == IS_NESTED) {
			stack[depth] = (struct step){
				.json = json, .node = node
			};
			if (!open_members(&stack[depth++], arena))
				return false;
		}
		while (depth > 0 &&
		    stack[depth - 1].next == stack[depth - 1].node->count)
			depth--;
		if (depth == 0)
			return true;
		step = &stack[depth - 1];
		member = &step->node->members[step->next];
		json = next_json(step, member);
		step->next++;
		node = member->value = arena_alloc(arena, sizeof(*node));
		if (node == NULL)
			return false;
	}
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

/* jansson's tree; NULL with *starved when memory is out. */
static json_t *
load(struct bytes source, struct arena *arena, json_error_t *problem,
    bool *starved)
{
	json_t *json;

	parsing_into = arena;
	*starved = true;
	if (setjmp(memory_is_out) != 0)
		return NULL;
	json = json_loadb((const char *)source.p, source.n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, problem);
	*starved = false;
	return json;
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
	bool starved;
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
	json = load(source.n == 0 ? bytes_of(TEXT("")) : source, arena,
	    &problem, &starved);
	if (json != NULL && convert(node, json, arena)) {
		*root = node;
		return STATUS_OK;
	}
	if (json != NULL || starved)
		return error_memory(error);
	/* jansson's own text may quote the input, so it is not shown. */
	status = error_set(error, STATUS_INVALID,
	    json_error_code(&problem) == json_error_duplicate_key ?
	    "duplicate_key" : "json_syntax", "JSON として読めません",
	    "not well-formed JSON");
	error_at(error, "%d:%d", problem.line, problem.column);
	return status;
}
