#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cp932.h"
#include "base/csv.h"
#include "base/csv_parts.h"
#include "base/file.h"
#include "base/mem.h"

enum { NAMES_LIMIT = 1 << 22 };

const char *const csv_encoding_names[] = { "auto", "utf-8", "cp932", NULL };

static enum status
failed(const struct csv *csv, struct error *error, const char *what)
{
	enum status status = error_system(error, what, errno);

	error_at(error, "%s", csv->path);
	return status;
}

/* Room for n bytes and the slack behind them. */
static bool
reserve(struct csv_block *block, size_t n)
{
	uint8_t *grown;

	if (n + CSV_SLACK <= block->capacity)
		return true;
	grown = mem_grow(block->bytes, block->capacity, n + CSV_SLACK, 1);
	if (grown == NULL)
		return false;
	block->bytes = grown;
	block->capacity = n + CSV_SLACK;
	return true;
}

static enum status
fill(struct csv *csv, struct csv_block *block, size_t wanted,
    struct error *error)
{
	if (!reserve(block, wanted + 1))
		return error_memory(error);
	while (block->n < wanted && !csv->ended) {
		ssize_t n = read(csv->fd, block->bytes + block->n,
		    wanted - block->n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return failed(csv, error, "read");
		csv->ended = n == 0;
		block->n += (size_t)n;
	}
	return STATUS_OK;
}

/*
 * Length of the whole records in the block: up to the last line end that is
 * not inside quotes.  Quotes come in pairs in a record, so a line end is
 * outside when an even number of them stands before it.
 */
static size_t
whole(const struct csv_block *block)
{
	const uint8_t *p = block->bytes;
	const uint8_t *quote = memchr(p, '"', block->n);
	size_t quotes = 0, at = block->n;

	if (quote == NULL) {
		const uint8_t *end = memrchr(p, '\n', block->n);

		return end == NULL ? 0 : (size_t)(end - p) + 1;
	}
	for (size_t i = (size_t)(quote - p); i < block->n; i++)
		quotes += p[i] == '"';
	while (at > 0) {
		at--;
		quotes -= p[at] == '"';
		if (p[at] == '\n' && quotes % 2 == 0)
			return at + 1;
	}
	return 0;
}

static enum status
keep_carry(struct csv *csv, const struct csv_block *block, size_t from,
    struct error *error)
{
	size_t n = block->n - from;

	if (n > csv->carry_capacity) {
		uint8_t *grown = mem_grow(csv->carry, csv->carry_capacity, n,
		    1);

		if (grown == NULL)
			return error_memory(error);
		csv->carry = grown;
		csv->carry_capacity = n;
	}
	if (n > 0)
		memcpy(csv->carry, block->bytes + from, n);
	csv->carry_n = n;
	return STATUS_OK;
}

static enum status
too_long(const struct csv *csv, uint64_t number, struct error *error)
{
	enum status status = error_set(error, STATUS_INVALID, "csv_too_long",
	    "一つのレコードが長すぎます (上限 %d バイト)。"
	    "引用符が閉じていないかもしれません",
	    "a record is too long (at most %d bytes); "
	    "a quote may not be closed", CSV_RECORD_MAX);

	csv_place(csv, error, csv_line(csv, number, 1), 0);
	return status;
}

/* Cuts a block off, under the lock. */
static enum status
cut(struct csv *csv, struct csv_block *block, bool *more,
    struct error *error)
{
	size_t wanted = CSV_BLOCK, end = 0;
	enum status status;

