#include <errno.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/shape.h"
#include "cli/lines.h"

enum {
	LINE_LIMIT = 4 << 20,		/* bytes of one line */
	LINE_ARENA = 64 << 20,
	IN_FLIGHT = 1000,		/* lines submitted, not yet durable */
};

static const struct shape value = { .kind = SHAPE_SCALAR };
static const struct shape values = { .kind = SHAPE_DICT, .element = &value };
static const struct shape word = { .kind = SHAPE_ID };
static const struct shape words = {
	.kind = SHAPE_LIST, .element = &word, .max = 100
};
static const struct shape flag = { .kind = SHAPE_BOOL };
static const struct shape line_text = { .kind = SHAPE_TEXT, .max = 200 };
static const struct shape_field line_fields[] = {
	{ "way", &word, false, { "取得方法", "way" } },
	{ "subject", &word, false, { "本人の種類", "kind of person" } },
	{ "service", &word, false, { "サービス", "service" } },
	{ "shown", &flag, false, { "明示した", "it was shown" } },
	{ "values", &values, true, { "値", "values" } },
	{ "consents", &words, false, { "同意", "consents" } },
	{ "person", &line_text, false, { "既存の本人", "who is there" } },
	{ "acquired", &line_text, false, { "取得日時", "acquired at" } },
	{ "ground", &word, false, { "根拠", "ground" } },
	{ "origin", &line_text, false, { "出所", "origin" } },
	{ "guardian", &line_text, false, { "法定代理人", "guardian" } },
	{ "client", &word, false, { "受託元", "client" } },
	{ "introducer", &line_text, false, { "紹介者", "introduced by" } },
	{ NULL, NULL, false, { NULL, NULL } }
};
static const struct shape line_shape = {
	.kind = SHAPE_OBJECT, .fields = line_fields
};
static const char *const no_spaces[] = { "" };
static const struct shape_language language = {
	.root = &line_shape, .spaces = no_spaces, .space_count = 1,
	.id = "https://sekisho.example/schema/person-1.json",
	.title = { "受け入れる本人", "A person to take in" },
};

/* A scalar as text: numbers and true and false as they are written. */
static struct text
scalar_text(const struct node *node, struct arena *arena)
{
	struct buf out;

	if (node->kind == NODE_TEXT || node->kind == NODE_REAL)
		return node->text;
	if (node->kind == NODE_BOOL)
		return node->number ? TEXT("true") : TEXT("false");
	if (node->kind != NODE_INT)
		return (struct text){ "", 0 };
	buf_init(&out, arena, 32);
	buf_printf(&out, "%lld", (long long)node->number);
	return buf_as_text(&out);
}

static enum status
take_values(struct acquisition *out, const struct node *list,
    struct arena *arena, struct error *error)
{
	struct given_value *given = arena_array(arena, list->count,
	    sizeof(*given));

	if (given == NULL)
		return error_memory(error);
	for (size_t i = 0; i < list->count; i++) {
		const struct node *node = node_at(list, i);

		given[out->value_count++] = (struct given_value){
			list->members[i].key, scalar_text(node, arena)
		};
	}
	out->values = given;
	return STATUS_OK;
}

static enum status
take_ids(struct acquisition *out, const struct node *node,
    const struct session *session, struct error *error)
{
	const struct {
		const char *key;
		uint64_t *number;
	} people[] = {
		{ "person", &out->person }, { "introducer", &out->introducer }
	};
	struct text acquired = node_text(node, "acquired");
	enum status status;

	for (size_t i = 0; i < LENGTH(people); i++) {
		struct text id = node_text(node, people[i].key);

		if (id.n == 0)
			continue;
		status = id_parse(people[i].number, ID_PERSON, id,
		    vault_id_key(session->vault), error);
		if (status != STATUS_OK) {
			error_at(error, "/%s", people[i].key);
			return status;
		}
	}
	if (acquired.n > 0 && !clock_parse(acquired, &out->acquired)) {
		status = error_set(error, STATUS_INVALID, "bad_time",
		    "日時 (RFC 3339) ではありません",
		    "not a time (RFC 3339)");
		error_at(error, "/acquired");
		return status;
	}
	return STATUS_OK;
}

