#include "base/cbor_form.h"
#include "vault/commit.h"
#include "vault/observe.h"

enum { BODY_MAX = 8192, REASON_MAX = 1000 };
const char *const observe_state_names[OBSERVE_STATES] = {
	[OBSERVE_OFF] = "off", [OBSERVE_ASKED] = "asked",
	[OBSERVE_ON] = "on",
};

static const struct cbor_member members[] = {
	{ CBOR_AT(struct observation, 0, state), .most = OBSERVE_ON },
	{ CBOR_AT(struct observation, 1, asked_by) },
	{ CBOR_AT(struct observation, 2, asked_role) },
	{ CBOR_AT(struct observation, 3, days) },
	{ CBOR_AT(struct observation, 4, approved_by) },
	{ CBOR_AT(struct observation, 5, approved_role) },
	{ CBOR_AT(struct observation, 6, from) },
	{ CBOR_AT(struct observation, 7, until) },
	{ CBOR_AT(struct observation, 8, first) },
	{ CBOR_AT(struct observation, 9, reason) },
};
static const struct cbor_form form = CBOR_WHOLE_MAP_OF(members);

static enum status
read_body(struct observation *o, struct bytes body, struct error *error)
{
	return cbor_form_read(o, &form, body, NULL) ? STATUS_OK :
	    error_set(error, STATUS_INTEGRITY, "observation_broken",
	    "試行期間の記録が壊れています",
	    "the document of the observation is damaged");
}

static enum status
id_of(uint8_t id[DOCUMENT_ID_SIZE], struct vault *vault, struct error *error)
{
	return document_id(id, vault, DOCUMENT_OBSERVATION,
	    TEXT("observation"), error);
}

enum status
observe_get(struct observation *o, struct vault *vault,
    struct reader *reader, struct arena *arena, struct error *error)
{
	uint8_t id[DOCUMENT_ID_SIZE];
	enum status status = id_of(id, vault, error);

	memset(o, 0, sizeof(*o));
	if (status == STATUS_OK)
		status = document_get(&o->document, vault, reader,
		    DOCUMENT_OBSERVATION, id, arena, error);
	if (status == STATUS_NOT_FOUND) {
		o->document = (struct document){
			.kind = DOCUMENT_OBSERVATION
		};
		memcpy(o->document.id, id, sizeof(id));
		return STATUS_OK;
	}
	if (status == STATUS_OK)
		status = read_body(o, o->document.body, error);
	if (status == STATUS_OK && o->state == OBSERVE_ON &&
	    o->until <= clock_now(vault_clock(vault)))
		o->state = OBSERVE_OFF;
	return status;
}

static enum status
put(struct observation *o, const struct observer *who, const char *subject,
    struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_SETTING,
		.time = clock_now(vault_clock(who->vault)),
		.principal = who->principal, .role = who->role,
		.subject = text_of(subject), .count = (uint64_t)o->days,
	};
	struct change *change = change_new();
	struct buf body;
	enum status status;

	if (change == NULL)
		return error_memory(error);
	buf_init(&body, who->arena, BODY_MAX);
	cbor_form_write(&body, &form, o);
	status = buf_status(&body, error);
	o->document.body = buf_bytes(&body);
	if (status == STATUS_OK)
		status = document_put(&o->document, who->vault, change,
		    &entry, error);
	change_touch_rules(change);
	status = commit_entry(who->vault, change, &entry, status, error);
	return status == STATUS_OK ? vault_rules_reload(who->vault, error) :
	    status;
}

/* Whether the role may turn it; what is not allowed is an entry, too. */
static enum status
check_role(const struct observer *who, bool auditor, struct error *error)
{
	const struct rules *rules = vault_rules(who->vault);
	const struct policy_role *role = policy_role(rules_in_force(rules,
	    clock_now(vault_clock(who->vault)))->policy, who->role);
	bool may = role != NULL && (role->kind == ROLE_OFFICER ||
	    (auditor && role->kind == ROLE_AUDITOR));

	vault_rules_release(who->vault, rules);
	return may ? STATUS_OK : error_set(error, STATUS_REFUSED,
	    "not_for_role", "この役割では試行期間を変えられません",
	    "this role may not turn the observation");
}

