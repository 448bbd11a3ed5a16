#include <zlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "connector/archive.h"
#include "connector/zmemory.h"
#include "crypto/random.h"
#include "crypto/zipaes.h"

enum {
	BLOCK = 1 << 16, HEAD = 256,
	STORED = 0, DEFLATED = 8, AES = 99,
	ENCRYPTED = 1, FOLLOWED = 8,	/* flags: by a data descriptor */
	OLD = 20, NEW = 51,		/* version needed: 2.0, 5.1 */
};

struct member {
	char name[ARCHIVE_NAME];
	uint64_t at, size, packed;
	uint32_t crc;
};

struct archive {
	archive_sink *sink;
	void *context;
	struct text passphrase;
	bool sealed;
	uint32_t time;		/* as MS-DOS has it, in Japan */
	uint64_t at;		/* bytes written */
	struct member member[ARCHIVE_MEMBERS];
	size_t members;
	bool open;		/* the last member */
	struct zipaes *aes;
	z_stream deflate;
	bool deflating;
	uint8_t block[BLOCK];
};

/* A header that is being put together: little-endian. */
struct head {
	uint8_t bytes[HEAD];
	size_t n;
};

static void
put(struct head *h, uint64_t value, size_t width)
{
	for (size_t i = 0; i < width; i++)
		h->bytes[h->n++] = (uint8_t)(value >> 8 * i);
}

static void
put_bytes(struct head *h, const void *bytes, size_t n)
{
	memcpy(h->bytes + h->n, bytes, n);
	h->n += n;
}

static enum status
emit(struct archive *a, const void *bytes, size_t n, struct error *error)
{
	a->at += n;
	return n == 0 ? STATUS_OK : a->sink(a->context,
	    (struct bytes){ bytes, n }, error);
}

static uint32_t
dos_time(int64_t instant)
{
	char text[CLOCK_TEXT_SIZE];
	unsigned int y, mo, d, h, mi, s;

	clock_format(instant + 9 * 3600000, text);
	if (sscanf(text, "%4u-%2u-%2uT%2u:%2u:%2u", &y, &mo, &d, &h, &mi,
	    &s) != 6 || y < 1980 || y > 2107)
		return 1 << 21 | 1 << 16;
	return (y - 1980) << 25 | mo << 21 | d << 16 | h << 11 | mi << 5 |
	    s / 2;
}

enum status
archive_new(struct archive **out, archive_sink *sink, void *context,
    struct text passphrase, int64_t time, struct error *error)
{
	struct archive *a = mem_alloc(sizeof(*a));

	*out = a;
	if (a == NULL)
		return error_memory(error);
	a->sink = sink;
	a->context = context;
	a->passphrase = passphrase;
	a->sealed = passphrase.n > 0;
	a->time = dos_time(time);
	return STATUS_OK;
}

/* What local header and directory have alike, from "version needed" on. */
static void
put_common(const struct archive *a, struct head *h, const struct member *m,
    bool directory)
{
	bool sizes = directory && !a->sealed;

	put(h, a->sealed ? NEW : OLD, 2);
	put(h, a->sealed ? ENCRYPTED | FOLLOWED : FOLLOWED, 2);
	put(h, a->sealed ? AES : DEFLATED, 2);
	put(h, a->time, 4);
	put(h, sizes ? m->crc : 0, 4);
	put(h, a->sealed ? UINT32_MAX : sizes ? m->packed : 0, 4);
	put(h, a->sealed ? UINT32_MAX : sizes ? m->size : 0, 4);
	put(h, strlen(m->name), 2);
	put(h, !a->sealed ? 0 : directory ? 39 : 31, 2);
}

static void
put_extra(const struct archive *a, struct head *h, const struct member *m,
    bool directory)
{
	if (!a->sealed)
		return;
	put(h, 1, 2);			/* ZIP64 */
	put(h, directory ? 24 : 16, 2);
	put(h, directory ? m->size : 0, 8);
	put(h, directory ? m->packed : 0, 8);
	if (directory)
		put(h, m->at, 8);
	put(h, 0x9901, 2);		/* AES: AE-2, 256 bits */
	put(h, 7, 2);
	put(h, 2, 2);
	put_bytes(h, "AE", 2);
	put(h, 3, 1);
	put(h, STORED, 2);
}

