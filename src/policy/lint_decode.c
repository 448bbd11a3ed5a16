#include <errno.h>
#include <iconv.h>

#include "policy/lint_decode.h"
#include "policy/lint_letters.h"

static const struct {
	const char *name;	/* as we say it */
	const char *iconv;	/* as the C library says it */
} legacy[] = {
	{ "CP932", "CP932" },
	{ "EUC-JP", "EUC-JP-MS" },
};

static enum status
refuse(struct error *error, const char *code, const char *ja, const char *en)
{
	return error_say(error, STATUS_INVALID, code, (struct words){ ja, en });
}

/* False when the bytes are not of that charset. */
static bool
convert(struct text *text, struct bytes bytes, const char *from,
    struct arena *arena, bool *memory_out)
{
	size_t room = bytes.n * 3 + 16, left = bytes.n, written;
	iconv_t handle;
	char *out, *to, *in;
	size_t result;

	*memory_out = false;
	handle = iconv_open("UTF-8", from);
	if (handle == (iconv_t)-1)
		return false;
	out = arena_alloc(arena, room);
	in = arena_alloc(arena, bytes.n + 1);
	if (out == NULL || in == NULL) {
		(void)iconv_close(handle);
		*memory_out = true;
		return false;
	}
	memcpy(in, bytes.p, bytes.n);
	to = out;
	result = iconv(handle, &in, &left, &to, &room);
	(void)iconv_close(handle);
	if (result == (size_t)-1 || left > 0)
		return false;
	written = (size_t)(to - out);
	return text_from_bytes(text,
	    (struct bytes){ (const uint8_t *)out, written });
}

/* How much a text looks like Japanese: kana for it, odd letters against. */
static int64_t
likeness(struct text text)
{
	int64_t score = 0;
	uint32_t c;

	while (text_next(&text, &c)) {
		if (lint_is_hiragana(c) || lint_is_katakana(c))
			score += 2;
		else if (c >= 0x4E00 && c <= 0x9FFF)
			score += 1;
		else if (c >= 0xFF61 && c <= 0xFF9F)
			score -= 3;
		else if (c >= 0xE000 && c <= 0xF8FF)
			score -= 8;
		else if (c >= 0x400 && c < 0x2000)
			score -= 3;
	}
	return score;
}

static bool
has_japanese(struct text text)
{
	uint32_t c;

	while (text_next(&text, &c))
		if (lint_is_japanese(c))
			return true;
	return false;
}

static enum status
decode_legacy(struct text *text, const char **charset, struct bytes bytes,
    struct arena *arena, struct error *error)
{
	int64_t best = INT64_MIN;

	*charset = NULL;
	for (size_t i = 0; i < LENGTH(legacy); i++) {
		struct text candidate;
		bool memory_out;
		int64_t score;

		if (!convert(&candidate, bytes, legacy[i].iconv, arena,
		    &memory_out)) {
			if (memory_out)
				return error_memory(error);
			continue;
		}
		score = likeness(candidate);
		if (score > best) {
			best = score;
			*text = candidate;
			*charset = legacy[i].name;
		}
	}
	if (*charset != NULL)
		return STATUS_OK;
	return refuse(error, "unknown_charset",
	    "文字コードを判別できません(UTF-8、Shift_JIS、EUC-JP のいずれでもありません)",
	    "unknown character encoding (not UTF-8, Shift_JIS or EUC-JP)");
}

/* Encodings that announce themselves; *charset is NULL when none does. */
static enum status
decode_marked(struct text *text, const char **charset, struct bytes bytes,
    struct arena *arena, struct error *error)
{
	bool memory_out = false;
	const char *from = NULL;

	*charset = NULL;
	if (bytes.n >= 2 && ((bytes.p[0] == 0xFF && bytes.p[1] == 0xFE) ||
	    (bytes.p[0] == 0xFE && bytes.p[1] == 0xFF))) {
		from = bytes.p[0] == 0xFF ? "UTF-16LE" : "UTF-16BE";
		*charset = "UTF-16";
		bytes = (struct bytes){ bytes.p + 2, bytes.n - 2 };
	} else if (memmem(bytes.p, bytes.n, "\x1B$B", 3) != NULL ||
	    memmem(bytes.p, bytes.n, "\x1B$@", 3) != NULL) {
		from = "ISO-2022-JP";
		*charset = "ISO-2022-JP";
	}
	if (from == NULL || convert(text, bytes, from, arena, &memory_out))
		return STATUS_OK;
	if (memory_out)
		return error_memory(error);
	return refuse(error, "not_text", "テキストとして読めません",
	    "it cannot be read as text");
}

enum status
lint_decode(struct text *text, const char **charset, struct bytes bytes,
    struct arena *arena, struct error *error)
{
	enum status status;

	*text = TEXT("");
	if (bytes.n >= 3 && memcmp(bytes.p, "\xEF\xBB\xBF", 3) == 0)
		bytes = (struct bytes){ bytes.p + 3, bytes.n - 3 };
	status = decode_marked(text, charset, bytes, arena, error);
	if (status != STATUS_OK)
		return status;
	if (*charset == NULL && text_from_bytes(text, bytes)) {
		*charset = "UTF-8";
	} else if (*charset == NULL) {
		if (bytes.n > 0 && memchr(bytes.p, 0, bytes.n) != NULL)
			return refuse(error, "not_text",
			    "テキストではありません(NUL があります)",
			    "it is not text (it has a NUL)");
		status = decode_legacy(text, charset, bytes, arena, error);
	}
	if (status != STATUS_OK)
		return status;
	if (text_trim(*text).n == 0)
		return refuse(error, "empty", "空のファイルです",
		    "the file is empty");
	if (!has_japanese(*text))
		return refuse(error, "not_japanese",
		    "日本語の文章がありません", "there is no Japanese in it");
	return STATUS_OK;
}
