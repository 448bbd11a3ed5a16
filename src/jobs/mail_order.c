/*
 * Ordering a mail, and whether the gate would give its address now.
 */
#include "crypto/random.h"
#include "jobs/mail.h"
#include "jobs/mail_text.h"

/* The row of notices.mail; NULL when the policy has none of that id. */
static const struct node *
category_of(const struct visit *visit, struct text id)
{
	const struct node *list = node_get(node_get(
	    visit->revision->policy->root, "notices"), "mail");

	for (size_t i = 0; i < node_count(list); i++)
		if (text_equal(node_text(node_at(list, i), "id"), id))
			return node_at(list, i);
	return NULL;
}

static enum status
wrong(struct error *error, const char *field, const char *code,
    struct words words)
{
	enum status status = error_say(error, STATUS_INVALID, code, words);

	error_at(error, "%s", field);
	return status;
}

/* "req_" and 26 letters: an id of this program says nothing of anybody. */
static bool
is_id(struct text text)
{
	if (text.n != ID_TEXT_SIZE - 1 || text.p[3] != '_')
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (i != 3 && (text.p[i] < 'a' || text.p[i] > 'z') &&
		    (i < 3 || text.p[i] < '0' || text.p[i] > '9'))
			return false;
	return true;
}

/* A page of a host of the operator's, with nothing behind a "?". */
static bool
is_own_page(const struct visit *visit, struct text url)
{
	const struct node *hosts = node_path(visit->revision->policy->root,
	    "operator", "hosts", NULL);
	struct text rest = url, host;
	ptrdiff_t slash;

	if (!text_starts_with(url, "https://") || url.n > MAIL_URL_MAX)
		return false;
	rest = text_slice(url, 8, url.n);
	slash = text_find(rest, TEXT("/"));
	host = slash < 0 ? rest : text_slice(rest, 0, (size_t)slash);
	for (size_t i = host.n; i < rest.n; i++) {
		char c = rest.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("/._~-", c) != NULL))
			return false;
	}
	return node_lists(hosts, host);
}

static enum status
check_filling(const struct visit *visit, const struct mail *mail,
    struct error *error)
{
	int64_t day;

	if (mail->reference.n > 0 && !is_id(mail->reference))
		return wrong(error, "/reference", "bad_reference",
		    (struct words){ "受付番号にはこのプログラムの id だけを書けます",
		    "a reference is an id of this program, and nothing else"
		    });
	if (mail->date.n > 0 && !clock_parse_date(mail->date, &day))
		return wrong(error, "/date", "bad_date", (struct words){
		    "2026-11-22 の形の日付が必要です",
		    "a date like 2026-11-22 is needed" });
	if (mail->url.n > 0 && !is_own_page(visit, mail->url))
		return wrong(error, "/url", "bad_url", (struct words){
		    "ポリシーの operator.hosts にあるホストの https の URL "
		    "(? 以降なし) が必要です",
		    "a page (https, nothing behind a ?) of a host in the "
		    "policy's operator.hosts is needed" });
	if (!mail_text_exists(vault_config(visit->vault), mail->template,
	    mail->language))
		return wrong(error, "/template", "no_template",
		    (struct words){ "その雛形はありません",
		    "there is no such template" });
	return STATUS_OK;
}

/* The policy's only item of kind email, where none is named. */
static enum status
choose_item(const struct visit *visit, struct mail *mail,
    struct error *error)
{
	const struct policy *policy = visit->revision->policy;
	size_t n = 0;

	if (mail->item.n > 0) {
		const struct policy_item *item = policy_item(policy,
		    mail->item);

		if (item == NULL || item->kind == KIND_EMAIL)
			return STATUS_OK;	/* the gate refuses NULL */
		return wrong(error, "/item", "not_an_address",
		    (struct words){ "メールアドレスの項目ではありません",
		    "this item is no e-mail address" });
	}
	for (size_t i = 0; i < policy->item_count; i++)
		if (policy->items[i].kind == KIND_EMAIL) {
			mail->item = policy->items[i].id;
			n++;
		}
	return n == 1 ? STATUS_OK : wrong(error, "/item", "which_address",
	    (struct words){ "どの項目の宛先に送るかを指定してください",
	    "say which item has the address" });
}