static enum status
begin_sealed(struct archive *a, struct member *m, struct error *error)
{
	uint8_t start[ZIPAES_SALT + ZIPAES_CHECK];
	enum status status;

	random_bytes(start, ZIPAES_SALT);
	status = zipaes_new(&a->aes, a->passphrase, start,
	    start + ZIPAES_SALT, error);
	m->packed = sizeof(start);
	return status == STATUS_OK ? emit(a, start, sizeof(start), error) :
	    status;
}

static enum status
put_packed(struct archive *a, size_t n, struct error *error)
{
	a->member[a->members - 1].packed += n;
	return emit(a, a->block, n, error);
}

/* Deflates what is there; at the end, all of it. */
static enum status
pack(struct archive *a, struct bytes bytes, bool last, struct error *error)
{
	enum status status = STATUS_OK;
	int result;

	a->deflate.next_in = (z_const Bytef *)(uintptr_t)bytes.p;
	a->deflate.avail_in = (uInt)bytes.n;
	do {
		a->deflate.next_out = a->block;
		a->deflate.avail_out = BLOCK;
		result = deflate(&a->deflate, last ? Z_FINISH : Z_NO_FLUSH);
		if (result == Z_STREAM_ERROR)
			return error_set(error, STATUS_FAILURE,
			    "deflate_failed", "圧縮に失敗しました",
			    "it could not be compressed");
		status = put_packed(a, BLOCK - a->deflate.avail_out, error);
	} while (status == STATUS_OK && (a->deflate.avail_out == 0 ||
	    (last && result != Z_STREAM_END)));
	return status;
}

static enum status
end_packing(struct archive *a, struct member *m, struct error *error)
{
	uint8_t tag[ZIPAES_TAG];
	enum status status;

	if (!a->sealed)
		return pack(a, (struct bytes){ NULL, 0 }, true, error);
	status = zipaes_end(a->aes, tag, error);
	zipaes_free(a->aes);
	a->aes = NULL;
	m->packed += sizeof(tag);
	return status == STATUS_OK ? emit(a, tag, sizeof(tag), error) :
	    status;
}

static enum status
end_member(struct archive *a, struct error *error)
{
	struct head h = { .n = 0 };
	struct member *m;
	enum status status;

	if (!a->open)
		return STATUS_OK;
	a->open = false;
	m = &a->member[a->members - 1];
	status = end_packing(a, m, error);
	if (status == STATUS_OK && !a->sealed && (m->size > UINT32_MAX ||
	    a->at > UINT32_MAX))
		status = error_set(error, STATUS_INVALID, "file_too_large",
		    "この形式で書ける大きさ (4 GiB) を超えました",
		    "it is larger than the format holds (4 GiB)");
	put(&h, 0x08074b50, 4);
	put(&h, a->sealed ? 0 : m->crc, 4);
	put(&h, m->packed, a->sealed ? 8 : 4);
	put(&h, m->size, a->sealed ? 8 : 4);
	return status == STATUS_OK ? emit(a, h.bytes, h.n, error) : status;
}

static enum status
begin_packing(struct archive *a, struct member *m, struct error *error)
{
	if (a->sealed)
		return begin_sealed(a, m, error);
	if (a->deflating) {
		(void)deflateReset(&a->deflate);
		return STATUS_OK;
	}
	a->deflate.zalloc = zmemory_take;
	a->deflate.zfree = zmemory_give;
	if (deflateInit2(&a->deflate, Z_BEST_SPEED, Z_DEFLATED, -MAX_WBITS,
	    8, Z_DEFAULT_STRATEGY) != Z_OK)
		return error_memory(error);
	a->deflating = true;
	return STATUS_OK;
}

