#include "vault/person_join.h"

/* Two lists, one behind the other. */
static void *
both(struct arena *arena, const void *a, size_t an, const void *b, size_t bn,
    size_t size)
{
	uint8_t *list = arena_array(arena, an + bn + 1, size);

	if (list != NULL && an > 0)
		memcpy(list, a, an * size);
	if (list != NULL && bn > 0)
		memcpy(list + an * size, b, bn * size);
	return list;
}

/* In the order of time; what is equal stays in its order. */
static void
sort_consents(struct consent *list, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct consent one = list[i];
		size_t at = i;

		while (at > 0 && list[at - 1].time > one.time) {
			list[at] = list[at - 1];
			at--;
		}
		list[at] = one;
	}
}

static bool
join_lists(struct standing *out, const struct standing *into,
    const struct standing *from, struct arena *arena)
{
	struct consent *consents = both(arena, into->consents,
	    into->consent_count, from->consents, from->consent_count,
	    sizeof(*consents));
	struct personal_purpose *personal = both(arena, into->personal,
	    into->personal_count, from->personal, from->personal_count,
	    sizeof(*personal));
	struct hold *holds = both(arena, into->holds, into->hold_count,
	    from->holds, from->hold_count, sizeof(*holds));

	out->asked = both(arena, into->asked, into->asked_count, from->asked,
	    from->asked_count, sizeof(*out->asked));
	if (consents == NULL || personal == NULL || holds == NULL ||
	    out->asked == NULL)
		return false;
	out->asked_count = into->asked_count + from->asked_count;
	out->consents = consents;
	out->consent_count = into->consent_count + from->consent_count;
	sort_consents(consents, out->consent_count);
	out->personal = personal;
	out->personal_count = into->personal_count + from->personal_count;
	out->holds = holds;
	out->hold_count = into->hold_count + from->hold_count;
	return true;
}

/* What waits for a ground there waits for it here. */
static bool
join_quarantine(struct standing *out, const struct standing *into,
    const struct standing *from, const uint64_t *seqs, size_t n,
    struct arena *arena)
{
	uint64_t *list = arena_array(arena, into->quarantine_count + n + 1,
	    sizeof(*list));
	size_t count = into->quarantine_count;

	if (list == NULL)
		return false;
	if (count > 0)
		memcpy(list, into->quarantine, count * sizeof(*list));
	for (size_t i = 0; i + 1 < n; i += 2)
		if (standing_quarantines(from, seqs[i]))
			list[count++] = seqs[i + 1];
	out->quarantine = list;
	out->quarantine_count = count;
	return true;
}

/* An objection of either counts for both. */
static bool
join_objections(struct standing *out, const struct standing *into,
    const struct standing *from, struct arena *arena)
{
	out->objections = both(arena, into->objections,
	    into->objection_count, from->objections, from->objection_count,
	    sizeof(*out->objections));
	out->objection_count = into->objection_count +
	    from->objection_count;
	out->objected = bits_or(&into->objected, &from->objected);
	return out->objections != NULL;
}

static bool
has_objection(const struct standing *s, const struct objection *objection)
{
	for (size_t i = 0; i < s->objection_count; i++)
		if (s->objections[i].revision == objection->revision &&
		    s->objections[i].time == objection->time)
			return true;
	return false;
}

