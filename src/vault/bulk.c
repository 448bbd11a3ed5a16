#include <time.h>

#include "vault/bulk.h"

enum { CHUNK = 10000, PAUSE_MS = 50 };

void
bulk_begin(struct bulk *bulk, struct vault *vault,
    enum holder_purpose purpose, uint64_t total)
{
	uint64_t rate = vault_config(vault)->bulk_people_per_minute;

	/* What a chunk may take is there at least twice in a minute. */
	*bulk = (struct bulk){
		.holder = vault_holder(vault), .purpose = purpose,
		.chunk = rate / (2 * HOLDER_SLOTS_A_PERSON), .rest = total,
	};
	if (bulk->chunk > CHUNK)
		bulk->chunk = CHUNK;
}

static enum status
announce(struct bulk *bulk, uint64_t people, struct error *error)
{
	const struct timespec pause = { 0, PAUSE_MS * 1000000L };
	enum status status;

	for (;;) {
		status = holder_bulk(bulk->holder, bulk->purpose, people,
		    !bulk->begun, error);
		if (status != STATUS_BUSY)
			break;
		(void)nanosleep(&pause, NULL);
	}
	if (status != STATUS_OK)
		return status;
	bulk->begun = true;
	bulk->ahead += people;
	bulk->rest -= people < bulk->rest ? people : bulk->rest;
	return STATUS_OK;
}

enum status
bulk_ahead(struct bulk *bulk, uint64_t n, struct error *error)
{
	enum status status = STATUS_OK;
	uint64_t people = bulk->rest < bulk->chunk ? bulk->rest :
	    bulk->chunk;

	if (bulk->ahead < n)
		status = announce(bulk, people < n ? n : people, error);
	if (status == STATUS_OK)
		bulk->ahead -= n;
	return status;
}

void
bulk_end(struct bulk *bulk)
{
	struct error ignored;

	if (bulk->begun)
		(void)!holder_bulk_end(bulk->holder, bulk->purpose, &ignored);
	bulk->begun = false;
}
