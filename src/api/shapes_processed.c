/*
 * Shapes of datasets and statistics.
 */
#include "anonymise/plan.h"
#include "anonymise/processed.h"
#include "api/shape_words.h"
#include "statistics/release.h"

static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape whole = {
	.kind = SHAPE_TEXT, .min = -1, .max = INT64_C(1) << 40
};
static const struct shape line = { .kind = SHAPE_TEXT, .max = 200 };
static const struct shape place = { .kind = SHAPE_TEXT, .max = 1000 };
static const struct shape date = { .kind = SHAPE_DATE };
static const struct shape file = { .kind = SHAPE_TEXT, .max = 1 << 20 };
static const struct shape base = {
	.kind = SHAPE_INT, .min = 2, .max = 1000000
};

/* Bodies. */

static const struct shape files = { .kind = SHAPE_DICT, .element = &file };
static const struct shape kind = {
	.kind = SHAPE_ENUM, .names = lawful_kind_names
};
static const struct shape_field plan_fields[] = {
	MAY("kind", kind, "加工の種類 (既定は anonymised)",
	    "kind of processing (anonymised by default)"),
	MAY("declaration", shapes_word, "ポリシーの宣言 (internal では不要)",
	    "the policy's declaration (none for internal)"),
	MUST("plan", plan_shape, "計画。小数は \"0.2\" のように文字列で書く",
	    "the plan; fractions are written as text, like \"0.2\""),
	MAY("files", files, "計画の file が指す CSV。名前から中身へ",
	    "the CSV files that the plan names by file: name to content"), END
};
const struct shape shapes_order = OBJECT(plan_fields);

static const char *const approved_names[] = { "anonymise", "export", NULL };
static const struct shape approved = {
	.kind = SHAPE_ENUM, .names = approved_names
};
static const struct shape_field agree_fields[] = {
	MAY("act", approved, "作成 (既定) か、一回の持ち出し",
	    "the making (by default), or one export"), END
};
const struct shape shapes_agree = OBJECT(agree_fields);

static const struct shape_field publish_fields[] = {
	MUST("where", place, "公表した場所", "where it is published"),
	MAY("ways", flag, "提供の方法も (法43条4項)",
	    "with the ways of provision (43(4))"),
	MAY("from", date, "公表する日 (既定は今)",
	    "day of publication (now by default)"), END
};
const struct shape shapes_publish = OBJECT(publish_fields);

static const struct shape use = {
	.kind = SHAPE_ENUM, .names = processed_use_names
};
static const struct shape_field use_fields[] = {
	MAY("for", use, "使い方 (既定は analysis)",
	    "what for (analysis by default)"), END
};
const struct shape shapes_use = OBJECT(use_fields);

static const struct shape_field provide_fields[] = {
	MUST("recipient", line, "提供先の名称", "name of the recipient"),
	MUST("way", line, "提供の方法 (公表したもの)",
	    "way of provision, as published"), END
};
const struct shape shapes_provide = OBJECT(provide_fields);

static const struct shape_field evaluate_fields[] = {
	MUST("result", place, "評価の結果", "what came of it"), END
};
const struct shape shapes_evaluate = OBJECT(evaluate_fields);

static const struct shape_field count_fields[] = {
	MUST("rows", line, "集計する項目 (sex、birth_date:birth_date:2 など)",
	    "item to count by (sex, birth_date:birth_date:2 ...)"),
	MAY("columns", line, "もう一つの項目", "a second one"),
	MAY("round", base, "すべての数をこの倍数に丸める",
	    "round every number to a multiple"),
	MAY("epsilon", line, "離散ラプラス雑音を加える (\"1/2\"。予算から引く)",
	    "add discrete Laplace noise (\"1/2\"), charged to the budget"),
	MAY("variance", line, "離散ガウス雑音を加える (予算から引く)",
	    "add discrete Gaussian noise, charged to the budget"), END
};
const struct shape shapes_count = OBJECT(count_fields);

