/*
 * Many people at once, a line each (NDJSON): every line is an act of its own
 * with a result of its own.
 *
 * With an Idempotency-Key the people's numbers are reserved first, and the
 * key's document says which: the same batch again, even one that was cut off
 * in the middle, adds who is missing and answers for all (idempotency.c).
 */
#include "api/routes.h"
#include "base/json.h"
#include "vault/person_given.h"

enum { LINES_MAX = 1000, LINE_ARENA = 16 << 20 };

struct line {
	uint64_t number;	/* of the body, from 1 */
	struct text text;
	uint64_t person;	/* 0: refused */
	struct ticket *ticket;	/* not yet durable */
	enum refusal observed;
	struct error error;
};

struct bulk {
	struct api_call *call;
	struct line *lines;
	size_t n;
	uint64_t first;		/* the first line's person; 0: any */
	bool again;		/* who was added before is there */
	struct arena *arena;	/* of the line in hand */
	uint64_t added, failed;
};

static enum status
cut(struct bulk *b, struct error *error)
{
	struct bytes body = b->call->x->request.body;
	struct text rest;
	uint64_t number = 0;

	b->lines = arena_array(b->call->arena, LINES_MAX, sizeof(*b->lines));
	if (b->lines == NULL)
		return error_memory(error);
	if (!text_from_bytes(&rest, body))
		return call_problem(error, STATUS_INVALID, "not_utf8",
		    (struct words){ "UTF-8 ではありません", "not UTF-8" });
	while (rest.n > 0) {
		struct text line = text_trim(text_cut(&rest, '\n'));

		number++;
		if (line.n == 0)
			continue;
		if (b->n == LINES_MAX)
			return error_set(error, STATUS_INVALID,
			    "too_many_lines", "一度に %d 行までです",
			    "at most %d lines at once", LINES_MAX);
		b->lines[b->n].number = number;
		b->lines[b->n++].text = line;
	}
	return b->n > 0 ? STATUS_OK : call_problem(error, STATUS_INVALID,
	    "no_lines", (struct words){ "行がありません",
	    "there are no lines" });
}

static enum status
parse(struct bulk *b, struct text text, struct acquisition *given,
    struct error *error)
{
	static const char *const no_spaces[] = { "" };
	const struct shape_language language = {
		.root = &person_given_shape, .spaces = no_spaces,
		.space_count = 1,
	};
	struct vault *vault = b->call->api->vault;
	const struct node *node;
	struct findings findings;
	enum status status = json_parse(&node, bytes_of(text), b->arena,
	    error);

	findings_init(&findings, b->arena, NULL);
	if (status == STATUS_OK)
		status = shape_check(node, &language, &findings, error);
	if (status == STATUS_OK)
		status = findings_status(&findings, error);
	if (status == STATUS_OK)
		status = person_given(given, node, vault, b->arena, error);
	if (status == STATUS_OK && given->person != 0) {
		status = call_problem(error, STATUS_INVALID,
		    "new_people_only", (struct words){
		    "ここでは新しい本人だけを受け入れます",
		    "only new people are taken in here" });
		error_at(error, "/person");
	}
	return status;
}

/* Whether the line's person was taken in when it was asked before. */
static enum status
is_there(struct bulk *b, uint64_t person, bool *there, struct error *error)
{
	struct rows rows;
	enum status status = reader_person(b->call->seat->reader, person,
	    &rows, b->arena, error);

	*there = status == STATUS_OK && rows.n > 0;
	return status;
}

static enum status
submit(struct bulk *b, size_t i, struct error *error)
{
	struct api_call *call = b->call;
	struct line *line = &b->lines[i];
	struct acquisition given;
	struct visit visit;
	enum status status = parse(b, line->text, &given, error);

	if (status != STATUS_OK)
		return status;
	if (b->first != 0)
		given.number = b->first + i;
	visit_begin(&visit, call->api->vault, call->seat->reader, b->arena,
	    &(struct visitor){ .principal = call->pass.name,
	    .role = call->role, .purpose = call->purpose,
	    .reason = call->reason, .limits = call->visit.limits });
	visit.bulk = b->n > 16;
	status = person_add(&visit, &given, &line->person, &line->ticket,
	    error);
	line->observed = visit.observed;
	visit_end(&visit);
	return status;
}

