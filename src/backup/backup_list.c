#include "backup/backup.h"
#include "backup/header.h"

enum status
backup_list(const struct backup_listed **list, size_t *n, const char *folder,
    enum backup_kind kind, struct arena *arena, struct error *error)
{
	uint8_t store[STORE_ID_SIZE] = { 0 };
	struct backup_listed *out = NULL;
	struct depot *depot;
	struct text *ids;
	enum status status = depot_open(&depot, folder, kind, store,
	    DEPOT_READ, error);

	*n = 0;
	if (status != STATUS_OK)
		return status;
	status = depot_ids(depot, &ids, n, arena, error);
	if (status == STATUS_OK) {
		out = arena_array(arena, *n + 1, sizeof(*out));
		if (out == NULL)
			status = error_memory(error);
	}
	for (size_t i = 0; i < *n && status == STATUS_OK; i++) {
		struct backup_header h;
		struct error broken;

		out[i] = (struct backup_listed){ .id = ids[i] };
		status = header_get(&h, depot, ids[i], arena, &broken);
		out[i].whole = status == STATUS_OK && h.kind == kind;
		if (status == STATUS_INTEGRITY || status == STATUS_INVALID)
			status = STATUS_OK;
		if (status != STATUS_OK)
			*error = broken;
		if (!out[i].whole)
			continue;
		out[i].made = h.made;
		out[i].expires = h.expires;
		out[i].log_size = h.log_size;
		out[i].bytes = h.bytes;
	}
	*list = out;
	depot_close(depot);
	return status;
}
