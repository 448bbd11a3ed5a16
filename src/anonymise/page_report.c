/*
 * The report on one dataset.
 */
#include "anonymise/page_parts.h"

enum { CHART_W = 680, CHART_H = 300, MARGIN = 50 };

static void
row_number(const struct page *page, const struct node *node, const char *key)
{
	char room[32];

	buf_string(page->out, "<td class=\"n\">");
	page_parts_text(page, page_parts_number(node, key, room));
	buf_string(page->out, "</td>");
}

static void
head(const struct page *page, size_t n, const struct words *titles)
{
	buf_string(page->out, "<table>\n<thead><tr>");
	for (size_t i = 0; i < n; i++)
		buf_printf(page->out, "<th scope=\"col\">%s</th>",
		    page_parts_say(page, titles[i].ja, titles[i].en));
	buf_string(page->out, "</tr></thead>\n<tbody>\n");
}

static void
foot(const struct page *page)
{
	buf_string(page->out, "</tbody>\n</table>\n");
}

static void
number_pair(const struct page *page, const char *ja, const char *en,
    const struct node *node, const char *key)
{
	char room[32];

	page_parts_pair(page, ja, en, page_parts_number(node, key, room));
}

static void
put_summary(const struct page *page, const struct processed *p,
    const struct node *report)
{
	const struct words *kind = &lawful_kind_labels[p->kind];
	const struct node *optimum = node_get(report, "optimum");

	buf_string(page->out, "<table>\n");
	page_parts_pair(page, "識別子", "Id", text_of(p->id));
	page_parts_pair(page, "種類", "Kind", text_of(page_parts_say(page,
	    kind->ja, kind->en)));
	page_parts_pair(page, "宣言", "Declaration",
	    node_text(p->paper, "declaration"));
	page_parts_pair(page, "利用目的", "Purpose",
	    node_text(p->paper, "purpose"));
	page_parts_pair(page, "作成", "Made",
	    node_text(p->paper, "made_at"));
	page_parts_pair(page, "作成者", "By", node_text(p->paper,
	    "made_by"));
	number_pair(page, "読んだ本人", "People read", p->paper, "people");
	number_pair(page, "対象外とした本人 (利用停止など)",
	    "People left out (stopped and the like)", p->paper, "left_out");
	number_pair(page, "出力の行", "Rows of the file", report,
	    "rows_written");
	number_pair(page, "抑制した行", "Rows suppressed", report,
	    "suppressed_rows");
	number_pair(page, "最小の組", "Smallest class", report, "min_class");
	if (optimum != NULL)
		page_parts_pair(page, "一般化の段", "Levels",
		    optimum->text);
	number_pair(page, "情報の損失 (0〜1)", "Loss of information (0 to 1)",
	    report, "score");
	page_parts_pair(page, "読み直しによる検証", "Checked by reading again",
	    text_of(node_bool(report, "verified", false) ?
	    page_parts_say(page, "合格", "passed") : "-"));
	page_parts_pair(page, "乱数・対応表の廃棄",
	    "Random numbers and tables destroyed",
	    node_text(p->paper, "destroyed_at"));
	buf_string(page->out, "</table>\n");
}

static void
put_steps(const struct page *page, const struct node *steps)
{
	static const struct words titles[] = {
		{ "根拠", "Rule" }, { "措置", "Step" },
		{ "証跡", "Evidence" },
	};

	if (node_count(steps) == 0)
		return;
	page_parts_heading(page, "加工の基準", "Steps of the law");
	head(page, LENGTH(titles), titles);
	for (size_t i = 0; i < node_count(steps); i++) {
		const struct node *step = node_at(steps, i);

		buf_string(page->out, "<tr><td>");
		page_parts_text(page, node_text(step, "rule"));
		buf_string(page->out, "</td><td>");
		page_parts_text(page, policy_label(node_get(step, "what"),
		    page->language));
		buf_string(page->out, "</td><td>");
		page_parts_text(page, policy_label(node_get(step,
		    "evidence"), page->language));
		buf_string(page->out, "</td></tr>\n");
	}
	foot(page);
}

