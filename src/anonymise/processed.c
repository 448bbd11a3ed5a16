#include "anonymise/continuing.h"
#include "anonymise/people.h"
#include "anonymise/processed_parts.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/mem.h"
#include "crypto/random.h"
#include "vault/keys.h"

enum { PLAN_BYTES = 1 << 22 };

#define EVALUATED_EVERY_MS (INT64_C(365) * DAY_SECONDS * 1000)

/* One making. */
struct making {
	struct visit *visit;
	const struct processed_order *order;
	struct processed_made *made;
	const struct decision *decision;
	const struct node *declaration;
	const struct plan *plan;	/* as it was written */
	struct plan run;		/* as it is run */
	struct text plan_text;
	struct text files;		/* that the plan names, to be kept */
	struct batch batch;
	unsigned int items[BATCH_ITEMS_MAX];
	struct text names[BATCH_ITEMS_MAX];
	struct file_stream *file;
	struct document document;
	struct document begun;		/* its paper while it is made */
	uint64_t slots[PROCESSED_SLOTS];
	struct hash hash;
	uint64_t bytes;
	uint64_t parts;
};

static enum status
refuse(struct making *m, const char *code, const char *article,
    struct words words, struct words remedy, struct error *error)
{
	struct entry entry = processed_parts_entry(m->visit, ENTRY_ANONYMISE,
	    m->decision, (struct text){ "", 0 }, "make");
	char clause[48];
	enum status status;

	(void)snprintf(clause, sizeof(clause), "%.*s",
	    TEXT_ARGS(policy_clause(m->declaration)));
	entry.clause = text_of(clause);
	entry.refusal = text_of(code);
	status = visit_log(m->visit, &entry, error);
	if (status != STATUS_OK)
		return status;
	status = error_say(error, STATUS_REFUSED, code, words);
	error_clause(error, clause, article);
	error_remedy_say(error, remedy);
	return status;
}

static enum status
find_declaration(struct making *m, struct error *error)
{
	const struct processed_order *order = m->order;
	bool anonymised = order->kind == LAWFUL_ANONYMISED;
	const char *article = anonymised ? "43(3)" : "41(4)";

	if (order->kind == LAWFUL_INTERNAL)
		return STATUS_OK;
	m->declaration = lawful_declaration(m->visit->revision->policy,
	    order->kind, order->declaration);
	if (m->declaration == NULL)
		return refuse(m, "processing_undeclared", article,
		    (struct words){ "ポリシーに宣言のない加工です",
		    "the policy declares no such processing" },
		    (struct words){ "ポリシーの anonymised か pseudonymised に"
		    "宣言し、告知してください",
		    "declare it in the policy's anonymised or pseudonymised "
		    "section and announce it" }, error);
	if (!node_lists(node_get(m->declaration, "purposes"),
	    m->visit->purpose))
		return refuse(m, "processing_not_for_purpose", article,
		    (struct words){ "この加工の利用目的ではありません",
		    "the processing is not declared for this purpose" },
		    (struct words){ "宣言の purposes にある目的で行ってください",
		    "act for a purpose that the declaration names" }, error);
	return STATUS_OK;
}

/* The law's no is an entry too. */
static enum status
refuse_unlawful(struct making *m, struct error *error)
{
	struct entry entry = processed_parts_entry(m->visit, ENTRY_ANONYMISE,
	    m->decision, (struct text){ "", 0 }, "make");
	struct error late;
	enum status status;

	entry.refusal = text_of(error->code);
	status = visit_log(m->visit, &entry, &late);
	if (status != STATUS_OK)
		*error = late;
	return status != STATUS_OK ? status : error->status;
}

