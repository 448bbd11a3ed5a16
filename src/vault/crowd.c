#include <time.h>

#include "vault/crowd.h"

enum { CHUNK = 10000, PAUSE_MS = 50 };

void
crowd_begin(struct crowd *crowd, struct vault *vault,
    enum holder_purpose purpose, uint64_t total)
{
	uint64_t rate = vault_config(vault)->bulk_people_per_minute;

	/* What a chunk may take is there at least twice in a minute. */
	*crowd = (struct crowd){
		.holder = vault_holder(vault), .purpose = purpose,
		.chunk = rate / (2 * HOLDER_SLOTS_A_PERSON), .rest = total,
	};
	if (crowd->chunk > CHUNK)
		crowd->chunk = CHUNK;
}

static enum status
announce(struct crowd *crowd, uint64_t people, struct error *error)
{
	const struct timespec pause = { 0, PAUSE_MS * 1000000L };
	enum status status;

	for (;;) {
		status = holder_bulk(crowd->holder, crowd->purpose, people,
		    !crowd->begun, error);
		if (status != STATUS_BUSY)
			break;
		(void)nanosleep(&pause, NULL);
	}
	if (status != STATUS_OK)
		return status;
	crowd->begun = true;
	crowd->ahead += people;
	crowd->rest -= people < crowd->rest ? people : crowd->rest;
	return STATUS_OK;
}

enum status
crowd_ahead(struct crowd *crowd, uint64_t n, struct error *error)
{
	enum status status = STATUS_OK;
	uint64_t people = crowd->rest < crowd->chunk ? crowd->rest :
	    crowd->chunk;

	if (crowd->ahead < n)
		status = announce(crowd, people < n ? n : people, error);
	if (status == STATUS_OK)
		crowd->ahead -= n;
	return status;
}

void
crowd_end(struct crowd *crowd)
{
	struct error ignored;

	if (crowd->begun)
		(void)!holder_bulk_end(crowd->holder, crowd->purpose, &ignored);
	crowd->begun = false;
}
