#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/encode.h"
#include "crypto/secret.h"
#include "crypto/holder/journal_parts.h"

const char journal_magic[8] = { 'S', 'K', 'S', 'H', 'O', 'P', 'N', '1' };
static const char domain[] = "sekisho opened slots";	/* with its NUL */

enum {
	MAPPED = JOURNAL_SEGMENT_MAX + 4096,	/* one that begins below it */
	ROOM = 1 << 16,			/* taken at a time */
};
_Static_assert(JOURNAL_RECORD_MAX <= 4096, "it fits");

void
journal_tag(uint8_t tag[JOURNAL_TAG], const struct hmac_key *key,
    const uint8_t previous[JOURNAL_TAG], const uint8_t *bytes, size_t n)
{
	struct hash hash = hmac_of_two(key, previous, JOURNAL_TAG, bytes, n);

	memcpy(tag, hash.bytes, JOURNAL_TAG);
}

enum status
journal_path(char out[], const char *folder, unsigned int lane,
    unsigned int segment, struct error *error)
{
	char name[32];

	(void)snprintf(name, sizeof(name), "%02u-%06u", lane, segment);
	return file_join(out, folder, name, error);
}

static enum status
failed(struct journal *journal, const char *what, struct error *error)
{
	enum status status = error_set(error, STATUS_FAILURE,
	    "journal_failed", "開いた鍵枠の記録を書けません (%s: %s)",
	    "the journal of opened slots cannot be written (%s: %s)", what,
	    strerrordesc_np(errno));

	journal->failed = true;
	error_at(error, "%s/%02u-%06u", journal->folder, journal->lane,
	    journal->segment);
	return status;
}

static enum status
take_lane(struct journal *journal, struct error *error)
{
	char path[PATH_SIZE], name[32];
	enum status status = STATUS_BUSY;

	for (unsigned int lane = 1; lane <= JOURNAL_LANES &&
	    status == STATUS_BUSY; lane++) {
		(void)snprintf(name, sizeof(name), "%02u.lock", lane);
		status = file_join(path, journal->folder, name, error);
		if (status == STATUS_OK)
			status = file_lock(&journal->lock, path, 0, error);
		journal->lane = lane;
	}
	return status;
}

/* Cuts the zeros off that were kept for more records. */
static void
put_away(struct journal *journal)
{
	if (journal->fd < 0)
		return;
	(void)pthread_mutex_lock(&journal->mutex);
	(void)munmap(journal->map, MAPPED);
	if (ftruncate(journal->fd, (off_t)journal->size) != 0 ||
	    fdatasync(journal->fd) != 0)
		journal->failed = true;
	(void)close(journal->fd);
	journal->fd = -1;
	(void)pthread_mutex_unlock(&journal->mutex);
}

/*
 * Records are written into the file's pages: that costs no system call, and
 * what is there outlives the process.  The room is taken beforehand, so that
 * a full disk is an error here and no signal later.
 */
static enum status
take_room(struct journal *journal, int fd, uint64_t size,
    struct error *error)
{
	uint64_t wanted = (size / ROOM + 1) * ROOM;
	int full;

	if (wanted > MAPPED)
		wanted = MAPPED;
	full = posix_fallocate(fd, 0, (off_t)wanted);
	if (full != 0) {
		errno = full;
		return failed(journal, "fallocate", error);
	}
	journal->room = wanted;
	return STATUS_OK;
}

