/*
 * The policy as JSON-LD.  Names are {"@value", "@language"}; nodes are named
 * "#section.id", as the anchors of the page are.
 *
 * dpv: https://w3id.org/dpv# (DPV 2), dct: Dublin Core terms.  appi: is ours;
 * its terms are the keys of the policy language.
 */
#include "policy/prose_parts.h"

#include "policy/language.h"

struct linked {
	struct jsonw *json;
	const struct node *root;
};

/* A class of declarations: where, what type, and how the operator has it. */
static const struct {
	const char *section;
	const char *type;
} classes[] = {
	{ "subjects", "dpv:DataSubject" },
	{ "services", "dpv:Service" },
	{ "items", "dpv:PersonalData" },
	{ "acquisition", "appi:Acquisition" },
	{ "purposes", "dpv:Purpose" },
	{ "prohibited_uses", "appi:ProhibitedUse" },
	{ "consents", "dpv:Consent" },
	{ "recipients", "dpv:Recipient" },
	{ "clients", "appi:Client" },
	{ "exceptions", "appi:Exception" },
	{ "desks", "appi:Desk" },
	{ "retention", "dpv:StorageDuration" },
	{ "anonymised", "dpv:AnonymisedData" },
	{ "pseudonymised", "dpv:PseudonymisedData" },
	{ "statistics", "appi:Statistics" },
	{ "trackers", "appi:Tracker" },
	{ "measures", "dpv:TechnicalOrganisationalMeasure" },
};

/* Keys whose values name declarations, with the term for the relation. */
static const struct {
	const char *key;
	const char *section;
	const char *term;
} relations[] = {
	{ "items", "items", "dpv:hasPersonalData" },
	{ "required", "items", "appi:required" },
	{ "optional", "items", "appi:optional" },
	{ "purposes", "purposes", "dpv:hasPurpose" },
	{ "parent", "purposes", "appi:parent" },
	{ "subjects", "subjects", "dpv:hasDataSubject" },
	{ "services", "services", "dpv:hasService" },
	{ "recipients", "recipients", "dpv:hasRecipient" },
	{ "provides", "recipients", "dpv:hasRecipient" },
	{ "consent", "consents", "dpv:hasConsent" },
	{ "consents", "consents", "dpv:hasConsent" },
};

/* Labels that are published word by word. */
static const char *const labels[] = {
	"text", "wording", "withdrawal", "shown", "consequence",
	"announcement", "why", "their_purposes", "criteria",
};

/* Enumerations and other plain values. */
static const char *const plain[] = {
	"kind", "category", "tier", "special_care", "medium", "source",
	"made_known", "contact", "ground", "abroad", "start", "at_end",
	"class", "group", "country", "url", "opt_out", "email", "web",
	"phone", "postal_code", "code",
};
static const char *const flags[] = {
	"never_held", "unique", "statutory", "individual", "introduced",
	"special_care", "individual_consent", "joins_to_person",
	"linked_to_account", "in_use", "continuing", "published",
	"advertising",
};

static void
language_value(struct linked *l, struct text text, const char *language)
{
	jsonw_open_object(l->json);
	jsonw_member_text(l->json, "@value", text);
	jsonw_member_string(l->json, "@language", language);
	jsonw_close_object(l->json);
}

static void
label(struct linked *l, const char *term, const struct node *node)
{
	if (node == NULL || node->kind != NODE_MAP)
		return;
	jsonw_key(l->json, term);
	jsonw_open_array(l->json);
	language_value(l, node_text(node, "ja"), "ja");
	if (node_get(node, "en") != NULL)
		language_value(l, node_text(node, "en"), "en");
	jsonw_close_array(l->json);
}

static void
reference(struct linked *l, const char *section, struct text id)
{
	jsonw_open_object(l->json);
	jsonw_key(l->json, "@id");
	jsonw_printf(l->json, "#%s.%.*s", section, TEXT_ARGS(id));
	jsonw_close_object(l->json);
}

static bool
declared(const struct linked *l, const char *section, struct text id)
{
	const struct node *list = node_get(l->root, section);

	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(node_text(node_at(list, i), "id"), id))
			return true;
	return false;
}

