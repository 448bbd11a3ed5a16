#include "anonymise/hierarchy_parts.h"
#include "base/csv.h"
#include "base/mem.h"

enum { VALUE_SIZE = 64, PLACES_ARENA = 1 << 24 };

/* JIS X 0401, with the eight regions of common use. */
static const struct {
	const char *name;
	const char *region;
} prefectures[48] = {
	[1] = { "北海道", "北海道" }, [2] = { "青森県", "東北" },
	[3] = { "岩手県", "東北" }, [4] = { "宮城県", "東北" },
	[5] = { "秋田県", "東北" }, [6] = { "山形県", "東北" },
	[7] = { "福島県", "東北" }, [8] = { "茨城県", "関東" },
	[9] = { "栃木県", "関東" }, [10] = { "群馬県", "関東" },
	[11] = { "埼玉県", "関東" }, [12] = { "千葉県", "関東" },
	[13] = { "東京都", "関東" }, [14] = { "神奈川県", "関東" },
	[15] = { "新潟県", "中部" }, [16] = { "富山県", "中部" },
	[17] = { "石川県", "中部" }, [18] = { "福井県", "中部" },
	[19] = { "山梨県", "中部" }, [20] = { "長野県", "中部" },
	[21] = { "岐阜県", "中部" }, [22] = { "静岡県", "中部" },
	[23] = { "愛知県", "中部" }, [24] = { "三重県", "近畿" },
	[25] = { "滋賀県", "近畿" }, [26] = { "京都府", "近畿" },
	[27] = { "大阪府", "近畿" }, [28] = { "兵庫県", "近畿" },
	[29] = { "奈良県", "近畿" }, [30] = { "和歌山県", "近畿" },
	[31] = { "鳥取県", "中国" }, [32] = { "島根県", "中国" },
	[33] = { "岡山県", "中国" }, [34] = { "広島県", "中国" },
	[35] = { "山口県", "中国" }, [36] = { "徳島県", "四国" },
	[37] = { "香川県", "四国" }, [38] = { "愛媛県", "四国" },
	[39] = { "高知県", "四国" }, [40] = { "福岡県", "九州・沖縄" },
	[41] = { "佐賀県", "九州・沖縄" }, [42] = { "長崎県", "九州・沖縄" },
	[43] = { "熊本県", "九州・沖縄" }, [44] = { "大分県", "九州・沖縄" },
	[45] = { "宮崎県", "九州・沖縄" }, [46] = { "鹿児島県", "九州・沖縄" },
	[47] = { "沖縄県", "九州・沖縄" },
};

/* The prefecture of each first two digits of a postal code. (M) */
static const uint8_t postal_table[100] = {
	1, 5, 3, 2, 1, 1, 1, 1, 1, 1,		/* 00-09 */
	13, 13, 13, 13, 13, 13, 13, 13, 13, 13,	/* 10-19 */
	13, 14, 14, 14, 14, 14, 12, 12, 12, 12,	/* 20-29 */
	8, 8, 9, 11, 11, 11, 11, 10, 20, 20,	/* 30-39 */
	19, 22, 22, 22, 23, 23, 23, 23, 23, 23,	/* 40-49 */
	21, 24, 25, 27, 27, 27, 27, 27, 27, 27,	/* 50-59 */
	26, 26, 26, 29, 30, 28, 28, 28, 31, 32,	/* 60-69 */
	33, 33, 34, 34, 35, 35, 37, 36, 39, 38,	/* 70-79 */
	40, 40, 40, 40, 41, 42, 43, 44, 45, 46,	/* 80-89 */
	47, 18, 17, 16, 15, 15, 7, 7, 4, 6,	/* 90-99 */
};

/* Beginnings that belong to another prefecture. (M) */
static const struct {
	const char *prefix;
	uint8_t prefecture;
} postal_exceptions[] = {
	{ "817", 42 },		/* 対馬 */
	{ "8115", 42 },		/* 壱岐 */
	{ "685", 32 },		/* 隠岐 */
	{ "68401", 32 }, { "68402", 32 }, { "68403", 32 }, { "68404", 32 },
	{ "49808", 24 },	/* 木曽岬 */
	{ "87108", 40 }, { "87109", 40 },	/* 吉富, 上毛 */
};