static enum status
map(struct journal *journal, int fd, uint64_t size, struct error *error)
{
	enum status status = take_room(journal, fd, size, error);
	void *pages = status != STATUS_OK ? MAP_FAILED : mmap(NULL, MAPPED,
	    PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (pages == MAP_FAILED) {
		if (status == STATUS_OK)
			status = failed(journal, "mmap", error);
		(void)close(fd);
		return status;
	}
	(void)pthread_mutex_lock(&journal->mutex);
	journal->map = pages;
	journal->fd = fd;
	(void)pthread_mutex_unlock(&journal->mutex);
	return STATUS_OK;
}

/* The next segment of the lane, with its head, durable. */
static enum status
start_segment(struct journal *journal, struct error *error)
{
	uint8_t head[JOURNAL_HEAD] = { 0 };
	char path[PATH_SIZE];
	enum status status;
	int fd;

	journal->segment++;
	memcpy(head, journal_magic, sizeof(journal_magic));
	memcpy(head + 8, journal->store, STORE_ID_SIZE);
	encode_number(head + 24, journal->lane, 2);
	encode_number(head + 26, journal->segment, 4);
	encode_number(head + 30, journal->records, 8);
	encode_number(head + 38, (uint64_t)clock_now(journal->clock), 8);
	memcpy(head + 48, journal->tag, JOURNAL_TAG);
	journal_tag(head + 64, &journal->key, journal->tag, head, 64);
	status = journal_path(path, journal->folder, journal->lane,
	    journal->segment, error);
	if (status != STATUS_OK)
		return status;
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return failed(journal, "open", error);
	put_away(journal);
	status = map(journal, fd, sizeof(head), error);
	if (status != STATUS_OK)
		return status;
	memcpy(journal->map, head, sizeof(head));
	memcpy(journal->tag, head + 64, JOURNAL_TAG);
	journal->size = sizeof(head);
	if (fdatasync(fd) != 0)
		return failed(journal, "fdatasync", error);
	return file_sync(journal->folder, error);
}

/* The end of the lane, and whether its last segment can take more. */
static enum status
find_end(struct journal *journal, bool *goes_on, struct error *error)
{
	struct journal_segment last = { .lane = 0 };
	enum journal_state state = JOURNAL_UNBORN;
	unsigned int first;
	enum status status = journal_list(journal->folder, journal->lane,
	    &first, &journal->segment, error);

	for (unsigned int s = journal->segment; status == STATUS_OK &&
	    s >= first && s > 0 && state == JOURNAL_UNBORN; s--) {
		status = journal_segment_load(&last, journal, journal->lane,
		    s, error);
		state = last.info.state;
		*goes_on = s == journal->segment && state == JOURNAL_WHOLE &&
		    last.end < JOURNAL_SEGMENT_MAX;
	}
	if (status == STATUS_OK && state != JOURNAL_UNBORN) {
		memcpy(journal->tag, last.info.last, JOURNAL_TAG);
		journal->records = last.info.before + last.info.records;
		journal->size = last.end;
	}
	journal_segment_drop(&last);
	return status;
}

/*
 * Goes on where the lane ended.  A segment with a torn end stays as it is,
 * for whoever wants to look; the next one takes up after what is whole.
 */
static enum status
go_on(struct journal *journal, struct error *error)
{
	char path[PATH_SIZE];
	bool goes_on = false;
	int fd;
	enum status status = find_end(journal, &goes_on, error);

	if (status != STATUS_OK)
		return status;
	if (!goes_on)
		return start_segment(journal, error);
	status = journal_path(path, journal->folder, journal->lane,
	    journal->segment, error);
	if (status != STATUS_OK)
		return status;
	fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	return fd >= 0 ? map(journal, fd, journal->size, error) :
	    failed(journal, "open", error);
}

static void
derive(struct hmac_key *out, const uint8_t store[STORE_ID_SIZE],
    const uint8_t root[SEAL_KEY])
{
	uint8_t text[sizeof(domain) + STORE_ID_SIZE];
	struct hmac_key *from = secret_alloc(sizeof(*from));
	struct hash key;

	if (from == NULL)
		return;
	memcpy(text, domain, sizeof(domain));
	memcpy(text + sizeof(domain), store, STORE_ID_SIZE);
	hmac_key_make(from, root, SEAL_KEY);
	key = hmac(from, text, sizeof(text));
	hmac_key_make(out, key.bytes, sizeof(key.bytes));
	explicit_bzero(&key, sizeof(key));
	secret_free(from);
}

enum status
journal_open(struct journal **out, const char *folder,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    struct clock clock, struct error *error)
{
	struct journal *journal = secret_alloc(sizeof(*journal));
	enum status status;

	*out = NULL;
	if (journal == NULL)
		return error_memory(error);
	journal->fd = journal->lock = -1;
	journal->clock = clock;
	(void)pthread_mutex_init(&journal->mutex, NULL);
	memcpy(journal->store, store, STORE_ID_SIZE);
	(void)snprintf(journal->folder, PATH_SIZE, "%s", folder);
	derive(&journal->key, store, root);
	status = take_lane(journal, error);
	if (status == STATUS_OK)
		status = go_on(journal, error);
	if (status != STATUS_OK) {
		journal_close(journal);
		return status;
	}
	*out = journal;
	return STATUS_OK;
}

void
journal_close(struct journal *journal)
{
	if (journal == NULL)
		return;
	put_away(journal);
	journal_segment_drop(&journal->reading);
	file_unlock(journal->lock);
	secret_free(journal);
}

unsigned int
journal_lane(const struct journal *journal)
{
	return journal->lane;
}

enum status
journal_append(struct journal *journal, enum journal_kind kind,
    unsigned int purposes, const uint64_t *values, size_t n,
    struct error *error)
{
	uint8_t *record = journal->record;
	size_t size = JOURNAL_RECORD + n * JOURNAL_VALUE;
	enum status status = STATUS_OK;

	if (journal->failed || n > JOURNAL_VALUES || journal->fd < 0) {
		errno = EIO;
		return failed(journal, "write", error);
	}
	if (journal->size >= JOURNAL_SEGMENT_MAX)
		status = journal_rotate(journal, error);
	if (status == STATUS_OK &&
	    journal->size + size + JOURNAL_TAG > journal->room)
		status = take_room(journal, journal->fd, journal->size + size +
		    JOURNAL_TAG, error);
	if (status != STATUS_OK)
		return status;
	record[0] = (uint8_t)kind;
	record[1] = (uint8_t)purposes;
	encode_number(record + 2, n, 2);
	encode_number(record + 4, (uint64_t)clock_now(journal->clock), 8);
	for (size_t i = 0; i < n; i++)
		encode_number(record + JOURNAL_RECORD + i * JOURNAL_VALUE,
		    values[i], JOURNAL_VALUE);
	journal_tag(record + size, &journal->key, journal->tag, record, size);
	memcpy(journal->map + journal->size, record, size + JOURNAL_TAG);
	memcpy(journal->tag, record + size, JOURNAL_TAG);
	journal->records++;
	journal->size += size + JOURNAL_TAG;
	atomic_store_explicit(&journal->dirty, true, memory_order_release);
	return STATUS_OK;
}

enum status
journal_sync(struct journal *journal, struct error *error)
{
	enum status status = STATUS_OK;

	if (!atomic_exchange(&journal->dirty, false))
		return STATUS_OK;
	(void)pthread_mutex_lock(&journal->mutex);
	if (journal->fd >= 0 && fdatasync(journal->fd) != 0)
		status = failed(journal, "fdatasync", error);
	(void)pthread_mutex_unlock(&journal->mutex);
	return status;
}

enum status
journal_rest(struct journal *journal, struct error *error)
{
	put_away(journal);
	return journal->failed ? failed(journal, "ftruncate", error) :
	    STATUS_OK;
}

enum status
journal_rotate(struct journal *journal, struct error *error)
{
	enum status status = journal_sync(journal, error);

	return status == STATUS_OK ? start_segment(journal, error) : status;
}
