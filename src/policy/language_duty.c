/*
 * What is kept up: trackers, measures, incidents, notices, documents,
 * revisions, and the published text.
 */
#include "policy/shapes.h"

/* trackers */

static const char *const tracker_kinds[] = {
	"cookie", "beacon", "tag", "sdk", "local_storage", NULL
};
static const struct shape tracker_kind = {
	.kind = SHAPE_ENUM, .names = tracker_kinds
};
static const char *const tracker_classes[] = {
	"essential", "functional", "analytics", "advertising", NULL
};
static const struct shape tracker_class = {
	.kind = SHAPE_ENUM, .names = tracker_classes
};
static const struct shape_field sent_to_fields[] = {
	MUST("name", shape_label, "送信先の名称", "name"),
	MAY("country", shape_country, "所在国", "country"),
	MAY("recipient", shape_recipient, "取扱先としての宣言",
	    "as declared among the recipients"),
	END_OF_FIELDS
};
static const struct shape sent_to = {
	.kind = SHAPE_OBJECT, .title = "sent_to", .fields = sent_to_fields
};
static const struct shape_field used_for_fields[] = {
	MUST("sender", shape_label, "送信する側の目的", "for the sender"),
	MAY("recipient", shape_label, "送信先での目的", "for the recipient"),
	END_OF_FIELDS
};
static const struct shape used_for = {
	.kind = SHAPE_OBJECT, .title = "used_for", .fields = used_for_fields
};
static const struct shape tracker_id = {
	.kind = SHAPE_ID, .space = SPACE_TRACKERS
};
static const struct shape_field tracker_fields[] = {
	MUST("id", tracker_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("kind", tracker_kind, "種類", "kind"),
	MUST("class", tracker_class, "分類", "class"),
	MUST("sends", shape_labels, "送信される情報の内容", "what is sent"),
	MAY("to", sent_to, "送信先 (なければ自社のみ)",
	    "to whom; absent: only ourselves"),
	MUST("used_for", used_for, "利用目的", "what for"),
	MAY("items", shape_items, "対応する項目", "items"),
	MAY("linked_to_account", shape_flag, "会員情報と結び付ける",
	    "joined to the account, so personal"),
	MAY("opt_out", shape_url, "停止の方法", "where to opt out"),
	MAY("settings", shape_label, "ブラウザでの設定",
	    "how to set the browser"),
	MAY("lifetime", shape_period, "保存期間", "lifetime"),
	END_OF_FIELDS
};
static const struct shape tracker = {
	.kind = SHAPE_OBJECT, .title = "tracker", .fields = tracker_fields,
	.common = shape_declared
};
const struct shape section_trackers = {
	.kind = SHAPE_LIST, .element = &tracker
};

/* measures */

static const char *const groups[] = {
	"basic_policy", "rules", "organisational", "human", "physical",
	"technical", "external_environment", NULL
};
static const struct shape group = { .kind = SHAPE_ENUM, .names = groups };
static const struct shape measure_id = {
	.kind = SHAPE_ID, .space = SPACE_MEASURES
};
static const struct shape_field measure_fields[] = {
	MUST("id", measure_id, "識別子", "id"),
	MUST("group", group, "区分 (通則ガイドライン別添10)",
	    "group (guideline, annex 10)"),
	MUST("text", shape_label, "講じる措置", "the measure"),
	MAY("owner", shape_role, "担当する役割", "who sees to it"),
	MAY("every", shape_period, "行う間隔", "how often"),
	MAY("publishable", shape_flag, "公表してよい", "may be published"),
	MAY("documents", shape_documents, "関係する規程", "rules"),
	END_OF_FIELDS
};
static const struct shape measure = {
	.kind = SHAPE_OBJECT, .title = "measure", .fields = measure_fields,
	.common = shape_declared
};
const struct shape section_measures = {
	.kind = SHAPE_LIST, .element = &measure, .min = 1
};

/* incidents */

static const struct shape_field incident_fields[] = {
	MUST("report_to", shape_role, "報告を受ける役割", "who is told"),
	MAY("report_line", shape_label, "報告連絡体制", "the line"),
	MAY("authority", shape_label, "報告先の機関", "the authority"),
	MAY("drill_every", shape_period, "訓練の間隔", "drills"),
	END_OF_FIELDS
};
const struct shape section_incidents = {
	.kind = SHAPE_OBJECT, .title = "incidents",
	.fields = incident_fields, .common = shape_declared
};

/* notices */

static const char *const levels[] = {
	"published", "easily_known", "knowable", NULL
};
static const struct shape level = { .kind = SHAPE_ENUM, .names = levels };
static const char *const ways[] = {
	"website", "service", "email", "post", "poster", NULL
};
static const struct shape way = { .kind = SHAPE_ENUM, .names = ways };
static const struct shape way_list = {
	.kind = SHAPE_LIST, .element = &way, .single = true, .min = 1
};
static const struct shape_field change_fields[] = {
	MUST("ways", way_list, "知らせ方", "how"),
	MAY("displayed_for", shape_period, "掲示する期間", "displayed for"),
	MAY("objection", shape_flag, "期間中に削除を求められる",
	    "erasure can be asked for meanwhile"),
	MAY("with_reason", shape_flag, "理由と変更箇所を示す",
	    "with the reason and the changed clauses"),
	END_OF_FIELDS
};
static const struct shape change = {
	.kind = SHAPE_OBJECT, .title = "change_notice",
	.fields = change_fields, .common = shape_declared
};
static const struct shape mail_id = {
	.kind = SHAPE_ID, .space = SPACE_NOTICES
};
static const struct shape_field mail_fields[] = {
	MUST("id", mail_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("advertising", shape_flag, "広告・宣伝を含む (特定電子メール法)",
	    "advertises"),
	MAY("consent", shape_consent, "必要な同意", "the consent it needs"),
	MAY("purpose", shape_purpose, "利用目的", "purpose"),
	END_OF_FIELDS
};
static const struct shape mail = {
	.kind = SHAPE_OBJECT, .title = "mail", .fields = mail_fields,
	.common = shape_declared
};
static const struct shape mail_list = {
	.kind = SHAPE_LIST, .element = &mail
};
static const struct shape_field notice_fields[] = {
	MUST("level", level, "公表の程度", "how public"),
	MUST("changes", change, "改訂の知らせ方",
	    "how changes are announced"),
	MAY("mail", mail_list, "送るメールの種類", "kinds of mail"),
	END_OF_FIELDS
};
const struct shape section_notices = {
	.kind = SHAPE_OBJECT, .title = "notices", .fields = notice_fields,
	.common = shape_declared
};

/* documents */

static const char *const document_kinds[] = {
	"terms", "rule", "form", "contract", "notice", "law", "guideline",
	"standard", NULL
};
static const struct shape document_kind = {
	.kind = SHAPE_ENUM, .names = document_kinds
};
static const struct shape sha256 = {
	.kind = SHAPE_TEXT, .min = 64, .max = 64
};
static const struct shape document_id = {
	.kind = SHAPE_ID, .space = SPACE_DOCUMENTS
};
static const struct shape_field document_fields[] = {
	MUST("id", document_id, "識別子", "id"),
	MUST("kind", document_kind, "種類", "kind"),
	MUST("label", shape_label, "名称", "name"),
	MAY("version", shape_line, "版", "version"),
	MAY("date", shape_date, "日付", "date"),
	MAY("sha256", sha256, "内容の SHA-256", "SHA-256 of its content"),
	MAY("url", shape_url, "URL", "URL"),
	MAY("text", shape_label, "内容", "what it says"),
	END_OF_FIELDS
};
static const struct shape document = {
	.kind = SHAPE_OBJECT, .title = "document",
	.fields = document_fields, .common = shape_declared
};
const struct shape section_documents = {
	.kind = SHAPE_LIST, .element = &document
};

/* revisions */

static const struct shape_field changed_fields[] = {
	MUST("clause", shape_clauses, "条項", "clause"),
	MUST("what", shape_label, "変更の内容", "what changed"),
	END_OF_FIELDS
};
static const struct shape changed = {
	.kind = SHAPE_OBJECT, .title = "changed", .fields = changed_fields
};
static const struct shape changed_list = {
	.kind = SHAPE_LIST, .element = &changed
};
static const struct shape_field revision_fields[] = {
	MUST("version", shape_line, "版", "version"),
	MAY("enacted", shape_date, "制定日", "enacted"),
	MAY("revised", shape_date, "改訂日", "revised"),
	MAY("in_force", shape_date, "施行日", "in force from"),
	MAY("reason", shape_label, "改訂の理由", "why"),
	MAY("changed", changed_list, "変更した条項", "changed clauses"),
	MAY("inherits", shape_label,
	    "事業承継により引き継ぐ利用目的 (法18条2項)",
	    "purposes taken over by succession (18(2))"),
	END_OF_FIELDS
};
static const struct shape revision = {
	.kind = SHAPE_OBJECT, .title = "revision",
	.fields = revision_fields, .common = shape_declared
};
const struct shape section_revisions = {
	.kind = SHAPE_LIST, .element = &revision, .min = 1
};

/* text */

static const struct shape path = { .kind = SHAPE_PATH };
static const struct shape path_list = {
	.kind = SHAPE_LIST, .element = &path, .single = true
};
static const char *const text_kinds[] = {
	"operative", "preamble", "definition", "disclaimer", "user_duty",
	"notice", NULL
};
static const struct shape text_kind = {
	.kind = SHAPE_ENUM, .names = text_kinds
};
static const struct shape_field text_fields[] = {
	MAY("heading", shape_label, "見出し", "heading"),
	MAY("kind", text_kind, "種類", "kind"),
	MAY("paragraphs", shape_labels, "文章", "paragraphs"),
	MAY("states", path_list, "この条項が述べる宣言",
	    "which declarations this clause states"),
	END_OF_FIELDS
};
static const struct shape text = {
	.kind = SHAPE_OBJECT, .title = "text", .fields = text_fields,
	.common = shape_declared
};
const struct shape section_text = {
	.kind = SHAPE_LIST, .element = &text, .min = 1
};
