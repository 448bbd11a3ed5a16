/*
 * The published text of a policy.  Above all: every sentence comes from a
 * declaration.  Each declaration of each of the five policies is taken away
 * in turn; its sentence is gone, and nothing else has changed but what
 * referred to it.
 */
#include "test.h"

#include "base/buf.h"
#include "policy/prose.h"
#include "render/doc_html.h"
#include "render/doc_text.h"

enum { LINES_MAX = 4000, OUT_MAX = 8 << 20 };

static const char *const policies[] = {
	"livals", "levii", "libera", "jieigyo", "leverages",
};

/* Where declarations stand: a list, or one value (list false). */
static const struct place {
	const char *outer;	/* NULL: at the root */
	const char *key;
	bool list;
} places[] = {
	{ NULL, "subjects", true }, { NULL, "services", true },
	{ NULL, "items", true }, { NULL, "acquisition", true },
	{ NULL, "purposes", true }, { NULL, "prohibited_uses", true },
	{ NULL, "consents", true }, { NULL, "roles", true },
	{ NULL, "recipients", true }, { NULL, "clients", true },
	{ NULL, "exceptions", true }, { NULL, "desks", true },
	{ NULL, "retention", true }, { NULL, "anonymised", true },
	{ NULL, "pseudonymised", true }, { NULL, "statistics", true },
	{ NULL, "trackers", true }, { NULL, "measures", true },
	{ NULL, "documents", true }, { NULL, "revisions", true },
	{ NULL, "incidents", false }, { "operator", "countries", true },
	{ "operator", "scopes", true }, { "operator", "association", false },
	{ "rights", "types", true }, { "rights", "identity", true },
	{ "rights", "agents", true }, { "rights", "procedure", false },
	{ "rights", "deadline", false }, { "rights", "calendar", false },
	{ "rights", "destruction", false }, { "rights", "refusal", false },
	{ "notices", "mail", true }, { "notices", "changes", false },
};

struct line {
	struct text words;
	const struct doc_block *block;
};

struct lines {
	struct line list[LINES_MAX];
	size_t count;
};

static struct lines all_before, all_after;

static void
read_policy(struct policy_source *source, const char *name,
    struct arena *arena)
{
	const char *top = getenv("SEKISHO_TOP");
	struct findings findings;
	struct error error;
	char path[512];

	(void)snprintf(path, sizeof(path), "%s/policies/%s.yaml",
	    top == NULL ? "." : top, name);
	findings_init(&findings, arena, path);
	assert_ok(policy_source_read(source, path, &findings, arena, &error),
	    &error);
}

static struct doc *
render(const struct policy_source *source, enum language language,
    struct arena *arena)
{
	struct prose_options options = { .language = language,
	    .published = TEXT("2026-11-22") };
	struct error error;
	struct doc *doc;

	assert_ok(prose_policy(&doc, source, &options, arena, &error),
	    &error);
	return doc;
}

/* The hash changes with everything; it says so. */
static bool
is_colophon(const struct doc_block *block)
{
	for (; block != NULL; block = block->parent)
		if (block->origins != NULL &&
		    text_is(block->origins->name, "policy"))
			return true;
	return false;
}

static void
collect(struct lines *lines, struct doc *doc, const struct doc_block *in)
{
	for (const struct doc_block *block = in->first; block != NULL;
	    block = block->next) {
		if (is_colophon(block))
			continue;
		if (block->words != NULL) {
			assert_true(lines->count < LINES_MAX);
			lines->list[lines->count++] = (struct line){
				doc_words(doc, block), block };
		}
		collect(lines, doc, block);
	}
}

/* Whether the block is made from the declaration. */
static bool
is_made_from(const struct doc_block *block, const void *key)
{
	for (const struct doc_origin *origin = block->origins;
	    origin != NULL; origin = origin->next)
		if (origin->key == key)
			return origin->own;
	return false;
}

/* Whether the line, or what it lies in, is made from the declaration. */
static bool
is_own(const struct line *line, const void *key)
{
	for (const struct doc_block *up = line->block; up != NULL;
	    up = up->parent)
		if (is_made_from(up, key))
			return true;
	return false;
}

static bool
cites(const struct line *line, const void *key)
{
	return is_own(line, key) || doc_has_origin(line->block, key);
}

/* A map or list without one of its members; the others are the same nodes. */
static struct node *
without(const struct node *node, const struct node *member,
    struct arena *arena)
{
	struct node *copy = arena_alloc(arena, sizeof(*copy));