static const struct shape period = {
	.kind = SHAPE_ENUM, .names = budget_period_names
};
static const struct shape_field limit_fields[] = {
	MAY("epsilon", line, "期間中の ε の上限", "epsilon in a period"),
	MAY("rho", line, "期間中の ρ の上限", "rho in a period"),
	MAY("period", period, "期間 (既定は month)",
	    "the period (month by default)"), END
};
const struct shape shapes_limit = OBJECT(limit_fields);

/* Answers. */

static const struct shape_field step_fields[] = {
	MUST("rule", shapes_text, "規則", "the rule"),
	MUST("ja", shapes_text, "証拠", "evidence in Japanese"),
	MUST("en", shapes_text, "証拠 (英語)", "evidence"), END
};
static const struct shape step = OBJECT(step_fields);
static const struct shape steps = LIST(step);
static const struct shape_field ordered_fields[] = {
	MUST("id", shapes_text, "データセット", "the dataset"),
	MUST("needs_approval", flag, "二人目の承認が要る",
	    "whether a second person must approve"),
	MUST("people", shapes_number, "読んだ本人", "people who were read"),
	MUST("left_out", shapes_number, "対象外の本人",
	    "people whom the gate left out"),
	MUST("steps", steps, "規則の措置と証拠", "steps with evidence"),
	MUST("report", shapes_any, "結果とリスク", "result and risks"), END
};
const struct shape shapes_ordered = OBJECT(ordered_fields);

static const struct shape_field dataset_line_fields[] = {
	MUST("id", shapes_text, "データセット", "the dataset"),
	MUST("kind", shapes_word, "種類", "kind"),
	MUST("declaration", shapes_text, "宣言", "declaration"),
	MUST("purpose", shapes_text, "利用目的", "the purpose"),
	MUST("rows", shapes_number, "行数", "rows"),
	MUST("made_at", shapes_text, "作成日時", "made at"), END
};
static const struct shape dataset_line = OBJECT(dataset_line_fields);
static const struct shape dataset_lines = LIST(dataset_line);
static const struct shape_field datasets_fields[] = {
	MUST("datasets", dataset_lines, "データセット", "datasets"), END
};
const struct shape shapes_datasets = OBJECT(datasets_fields);

static const struct shape papers = LIST(shapes_any);
static const struct shape numbers = LIST(shapes_number);
static const struct shape_field dataset_fields[] = {
	MUST("id", shapes_text, "データセット", "the dataset"),
	MUST("kind", shapes_word, "種類", "kind"),
	MUST("declaration", shapes_text, "宣言", "declaration"),
	MUST("purpose", shapes_text, "利用目的", "the purpose"),
	MUST("revision", shapes_number, "ポリシーの版", "revision"),
	MUST("made_at", shapes_text, "作成日時", "made at"),
	MUST("made_by", shapes_text, "作成者", "made by"),
	MUST("role", shapes_text, "役割", "in which role"),
	MUST("rows", shapes_number, "行数", "rows"),
	MUST("people", shapes_number, "読んだ本人", "people who were read"),
	MUST("left_out", shapes_number, "対象外の本人",
	    "people whom the gate left out"),
	MUST("columns", papers, "列", "columns of the file"),
	MUST("steps", papers, "規則の措置と証拠", "steps with evidence"),
	MUST("sha256", shapes_text, "ファイルの SHA-256",
	    "SHA-256 of the file"),
	MUST("bytes", shapes_number, "ファイルの大きさ", "bytes of it"),
	MUST("parts", shapes_number, "保存した部分", "parts it is kept in"),
	MUST("slots", numbers, "加工方法等情報とファイルの鍵枠",
	    "slots of the method and of the file"),
	MUST("destroyed_at", shapes_text, "乱数と対応表を消した日時",
	    "when random numbers and tables were destroyed"),
	MUST("approval_needed", flag, "二人目の承認が要る",
	    "whether a second person must approve"),
	MAY("repeats", flag, "この計画でジョブが次を作れる",
	    "whether the job can make it again by its plan"),
	MAY("approvals", papers, "承認", "approvals"),
	MAY("uses", papers, "利用", "uses"),
	MAY("provisions", papers, "提供", "provisions"),
	MAY("evaluations", papers, "評価", "evaluations"),
	MAY("erasures", papers, "消去", "erasures"), END
};
const struct shape shapes_dataset = OBJECT(dataset_fields);

