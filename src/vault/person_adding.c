/*
 * What must hold of an acquisition, whoever may make it.
 */
#include "calendar/period.h"
#include "vault/person_adding.h"
#include "vault/suppression.h"

enum status
person_adding_invalid(struct adding *a, const char *field, const char *code,
    struct words words)
{
	enum status status = error_say(a->error, STATUS_INVALID, code, words);

	error_at(a->error, "%s", field);
	return status;
}

/* The same, with the clause that asks for it and the article of the law. */
static enum status
asked_by(struct adding *a, const struct node *declaration,
    const char *article, enum status status)
{
	char clause[sizeof(a->error->clause)];

	(void)snprintf(clause, sizeof(clause), "%.*s",
	    TEXT_ARGS(policy_clause(declaration)));
	error_clause(a->error, clause, article);
	return status;
}

/* The service that was named, or the only one that the way has. */
static enum status
find_service(struct adding *a)
{
	const struct numbering *numbering = &a->visit->rules->numbering;

	if (a->given->service.n > 0) {
		a->service = numbering_find(numbering, SPACE_SERVICES,
		    a->given->service);
		if (a->service == 0 ||
		    !bits_has(&a->way->services, a->service))
			return person_adding_invalid(a, "/service",
			    "unknown_service", (struct words){
			    "この取得方法のサービスではありません",
			    "this is no service of the way" });
	} else if (bits_count(&a->way->services) == 1) {
		a->service = (unsigned int)bits_next(&a->way->services, 0);
	}
	return STATUS_OK;
}

/* By evidence of which text it was, or else by the word of who asks. */
static enum status
check_shown(struct adding *a)
{
	enum status status;

	if (a->given->evidence.n > 0) {
		a->shown = arena_alloc(a->visit->arena, sizeof(*a->shown));
		return a->shown == NULL ? error_memory(a->error) :
		    display_take(a->shown, a->visit, a->way,
		    a->given->evidence, a->error);
	}
	if (!a->way->shown || a->given->shown)
		return STATUS_OK;
	status = person_adding_invalid(a, "/shown", "not_shown",
	    (struct words){ "利用目的が本人に明示されていません",
	    "the purposes were not shown to the person" });
	return asked_by(a, a->way->node, "21(2)", status);
}

/* The revision that was in force then, and what must be said of old data. */
static enum status
find_revision(struct adding *a)
{
	const struct acquisition *given = a->given;

	a->revision = given->revision == 0 ? a->visit->revision :
	    rules_revision(a->visit->rules, given->revision);
	if (a->revision == NULL || a->revision->in_force_from > a->visit->now)
		return person_adding_invalid(a, "/revision",
		    "unknown_revision", (struct words){
		    "そのような版はないか、まだ施行されていません",
		    "there is no such revision, or it is not in force yet" });
	if (given->source_unknown && given->origin.n == 0)
		return person_adding_invalid(a, "/origin", "origin_needed",
		    (struct words){
		    "取得元が不明なら、どこにあった情報かを示してください",
		    "when nobody knows the source, say where it was found" });
	return STATUS_OK;
}

enum status
person_adding_declared(struct adding *a)
{
	const struct policy *policy;
	enum status status = find_revision(a);

	if (status != STATUS_OK)
		return status;
	policy = a->revision->policy;
	a->way = policy_way(policy, a->given->way);
	if (a->way == NULL)
		return person_adding_invalid(a, "/way", "unknown_way",
		    (struct words){
		    "ポリシーに宣言された取得方法ではありません",
		    "the policy declares no such way of acquisition" });
	a->subject = policy_subject(policy, a->given->subject);
	if (a->subject == NULL ||
	    !bits_has(&a->way->subjects, a->subject->number))
		return person_adding_invalid(a, "/subject",
		    "unknown_subject", (struct words){
		    "この取得方法の対象となる本人の種類ではありません",
		    "the way does not acquire from this kind of person" });
	status = check_shown(a);
	return status == STATUS_OK ? find_service(a) : status;
}

/* What the form requires must be there, for somebody new. */
static enum status
check_required(struct adding *a)
{
	struct bits missing = bits_minus(&a->way->required,
	    &a->intake.items);
	int first = bits_next(&missing, 0);
	const struct policy_item *item;
	const struct node *consequence = node_get(a->way->node,
	    "consequence");
	struct text ja = text_copy(a->visit->arena, policy_label(consequence,
	    LANGUAGE_JA));
	struct text en = text_copy(a->visit->arena, policy_label(consequence,
	    LANGUAGE_EN));
	enum status status;

	if (first < 0 || a->given->person != 0 || a->given->incomplete)
		return STATUS_OK;
	item = a->revision->policy->item_at[first];
	status = person_adding_invalid(a, "", "required", (struct words){
	    "必須の項目がありません", "a required item is missing" });
	error_at(a->error, "/values/%.*s", TEXT_ARGS(item->id));
	if (consequence != NULL && ja.p != NULL && en.p != NULL)
		error_remedy_say(a->error, (struct words){ ja.p, en.p });
	return asked_by(a, a->way->node, "", status);
}