static void
fail(struct line *line, const struct error *error)
{
	line->person = 0;
	line->ticket = NULL;
	line->error = *error;
}

static void
add_line(struct bulk *b, size_t i)
{
	struct line *line = &b->lines[i];
	struct error error;
	bool there = false;
	enum status status = STATUS_OK;

	arena_reset(b->arena);
	if (b->again)
		status = is_there(b, b->first + i, &there, &error);
	if (status == STATUS_OK && there) {
		line->person = b->first + i;
		return;
	}
	if (status == STATUS_OK)
		status = submit(b, i, &error);
	if (status != STATUS_OK)
		fail(line, &error);
}

/*
 * Waits for a line.  Of two that came with one key at once, one finds the
 * number taken: it was taken by the same line.
 */
static void
land(struct bulk *b, size_t i)
{
	struct vault *vault = b->call->api->vault;
	struct line *line = &b->lines[i];
	struct error error, ignored;
	bool there;
	enum status status;

	if (line->ticket == NULL)
		return;
	status = store_wait(vault_store(vault), line->ticket,
	    vault_config(vault)->deadline_ms, &error);
	arena_reset(b->arena);
	if (status == STATUS_CONFLICT && b->first != 0 && is_there(b,
	    b->first + i, &there, &ignored) == STATUS_OK && there)
		status = STATUS_OK;
	if (status != STATUS_OK)
		fail(line, &error);
}

static void
write_line(struct bulk *b, struct buf *out, const struct line *line)
{
	struct jsonw json = jsonw_new(out, false);
	char id[ID_TEXT_SIZE];
	struct error ignored;

	jsonw_open_object(&json);
	jsonw_member_int(&json, "line", (int64_t)line->number);
	if (line->person == 0) {
		b->failed++;
		jsonw_key(&json, "error");
		jsonw_error(&json, &line->error);
	} else if (id_format(id, ID_PERSON, line->person, vault_id_key(
	    b->call->api->vault), &ignored) == STATUS_OK) {
		b->added++;
		jsonw_member_string(&json, "person", id);
	} else {
		buf_no_memory(out);
	}
	if (line->person != 0 && line->observed != REFUSAL_NONE)
		jsonw_member_string(&json, "observed",
		    refusal_table[line->observed].code);
	jsonw_close_object(&json);
	buf_byte(out, '\n');
}

/* Whether what stopped a line would stop any: then there is one answer. */
static const struct error *
trouble(const struct bulk *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct line *line = &b->lines[i];

		if (line->person == 0 && (line->error.status ==
		    STATUS_FAILURE || line->error.status == STATUS_BUSY ||
		    line->error.status == STATUS_INTEGRITY))
			return &line->error;
	}
	return NULL;
}

static enum status
answer(struct bulk *b, struct error *error)
{
	const struct error *why = trouble(b);
	struct buf out;
	enum status status;

	if (why != NULL) {
		*error = *why;
		return why->status;
	}
	buf_init(&out, b->call->arena, CALL_ANSWER_MAX);
	for (size_t i = 0; i < b->n; i++)
		write_line(b, &out, &b->lines[i]);
	status = buf_status(&out, error);
	if (status != STATUS_OK)
		return status;
	call_body(b->call, buf_bytes(&out));
	call_header_number(b->call, "Bulk-Added", b->added);
	call_header_number(b->call, "Bulk-Failed", b->failed);
	return STATUS_OK;
}

enum status
api_people_bulk(struct api_call *call, struct error *error)
{
	struct bulk b = { .call = call };
	enum status status = cut(&b, error);

	if (status == STATUS_OK)
		status = call_keyed_batch(call, b.n, &b.first, &b.again,
		    error);
	if (status != STATUS_OK)
		return status;
	b.arena = arena_new(LINE_ARENA);
	if (b.arena == NULL)
		return error_memory(error);
	for (size_t i = 0; i < b.n; i++)
		add_line(&b, i);
	for (size_t i = 0; i < b.n; i++)
		land(&b, i);
	arena_free(b.arena);
	return answer(&b, error);
}
