#include "logkey.h"

#include "audit/checkpoint.h"
#include "base/encode.h"
#include "crypto/random.h"
#include "crypto/secret.h"

/* Written by Go's sumdb/note for keys of the same seeds. */
static const char log_vkey[] = "sekisho.example/log+af13dc2d+"
    "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
static const char witness_vkey[] = "witness.example+0780c94a+"
    "ARdFU7RW3d/GkI7KscEB/mqyHiuqBhd5W31DpjSCmT/V";
static const char signed_checkpoint[] = "sekisho.example/log\n109482\n"
    "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=\n\n"
    "— sekisho.example/log rxPcLYinX+tJgZqWmcfb38+ONBUVrtq4+QSm+0p7CsuXwj"
    "IbjMAlPMM3su0o8fSDC0KvM27iE5vdlCBAmC8RFQcQ5AI=\n";
static const char two_signatures[] = "関所の記録\n\n二つ目の段落\n\n"
    "— witness.example B4DJSggMojRqeh1HDrEd1H+MKsFCuJJZWDEsRqSXNSOeLH34XDmq"
    "7C0jK1uPKqpR3XmgsKMyDEWz7sp9JWryoc+9wAc=\n"
    "— sekisho.example/log rxPcLVUzrF3GEaopS/VYKLcuJGa8jST8M4Tcr85WgYzlQZ8c"
    "jQbI/zdICqSrQ7OyHPAjYWYFigFXdJu+69OjquUVGAU=\n";

static struct logkey log_key, witness;

static struct text
vkey_of(const struct note_verifier *verifier, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, 4096);
	note_verifier_format(&out, verifier);
	return buf_as_text(&out);
}

static struct bytes
sign_text(const char *text, const struct logkey *key, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, NOTE_MAX);
	note_sign(&out, text_of(text), &key->verifier, &key->key);
	assert_false(out.failed);
	return buf_bytes(&out);
}

static void
assert_note(struct bytes note, const struct logkey *key, const char *wanted)
{
	struct text text;
	struct error error;

	assert_ok(note_open(&text, note, &key->verifier, &error), &error);
	assert_text(text, wanted);
}

static void
assert_no_note(struct bytes note, const struct logkey *key,
    enum status status, const char *code)
{
	struct text text;
	struct error error;

	assert_fails(note_open(&text, note, &key->verifier, &error), &error,
	    status, code);
}

#define OF(string) bytes_of(text_of(string))

static void
verifier_keys(void **state)
{
	struct note_verifier read;
	struct error error;

	assert_text(vkey_of(&log_key.verifier, *state), log_vkey);
	assert_text(vkey_of(&witness.verifier, *state), witness_vkey);
	assert_ok(note_verifier_parse(&read, text_of(log_vkey), &error),
	    &error);
	assert_memory_equal(&read, &log_key.verifier, sizeof(read));
}

/* Every other way to write a verifier key, and every changed letter. */
static void
damaged_verifier_keys(void **state)
{
	size_t n = sizeof(log_vkey) - 1;
	char changed[sizeof(log_vkey) + 1];
	struct note_verifier read;
	struct error error;

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (int bit = 0; bit < 7; bit++) {
			memcpy(changed, log_vkey, sizeof(log_vkey));
			changed[i] ^= (char)(1 << bit);
			assert_fails(note_verifier_parse(&read,
			    (struct text){ changed, n }, &error), &error,
			    STATUS_INVALID, "bad_verifier_key");
		}
	for (size_t i = 0; i < n; i++)
		assert_fails(note_verifier_parse(&read,
		    (struct text){ log_vkey, i }, &error), &error,
		    STATUS_INVALID, "bad_verifier_key");
	(void)snprintf(changed, sizeof(changed), "%sA", log_vkey);
	assert_fails(note_verifier_parse(&read, text_of(changed), &error),
	    &error, STATUS_INVALID, "bad_verifier_key");
}

static void
names(void **state)
{
	static const struct {
		const char *name;
		bool good;
	} wanted[] = {
		{ "a", true }, { "sekisho.example/log/1", true },
		{ "sekisho.example/~x:8080", true }, { "", false },
		{ "a b", false }, { "a+b", false }, { "a\tb", false },
		{ "a\n", false }, { "a\x7F", false },
		{ "関所", false }, { "a\u3000b", false }, { "a\u00A0b", false },
	};
	char name[NOTE_NAME_MAX + 2];
	struct note_verifier verifier;
	struct error error;

	(void)state;
	for (size_t i = 0; i < LENGTH(wanted); i++) {
		enum status status = note_verifier_make(&verifier,
		    text_of(wanted[i].name), log_key.key.public, &error);

		if (wanted[i].good)
			assert_ok(status, &error);
		else
			assert_fails(status, &error, STATUS_INVALID,
			    "bad_key_name");
	}
	memset(name, 'n', sizeof(name));
	assert_ok(note_verifier_make(&verifier, (struct text){ name,
	    NOTE_NAME_MAX }, log_key.key.public, &error), &error);
	assert_int_equal(strlen(verifier.name), NOTE_NAME_MAX);
	assert_fails(note_verifier_make(&verifier, (struct text){ name,
	    NOTE_NAME_MAX + 1 }, log_key.key.public, &error), &error,
	    STATUS_INVALID, "bad_key_name");
}

