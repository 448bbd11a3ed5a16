/*
 * The acts: announce, display, publish.
 */
#include "base/cbor.h"
#include "base/clock.h"
#include "notice/notice_parts.h"
#include "policy/check.h"
#include "vault/commit.h"

enum status
notice_compare(const struct comparison **comparison,
    const struct rules *rules, const struct rules_revision *revision,
    struct arena *arena, struct error *error)
{
	const struct rules_revision *before = rules_revision(rules,
	    revision->number - 1);
	struct comparison *out = arena_alloc(arena, sizeof(*out));
	struct policy_source *one = arena_alloc(arena, sizeof(*one));
	struct policy_source *other = arena_alloc(arena, sizeof(*other));
	enum status status;

	*comparison = out;
	if (out == NULL || one == NULL || other == NULL)
		return error_memory(error);
	if (before == NULL)
		return error_set(error, STATUS_NOT_FOUND, "first_revision",
		    "最初の版に改訂のお知らせはありません",
		    "the first revision changes nothing");
	status = policy_source_restore(one, before->policy->canonical,
	    arena, error);
	if (status == STATUS_OK)
		status = policy_source_restore(other,
		    revision->policy->canonical, arena, error);
	return status == STATUS_OK ? compare_sources(out, one, other, arena,
	    error) : status;
}

/* The revision that the new one is held against: the last one. */
static enum status
previous(struct policy_source *source, const struct rules *rules,
    struct arena *arena, struct error *error)
{
	const struct rules_revision *last =
	    &rules->revisions[rules->revision_count - 1];

	return policy_source_restore(source, last->policy->canonical, arena,
	    error);
}

static enum status
check(const struct policy_source *source, struct vault *vault,
    struct arena *arena, struct error *error)
{
	struct findings findings;
	enum status status;

	findings_init(&findings, arena, NULL);
	status = check_run(source, clock_tokyo_day(clock_now(
	    vault_clock(vault))), &findings, arena, error);
	return status == STATUS_OK ? findings_status(&findings, error) :
	    status;
}

static enum status
refuse_wider(const struct comparison *comparison, struct error *error)
{
	const struct compared *c = comparison->first;

	while (!c->needs_new_id)
		c = c->next;
	(void)error_set(error, STATUS_INVALID, "needs_new_id",
	    "%.*s.%.*s の意味が広がります。すでに得た同意や知らせた利用目的には及びません",
	    "%.*s.%.*s comes to mean more than what people were told",
	    TEXT_ARGS(c->section), TEXT_ARGS(c->id));
	error_at(error, "%.*s.%.*s.%.*s", TEXT_ARGS(c->section),
	    TEXT_ARGS(c->id), TEXT_ARGS(c->key));
	error_clause(error, "", c->article);
	error_remedy_say(error, c->why);
	return STATUS_INVALID;
}

static enum status
too_soon(const struct rules *rules, int64_t now, struct error *error)
{
	const struct rules_revision *last =
	    &rules->revisions[rules->revision_count - 1];

	if (last->in_force_from <= now)
		return STATUS_OK;
	if (last->in_force_from != INT64_MAX)
		return error_set(error, STATUS_CONFLICT, "later_policy",
		    "それより後に施行される版がすでに告知されています (第 %u 版)",
		    "a revision that comes into force later is announced "
		    "already (number %u)", last->number);
	return error_set(error, STATUS_CONFLICT, "later_policy",
	    "まだ施行されていない版がすでに告知されています (第 %u 版)",
	    "a revision is announced and not yet in force (number %u)",
	    last->number);
}

/* Whether people must have been able to read it beforehand. */
static bool
must_wait(const struct announced *announced, const struct rules *rules,
    const struct notice_request *request, int64_t now)
{
	return announced->comparison.class > CHANGE_EDITORIAL &&
	    notice_period(rules_in_force(rules, now)->policy).count > 0 &&
	    request->without.n == 0;
}

/* The document beside the revision. */
static enum status
keep(const struct announced *announced, struct vault *vault,
    const struct notice_request *request, struct notice *notice,
    struct arena *arena, struct error *error)
{
	int64_t now = clock_now(vault_clock(vault));
	struct entry entry = {
		.kind = ENTRY_SETTING, .time = now,
		.principal = request->principal,
		.revision = announced->number, .subject = TEXT("notice"),
	};
	struct change *change;
	enum status status;

	memset(notice, 0, sizeof(*notice));
	notice->revision = announced->number;
	notice->class = announced->comparison.class;
	notice->announced_at = now;
	notice->wanted = request->wanted;
	notice->without = request->without;
	notice->displays = arena_array(arena, 1, sizeof(struct display));
	status = notice_keep_id(notice->document.id, vault,
	    announced->number, error);
	if (status != STATUS_OK)
		return status;
	change = change_new();
	if (change == NULL || notice->displays == NULL) {
		change_free(change);
		return error_memory(error);
	}
	status = notice_keep_put(notice, vault, change, &entry, arena,
	    error);
	return commit_entry(vault, change, &entry, status, error);
}