static void
relate(struct linked *l, const struct node *node, size_t r)
{
	const struct node *ids = node_get(node, relations[r].key);
	const struct node *list = node_get(l->root, relations[r].section);
	bool all = ids != NULL && ids->kind == NODE_TEXT &&
	    text_is(ids->text, "all");

	if (ids == NULL || (r > 0 && ids->kind == NODE_MAP))
		return;
	/* Items of processed data are labels, told elsewhere. */
	if (ids->kind == NODE_LIST && ids->count > 0 &&
	    node_at(ids, 0)->kind != NODE_TEXT)
		return;
	jsonw_key(l->json, relations[r].term);
	jsonw_open_array(l->json);
	for (size_t i = 0; all && i < node_count(list); i++)
		if (!node_bool(node_at(list, i), "never_held", false))
			reference(l, relations[r].section,
			    node_text(node_at(list, i), "id"));
	if (!all && ids->kind == NODE_TEXT &&
	    declared(l, relations[r].section, ids->text))
		reference(l, relations[r].section, ids->text);
	for (size_t i = 0; i < node_count(ids); i++)
		if (declared(l, relations[r].section,
		    node_at(ids, i)->text))
			reference(l, relations[r].section,
			    node_at(ids, i)->text);
	jsonw_close_array(l->json);
}

/* ISO 8601: P14D, P1M; business days are ours. */
static void
period(struct linked *l, const char *term, const struct node *node)
{
	static const struct {
		const char *key;
		const char *format;
	} units[] = {
		{ "days", "P%lldD" }, { "weeks", "P%lldW" },
		{ "months", "P%lldM" }, { "years", "P%lldY" },
		{ "business_days", "%lld business days" },
	};

	for (size_t i = 0; i < LENGTH(units); i++) {
		if (node_get(node, units[i].key) == NULL)
			continue;
		jsonw_key(l->json, term);
		jsonw_printf(l->json, units[i].format,
		    (long long)node_int(node, units[i].key, 0));
	}
}

static void
particulars(struct linked *l, const struct node *node)
{
	char term[64];
	const struct node *value;

	for (size_t i = 0; i < LENGTH(labels); i++) {
		(void)snprintf(term, sizeof(term), "appi:%s", labels[i]);
		label(l, term, node_get(node, labels[i]));
	}
	for (size_t i = 0; i < LENGTH(plain); i++) {
		value = node_get(node, plain[i]);
		if (value == NULL || value->kind != NODE_TEXT)
			continue;
		(void)snprintf(term, sizeof(term), "appi:%s", plain[i]);
		jsonw_member_text(l->json, term, value->text);
	}
	for (size_t i = 0; i < LENGTH(flags); i++) {
		value = node_get(node, flags[i]);
		if (value == NULL || value->kind != NODE_BOOL)
			continue;
		(void)snprintf(term, sizeof(term), "appi:%s", flags[i]);
		jsonw_member_bool(l->json, term, value->number != 0);
	}
	period(l, "dpv:hasDuration", node_get(node, "period"));
	period(l, "appi:expires", node_get(node, "expires"));
	period(l, "appi:lifetime", node_get(node, "lifetime"));
}

static const char *
type_of(const char *type, const struct node *node)
{
	static const struct {
		const char *key;
		const char *value;
		const char *type;
	} finer[] = {
		{ "tier", "special_care", "dpv:SensitivePersonalData" },
		{ "kind", "processor", "dpv:DataProcessor" },
		{ "kind", "third_party", "dpv:ThirdParty" },
		{ "kind", "joint_use", "dpv:JointDataControllers" },
		{ "group", "technical", "dpv:TechnicalMeasure" },
		{ "group", "physical", "dpv:PhysicalMeasure" },
		{ "group", "organisational", "dpv:OrganisationalMeasure" },
	};

	for (size_t i = 0; i < LENGTH(finer); i++)
		if (text_is(node_text(node, finer[i].key), finer[i].value))
			return finer[i].type;
	return type;
}

static void
declaration(struct linked *l, const char *section, const char *type,
    const struct node *node)
{
	struct text id = prose_id(node);

	jsonw_open_object(l->json);
	jsonw_key(l->json, "@id");
	jsonw_printf(l->json, "#%s.%.*s", section, TEXT_ARGS(id));
	jsonw_member_string(l->json, "@type", type_of(type, node));
	label(l, "dct:title", node_get(node, "label"));
	for (size_t i = 0; i < LENGTH(relations); i++)
		relate(l, node, i);
	particulars(l, node);
	jsonw_close_object(l->json);
}

/* Measures only if they may be published: as in the text. */
static bool
is_published(const char *section, const struct node *node)
{
	return strcmp(section, "measures") != 0 ||
	    node_bool(node, "publishable", false);
}

