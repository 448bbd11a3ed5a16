/*
 * Shapes of forms, of what they show, and of lists.
 */
#include "api/shape_words.h"

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

/* Lists. */

static const struct shape date = { .kind = SHAPE_DATE };
static const struct shape line = { .kind = SHAPE_TEXT, .max = 200 };
static const struct shape value = { .kind = SHAPE_TEXT, .max = 10000 };
static const struct shape some = {
	.kind = SHAPE_LIST, .element = &shapes_word, .min = 1, .max = 100
};
static const char *const cause_names[] = { "abuse", "asked", NULL };
static const struct shape cause = {
	.kind = SHAPE_ENUM, .names = cause_names
};

static const struct shape_field one_due_fields[] = {
	MUST("person", shapes_text, "本人", "the person"),
	MUST("since", date, "最後に正しいとわかった日",
	    "when it was last known to be right"),
	MUST("due", date, "確認の期限", "when it is to be confirmed"), END
};
static const struct shape one_due = OBJECT(one_due_fields);
static const struct shape all_due = LIST(one_due);
static const struct shape_field due_fields[] = {
	MUST("people", all_due, "確認すべき本人", "whose data is due"),
	MAY("next", shapes_text, "続きのカーソル", "cursor of what follows"),
	END
};
const struct shape shapes_due = OBJECT(due_fields);

static const struct shape_field suppress_fields[] = {
	MUST("cause", cause, "理由", "cause"),
	MUST("items", some, "見分ける項目", "items to recognise by"),
	MAY("until", line, "いつまで (RFC 3339)", "until when (RFC 3339)"),
	MAY("reference", line, "参照番号", "reference"), END
};
const struct shape shapes_suppress = OBJECT(suppress_fields);

static const struct shape_field value_of_fields[] = {
	MUST("item", shapes_word, "項目", "item"),
	MUST("value", value, "値", "its value"), END
};
const struct shape shapes_value_of = OBJECT(value_of_fields);

#define SUPPRESSION_FIELDS(MAYBE) \
	MAYBE("cause", cause, "理由", "cause"), \
	MAYBE("item", shapes_text, "項目", "item"), \
	MAYBE("by", shapes_text, "行った主体", "who did it"), \
	MAYBE("made", shapes_text, "日時", "when"), \
	MAY("until", shapes_text, "期限", "until when"), \
	MAY("reference", shapes_text, "参照番号", "reference")

static const struct shape_field suppressed_fields[] = {
	MUST("suppressed", flag, "受入れを停止している",
	    "whether it is not to be taken in"),
	SUPPRESSION_FIELDS(MAY), END
};
const struct shape shapes_suppressed = OBJECT(suppressed_fields);

static const struct shape_field suppression_fields[] = {
	SUPPRESSION_FIELDS(MUST), END
};
static const struct shape suppression = OBJECT(suppression_fields);
static const struct shape suppressions = LIST(suppression);
static const struct shape_field suppressions_fields[] = {
	MUST("suppressions", suppressions, "受入れ停止", "suppressions"),
	MAY("next", shapes_text, "続きのカーソル", "cursor of what follows"),
	END
};
const struct shape shapes_suppressions = OBJECT(suppressions_fields);
