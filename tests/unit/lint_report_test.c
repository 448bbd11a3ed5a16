#include "test.h"

#include "base/json.h"
#include "policy/lint.h"
#include "policy/lint_sound.h"

static const char policy[] =
    "個人情報保護方針\n\n"
    "株式会社架空（以下「当社」といいます。）は、本サービスの利用をもって、\n"
    "本方針に同意したものとみなします。\n";

static struct lint_report *
run(struct arena *arena, const char *text)
{
	struct lint_report *report;
	struct error error;

	assert_ok(lint_run(&report, bytes_of(text_of(text)), arena, &error),
	    &error);
	return report;
}

static const struct lint_finding *
find(const struct lint_report *report, const char *id)
{
	for (size_t i = 0; i < report->count; i++)
		if (strcmp(lint_cases[report->findings[i].kind].id, id) == 0)
			return &report->findings[i];
	return NULL;
}

static void
every_case_has_its_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < LINT_CASE_COUNT; i++) {
		const struct lint_case_row *row = &lint_cases[i];

		assert_non_null(row->id);
		assert_true(row->article[0] != '\0');
		assert_true(row->message.ja[0] && row->message.en[0]);
		assert_true(row->mend.ja[0] && row->mend.en[0]);
	}
}

static void
says_where_and_why(void **state)
{
	struct lint_report *report = run(*state, policy);
	const struct lint_finding *finding = find(report, "L-03");

	assert_non_null(finding);
	assert_int_equal(finding->line, 4);
	assert_int_equal(finding->column, 5);
	assert_true(text_starts_with(finding->quote, "同意したものとみな"));
	assert_non_null(find(report, "L-20"));
	assert_non_null(find(report, "L-21"));
	assert_int_equal(report->published[LINT_NAME].value, LINT_YES);
	assert_int_equal(report->published[LINT_NAME].line, 3);
	assert_int_equal(report->published[LINT_ADDRESS].value, LINT_NO);
	for (size_t i = 1; i < report->count; i++)
		assert_true(report->findings[i - 1].line <=
		    report->findings[i].line);
}

static void
writes_json(void **state)
{
	static const char *const keys[] = {
		"name", "address", "representative", "purposes", "procedure",
		"fee", "deadline", "security_measures", "complaint_desk",
		"joint_use", "anonymised", "external_transmission", "revision"
	};
	struct lint_report *report = run(*state, policy);
	const struct node *root, *published;
	struct error error;
	struct buf buf;
	struct jsonw json;

	buf_init(&buf, *state, 1 << 20);
	json = jsonw_new(&buf, false);
	lint_write_json(&json, report);
	assert_ok(json_parse(&root, buf_bytes(&buf), *state, &error), &error);
	assert_int_equal(node_count(node_get(root, "findings")),
	    report->count);
	published = node_get(root, "published");
	assert_int_equal(node_count(published), LENGTH(keys));
	for (size_t i = 0; i < LENGTH(keys); i++)
		assert_non_null(node_get(published, keys[i]));
	assert_true(node_text(node_get(root, "notice"), "ja").n > 0);
	assert_true(node_text(node_get(root, "notice"), "en").n > 0);
}

static void
writes_for_people(void **state)
{
	struct lint_report *report = run(*state, policy);
	struct buf buf;

	buf_init(&buf, *state, 1 << 20);
	lint_write_text(&buf, report, "p.txt", LANGUAGE_JA);
	assert_true(text_find(buf_as_text(&buf), TEXT("p.txt:4:5: ")) >= 0);
	assert_true(text_find(buf_as_text(&buf),
	    TEXT("法的助言ではありません")) >= 0);
	buf_init(&buf, *state, 1 << 20);
	lint_write_text(&buf, report, "p.txt", LANGUAGE_EN);
	assert_true(text_find(buf_as_text(&buf),
	    TEXT("not legal advice")) >= 0);
}

/* Whatever the file holds, reading it ends, with a report or an error. */
static void
survives_anything(void **state)
{
	static const char alphabet[] =
	    "個人情報第条1.(（）)「」。、\n ・|<>&#/a同意提供者株式会社";
	struct text letters = TEXT("");
	uint32_t codes[64], seed = 12345, n = 0, c;

	letters = text_of(alphabet);
	while (text_next(&letters, &c))
		codes[n++] = c;
	for (int round = 0; round < 200; round++) {
		struct arena *arena = arena_new((size_t)16 << 20);
		struct lint_report *report;
		struct error error;
		char bytes[1600];
		size_t size = 0;

		while (size < sizeof(bytes) - 4) {
			seed = seed * 1103515245u + 12345u;
			size += text_encode(codes[seed / 65536 % n],
			    bytes + size);
		}
		(void)!lint_run(&report, (struct bytes){
		    (const uint8_t *)bytes, size }, arena, &error);
		arena_free(arena);
	}
	(void)state;
}

/* Memory that runs out anywhere is an error and nothing worse. */
static void
survives_little_memory(void **state)
{
	(void)state;
	for (size_t limit = 4096; limit < (size_t)1 << 20; limit += 8192) {
		struct arena *arena = arena_new(limit);
		struct lint_report *report;
		struct error error;

		(void)!lint_run(&report, bytes_of(text_of(policy)), arena,
		    &error);
		arena_free(arena);
	}
}

static void
hears_names(void **state)
{
	uint32_t kana[16];
	char a[SOUND_SIZE], b[SOUND_SIZE];
	static const struct {
		const char *kana;
		const char *latin;
		size_t most;
	} pairs[] = {
		{ "ライフサポート", "lifesupport", 1 },
		{ "サイバー", "cyber", 1 },
		{ "ソフトバンク", "softbank", 0 },
		{ "ドングリ", "donguri", 0 },
		{ "あかつき", "akatsuki", 0 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		struct text rest = text_of(pairs[i].kana);
		size_t n = 0;

		while (text_next(&rest, &kana[n]))
			n++;
		lint_sound_kana(a, kana, n);
		lint_sound_latin(b, pairs[i].latin);
		assert_true(lint_sound_distance(a, b) <= pairs[i].most);
	}
	lint_sound_latin(a, "himawari");
	lint_sound_latin(b, "tanpopo");
	assert_true(lint_sound_distance(a, b) >= 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		arena_test(every_case_has_its_words),
		arena_test(says_where_and_why),
		arena_test(writes_json),
		arena_test(writes_for_people),
		arena_test(survives_anything),
		arena_test(survives_little_memory),
		arena_test(hears_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