enum status
lines_acquisition(struct acquisition *out, const struct node *node,
    const struct session *session, struct arena *arena, struct error *error)
{
	const struct node *consents = node_get(node, "consents");
	struct findings findings;
	struct text *ids;
	enum status status;

	memset(out, 0, sizeof(*out));
	findings_init(&findings, arena, NULL);
	status = shape_check(node, &language, &findings, error);
	if (status == STATUS_OK)
		status = findings_status(&findings, error);
	if (status == STATUS_OK)
		status = take_values(out, node_get(node, "values"), arena,
		    error);
	if (status != STATUS_OK || session == NULL)
		return status;
	ids = arena_array(arena, node_count(consents), sizeof(*ids));
	if (ids == NULL)
		return error_memory(error);
	for (size_t i = 0; i < node_count(consents); i++)
		ids[out->consent_count++] = node_at(consents, i)->text;
	out->consents = ids;
	out->way = node_text(node, "way");
	out->subject = node_text(node, "subject");
	out->service = node_text(node, "service");
	out->shown = node_bool(node, "shown", false);
	out->ground = node_text(node, "ground");
	out->origin = node_text(node, "origin");
	out->guardian = node_text(node, "guardian");
	out->client = node_text(node, "client");
	return take_ids(out, node, session, error);
}

/* A line that was submitted and waits to be durable. */
struct flight {
	uint64_t line;
	uint64_t person;
	struct ticket *ticket;
};

struct adding {
	struct session *session;
	FILE *in;
	struct arena *arena;		/* of the line in hand */
	struct flight flight[IN_FLIGHT];
	size_t in_flight;
	uint64_t line, added, failed;
	struct error first;		/* the first line's that failed */
};

static void
put_result(struct adding *a, uint64_t line, uint64_t person,
    const struct error *error)
{
	struct cli *cli = a->session->cli;
	char id[ID_TEXT_SIZE];
	struct error ignored;
	struct jsonw json;
	struct buf out;

	a->added += error == NULL;
	if (error != NULL && a->failed++ == 0)
		a->first = *error;
	buf_init(&out, a->arena, 65536);
	json = jsonw_new(&out, false);
	jsonw_open_object(&json);
	jsonw_member_int(&json, "line", (int64_t)line);
	if (error != NULL) {
		jsonw_key(&json, "error");
		jsonw_error(&json, error);
	} else if (id_format(id, ID_PERSON, person,
	    vault_id_key(a->session->vault), &ignored) == STATUS_OK) {
		jsonw_member_string(&json, "person", id);
	}
	jsonw_close_object(&json);
	buf_byte(&out, '\n');
	(void)fwrite(out.p, 1, out.n, cli->out);
}

/* Waits for everything that is in flight, in the order of the lines. */
static void
land(struct adding *a)
{
	struct store *store = vault_store(a->session->vault);

	for (size_t i = 0; i < a->in_flight; i++) {
		struct flight *f = &a->flight[i];
		struct error error;
		enum status status = store_wait(store, f->ticket,
		    a->session->config.deadline_ms, &error);

		arena_reset(a->arena);
		put_result(a, f->line, f->person,
		    status == STATUS_OK ? NULL : &error);
	}
	a->in_flight = 0;
}

static enum status
submit(struct adding *a, struct bytes line, struct flight *flight,
    struct error *error)
{
	struct session *session = a->session;
	struct acquisition given;
	const struct node *node;
	struct visit visit;
	enum status status = json_parse(&node, line, a->arena, error);

