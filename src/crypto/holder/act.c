#include <errno.h>
#include <unistd.h>

#include "base/mem.h"
#include "crypto/holder/act.h"

enum { REPORT_MS = 60000 };	/* bursts are reported so often */
/* Of slots' numbers; the journal has 48 bits for one. */
#define SLOTS_END ((UINT64_C(1) << 48) - WIRE_BATCH)

static struct wire_request *
request_of(struct acting *a)
{
	return (struct wire_request *)a->in;
}

void *
act_body(struct acting *a)
{
	return a->out + sizeof(struct wire_reply);
}

/* A line for the operations log, which does not go through the service. */
void
act_report(const char *event, uint64_t count, uint64_t per_minute)
{
	char line[256], time[CLOCK_TEXT_SIZE];

	clock_format(clock_now(clock_system()), time);
	(void)snprintf(line, sizeof(line), "{\"time\":\"%s\",\"program\":"
	    "\"sekisho-holder\",\"event\":\"%s\",\"count\":%llu,"
	    "\"per_minute\":%llu}\n", time, event, (unsigned long long)count,
	    (unsigned long long)per_minute);
	(void)!write(STDERR_FILENO, line, strlen(line));
}

enum status
act_begin(struct acting *a, struct error *error)
{
	int64_t now = clock_monotonic();
	uint64_t people = 0, bulk = 0;
	enum status status = a->journal == NULL ? STATUS_OK :
	    journal_spent(a->journal, &people, &bulk, error);

	rate_begin(&a->rate, a->per_minute, a->bulk_per_minute, now);
	rate_spent(&a->rate, people, bulk);
	a->reported = now - REPORT_MS;
	return status;
}

static enum status
create(struct acting *a, size_t *size, struct error *error)
{
	const struct wire_request *request = request_of(a);
	size_t n = request->count;
	struct wrapped_slot *slots = act_body(a);
	struct slot_key *keys = (struct slot_key *)(slots + n);
	const uint64_t ends[] = { request->a, request->a + n - 1 };
	enum status status = STATUS_OK;

	/* A key that nobody gets is not opened. */
	if (request->b != 0 && n > 0)
		status = journal_append(a->journal, JOURNAL_MADE,
		    rate_announced(&a->rate, clock_monotonic()), ends,
		    LENGTH(ends), error);
	*size = n * (sizeof(*slots) + (request->b != 0 ? sizeof(*keys) : 0));
	return status == STATUS_OK ? keyring_create(a->keyring, request->a,
	    n, slots, request->b != 0 ? keys : NULL, error) : status;
}

static enum status
refuse(struct acting *a, size_t n, int64_t now, struct error *error)
{
	enum status status = STATUS_OK;

	a->refused += n;
	if (now - a->reported >= REPORT_MS) {
		act_report("burst", a->refused, a->rate.people.per_minute);
		status = journal_append(a->journal, JOURNAL_BURST,
		    rate_announced(&a->rate, now), &a->refused, 1, error);
		a->reported = now;
		a->refused = 0;
	}
	return status == STATUS_OK ? rate_refuse(&a->rate.people, n, error) :
	    status;
}

/* What the store needs to be opened at all is no person. */
static size_t
count_people(const uint64_t *slots, size_t n)
{
	size_t people = 0;

	for (size_t i = 0; i < n; i++)
		people += slots[i] >= KEYRING_SLOT_FIRST;
	return people;
}

enum status
act_unwrap(struct acting *a, size_t *size, struct error *error)
{
	const struct wire_request *request = request_of(a);
	const struct wrapped_slot *slots = (const struct wrapped_slot *)
	    (a->in + sizeof(*request));
	size_t n = request->count, people;
	int64_t now = clock_monotonic();
	enum status status;

	*size = n * sizeof(struct slot_key);
	if (n == 0)
		return STATUS_OK;
	for (size_t i = 0; i < n; i++)
		a->slots[i] = slots[i].slot;
	people = count_people(a->slots, n);
	if (!rate_take(&a->rate, people, now))
		return refuse(a, people, now, error);
	status = keyring_unwrap(a->keyring, slots, n, act_body(a), error);
	return status == STATUS_OK ? journal_append(a->journal,
	    JOURNAL_OPENED, rate_announced(&a->rate, now), a->slots, n,
	    error) : status;
}

/* On record, durably, before it counts. */
static enum status
bulk(struct acting *a, struct error *error)
{
	const struct wire_request *request = request_of(a);
	uint64_t people = request->b < HOLDER_PEOPLE_MAX ? request->b :
	    HOLDER_PEOPLE_MAX;
	int64_t now = clock_monotonic();
	enum status status = rate_has_room(&a->rate, people, now, error);

	if (status == STATUS_OK)
		status = journal_append(a->journal, JOURNAL_BULK,
		    1u << request->a, &people, 1, error);
	if (status == STATUS_OK)
		status = journal_sync(a->journal, error);
	if (status == STATUS_OK)
		rate_announce(&a->rate, (enum holder_purpose)request->a,
		    people, request->count != 0, now);
	return status;
}

