#include "base/encode.h"
#include "base/mem.h"
#include "connector/export_parts.h"
#include "crypto/random.h"

enum { REPORT_MAX = 1 << 20 };

struct exporting {
	struct export_report *report;
	struct visit *visit;
	struct archive *archive;
	struct table_out *table;
	struct hash_state hash;
	struct table_column *columns;
};

enum status
export_all_items(const struct visit *visit, const unsigned int **out,
    size_t *n, struct error *error)
{
	const struct policy *policy = visit->revision->policy;
	const struct policy_role *role = visit->principal.role;
	const struct policy_purpose *purpose = policy_purpose(policy,
	    visit->purpose);
	unsigned int *items = arena_array(visit->arena, BATCH_ITEMS_MAX,
	    sizeof(*items));
	struct bits all;

	*n = 0;
	*out = items;
	if (items == NULL)
		return error_memory(error);
	if (role == NULL || purpose == NULL)
		return STATUS_OK;
	all = bits_and(&purpose->items, &role->items);
	all = bits_minus(&all, &policy->never_held);
	all = bits_and(&all, &policy->declared);
	if (visit->limits != NULL)
		all = bits_and(&all, &visit->limits->items);
	BITS_EACH(number, &all)
		if (*n < BATCH_ITEMS_MAX)
			items[(*n)++] = (unsigned int)number;
	return STATUS_OK;
}

/* The archive's bytes on their way out. */
static enum status
pass_on(void *context, struct bytes bytes, struct error *error)
{
	struct exporting *x = context;
	struct export_report *report = x->report;

	report->bytes += bytes.n;
	hash_add(&x->hash, bytes.p, bytes.n);
	return report->options.sink(report->options.context, bytes, error);
}

/* The table's bytes into the archive. */
static enum status
put_in(void *context, struct bytes bytes, struct error *error)
{
	struct exporting *x = context;

	return archive_put(x->archive, bytes, error);
}

static enum status
take_person(void *context, const struct text *values, struct error *error)
{
	struct exporting *x = context;
	struct export_report *report = x->report;
	size_t n = report->options.item_count, first = 0;
	struct text row[BATCH_ITEMS_MAX + 1];
	char id[ID_TEXT_SIZE];
	bool any = false;
	enum status status;

	if (report->options.with_person) {
		status = id_format(id, ID_PERSON, report->batch.person,
		    vault_id_key(x->visit->vault), error);
		if (status != STATUS_OK)
			return status;
		row[first++] = text_of(id);
	}
	for (size_t i = 0; i < n; i++) {
		row[first + i] = values[i];
		any |= values[i].n > 0;
	}
	if (any)
		return table_out_row(x->table, row, error);
	report->empty++;
	return STATUS_OK;
}

static enum status
make_columns(struct exporting *x, struct error *error)
{
	const struct export_options *options = &x->report->options;
	const struct policy *policy = x->visit->revision->policy;
	struct table_column *c = arena_array(x->visit->arena,
	    options->item_count + 1, sizeof(*c));

	if (c == NULL)
		return error_memory(error);
	x->columns = c;
	if (options->with_person) {
		*c++ = (struct table_column){ TEXT("person"),
		    options->heads_are_ids || options->language ==
		    LANGUAGE_EN ? TEXT("person") : TEXT("本人番号") };
	}
	for (size_t i = 0; i < options->item_count; i++) {
		const struct policy_item *item =
		    policy->item_at[options->items[i]];

		c[i] = (struct table_column){ item->id,
		    options->heads_are_ids ? item->id : policy_label(
		    node_get(item->node, "label"), options->language) };
	}
	return STATUS_OK;
}

static const char *
member_name(enum table_format format)
{
	switch (format) {
	case TABLE_CSV: return "people.csv";
	case TABLE_XLSX: return "people.xlsx";
	case TABLE_NDJSON: return "people.ndjson";
	}
	return "";
}

