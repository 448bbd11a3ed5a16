/*
 * sekisho file put|get
 *
 * Piece by piece in both directions, so that a recording of any length takes
 * no more memory than a short one (vault/files.h).
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/file_stream.h"
#include "base/mem.h"
#include "cli/session.h"
#include "cli/tables.h"
#include "vault/files.h"

/* A file of this machine on its way in. */
struct source {
	int fd;
	uint64_t done, total;	/* bytes; total 0: not known */
	uint8_t *piece;
};

static enum status
open_source(struct source *source, const struct cli *cli,
    struct error *error)
{
	const char *path = strcmp(cli->arguments[0], "-") == 0 ?
	    cli->input : cli->arguments[0];
	struct stat about;

	source->piece = mem_alloc(FILES_PIECE);
	if (source->piece == NULL)
		return error_memory(error);
	source->fd = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO,
	    F_DUPFD_CLOEXEC, 0) : file_open(path);
	if (source->fd < 0 && errno == ENOENT) {
		enum status status = error_set(error, STATUS_NOT_FOUND,
		    "file_not_found", "ファイルがありません", "no such file");

		error_at(error, "%s", path);
		return status;
	}
	if (source->fd < 0 || fstat(source->fd, &about) != 0)
		return error_system(error, "open", errno);
	source->total = S_ISREG(about.st_mode) ? (uint64_t)about.st_size : 0;
	return STATUS_OK;
}

static void
close_source(struct source *source)
{
	if (source->fd >= 0)
		(void)close(source->fd);
	if (source->piece != NULL)
		mem_wipe(source->piece, FILES_PIECE);
	mem_free(source->piece);
}

