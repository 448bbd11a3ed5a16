#include "base/clock.h"
#include "base/json.h"
#include "notice/acknowledge.h"
#include "vault/commit.h"

enum { BODY_MAX = 4096 };

static enum status
take(struct acknowledgement *out, struct bytes body, struct arena *arena,
    struct error *error)
{
	const struct node *root;
	enum status status = json_parse(&root, body, arena, error);

	if (status != STATUS_OK)
		return status;
	out->principal = node_text(root, "principal");
	out->revision = (unsigned int)node_int(root, "revision", 0);
	out->time = node_int(root, "time", 0);
	return STATUS_OK;
}

static enum status
find(struct document *document, struct vault *vault, struct reader *reader,
    struct text principal, struct arena *arena, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	enum status status = document_id(id, vault, DOCUMENT_ACKNOWLEDGEMENT,
	    principal, error);

	memset(document, 0, sizeof(*document));
	document->kind = DOCUMENT_ACKNOWLEDGEMENT;
	if (status != STATUS_OK)
		return status;
	status = document_get(document, vault, reader,
	    DOCUMENT_ACKNOWLEDGEMENT, id, arena, error);
	memcpy(document->id, id, DOCUMENT_ID_SIZE);
	document->kind = DOCUMENT_ACKNOWLEDGEMENT;
	return status;
}

enum status
acknowledge_read(struct acknowledgement *acknowledgement,
    struct vault *vault, struct reader *reader, struct text principal,
    struct arena *arena, struct error *error)
{
	struct document document;
	enum status status = find(&document, vault, reader, principal, arena,
	    error);

	*acknowledgement = (struct acknowledgement){ .principal = principal };
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	return status == STATUS_OK ? take(acknowledgement, document.body,
	    arena, error) : status;
}

static void
write_body(struct buf *out, struct text principal, unsigned int revision,
    int64_t now)
{
	struct jsonw json = jsonw_new(out, false);

	jsonw_open_object(&json);
	jsonw_member_text(&json, "principal", principal);
	jsonw_member_int(&json, "revision", revision);
	jsonw_member_int(&json, "time", now);
	jsonw_close_object(&json);
}

enum status
acknowledge_revision(struct vault *vault, struct reader *reader,
    struct text principal, unsigned int revision, struct arena *arena,
    struct error *error)
{
	int64_t now = clock_now(vault_clock(vault));
	struct acknowledgement before = { .revision = 0 };
	struct entry entry = {
		.kind = ENTRY_ACCESS, .time = now, .principal = principal,
		.revision = revision, .subject = TEXT("acknowledged"),
	};
	struct document document;
	struct buf body;
	enum status status = find(&document, vault, reader, principal, arena,
	    error);

	if (status == STATUS_OK)
		status = take(&before, document.body, arena, error);
	else if (status == STATUS_NOT_FOUND)
		status = STATUS_OK;
	if (status != STATUS_OK || before.revision >= revision)
		return status;
	buf_init(&body, arena, BODY_MAX);
	write_body(&body, principal, revision, now);
	return commit_document(vault, &document, &body, &entry, error);
}

enum { DAY_MS = 24 * 60 * 60 * 1000 };

enum status
acknowledge_required(struct vault *vault, struct reader *reader,
    struct text principal, const struct rules *rules, int days,
    struct arena *arena, struct error *error)
{
	int64_t now = clock_now(vault_clock(vault));
	const struct rules_revision *revision = rules_in_force(rules, now);
	struct acknowledgement acknowledgement;
	enum status status;

	if (days == 0 || revision->in_force_from == INT64_MAX ||
	    now - revision->in_force_from < (int64_t)days * DAY_MS)
		return STATUS_OK;
	status = acknowledge_read(&acknowledgement, vault, reader,
	    principal, arena, error);
	if (status != STATUS_OK ||
	    acknowledgement.revision >= revision->number)
		return status;
	(void)error_set(error, STATUS_REFUSED, "policy_not_acknowledged",
	    "施行中のポリシー (第 %u 版) をまだ確認していません",
	    "you have not yet acknowledged the policy in force (revision "
	    "%u)", revision->number);
	error_remedy(error, "/policy を読み、policy acknowledge 又は POST /v1/policy/acknowledgements で確認を記録してください",
	    "read /policy, then record it: policy acknowledge, or POST "
	    "/v1/policy/acknowledgements");
	error_clause(error, "", "24");
	return STATUS_REFUSED;
}

enum status
acknowledge_log_refusal(struct vault *vault, struct text principal,
    unsigned int revision, struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_ACCESS, .time = clock_now(vault_clock(vault)),
		.principal = principal, .revision = revision,
		.subject = TEXT("work"),
		.refusal = TEXT("policy_not_acknowledged"),
	};
	struct change *change = change_new();

	if (change == NULL)
		return error_memory(error);
	return commit_entry(vault, change, &entry, STATUS_OK, error);
}

enum status
acknowledge_list(const struct acknowledgement **list, size_t *n,
    struct vault *vault, struct reader *reader, size_t max,
    struct arena *arena, struct error *error)
{
	const struct document *documents;
	struct acknowledgement *out;
	enum status status = document_list(&documents, n, vault, reader,
	    DOCUMENT_ACKNOWLEDGEMENT, NULL, max, arena, error);

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