static void
put_risks(const struct page *page, const struct node *report)
{
	static const struct words titles[] = {
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
	const struct node *before = node_get(report, "risk_before");
	const struct node *after = node_get(report, "risk_after");

	page_parts_heading(page, "再識別のリスク",
	    "Risk of re-identification");
	head(page, LENGTH(titles), titles);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		buf_printf(page->out, "<tr><th scope=\"row\">%s</th>",
		    page_parts_say(page, rows[i].words.ja,
		    rows[i].words.en));
		row_number(page, before, rows[i].key);
		row_number(page, after, rows[i].key);
		buf_string(page->out, "</tr>\n");
	}
	foot(page);
}

static void
legend(const struct page *page)
{
	buf_printf(page->out, "<p><svg width=\"12\" height=\"12\" "
	    "aria-hidden=\"true\"><rect width=\"12\" height=\"12\" "
	    "fill=\"#949494\"/></svg> %s　<svg width=\"12\" height=\"12\" "
	    "aria-hidden=\"true\"><rect width=\"12\" height=\"12\" "
	    "fill=\"#0017c1\"/></svg> %s</p>\n",
	    page_parts_say(page, "加工前", "before"),
	    page_parts_say(page, "加工後", "after"));
}

static void
put_sizes(const struct page *page, const struct node *sizes)
{
	static const struct words titles[] = {
		{ "組の大きさ (行)", "Class of rows" },
		{ "組・前", "Classes before" }, { "行・前", "Rows before" },
		{ "組・後", "Classes after" }, { "行・後", "Rows after" },
	};
	struct page_parts_bar bars[DETAIL_SIZES];
	char labels[DETAIL_SIZES][48];
	size_t n = node_count(sizes);

	if (n > DETAIL_SIZES)
		n = DETAIL_SIZES;
	page_parts_heading(page, "組の大きさ", "Sizes of classes");
	for (size_t i = 0; i < n; i++) {
		const struct node *size = node_at(sizes, i);
		long long from = (long long)node_int(size, "from", 0);
		long long to = (long long)node_int(size, "to", 0);

		(void)snprintf(labels[i], sizeof(labels[i]), to == 0 ?
		    "%lld–" : from == to ? "%lld" : "%lld–%lld", from, to);
		bars[i] = (struct page_parts_bar){ text_of(labels[i]), {
		    page_parts_real(size, "rows_before"),
		    page_parts_real(size, "rows_after") } };
	}
	page_parts_bars(page, page_parts_say(page,
	    "組の大きさごとの行数", "Rows by size of their class"), bars, n);
	legend(page);
	head(page, LENGTH(titles), titles);
	for (size_t i = 0; i < n; i++) {
		const struct node *size = node_at(sizes, i);

		buf_printf(page->out, "<tr><th scope=\"row\">%s</th>",
		    labels[i]);
		row_number(page, size, "classes_before");
		row_number(page, size, "rows_before");
		row_number(page, size, "classes_after");
		row_number(page, size, "rows_after");
		buf_string(page->out, "</tr>\n");
	}
	foot(page);
}

static struct text
value_of(const struct page *page, const struct node *label)
{
	struct text value = node_text(label, "label");

	return value.n > 0 ? value : text_of(page_parts_say(page, "(なし)",
	    "(none)"));
}

/* The item as it is published. */
static struct text
label_of(const struct page *page, const struct processed *processed,
    struct text name)
{
	const struct node *columns = node_get(processed->paper, "columns");

	for (size_t i = 0; i < node_count(columns); i++)
		if (text_equal(node_text(node_at(columns, i), "name"), name))
			return policy_label(node_get(node_at(columns, i),
			    "label"), page->language);
	return name;
}

