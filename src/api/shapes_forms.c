/*
 * Shapes of forms and of what they show.
 */
#include "api/shapes.h"

#define MUST(name, shape, ja, en) { name, &(shape), true, { ja, en } }
#define MAY(name, shape, ja, en) { name, &(shape), false, { ja, en } }
#define END { NULL, NULL, false, { NULL, NULL } }
#define OBJECT(what) { .kind = SHAPE_OBJECT, .fields = what }
#define LIST(what) { .kind = SHAPE_LIST, .element = &(what) }

static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape texts = LIST(shapes_text);

#define HEAD_FIELDS \
	MUST("form", shapes_text, "取得方法", "way of acquisition"), \
	MUST("label", shapes_text, "名称", "label"), \
	MUST("medium", shapes_text, "手段", "medium"), \
	MUST("source", shapes_text, "だれから", "from whom")

static const struct shape_field head_fields[] = { HEAD_FIELDS, END };
static const struct shape head = OBJECT(head_fields);
static const struct shape heads = LIST(head);
static const struct shape_field forms_fields[] = {
	MUST("forms", heads, "フォーム", "forms"), END
};
const struct shape shapes_forms = OBJECT(forms_fields);

static const struct shape_field choice_fields[] = {
	MUST("id", shapes_text, "選択肢", "choice"),
	MUST("label", shapes_text, "名称", "label"), END
};
static const struct shape choice = OBJECT(choice_fields);
static const struct shape choices = LIST(choice);
static const struct shape_field item_fields[] = {
	MUST("item", shapes_text, "項目", "item"),
	MUST("label", shapes_text, "名称", "label"),
	MUST("kind", shapes_text, "種類", "kind"),
	MUST("required", flag, "必須", "whether it is required"),
	MAY("choices", choices, "選択肢", "choices"), END
};
static const struct shape item = OBJECT(item_fields);
static const struct shape items = LIST(item);
static const struct shape_field consent_fields[] = {
	MUST("consent", shapes_text, "同意", "consent"),
	MUST("wording", shapes_text, "文言", "its wording"), END
};
static const struct shape consent = OBJECT(consent_fields);
static const struct shape consents = LIST(consent);

static const struct shape_field notice_fields[] = {
	HEAD_FIELDS,
	MUST("language", shapes_word, "言語", "language"),
	MUST("revision", shapes_number, "ポリシーの版", "revision"),
	MUST("subjects", texts, "本人の種類", "kinds of person"),
	MUST("services", texts, "サービス", "services"),
	MUST("items", items, "項目", "items"),
	MUST("consents", consents, "求める同意", "consents asked for"),
	MAY("consequence", shapes_text, "提供しない場合の結果",
	    "what follows when it is not given"),
	MAY("announcement", shapes_text, "電話で流す案内",
	    "what the telephone says"),
	MUST("text", shapes_text, "送信前に示す文",
	    "what is to be shown before sending"),
	MUST("hash", shapes_text, "その文の SHA-256", "SHA-256 of the text"),
	MUST("evidence", shapes_text, "示した証跡 (取得のときに添える)",
	    "evidence that it was shown, to come with what is given"),
	MUST("expires", shapes_text, "証跡の期限", "until when it is good"),
	END
};
const struct shape shapes_notice = OBJECT(notice_fields);

static const struct shape_field display_fields[] = {
	MUST("hash", shapes_text, "SHA-256", "SHA-256"),
	MUST("form", shapes_text, "取得方法", "way of acquisition"),
	MUST("revision", shapes_number, "ポリシーの版", "revision"),
	MUST("language", shapes_word, "言語", "language"),
	MUST("text", shapes_text, "示した文", "what was shown"), END
};
const struct shape shapes_display = OBJECT(display_fields);