static enum status
read_plan(struct making *m, struct error *error)
{
	struct arena *arena = m->visit->arena;
	const struct processed_order *order = m->order;
	struct findings unlawful;
	enum status status = STATUS_OK;

	m->plan_text = order->plan_text;
	if (order->plan == NULL)
		status = plan_from_node(&m->plan, order->plan_node,
		    order->place, order->findings, arena, error);
	else
		status = file_read_text(&m->plan_text, order->plan,
		    PLAN_BYTES, arena, error);
	if (status == STATUS_OK && order->plan != NULL)
		status = plan_load(&m->plan, order->plan, order->findings,
		    arena, error);
	if (status != STATUS_OK)
		return status;
	findings_init(&unlawful, arena, order->plan);
	status = lawful_check(m->order->kind, m->visit->revision->policy,
	    m->declaration, m->plan, &unlawful, error);
	if (status == STATUS_REFUSED) {
		*m->order->findings = unlawful;
		return refuse_unlawful(m, error);
	}
	if (status == STATUS_OK && continuing_is(m->declaration))
		status = continuing_files(&m->files, m->plan, arena, error);
	return status;
}

/* What is read, and the plan with a column for pseudonyms. */
static enum status
prepare(struct making *m, struct error *error)
{
	bool pseudonyms = m->order->kind == LAWFUL_PSEUDONYMISED;
	const struct policy *policy = m->visit->revision->policy;
	struct plan_column *columns = arena_array(m->visit->arena,
	    m->plan->column_count + 1, sizeof(*columns));

	if (columns == NULL)
		return error_memory(error);
	m->run = *m->plan;
	m->run.deleted_unread = true;
	m->run.undeclared = UNDECLARED_REFUSE;
	memcpy(columns, m->plan->columns,
	    m->plan->column_count * sizeof(*columns));
	m->run.columns = columns;
	if (pseudonyms) {
		struct plan_column *column = &columns[m->run.column_count++];

		memset(column, 0, sizeof(*column));
		column->name = TEXT(PEOPLE_PSEUDONYM);
		column->role = ROLE_KEEP;
		column->max_level = UINT32_MAX;
	}
	for (size_t i = 0; i < m->plan->column_count; i++) {
		if (columns[i].role == ROLE_DELETE)
			continue;
		if (m->batch.item_count == BATCH_ITEMS_MAX)
			return error_set(error, STATUS_INVALID,
			    "too_many_items", "項目が多すぎます",
			    "there are too many items");
		m->items[m->batch.item_count] = policy_item(policy,
		    columns[i].name)->number;
		m->names[m->batch.item_count++] = columns[i].name;
	}
	m->batch.act = ACT_ANONYMISE;
	m->batch.entry = ENTRY_ANONYMISE;
	m->batch.items = m->items;
	return STATUS_OK;
}

static void
tell_read(void *context, uint64_t done, uint64_t total)
{
	const struct progress *progress = context;

	progress->tell(progress->context, "read", done, total);
}

/* Reads people, runs the engine, looks at what came out. */
static enum status
run(struct making *m, struct error *error)
{
	struct progress progress = m->order->progress;
	struct anonymise_options options = {
		.keep = &m->file, .detail = &m->made->detail,
		.threads = m->order->threads, .dice = dice_system(),
		.progress = progress,
	};
	struct table *rows = NULL;
	enum status status;

	m->batch.ends = m->order->ends;
	m->batch.ends_context = m->order->ends_context;
	if (progress.tell != NULL) {
		m->batch.progress = tell_read;
		m->batch.progress_context = &progress;
	}
	status = people_rows(&rows, m->visit, &m->batch, m->names,
	    m->order->kind == LAWFUL_PSEUDONYMISED, error);
	m->made->people = m->batch.read;
	m->made->left_out = m->batch.left_out;
	if (status != STATUS_OK)
		return status;
	status = anonymise_run(m->made->report, &m->run, rows, &options,
	    m->visit->arena, error);
	/* What was read is wiped before anything is written anywhere. */
	rows->ops->release(rows);
	if (status == STATUS_OK)
		status = lawful_output(m->order->kind, m->plan,
		    file_stream_name(m->file), error);
	return status == STATUS_REFUSED ? refuse_unlawful(m, error) : status;
}

