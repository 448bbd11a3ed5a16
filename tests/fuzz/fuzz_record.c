#include "access/account.h"
#include "base/cbor.h"
#include "fuzz.h"
#include "gate/standing.h"
#include "vault/record.h"

/* What stands sealed in rows, once it is open: what is read can be written. */
static void
as_record(struct bytes bytes, struct arena *arena)
{
	struct record record, again;
	struct error error;
	struct buf out;

	if (record_read(&record, bytes, arena, &error) != STATUS_OK) {
		fuzz_check_error(&error, STATUS_INTEGRITY);
		return;
	}
	buf_init(&out, arena, FUZZ_OUT);
	record_write(&out, &record);
	CHECK(record_read(&again, buf_bytes(&out), arena, &error) ==
	    STATUS_OK);
	CHECK(again.count == record.count && again.time == record.time);
	for (size_t i = 0; i < record.count; i++)
		CHECK(record_find(&again, record.values[i].item) != NULL);
}

static void
as_standing(struct bytes bytes, struct arena *arena)
{
	struct standing standing, again;
	struct error error;
	struct buf out;

	if (standing_read(&standing, bytes, arena, &error) != STATUS_OK) {
		fuzz_check_error(&error, STATUS_INTEGRITY);
		return;
	}
	buf_init(&out, arena, FUZZ_OUT);
	standing_write(&out, &standing);
	CHECK(standing_read(&again, buf_bytes(&out), arena, &error) ==
	    STATUS_OK);
}

static void
as_account(struct bytes bytes, struct arena *arena)
{
	struct account account, again;
	struct error error;
	struct buf out;

	if (account_read(&account, bytes, arena, &error) != STATUS_OK) {
		fuzz_check_error(&error, STATUS_INTEGRITY);
		return;
	}
	buf_init(&out, arena, FUZZ_OUT);
	account_write(&out, &account);
	CHECK(account_read(&again, buf_bytes(&out), arena, &error) ==
	    STATUS_OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes bytes = { data, size };
	struct cbor in = cbor_reader(bytes);

	while (cbor_peek(&in) != CBOR_END)
		cbor_skip(&in);
	as_record(bytes, fuzz_arena());
	as_standing(bytes, fuzz_arena());
	as_account(bytes, fuzz_arena());
	return 0;
}
