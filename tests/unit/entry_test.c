#include "test.h"

#include "audit/entry.h"
#include "base/cbor.h"
#include "base/encode.h"
#include "base/json.h"
#include "base/mem.h"
#include "crypto/random.h"

static const struct entry_record records[] = {
	{ 1, 1 }, { 2, 300 }, { 70000, UINT64_MAX }
};

/* Everything that an entry can say. */
static struct entry
full_entry(void)
{
	struct entry entry = {
		.kind = ENTRY_PROVIDE, .time = 1764000000123,
		.has_decision = true, .principal = TEXT("staff:tanaka"),
		.role = TEXT("support"), .purpose = TEXT("shipping"),
		.revision = 4, .clause = TEXT("S4.7.3e"), .has_person = true,
		.refusal = TEXT("consent_missing"), .standing = 12,
		.records = records, .record_count = LENGTH(records),
		.count = 1ULL << 40, .has_commitment = true,
		.recipient = TEXT("courier"), .ground = TEXT("consent"),
		.subject = TEXT("配送のお知らせ"),
	};

	for (size_t i = 0; i < 16; i++) {
		entry.decision[i] = (uint8_t)(0xD0 + i);
		entry.person[i] = (uint8_t)(0x70 + i);
	}
	memset(entry.commitment, 0xC3, sizeof(entry.commitment));
	bits_add(&entry.items, 0);
	bits_add(&entry.items, 24);
	bits_add(&entry.items, BITS_MAX - 1);
	bits_add(&entry.masked, 24);
	return entry;
}

static struct bytes
write(const struct entry *entry, struct arena *arena)
{
	struct error error;
	struct buf out;

	buf_init(&out, arena, ENTRY_MAX);
	entry_write(&out, entry);
	assert_ok(buf_status(&out, &error), &error);
	return buf_bytes(&out);
}

static void
assert_not_an_entry(struct bytes bytes, struct arena *arena)
{
	struct entry entry;
	struct error error;

	assert_fails(entry_read(&entry, bytes, arena, &error), &error,
	    STATUS_INTEGRITY, "not_an_entry");
}

#define assert_text_equal(a, b) assert_true(text_equal((a), (b)))

static void
assert_same(const struct entry *a, const struct entry *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->time, b->time);
	assert_int_equal(a->has_decision, b->has_decision);
	assert_memory_equal(a->decision, b->decision, DECISION_ID_SIZE);
	assert_text_equal(a->principal, b->principal);
	assert_text_equal(a->role, b->role);
	assert_text_equal(a->purpose, b->purpose);
	assert_int_equal(a->revision, b->revision);
	assert_text_equal(a->clause, b->clause);
	assert_int_equal(a->has_person, b->has_person);
	assert_memory_equal(a->person, b->person, PSEUDONYM_SIZE);
	assert_text_equal(a->refusal, b->refusal);
	assert_memory_equal(&a->items, &b->items, sizeof(a->items));
	assert_memory_equal(&a->masked, &b->masked, sizeof(a->masked));
	assert_int_equal(a->standing, b->standing);
	assert_int_equal(a->record_count, b->record_count);
	for (size_t i = 0; i < a->record_count; i++) {
		assert_int_equal(a->records[i].seq, b->records[i].seq);
		assert_int_equal(a->records[i].version,
		    b->records[i].version);
	}
	assert_int_equal(a->count, b->count);
	assert_int_equal(a->has_commitment, b->has_commitment);
	assert_memory_equal(a->commitment, b->commitment, 32);
	assert_text_equal(a->recipient, b->recipient);
	assert_text_equal(a->ground, b->ground);
	assert_text_equal(a->subject, b->subject);
}

static void
round_trip(void **state)
{
	struct entry entry = full_entry(), read;
	struct error error;

	assert_ok(entry_read(&read, write(&entry, *state), *state, &error),
	    &error);
	assert_same(&entry, &read);
	for (int kind = ENTRY_STORE_MADE; kind < (int)ENTRY_KINDS; kind++) {
		struct entry least = {
			.kind = (enum entry_kind)kind, .time = kind
		};

		assert_non_null(entry_kind_names[kind]);
		assert_ok(entry_read(&read, write(&least, *state), *state,
		    &error), &error);
		assert_same(&least, &read);
	}
}

