/*
 * The rights desk and the end of data: rights, desks, retention, processed
 * information.
 */
#include "calendar/shape.h"
#include "law/identity.h"
#include "policy/shapes.h"

/* rights */

static const char *const right_kinds[] = {
	"purpose_notice", "disclosure", "provision_records", "correction",
	"use_stop", "provision_stop", "foreign_measures", "complaint",
	"policy_change_objection", NULL
};
static const struct shape right_kind = {
	.kind = SHAPE_ENUM, .names = right_kinds
};
static const char *const methods[] = {
	"electronic", "paper", "viewing", "listening", NULL
};
static const struct shape method = { .kind = SHAPE_ENUM, .names = methods };
static const struct shape method_list = {
	.kind = SHAPE_LIST, .element = &method, .single = true, .min = 1
};
/* Statutory grounds of refusal: articles 32(2), 33(2), 34(2), 35. */
static const char *const refusals[] = {
	"harm", "obstruction", "violation_of_law", "already_clear",
	"harm_by_notice", "own_rights", "public_duty", "content_is_fact",
	"not_needed_for_purpose", "no_ground_for_stop", "substitute_measure",
	"other_law", NULL
};
static const struct shape refusal = { .kind = SHAPE_ENUM, .names = refusals };
static const struct shape refusal_list = {
	.kind = SHAPE_LIST, .element = &refusal, .single = true
};
static const struct shape right_id = {
	.kind = SHAPE_ID, .space = SPACE_RIGHTS
};
static const struct shape_field right_fields[] = {
	MUST("id", right_id, "識別子", "id"),
	MUST("kind", right_kind, "請求の種類", "kind of request"),
	MUST("label", shape_label, "呼び名", "name"),
	MAY("fee", shape_count, "手数料 (円)", "fee in yen"),
	MAY("methods", method_list, "開示の方法 (法33条1項)",
	    "methods of disclosure (33(1))"),
	MAY("deadline", shape_period, "回答の期限 (約束したもの)",
	    "promised deadline"),
	MAY("refusals", refusal_list, "応じない場合の根拠",
	    "grounds of refusal"),
	MAY("self_service", shape_flag, "本人が設定で行える",
	    "the person can do it in the settings"),
	END_OF_FIELDS
};
static const struct shape right = {
	.kind = SHAPE_OBJECT, .title = "right", .fields = right_fields,
	.common = shape_declared
};
static const struct shape right_list = {
	.kind = SHAPE_LIST, .element = &right, .min = 1
};

