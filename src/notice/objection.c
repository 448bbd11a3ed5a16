#include "notice/objection.h"

#include "notice/notice.h"

/* What makes a purpose another one; the rest is words and links. */
static bool
widens(const struct compared *c)
{
	static const char *const keys[] = { "text", "items", "subjects",
	    "services", "provides" };

	if (!text_is(c->section, "purposes") ||
	    c->class == CHANGE_EDITORIAL || c->how == CHANGE_REMOVED)
		return false;
	for (size_t i = 0; i < LENGTH(keys); i++)
		if (text_is(c->key, keys[i]))
			return true;
	return c->how == CHANGE_ADDED;
}

/* The purposes that a revision adds, or whose meaning it changes. */
static enum status
purposes_of(struct bits *purposes, const struct rules *rules,
    const struct rules_revision *revision, struct arena *arena,
    struct error *error)
{
	const struct comparison *comparison;
	enum status status = notice_compare(&comparison, rules, revision,
	    arena, error);

	*purposes = (struct bits){ { 0 } };
	if (status != STATUS_OK)
		return status;
	for (const struct compared *c = comparison->first; c != NULL;
	    c = c->next) {
		const struct policy_purpose *p = widens(c) ?
		    policy_purpose(revision->policy, c->id) : NULL;

		if (p != NULL)
			bits_add(purposes, p->number);
	}
	return STATUS_OK;
}

/* Whether somebody may still object, by what the policy in force promised. */
static enum status
is_open(const struct visit *visit, const struct notice *notice,
    struct error *error)
{
	const struct policy *policy = visit->revision->policy;

	if (!node_bool(node_path(policy->root, "notices", "changes", NULL),
	    "objection", false))
		(void)error_set(error, STATUS_REFUSED,
		    "objections_not_promised",
		    "施行中のポリシーは、改訂への異議の申出を定めていません",
		    "the policy in force promises no objection to changes");
	else if (notice_objections_until(notice, policy, visit->now) != 0)
		return STATUS_OK;
	else
		(void)error_set(error, STATUS_REFUSED, "objections_closed",
		    "異議を申し出られる期間は終わりました",
		    "the time to object is over");
	error_remedy(error, "利用の停止は consent stop で記録できます",
	    "a use can still be stopped (consent stop)");
	error_clause(error, "", "17(2), 35");
	return STATUS_REFUSED;
}

enum status
objection_say(struct visit *visit, uint64_t person, unsigned int revision,
    struct error *error)
{
	const struct rules *rules = visit->rules;
	const struct rules_revision *found = revision == 0 ?
	    &rules->revisions[rules->revision_count - 1] :
	    rules_revision(rules, revision);
	struct said said = { .kind = SAID_OBJECTION };
	struct notice notice;
	enum status status;

	if (found == NULL)
		return error_set(error, STATUS_NOT_FOUND, "no_such_revision",
		    "その版はありません", "there is no such revision");
	status = purposes_of(&said.purposes, rules, found,
	    visit->arena, error);
	if (status == STATUS_OK)
		status = notice_read(&notice, visit->vault, visit->reader,
		    found->number, visit->arena, error);
	if (status == STATUS_OK)
		status = is_open(visit, &notice, error);
	if (status != STATUS_OK)
		return status;
	said.number = found->number;
	return person_say(visit, person, &said, error);
}

struct listing {
	struct objecting *list;
	size_t n;
	unsigned int revision;
};

static const struct objection *
find(const struct listing *l, const struct standing *standing)
{
	const struct objection *found = NULL;

	for (size_t i = 0; i < standing->objection_count; i++) {
		const struct objection *o = &standing->objections[i];

		if (!bits_empty(&o->purposes) && (l->revision == 0 ||
		    o->revision == l->revision))
			found = o;
	}
	return found;
}

static bool
objects(void *context, const struct opened *opened)
{
	return find(context, &opened->standing) != NULL;
}

static void
take(void *context, const struct opened *opened)
{
	struct listing *l = context;
	const struct objection *o = find(l, &opened->standing);

	l->list[l->n++] = (struct objecting){
		.person = opened->person, .revision = o->revision,
		.time = o->time, .purposes = o->purposes,
	};
}

enum status
objection_page(struct objecting *list, size_t *n, uint64_t *unseen,
    struct visit *visit, unsigned int revision, uint64_t after,
    uint64_t *next, struct error *error)
{
	struct listing l = { .list = list, .revision = revision };
	struct sweep sweep = {
		.concerns = objects, .take = take, .context = &l,
		.subject = TEXT("objections"), .max = SWEEP_LOOK,
	};
	enum status status = sweep_run(&sweep, visit, after, next, error);

	*n = l.n;
	*unseen = sweep.unseen;
	return status;
}
