#include "base/cbor.h"
#include "gate/standing.h"

enum key {
	KEY_PSEUDONYM, KEY_SUBJECT, KEY_SLOTS, KEY_NEXT, KEY_CONSENTS,
	KEY_STOPS, KEY_PROVISION, KEY_PERSONAL, KEY_HOLDS, KEY_EVENTS,
	KEY_QUARANTINE, KEY_CLIENT, KEY_INTRODUCER, KEY_GUARDIAN, KEY_KNOWN,
	KEY_OF_AGE, KEY_CONFIRMED, KEY_DECEASED, KEY_INTO, KEY_MERGED,
	KEY_OBJECTIONS, KEY_ASKED,
};
enum { KEYS = KEY_ASKED + 1 };

static size_t
slots_of(const struct standing *s)
{
	size_t n = 0;

	for (int tier = 0; tier < TIER_COUNT; tier++)
		n += s->slot[tier] != 0;
	return n;
}

static size_t
events_of(const struct standing *s)
{
	size_t n = 0;

	for (int start = 0; start < START_COUNT; start++)
		n += s->event[start] != 0;
	return n;
}

static uint32_t
standing_keys(const struct standing *s)
{
	const bool stands[KEYS] = {
		[KEY_PSEUDONYM] = true,
		[KEY_SUBJECT] = s->subject != 0,
		[KEY_SLOTS] = slots_of(s) > 0,
		[KEY_NEXT] = true,
		[KEY_CONSENTS] = s->consent_count > 0,
		[KEY_STOPS] = !bits_empty(&s->stops),
		[KEY_PROVISION] = s->provision_stopped,
		[KEY_PERSONAL] = s->personal_count > 0,
		[KEY_HOLDS] = s->hold_count > 0,
		[KEY_EVENTS] = events_of(s) > 0,
		[KEY_QUARANTINE] = s->quarantine_count > 0,
		[KEY_CLIENT] = s->client != 0,
		[KEY_INTRODUCER] = s->introducer != 0,
		[KEY_GUARDIAN] = s->guardian.n > 0,
		[KEY_KNOWN] = s->known != 0,
		[KEY_OF_AGE] = s->of_age != 0,
		[KEY_CONFIRMED] = s->confirmed != 0,
		[KEY_DECEASED] = s->deceased != 0,
		[KEY_INTO] = s->into != 0,
		[KEY_MERGED] = s->merged_count > 0,
		[KEY_OBJECTIONS] = s->objection_count > 0,
		[KEY_ASKED] = s->asked_count > 0,
	};
	uint32_t keys = 0;

	for (unsigned int key = 0; key < KEYS; key++)
		keys |= (uint32_t)stands[key] << key;
	return keys;
}

static void
write_consents(struct buf *out, const struct standing *s)
{
	cbor_array(out, s->consent_count);
	for (size_t i = 0; i < s->consent_count; i++) {
		const struct consent *c = &s->consents[i];

		cbor_array(out, c->held.n > 0 ? 8 : 7);
		cbor_uint(out, c->number);
		cbor_uint(out, (uint64_t)c->state);
		cbor_int(out, c->time);
		cbor_int(out, c->expires);
		cbor_uint(out, (uint64_t)c->giver);
		cbor_bytes(out, c->evidence.p, c->evidence.n);
		cbor_text(out, c->recipient);
		if (c->held.n > 0)
			cbor_text(out, c->held);
	}
}

static void
write_personal(struct buf *out, const struct standing *s)
{
	cbor_array(out, s->personal_count);
	for (size_t i = 0; i < s->personal_count; i++) {
		const struct personal_purpose *p = &s->personal[i];

		cbor_array(out, 5);
		cbor_text(out, p->id);
		cbor_text(out, p->text);
		cbor_bits(out, &p->items);
		cbor_int(out, p->expires);
		cbor_uint(out, (uint64_t)p->state);
	}
}

static void
write_holds(struct buf *out, const struct standing *s)
{
	cbor_array(out, s->hold_count);
	for (size_t i = 0; i < s->hold_count; i++) {
		const struct hold *h = &s->holds[i];

		cbor_array(out, 4);
		cbor_uint(out, (uint64_t)h->kind);
		cbor_int(out, h->time);
		cbor_int(out, h->until);
		cbor_text(out, h->reference);
	}
}

static void
write_objections(struct buf *out, const struct standing *s)
{
	cbor_array(out, s->objection_count);
	for (size_t i = 0; i < s->objection_count; i++) {
		const struct objection *o = &s->objections[i];

		cbor_array(out, 3);
		cbor_uint(out, o->revision);
		cbor_int(out, o->time);
		cbor_bits(out, &o->purposes);
	}
}

