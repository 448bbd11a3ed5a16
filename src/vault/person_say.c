/*
 * What a person says: consents, withdrawals, stops, holds.
 */
#include "vault/commit.h"
#include "vault/person_parts.h"

enum { SAY_ATTEMPTS = 5 };

static const char *const retention_starts[START_COUNT] = {
	[START_ACQUISITION] = "acquisition",
	[START_LAST_USE] = "last_use",
	[START_CONTRACT_END] = "contract_end",
	[START_SERVICE_END] = "service_end",
	[START_EMPLOYMENT_END] = "employment_end",
	[START_SELECTION_END] = "selection_end",
	[START_REQUEST_CLOSED] = "request_closed",
	[START_IDENTITY_CHECKED] = "identity_checked",
	[START_CONSENT_WITHDRAWN] = "consent_withdrawn",
	[START_LAST_MAIL] = "last_mail",
	[START_RECORD_MADE] = "record_made",
};

static enum status
unknown(const char *field, struct words words, struct error *error)
{
	enum status status = error_say(error, STATUS_INVALID, "unknown_id",
	    words);

	error_at(error, "%s", field);
	return status;
}

/* A copy of a list of the standing with room for one more. */
static void *
grow(const struct visit *visit, const void *list, size_t n, size_t size)
{
	void *copy = arena_array(visit->arena, n + 1, size);

	if (copy != NULL && n > 0)
		memcpy(copy, list, n * size);
	return copy;
}

/* Who consents to a purpose after all objects to it no longer. */
static enum status
drop_objections(const struct visit *visit, struct standing *s,
    const struct bits *purposes, struct error *error)
{
	struct objection *list = grow(visit, s->objections,
	    s->objection_count, sizeof(*list));

	if (list == NULL)
		return error_memory(error);
	for (size_t i = 0; i < s->objection_count; i++)
		list[i].purposes = bits_minus(&list[i].purposes, purposes);
	s->objections = list;
	return STATUS_OK;
}

/* Said twice about one revision, the last time counts. */
static enum status
say_objection(const struct visit *visit, struct standing *s,
    const struct said *said, struct error *error)
{
	struct objection *list = grow(visit, s->objections,
	    s->objection_count, sizeof(*list));
	size_t kept = 0;

	if (list == NULL)
		return error_memory(error);
	for (size_t i = 0; i < s->objection_count; i++)
		if (s->objections[i].revision != said->number)
			list[kept++] = s->objections[i];
	list[kept++] = (struct objection){
		.revision = (unsigned int)said->number,
		.time = visit->now, .purposes = said->purposes,
	};
	s->objections = list;
	s->objection_count = kept;
	return STATUS_OK;
}

/* Every asking is kept: who was reminded was asked twice. */
static enum status
say_asked(const struct visit *visit, struct standing *s,
    const struct said *said, struct error *error)
{
	const struct policy_consent *consent = policy_consent(
	    visit->revision->policy, said->id);
	struct asked *list = grow(visit, s->asked, s->asked_count,
	    sizeof(*list));

	if (consent == NULL)
		return unknown("/consent", (struct words){
		    "ポリシーに宣言された同意ではありません",
		    "the policy declares no such consent" }, error);
	if (list == NULL)
		return error_memory(error);
	list[s->asked_count++] = (struct asked){
		.consent = consent->number, .time = visit->now,
		.revision = (unsigned int)said->number, .way = said->text,
	};
	s->asked = list;
	return STATUS_OK;
}

