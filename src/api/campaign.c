/*
 * Consent campaigns, and who objects to a change of the policy.
 */
#include "api/routes.h"
#include "notice/campaign.h"
#include "notice/objection.h"

static void
write_campaign(struct jsonw *json, const struct campaign *campaign)
{
	jsonw_open_object(json);
	jsonw_member_text(json, "consent", campaign->consent);
	jsonw_member_int(json, "revision", campaign->revision);
	jsonw_given_instant(json, "opened_at", campaign->opened_at);
	jsonw_given_instant(json, "until", campaign->until);
	jsonw_member_text(json, "by", campaign->by);
	jsonw_close_object(json);
}

enum status
api_campaigns(struct api_call *call, struct error *error)
{
	const struct campaign *list;
	size_t n;
	enum status status = campaign_see(&list, &n, &call->visit, error);

	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	jsonw_key(&call->json, "campaigns");
	jsonw_open_array(&call->json);
	for (size_t i = 0; i < n; i++)
		write_campaign(&call->json, &list[i]);
	jsonw_close_array(&call->json);
	jsonw_close_object(&call->json);
	return STATUS_OK;
}

enum status
api_campaign_open(struct api_call *call, struct error *error)
{
	struct campaign campaign;
	int64_t until = 0;
	enum status status = call_until(call, "until", &until, error);

	if (status == STATUS_OK)
		status = campaign_open(&campaign, &call->visit,
		    node_text(call->body, "consent"), until, error);
	if (status == STATUS_OK)
		write_campaign(&call->json, &campaign);
	return status;
}

enum status
api_ask(struct api_call *call, struct error *error)
{
	const struct node *way = node_get(call->body, "way");
	struct campaign campaign;
	uint64_t person;
	enum status status = call_person(call, &person, error);

	if (status == STATUS_OK)
		status = campaign_find(&campaign, call->api->vault,
		    call->seat->reader, node_text(call->body, "consent"), 0,
		    call->arena, error);
	return status == STATUS_OK ? campaign_ask(&call->visit, &campaign,
	    person, (enum campaign_way)way->number, error) : status;
}

/* revision= of the query; 0 when there is none. */
static enum status
take_revision(struct api_call *call, unsigned int *revision,
    struct error *error)
{
	struct text said = http_query(&call->x->request, "revision");
	int64_t number = 0;

	*revision = 0;
	if (said.p == NULL)
		return STATUS_OK;
	if (!text_to_int(said, &number) || number < 1 || number > INT32_MAX)
		return call_problem(error, STATUS_NOT_FOUND,
		    "no_such_revision", (struct words){
		    "その版はありません", "there is no such revision" });
	*revision = (unsigned int)number;
	return STATUS_OK;
}

static enum status
write_person(struct api_call *call, uint64_t person, struct error *error)
{
	char id[ID_TEXT_SIZE];
	enum status status = id_format(id, ID_PERSON, person,
	    vault_id_key(call->api->vault), error);

	if (status == STATUS_OK)
		jsonw_member_string(&call->json, "person", id);
	return status;
}

static enum status
write_asked(struct api_call *call, const struct campaign_person *p,
    struct error *error)
{
	struct text wanted = http_query(&call->x->request, "answer");
	enum status status;

	if (wanted.p != NULL && !text_is(wanted,
	    campaign_answer_names[p->answer]))
		return STATUS_OK;
	jsonw_open_object(&call->json);
	status = write_person(call, p->person, error);
	jsonw_member_string(&call->json, "answer",
	    campaign_answer_names[p->answer]);
	jsonw_member_string(&call->json, "way", campaign_way_names[p->way]);
	jsonw_member_int(&call->json, "asked", p->asked);
	jsonw_given_instant(&call->json, "first", p->first);
	jsonw_given_instant(&call->json, "last", p->last);
	jsonw_given_instant(&call->json, "answered", p->answered);
	jsonw_close_object(&call->json);
	return status;
}