static void
write_asked(struct buf *out, const struct standing *s)
{
	cbor_array(out, s->asked_count);
	for (size_t i = 0; i < s->asked_count; i++) {
		cbor_array(out, 4);
		cbor_uint(out, s->asked[i].consent);
		cbor_uint(out, s->asked[i].revision);
		cbor_int(out, s->asked[i].time);
		cbor_text(out, s->asked[i].way);
	}
}

static void
write_slots(struct buf *out, const struct standing *s)
{
	cbor_array(out, 2 * slots_of(s));
	for (unsigned int tier = 0; tier < TIER_COUNT; tier++)
		if (s->slot[tier] != 0) {
			cbor_uint(out, tier);
			cbor_uint(out, s->slot[tier]);
		}
}

static void
write_events(struct buf *out, const struct standing *s)
{
	cbor_array(out, 2 * events_of(s));
	for (unsigned int start = 0; start < START_COUNT; start++)
		if (s->event[start] != 0) {
			cbor_uint(out, start);
			cbor_int(out, s->event[start]);
		}
}

static void
write_merged(struct buf *out, const struct standing *s)
{
	cbor_array(out, s->merged_count);
	for (size_t i = 0; i < s->merged_count; i++) {
		const struct merged *m = &s->merged[i];

		cbor_array(out, 3);
		cbor_uint(out, m->person);
		cbor_array(out, m->seq_count);
		for (size_t j = 0; j < m->seq_count; j++)
			cbor_uint(out, m->seqs[j]);
		cbor_bytes(out, m->before.p, m->before.n);
	}
}

static void
write_value(struct buf *out, const struct standing *s, enum key key)
{
	switch (key) {
	case KEY_PSEUDONYM:
		cbor_bytes(out, s->pseudonym, PSEUDONYM_SIZE);
		break;
	case KEY_SUBJECT: cbor_uint(out, s->subject); break;
	case KEY_SLOTS: write_slots(out, s); break;
	case KEY_NEXT: cbor_uint(out, s->next); break;
	case KEY_CONSENTS: write_consents(out, s); break;
	case KEY_STOPS: cbor_bits(out, &s->stops); break;
	case KEY_PROVISION: cbor_bool(out, true); break;
	case KEY_PERSONAL: write_personal(out, s); break;
	case KEY_HOLDS: write_holds(out, s); break;
	case KEY_EVENTS: write_events(out, s); break;
	case KEY_QUARANTINE:
		cbor_array(out, s->quarantine_count);
		for (size_t i = 0; i < s->quarantine_count; i++)
			cbor_uint(out, s->quarantine[i]);
		break;
	case KEY_CLIENT: cbor_uint(out, s->client); break;
	case KEY_INTRODUCER: cbor_uint(out, s->introducer); break;
	case KEY_GUARDIAN: cbor_text(out, s->guardian); break;
	case KEY_KNOWN: cbor_uint(out, s->known); break;
	case KEY_OF_AGE: cbor_int(out, s->of_age); break;
	case KEY_CONFIRMED: cbor_int(out, s->confirmed); break;
	case KEY_DECEASED: cbor_int(out, s->deceased); break;
	case KEY_INTO: cbor_uint(out, s->into); break;
	case KEY_MERGED: write_merged(out, s); break;
	case KEY_OBJECTIONS: write_objections(out, s); break;
	case KEY_ASKED: write_asked(out, s); break;
	}
}

void
standing_write(struct buf *out, const struct standing *s)
{
	uint32_t keys = standing_keys(s);

	cbor_map(out, (size_t)__builtin_popcount(keys));
	for (; keys != 0; keys &= keys - 1) {
		int key = __builtin_ctz(keys);

		cbor_uint(out, (uint64_t)key);
		write_value(out, s, (enum key)key);
	}
}

enum status
standing_check(const struct standing *standing, struct error *error)
{
	const size_t lengths[] = {
		standing->consent_count, standing->personal_count,
		standing->hold_count, standing->quarantine_count,
		standing->merged_count,
		standing->objection_count, standing->asked_count,
	};

	for (size_t i = 0; i < LENGTH(lengths); i++)
		if (lengths[i] > STANDING_LIST_MAX)
			return error_set(error, STATUS_CONFLICT,
			    "standing_full",
			    "この本人について記録できる数 (%d) を超えます",
			    "no more than %d of these can be recorded of a "
			    "person", STANDING_LIST_MAX);
	return STATUS_OK;
}

/* Room for the members of an array; fails the reader when it cannot be. */
static void *
room(struct cbor *in, size_t n, size_t size, struct arena *arena)
{
	void *array = n > STANDING_LIST_MAX ? NULL :
	    arena_array(arena, n, size);

	if (array == NULL)
		cbor_fail(in);
	return array;
}