static void
context(struct linked *l)
{
	jsonw_key(l->json, "@context");
	jsonw_open_object(l->json);
	jsonw_member_string(l->json, "dpv", "https://w3id.org/dpv#");
	jsonw_member_string(l->json, "dct", "http://purl.org/dc/terms/");
	jsonw_member_string(l->json, "appi",
	    "https://sekisho.example/ns/appi-1#");
	jsonw_close_object(l->json);
}

static void
notice(struct linked *l, const uint8_t *hash,
    const struct prose_options *options)
{
	const struct node *revisions = node_get(l->root, "revisions"), *last;

	last = node_count(revisions) == 0 ? NULL :
	    node_at(revisions, node_count(revisions) - 1);
	jsonw_open_object(l->json);
	jsonw_member_string(l->json, "@id", "#policy");
	jsonw_member_string(l->json, "@type", "dpv:PrivacyNotice");
	jsonw_member_hex(l->json, "appi:sha256", hash, POLICY_HASH_SIZE);
	jsonw_member_text(l->json, "appi:version",
	    node_text(last, "version"));
	for (int i = 0; i < 3; i++) {
		static const char *const keys[] = {
			"enacted", "revised", "in_force",
		};
		static const char *const terms[] = {
			"dct:created", "dct:modified", "dct:valid",
		};

		if (node_get(last, keys[i]) != NULL)
			jsonw_member_text(l->json, terms[i],
			    node_text(last, keys[i]));
	}
	jsonw_given_text(l->json, "dct:issued", options->published);
	jsonw_key(l->json, "dpv:hasDataController");
	jsonw_open_object(l->json);
	jsonw_member_string(l->json, "@id", "#operator");
	jsonw_close_object(l->json);
	jsonw_close_object(l->json);
}

static void
operator(struct linked *l)
{
	const struct node *node = node_get(l->root, "operator");

	jsonw_open_object(l->json);
	jsonw_member_string(l->json, "@id", "#operator");
	jsonw_member_string(l->json, "@type", "dpv:DataController");
	label(l, "dpv:hasName", node_get(node, "name"));
	label(l, "dpv:hasAddress", node_path(node, "address", "value",
	    NULL));
	label(l, "appi:representative", node_path(node, "representative",
	    "name", NULL));
	if (node_get(node, "corporate_number") != NULL)
		jsonw_member_text(l->json, "appi:corporate_number",
		    node_text(node, "corporate_number"));
	jsonw_close_object(l->json);
}

static void
rights(struct linked *l)
{
	const struct node *types = node_path(l->root, "rights", "types",
	    NULL), *type;

	for (size_t i = 0; i < node_count(types); i++) {
		type = node_at(types, i);
		jsonw_open_object(l->json);
		jsonw_key(l->json, "@id");
		jsonw_printf(l->json, "#rights.%.*s",
		    TEXT_ARGS(node_text(type, "id")));
		jsonw_member_string(l->json, "@type",
		    "dpv:DataSubjectRight");
		label(l, "dct:title", node_get(type, "label"));
		jsonw_member_text(l->json, "appi:kind",
		    node_text(type, "kind"));
		jsonw_member_int(l->json, "appi:fee",
		    node_int(type, "fee", 0));
		period(l, "appi:deadline", node_get(type, "deadline") != NULL
		    ? node_get(type, "deadline") :
		    node_path(l->root, "rights", "deadline", NULL));
		jsonw_close_object(l->json);
	}
}

void
prose_linked(struct jsonw *json, const struct policy_source *source,
    const struct prose_options *options)
{
	struct linked l = { json, source->root };
	const struct node *list;

	jsonw_open_object(json);
	context(&l);
	jsonw_key(json, "@graph");
	jsonw_open_array(json);
	notice(&l, source->hash, options);
	operator(&l);
	for (size_t i = 0; i < LENGTH(classes); i++) {
		list = node_get(source->root, classes[i].section);
		for (size_t j = 0; j < node_count(list); j++)
			if (is_published(classes[i].section,
			    node_at(list, j)))
				declaration(&l, classes[i].section,
				    classes[i].type, node_at(list, j));
	}
	rights(&l);
	list = node_path(source->root, "operator", "countries", NULL);
	for (size_t j = 0; j < node_count(list); j++)
		declaration(&l, "country", "dpv:Country",
		    node_at(list, j));
	jsonw_close_array(json);
	jsonw_close_object(json);
}
