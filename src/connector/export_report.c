/*
 * What an export says of itself: for the asker, and inside the archive.
 */
#include "connector/export_parts.h"

static void
json_left_out(struct jsonw *json, const struct batch *batch,
    enum language language)
{
	jsonw_key(json, "left_out");
	jsonw_open_array(json);
	for (size_t i = 0; i < batch->reason_count; i++) {
		const struct batch_reason *r = &batch->reasons[i];
		const struct refusal_row *row = &refusal_table[r->refusal];

		jsonw_open_object(json);
		jsonw_member_string(json, "code", row->code);
		jsonw_member_text(json, "clause", r->clause);
		jsonw_member_string(json, "article", row->article);
		jsonw_member_string(json, "why", language == LANGUAGE_JA ?
		    row->why.ja : row->why.en);
		jsonw_member_int(json, "people", (int64_t)r->people);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static struct text
item_id(const struct export_report *report, size_t i)
{
	return report->rules->item_at[report->options.items[i]]->id;
}

/* Items of people who are in it that may not be told. */
static void
json_withheld(struct jsonw *json, const struct export_report *report)
{
	jsonw_key(json, "withheld");
	jsonw_open_array(json);
	for (size_t i = 0; i < report->options.item_count; i++) {
		if (report->batch.withheld[i] == 0)
			continue;
		jsonw_open_object(json);
		jsonw_member_text(json, "item", item_id(report, i));
		jsonw_member_int(json, "people",
		    (int64_t)report->batch.withheld[i]);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
json_items(struct jsonw *json, const struct export_report *report)
{
	jsonw_key(json, "items");
	jsonw_open_array(json);
	for (size_t i = 0; i < report->options.item_count; i++)
		jsonw_text(json, item_id(report, i));
	jsonw_close_array(json);
	jsonw_key(json, "masked");
	jsonw_open_array(json);
	for (size_t i = 0; i < report->options.item_count; i++)
		if (bits_has(&report->masked, report->options.items[i]))
			jsonw_text(json, item_id(report, i));
	jsonw_close_array(json);
}

static void
json_unmappable(struct jsonw *json, const struct export_report *report)
{
	const struct table_counts *counts = &report->counts;
	size_t first = report->options.with_person;

	jsonw_key(json, "unmappable");
	jsonw_open_array(json);
	for (size_t i = 0; i < counts->kind_count; i++) {
		const struct table_unmappable *kind = &counts->kinds[i];

		jsonw_open_object(json);
		jsonw_key(json, "item");
		jsonw_text(json, kind->column < first ? TEXT("person") :
		    item_id(report, kind->column - first));
		jsonw_key(json, "character");
		jsonw_printf(json, "U+%04X", kind->code_point);
		jsonw_member_int(json, "count", (int64_t)kind->count);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static const char *
encoding_of(const struct table_options *table)
{
	return table->format == TABLE_CSV && table->encoding == CSV_CP932 ?
	    "cp932" : "utf-8";
}

void
export_json(struct jsonw *json, const struct export_report *report,
    enum language language)
{
	jsonw_member_hex(json, "export", report->id, DOCUMENT_ID_SIZE);
	jsonw_member_instant(json, "made", report->made);
	jsonw_member_text(json, "principal", report->principal);
	jsonw_member_text(json, "role", report->role);
	jsonw_member_text(json, "purpose", report->purpose);
	jsonw_member_string(json, "policy", report->policy);
	jsonw_member_string(json, "format",
	    table_format_names[report->options.table.format]);
	jsonw_member_string(json, "encoding",
	    encoding_of(&report->options.table));
	json_items(json, report);
	jsonw_member_int(json, "people", (int64_t)report->counts.rows);
	jsonw_member_int(json, "empty", (int64_t)report->empty);
	json_left_out(json, &report->batch, language);
	json_withheld(json, report);
	jsonw_member_int(json, "guarded", (int64_t)report->counts.guarded);
	json_unmappable(json, report);
	jsonw_member_bool(json, "replaced",
	    report->options.table.replace && report->counts.unmappable > 0);
	/* The copy in the archive can not tell its own. */
	if (!report->finished)
		return;
	jsonw_member_int(json, "bytes", (int64_t)report->bytes);
	jsonw_member_hex(json, "sha256", report->hash.bytes, HASH_SIZE);
}
