/*
 * What somebody gives, from JSON: the body of a request, a line of an import.
 */
#include "vault/person_given.h"

static const struct shape value = { .kind = SHAPE_SCALAR };
const struct shape person_given_values = {
	.kind = SHAPE_DICT, .element = &value
};
static const struct shape word = { .kind = SHAPE_ID };
static const struct shape words = {
	.kind = SHAPE_LIST, .element = &word, .max = 100
};
static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape line_text = { .kind = SHAPE_TEXT, .max = 200 };
static const struct shape_field line_fields[] = {
	{ "way", &word, false, { "取得方法", "way" } },
	{ "subject", &word, false, { "本人の種類", "kind of person" } },
	{ "service", &word, false, { "サービス", "service" } },
	{ "shown", &flag, false, { "明示した", "it was shown" } },
	{ "announced", &flag, false, { "電話で案内した",
	  "what the telephone has to say was said" } },
	{ "evidence", &line_text, false, { "示した文の証跡",
	  "evidence of what was shown" } },
	{ "values", &person_given_values, true, { "値", "values" } },
	{ "consents", &words, false, { "同意", "consents" } },
	{ "person", &line_text, false, { "既存の本人", "who is there" } },
	{ "acquired", &line_text, false, { "取得日時", "acquired at" } },
	{ "ground", &word, false, { "根拠", "ground" } },
	{ "origin", &line_text, false, { "出所", "origin" } },
	{ "guardian", &line_text, false, { "法定代理人", "guardian" } },
	{ "client", &word, false, { "受託元", "client" } },
	{ "introducer", &line_text, false, { "紹介者", "introduced by" } },
	{ NULL, NULL, false, { NULL, NULL } }
};
const struct shape person_given_shape = {
	.kind = SHAPE_OBJECT, .fields = line_fields
};
/* A scalar as text: numbers and true and false as they are written. */
static struct text
scalar_text(const struct node *node, struct arena *arena)
{
	struct buf out;

	if (node->kind == NODE_TEXT || node->kind == NODE_REAL)
		return node->text;
	if (node->kind == NODE_BOOL)
		return node->number ? TEXT("true") : TEXT("false");
	if (node->kind != NODE_INT)
		return (struct text){ "", 0 };
	buf_init(&out, arena, 32);
	buf_printf(&out, "%lld", (long long)node->number);
	return buf_as_text(&out);
}

static enum status
take_values(struct acquisition *out, const struct node *list,
    struct arena *arena, struct error *error)
{
	struct given_value *given = arena_array(arena, list->count,
	    sizeof(*given));

	if (given == NULL)
		return error_memory(error);
	for (size_t i = 0; i < list->count; i++) {
		const struct node *node = node_at(list, i);

		given[out->value_count++] = (struct given_value){
			list->members[i].key, scalar_text(node, arena)
		};
	}
	out->values = given;
	return STATUS_OK;
}

static enum status
take_ids(struct acquisition *out, const struct node *node,
    struct vault *vault, struct error *error)
{
	const struct {
		const char *key;
		uint64_t *number;
	} people[] = {
		{ "person", &out->person }, { "introducer", &out->introducer }
	};
	struct text acquired = node_text(node, "acquired");
	enum status status;

	for (size_t i = 0; i < LENGTH(people); i++) {
		struct text id = node_text(node, people[i].key);

		if (id.n == 0)
			continue;
		status = id_parse(people[i].number, ID_PERSON, id,
		    vault_id_key(vault), error);
		if (status != STATUS_OK) {
			error_at(error, "/%s", people[i].key);
			return status;
		}
	}
	if (acquired.n > 0 && !clock_parse(acquired, &out->acquired)) {
		status = error_set(error, STATUS_INVALID, "bad_time",
		    "日時 (RFC 3339) ではありません",
		    "not a time (RFC 3339)");
		error_at(error, "/acquired");
		return status;
	}
	return STATUS_OK;
}

enum status
person_given(struct acquisition *out, const struct node *node,
    struct vault *vault, struct arena *arena, struct error *error)
{
	const struct node *consents = node_get(node, "consents");
	struct text *ids = arena_array(arena, node_count(consents),
	    sizeof(*ids));
	enum status status;

	memset(out, 0, sizeof(*out));
	if (ids == NULL)
		return error_memory(error);
	status = take_values(out, node_get(node, "values"), arena, error);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < node_count(consents); i++)
		ids[out->consent_count++] = node_at(consents, i)->text;
	out->consents = ids;
	out->way = node_text(node, "way");
	out->subject = node_text(node, "subject");
	out->service = node_text(node, "service");
	out->shown = node_bool(node, "shown", false);
	out->announced = node_bool(node, "announced", false);
	out->evidence = node_text(node, "evidence");
	out->ground = node_text(node, "ground");
	out->origin = node_text(node, "origin");
	out->guardian = node_text(node, "guardian");
	out->client = node_text(node, "client");
	return take_ids(out, node, vault, error);
}
