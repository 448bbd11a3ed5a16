#include "access/approval.h"
#include "access/directory.h"
#include "base/cbor_form.h"
#include "vault/commit.h"

const char *const approval_state_names[APPROVAL_STATES] = {
	[APPROVAL_ASKED] = "asked", [APPROVAL_APPROVED] = "approved",
	[APPROVAL_REJECTED] = "rejected", [APPROVAL_SPENT] = "spent",
	[APPROVAL_BROKEN] = "broken", [APPROVAL_REVIEWED] = "reviewed",
};

static const struct cbor_member members[] = {
	{ CBOR_AT(struct approval, 0, requester) },
	{ CBOR_AT(struct approval, 1, role) },
	{ CBOR_AT(struct approval, 2, purpose) },
	{ CBOR_AT(struct approval, 3, act), .most = ACT_COUNT - 1 },
	{ CBOR_AT(struct approval, 4, digest.bytes) },
	{ CBOR_AT(struct approval, 5, request) },
	{ CBOR_LIST(struct approval, 6, fields, field_count,
	  &cbor_form_texts), .most = APPROVAL_FIELDS },
	{ CBOR_AT(struct approval, 8, reason) },
	{ CBOR_AT(struct approval, 9, made) },
	{ CBOR_AT(struct approval, 10, expires) },
	{ CBOR_AT(struct approval, 11, state), .least = APPROVAL_ASKED,
	  .most = APPROVAL_REVIEWED },
	{ CBOR_AT(struct approval, 12, decider) },
	{ CBOR_AT(struct approval, 13, decider_role) },
	{ CBOR_AT(struct approval, 14, decided) },
	{ CBOR_AT(struct approval, 15, note) },
};
static const struct cbor_form form = CBOR_MAP_OF(members);

static enum status
read_document(struct approval *a, const struct document *document,
    struct error *error)
{
	memset(a, 0, sizeof(*a));
	memcpy(a->id, document->id, sizeof(a->id));
	a->version = document->version;
	if (cbor_form_read(a, &form, document->body, NULL) && a->state != 0)
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "approval_broken",
	    "承認の文書を読めません", "an approval's document is broken");
}

enum status
approval_get(struct approval *approval, struct vault *vault,
    struct reader *reader, const uint8_t id[DOCUMENT_ID_SIZE],
    struct arena *arena, struct error *error)
{
	struct document document;
	enum status status = document_get(&document, vault, reader,
	    DOCUMENT_APPROVAL, id, arena, error);

	if (status == STATUS_NOT_FOUND)
		return id_not_found(ID_APPROVAL, error);
	return status == STATUS_OK ? read_document(approval, &document,
	    error) : status;
}

enum status
approval_list(struct approval **out, size_t *n, struct vault *vault,
    struct reader *reader, const uint8_t *after, size_t max,
    struct arena *arena, struct error *error)
{
	const struct document *documents;
	struct approval *approvals;
	enum status status = document_list(&documents, n, vault, reader,
	    DOCUMENT_APPROVAL, after, max, arena, error);

	if (status != STATUS_OK)
		return status;
	approvals = arena_array(arena, *n + 1, sizeof(*approvals));
	if (approvals == NULL)
		return error_memory(error);
	for (size_t i = 0; i < *n && status == STATUS_OK; i++)
		status = read_document(&approvals[i], &documents[i], error);
	*out = approvals;
	return status;
}

static enum status
put(struct approval *a, struct vault *vault, struct change *change,
    struct entry *entry, struct arena *arena, struct error *error)
{
	struct document document = {
		.kind = DOCUMENT_APPROVAL, .version = a->version,
		.due = a->state == APPROVAL_BROKEN ? a->made : 0,
	};
	struct buf body;
	enum status status;

	buf_init(&body, arena, APPROVAL_MAX);
	cbor_form_write(&body, &form, a);
	status = buf_status(&body, error);
	document.body = buf_bytes(&body);
	memcpy(document.id, a->id, sizeof(document.id));
	return status == STATUS_OK ? document_put(&document, vault, change,
	    entry, error) : status;
}

