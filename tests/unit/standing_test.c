/*
 * The standing: what is written is read back, byte by byte the same; bytes
 * that are none are refused; and what it answers of what was said.
 */
#include "test.h"

#include "base/cbor.h"
#include "gate/standing.h"

static const uint64_t waiting[] = { 3, 900 };

/* One with something of everything. */
static struct objection said_no[1];
static const struct asked was_asked[] = {
	{ 3, 2, 1790000000000, { "post", 4 } },
};

static void
fill(struct standing *s, struct arena *arena)
{
	static const uint64_t seqs[] = { 1, 5, 2, 6 };
	static const struct merged merged[] = {
		{ 11, seqs, LENGTH(seqs), { (const uint8_t *)"\xA0\x01\x02",
		    3 } },
	};
	struct consent *consents = arena_array(arena, 2, sizeof(*consents));
	struct personal_purpose *own = arena_alloc(arena, sizeof(*own));
	struct hold *hold = arena_alloc(arena, sizeof(*hold));

	assert_true(consents != NULL && own != NULL && hold != NULL);
	consents[0] = (struct consent){
		.number = 3, .state = CONSENT_GIVEN, .time = 1700000000000,
		.expires = 1800000000000, .giver = GIVER_GUARDIAN,
		.evidence = { (const uint8_t *)"0123456789abcdef", 16 },
		.recipient = TEXT("株式会社乙"),
	};
	consents[1] = (struct consent){
		.number = BITS_MAX - 1, .state = CONSENT_DEEMED,
		.time = -5, .giver = GIVER_AGENT,
		.evidence = { (const uint8_t *)"", 0 },
		.recipient = { "", 0 },
	};
	*own = (struct personal_purpose){
		.id = TEXT("party"), .text = TEXT("宴会の案内"),
		.expires = 4, .state = CONSENT_WITHDRAWN,
	};
	bits_add(&own->items, 1);
	bits_add(&own->items, BITS_MAX - 1);
	*hold = (struct hold){ HOLD_DISPUTE, 5, 6, TEXT("令和8年第1号") };
	*s = (struct standing){
		.pseudonym = "sixteen bytes...", .subject = 2,
		.slot = { [TIER_PLAIN] = 1024, [TIER_STATUTORY] = UINT64_MAX },
		.next = 901, .consents = consents, .consent_count = 2,
		.provision_stopped = true, .personal = own,
		.personal_count = 1, .holds = hold, .hold_count = 1,
		.quarantine = waiting, .quarantine_count = 2, .client = 7,
		.introducer = 8, .guardian = TEXT("田中 直子"), .known = 9,
		.of_age = 20000, .confirmed = 20400, .deceased = -7,
		.into = 12, .merged = merged, .merged_count = 1,
		.event = { [START_LAST_USE] = 20000,
		    [START_RECORD_MADE] = -1 },
	};
	bits_add(&s->stops, 5);
	said_no[0] = (struct objection){ .revision = 2 };
	said_no[0].time = 1790000000000;
	bits_add(&said_no[0].purposes, 12);
	s->objections = said_no;
	s->objection_count = 1;
	s->asked = was_asked;
	s->asked_count = 1;
}

static struct bytes
written(const struct standing *s, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, STANDING_MAX);
	standing_write(&out, s);
	assert_false(out.failed);
	return buf_bytes(&out);
}