/* A refusal of the category's own, with its clause, into the log. */
static enum status
refuse(struct visit *visit, const struct decision *decision,
    const struct opened *opened, const struct node *row, const char *code,
    const char *article, struct words words, struct error *error)
{
	struct entry entry = visit_entry(visit, ENTRY_USE, decision, opened);
	struct text clause = policy_clause(row);
	char text[48];
	enum status status;

	(void)snprintf(text, sizeof(text), "%.*s", TEXT_ARGS(clause));
	entry.refusal = text_of(code);
	entry.clause = clause;
	entry.subject = TEXT("mail");
	entry.items = entry.masked = (struct bits){ { 0 } };
	status = visit_log(visit, &entry, error);
	if (status != STATUS_OK)
		return status;
	status = error_say(error, STATUS_REFUSED, code, words);
	error_clause(error, text, article);
	return status;
}

/* What the category itself wants: its purpose, and its consent. */
static enum status
permit_category(struct visit *visit, const struct mail *mail,
    const struct decision *decision, const struct opened *opened,
    struct error *error)
{
	const struct node *row = category_of(visit, mail->category);
	struct text purpose = node_text(row, "purpose");
	struct text consent = node_text(row, "consent");
	const struct policy_consent *declared = policy_consent(
	    visit->revision->policy, consent);

	if (row == NULL)
		return wrong(error, "/category", "no_mail_category",
		    (struct words){ "ポリシーにその種類のメールはありません",
		    "the policy declares no such kind of mail" });
	if (purpose.n > 0 && !text_equal(purpose, visit->purpose))
		return refuse(visit, decision, opened, row,
		    "mail_not_for_purpose", "18", (struct words){
		    "この種類のメールはその利用目的のものではありません",
		    "this kind of mail is not for this purpose" }, error);
	if (declared != NULL && !standing_is_given(standing_consent(
	    &opened->standing, declared->number, TEXT("")), visit->now))
		return refuse(visit, decision, opened, row,
		    "consent_missing", "18", (struct words){
		    "この種類のメールへの同意がありません",
		    "there is no consent to this kind of mail" }, error);
	return STATUS_OK;
}

enum status
mail_permit(struct visit *visit, const struct mail *mail,
    struct error *error)
{
	struct opened *opened = arena_alloc(visit->arena, sizeof(*opened));
	const struct decision *decision;
	struct ask ask;
	enum status status;

	if (opened == NULL)
		return error_memory(error);
	status = visit_open(visit, mail->person, opened, error);
	if (status != STATUS_OK)
		return status;
	ask = visit_ask(visit, ACT_USE, opened);
	(void)gate_ask_item(&ask, mail->item);
	status = visit_permit(visit, &ask, ENTRY_USE, opened, &decision,
	    error);
	return status == STATUS_OK ? permit_category(visit, mail, decision,
	    opened, error) : status;
}

enum status
mail_order(struct visit *visit, struct mail *mail, struct error *error)
{
	enum status status;

	if (mail->template.n == 0)
		mail->template = TEXT("notice");
	random_bytes(mail->id, sizeof(mail->id));
	mail->version = 0;
	mail->state = MAIL_QUEUED;
	mail->principal = visit->principal.name;
	mail->role = visit->principal.role == NULL ? TEXT("") :
	    visit->principal.role->id;
	mail->purpose = visit->purpose;
	mail->reason = visit->reason;
	mail->made = mail->due = visit->now;
	mail->attempts = 0;
	mail->ended = 0;
	status = choose_item(visit, mail, error);
	if (status == STATUS_OK)
		status = check_filling(visit, mail, error);
	if (status == STATUS_OK)
		status = mail_permit(visit, mail, error);
	return status == STATUS_OK ? mail_put(mail, visit->vault,
	    visit->principal.name, "order", error) : status;
}

enum status
mail_alert(struct vault *vault, const struct config *config,
    struct text principal, struct text reference, struct arena *arena,
    struct error *error)
{
	char *date = arena_alloc(arena, CLOCK_DATE_SIZE);
	int64_t now = clock_now(vault_clock(vault));
	struct mail mail = {
		.state = MAIL_QUEUED, .principal = principal,
		.template = TEXT("alert"), .reference = reference,
		.made = now, .due = now,
	};

	if (config->mail.url[0] == '\0' || config->mail.alerts[0] == '\0')
		return STATUS_OK;
	if (date == NULL)
		return error_memory(error);
	clock_format_date(clock_tokyo_day(now), date);
	mail.date = text_of(date);
	random_bytes(mail.id, sizeof(mail.id));
	return mail_put(&mail, vault, principal, "alert", error);
}