	assert_non_null(copy);
	*copy = *node;
	copy->count = 0;
	copy->members = arena_array(arena, node->count + 1,
	    sizeof(*copy->members));
	assert_non_null(copy->members);
	for (size_t i = 0; i < node->count; i++)
		if (node->members[i].value != member)
			copy->members[copy->count++] = node->members[i];
	return copy;
}

static struct node *
with(const struct node *map, const char *key, struct node *value,
    struct arena *arena)
{
	struct node *copy = without(map, NULL, arena);

	for (size_t i = 0; i < copy->count; i++)
		if (text_is(copy->members[i].key, key))
			copy->members[i].value = value;
	return copy;
}

static struct policy_source
take_away(const struct policy_source *source, const struct place *place,
    const struct node *declaration, struct arena *arena)
{
	struct policy_source less = *source;
	const struct node *outer = place->outer == NULL ? source->root :
	    node_get(source->root, place->outer);
	struct node *changed;

	if (place->list)
		changed = with(outer, place->key, without(node_get(outer,
		    place->key), declaration, arena), arena);
	else
		changed = without(outer, declaration, arena);
	less.root = place->outer == NULL ? changed :
	    with(source->root, place->outer, changed, arena);
	return less;
}

/* What the law and the language leave unpublished. */
static bool
may_be_silent(const struct place *place, const struct node *node)
{
	if (strcmp(place->key, "measures") == 0)
		return !node_bool(node, "publishable", false);
	if (strcmp(place->key, "scopes") == 0)
		return !node_bool(node, "applies", false);
	return strcmp(place->key, "roles") == 0 ||
	    strcmp(place->key, "documents") == 0;
}

/*
 * Lines that do not cite the declaration stand in both, in the same order;
 * what else is there now are lines that referred to it, reworded.
 */
static void
compare(const struct lines *before, const struct lines *after,
    const void *key, const char *what)
{
	/* The usual calendar, of the term, comes for one that was declared. */
	size_t instead = strncmp(what, "calendar", 8) == 0 ? 2 : 0;
	size_t at = 0, own = 0, citing = 0;

	for (size_t i = 0; i < before->count; i++) {
		if (cites(&before->list[i], key)) {
			citing++;
			own += is_own(&before->list[i], key);
			continue;
		}
		while (at < after->count && !text_equal(
		    after->list[at].words, before->list[i].words))
			at++;
		if (at == after->count)
			print_error("%s took away: %.*s\n", what,
			    TEXT_ARGS(before->list[i].words));
		assert_true(at < after->count);
		at++;
	}
	if (after->count > before->count - own + instead)
		print_error("%s: its sentences stay\n", what);
	assert_true(after->count <= before->count - own + instead);
	assert_true(after->count >= before->count - citing);
	for (size_t i = 0; i < after->count; i++)
		assert_false(cites(&after->list[i], key));
}

static bool
is_spoken_of(const struct lines *lines, const void *key)
{
	for (size_t i = 0; i < lines->count; i++)
		if (cites(&lines->list[i], key))
			return true;
	return false;
}

/* Its node is gone from the machine-readable copy, and so are references. */
static void
compare_linked(const struct policy_source *less, const struct place *place,
    const struct node *node, struct arena *arena)
{
	struct prose_options options = { .language = LANGUAGE_JA };
	struct jsonw json;
	struct buf out;
	char name[160];

	if (node_text(node, "id").n == 0 || place->outer != NULL)
		return;
	buf_init(&out, arena, OUT_MAX);
	json = jsonw_new(&out, false);
	prose_linked(&json, less, &options);
	(void)snprintf(name, sizeof(name), "\"#%s.%.*s\"", place->key,
	    TEXT_ARGS(node_text(node, "id")));
	assert_true(text_find(buf_as_text(&out), text_of(name)) < 0);
}

static size_t
try_all(const struct policy_source *source, const struct place *place,
    const struct lines *before, enum language language)
{
	const struct node *outer = place->outer == NULL ? source->root :
	    node_get(source->root, place->outer);
	const struct node *at = node_get(outer, place->key), *node;
	struct arena *arena = arena_new((size_t)64 << 20);
	struct lines *after = &all_after;
	struct policy_source less;
	struct doc *doc;
	size_t n = 0, count = at == NULL ? 0 : place->list ? at->count : 1;
	char what[160];

	assert_non_null(arena);
	for (size_t i = 0; i < count; i++, arena_reset(arena)) {
		node = place->list ? node_at(at, i) : at;
		(void)snprintf(what, sizeof(what), "%s[%zu] %.*s",
		    place->key, i, TEXT_ARGS(node_text(node, "id")));
		less = take_away(source, place, node, arena);
		doc = render(&less, language, arena);
		after->count = 0;
		collect(after, doc, doc->root);
		if (!is_spoken_of(before, node) &&
		    !may_be_silent(place, node))
			print_error("%s is not published\n", what);
		assert_true(is_spoken_of(before, node) ||
		    may_be_silent(place, node));
		compare(before, after, node, what);
		compare_linked(&less, place, node, arena);
		n++;
	}
	arena_free(arena);
	return n;
}