static enum status
say_consent(const struct visit *visit, struct standing *s,
    const struct said *said, struct error *error)
{
	const struct policy_consent *consent = policy_consent(
	    visit->revision->policy, said->id);
	struct consent *list = grow(visit, s->consents, s->consent_count,
	    sizeof(*list));
	struct hash *evidence = arena_alloc(visit->arena, sizeof(*evidence));
	struct text wording;

	if (consent == NULL)
		return unknown("/consent", (struct words){
		    "ポリシーに宣言された同意ではありません",
		    "the policy declares no such consent" }, error);
	if (list == NULL || evidence == NULL)
		return error_memory(error);
	/* To take it back, anybody who may speak for the person will do. */
	if (said->kind == SAID_CONSENT &&
	    (consent->givers >> said->giver & 1) == 0)
		return person_refuse_giver(consent, "/giver", error);
	wording = said->text.n > 0 ? said->text :
	    policy_label(node_get(consent->node, "wording"), LANGUAGE_JA);
	*evidence = hash_bytes(wording.p, wording.n);
	list[s->consent_count] = (struct consent){
		.number = consent->number,
		.state = said->kind == SAID_CONSENT ? CONSENT_GIVEN :
		    CONSENT_WITHDRAWN,
		.time = visit->now, .giver = said->giver,
		.recipient = said->recipient,
		.evidence = { evidence->bytes, HASH_SIZE },
		.expires = !consent->expires ? 0 : clock_tokyo_midnight(
		    policy_period_last(&consent->expiry,
		    clock_tokyo_day(visit->now)) + 1),
	};
	s->consents = list;
	s->consent_count++;
	return said->kind == SAID_CONSENT ? drop_objections(visit, s,
	    &consent->purposes, error) : STATUS_OK;
}

static enum status
say_stop(const struct visit *visit, struct standing *s,
    const struct said *said, struct error *error)
{
	bool stop = said->kind == SAID_STOP;
	const struct policy_purpose *purpose;
	struct bits resumed = { { 0 } };

	if (said->id.n == 0) {
		s->provision_stopped = stop;
		return STATUS_OK;
	}
	purpose = policy_purpose(visit->revision->policy, said->id);
	if (purpose == NULL)
		return unknown("/purpose", (struct words){
		    "ポリシーに宣言された利用目的ではありません",
		    "the policy declares no such purpose" }, error);
	if (stop) {
		bits_add(&s->stops, purpose->number);
		return STATUS_OK;
	}
	bits_remove(&s->stops, purpose->number);
	bits_add(&resumed, purpose->number);
	return drop_objections(visit, s, &resumed, error);
}

static enum status
say_hold(const struct visit *visit, struct standing *s,
    const struct said *said, struct error *error)
{
	static const char *const kinds[] = {
		[HOLD_REQUEST] = "request", [HOLD_LAW] = "law",
		[HOLD_DISPUTE] = "dispute",
	};
	struct hold *list = grow(visit, s->holds, s->hold_count,
	    sizeof(*list));

	if (list == NULL)
		return error_memory(error);
	for (int kind = HOLD_REQUEST; kind <= HOLD_DISPUTE; kind++)
		if (text_is(said->id, kinds[kind])) {
			list[s->hold_count++] = (struct hold){
				.kind = (enum hold_kind)kind,
				.time = visit->now, .until = said->until,
				.reference = said->text,
			};
			s->holds = list;
			return STATUS_OK;
		}
	return unknown("/kind", (struct words){
	    "保全の種類は request、law、dispute です",
	    "a hold is one of request, law, dispute" }, error);
}

/* Releases every hold with that reference. */
static enum status
say_release(const struct visit *visit, struct standing *s,
    const struct said *said, struct error *error)
{
	struct hold *list = grow(visit, s->holds, s->hold_count,
	    sizeof(*list));
	size_t kept = 0;

	if (list == NULL)
		return error_memory(error);
	for (size_t i = 0; i < s->hold_count; i++)
		if (!text_equal(s->holds[i].reference, said->text))
			list[kept++] = s->holds[i];
	if (kept == s->hold_count)
		return unknown("/reference", (struct words){
		    "その参照番号の保全はありません",
		    "there is no hold of that reference" }, error);
	s->holds = list;
	s->hold_count = kept;
	return STATUS_OK;
}

static enum status
say_personal(const struct visit *visit, struct standing *s,
    const struct said *said, struct error *error)
{
	const struct policy *policy = visit->revision->policy;
	struct personal_purpose *list = grow(visit, s->personal,
	    s->personal_count, sizeof(*list));

	if (list == NULL)
		return error_memory(error);
	if (said->kind == SAID_PERSONAL && (!text_is_id(said->id) ||
	    policy_purpose(policy, said->id) != NULL || said->text.n == 0))
		return unknown("/purpose", (struct words){
		    "新しい識別子と、本人に示した利用目的の文が必要です",
		    "a new id and the text that the person saw are needed" },
		    error);
	if (said->kind == SAID_PERSONAL_END &&
	    standing_personal(s, said->id) == NULL)
		return unknown("/purpose", (struct words){
		    "本人はその利用目的に同意していません",
		    "the person has consented to no such purpose" }, error);
	list[s->personal_count++] = (struct personal_purpose){
		.id = said->id, .text = said->text, .items = said->items,
		.expires = said->until,
		.state = said->kind == SAID_PERSONAL ? CONSENT_GIVEN :
		    CONSENT_WITHDRAWN,
	};
	s->personal = list;
	return STATUS_OK;
}

