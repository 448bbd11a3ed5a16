/*
 * The public form: a page that shows what for, asks, and takes what is sent.
 *
 * It is there only where the operator says in which role it takes in
 * (server: forms_role), and only for ways by which the person gives by
 * themselves on a screen.  It tells nobody who is known already.
 */
#include "api/forms.h"
#include "render/form.h"
#include "render/page.h"

enum { FIELDS_MAX = BITS_MAX + 64, PAGE_MAX = 4 << 20 };

struct asking {
	struct api_call *call;
	const struct rules_revision *revision;
	const struct policy_way *way;
	enum language language;
	struct form_pairs sent;		/* none, when it is only shown */
	struct error *fault;		/* of what was sent, or NULL */
	struct form_field *fields;
	size_t count;
	bool placed;			/* the fault stands at a field */
};

static const char *
say(const struct asking *a, const char *ja, const char *en)
{
	return a->language == LANGUAGE_JA ? ja : en;
}

static struct text
label(const struct asking *a, const struct node *node, const char *key)
{
	return policy_label(node_get(node, key), a->language);
}

static struct text
name(const struct asking *a, const char *prefix, struct text id)
{
	struct buf out;

	buf_init(&out, a->call->arena, 128);
	buf_printf(&out, "%s%.*s", prefix, TEXT_ARGS(id));
	return buf_as_text(&out);
}

/* A field with what was sent in it, and the fault when it is here. */
static struct form_field *
add(struct asking *a, enum form_kind kind, struct text field_name,
    struct text words, const char *place)
{
	struct form_field *f;
	char pointer[sizeof(a->fault->field)];

	if (a->count == FIELDS_MAX)
		return &a->fields[FIELDS_MAX];
	f = &a->fields[a->count++];
	f->kind = kind;
	f->name = field_name;
	f->label = words;
	f->type = "text";
	f->value = api_forms_value(&a->sent, field_name);
	(void)snprintf(pointer, sizeof(pointer), "%s", place);
	if (a->fault != NULL && !a->placed &&
	    strcmp(a->fault->field, pointer) == 0) {
		f->problem = text_of(a->fault->text[a->language]);
		a->placed = true;
	}
	return f;
}

static void
add_hidden(struct asking *a, const char *field_name, struct text value)
{
	add(a, FORM_HIDDEN, text_of(field_name), TEXT(""), "")->value =
	    value;
}

static struct form_choice *
choices(const struct asking *a, size_t n)
{
	return arena_array(a->call->arena, n + 1, sizeof(struct form_choice));
}

/* How a browser treats a value of that kind. */
static void
set_kind(const struct asking *a, struct form_field *f,
    const struct policy_item *item)
{
	static const struct {
		const char *type, *autocomplete;
	} rows[KIND_COUNT] = {
		[KIND_NAME] = { "text", "name" },
		[KIND_EMAIL] = { "email", "email" },
		[KIND_PHONE] = { "tel", "tel" },
		[KIND_POSTAL_CODE] = { "text", "postal-code" },
		[KIND_ADDRESS] = { "text", "street-address" },
		[KIND_DATE] = { "date", NULL },
		[KIND_NUMBER] = { "number", NULL },
		[KIND_MONEY] = { "number", NULL },
		[KIND_URL] = { "url", "url" },
		[KIND_PASSWORD] = { "password", "new-password" },
	};
	const struct node *list = node_get(item->node, "choices");
	struct form_choice *of = choices(a, node_count(list));

	if (rows[item->kind].type != NULL) {
		f->type = rows[item->kind].type;
		f->autocomplete = rows[item->kind].autocomplete;
	}
	for (size_t i = 0; of != NULL && i < node_count(list); i++)
		of[f->choice_count++] = (struct form_choice){
			node_text(node_at(list, i), "id"),
			label(a, node_at(list, i), "label")
		};
	f->choices = of;
}

static void
add_item(struct asking *a, const struct policy_item *item, bool required)
{
	enum form_kind kind = item->kind == KIND_FREE_TEXT ? FORM_AREA :
	    item->kind == KIND_CHOICE ? FORM_SELECT :
	    item->kind == KIND_FLAG ? FORM_CHECK : FORM_LINE;
	char place[96];
	struct form_field *f;

	if (item->kind == KIND_FILE)
		return;
	(void)snprintf(place, sizeof(place), "/values/%.*s",
	    TEXT_ARGS(item->id));
	f = add(a, kind, name(a, "v.", item->id), label(a, item->node,
	    "label"), place);
	f->required = required && kind != FORM_CHECK;
	f->checked = kind == FORM_CHECK && f->value.n > 0;
	set_kind(a, f, item);
}