/* An act of its own: the approval and its entry. */
static enum status
put_alone(struct approval *a, struct vault *vault, struct text by,
    struct text role, const char *what, struct arena *arena,
    struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_APPROVAL,
		.time = clock_now(vault_clock(vault)), .principal = by,
		.role = role, .purpose = a->purpose,
		.subject = text_of(what), .has_commitment = true,
	};
	struct change *change = change_new();
	enum status status;

	if (change == NULL)
		return error_memory(error);
	memcpy(entry.commitment, a->digest.bytes, HASH_SIZE);
	status = put(a, vault, change, &entry, arena, error);
	status = commit_entry(vault, change, &entry, status, error);
	a->version += status == STATUS_OK;
	return status;
}

enum status
approval_spend(struct approval *a, struct vault *vault,
    struct change *change, struct entry *entry, struct arena *arena,
    struct error *error)
{
	/* A transaction that fails is tried again with the same one. */
	struct approval spent = *a;

	spent.state = APPROVAL_SPENT;
	return change != NULL ? put(&spent, vault, change, entry, arena,
	    error) : put_alone(&spent, vault, a->requester, a->role,
	    "spend", arena, error);
}

/* The policy's row about that act of that role; NULL when it has none. */
static const struct node *
rule_of(const struct policy *policy, struct text role_id, enum act act)
{
	const struct policy_role *role = policy_role(policy, role_id);
	const struct node *list = role == NULL ? NULL :
	    node_get(role->node, "approvals");

	for (size_t i = 0; i < node_count(list); i++)
		if (text_is(node_text(node_at(list, i), "act"),
		    act_names[act]))
			return node_at(list, i);
	return NULL;
}

static enum status
needed(const struct approval *a, const struct node *rule,
    struct error *error)
{
	const struct node *by = node_get(rule, "by");
	struct text clause = policy_clause(rule);
	char id[ID_TEXT_SIZE], words[48], roles[256] = "";
	enum status status;

	id_format_random(id, ID_APPROVAL, a->id);
	for (size_t i = 0; i < node_count(by); i++) {
		size_t n = strlen(roles);

		(void)snprintf(roles + n, sizeof(roles) - n, "%s%.*s",
		    n > 0 ? ", " : "", TEXT_ARGS(node_at(by, i)->text));
	}
	status = error_set(error, STATUS_REFUSED, "approval_needed",
	    a->state == APPROVAL_REJECTED ? "承認されませんでした (%s)" :
	    "二人目の承認が必要です (%s)", a->state == APPROVAL_REJECTED ?
	    "it was not approved (%s)" :
	    "a second person has to approve it (%s)", id);
	error_remedy(error, "承認できる役割: %s。承認の後、同じ要求をもう一度送ってください",
	    "who may approve: %s; then send the same request again", roles);
	(void)snprintf(words, sizeof(words), "%.*s", TEXT_ARGS(clause));
	error_clause(error, words, error->article);
	return status;
}

static enum status
name_of(struct approval *a, struct vault *vault, struct arena *arena,
    struct error *error)
{
	struct buf name;

	buf_init(&name, arena, 256);
	buf_text(&name, a->requester);
	buf_put(&name, a->digest.bytes, HASH_SIZE);
	return document_id(a->id, vault, DOCUMENT_APPROVAL,
	    (struct text){ (const char *)name.p, name.n }, error);
}

static enum status
ask_for(struct approval *a, struct vault *vault, bool break_glass,
    int64_t now, struct arena *arena, struct error *error)
{
	a->made = now;
	a->expires = now + APPROVAL_ASKED_MS;
	a->state = break_glass ? APPROVAL_BROKEN : APPROVAL_ASKED;
	return put_alone(a, vault, a->requester, a->role,
	    break_glass ? "break glass" : "ask", arena, error);
}

static const struct policy *
policy_now(struct vault *vault, const struct rules **rules, int64_t now)
{
	*rules = vault_rules(vault);
	return rules_in_force(*rules, now)->policy;
}

enum status
approval_check(struct approval *out, struct vault *vault,
    struct reader *reader, const struct approval *wanted, bool break_glass,
    struct arena *arena, struct error *error)
{
	int64_t now = clock_now(vault_clock(vault));
	struct approval found, a = *wanted;
	const struct rules *rules;
	const struct node *rule;
	enum status status = name_of(&a, vault, arena, error);
	bool open = false;