static enum status
say_event(struct standing *s, const struct said *said, struct error *error)
{
	for (int start = 0; start < START_COUNT; start++)
		if (text_is(said->id, retention_starts[start])) {
			s->event[start] = said->day;
			return STATUS_OK;
		}
	return unknown("/event", (struct words){
	    "保存期間の起算点ではありません",
	    "this is not the start of a retention" }, error);
}

/* A ground is recorded for what waited in quarantine. */
static enum status
say_ground(const struct visit *visit, struct standing *s,
    const struct said *said, struct error *error)
{
	uint64_t *list = grow(visit, s->quarantine, s->quarantine_count,
	    sizeof(*list));
	enum ground ground;
	size_t kept = 0;

	if (list == NULL)
		return error_memory(error);
	if (!text_is(said->id, "consent") && (!ground_find(said->id,
	    &ground) || ground_article(ground, GROUND_ACQUIRE,
	    clock_tokyo_day(visit->now)) == NULL))
		return unknown("/ground", (struct words){
		    "取得の根拠は consent か法20条2項の各号です",
		    "the ground is consent or one of article 20(2)" },
		    error);
	for (size_t i = 0; i < s->quarantine_count; i++)
		if (s->quarantine[i] != said->number)
			list[kept++] = s->quarantine[i];
	if (kept == s->quarantine_count)
		return unknown("/record", (struct words){
		    "その記録単位は保留されていません",
		    "this record does not wait for a ground" }, error);
	s->quarantine = list;
	s->quarantine_count = kept;
	return STATUS_OK;
}

/* Who has died says no more; what was held stays held as before. */
static enum status
say_deceased(const struct visit *visit, struct standing *s,
    const struct said *said, struct error *error)
{
	if (said->day > 0 && said->day <= clock_tokyo_day(visit->now)) {
		s->deceased = said->day;
		return STATUS_OK;
	}
	return unknown("/date", (struct words){
	    "亡くなった日 (今日まで) を指定してください",
	    "the day of death, up to today, is needed" }, error);
}

/* Whether this giver may consent for the person now. */
static enum status
check_giver(const struct visit *visit, const struct standing *s,
    const struct said *said, struct error *error)
{
	int64_t today = clock_tokyo_day(visit->now);
	bool minor = s->of_age != 0 && today < s->of_age;
	enum status status;

	if (s->deceased != 0)
		return error_set(error, STATUS_CONFLICT, "deceased",
		    "亡くなった方の同意は記録できません",
		    "no consent of somebody who died is recorded");
	/* An adult may have a guardian, too (成年後見). */
	if (said->giver == GIVER_PERSON && minor)
		status = error_set(error, STATUS_INVALID, "guardian_needed",
		    "この年齢の方の同意には法定代理人が必要です",
		    "at this age a guardian has to consent");
	else
		return STATUS_OK;
	error_at(error, "/giver");
	error_clause(error, "", "通則ガイドライン2-16");
	return status;
}

static enum status
say(const struct visit *visit, struct standing *s, const struct said *said,
    struct error *error)
{
	switch (said->kind) {
	case SAID_CONSENT:
		if (check_giver(visit, s, said, error) != STATUS_OK)
			return error->status;
		return say_consent(visit, s, said, error);
	case SAID_WITHDRAWAL:
		return say_consent(visit, s, said, error);
	case SAID_STOP:
	case SAID_RESUME:
		return say_stop(visit, s, said, error);
	case SAID_HOLD:
		return say_hold(visit, s, said, error);
	case SAID_RELEASE:
		return say_release(visit, s, said, error);
	case SAID_PERSONAL:
	case SAID_PERSONAL_END:
		return say_personal(visit, s, said, error);
	case SAID_EVENT:
		return say_event(s, said, error);
	case SAID_GROUND:
		return say_ground(visit, s, said, error);
	case SAID_ASKED:
		return say_asked(visit, s, said, error);
	case SAID_CONFIRMED:
		s->confirmed = clock_tokyo_day(visit->now);
		return STATUS_OK;
	case SAID_DECEASED:
		return say_deceased(visit, s, said, error);
	case SAID_LIVING:
		s->deceased = 0;
		return STATUS_OK;
	case SAID_OBJECTION:
		return say_objection(visit, s, said, error);
	}
	return error_memory(error);
}