static void
add_consents(struct asking *a)
{
	BITS_EACH(number, &a->way->consents) {
		const struct policy_consent *consent =
		    a->revision->policy->consent_at[number];
		struct form_field *f;

		if (consent == NULL)
			continue;
		f = add(a, FORM_CHECK, name(a, "c.", consent->id),
		    label(a, consent->node, "wording"), "/consents");
		f->checked = f->value.n > 0;
	}
}

/* Chosen where there is more than one. */
static void
add_subject(struct asking *a)
{
	const struct policy *policy = a->revision->policy;
	struct form_choice *of = choices(a, policy->subject_count);
	struct form_field *f;
	bool minors = false;
	size_t n = 0;

	for (size_t i = 0; of != NULL && i < policy->subject_count; i++) {
		if (!bits_has(&a->way->subjects, policy->subjects[i].number))
			continue;
		of[n++] = (struct form_choice){ policy->subjects[i].id,
		    label(a, policy->subjects[i].node, "label") };
		minors |= policy->subjects[i].guardian_under > 0;
	}
	if (n == 1) {
		add_hidden(a, "subject", of[0].value);
	} else {
		f = add(a, FORM_SELECT, TEXT("subject"), text_of(say(a,
		    "あなたについて", "You are")), "/subject");
		f->required = true;
		f->choices = of;
		f->choice_count = n;
	}
	if (minors)
		add(a, FORM_LINE, TEXT("guardian"), text_of(say(a,
		    "法定代理人の氏名 (未成年の方)",
		    "Name of the guardian, for minors")), "/guardian");
}

static void
add_service(struct asking *a)
{
	const struct policy *policy = a->revision->policy;
	struct form_choice *of = choices(a, BITS_MAX);
	struct form_field *f;
	size_t n = 0;

	BITS_EACH(number, &a->way->services)
		if (of != NULL && policy->service_at[number] != NULL)
			of[n++] = (struct form_choice){
				node_text(policy->service_at[number], "id"),
				label(a, policy->service_at[number], "label")
			};
	if (n < 2)
		return;
	f = add(a, FORM_SELECT, TEXT("service"), text_of(say(a, "サービス",
	    "Service")), "/service");
	f->required = true;
	f->choices = of;
	f->choice_count = n;
}

static void
set_headers(struct api_call *call)
{
	const char *embed = vault_config(call->api->vault)->
	    server.forms_embed;
	struct buf out;

	buf_init(&out, call->arena, 512);
	buf_printf(&out, "default-src 'none'; style-src 'self'; "
	    "form-action 'self'; base-uri 'none'; frame-ancestors %s",
	    embed[0] == '\0' ? "'none'" : embed);
	call_header(call, "Content-Security-Policy", buf_as_text(&out));
	call_header(call, "Cache-Control", TEXT("no-store"));
}

static enum status
write_page(struct asking *a, const struct doc *doc, struct text after,
    struct error *error)
{
	struct page page = {
		.doc = doc, .stylesheet = "/v1/forms/style.css",
		.after = after,
	};
	struct buf out;
	enum status status;

	buf_init(&out, a->call->arena, PAGE_MAX);
	status = page_write(&out, &page, a->call->arena, error);
	if (status == STATUS_OK)
		status = buf_status(&out, error);
	set_headers(a->call);
	call_body(a->call, buf_bytes(&out));
	return status;
}

/* What is shown, then what is asked, under a new token. */
static enum status
write_form(struct asking *a, struct error *error)
{
	struct form form = { .language = a->language };
	char token[DISPLAY_TOKEN_SIZE], action[128];
	struct display display;
	struct buf out;
	enum status status = display_make(&display, a->revision, a->way,
	    a->language, a->call->arena, error);

	a->fields = arena_array(a->call->arena, FIELDS_MAX + 1,
	    sizeof(*a->fields));
	if (a->fields == NULL)
		return error_memory(error);
	if (status == STATUS_OK)
		status = display_token(token, a->call->api->vault, &display,
		    clock_now(vault_clock(a->call->api->vault)), error);
	if (status != STATUS_OK)
		return status;
	(void)snprintf(action, sizeof(action), "/v1/forms/%.*s?lang=%s",
	    TEXT_ARGS(a->way->id), say(a, "ja", "en"));
	add_hidden(a, "evidence", text_of(token));
	add_subject(a);
	add_service(a);
	BITS_EACH(number, &a->way->items)
		if (a->revision->policy->item_at[number] != NULL)
			add_item(a, a->revision->policy->item_at[number],
			    bits_has(&a->way->required,
			    (unsigned int)number));
	add_consents(a);
	form.action = action;
	form.fields = a->fields;
	form.count = a->count;
	if (a->fault != NULL && !a->placed)
		form.problem = text_of(a->fault->text[a->language]);
	buf_init(&out, a->call->arena, PAGE_MAX);
	form_write(&out, &form);
	return write_page(a, display.doc, buf_as_text(&out), error);
}

