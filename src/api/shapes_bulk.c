/*
 * Shapes of what is about many people at once.
 */
#include "api/shapes.h"
#include "connector/table_out.h"
#include "vault/batch.h"

#define MUST(name, shape, ja, en) { name, &(shape), true, { ja, en } }
#define MAY(name, shape, ja, en) { name, &(shape), false, { ja, en } }
#define END { NULL, NULL, false, { NULL, NULL } }
#define OBJECT(what) { .kind = SHAPE_OBJECT, .fields = what }
#define LIST(what) { .kind = SHAPE_LIST, .element = &(what) }

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
