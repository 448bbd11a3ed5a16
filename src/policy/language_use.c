/*
 * What for and to whom: purposes, prohibited uses, consents, roles,
 * recipients, clients, exceptions.
 */
#include "policy/shapes.h"

/* purposes */

static const char *const made_known[] = {
	"published", "notified", "shown", "consented", NULL
};
static const struct shape how_known = {
	.kind = SHAPE_ENUM, .names = made_known
};
static const char *const contacts[] = {
	"none", "service", "advertising", NULL
};
static const struct shape contact = {
	.kind = SHAPE_ENUM, .names = contacts
};
static const struct shape purpose_id = {
	.kind = SHAPE_ID, .space = SPACE_PURPOSES
};
static const struct shape_field purpose_fields[] = {
	MUST("id", purpose_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("text", shape_label, "公表する利用目的の文",
	    "the purpose as it is published"),
	MUST("items", shape_items_or_all, "用いる項目", "items"),
	MAY("subjects", shape_subjects_or_all, "だれについて",
	    "about which persons"),
	MAY("services", shape_services_or_all, "どのサービスで",
	    "in which services"),
	MAY("parent", shape_purpose, "付随する場合、その元の利用目的",
	    "of an incidental purpose: which one it serves"),
	MAY("related_to", shape_purpose,
	    "関連性があると判断した従前の利用目的 (法17条2項)",
	    "which former purpose it was judged to follow from (17(2))"),
	MUST("made_known", how_known, "本人への知らせ方",
	    "how it is made known"),
	MAY("consent", shape_consent, "必要な同意", "the consent it needs"),
	MAY("contact", contact, "本人への連絡の種類",
	    "what kind of contact it is"),
	MAY("provides", shape_recipients, "この利用目的での提供先",
	    "to whom it provides"),
	MAY("statutory", shape_flag, "法令上の義務を果たすための利用目的",
	    "fulfils a duty of the law, so no class or stop bars it"),
	MAY("individual", shape_flag, "本人が個別に同意した利用目的の入れ物",
	    "stands for purposes that a person consented to individually"),
	END_OF_FIELDS
};
static const struct shape purpose = {
	.kind = SHAPE_OBJECT, .title = "purpose", .fields = purpose_fields,
	.common = shape_declared
};
const struct shape section_purposes = {
	.kind = SHAPE_LIST, .element = &purpose, .min = 1, .max = 400
};

/* prohibited_uses */

static const struct shape prohibited_id = {
	.kind = SHAPE_ID, .space = SPACE_PROHIBITED_USES
};
static const struct shape_field prohibited_fields[] = {
	MUST("id", prohibited_id, "識別子", "id"),
	MUST("label", shape_label, "禁止する利用", "what is forbidden"),
	MAY("why", shape_label, "理由", "why"),
	END_OF_FIELDS
};
static const struct shape prohibited = {
	.kind = SHAPE_OBJECT, .title = "prohibited_use",
	.fields = prohibited_fields, .common = shape_declared
};
const struct shape section_prohibited_uses = {
	.kind = SHAPE_LIST, .element = &prohibited
};

/* consents */

static const char *const givers[] = {
	"person", "guardian", "agent", NULL
};
static const struct shape giver = { .kind = SHAPE_ENUM, .names = givers };
static const struct shape giver_list = {
	.kind = SHAPE_LIST, .element = &giver, .single = true, .min = 1
};
static const struct shape consent_id = {
	.kind = SHAPE_ID, .space = SPACE_CONSENTS
};
static const struct shape_field consent_fields[] = {
	MUST("id", consent_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("wording", shape_label, "本人に示す文言", "what is asked"),
	MAY("purposes", shape_purposes, "及ぶ利用目的", "purposes covered"),
	MAY("recipients", shape_recipients, "及ぶ提供先",
	    "recipients covered"),
	MAY("items", shape_items_or_all, "及ぶ項目", "items covered"),
	MAY("special_care", shape_flag, "要配慮個人情報の取得に及ぶ",
	    "covers acquiring special care"),
	MUST("given_by", giver_list, "同意できる人", "who may give it"),
	MAY("expires", shape_period, "有効期間", "expires after"),
	MAY("withdrawal", shape_label, "撤回の方法", "how to withdraw"),
	END_OF_FIELDS
};
static const struct shape consent = {
	.kind = SHAPE_OBJECT, .title = "consent", .fields = consent_fields,
	.common = shape_declared
};
const struct shape section_consents = {
	.kind = SHAPE_LIST, .element = &consent, .max = 400
};

/* roles */

static const char *const role_kinds[] = {
	"staff", "officer", "auditor", "service", "person", "agent", NULL
};
static const struct shape role_kind = {
	.kind = SHAPE_ENUM, .names = role_kinds
};
static const char *const unmaskings[] = { "never", "with_reason", NULL };
static const struct shape unmasking = {
	.kind = SHAPE_ENUM, .names = unmaskings
};
static const struct shape approval_act = {
	.kind = SHAPE_ENUM, .names = act_names
};
static const struct shape_field approval_fields[] = {
	MUST("act", approval_act, "承認が要る行為", "which act"),
	MUST("by", shape_roles, "承認できる役割", "who approves"),
	MAY("deputies", shape_roles, "代理できる役割", "deputies"),
	END_OF_FIELDS
};
static const struct shape approval = {
	.kind = SHAPE_OBJECT, .title = "approval", .fields = approval_fields,
	.common = shape_declared
};
static const struct shape approval_list = {
	.kind = SHAPE_LIST, .element = &approval
};
static const struct shape minutes = {
	.kind = SHAPE_INT, .min = 1, .max = 1440
};
static const struct shape role_id = {
	.kind = SHAPE_ID, .space = SPACE_ROLES
};
static const struct shape_field role_fields[] = {
	MUST("id", role_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("kind", role_kind, "種類", "kind"),
	MUST("purposes", shape_purposes_or_all, "行える利用目的",
	    "purposes it may act for"),
	MUST("items", shape_items_or_all, "扱える項目", "items it may handle"),
	MAY("masked", shape_items_or_all, "伏せて見せる項目",
	    "items it sees masked"),
	MAY("unmask", unmasking, "伏せた値を見る条件",
	    "when it may see them plain"),
	MUST("acts", shape_acts, "行える行為", "what it may do"),
	MAY("approvals", approval_list, "二人目の承認が要る行為",
	    "acts that need a second person"),
	MAY("reauthenticate_minutes", minutes, "再認証までの時間 (分)",
	    "minutes until authentication is asked again"),
	END_OF_FIELDS
};
static const struct shape role = {
	.kind = SHAPE_OBJECT, .title = "role", .fields = role_fields,
	.common = shape_declared
};
const struct shape section_roles = {
	.kind = SHAPE_LIST, .element = &role, .min = 1, .max = 100
};

/* recipients */

const char *const recipient_kind_names[] = {
	[RECIPIENT_THIRD_PARTY] = "third_party",
	[RECIPIENT_PROCESSOR] = "processor",
	[RECIPIENT_CLOUD_WITHOUT_HANDLING] = "cloud_without_handling",
	[RECIPIENT_JOINT_USE] = "joint_use",
	[RECIPIENT_SUCCESSOR] = "successor",
	[RECIPIENT_PUBLIC_BODY] = "public_body",
	[RECIPIENT_RELATED_INFORMATION] = "related_information",
	NULL
};
static const struct shape recipient_kind = {
	.kind = SHAPE_ENUM, .names = recipient_kind_names
};
/* The basis of article 28 stands beside the ground of 27(5). */
static const char *const abroad_bases[] = {
	"consent", "equivalent_country", "equivalent_system", "exception",
	NULL
};
static const struct shape abroad_basis = {
	.kind = SHAPE_ENUM, .names = abroad_bases
};
static const struct shape_field contract_fields[] = {
	MAY("document", shape_document, "契約書", "the contract"),
	MAY("until", shape_date, "有効期限", "in force until"),
	MUST("confidentiality", shape_flag, "秘密保持の定め",
	    "binds to confidentiality"),
	MAY("reentrustment", shape_label, "再委託の条件",
	    "conditions of passing it on"),
	END_OF_FIELDS
};
static const struct shape contract = {
	.kind = SHAPE_OBJECT, .title = "contract", .fields = contract_fields
};
static const struct shape_field member_fields[] = {
	MUST("name", shape_label, "名称", "name"),
	MAY("since", shape_date, "共同利用の開始日", "member since"),
	END_OF_FIELDS
};
static const struct shape member = {
	.kind = SHAPE_OBJECT, .title = "member", .fields = member_fields
};
static const struct shape member_list = {
	.kind = SHAPE_LIST, .element = &member, .min = 1
};
static const struct shape_field responsible_fields[] = {
	MUST("name", shape_label, "名称", "name"),
	MUST("address", shape_label, "住所", "address"),
	MUST("representative", shape_label, "代表者の氏名", "representative"),
	END_OF_FIELDS
};
static const struct shape responsible = {
	.kind = SHAPE_OBJECT, .title = "responsible",
	.fields = responsible_fields
};
static const struct shape recipient_id = {
	.kind = SHAPE_ID, .space = SPACE_RECIPIENTS
};
static const struct shape_field recipient_fields[] = {
	MUST("id", recipient_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("kind", recipient_kind, "種類", "kind"),
	MAY("name", shape_label, "正式な名称", "full name"),
	MAY("address", shape_label, "住所", "address"),
	MAY("representative", shape_label, "代表者の氏名", "representative"),
	MAY("country", shape_country, "所在国", "country"),
	MAY("abroad", abroad_basis, "外国への提供の根拠 (法28条)",
	    "basis of article 28"),
	MAY("ground", shape_grounds, "同意によらない根拠",
	    "ground without consent"),
	MAY("consent", shape_consent, "必要な同意", "the consent it needs"),
	MAY("individual_consent", shape_flag,
	    "提供先を特定した本人ごとの同意による",
	    "each person's consent names the recipient"),
	MUST("items", shape_items_or_all, "渡す項目", "items"),
	MAY("purposes", shape_purposes_or_all, "この取扱先に渡す利用目的",
	    "our purposes for which it receives them"),
	MAY("their_purposes", shape_label, "相手方の利用目的",
	    "purposes of the recipient"),
	MAY("ways", shape_labels, "渡す方法", "ways of handing over"),
	MAY("acquired_by", shape_labels, "共同利用する情報の取得方法",
	    "how jointly used data is acquired"),
	MAY("members", member_list, "共同利用者の範囲", "who uses jointly"),
	MAY("responsible", responsible, "管理について責任を有する者",
	    "who is responsible for it"),
	MAY("contract", contract, "契約", "contract"),
	MAY("safeguards", shape_label, "安全管理の確認内容",
	    "safeguards that were checked"),
	MAY("checked_every", shape_period, "確認の間隔", "checked every"),
	MAY("joins_to_person", shape_flag,
	    "相手方が個人データとして取得する (法31条)",
	    "the recipient joins it to a person (article 31)"),
	MAY("opt_out", shape_url, "停止の方法", "where to opt out"),
	END_OF_FIELDS
};
static const struct shape recipient = {
	.kind = SHAPE_OBJECT, .title = "recipient",
	.fields = recipient_fields, .common = shape_declared
};
const struct shape section_recipients = {
	.kind = SHAPE_LIST, .element = &recipient, .max = 400
};

/* clients */

static const struct shape client_id = {
	.kind = SHAPE_ID, .space = SPACE_CLIENTS
};
static const struct shape_field client_fields[] = {
	MUST("id", client_id, "識別子", "id"),
	MUST("label", shape_label, "受託元", "the client"),
	MUST("purposes", shape_purposes, "委託された業務",
	    "the entrusted purposes"),
	MUST("items", shape_items_or_all, "取り扱う項目", "items"),
	MUST("requests_to", shape_label, "開示等請求の宛先",
	    "where its people's requests go"),
	MAY("contract", contract, "契約", "contract"),
	END_OF_FIELDS
};
static const struct shape client = {
	.kind = SHAPE_OBJECT, .title = "client", .fields = client_fields,
	.common = shape_declared
};
const struct shape section_clients = {
	.kind = SHAPE_LIST, .element = &client
};

/* exceptions */

static const char *const exception_scopes[] = {
	"use", "acquire", "notice", "provide", "not_third_party", NULL
};
static const struct shape exception_scope = {
	.kind = SHAPE_ENUM, .names = exception_scopes
};
static const struct shape exception_scope_list = {
	.kind = SHAPE_LIST, .element = &exception_scope, .single = true,
	.min = 1
};
static const char *const evidences[] = {
	"statute", "authority", "document_number", "facts", "consent_hard",
	"no_unjust_harm", NULL
};
static const struct shape evidence = {
	.kind = SHAPE_ENUM, .names = evidences
};
static const struct shape evidence_list = {
	.kind = SHAPE_LIST, .element = &evidence, .single = true, .min = 1
};
static const struct shape exception_id = {
	.kind = SHAPE_ID, .space = SPACE_EXCEPTIONS
};
static const struct shape_field exception_fields[] = {
	MUST("id", exception_id, "識別子", "id"),
	MUST("ground", shape_grounds, "法令上の根拠", "ground of the law"),
	MUST("scopes", exception_scope_list, "何についての例外か",
	    "what it allows"),
	MUST("label", shape_label, "公表文での言い方", "as published"),
	MUST("evidence", evidence_list, "記録すること",
	    "what must be recorded"),
	MAY("approver", shape_role, "判断する役割", "who decides"),
	MAY("withheld", shape_flag,
	    "照会があったこと自体を開示しない (令5条・令11条)",
	    "that it happened is not disclosed (Order 5 and 11)"),
	END_OF_FIELDS
};
static const struct shape exception = {
	.kind = SHAPE_OBJECT, .title = "exception",
	.fields = exception_fields, .common = shape_declared
};
const struct shape section_exceptions = {
	.kind = SHAPE_LIST, .element = &exception
};