	*more = false;
	block->n = 0;
	if (!reserve(block, csv->carry_n + 1))
		return error_memory(error);
	if (csv->carry_n > 0)
		memcpy(block->bytes, csv->carry, csv->carry_n);
	block->n = csv->carry_n;
	for (;;) {
		status = fill(csv, block, block->n + wanted, error);
		if (status != STATUS_OK)
			return status;
		end = whole(block);
		if (end > 0 || csv->ended)
			break;
		if (block->n > CSV_RECORD_MAX)
			return too_long(csv, csv->next, error);
	}
	if (csv->ended) {
		end = block->n;
		if (end > 0 && block->bytes[end - 1] != '\n') {
			block->bytes[end++] = '\n';
			block->n = end;
		}
	}
	status = keep_carry(csv, block, end, error);
	if (status != STATUS_OK)
		return status;
	block->n = end;
	memset(block->bytes + end, 0, CSV_SLACK);
	*more = end > 0;
	csv->taken += end;
	return STATUS_OK;
}

/* Notes how many lines the block that was just read has had. */
static bool
note_lines(struct csv *csv, const struct csv_block *block)
{
	uint64_t *grown;
	size_t capacity = csv->lines_capacity;

	if (!block->open)
		return true;
	if (block->number >= capacity) {
		capacity = block->number * 2 + 64;
		grown = mem_grow(csv->lines, csv->lines_capacity, capacity,
		    sizeof(*grown));
		if (grown == NULL)
			return false;
		csv->lines = grown;
		csv->lines_capacity = capacity;
	}
	csv->lines[block->number] = block->lines;
	return true;
}

enum status
csv_block_next(struct csv *csv, struct csv_block *block, bool *more,
    struct error *error)
{
	enum status status;

	*more = false;
	(void)pthread_mutex_lock(&csv->lock);
	status = note_lines(csv, block) ? cut(csv, block, more, error) :
	    error_memory(error);
	block->number = csv->next;
	csv->next += *more;
	(void)pthread_mutex_unlock(&csv->lock);
	block->at = 0;
	block->lines = 0;
	block->open = false;
	return status;
}

void
csv_block_done(struct csv *csv, struct csv_block *block)
{
	(void)pthread_mutex_lock(&csv->lock);
	(void)note_lines(csv, block);
	(void)pthread_mutex_unlock(&csv->lock);
	block->open = false;
}

void
csv_block_free(struct csv_block *block)
{
	if (block->bytes != NULL)
		mem_wipe(block->bytes, block->capacity);
	mem_free(block->bytes);
	memset(block, 0, sizeof(*block));
}

uint64_t
csv_line(const struct csv *csv, uint64_t number, uint64_t line)
{
	uint64_t sum = csv->head_lines;

	for (uint64_t i = 0; i < number && i < csv->lines_capacity; i++)
		sum += csv->lines[i];
	return sum + line;
}

void
csv_place(const struct csv *csv, struct error *error, uint64_t line,
    size_t column)
{
	if (column == 0 || column > csv->columns)
		error_at(error, "%s:%llu", csv->path,
		    (unsigned long long)line);
	else
		error_at(error, "%s:%llu:%.*s", csv->path,
		    (unsigned long long)line,
		    TEXT_ARGS(csv->names[column - 1]));
}

enum status
csv_text(const struct csv *csv, struct text *text, struct bytes bytes,
    struct arena *arena, struct error *error)
{
	if (csv->encoding == CSV_CP932)
		return cp932_decode(text, bytes, arena, error);
	if (text_from_bytes(text, bytes)) {
		*text = text_copy(arena, *text);
		return text->p == NULL ? error_memory(error) : STATUS_OK;
	}
	(void)error_set(error, STATUS_INVALID, "csv_encoding",
	    "UTF-8 のテキストではありません", "not UTF-8 text");
	error_remedy_say(error, (struct words){
	    "Excel の CSV なら文字コードに cp932 を指定してください",
	    "for a CSV file of Excel's give the encoding cp932" });
	return STATUS_INVALID;
}

/* The separator that stands most often in the first line, outside quotes. */
static char
guess_delimiter(struct bytes head)
{
	static const char candidates[] = { ',', ';', '\t' };
	size_t count[LENGTH(candidates)] = { 0 };
	size_t best = 0;
	bool inside = false;

	for (size_t i = 0; i < head.n && (inside || head.p[i] != '\n'); i++) {
		if (head.p[i] == '"')
			inside = !inside;
		for (size_t c = 0; !inside && c < LENGTH(candidates); c++)
			count[c] += head.p[i] == (uint8_t)candidates[c];
	}
	for (size_t c = 1; c < LENGTH(candidates); c++)
		if (count[c] > count[best])
			best = c;
	return candidates[best];
}

static bool
is_cp932(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t c = bytes.p[i];

		if (c < 0x80 || (c >= 0xA1 && c <= 0xDF))
			continue;
		if (c == 0x80 || c == 0xA0 || c > 0xFC || i + 1 == bytes.n)
			return false;
		c = bytes.p[++i];
		if (c < 0x40 || c == 0x7F || c > 0xFC)
			return false;
	}
	return true;
}