enum status
archive_member(struct archive *a, const char *name, struct error *error)
{
	struct head h = { .n = 0 };
	struct member *m;
	enum status status = end_member(a, error);

	if (status != STATUS_OK)
		return status;
	if (a->members == ARCHIVE_MEMBERS ||
	    strlen(name) >= ARCHIVE_NAME)
		return error_set(error, STATUS_FAILURE, "archive_full",
		    "アーカイブに入りません",
		    "there is no place for it in the archive");
	m = &a->member[a->members++];
	(void)snprintf(m->name, sizeof(m->name), "%s", name);
	m->at = a->at;
	m->crc = (uint32_t)crc32(0, NULL, 0);
	a->open = true;
	put(&h, 0x04034b50, 4);
	put_common(a, &h, m, false);
	put_bytes(&h, m->name, strlen(m->name));
	put_extra(a, &h, m, false);
	status = emit(a, h.bytes, h.n, error);
	return status == STATUS_OK ? begin_packing(a, m, error) : status;
}

static enum status
put_sealed(struct archive *a, struct bytes bytes, struct error *error)
{
	enum status status = STATUS_OK;

	while (bytes.n > 0 && status == STATUS_OK) {
		size_t n = bytes.n < BLOCK ? bytes.n : BLOCK;

		memcpy(a->block, bytes.p, n);
		status = zipaes_seal(a->aes, a->block, n, error);
		if (status == STATUS_OK)
			status = put_packed(a, n, error);
		bytes.p += n;
		bytes.n -= n;
	}
	return status;
}

enum status
archive_put(struct archive *a, struct bytes bytes, struct error *error)
{
	struct member *m = &a->member[a->members - 1];

	m->size += bytes.n;
	if (a->sealed)
		return put_sealed(a, bytes, error);
	m->crc = (uint32_t)crc32_z(m->crc, bytes.p, bytes.n);
	return bytes.n == 0 ? STATUS_OK : pack(a, bytes, false, error);
}

static void
put_directory_entry(const struct archive *a, struct head *h,
    const struct member *m)
{
	put(h, 0x02014b50, 4);
	put(h, a->sealed ? NEW : OLD, 2);
	put_common(a, h, m, true);
	put(h, 0, 2);			/* no comment */
	put(h, 0, 2);			/* first disk */
	put(h, 0, 2);
	put(h, 0, 4);
	put(h, a->sealed ? UINT32_MAX : m->at, 4);
	put_bytes(h, m->name, strlen(m->name));
	put_extra(a, h, m, true);
}

/* The end of central directory, with its ZIP64 forms where it has them. */
static void
put_end(const struct archive *a, struct head *h, uint64_t from)
{
	uint64_t size = a->at - from;

	if (a->sealed) {
		put(h, 0x06064b50, 4);
		put(h, 44, 8);
		put(h, NEW, 2);
		put(h, NEW, 2);
		put(h, 0, 8);
		put(h, a->members, 8);
		put(h, a->members, 8);
		put(h, size, 8);
		put(h, from, 8);
		put(h, 0x07064b50, 4);
		put(h, 0, 4);
		put(h, a->at, 8);
		put(h, 1, 4);
	}
	put(h, 0x06054b50, 4);
	put(h, 0, 4);
	put(h, a->members, 2);
	put(h, a->members, 2);
	put(h, a->sealed ? UINT32_MAX : size, 4);
	put(h, a->sealed ? UINT32_MAX : from, 4);
	put(h, 0, 2);
}

enum status
archive_end(struct archive *a, struct error *error)
{
	enum status status = end_member(a, error);
	uint64_t from = a->at;
	struct head h = { .n = 0 };

	for (size_t i = 0; i < a->members && status == STATUS_OK; i++) {
		h.n = 0;
		put_directory_entry(a, &h, &a->member[i]);
		status = emit(a, h.bytes, h.n, error);
	}
	h.n = 0;
	put_end(a, &h, from);
	return status == STATUS_OK ? emit(a, h.bytes, h.n, error) : status;
}

void
archive_free(struct archive *a)
{
	if (a == NULL)
		return;
	if (a->deflating)
		(void)deflateEnd(&a->deflate);
	zipaes_free(a->aes);
	mem_wipe(a, sizeof(*a));
	mem_free(a);
}
