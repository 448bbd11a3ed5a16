#include "crypto/kekfile.h"
#include "crypto/secret.h"
#include "crypto/holder/act.h"
#include "fuzz.h"

/*
 * What a service that was taken over can send to the holder of the keys: a row
 * of messages, each with its length (2 bytes) before it.  Wrapped slots come
 * from those that were made before, wherever a message has none of its own.
 * Nothing is answered that is not as long as its kind says, no more slots are
 * opened than the rates allow, and nothing opens that was not wrapped here.
 */
enum { PER_MINUTE = 300, BULK = 12000, INPUTS = 200, KEPT = 16 };

static struct acting *acting;
static struct wrapped_slot kept[KEPT];
static uint64_t opened;
static int64_t began;

/* At the end, too: what guarded memory points to looks like a leak else. */
static void
leave(void)
{
	keyring_close(acting->keyring);
	journal_close(acting->journal);
	fuzz_leave();
	acting->keyring = NULL;
	acting->journal = NULL;
}

/* Now and then anew, so that its folder does not grow. */
static void
begin(void)
{
	static const uint8_t root[SEAL_KEY] = { 1 }, store[STORE_ID_SIZE];
	char kek[PATH_SIZE], folder[PATH_SIZE];
	struct error error;

	CHECK(file_join(kek, fuzz_folder(), "kek", &error) == STATUS_OK);
	CHECK(file_join(folder, fuzz_folder(), "opened", &error) ==
	    STATUS_OK);
	(void)mkdir(fuzz_folder(), 0700);
	CHECK(mkdir(folder, 0700) == 0);
	CHECK(kekfile_create(kek, store, root, 1, &error) == STATUS_OK);
	CHECK(keyring_open(&acting->keyring, fuzz_folder(), store, root,
	    &error) == STATUS_OK);
	CHECK(journal_open(&acting->journal, folder, store, root,
	    clock_system(), &error) == STATUS_OK);
	acting->per_minute = PER_MINUTE;
	acting->bulk_per_minute = BULK;
	CHECK(act_begin(acting, &error) == STATUS_OK);
	CHECK(keyring_create(acting->keyring, 1, KEPT, kept, NULL, &error) ==
	    STATUS_OK);
	opened = 0;
	began = clock_monotonic();
}

static size_t
fill(struct wire_request *request, size_t n)
{
	struct wrapped_slot *slots = (struct wrapped_slot *)(request + 1);

	if (n != sizeof(*request) || request->count > KEPT ||
	    (request->kind != WIRE_UNWRAP && request->kind != WIRE_REWRAP))
		return n;
	memcpy(slots, kept, request->count * sizeof(*slots));
	return n + request->count * sizeof(*slots);
}

static void
check_reply(const struct wire_request *asked, size_t size)
{
	const struct wire_reply *reply = (const void *)acting->out;
	uint64_t minutes = (uint64_t)(clock_monotonic() - began) / 60000 + 2;

	CHECK(size >= sizeof(*reply) && size <= WIRE_REPLY_MAX);
	if (reply->status != STATUS_OK) {
		CHECK(size == sizeof(*reply) + sizeof(struct error));
		fuzz_check_error((const void *)(reply + 1), reply->status);
		return;
	}
	CHECK(reply->lane == 1);
	if (asked->kind != WIRE_UNWRAP)
		return;
	CHECK(size == sizeof(*reply) + asked->count *
	    sizeof(struct slot_key));
	opened += asked->count;
	CHECK(opened <= minutes * (PER_MINUTE + BULK));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static unsigned int inputs;
	struct error error;

	if (acting == NULL) {
		CHECK(secret_start(&error) == STATUS_OK);
		acting = secret_alloc(sizeof(*acting));
		CHECK(acting != NULL);
		begin();
		(void)atexit(leave);
	}
	if (++inputs % INPUTS == 0) {
		leave();
		begin();
	}
	while (size >= 2) {
		size_t n = (size_t)data[0] << 8 | data[1];
		struct wire_request asked;

		data += 2;
		size -= 2;
		n = n > size ? size : n > WIRE_REQUEST_MAX ?
		    WIRE_REQUEST_MAX : n;
		memcpy(acting->in, data, n);
		data += n;
		size -= n;
		n = fill((struct wire_request *)acting->in, n);
		if (!act_is_request(acting, n))
			continue;
		memcpy(&asked, acting->in, sizeof(asked));
		check_reply(&asked, act_answer(acting));
		if (asked.kind == WIRE_END)
			break;
	}
	return 0;
}
