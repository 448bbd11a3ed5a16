#include "anonymise/hierarchy_builtin.h"
#include "anonymise/hierarchy_parts.h"
#include "base/mem.h"

enum { MASK_LEVELS = 30, VALUE_SIZE = 256 };

const char *const hierarchy_rule_names[RULE_NAMED + 1] = {
	"postal_code", "date", "birth_date", "wareki", "age", "occupation",
	"nationality", "prefecture", "money", "flat", NULL
};

#define PUT(labels, level, ...) \
	((void)snprintf((labels)->label[level], LABEL_SIZE, __VA_ARGS__))

bool
hierarchy_parts_plain(struct text value, char *out, size_t size)
{
	size_t n = 0;
	uint32_t c;

	while (text_next(&value, &c)) {
		if (n + 5 > size)
			return false;
		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFF01 - '!';
		else if (c == 0x3000)
			c = ' ';
		else if (c == 0x2212 || c == 0x2010 || c == 0x2013)
			c = '-';
		n += text_encode(c, out + n);
	}
	out[n] = '\0';
	return true;
}

static bool
whole_number(struct text value, int64_t *number)
{
	char plain[VALUE_SIZE], digits[VALUE_SIZE];
	struct text text;
	size_t n = 0;

	if (!hierarchy_parts_plain(value, plain, sizeof(plain)))
		return false;
	text = text_trim(text_of(plain));
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != ',')
			digits[n++] = text.p[i];
	return text_to_int((struct text){ digits, n }, number) &&
	    *number > -((int64_t)1 << 52) && *number < (int64_t)1 << 52;
}

/* The greatest multiple of width that is not above number. */
static int64_t
floor_to(int64_t number, int64_t width)
{
	int64_t rest = number % width;

	return number - (rest < 0 ? rest + width : rest);
}

/* "34", "34歳", and the top code "90歳以上". */
static bool
age(const struct rule_context *context, struct text value,
    struct labels *labels)
{
	char plain[VALUE_SIZE];
	struct text text;
	int64_t years;

	(void)context;
	if (!hierarchy_parts_plain(value, plain, sizeof(plain)))
		return false;
	text = text_trim(text_of(plain));
	if (text_is(text, "90歳以上"))
		text = TEXT("90");
	if (text_ends_with(text, "歳"))
		text.n -= strlen("歳");
	if (!text_to_int(text, &years) || years < 0 || years > 150)
		return false;
	labels->order = years;
	for (size_t level = 1; level <= 3; level++)
		PUT(labels, level, "90歳以上");
	if (years < 90) {
		PUT(labels, 1, "%lld-%lld歳", (long long)floor_to(years, 5),
		    (long long)floor_to(years, 5) + 4);
		PUT(labels, 2, "%lld代", (long long)floor_to(years, 10));
		PUT(labels, 3, "%lld-%lld歳", (long long)floor_to(years, 20),
		    years >= 80 ? 89LL : (long long)floor_to(years, 20) + 19);
	}
	PUT(labels, 4, "*");
	return true;
}

/* Yen in bands; what is 100 million and more is one. */
static bool
money(const struct rule_context *context, struct text value,
    struct labels *labels)
{
	static const int64_t widths[] = {
		100000, 500000, 1000000, 5000000, 10000000
	};
	int64_t yen;

	(void)context;
	if (text_ends_with(value, "円"))
		value.n -= strlen("円");
	if (!whole_number(value, &yen))
		return false;
	labels->order = yen;
	for (size_t i = 0; i < LENGTH(widths); i++) {
		int64_t low = floor_to(yen, widths[i]);

		if (yen >= 100000000)
			PUT(labels, i + 1, "1億円以上");
		else
			PUT(labels, i + 1, "%lld-%lld万円",
			    (long long)low / 10000,
			    (long long)(low + widths[i]) / 10000);
	}
	PUT(labels, LENGTH(widths) + 1, "*");
	return true;
}

static bool
bands(const struct rule_context *context, struct text value,
    struct labels *labels)
{
	const struct hierarchy_recipe *recipe = context->recipe;
	int64_t number;

	if (!whole_number(value, &number))
		return false;
	labels->order = number;
	for (size_t i = 0; i < recipe->band_count; i++) {
		int64_t low = floor_to(number, recipe->bands[i]);

		PUT(labels, i + 1, low < 0 ? "%lld～%lld" : "%lld-%lld",
		    (long long)low, (long long)(low + recipe->bands[i] - 1));
	}
	PUT(labels, recipe->band_count + 1, "*");
	return true;
}

static bool
flat(const struct rule_context *context, struct text value,
    struct labels *labels)
{
	(void)context;
	(void)value;
	labels->order = 0;
	PUT(labels, 1, "*");
	return true;
}

static uint32_t
mask_levels(const struct rule_context *context)
{
	return 2 + (uint32_t)(context->longest < MASK_LEVELS ?
	    context->longest : MASK_LEVELS);
}

/* One letter more at each level; of very long values many at the first. */
static bool
mask(const struct rule_context *context, struct text value,
    struct labels *labels)
{
	size_t length = text_length(value);
	uint32_t levels = mask_levels(context);
	size_t extra = context->longest + 2 - levels;

	if (value.n >= LABEL_SIZE)
		return false;
	for (size_t level = 1; level + 1 < levels; level++) {
		size_t hidden = level + extra, at = 0, n = 0;
		struct text rest = value;
		uint32_t c;

		for (; text_next(&rest, &c); at++) {
			bool star = context->recipe->mask_left ?
			    at < hidden : at + hidden >= length;

			n += star ? text_encode('*', labels->label[level] + n)
			    : text_encode(c, labels->label[level] + n);
		}
		labels->label[level][n] = '\0';
	}
	PUT(labels, levels - 1, "*");
	labels->order = 0;
	return true;
}

