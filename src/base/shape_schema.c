/*
 * The JSON Schema of a shape.  Objects with a title are written once, under
 * definitions, and referred to; the others stand in place.
 */
#include "base/shape.h"

enum { TITLES_MAX = 400 };

#define ID_PATTERN "^[a-z][a-z0-9_]{0,62}$"

struct titles {
	const struct shape *shape[TITLES_MAX];
	size_t count;
};

static void write_shape(struct jsonw *json, const struct shape *shape,
    const char *definitions, bool in_place);

/* Both languages in one line, as editors show only one. */
static void
write_about(struct jsonw *json, struct words about)
{
	jsonw_key(json, "description");
	jsonw_printf(json, "%s / %s", about.ja, about.en);
}

static void
write_fields(struct jsonw *json, const struct shape_field *fields,
    const char *definitions)
{
	for (; fields != NULL && fields->name != NULL; fields++) {
		const struct shape *shape = fields->shape;

		jsonw_key(json, fields->name);
		if (fields->about.en == NULL) {
			write_shape(json, shape, definitions, false);
			continue;
		}
		jsonw_open_object(json);
		write_about(json, fields->about);
		jsonw_key(json, "allOf");
		jsonw_open_array(json);
		write_shape(json, shape, definitions, false);
		jsonw_close_array(json);
		jsonw_close_object(json);
	}
}

static void
write_required(struct jsonw *json, const struct shape *shape)
{
	const struct shape_field *lists[] = { shape->fields, shape->common };
	bool any = false;

	for (size_t i = 0; i < LENGTH(lists); i++)
		for (const struct shape_field *f = lists[i];
		    f != NULL && f->name != NULL; f++) {
			if (!f->required)
				continue;
			if (!any) {
				jsonw_key(json, "required");
				jsonw_open_array(json);
			}
			any = true;
			jsonw_string(json, f->name);
		}
	if (any)
		jsonw_close_array(json);
}