static enum status
put_report(struct exporting *x, struct error *error)
{
	struct jsonw json;
	struct buf out;
	enum status status = archive_member(x->archive, "report.json",
	    error);

	if (status != STATUS_OK)
		return status;
	buf_init(&out, x->visit->arena, REPORT_MAX);
	json = jsonw_new(&out, true);
	jsonw_open_object(&json);
	export_json(&json, x->report, x->report->options.language);
	jsonw_close_object(&json);
	buf_byte(&out, '\n');
	status = buf_status(&out, error);
	return status == STATUS_OK ? archive_put(x->archive, buf_bytes(&out),
	    error) : status;
}

static enum status
write_all(struct exporting *x, struct error *error)
{
	struct export_report *report = x->report;
	const struct export_options *options = &report->options;
	enum status status = archive_new(&x->archive, pass_on, x,
	    text_of(report->passphrase), report->made, error);

	if (status == STATUS_OK)
		status = archive_member(x->archive,
		    member_name(options->table.format), error);
	if (status == STATUS_OK)
		status = table_out_new(&x->table, &options->table,
		    x->columns, options->item_count + options->with_person,
		    &report->counts, put_in, x, error);
	if (status == STATUS_OK)
		status = batch_read(x->visit, &report->batch, error);
	if (status != STATUS_OK)
		return status;
	report->masked = *decision_masked(report->batch.decision);
	status = table_out_end(x->table, error);
	if (status == STATUS_OK)
		status = put_report(x, error);
	return status == STATUS_OK ? archive_end(x->archive, error) : status;
}

static void
begin(struct export_report *report, const struct export_options *options,
    const struct visit *visit)
{
	memset(report, 0, sizeof(*report));
	random_bytes(report->id, sizeof(report->id));
	zipaes_passphrase(report->passphrase);
	encode_hex(visit->revision->policy->hash, POLICY_HASH_SIZE,
	    report->policy);
	report->options = *options;
	report->options.table.time = visit->now;
	report->rules = visit->revision->policy;
	report->made = visit->now;
	report->principal = visit->principal.name;
	report->role = visit->principal.role == NULL ?
	    (struct text){ "", 0 } : visit->principal.role->id;
	report->purpose = visit_purpose(visit);
	report->reason = visit->reason;
	report->batch = (struct batch){
		.act = ACT_EXPORT, .entry = ENTRY_EXPORT,
		.subject = TEXT("export"), .items = options->items,
		.item_count = options->item_count, .masks = true,
		.each = take_person, .progress = options->progress,
		.progress_context = options->progress_context,
	};
}

enum status
export_permit(const struct export_options *options, struct visit *visit,
    bool *approval, struct error *error)
{
	struct batch batch = {
		.act = ACT_EXPORT, .entry = ENTRY_EXPORT,
		.subject = TEXT("export"), .items = options->items,
		.item_count = options->item_count, .masks = true,
	};
	enum status status = batch_permit(visit, &batch, error);

	*approval = status == STATUS_OK &&
	    decision_needs_approval(batch.decision);
	if (status == STATUS_OK && options->item_count == 0)
		status = error_set(error, STATUS_INVALID, "no_items",
		    "持ち出す項目がありません", "there are no items to export");
	return status;
}

enum status
export_people(struct export_report *report,
    const struct export_options *options, struct visit *visit,
    struct error *error)
{
	struct exporting x = { .report = report, .visit = visit };
	bool approval;
	enum status status = export_permit(options, visit, &approval, error);

	begin(report, options, visit);
	report->batch.context = &x;
	hash_start(&x.hash);
	if (status == STATUS_OK)
		status = make_columns(&x, error);
	if (status == STATUS_OK)
		status = write_all(&x, error);
	report->hash = hash_end(&x.hash);
	table_out_free(x.table);
	archive_free(x.archive);
	if (status == STATUS_OK)
		status = export_paper_put(report, visit, error);
	report->finished = status == STATUS_OK;
	if (status == STATUS_OK)
		return STATUS_OK;
	mem_wipe(report->passphrase, sizeof(report->passphrase));
	return status;
}
