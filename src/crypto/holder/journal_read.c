#include <dirent.h>
#include <errno.h>

#include "base/encode.h"
#include "crypto/keyring.h"
#include "crypto/secret.h"
#include "crypto/holder/journal_parts.h"

enum {
	FILE_MAX = JOURNAL_SEGMENT_MAX + 65536,
	ARENA = 2 * FILE_MAX + (1 << 20),
	SPENT_MS = 60000,
};

enum status
journal_list(const char *folder, unsigned int lane, unsigned int *first,
    unsigned int *last, struct error *error)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	*first = *last = 0;
	if (dir == NULL) {
		enum status status = error_system(error, "opendir", errno);

		error_at(error, "%s", folder);
		return status;
	}
	while ((entry = readdir(dir)) != NULL) {
		char name[32];
		unsigned int number;
		char *end;

		if (strlen(entry->d_name) != 9 || entry->d_name[2] != '-')
			continue;
		number = (unsigned int)strtoul(entry->d_name + 3, &end, 10);
		(void)snprintf(name, sizeof(name), "%02u-%06u", lane, number);
		if (number == 0 || strcmp(name, entry->d_name) != 0)
			continue;
		if (*first == 0 || number < *first)
			*first = number;
		if (number > *last)
			*last = number;
	}
	(void)closedir(dir);
	return STATUS_OK;
}

/* How long the record at that place is, with its tag; 0: it is none. */
static size_t
record_size(struct bytes data, size_t at)
{
	size_t n, size;

	if (data.n - at < JOURNAL_RECORD)
		return 0;
	n = (size_t)decode_number(data.p + at + 2, 2);
	size = JOURNAL_RECORD + n * JOURNAL_VALUE + JOURNAL_TAG;
	if (n > JOURNAL_VALUES || size > data.n - at ||
	    data.p[at] < JOURNAL_BEGAN || data.p[at] > JOURNAL_BURST)
		return 0;
	return size;
}

static bool
tag_fits(const struct hmac_key *key, const uint8_t previous[JOURNAL_TAG],
    const uint8_t *bytes, size_t n)
{
	uint8_t tag[JOURNAL_TAG];

	journal_tag(tag, key, previous, bytes, n);
	return secret_equal(tag, bytes + n, JOURNAL_TAG);
}

static bool
head_fits(const struct journal *journal, const struct journal_segment *s)
{
	const uint8_t *p = s->data.p;

	return s->data.n >= JOURNAL_HEAD &&
	    memcmp(p, journal_magic, sizeof(journal_magic)) == 0 &&
	    memcmp(p + 8, journal->store, STORE_ID_SIZE) == 0 &&
	    decode_number(p + 24, 2) == s->lane &&
	    decode_number(p + 26, 4) == s->segment &&
	    tag_fits(&journal->key, p + 48, p, 64);
}

/* Zeros up to the end: room that a holder took and has not used. */
static bool
is_room(const struct journal_segment *s, size_t from)
{
	const uint8_t *p = s->data.p + from;
	size_t n = s->data.n - from;

	return n == 0 || (p[0] == 0 && memcmp(p, p + 1, n - 1) == 0);
}

static void
check(struct journal_segment *s, const struct journal *journal)
{
	const uint8_t *p = s->data.p;

	s->info = (struct journal_info){ .state = JOURNAL_BROKEN };
	s->end = s->data.n;
	if (is_room(s, 0))
		s->info.state = JOURNAL_UNBORN;
	if (!head_fits(journal, s))
		return;
	s->info.before = decode_number(p + 30, 8);
	memcpy(s->info.previous, p + 48, JOURNAL_TAG);
	memcpy(s->info.last, p + 64, JOURNAL_TAG);
	s->end = JOURNAL_HEAD;
	while (s->end < s->data.n) {
		size_t size = record_size(s->data, s->end);

		if (is_room(s, s->end))
			break;
		if (size == 0 || !tag_fits(&journal->key, s->info.last,
		    p + s->end, size - JOURNAL_TAG)) {
			s->info.state = JOURNAL_TORN;
			return;
		}
		s->end += size;
		s->info.records++;
		memcpy(s->info.last, p + s->end - JOURNAL_TAG, JOURNAL_TAG);
	}
	s->info.state = JOURNAL_WHOLE;
}

static enum status
load(struct journal_segment *out, const struct journal *journal,
    unsigned int lane, unsigned int segment, struct error *error)
{
	char path[PATH_SIZE];
	enum status status = journal_path(path, journal->folder, lane,
	    segment, error);

	journal_segment_drop(out);
	out->arena = arena_new(ARENA);
	if (out->arena == NULL)
		return error_memory(error);
	out->lane = lane;
	out->segment = segment;
	if (status == STATUS_OK)
		status = file_read(&out->data, path, FILE_MAX, out->arena,
		    error);
	if (status != STATUS_OK)
		journal_segment_drop(out);
	return status;
}

enum status
journal_segment_load(struct journal_segment *out,
    const struct journal *journal, unsigned int lane, unsigned int segment,
    struct error *error)
{
	enum status status = load(out, journal, lane, segment, error);

	if (status == STATUS_OK)
		check(out, journal);
	return status;
}

void
journal_segment_drop(struct journal_segment *segment)
{
	arena_free(segment->arena);
	segment->arena = NULL;
	segment->data = (struct bytes){ NULL, 0 };
}

