/*
 * Shapes of what is about many people at once.
 */
#include "api/shape_words.h"
#include "connector/table_out.h"
#include "vault/batch.h"

static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape words = {
	.kind = SHAPE_LIST, .element = &shapes_word, .max = BATCH_ITEMS_MAX
};
static const struct shape format = {
	.kind = SHAPE_ENUM, .names = table_format_names
};
static const char *const encoding_names[] = { "utf-8", "cp932", NULL };
static const struct shape encoding = {
	.kind = SHAPE_ENUM, .names = encoding_names
};
static const char *const head_names[] = { "label", "id", NULL };
static const struct shape heads = {
	.kind = SHAPE_ENUM, .names = head_names
};
static const struct shape_field export_fields[] = {
	MAY("items", words, "書き出す項目 (省略時は、扱えるすべて)",
	    "items of the file; without it, all that may be handled"),
	MAY("format", format, "形式 (既定は csv)", "format; csv by default"),
	MAY("encoding", encoding, "CSV の文字コード", "encoding of CSV"),
	MAY("no_bom", flag, "BOM を付けない", "no byte order mark"),
	MAY("replace", flag, "CP932 にない文字を 〓 にする",
	    "let 〓 stand for what CP932 lacks"),
	MAY("with_person", flag, "本人番号の列を付ける",
	    "with a column of the people's ids"),
	MAY("heads", heads, "見出し (既定は label)",
	    "heads; label by default"), END
};
const struct shape shapes_export = OBJECT(export_fields);

static const struct shape_field words_fields[] = {
	MUST("ja", shapes_text, "日本語", "in Japanese"),
	MUST("en", shapes_text, "英語", "in English"), END
};
static const struct shape both = OBJECT(words_fields);
static const struct shape_field line_error_fields[] = {
	MUST("type", shapes_word, "問題の種類", "type of problem"),
	MUST("code", shapes_word, "コード", "code"),
	MAY("field", shapes_text, "場所 (JSON Pointer)",
	    "where, a JSON Pointer"),
	MAY("clause", shapes_text, "条項", "clause"),
	MAY("article", shapes_text, "条文", "article of the law"),
	MUST("message", both, "説明", "what is wrong"),
	MAY("remedy", both, "直し方", "what would help"), END
};
static const struct shape line_error = OBJECT(line_error_fields);
static const struct shape_field line_fields[] = {
	MUST("line", shapes_number, "何行目か (1から)",
	    "which line, from 1"),
	MAY("person", shapes_text, "受け入れた本人", "who was taken in"),
	MAY("error", line_error, "受け入れられない理由",
	    "why nobody was taken in"),
	MAY("observed", shapes_word, "試行中に記録した拒否",
	    "a refusal that was only noted"), END
};
const struct shape shapes_bulk_line = OBJECT(line_fields);

static const struct shape_field file_fields[] = {
	MUST("file", shapes_text, "項目の値にする番号",
	    "its id, to be the item's value"),
	MUST("bytes", shapes_number, "大きさ", "bytes"),
	MUST("sha256", shapes_text, "SHA-256", "SHA-256"), END
};
const struct shape shapes_file = OBJECT(file_fields);

static const struct shape texts = LIST(shapes_text);
static const struct shape_field paper_fields[] = {
	MUST("export", shapes_text, "番号", "its id"),
	MUST("made", shapes_text, "日時", "when"),
	MUST("principal", shapes_text, "主体", "who"),
	MUST("role", shapes_text, "役割", "in which role"),
	MUST("purpose", shapes_text, "利用目的", "for what"),
	MUST("reason", shapes_text, "理由", "why"),
	MUST("format", shapes_text, "形式", "format"),
	MUST("items", texts, "項目", "items"),
	MUST("people", shapes_number, "人数", "how many people"),
	MUST("left_out", shapes_number, "除いた人数", "how many left out"),
	MUST("bytes", shapes_number, "大きさ", "bytes"),
	MUST("sha256", shapes_text, "ファイルの SHA-256", "of the file"),
	END
};
static const struct shape paper = OBJECT(paper_fields);
static const struct shape papers = LIST(paper);
static const struct shape_field exports_fields[] = {
	MUST("exports", papers, "持ち出し", "exports"),
	MAY("next", shapes_text, "続きのカーソル", "cursor of what follows"),
	END
};
const struct shape shapes_exports = OBJECT(exports_fields);

static const struct shape days = { .kind = SHAPE_INT, .min = 1 };
static const struct shape line = { .kind = SHAPE_TEXT, .max = 1000 };
static const struct shape_field observe_fields[] = {
	MUST("days", days, "日数 (最長 60)", "how many days, 60 at most"),
	MUST("reason", line, "理由", "why"), END
};
const struct shape shapes_observe = OBJECT(observe_fields);

static const struct shape_field observation_fields[] = {
	MUST("state", shapes_word, "状態 (off, asked, on)",
	    "state: off, asked, on"),
	MAY("days", shapes_number, "日数", "how many days"),
	MAY("asked_by", shapes_text, "申請した主体", "who asked"),
	MAY("reason", shapes_text, "理由", "why"),
	MAY("approved_by", shapes_text, "承認した主体", "who approved"),
	MAY("from", shapes_text, "いつから", "from when"),
	MAY("until", shapes_text, "いつまで", "until when"), END
};
const struct shape shapes_observation = OBJECT(observation_fields);

static const struct shape_field row_fields[] = {
	MUST("enforced", flag, "実際に拒否したか", "refused all the same"),
	MUST("code", shapes_word, "コード", "code"),
	MUST("clause", shapes_text, "条項", "clause"),
	MUST("role", shapes_text, "役割", "role"),
	MUST("purpose", shapes_text, "利用目的", "purpose"),
	MUST("count", shapes_number, "件数", "how often"),
	MUST("last", shapes_text, "最後の日時", "the last time"), END
};
static const struct shape row = OBJECT(row_fields);
static const struct shape rows = LIST(row);
static const struct shape_field observed_fields[] = {
	MUST("decisions", shapes_number, "判定の件数", "decisions in all"),
	MUST("rows", rows, "内訳", "what they were"), END
};
const struct shape shapes_observed = OBJECT(observed_fields);