/* A number from first to last; fails the reader when it is another. */
static unsigned int
within(struct cbor *in, unsigned int first, unsigned int last)
{
	uint64_t value = cbor_read_uint(in);

	if (value >= first && value <= last)
		return (unsigned int)value;
	cbor_fail(in);
	return first;
}

/* The number of a declaration. */
static unsigned int
declared(struct cbor *in)
{
	return within(in, 1, BITS_MAX - 1);
}

static enum consent_state
read_state(struct cbor *in)
{
	return (enum consent_state)within(in, CONSENT_GIVEN,
	    CONSENT_DEEMED);
}

/* The head of an inner array of a known length. */
static void
expect(struct cbor *in, size_t n)
{
	if (cbor_read_array(in) != n)
		cbor_fail(in);
}

static void
read_consents(struct cbor *in, struct standing *s, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct consent *c = room(in, n, sizeof(*c), arena);

	s->consents = c;
	for (size_t i = 0; i < n && !in->failed; i++, c++) {
		size_t members = cbor_read_array(in);

		if (members != 7 && members != 8)
			cbor_fail(in);
		c->number = declared(in);
		c->state = read_state(in);
		c->time = cbor_read_int(in);
		c->expires = cbor_read_int(in);
		c->giver = (enum consent_giver)within(in, GIVER_PERSON,
		    GIVER_AGENT);
		c->evidence = cbor_read_bytes(in);
		c->recipient = cbor_read_text(in);
		if (members == 8)
			c->held = cbor_read_text(in);
		/* What is empty has no place. */
		if (members == 8 && c->held.n == 0)
			cbor_fail(in);
		s->consent_count++;
	}
}

static void
read_personal(struct cbor *in, struct standing *s, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct personal_purpose *p = room(in, n, sizeof(*p), arena);

	s->personal = p;
	for (size_t i = 0; i < n && !in->failed; i++, p++) {
		expect(in, 5);
		p->id = cbor_read_text(in);
		p->text = cbor_read_text(in);
		cbor_read_bits(in, &p->items);
		p->expires = cbor_read_int(in);
		p->state = read_state(in);
		s->personal_count++;
	}
}

static void
read_holds(struct cbor *in, struct standing *s, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct hold *h = room(in, n, sizeof(*h), arena);

	s->holds = h;
	for (size_t i = 0; i < n && !in->failed; i++, h++) {
		expect(in, 4);
		h->kind = (enum hold_kind)within(in, HOLD_REQUEST,
		    HOLD_DISPUTE);
		h->time = cbor_read_int(in);
		h->until = cbor_read_int(in);
		h->reference = cbor_read_text(in);
		s->hold_count++;
	}
}

static void
read_slots(struct cbor *in, struct standing *s)
{
	size_t n = cbor_read_array(in);

	for (size_t i = 0; i < n / 2; i++) {
		uint64_t tier = cbor_read_uint(in);
		uint64_t slot = cbor_read_uint(in);

		if (tier >= TIER_COUNT)
			cbor_fail(in);
		else
			s->slot[tier] = slot;
	}
}

static void
read_events(struct cbor *in, struct standing *s)
{
	size_t n = cbor_read_array(in);

	for (size_t i = 0; i < n / 2; i++) {
		uint64_t start = cbor_read_uint(in);
		int64_t day = cbor_read_int(in);

		if (start >= START_COUNT)
			cbor_fail(in);
		else
			s->event[start] = day;
	}
}

static void
read_quarantine(struct cbor *in, struct standing *s, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	uint64_t *seq = room(in, n, sizeof(*seq), arena);

	s->quarantine = seq;
	for (size_t i = 0; i < n && !in->failed; i++) {
		seq[i] = cbor_read_uint(in);
		s->quarantine_count++;
	}
}

static void
read_merged(struct cbor *in, struct standing *s, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct merged *m = room(in, n, sizeof(*m), arena);

	s->merged = m;
	for (size_t i = 0; i < n && !in->failed; i++, m++) {
		uint64_t *seqs;

		expect(in, 3);
		m->person = cbor_read_uint(in);
		m->seq_count = cbor_read_array(in);
		seqs = room(in, m->seq_count, sizeof(*seqs), arena);
		m->seqs = seqs;
		for (size_t j = 0; j < m->seq_count && !in->failed; j++)
			seqs[j] = cbor_read_uint(in);
		m->before = cbor_read_bytes(in);
		if (m->seq_count % 2 != 0)
			cbor_fail(in);
		s->merged_count++;
	}
}

