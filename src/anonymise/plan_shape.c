/*
 * The language of anonymisation plans, as shapes.
 */
#include "anonymise/plan.h"
#include "anonymise/quality.h"

#define END { NULL, NULL, false, { NULL, NULL } }

static const struct shape text = { .kind = SHAPE_TEXT, .max = 500 };
static const struct shape any_text = { .kind = SHAPE_SCALAR };
static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape version = {
	.kind = SHAPE_INT, .min = 1, .max = 1
};
static const struct shape count = {
	.kind = SHAPE_INT, .min = 1, .max = 0x7FFFFFFF
};
static const struct shape level = { .kind = SHAPE_INT, .max = 31 };
static const struct shape ratio = { .kind = SHAPE_SCALAR };
static const struct shape values = {
	.kind = SHAPE_LIST, .element = &any_text, .min = 1, .max = 10000
};
static const struct shape names = {
	.kind = SHAPE_LIST, .element = &text, .min = 1, .max = 64
};

static const char *const delimiter_names[] = { ",", ";", "tab", NULL };
static const struct shape delimiter = {
	.kind = SHAPE_ENUM, .names = delimiter_names
};
static const struct shape encoding = {
	.kind = SHAPE_ENUM, .names = csv_encoding_names
};

static const struct shape_field input_fields[] = {
	{ "delimiter", &delimiter, false,
	    { "区切り文字。なければ一行目から見分ける",
	      "separator; found from the first line when absent" } },
	{ "encoding", &encoding, false,
	    { "文字コード", "encoding of the file" } },
	{ "header", &flag, false,
	    { "一行目が列名か (既定 true)。false なら列名は 1, 2, …",
	      "whether the first line has the names; if not, they are 1, 2, "
	      "..." } },
	END
};
static const struct shape input = {
	.kind = SHAPE_OBJECT, .fields = input_fields, .title = "input"
};

/* Columns. */

static const char *const role_names[] = {
	"quasi_identifier", "sensitive", "keep", "delete", NULL
};
static const struct shape role = {
	.kind = SHAPE_ENUM, .names = role_names
};

static const struct shape rule = {
	.kind = SHAPE_ENUM, .names = hierarchy_rule_names
};
static const struct shape band = {
	.kind = SHAPE_INT, .min = 1, .max = (int64_t)1 << 50
};
static const struct shape bands = {
	.kind = SHAPE_LIST, .element = &band, .min = 1, .max = BANDS_MAX
};
static const char *const side_names[] = { "right", "left", NULL };
static const struct shape side = {
	.kind = SHAPE_ENUM, .names = side_names
};
static const struct shape day = { .kind = SHAPE_DATE };
static const struct shape_field hierarchy_fields[] = {
	{ "file", &text, false,
	    { "階層の CSV (一行に一つの値、段 0 から)",
	      "a CSV file of the hierarchy: one value a line, from level 0" } },
	{ "builtin", &rule, false, { "内蔵の階層", "a built-in one" } },
	{ "bands", &bands, false,
	    { "整数を区切る幅、狭い順", "widths of bands for integers" } },
	{ "mask", &side, false,
	    { "どちらの端から * にするか", "from which end letters become *" } },
	END
};
static const struct shape_field hierarchy_more[] = {
	{ "others", &text, false,
	    { "階層にない値 (空も) をまとめる語",
	      "one label for values that it lacks, empty ones too" } },
	{ "municipalities", &text, false,
	    { "KEN_ALL.CSV か utf_ken_all.csv (postal_code のみ)",
	      "KEN_ALL.CSV or utf_ken_all.csv, for postal_code" } },
	{ "reference_date", &day, false,
	    { "年齢を数える日 (birth_date のみ)",
	      "the day at which ages are counted, for birth_date" } },
	END
};
static const struct shape hierarchy = {
	.kind = SHAPE_OBJECT, .fields = hierarchy_fields,
	.common = hierarchy_more, .rule = SHAPE_ONE, .title = "hierarchy"
};

