#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "connector/unzip.h"
#include "connector/zmemory.h"
#include "crypto/hash.h"

enum {
	TAIL = 65557,			/* the longest end of an archive */
	END_SIZE = 22, ENTRY_SIZE = 46, LOCAL_SIZE = 30,
	DIRECTORY_MAX = 8 << 20, INPUT = 1 << 16,
	STORED = 0, DEFLATED = 8,
};

struct member {
	char name[UNZIP_NAME];
	uint32_t at, packed, size, crc;
	unsigned int method;
	bool encrypted;
};

struct unzip {
	int fd;
	uint64_t size;
	struct member *members;
	size_t n;
};

struct unzip_stream {
	struct unzip *zip;
	const struct member *member;
	uint64_t at, left;		/* packed bytes */
	uint64_t done, max;		/* bytes handed out */
	uint32_t crc;
	z_stream inflate;
	bool inflating, ended;
	uint8_t input[INPUT];
};

static enum status
broken(struct error *error)
{
	return error_set(error, STATUS_INVALID, "not_a_zip",
	    "XLSX (ZIP) として読めません", "it can not be read as XLSX (ZIP)");
}

static enum status
read_at(const struct unzip *zip, uint64_t at, void *out, size_t n,
    struct error *error)
{
	uint8_t *p = out;

