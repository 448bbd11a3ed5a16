/*
 * Who and what: operator, subjects, services, items, acquisition.
 */
#include "law/ground.h"
#include "law/special_care.h"
#include "policy/kind.h"
#include "policy/shapes.h"

/* operator */

static const char *const legal_forms[] = {
	"stock_company", "limited_liability_company",
	"general_incorporated_association", "general_incorporated_foundation",
	"public_interest_corporation", "medical_corporation",
	"school_corporation", "nonprofit_corporation", "cooperative",
	"sole_proprietor", "foreign_company", "other", NULL
};
static const struct shape legal_form = {
	.kind = SHAPE_ENUM, .names = legal_forms
};

static const struct shape_field address_fields[] = {
	MAY("postal_code", shape_line, "郵便番号", "postal code"),
	MAY("value", shape_label, "住所", "the address"),
	MAY("on_request", shape_flag, "本人の求めに応じて遅滞なく答える (法32条1項)",
	    "told without delay to whoever asks (article 32(1))"),
	END_OF_FIELDS
};
static const struct shape address = {
	.kind = SHAPE_OBJECT, .title = "address", .fields = address_fields
};
static const struct shape_field holder_fields[] = {
	MAY("title", shape_label, "役職", "title"),
	MAY("name", shape_label, "氏名", "name"),
	MAY("on_request", shape_flag, "本人の求めに応じて遅滞なく答える (法32条1項)",
	    "told without delay to whoever asks (article 32(1))"),
	END_OF_FIELDS
};
static const struct shape holder = {
	.kind = SHAPE_OBJECT, .title = "holder", .fields = holder_fields,
	.common = shape_declared
};

static const struct shape host = { .kind = SHAPE_TEXT, .max = 253 };
static const struct shape hosts = {
	.kind = SHAPE_LIST, .element = &host, .single = true
};
static const struct shape names = {
	.kind = SHAPE_LIST, .element = &shape_line, .single = true
};

static const struct shape_field size_fields[] = {
	MUST("employees", shape_count, "従業者の数", "employees"),
	MUST("persons", shape_count, "過去6か月で最も多い日の本人の数",
	    "most persons on any day of the last six months"),
	MAY("for_others", shape_flag, "委託を受けて取り扱う",
	    "processes on behalf of others"),
	END_OF_FIELDS
};
static const struct shape size = {
	.kind = SHAPE_OBJECT, .title = "size", .fields = size_fields
};

/* Laws that bind only some businesses: whether they bind this one, and why. */
static const char *const scopes[] = {
	"employment_placement", "recruitment_information",
	"external_transmission", "advertising_mail", "mail_order",
	"card_merchant", "medical", "financial", "education", NULL
};
static const struct shape scope_name = {
	.kind = SHAPE_ENUM, .names = scopes
};
static const struct shape_field scope_fields[] = {
	MUST("law", scope_name, "対象となる制度", "which rules"),
	MUST("applies", shape_flag, "適用があるか", "whether they apply"),
	MUST("reason", shape_label, "そう判断した理由", "why"),
	END_OF_FIELDS
};
static const struct shape scope = {
	.kind = SHAPE_OBJECT, .title = "scope", .fields = scope_fields
};
static const struct shape scope_list = {
	.kind = SHAPE_LIST, .element = &scope
};

static const struct shape_field country_fields[] = {
	MUST("code", shape_country, "国コード", "ISO 3166-1 code"),
	MUST("name", shape_label, "国名", "name of the country"),
	MUST("what", shape_label, "その国で行う取扱い、又はその国への提供",
	    "what is done there, or provided to there"),
	MUST("system", shape_label, "個人情報の保護に関する制度の概要",
	    "its system of personal information protection"),
	MAY("source", shape_url, "出典", "source"),
	MAY("checked", shape_date, "確認した日", "checked on"),
	END_OF_FIELDS
};
static const struct shape country = {
	.kind = SHAPE_OBJECT, .title = "country", .fields = country_fields,
	.common = shape_declared
};
static const struct shape country_list = {
	.kind = SHAPE_LIST, .element = &country
};

static const struct shape_field association_fields[] = {
	MUST("name", shape_label, "認定個人情報保護団体の名称", "name"),
	MUST("desk", shape_label, "苦情の申出先", "where to complain"),
	END_OF_FIELDS
};
static const struct shape association = {
	.kind = SHAPE_OBJECT, .title = "association",
	.fields = association_fields
};

