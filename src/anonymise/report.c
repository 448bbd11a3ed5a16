/*
 * The report on one dataset.
 */
#include "anonymise/report_parts.h"

static void
fact_number(struct doc *doc, struct doc_block *facts, struct words term,
    const struct node *node, const char *key)
{
	report_parts_fact(doc, facts, term, report_parts_number(doc, node,
	    key));
}

static void
add_summary(struct doc *doc, const struct processed *p,
    const struct node *report)
{
	const struct words *kind = &lawful_kind_labels[p->kind];
	const struct node *optimum = node_get(report, "optimum");
	struct doc_block *section = report_parts_section(doc, "summary",
	    (struct words){ "概要", "Summary" });
	struct doc_block *facts = doc_add(doc, section, DOC_FACTS);
	const struct {
		struct words term;
		struct text value;
	} texts[] = {
		{ { "識別子", "Id" }, text_of(p->id) },
		{ { "種類", "Kind" }, text_of(report_parts_say(doc, *kind)) },
		{ { "宣言", "Declaration" },
		  node_text(p->paper, "declaration") },
		{ { "利用目的", "Purpose" }, node_text(p->paper, "purpose") },
		{ { "作成", "Made" }, node_text(p->paper, "made_at") },
		{ { "作成者", "By" }, node_text(p->paper, "made_by") },
	};

	for (size_t i = 0; i < LENGTH(texts); i++)
		report_parts_fact(doc, facts, texts[i].term, texts[i].value);
	fact_number(doc, facts, (struct words){ "読んだ本人", "People read" },
	    p->paper, "people");
	fact_number(doc, facts, (struct words){
	    "対象外とした本人 (利用停止など)",
	    "People left out (stopped and the like)" }, p->paper, "left_out");
	fact_number(doc, facts, (struct words){ "出力の行",
	    "Rows of the file" }, report, "rows_written");
	fact_number(doc, facts, (struct words){ "抑制した行",
	    "Rows suppressed" }, report, "suppressed_rows");
	fact_number(doc, facts, (struct words){ "最小の組",
	    "Smallest class" }, report, "min_class");
	if (optimum != NULL)
		report_parts_fact(doc, facts, (struct words){ "一般化の段",
		    "Levels" }, optimum->text);
	fact_number(doc, facts, (struct words){ "情報の損失 (0〜1)",
	    "Loss of information (0 to 1)" }, report, "score");
	report_parts_fact(doc, facts, (struct words){
	    "読み直しによる検証", "Checked by reading again" },
	    text_of(node_bool(report, "verified", false) ?
	    report_parts_say(doc, (struct words){ "合格", "passed" }) : "-"));
	report_parts_fact(doc, facts, (struct words){ "乱数・対応表の廃棄",
	    "Random numbers and tables destroyed" },
	    node_text(p->paper, "destroyed_at"));
}

static void
add_steps(struct doc *doc, const struct node *steps)
{
	static const struct words heads[] = {
		{ "根拠", "Rule" }, { "措置", "Step" },
		{ "証跡", "Evidence" },
	};
	struct doc_block *section, *table;

	if (node_count(steps) == 0)
		return;
	section = report_parts_section(doc, "steps", (struct words){
	    "加工の基準", "Steps of the law" });
	table = report_parts_table(doc, section, DOC_TABLE, (struct words){
	    NULL, NULL }, heads, LENGTH(heads));
	for (size_t i = 0; i < node_count(steps); i++) {
		const struct node *step = node_at(steps, i);
		struct doc_block *row = doc_add(doc, table, DOC_ROW);

		report_parts_cell(doc, row, node_text(step, "rule"));
		report_parts_cell(doc, row, policy_label(node_get(step,
		    "what"), doc->language));
		report_parts_cell(doc, row, policy_label(node_get(step,
		    "evidence"), doc->language));
	}
}

