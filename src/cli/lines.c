#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file_caller.h"
#include "base/json.h"
#include "base/mem.h"
#include "cli/lines.h"

enum {
	LINE_LIMIT = 4 << 20,		/* bytes of one line */
	LINE_ARENA = 64 << 20,
	IN_FLIGHT = 1000,		/* lines submitted, not yet durable */
};

static const char *const no_spaces[] = { "" };
const struct shape_language language = {
	.root = &person_given_shape, .spaces = no_spaces, .space_count = 1,
	.id = "https://sekisho.example/schema/person-1.json",
	.title = { "受け入れる本人", "A person to take in" },
};

enum status
lines_acquisition(struct acquisition *out, const struct node *node,
    struct vault *vault, struct arena *arena, struct error *error)
{
	struct findings findings;
	enum status status;

	findings_init(&findings, arena, NULL);
	status = shape_check(node, &language, &findings, error);
	if (status == STATUS_OK)
		status = findings_status(&findings, error);
	return status == STATUS_OK ? person_given(out, node, vault, arena,
	    error) : status;
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
		status = lines_acquisition(&given, node, session->vault,
		    a->arena,
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

static FILE *
open_lines(const char *path)
{
	int fd = file_caller_open(path, O_RDONLY, 0);
	FILE *in = fd < 0 ? NULL : fdopen(fd, "r");

	if (fd >= 0 && in == NULL)
		(void)close(fd);
	return in;
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
	a->in = path == NULL || strcmp(path, "-") == 0 ? session->cli->in :
	    open_lines(path);
	a->arena = arena_new(LINE_ARENA);
	if (a->in == NULL)
		status = error_system(error, "open", errno);
	else if (a->arena == NULL)
		status = error_memory(error);
	else
		status = add_all(a, error);
	if (status == STATUS_OK)
		status = verdict(a, error);
	if (a->in != NULL && a->in != session->cli->in)
		(void)fclose(a->in);
	arena_free(a->arena);
	mem_free(a);
	return status;
}