static void
sentences_come_from_declarations(void **state)
{
	size_t n;

	for (size_t i = 0; i < LENGTH(policies); i++) {
		for (int l = 0; l < LANGUAGE_COUNT; l++) {
			struct policy_source source;
			struct lines *before = &all_before;
			struct doc *doc;

			/* English is made by the same functions. */
			if (l == LANGUAGE_EN && i + 1 < LENGTH(policies))
				continue;
			read_policy(&source, policies[i], *state);
			doc = render(&source, (enum language)l, *state);
			before->count = 0;
			collect(before, doc, doc->root);
			n = 0;
			for (size_t p = 0; p < LENGTH(places); p++)
				n += try_all(&source, &places[p], before,
				    (enum language)l);
			assert_true(n > 80);
			arena_reset(*state);
		}
	}
}

/* A clause's own heading and paragraphs go with it. */
static void
clauses_go_with_their_words(void **state)
{
	for (size_t i = 0; i < LENGTH(policies); i++) {
		const struct place place = { NULL, "text", true };
		struct policy_source source, less;
		struct lines *after = &all_after;
		const struct node *text, *clause;
		struct doc *doc;

		read_policy(&source, policies[i], *state);
		text = node_get(source.root, "text");
		for (size_t j = 0; j < text->count; j++) {
			clause = node_at(text, j);
			less = take_away(&source, &place, clause, *state);
			doc = render(&less, LANGUAGE_JA, *state);
			after->count = 0;
			collect(after, doc, doc->root);
			assert_false(is_spoken_of(after, clause));
		}
		arena_reset(*state);
	}
}

static bool
says(const struct policy_source *source, enum language language,
    const char *words, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, OUT_MAX);
	doc_text_write(&out, render(source, language, arena));
	if (text_find(buf_as_text(&out), text_of(words)) < 0)
		print_error("not said: %s\n", words);
	return text_find(buf_as_text(&out), text_of(words)) >= 0;
}

/* What article 32 and its neighbours ask for, from each kind of section. */
static void
says_what_the_law_asks_for(void **state)
{
	static const struct {
		const char *policy;
		const char *words;
	} wanted[] = {
		/* S4.7.3w: address; S4.7.3e: 14 business days */
		{ "leverages", "住所：〒150-6190 東京都渋谷区" },
		{ "leverages", "必要な書類がそろった日の翌日から数えて14営業日以内に"
		  "回答します。" },
		/* S4.7.3h */
		{ "leverages", "営業日としない日：土曜日、日曜日、国民の祝日・休日、"
		  "12月29日から1月3日まで" },
		/* S4.7.2.1.2, S4.7.2.2 */
		{ "leverages", "保険者番号、被保険者等記号・番号、二次元コードを"
		  "黒塗りしてください" },
		{ "leverages", "ご本人が委任した代理人：委任状" },
		/* S4.7.3d */
		{ "leverages", "・利用目的の通知\n  手数料：無料" },
		/* S4.6: items and ways */
		{ "leverages", "第三者への提供の方法：書面、電話での口頭伝達、FAX" },
		{ "leverages", "・性別（加工の方法：そのまま）" },
		/* S4.8.1d1: foreign recipient with its country's system */
		{ "leverages", "所在国：アメリカ合衆国" },
		{ "leverages", "その国の個人情報の保護に関する制度：民間部門を" },
		/* S4.8.1d2: sent to, and for both sides */
		{ "leverages", "送信先：Google LLC（アメリカ合衆国）" },
		{ "leverages", "送信先での利用目的：広告経路データの計測・分析" },
		/* S4.R1: reasons and changed clauses */
		{ "leverages", "改訂の理由：皆様からお預かりしている" },
		/* S3.6: the five particulars of joint use */
		{ "jieigyo", "共同して利用される個人データの項目：氏名" },
		{ "jieigyo", "共同して利用する者の範囲：カケル株式会社、" },
		{ "jieigyo", "共同して利用する者の利用目的：" },
		{ "jieigyo", "個人データの管理について責任を有する者の名称、住所及び"
		  "代表者の氏名：一般社団法人自営業ライフサポート協会（住所：" },
		{ "jieigyo", "個人データを特定の者との間で共同して利用します" },
		/* S3.8: its revision has no date of its own */
		{ "jieigyo", "2026年11月22日 公表・施行" },
		/* S2.13: a month by the calendar, objection */
		{ "libera", "ウェブサイトへの掲載により、1か月（初日は算入せず、" },
		{ "libera", "最終日の23時59分まで" },
		/* S2.15, S2.W */
		{ "libera", "代表者の氏名：代表取締役社長 安西 浩" },
		{ "libera", "受付時間：平日 09:00〜18:00" },
		/* S2.6: what is never acquired */
		{ "libera", "当社は、次の情報を取得しません。\n・思想、信条" },
		/* S2.8.4 */
		{ "libera", "開示等のご請求の宛先：受託業務で" },
		/* S0.5: the groups of measures */
		{ "livals", "組織的安全管理措置：" },
		{ "livals", "物理的安全管理措置：" },
		/* L-20: told to whoever asks */
		{ "livals", "住所：住所は、ご本人の求めに応じて遅滞なくお答えします。" },
	};

	for (size_t i = 0; i < LENGTH(wanted); i++) {
		struct policy_source source;

		read_policy(&source, wanted[i].policy, *state);
		assert_true(says(&source, LANGUAGE_JA, wanted[i].words,
		    *state));
		arena_reset(*state);
	}
}

