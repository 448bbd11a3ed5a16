#include <math.h>

#include "anonymise/anonymise.h"
#include "anonymise/quality.h"

/* Milliseconds or megabytes. */
static void
tenths(struct jsonw *json, const char *key, double value)
{
	jsonw_member_real(json, key, round(value * 10) / 10, 12);
}

static void
columns_json(struct jsonw *json, const struct anonymise_report *report)
{
	jsonw_key(json, "columns");
	jsonw_open_array(json);
	for (size_t i = 0; i < report->columns; i++) {
		const struct anonymise_column *column = &report->column[i];

		jsonw_open_object(json);
		jsonw_member_text(json, "name", column->name);
		if (!report->local)
			jsonw_member_count(json, "level", column->level);
		jsonw_member_count(json, "levels", column->levels);
		jsonw_member_count(json, "values", column->values);
		jsonw_member_real(json, "loss", column->loss, 10);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
cost_json(struct jsonw *json, const struct anonymise_cost *cost)
{
	tenths(json, "cpu_ms", cost->total);
	tenths(json, "wall_ms", cost->wall);
	tenths(json, "peak_rss_mb", (double)cost->peak_rss / 1048576);
	jsonw_key(json, "cpu_ms_of");
	jsonw_open_object(json);
	tenths(json, "read", cost->read);
	tenths(json, "encode", cost->encode);
	tenths(json, "search", cost->search);
	tenths(json, "write", cost->write);
	tenths(json, "check", cost->check);
	jsonw_close_object(json);
}

void
anonymise_report_json(struct jsonw *json,
    const struct anonymise_report *report)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "transformation",
	    report->local ? "local" : "full_domain");
	if (!report->local)
		jsonw_member_string(json, "optimum", report->optimum);
	jsonw_member_string(json, "quality", quality_names[report->quality]);
	jsonw_member_real(json, "score", report->score, 17);
	jsonw_member_count(json, "rows", report->rows);
	jsonw_member_count(json, "suppressed_rows", report->suppressed);
	jsonw_member_count(json, "suppression_limit_rows", report->limit);
	jsonw_member_count(json, "classes", report->classes);
	jsonw_member_count(json, "min_class", report->smallest);
	jsonw_member_count(json, "rows_read", report->rows_read);
	jsonw_member_count(json, "rows_deleted", report->rows_deleted);
	jsonw_member_count(json, "rows_outside_subset", report->rows_outside);
	jsonw_member_count(json, "distinct_rows", report->distinct_rows);
	if (!report->local) {
		jsonw_member_count(json, "nodes", report->nodes);
		jsonw_member_count(json, "nodes_checked",
		    report->nodes_checked);
	}
	jsonw_member_bool(json, "optimum_proven", report->proven);
	columns_json(json, report);
	risk_json(json, "risk_before", &report->before);
	risk_json(json, "risk_after", &report->after);
	jsonw_member_bool(json, "written", report->written);
	jsonw_member_count(json, "rows_written", report->rows_written);
	jsonw_member_count(json, "pseudo_rows", report->rows_pseudo);
	jsonw_member_bool(json, "verified", report->checked);
	cost_json(json, &report->cost);
	jsonw_close_object(json);
}

static void
line(struct buf *out, enum language language, const char *ja, const char *en)
{
	buf_printf(out, "%s: ", language == LANGUAGE_JA ? ja : en);
}

static void
risk_text(struct buf *out, enum language language, const char *ja,
    const char *en, const struct risk *risk)
{
	line(out, language, ja, en);
	buf_printf(out, language == LANGUAGE_JA ?
	    "最大 %.4f、平均 %.4f、一人だけの行 %llu\n" :
	    "highest %.4f, average %.4f, unique rows %llu\n", risk->highest,
	    risk->average, (unsigned long long)risk->alone);
}

void
anonymise_report_text(struct buf *out,
    const struct anonymise_report *report, enum language language)
{
	bool ja = language == LANGUAGE_JA;

	line(out, language, "結果", "result");
	if (report->local)
		buf_string(out, ja ? "局所的な一般化\n" : "local recoding\n");
	else
		buf_printf(out, report->proven ? ja ?
		    "%s (最適であることを証明、%llu / %llu 通りを調査)\n" :
		    "%s (proven optimum, %llu of %llu nodes checked)\n" :
		    ja ? "%s (時間切れまでの最良、%llu / %llu 通りを調査)\n" :
		    "%s (the best in time, %llu of %llu nodes checked)\n",
		    report->optimum,
		    (unsigned long long)report->nodes_checked,
		    (unsigned long long)report->nodes);
	line(out, language, "損失", "score");
	buf_printf(out, "%.10g (%s)\n", report->score,
	    quality_names[report->quality]);
	for (size_t i = 0; i < report->columns; i++) {
		const struct anonymise_column *column = &report->column[i];

		buf_printf(out, "  %.*s: ", TEXT_ARGS(column->name));
		if (!report->local)
			buf_printf(out, ja ? "段 %u / %u、" : "level %u / %u, ",
			    column->level, column->levels - 1);
		buf_printf(out, ja ? "損失 %.4f\n" : "loss %.4f\n",
		    column->loss);
	}
	line(out, language, "行", "rows");
	buf_printf(out, ja ? "%llu (抑制 %llu、上限 %llu)\n" :
	    "%llu (%llu suppressed, at most %llu)\n",
	    (unsigned long long)report->rows,
	    (unsigned long long)report->suppressed,
	    (unsigned long long)report->limit);
	line(out, language, "組", "classes");
	buf_printf(out, ja ? "%llu (最小 %llu 行)\n" :
	    "%llu (the smallest has %llu rows)\n",
	    (unsigned long long)report->classes,
	    (unsigned long long)report->smallest);
	risk_text(out, language, "再識別リスク (前)", "risk before",
	    &report->before);
	risk_text(out, language, "再識別リスク (後)", "risk after",
	    &report->after);
	if (report->written)
		buf_printf(out, ja ? "出力: %llu 行を書き、読み直して検証しました"
		    "\n" : "output: %llu rows written, read again and "
		    "verified\n", (unsigned long long)report->rows_written);
	buf_printf(out, ja ? "CPU %.0f ms、メモリー %.1f MB\n" :
	    "CPU %.0f ms, memory %.1f MB\n", report->cost.total,
	    (double)report->cost.peak_rss / 1048576);
}