static void
add_risks(struct doc *doc, const struct node *report)
{
	static const struct words heads[] = {
		{ "攻撃者の想定", "Attacker" }, { "前", "Before" },
		{ "後", "After" },
	};
	static const struct {
		const char *key;
		struct words words;
	} rows[] = {
		{ "highest_prosecutor", { "本人がデータにいると知る者・最大",
		    "knows somebody is in it: highest" } },
		{ "average_prosecutor", { "本人がデータにいると知る者・平均",
		    "knows somebody is in it: average" } },
		{ "highest_journalist", { "だれか一人を探す者・最大",
		    "looks for anybody: highest" } },
		{ "average_journalist", { "だれか一人を探す者・平均",
		    "looks for anybody: average" } },
		{ "marketer", { "できるだけ多くを探す者",
		    "looks for as many as possible" } },
		{ "unique_rows", { "一人だけの行", "unique rows" } },
		{ "rows_in_classes_below_5", { "5人未満の組にある行の割合",
		    "share of rows in classes below 5" } },
	};
	struct doc_block *table = report_parts_table(doc,
	    report_parts_section(doc, "risks", (struct words){
	    "再識別のリスク", "Risk of re-identification" }), DOC_TABLE,
	    (struct words){ NULL, NULL }, heads, LENGTH(heads));

	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct doc_block *row = doc_add(doc, table, DOC_ROW);

		report_parts_cell(doc, row, text_of(report_parts_say(doc,
		    rows[i].words)));
		report_parts_cell(doc, row, report_parts_number(doc,
		    node_get(report, "risk_before"), rows[i].key));
		report_parts_cell(doc, row, report_parts_number(doc,
		    node_get(report, "risk_after"), rows[i].key));
	}
}

/* "1", "2–4", "100–" */
static struct text
size_label(struct doc *doc, const struct node *size)
{
	long long from = (long long)node_int(size, "from", 0);
	long long to = (long long)node_int(size, "to", 0);
	char label[48];

	(void)snprintf(label, sizeof(label), to == 0 ? "%lld–" : from == to ?
	    "%lld" : "%lld–%lld", from, to);
	return text_copy(doc->arena, text_of(label));
}

static void
add_sizes(struct doc *doc, const struct node *sizes)
{
	static const struct words bars[] = {
		{ "組の大きさ (行)", "Class of rows" },
		{ "行・前", "Rows before" }, { "行・後", "Rows after" },
	};
	static const struct words heads[] = {
		{ "組の大きさ (行)", "Class of rows" },
		{ "組・前", "Classes before" }, { "行・前", "Rows before" },
		{ "組・後", "Classes after" }, { "行・後", "Rows after" },
	};
	static const char *const keys[] = {
		"classes_before", "rows_before", "classes_after",
		"rows_after",
	};
	struct doc_block *section = report_parts_section(doc, "sizes",
	    (struct words){ "組の大きさ", "Sizes of classes" });
	struct doc_block *chart = report_parts_table(doc, section, DOC_BARS,
	    (struct words){ "組の大きさごとの行数",
	    "Rows by size of their class" }, bars, LENGTH(bars));
	struct doc_block *table = report_parts_table(doc, section, DOC_TABLE,
	    (struct words){ NULL, NULL }, heads, LENGTH(heads));

	for (size_t i = 0; i < node_count(sizes); i++) {
		const struct node *size = node_at(sizes, i);
		struct doc_block *bar = doc_add(doc, chart, DOC_ROW);
		struct doc_block *row = doc_add(doc, table, DOC_ROW);

		report_parts_cell(doc, bar, size_label(doc, size));
		report_parts_cell(doc, row, size_label(doc, size));
		for (size_t k = 0; k < LENGTH(keys); k++) {
			struct text number = report_parts_number(doc, size,
			    keys[k]);

			report_parts_cell(doc, row, number);
			if (k % 2 == 1)
				report_parts_cell(doc, bar, number);
		}
	}
}