static void
put_slots(const struct making *m, struct jsonw *json)
{
	jsonw_key(json, "slots");
	jsonw_open_array(json);
	for (size_t i = 0; i < PROCESSED_SLOTS; i++)
		jsonw_int(json, (int64_t)m->slots[i]);
	jsonw_close_array(json);
}

/* A paper that says what to take away if this comes to no end. */
static enum status
begin(struct making *m, struct error *error)
{
	struct entry entry = processed_parts_entry(m->visit, ENTRY_ANONYMISE,
	    m->decision, text_of(m->made->id), "making");
	struct jsonw json;
	struct buf body;
	enum status status = keys_take(vault_keys(m->visit->vault),
	    PROCESSED_SLOTS, false, m->slots, error);

	if (status != STATUS_OK)
		return status;
	buf_init(&body, m->visit->arena, PROCESSED_PAPER);
	json = jsonw_new(&body, false);
	jsonw_open_object(&json);
	jsonw_member_string(&json, "kind", lawful_kind_names[m->order->kind]);
	put_slots(m, &json);
	jsonw_member_string(&json, "state", "making");
	jsonw_member_instant(&json, "until", PROCESSED_MAKING_MS +
	    clock_now(vault_clock(m->visit->vault)));
	jsonw_close_object(&json);
	status = buf_status(&body, error);
	m->document.body = buf_bytes(&body);
	m->document.due = PROCESSED_UNFINISHED;
	if (status == STATUS_OK)
		status = processed_parts_commit(m->visit, &m->document, 1,
		    &entry, error);
	m->begun = m->document;
	return status;
}

/* What cannot be taken away now is, when the store is next opened. */
static void
abandon(struct making *m)
{
	struct processed processed;
	struct error ignored;

	if (m->begun.version > 0 && processed_parts_read(&processed,
	    &m->begun, m->visit->arena, &ignored) == STATUS_OK &&
	    processed_parts_abandon(m->visit, &processed,
	    &ignored) != STATUS_OK)
		return;
}

/* One piece of the file, sealed, with its entry. */
static enum status
keep_part(struct making *m, uint8_t *room, size_t n, struct error *error)
{
	struct arena *arena = arena_new(2 * (size_t)PROCESSED_PART);
	struct entry entry = processed_parts_entry(m->visit, ENTRY_ANONYMISE,
	    m->decision, text_of(m->made->id), "part");
	char name[PROCESSED_PART_NAME];
	struct document part;
	enum status status;

	if (arena == NULL)
		return error_memory(error);
	status = processed_seal_put(&part, m->visit, DOCUMENT_PART,
	    processed_seal_part(name, m->made->id, m->parts), m->slots[1],
	    (struct bytes){ room, n }, arena, error);
	if (status == STATUS_OK)
		status = processed_parts_commit(m->visit, &part, 1, &entry,
		    error);
	arena_free(arena);
	m->parts++;
	m->bytes += n;
	return status;
}

static enum status
keep_file(struct making *m, struct error *error)
{
	uint8_t *room = mem_alloc(PROCESSED_PART);
	struct hash_state state;
	size_t n = PROCESSED_PART;
	enum status status = room == NULL ? error_memory(error) : STATUS_OK;

	hash_start(&state);
	while (status == STATUS_OK && n == PROCESSED_PART) {
		status = file_stream_read(m->file, m->bytes, room, &n,
		    error);
		if (status != STATUS_OK || n == 0)
			break;
		hash_add(&state, room, n);
		status = keep_part(m, room, n, error);
	}
	m->hash = hash_end(&state);
	if (room != NULL)
		mem_wipe(room, PROCESSED_PART);
	mem_free(room);
	return status;
}