static const struct shape_field package_fields[] = {
	MUST("manifest", shapes_any, "目録", "the manifest"),
	MUST("statement", shapes_text, "匿名加工情報である旨",
	    "that it is anonymised information"),
	MUST("data", whole, "data.csv (base64)", "data.csv in base64"),
	END
};
const struct shape shapes_package = OBJECT(package_fields);

static const struct shape declared_list = LIST(shapes_any);
static const struct shape_field state_fields[] = {
	MUST("operator", shapes_text, "事業者", "the operator"),
	MUST("anonymised", declared_list, "匿名加工情報",
	    "declarations of anonymised information"),
	MUST("any_made", flag, "作成している", "whether any is made"),
	MUST("as_of", shapes_text, "いつ現在", "as of"), END
};
const struct shape shapes_state = OBJECT(state_fields);

/* Either is null where nothing is told. */
static const struct shape cell = { .kind = SHAPE_SCALAR };
static const struct shape cells = LIST(cell);
static const struct shape texts = LIST(shapes_text);
#define RELEASE_FIELDS \
	MUST("id", shapes_text, "集計", "the release"), \
	MUST("made_at", shapes_text, "作成日時", "made at"), \
	MUST("statistic", shapes_text, "統計", "the statistic"), \
	MUST("purpose", shapes_text, "利用目的", "the purpose"), \
	MUST("mode", shapes_word, "保護の方法", "way of protection"), \
	MUST("rows", shapes_text, "行の項目", "what the rows are"), \
	MUST("columns", shapes_text, "列の項目", "what the columns are")
static const struct shape_field release_line_fields[] = {
	RELEASE_FIELDS, END
};
static const struct shape release_line = OBJECT(release_line_fields);
static const struct shape release_lines = LIST(release_line);
static const struct shape_field releases_fields[] = {
	MUST("releases", release_lines, "集計", "releases"), END
};
const struct shape shapes_releases = OBJECT(releases_fields);

static const struct shape_field release_fields[] = {
	RELEASE_FIELDS,
	MUST("revision", shapes_number, "ポリシーの版", "revision"),
	MUST("made_by", shapes_text, "作成者", "made by"),
	MUST("role", shapes_text, "役割", "in which role"),
	MUST("approval_needed", flag, "二人目の承認が要る",
	    "whether a second person must approve"),
	MUST("minimum", shapes_number, "表示する最小の数",
	    "smallest number that is shown"),
	MAY("base", shapes_number, "丸めの単位", "base of rounding"),
	MAY("epsilon", cell, "ε", "epsilon"),
	MAY("variance", cell, "分散", "variance"),
	/* Numbers and labels; absent until it is approved. */
	MAY("row_labels", texts, "行の見出し", "labels of the rows"),
	MAY("column_labels", texts, "列の見出し", "labels of the columns"),
	MAY("counts", cells, "数 (行ごと、最後は合計。null は非表示)",
	    "numbers row by row, sums last; null is hidden"),
	MAY("approvals", papers, "承認", "approvals"), END
};
const struct shape shapes_release_table = OBJECT(release_fields);

static const struct shape_field counted_fields[] = {
	MUST("id", shapes_text, "集計", "the release"),
	MUST("needs_approval", flag, "二人目の承認が要る",
	    "whether a second person must approve"), END
};
const struct shape shapes_counted = OBJECT(counted_fields);

static const struct shape_field budget_fields[] = {
	MUST("period", period, "期間", "the period"),
	MUST("epsilon_millionths", shapes_number, "ε の上限 (百万分の一)",
	    "epsilon, at most (millionths)"),
	MUST("epsilon_spent_millionths", shapes_number, "ε の使用",
	    "epsilon spent"),
	MUST("rho_billionths", shapes_number, "ρ の上限 (十億分の一)",
	    "rho, at most (billionths)"),
	MUST("rho_spent_billionths", shapes_number, "ρ の使用", "rho spent"),
	END
};
const struct shape shapes_budget = OBJECT(budget_fields);