static const struct shape_field levels_fields[] = {
	{ "min", &level, false, { "最低の段", "lowest level" } },
	{ "max", &level, false, { "最高の段", "highest level" } },
	END
};
static const struct shape levels = {
	.kind = SHAPE_OBJECT, .fields = levels_fields, .title = "levels"
};

static const struct shape_field code_fields[] = {
	{ "at", &any_text, true, { "この値から先", "from this value on" } },
	{ "label", &text, false, { "置き換える語", "what replaces it" } },
	END
};
static const struct shape code = {
	.kind = SHAPE_OBJECT, .fields = code_fields, .title = "coding"
};

static const struct shape_field cells_fields[] = {
	{ "values", &values, false, { "消す値", "values to delete" } },
	{ "fewer_than", &count, false,
	    { "これより少ない行にしかない値を消す",
	      "deletes values that fewer rows have" } },
	END
};
static const struct shape_field cells_more[] = {
	{ "label", &any_text, false,
	    { "代わりに書く語 (既定は空)", "what is written instead" } },
	END
};
static const struct shape cells = {
	.kind = SHAPE_OBJECT, .fields = cells_fields, .common = cells_more,
	.rule = SHAPE_SOME, .title = "cell_deletion"
};

static const char *const function_names[] = {
	"mean", "median", "mode", NULL
};
static const struct shape function = {
	.kind = SHAPE_ENUM, .names = function_names
};
static const struct shape_field micro_fields[] = {
	{ "size", &count, true,
	    { "一組の最低の行数", "rows of a group, at least" } },
	{ "function", &function, false,
	    { "代表値の作り方 (既定 mean)", "what stands for the group" } },
	END
};
static const struct shape micro = {
	.kind = SHAPE_OBJECT, .fields = micro_fields,
	.title = "micro_aggregation"
};

static const char *const noise_names[] = { "uniform", "triangular", NULL };
static const struct shape distribution = {
	.kind = SHAPE_ENUM, .names = noise_names
};
static const struct shape_field noise_fields[] = {
	{ "amplitude", &any_text, true,
	    { "加える数の絶対値の上限", "greatest number that is added" } },
	{ "distribution", &distribution, false,
	    { "分布 (既定 uniform)", "its distribution" } },
	END
};
static const struct shape noise = {
	.kind = SHAPE_OBJECT, .fields = noise_fields, .title = "noise"
};

static const struct shape_field swap_fields[] = {
	{ "share", &ratio, true,
	    { "入れ替える行の割合", "share of the rows that is swapped" } },
	{ "within", &names, false,
	    { "これらの列の値が同じ行の間だけで",
	      "only between rows that agree in these columns" } },
	END
};
static const struct shape swap = {
	.kind = SHAPE_OBJECT, .fields = swap_fields, .title = "swap"
};

static const char *const order_names[] = { "text", "number", NULL };
static const struct shape order = {
	.kind = SHAPE_ENUM, .names = order_names
};

static const struct shape_field column_fields[] = {
	{ "name", &any_text, true, { "列名", "name of the column" } },
	{ "role", &role, true, { "役割", "what the column is" } },
	{ "hierarchy", &hierarchy, false, { "階層", "its hierarchy" } },
	{ "levels", &levels, false,
	    { "使ってよい段", "levels that may be used" } },
	{ "order", &order, false,
	    { "機微な列の値の順 (既定 text)",
	      "order of a sensitive column's values" } },
	{ "delete_cells", &cells, false,
	    { "セル削除", "deletion of cells" } },
	{ "bottom_code", &code, false,
	    { "ボトムコーディング", "bottom coding" } },
	{ "top_code", &code, false, { "トップコーディング", "top coding" } },
	{ "micro_aggregate", &micro, false,
	    { "ミクロアグリゲーション", "micro-aggregation" } },
	{ "noise", &noise, false, { "ノイズ付加", "noise" } },
	{ "swap", &swap, false, { "データ交換", "swapping" } },
	END
};
static const struct shape column = {
	.kind = SHAPE_OBJECT, .fields = column_fields, .title = "column"
};
static const struct shape columns = {
	.kind = SHAPE_LIST, .element = &column, .min = 1,
	.max = CSV_COLUMNS_MAX
};

/* Models. */