/* Looks at whole lines only, so that no character is cut in two. */
static enum csv_encoding
guess_encoding(struct bytes head)
{
	const uint8_t *end = memrchr(head.p, '\n', head.n);
	struct text text;

	if (end != NULL)
		head.n = (size_t)(end - head.p);
	if (text_from_bytes(&text, head) || !is_cp932(head))
		return CSV_UTF8;
	return CSV_CP932;
}

static enum status
read_names(struct csv *csv, const struct csv_options *options,
    struct csv_block *block, struct error *error)
{
	enum status status = csv_parts_head(csv, block, csv->cells,
	    CSV_COLUMNS_MAX, &csv->columns, error);

	if (status == STATUS_OK) {
		csv->names = arena_array(csv->arena, csv->columns,
		    sizeof(*csv->names));
		if (csv->names == NULL)
			return error_memory(error);
	}
	for (size_t i = 0; status == STATUS_OK && i < csv->columns; i++) {
		char number[32];

		(void)snprintf(number, sizeof(number), "%zu", i + 1);
		if (options->headless) {
			csv->names[i] = text_copy(csv->arena,
			    text_of(number));
			continue;
		}
		status = csv_text(csv, &csv->names[i], (struct bytes){
		    block->bytes + csv->cells[i].at, csv->cells[i].n },
		    csv->arena, error);
		if (status == STATUS_OK && csv->names[i].n >= CSV_NAME_SIZE)
			status = error_set(error, STATUS_INVALID,
			    "csv_name", "列名が長すぎます",
			    "a column's name is too long");
	}
	if (status != STATUS_OK)
		error_at(error, "%s:1", csv->path);
	return status;
}

/* Reads the first line and puts everything behind it back. */
static enum status
read_head(struct csv *csv, const struct csv_options *options,
    struct csv_block *block, struct error *error)
{
	struct bytes head;
	bool more;
	enum status status = cut(csv, block, &more, error);
	size_t skip = 0;

	if (status != STATUS_OK)
		return status;
	if (block->n >= 3 && memcmp(block->bytes, "\xEF\xBB\xBF", 3) == 0)
		skip = 3;
	/* A last line without an end has been given one. */
	if (block->n <= skip + 1) {
		status = error_set(error, STATUS_INVALID, "csv_empty",
		    "内容がありません", "the file is empty");
		error_at(error, "%s", csv->path);
		return status;
	}
	head = (struct bytes){ block->bytes + skip, block->n - skip };
	csv->delimiter = options->delimiter != 0 ? options->delimiter :
	    guess_delimiter(head);
	csv->encoding = options->encoding != CSV_AUTO ? options->encoding :
	    skip > 0 ? CSV_UTF8 : guess_encoding(head);
	block->at = skip;
	status = read_names(csv, options, block, error);
	if (status != STATUS_OK)
		return status;
	csv->crlf = block->at >= 2 && block->bytes[block->at - 2] == '\r';
	csv->head_lines = options->headless ? 0 : block->lines;
	csv->begin = options->headless ? skip : block->at;
	return STATUS_OK;
}

/* What the first block holds behind the names goes before the carry. */
static enum status
put_back(struct csv *csv, const struct csv_block *block, struct error *error)
{
	size_t rest = block->n - csv->begin;
	uint8_t *whole_carry = mem_alloc(rest + csv->carry_n + 1);

	if (whole_carry == NULL)
		return error_memory(error);
	memcpy(whole_carry, block->bytes + csv->begin, rest);
	if (csv->carry_n > 0)
		memcpy(whole_carry + rest, csv->carry, csv->carry_n);
	mem_free(csv->carry);
	csv->carry = whole_carry;
	csv->carry_capacity = rest + csv->carry_n + 1;
	csv->carry_n += rest;
	csv->taken = csv->begin;
	csv->next = 0;
	return STATUS_OK;
}

