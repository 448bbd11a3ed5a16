#include "base/mem.h"
#include "connector/import.h"
#include "vault/crowd.h"

enum {
	ROW_ARENA = 64 << 20,
	IN_FLIGHT = 1000,		/* records submitted, not yet durable */
	NOTE_EVERY = 10000,		/* records between two notes */
};

struct flight {
	uint64_t line;
	struct ticket *ticket;
};

struct importing {
	const struct import_options *options;
	struct import_result *result;
	struct table_in *table;
	struct mapping mapping;
	struct staged staged;
	struct crowd crowd;
	struct arena *arena;		/* of the record in hand */
	struct arena *notes;		/* of the staged document */
	struct text *fields;
	struct flight flight[IN_FLIGHT];
	size_t in_flight;
	struct error *error;
};

/* "/values/email" is the column that gives the e-mail address. */
static void
tell_bad(struct importing *i, uint64_t line, const struct error *error)
{
	static const char values[] = "/values/";
	struct text field = text_of(error->field), column = { "", 0 };

	if (text_starts_with(field, values))
		column = mapping_column_of(&i->mapping, text_slice(field,
		    sizeof(values) - 1, field.n));
	else if (field.n > 0 && field.p[0] != '/')
		column = field;
	i->result->failed++;
	i->options->bad(i->options->context, line, column, error);
}

static void
begin(struct importing *i, struct visit *visit, struct arena *arena)
{
	visit_begin(visit, i->options->vault, i->options->reader, arena,
	    i->options->visitor);
	visit->bulk = true;
}

/* What a record is about, and not what the machine cannot do. */
static bool
is_of_the_record(enum status status)
{
	return status == STATUS_INVALID || status == STATUS_REFUSED ||
	    status == STATUS_CONFLICT || status == STATUS_NOT_FOUND;
}

static void
tell_progress(struct importing *i, bool checking, uint64_t done)
{
	if (i->options->progress != NULL)
		i->options->progress(i->options->context, checking, done,
		    checking ? 0 : i->result->rows);
}

/* One record; its own failure is told, another one ends the import. */
static enum status
check_row(struct importing *i, uint64_t line, const struct error *bad)
{
	struct acquisition given;
	struct visit visit;
	struct error error = *bad;
	enum status status = bad->status != STATUS_OK ? bad->status :
	    mapping_acquisition(&i->mapping, i->fields, &given, i->arena,
	    &error);

	if (status == STATUS_OK) {
		begin(i, &visit, i->arena);
		status = person_could_add(&visit, &given, &error);
		visit_end(&visit);
	}
	if (status == STATUS_OK)
		return STATUS_OK;
	if (!is_of_the_record(status)) {
		*i->error = error;
		return status;
	}
	tell_bad(i, line, &error);
	return STATUS_OK;
}

static enum status
check_all(struct importing *i)
{
	bool more = true;
	uint64_t line;
	struct error bad;
	enum status status = STATUS_OK;

	while (status == STATUS_OK) {
		arena_reset(i->arena);
		status = table_in_next(i->table, i->fields, &line, &more,
		    &bad, i->arena, i->error);
		if (status != STATUS_OK || !more)
			break;
		i->result->rows++;
		status = check_row(i, line, &bad);
		tell_progress(i, true, i->result->rows);
	}
	return status == STATUS_OK ? table_in_rewind(i->table, i->error) :
	    status;
}

/* Waits for what is in flight; a conflict is the record's own. */
static enum status
land(struct importing *i)
{
	struct store *store = vault_store(i->options->vault);
	enum status worst = STATUS_OK;

	for (size_t f = 0; f < i->in_flight; f++) {
		struct error error;
		enum status status = store_wait(store, i->flight[f].ticket,
		    vault_config(i->options->vault)->deadline_ms, &error);

		if (status == STATUS_OK) {
			i->result->taken++;
		} else if (is_of_the_record(status)) {
			tell_bad(i, i->flight[f].line, &error);
		} else {
			*i->error = error;
			worst = status;
		}
	}
	i->in_flight = 0;
	return worst;
}

static enum status
note(struct importing *i, uint64_t done, enum staged_state state)
{
	struct visit visit;
	enum status status = land(i);

	if (status != STATUS_OK)
		return status;
	i->staged.done = done;
	i->staged.state = state;
	arena_reset(i->arena);
	begin(i, &visit, i->arena);
	status = staged_put(&i->staged, &visit, i->error);
	visit_end(&visit);
	return status;
}