	if (at > zip->size || n > zip->size - at)
		return broken(error);
	while (n > 0) {
		ssize_t got = pread(zip->fd, p, n, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_system(error, "read", errno);
		if (got == 0)
			return broken(error);
		p += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	return STATUS_OK;
}

static uint32_t
get(const uint8_t *p, size_t width)
{
	uint32_t value = 0;

	for (size_t i = 0; i < width; i++)
		value |= (uint32_t)p[i] << 8 * i;
	return value;
}

/* One entry of the directory; *used gets its length. */
static bool
take_entry(struct member *m, const uint8_t *p, size_t left, size_t *used)
{
	size_t name;

	if (left < ENTRY_SIZE || get(p, 4) != 0x02014b50)
		return false;
	name = get(p + 28, 2);
	*used = ENTRY_SIZE + name + get(p + 30, 2) + get(p + 32, 2);
	if (*used > left || memchr(p + ENTRY_SIZE, '\0', name) != NULL)
		return false;
	m->encrypted = (get(p + 8, 2) & 1) != 0;
	m->method = get(p + 10, 2);
	m->crc = get(p + 16, 4);
	m->packed = get(p + 20, 4);
	m->size = get(p + 24, 4);
	m->at = get(p + 42, 4);
	/* A name that is too long is nobody's, and stays unnamed. */
	if (name < UNZIP_NAME)
		memcpy(m->name, p + ENTRY_SIZE, name);
	return true;
}

static enum status
read_directory(struct unzip *zip, const uint8_t *end, struct error *error)
{
	size_t n = get(end + 10, 2), size = get(end + 12, 4), at = 0;
	uint32_t from = get(end + 16, 4);
	uint8_t *bytes;
	enum status status;

	if (n == 0 || n > UNZIP_MEMBERS || size > DIRECTORY_MAX ||
	    from == UINT32_MAX)
		return broken(error);
	bytes = mem_alloc(size + 1);
	zip->members = mem_array(n, sizeof(*zip->members));
	status = bytes == NULL || zip->members == NULL ?
	    error_memory(error) : read_at(zip, from, bytes, size, error);
	for (; status == STATUS_OK && zip->n < n; zip->n++) {
		size_t used;

		if (!take_entry(&zip->members[zip->n], bytes + at, size - at,
		    &used))
			status = broken(error);
		else
			at += used;
	}
	mem_free(bytes);
	return status;
}

/* What Excel writes with a password is no archive but a compound file. */
static enum status
check_head(const struct unzip *zip, struct error *error)
{
	static const uint8_t compound[] = { 0xD0, 0xCF, 0x11, 0xE0 };
	uint8_t head[4];
	enum status status = zip->size < END_SIZE ? broken(error) :
	    read_at(zip, 0, head, sizeof(head), error);

	if (status == STATUS_OK && memcmp(head, compound, 4) == 0)
		return error_set(error, STATUS_INVALID, "zip_encrypted",
		    "パスワード付き、又は古い形式 (xls) のファイルです",
		    "it has a password, or is of the old form (xls)");
	return status;
}

static enum status
read_end(struct unzip *zip, struct error *error)
{
	size_t n = zip->size < TAIL ? (size_t)zip->size : TAIL;
	uint8_t *tail = mem_alloc(n + 1);
	enum status status = tail == NULL ? error_memory(error) :
	    read_at(zip, zip->size - n, tail, n, error);

	for (size_t i = n - END_SIZE + 1; status == STATUS_OK && i-- > 0;) {
		if (get(tail + i, 4) != 0x06054b50 ||
		    get(tail + i + 20, 2) != n - i - END_SIZE)
			continue;
		status = read_directory(zip, tail + i, error);
		mem_free(tail);
		return status;
	}
	mem_free(tail);
	return status == STATUS_OK ? broken(error) : status;
}

enum status
unzip_open(struct unzip **out, const char *path, struct error *error)
{
	struct unzip *zip = mem_alloc(sizeof(*zip));
	enum status status = STATUS_OK;
	struct stat st;

	*out = NULL;
	if (zip == NULL)
		return error_memory(error);
	zip->fd = file_open(path);
	if (zip->fd < 0 || fstat(zip->fd, &st) != 0) {
		status = errno == ENOENT ? error_set(error, STATUS_NOT_FOUND,
		    "no_file", "ファイルがありません",
		    "there is no such file") :
		    error_system(error, "open", errno);
		error_at(error, "%s", path);
	} else if (!S_ISREG(st.st_mode)) {
		status = broken(error);
	} else {
		zip->size = (uint64_t)st.st_size;
		status = check_head(zip, error);
	}
	if (status == STATUS_OK)
		status = read_end(zip, error);
	if (status == STATUS_OK)
		*out = zip;
	else
		unzip_close(zip);
	return status;
}

void
unzip_close(struct unzip *zip)
{
	if (zip == NULL)
		return;
	if (zip->fd >= 0)
		(void)close(zip->fd);
	mem_free(zip->members);
	mem_free(zip);
}

enum status
unzip_hash(struct unzip *zip, uint8_t out[32], struct error *error)
{
	uint8_t *bytes = mem_alloc(INPUT);
	struct hash_state state;
	struct hash hash;
	enum status status = bytes == NULL ? error_memory(error) : STATUS_OK;

	hash_start(&state);
	for (uint64_t at = 0; at < zip->size && status == STATUS_OK;) {
		size_t n = zip->size - at < INPUT ? (size_t)(zip->size - at) :
		    INPUT;

		status = read_at(zip, at, bytes, n, error);
		if (status == STATUS_OK)
			hash_add(&state, bytes, n);
		at += n;
	}
	hash = hash_end(&state);
	memcpy(out, hash.bytes, 32);
	mem_free(bytes);
	return status;
}

static const struct member *
find(const struct unzip *zip, struct text name)
{
	for (size_t i = 0; i < zip->n; i++)
		if (name.n > 0 && text_is(name, zip->members[i].name))
			return &zip->members[i];
	return NULL;
}

bool
unzip_has(const struct unzip *zip, struct text name)
{
	return find(zip, name) != NULL;
}

static enum status
too_large(struct error *error)
{
	return error_set(error, STATUS_INVALID, "zip_too_large",
	    "展開すると大きすぎるファイルです",
	    "it is too large when it is unpacked");
}

/* Where the member's bytes begin: the local header has its own lengths. */
static enum status
find_bytes(struct unzip_stream *s, struct error *error)
{
	const struct member *m = s->member;
	uint8_t head[LOCAL_SIZE];
	enum status status = read_at(s->zip, m->at, head, sizeof(head),
	    error);

	if (status != STATUS_OK)
		return status;
	s->at = (uint64_t)m->at + LOCAL_SIZE + get(head + 26, 2) +
	    get(head + 28, 2);
	if (get(head, 4) != 0x04034b50 || s->at > s->zip->size ||
	    m->packed > s->zip->size - s->at || (m->method == STORED &&
	    m->size != m->packed))
		return broken(error);
	s->left = m->packed;
	return STATUS_OK;
}

enum status
unzip_stream_open(struct unzip_stream **out, struct unzip *zip,
    struct text name, uint64_t max, struct error *error)
{
	const struct member *m = find(zip, name);
	struct unzip_stream *s;
	enum status status = STATUS_OK;

	*out = NULL;
	if (m == NULL)
		return error_set(error, STATUS_NOT_FOUND, "zip_no_member",
		    "XLSX に必要な部分がありません",
		    "a part that XLSX needs is missing");
	if (m->encrypted)
		return error_set(error, STATUS_INVALID, "zip_encrypted",
		    "暗号化されています", "it is encrypted");
	if (m->method != STORED && m->method != DEFLATED)
		return broken(error);
	if (m->size > max)
		return too_large(error);
	s = mem_alloc(sizeof(*s));
	if (s == NULL)
		return error_memory(error);
	s->zip = zip;
	s->member = m;
	s->max = max;
	s->crc = (uint32_t)crc32(0, NULL, 0);
	s->inflate.zalloc = zmemory_take;
	s->inflate.zfree = zmemory_give;
	status = find_bytes(s, error);
	if (status == STATUS_OK && m->method == DEFLATED) {
		s->inflating = inflateInit2(&s->inflate, -MAX_WBITS) == Z_OK;
		if (!s->inflating)
			status = error_memory(error);
	}
	if (status == STATUS_OK)
		*out = s;
	else
		unzip_stream_close(s);
	return status;
}

void
unzip_stream_close(struct unzip_stream *s)
{
	if (s == NULL)
		return;
	if (s->inflating)
		(void)inflateEnd(&s->inflate);
	mem_wipe(s, sizeof(*s));
	mem_free(s);
}

static enum status
fill(struct unzip_stream *s, size_t *n, struct error *error)
{
	enum status status;

	*n = s->left < INPUT ? (size_t)s->left : INPUT;
	status = read_at(s->zip, s->at, s->input, *n, error);
	s->at += *n;
	s->left -= *n;
	return status;
}

static enum status
read_stored(struct unzip_stream *s, uint8_t *out, size_t *n,
    struct error *error)
{
	enum status status;

	if (*n > s->left)
		*n = (size_t)s->left;
	status = read_at(s->zip, s->at, out, *n, error);
	s->at += *n;
	s->left -= *n;
	s->ended = s->left == 0;
	return status;
}

static enum status
read_deflated(struct unzip_stream *s, uint8_t *out, size_t *n,
    struct error *error)
{
	int result = Z_OK;

	s->inflate.next_out = out;
	s->inflate.avail_out = (uInt)*n;
	while (s->inflate.avail_out > 0 && result != Z_STREAM_END) {
		if (s->inflate.avail_in == 0 && s->left > 0) {
			size_t got;
			enum status status = fill(s, &got, error);

			if (status != STATUS_OK)
				return status;
			s->inflate.next_in = s->input;
			s->inflate.avail_in = (uInt)got;
		}
		result = inflate(&s->inflate, Z_NO_FLUSH);
		if (result == Z_MEM_ERROR)
			return error_memory(error);
		/* Z_BUF_ERROR: it stops in the middle. */
		if (result != Z_OK && result != Z_STREAM_END)
			return broken(error);
	}
	*n -= s->inflate.avail_out;
	s->ended = result == Z_STREAM_END;
	return STATUS_OK;
}

enum status
unzip_read(struct unzip_stream *s, void *out, size_t *n, struct error *error)
{
	enum status status;

	if (s->ended) {
		*n = 0;
		return s->crc == s->member->crc &&
		    s->done == s->member->size ? STATUS_OK : broken(error);
	}
	if (*n > 1 << 24)
		*n = 1 << 24;
	status = s->member->method == STORED ? read_stored(s, out, n, error) :
	    read_deflated(s, out, n, error);
	if (status != STATUS_OK)
		return status;
	s->done += *n;
	s->crc = (uint32_t)crc32_z(s->crc, out, *n);
	if (s->done > s->max)
		return too_large(error);
	/* The last bytes come together with the end. */
	return *n == 0 ? unzip_read(s, out, n, error) : STATUS_OK;
}
