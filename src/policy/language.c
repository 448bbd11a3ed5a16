/*
 * The words that all sections use, and the root that joins the sections.
 */
#include "law/ground.h"
#include "policy/shapes.h"

static const struct shape label_text = { .kind = SHAPE_TEXT, .max = 4000 };

static const struct shape_field label_fields[] = {
	MUST("ja", label_text, "日本語", "Japanese"),
	MAY("en", label_text, "英語", "English"),
	END_OF_FIELDS
};
const struct shape shape_label = {
	.kind = SHAPE_OBJECT, .title = "label", .fields = label_fields
};
const struct shape shape_labels = {
	.kind = SHAPE_LIST, .element = &shape_label, .single = true
};
const struct shape shape_line = { .kind = SHAPE_TEXT, .max = 200 };
const struct shape shape_flag = { .kind = SHAPE_BOOL };
const struct shape shape_count = { .kind = SHAPE_INT, .max = 1000000000 };
const struct shape shape_date = { .kind = SHAPE_DATE };
const struct shape shape_url = { .kind = SHAPE_URL };
const struct shape shape_email = { .kind = SHAPE_EMAIL };
const struct shape shape_country = {
	.kind = SHAPE_TEXT, .min = 2, .max = 2
};

static const struct shape clause = { .kind = SHAPE_TEXT, .max = 40 };
const struct shape shape_clauses = {
	.kind = SHAPE_LIST, .element = &clause, .single = true
};

static const struct shape period_length = {
	.kind = SHAPE_INT, .min = 1, .max = 36500
};
static const struct shape_field period_fields[] = {
	MAY("days", period_length, "日", "days"),
	MAY("weeks", period_length, "週", "weeks"),
	MAY("months", period_length, "月 (暦による)", "calendar months"),
	MAY("years", period_length, "年 (暦による)", "calendar years"),
	MAY("business_days", period_length, "営業日", "business days"),
	END_OF_FIELDS
};
const struct shape shape_period = {
	.kind = SHAPE_OBJECT, .title = "period", .fields = period_fields,
	.rule = SHAPE_ONE
};

static const struct shape defect = { .kind = SHAPE_TEXT, .max = 16 };
static const struct shape_field departs_fields[] = {
	MUST("defect", defect, "欠陥の番号 (L-01…)",
	    "the kind of defect (L-01 ...)"),
	MUST("why", shape_label, "公表文のどこが問題か",
	    "what is wrong in the published text"),
	MUST("instead", shape_label, "代わりに行うこと",
	    "what is done instead"),
	END_OF_FIELDS
};
static const struct shape departs = {
	.kind = SHAPE_OBJECT, .title = "departs_from_text",
	.fields = departs_fields
};
static const struct shape departs_list = {
	.kind = SHAPE_LIST, .element = &departs, .single = true
};

const struct shape_field shape_declared[] = {
	MAY("clause", shape_clauses, "この宣言を述べる条項",
	    "the clauses that state this"),
	MAY("departs_from_text", departs_list,
	    "公表文より法令に従う点", "where the law wins over the text"),
	MAY("note", shape_label, "覚え書き (公表しない)",
	    "a remark, not published"),
	END_OF_FIELDS
};

const struct shape shape_grounds = {
	.kind = SHAPE_ENUM, .names = ground_names, .title = "ground"
};

const char *const act_names[ACT_COUNT + 1] = {
	[ACT_ACQUIRE] = "acquire",
	[ACT_USE] = "use",
	[ACT_CORRECT] = "correct",
	[ACT_PROVIDE] = "provide",
	[ACT_STOP] = "stop",
	[ACT_ERASE] = "erase",
	[ACT_EXPORT] = "export",
	[ACT_DISCLOSE] = "disclose",
	[ACT_ANONYMISE] = "anonymise",
};
static const struct shape act = { .kind = SHAPE_ENUM, .names = act_names };
const struct shape shape_acts = { .kind = SHAPE_LIST, .element = &act };

#define REFERENCES(one, many, section, name) \
	const struct shape one = { \
		.kind = SHAPE_REF, .space = (section), .title = (name) \
	}; \
	const struct shape many = { \
		.kind = SHAPE_LIST, .element = &one, .single = true \
	}
#define OR_ALL(name, one) \
	const struct shape name = { \
		.kind = SHAPE_LIST, .element = &one, .single = true, \
		.all = "all" \
	}