/* How it was made, sealed under a slot of its own, in a document. */
static enum status
seal_method(struct making *m, struct document *method, struct error *error)
{
	struct jsonw json;
	struct buf body;
	enum status status;

	buf_init(&body, m->visit->arena, PROCESSED_PAPER);
	json = jsonw_new(&body, false);
	jsonw_open_object(&json);
	jsonw_member_text(&json, "plan", m->plan_text);
	if (m->files.n > 0) {
		jsonw_key(&json, "files");
		jsonw_raw(&json, m->files);
	}
	jsonw_key(&json, "report");
	anonymise_report_json(&json, m->made->report);
	detail_json(&json, m->made->detail);
	jsonw_close_object(&json);
	status = buf_status(&body, error);
	if (status == STATUS_OK)
		status = processed_seal_put(method, m->visit, DOCUMENT_METHOD,
		    text_of(m->made->id), m->slots[0], buf_bytes(&body),
		    m->visit->arena, error);
	mem_wipe(body.p, body.n);
	return status;
}

/* The label of a column as it is published. */
static const struct node *
label_of(const struct making *m, struct text name)
{
	const struct node *items = node_get(m->declaration, "items");
	const struct policy_item *item = policy_item(
	    m->visit->revision->policy, name);

	for (size_t i = 0; i < node_count(items); i++)
		if (text_equal(node_text(node_at(items, i), "item"), name))
			return node_get(node_at(items, i), "label");
	return item == NULL ? NULL : node_get(item->node, "label");
}