static enum status
prepare(struct announced *announced, struct vault *vault,
    const struct rules *rules, const struct notice_request *request,
    struct arena *arena, struct error *error)
{
	struct policy_source *before = arena_alloc(arena, sizeof(*before));
	int64_t now = clock_now(vault_clock(vault));
	enum status status;

	if (before == NULL)
		return error_memory(error);
	/* A revision that is there already is said by vault_announce(). */
	for (size_t i = 0; i < rules->revision_count; i++)
		if (memcmp(rules->revisions[i].policy->hash,
		    request->source->hash, POLICY_HASH_SIZE) == 0)
			return STATUS_OK;
	status = too_soon(rules, now, error);
	if (status == STATUS_OK)
		status = check(request->source, vault, arena, error);
	if (status == STATUS_OK)
		status = previous(before, rules, arena, error);
	if (status == STATUS_OK)
		status = compare_sources(&announced->comparison, before,
		    request->source, arena, error);
	if (status != STATUS_OK)
		return status;
	announced->waits = must_wait(announced, rules, request, now);
	return announced->comparison.needs_new_id ?
	    refuse_wider(&announced->comparison, error) : STATUS_OK;
}

enum status
notice_announce(struct announced *announced, struct vault *vault,
    const struct notice_request *request, struct arena *arena,
    struct error *error)
{
	int64_t now = clock_now(vault_clock(vault));
	const struct rules *rules = vault_rules(vault);
	struct notice notice;
	enum status status;

	memset(announced, 0, sizeof(*announced));
	status = prepare(announced, vault, rules, request, arena, error);
	vault_rules_release(vault, rules);
	if (status != STATUS_OK)
		return status;
	/* Even what waits for nothing is put in force with its classes. */
	status = vault_announce(vault, request->source, INT64_MAX,
	    request->principal, &announced->number, error);
	if (status == STATUS_OK)
		status = keep(announced, vault, request, &notice, arena,
		    error);
	announced->in_force_from = INT64_MAX;
	if (status != STATUS_OK || announced->waits)
		return status;
	if (request->wanted == 0)
		notice.wanted = now;
	return notice_publish(&notice, vault, request->principal,
	    &announced->in_force_from, arena, error);
}

static enum status
full(struct error *error)
{
	return error_set(error, STATUS_CONFLICT, "too_many_displays",
	    "掲示の記録が多すぎます", "too many displays are recorded");
}

/* What was displayed, with one more or one that has ended. */
static enum status
change_displays(struct notice *notice, struct text place,
    const uint8_t *hash, int64_t now, bool *changed, struct arena *arena,
    struct error *error)
{
	size_t n = notice->display_count;
	struct display *displays = arena_array(arena, n + 1,
	    sizeof(*displays));

	if (displays == NULL)
		return error_memory(error);
	if (n >= NOTICE_DISPLAYS_MAX)
		return full(error);
	*changed = hash != NULL;
	for (size_t i = 0; i < n; i++) {
		displays[i] = notice->displays[i];
		if (displays[i].until != 0 ||
		    !text_equal(displays[i].place, place))
			continue;
		if (hash != NULL && memcmp(displays[i].hash, hash,
		    sizeof(displays[i].hash)) == 0) {
			*changed = false;
			return STATUS_OK;
		}
		displays[i].until = now;
		*changed = true;
	}
	if (hash != NULL) {
		displays[n].place = place;
		memcpy(displays[n].hash, hash, sizeof(displays[n].hash));
		displays[n].from = now;
		n++;
	}
	notice->displays = displays;
	notice->display_count = n;
	return STATUS_OK;
}

enum status
notice_display(struct notice *notice, struct vault *vault,
    struct text place, const uint8_t *hash, struct text principal,
    struct arena *arena, struct error *error)
{
	int64_t now = clock_now(vault_clock(vault));
	struct entry entry = {
		.kind = ENTRY_SETTING, .time = now, .principal = principal,
		.revision = notice->revision,
		.subject = hash == NULL ? TEXT("display_ended") :
		    TEXT("displayed"),
		.has_commitment = hash != NULL,
	};
	struct change *change;
	bool changed;
	enum status status = change_displays(notice, place, hash, now,
	    &changed, arena, error);

	if (status != STATUS_OK || !changed)
		return status;
	if (hash != NULL)
		memcpy(entry.commitment, hash, sizeof(entry.commitment));
	change = change_new();
	if (change == NULL)
		return error_memory(error);
	status = notice_keep_put(notice, vault, change, &entry, arena,
	    error);
	return commit_entry(vault, change, &entry, status, error);
}

/* Whether everybody can know of it: it is published, not only sent. */
static bool
is_public(const struct policy *policy)
{
	static const char *const ways[] = { "website", "service", "poster" };
	const struct node *list = node_path(policy->root, "notices",
	    "changes", "ways", NULL);

	for (size_t i = 0; i < LENGTH(ways); i++)
		if (node_lists(list, text_of(ways[i])))
			return true;
	return false;
}