/* New ones come; what was agreed to meanwhile goes. */
static bool
objections_since(struct standing *out, const struct standing *joined,
    const struct standing *now, bool protective, struct arena *arena)
{
	struct bits agreed = bits_minus(&joined->objected, &now->objected);
	struct objection *list = arena_array(arena, out->objection_count +
	    now->objection_count + 1, sizeof(*list));
	size_t n = 0;

	if (list == NULL)
		return false;
	for (size_t i = 0; i < out->objection_count; i++) {
		list[n] = out->objections[i];
		if (!protective)
			list[n].purposes = bits_minus(&list[n].purposes,
			    &agreed);
		n++;
	}
	for (size_t i = 0; i < now->objection_count; i++)
		if (!has_objection(joined, &now->objections[i]))
			list[n++] = now->objections[i];
	out->objections = list;
	out->objection_count = n;
	out->objected = (struct bits){ { 0 } };
	for (size_t i = 0; i < n; i++)
		out->objected = bits_or(&out->objected, &list[i].purposes);
	return true;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

enum status
person_join(struct standing *out, const struct standing *into,
    const struct standing *from, const uint64_t *seqs, size_t seq_count,
    struct arena *arena, struct error *error)
{
	*out = *into;
	if (!join_lists(out, into, from, arena) ||
	    !join_objections(out, into, from, arena) || !join_quarantine(out,
	    into, from, seqs, seq_count, arena))
		return error_memory(error);
	out->stops = bits_or(&into->stops, &from->stops);
	out->provision_stopped |= from->provision_stopped;
	for (int start = 0; start < START_COUNT; start++)
		out->event[start] = later(into->event[start],
		    from->event[start]);
	out->of_age = later(into->of_age, from->of_age);
	out->confirmed = later(into->confirmed, from->confirmed);
	out->deceased = later(into->deceased, from->deceased);
	if (into->guardian.n == 0)
		out->guardian = from->guardian;
	if (into->introducer == 0)
		out->introducer = from->introducer;
	/* The older of two notices is what is known to have arrived. */
	if (from->known < into->known)
		out->known = from->known;
	return STATUS_OK;
}

static bool
same_hold(const struct hold *a, const struct hold *b)
{
	return a->kind == b->kind && a->time == b->time &&
	    a->until == b->until && text_equal(a->reference, b->reference);
}

static bool
has_hold(const struct standing *s, const struct hold *hold)
{
	for (size_t i = 0; i < s->hold_count; i++)
		if (same_hold(&s->holds[i], hold))
			return true;
	return false;
}

/* New holds come; those that were released go. */
static bool
holds_since(struct standing *out, const struct standing *joined,
    const struct standing *now, bool protective, struct arena *arena)
{
	struct hold *list = arena_array(arena, out->hold_count +
	    now->hold_count + 1, sizeof(*list));
	size_t n = 0;

	if (list == NULL)
		return false;
	for (size_t i = 0; i < out->hold_count; i++)
		if (protective || has_hold(now, &out->holds[i]))
			list[n++] = out->holds[i];
	for (size_t i = 0; i < now->hold_count; i++)
		if (!has_hold(joined, &now->holds[i]))
			list[n++] = now->holds[i];
	out->holds = list;
	out->hold_count = n;
	return true;
}

/* The lists only grow, so what is new stands behind what was joined. */
static bool
said_since(struct standing *out, const struct standing *joined,
    const struct standing *now, bool protective, struct arena *arena)
{
	size_t from = joined->consent_count, n = out->consent_count;
	struct consent *consents = both(arena, out->consents, n,
	    now->consents, now->consent_count, sizeof(*consents));
	struct personal_purpose *personal = both(arena, out->personal,
	    out->personal_count, now->personal, now->personal_count,
	    sizeof(*personal));

	struct asked *asked = both(arena, out->asked, out->asked_count,
	    now->asked, now->asked_count, sizeof(*asked));

	if (consents == NULL || personal == NULL || asked == NULL)
		return false;
	for (size_t i = joined->asked_count; i < now->asked_count; i++)
		asked[out->asked_count++] = now->asked[i];
	out->asked = asked;
	for (size_t i = from; i < now->consent_count; i++)
		if (!protective ||
		    now->consents[i].state == CONSENT_WITHDRAWN)
			consents[n++] = now->consents[i];
	out->consents = consents;
	out->consent_count = n;
	n = out->personal_count;
	for (size_t i = joined->personal_count; i < now->personal_count; i++)
		if (!protective ||
		    now->personal[i].state == CONSENT_WITHDRAWN)
			personal[n++] = now->personal[i];
	out->personal = personal;
	out->personal_count = n;
	return true;
}

enum status
person_join_since(struct standing *out, const struct standing *joined,
    const struct standing *now, bool protective, struct arena *arena,
    struct error *error)
{
	struct bits added = bits_minus(&now->stops, &joined->stops);
	struct bits lifted = bits_minus(&joined->stops, &now->stops);

	if (!said_since(out, joined, now, protective, arena) ||
	    !objections_since(out, joined, now, protective, arena) ||
	    !holds_since(out, joined, now, protective, arena))
		return error_memory(error);
	out->stops = bits_or(&out->stops, &added);
	if (now->provision_stopped && !joined->provision_stopped)
		out->provision_stopped = true;
	if (now->deceased != joined->deceased)
		out->deceased = now->deceased;
	if (protective)
		return STATUS_OK;
	out->stops = bits_minus(&out->stops, &lifted);
	if (joined->provision_stopped && !now->provision_stopped)
		out->provision_stopped = false;
	for (int start = 0; start < START_COUNT; start++)
		if (now->event[start] != joined->event[start])
			out->event[start] = now->event[start];
	if (now->confirmed != joined->confirmed)
		out->confirmed = now->confirmed;
	if (now->of_age != joined->of_age)
		out->of_age = now->of_age;
	if (!text_equal(now->guardian, joined->guardian))
		out->guardian = now->guardian;
	return STATUS_OK;
}