	if (status == STATUS_OK)
		status = lines_acquisition(&given, node, session, a->arena,
		    error);
	if (status != STATUS_OK)
		return status;
	visit_begin(&visit, session->vault, session->reader, a->arena,
	    &session->visitor);
	visit.bulk = a->line > 16;
	status = person_add(&visit, &given, &flight->person, &flight->ticket,
	    error);
	visit_end(&visit);
	return status;
}

static enum status
too_long(struct error *error)
{
	return error_set(error, STATUS_INVALID, "line_too_long",
	    "1行が長すぎます (%d MiB まで)",
	    "the line is too long (%d MiB at most)", LINE_LIMIT >> 20);
}

static void
add_line(struct adding *a, const char *line, size_t n)
{
	struct flight *flight = &a->flight[a->in_flight];
	struct error error;

	arena_reset(a->arena);
	flight->line = a->line;
	if ((n > LINE_LIMIT ? too_long(&error) : submit(a,
	    (struct bytes){ (const uint8_t *)line, n }, flight,
	    &error)) == STATUS_OK) {
		a->in_flight++;
	} else {
		land(a);
		put_result(a, a->line, 0, &error);
	}
	if (a->in_flight == IN_FLIGHT)
		land(a);
}

static bool
is_blank(const char *line, size_t n)
{
	return text_trim((struct text){ line, n }).n == 0;
}

static enum status
add_all(struct adding *a, struct error *error)
{
	struct cli *cli = a->session->cli;
	char *line = NULL;
	size_t capacity = 0;
	ssize_t n;
	int failure;

	errno = 0;
	while ((n = getline(&line, &capacity, a->in)) >= 0) {
		a->line++;
		if (is_blank(line, (size_t)n))
			continue;
		add_line(a, line, (size_t)n);
		cli_progress(cli, cli_say(cli, "受け入れ", "taken in"),
		    a->added, 0);
	}
	/* It ends with the input, or because it can not go on. */
	failure = feof(a->in) && !ferror(a->in) ? 0 : errno;
	land(a);
	cli_progress_end(cli);
	/* Without memory, getline() names a capacity all the same. */
	if (line != NULL)
		mem_wipe(line, capacity);
	mem_free(line);
	if (failure != 0)
		return error_system(error, "read", failure);
	if (fflush(cli->out) != 0)
		return error_system(error, "write", errno);
	return STATUS_OK;
}

static enum status
verdict(const struct adding *a, struct error *error)
{
	struct cli *cli = a->session->cli;

	/* With --json, what stands on standard error is an error or nothing. */
	if (!cli->json)
		(void)fprintf(cli->err, cli_say(cli, "%llu 人を受け入れ、"
		    "%llu 行は受け入れませんでした\n",
		    "%llu taken in, %llu lines refused\n"),
		    (unsigned long long)a->added,
		    (unsigned long long)a->failed);
	if (a->failed == 0)
		return STATUS_OK;
	/* One line is one question, and has one answer. */
	if (a->failed == 1 && a->added == 0) {
		*error = a->first;
		return error->status;
	}
	return error_set(error, STATUS_PARTIAL, "lines_failed",
	    "%llu 行を受け入れられませんでした", "%llu lines failed",
	    (unsigned long long)a->failed);
}

enum status
lines_add(struct session *session, struct error *error)
{
	const char *path = cli_option(session->cli, "file");
	struct adding *a = mem_alloc(sizeof(*a));
	enum status status;

	if (a == NULL)
		return error_memory(error);
	a->session = session;
	a->in = path == NULL || strcmp(path, "-") == 0 ? stdin :
	    fopen(path, "re");
	a->arena = arena_new(LINE_ARENA);
	if (a->in == NULL)
		status = error_system(error, "open", errno);
	else if (a->arena == NULL)
		status = error_memory(error);
	else
		status = add_all(a, error);
	if (status == STATUS_OK)
		status = verdict(a, error);
	if (a->in != NULL && a->in != stdin)
		(void)fclose(a->in);
	arena_free(a->arena);
	mem_free(a);
	return status;
}