static void
what_is_written_is_read(void **state)
{
	struct standing in, out;
	struct bytes bytes, again;
	struct error error;

	fill(&in, *state);
	bytes = written(&in, *state);
	assert_ok(standing_read(&out, bytes, *state, &error), &error);
	again = written(&out, *state);
	assert_int_equal(bytes.n, again.n);
	assert_memory_equal(bytes.p, again.p, bytes.n);
	assert_int_equal(out.consents[0].number, 3);
	assert_int_equal(out.consents[0].expires, 1800000000000);
	assert_int_equal(out.consents[0].giver, GIVER_GUARDIAN);
	assert_text(out.consents[0].recipient, "株式会社乙");
	assert_int_equal(out.consents[1].time, -5);
	assert_int_equal(out.consents[1].state, CONSENT_DEEMED);
	assert_true(bits_has(&out.personal[0].items, BITS_MAX - 1));
	assert_text(out.personal[0].text, "宴会の案内");
	assert_int_equal(out.holds[0].until, 6);
	assert_int_equal(out.slot[TIER_STATUTORY], UINT64_MAX);
	assert_int_equal(out.event[START_RECORD_MADE], -1);
	assert_true(standing_quarantines(&out, 900));
	assert_false(standing_quarantines(&out, 4));
	assert_true(bits_has(&out.stops, 5));
	assert_true(out.provision_stopped);
	assert_text(out.guardian, "田中 直子");
	assert_int_equal(out.known, 9);
	assert_int_equal(out.of_age, 20000);
	assert_int_equal(out.confirmed, 20400);
	assert_int_equal(out.deceased, -7);
	assert_int_equal(out.into, 12);
	assert_int_equal(out.merged_count, 1);
	assert_int_equal(out.merged[0].person, 11);
	assert_int_equal(out.merged[0].seq_count, 4);
	assert_int_equal(out.merged[0].seqs[3], 6);
	assert_int_equal(out.merged[0].before.n, 3);
	assert_int_equal(out.asked_count, 1);
	assert_true(text_is(out.asked[0].way, "post"));
	assert_int_equal(out.asked[0].consent, 3);
	assert_int_equal(out.objections[0].revision, 2);
	assert_int_equal(out.objections[0].time, 1790000000000);
	assert_true(bits_has(&out.objected, 12));
	assert_false(bits_has(&out.objected, 5));
	assert_int_equal(out.version, 0);	/* of the row, not in here */
}

/* Somebody new: a pseudonym and the next number, in a few bytes. */
static void
an_empty_one_is_small(void **state)
{
	struct standing in = { .next = 1 }, out;
	struct bytes bytes = written(&in, *state);
	struct error error;

	assert_int_equal(bytes.n, 1 + 1 + 17 + 1 + 1);
	assert_ok(standing_read(&out, bytes, *state, &error), &error);
	assert_int_equal(out.next, 1);
	assert_int_equal(out.consent_count, 0);
}

/* Cut anywhere, it is none. */
static void
cut_bytes_are_refused(void **state)
{
	struct standing in, out;
	struct bytes bytes;
	struct error error;

	fill(&in, *state);
	bytes = written(&in, *state);
	for (size_t n = 0; n < bytes.n; n++)
		assert_fails(standing_read(&out, (struct bytes){ bytes.p,
		    n }, *state, &error), &error, STATUS_INTEGRITY,
		    "not_a_standing");
}

static void
trailing_bytes_are_refused(void **state)
{
	struct standing in = { .next = 1 }, out;
	struct bytes bytes = written(&in, *state);
	uint8_t copy[64];
	struct error error;

	memcpy(copy, bytes.p, bytes.n);
	copy[bytes.n] = 0;
	assert_fails(standing_read(&out, (struct bytes){ copy, bytes.n + 1 },
	    *state, &error), &error, STATUS_INTEGRITY, "not_a_standing");
}

/* What the gate relies on when it has been read. */
static void
assert_sane(const struct standing *s)
{
	assert_true(s->subject < BITS_MAX && s->client < BITS_MAX);
	assert_true(s->consent_count <= STANDING_LIST_MAX);
	for (size_t i = 0; i < s->consent_count; i++) {
		const struct consent *c = &s->consents[i];

		assert_in_range(c->number, 1, BITS_MAX - 1);
		assert_in_range(c->state, CONSENT_GIVEN, CONSENT_DEEMED);
		assert_in_range(c->giver, GIVER_PERSON, GIVER_AGENT);
	}
	for (size_t i = 0; i < s->personal_count; i++)
		assert_in_range(s->personal[i].state, CONSENT_GIVEN,
		    CONSENT_DEEMED);
	for (size_t i = 0; i < s->hold_count; i++)
		assert_in_range(s->holds[i].kind, HOLD_REQUEST,
		    HOLD_DISPUTE);
}

/* Every byte changed in every way: refused, or something that can be. */
static void
changed_bytes_do_no_harm(void **state)
{
	struct arena *arena = arena_new((size_t)16 << 20);
	struct standing in, out;
	struct bytes bytes;
	struct error error;
	size_t refused = 0;
	uint8_t *copy;

	fill(&in, *state);
	bytes = written(&in, *state);
	/* Of its own, so that a sanitizer sees what is read behind it. */
	copy = test_malloc(bytes.n);
	memcpy(copy, bytes.p, bytes.n);
	for (size_t at = 0; at < bytes.n; at++) {
		for (unsigned int value = 0; value < 256; value++) {
			copy[at] = (uint8_t)value;
			arena_reset(arena);
			if (standing_read(&out, (struct bytes){ copy,
			    bytes.n }, arena, &error) == STATUS_OK)
				assert_sane(&out);
			else
				refused++;
		}
		copy[at] = bytes.p[at];
	}
	assert_in_range(refused, bytes.n * 64, bytes.n * 256);
	test_free(copy);
	arena_free(arena);
}

