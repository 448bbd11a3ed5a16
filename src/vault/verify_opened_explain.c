#include "base/mem.h"
#include "vault/verify_parts.h"

enum {
	MANY_MS = 60000,	/* around entries about many people */
	SLACK_MS = 1000,	/* beside the deadline */
};

int64_t
verify_opened_late(const struct openings *o)
{
	return vault_config(o->vault)->deadline_ms + SLACK_MS;
}

int
verify_opened_by_slot(const void *a, const void *b)
{
	const struct opening *x = a, *y = b;

	return x->slot < y->slot ? -1 : x->slot > y->slot;
}

static int
by_pseudonym(const void *a, const void *b)
{
	const struct opening *x = a, *y = b;
	int order = memcmp(x->pseudonym, y->pseudonym, PSEUDONYM_SIZE);

	if (order != 0)
		return order;
	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	return x->time < y->time ? -1 : x->time > y->time;
}

static int
by_time(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	return x->time < y->time ? -1 : x->time > y->time;
}

/* The first of those in that order that is not before key. */
static size_t
first_of(const void *array, size_t n, size_t size,
    int (*order)(const void *a, const void *b), const void *key)
{
	const char *objects = array;
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order(objects + middle * size, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
verify_opened_person(struct openings *o, const struct opened *opened)
{
	for (size_t i = 0; i < opened->rows.n; i++) {
		struct opening key = { .slot = 0 };
		struct error ignored;

		if (seal_slot(&key.slot, opened->rows.row[i].sealed,
		    &ignored) != STATUS_OK)
			continue;
		for (size_t j = first_of(o->all, o->n, sizeof(key),
		    verify_opened_by_slot, &key); j < o->n &&
		    o->all[j].slot == key.slot; j++) {
			struct opening *opening = &o->all[j];

			opening->owner = OWNER_PERSON;
			opening->person = opened->person;
			memcpy(opening->pseudonym, opened->standing.pseudonym,
			    PSEUDONYM_SIZE);
		}
	}
}

void
verify_opened_sort(struct openings *o)
{
	qsort(o->all, o->n, sizeof(*o->all), by_pseudonym);
}

/* Each slot once, from that place on, opened between these times. */
static void
explain_between(struct openings *o, size_t at, const uint8_t *pseudonym,
    int64_t from, int64_t to)
{
	uint64_t done = 0;

	for (; at < o->n && memcmp(o->all[at].pseudonym, pseudonym,
	    PSEUDONYM_SIZE) == 0; at++) {
		struct opening *opening = &o->all[at];

		if (opening->owner != OWNER_PERSON || opening->explained ||
		    opening->slot == done || opening->time < from ||
		    opening->time > to)
			continue;
		opening->explained = true;
		done = opening->slot;
	}
}

/*
 * While time stands still (store_clock()) an entry has a later one than the
 * holder has: each slot once, unless the entry explains an opening after it.
 */
static void
explain_early(struct openings *o, size_t at, const struct entry *entry)
{
	int64_t late = verify_opened_late(o);
	struct opening *early = NULL;
	bool used = false;

	for (; at < o->n && memcmp(o->all[at].pseudonym, entry->person,
	    PSEUDONYM_SIZE) == 0; at++) {
		struct opening *opening = &o->all[at];
		int64_t after = opening->time - entry->time;

		if (opening->owner != OWNER_PERSON)
			continue;
		if (after >= 0 && after <= late)
			used |= opening->explained && opening->announced == 0;
		else if (early == NULL && !opening->explained && after < 0 &&
		    after >= -STORE_CLOCK_TOLERANCE_MS)
			early = opening;
		if (at + 1 < o->n && o->all[at + 1].slot == opening->slot &&
		    memcmp(o->all[at + 1].pseudonym, entry->person,
		    PSEUDONYM_SIZE) == 0)
			continue;
		if (early != NULL && !used)
			early->explained = early->early = true;
		early = NULL;
		used = false;
	}
}

/*
 * An entry has the time at which its act began; what it opened, it opened
 * soon after, each slot once: then it had the key.
 */
static void
explain_person(struct openings *o, const struct entry *entry)
{
	int64_t late = verify_opened_late(o);
	struct opening key = { .time = INT64_MIN };
	size_t first;

	memcpy(key.pseudonym, entry->person, PSEUDONYM_SIZE);
	first = first_of(o->all, o->n, sizeof(key), by_pseudonym, &key);
	if (o->second)
		explain_early(o, first, entry);
	else
		explain_between(o, first, entry->person, o->timeless ?
		    INT64_MIN : entry->time, o->timeless ? INT64_MAX :
		    entry->time + late);
}

/* Kinds of entry that count people who were opened. */
static bool
counts_people(enum entry_kind kind)
{
	return kind == ENTRY_USE || kind == ENTRY_SEARCH ||
	    kind == ENTRY_PROVIDE || kind == ENTRY_EXPORT ||
	    kind == ENTRY_DISCLOSE || kind == ENTRY_ANONYMISE ||
	    kind == ENTRY_SYSTEM;
}

/* Entries about many: what they are for, and how many they count. */
static enum status
take_bulk(struct openings *o, const struct entry *entry, struct error *error)
{
	static const char prefix[] = "system:";
	struct counted *bulk;

	bulk = mem_room(o->bulk, o->bulk_count, &o->bulk_size, VERIFY_FIRST,
	    sizeof(*bulk));
	if (bulk == NULL)
		return error_memory(error);
	o->bulk = bulk;
	bulk += o->bulk_count++;
	*bulk = (struct counted){
		.time = entry->time, .purpose = HOLDER_USE,
		.left = entry->count,
	};
	if (entry->kind != ENTRY_SYSTEM ||
	    !text_starts_with(entry->purpose, prefix))
		return STATUS_OK;
	bulk->left = 0;
	for (unsigned int i = 1; i < HOLDER_PURPOSES; i++)
		if (text_is(text_slice(entry->purpose, sizeof(prefix) - 1,
		    entry->purpose.n), holder_purpose_names[i]))
			bulk->purpose = i;
	return STATUS_OK;
}

enum status
verify_opened_entry(void *context, uint64_t index, struct bytes bytes,
    struct error *error)
{
	struct openings *o = context;
	struct entry entry;
	enum status status;

	(void)index;
	arena_reset(o->arena);
	status = entry_read(&entry, bytes, o->arena, error);
	if (status != STATUS_OK)
		return status;
	if (entry.has_person)
		explain_person(o, &entry);
	else if (!o->second && counts_people(entry.kind))
		return take_bulk(o, &entry, error);
	return STATUS_OK;
}

/* An announced job's entry, or one that counts and has not counted it yet. */
static bool
explained_by_many(struct openings *o, const struct opening *opening)
{
	int64_t late = verify_opened_late(o);
	int64_t ahead = o->second ? STORE_CLOCK_TOLERANCE_MS : 0;
	const struct counted key = { .time = opening->time - MANY_MS };
	size_t at = o->timeless ? 0 : first_of(o->bulk, o->bulk_count,
	    sizeof(key), by_time, &key);

	for (; at < o->bulk_count && (o->timeless ||
	    o->bulk[at].time <= opening->time + MANY_MS + ahead); at++) {
		struct counted *bulk = &o->bulk[at];

		if ((opening->announced & 1u << bulk->purpose) != 0)
			return true;
		if (bulk->left > 0 && (o->timeless ||
		    (opening->time >= bulk->time - ahead &&
		    opening->time <= bulk->time + late))) {
			bulk->left--;
			return true;
		}
	}
	return false;
}

void
verify_opened_many(struct openings *o)
{
	if (o->bulk_count > 0)
		qsort(o->bulk, o->bulk_count, sizeof(*o->bulk), by_time);
	for (size_t i = 0; i < o->n; i++) {
		struct opening *opening = &o->all[i];

		if (opening->owner != OWNER_PERSON || opening->explained)
			continue;
		opening->explained = explained_by_many(o, opening);
		opening->early = o->second && opening->explained;
	}
}