/* The purpose under which this role takes in by this way. */
static struct text
purpose_of(const struct policy *policy, const struct policy_role *role,
    const struct policy_way *way)
{
	BITS_EACH(number, &way->purposes)
		if (bits_has(&role->purposes, (unsigned int)number) &&
		    policy->purpose_at[number] != NULL)
			return policy->purpose_at[number]->id;
	return TEXT("");
}

/* Whether the way is one that the public may answer to here. */
static bool
is_public(const struct api_call *call, const struct policy *policy,
    const struct policy_way *way)
{
	struct text role_id = text_of(vault_config(call->api->vault)->
	    server.forms_role);
	const struct policy_role *role = policy_role(policy, role_id);
	struct text medium = way == NULL ? TEXT("") : node_text(way->node,
	    "medium");

	if (role == NULL || way == NULL || way->source != SOURCE_PERSON ||
	    (!text_is(medium, "web") && !text_is(medium, "app")) ||
	    (role->approvals >> ACT_ACQUIRE & 1) != 0 ||
	    purpose_of(policy, role, way).n == 0)
		return false;
	BITS_EACH(number, &way->required)
		if (policy->item_at[number]->kind == KIND_FILE)
			return false;
	return true;
}

enum status
api_form_page(struct api_call *call, struct error *error)
{
	const struct rules *rules = vault_rules(call->api->vault);
	struct asking a = {
		.call = call, .language = api_forms_language(call),
		.revision = rules_in_force(rules,
		    clock_now(vault_clock(call->api->vault))),
	};
	enum status status;

	a.way = policy_way(a.revision->policy, call->parameter[0]);
	status = is_public(call, a.revision->policy, a.way) ?
	    write_form(&a, error) : api_forms_unknown(error);
	vault_rules_release(call->api->vault, rules);
	return status;
}

static enum status
gather(struct asking *a, struct acquisition *given, struct error *error)
{
	const struct policy *policy = a->revision->policy;
	struct given_value *values = arena_array(a->call->arena, BITS_MAX,
	    sizeof(*values));
	struct text *consents = arena_array(a->call->arena, BITS_MAX,
	    sizeof(*consents));

	if (values == NULL || consents == NULL)
		return error_memory(error);
	*given = (struct acquisition){
		.way = a->way->id, .values = values, .consents = consents,
		.subject = api_forms_value(&a->sent, TEXT("subject")),
		.service = api_forms_value(&a->sent, TEXT("service")),
		.guardian = api_forms_value(&a->sent, TEXT("guardian")),
		.evidence = api_forms_value(&a->sent, TEXT("evidence")),
	};
	BITS_EACH(number, &a->way->items) {
		struct text id = policy->item_at[number]->id;
		struct text value = api_forms_value(&a->sent, name(a, "v.",
		    id));

		if (value.n > 0)
			values[given->value_count++] = (struct given_value){
				id, value
			};
	}
	BITS_EACH(number, &a->way->consents) {
		struct text id = policy->consent_at[number]->id;

		if (api_forms_value(&a->sent, name(a, "c.", id)).n > 0)
			consents[given->consent_count++] = id;
	}
	return STATUS_OK;
}

/*
 * The same words whoever was known already: what they would have changed
 * changes nothing, and nobody learns who is here.
 */
static enum status
write_thanks(struct asking *a, struct error *error)
{
	struct doc *doc = doc_new(a->language, a->call->arena);

	if (doc == NULL)
		return error_memory(error);
	doc->title = text_of(say(a, "受け付けました", "Received"));
	doc->author = policy_label(node_path(a->revision->policy->root,
	    "operator", "name", NULL), a->language);
	doc->subject = label(a, a->way->node, "label");
	(void)doc_paragraph(doc, doc->root, say(a,
	    "お送りいただいた内容を受け付けました。",
	    "What you sent has been received."));
	(void)doc_paragraph(doc, doc->root, say(a,
	    "すでにご登録のある方の登録内容は、この送信では変わりません。変更は窓口へお申し出ください。",
	    "If you are registered already, this has changed nothing; please "
	    "ask our desk for changes."));
	return write_page(a, doc, TEXT(""), error);
}