/* "consent:marketing_mail", for the entry. */
static struct text
subject_of(const struct visit *visit, const struct said *said)
{
	static const char *const names[] = {
		[SAID_CONSENT] = "consent", [SAID_WITHDRAWAL] = "withdrawal",
		[SAID_STOP] = "stop", [SAID_RESUME] = "resume",
		[SAID_HOLD] = "hold", [SAID_RELEASE] = "release",
		[SAID_PERSONAL] = "personal_purpose",
		[SAID_PERSONAL_END] = "personal_purpose_end",
		[SAID_EVENT] = "event", [SAID_GROUND] = "ground",
		[SAID_ASKED] = "asked", [SAID_CONFIRMED] = "confirmed",
		[SAID_DECEASED] = "deceased", [SAID_LIVING] = "living",
		[SAID_OBJECTION] = "objection",
	};
	struct buf out;

	buf_init(&out, visit->arena, 256);
	if (said->kind == SAID_OBJECTION)
		buf_printf(&out, "objection:%llu",
		    (unsigned long long)said->number);
	else
		buf_printf(&out, "%s:%.*s", names[said->kind],
		    TEXT_ARGS(said->id));
	return buf_as_text(&out);
}

static enum status
say_once(struct visit *visit, uint64_t person, const struct said *said,
    struct error *error)
{
	struct opened opened;
	const struct decision *decision;
	struct standing standing;
	struct change *change;
	struct entry entry;
	struct row row;
	struct ask ask;
	enum status status = visit_open_present(visit, person, &opened, error);

	if (status != STATUS_OK)
		return status;
	ask = visit_ask(visit, said->kind < SAID_CONFIRMED ? ACT_STOP :
	    ACT_CORRECT, &opened);
	status = visit_permit(visit, &ask, ENTRY_STANDING, &opened, &decision,
	    error);
	if (status != STATUS_OK)
		return status;
	standing = opened.standing;
	status = say(visit, &standing, said, error);
	row = opened.rows.row[0];
	row.version++;
	if (status == STATUS_OK)
		status = visit_seal_standing(visit, opened.person, &standing,
		    &row, error);
	if (status != STATUS_OK)
		return status;
	change = change_new();
	if (change == NULL)
		return error_memory(error);
	change_replace_standing(change, opened.person, &row, row.version - 1);
	entry = visit_entry(visit, ENTRY_STANDING, decision, &opened);
	entry.standing = row.version;
	entry.subject = subject_of(visit, said);
	return commit_visit(visit, change, &entry, STATUS_OK, error);
}

enum status
person_say(struct visit *visit, uint64_t person, const struct said *said,
    struct error *error)
{
	enum status status = STATUS_CONFLICT;

	/* Somebody else may write to the same person meanwhile. */
	for (int i = 0; i < SAY_ATTEMPTS && status == STATUS_CONFLICT; i++)
		status = say_once(visit, person, said, error);
	return status;
}

enum status
person_standing(struct visit *visit, uint64_t person,
    struct standing *standing, struct error *error)
{
	const struct decision *decision;
	struct opened opened;
	struct entry entry;
	struct ask ask;
	enum status status = visit_open_present(visit, person, &opened, error);

	if (status != STATUS_OK)
		return status;
	ask = visit_ask(visit, ACT_USE, &opened);
	status = visit_permit(visit, &ask, ENTRY_USE, &opened, &decision,
	    error);
	if (status != STATUS_OK)
		return status;
	*standing = opened.standing;
	entry = visit_entry(visit, ENTRY_USE, decision, &opened);
	entry.subject = TEXT("standing");
	return visit_log_use(visit, decision, &opened, &entry, error);
}