static const struct shape_field diversity_fields[] = {
	{ "column", &any_text, true,
	    { "機微な列", "the sensitive column" } },
	{ "l", &ratio, true, { "l", "l" } },
	END
};
static const struct shape diversity = {
	.kind = SHAPE_OBJECT, .fields = diversity_fields,
	.title = "l_diversity"
};
static const struct shape_field recursive_fields[] = {
	{ "column", &any_text, true,
	    { "機微な列", "the sensitive column" } },
	{ "c", &ratio, true, { "c", "c" } },
	{ "l", &count, true, { "l", "l" } },
	END
};
static const struct shape recursive = {
	.kind = SHAPE_OBJECT, .fields = recursive_fields,
	.title = "recursive_cl_diversity"
};
static const char *const distance_names[] = {
	"equal", "ordered", "hierarchical", NULL
};
static const struct shape distance = {
	.kind = SHAPE_ENUM, .names = distance_names
};
static const struct shape_field closeness_fields[] = {
	{ "column", &any_text, true,
	    { "機微な列", "the sensitive column" } },
	{ "t", &ratio, true, { "t", "t" } },
	{ "distance", &distance, false,
	    { "値の間の距離 (既定 equal)", "distance between values" } },
	END
};
static const struct shape closeness = {
	.kind = SHAPE_OBJECT, .fields = closeness_fields,
	.title = "t_closeness"
};
static const struct shape_field presence_fields[] = {
	{ "min", &ratio, false, { "下限 (既定 0)", "least" } },
	{ "max", &ratio, true, { "上限", "greatest" } },
	END
};
static const struct shape presence = {
	.kind = SHAPE_OBJECT, .fields = presence_fields,
	.title = "delta_presence"
};
static const struct shape_field model_fields[] = {
	{ "k_anonymity", &count, false, { "k-匿名性", "k-anonymity" } },
	{ "k_map", &count, false, { "k-map", "k-map; needs subset" } },
	{ "distinct_l_diversity", &diversity, false,
	    { "値の種類による l-多様性", "distinct l-diversity" } },
	{ "entropy_l_diversity", &diversity, false,
	    { "エントロピーによる l-多様性", "entropy l-diversity" } },
	{ "recursive_cl_diversity", &recursive, false,
	    { "再帰的 (c,l)-多様性", "recursive (c,l)-diversity" } },
	{ "t_closeness", &closeness, false, { "t-近接性", "t-closeness" } },
	{ "delta_presence", &presence, false,
	    { "δ-存在性", "delta-presence; needs subset" } },
	{ "sample_uniqueness", &ratio, false,
	    { "一人だけの行の割合の上限",
	      "greatest share of rows that are unique" } },
	{ "average_risk", &ratio, false,
	    { "平均再識別リスクの上限",
	      "greatest average re-identification risk" } },
	END
};
static const struct shape model = {
	.kind = SHAPE_OBJECT, .fields = model_fields, .rule = SHAPE_ONE,
	.title = "model"
};
static const struct shape models = {
	.kind = SHAPE_LIST, .element = &model, .min = 1, .max = MODELS_MAX
};

/* The rest. */

static const struct shape_field subset_fields[] = {
	{ "file", &text, false,
	    { "部分表の CSV", "a CSV file with the subset's rows" } },
	{ "column", &any_text, false,
	    { "部分表かどうかの列", "the column that tells" } },
	END
};
static const struct shape_field subset_more[] = {
	{ "value", &any_text, false,
	    { "部分表の行の値 (column とともに)",
	      "its value in the subset's rows; with column" } },
	END
};
static const struct shape subset = {
	.kind = SHAPE_OBJECT, .fields = subset_fields,
	.common = subset_more, .rule = SHAPE_ONE, .title = "subset"
};

static const struct shape_field deletion_fields[] = {
	{ "values", &values, false, { "値", "values" } },
	{ "fewer_than", &count, false,
	    { "これより少ない行にしかない値",
	      "values that fewer rows have" } },
	END
};
static const struct shape_field deletion_more[] = {
	{ "column", &any_text, true, { "列", "the column" } },
	END
};
static const struct shape deletion = {
	.kind = SHAPE_OBJECT, .fields = deletion_fields,
	.common = deletion_more, .rule = SHAPE_SOME,
	.title = "row_deletion"
};
static const struct shape deletions = {
	.kind = SHAPE_LIST, .element = &deletion, .max = 100
};