/* One key of the map with a value of the wrong size. */
static void
assert_refused(struct arena *arena, uint64_t key, const char *hex)
{
	struct standing out;
	struct error error;
	struct buf bytes;

	buf_init(&bytes, arena, 4096);
	cbor_map(&bytes, 1);
	cbor_uint(&bytes, key);
	for (; *hex != '\0'; hex += 2) {
		unsigned int byte;

		assert_int_equal(sscanf(hex, "%2x", &byte), 1);
		buf_byte(&bytes, (uint8_t)byte);
	}
	assert_fails(standing_read(&out, buf_bytes(&bytes), arena, &error),
	    &error, STATUS_INTEGRITY, "not_a_standing");
}

static void
hostile_bytes(void **state)
{
	static const struct {
		uint64_t key;
		const char *hex;
	} bad[] = {
		{ 0, "4F" "000000000000000000000000000000" },
		{ 1, "190200" },		/* subject 512 */
		{ 1, "1B0000000100000001" },	/* ... 2^32 + 1 */
		{ 2, "820500" },		/* a tier that is none */
		{ 2, "8100" },			/* half a pair */
		{ 2, "9BFFFFFFFFFFFFFFFF" },	/* an endless array */
		{ 4, "9B0FFFFFFFFFFFFFFF" },
		{ 4, "81" "86" "0101000000" "40" },	/* six of seven */
		{ 4, "81" "87" "0104000000" "4060" },	/* no such state */
		{ 4, "81" "87" "0100000000" "4060" },
		{ 4, "81" "87" "190200" "01000000" "4060" },	/* number 512 */
		{ 4, "81" "87" "0001000000" "4060" },	/* number 0 */
		{ 4, "81" "87" "0101000003" "4060" },	/* no such giver */
		{ 5, "81190200" },		/* a stop of 512 */
		{ 6, "01" },			/* a number for true */
		{ 7, "81" "85" "6161" "6161" "80" "00" "00" },
		{ 8, "81" "84" "00000060" },	/* no such hold */
		{ 8, "81" "84" "04000060" },
		{ 9, "820B00" },		/* a start that is none */
		{ 10, "8120" },			/* a negative seq */
		{ 11, "190200" },		/* client 512 */
		{ 13, "61FF" },			/* not UTF-8 */
		{ 15, "60" },			/* a text for a day */
		{ 18, "20" },			/* into a negative person */
		{ 19, "00" },			/* no list */
		{ 19, "81" "82" "0180" },	/* two of three */
		{ 19, "81" "83" "01" "8101" "40" },	/* half a pair */
		{ 19, "81" "83" "01" "80" "60" },	/* text for bytes */
		{ 19, "81" "83" "01" "9BFFFFFFFFFFFFFFFF" },
		{ 20, "00" },			/* a key that is none */
		{ 99, "00" },
	};
	struct standing out;
	struct error error;

	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_refused(*state, bad[i].key, bad[i].hex);
	/* Keys out of order, and one twice. */
	assert_fails(standing_read(&out, bytes_of(TEXT("\xA2\x03\x01\x01\x02")),
	    *state, &error), &error, STATUS_INTEGRITY, "not_a_standing");
	assert_fails(standing_read(&out, bytes_of(TEXT("\xA2\x03\x01\x03\x02")),
	    *state, &error), &error, STATUS_INTEGRITY, "not_a_standing");
}