/* Whether the record of that number was taken in before we were stopped. */
static enum status
is_there(struct importing *i, uint64_t person, bool *there)
{
	struct rows rows;
	enum status status = reader_person(i->options->reader, person, &rows,
	    i->arena, i->error);

	*there = status == STATUS_OK && rows.n > 0;
	return status;
}

static enum status
take_row(struct importing *i, uint64_t row, uint64_t line,
    const struct error *bad)
{
	struct flight *flight = &i->flight[i->in_flight];
	struct acquisition given;
	struct visit visit;
	struct error error = *bad;
	uint64_t person;
	bool there = false;
	enum status status = STATUS_OK;

	if (i->result->resumed)
		status = is_there(i, i->staged.first + row - 1, &there);
	if (status != STATUS_OK || there) {
		i->result->taken += there;
		return status;
	}
	status = bad->status != STATUS_OK ? bad->status :
	    mapping_acquisition(&i->mapping, i->fields, &given, i->arena,
	    &error);
	/* Of slots that were made ahead by others, the keys are opened. */
	if (status == STATUS_OK && crowd_ahead(&i->crowd, 1, i->error) !=
	    STATUS_OK)
		return i->error->status;
	if (status == STATUS_OK) {
		given.number = i->staged.first + row - 1;
		begin(i, &visit, i->arena);
		flight->line = line;
		status = person_add(&visit, &given, &person, &flight->ticket,
		    &error);
		visit_end(&visit);
	}
	if (status == STATUS_OK) {
		i->in_flight++;
		return i->in_flight == IN_FLIGHT ? land(i) : STATUS_OK;
	}
	if (!is_of_the_record(status)) {
		*i->error = error;
		return status;
	}
	tell_bad(i, line, &error);
	return STATUS_OK;
}

static enum status
take_all(struct importing *i)
{
	uint64_t row = 0, line;
	struct error bad;
	bool more = true;
	enum status status = STATUS_OK;

	i->result->failed = 0;
	while (status == STATUS_OK) {
		arena_reset(i->arena);
		status = table_in_next(i->table, i->fields, &line, &more,
		    &bad, i->arena, i->error);
		if (status != STATUS_OK || !more)
			break;
		row++;
		if (row > i->staged.rows)
			status = error_set(i->error, STATUS_CONFLICT,
			    "file_changed", "ファイルが途中で変わりました",
			    "the file has changed meanwhile");
		else
			status = take_row(i, row, line, &bad);
		if (status == STATUS_OK && row % NOTE_EVERY == 0)
			status = note(i, row, STAGED_HIDDEN);
		tell_progress(i, false, row);
	}
	return status == STATUS_OK ? land(i) : status;
}

/* The first records as the mapping has them; nobody is asked, nothing kept. */
static enum status
preview(struct importing *i)
{
	bool more = true;
	uint64_t line;
	struct error bad;
	enum status status = STATUS_OK;

	while (i->result->rows < i->options->preview) {
		struct acquisition given;

		arena_reset(i->arena);
		status = table_in_next(i->table, i->fields, &line, &more,
		    &bad, i->arena, i->error);
		if (status != STATUS_OK || !more)
			break;
		i->result->rows++;
		memset(&given, 0, sizeof(given));
		if (bad.status == STATUS_OK && mapping_acquisition(
		    &i->mapping, i->fields, &given, i->arena, &bad) ==
		    STATUS_OK)
			bad.status = STATUS_OK;
		i->result->failed += bad.status != STATUS_OK;
		i->options->shown(i->options->context, line, &given, &bad);
	}
	return status;
}

static enum status
bad_records(const struct importing *i)
{
	enum status status = error_set(i->error, STATUS_PARTIAL,
	    "import_partial",
	    "%llu 行に問題があるため、取り込んでいません",
	    "%llu records are bad, so nothing was taken in",
	    (unsigned long long)i->result->failed);

	error_remedy(i->error, "ファイルを直すか、--skip-bad で除いてください",
	    "mend the file, or leave them out with --skip-bad");
	return status;
}

/* Nobody of the file is seen, but most of it is there. */
static enum status
still_staged(const struct importing *i)
{
	enum status status = error_set(i->error, STATUS_PARTIAL,
	    "import_staged",
	    "%llu 行に問題があるため、まだ誰も見えるようにしていません",
	    "%llu records are bad, so nobody is visible yet",
	    (unsigned long long)i->result->failed);

	error_remedy(i->error,
	    "残りだけでよければ import accept を使ってください",
	    "import accept makes the others visible");
	return status;
}