static enum status
write_report(struct api_call *call, const struct campaign *campaign,
    const struct campaign_report *report, uint64_t next, struct error *error)
{
	struct jsonw *json = &call->json;
	enum status status = STATUS_OK;

	jsonw_open_object(json);
	jsonw_key(json, "campaign");
	write_campaign(json, campaign);
	jsonw_member_int(json, "asked", (int64_t)report->asked);
	jsonw_member_int(json, "unseen", (int64_t)report->unseen);
	jsonw_key(json, "answers");
	jsonw_open_object(json);
	for (int i = 0; i < CAMPAIGN_ANSWERS; i++)
		jsonw_member_int(json, campaign_answer_names[i],
		    (int64_t)report->answers[i]);
	jsonw_close_object(json);
	jsonw_key(json, "ways");
	jsonw_open_object(json);
	for (int i = 0; i < CAMPAIGN_WAYS; i++)
		jsonw_member_int(json, campaign_way_names[i],
		    (int64_t)report->ways[i]);
	jsonw_close_object(json);
	jsonw_key(json, "people");
	jsonw_open_array(json);
	for (size_t i = 0; i < report->count && status == STATUS_OK; i++)
		status = write_asked(call, &report->people[i], error);
	jsonw_close_array(json);
	if (next != 0)
		call_cursor_write(call, "next", next);
	jsonw_close_object(json);
	return status;
}

enum status
api_campaign_report(struct api_call *call, struct error *error)
{
	struct campaign_report report = { .people = arena_array(call->arena,
	    SWEEP_LOOK, sizeof(*report.people)) };
	struct campaign campaign;
	unsigned int revision;
	uint64_t after = 0, next = 0;
	bool given;
	enum status status = report.people == NULL ? error_memory(error) :
	    take_revision(call, &revision, error);

	if (status == STATUS_OK)
		status = call_cursor(call, &after, &given, error);
	if (status == STATUS_OK)
		status = campaign_find(&campaign, call->api->vault,
		    call->seat->reader, call->parameter[0], revision,
		    call->arena, error);
	if (status == STATUS_OK)
		status = campaign_page(&report, &call->visit, &campaign,
		    after, &next, error);
	return status == STATUS_OK ? write_report(call, &campaign, &report,
	    next, error) : status;
}

static enum status
write_objecting(struct api_call *call, const struct objecting *o,
    struct error *error)
{
	enum status status;

	jsonw_open_object(&call->json);
	status = write_person(call, o->person, error);
	jsonw_member_int(&call->json, "revision", o->revision);
	jsonw_given_instant(&call->json, "time", o->time);
	jsonw_key(&call->json, "purposes");
	jsonw_open_array(&call->json);
	BITS_EACH(number, &o->purposes)
		jsonw_text(&call->json, numbering_id(
		    &call->visit.rules->numbering, SPACE_PURPOSES,
		    (unsigned int)number));
	jsonw_close_array(&call->json);
	jsonw_close_object(&call->json);
	return status;
}

enum status
api_objections(struct api_call *call, struct error *error)
{
	struct objecting *list = arena_array(call->arena, SWEEP_LOOK,
	    sizeof(*list));
	uint64_t after = 0, next = 0, unseen = 0;
	unsigned int revision;
	size_t n = 0;
	bool given;
	enum status status = list == NULL ? error_memory(error) :
	    take_revision(call, &revision, error);

	if (status == STATUS_OK)
		status = call_cursor(call, &after, &given, error);
	if (status == STATUS_OK)
		status = objection_page(list, &n, &unseen, &call->visit,
		    revision, after, &next, error);
	if (status != STATUS_OK)
		return status;
	jsonw_open_object(&call->json);
	jsonw_member_int(&call->json, "count", (int64_t)n);
	jsonw_member_int(&call->json, "unseen", (int64_t)unseen);
	jsonw_key(&call->json, "people");
	jsonw_open_array(&call->json);
	for (size_t i = 0; i < n && status == STATUS_OK; i++)
		status = write_objecting(call, &list[i], error);
	jsonw_close_array(&call->json);
	if (next != 0)
		call_cursor_write(call, "next", next);
	jsonw_close_object(&call->json);
	return status;
}