/* The purposes of an old class, with those that follow from them (17(2)). */
static struct bits
opened(const struct class *class, const struct policy *old_policy,
    const struct policy *new_policy)
{
	struct bits purposes = class->purposes;

	for (size_t i = 0; i < new_policy->purpose_count; i++) {
		const struct policy_purpose *p = &new_policy->purposes[i];

		if (p->related != 0 && p->related != p->number &&
		    old_policy->purpose_at[p->number] == NULL &&
		    bits_has(&class->purposes, p->related))
			bits_add(&purposes, p->number);
	}
	return purposes;
}

static enum status
open_classes(const struct rules *rules, const struct policy *policy,
    unsigned int revision, struct change *change, struct arena *arena,
    struct error *error)
{
	for (size_t i = 1; i < rules->classes.n; i++) {
		const struct class *class = &rules->classes.class[i];
		const struct rules_revision *old = class->number == 0 ? NULL :
		    rules_revision(rules, class->revision);
		struct class_row row = { .number = class->number,
		    .version = class->version };
		struct bits purposes, more;
		struct buf out;
		enum status status;

		if (old == NULL || class->revision >= revision)
			continue;
		purposes = opened(class, old->policy, policy);
		more = bits_minus(&purposes, &class->purposes);
		if (bits_empty(&more))
			continue;
		buf_init(&out, arena, 8192);
		cbor_bits(&out, &purposes);
		status = buf_status(&out, error);
		if (status != STATUS_OK)
			return status;
		row.purposes = buf_bytes(&out);
		change_set_class_purposes(change, &row);
	}
	return STATUS_OK;
}

static enum status
still_running(int64_t last, struct error *error)
{
	char date[CLOCK_DATE_SIZE];

	if (last == INT64_MAX) {
		(void)error_set(error, STATUS_REFUSED, "not_displayed",
		    "改訂が掲示されていません (又は掲示が中断しています)",
		    "the revision is not displayed, or no longer");
		error_remedy(error, "掲示を始め、policy display で記録してください",
		    "display it and record it with policy display");
	} else {
		clock_format_date(last, date);
		(void)error_set(error, STATUS_REFUSED, "notice_running",
		    "掲示の期間が終わっていません (%s まで)",
		    "it has to be displayed until %s", date);
		clock_format_date(last + 1, date);
		error_remedy(error, "%s 以降に施行できます",
		    "it can come into force from %s", date);
	}
	error_clause(error, "", "21(3)");
	return STATUS_REFUSED;
}

/* Whether it may come into force now, by what the policy promised. */
static enum status
may_publish(const struct notice *notice, const struct rules *rules,
    int64_t now, struct error *error)
{
	const struct rules_revision *revision = rules_revision(rules,
	    notice->revision);
	struct period period = notice_period(rules_in_force(rules,
	    now)->policy);
	int64_t last;

	if (revision == NULL || revision->in_force_from != INT64_MAX)
		return error_set(error, STATUS_CONFLICT, "in_force_already",
		    "この版の施行日はすでに決まっています",
		    "the day in force of this revision is set already");
	if (notice->class == CHANGE_EDITORIAL || notice->without.n > 0 ||
	    period.count == 0)
		return STATUS_OK;
	last = notice_last_day(notice, period);
	return clock_tokyo_day(now) > last ? STATUS_OK :
	    still_running(last, error);
}

static enum status
publish(struct notice *notice, struct vault *vault,
    const struct rules *rules, struct text principal, int64_t from,
    struct arena *arena, struct error *error)
{
	const struct policy *policy = rules_revision(rules,
	    notice->revision)->policy;
	struct entry entry = {
		.kind = ENTRY_POLICY, .time = clock_now(vault_clock(vault)),
		.principal = principal, .revision = notice->revision,
		.subject = TEXT("published"), .has_commitment = true,
	};
	struct change *change = change_new();
	enum status status = STATUS_OK;

	if (change == NULL)
		return error_memory(error);
	memcpy(entry.commitment, policy->hash, sizeof(entry.commitment));
	notice->published_at = entry.time;
	change_enforce_revision(change, notice->revision, from);
	if (notice->without.n == 0 && is_public(policy))
		status = open_classes(rules, policy, notice->revision,
		    change, arena, error);
	if (status == STATUS_OK)
		status = notice_keep_put(notice, vault, change, &entry,
		    arena, error);
	return commit_entry(vault, change, &entry, status, error);
}

enum status
notice_publish(struct notice *notice, struct vault *vault,
    struct text principal, int64_t *in_force_from, struct arena *arena,
    struct error *error)
{
	const struct rules *rules = vault_rules(vault);
	int64_t now = clock_now(vault_clock(vault));
	enum status status = may_publish(notice, rules, now, error);

	*in_force_from = notice->wanted > now ? notice->wanted : now;
	if (status == STATUS_OK)
		status = publish(notice, vault, rules, principal,
		    *in_force_from, arena, error);
	vault_rules_release(vault, rules);
	return status == STATUS_OK ? vault_rules_reload(vault, error) :
	    status;
}
