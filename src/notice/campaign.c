#include "base/clock.h"
#include "base/json.h"
#include "notice/campaign.h"
#include "vault/commit.h"

enum { BODY_MAX = 4096 };

const char *const campaign_way_names[CAMPAIGN_WAYS + 1] = {
	[CAMPAIGN_EMAIL] = "email", [CAMPAIGN_POST] = "post",
	[CAMPAIGN_PHONE] = "phone", [CAMPAIGN_IN_PERSON] = "in_person",
	[CAMPAIGN_WEB] = "web", [CAMPAIGN_APP] = "app",
};

static enum status
take(struct campaign *out, struct bytes body, struct arena *arena,
    struct error *error)
{
	const struct node *root;
	enum status status = json_parse(&root, body, arena, error);

	if (status != STATUS_OK)
		return status;
	out->consent = node_text(root, "consent");
	out->revision = (unsigned int)node_int(root, "revision", 0);
	out->opened_at = node_int(root, "opened_at", 0);
	out->until = node_int(root, "until", 0);
	out->by = node_text(root, "by");
	return STATUS_OK;
}

static enum status
id_of(uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault, struct text consent,
    unsigned int revision, struct arena *arena, struct error *error)
{
	struct buf name;

	buf_init(&name, arena, 128);
	buf_printf(&name, "%u %.*s", revision, TEXT_ARGS(consent));
	return document_id(id, vault, DOCUMENT_CAMPAIGN, buf_as_text(&name),
	    error);
}

static enum status
put(struct visit *visit, struct document *document,
    const struct campaign *campaign, const struct decision *decision,
    struct error *error)
{
	struct entry entry = visit_entry(visit, ENTRY_SETTING, decision, NULL);
	struct buf body, subject;
	struct jsonw json;

	buf_init(&body, visit->arena, BODY_MAX);
	json = jsonw_new(&body, false);
	jsonw_open_object(&json);
	jsonw_member_text(&json, "consent", campaign->consent);
	jsonw_member_int(&json, "revision", campaign->revision);
	jsonw_member_int(&json, "opened_at", campaign->opened_at);
	jsonw_member_int(&json, "until", campaign->until);
	jsonw_member_text(&json, "by", campaign->by);
	jsonw_close_object(&json);
	buf_init(&subject, visit->arena, 128);
	buf_printf(&subject, "campaign:%.*s", TEXT_ARGS(campaign->consent));
	entry.subject = buf_as_text(&subject);
	return commit_document(visit->vault, document, &body, &entry, error);
}

static enum status
unknown_consent(struct error *error)
{
	(void)error_set(error, STATUS_INVALID, "unknown_consent",
	    "施行中のポリシーに宣言された同意ではありません",
	    "the policy in force declares no such consent");
	error_at(error, "/consent");
	error_clause(error, "", "18(1)");
	return STATUS_INVALID;
}

/* Whether one may be opened; the document is that of its id, to be put. */
static enum status
find_room(struct visit *visit, const struct campaign *campaign,
    struct document *document, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	enum status status = id_of(id, visit->vault, campaign->consent,
	    campaign->revision, visit->arena, error);

	memset(document, 0, sizeof(*document));
	if (status != STATUS_OK)
		return status;
	status = document_get(document, visit->vault, visit->reader,
	    DOCUMENT_CAMPAIGN, id, visit->arena, error);
	if (status == STATUS_OK)
		return error_set(error, STATUS_CONFLICT, "campaign_exists",
		    "この版のこの同意の依頼は既に始まっています",
		    "this consent is being asked for under this revision");
	if (status != STATUS_NOT_FOUND)
		return status;
	memset(document, 0, sizeof(*document));
	document->kind = DOCUMENT_CAMPAIGN;
	memcpy(document->id, id, DOCUMENT_ID_SIZE);
	return STATUS_OK;
}

enum status
campaign_open(struct campaign *campaign, struct visit *visit,
    struct text consent, int64_t until, struct error *error)
{
	struct ask ask = visit_ask(visit, ACT_STOP, NULL);
	const struct decision *decision;
	struct document document;
	enum status status = visit_permit(visit, &ask, ENTRY_SETTING, NULL,
	    &decision, error);

	if (status != STATUS_OK)
		return status;
	if (policy_consent(visit->revision->policy, consent) == NULL)
		return unknown_consent(error);
	if (until != 0 && until <= visit->now)
		return error_set(error, STATUS_INVALID, "until_past",
		    "回答を求める最後の日が過ぎています",
		    "the last day for answers is over");
	*campaign = (struct campaign){
		.consent = consent, .revision = visit->revision->number,
		.opened_at = visit->now, .until = until,
		.by = visit->principal.name,
	};
	status = find_room(visit, campaign, &document, error);
	return status == STATUS_OK ? put(visit, &document, campaign, decision,
	    error) : status;
}

static enum status
list_all(const struct campaign **list, size_t *n, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
{
	const struct document *documents;
	struct campaign *out;
	enum status status = document_list(&documents, n, vault, reader,
	    DOCUMENT_CAMPAIGN, NULL, CAMPAIGN_LIST_MAX, arena, error);

	if (status != STATUS_OK)
		return status;
	out = arena_array(arena, *n + 1, sizeof(*out));
	if (out == NULL)
		return error_memory(error);
	for (size_t i = 0; i < *n && status == STATUS_OK; i++)
		status = take(&out[i], documents[i].body, arena, error);
	*list = out;
	return status;
}

enum status
campaign_see(const struct campaign **list, size_t *n, struct visit *visit,
    struct error *error)
{
	struct ask ask = visit_ask(visit, ACT_USE, NULL);
	const struct decision *decision;
	struct entry entry;
	enum status status = visit_permit(visit, &ask, ENTRY_SEARCH, NULL,
	    &decision, error);

	*n = 0;
	if (status != STATUS_OK)
		return status;
	status = list_all(list, n, visit->vault, visit->reader,
	    visit->arena, error);
	if (status != STATUS_OK)
		return status;
	entry = visit_entry(visit, ENTRY_SEARCH, decision, NULL);
	entry.subject = TEXT("campaigns");
	entry.count = *n;
	return visit_log(visit, &entry, error);
}

enum status
campaign_find(struct campaign *campaign, struct vault *vault,
    struct reader *reader, struct text consent, unsigned int revision,
    struct arena *arena, struct error *error)
{
	const struct campaign *list;
	size_t n;
	enum status status = list_all(&list, &n, vault, reader, arena,
	    error);

	*campaign = (struct campaign){ .revision = 0 };
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < n; i++)
		if (text_equal(list[i].consent, consent) &&
		    (revision == 0 || list[i].revision == revision) &&
		    list[i].revision > campaign->revision)
			*campaign = list[i];
	return campaign->revision != 0 ? STATUS_OK : error_set(error,
	    STATUS_NOT_FOUND, "no_campaign",
	    "この同意の依頼は始まっていません",
	    "no campaign asks for this consent");
}

enum status
campaign_ask(struct visit *visit, const struct campaign *campaign,
    uint64_t person, enum campaign_way way, struct error *error)
{
	struct said said = {
		.kind = SAID_ASKED, .id = campaign->consent,
		.text = text_of(campaign_way_names[way]),
		.number = campaign->revision,
	};

	if (campaign->until != 0 && visit->now >= campaign->until)
		return error_set(error, STATUS_CONFLICT, "campaign_over",
		    "この依頼の期限は過ぎました",
		    "the time of this campaign is over");
	return person_say(visit, person, &said, error);
}