static void
put_column(const struct page *page, const struct processed *processed,
    const struct node *column)
{
	static const struct words titles[] = {
		{ "値", "Value" }, { "前", "Before" }, { "後", "After" },
	};
	const struct node *labels = node_get(column, "labels");
	struct page_parts_bar bars[DETAIL_LABELS];
	size_t n = node_count(labels);
	char room[32];

	if (n > DETAIL_LABELS)
		n = DETAIL_LABELS;
	buf_string(page->out, "<h3>");
	page_parts_text(page, label_of(page, processed,
	    node_text(column, "column")));
	buf_printf(page->out, " (%s ", page_parts_say(page, "損失", "loss"));
	page_parts_text(page, page_parts_number(column, "loss", room));
	buf_string(page->out, ")</h3>\n");
	for (size_t i = 0; i < n; i++)
		bars[i] = (struct page_parts_bar){ value_of(page,
		    node_at(labels, i)), { page_parts_real(node_at(labels, i),
		    "before"), page_parts_real(node_at(labels, i),
		    "after") } };
	page_parts_bars(page, page_parts_say(page, "分布", "Distribution"),
	    bars, n);
	head(page, LENGTH(titles), titles);
	for (size_t i = 0; i < n; i++) {
		buf_string(page->out, "<tr><th scope=\"row\">");
		page_parts_text(page, bars[i].label);
		buf_string(page->out, "</th>");
		row_number(page, node_at(labels, i), "before");
		row_number(page, node_at(labels, i), "after");
		buf_string(page->out, "</tr>\n");
	}
	foot(page);
}

static void
put_disclosure(const struct page *page, const struct node *list)
{
	static const struct words titles[] = {
		{ "機微な項目", "Sensitive item" }, { "値の種類", "Values" },
		{ "最も多い値の割合・最大", "Share of the commonest: highest" },
		{ "同・平均", "average" },
		{ "全員が同じ値の組にある行", "Rows in uniform classes" },
	};
	static const char *const keys[] = {
		"values", "highest_share", "average_share",
		"rows_in_uniform_classes",
	};

	if (node_count(list) == 0)
		return;
	page_parts_heading(page, "属性の推定", "Disclosure of attributes");
	head(page, LENGTH(titles), titles);
	for (size_t i = 0; i < node_count(list); i++) {
		buf_string(page->out, "<tr><th scope=\"row\">");
		page_parts_text(page, node_text(node_at(list, i), "column"));
		buf_string(page->out, "</th>");
		for (size_t k = 0; k < LENGTH(keys); k++)
			row_number(page, node_at(list, i), keys[k]);
		buf_string(page->out, "</tr>\n");
	}
	foot(page);
}

/* Loss across, risk upward; the plan's own point stands out. */
static void
put_scatter(const struct page *page, const struct node *points)
{
	double most = 0.001;

	for (size_t i = 0; i < node_count(points); i++)
		if (page_parts_real(node_at(points, i), "score") > most)
			most = page_parts_real(node_at(points, i), "score");
	buf_printf(page->out, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" "
	    "height=\"%d\" role=\"img\" font-family=\"sans-serif\">\n"
	    "<title>%s</title>\n", CHART_W, CHART_H, CHART_W, CHART_H,
	    page_parts_say(page, "損失とリスク", "Loss and risk"));
	buf_printf(page->out, "<path d=\"M%d 10V%dH%d\" fill=\"none\" "
	    "stroke=\"#1a1a1c\"/>\n<text x=\"%d\" y=\"%d\" font-size="
	    "\"12\" text-anchor=\"end\">%s (%.3g)</text>\n<text x=\"4\" "
	    "y=\"22\" font-size=\"12\">%s</text>\n", MARGIN,
	    CHART_H - MARGIN, CHART_W - 10, CHART_W - 10, CHART_H - 30,
	    page_parts_say(page, "損失 →", "loss →"), most,
	    page_parts_say(page, "リスク", "risk"));
	for (size_t i = 0; i < node_count(points); i++) {
		const struct node *p = node_at(points, i);
		bool chosen = node_bool(p, "chosen", false);
		double x = MARGIN + page_parts_real(p, "score") / most *
		    (CHART_W - 2 * MARGIN);
		double y = CHART_H - MARGIN - page_parts_real(p,
		    "highest_risk") * 2 * (CHART_H - MARGIN - 20);

		if (!node_bool(p, "possible", false))
			continue;
		buf_printf(page->out, "<circle cx=\"%.1f\" cy=\"%.1f\" "
		    "r=\"%d\" fill=\"%s\"/><text x=\"%.1f\" y=\"%.1f\" "
		    "font-size=\"10\">%lld</text>\n", x, y < 10 ? 10 : y,
		    chosen ? 7 : 4, chosen ? "#ec0000" : "#0017c1", x + 8,
		    y < 10 ? 14 : y + 4, (long long)node_int(p, "k", 0));
	}
	buf_string(page->out, "</svg>\n");
}