/* The rule's function and number of levels. */
static rule_function *
rule_of(const struct rule_context *context, uint32_t *levels)
{
	switch (context->recipe->rule) {
	case RULE_POSTAL_CODE:
		*levels = context->places != NULL ? 5 : 7;
		return context->places != NULL ?
		    hierarchy_parts_municipality : hierarchy_parts_postal;
	case RULE_DATE:
		*levels = 5;
		return hierarchy_parts_date;
	case RULE_BIRTH_DATE:
		*levels = 5;
		return hierarchy_parts_birth_date;
	case RULE_WAREKI:
		*levels = 5;
		return hierarchy_parts_wareki;
	case RULE_AGE:
		*levels = 5;
		return age;
	case RULE_OCCUPATION:
		*levels = 4;
		return hierarchy_parts_occupation;
	case RULE_NATIONALITY:
		*levels = 4;
		return hierarchy_parts_nationality;
	case RULE_PREFECTURE:
		*levels = 3;
		return hierarchy_parts_prefecture;
	case RULE_MONEY:
		*levels = 7;
		return money;
	case RULE_FLAT:
		*levels = 2;
		return flat;
	case RULE_BANDS:
		*levels = (uint32_t)context->recipe->band_count + 2;
		return bands;
	case RULE_MASK:
		*levels = mask_levels(context);
		return mask;
	}
	return flat;
}

/* A value with its place among the others. */
struct placed {
	int64_t order;
	struct text value;
};

static int
by_order(const void *a, const void *b)
{
	struct placed x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x.order != y.order)
		return x.order < y.order ? -1 : 1;
	return text_compare(x.value, y.value);
}

/* A value's labels: the rule's, or else that of all others. */
static bool
read_value(const struct rule_context *context, rule_function *rule,
    uint32_t levels, struct text value, struct labels *labels)
{
	struct text others = context->recipe->others;

	if (rule(context, value, labels))
		return true;
	if (others.n == 0)
		return false;
	labels->order = INT64_MAX;
	for (uint32_t l = 1; l + 1 < levels; l++)
		PUT(labels, l, "%.*s", TEXT_ARGS(others));
	PUT(labels, levels - 1, "*");
	return true;
}

/* Reads all values; *missing is the first that cannot be read. */
static bool
place_all(const struct rule_context *context, rule_function *rule,
    uint32_t levels, const struct dict *values, struct placed *placed,
    struct labels *labels, uint32_t *missing)
{
	for (uint32_t v = 0; v < values->count; v++) {
		struct text value = dict_text(values, v);

		if (read_value(context, rule, levels, value, labels))
			placed[v] = (struct placed){ labels->order, value };
		else if (*missing == DICT_NONE ||
		    values->places[v] < values->places[*missing])
			*missing = v;
	}
	return *missing == DICT_NONE;
}

static enum status
add_all(struct hierarchy *hierarchy, const struct rule_context *context,
    rule_function *rule, const struct placed *placed, uint32_t count,
    struct labels *labels, struct error *error)
{
	enum status status = STATUS_OK;

	for (uint32_t v = 0; status == STATUS_OK && v < count; v++) {
		struct text row[HIERARCHY_LEVELS];

		(void)read_value(context, rule, hierarchy->levels,
		    placed[v].value, labels);
		row[0] = placed[v].value;
		for (uint32_t l = 1; l < hierarchy->levels; l++)
			row[l] = text_of(labels->label[l]);
		status = hierarchy_row(hierarchy, row, error);
	}
	return status;
}

static enum status
build(struct hierarchy *hierarchy, const struct rule_context *context,
    const struct dict *values, uint32_t *missing, struct error *error)
{
	struct placed *placed = mem_array(values->count, sizeof(*placed));
	struct labels *labels = mem_alloc(sizeof(*labels));
	uint32_t levels = 2;
	rule_function *rule = rule_of(context, &levels);
	enum status status = STATUS_OK;

	if (placed == NULL || labels == NULL)
		status = error_memory(error);
	if (status == STATUS_OK)
		status = hierarchy_begin(hierarchy, levels, error);
	if (status == STATUS_OK && place_all(context, rule, levels, values,
	    placed, labels, missing)) {
		qsort(placed, values->count, sizeof(*placed), by_order);
		status = add_all(hierarchy, context, rule, placed,
		    values->count, labels, error);
		if (status == STATUS_OK && values->count > 0)
			status = hierarchy_end(hierarchy, "builtin", error);
	}
	mem_free(placed);
	if (labels != NULL)
		mem_wipe(labels, sizeof(*labels));
	mem_free(labels);
	return status;
}

enum status
hierarchy_build(struct hierarchy *hierarchy,
    const struct hierarchy_recipe *recipe, const struct dict *values,
    uint32_t *missing, struct error *error)
{
	struct rule_context context = { .recipe = recipe };
	enum status status = STATUS_OK;

	memset(hierarchy, 0, sizeof(*hierarchy));
	*missing = DICT_NONE;
	for (uint32_t v = 0; recipe->rule == RULE_MASK && v < values->count;
	    v++) {
		size_t length = text_length(dict_text(values, v));

		if (length > context.longest)
			context.longest = length;
	}
	if (recipe->rule == RULE_POSTAL_CODE &&
	    recipe->municipalities != NULL)
		status = hierarchy_parts_places(&context.places,
		    recipe->municipalities, error);
	if (status == STATUS_OK)
		status = build(hierarchy, &context, values, missing, error);
	hierarchy_parts_free_places(context.places);
	return status;
}