static const char *const undeclared_names[] = {
	"refuse", "delete", "keep", NULL
};
static const struct shape undeclared = {
	.kind = SHAPE_ENUM, .names = undeclared_names
};
static const struct shape quality = {
	.kind = SHAPE_ENUM, .names = quality_names
};
static const char *const transformation_names[] = {
	"full_domain", "local", NULL
};
static const struct shape transformation = {
	.kind = SHAPE_ENUM, .names = transformation_names
};

static const char *const suppressed_names[] = { "mark", "drop", NULL };
static const struct shape suppressed = {
	.kind = SHAPE_ENUM, .names = suppressed_names
};
static const char *const row_order_names[] = {
	"original", "shuffled", NULL
};
static const struct shape row_order = {
	.kind = SHAPE_ENUM, .names = row_order_names
};
static const char *const newline_names[] = { "same", "lf", "crlf", NULL };
static const struct shape newline = {
	.kind = SHAPE_ENUM, .names = newline_names
};
static const struct shape_field output_fields[] = {
	{ "suppressed", &suppressed, false,
	    { "抑制した行: mark (* を書く) か drop (書かない)",
	      "suppressed rows: mark (with *) or drop" } },
	{ "order", &row_order, false,
	    { "行の順: original か shuffled", "order of the rows" } },
	{ "formula_guard", &flag, false,
	    { "表計算が式と読む値に ' を付ける (既定 true)",
	      "puts ' before what a spreadsheet takes for a formula" } },
	{ "encoding", &encoding, false, { "文字コード", "encoding" } },
	{ "bom", &flag, false,
	    { "BOM を付ける", "begin with a byte order mark" } },
	{ "newline", &newline, false, { "改行", "line ends" } },
	{ "delimiter", &delimiter, false,
	    { "区切り文字", "separator" } },
	END
};
static const struct shape output = {
	.kind = SHAPE_OBJECT, .fields = output_fields, .title = "output"
};

static const struct shape rows = {
	.kind = SHAPE_INT, .max = 1000000000
};

static const struct shape_field plan_fields[] = {
	{ "sekisho_plan", &version, true,
	    { "書式の版 (1)", "version of the format (1)" } },
	{ "input", &input, false, { "入力の読み方", "how the input is read" } },
	{ "columns", &columns, true, { "列", "columns" } },
	{ "undeclared", &undeclared, false,
	    { "書かれていない列: refuse, delete, keep (既定 refuse)",
	      "columns that are not listed" } },
	{ "models", &models, true,
	    { "すべて満たすべき基準", "models, all of which must hold" } },
	{ "suppression_limit", &ratio, false,
	    { "抑制してよい行の割合 (既定 0)",
	      "share of rows that may be suppressed" } },
	{ "quality", &quality, false,
	    { "最小にするもの (既定 loss)", "what is to be least" } },
	{ "transformation", &transformation, false,
	    { "full_domain (列ごとに一つの段) か local (Mondrian)",
	      "one level per column, or local recoding" } },
	{ "subset", &subset, false,
	    { "全体の中の、公開する部分", "the part that is released" } },
	{ "delete_rows", &deletions, false,
	    { "レコード削除", "deletion of rows" } },
	{ "pseudo_rows", &rows, false,
	    { "混ぜる疑似データの行数", "artificial rows that are mixed in" } },
	{ "output", &output, false, { "出力の書き方", "how it is written" } },
	END
};
const struct shape plan_shape = {
	.kind = SHAPE_OBJECT, .fields = plan_fields, .title = "plan"
};

static const char *const spaces[] = { "" };

const struct shape_language plan_language = {
	.root = &plan_shape, .spaces = spaces, .space_count = 1,
	.id = "urn:sekisho:anonymisation-plan:1",
	.title = { "匿名加工の計画", "anonymisation plan" },
};
