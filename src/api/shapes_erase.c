/*
 * Shapes of erasing.
 */
#include "api/shapes.h"

#define MUST(name, shape, ja, en) { name, &(shape), true, { ja, en } }
#define MAY(name, shape, ja, en) { name, &(shape), false, { ja, en } }
#define END { NULL, NULL, false, { NULL, NULL } }
#define OBJECT(what) { .kind = SHAPE_OBJECT, .fields = what }
#define LIST(what) { .kind = SHAPE_LIST, .element = &(what) }

static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape words = LIST(shapes_word);
static const struct shape_field erase_fields[] = {
	MAY("items", words, "この項目だけ", "only these items"),
	MAY("file", shapes_word, "このファイルだけ", "only this file"),
	MAY("dry", flag, "何が消えるかだけを答える",
	    "only say what would be erased"), END
};
const struct shape shapes_erase = OBJECT(erase_fields);

static const struct shape_field kept_fields[] = {
	MUST("item", shapes_word, "項目", "item"),
	MAY("until", shapes_text, "いつまで", "until when"), END
};
static const struct shape kept = OBJECT(kept_fields);
static const struct shape kept_list = LIST(kept);
static const struct shape_field erased_fields[] = {
	MAY("erasure", shapes_word, "消去の番号", "id of the erasure"),
	MAY("decision", shapes_word, "判定の番号", "id of the decision"),
	MUST("person", shapes_word, "本人", "the person"),
	MUST("scope", shapes_word, "範囲 (person、items)",
	    "person or items"),
	MUST("cause", shapes_word, "契機", "asked, or retention"),
	MUST("items", words, "項目", "items"),
	MUST("kept_by_law", kept_list, "法令により保存するもの",
	    "what a law wants kept"),
	MUST("slots", shapes_number, "破棄した鍵枠の数",
	    "how many keys go"),
	MUST("erased", shapes_text, "消去した時", "when"),
	MAY("restorable_until", shapes_text,
	    "古い鍵が復元のために残る期限",
	    "until when the old keys serve restoring"),
	MUST("horizon", shapes_text, "すべての写しから消える期限",
	    "by when it is gone from every copy"),
	MUST("state", shapes_word, "状態", "state"),
	MAY("certificate", shapes_text, "証明書 (署名付き)",
	    "the certificate, a signed note"), END
};
const struct shape shapes_erased = OBJECT(erased_fields);
