#include "base/mem.h"
#include "vault/verify_known.h"

/* The pseudonyms are random, so they are the hash. */
static size_t
place_of(const struct verify_known_table *table, const uint8_t *pseudonym,
    uint64_t seq)
{
	uint64_t hash;

	memcpy(&hash, pseudonym, sizeof(hash));
	return (hash ^ seq * 0x9E3779B97F4A7C15u) & (table->places - 1);
}

struct verify_known *
verify_known_find(const struct verify_known_table *table,
    const uint8_t pseudonym[PSEUDONYM_SIZE], uint64_t seq)
{
	size_t at = place_of(table, pseudonym, seq);

	while (table->known[at].version != 0 &&
	    (table->known[at].seq != seq || memcmp(
	    table->known[at].pseudonym, pseudonym, PSEUDONYM_SIZE) != 0))
		at = (at + 1) & (table->places - 1);
	return &table->known[at];
}

static enum status
make(struct verify_known_table *table, size_t places, struct error *error)
{
	*table = (struct verify_known_table){
		.known = mem_array(places, sizeof(*table->known)),
		.places = places,
	};
	return table->known == NULL ? error_memory(error) : STATUS_OK;
}

enum status
verify_known_begin(struct verify_known_table *table, struct error *error)
{
	return make(table, 1024, error);
}

static enum status
grow(struct verify_known_table *table, struct error *error)
{
	struct verify_known_table new;
	enum status status = make(&new, 2 * table->places, error);

	if (status != STATUS_OK)
		return status;
	new.used = table->used;
	for (size_t i = 0; i < table->places; i++)
		if (table->known[i].version != 0)
			*verify_known_find(&new, table->known[i].pseudonym,
			    table->known[i].seq) = table->known[i];
	mem_free(table->known);
	*table = new;
	return STATUS_OK;
}

enum status
verify_known_add(struct verify_known_table *table,
    const uint8_t pseudonym[PSEUDONYM_SIZE], uint64_t seq, uint64_t version,
    bool erased, struct error *error)
{
	struct verify_known *known;

	if (2 * (table->used + 1) > table->places) {
		enum status status = grow(table, error);

		if (status != STATUS_OK)
			return status;
	}
	known = verify_known_find(table, pseudonym, seq);
	if (known->version == 0) {
		memcpy(known->pseudonym, pseudonym, PSEUDONYM_SIZE);
		known->seq = seq;
		table->used++;
	}
	/* Entries of one person are in the order of what they record. */
	if (version > known->version)
		known->version = version;
	known->erased = erased;
	return STATUS_OK;
}

void
verify_known_free(struct verify_known_table *table)
{
	mem_free(table->known);
	memset(table, 0, sizeof(*table));
}