static void
add_disclosure(struct doc *doc, const struct node *list)
{
	static const struct words heads[] = {
		{ "機微な項目", "Sensitive item" }, { "値の種類", "Values" },
		{ "最も多い値の割合・最大", "Share of the commonest: highest" },
		{ "同・平均", "average" },
		{ "全員が同じ値の組にある行", "Rows in uniform classes" },
	};
	static const char *const keys[] = {
		"values", "highest_share", "average_share",
		"rows_in_uniform_classes",
	};
	struct doc_block *table;

	if (node_count(list) == 0)
		return;
	table = report_parts_table(doc, report_parts_section(doc,
	    "disclosure", (struct words){ "属性の推定",
	    "Disclosure of attributes" }), DOC_TABLE, (struct words){ NULL,
	    NULL }, heads, LENGTH(heads));
	for (size_t i = 0; i < node_count(list); i++) {
		struct doc_block *row = doc_add(doc, table, DOC_ROW);

		report_parts_cell(doc, row, node_text(node_at(list, i),
		    "column"));
		for (size_t k = 0; k < LENGTH(keys); k++)
			report_parts_cell(doc, row, report_parts_number(doc,
			    node_at(list, i), keys[k]));
	}
}

/* The item as it is published. */
static struct text
label_of(const struct doc *doc, const struct processed *processed,
    struct text name)
{
	const struct node *columns = node_get(processed->paper, "columns");

	for (size_t i = 0; i < node_count(columns); i++)
		if (text_equal(node_text(node_at(columns, i), "name"), name))
			return policy_label(node_get(node_at(columns, i),
			    "label"), doc->language);
	return name;
}

static void
add_column(struct doc *doc, struct doc_block *in,
    const struct processed *processed, const struct node *column)
{
	static const struct words heads[] = {
		{ "値", "Value" }, { "前", "Before" }, { "後", "After" },
	};
	static const enum doc_kind kinds[] = { DOC_BARS, DOC_TABLE };
	const struct node *labels = node_get(column, "labels");
	struct doc_block *section = doc_add(doc, in, DOC_SECTION);

	doc_text(doc, section, label_of(doc, processed, node_text(column,
	    "column")));
	doc_printf(doc, section, report_parts_say(doc, (struct words){
	    " (損失 %.*s)", " (loss %.*s)" }),
	    TEXT_ARGS(report_parts_number(doc, column, "loss")));
	for (size_t k = 0; k < LENGTH(kinds); k++) {
		struct doc_block *table = report_parts_table(doc, section,
		    kinds[k], k == 0 ? (struct words){ "分布",
		    "Distribution" } : (struct words){ NULL, NULL }, heads,
		    LENGTH(heads));

		for (size_t i = 0; i < node_count(labels); i++) {
			const struct node *label = node_at(labels, i);
			struct doc_block *row = doc_add(doc, table, DOC_ROW);
			struct text value = node_text(label, "label");

			report_parts_cell(doc, row, value.n > 0 ? value :
			    text_of(report_parts_say(doc, (struct words){
			    "(なし)", "(none)" })));
			report_parts_cell(doc, row, report_parts_number(doc,
			    label, "before"));
			report_parts_cell(doc, row, report_parts_number(doc,
			    label, "after"));
		}
	}
}

/* Loss across, risk upward; the plan's own point stands out. */
static void
add_points(struct doc *doc, struct doc_block *section,
    const struct node *points)
{
	static const struct words axes[] = {
		{ "k", "k" }, { "損失 →", "loss →" },
		{ "↑ 最大リスク", "↑ highest risk" },
	};
	struct doc_block *chart = report_parts_table(doc, section,
	    DOC_POINTS, (struct words){ "損失とリスク", "Loss and risk" },
	    axes, LENGTH(axes));

	for (size_t i = 0; i < node_count(points); i++) {
		const struct node *p = node_at(points, i);
		struct doc_block *row;

		if (!node_bool(p, "possible", false))
			continue;
		row = doc_add(doc, chart, DOC_ROW);
		row->key = node_bool(p, "chosen", false);
		report_parts_cell(doc, row, report_parts_number(doc, p, "k"));
		report_parts_cell(doc, row, report_parts_number(doc, p,
		    "score"));
		report_parts_cell(doc, row, report_parts_number(doc, p,
		    "highest_risk"));
	}
}