/* Somebody who is here already: an entry says so, the answer does not. */
static enum status
log_duplicate(struct asking *a, struct error *error)
{
	struct visit *visit = &a->call->visit;
	struct entry entry = {
		.kind = ENTRY_ACQUIRE, .time = visit->now,
		.principal = visit->principal.name,
		.purpose = visit_purpose(visit),
		.revision = visit->revision->number,
		.subject = a->way->id, .refusal = TEXT("duplicate"),
	};

	if (visit->principal.role != NULL)
		entry.role = visit->principal.role->id;
	return visit_log(visit, &entry, error);
}

static enum status
take(struct asking *a, struct error *error)
{
	struct acquisition given;
	struct error fault;
	uint64_t person;
	enum status status = gather(a, &given, error);

	if (status != STATUS_OK)
		return status;
	if (given.evidence.n == 0) {
		status = call_problem(&fault, STATUS_INVALID,
		    "not_evidence", (struct words){
		    "もう一度お読みのうえ送信してください",
		    "please read it again and send" });
	} else {
		status = person_add(&a->call->visit, &given, &person, NULL,
		    &fault);
	}
	if (status == STATUS_CONFLICT && strcmp(fault.code, "duplicate") == 0)
		status = log_duplicate(a, &fault);
	if (status == STATUS_OK)
		return write_thanks(a, error);
	if (status != STATUS_INVALID && status != STATUS_CONFLICT &&
	    status != STATUS_REFUSED) {
		*error = fault;
		return status;
	}
	a->fault = &fault;
	a->call->x->reply.status = status == STATUS_CONFLICT ? 409 :
	    status == STATUS_REFUSED ? 403 : 400;
	status = write_form(a, error);
	a->fault = NULL;
	return status;
}

/* So many a second from one address, as with failed logins. */
static enum status
brake(struct api_call *call, struct error *error)
{
	char place[HTTP_ADDRESS_SIZE + 8];
	int64_t now = clock_monotonic();

	(void)snprintf(place, sizeof(place), "form %s",
	    call->x->request.address);
	if (!brake_open(call->api->brake, place, now)) {
		call_header(call, "Retry-After", TEXT("10"));
		return call_problem(error, STATUS_BUSY, "rate_limited",
		    (struct words){ "送信が続いたため、しばらくお待ちください",
		    "too much was sent; please wait" });
	}
	brake_count(call->api->brake, place, now);
	return STATUS_OK;
}

enum status
api_form_send(struct api_call *call, struct error *error)
{
	struct asking a = {
		.call = call, .language = api_forms_language(call)
	};
	const struct policy_role *role;
	enum status status = http_is_type(&call->x->request,
	    "application/x-www-form-urlencoded") ? brake(call, error) :
	    call_problem(error, STATUS_INVALID, "unsupported_media_type",
	    (struct words){ "フォームの内容ではありません",
	    "the body is no form" });

	if (status == STATUS_OK)
		status = api_forms_decode(&a.sent, call->x->request.body,
		    call->arena, error);
	if (status != STATUS_OK)
		return status;
	call->pass.name = TEXT("public:form");
	call->role = text_of(vault_config(call->api->vault)->
	    server.forms_role);
	call_begin_visit(call);
	a.revision = call->visit.revision;
	a.way = policy_way(a.revision->policy, call->parameter[0]);
	if (!is_public(call, a.revision->policy, a.way))
		return api_forms_unknown(error);
	role = policy_role(a.revision->policy, call->role);
	call->visit.purpose = purpose_of(a.revision->policy, role, a.way);
	return take(&a, error);
}

enum status
api_form_style(struct api_call *call, struct error *error)
{
	struct buf out;

	buf_init(&out, call->arena, 1 << 20);
	buf_text(&out, page_stylesheet());
	buf_byte(&out, '\n');
	buf_text(&out, form_stylesheet());
	call_body(call, buf_bytes(&out));
	call_header(call, "Cache-Control", TEXT("public, max-age=3600"));
	return buf_status(&out, error);
}