	if (status == STATUS_OK)
		status = approval_get(&found, vault, reader, a.id, arena,
		    error);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	if (status == STATUS_OK) {
		a.version = found.version;
		open = now < found.expires && (found.state ==
		    APPROVAL_ASKED || found.state == APPROVAL_REJECTED);
		if (found.state == APPROVAL_APPROVED && now < found.expires) {
			*out = found;
			return STATUS_OK;
		}
	}
	if (open && !break_glass)
		a = found;
	else
		status = ask_for(&a, vault, break_glass, now, arena, error);
	*out = a;
	if (status != STATUS_OK && status != STATUS_CONFLICT)
		return status;
	if (break_glass && status == STATUS_OK)
		return STATUS_OK;
	rule = rule_of(policy_now(vault, &rules, now), a.role, a.act);
	status = needed(&a, rule, error);
	vault_rules_release(vault, rules);
	return status;
}

/* The role by which the pass may decide: one of `by`, or a deputy's. */
static struct text
deciding_role(const struct node *rule, const struct pass *pass)
{
	const char *const lists[] = { "by", "deputies" };

	for (size_t k = 0; k < LENGTH(lists); k++) {
		const struct node *list = node_get(rule, lists[k]);

		for (size_t i = 0; i < node_count(list); i++)
			if (access_list_has(&pass->roles,
			    node_at(list, i)->text))
				return node_at(list, i)->text;
	}
	return (struct text){ "", 0 };
}

/*
 * Accounts of the operating system are trusted to say in which role they act
 * (cli/session.h): there another role is a second person.
 */
static bool
is_own(const struct approval *a, const struct pass *pass)
{
	return text_equal(a->requester, pass->name) &&
	    (!text_starts_with(a->requester, "os:") ||
	    text_equal(a->decider_role, a->role));
}

static enum status
may_decide(struct approval *a, struct vault *vault, const struct pass *pass,
    int64_t now, struct arena *arena, struct error *error)
{
	const struct rules *rules;
	const struct policy *policy = policy_now(vault, &rules, now);

	a->decider_role = text_copy(arena, deciding_role(rule_of(policy,
	    a->role, a->act), pass));
	vault_rules_release(vault, rules);
	if (is_own(a, pass))
		return error_set(error, STATUS_REFUSED, "own_request",
		    "自分が求めた行為は承認できません",
		    "nobody approves what they ask for themselves");
	if (a->decider_role.n == 0)
		return error_set(error, STATUS_REFUSED, "not_an_approver",
		    "この行為を承認する役割がありません",
		    "no role of yours may approve it");
	if (a->state == APPROVAL_BROKEN || (a->state == APPROVAL_ASKED &&
	    now < a->expires))
		return STATUS_OK;
	return error_set(error, STATUS_CONFLICT, "not_open",
	    "すでに判断されたか、期限を過ぎています",
	    "it was decided already, or it is too late");
}

static enum status
refuse(const struct approval *a, struct vault *vault,
    const struct pass *pass, struct error *error)
{
	struct entry entry = {
		.kind = ENTRY_APPROVAL,
		.time = clock_now(vault_clock(vault)),
		.principal = pass->name, .subject = TEXT("decide"),
		.refusal = text_of(error->code), .has_commitment = true,
	};

	memcpy(entry.commitment, a->digest.bytes, HASH_SIZE);
	return commit_refusal(vault, &entry, error);
}

enum status
approval_decide(struct approval *a, struct vault *vault,
    const struct pass *pass, bool yes, struct text note,
    struct arena *arena, struct error *error)
{
	int64_t now = clock_now(vault_clock(vault));
	bool review = a->state == APPROVAL_BROKEN;
	enum status status = may_decide(a, vault, pass, now, arena, error);

	if (status == STATUS_REFUSED)
		return refuse(a, vault, pass, error);
	if (status != STATUS_OK)
		return status;
	a->decider = pass->name;
	a->note = note;
	a->decided = now;
	a->state = review ? APPROVAL_REVIEWED :
	    yes ? APPROVAL_APPROVED : APPROVAL_REJECTED;
	if (a->state == APPROVAL_APPROVED)
		a->expires = now + APPROVAL_GOOD_MS;
	return put_alone(a, vault, pass->name, a->decider_role, review ?
	    (yes ? "reviewed: justified" : "reviewed: not justified") :
	    yes ? "approve" : "reject", arena, error);
}