/* What the telephone has to say was said, before anything is kept (20(1)). */
static enum status
check_announced(struct adding *a)
{
	enum status status;

	if (!a->way->announces || a->given->announced || a->shown != NULL)
		return STATUS_OK;
	status = person_adding_invalid(a, "/announced", "not_announced",
	    (struct words){ "電話での案内がされていません",
	    "what the telephone has to say was not said" });
	return asked_by(a, a->way->node, "20(1)", status);
}

int64_t
person_of_age(const struct policy_subject *subject, int64_t born)
{
	return period_after(born, (struct period){
	    (int)subject->guardian_under, PERIOD_YEARS },
	    PERIOD_COUNTS_DAY);
}

static void
learn_age(struct adding *a)
{
	const struct policy_item *item = a->subject->birth == 0 ? NULL :
	    a->revision->policy->item_at[a->subject->birth];
	int64_t born;

	a->of_age = 0;
	if (item == NULL || a->subject->guardian_under == 0)
		return;
	for (size_t i = 0; i < a->intake.count; i++)
		if (a->intake.values[i].item == item &&
		    clock_parse_date(a->intake.values[i].stored, &born))
			a->of_age = person_of_age(a->subject, born);
}

/* Who consents for a minor must be named. */
static enum status
check_guardian(struct adding *a)
{
	int64_t today = clock_tokyo_day(a->visit->now);
	int64_t of_age = a->of_age != 0 ? a->of_age : a->standing.of_age;
	bool named = a->given->guardian.n > 0;
	enum status status = STATUS_OK;

	/* An adult may have one, too (成年後見). */
	if (named && a->subject->guardian_under == 0)
		status = person_adding_invalid(a, "/guardian",
		    "no_guardian", (struct words){
		    "この種類の本人に法定代理人の定めはありません",
		    "this kind of person has no guardian" });
	else if (!named && a->standing.guardian.n == 0 && today < of_age &&
	    a->given->consent_count > 0)
		status = person_adding_invalid(a, "/guardian",
		    "guardian_needed", (struct words){
		    "この年齢の方の同意には法定代理人が必要です",
		    "at this age a guardian has to consent" });
	return status == STATUS_OK ? status : asked_by(a, a->subject->node,
	    "通則ガイドライン2-16", status);
}

/* A third person is known by whom they were introduced (S2.1b, S3.2.1). */
static enum status
check_introducer(struct adding *a)
{
	bool introduced = a->way->source == SOURCE_INTRODUCER;
	bool named = a->given->introducer != 0;
	bool knows;
	enum status status = STATUS_OK;

	if (introduced && a->given->consent_count > 0) {
		/* What they think of it, only they can say. */
		status = person_adding_invalid(a, "/consents",
		    "not_the_giver", (struct words){
		    "紹介者は本人に代わって同意できません",
		    "whoever introduces a person can not consent for them" });
		return asked_by(a, a->way->node, "27(1)", status);
	}
	if (introduced && !named && a->given->person == 0 &&
	    a->given->origin.n == 0)
		status = person_adding_invalid(a, "/introducer",
		    "introducer_needed", (struct words){
		    "だれから紹介されたかを示してください",
		    "say by whom the person was introduced" });
	if (named && !introduced)
		status = person_adding_invalid(a, "/introducer",
		    "no_introducer", (struct words){
		    "この取得方法は紹介によるものではありません",
		    "nobody is introduced by this way" });
	if (status != STATUS_OK)
		return asked_by(a, a->way->node, "20(1)", status);
	if (!named)
		return STATUS_OK;
	status = visit_knows(a->visit, a->given->introducer, &knows,
	    a->error);
	if (status == STATUS_OK && (!knows ||
	    a->given->introducer == a->person)) {
		status = id_not_found(ID_PERSON, a->error);
		error_at(a->error, "/introducer");
	}
	return status;
}

enum status
person_adding_rules(struct adding *a)
{
	enum status status = check_required(a);

	if (status == STATUS_OK)
		status = check_announced(a);
	learn_age(a);
	if (status == STATUS_OK)
		status = check_guardian(a);
	if (status == STATUS_OK)
		status = check_introducer(a);
	/* What comes of who is here already is for those who know them. */
	if (status == STATUS_OK && a->given->person == 0)
		status = person_refuse_value(a->visit, ENTRY_ACQUIRE,
		    suppression_check(a->visit, &a->intake, a->error),
		    a->error);
	return status;
}