static void
read_objections(struct cbor *in, struct standing *s, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct objection *o = room(in, n, sizeof(*o), arena);

	s->objections = o;
	for (size_t i = 0; i < n && !in->failed; i++, o++) {
		expect(in, 3);
		o->revision = within(in, 1, UINT32_MAX);
		o->time = cbor_read_int(in);
		cbor_read_bits(in, &o->purposes);
		s->objected = bits_or(&s->objected, &o->purposes);
		s->objection_count++;
	}
}

static void
read_asked(struct cbor *in, struct standing *s, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct asked *a = room(in, n, sizeof(*a), arena);

	s->asked = a;
	for (size_t i = 0; i < n && !in->failed; i++, a++) {
		expect(in, 4);
		a->consent = declared(in);
		a->revision = within(in, 1, UINT32_MAX);
		a->time = cbor_read_int(in);
		a->way = cbor_read_text(in);
		s->asked_count++;
	}
}

static void
read_value(struct cbor *in, struct standing *s, enum key key,
    struct arena *arena)
{
	switch (key) {
	case KEY_PSEUDONYM:
		cbor_read_fixed(in, s->pseudonym, PSEUDONYM_SIZE);
		break;
	case KEY_SUBJECT: s->subject = declared(in); break;
	case KEY_SLOTS: read_slots(in, s); break;
	case KEY_NEXT: s->next = cbor_read_uint(in); break;
	case KEY_CONSENTS: read_consents(in, s, arena); break;
	case KEY_STOPS: cbor_read_bits(in, &s->stops); break;
	case KEY_PROVISION: s->provision_stopped = cbor_read_bool(in); break;
	case KEY_PERSONAL: read_personal(in, s, arena); break;
	case KEY_HOLDS: read_holds(in, s, arena); break;
	case KEY_EVENTS: read_events(in, s); break;
	case KEY_QUARANTINE: read_quarantine(in, s, arena); break;
	case KEY_CLIENT: s->client = declared(in); break;
	case KEY_INTRODUCER: s->introducer = cbor_read_uint(in); break;
	case KEY_GUARDIAN: s->guardian = cbor_read_text(in); break;
	case KEY_KNOWN: s->known = within(in, 1, UINT32_MAX); break;
	case KEY_OF_AGE: s->of_age = cbor_read_int(in); break;
	case KEY_CONFIRMED: s->confirmed = cbor_read_int(in); break;
	case KEY_DECEASED: s->deceased = cbor_read_int(in); break;
	case KEY_INTO: s->into = cbor_read_uint(in); break;
	case KEY_MERGED: read_merged(in, s, arena); break;
	case KEY_OBJECTIONS: read_objections(in, s, arena); break;
	case KEY_ASKED: read_asked(in, s, arena); break;
	}
}

enum status
standing_read(struct standing *standing, struct bytes bytes,
    struct arena *arena, struct error *error)
{
	struct cbor in = cbor_reader(bytes);
	size_t n = cbor_read_map(&in);
	int64_t last = -1;

	memset(standing, 0, sizeof(*standing));
	for (size_t i = 0; i < n; i++) {
		uint64_t key = cbor_read_key(&in, &last);

		if (key >= KEYS)
			cbor_fail(&in);
		else
			read_value(&in, standing, (enum key)key, arena);
	}
	if (cbor_done(&in))
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "not_a_standing",
	    "同意状況が読めません", "this is not a standing");
}

const struct consent *
standing_consent(const struct standing *standing, unsigned int number,
    struct text recipient)
{
	/* The newest stands last. */
	for (size_t i = standing->consent_count; i > 0; i--) {
		const struct consent *c = &standing->consents[i - 1];

		if (c->number == number &&
		    (text_equal(c->recipient, recipient) ||
		    (c->recipient.n == 0 && c->state == CONSENT_WITHDRAWN)))
			return c;
	}
	return NULL;
}

bool
standing_is_given(const struct consent *consent, int64_t now)
{
	return consent != NULL && consent->state == CONSENT_GIVEN &&
	    (consent->expires == 0 || now < consent->expires);
}

const struct personal_purpose *
standing_personal(const struct standing *standing, struct text id)
{
	for (size_t i = standing->personal_count; i > 0; i--)
		if (text_equal(standing->personal[i - 1].id, id))
			return &standing->personal[i - 1];
	return NULL;
}

bool
standing_held(const struct standing *standing, int64_t now)
{
	for (size_t i = 0; i < standing->hold_count; i++)
		if (standing->holds[i].until == 0 ||
		    now < standing->holds[i].until)
			return true;
	return false;
}

bool
standing_quarantines(const struct standing *standing, uint64_t seq)
{
	for (size_t i = 0; i < standing->quarantine_count; i++)
		if (standing->quarantine[i] == seq)
			return true;
	return false;
}