static enum status
open_file(struct csv *csv, struct error *error)
{
	struct stat st;

	if (strcmp(csv->path, "-") == 0) {
		csv->fd = STDIN_FILENO;
		return STATUS_OK;
	}
	csv->fd = file_open(csv->path);
	if (csv->fd < 0 && errno == ENOENT) {
		enum status status = error_set(error, STATUS_NOT_FOUND,
		    "file_not_found", "ファイルがありません",
		    "no such file");

		error_at(error, "%s", csv->path);
		return status;
	}
	if (csv->fd < 0)
		return failed(csv, error, "open");
	if (fstat(csv->fd, &st) != 0)
		return failed(csv, error, "stat");
	csv->regular = S_ISREG(st.st_mode);
	csv->size = csv->regular ? (uint64_t)st.st_size : 0;
	(void)posix_fadvise(csv->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return STATUS_OK;
}

enum status
csv_open(struct csv **out, const char *path,
    const struct csv_options *options, struct error *error)
{
	struct csv *csv = mem_alloc(sizeof(*csv));
	struct csv_block head = { 0 };
	enum status status = STATUS_OK;

	*out = NULL;
	if (csv == NULL)
		return error_memory(error);
	csv->fd = -1;
	(void)pthread_mutex_init(&csv->lock, NULL);
	csv->path = mem_string(path);
	csv->arena = arena_new(NAMES_LIMIT);
	csv->cells = mem_array(CSV_COLUMNS_MAX, sizeof(*csv->cells));
	if (csv->path == NULL || csv->arena == NULL || csv->cells == NULL)
		status = error_memory(error);
	if (status == STATUS_OK)
		status = open_file(csv, error);
	if (status == STATUS_OK)
		status = read_head(csv, options, &head, error);
	if (status == STATUS_OK)
		status = put_back(csv, &head, error);
	csv_block_free(&head);
	if (status != STATUS_OK) {
		csv_close(csv);
		return status;
	}
	*out = csv;
	return STATUS_OK;
}

void
csv_close(struct csv *csv)
{
	if (csv == NULL)
		return;
	if (csv->fd > STDIN_FILENO)
		(void)close(csv->fd);
	if (csv->carry != NULL)
		mem_wipe(csv->carry, csv->carry_capacity);
	mem_free(csv->carry);
	mem_free(csv->lines);
	mem_free(csv->cells);
	mem_free(csv->path);
	csv_block_free(&csv->single);
	arena_free(csv->arena);
	(void)pthread_mutex_destroy(&csv->lock);
	mem_free(csv);
}

enum status
csv_rewind(struct csv *csv, struct error *error)
{
	enum status status;

	if (!csv->regular) {
		status = error_set(error, STATUS_INVALID, "csv_rewind",
		    "標準入力は読み直せません",
		    "standard input cannot be read again");
		error_at(error, "%s", csv->path);
		return status;
	}
	if (lseek(csv->fd, (off_t)csv->begin, SEEK_SET) < 0)
		return failed(csv, error, "lseek");
	csv->carry_n = 0;
	csv->ended = false;
	csv->taken = csv->begin;
	csv->next = 0;
	csv->single_open = false;
	return STATUS_OK;
}

size_t
csv_columns(const struct csv *csv)
{
	return csv->columns;
}

struct text
csv_name(const struct csv *csv, size_t column)
{
	return csv->names[column];
}

size_t
csv_find(const struct csv *csv, struct text name)
{
	size_t i = 0;

	while (i < csv->columns && !text_equal(csv->names[i], name))
		i++;
	return i;
}

char
csv_delimiter(const struct csv *csv)
{
	return csv->delimiter;
}

enum csv_encoding
csv_encoding(const struct csv *csv)
{
	return csv->encoding;
}

bool
csv_crlf(const struct csv *csv)
{
	return csv->crlf;
}

const char *
csv_path(const struct csv *csv)
{
	return csv->path;
}

uint64_t
csv_size(const struct csv *csv)
{
	return csv->size;
}

uint64_t
csv_taken(struct csv *csv)
{
	uint64_t taken;

	(void)pthread_mutex_lock(&csv->lock);
	taken = csv->taken;
	(void)pthread_mutex_unlock(&csv->lock);
	return taken;
}
