/*
 * shape_language.h - a small language with every kind of shape, for
 * shape_test.c and for shape_tool.c, whose schema others validate.
 */
#ifndef TESTS_UNIT_SHAPE_LANGUAGE_H_
#define TESTS_UNIT_SHAPE_LANGUAGE_H_

#include "base/shape.h"

enum { SPACE_ITEMS = 1, SPACE_PURPOSES, SPACE_COUNT };

static const char *const test_spaces[SPACE_COUNT] = {
	NULL, "items", "purposes"
};

#define NO_FIELD { NULL, NULL, false, { NULL, NULL } }
#define FIELD(name, shape, required) \
	{ (name), (shape), (required), { "説明", "about" } }
#define BARE_FIELD(name, shape, required) \
	{ (name), (shape), (required), { NULL, NULL } }

static const struct shape text_shape = { .kind = SHAPE_TEXT, .max = 20 };
static const struct shape int_shape = {
	.kind = SHAPE_INT, .min = 1, .max = 10
};
static const struct shape any_int_shape = { .kind = SHAPE_INT };
static const struct shape bool_shape = { .kind = SHAPE_BOOL };
static const struct shape date_shape = { .kind = SHAPE_DATE };
static const struct shape time_shape = { .kind = SHAPE_TIME };
static const char *const mode_names[] = { "fast", "slow", NULL };
static const struct shape mode_shape = {
	.kind = SHAPE_ENUM, .names = mode_names
};
static const struct shape url_shape = { .kind = SHAPE_URL };
static const struct shape email_shape = { .kind = SHAPE_EMAIL };
static const struct shape path_shape = { .kind = SHAPE_PATH };
static const struct shape scalar_shape = { .kind = SHAPE_SCALAR };

static const struct shape purpose_id_shape = {
	.kind = SHAPE_ID, .space = SPACE_PURPOSES
};
static const struct shape purpose_ref_shape = {
	.kind = SHAPE_REF, .space = SPACE_PURPOSES
};
static const struct shape uses_shape = {
	.kind = SHAPE_LIST, .element = &purpose_ref_shape, .all = "all"
};
static const struct shape item_id_shape = {
	.kind = SHAPE_ID, .space = SPACE_ITEMS
};
static const struct shape_field item_fields[] = {
	FIELD("id", &item_id_shape, true),
	FIELD("label", &text_shape, false),
	FIELD("uses", &uses_shape, false),
	NO_FIELD,
};
static const struct shape item_shape = {
	.kind = SHAPE_OBJECT, .fields = item_fields, .title = "item"
};
static const struct shape items_shape = {
	.kind = SHAPE_LIST, .element = &item_shape, .min = 1, .max = 3
};
static const struct shape_field purpose_fields[] = {
	BARE_FIELD("id", &purpose_id_shape, true),
	NO_FIELD,
};
static const struct shape purpose_shape = {
	.kind = SHAPE_OBJECT, .fields = purpose_fields, .title = "purpose"
};
static const struct shape purposes_shape = {
	.kind = SHAPE_LIST, .element = &purpose_shape
};

static const struct shape settings_shape = {
	.kind = SHAPE_DICT, .element = &any_int_shape
};
static const struct shape extra_shape = {
	.kind = SHAPE_DICT, .element = &scalar_shape
};
static const struct shape_field choice_fields[] = {
	FIELD("days", &int_shape, false),
	FIELD("months", &int_shape, false),
	NO_FIELD,
};
static const struct shape_field note_fields[] = {
	FIELD("note", &text_shape, false),
	NO_FIELD,
};
static const struct shape one_shape = {
	.kind = SHAPE_OBJECT, .fields = choice_fields,
	.common = note_fields, .rule = SHAPE_ONE
};
static const struct shape some_shape = {
	.kind = SHAPE_OBJECT, .fields = choice_fields,
	.common = note_fields, .rule = SHAPE_SOME
};

extern const struct shape tree_shape;
static const struct shape branches_shape = {
	.kind = SHAPE_LIST, .element = &tree_shape
};
static const struct shape_field tree_fields[] = {
	FIELD("leaf", &int_shape, false),
	FIELD("branches", &branches_shape, false),
	NO_FIELD,
};
const struct shape tree_shape = {
	.kind = SHAPE_OBJECT, .fields = tree_fields, .title = "tree"
};

static const struct shape forest_shape = {
	.kind = SHAPE_DICT, .element = &tree_shape
};

static const struct shape_field root_fields[] = {
	FIELD("title", &text_shape, true),
	FIELD("size", &int_shape, false),
	FIELD("number", &any_int_shape, false),
	FIELD("open", &bool_shape, false),
	FIELD("since", &date_shape, false),
	FIELD("at", &time_shape, false),
	FIELD("mode", &mode_shape, false),
	FIELD("site", &url_shape, false),
	FIELD("mail", &email_shape, false),
	FIELD("where", &path_shape, false),
	FIELD("items", &items_shape, false),
	FIELD("purposes", &purposes_shape, false),
	FIELD("settings", &settings_shape, false),
	FIELD("extra", &extra_shape, false),
	FIELD("one", &one_shape, false),
	FIELD("some", &some_shape, false),
	FIELD("tree", &tree_shape, false),
	BARE_FIELD("bush", &tree_shape, false),
	FIELD("forest", &forest_shape, false),
	NO_FIELD,
};
static const struct shape root_shape = {
	.kind = SHAPE_OBJECT, .fields = root_fields
};

static const struct shape_language test_language = {
	.root = &root_shape,
	.spaces = test_spaces,
	.space_count = SPACE_COUNT,
	.id = "https://example.jp/test.json",
	.title = { "試験", "test" },
};

#endif