/* Accounts of the operating system are another person in another role. */
static bool
is_another(const struct observation *o, const struct observer *who)
{
	if (!text_equal(o->asked_by, who->principal))
		return true;
	return text_starts_with(o->asked_by, "os:") &&
	    !text_equal(o->asked_role, who->role);
}

static enum status
refuse(const struct observer *who, struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_SETTING,
		.time = clock_now(vault_clock(who->vault)),
		.principal = who->principal, .subject = TEXT("observe"),
		.refusal = text_of(error->code),
	};

	return commit_refusal(who->vault, &entry, error);
}

enum status
observe_ask(const struct observer *who, int64_t days, struct text reason,
    struct error *error)
{
	struct observation o;
	enum status status;

	if (days < 1 || days > OBSERVE_DAYS_MAX || reason.n == 0 ||
	    reason.n > REASON_MAX)
		return error_set(error, STATUS_INVALID, "bad_observation",
		    "1〜%d 日の期間と、理由を指定してください",
		    "1 to %d days and a reason are needed",
		    OBSERVE_DAYS_MAX);
	status = observe_get(&o, who->vault, who->reader, who->arena, error);
	if (status != STATUS_OK)
		return status;
	if (check_role(who, false, error) != STATUS_OK)
		return refuse(who, error);
	if (o.state == OBSERVE_ON)
		return error_set(error, STATUS_CONFLICT, "observing",
		    "すでに試行期間中です", "it is observed already");
	o.state = OBSERVE_ASKED;
	o.asked_by = who->principal;
	o.asked_role = who->role;
	o.approved_by = o.approved_role = (struct text){ "", 0 };
	o.days = days;
	o.reason = reason;
	return put(&o, who, "observe:asked", error);
}

enum status
observe_approve(const struct observer *who, struct error *error)
{
	struct observation o;
	struct log_head head;
	enum status status = observe_get(&o, who->vault, who->reader,
	    who->arena, error);

	if (status != STATUS_OK)
		return status;
	if (o.state != OBSERVE_ASKED)
		return error_set(error, STATUS_CONFLICT, "not_asked",
		    "承認を待つ試行期間はありません",
		    "no observation waits for an approval");
	if (check_role(who, true, error) != STATUS_OK)
		return refuse(who, error);
	if (!is_another(&o, who)) {
		(void)error_set(error, STATUS_REFUSED, "own_request",
		    "自分が求めた行為は承認できません",
		    "nobody approves what they ask for themselves");
		return refuse(who, error);
	}
	status = reader_log_head(who->reader, &head, error);
	if (status != STATUS_OK)
		return status;
	o.state = OBSERVE_ON;
	o.approved_by = who->principal;
	o.approved_role = who->role;
	o.from = clock_now(vault_clock(who->vault));
	o.until = o.from + o.days * DAY_SECONDS * 1000;
	o.first = head.size;
	return put(&o, who, "observe:on", error);
}

enum status
observe_end(const struct observer *who, struct error *error)
{
	struct observation o;
	enum status status = observe_get(&o, who->vault, who->reader,
	    who->arena, error);

	if (status != STATUS_OK)
		return status;
	if (o.state == OBSERVE_OFF)
		return error_set(error, STATUS_CONFLICT, "not_observing",
		    "試行期間中ではありません", "nothing is observed");
	if (check_role(who, true, error) != STATUS_OK)
		return refuse(who, error);
	/* Only what was on has an end. */
	if (o.state == OBSERVE_ON)
		o.until = clock_now(vault_clock(who->vault));
	o.state = OBSERVE_OFF;
	return put(&o, who, "observe:off", error);
}

enum status
observe_load(struct rules *rules, struct vault *vault, struct reader *reader,
    struct error *error)
{
	struct observation o;
	enum status status = observe_get(&o, vault, reader, rules->arena,
	    error);

	rules->observed_until = o.state == OBSERVE_ON ? o.until : 0;
	return status;
}