/* A list that could not be read back is not written. */
static void
lists_have_a_limit(void **state)
{
	struct consent *many = arena_array(*state, STANDING_LIST_MAX + 1,
	    sizeof(*many));
	struct standing s = { .next = 1, .consents = many }, out;
	struct error error;

	assert_non_null(many);
	for (size_t i = 0; i <= STANDING_LIST_MAX; i++)
		many[i] = (struct consent){ .number = 1,
		    .state = CONSENT_GIVEN, .recipient = { "", 0 },
		    .evidence = { (const uint8_t *)"", 0 } };
	s.consent_count = STANDING_LIST_MAX;
	assert_ok(standing_check(&s, &error), &error);
	assert_ok(standing_read(&out, written(&s, *state), *state, &error),
	    &error);
	s.consent_count++;
	assert_fails(standing_check(&s, &error), &error, STATUS_CONFLICT,
	    "standing_full");
	assert_fails(standing_read(&out, written(&s, *state), *state, &error),
	    &error, STATUS_INTEGRITY, "not_a_standing");
	s.consent_count = 0;
	s.hold_count = STANDING_LIST_MAX + 1;
	assert_fails(standing_check(&s, &error), &error, STATUS_CONFLICT,
	    "standing_full");
	s.hold_count = 0;
	s.quarantine_count = STANDING_LIST_MAX + 1;
	assert_fails(standing_check(&s, &error), &error, STATUS_CONFLICT,
	    "standing_full");
	s.quarantine_count = 0;
	s.personal_count = STANDING_LIST_MAX + 1;
	assert_fails(standing_check(&s, &error), &error, STATUS_CONFLICT,
	    "standing_full");
}

static void
the_newest_consent_counts(void **state)
{
	const struct text anybody = { "", 0 }, a = TEXT("甲"), b = TEXT("乙");
	const struct consent said[] = {
		{ .number = 1, .state = CONSENT_GIVEN, .recipient = anybody },
		{ .number = 1, .state = CONSENT_WITHDRAWN, .recipient = a },
		{ .number = 2, .state = CONSENT_GIVEN, .recipient = a },
		{ .number = 2, .state = CONSENT_WITHDRAWN,
		  .recipient = anybody },
		{ .number = 2, .state = CONSENT_GIVEN, .recipient = b },
		{ .number = 2, .state = CONSENT_GIVEN, .recipient = anybody },
	};
	const struct standing s = { .consents = said,
	    .consent_count = LENGTH(said) };

	(void)state;
	assert_ptr_equal(standing_consent(&s, 1, anybody), &said[0]);
	assert_ptr_equal(standing_consent(&s, 1, a), &said[1]);
	assert_null(standing_consent(&s, 1, b));
	assert_ptr_equal(standing_consent(&s, 2, a), &said[3]);
	assert_ptr_equal(standing_consent(&s, 2, b), &said[4]);
	assert_ptr_equal(standing_consent(&s, 2, anybody), &said[5]);
	assert_null(standing_consent(&s, 3, anybody));
}

static void
given_and_expired(void **state)
{
	struct consent c = { .state = CONSENT_GIVEN };

	(void)state;
	assert_false(standing_is_given(NULL, 5));
	assert_true(standing_is_given(&c, 5));
	c.expires = 6;
	assert_true(standing_is_given(&c, 5));
	assert_false(standing_is_given(&c, 6));
	c.expires = 0;
	c.state = CONSENT_DEEMED;
	assert_false(standing_is_given(&c, 5));
	c.state = CONSENT_WITHDRAWN;
	assert_false(standing_is_given(&c, 5));
}

static void
holds_and_purposes(void **state)
{
	const struct hold holds[] = {
		{ .kind = HOLD_LAW, .until = 10 },
		{ .kind = HOLD_REQUEST, .until = 20 },
	};
	const struct hold open = { .kind = HOLD_DISPUTE };
	const struct personal_purpose own[] = {
		{ .id = TEXT("party"), .state = CONSENT_GIVEN },
		{ .id = TEXT("party"), .state = CONSENT_WITHDRAWN },
	};
	struct standing s = { .holds = holds, .hold_count = 2,
	    .personal = own, .personal_count = 2 };

	(void)state;
	assert_true(standing_held(&s, 19));
	assert_false(standing_held(&s, 20));
	s.holds = &open;
	s.hold_count = 1;
	assert_true(standing_held(&s, INT64_MAX));
	s.hold_count = 0;
	assert_false(standing_held(&s, 0));
	assert_ptr_equal(standing_personal(&s, TEXT("party")), &own[1]);
	assert_null(standing_personal(&s, TEXT("partyy")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(what_is_written_is_read),
		arena_test(an_empty_one_is_small),
		arena_test(cut_bytes_are_refused),
		arena_test(trailing_bytes_are_refused),
		arena_test(changed_bytes_do_no_harm),
		arena_test(hostile_bytes),
		arena_test(lists_have_a_limit),
		cmocka_unit_test(the_newest_consent_counts),
		cmocka_unit_test(given_and_expired),
		cmocka_unit_test(holds_and_purposes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
