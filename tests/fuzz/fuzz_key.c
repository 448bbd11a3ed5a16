#include "access/token.h"
#include "crypto/id.h"
#include "crypto/kekfile.h"
#include "crypto/unlock.h"
#include "fuzz.h"

/*
 * Ids, tokens, and the files that keys come from: the unlock file, the KEK's
 * file, a key file.  Nothing but our own opens.
 */
static void
as_file(struct bytes bytes)
{
	static const uint8_t store[STORE_ID_SIZE], key[SEAL_KEY] = { 1 };
	uint8_t root[SEAL_KEY];
	struct kek areas[KEK_AREAS];
	char copy[64];
	struct error error;
	enum status status;

	(void)snprintf(copy, sizeof(copy), "%s", fuzz_file(bytes));
	status = kekfile_read(areas, copy, store, key, &error);
	if (status != STATUS_OK)
		fuzz_check_error(&error, status);
	status = unlock_open(root, copy, store, &(struct unlock_secret){
	    .key_file = copy }, &error);
	fuzz_check_error(&error, status);
	status = unlock_open(root, copy, store, &(struct unlock_secret){
	    .share_files = (const char *const []){ copy, copy },
	    .share_count = 2 }, &error);
	fuzz_check_error(&error, status);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct id_key key = { { 1 } };
	char out[ID_TEXT_SIZE];
	uint8_t random[16], again[16];
	enum token_kind kind;
	struct error error;
	struct hash hash;
	struct text text;
	uint64_t number;

	as_file((struct bytes){ data, size });
	if (!fuzz_text(&text, data, size))
		return 0;
	(void)!token_read(&hash, &kind, text);
	for (int i = ID_PERSON; i <= ID_CURSOR; i++) {
		if (id_parse(&number, (enum id_kind)i, text, &key, &error) !=
		    STATUS_OK)
			continue;
		CHECK(id_format(out, (enum id_kind)i, number, &key, &error) ==
		    STATUS_OK);
	}
	if (id_parse_random(random, ID_DECISION, text)) {
		/* Letters that look alike are read as one. */
		id_format_random(out, ID_DECISION, random);
		CHECK(id_parse_random(again, ID_DECISION, text_of(out)) &&
		    memcmp(again, random, sizeof(random)) == 0);
	}
	return 0;
}