static void
add_plan(struct doc *doc, struct doc_block *table, const struct node *p)
{
	static const char *const keys[] = {
		"score", "suppressed_rows", "highest_risk", "average_risk",
	};
	struct doc_block *row = doc_add(doc, table, DOC_ROW);
	struct text k = report_parts_number(doc, p, "k");
	struct doc_block *cell = doc_add(doc, row, DOC_CELL);

	doc_span(doc, cell, k, doc->language, node_bool(p, "chosen", false) ?
	    DOC_STRONG : DOC_PLAIN, TEXT(""));
	report_parts_cell(doc, row, report_parts_number(doc, p,
	    "suppression_limit_rows"));
	report_parts_cell(doc, row, node_bool(p, "possible", false) ?
	    node_text(p, "node") : text_of(report_parts_say(doc,
	    (struct words){ "できない", "impossible" })));
	for (size_t i = 0; i < LENGTH(keys); i++)
		report_parts_cell(doc, row, report_parts_number(doc, p,
		    keys[i]));
}

static void
add_frontier(struct doc *doc, const struct node *points)
{
	static const struct words heads[] = {
		{ "k", "k" }, { "抑制の上限", "Rows to suppress at most" },
		{ "段", "Levels" }, { "損失", "Loss" },
		{ "抑制", "Suppressed" }, { "最大リスク", "Highest risk" },
		{ "平均リスク", "Average risk" },
	};
	struct doc_block *section, *table;

	if (node_count(points) == 0)
		return;
	section = report_parts_section(doc, "plans", (struct words){
	    "ほかの計画との比較", "Other plans: risk against use" });
	(void)doc_paragraph(doc, section, report_parts_say(doc,
	    (struct words){
	    "点の数字は k。赤は選んだ計画。左下ほど、失う情報もリスクも少ない。",
	    "The number at a point is k; red is the chosen plan.  Lower "
	    "left is less loss and less risk." }));
	add_points(doc, section, points);
	table = report_parts_table(doc, section, DOC_TABLE, (struct words){
	    NULL, NULL }, heads, LENGTH(heads));
	for (size_t i = 0; i < node_count(points); i++)
		add_plan(doc, table, node_at(points, i));
}

static void
add_signature(struct doc *doc)
{
	static const struct words lines[] = {
		{ "個人情報保護責任者", "Privacy officer" },
		{ "日付 ____________________", "Date ____________________" },
		{ "署名 ____________________",
		  "Signature ____________________" },
	};
	struct doc_block *section = report_parts_section(doc, "signature",
	    (struct words){ "確認", "Signature" });
	struct doc_block *signature;

	(void)doc_paragraph(doc, section, report_parts_say(doc,
	    (struct words){
	    "上記の加工の基準、リスク及び有用性を確認しました。",
	    "I have looked at the steps, the risks and the use above." }));
	signature = doc_add(doc, section, DOC_SIGNATURE);
	for (size_t i = 0; i < LENGTH(lines); i++)
		(void)doc_paragraph(doc, signature, report_parts_say(doc,
		    lines[i]));
}

enum status
report_dataset(struct doc **out, const struct processed *processed,
    const struct node *method, enum language language, struct arena *arena,
    struct error *error)
{
	struct doc *doc = *out = doc_new(language, arena);
	const struct node *report = node_get(method, "report");
	const struct node *columns = node_get(method, "distributions");
	struct text made = node_text(processed->paper, "made_at");
	struct doc_block *section;

	if (doc == NULL)
		return error_memory(error);
	doc->title = text_of(report_parts_say(doc, (struct words){
	    "加工の報告書 (取扱注意: 加工方法等情報を含む)",
	    "Report on processing (confidential: tells of methods)" }));
	doc->date = text_slice(made, 0, made.n < 10 ? made.n : 10);
	add_summary(doc, processed, report);
	add_steps(doc, node_get(processed->paper, "steps"));
	add_risks(doc, report);
	add_sizes(doc, node_get(method, "class_sizes"));
	add_disclosure(doc, node_get(method, "attribute_disclosure"));
	if (node_count(columns) > 0) {
		section = report_parts_section(doc, "distributions",
		    (struct words){ "項目ごとの分布と損失",
		    "Distribution and loss by item" });
		for (size_t i = 0; i < node_count(columns); i++)
			add_column(doc, section, processed,
			    node_at(columns, i));
	}
	add_frontier(doc, node_get(method, "frontier"));
	add_signature(doc);
	return doc_status(doc, error);
}