REFERENCES(shape_item, shape_items, SPACE_ITEMS, "item_id");
OR_ALL(shape_items_or_all, shape_item);
REFERENCES(shape_purpose, shape_purposes, SPACE_PURPOSES, "purpose_id");
OR_ALL(shape_purposes_or_all, shape_purpose);
REFERENCES(shape_role, shape_roles, SPACE_ROLES, "role_id");
REFERENCES(shape_consent, shape_consents, SPACE_CONSENTS, "consent_id");
REFERENCES(shape_recipient, shape_recipients, SPACE_RECIPIENTS, "recipient_id");
REFERENCES(shape_document, shape_documents, SPACE_DOCUMENTS, "document_id");
static const struct shape subject = {
	.kind = SHAPE_REF, .space = SPACE_SUBJECTS, .title = "subject_id"
};
OR_ALL(shape_subjects_or_all, subject);
static const struct shape service = {
	.kind = SHAPE_REF, .space = SPACE_SERVICES, .title = "service_id"
};
OR_ALL(shape_services_or_all, service);

static const struct shape version = {
	.kind = SHAPE_INT, .min = POLICY_LANGUAGE_OLDEST,
	.max = POLICY_LANGUAGE
};

static const struct shape_field root_fields[] = {
	MUST("sekisho", version, "この言語の版", "version of this language"),
	MUST("operator", section_operator, "事業者", "the operator"),
	MUST("subjects", section_subjects, "本人の種類", "kinds of person"),
	MUST("services", section_services, "サービス", "services"),
	MUST("items", section_items, "情報の項目", "items of information"),
	MUST("acquisition", section_acquisition, "取得の方法と様式",
	    "ways and forms of acquisition"),
	MUST("purposes", section_purposes, "利用目的", "purposes of use"),
	MAY("prohibited_uses", section_prohibited_uses,
	    "禁止する利用 (法19条)", "uses that article 19 forbids here"),
	MAY("consents", section_consents, "同意の文言", "consents"),
	MUST("roles", section_roles, "役割と権限", "roles and rights"),
	MAY("recipients", section_recipients, "取扱先", "recipients"),
	MAY("clients", section_clients, "受託元", "for whom we process"),
	MAY("exceptions", section_exceptions, "認める例外の根拠",
	    "grounds that the policy allows"),
	MUST("rights", section_rights, "開示等請求",
	    "requests for disclosure and so on"),
	MUST("desks", section_desks, "窓口", "desks"),
	MAY("retention", section_retention, "保存期間", "retention"),
	MAY("anonymised", section_anonymised, "匿名加工情報",
	    "anonymised information"),
	MAY("pseudonymised", section_pseudonymised, "仮名加工情報",
	    "pseudonymised information"),
	MAY("statistics", section_statistics, "統計情報", "statistics"),
	MAY("trackers", section_trackers, "クッキー等と外部送信",
	    "cookies and external transmission"),
	MUST("measures", section_measures, "安全管理措置",
	    "security control measures"),
	MAY("incidents", section_incidents, "漏えい等への対応", "incidents"),
	MUST("notices", section_notices, "公表・通知と改訂の知らせ方",
	    "how things are made known"),
	MAY("documents", section_documents, "規約・規程・様式",
	    "terms, rules and forms"),
	MUST("revisions", section_revisions, "制定と改訂", "revisions"),
	MUST("text", section_text, "公表文の構成",
	    "how the published text is made up"),
	END_OF_FIELDS
};
static const struct shape root = {
	.kind = SHAPE_OBJECT, .title = "policy", .fields = root_fields
};

static const char *const spaces[SPACE_COUNT] = {
	[SPACE_NONE] = "",
	[SPACE_SUBJECTS] = "subjects",
	[SPACE_SERVICES] = "services",
	[SPACE_ITEMS] = "items",
	[SPACE_ACQUISITION] = "acquisition",
	[SPACE_PURPOSES] = "purposes",
	[SPACE_PROHIBITED_USES] = "prohibited_uses",
	[SPACE_CONSENTS] = "consents",
	[SPACE_ROLES] = "roles",
	[SPACE_RECIPIENTS] = "recipients",
	[SPACE_CLIENTS] = "clients",
	[SPACE_EXCEPTIONS] = "exceptions",
	[SPACE_RIGHTS] = "rights",
	[SPACE_DESKS] = "desks",
	[SPACE_RETENTION] = "retention",
	[SPACE_ANONYMISED] = "anonymised",
	[SPACE_PSEUDONYMISED] = "pseudonymised",
	[SPACE_STATISTICS] = "statistics",
	[SPACE_TRACKERS] = "trackers",
	[SPACE_MEASURES] = "measures",
	[SPACE_NOTICES] = "notices",
	[SPACE_DOCUMENTS] = "documents",
};

const struct shape_language policy_language = {
	.root = &root,
	.spaces = spaces,
	.space_count = SPACE_COUNT,
	.id = "https://sekisho.example/schema/policy-1.json",
	.title = { "Sekisho のポリシーファイル", "Sekisho policy file" },
};