/* English where there is some; Japanese marked where there is none. */
static void
english_and_what_has_none(void **state)
{
	struct policy_source source;
	struct buf out;

	read_policy(&source, "leverages", *state);
	assert_true(says(&source, LANGUAGE_EN,
	    "To tell of services that we offer", *state));
	assert_true(says(&source, LANGUAGE_EN, "counted from the day after",
	    *state));
	assert_true(says(&source, LANGUAGE_EN, "19 December 2019", *state));
	/* The operator's name in English is "Leverages"; take it away. */
	{
		const struct node *operator = node_get(source.root,
		    "operator");
		const struct node *name = node_get(operator, "name");
		struct node *less = without(name, node_get(name, "en"),
		    *state);

		source.root = with(source.root, "operator",
		    with(operator, "name", less, *state), *state);
	}
	buf_init(&out, *state, OUT_MAX);
	doc_html_body(&out, render(&source, LANGUAGE_EN, *state));
	assert_true(text_find(buf_as_text(&out),
	    text_of("<span lang=\"ja\">レバレッジズ株式会社</span>")) >= 0);
}

/* The order is the file's: the clauses as `text` has them. */
static void
clauses_stand_in_the_order_of_the_file(void **state)
{
	for (size_t i = 0; i < LENGTH(policies); i++) {
		struct policy_source source;
		const struct node *text;
		const struct doc_block *block;
		struct doc *doc;

		read_policy(&source, policies[i], *state);
		doc = render(&source, LANGUAGE_JA, *state);
		text = node_get(source.root, "text");
		block = doc->root->first;
		for (size_t j = 0; j < text->count; j++) {
			assert_non_null(block);
			assert_true(is_made_from(block, node_at(text, j)));
			assert_true(text_starts_with(block->anchor,
			    "clause-"));
			for (const struct doc_block *other = block->next;
			    other != NULL; other = other->next)
				assert_false(text_equal(other->anchor,
				    block->anchor));
			block = block->next;
		}
		arena_reset(*state);
	}
}

/* A section that no clause names is published all the same. */
static void
nothing_is_forgotten(void **state)
{
	struct policy_source source;
	const struct node *text;

	read_policy(&source, "livals", *state);
	text = node_get(source.root, "text");
	source.root = with(source.root, "text", without(text,
	    node_at(text, 3), *state), *state);
	assert_true(says(&source, LANGUAGE_JA, "\n利用目的\n----", *state));
	assert_true(says(&source, LANGUAGE_JA,
	    "当社は、個人情報を、次の利用目的の達成に必要な範囲で利用します。\n(1) ",
	    *state));
}

static int
big_setup(void **state)
{
	*state = arena_new((size_t)512 << 20);
	return *state == NULL ? -1 : 0;
}

#define big_test(function) \
	cmocka_unit_test_setup_teardown(function, big_setup, arena_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		big_test(sentences_come_from_declarations),
		big_test(clauses_go_with_their_words),
		big_test(says_what_the_law_asks_for),
		big_test(english_and_what_has_none),
		big_test(clauses_stand_in_the_order_of_the_file),
		big_test(nothing_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