static void
put_columns(const struct making *m, struct jsonw *json)
{
	jsonw_key(json, "columns");
	jsonw_open_array(json);
	for (size_t i = 0; i < m->batch.item_count; i++) {
		jsonw_open_object(json);
		jsonw_member_text(json, "name", m->names[i]);
		processed_parts_label(json, "label",
		    label_of(m, m->names[i]));
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static void
put_steps(const struct making *m, struct jsonw *json)
{
	jsonw_key(json, "steps");
	jsonw_open_array(json);
	for (size_t i = 0; i < m->made->step_count; i++) {
		const struct lawful_step *step = &m->made->steps[i];

		jsonw_open_object(json);
		jsonw_member_string(json, "rule", step->rule);
		jsonw_key(json, "what");
		jsonw_open_object(json);
		jsonw_member_string(json, "ja", step->what.ja);
		jsonw_member_string(json, "en", step->what.en);
		jsonw_close_object(json);
		jsonw_key(json, "evidence");
		jsonw_open_object(json);
		jsonw_member_string(json, "ja", step->evidence[LANGUAGE_JA]);
		jsonw_member_string(json, "en", step->evidence[LANGUAGE_EN]);
		jsonw_close_object(json);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
}

static enum status
write_paper(struct making *m, struct error *error)
{
	const struct visit *visit = m->visit;
	struct jsonw json;
	struct buf body;

	buf_init(&body, visit->arena, PROCESSED_PAPER);
	json = jsonw_new(&body, false);
	jsonw_open_object(&json);
	jsonw_member_string(&json, "kind", lawful_kind_names[m->order->kind]);
	jsonw_member_text(&json, "declaration", m->order->declaration);
	jsonw_member_text(&json, "purpose", visit->purpose);
	jsonw_member_int(&json, "revision", visit->revision->number);
	jsonw_member_instant(&json, "made_at", visit->now);
	jsonw_member_text(&json, "made_by", visit->principal.name);
	jsonw_member_text(&json, "role", visit->principal.role->id);
	jsonw_member_int(&json, "rows",
	    (int64_t)m->made->report->rows_written);
	jsonw_member_int(&json, "people", (int64_t)m->made->people);
	jsonw_member_int(&json, "left_out", (int64_t)m->made->left_out);
	put_columns(m, &json);
	put_steps(m, &json);
	jsonw_member_hex(&json, "sha256", m->hash.bytes, HASH_SIZE);
	jsonw_member_int(&json, "bytes", (int64_t)m->bytes);
	jsonw_member_int(&json, "parts", (int64_t)m->parts);
	put_slots(m, &json);
	jsonw_member_instant(&json, "destroyed_at",
	    clock_now(vault_clock(visit->vault)));
	jsonw_member_bool(&json, "approval_needed",
	    m->made->needs_approval);
	if (m->files.n > 0)
		jsonw_member_bool(&json, "repeats", true);
	jsonw_close_object(&json);
	m->document.body = buf_bytes(&body);
	m->document.due = visit->now + EVALUATED_EVERY_MS;
	return buf_status(&body, error);
}

/*
 * Paper and method in one change; its entry says what file it is.  A second
 * entry says that nothing is left of numbers and tables (GA 3-2-3-1).
 */
static enum status
file_away(struct making *m, struct error *error)
{
	struct document documents[2];
	struct entry entry, destroyed;
	enum status status = write_paper(m, error);

	if (status == STATUS_OK)
		status = seal_method(m, &documents[1], error);
	if (status != STATUS_OK)
		return status;
	documents[0] = m->document;
	entry = processed_parts_entry(m->visit, ENTRY_ANONYMISE, m->decision,
	    text_of(m->made->id), "made");
	entry.count = m->made->report->rows_written;
	entry.has_commitment = true;
	memcpy(entry.commitment, m->hash.bytes, sizeof(entry.commitment));
	for (size_t i = 0; i < m->batch.item_count; i++)
		bits_add(&entry.items, m->items[i]);
	status = processed_parts_commit(m->visit, documents, 2, &entry,
	    error);
	if (status != STATUS_OK)
		return status;
	m->begun.version = 0;
	destroyed = processed_parts_entry(m->visit, ENTRY_ANONYMISE,
	    m->decision, text_of(m->made->id), "secrets_destroyed");
	return visit_log(m->visit, &destroyed, error);
}

enum status
processed_make(struct visit *visit, const struct processed_order *order,
    struct processed_made *made, struct error *error)
{
	struct making m = { .visit = visit, .order = order, .made = made };
	enum status status;

	memset(made, 0, sizeof(*made));
	made->report = arena_alloc(visit->arena, sizeof(*made->report));
	if (made->report == NULL)
		return error_memory(error);
	m.document.kind = DOCUMENT_DATASET;
	random_bytes(m.document.id, sizeof(m.document.id));
	memcpy(made->id, "ano_", 4);
	encode_base32_id(m.document.id, made->id + 4);
	m.batch.subject = text_of(made->id);
	status = processed_parts_permit(visit, ACT_ANONYMISE,
	    text_of(made->id), &m.decision, error);
	if (status == STATUS_OK)
		status = find_declaration(&m, error);
	if (status == STATUS_OK)
		status = read_plan(&m, error);
	if (status == STATUS_OK)
		status = prepare(&m, error);
	if (status == STATUS_OK)
		status = run(&m, error);
	if (status == STATUS_OK) {
		made->needs_approval = decision_needs_approval(m.decision);
		made->step_count = lawful_steps(made->steps, order->kind,
		    visit->revision->policy, m.plan, made->report);
		status = begin(&m, error);
	}
	if (status == STATUS_OK)
		status = keep_file(&m, error);
	if (status == STATUS_OK)
		status = file_away(&m, error);
	file_stream_free(m.file);
	if (status != STATUS_OK) {
		abandon(&m);
		processed_made_free(made);
	}
	return status;
}

void
processed_made_free(struct processed_made *made)
{
	detail_free(made->detail);
	made->detail = NULL;
}

void
processed_made_json(struct jsonw *json, const struct processed_made *made)
{
	jsonw_open_object(json);
	jsonw_member_string(json, "id", made->id);
	jsonw_member_bool(json, "needs_approval", made->needs_approval);
	jsonw_member_int(json, "people", (int64_t)made->people);
	jsonw_member_int(json, "left_out", (int64_t)made->left_out);
	jsonw_key(json, "steps");
	jsonw_open_array(json);
	for (size_t i = 0; i < made->step_count; i++) {
		jsonw_open_object(json);
		jsonw_member_string(json, "rule", made->steps[i].rule);
		jsonw_member_string(json, "ja",
		    made->steps[i].evidence[LANGUAGE_JA]);
		jsonw_member_string(json, "en",
		    made->steps[i].evidence[LANGUAGE_EN]);
		jsonw_close_object(json);
	}
	jsonw_close_array(json);
	jsonw_key(json, "report");
	anonymise_report_json(json, made->report);
	jsonw_close_object(json);
}