static void
put(struct labels *labels, size_t level, const char *label)
{
	(void)snprintf(labels->label[level], LABEL_SIZE, "%s", label);
}

static int
prefecture_of(struct text value)
{
	int64_t number;
	int found = 0;

	if (text_to_int(value, &number))
		return number >= 1 && number <= 47 ? (int)number : 0;
	for (int i = 1; i < 48; i++) {
		struct text name = text_of(prefectures[i].name);

		if (text_equal(name, value))
			return i;
		/* Without 都, 府 or 県, which all have three bytes. */
		name.n -= strlen("県");
		if (i != 1 && text_equal(name, value))
			found = i;
	}
	return found;
}

bool
hierarchy_parts_prefecture(const struct rule_context *context,
    struct text value, struct labels *labels)
{
	char plain[VALUE_SIZE];
	int found;

	(void)context;
	if (!hierarchy_parts_plain(value, plain, sizeof(plain)))
		return false;
	found = prefecture_of(text_trim(text_of(plain)));
	if (found == 0)
		return false;
	labels->order = found;
	put(labels, 1, prefectures[found].region);
	put(labels, 2, "*");
	return true;
}

/* The seven digits. */
static bool
digits_of(struct text value, char digits[8])
{
	char plain[VALUE_SIZE];
	struct text text;
	size_t n = 0;

	if (!hierarchy_parts_plain(value, plain, sizeof(plain)))
		return false;
	text = text_trim(text_of(plain));
	if (text_starts_with(text, "〒"))
		text = text_trim(text_slice(text, strlen("〒"), text.n));
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '-' && n == 3)
			continue;
		if (text.p[i] < '0' || text.p[i] > '9' || n == 7)
			return false;
		digits[n++] = text.p[i];
	}
	digits[n] = '\0';
	return n == 7;
}

/*
 * A beginning whose code is not of the prefecture that its first two digits
 * stand for carries the prefecture's name, so that levels stay nested.
 */
bool
hierarchy_parts_postal(const struct rule_context *context,
    struct text value, struct labels *labels)
{
	char digits[8] = "";
	const char *other = "";
	int prefecture;

	(void)context;
	if (!digits_of(value, digits))
		return false;
	prefecture = postal_table[(digits[0] - '0') * 10 + digits[1] - '0'];
	for (size_t i = 0; i < LENGTH(postal_exceptions); i++)
		if (strncmp(digits, postal_exceptions[i].prefix,
		    strlen(postal_exceptions[i].prefix)) == 0) {
			prefecture = postal_exceptions[i].prefecture;
			other = prefectures[prefecture].name;
		}
	labels->order = 0;
	for (size_t i = 0; i < 7; i++)
		labels->order = labels->order * 10 + (digits[i] - '0');
	(void)snprintf(labels->label[1], LABEL_SIZE, "%.3s-%.2s**%s", digits,
	    digits + 3, other);
	(void)snprintf(labels->label[2], LABEL_SIZE, "%.3s-****%s", digits,
	    other);
	(void)snprintf(labels->label[3], LABEL_SIZE, "%.2s*-****%s", digits,
	    other);
	put(labels, 4, prefectures[prefecture].name);
	put(labels, 5, prefectures[prefecture].region);
	put(labels, 6, "*");
	return true;
}

/* What the file says of a code: some lie in two places. */
struct place {
	struct text prefecture;
	struct text city;
	struct text region;
};

struct municipalities {
	struct dict codes;
	struct place *places;
	size_t capacity;
	struct arena *arena;
};