static void
write_rule(struct jsonw *json, const struct shape *shape)
{
	if (shape->rule == SHAPE_ANY)
		return;
	jsonw_key(json, shape->rule == SHAPE_ONE ? "oneOf" : "anyOf");
	jsonw_open_array(json);
	for (const struct shape_field *f = shape->fields; f->name != NULL;
	    f++) {
		jsonw_open_object(json);
		jsonw_key(json, "required");
		jsonw_open_array(json);
		jsonw_string(json, f->name);
		jsonw_close_array(json);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
write_object(struct jsonw *json, const struct shape *shape,
    const char *definitions)
{
	jsonw_member_string(json, "type", "object");
	jsonw_key(json, "properties");
	jsonw_open_object(json);
	write_fields(json, shape->fields, definitions);
	write_fields(json, shape->common, definitions);
	jsonw_close_object(json);
	write_required(json, shape);
	write_rule(json, shape);
	jsonw_member_bool(json, "additionalProperties", false);
}

static void
write_array(struct jsonw *json, const struct shape *shape,
    const char *definitions)
{
	jsonw_member_string(json, "type", "array");
	jsonw_key(json, "items");
	write_shape(json, shape->element, definitions, false);
	if (shape->min > 0)
		jsonw_member_int(json, "minItems", shape->min);
	jsonw_member_int(json, "maxItems", shape_max(shape));
}

static void
write_list(struct jsonw *json, const struct shape *shape,
    const char *definitions)
{
	if (shape->all == NULL && !shape->single) {
		write_array(json, shape, definitions);
		return;
	}
	/* Not oneOf: the word "all" looks like an id too. */
	jsonw_key(json, "anyOf");
	jsonw_open_array(json);
	if (shape->all != NULL) {
		jsonw_open_object(json);
		jsonw_member_string(json, "const", shape->all);
		jsonw_close_object(json);
	}
	if (shape->single)
		write_shape(json, shape->element, definitions, false);
	jsonw_open_object(json);
	write_array(json, shape, definitions);
	jsonw_close_object(json);
	jsonw_close_array(json);
}

static void
write_string(struct jsonw *json, const char *key, const char *value)
{
	jsonw_member_string(json, "type", "string");
	jsonw_member_string(json, key, value);
}

static void
write_types(struct jsonw *json)
{
	static const char *const types[] = {
		"string", "integer", "boolean", "null"
	};

	jsonw_key(json, "type");
	jsonw_open_array(json);
	for (size_t i = 0; i < LENGTH(types); i++)
		jsonw_string(json, types[i]);
	jsonw_close_array(json);
}

static void
write_dict(struct jsonw *json, const struct shape *shape,
    const char *definitions)
{
	jsonw_member_string(json, "type", "object");
	jsonw_key(json, "propertyNames");
	jsonw_open_object(json);
	jsonw_member_string(json, "pattern", ID_PATTERN);
	jsonw_close_object(json);
	jsonw_key(json, "additionalProperties");
	write_shape(json, shape->element, definitions, false);
}

static void
write_scalar(struct jsonw *json, const struct shape *shape)
{
	switch (shape->kind) {
	case SHAPE_TEXT:
		jsonw_member_string(json, "type", "string");
		jsonw_member_int(json, "minLength",
		    shape->min == 0 ? 1 : shape->min < 0 ? 0 : shape->min);
		jsonw_member_int(json, "maxLength", shape_max(shape));
		break;
	case SHAPE_ID:
	case SHAPE_REF:
		write_string(json, "pattern", ID_PATTERN);
		break;
	case SHAPE_PATH:
		write_string(json, "pattern",
		    "^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)?$");
		break;
	case SHAPE_INT:
		jsonw_member_string(json, "type", "integer");
		jsonw_member_int(json, "minimum", shape->min);
		jsonw_member_int(json, "maximum", shape_max(shape));
		break;
	case SHAPE_BOOL:
		jsonw_member_string(json, "type", "boolean");
		break;
	case SHAPE_DATE:
		write_string(json, "format", "date");
		break;
	case SHAPE_TIME:
		write_string(json, "pattern",
		    "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$");
		break;
	case SHAPE_ENUM:
		jsonw_key(json, "enum");
		jsonw_open_array(json);
		for (size_t i = 0; shape->names[i] != NULL; i++)
			jsonw_string(json, shape->names[i]);
		jsonw_close_array(json);
		break;
	case SHAPE_URL:
		write_string(json, "format", "uri");
		jsonw_member_string(json, "pattern",
		    "^https?://[^/\\s]\\S*$");
		break;
	case SHAPE_EMAIL:
		write_string(json, "format", "email");
		break;
	case SHAPE_SCALAR:
		write_types(json);
		break;
	case SHAPE_OBJECT:
	case SHAPE_LIST:
	case SHAPE_DICT:
		break;
	}
}

static void
write_shape(struct jsonw *json, const struct shape *shape,
    const char *definitions, bool in_place)
{
	jsonw_open_object(json);
	if (!in_place && shape->title != NULL) {
		jsonw_key(json, "$ref");
		jsonw_printf(json, "%s%s", definitions, shape->title);
	} else if (shape->kind == SHAPE_OBJECT) {
		write_object(json, shape, definitions);
	} else if (shape->kind == SHAPE_LIST) {
		write_list(json, shape, definitions);
	} else if (shape->kind == SHAPE_DICT) {
		write_dict(json, shape, definitions);
	} else {
		write_scalar(json, shape);
	}
	jsonw_close_object(json);
}

/* Every titled shape below, each once, in the order of first sight. */
static void
collect(struct titles *titles, const struct shape *shape)
{
	const struct shape_field *lists[] = { shape->fields, shape->common };

	for (size_t i = 0; i < titles->count; i++)
		if (titles->shape[i] == shape)
			return;
	if (shape->title != NULL && titles->count < TITLES_MAX)
		titles->shape[titles->count++] = shape;
	if (shape->element != NULL)
		collect(titles, shape->element);
	for (size_t i = 0; i < LENGTH(lists); i++)
		for (const struct shape_field *f = lists[i];
		    f != NULL && f->name != NULL; f++)
			collect(titles, f->shape);
}

void
shape_schema(struct jsonw *json, const struct shape_language *language)
{
	struct titles titles = { .count = 0 };

	collect(&titles, language->root);
	jsonw_open_object(json);
	jsonw_member_string(json, "$schema",
	    "https://json-schema.org/draft/2020-12/schema");
	jsonw_member_string(json, "$id", language->id);
	jsonw_member_string(json, "title", language->title.en);
	write_object(json, language->root, "#/$defs/");
	jsonw_key(json, "$defs");
	jsonw_open_object(json);
	for (size_t i = 0; i < titles.count; i++) {
		if (titles.shape[i] == language->root)
			continue;
		jsonw_key(json, titles.shape[i]->title);
		write_shape(json, titles.shape[i], "#/$defs/", true);
	}
	jsonw_close_object(json);
	jsonw_close_object(json);
}

void
shape_schema_of(struct jsonw *json, const struct shape *shape,
    const struct shape_language *language, const char *definitions)
{
	(void)language;
	write_shape(json, shape, definitions, true);
}

void
shape_schema_titled(struct jsonw *json, const struct shape *shape,
    const char *definitions)
{
	struct titles titles = { .count = 0 };

	collect(&titles, shape);
	for (size_t i = 0; i < titles.count; i++) {
		jsonw_key(json, titles.shape[i]->title);
		write_shape(json, titles.shape[i], definitions, true);
	}
}