/* Each field alone: none is taken for another. */
static void
each_field_alone(void **state)
{
	struct entry all = full_entry(), one[18], read;
	struct error error;

	for (size_t i = 0; i < LENGTH(one); i++)
		one[i] = (struct entry){ .kind = ENTRY_USE, .time = 1 };
	one[1].has_decision = true;
	memcpy(one[1].decision, all.decision, sizeof(all.decision));
	one[2].principal = all.principal;
	one[3].role = all.role;
	one[4].purpose = all.purpose;
	one[5].revision = UINT32_MAX;
	one[6].clause = all.clause;
	one[7].has_person = true;
	memcpy(one[7].person, all.person, sizeof(all.person));
	one[8].refusal = all.refusal;
	one[9].items = all.items;
	one[10].standing = UINT64_MAX;
	one[11].records = records;
	one[11].record_count = 1;
	one[12].count = UINT64_MAX;
	one[13].has_commitment = true;
	one[14].recipient = all.recipient;
	one[15].ground = all.ground;
	one[16].subject = all.subject;
	one[17].masked = all.items;
	for (size_t i = 0; i < LENGTH(one); i++) {
		assert_ok(entry_read(&read, write(&one[i], *state), *state,
		    &error), &error);
		assert_same(&one[i], &read);
	}
}

/* The format on disk, as the words in entry.h have it. */
static void
golden(void **state)
{
	static const char wanted[] = "ad" "0002" "011b0000019ab697e87b"
	    "0250d0d1d2d3d4d5d6d7d8d9dadbdcdddedf" "036473746631"
	    "0604" "0763532e31" "085070717273747576777879" "7a7b7c7d7e7f"
	    "0a820102" "0b0c" "0c8401010218ff" "0d1903e8" "1163616263"
	    "128102";
	static const struct entry_record two[] = { { 1, 1 }, { 2, 255 } };
	struct entry all = full_entry(), entry = {
		.kind = ENTRY_POLICY, .time = 1764000000123,
		.has_decision = true, .principal = TEXT("stf1"),
		.revision = 4, .clause = TEXT("S.1"), .has_person = true,
		.standing = 12, .records = two, .record_count = 2,
		.count = 1000, .subject = TEXT("abc"),
	};
	char hex[1024];
	struct bytes bytes;

	memcpy(entry.decision, all.decision, sizeof(all.decision));
	memcpy(entry.person, all.person, sizeof(all.person));
	bits_add(&entry.items, 1);
	bits_add(&entry.items, 2);
	bits_add(&entry.masked, 2);
	bytes = write(&entry, *state);
	encode_hex(bytes.p, bytes.n, hex);
	assert_string_equal(hex, wanted);
}

/* Exactly so many bytes on the heap, so that reading past them is seen. */
static void
read_on_heap(struct bytes bytes, struct arena *arena)
{
	uint8_t *copy = mem_alloc(bytes.n);
	struct entry entry;
	struct error error;

	assert_non_null(copy);
	memcpy(copy, bytes.p, bytes.n);
	if (entry_read(&entry, (struct bytes){ copy, bytes.n }, arena,
	    &error) == STATUS_OK) {
		/* What reads as an entry has no other encoding. */
		struct bytes again = write(&entry, arena);
		struct jsonw json;
		struct buf out;

		assert_int_equal(again.n, bytes.n);
		assert_memory_equal(again.p, copy, bytes.n);
		buf_init(&out, arena, 1 << 20);
		json = jsonw_new(&out, false);
		entry_json(&json, &entry, 1);
	} else {
		assert_string_equal(error.code, "not_an_entry");
	}
	mem_free(copy);
}

static void
truncated(void **state)
{
	struct entry entry = full_entry();
	struct bytes bytes = write(&entry, *state);
	uint8_t *longer = arena_alloc(*state, bytes.n + 1);

	for (size_t n = 0; n < bytes.n; n++) {
		assert_not_an_entry((struct bytes){ bytes.p, n }, *state);
		read_on_heap((struct bytes){ bytes.p, n }, *state);
	}
	memcpy(longer, bytes.p, bytes.n);
	assert_not_an_entry((struct bytes){ longer, bytes.n + 1 }, *state);
}

static void
mutated(void **state)
{
	struct arena *arena = arena_new(16 << 20);
	struct entry entry = full_entry();
	struct bytes bytes = write(&entry, *state);
	uint8_t *copy = arena_alloc(*state, bytes.n);

	for (int i = 0; i < 100000; i++) {
		int changes = 1 + (int)random_below(3);

		memcpy(copy, bytes.p, bytes.n);
		for (int j = 0; j < changes; j++)
			copy[random_below(bytes.n)] ^=
			    (uint8_t)(1 + random_below(255));
		read_on_heap((struct bytes){ copy, bytes.n }, arena);
		arena_reset(arena);
	}
	for (int i = 0; i < 100000; i++) {
		uint8_t noise[64];
		size_t n = (size_t)random_below(sizeof(noise));

		random_bytes(noise, n);
		if (n > 0)
			noise[0] = (uint8_t)(0xA0 + random_below(24));
		read_on_heap((struct bytes){ noise, n }, arena);
		arena_reset(arena);
	}
	arena_free(arena);
}