/* a, or "a・b" when b is not in it yet. */
static bool
join(struct municipalities *m, struct text *a, struct text b)
{
	struct text both;
	char *room;

	if (a->n > 0 && text_find(*a, b) >= 0)
		return true;
	room = arena_alloc(m->arena, a->n + b.n + 8);
	if (room == NULL)
		return false;
	both.p = room;
	both.n = (size_t)snprintf(room, a->n + b.n + 8, "%.*s%s%.*s",
	    TEXT_ARGS(*a), a->n > 0 ? "・" : "", TEXT_ARGS(b));
	*a = both;
	return true;
}

static bool
add_place(struct municipalities *m, const struct text *fields)
{
	uint32_t id = dict_add_text(&m->codes, fields[2], 0);
	int prefecture = prefecture_of(fields[6]);
	struct place *grown;

	if (id == DICT_NONE)
		return false;
	grown = mem_room(m->places, id, &m->capacity, 4096, sizeof(*grown));
	if (grown == NULL)
		return false;
	m->places = grown;
	return join(m, &m->places[id].prefecture, fields[6]) &&
	    join(m, &m->places[id].city, fields[6]) &&
	    join(m, &m->places[id].city, fields[7]) &&
	    join(m, &m->places[id].region, text_of(prefecture == 0 ? "?" :
	    prefectures[prefecture].region));
}

static enum status
read_places(struct municipalities *m, struct csv *csv, struct error *error)
{
	struct arena *arena = arena_new(PLACES_ARENA);
	struct text *fields = arena == NULL ? NULL :
	    mem_array(csv_columns(csv), sizeof(*fields));
	enum status status = fields == NULL ? error_memory(error) : STATUS_OK;
	uint64_t line;
	bool more = true;

	if (status == STATUS_OK && csv_columns(csv) < 9) {
		status = error_set(error, STATUS_INVALID, "not_ken_all",
		    "KEN_ALL の書式ではありません (15 列)",
		    "not of the form of KEN_ALL (15 columns)");
		error_at(error, "%s:1", csv_path(csv));
	}
	while (status == STATUS_OK) {
		arena_reset(arena);
		status = csv_next(csv, fields, &line, &more, arena, error);
		if (status != STATUS_OK || !more)
			break;
		if (!add_place(m, fields))
			status = error_memory(error);
	}
	mem_free(fields);
	arena_free(arena);
	return status;
}

enum status
hierarchy_parts_places(struct municipalities **places, const char *path,
    struct error *error)
{
	const struct csv_options options = { .headless = true };
	struct municipalities *m = mem_alloc(sizeof(*m));
	struct csv *csv = NULL;
	enum status status = STATUS_OK;

	*places = m;
	if (m == NULL || !dict_init(&m->codes))
		return error_memory(error);
	m->arena = arena_new((size_t)1 << 28);
	if (m->arena == NULL)
		return error_memory(error);
	status = csv_open(&csv, path, &options, error);
	if (status == STATUS_OK)
		status = read_places(m, csv, error);
	csv_close(csv);
	return status;
}

void
hierarchy_parts_free_places(struct municipalities *m)
{
	if (m == NULL)
		return;
	if (m->codes.slots != NULL)
		dict_free(&m->codes);
	mem_free(m->places);
	arena_free(m->arena);
	mem_free(m);
}

bool
hierarchy_parts_municipality(const struct rule_context *context,
    struct text value, struct labels *labels)
{
	const struct municipalities *m = context->places;
	char digits[8] = "";
	uint32_t id;

	if (!digits_of(value, digits))
		return false;
	id = dict_find_text(&m->codes, text_of(digits));
	if (id == DICT_NONE)
		return false;
	labels->order = 0;
	for (size_t i = 0; i < 7; i++)
		labels->order = labels->order * 10 + (digits[i] - '0');
	(void)snprintf(labels->label[1], LABEL_SIZE, "%.*s",
	    TEXT_ARGS(m->places[id].city));
	(void)snprintf(labels->label[2], LABEL_SIZE, "%.*s",
	    TEXT_ARGS(m->places[id].prefecture));
	(void)snprintf(labels->label[3], LABEL_SIZE, "%.*s",
	    TEXT_ARGS(m->places[id].region));
	put(labels, 4, "*");
	return true;
}