/* All of a piece; only the last one is shorter. */
static enum status
read_piece(struct source *source, size_t *n, struct error *error)
{
	*n = 0;
	while (*n < FILES_PIECE) {
		ssize_t got = read(source->fd, source->piece + *n,
		    FILES_PIECE - *n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_system(error, "read", errno);
		if (got == 0)
			break;
		*n += (size_t)got;
	}
	source->done += *n;
	return STATUS_OK;
}

static enum status
check_length(const struct source *source, uint64_t max, struct error *error)
{
	if (source->done <= max && source->total <= max)
		return STATUS_OK;
	return error_set(error, STATUS_INVALID, "too_large",
	    "ファイルが大きすぎます (%llu MiB まで)",
	    "the file is too large (%llu MiB at most)",
	    (unsigned long long)(max >> 20));
}

static enum status
take_in(struct session *session, struct files_coming *coming,
    struct source *source, struct error *error)
{
	const struct cli *cli = session->cli;
	uint64_t max = session->config.server.file;
	enum status status = check_length(source, max, error);
	size_t n = FILES_PIECE;

	while (status == STATUS_OK && n == FILES_PIECE) {
		status = read_piece(source, &n, error);
		if (status == STATUS_OK)
			status = check_length(source, max, error);
		if (status == STATUS_OK && n > 0)
			status = files_write(coming, (struct bytes){
			    source->piece, n }, error);
		if (source->total > 0)
			cli_progress(cli, cli_say(cli, "受入れ中",
			    "taking in"), source->done, source->total);
	}
	cli_progress_end(cli);
	return status;
}

static enum status
say_made(const struct cli *cli, const struct files_made *made,
    struct error *error)
{
	struct jsonw json;
	struct buf out;

	buf_init(&out, cli->arena, 1024);
	if (!cli->json) {
		buf_printf(&out, "%s\n", made->id);
		return cli_put(cli, &out, error);
	}
	json = jsonw_new(&out, true);
	jsonw_open_object(&json);
	jsonw_member_string(&json, "file", made->id);
	jsonw_member_int(&json, "bytes", (int64_t)made->bytes);
	jsonw_member_hex(&json, "sha256", made->hash.bytes, HASH_SIZE);
	jsonw_close_object(&json);
	return cli_put(cli, &out, error);
}

static enum status
put(struct session *session, struct error *error)
{
	const struct cli *cli = session->cli;
	const struct files_given given = {
		.way = cli_text(cli, "way"),
		.subject = cli_text(cli, "subject"),
		.service = cli_text(cli, "service"),
		.item = cli_text(cli, "item"),
		.type = cli_text(cli, "type"),
	};
	struct source source = { .fd = -1 };
	struct files_coming *coming = NULL;
	struct files_made made;
	struct visit visit;
	enum status status = session_visit(session, &visit, error);

	if (status != STATUS_OK)
		return status;
	status = open_source(&source, cli, error);
	if (status == STATUS_OK)
		status = files_begin(&coming, &visit, &given, error);
	visit_end(&visit);
	if (status == STATUS_OK) {
		status = take_in(session, coming, &source, error);
		if (status == STATUS_OK)
			status = files_finish(coming, &made, error);
		if (status != STATUS_OK)
			files_give_up(coming);
		files_let_go(coming);
	}
	close_source(&source);
	return status == STATUS_OK ? say_made(cli, &made, error) : status;
}

static enum status
give_out(struct session *session, struct files_open *file,
    struct error *error)
{
	const struct cli *cli = session->cli;
	const struct files_about about = files_about(file);
	uint8_t *piece = mem_alloc(FILES_PIECE);
	struct file_stream *stream = NULL;
	uint64_t done = 0;
	size_t n = 1;
	enum status status = piece == NULL ? error_memory(error) :
	    file_stream_open(&stream, cli->arguments[2], 0600, error);

	while (status == STATUS_OK && n > 0) {
		status = files_read(file, session->reader, piece, &n, error);
		if (status == STATUS_OK && n > 0)
			status = file_stream_put(stream, (struct bytes){
			    piece, n }, error);
		done += n;
		cli_progress(cli, cli_say(cli, "取出し中", "taking out"),
		    done, about.bytes);
	}
	cli_progress_end(cli);
	if (status == STATUS_OK)
		status = file_stream_commit(stream, error);
	file_stream_free(stream);
	if (piece != NULL)
		mem_wipe(piece, FILES_PIECE);
	mem_free(piece);
	return status;
}

/* It appears whole, when it is what was taken in. */
static enum status
get(struct session *session, struct error *error)
{
	const struct cli *cli = session->cli;
	struct files_open *file = NULL;
	struct visit visit;
	uint64_t person = 0;
	enum status status = session_visit(session, &visit, error);

	if (status != STATUS_OK)
		return status;
	status = session_person(session, cli->arguments[0], &person, error);
	if (status == STATUS_OK)
		status = files_open(&file, &visit, person,
		    text_of(cli->arguments[1]), error);
	visit_end(&visit);
	if (status == STATUS_OK) {
		status = give_out(session, file, error);
		files_close(file);
	}
	return status;
}

static const struct cli_option put_options[] = {
	VISIT_OPTIONS,
	{ "item", "ITEM", { "どの項目の値になるか",
	  "the item whose value it becomes" } },
	{ "way", "WAY", { "取得方法", "way of acquisition" } },
	{ "subject", "SUBJECT", { "本人の種類", "kind of person" } },
	{ "service", "SERVICE", { "サービス (一つなら省略できる)",
	  "the service, unless the way has just one" } },
	{ "type", "TYPE", { "メディアタイプ (image/png など)",
	  "media type (image/png ...)" } },
	{ NULL, NULL, { NULL, NULL } },
};

const struct cli_command cli_file_commands[] = {
	{ "file", "put", "FILE",
	  { "ファイルを受け入れる (- は標準入力。24時間以内に項目の値にする)",
	    "take a file in (-: standard input), to become an item's value "
	    "within 24 hours" }, put_options, .in_store = put },
	{ "file", "get", "PERSON FILE OUT",
	  { "本人のファイルを取り出す", "take a file of a person out" },
	  session_visit_options, .in_store = get },
	{ .noun = NULL },
};