/* One value has one encoding: everything else is refused. */
static void
not_canonical(void **state)
{
	static const char *const hex[] = {
		"",			/* nothing */
		"a0",			/* no kind */
		"a10001",		/* no time */
		"a10101",		/* no kind */
		"a200010102" "00",	/* something behind */
		"a200000101",		/* kind 0 */
		"a200" "13" "0101",	/* a kind that is not there */
		"a200" "1b0000000100000001" "0101",	/* 2^32 + 1 */
		"a20001" "01" "1bffffffffffffffff",	/* before 1970 */
		"a20001" "01" "1801",	/* not the shortest */
		"a201010001",		/* keys out of order */
		"a3000101010101",	/* a key twice */
		"b80200010101",		/* a longer head of the map */
		"bf00010101ff",		/* indefinite length */
		"a2000101" "f90000",	/* a float */
		"a3000101010360",	/* an empty principal */
		"a3000101010600",	/* revision 0 */
		"a30001010106" "1b0000000100000000",	/* 2^32 */
		"a3000101010a80",	/* no items */
		"a3000101010a820201",	/* items out of order */
		"a3000101010a820101",	/* an item twice */
		"a3000101010a81190200",	/* item 512 */
		"a3000101010b00",	/* standing 0 */
		"a3000101010c80",	/* no records */
		"a3000101010c8101",	/* half a record */
		"a3000101010d00",	/* count 0 */
		"a300010101024100",	/* a short decision id */
		"a3000101010e4100",	/* a short commitment */
		"a3000101010341ff",	/* bytes for a text */
		"a3000101010361ff",	/* no UTF-8 */
		"a3000101010361" "00",	/* a NUL */
		"a3000101011300",	/* a key that is not there */
		"a300010101200" "0",	/* a negative key */
	};
	uint8_t bytes[64];

	for (size_t i = 0; i < LENGTH(hex); i++) {
		size_t n = strlen(hex[i]) / 2;

		assert_true(decode_hex(text_of(hex[i]), bytes, n));
		assert_not_an_entry((struct bytes){ bytes, n }, *state);
	}
}

static void
as_json(void **state)
{
	struct entry entry = full_entry();
	const struct node *node, *second;
	struct jsonw json;
	struct error error;
	struct buf out;

	buf_init(&out, *state, 65536);
	json = jsonw_new(&out, false);
	entry_json(&json, &entry, 77);
	assert_ok(json_parse(&node, buf_bytes(&out), *state, &error), &error);
	assert_int_equal(node_int(node, "index", 0), 77);
	assert_text(node_text(node, "time"), "2025-11-24T16:00:00.123Z");
	assert_text(node_text(node, "kind"), "provide");
	assert_true(text_starts_with(node_text(node, "decision"), "dec_"));
	assert_text(node_text(node, "principal"), "staff:tanaka");
	assert_text(node_text(node, "role"), "support");
	assert_text(node_text(node, "purpose"), "shipping");
	assert_text(node_text(node, "clause"), "S4.7.3e");
	assert_text(node_text(node, "refusal"), "consent_missing");
	assert_text(node_text(node, "recipient"), "courier");
	assert_text(node_text(node, "ground"), "consent");
	assert_text(node_text(node, "subject"), "配送のお知らせ");
	assert_text(node_text(node, "person"),
	    "707172737475767778797a7b7c7d7e7f");
	assert_int_equal(node_text(node, "commitment").n, 64);
	assert_int_equal(node_int(node, "revision", 0), 4);
	assert_int_equal(node_int(node, "standing", 0), 12);
	assert_int_equal(node_int(node, "count", 0), 1LL << 40);
	assert_int_equal(node_count(node_get(node, "items")), 3);
	assert_int_equal(node_count(node_get(node, "masked")), 1);
	second = node_at(node_get(node, "records"), 1);
	assert_int_equal(node_int(second, "seq", 0), 2);
	assert_int_equal(node_int(second, "version", 0), 300);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(round_trip),
		arena_test(each_field_alone),
		arena_test(golden),
		arena_test(truncated),
		arena_test(mutated),
		arena_test(not_canonical),
		arena_test(as_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