static void
signs_as_others_do(void **state)
{
	struct bytes note = sign_text("sekisho.example/log\n109482\n"
	    "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=\n", &log_key,
	    *state);

	assert_int_equal(note.n, strlen(signed_checkpoint));
	assert_memory_equal(note.p, signed_checkpoint, note.n);
	assert_note(note, &log_key, "sekisho.example/log\n109482\n"
	    "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=\n");
	assert_note(OF(two_signatures), &log_key,
	    "関所の記録\n\n二つ目の段落\n");
	assert_note(OF(two_signatures), &witness,
	    "関所の記録\n\n二つ目の段落\n");
}

static void
every_change_is_found(void **state)
{
	size_t n = strlen(signed_checkpoint);
	uint8_t *note = arena_alloc(*state, n);
	struct text text;
	struct error error;

	for (size_t bit = 0; bit < 8 * n; bit++) {
		memcpy(note, signed_checkpoint, n);
		note[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_not_equal(note_open(&text, (struct bytes){ note,
		    n }, &log_key.verifier, &error), STATUS_OK);
	}
	for (size_t i = 0; i < n; i++)
		assert_int_not_equal(note_open(&text, (struct bytes){
		    (const uint8_t *)signed_checkpoint, i },
		    &log_key.verifier, &error), STATUS_OK);
}

/* Another key, the same name with another key, the same key, another name. */
static void
other_keys(void **state)
{
	struct logkey same_name = logkey_make("sekisho.example/log", 9);
	struct logkey same_key = logkey_make("sekisho.example/other", 0);

	(void)state;
	assert_no_note(OF(signed_checkpoint), &witness, STATUS_INTEGRITY,
	    "bad_signature");
	assert_no_note(OF(signed_checkpoint), &same_name, STATUS_INTEGRITY,
	    "bad_signature");
	assert_no_note(OF(signed_checkpoint), &same_key, STATUS_INTEGRITY,
	    "bad_signature");
}

/* What C2SP signed-note says may not be in a note. */
static void
malformed(void **state)
{
	static const char *const heads[] = {
		"\t", "\r\n", "\x01", "\x1F",
	};
	static const char *const behind[] = {
		"junk\n", "— \n", "— witness.example\n", "— witness.example \n",
		"— witness.example AAAA\n", "— witness.example AAAAA===\n",
		"- witness.example AAAAAAAA\n", "— a+b AAAAAAAA\n",
		"—  AAAAAAAA\n",
	};
	struct buf out;

	assert_no_note(OF(""), &log_key, STATUS_INVALID, "not_a_note");
	assert_no_note(OF("text\n"), &log_key, STATUS_INVALID, "not_a_note");
	assert_no_note(OF("text\n\n"), &log_key, STATUS_INVALID,
	    "not_a_note");
	assert_no_note(OF("\n\n\n"), &log_key, STATUS_INVALID, "not_a_note");
	assert_no_note((struct bytes){ (const uint8_t *)"a\xFF\n\n— x y\n",
	    10 }, &log_key, STATUS_INVALID, "not_a_note");
	for (size_t i = 0; i < LENGTH(heads); i++) {
		char text[32];

		(void)snprintf(text, sizeof(text), "a%sb\n", heads[i]);
		assert_no_note(sign_text(text, &log_key, *state), &log_key,
		    STATUS_INVALID, "not_a_note");
	}
	for (size_t i = 0; i < LENGTH(behind); i++) {
		buf_init(&out, *state, NOTE_MAX);
		buf_string(&out, signed_checkpoint);
		buf_string(&out, behind[i]);
		assert_no_note(buf_bytes(&out), &log_key, STATUS_INVALID,
		    "not_a_note");
	}
}

/* Signatures of unknown keys, of whatever length, are passed over. */
static void
unknown_signatures(void **state)
{
	struct bytes note = sign_text("text\n", &log_key, *state);
	struct buf out;

	buf_init(&out, *state, NOTE_MAX);
	buf_string(&out, "text\n\n— somebody AAAAAAA=\n"
	    "— 関所 AAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
	/* Our name with another key's hash, our hash with another name. */
	for (int i = 0; i < 20; i++)
		buf_string(&out, "— sekisho.example/log AAAAAAAA\n"
		    "— sekisho.example rxPcLQAA\n");
	buf_put(&out, note.p + 6, note.n - 6);
	buf_string(&out, "— somebody AAAAAAA=\n");
	assert_note(buf_bytes(&out), &log_key, "text\n");
	buf_init(&out, *state, NOTE_MAX);
	buf_string(&out, "text\n\n— somebody AAAAAAA=\n");
	assert_no_note(buf_bytes(&out), &log_key, STATUS_INTEGRITY,
	    "bad_signature");
}

/* A wrong signature by our key condemns the note, even beside a right one. */
static void
one_wrong_signature(void **state)
{
	struct bytes other = sign_text("another text\n", &log_key, *state);
	struct buf out;

	buf_init(&out, *state, NOTE_MAX);
	buf_string(&out, signed_checkpoint);
	buf_put(&out, other.p + strlen("another text\n\n"),
	    other.n - strlen("another text\n\n"));
	assert_no_note(buf_bytes(&out), &log_key, STATUS_INTEGRITY,
	    "bad_signature");
}

static void
too_large(void **state)
{
	char *text = arena_alloc(*state, NOTE_MAX + 2);
	struct buf out;

	memset(text, 'x', NOTE_MAX);
	text[NOTE_MAX] = '\n';
	buf_init(&out, *state, 2 * NOTE_MAX);
	note_sign(&out, (struct text){ text, NOTE_MAX + 1 },
	    &log_key.verifier, &log_key.key);
	assert_no_note(buf_bytes(&out), &log_key, STATUS_INVALID,
	    "not_a_note");
}

/* Checkpoints. */

static void
checkpoints(void **state)
{
	static const uint64_t sizes[] = { 0, 1, 256, 109482, INT64_MAX };
	struct checkpoint read, made;
	struct error error;
	struct buf out;

	assert_ok(checkpoint_open(&read, OF(signed_checkpoint),
	    &log_key.verifier, &error), &error);
	assert_int_equal(read.size, 109482);
	for (size_t i = 0; i < HASH_SIZE; i++)
		assert_int_equal(read.root.bytes[i], 0xA5);
	for (size_t i = 0; i < LENGTH(sizes); i++) {
		made.size = sizes[i];
		random_bytes(made.root.bytes, HASH_SIZE);
		buf_init(&out, *state, NOTE_MAX);
		checkpoint_sign(&out, &made, &log_key.verifier,
		    &log_key.key);
		assert_ok(checkpoint_open(&read, buf_bytes(&out),
		    &log_key.verifier, &error), &error);
		assert_int_equal(read.size, made.size);
		assert_true(hash_equal(&read.root, &made.root));
	}
}

/* Signed, but no checkpoint of this log. */
static void
not_checkpoints(void **state)
{
#define ROOT "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=\n"
	static const char *const texts[] = {
		"another.example/log\n1\n" ROOT, "sekisho.example/log\n1\n",
		"sekisho.example/log\n", "sekisho.example/log\n01\n" ROOT,
		"sekisho.example/log\n-1\n" ROOT,
		"sekisho.example/log\n-0\n" ROOT,
		"sekisho.example/log\n+1\n" ROOT,
		"sekisho.example/log\n 1\n" ROOT,
		"sekisho.example/log\n\n" ROOT,
		"sekisho.example/log\n9223372036854775808\n" ROOT,
		"sekisho.example/log\n0x10\n" ROOT,
		"sekisho.example/log\n1\npaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWl\n",
		"sekisho.example/log\n1\n"
		"paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaV=\n",
		"sekisho.example/log\n1\n" ROOT "\n",
		"sekisho.example/log\n1\n" ROOT "extension\n\nmore\n",
	};
	struct checkpoint read;
	struct error error;

	for (size_t i = 0; i < LENGTH(texts); i++)
		assert_fails(checkpoint_open(&read, sign_text(texts[i],
		    &log_key, *state), &log_key.verifier, &error), &error,
		    STATUS_INVALID, "not_a_checkpoint");
	assert_ok(checkpoint_open(&read, sign_text("sekisho.example/log\n1\n"
	    ROOT "an extension\n", &log_key, *state), &log_key.verifier,
	    &error), &error);
}

static int
start(void **state)
{
	struct error error;

	(void)state;
	if (secret_start(&error) != STATUS_OK)
		return -1;
	log_key = logkey_make("sekisho.example/log", 0);
	witness = logkey_make("witness.example", 0x60);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(verifier_keys),
		cmocka_unit_test(damaged_verifier_keys),
		cmocka_unit_test(names),
		arena_test(signs_as_others_do),
		arena_test(every_change_is_found),
		cmocka_unit_test(other_keys),
		arena_test(malformed),
		arena_test(unknown_signatures),
		arena_test(one_wrong_signature),
		arena_test(too_large),
		arena_test(checkpoints),
		arena_test(not_checkpoints),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
