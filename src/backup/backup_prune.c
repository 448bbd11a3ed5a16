#include "backup/backup.h"
#include "backup/header.h"
#include "base/mem.h"

struct pruning {
	struct visit *visit;
	struct depot *depot;
	enum backup_kind kind;
	struct text *ids;		/* of what lies there */
	size_t n;
	bool *goes;
	struct piece_name *kept;
	size_t kept_n;
	struct backup_pruned *out;
	struct error *error;
};

static enum status
unlock(struct pruning *p)
{
	const uint64_t slot = KEYS_SLOT_BACKUP;
	struct slot_key key;
	enum status status = keys_get(vault_keys(p->visit->vault), &slot, 1,
	    &key, p->error);

	if (status == STATUS_OK)
		depot_unlock(p->depot, &key);
	mem_wipe(&key, sizeof(key));
	return status;
}

static bool
is_over(const struct pruning *p, const struct backup_header *h, int days)
{
	const struct config *config = vault_config(p->visit->vault);
	int64_t life = days > 0 ? days : config_horizon_days(config);

	/* What says it longer than it is set now, is not kept longer. */
	if (p->kind == BACKUP_KEYS)
		return h->expires <= p->visit->now || h->made + (int64_t)
		    config->key_backup_days * DAY_SECONDS * 1000 <=
		    p->visit->now;
	return h->made + life * DAY_SECONDS * 1000 < p->visit->now;
}

/* Which go; the newest never does, and what is not understood neither. */
static enum status
choose(struct pruning *p, int days)
{
	struct arena *arena = p->visit->arena;
	enum status status = depot_ids(p->depot, &p->ids, &p->n, arena,
	    p->error);

	p->goes = arena_array(arena, p->n + 1, sizeof(*p->goes));
	if (p->goes == NULL)
		return error_memory(p->error);
	for (size_t i = 0; i < p->n && status == STATUS_OK; i++) {
		struct backup_header h;

		status = header_get(&h, p->depot, p->ids[i], arena,
		    p->error);
		p->goes[i] = status == STATUS_OK && is_over(p, &h, days);
	}
	/* Unless there are to be none of the keys at all. */
	if (p->n > 0 && p->goes[p->n - 1] && (p->kind == BACKUP_DATA ||
	    vault_config(p->visit->vault)->key_backup_days > 0)) {
		p->goes[p->n - 1] = false;
		p->out->keys_overdue |= p->kind == BACKUP_KEYS;
	}
	return status;
}

/* The pieces of those that stay. */
static enum status
keep(struct pruning *p)
{
	struct arena *arena = p->visit->arena;
	struct backup_contents c;
	struct backup_header h;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < p->n && status == STATUS_OK; i++) {
		struct piece_name *kept;
		size_t more = 1;

		if (p->goes[i])
			continue;
		status = header_get(&h, p->depot, p->ids[i], arena,
		    p->error);
		if (status == STATUS_OK)
			status = header_get_contents(&c, p->depot, &h, arena,
			    p->error);
		if (status != STATUS_OK)
			return status;
		for (size_t j = 0; j < c.n; j++)
			more += c.section[j].n;
		kept = mem_grow(p->kept, p->kept_n, p->kept_n + more,
		    sizeof(*kept));
		if (kept == NULL)
			return error_memory(p->error);
		p->kept = kept;
		p->kept[p->kept_n++] = h.contents;
		for (size_t j = 0; j < c.n; j++) {
			memcpy(p->kept + p->kept_n, c.section[j].pieces,
			    c.section[j].n * sizeof(*p->kept));
			p->kept_n += c.section[j].n;
		}
	}
	return status;
}

static bool
is_there(const struct pruning *p, struct text id)
{
	for (size_t i = 0; i < p->n; i++)
		if (text_equal(p->ids[i], id))
			return !p->goes[i];
	return false;
}

/* Stopped between its head and its record: it is whole. */
static enum status
complete(struct pruning *p, struct backup_record *r)
{
	struct backup_header h;
	enum status status = header_get(&h, p->depot, r->id,
	    p->visit->arena, p->error);

	if (status != STATUS_OK)
		return status;
	r->state = BACKUP_MADE;
	r->log_size = h.log_size;
	r->log_root = h.log_root;
	r->bytes = h.bytes;
	return backup_record_put(p->visit, r, "found", p->error);
}

/* Of what is gone now, it is written down that it is. */
static enum status
record(struct pruning *p)
{
	const struct backup_record *records;
	size_t n;
	enum status status = backup_record_list(&records, &n, p->visit,
	    p->error);

	for (size_t i = 0; i < n && status == STATUS_OK; i++) {
		struct backup_record r = records[i];

		if (r.kind != p->kind || r.state == BACKUP_GONE ||
		    !text_is(r.place, depot_folder(p->depot)))
			continue;
		if (is_there(p, r.id)) {
			if (r.state == BACKUP_BEGUN)
				status = complete(p, &r);
			continue;
		}
		r.state = BACKUP_GONE;
		r.gone = clock_now(vault_clock(p->visit->vault));
		status = backup_record_put(p->visit, &r, p->kind ==
		    BACKUP_DATA ? "data_gone" : "keys_gone", p->error);
		if (p->kind == BACKUP_DATA)
			p->out->data++;
		else
			p->out->keys++;
	}
	return status;
}

static enum status
drop(struct pruning *p)
{
	uint64_t dropped = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < p->n && status == STATUS_OK; i++)
		if (p->goes[i])
			status = depot_drop_header(p->depot, p->ids[i],
			    p->error);
	if (status == STATUS_OK)
		status = depot_sweep(p->depot, p->kept, p->kept_n, &dropped,
		    p->error);
	p->out->pieces += dropped;
	return status;
}

static enum status
prune(struct visit *visit, const char *folder, enum backup_kind kind,
    int days, struct backup_pruned *out, struct error *error)
{
	struct pruning p = {
		.visit = visit, .kind = kind, .out = out, .error = error
	};
	uint8_t store[STORE_ID_SIZE];
	enum status status;

	memcpy(store, store_id(vault_store(visit->vault)), sizeof(store));
	status = depot_open(&p.depot, folder, kind, store, DEPOT_WRITE,
	    error);
	if (status == STATUS_OK)
		status = unlock(&p);
	if (status == STATUS_OK)
		status = choose(&p, days);
	if (status == STATUS_OK)
		status = keep(&p);
	if (status == STATUS_OK)
		status = drop(&p);
	if (status == STATUS_OK)
		status = record(&p);
	depot_close(p.depot);
	mem_free(p.kept);
	return status;
}

enum status
backup_prune(struct visit *visit, const struct backup_places *places,
    int days, struct backup_pruned *pruned, struct error *error)
{
	enum status status = STATUS_OK;

	memset(pruned, 0, sizeof(*pruned));
	if (places->data != NULL)
		status = prune(visit, places->data, BACKUP_DATA, days,
		    pruned, error);
	if (status == STATUS_OK && places->keys != NULL)
		status = prune(visit, places->keys, BACKUP_KEYS, days,
		    pruned, error);
	return status;
}
