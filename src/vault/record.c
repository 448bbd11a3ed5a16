#include "base/cbor.h"
#include "vault/record.h"

enum key {
	KEY_TIME, KEY_VALUES, KEY_SHOWN, KEY_GROUND, KEY_ORIGIN,
	KEY_SHOWN_AT, KEY_FORMER, KEY_UNKNOWN, KEY_KEYS,
};

static void
write_former(struct buf *out, const struct record *record)
{
	cbor_uint(out, KEY_FORMER);
	cbor_array(out, record->former_count);
	for (size_t i = 0; i < record->former_count; i++) {
		cbor_array(out, 3);
		cbor_uint(out, record->former[i].item);
		cbor_text(out, record->former[i].text);
		cbor_int(out, record->former[i].until);
	}
}

static size_t
count_keys(const struct record *record)
{
	size_t n = 0;

	for (size_t i = 0; i < record->count; i++)
		n += record->values[i].key.n > 0;
	return n;
}

static void
write_keys(struct buf *out, const struct record *record)
{
	cbor_uint(out, KEY_KEYS);
	cbor_map(out, count_keys(record));
	for (size_t i = 0; i < record->count; i++) {
		const struct record_value *value = &record->values[i];

		if (value->key.n == 0)
			continue;
		cbor_uint(out, value->item);
		cbor_bytes(out, value->key.p, value->key.n);
	}
}

void
record_write(struct buf *out, const struct record *record)
{
	cbor_map(out, 2u + (record->shown.n > 0) + (record->ground.n > 0) +
	    (record->origin.n > 0) + (record->shown_at != 0) +
	    (record->former_count > 0) + record->source_unknown +
	    (count_keys(record) > 0));
	cbor_uint(out, KEY_TIME);
	cbor_int(out, record->time);
	cbor_uint(out, KEY_VALUES);
	cbor_map(out, record->count);
	for (size_t i = 0; i < record->count; i++) {
		cbor_uint(out, record->values[i].item);
		cbor_text(out, record->values[i].text);
	}
	if (record->shown.n > 0) {
		cbor_uint(out, KEY_SHOWN);
		cbor_bytes(out, record->shown.p, record->shown.n);
	}
	if (record->ground.n > 0) {
		cbor_uint(out, KEY_GROUND);
		cbor_text(out, record->ground);
	}
	if (record->origin.n > 0) {
		cbor_uint(out, KEY_ORIGIN);
		cbor_text(out, record->origin);
	}
	if (record->shown_at != 0) {
		cbor_uint(out, KEY_SHOWN_AT);
		cbor_int(out, record->shown_at);
	}
	if (record->former_count > 0)
		write_former(out, record);
	if (record->source_unknown) {
		cbor_uint(out, KEY_UNKNOWN);
		cbor_bool(out, true);
	}
	if (count_keys(record) > 0)
		write_keys(out, record);
}

static struct record_value *
read_values(struct record *record, struct cbor *in, struct arena *arena)
{
	size_t n = cbor_read_map(in);
	struct record_value *values = arena_array(arena, n, sizeof(*values));
	int64_t last = -1;

	if (values == NULL) {
		cbor_fail(in);
		return NULL;
	}
	for (size_t i = 0; i < n && !in->failed; i++) {
		values[i].item = (unsigned int)cbor_read_key(in, &last);
		values[i].text = cbor_read_text(in);
	}
	record->values = values;
	record->count = n;
	return values;
}

/* Each belongs to a value that was read before. */
static void
read_keys(struct record *record, struct record_value *values,
    struct cbor *in)
{
	size_t n = cbor_read_map(in), at = 0;
	int64_t last = -1;

	for (size_t i = 0; i < n && !in->failed; i++) {
		uint64_t item = cbor_read_key(in, &last);

		while (at < record->count && values[at].item < item)
			at++;
		if (at == record->count || values[at].item != item)
			cbor_fail(in);
		else
			values[at].key = cbor_read_bytes(in);
	}
	if (n == 0)
		cbor_fail(in);
}

static void
read_former(struct record *record, struct cbor *in, struct arena *arena)
{
	size_t n = cbor_read_array(in);
	struct record_former *former = n > RECORD_FORMER_MAX ? NULL :
	    arena_array(arena, n, sizeof(*former));

	if (former == NULL) {
		cbor_fail(in);
		return;
	}
	for (size_t i = 0; i < n && !in->failed; i++) {
		if (cbor_read_array(in) != 3)
			cbor_fail(in);
		former[i].item = (unsigned int)cbor_read_uint(in);
		former[i].text = cbor_read_text(in);
		former[i].until = cbor_read_int(in);
	}
	record->former = former;
	record->former_count = n;
}

enum status
record_read(struct record *record, struct bytes bytes, struct arena *arena,
    struct error *error)
{
	struct cbor in = cbor_reader(bytes);
	size_t n = cbor_read_map(&in);
	struct record_value *values = NULL;
	int64_t last = -1;

	memset(record, 0, sizeof(*record));
	for (size_t i = 0; i < n && !in.failed; i++)
		switch (cbor_read_key(&in, &last)) {
		case KEY_TIME: record->time = cbor_read_int(&in); break;
		case KEY_VALUES:
			values = read_values(record, &in, arena);
			break;
		case KEY_SHOWN: record->shown = cbor_read_bytes(&in); break;
		case KEY_GROUND: record->ground = cbor_read_text(&in); break;
		case KEY_ORIGIN: record->origin = cbor_read_text(&in); break;
		case KEY_SHOWN_AT: record->shown_at = cbor_read_int(&in); break;
		case KEY_FORMER: read_former(record, &in, arena); break;
		case KEY_UNKNOWN:
			record->source_unknown = cbor_read_bool(&in);
			if (!record->source_unknown)
				cbor_fail(&in);
			break;
		case KEY_KEYS: read_keys(record, values, &in); break;
		default: cbor_fail(&in); break;
		}
	if (cbor_done(&in))
		return STATUS_OK;
	return error_set(error, STATUS_INTEGRITY, "not_a_record",
	    "記録単位が読めません", "this is not a record");
}

const struct record_value *
record_find(const struct record *record, unsigned int item)
{
	for (size_t i = 0; i < record->count; i++)
		if (record->values[i].item == item)
			return &record->values[i];
	return NULL;
}