/* The KEK is replaced, and its slots with it: no key leaves. */
static enum status
rewrap(struct acting *a, size_t *size, struct error *error)
{
	const struct wire_request *request = request_of(a);

	*size = request->count * sizeof(struct wrapped_slot);
	return keyring_rewrap(a->keyring, (const struct wrapped_slot *)
	    (a->in + sizeof(*request)), request->count, act_body(a), error);
}

static enum status
read_journal(struct acting *a, size_t *size, struct error *error)
{
	const struct wire_request *request = request_of(a);
	struct journal_info *info = act_body(a);
	struct journal_cell *cells = (struct journal_cell *)(info + 1);
	size_t n = 0;
	enum status status = journal_read(a->journal,
	    (unsigned int)(request->a >> 32), (unsigned int)request->a,
	    request->b, info, cells, WIRE_CELLS, &n, error);

	request_of(a)->count = (uint32_t)n;
	*size = sizeof(*info) + n * sizeof(*cells);
	return status;
}

static enum status
end(struct acting *a, struct error *error)
{
	enum status status = journal_append(a->journal, JOURNAL_ENDED, 0,
	    NULL, 0, error);

	return status == STATUS_OK ? journal_rest(a->journal, error) : status;
}

static enum status
do_it(struct acting *a, size_t *size, struct error *error)
{
	*size = 0;
	switch ((enum wire_kind)request_of(a)->kind) {
	case WIRE_START:
		return a->start(a, (struct wire_start *)(a->in +
		    sizeof(struct wire_request)), error);
	case WIRE_CREATE:
		return create(a, size, error);
	case WIRE_UNWRAP:
		return act_unwrap(a, size, error);
	case WIRE_REPLACE:
		return keyring_replace_begin(a->keyring,
		    (int64_t)request_of(a)->a, error);
	case WIRE_REWRAP:
		return rewrap(a, size, error);
	case WIRE_REPLACED:
		return keyring_replace_end(a->keyring, error);
	case WIRE_LOOK:
		return keyring_look(a->keyring, error);
	case WIRE_BULK:
		return bulk(a, error);
	case WIRE_BULK_END:
		rate_end(&a->rate, (enum holder_purpose)request_of(a)->a);
		return STATUS_OK;
	case WIRE_ROTATE:
		return journal_rotate(a->journal, error);
	case WIRE_READ:
		return read_journal(a, size, error);
	case WIRE_END:
		return end(a, error);
	}
	return error_system(error, "request", EPROTO);
}

/* The length that a request of its kind has. */
bool
act_is_request(struct acting *a, size_t n)
{
	const struct wire_request *r = request_of(a);

	if (n < sizeof(*r) || r->count > WIRE_BATCH ||
	    (a->keyring == NULL) != (r->kind == WIRE_START))
		return false;
	switch ((enum wire_kind)r->kind) {
	case WIRE_START:
		return n == sizeof(*r) + sizeof(struct wire_start);
	case WIRE_UNWRAP:
	case WIRE_REWRAP:
		return n == sizeof(*r) + r->count *
		    sizeof(struct wrapped_slot);
	case WIRE_BULK:
	case WIRE_BULK_END:
		return n == sizeof(*r) && r->count <= 1 &&
		    r->a > HOLDER_NO_PURPOSE && r->a < HOLDER_PURPOSES;
	case WIRE_CREATE:
		return n == sizeof(*r) && r->a < SLOTS_END;
	case WIRE_REPLACE:
	case WIRE_REPLACED:
	case WIRE_LOOK:
	case WIRE_ROTATE:
	case WIRE_READ:
	case WIRE_END:
		return n == sizeof(*r);
	}
	return false;
}

size_t
act_answer(struct acting *a)
{
	struct wire_reply *reply = (struct wire_reply *)a->out;
	struct error error = { .status = STATUS_OK };
	size_t size;
	enum status status = do_it(a, &size, &error);

	if (status != STATUS_OK) {
		memcpy(act_body(a), &error, sizeof(error));
		size = sizeof(error);
	}
	*reply = (struct wire_reply){
		.status = status, .count = request_of(a)->count,
		.lane = a->journal != NULL ? journal_lane(a->journal) : 0,
	};
	if (a->keyring != NULL)
		reply->keks = keyring_keks(a->keyring);
	return sizeof(*reply) + size;
}