static const struct shape identity_document = {
	.kind = SHAPE_ENUM, .names = identity_names
};
static const char *const channels[] = {
	"web", "email", "post", "phone", "visit", NULL
};
static const struct shape channel = {
	.kind = SHAPE_ENUM, .names = channels
};
static const struct shape channel_list = {
	.kind = SHAPE_LIST, .element = &channel, .single = true, .min = 1
};
static const struct shape_field identity_fields[] = {
	MUST("document", identity_document, "本人確認書類・方法",
	    "document or means"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("channels", channel_list, "使える窓口", "channels"),
	MAY("mask", shape_labels, "黒塗りする箇所", "what is to be masked"),
	MAY("until", shape_date, "受け付ける最後の日", "accepted until"),
	END_OF_FIELDS
};
static const struct shape identity = {
	.kind = SHAPE_OBJECT, .title = "identity", .fields = identity_fields,
	.common = shape_declared
};
static const struct shape identity_list = {
	.kind = SHAPE_LIST, .element = &identity, .min = 1
};

static const char *const agent_kinds[] = {
	"legal_representative", "mandate", NULL
};
static const struct shape agent_kind = {
	.kind = SHAPE_ENUM, .names = agent_kinds
};
static const struct shape_field agent_fields[] = {
	MUST("kind", agent_kind, "代理人の種類", "kind of agent"),
	MUST("proofs", shape_labels, "代理権を確認する書類",
	    "proofs of authority"),
	MUST("own_identity", shape_flag, "代理人自身の本人確認も行う",
	    "the agent's own identity is checked too"),
	END_OF_FIELDS
};
static const struct shape agent = {
	.kind = SHAPE_OBJECT, .title = "agent", .fields = agent_fields,
	.common = shape_declared
};
static const struct shape agent_list = {
	.kind = SHAPE_LIST, .element = &agent
};

static const struct shape_field procedure_fields[] = {
	MAY("announce_first", shape_flag, "まず窓口へ申し出る",
	    "the desk is told first"),
	MAY("form", shape_document, "所定の様式", "the set form"),
	MAY("form_sent_by_us", shape_flag, "様式は当方から送る",
	    "the form is sent to the person"),
	MAY("identity_count", shape_count, "必要な本人確認書類の数",
	    "how many documents"),
	MAY("costs", shape_label, "本人が負担する費用",
	    "costs that the person bears"),
	MAY("service_may_end", shape_label, "削除等により受けられなくなること",
	    "what ends when data is erased"),
	MAY("text", shape_label, "手続の説明", "the procedure in words"),
	END_OF_FIELDS
};
static const struct shape procedure = {
	.kind = SHAPE_OBJECT, .title = "procedure",
	.fields = procedure_fields, .common = shape_declared
};

static const struct shape_field destruction_fields[] = {
	MUST("identity_documents_at_check", shape_flag,
	    "本人確認書類は確認を記録した時に廃棄する",
	    "identity documents are destroyed when the check is recorded"),
	MUST("forms_after", shape_period, "請求書の保存期間 (手続の完了から)",
	    "forms are kept after closure for"),
	END_OF_FIELDS
};
static const struct shape destruction = {
	.kind = SHAPE_OBJECT, .title = "destruction",
	.fields = destruction_fields, .common = shape_declared
};

static const struct shape_field rights_fields[] = {
	MUST("types", right_list, "受け付ける請求", "requests"),
	MAY("procedure", procedure, "手続", "procedure"),
	MAY("identity", identity_list, "本人確認", "identity check"),
	MAY("agents", agent_list, "代理人", "agents"),
	MAY("deadline", shape_period, "回答の期限 (約束したもの)",
	    "promised deadline"),
	MAY("calendar", calendar_shape, "営業日の暦", "business calendar"),
	MAY("destruction", destruction, "書類の廃棄", "destruction"),
	MAY("refusal", shape_label, "応じない場合の説明",
	    "what is told when refused"),
	END_OF_FIELDS
};
const struct shape section_rights = {
	.kind = SHAPE_OBJECT, .title = "rights", .fields = rights_fields,
	.common = shape_declared
};

/* desks */

static const char *const tasks[] = {
	"requests", "complaints", "inquiries", "breaches", "opt_out", NULL
};
static const struct shape task = { .kind = SHAPE_ENUM, .names = tasks };
static const struct shape task_list = {
	.kind = SHAPE_LIST, .element = &task, .single = true, .min = 1
};
static const struct shape time_of_day = { .kind = SHAPE_TIME };
static const struct shape_field hours_fields[] = {
	MUST("from", time_of_day, "開始", "from"),
	MUST("to", time_of_day, "終了", "to"),
	MAY("days", shape_label, "曜日", "days"),
	END_OF_FIELDS
};
static const struct shape hours = {
	.kind = SHAPE_OBJECT, .title = "hours", .fields = hours_fields
};
static const struct shape desk_id = {
	.kind = SHAPE_ID, .space = SPACE_DESKS
};
static const struct shape_field desk_fields[] = {
	MUST("id", desk_id, "識別子", "id"),
	MUST("label", shape_label, "窓口の名称", "name"),
	MUST("handles", task_list, "扱うこと", "what it handles"),
	MAY("postal_code", shape_line, "郵便番号", "postal code"),
	MAY("address", shape_label, "住所", "address"),
	MAY("web", shape_url, "フォームの URL", "form"),
	MAY("email", shape_email, "メールアドレス", "e-mail"),
	MAY("phone", shape_line, "電話番号", "telephone"),
	MAY("person", shape_label, "責任者", "who is responsible"),
	MAY("hours", hours, "受付時間", "hours"),
	END_OF_FIELDS
};
static const struct shape desk = {
	.kind = SHAPE_OBJECT, .title = "desk", .fields = desk_fields,
	.common = shape_declared
};
const struct shape section_desks = {
	.kind = SHAPE_LIST, .element = &desk, .min = 1
};

/* retention */

static const char *const starts[] = {
	"acquisition", "last_use", "contract_end", "service_end",
	"employment_end", "selection_end", "request_closed",
	"identity_checked", "consent_withdrawn", "last_mail", "record_made",
	NULL
};
static const struct shape start = { .kind = SHAPE_ENUM, .names = starts };
static const char *const ends[] = { "erase", "anonymise", "review", NULL };
static const struct shape end = { .kind = SHAPE_ENUM, .names = ends };
static const struct shape_field minimum_fields[] = {
	MUST("period", shape_period, "法定の保存期間", "statutory period"),
	MUST("law", shape_label, "根拠法令", "the law"),
	END_OF_FIELDS
};
static const struct shape minimum = {
	.kind = SHAPE_OBJECT, .title = "minimum", .fields = minimum_fields
};
static const struct shape retention_id = {
	.kind = SHAPE_ID, .space = SPACE_RETENTION
};
static const struct shape_field retention_fields[] = {
	MUST("id", retention_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("items", shape_items_or_all, "項目", "items"),
	MAY("subjects", shape_subjects_or_all, "だれについて",
	    "about which persons"),
	MUST("start", start, "起算点", "counted from"),
	MUST("period", shape_period, "期間", "period"),
	MAY("minimum", minimum, "法定の最低期間", "statutory minimum"),
	MUST("at_end", end, "期間の終わりに", "at the end"),
	END_OF_FIELDS
};
static const struct shape retention = {
	.kind = SHAPE_OBJECT, .title = "retention",
	.fields = retention_fields, .common = shape_declared
};
const struct shape section_retention = {
	.kind = SHAPE_LIST, .element = &retention
};

/* anonymised, pseudonymised, statistics */

static const char *const techniques[] = {
	"delete", "generalise", "top_bottom", "micro_aggregate", "swap",
	"noise", "pseudo_data", "keep", NULL
};
static const struct shape technique = {
	.kind = SHAPE_ENUM, .names = techniques
};
static const struct shape_field processed_fields[] = {
	MUST("label", shape_label, "公表する項目", "the item as published"),
	MAY("item", shape_item, "元の項目", "made from"),
	MUST("technique", technique, "加工の方法", "technique"),
	MAY("detail", shape_label, "加工の程度", "how far"),
	END_OF_FIELDS
};
static const struct shape processed = {
	.kind = SHAPE_OBJECT, .title = "processed_item",
	.fields = processed_fields
};
static const struct shape processed_list = {
	.kind = SHAPE_LIST, .element = &processed, .min = 1
};
static const struct shape interval_length = {
	.kind = SHAPE_INT, .min = 1, .max = 3650
};
static const struct shape_field interval_fields[] = {
	MAY("days", interval_length, "日", "days"),
	MAY("weeks", interval_length, "週", "weeks"),
	MAY("months", interval_length, "月 (暦による)", "calendar months"),
	MAY("years", interval_length, "年 (暦による)", "calendar years"),
	END_OF_FIELDS
};
static const struct shape interval = {
	.kind = SHAPE_OBJECT, .title = "interval", .fields = interval_fields,
	.rule = SHAPE_ONE
};
static const struct shape anonymised_id = {
	.kind = SHAPE_ID, .space = SPACE_ANONYMISED
};
static const struct shape_field anonymised_fields[] = {
	MUST("id", anonymised_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("items", processed_list, "含まれる項目 (法43条3項)",
	    "items (43(3))"),
	MAY("ways", shape_labels, "提供の方法 (法43条4項)",
	    "ways of provision (43(4))"),
	MAY("continuing", shape_flag, "継続的に作成する",
	    "made continually"),
	MAY("every", interval, "継続的に作成する間隔",
	    "how often, when made continually"),
	MUST("criteria", shape_label, "加工の基準 (規則34条)",
	    "criteria of processing (Rules 34)"),
	MAY("purposes", shape_purposes, "利用目的", "purposes"),
	MAY("in_use", shape_flag, "作成・提供している",
	    "being made or provided at present"),
	END_OF_FIELDS
};
static const struct shape anonymised = {
	.kind = SHAPE_OBJECT, .title = "anonymised",
	.fields = anonymised_fields, .common = shape_declared
};
const struct shape section_anonymised = {
	.kind = SHAPE_LIST, .element = &anonymised
};

static const struct shape pseudonymised_id = {
	.kind = SHAPE_ID, .space = SPACE_PSEUDONYMISED
};
static const struct shape_field pseudonymised_fields[] = {
	MUST("id", pseudonymised_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("items", processed_list, "含まれる項目", "items"),
	MUST("purposes", shape_purposes, "利用目的 (法41条4項)",
	    "purposes (41(4))"),
	END_OF_FIELDS
};
static const struct shape pseudonymised = {
	.kind = SHAPE_OBJECT, .title = "pseudonymised",
	.fields = pseudonymised_fields, .common = shape_declared
};
const struct shape section_pseudonymised = {
	.kind = SHAPE_LIST, .element = &pseudonymised
};

static const struct shape statistic_id = {
	.kind = SHAPE_ID, .space = SPACE_STATISTICS
};
static const struct shape_field statistic_fields[] = {
	MUST("id", statistic_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("items", shape_items_or_all, "集計する項目", "items"),
	MUST("purposes", shape_purposes, "利用目的", "purposes"),
	MAY("minimum_cell", shape_count, "公表する最小の人数",
	    "smallest number that is published"),
	MAY("published", shape_flag, "公表する", "it is published"),
	END_OF_FIELDS
};
static const struct shape statistic = {
	.kind = SHAPE_OBJECT, .title = "statistic",
	.fields = statistic_fields, .common = shape_declared
};
const struct shape section_statistics = {
	.kind = SHAPE_LIST, .element = &statistic
};