static void
put_frontier(const struct page *page, const struct node *points)
{
	static const struct words titles[] = {
		{ "k", "k" }, { "抑制の上限 (行)", "Rows to suppress at most" },
		{ "段", "Levels" }, { "損失", "Loss" },
		{ "抑制", "Suppressed" }, { "最大リスク", "Highest risk" },
		{ "平均リスク", "Average risk" },
	};
	static const char *const keys[] = {
		"score", "suppressed_rows", "highest_risk", "average_risk",
	};

	if (node_count(points) == 0)
		return;
	page_parts_heading(page, "ほかの計画との比較",
	    "Other plans: risk against use");
	put_scatter(page, points);
	buf_printf(page->out, "<p>%s</p>\n", page_parts_say(page,
	    "点の数字は k。赤は選んだ計画。左下ほど、失う情報もリスクも少ない。",
	    "The number at a point is k; red is the chosen plan.  Lower "
	    "left is less loss and less risk."));
	head(page, LENGTH(titles), titles);
	for (size_t i = 0; i < node_count(points); i++) {
		const struct node *p = node_at(points, i);

		buf_string(page->out, node_bool(p, "chosen", false) ?
		    "<tr class=\"chosen\">" : "<tr>");
		row_number(page, p, "k");
		row_number(page, p, "suppression_limit_rows");
		buf_string(page->out, "<td>");
		page_parts_text(page, node_bool(p, "possible", false) ?
		    node_text(p, "node") : text_of(page_parts_say(page,
		    "できない", "impossible")));
		buf_string(page->out, "</td>");
		for (size_t k = 0; k < LENGTH(keys); k++)
			row_number(page, p, keys[k]);
		buf_string(page->out, "</tr>\n");
	}
	foot(page);
}

static void
put_signature(const struct page *page)
{
	page_parts_heading(page, "確認", "Signature");
	buf_printf(page->out, "<p>%s</p>\n<table class=\"sign\">\n<tr><th>%s"
	    "</th><th>%s</th><th>%s</th></tr>\n<tr><td></td><td></td><td>"
	    "</td></tr>\n</table>\n", page_parts_say(page,
	    "上記の加工の基準、リスク及び有用性を確認しました。",
	    "I have looked at the steps, the risks and the use above."),
	    page_parts_say(page, "個人情報保護責任者", "Privacy officer"),
	    page_parts_say(page, "日付", "Date"),
	    page_parts_say(page, "署名", "Signature"));
}

void
page_report(struct buf *out, const struct processed *processed,
    const struct node *method, enum language language)
{
	struct page page = { out, language };
	const struct node *report = node_get(method, "report");
	const struct node *columns = node_get(method, "distributions");

	page_parts_begin(&page, page_parts_say(&page,
	    "加工の報告書 (取扱注意: 加工方法等情報を含む)",
	    "Report on processing (confidential: tells of methods)"));
	put_summary(&page, processed, report);
	put_steps(&page, node_get(processed->paper, "steps"));
	put_risks(&page, report);
	put_sizes(&page, node_get(method, "class_sizes"));
	put_disclosure(&page, node_get(method, "attribute_disclosure"));
	if (node_count(columns) > 0)
		page_parts_heading(&page, "項目ごとの分布と損失",
		    "Distribution and loss by item");
	for (size_t i = 0; i < node_count(columns); i++)
		put_column(&page, processed, node_at(columns, i));
	put_frontier(&page, node_get(method, "frontier"));
	put_signature(&page);
	page_parts_end(&page);
}