static const struct shape_field operator_fields[] = {
	MUST("name", shape_label, "名称", "name"),
	MAY("calls_itself", shape_label, "文中での自称 (当社など)",
	    "what the text calls it"),
	MAY("spellings", names, "公表文にある他の表記",
	    "other spellings in print"),
	MUST("legal_form", legal_form, "法人の種類", "legal form"),
	MUST("address", address, "住所", "address"),
	MUST("representative", holder, "代表者", "representative"),
	MUST("officer", holder, "個人情報保護責任者", "privacy officer"),
	MAY("corporate_number", shape_line, "法人番号", "corporate number"),
	MUST("hosts", hosts, "自社のホスト名", "the operator's own hosts"),
	MUST("size", size, "規模", "size"),
	MAY("scopes", scope_list, "適用される他の制度", "other laws"),
	MAY("countries", country_list,
	    "取扱い又は提供のある外国 (外的環境、法28条・31条)",
	    "countries of handling or provision (articles 28 and 31)"),
	MAY("association", association, "認定個人情報保護団体",
	    "accredited association"),
	END_OF_FIELDS
};
const struct shape section_operator = {
	.kind = SHAPE_OBJECT, .title = "operator", .fields = operator_fields,
	.common = shape_declared
};

/* subjects */

static const char *const subject_kinds[] = {
	"customer", "business_contact", "applicant", "staff", "contact",
	"family", "visitor", NULL
};
static const struct shape subject_kind = {
	.kind = SHAPE_ENUM, .names = subject_kinds
};
static const struct shape subject_id = {
	.kind = SHAPE_ID, .space = SPACE_SUBJECTS
};
static const struct shape age = { .kind = SHAPE_INT, .max = 30 };
static const struct shape_field subject_fields[] = {
	MUST("id", subject_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("kind", subject_kind, "種類", "kind"),
	MAY("guardian_under", age, "この年齢未満は法定代理人が同意する",
	    "below this age the guardian consents"),
	MAY("birth_date", shape_item, "生年月日の項目 (年齢を確かめる)",
	    "the item that holds the date of birth, to know the age by"),
	MAY("confirm_every", shape_period, "内容が正確かを確かめる間隔 (法22条)",
	    "how often it is asked whether the data is right (22)"),
	MAY("introduced", shape_flag, "他の人から紹介された人",
	    "introduced by another person"),
	END_OF_FIELDS
};
static const struct shape subject = {
	.kind = SHAPE_OBJECT, .title = "subject", .fields = subject_fields,
	.common = shape_declared
};
const struct shape section_subjects = {
	.kind = SHAPE_LIST, .element = &subject, .min = 1
};

/* services */

static const struct shape service_id = {
	.kind = SHAPE_ID, .space = SPACE_SERVICES
};
static const struct shape_field service_fields[] = {
	MUST("id", service_id, "識別子", "id"),
	MUST("label", shape_label, "名称", "name"),
	MAY("url", shape_url, "URL", "URL"),
	MAY("documents", shape_documents, "適用される規約",
	    "terms that apply"),
	END_OF_FIELDS
};
static const struct shape service = {
	.kind = SHAPE_OBJECT, .title = "service", .fields = service_fields,
	.common = shape_declared
};
const struct shape section_services = {
	.kind = SHAPE_LIST, .element = &service, .min = 1
};

/* items */

const char *const tier_names[TIER_COUNT + 1] = {
	[TIER_PLAIN] = "plain",
	[TIER_FINANCIAL] = "financial",
	[TIER_SPECIAL_CARE] = "special_care",
	[TIER_CREDENTIAL] = "credential",
	[TIER_STATUTORY] = "statutory",
};
static const struct shape item_tier = {
	.kind = SHAPE_ENUM, .names = tier_names
};
static const struct shape item_kind = {
	.kind = SHAPE_ENUM, .names = kind_names
};
static const char *const categories[] = {
	"personal", "related", "id_code", NULL
};
static const struct shape item_category = {
	.kind = SHAPE_ENUM, .names = categories
};
static const struct shape item_special_care = {
	.kind = SHAPE_ENUM, .names = special_care_names
};
static const char *const maskings[] = {
	"by_kind", "full", "none", "hidden", NULL
};
static const struct shape item_masking = {
	.kind = SHAPE_ENUM, .names = maskings
};
static const struct shape choice_id = { .kind = SHAPE_ID };
static const struct shape_field choice_fields[] = {
	MUST("id", choice_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	END_OF_FIELDS
};
static const struct shape choice = {
	.kind = SHAPE_OBJECT, .title = "choice", .fields = choice_fields
};
static const struct shape choices = {
	.kind = SHAPE_LIST, .element = &choice, .min = 1, .max = 500
};
static const struct shape item_id = {
	.kind = SHAPE_ID, .space = SPACE_ITEMS
};
static const struct shape_field item_fields[] = {
	MUST("id", item_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("kind", item_kind, "値の種類", "kind of value"),
	MAY("category", item_category, "個人情報・個人関連情報・個人識別符号",
	    "personal, related information, identification code"),
	MAY("tier", item_tier, "区分", "sensitivity"),
	MAY("special_care", item_special_care, "要配慮個人情報の種類",
	    "kind of special care"),
	MAY("never_held", shape_flag, "取得しないと約束した項目",
	    "promised never to be held"),
	MAY("unique", shape_flag, "本人ごとに一つ", "one person each"),
	MAY("searchable", shape_flag, "完全一致で検索できる",
	    "can be looked up"),
	MAY("masking", item_masking, "伏せ方", "how it is masked"),
	MAY("choices", choices, "選択肢", "choices"),
	MAY("subjects", shape_subjects_or_all, "だれの項目か",
	    "of which persons"),
	MAY("made_public", shape_flag, "本人が公開した情報",
	    "made public by the person"),
	END_OF_FIELDS
};
static const struct shape item = {
	.kind = SHAPE_OBJECT, .title = "item", .fields = item_fields,
	.common = shape_declared
};
const struct shape section_items = {
	.kind = SHAPE_LIST, .element = &item, .min = 1, .max = 400
};

/* acquisition */

static const char *const media[] = {
	"web", "app", "email", "phone", "paper", "in_person", "system",
	"transfer", NULL
};
static const struct shape medium = { .kind = SHAPE_ENUM, .names = media };
const char *const acquisition_source_names[] = {
	[SOURCE_PERSON] = "person",
	[SOURCE_INTRODUCER] = "introducer",
	[SOURCE_THIRD_PARTY] = "third_party",
	[SOURCE_PUBLIC] = "public",
	[SOURCE_OBSERVED] = "observed",
	NULL
};
static const struct shape source = {
	.kind = SHAPE_ENUM, .names = acquisition_source_names
};
static const struct shape acquisition_id = {
	.kind = SHAPE_ID, .space = SPACE_ACQUISITION
};
static const struct shape_field acquisition_fields[] = {
	MUST("id", acquisition_id, "識別子", "id"),
	MUST("label", shape_label, "呼び名", "name"),
	MUST("medium", medium, "手段", "medium"),
	MUST("source", source, "だれから", "from whom"),
	MAY("subjects", shape_subjects_or_all, "だれの情報か",
	    "about which persons"),
	MAY("services", shape_services_or_all, "どのサービスで",
	    "in which services"),
	MAY("required", shape_items, "必須の項目", "required items"),
	MAY("optional", shape_items_or_all, "任意の項目", "optional items"),
	MUST("purposes", shape_purposes_or_all, "利用目的", "purposes"),
	MAY("shown", shape_label, "送信前に示す文 (法21条2項)",
	    "what is shown before sending (21(2))"),
	MAY("ground", shape_grounds, "明示しない根拠 (法21条4項)",
	    "why it need not be shown (21(4))"),
	MAY("consequence", shape_label, "任意の項目を入力しない場合の結果",
	    "what follows when it is not given"),
	MAY("announcement", shape_label, "電話で流す案内",
	    "what the telephone says"),
	MAY("consents", shape_consents, "あわせて求める同意",
	    "consents that are asked for"),
	MAY("documents", shape_documents, "あわせて示す文書",
	    "documents that are shown"),
	END_OF_FIELDS
};
static const struct shape acquisition = {
	.kind = SHAPE_OBJECT, .title = "acquisition",
	.fields = acquisition_fields, .common = shape_declared
};
const struct shape section_acquisition = {
	.kind = SHAPE_LIST, .element = &acquisition, .min = 1
};