/* Whether another holder has the lane. */
static bool
is_live(const struct journal *journal, unsigned int lane)
{
	char path[PATH_SIZE], name[32];
	struct error ignored;
	bool live = false;
	int lock = -1;

	if (lane == journal->lane)
		return false;
	(void)snprintf(name, sizeof(name), "%02u.lock", lane);
	if (file_join(path, journal->folder, name, &ignored) == STATUS_OK)
		live = file_lock(&lock, path, 0, &ignored) == STATUS_BUSY;
	file_unlock(lock);
	return live;
}

/* The cells of one record from the one that is wanted on. */
static size_t
take_cells(const uint8_t *record, uint64_t skip, struct journal_cell *cells,
    size_t max)
{
	size_t n = (size_t)decode_number(record + 2, 2), taken = 0;
	struct journal_cell cell = {
		.kind = record[0], .purposes = record[1],
		.time = (int64_t)decode_number(record + 4, 8),
	};

	if (n == 0 && skip == 0 && max > 0)
		cells[taken++] = cell;
	for (size_t i = (size_t)skip; i < n && taken < max; i++) {
		cell.value = decode_number(record + JOURNAL_RECORD +
		    i * JOURNAL_VALUE, JOURNAL_VALUE);
		cells[taken++] = cell;
	}
	return taken;
}

enum status
journal_read(struct journal *journal, unsigned int lane,
    unsigned int segment, uint64_t from, struct journal_info *info,
    struct journal_cell *cells, size_t max, size_t *n, struct error *error)
{
	struct journal_segment *s = &journal->reading;
	uint64_t at = 0;
	enum status status = STATUS_OK;

	*n = 0;
	if (s->arena == NULL || from == 0 || s->lane != lane ||
	    s->segment != segment)
		status = journal_segment_load(s, journal, lane, segment,
		    error);
	if (status != STATUS_OK)
		return status;
	s->info.live = is_live(journal, lane);
	*info = s->info;
	if (s->info.state >= JOURNAL_UNBORN)
		return STATUS_OK;
	for (size_t p = JOURNAL_HEAD; p < s->end && *n < max;
	    p += record_size(s->data, p)) {
		size_t values = (size_t)decode_number(s->data.p + p + 2, 2);
		uint64_t count = values == 0 ? 1 : values;

		if (at + count > from)
			*n += take_cells(s->data.p + p,
			    from > at ? from - at : 0, cells + *n, max - *n);
		at += count;
	}
	return STATUS_OK;
}

/* Slots of people that a record says were opened. */
static uint64_t
count_opened(const uint8_t *record)
{
	uint64_t count = 0;
	size_t n = (size_t)decode_number(record + 2, 2);

	for (size_t i = 0; i < n; i++)
		count += decode_number(record + JOURNAL_RECORD +
		    i * JOURNAL_VALUE, JOURNAL_VALUE) >= KEYRING_SLOT_FIRST;
	return count;
}

/* Adds what a segment says; whether the one before it may say more. */
static bool
add_spent(const struct journal_segment *s, int64_t since, uint64_t *people,
    uint64_t *bulk)
{
	size_t size;

	/* One that was never begun. */
	if (s->data.n < JOURNAL_HEAD || memcmp(s->data.p,
	    journal_magic, sizeof(journal_magic)) != 0)
		return true;
	for (size_t at = JOURNAL_HEAD; at < s->data.n; at += size) {
		const uint8_t *record = s->data.p + at;

		size = record_size(s->data, at);
		if (size == 0)
			break;
		if (record[0] == JOURNAL_OPENED &&
		    (int64_t)decode_number(record + 4, 8) > since)
			*(record[1] == 0 ? people : bulk) +=
			    count_opened(record);
	}
	return (int64_t)decode_number(s->data.p + 38, 8) > since;
}

/* The last segment of each lane, in one look at the folder. */
static enum status
list_last(unsigned int last[JOURNAL_LANES + 1], const char *folder,
    struct error *error)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	memset(last, 0, (JOURNAL_LANES + 1) * sizeof(last[0]));
	if (dir == NULL)
		return error_system(error, "opendir", errno);
	while ((entry = readdir(dir)) != NULL) {
		char *end;
		unsigned long lane = strtoul(entry->d_name, &end, 10);
		unsigned long segment = *end == '-' ?
		    strtoul(end + 1, &end, 10) : 0;

		if (*end == '\0' && lane <= JOURNAL_LANES &&
		    segment > last[lane])
			last[lane] = (unsigned int)segment;
	}
	(void)closedir(dir);
	return STATUS_OK;
}

/*
 * Tags are not looked at: what is no record says nothing, and whoever could
 * write one could only take from themselves.
 */
enum status
journal_spent(struct journal *journal, uint64_t *people, uint64_t *bulk,
    struct error *error)
{
	int64_t since = clock_now(journal->clock) - SPENT_MS;
	struct journal_segment s = { .arena = NULL };
	unsigned int last[JOURNAL_LANES + 1];
	enum status status = list_last(last, journal->folder, error);

	*people = *bulk = 0;
	for (unsigned int lane = 1; lane <= JOURNAL_LANES &&
	    status == STATUS_OK; lane++) {
		bool more = last[lane] > 0 && !is_live(journal, lane);

		for (unsigned int n = last[lane]; more && n > 0; n--) {
			struct error none;

			more = load(&s, journal, lane, n, &none) ==
			    STATUS_OK && add_spent(&s, since, people, bulk);
		}
	}
	journal_segment_drop(&s);
	return status;
}