/* A new import, or the one of the same file that was stopped. */
static enum status
find_staged(struct importing *i)
{
	uint8_t file[32];
	struct error error;
	enum status status = table_in_hash(i->table, file, i->error);

	if (status != STATUS_OK)
		return status;
	status = staged_of_file(&i->staged, i->options->vault,
	    i->options->reader, file, i->notes, &error);
	if (status == STATUS_OK && i->staged.state == STAGED_VISIBLE)
		return error_set(i->error, STATUS_CONFLICT, "import_done",
		    "このファイルはすでに取り込まれています",
		    "this file was taken in already");
	if (status == STATUS_OK && i->staged.state == STAGED_DROPPED)
		return error_set(i->error, STATUS_CONFLICT, "import_dropped",
		    "このファイルの取込みは期限が過ぎ、取り消されています。"
		    "明日もう一度お試しください",
		    "the import of this file took too long and is taken "
		    "back; try again tomorrow");
	if (status == STATUS_OK && i->staged.state == STAGED_HIDDEN) {
		i->result->resumed = true;
		i->result->rows = i->staged.rows;
		return STATUS_OK;
	}
	if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
		*i->error = error;
		return status;
	}
	status = check_all(i);
	if (status != STATUS_OK || i->options->check_only)
		return status;
	if (i->result->failed > 0 && !i->options->skip_bad)
		return bad_records(i);
	return staged_new(&i->staged, i->options->vault, file,
	    i->result->rows, i->error);
}

static struct text
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return text_of(slash == NULL ? path : slash + 1);
}

static enum status
run(struct importing *i)
{
	struct vault *vault = i->options->vault;
	enum status status = find_staged(i);

	if (status != STATUS_OK || i->options->check_only)
		return status == STATUS_OK && i->result->failed > 0 ?
		    bad_records(i) : status;
	i->staged.principal = i->options->visitor->principal;
	i->staged.name = name_of(i->options->path);
	crowd_begin(&i->crowd, vault, HOLDER_USE, i->staged.rows);
	status = note(i, i->staged.done, STAGED_HIDDEN);
	if (status == STATUS_OK)
		status = vault_rules_reload(vault, i->error);
	if (status == STATUS_OK)
		status = take_all(i);
	crowd_end(&i->crowd);
	if (status != STATUS_OK)
		return status;
	if (i->result->failed > 0 && !i->options->skip_bad) {
		status = note(i, i->staged.rows, STAGED_HIDDEN);
		return status == STATUS_OK ? still_staged(i) : status;
	}
	status = note(i, i->staged.rows, STAGED_VISIBLE);
	if (status == STATUS_OK)
		status = vault_rules_reload(vault, i->error);
	i->result->visible = status == STATUS_OK;
	return status;
}

enum status
import_file(struct import_result *result,
    const struct import_options *options, struct findings *findings,
    struct arena *arena, struct error *error)
{
	struct importing *i = mem_alloc(sizeof(*i));
	enum status status;

	memset(result, 0, sizeof(*result));
	if (i == NULL)
		return error_memory(error);
	i->options = options;
	i->result = result;
	i->error = error;
	i->notes = arena;
	i->arena = arena_new(ROW_ARENA);
	status = i->arena == NULL ? error_memory(error) :
	    table_in_open(&i->table, options->path, &options->table, error);
	if (status == STATUS_OK)
		status = mapping_read(&i->mapping, options->mapping, i->table,
		    findings, arena, error);
	if (status == STATUS_OK) {
		i->fields = arena_array(arena, table_in_columns(i->table),
		    sizeof(*i->fields));
		status = i->fields == NULL ? error_memory(error) :
		    options->preview > 0 ? preview(i) : run(i);
	}
	table_in_close(i->table);
	arena_free(i->arena);
	mem_free(i);
	return status;
}

enum status
import_accept(struct staged *staged, struct vault *vault,
    struct reader *reader, const struct visitor *visitor,
    struct arena *arena, struct error *error)
{
	struct visit visit;
	enum status status;

	if (staged->state != STAGED_HIDDEN)
		return error_set(error, STATUS_CONFLICT, "import_done",
		    "この取込みは終わっています", "this import is over");
	staged->state = STAGED_VISIBLE;
	visit_begin(&visit, vault, reader, arena, visitor);
	status = staged_put(staged, &visit, error);
	visit_end(&visit);
	return status == STATUS_OK ? vault_rules_reload(vault, error) :
	    status;
}
