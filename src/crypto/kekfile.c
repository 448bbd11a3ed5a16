#include "base/encode.h"
#include "base/file.h"
#include "base/mem.h"
#include "crypto/aead.h"
#include "crypto/kekfile.h"
#include "crypto/random.h"

enum { HEAD = 20, WRAPPED_KEK = AEAD_NONCE + SEAL_KEY + AEAD_TAG };

static const char magic[8] = { 'S', 'K', 'S', 'H', 'K', 'E', 'K', '1' };

static void
put_head(uint8_t out[HEAD], const struct kek *kek)
{
	memcpy(out, magic, sizeof(magic));
	encode_number(out + 8, kek->number, 4);
	encode_number(out + 12, (uint64_t)kek->made_at, 8);
}

static void
get_head(struct kek *kek, const uint8_t in[HEAD])
{
	kek->number = (uint32_t)decode_number(in + 8, 4);
	kek->made_at = (int64_t)decode_number(in + 12, 8);
}

static enum status
put_area(uint8_t out[KEK_AREA_SIZE], const struct kek *kek,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    struct error *error)
{
	uint8_t aad[HEAD + STORE_ID_SIZE];

	memset(out, 0, KEK_AREA_SIZE);
	if (kek->number == 0)
		return STATUS_OK;
	put_head(out, kek);
	memcpy(aad, out, HEAD);
	memcpy(aad + HEAD, store, STORE_ID_SIZE);
	return aead_seal(out + HEAD, root, kek->key, SEAL_KEY, aad,
	    sizeof(aad), error);
}

enum area_state { AREA_FREE, AREA_KEK, AREA_BROKEN, AREA_FAILED };

static enum area_state
get_area(struct kek *kek, const uint8_t in[KEK_AREA_SIZE],
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    struct error *error)
{
	uint8_t aad[HEAD + STORE_ID_SIZE];
	enum status status;
	uint8_t any = 0;

	memset(kek, 0, sizeof(*kek));
	for (size_t i = 0; i < KEK_AREA_SIZE; i++)
		any |= in[i];
	if (any == 0)
		return AREA_FREE;
	memcpy(aad, in, HEAD);
	memcpy(aad + HEAD, store, STORE_ID_SIZE);
	if (memcmp(in, magic, sizeof(magic)) != 0)
		return AREA_BROKEN;
	status = aead_open(kek->key, root, in + HEAD, WRAPPED_KEK, aad,
	    sizeof(aad), error);
	if (status != STATUS_OK)
		return status == STATUS_INTEGRITY ? AREA_BROKEN : AREA_FAILED;
	get_head(kek, in);
	return AREA_KEK;
}

enum status
kekfile_create(const char *path, const uint8_t store[STORE_ID_SIZE],
    const uint8_t root[SEAL_KEY], int64_t now, struct error *error)
{
	uint8_t file[KEK_AREAS * KEK_AREA_SIZE] = { 0 };
	struct kek kek = { .number = 1, .made_at = now };
	enum status status;

	random_bytes(kek.key, SEAL_KEY);
	status = put_area(file, &kek, store, root, error);
	mem_wipe(&kek, sizeof(kek));
	if (status != STATUS_OK)
		return status;
	return file_create(path, (struct bytes){ file, sizeof(file) }, 0600,
	    error);
}

enum status
kekfile_read(struct kek areas[KEK_AREAS], const char *path,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    struct error *error)
{
	struct arena *arena = arena_new(4 * KEK_AREAS * KEK_AREA_SIZE);
	enum area_state state[KEK_AREAS];
	struct bytes file;
	enum status status;

	memset(areas, 0, KEK_AREAS * sizeof(*areas));
	if (arena == NULL)
		return error_memory(error);
	status = file_read(&file, path, KEK_AREAS * KEK_AREA_SIZE, arena,
	    error);
	if (status == STATUS_OK && file.n == KEK_AREAS * KEK_AREA_SIZE) {
		for (size_t i = 0; i < KEK_AREAS; i++) {
			state[i] = get_area(&areas[i],
			    file.p + i * KEK_AREA_SIZE, store, root, error);
			if (state[i] == AREA_FAILED) {
				status = error->status;
				goto done;
			}
		}
		if (state[0] == AREA_KEK || state[1] == AREA_KEK)
			goto done;
	}
	if (status == STATUS_OK) {
		status = error_set(error, STATUS_INTEGRITY, "kek_broken",
		    "鍵暗号化鍵が開けません。ルート鍵が違うか、ファイルが壊れています",
		    "the key encryption key does not open: the root key is "
		    "another one, or the file is damaged");
		error_at(error, "%s", path);
	}
	if (status == STATUS_INTEGRITY || status == STATUS_NOT_FOUND)
		error_remedy_lost(error);
done:
	arena_free(arena);
	return status;
}

enum status
kekfile_write(const char *path, size_t area, const struct kek *kek,
    const uint8_t store[STORE_ID_SIZE], const uint8_t root[SEAL_KEY],
    struct error *error)
{
	uint8_t out[KEK_AREA_SIZE];
	enum status status = put_area(out, kek, store, root, error);

	if (status != STATUS_OK)
		return status;
	return file_overwrite(path, area * KEK_AREA_SIZE,
	    (struct bytes){ out, sizeof(out) }, error);
}
